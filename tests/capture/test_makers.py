"""Which step made what another one used: `Step.uses`."""

from __future__ import annotations

import pytest

from engine.capture import decode
from engine.capture.decode import Frame
from engine.capture.decoded_code import Instruction
from engine.capture.makers import follow
from engine.capture.recorder import record_here
from engine.program import Program
from engine.trace.model import StepKind
from engine.trace.steps import Steps
from tests.capture.programs import PROGRAMS

PLAIN = frozenset({StepKind.UNARY, StepKind.BINARY, StepKind.STORE, StepKind.RETURN})
"""Kinds whose operands all come from the stack, as they were made."""

EVENTS = frozenset({StepKind.RESUME, StepKind.CATCH})
"""Kinds whose value is given to the activation: sent, or raised."""

SEVERAL = frozenset({StepKind.UNPACK, StepKind.ATTRIBUTE, StepKind.MATCH})
"""Kinds that may put several values onto the stack, of which `result` is one at most."""


@pytest.mark.parametrize("name", PROGRAMS)
def test_makers_are_those_of_the_stack(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def checked(frame: Frame, instruction: Instruction, made: int | None, steps: Steps) -> None:
        follow(frame, instruction, made, steps)
        assert len(frame.makers) == len(frame.stack), instruction.name

    monkeypatch.setattr(decode, "follow", checked)
    case = PROGRAMS[name]
    trace = record_here(Program.from_text(case.source, "f", case.call), max_steps=100_000)
    for step in trace.steps:
        assert all(use < step.number for use in step.uses)
        if step.kind not in PLAIN or not step.uses:
            continue
        made = [trace.steps[use] for use in step.uses]
        if any(each.kind in SEVERAL for each in made):
            continue
        known = {each.result for each in made}
        known |= {each.exception for each in made if each.kind in EVENTS}
        assert set(step.operands) <= known, step
