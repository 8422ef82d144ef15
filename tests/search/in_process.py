"""Runs of programs of our own, in this process: quick, and without any protection."""

from __future__ import annotations

from engine.capture.recorder import observe_here, record_here
from engine.program import Program
from engine.search.answers import Answer, observed
from engine.search.runs import Runs
from engine.trace.model import TraceData

MAX_STEPS = 200_000


def runs_here(program: Program) -> Runs:
    """Runs of the program."""

    def answer(each: Program) -> Answer:
        return observed(observe_here(each))

    def record(each: Program) -> TraceData:
        return record_here(each, max_steps=MAX_STEPS)

    return Runs(program, answer, record)
