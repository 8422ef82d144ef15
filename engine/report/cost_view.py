"""What models cost, while they are asked and afterwards."""

from __future__ import annotations

from collections.abc import Callable

from rich.progress import ProgressColumn, Task
from rich.text import Text

from engine.synthesis.chat.budget import Budget, Ledger, Spent

_NEARLY = 0.9
"""The part of a budget from which it is shown as nearly spent."""


def told(spent: Spent, budget: Budget) -> Text:
    """One line: ``$1.20 of $5.00 · 41,200 tokens · 17 requests, 3 kept``.

    Dollars are left out where no price is known, and marked where some are not. What was kept from
    earlier runs costs nothing."""
    parts: list[Text] = []
    if spent.unpriced < spent.requests or budget.dollars is not None:
        least = "at least " if spent.unpriced else ""
        parts.append(
            _of(f"{least}${spent.dollars:,.2f}", spent.dollars, budget.dollars, "$", ".2f")
        )
    elif spent.requests:
        parts.append(Text("price not known", "dim"))
    tokens = spent.usage.total
    parts.append(_of(f"{tokens:,}", tokens, budget.tokens, "", "") + Text(" tokens"))
    kept = f", {spent.kept:,} kept" if spent.kept else ""
    word = "request" if spent.requests == 1 else "requests"
    parts.append(Text(f"{spent.requests:,} {word}{kept}"))
    return Text(" · ").join(parts)


def _of(now: str, used: float, bound: float | None, unit: str, form: str) -> Text:
    if bound is None:
        return Text(now)
    style = "bold yellow" if used >= _NEARLY * bound else ""
    return Text(f"{now} of {unit}{format(bound, f',{form}')}", style)


class CostColumn(ProgressColumn):
    """What was spent until now, in a running bar. Read anew whenever the bar is drawn."""

    def __init__(self, spent: Callable[[], Spent], budget: Budget) -> None:
        super().__init__()
        self._spent = spent
        self._budget = budget

    def render(self, task: Task) -> Text:
        return told(self._spent(), self._budget)


def cost_column(ledger: Ledger) -> CostColumn:
    """The column of a ledger."""
    return CostColumn(lambda: ledger.spent, ledger.budget)
