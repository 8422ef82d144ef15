"""Is the recorded input the only one on its path, of its size, that gives its answer?

*On its path*: the same instructions of the program run, one after the other. What a builtin does
inside is no part of it. So the inputs on a path may fall into several *cases* of the models (where
a text was found, which key it was), and all of them are gone through: a case is a replay, and the
conditions that it decided, each turned round, lead to the others.

Invariant: the regions that are solved, dropped or reported as open cover all inputs of the domain
that are on the path.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from engine.backward.answers import NoAnswerError, is_answer
from engine.backward.inputs import Inputs
from engine.backward.replay import replay
from engine.backward.replayed import Concretisation, Ending, Replayed
from engine.backward.run import Role
from engine.backward.smtlib import script
from engine.backward.solver import DEFAULT_RLIMIT, Answer, Solved, Work, solve
from engine.backward.terms import BoolTerm, Constant, Sort, Term, le, not_
from engine.trace.trace import Trace

MAX_CASES: Final = 60
"""Cases of one path that are gone through."""

MAX_CALLS: Final = 400
"""Questions to the solver about one path."""

MAX_RLIMIT: Final = 100_000_000
"""The solver's work for one path: some seconds."""


class Found(Enum):
    """What the search over the cases of a path found. Closed."""

    NONE = "none"  #: every case is exhausted: there is no other input
    ANOTHER = "another"  #: values of another input, to be run
    OPEN = "open"  #: not everything could be decided


@dataclass(slots=True)
class Cases:
    """What was found, and what it took."""

    found: Found = Found.NONE
    why: str = ""  #: OPEN: what was not decided first
    values: dict[Term, Constant] = field(default_factory=dict)
    proofs: list[str] = field(default_factory=list)  #: scripts that were unsat
    cases: int = 0
    steps: int = 0
    concretisations: list[Concretisation] = field(default_factory=list)
    work: Work = field(default_factory=Work)


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds on the work for one path."""

    cases: int = MAX_CASES
    calls: int = MAX_CALLS
    rlimit: int = MAX_RLIMIT
    each: int = DEFAULT_RLIMIT


def other_inputs(trace: Trace, inputs: Inputs, budget: Budget = Budget()) -> Cases:
    """Look for another input of the domain on the recorded path with the recorded answer; raises
    `engine.backward.solver.SolverTimeError`."""
    return _Search(trace, inputs, budget).run()


class _Search:
    def __init__(self, trace: Trace, inputs: Inputs, budget: Budget) -> None:
        self._trace = trace
        self._inputs = inputs
        self._budget = budget
        self._cases = Cases()
        self._waiting: deque[tuple[BoolTerm, ...]] = deque()
        self._root: tuple[BoolTerm, ...] = (*inputs.conditions, inputs.others(inputs.values))

    def run(self) -> Cases:
        cases = self._cases
        if any(each is False for each in self._root):
            return cases  # the domain holds one input
        first = replay(self._trace, self._inputs)
        cases.concretisations = first.concretisations
        if first.ending is not Ending.COMPLETE:
            return self._open(f"step {first.step}: {first.why}")
        self._take_in(first, self._root)
        while self._waiting and cases.found is not Found.ANOTHER:
            if self._is_spent():
                return self._open("there are more cases than the budget allows")
            self._enter(self._waiting.popleft())
        return cases

    def _is_spent(self) -> bool:
        cases, budget = self._cases, self._budget
        return (
            cases.cases >= budget.cases
            or cases.work.calls >= budget.calls
            or cases.work.rlimit >= budget.rlimit
        )

    def _open(self, why: str) -> Cases:
        """Something stays undecided; the search goes on for a second input."""
        if self._cases.found is Found.NONE:
            self._cases.found, self._cases.why = Found.OPEN, why
        return self._cases

    def _solve(self, conditions: Sequence[BoolTerm]) -> Solved:
        found = solve(conditions, self._inputs.variables, self._cases.work, self._budget.each)
        if found.answer is Answer.UNSAT and not any(each is False for each in conditions):
            self._cases.proofs.append(script(conditions, self._inputs.variables))
        return found

    def _enter(self, region: tuple[BoolTerm, ...]) -> None:
        """Replay some input of a region, if there is one."""
        found = self._solve(region)
        if found.answer is Answer.UNKNOWN:
            self._open("the solver did not decide a case")
        elif found.answer is Answer.SAT:
            self._take_in(replay(self._trace, self._inputs, found.values), region)

    def _take_in(self, replayed: Replayed, region: tuple[BoolTerm, ...]) -> None:
        """Judge the case of a replay, and queue what is beside it in its region."""
        cases = self._cases
        cases.cases += 1
        cases.steps += replayed.step + 1
        self._judge(replayed, region)
        if cases.found is Found.ANOTHER:
            return
        constraints = replayed.constraints
        off_path = replayed.ending is Ending.OFF_PATH
        before: list[BoolTerm] = []
        for place, each in enumerate(constraints):
            # Where the program's own branches went as recorded, the other way is another path.
            last = off_path and place == len(constraints) - 1
            if each.role is Role.CASE or last:
                self._waiting.append((*region, *before, not_(each.term)))
            elif each.role is Role.PIN:
                self._open(self._pinned())
            before.append(each.term)

    def _printable(self) -> list[BoolTerm]:
        """Characters that print in ASCII, and small numbers: of inputs that do, one that reads
        well."""
        found: list[BoolTerm] = []
        for term in self._inputs.variables:
            if term.sort is Sort.INT:
                low, high = (-99, 99) if term.low is None else (0x20, 0x7E)
                found += [le(low, term), le(term, high)]
        return found

    def _pinned(self) -> str:
        first = self._cases.concretisations[0]
        return f"step {first.step}, line {first.line}: {first.why} was taken as recorded"

    def _judge(self, replayed: Replayed, region: tuple[BoolTerm, ...]) -> None:
        if replayed.ending is Ending.OFF_PATH:
            return
        if replayed.ending is not Ending.COMPLETE:
            self._open(f"step {replayed.step}: {replayed.why}")
            return
        try:
            answer = is_answer(replayed, self._trace)
        except NoAnswerError as error:
            self._open(error.why)
            return
        held = [each.term for each in replayed.constraints]
        found = self._solve((*region, *held, answer))
        if found.answer is Answer.SAT:
            self._cases.found, self._cases.values = Found.ANOTHER, found.values
            readable = self._solve((*region, *held, answer, *self._printable()))
            if readable.answer is Answer.SAT:
                self._cases.values = readable.values
        elif found.answer is Answer.UNKNOWN:
            self._open("the solver did not decide a case")
