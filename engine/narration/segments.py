"""The execution as nested runs of activations.

A function's activation is one run; a generator's has one for each time it is resumed. Runs
nest properly, which the activations of generators do not."""

from __future__ import annotations

from dataclasses import dataclass

from engine.trace.model import ActivationId, StepNo
from engine.trace.trace import Trace


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One run of an activation: from step ``first``; ``within`` is the run that it interrupts,
    None for the entry activation's."""

    activation: ActivationId
    first: StepNo
    within: Run | None


def runs(trace: Trace) -> list[Run]:
    """All runs, in the order in which they begin."""
    owners = [trace.owner(activation.id) for activation in trace.data.activations]
    found: list[Run] = []
    stack: list[Run] = []
    for step in trace.data.steps:
        activation = owners[step.activation]
        if stack and stack[-1].activation == activation:
            continue
        if any(run.activation == activation for run in stack):
            while stack[-1].activation != activation:
                stack.pop()
            continue
        run = Run(activation, step.number, stack[-1] if stack else None)
        found.append(run)
        stack.append(run)
    return found
