"""Asking for many replies together: handed over as a batch, waited for, found again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_random_exponential

from engine.errors import ErrorCode, TeacherError, UsageError
from engine.synthesis.chat.asking import Manners, Unanswered
from engine.synthesis.chat.budget import Ledger
from engine.synthesis.chat.exchange import Reply, Request, canonical, request_from_json
from engine.synthesis.chat.failures import PassingFailure, RequestRefusedError
from engine.synthesis.chat.kept import Exchanges, write_whole
from engine.synthesis.chat.model import BatchModel, BatchState

_FORM: Final = "stepwitness-batch/1"
_ROUNDS: Final = 3
"""So often what expired or failed on the server's side is handed over again."""


@dataclass(frozen=True, slots=True)
class _Handed:
    """A batch that was, or was about to be, handed over at a moment (seconds since 1970). ``name``
    is None until the provider said it: whether it was is not known then."""

    requests: tuple[Request, ...]
    since: float
    name: str | None = None

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(request.key for request in self.requests)


T = TypeVar("T")


class Bulk:
    """Asks one model for many replies at the price of bulk work.

    Invariant: what is handed over is written down before (`batches/` in the folder of the
    exchanges) and struck out when all its results are kept. So a process that died at any moment
    finds its batch again, and pays for nothing twice."""

    def __init__(
        self,
        model: BatchModel,
        exchanges: Exchanges,
        ledger: Ledger,
        manners: Manners,
        *,
        poll: float = 30.0,
        largest: int = 10_000,
    ) -> None:
        self.model = model
        self.exchanges = exchanges
        self.ledger = ledger
        self._manners = manners
        self._poll = poll
        self._largest = largest
        self._folder = exchanges.folder / "batches"
        self._folder.mkdir(parents=True, exist_ok=True)

    def ask_all(
        self, requests: Sequence[Request], waiting: Callable[[BatchState], None] | None = None
    ) -> Iterator[tuple[Request, Reply | Unanswered]]:
        """The replies in the order of the requests, when all of them are there; ``waiting`` is
        told how far a batch is. Raises `TeacherError` as `Asker.ask` does."""
        by_key = {request.key: request for request in requests}
        before = {key for key in by_key if self.exchanges.has(key)}
        turned_down: dict[str, str] = {}
        for path in sorted(self._folder.glob("*.json")):
            turned_down |= self._finish(self._read(path), path, waiting)
        for _ in range(_ROUNDS):
            missing = [
                request
                for key, request in by_key.items()
                if key not in turned_down and not self.exchanges.has(key)
            ]
            for begin in range(0, len(missing), self._largest):
                part = tuple(missing[begin : begin + self._largest])
                turned_down |= self._hand_over(part, waiting)
        for request in requests:
            reply = self.exchanges.get(request)
            if reply is None:
                why = turned_down.get(request.key, "the batches gave no reply, however often")
                yield request, Unanswered(why)
                continue
            if request.key in before:
                self.ledger.enter(request, reply, kept=True)
            yield request, reply

    def _hand_over(
        self, requests: tuple[Request, ...], waiting: Callable[[BatchState], None] | None
    ) -> dict[str, str]:
        """Hand a batch over and finish it; gives the keys that were turned down, and why."""
        handed = _Handed(requests, time.time())
        path = self._folder / f"{min(handed.keys)}.json"
        with ExitStack() as stack:
            for request in requests:
                stack.enter_context(self.ledger.reserved(request, batched=True))
            self._write(path, handed)
            try:
                name = self.model.submit(requests)
            except PassingFailure:
                # Only the answer may be lost: to hand it over again at once could pay twice.
                name = self._patiently(lambda: self._found_or_submitted(handed))
            except TeacherError:
                path.unlink()  # it was turned down, so that there is none
                raise
            handed = replace(handed, name=name)
            self._write(path, handed)
            return self._finish(handed, path, waiting)

    def _found_or_submitted(self, handed: _Handed) -> str:
        found = self.model.submitted(handed.keys, handed.since)
        return self.model.submit(handed.requests) if found is None else found

    def _finish(
        self, handed: _Handed, path: Path, waiting: Callable[[BatchState], None] | None
    ) -> dict[str, str]:
        """Wait for a batch, keep its results, strike it out; gives what was turned down."""
        name = handed.name
        if name is None:
            name = self._patiently(lambda: self.model.submitted(handed.keys, handed.since))
            if name is None:  # it never came to be
                path.unlink()
                return {}
            self._write(path, replace(handed, name=name))
        self._wait_for(name, waiting)
        turned_down: dict[str, str] = {}
        by_key = {request.key: request for request in handed.requests}
        found = name
        for key, result in self._patiently(lambda: list(self.model.results(found))):
            request = by_key.get(key)
            if request is None:
                continue
            if isinstance(result, Reply):
                if not self.exchanges.has(key):
                    self.exchanges.put(request, result)
                    self.ledger.enter(request, result, kept=False)
            elif isinstance(result, RequestRefusedError):
                turned_down[key] = result.message
        path.unlink()
        return turned_down

    def _wait_for(self, name: str, waiting: Callable[[BatchState], None] | None) -> None:
        while True:
            state = self._patiently(lambda: self.model.state(name))
            if waiting is not None:
                waiting(state)
            if state.ended:
                return
            time.sleep(self._poll)

    def _patiently(self, work: Callable[[], T]) -> T:
        asking = Retrying(
            stop=stop_after_attempt(self._manners.attempts),
            wait=wait_random_exponential(self._manners.first_wait, 300),
            retry=retry_if_exception_type(PassingFailure),
            reraise=True,
        )
        try:
            return asking(work)
        except PassingFailure as failure:
            raise TeacherError(
                ErrorCode.TEACHER_UNREACHABLE,
                f"The provider's batches could not be reached ({failure})",
                remedy="The batch goes on there; run the same command again to fetch it.",
            ) from failure

    def _write(self, path: Path, handed: _Handed) -> None:
        form = {
            "form": _FORM,
            "since": handed.since,
            "name": handed.name,
            "requests": [request.to_json() for request in handed.requests],
        }
        write_whole(path, canonical(form) + "\n")

    def _read(self, path: Path) -> _Handed:
        try:
            form = json.loads(path.read_text(encoding="utf-8"))
            if form["form"] != _FORM or not isinstance(form["name"], str | None):
                raise ValueError("it is no batch")
            requests = tuple(map(request_from_json, form["requests"]))
            return _Handed(requests, float(form["since"]), form["name"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(
                ErrorCode.BAD_EXCHANGE,
                f"The record of a batch cannot be used ({error})",
                where=str(path),
                remedy="Remove the file; what that batch gave is lost, unless fetched by hand.",
            ) from error
