"""Verdicts on candidates for a reader, and the counts of a batch of them as JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.backward.drawn_path import draw_path
from engine.dataset.confirming import ConfirmResult
from engine.report import path_view
from engine.report.answer import answer_text
from engine.report.terminal import Mark, visible
from engine.search.confirm import CandidateVerdict, Judged
from engine.search.only import Only, OnlyVerdict
from engine.search.rationale import RationaleReport, RationaleVerdict, StepVerdict

SCHEMA: Final = "stepwitness.confirm-batch/1"

SHOWN: Final = 10
"""Rows that were not confirmed that are shown, and kept in the JSON object."""

_LINE: Final = re.compile(r"\blines? (\d{1,9})\b")

_MARKS: Final = {
    CandidateVerdict.CONFIRMED: Mark.GOOD,
    CandidateVerdict.REFUTED: Mark.WRONG,
    CandidateVerdict.ERROR: Mark.OPEN,
}


_ACCEPTED: Final = RationaleVerdict.ACCEPTED.value

_STEP_MARKS: Final = {
    StepVerdict.CONFIRMED: Mark.GOOD,
    StepVerdict.VERIFIED: Mark.GOOD,
    StepVerdict.PROVED: Mark.GOOD,
    StepVerdict.PROVED_UP_TO: Mark.GOOD,
    StepVerdict.REFUTED: Mark.WRONG,
    StepVerdict.AMBIGUOUS: Mark.OPEN,
    StepVerdict.UNDECIDED: Mark.OPEN,
    StepVerdict.UNSUPPORTED: Mark.OPEN,
    StepVerdict.ERROR: Mark.OPEN,
}

_ONLY_MARKS: Final = {
    OnlyVerdict.PROVED: Mark.GOOD,
    OnlyVerdict.PROVED_UP_TO: Mark.GOOD,
    OnlyVerdict.REFUTED: Mark.WRONG,
    OnlyVerdict.UNDECIDED: Mark.OPEN,
}


def show(judged: Sequence[tuple[Judged, Only | None]], target: Console) -> None:
    """Print each candidate with its verdict and what it gives, and whether it is the only one."""
    for each, only in judged:
        mark = _MARKS[each.verdict]
        verdict = Text(each.verdict.value, mark.value[2])
        told = visible(each.detail)
        target.print(Text.assemble(mark.text(target), " ", verdict, f": {told}"), soft_wrap=True)
        if only is None:
            continue
        mark = _ONLY_MARKS[only.verdict]
        told = f" the only input? {visible(only.told())}"
        target.print(Text.assemble(mark.text(target), told), soft_wrap=True)
        if only.domain:
            target.print(f"  domain: {visible(only.domain)}", soft_wrap=True)


def show_rationale(report: RationaleReport, target: Console) -> None:
    """Print each step with its verdict, why it fails, and the domains that are spoken of; below,
    the candidate's path from the answer back, with the steps that speak of its lines."""
    domain = ""
    for step in report.steps:
        mark = _STEP_MARKS[step.verdict]
        verdict = Text(step.verdict.value, mark.value[2])
        about = step.decided
        if about is not None and about.domain and about.domain != domain:
            domain = about.domain
            target.print(f"  of all inputs with {visible(domain)}:", soft_wrap=True, style="dim")
        bounds = f" ({about.bounds})" if about is not None and about.bounds else ""
        told = f" {visible(step.surface.text)}"
        number = f"{step.number:>2} "
        line = Text.assemble((number, "dim"), mark.text(target), " ", verdict, bounds, told)
        target.print(line, soft_wrap=True)
        if step.why:
            target.print(f"    {visible(step.why)}", soft_wrap=True)
    for problem in report.problems:
        target.print(Text.assemble(Mark.WRONG.text(target), f" {visible(problem.message)}"))
    if report.recording is not None:
        target.print()
        drawn = draw_path(report.recording)
        path_view.show(drawn, answer_text(report.recording), target, _spoken_of(report))
        target.print()
    good = report.verdict is RationaleVerdict.ACCEPTED
    mark = Mark.GOOD if good else Mark.WRONG
    target.print(Text.assemble(mark.text(target), f" {visible(report.summary())}"), soft_wrap=True)


def _spoken_of(report: RationaleReport) -> dict[int, list[int]]:
    """For each line the steps of the argument that name it."""
    found: dict[int, list[int]] = {}
    for step in report.steps:
        for line in dict.fromkeys(map(int, _LINE.findall(step.surface.text))):
            found.setdefault(line, []).append(step.number)
    return found


