"""A slice by source lines: which visits of a line it holds, and which lines they feed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from engine.trace.model import LineNo, StepNo, Time
from engine.trace.moments import Moments
from engine.trace.slices import Slice, Why
from engine.trace.texts import Texts

SLICE_SCHEMA: Final = "stepwitness.slice/1"


@dataclass(slots=True)
class SlicedLine:
    """A line with steps of a slice. Visits count from 1 over the whole recording, all
    activations together; ``feeds``: the lines that need it, and why."""

    line: LineNo
    visits: list[int] = field(default_factory=list)
    of: int = 0
    feeds: dict[LineNo, Why] = field(default_factory=dict)
    steps: int = 0


def sliced_lines(found: Slice, moments: Moments) -> list[SlicedLine]:
    """The lines of a slice, ascending."""
    trace = found.trace
    numbers: dict[tuple[int, int], int] = {}
    totals: dict[int, int] = {}
    every = [
        visit
        for activation in trace.data.activations
        if trace.owner(activation.id) == activation.id
        for visit in moments.visits(activation.id).all
    ]
    for visit in sorted(every, key=lambda each: each.first):
        totals[visit.line] = totals.get(visit.line, 0) + 1
        numbers[visit.activation, visit.first] = totals[visit.line]
    lines: dict[int, SlicedLine] = {}

    def line_of(step: StepNo) -> LineNo | None:
        """The line on which the statement of the step starts, or where it stands."""
        taken = trace.step(step)
        visit = moments.visits(trace.owner(taken.activation)).at(step)
        if visit is not None:
            return visit.line
        return None if taken.span is None else taken.span.line

    for step in found.steps:
        line = line_of(step)
        if line is None:
            continue
        entry = lines.setdefault(line, SlicedLine(line, of=totals.get(line, 0)))
        entry.steps += 1
        around = moments.visits(trace.owner(trace.step(step).activation)).at(step)
        if around is not None:
            number = numbers[around.activation, around.first]
            if not entry.visits or entry.visits[-1] != number:
                entry.visits.append(number)
        link = found.why(step)
        if link.needed is not None:
            needed = line_of(link.needed)
            if needed is not None and needed != line:
                entry.feeds.setdefault(needed, link.why)
    for entry in lines.values():
        entry.visits = sorted(set(entry.visits))
    return [lines[line] for line in sorted(lines)]


def slice_to_json(found: Slice, moments: Moments, criterion: str) -> dict[str, object]:
    """A slice for other programs, with what each step of it did; schema `SLICE_SCHEMA`."""
    trace = found.trace
    texts = Texts(trace)
    data = trace.data
    steps = []
    for number in found.steps:
        step, link = trace.step(number), found.why(number)
        form: dict[str, object] = {
            "step": number,
            "kind": step.kind.value,
            "value": number in found.values,
            "why": link.why.value,
        }
        if step.detail:
            form["detail"] = step.detail
        if step.span is not None:
            form["line"] = step.span.line
        if link.needed is not None:
            form["needed"] = link.needed
        if step.truth is not None:
            form["truth"] = step.truth
        if step.result is not None:
            form["result"] = texts.of(step.result, Time(step.done))
        steps.append(form)
    return {
        "schema": SLICE_SCHEMA,
        "source": data.source,
        "entry": data.entry_name,
        "call": data.call,
        "python": data.python,
        "criterion": criterion,
        "of": len(data.steps),
        "lines": [
            {
                "line": each.line,
                "visits": each.visits,
                "of": each.of,
                "feeds": [
                    {"line": line, "why": why.value} for line, why in sorted(each.feeds.items())
                ],
            }
            for each in sliced_lines(found, moments)
        ],
        "branches": list(found.branches),
        "steps": steps,
    }
