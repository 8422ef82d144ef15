"""What models cost, on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from engine.report.batch_view import with_progress
from engine.report.cost_view import cost_column, told
from engine.synthesis.chat.abilities import Abilities, AbilityTable
from engine.synthesis.chat.budget import Budget, Ledger, Spent
from engine.synthesis.chat.exchange import Message, Reply, Request, Role, Stop, Usage

TABLE = AbilityTable([Abilities("able", 3.0, 15.0)])


@pytest.mark.parametrize(
    ("spent", "budget", "line"),
    [
        (Spent(), Budget(), "0 tokens · 0 requests"),
        (Spent(), Budget(dollars=5), "$0.00 of $5.00 · 0 tokens · 0 requests"),
        (Spent(Usage(1000, 200), 1.204, 1), Budget(), "$1.20 · 1,200 tokens · 1 request"),
        (
            Spent(Usage(1000, 200, 40_000), 1.2, 17, 3), Budget(50_000, 1_000.5),
            "$1.20 of $1,000.50 · 41,200 of 50,000 tokens · 17 requests, 3 kept",
        ),
        (Spent(Usage(5), 0, 2, 0, 2), Budget(), "price not known · 5 tokens · 2 requests"),
        (Spent(Usage(5), 0.5, 2, 0, 1), Budget(), "at least $0.50 · 5 tokens · 2 requests"),
    ],
)  # fmt: skip
def test_a_line(spent: Spent, budget: Budget, line: str) -> None:
    assert told(spent, budget).plain == line


def test_a_budget_that_is_nearly_spent_is_marked() -> None:
    assert not told(Spent(Usage(80)), Budget(tokens=100)).spans
    assert told(Spent(Usage(90)), Budget(tokens=100)).spans


def test_a_running_bar_shows_what_is_spent_now() -> None:
    ledger = Ledger(Budget(dollars=100), TABLE)
    request = Request("able-1", (Message(Role.USER, "x"),))
    target = Console(file=io.StringIO(), force_terminal=True, width=160)

    def results() -> list[int]:
        for _ in range(2):
            ledger.enter(request, Reply("y", Stop.END, Usage(1_000_000, 1_000_000)), kept=False)
        ledger.enter(request, Reply("y", Stop.END), kept=True)
        return [1, 2]

    assert list(with_progress(iter(results()), 2, "asking", target, (cost_column(ledger),))) == [
        1,
        2,
    ]
    shown = target.file.getvalue()  # type: ignore[attr-defined]
    assert "$36.00 of $100.00" in shown
    assert "2 requests, 1 kept" in shown


def test_models_without_a_price_are_counted() -> None:
    ledger = Ledger(Budget(), TABLE)
    for model in ("able-1", "other"):
        request = Request(model, (Message(Role.USER, "x"),))
        ledger.enter(request, Reply("y", Stop.END, Usage(1_000_000)), kept=False)
    assert (ledger.spent.unpriced, ledger.spent.dollars) == (1, 3.0)
    assert ledger.spent.to_json()["unpriced"] == 1
