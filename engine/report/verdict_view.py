"""A verdict for a reader: the summary, every claim with its mark, and why any of them fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engine.claims.explain.explanation import Explanation
from engine.claims.judgement import ClaimReport, NarrationReport
from engine.claims.syntax_errors import Problem
from engine.claims.verdicts import ClaimVerdict, NarrationVerdict, Reason
from engine.report.terminal import Mark, visible, width_of

_MOST_EVIDENCE: Final = 4
"""Points of evidence shown for one claim; the JSON has more."""

_MOST_GAPS: Final = 12
"""Gaps shown; the JSON has all."""

_TRUTH: Final = {True: "true", False: "false", None: "undecided"}


def in_order(claim: ClaimReport) -> bool:
    """Whether nothing at all is the matter with a claim."""
    return claim.verdict is ClaimVerdict.VERIFIED and not claim.out_of_order


def mark_of(claim: ClaimReport) -> Mark:
    match claim.verdict:
        case ClaimVerdict.VERIFIED:
            return Mark.OPEN if claim.out_of_order else Mark.GOOD
        case ClaimVerdict.REFUTED:
            return Mark.WRONG
        case ClaimVerdict.AMBIGUOUS | ClaimVerdict.UNSUPPORTED:
            return Mark.OPEN


def show(report: NarrationReport, target: Console) -> None:
    """Print the whole verdict of one narration."""
    target.print(heading(report))
    note = undetermined_note(report)
    if note is not None:
        target.print(note)
    if report.claims:
        target.print(_claims(report, target))
    failures = list(reasons(report, target))
    if failures:
        target.print(Group(*failures))


def heading(report: NarrationReport) -> Text:
    """The verdict in one line: what it is, why, and how many claims there are."""
    good = sum(map(in_order, report.claims))
    if report.verdict is NarrationVerdict.ACCEPTED:
        text = Text("ACCEPTED", "bold green")
        text.append(
            f": all {_claim_count(good)} verified (level: {report.level.value}).", "not bold"
        )
        return text
    text = Text("REJECTED", "bold red")
    reason = ", ".join(each.value for each in report.reasons)
    text.append(
        f": {reason}; {good} of {_claim_count(len(report.claims))} verified "
        f"(level: {report.level.value}).",
        "not bold",
    )
    return text


def undetermined_note(report: NarrationReport) -> Text | None:
    """That the recording holds what other runs do not; None if it does not."""
    return None if report.undetermined is None else Text(report.undetermined.sentence(), "yellow")


def _claim_count(number: int) -> str:
    return f"{number:,} claim" if number == 1 else f"{number:,} claims"


def _claims(report: NarrationReport, target: Console) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", width=1)
    table.add_column("line", justify="right", min_width=4)
    table.add_column("verdict", no_wrap=True)
    table.add_column("claim", overflow="fold")
    for claim in report.claims:
        mark = mark_of(claim)
        verdict = claim.verdict.value
        if claim.verdict is ClaimVerdict.VERIFIED and claim.out_of_order:
            verdict = "OUT OF ORDER"
        table.add_row(
            mark.text(target),
            str(claim.surface.line),
            Text(verdict, mark.value[2]),
            Text(visible(claim.surface.text)),
        )
    return table


def reasons(report: NarrationReport, target: Console) -> Iterator[RenderableType]:
    """Why the narration is rejected: problems of its text, then each claim that fails."""
    lines = report.text.replace("\r\n", "\n").split("\n")
    for problem in report.problems:
        yield _problem(problem, lines, target)
    for claim in report.claims:
        if not in_order(claim):
            yield _failure(claim, target)
    if report.gaps:
        yield _gaps(report, target)
    missing = report.reasons and report.reasons != (Reason.GAPS,)
    if missing and not report.problems and all(map(in_order, report.claims)):
        # Nothing that stands there is wrong: something is missing.
        yield Text.assemble(Mark.WRONG.text(target), " ", visible(report.summary()))


def _gaps(report: NarrationReport, target: Console) -> RenderableType:
    """What the answer depends on, and nothing tells."""
    body = Text()
    for gap in report.gaps[:_MOST_GAPS]:
        body.append("\n" if body else "")
        body.append(visible(gap.text))
    if len(report.gaps) > _MOST_GAPS:
        body.append(f"\n… and {len(report.gaps) - _MOST_GAPS:,} more (see --json)", "dim")
    head = Text.assemble(
        Mark.WRONG.text(target), " the answer depends on this, and nothing tells it:"
    )
    return Group(head, Padding(body, (0, 0, 0, 4)))


def _problem(problem: Problem, lines: list[str], target: Console) -> RenderableType:
    """The message, and below it the line with carets under what could not be read."""
    surface = problem.surface
    parts: list[RenderableType] = [
        Text.assemble(Mark.WRONG.text(target), " ", visible(problem.message))
    ]
    if 1 <= surface.line <= len(lines) and surface.column >= 1:
        line = lines[surface.line - 1]
        start = surface.column - 1
        end = surface.end_column - 1 if surface.end_line == surface.line else len(line)
        parts.append(Padding(_caret(line, start, end, target.width - 6), (0, 0, 0, 4)))
    return Group(*parts)


def _caret(line: str, start: int, end: int, room: int) -> Text:
    """The line and its carets, moved so that the first caret is on the terminal."""
    before, inside, after = line[:start], line[start:end], line[end:]
    cut = "" if width_of(before) <= room // 2 else "…"
    while width_of(before) > room // 2:
        before = before[max(1, len(before) // 8) :]
    prefix = cut + visible(before)
    carets = min(max(1, width_of(inside)), max(1, room - width_of(prefix)))
    shown = Text(prefix + visible(inside) + visible(after), no_wrap=True)
    shown.truncate(room, overflow="ellipsis")
    return Text.assemble(
        shown, "\n", " " * width_of(prefix), ("^" * carets, "bold red"), no_wrap=True
    )


def _explain(explanation: Explanation, body: Text) -> None:
    """What would have been true: the nearest true sentence, and when or of what this one is."""
    if explanation.repair:
        body.append("\nnearest true sentence: ")
        body.append(visible(explanation.repair), "green")
    for variant in explanation.variants:
        if variant.sentence != explanation.repair or not variant.sentence:
            body.append(f"\n{visible(variant.note)}")


def _failure(claim: ClaimReport, target: Console) -> RenderableType:
    """One claim that fails: its line, the claim, why, and the steps that show it."""
    mark = mark_of(claim)
    head = Text.assemble(
        mark.text(target), f" line {claim.surface.line}: ", (visible(claim.surface.text), "bold")
    )
    body = Text()
    if claim.verdict is not ClaimVerdict.VERIFIED:
        body.append(claim.verdict.value, mark.value[2])
        body.append(f": {visible(claim.why or 'it is not so')}")
    if claim.out_of_order:
        body.append("\n" if body else "")
        body.append("OUT OF ORDER", Mark.OPEN.value[2])
        body.append(f": {visible(claim.out_of_order)}")
    if claim.instead and claim.instead not in claim.why:
        body.append("\nwhat is so: ")
        body.append(visible(claim.instead), "green")
    if claim.explanation is not None:
        _explain(claim.explanation, body)
    for each in claim.evidence[:_MOST_EVIDENCE]:
        steps = (
            f"step {each.first}" if each.first == each.last else f"steps {each.first}–{each.last}"
        )
        told = "" if not each.told or each.told in claim.why else f": {visible(each.told)}"
        body.append(f"\n{_TRUTH[each.truth]} at {steps}{told}", "dim")
    if len(claim.evidence) > _MOST_EVIDENCE:
        body.append(f"\n… and {len(claim.evidence) - _MOST_EVIDENCE} more (see --json)", "dim")
    return Group(head, Padding(body, (0, 0, 0, 4)))
