"""Asking a model: what is kept first, then within rate and budget, again where that may help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

from pyrate_limiter import Duration, Limiter, Rate
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_random_exponential

from engine.errors import ErrorCode, TeacherError
from engine.synthesis.chat.budget import BYTES_PER_TOKEN, Ledger
from engine.synthesis.chat.exchange import Reply, Request
from engine.synthesis.chat.failures import PassingFailure, RequestRefusedError
from engine.synthesis.chat.kept import Exchanges
from engine.synthesis.chat.model import ChatModel

_LONGEST_WAIT: Final = 300.0
"""Seconds; a server that asks for more is asked again nevertheless."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How often a model is asked. ``first_wait`` is the mean wait before the second attempt, in
    seconds; it doubles with each, with chance in it. Rates are for a ``period`` (a minute, in
    seconds); tokens are those that are sent. None: unbounded."""

    attempts: int = 6
    first_wait: float = 2.0
    requests: int | None = None
    tokens: int | None = None
    period: float = 60.0
    parallel: int = 8

    def __post_init__(self) -> None:
        if self.attempts < 1 or self.parallel < 1:
            raise ValueError("a model is asked at least once, by at least one thread")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A request that has no reply, and never will have this one: the others go on."""

    why: str


class Asker:
    """Asks one model for many. Safe to be used by several threads at once.

    Invariant: a request that has a kept reply is not sent; a reply is kept before it is given."""

    def __init__(
        self, model: ChatModel, exchanges: Exchanges, ledger: Ledger, manners: Manners
    ) -> None:
        self.model = model
        self.exchanges = exchanges
        self.ledger = ledger
        self.manners = manners
        self._rates = [
            Limiter(Rate(count, round(manners.period * Duration.SECOND)))
            for count in (manners.requests, manners.tokens)
            if count is not None
        ]
        self._weighs = [False] * (manners.requests is not None) + [True] * (
            manners.tokens is not None
        )

    def ask(self, request: Request) -> Reply | Unanswered:
        """The reply. Raises `TeacherError` where nothing more can be asked at all."""
        known = self.exchanges.get(request)
        if known is not None:
            self.ledger.enter(request, known, kept=True)
            return known
        try:
            with self.ledger.reserved(request):
                reply = self._attempts(request)
                self.exchanges.put(request, reply)
                self.ledger.enter(request, reply, kept=False)
        except RequestRefusedError as error:
            return Unanswered(error.message)
        return reply

    def ask_all(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Reply | Unanswered]]:
        """The replies in the order of the requests, several being asked at a time. A bounded
        number is under way, so that any number can be fed. Where one fails for all, those under
        way are waited for, and kept, before its error is raised."""
        with ThreadPoolExecutor(self.manners.parallel, "asking") as pool:
            waiting: list[tuple[Request, Future[Reply | Unanswered]]] = []
            try:
                for request in requests:
                    waiting.append((request, pool.submit(self.ask, request)))
                    while waiting and waiting[0][1].done():
                        first, future = waiting.pop(0)
                        yield first, future.result()
                    if len(waiting) >= 4 * self.manners.parallel:
                        first, future = waiting.pop(0)
                        yield first, future.result()
                for first, future in waiting:
                    yield first, future.result()
            finally:
                for _, future in waiting:
                    future.cancel()
                running = [future for _, future in waiting if not future.cancelled()]
                while running:
                    running = list(wait(running, return_when=FIRST_COMPLETED).not_done)

    def _attempts(self, request: Request) -> Reply:
        asking = Retrying(
            stop=stop_after_attempt(self.manners.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(PassingFailure),
            reraise=True,
        )
        try:
            return asking(self._once, request)
        except PassingFailure as failure:
            times = f"{self.manners.attempts} attempts" if self.manners.attempts > 1 else "one"
            raise TeacherError(
                ErrorCode.TEACHER_UNREACHABLE,
                f"{request.model} gave no reply after {times} ({failure})",
                remedy="What was written is kept; run the same command again to go on.",
            ) from failure

    def _once(self, request: Request) -> Reply:
        for limiter, weighs in zip(self._rates, self._weighs, strict=True):
            limiter.try_acquire("requests", request.size // BYTES_PER_TOKEN + 1 if weighs else 1)
        return self.model.complete(request)

    def _wait(self, state: RetryCallState) -> float:
        failure = None if state.outcome is None else state.outcome.exception()
        chance = wait_random_exponential(self.manners.first_wait, _LONGEST_WAIT)(state)
        asked = failure.retry_after if isinstance(failure, PassingFailure) else None
        return chance if asked is None else min(max(asked, 0.0), _LONGEST_WAIT)
