"""A batch for a reader and as JSON: counts, the first rows that were not accepted, and why."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from engine.dataset.batch import RowOutcome, RowResult
from engine.report.terminal import visible

R = TypeVar("R")

SCHEMA: Final = "stepwitness.batch/1"

SHOWN: Final = 10
"""Rows that were not accepted that are shown, and kept in the JSON object."""


@dataclass(slots=True)
class Tally:
    """The counts of a batch, and its first failures."""

    total: int  #: rows of the file
    counts: dict[RowOutcome, int] = field(default_factory=lambda: dict.fromkeys(RowOutcome, 0))
    claims: int = 0
    steps: int = 0
    resumed: int = 0  #: rows whose result was there before
    failures: list[RowResult] = field(default_factory=list)

    def add(self, result: RowResult) -> None:
        self.counts[result.outcome] += 1
        self.claims += result.claims
        self.steps += result.steps
        if result.outcome is not RowOutcome.ACCEPTED and len(self.failures) < SHOWN:
            self.failures.append(result)

    @property
    def done(self) -> int:
        return sum(self.counts.values())

    @property
    def accepted(self) -> bool:
        """Whether every row of the file is accepted."""
        return self.counts[RowOutcome.ACCEPTED] == self.total

    def to_json(self, seconds: float, *, interrupted: bool) -> dict[str, object]:
        """The schema ``stepwitness.batch/1`` of docs/cli.md."""
        return {
            "schema": SCHEMA,
            "rows": self.total,
            "done": self.done,
            "accepted": self.counts[RowOutcome.ACCEPTED],
            "rejected": self.counts[RowOutcome.REJECTED],
            "errors": self.counts[RowOutcome.ERROR],
            "resumed": self.resumed,
            "claims": self.claims,
            "steps": self.steps,
            "seconds": round(seconds, 3),
            "interrupted": interrupted,
            "failures": [
                {
                    "line": failure.line,
                    "name": failure.name,
                    "outcome": failure.outcome.value,
                    "code": failure.code,
                    "detail": failure.detail,
                }
                for failure in self.failures
            ],
        }


def show(tally: Tally, seconds: float, target: Console, *, interrupted: bool) -> None:
    """Print the counts and the first rows that were not accepted."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column()
    table.add_column(justify="right")
    styles = {
        RowOutcome.ACCEPTED: ("accepted", "green"),
        RowOutcome.REJECTED: ("rejected", "bold red"),
        RowOutcome.ERROR: ("errors", "bold yellow"),
    }
    for outcome, (label, style) in styles.items():
        count = tally.counts[outcome]
        table.add_row(label, Text(f"{count:,}", style if count else "dim"))
    if tally.done < tally.total:
        table.add_row("not done", f"{tally.total - tally.done:,}")
    if tally.resumed:
        table.add_row("done before", f"{tally.resumed:,}")
    table.add_row("rows", f"{tally.total:,}")
    table.add_row("claims", f"{tally.claims:,}")
    table.add_row("seconds", f"{seconds:,.1f}")
    target.print(table)
    if tally.failures:
        target.print()
        for failure in tally.failures:
            target.print(_failure(failure))
        hidden = tally.done - tally.counts[RowOutcome.ACCEPTED] - len(tally.failures)
        if hidden:
            target.print(f"… and {hidden:,} more", style="dim")
    if interrupted:
        target.print("Interrupted: the counts are of what was done until then.", style="bold")


def _failure(failure: RowResult) -> Text:
    style = "bold red" if failure.outcome is RowOutcome.REJECTED else "bold yellow"
    place = f"line {failure.line}"
    name = "" if failure.name == place else f" ({visible(failure.name)})"
    detail = visible(failure.detail)
    return Text.assemble(f"{place}{name}: ", (failure.code, style), f": {detail}")


class _Rate(ProgressColumn):
    """Items a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.1f} a second")


def with_progress(
    results: Iterable[R],
    total: int,
    word: str,
    target: Console,
    more: Sequence[ProgressColumn] = (),
) -> Generator[R, None, None]:
    """The results as they come, with a bar on a terminal: rate, time left, and ``more``."""
    columns: tuple[ProgressColumn, ...] = (
        TextColumn(word),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        *more,
    )
    progress = Progress(
        *columns,
        console=target,
        transient=True,
        disable=not target.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with progress:
        task = progress.add_task(word, total=total)
        for result in results:
            yield result
            progress.advance(task)
