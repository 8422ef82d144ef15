"""A build and verified records for a reader, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.dataset.building import RECORDS
from engine.dataset.rechecking import Rechecked
from engine.report.terminal import Mark, visible

SCHEMA: Final = "stepwitness.build/1"
RECORDS_SCHEMA: Final = "stepwitness.records/1"

SHOWN: Final = 10
"""Records with faults that are shown, and kept in the JSON object."""

_REASONS: Final = 6
"""Reasons that are shown for each stage."""


@dataclass(frozen=True, slots=True)
class Built:
    """How a build ended. ``report`` is the content of its `report.json`."""

    out: Path
    wanted: int
    report: Mapping[str, object]
    spent: Mapping[str, object] | None
    seconds: float
    interrupted: bool = False
    damaged: int = 0  #: lines of journals that were damaged, and done again
    why: str = ""  #: why there are too few programs, as a sentence

    @property
    def complete(self) -> bool:
        """Whether there are as many programs as were wanted."""
        return self.report["programs"] == self.wanted

    def to_json(self) -> dict[str, object]:
        """The schema ``stepwitness.build/1`` of docs/cli.md."""
        return {
            "schema": SCHEMA,
            "out": str(self.out),
            "wanted": self.wanted,
            "complete": self.complete,
            "interrupted": self.interrupted,
            "why": "" if self.complete else self.why,
            "damaged": self.damaged,
            "seconds": round(self.seconds, 3),
            "spent": None if self.spent is None else dict(self.spent),
            **self.report,
        }


def show(built: Built, target: Console) -> None:
    """Print the yield of each stage, why the rest was dropped, and what it cost."""
    report = built.report
    dropped = report["dropped"]
    assert isinstance(dropped, dict)
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("stage")
    table.add_column("in", justify="right")
    table.add_column("out", justify="right")
    table.add_column("dropped, by reason", overflow="fold")
    passed = ("proposed", "admitted", "agreed", "programs")
    for number, stage in enumerate(("problems", "agreement", "rationales")):
        before, after = report[passed[number]], report[passed[number + 1]]
        table.add_row(stage, f"{before:,}", f"{after:,}", _reasons(dropped[stage]))
    target.print(table)
    target.print()
    facts = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    facts.add_column()
    facts.add_column(overflow="fold")
    good = "green" if built.complete else "bold red"
    facts.add_row("programs", Text(f"{report['programs']:,} of {built.wanted:,}", good))
    facts.add_row("rationales", f"{report['records']:,}")
    facts.add_row("assertions", _listed(report["assertions"]))
    facts.add_row("difficulties", _listed(report["difficulties"]))
    facts.add_row("concepts", f"{report['concepts']:,}")
    rounds = report["rounds"]
    if isinstance(rounds, dict) and set(rounds) - {"1"}:
        facts.add_row("replies it took", _listed(rounds))
    if built.spent is not None:
        facts.add_row("spent", _listed(built.spent))
    if built.damaged:
        facts.add_row("damaged lines", f"{built.damaged:,}, done again")
    facts.add_row("seconds", f"{built.seconds:,.1f}")
    facts.add_row("written to", visible(str(built.out / RECORDS)))
    target.print(facts)
    if built.interrupted:
        target.print("Interrupted: the same command goes on where this one ended.", style="bold")
    elif not built.complete:
        target.print(Text(visible(built.why), "bold red"))


def _reasons(counts: Mapping[str, int]) -> str:
    shown = list(counts.items())[:_REASONS]
    more = sum(counts.values()) - sum(count for _, count in shown)
    told = [f"{count:,} {reason}" for reason, count in shown]
    return ", ".join(told + ([f"{more:,} others"] if more else []))


def _listed(counts: object) -> str:
    assert isinstance(counts, Mapping)
    return ", ".join(
        f"{name} {value:,}" for name, value in counts.items()
    )  # fmt: skip


@dataclass(slots=True)
class RecordTally:
    """The counts of verified records, and the first ones with faults."""

    total: int
    verified: Counter[str] = field(default_factory=Counter)  #: by direction
    parts: Counter[str] = field(default_factory=Counter)  #: faults, by what is wrong
    failures: list[Rechecked] = field(default_factory=list)
    failed: int = 0

    def add(self, result: Rechecked) -> None:
        if not result.faults:
            self.verified[result.direction] += 1
            return
        self.failed += 1
        self.parts.update({each.part.value for each in result.faults})
        if len(self.failures) < SHOWN:
            self.failures.append(result)

    @property
    def good(self) -> bool:
        """Whether every record was verified."""
        return sum(self.verified.values()) == self.total

    def to_json(self, seconds: float, *, interrupted: bool) -> dict[str, object]:
        """The schema ``stepwitness.records/1`` of docs/cli.md."""
        return {
            "schema": RECORDS_SCHEMA,
            "records": self.total,
            "verified": sum(self.verified.values()),
            "forward": self.verified["forward"],
            "backward": self.verified["backward"],
            "failed": self.failed,
            "parts": dict(sorted(self.parts.items())),
            "seconds": round(seconds, 3),
            "interrupted": interrupted,
            "failures": [each.to_json() for each in self.failures],
        }


def show_records(tally: RecordTally, seconds: float, target: Console, *, interrupted: bool) -> None:
    """Print how many records were verified, and what is wrong with the first of the others."""
    for each in tally.failures:
        for fault in each.faults:
            mark = Mark.WRONG
            told = f" line {each.line}: {fault.part.value}: {visible(fault.why)}"
            target.print(Text.assemble(mark.text(target), told), soft_wrap=True)
    if tally.failed > len(tally.failures):
        target.print(f"… and {tally.failed - len(tally.failures):,} more", style="dim")
    verified = sum(tally.verified.values())
    told = ", ".join(f"{count:,} {name}" for name, count in sorted(tally.verified.items()))
    style = "green" if tally.good else "bold red"
    word = f"{verified:,} of {tally.total:,} records verified"
    target.print(Text(word + (f" ({told})" if told else ""), style), f"in {seconds:,.1f} s")
    if interrupted:
        target.print("Interrupted: the counts are of what was done until then.", style="bold")
