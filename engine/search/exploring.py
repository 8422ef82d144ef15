"""Path exploration: from the run of one input to those of others, by turning its conditions round.

An input of the domain is run and recorded, and replayed over terms; the conditions of the replay
(branches, exceptions, cases of operations, values that had to be taken as recorded) cut the domain
into the part that this run speaks for, and parts beside it, each of which is looked into in turn
where the solver finds an input in it. Exceptions are answers, and their paths like any others.

Invariant: as of `engine.backward.cases`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.backward.cases import Case, Explored, Questions, UndecidedError
from engine.backward.inputs import Inputs, NoDomainError
from engine.backward.replay import Slot, replay, slots_of
from engine.backward.replayed import Ending
from engine.backward.solver import Answer as Solution
from engine.backward.terms import BoolTerm, not_
from engine.errors import StepwitnessError
from engine.search.confirm import MOST_LONG
from engine.search.runs import LIMITS, Runs, arguments_of, call_of


class _EndlessError(UndecidedError):
    """The run of an input does not end within its limits."""


def explore(
    runs: Runs, slots: list[Slot], shapes: Iterable[Inputs], questions: Questions
) -> Explored:
    """The cases of all inputs of these shapes; raises `engine.backward.solver.SolverTimeError`."""
    found = Explored()
    try:
        for inputs in shapes:
            _explore_shape(runs, slots, inputs, questions, found)
    except UndecidedError as error:
        found.leave_open(error.why)
    except NoDomainError as error:
        found.leave_open(error.why)
    return found


def _explore_shape(
    runs: Runs, slots: list[Slot], inputs: Inputs, questions: Questions, found: Explored
) -> None:
    waiting: list[tuple[BoolTerm, ...]] = [tuple(inputs.conditions)]
    while waiting:
        region = waiting.pop()
        solved = questions.ask(region, inputs.variables)
        if solved.answer is not Solution.SAT:
            continue
        if len(found.cases) >= questions.budget.cases:
            raise UndecidedError("there are more paths and cases than the budget allows")
        here = replace(inputs, values=solved.values)
        try:
            case = _case(runs, slots, here, region, found)
        except _EndlessError as error:
            case = None
            found.endless += 1
            if found.endless >= MOST_LONG:
                # Each takes seconds, and what is left open stays so however many are left out.
                raise UndecidedError(error.why) from error
        if case is None:
            waiting.append((*region, here.others(here.values)))
            continue
        found.cases.append(case)
        # The last first, so that the next input is the nearest.
        waiting += [
            (*region, *case.held[:place], not_(each)) for place, each in enumerate(case.held)
        ]


def _case(
    runs: Runs,
    slots: list[Slot],
    here: Inputs,
    region: tuple[BoolTerm, ...],
    found: Explored,
) -> Case | None:
    """The case of an input; None where it has no run. Raises `_EndlessError`."""
    wanted = here.input(here.values)
    call = call_of(slots, wanted)
    try:
        judge = runs.judge(call)
    except StepwitnessError as error:
        found.leave_open(f"`{call}` cannot be run: {error.what}")
        if error.code in LIMITS:
            raise _EndlessError(
                f"several inputs cannot be run, `{call}` the last: {error.what}"
            ) from error
        return None
    trace = judge.trace
    if trace.data.differs:
        found.leave_open(f"what `{call}` does is not the same in every run")
        return None
    if arguments_of(trace, slots_of(trace)) != wanted:
        found.leave_open(f"`{call}` was run with other arguments")
        return None
    replayed = replay(trace, here)
    if replayed.ending is Ending.COMPLETE:
        held = tuple(each.term for each in replayed.constraints)
        return Case(here, trace, judge, region, held, recorded=True)
    # No model for what it does: it speaks for itself alone.
    alone = not_(here.others(here.values))
    return Case(here, trace, judge, region, (alone,), recorded=True, exact=False)
