"""Steps in columns: whatever route they are made by, they are the steps that were put in."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.capture.prepared import KEPT
from engine.capture.recorder import record_here
from engine.program import Program
from engine.trace.model import (
    ActivationId,
    LineNo,
    PlaceKind,
    Ref,
    Span,
    Step,
    StepKind,
    StepNo,
    Write,
)
from engine.trace.steps import NEAR, Steps
from engine.trace.storage import dump, load
from engine.trace.stored_steps import StepsReader, steps_form
from tests.capture.programs import PROGRAMS

REFS = st.integers(-3, 3).map(Ref)


@st.composite
def some_steps(draw: st.DrawFn) -> list[Step]:
    """Steps that use what was made before, as their operands or not."""
    made: list[Step] = []
    for number in range(draw(st.integers(1, 25))):
        uses = (
            tuple(
                StepNo(each)
                for each in draw(st.lists(st.integers(0, number - 1), max_size=3, unique=True))
            )
            if number
            else ()
        )
        known = [made[use].result for use in uses]
        apart = draw(st.booleans())
        operands: tuple[Ref, ...]
        if apart or None in known:
            operands = tuple(draw(st.lists(REFS, max_size=3)))
        else:
            operands = tuple(ref for ref in known if ref is not None)
        kind = draw(st.sampled_from([StepKind.STORE, StepKind.ATTRIBUTE, StepKind.CALL]))
        writes = [Write(PlaceKind.LOCAL, draw(st.sampled_from("xy")), value=draw(REFS))]
        binds = draw(st.booleans())
        if binds and operands:
            writes = [Write(PlaceKind.LOCAL, "x", value=operands[0])]
        made.append(
            Step(
                StepNo(number),
                StepNo(number),
                ActivationId(draw(st.integers(0, 2))),
                draw(st.integers(0, 2)),
                kind,
                "x",
                draw(st.sampled_from([None, Span(LineNo(1), 0, LineNo(1), 1)])),
                operands,
                draw(st.none() | REFS),
                tuple(writes) if draw(st.booleans()) else (),
                draw(st.sampled_from([None, True, False])),
                draw(st.none() | REFS),
                uses,
            )
        )
    return made


@given(some_steps())
def test_columns_hold_what_was_put_in(steps: list[Step]) -> None:
    columns = Steps.of(steps)
    assert list(columns) == steps
    columns.seal()
    assert list(columns) == steps


@given(some_steps())
def test_columns_are_read_back(steps: list[Step]) -> None:
    form = json.loads(json.dumps(steps_form(Steps.of(steps))))
    again = StepsReader(form, atoms=4, objects=3, activations=3).read()
    assert list(again) == steps


@pytest.mark.parametrize("name", PROGRAMS)
def test_recorded_steps_are_the_same_by_another_route(name: str) -> None:
    case = PROGRAMS[name]
    data = record_here(Program.from_text(case.source, "f", case.call), max_steps=100_000)
    assert isinstance(data.steps, Steps)
    assert list(Steps.of(list(data.steps))) == list(data.steps)
    runs = list(data.steps.runs())
    assert [first for _, first, _ in runs[1:]] == [end for _, _, end in runs[:-1]]
    assert all(one[0] != other[0] for one, other in pairwise(runs))


def test_what_is_stored_does_not_depend_on_earlier_recordings() -> None:
    source = "def f(xs):\n    out = []\n    for x in xs:\n        out += [x or 1]\n    return out\n"
    short, long = (Program.from_text(source, call=f"[{'0, 2, ' * count}]") for count in (1, 30))
    KEPT.clear()
    first = dump(record_here(short, max_steps=100_000))
    between = dump(record_here(long, max_steps=100_000))
    assert dump(record_here(short, max_steps=100_000)) == first
    KEPT.clear()
    assert dump(record_here(long, max_steps=100_000)) == between
    shared = record_here(short, max_steps=100_000).steps
    assert isinstance(shared, Steps)
    stored = load(first).steps
    assert isinstance(stored, Steps)
    assert len(stored.forms) < len(shared.forms)  # those that the other came to
    assert list(stored) == list(shared)


def test_forms_do_not_grow_with_the_passes() -> None:
    source = "def f(n):\n    x = 0\n    for i in range(n):\n        x += i\n    return x\n"
    counts = []
    for passes in (100, 1_000):
        data = record_here(Program.from_text(source, call=str(passes)), max_steps=100_000)
        assert isinstance(data.steps, Steps)
        counts.append(len(data.steps.forms))
        assert max(counts) < NEAR + 2 * len(data.steps.rows)
    assert counts[0] == counts[1]
