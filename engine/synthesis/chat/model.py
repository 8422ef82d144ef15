"""The interface of a language model: what every provider's module has to offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.synthesis.chat.exchange import Reply, Request


class ChatModel(Protocol):
    """Answers one request at a time. Safe to be used by several threads at once."""

    @property
    def protocol(self) -> str:
        """A name for the way in which it is asked: what is kept is kept under it."""
        ...

    def complete(self, request: Request) -> Reply:
        """The reply to a request, in one attempt.

        Raises `PassingFailure` where another attempt may succeed, `RequestRefusedError` where this
        request never will, `TeacherError` where no request will."""
        ...


@dataclass(frozen=True, slots=True)
class BatchState:
    """How far a batch is."""

    ended: bool
    done: int  #: requests that succeeded or failed so far, as far as the provider says
    total: int


class BatchModel(ChatModel, Protocol):
    """Answers many requests together, later and for less. The same failures as `complete`."""

    def submit(self, requests: Sequence[Request]) -> str:
        """Hand over a batch; gives the provider's name for it."""
        ...

    def submitted(self, keys: frozenset[str], since: float) -> str | None:
        """A batch of exactly the requests with these keys that was handed over since a moment
        (seconds since 1970); None if there is none. Asked after a process died while it handed
        one over: what was paid for is found again."""
        ...

    def state(self, batch: str) -> BatchState:
        """How far a batch is."""
        ...

    def results(self, batch: str) -> Iterator[tuple[str, Reply | PassingOrRefused]]:
        """Of an ended batch: key of each request, and its reply or why there is none."""
        ...


PassingOrRefused = Exception
"""`PassingFailure` or `RequestRefusedError`, as a value."""
