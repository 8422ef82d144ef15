"""Decoded in stretches or one instruction at a time, a recording is the same."""

from __future__ import annotations

import pytest

from engine.capture.decode import Decoder, Frame
from engine.capture.decoded_code import Instruction
from engine.capture.opcodes import PY311
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


FULL_OF_CHOICES = """
from collections import defaultdict
class Box:
    def __init__(self, held):
        self.held = held
    def get(self, k=0):
        return self.held[k]
    def __add__(self, other):
        return Box(self.held + other.held)
def g(x):
    return x * 2
def f(n):
    out, seen, counts = [], set(), defaultdict(int)
    b = Box([n, n])
    for i, (p, q) in enumerate(zip(range(n), "abcdef")):
        counts[q] += g(p) if i % 2 else i
        out.append(g(i) if p else b.get())
        seen.add((i if i else q, -p))
        b = b + Box([i])
        b.held[0] = out[-1]
        b.held += [q for q in out if q]
    pairs = {q: [c, *out] for q, c in counts.items()}
    try:
        out.append(pairs["a"][0] + len(seen) + missing)
    except NameError:
        out.append(out.pop() if out else None)
    x = not out or (n and b.get(1))
    return out, x, [str(e) for e in sorted(pairs)]
"""


@pytest.mark.parametrize("n", range(7))
def test_what_lies_on_the_stack_before_a_stretch_counts(n: int) -> None:
    quick, plain = recordings(FULL_OF_CHOICES, str(n))
    assert parts(quick) == parts(plain)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_stretches_are_taken(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few instructions are left to their operations: or the others would say nothing."""
    alone: list[str] = []
    plainly = Decoder._run_plainly

    def counted(self: Decoder, frame: Frame, instruction: Instruction) -> None:
        alone.append(instruction.name)
        plainly(self, frame, instruction)

    monkeypatch.setattr(Decoder, "_run_plainly", counted)
    source = "def f(n):\n    s = 0\n    for i in range(n):\n        if i % 2:\n            s += i\n"
    source += "    return [s, -s]\n"
    recordings(source, str(n))
    taken = record_here(Program.from_text(source, "f", str(n)), max_steps=10_000)
    alone.clear()
    record_here(Program.from_text(source, "f", str(n)), max_steps=10_000)
    assert len(taken.steps) > 8
    # 3.11 does not say which part of a test a branch is of: its operation finds that out.
    assert [name for name in alone if not (PY311 and name.startswith("POP_JUMP_"))] == []


def test_there_are_programs() -> None:
    assert len(SOURCES) > 60
