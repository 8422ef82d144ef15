"""Slices against the program itself: a value is overwritten and the program runs on.

Whenever the answer is then another, the step that wrote the value must be in the slice of the
answer. (The converse does not hold: a slice says what may matter.) Left out are runs that end in
an exception that the program does not raise by itself, or do not end: see docs/slices.md.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import pytest

from engine.program import Program
from engine.trace.model import Step, StepKind
from engine.trace.slices import Slice, relevant_slice
from engine.trace.trace import Trace
from tests.case_files import programs, read_header
from tests.trace.perturbing import Endless, Perturber, Place, others
from tests.trace.program_maker import Maker
from tests.trace.recordings import record
from tests.trace.slice_programs import PROGRAMS

BATCHES: Final = 21
BATCH: Final = 10
"""Generated programs: 210 in all, in batches that take a few seconds each."""

LARGEST_MEAN: Final = 0.8
"""Share of its steps that the slice of a generated program has, on average of a batch: a slice of
everything would hold against every run."""

_PLACES: Final = 12
"""Executions of places that are overwritten in one program."""

_KINDS: Final = {
    "value": frozenset(
        {StepKind.BINARY, StepKind.COMPARE, StepKind.SUBSCRIPT, StepKind.ATTRIBUTE, StepKind.CALL}
    ),
    "store": frozenset({StepKind.STORE, StepKind.STORE_ELEMENT, StepKind.STORE_ATTRIBUTE}),
}


def steps_by_place(trace: Trace) -> dict[Place, list[Step]]:
    """The executions of each place, in the order in which they ended."""
    found: dict[Place, list[Step]] = defaultdict(list)
    for step in trace.data.steps:
        if step.span is None or step.exception is not None:
            continue
        place = step.span
        for kind, kinds in _KINDS.items():
            if step.kind in kinds:
                key = (kind, place.line, place.column, place.end_line, place.end_column)
                found[key].append(step)
    for steps in found.values():
        steps.sort(key=lambda step: step.done)
    return found


def hold(source: str, call: str, places: int = _PLACES) -> tuple[Trace, Slice, int]:
    """Hold the slice of a program's answer against runs with one value overwritten; how many
    runs there were."""
    perturber = Perturber(source, call)
    trace = record(source, call)
    found = relevant_slice(trace)
    steps, runs = steps_by_place(trace), 0
    totals = Counter(place for place, _ in perturber.seen)
    counts: Counter[Place] = Counter()
    outside: list[tuple[int, Step]] = []
    for number, (place, _) in enumerate(perturber.seen):
        executions = steps[place]
        if len(executions) == totals[place]:  # else the place is several instructions
            step = executions[counts[place]]
            if step.number not in found.values:
                outside.append((number, step))
        counts[place] += 1
    # What is in the slice may change the answer or not: only the others can prove it wrong.
    chosen = random.Random(0).sample(outside, min(places, len(outside)))
    for number, step in chosen:
        place, value = perturber.seen[number]
        for other in others(value):
            answer = perturber.perturbed(number, other)
            runs += answer is not None
            assert answer is None or answer == perturber.answer, (
                f"step {step.number} ({place}) made {value!r}; with {other!r} the answer is "
                f"{answer.text} and no more {perturber.answer.text}, but it is not in the slice"
                f"\n{source}"
            )
    return trace, found, runs


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_of_every_construct(name: str) -> None:
    source, call = PROGRAMS[name]
    hold(source.lstrip("\n"), call, places=200)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_generated_programs(batch: int) -> None:
    shares, runs = [], 0
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        try:
            trace, found, made = hold(Maker(seed).program(), "4, 7")
        except Endless:  # a program that is too long for this test
            continue
        shares.append(len(found.steps) / len(trace.data.steps))
        runs += made
    assert len(shares) > BATCH // 2
    assert runs > BATCH
    assert sum(shares) / len(shares) < LARGEST_MEAN


def _runnable(path: Path) -> bool:
    """Whether the perturber can run the program of a case: by calling ``f``, without input."""
    header = read_header(path)
    return header.requires <= sys.version_info[:2] and header.entry is None and not header.stdin


@pytest.mark.parametrize(
    "path",
    [each for each in programs() if _runnable(each)],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_programs_of_cases(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    hold(source, Program.from_text(source, "f", read_header(path).call).call)
