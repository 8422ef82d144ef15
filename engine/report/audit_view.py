"""The audit: code, narration and verdicts side by side, wrong words marked, the truth beside them.

With colours a wrong word is red and struck through and what is so stands after it in green;
without them the marks of a word diff say the same: ``[-3-]{+1+}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from engine.claims.judgement import ClaimReport, NarrationReport
from engine.claims.model import NOWHERE, Surface
from engine.claims.verdicts import ClaimVerdict
from engine.report.answer import answer_text
from engine.report.terminal import (
    SIDE_BY_SIDE,
    Mark,
    coloured,
    shortened,
    visible,
)
from engine.report.verdict_view import heading, in_order, mark_of, reasons, undetermined_note
from engine.trace.trace import Trace

_WIDEST: Final = 120
"""Columns of what stands in place of wrong words; all of it is in the JSON."""

_STRONGEST: Final = (Mark.WRONG, Mark.OPEN, Mark.GOOD, Mark.NONE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of one line that is to be marked: characters ``start`` to ``end`` from 0."""

    start: int
    end: int
    mark: Mark
    instead: str = ""


def show(trace: Trace, report: NarrationReport, target: Console, name: str) -> None:
    """Print the audit of one narration of one recording."""
    call = f"{visible(trace.data.entry_name)}({visible(trace.data.call)})"
    answer = shortened(answer_text(trace), 4 * target.width)
    target.print(Text.assemble((visible(name), "bold"), f": {call} {answer}"))
    code = _code(trace, report, target)
    narration = _narration(report, target)
    if target.width >= SIDE_BY_SIDE:
        table = Table(box=box.SQUARE, show_edge=False, expand=True, header_style="bold")
        longest = max(map(len, trace.data.source.split("\n")))
        table.add_column("code", width=min(longest + 9, target.width * 2 // 5))
        table.add_column("narration", ratio=1)
        table.add_row(code, narration)
        target.print(table)
    else:
        target.print(Text("code", "bold"), code, Text("\nnarration", "bold"), narration, sep="\n")
    target.print()
    target.print(heading(report))
    note = undetermined_note(report)
    if note is not None:
        target.print(note)
    failures = list(reasons(report, target))
    if failures:
        target.print(Group(*failures))
    _legend(report, target)


def _legend(report: NarrationReport, target: Console) -> None:
    if report.reasons and not coloured(target):
        target.print(Text("[-wrong-] {+what is so+} [?not proved?]", "dim"))


def _code(trace: Trace, report: NarrationReport, target: Console) -> RenderableType:
    """The source with line numbers; lines that a failing claim is about have an arrow, lines with
    something that was skipped a dash."""
    skipped = {gap.line for gap in report.gaps}
    arrows = {
        span.line
        for claim in report.claims
        if not in_order(claim)
        for each in claim.evidence
        if 0 <= each.first < len(trace.data.steps)
        and (span := trace.step(each.first).span) is not None
    }
    source = visible(trace.data.source.rstrip("\n"))
    if coloured(target):
        syntax = Syntax("", "python", theme="ansi_dark", background_color="default")
        text = syntax.highlight(source)
        text.rstrip()
    else:
        text = Text(source)
    table = _numbered()
    for number, line in enumerate(text.split("\n", allow_blank=True), start=1):
        sign = ">" if number in arrows else "-" if number in skipped else " "
        table.add_row(Text(sign, "bold red"), str(number), line)
    return table


def _narration(report: NarrationReport, target: Console) -> RenderableType:
    """The narration with line numbers, a mark for each line, and its wrong words marked."""
    lines = report.text.replace("\r\n", "\n").split("\n")
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    spots = spots_of(report, lines)
    marks: dict[int, Mark] = {}
    for claim in report.claims:
        at = claim.surface.line
        marks[at] = _stronger(marks.get(at, Mark.NONE), mark_of(claim))
    for problem in report.problems:
        marks[problem.surface.line] = Mark.WRONG
    table = _numbered()
    for number, line in enumerate(lines, start=1):
        table.add_row(
            marks.get(number, Mark.NONE).text(target),
            str(number),
            marked(line, spots.get(number, []), target),
        )
    return table


def _numbered() -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _stronger(one: Mark, other: Mark) -> Mark:
    return min(one, other, key=_STRONGEST.index)


def spots_of(report: NarrationReport, lines: list[str]) -> dict[int, list[Spot]]:
    """Line number → the parts of that line that are wrong, in order, none over another.

    Where two claims blame the same words the first one's `Spot` is kept: the list of reasons
    names both."""
    found: dict[int, list[Spot]] = {}
    for problem in report.problems:
        _add(found, lines, problem.surface, Mark.WRONG, "")
    for claim in report.claims:
        if not in_order(claim) and claim.wrong is not NOWHERE:
            _add(found, lines, claim.wrong, mark_of(claim), _correction(claim))
    for spots in found.values():
        spots.sort(key=lambda spot: spot.start)
    return found


def _correction(claim: ClaimReport) -> str:
    return shortened(claim.instead, _WIDEST) if claim.verdict is ClaimVerdict.REFUTED else ""


def _add(
    found: dict[int, list[Spot]], lines: list[str], surface: Surface, mark: Mark, instead: str
) -> None:
    for number in range(surface.line, surface.end_line + 1):
        if not 1 <= number <= len(lines):
            continue
        length = len(lines[number - 1])
        start = surface.column - 1 if number == surface.line else 0
        end = surface.end_column - 1 if number == surface.end_line else length
        last = number == surface.end_line
        spot = Spot(start, min(end, length), mark, instead if last else "")
        others = found.setdefault(number, [])
        if 0 <= spot.start < spot.end and not any(
            spot.start < other.end and other.start < spot.end for other in others
        ):
            others.append(spot)


def marked(line: str, spots: list[Spot], target: Console) -> Text:
    """One line of the narration with its spots marked, in colour or in signs."""
    colours = coloured(target)
    text = Text()
    at = 0
    for spot in spots:
        text.append(visible(line[at : spot.start]))
        words, instead = visible(line[spot.start : spot.end]), visible(spot.instead)
        at = spot.end
        if colours:
            text.append(words, "red strike" if spot.mark is Mark.WRONG else "yellow underline")
            if instead:
                text.append(" ")
                text.append(instead, "bold green")
            continue
        text.append(f"[-{words}-]" if spot.mark is Mark.WRONG else f"[?{words}?]")
        if instead:
            text.append(f"{{+{instead}+}}")
    text.append(visible(line[at:]))
    return text
