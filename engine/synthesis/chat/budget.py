"""What was spent, and what may be: tokens and dollars, over all models and threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Final

from engine.errors import ErrorCode, TeacherError
from engine.synthesis.chat.abilities import Abilities, AbilityTable
from engine.synthesis.chat.exchange import Reply, Request, Usage

BYTES_PER_TOKEN: Final = 3
"""For estimates before a request is sent: English text and code have about four."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds of a whole run, what was kept from earlier runs not counted; None: none."""

    tokens: int | None = None
    dollars: float | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What was paid for so far, and what was saved by what was kept."""

    usage: Usage = field(default_factory=Usage)
    dollars: float = 0.0
    requests: int = 0
    kept: int = 0  #: replies that were there already
    unpriced: int = 0  #: of the requests, those to models without a price: in no dollars

    def to_json(self) -> dict[str, object]:
        return {
            "tokens": self.usage.total,
            "input_tokens": self.usage.input,
            "output_tokens": self.usage.output,
            "cache_read_tokens": self.usage.cache_read,
            "cache_write_tokens": self.usage.cache_write,
            "dollars": round(self.dollars, 6),
            "requests": self.requests,
            "kept": self.kept,
            "unpriced": self.unpriced,
        }


class Ledger:
    """Keeps what is spent within a budget.

    Invariant: a request is let through only while what was spent, what requests under way are
    estimated to cost and its own estimate fit into the budget. Estimates take a reply for as long
    as it may be, so that a budget is overrun by the error of the estimate of input at most."""

    def __init__(self, budget: Budget, table: AbilityTable) -> None:
        self._budget = budget
        self._table = table
        self._lock = Lock()
        self._spent = Spent()
        self._tokens_under_way = 0
        self._dollars_under_way = 0.0

    @property
    def budget(self) -> Budget:
        """The bounds."""
        return self._budget

    @property
    def spent(self) -> Spent:
        with self._lock:
            return self._spent

    @contextmanager
    def reserved(self, request: Request, *, batched: bool = False) -> Iterator[None]:
        """While the request is under way. Raises `TeacherError` where it does not fit any more,
        or where a budget in dollars cannot be kept because the model's price is not known."""
        abilities = self._table.of(request.model)
        tokens, dollars = self._estimate(request, abilities, batched=batched)
        with self._lock:
            self._refuse(request.model, abilities, tokens, dollars)
            self._tokens_under_way += tokens
            self._dollars_under_way += dollars
        try:
            yield
        finally:
            with self._lock:
                self._tokens_under_way -= tokens
                self._dollars_under_way -= dollars

    def enter(self, request: Request, reply: Reply, *, kept: bool) -> None:
        """A reply is there. One that was kept costs nothing again."""
        with self._lock:
            now = self._spent
            if kept:
                self._spent = replace(now, kept=now.kept + 1)
                return
            abilities = self._table.of(request.model)
            self._spent = Spent(
                now.usage + reply.usage,
                now.dollars + abilities.cost_of(reply),
                now.requests + 1,
                now.kept,
                now.unpriced + (not abilities.priced),
            )

    def _estimate(
        self, request: Request, abilities: Abilities, *, batched: bool
    ) -> tuple[int, float]:
        asked = Usage(request.size // BYTES_PER_TOKEN + 1, request.max_tokens)
        return asked.total, abilities.cost(asked, batched=batched)

    def _refuse(self, model: str, abilities: Abilities, tokens: int, dollars: float) -> None:
        budget, spent = self._budget, self._spent
        if budget.tokens is not None:
            would = spent.usage.total + self._tokens_under_way + tokens
            if would > budget.tokens:
                raise _spent(f"{budget.tokens:,} tokens", f"{spent.usage.total:,} are used")
        if budget.dollars is not None:
            if not abilities.priced:
                raise TeacherError(
                    ErrorCode.TEACHER_BUDGET,
                    f"The price of {model} is not known: a budget in dollars cannot be kept",
                    remedy="Give its price in a table of your own, or a budget in tokens.",
                )
            if spent.dollars + self._dollars_under_way + dollars > budget.dollars:
                raise _spent(f"${budget.dollars:,.2f}", f"${spent.dollars:,.2f} are spent")


def _spent(bound: str, used: str) -> TeacherError:
    return TeacherError(
        ErrorCode.TEACHER_BUDGET,
        f"The budget of {bound} has no room for another request ({used})",
        remedy="What was written is kept; run the same command with a larger budget to go on.",
    )
