"""Cases: what is known of all inputs that an input stands for, and which cases a path has.

A case is a replay under some input: its conditions say for which other inputs all that it found is
true as well. The conditions, each turned round, lead to the other cases.

Invariant: the cases of an exploration that is not open cover every input of its domain (on its
path, where it is of one path).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from engine.backward.answers import NoAnswerError, gives
from engine.backward.inputs import Inputs
from engine.backward.language.model import RunFact
from engine.backward.models.things import UnmodelledError
from engine.backward.replay import replay
from engine.backward.replayed import Ending, Replayed
from engine.backward.run import Role
from engine.backward.smtlib import script
from engine.backward.solver import DEFAULT_RLIMIT, Answer, Solved, Work, solve
from engine.backward.terms import BoolTerm, Constant, Sort, Term, evaluate, le, not_
from engine.backward.told_of_runs import Fact, RunJudge
from engine.trace.trace import Trace
from engine.values import Value

MAX_CASES: Final = 150
"""Cases of a box that are gone through."""

MAX_PARTS: Final = 40
"""Parts that the expressions of one fact may split a case into."""

MAX_CALLS: Final = 1_500
"""Questions to the solver about a box, and as many for each statement about it."""

MAX_RLIMIT: Final = 60_000_000
"""The solver's work likewise: some seconds."""


class UndecidedError(Exception):
    """What is asked cannot be decided within the budget; ``why`` for a reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds on the work for one domain."""

    cases: int = MAX_CASES
    calls: int = MAX_CALLS
    rlimit: int = MAX_RLIMIT
    each: int = DEFAULT_RLIMIT


ONE_SHAPE: Final = Budget(cases=40, calls=80, rlimit=10_000_000)
"""Of one shape, whose values have no bounds: what is not soon decided is hardly ever."""


class Questions:
    """Questions to the solver under one budget. `proofs` are the scripts that had no solution."""

    def __init__(self, budget: Budget) -> None:
        self.budget: Final = budget
        self.work: Final = Work()
        self.proofs: list[str] = []
        self._begun = (0, 0)

    def begin(self) -> None:
        """A new statement, with a whole budget of its own."""
        self._begun = (self.work.calls, self.work.rlimit)

    def ask(self, conditions: Sequence[BoolTerm], variables: Sequence[Term]) -> Solved:
        """Whether the conditions hold together; raises `UndecidedError` where that stays unknown,
        `engine.backward.solver.SolverTimeError`."""
        if any(condition is False for condition in conditions):
            return Solved(Answer.UNSAT)
        calls, rlimit = self._begun
        if (
            self.work.calls - calls >= self.budget.calls
            or self.work.rlimit - rlimit >= self.budget.rlimit
        ):
            raise UndecidedError("it takes more of the solver than the budget allows")
        found = solve(conditions, variables, self.work, self.budget.each)
        if found.answer is Answer.UNKNOWN:
            raise UndecidedError("the solver did not decide a question")
        if found.answer is Answer.UNSAT:
            self.proofs.append(script(conditions, variables))
        return found

    def readable(self, conditions: Sequence[BoolTerm], inputs: Inputs) -> Solved:
        """As `ask`; of solutions one that reads well, where there is one."""
        found = self.ask(conditions, inputs.variables)
        if found.answer is not Answer.SAT:
            return found
        for low, high in ((-99, 99), (-9_999, 9_999)):
            within = _within(inputs, low, high)
            better = solve([*conditions, *within], inputs.variables, self.work, self.budget.each)
            if better.answer is Answer.SAT:
                return better
        return found


def _within(inputs: Inputs, low: int, high: int) -> list[BoolTerm]:
    """Characters that print in ASCII, and small numbers."""
    found: list[BoolTerm] = []
    for term in inputs.variables:
        if term.sort is Sort.INT:
            first, last = (low, high) if term.low is None else (0x20, 0x7E)
            found += [le(first, term), le(term, last)]
    return found


@dataclass(frozen=True, slots=True)
class Case:
    """A case: ``held`` are its conditions. ``exact`` is False where nothing is known but of the one
    input of ``inputs.values``."""

    inputs: Inputs  #: with the values of the input that it was found under
    trace: Trace
    judge: RunJudge
    region: tuple[BoolTerm, ...]  #: the part of the domain that it was looked for in
    held: tuple[BoolTerm, ...]
    recorded: bool  #: whether that input is the recorded one
    exact: bool = True

    @property
    def conditions(self) -> tuple[BoolTerm, ...]:
        """What an input meets that is in the case, and was in no case before it."""
        return (*self.region, *self.held)


@dataclass(slots=True)
class Explored:
    """The cases of a domain. ``open`` says what of it they do not cover; "": nothing. ``endless``:
    the inputs met whose runs did not end within their limits."""

    cases: list[Case] = field(default_factory=list)
    open: str = ""
    endless: int = 0

    def leave_open(self, why: str) -> None:
        """Something is not covered; the first reason is kept."""
        self.open = self.open or why