@dataclass(slots=True)
class ConfirmTally:
    """The counts of a batch, and its first rows that were not confirmed."""

    total: int  #: rows of the file
    counts: dict[CandidateVerdict, int] = field(
        default_factory=lambda: dict.fromkeys(CandidateVerdict, 0)
    )
    only: Counter[str] = field(default_factory=Counter)  #: verdicts on “the only input”
    rationales: Counter[str] = field(default_factory=Counter)  #: verdicts on rationales
    rejected: list[ConfirmResult] = field(default_factory=list)  #: the first rows with such a one
    resumed: int = 0  #: rows whose result was there before
    failures: list[ConfirmResult] = field(default_factory=list)

    def add(self, result: ConfirmResult) -> None:
        self.counts[result.verdict] += 1
        if result.only:
            self.only[result.only] += 1
        if result.rationale:
            self.rationales[result.rationale] += 1
            if result.rationale != _ACCEPTED and len(self.rejected) < SHOWN:
                self.rejected.append(result)
        if result.verdict is not CandidateVerdict.CONFIRMED and len(self.failures) < SHOWN:
            self.failures.append(result)

    @property
    def done(self) -> int:
        return sum(self.counts.values())

    @property
    def confirmed(self) -> bool:
        """Whether every candidate of the file is confirmed."""
        return self.counts[CandidateVerdict.CONFIRMED] == self.total

    @property
    def argued(self) -> bool:
        """Whether every rationale that was judged is accepted."""
        return self.rationales.total() == self.rationales[_ACCEPTED]

    def to_json(self, seconds: float, *, interrupted: bool) -> dict[str, object]:
        """The schema ``stepwitness.confirm-batch/1`` of docs/cli.md."""
        return {
            "schema": SCHEMA,
            "rows": self.total,
            "done": self.done,
            "confirmed": self.counts[CandidateVerdict.CONFIRMED],
            "refuted": self.counts[CandidateVerdict.REFUTED],
            "errors": self.counts[CandidateVerdict.ERROR],
            "only": {each.name.lower(): self.only[each.value] for each in OnlyVerdict}
            if self.only
            else None,
            "rationales": {
                "accepted": self.rationales[_ACCEPTED],
                "rejected": self.rationales.total() - self.rationales[_ACCEPTED],
                "first_rejected": [
                    {"line": each.line, "name": each.name, "detail": each.rationale_detail}
                    for each in self.rejected
                ],
            },
            "resumed": self.resumed,
            "seconds": round(seconds, 3),
            "interrupted": interrupted,
            "failures": [failure.to_json() for failure in self.failures],
        }


def show_tally(tally: ConfirmTally, seconds: float, target: Console, *, interrupted: bool) -> None:
    """Print the counts and the first rows that were not confirmed."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column()
    table.add_column(justify="right")
    labels = {
        CandidateVerdict.CONFIRMED: "confirmed",
        CandidateVerdict.REFUTED: "refuted",
        CandidateVerdict.ERROR: "errors",
    }
    for verdict, label in labels.items():
        count = tally.counts[verdict]
        style = _MARKS[verdict].value[2]
        table.add_row(label, Text(f"{count:,}", style if count else "dim"))
    for only in OnlyVerdict:
        if tally.only:
            table.add_row(f"only: {only.value}", f"{tally.only[only.value]:,}")
    for rationale in RationaleVerdict:
        if tally.rationales:
            table.add_row(
                f"rationales: {rationale.value}", f"{tally.rationales[rationale.value]:,}"
            )
    if tally.done < tally.total:
        table.add_row("not done", f"{tally.total - tally.done:,}")
    if tally.resumed:
        table.add_row("done before", f"{tally.resumed:,}")
    table.add_row("rows", f"{tally.total:,}")
    table.add_row("seconds", f"{seconds:,.1f}")
    target.print(table)
    if tally.failures:
        target.print()
    for failure in tally.failures:
        style = _MARKS[failure.verdict].value[2]
        place = f"line {failure.line}"
        name = "" if failure.name == place else f" ({visible(failure.name)})"
        word = failure.code or failure.verdict.value
        detail = visible(failure.detail)
        target.print(Text.assemble(f"{place}{name}: ", (word, style), f": {detail}"))
    hidden = tally.done - tally.counts[CandidateVerdict.CONFIRMED] - len(tally.failures)
    if hidden:
        target.print(f"… and {hidden:,} more", style="dim")
    for each in tally.rejected:
        target.print(f"line {each.line}: {visible(each.rationale_detail)}", soft_wrap=True)
    if interrupted:
        target.print("Interrupted: the counts are of what was done until then.", style="bold")
