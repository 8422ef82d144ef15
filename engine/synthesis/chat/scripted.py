"""A model that says what it was told to: for tests, and for trying a pipeline out."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from engine.synthesis.chat.exchange import Reply, Request


class Scripted:
    """Answers by a function of the request, and remembers what it was asked.

    The function may raise what `ChatModel.complete` may. Where it gives None the script has run
    out, which is a mistake of whoever wrote it: `AssertionError`."""

    protocol = "scripted"

    def __init__(self, script: Callable[[Request], Reply | None]) -> None:
        self._script = script
        self._lock = Lock()
        self.asked: list[Request] = []

    def complete(self, request: Request) -> Reply:
        """As `ChatModel.complete`."""
        with self._lock:
            self.asked.append(request)
            reply = self._script(request)
        if reply is None:
            raise AssertionError(f"the script has no reply to {request.messages[-1].text[:200]!r}")
        return reply