class Part(NamedTuple):
    """A part of a case: under ``held``, whether the answer is given and which facts hold."""

    case: Case
    held: tuple[BoolTerm, ...]
    gives: BoolTerm
    truths: tuple[BoolTerm, ...]

    @property
    def conditions(self) -> tuple[BoolTerm, ...]:
        """What an input of the part meets."""
        return (*self.case.region, *self.held)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of each case: whether it gives this answer, and these facts of its run."""

    answer: Value
    exception: str
    facts: tuple[RunFact, ...] = ()


# -- one path -------------------------------------------------------------------------------------


def explore_path(trace: Trace, judge: RunJudge, inputs: Inputs, questions: Questions) -> Explored:
    """The cases of the recorded path; raises `engine.backward.solver.SolverTimeError`."""
    found = Explored()
    waiting: deque[tuple[BoolTerm, ...]] = deque()

    def take_in(
        replayed: Replayed, values: Mapping[Term, Constant] | None, region: tuple[BoolTerm, ...]
    ) -> None:
        held = tuple(each.term for each in replayed.constraints)
        off_path = replayed.ending is Ending.OFF_PATH
        if replayed.ending is Ending.COMPLETE:
            here = inputs if values is None else replace(inputs, values=dict(values))
            found.cases.append(Case(here, trace, judge, region, held, recorded=values is None))
        elif not off_path:
            found.leave_open(f"step {replayed.step}: {replayed.why}")
        for place, each in enumerate(replayed.constraints):
            last = off_path and place == len(held) - 1
            if each.role is Role.CASE or last:
                waiting.append((*region, *held[:place], not_(each.term)))
            elif each.role is Role.PIN:
                first = replayed.concretisations[0]
                found.leave_open(
                    f"step {first.step}, line {first.line}: {first.why} was taken as recorded"
                )

    root = tuple(inputs.conditions)
    take_in(replay(trace, inputs), None, root)
    try:
        while waiting and not found.open:  # what is open stays so: no proof is to be had any more
            if len(found.cases) >= questions.budget.cases:
                raise UndecidedError("there are more cases than the budget allows")
            region = waiting.popleft()
            solved = questions.ask(region, inputs.variables)
            if solved.answer is Answer.SAT:
                take_in(replay(trace, inputs, solved.values), solved.values, region)
    except UndecidedError as error:
        found.leave_open(error.why)
    return found


# -- what is asked of a case ----------------------------------------------------------------------


def parts_of(case: Case, asked: Asked, questions: Questions) -> list[Part]:
    """The parts of a case that together are all of it; raises `UndecidedError`."""
    if not case.exact:
        raise UndecidedError("a case of one input")  # whoever has run it knows better
    known = set(map(id, case.held))
    found: list[Part] = []
    values: Mapping[Term, Constant] | None = None if case.recorded else case.inputs.values
    waiting: deque[tuple[BoolTerm, ...]] = deque()
    first = True
    while True:
        part, extra = _part(case, asked, values, known)
        found.append(part)
        if first and case.recorded:
            _check_recorded(part, asked)
        first = False
        before: list[BoolTerm] = []
        for term in extra:
            waiting.append((*part.case.conditions, *before, not_(term)))
            before.append(term)
        # The next of the others that there is.
        values = None
        while values is None:
            if not waiting:
                return found
            if len(found) >= MAX_PARTS:
                raise UndecidedError("a fact has more cases than the budget allows")
            region = waiting.popleft()
            solved = questions.ask(region, case.inputs.variables)
            if solved.answer is Answer.SAT:
                values = solved.values
                case = replace(case, region=region)


def _part(
    case: Case, asked: Asked, values: Mapping[Term, Constant] | None, known: set[int]
) -> tuple[Part, list[BoolTerm]]:
    """The part of the case that an input is in, and the conditions that set it apart."""
    try:
        facts = [Fact(case.judge, fact.narration) for fact in asked.facts]
        watches = [watch for fact in facts for watch in fact.watches]
        replayed = replay(case.trace, case.inputs, values, watches)
        if replayed.ending is not Ending.COMPLETE:
            raise UndecidedError(f"step {replayed.step}: {replayed.why}")
        answered = gives(replayed, asked.answer, asked.exception)
        truths = tuple(fact.truth for fact in facts)
    except UnmodelledError as error:
        raise UndecidedError(error.why) from error
    except NoAnswerError as error:
        raise UndecidedError(error.why) from error
    held = tuple(each.term for each in replayed.constraints)
    extra: list[BoolTerm] = [term for term in held if id(term) not in known]
    return Part(case, held, answered, truths), extra


def _check_recorded(part: Part, asked: Asked) -> None:
    """Raises `UndecidedError` unless the facts are of the recorded run what the judge of narrations
    says they are."""
    known: dict[Term, Constant] = {}
    for fact, truth in zip(asked.facts, part.truths, strict=True):
        said = part.case.judge.judge(fact.text, fact.narration)
        if said.truth is None:
            raise UndecidedError(f"of a run on this path it cannot be said: {said.why}")
        if bool(evaluate(truth, part.case.inputs.values, known)) is not said.truth:
            raise UndecidedError("an expression has another value here than on the recording")
