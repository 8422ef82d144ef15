"""Replies without a server: one text after the other, or by a function of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from engine.synthesis.chat.asking import Unanswered
from engine.synthesis.chat.exchange import Reply, Request, Stop


class Fixed:
    """As `Asking`; fails when the replies run out. Remembers what it was asked."""

    def __init__(self, replies: Sequence[str | Reply | Unanswered]) -> None:
        self._replies = iter(replies)
        self.asked: list[Request] = []

    def ask_all(self, requests: Sequence[Request]) -> Iterator[tuple[Request, Reply | Unanswered]]:
        for request in requests:
            self.asked.append(request)
            reply = next(self._replies, None)
            assert reply is not None, "the replies have run out"
            yield request, Reply(reply, Stop.END) if isinstance(reply, str) else reply


class Answering:
    """As `Asking`, by a function of the request."""

    def __init__(self, script: Callable[[Request], str]) -> None:
        self._script = script
        self.asked: list[Request] = []

    def ask_all(self, requests: Sequence[Request]) -> Iterator[tuple[Request, Reply | Unanswered]]:
        for request in requests:
            self.asked.append(request)
            yield request, Reply(self._script(request), Stop.END)
