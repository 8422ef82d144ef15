"""What can go wrong while a model is asked: for a while, for this request, or altogether."""

from __future__ import annotations

from enum import Enum

from engine.errors import ErrorCode, TeacherError


class Passing(Enum):
    """What is worth another attempt. Closed."""

    RATE = "rate limit"  #: 429
    OVERLOADED = "overloaded"  #: 529, 503
    SERVER = "server error"  #: other 5xx
    TIMEOUT = "time-out"  #: no answer in time, 408
    CONNECTION = "connection lost"  #: refused, dropped, cut off in the middle of a reply


class PassingFailure(Exception):
    """One attempt failed; another one may not. ``retry_after`` is what the server asks to wait,
    in seconds."""

    def __init__(self, kind: Passing, detail: str, retry_after: float | None = None) -> None:
        super().__init__(f"{kind.value}: {detail}")
        self.kind = kind
        self.retry_after = retry_after


class RequestRefusedError(TeacherError):
    """The provider turned one request down for what it holds; others may pass."""

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(
            ErrorCode.TEACHER_REQUEST,
            what,
            where=where,
            remedy="Look at the request that is kept beside the replies.",
        )
