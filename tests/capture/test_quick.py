"""Decoded with the quick forms of instructions or without them, a recording is the same."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.program import Program
from engine.trace.model import TraceData
from tests.capture.programs import PROGRAMS
from tests.capture.test_shadow import PROGRAMS as CHANGES

SOURCES = {
    **{name: (case.source, case.call) for name, case in PROGRAMS.items()},
    **{name: (source, "1") for name, source in CHANGES.items()},
}


def recordings(source: str, call: str, max_steps: int = 100_000) -> list[TraceData]:
    program = Program.from_text(source, "f", call)
    return [record_here(program, max_steps=max_steps, quick=quick) for quick in (True, False)]


def parts(data: TraceData) -> list[object]:
    """All that a recording holds. (Its rows may be numbered in another order.)"""
    objects = [
        (thing.type, thing.since, list(thing.contents)) for _, thing in sorted(data.objects.items())
    ]
    names = [data.locals, data.cells, data.globals]
    return [list(data.steps), data.activations, data.atoms, objects, names, data.outputs]


@pytest.mark.parametrize("name", SOURCES)
def test_they_are_the_same(name: str) -> None:
    source, call = SOURCES[name]
    lines = source.strip("\n").splitlines()
    margin = len(lines[0]) - len(lines[0].lstrip())
    quick, plain = recordings("\n".join(line[margin:] for line in lines), call)
    assert parts(quick) == parts(plain)


@pytest.mark.parametrize("most", [1, 2, 7, 30, 31, 32, 33, 64, 100])
def test_a_limit_cuts_them_at_the_same_step(most: int) -> None:
    source = "def f(n):\n    out = []\n    for i in range(n):\n        out.append(i * 2)\n"
    quick, plain = recordings(source, "50", most)
    assert len(quick.steps) == most
    assert parts(quick) == parts(plain)


def test_there_are_programs() -> None:
    assert len(SOURCES) > 60
