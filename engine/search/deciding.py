"""Statements about all inputs of a domain: decided by cases, or by going through all of them.

Each statement is put as a *flaw*: what an input would have to be like to contradict it. The solver
looks for one in each case of the domain; what it finds is run, and judged by the run alone. Where
there is none, a second solver has to agree on every question, and inputs drawn at random must
have no flaw either.
"""

from __future__ import annotations

import copy
import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, Self

from engine.backward import second_solver
from engine.backward.answers import same
from engine.backward.cases import (
    ONE_SHAPE,
    Asked,
    Budget,
    Case,
    Explored,
    Part,
    Questions,
    UndecidedError,
    explore_path,
    parts_of,
)
from engine.backward.domains import MAX_SHAPES, Box
from engine.backward.inputs import Inputs, NoDomainError
from engine.backward.language.model import RunFact
from engine.backward.path import same_path
from engine.backward.replay import Slot, inputs_of
from engine.backward.solver import Answer as Solution
from engine.backward.terms import BoolTerm, Constant, Term, and_, evaluate, not_
from engine.backward.told_of_runs import RunJudge
from engine.errors import StepwitnessError
from engine.search.answers import Answer
from engine.search.confirm import MOST_LONG
from engine.search.exploring import explore
from engine.search.near import near_inputs
from engine.search.runs import Runs, arguments_of, call_of
from engine.trace.trace import Trace
from engine.values import Value

MAX_ENUMERATED: Final = 600
"""Inputs of a finite domain that are all run, where its cases do not decide."""

TRIES: Final = 8
"""Random inputs that a proof over texts or containers has to survive."""

ASCII: Final = 0x7F

CONTRARY: Final = "there may be an input to the contrary"


class Strength(Enum):
    """What is known of a statement about all inputs of a domain. Closed."""

    PROVED = "PROVED"  #: there is no input to the contrary
    PROVED_UP_TO = "PROVED UP TO"  #: within stated bounds
    REFUTED = "REFUTED"  #: with an input to the contrary, which was run
    UNDECIDED = "UNDECIDED"  #: with the reason
    UNSUPPORTED = "UNSUPPORTED"  #: it does not say what it is about, or that has no model


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict on a statement, with the domain that it speaks of."""

    strength: Strength
    why: str = ""  #: what is so instead, or why it is not decided
    domain: str = ""
    bounds: str = ""  #: PROVED UP TO: within which it is
    contrary: str = ""  #: REFUTED: an input, as a call
    cases: int = 0  #: of the domain that were gone through
    agreed: int = 0  #: questions that the second solver answered alike
    tries: int = 0  #: random inputs without a flaw
    enumerated: int = 0  #: inputs that were all run, where the cases did not decide

    @property
    def proved(self) -> bool:
        return self.strength in {Strength.PROVED, Strength.PROVED_UP_TO}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What contradicts a statement: a condition on whether an input gives the answer, which of the
    facts hold of its run, and whether it is not one of the ``same`` inputs.

    ``has`` works on terms and on plain bools. ``told`` says of an input that has the flaw what is
    wrong with it."""

    asked: Asked
    has: Callable[[BoolTerm, Sequence[BoolTerm], BoolTerm], BoolTerm]
    told: Callable[[str], str]
    but: tuple[tuple[Value, ...], ...] = ()  #: inputs that are no contradiction
    needs_facts: bool = True  #: whether an input that does not give the answer can have the flaw

    @property
    def facts(self) -> tuple[RunFact, ...]:
        return self.asked.facts


@dataclass(slots=True)
class Field:
    """A domain that statements are judged on, and what was found of it so far."""

    told: str
    inputs: Inputs | None  #: of its one shape; None for a box
    box: Box | None
    on_path: bool
    bounds: str = ""
    questions: Questions = field(default_factory=lambda: Questions(Budget()))
    explored: Explored | None = None
    base: int = 0  #: questions of the exploration among the proofs: every statement rests on them
    tries: list[str] | None = None
    agreed: dict[str, bool] = field(default_factory=dict)
    met: list[Mapping[Term, Constant]] = field(default_factory=list)
    """Values that were to the contrary of some statement: often they are of the next."""

    def met_before(self, conditions: Sequence[BoolTerm]) -> bool:
        """Whether such values meet these conditions."""
        for values in self.met:
            known: dict[Term, Constant] = {}
            if all(evaluate(each, values, known) for each in conditions):
                return True
        return False


class Decider:
    """Decides statements about the inputs of one program. ``enumerating``: whether finite domains
    are gone through one by one where their cases do not decide.

    One that is not ``refuting`` proves alone: what the solver finds to the contrary is not run, and
    leaves a statement undecided.

    Raises `engine.backward.solver.SolverTimeError` where a wall clock ended a question."""

    def __init__(
        self,
        runs: Runs,
        candidate: str,
        trace: Trace,
        slots: list[Slot],
        *,
        enumerating: bool = True,
        budget: Budget | None = None,
    ) -> None:
        self.runs: Final = runs
        self.candidate: Final = candidate
        self.trace: Final = trace
        self.slots: Final = slots
        self._enumerating = enumerating
        self.refuting = True
        self._budget = budget
        self._fields: dict[tuple[object, ...], Field] = {}

    # -- domains -----------------------------------------------------------------------------------

    def proving(self) -> Self:
        """One that proves alone, and shares what is explored with this one."""
        found = copy.copy(self)
        found.refuting = False
        return found

    def box(self, box: Box) -> Field:
        """The field of a box, its parameters in the order of the call; raises `NoDomainError`."""
        key = ("box", box)
        if key not in self._fields:
            if any(slot.star for slot in self.slots):
                raise NoDomainError("the call gives arguments to `*`")
            sets = dict(box.parameters)
            names = [slot.parameter for slot in self.slots]
            for name in names:
                if name not in sets:
                    raise NoDomainError(f"the domain does not say what `{name}` is")
            for name in sets:
                if name not in names:
                    raise NoDomainError(f"the call gives no parameter `{name}`")
            ordered = Box(tuple((name, sets[name]) for name in names))
            self._fields[key] = Field(
                ordered.told(),
                None,
                ordered,
                on_path=False,
                questions=Questions(self._budget or Budget()),
            )
        return self._fields[key]

    def shape(self, *, on_path: bool, narrow: bool = False) -> Field:
        """The field of the candidate's shape; raises `NoDomainError`."""
        key = ("shape", on_path, narrow)
        if key not in self._fields:
            inputs = inputs_of(self.trace, ASCII) if narrow else inputs_of(self.trace)
            where = "this size on this path" if on_path else "this size"
            bounds = f"characters U+0000–U+{ASCII:04X}" if narrow else ""
            told = f"{inputs.told()}; inputs of {where}"
            self._fields[key] = Field(
                told, inputs, None, on_path, bounds, Questions(self._budget or ONE_SHAPE)
            )
        return self._fields[key]

    def explored(self, where: Field) -> Explored:
        """The cases of a field."""
        if where.explored is None:
            judge = self.runs.judge(self.candidate)
            if where.inputs is not None and where.on_path:
                where.explored = explore_path(self.trace, judge, where.inputs, where.questions)
            elif where.inputs is not None:
                where.explored = explore(self.runs, self.slots, [where.inputs], where.questions)
            else:
                assert where.box is not None
                if where.box.count_of_shapes() > MAX_SHAPES:
                    where.explored = Explored(open=f"it has more than {MAX_SHAPES} shapes")
                else:
                    where.explored = explore(
                        self.runs, self.slots, where.box.shapes(), where.questions
                    )
            where.base = len(where.questions.proofs)
        return where.explored

    # -- statements --------------------------------------------------------------------------------

    def decide(self, flaw: Flaw, where: Field) -> Decided:
        """Whether no input of the field has the flaw."""
        judged = Decided(Strength.UNDECIDED, domain=where.told)
        try:
            judged = self._by_cases(flaw, where, judged)
        except UndecidedError as error:
            judged = replace(judged, why=error.why)
        if judged.strength is not Strength.UNDECIDED or not self.is_enumerable(where):
            return judged
        return self._by_enumeration(flaw, where, judged)

    def _by_cases(self, flaw: Flaw, where: Field, judged: Decided) -> Decided:
        explored = self.explored(where)
        where.questions.begin()
        judged = replace(judged, cases=len(explored.cases))
        begun = len(where.questions.proofs)
        trouble = explored.open
        if trouble and not self.refuting:
            raise UndecidedError(trouble)
        for case in explored.cases:
            try:
                contrary = self._in_case(case, flaw, where)
            except UndecidedError as error:
                if error.why == CONTRARY:
                    raise
                trouble = trouble or error.why
                continue
            if contrary is None:
                continue
            if not self.refuting:
                raise UndecidedError(CONTRARY)
            said = self.flawed(contrary, flaw, where)
            if said is True:
                return self._refuted(contrary, flaw, judged)
            trouble = trouble or f"`{contrary}` was found to the contrary, and its run is not"
        if trouble:
            raise UndecidedError(trouble)
        return self.agreed(flaw, where, judged, begun)

    def _refuted(self, contrary: str, flaw: Flaw, judged: Decided) -> Decided:
        call = f"{self.runs.program.entry}({contrary})"
        return replace(judged, strength=Strength.REFUTED, contrary=call, why=flaw.told(call))

    def _in_case(self, case: Case, flaw: Flaw, where: Field) -> str | None:
        """An input of the case that should have the flaw, as the text of an argument list."""
        if not case.exact:
            call = self.call(case.inputs)
            said = self.flawed(call, flaw, where)
            if said is None:
                raise UndecidedError(f"whether `{call}` is to the contrary cannot be said")
            return call if said else None
        for part in parts_of(case, flaw.asked, where.questions):
            conditions = (*part.conditions, self._condition(part, flaw))
            asked, inputs = where.questions, case.inputs
            if self.refuting:
                solved = asked.readable(conditions, inputs)
                if solved.answer is Solution.SAT:
                    return self.call(replace(inputs, values=solved.values))
                continue
            if where.met_before(conditions):
                raise UndecidedError(CONTRARY)
            solved = asked.ask(conditions, inputs.variables)
            if solved.answer is Solution.SAT:
                where.met.append(solved.values)
                raise UndecidedError(CONTRARY)
        return None

    def _condition(self, part: Part, flaw: Flaw) -> BoolTerm:
        inputs = part.case.inputs
        others = and_(*(_is_not(inputs, each) for each in flaw.but))
        return flaw.has(part.gives, part.truths, others)

    def call(self, inputs: Inputs) -> str:
        return call_of(self.slots, inputs.input(inputs.values))

    def call_of(self, arguments: list[Value]) -> str:
        """The text of an argument list."""
        return call_of(self.slots, arguments)

    def flawed(self, call: str, flaw: Flaw, where: Field | None = None) -> bool | None:
        """Whether an input has the flaw, by its run; None where that cannot be said."""
        asked = flaw.asked
        try:
            given = self.runs.answer(call) == Answer(asked.answer, asked.exception)
            return self._flawed(call, given, self.runs.judge, flaw, where)
        except StepwitnessError:
            return None

    def _breaks(self, call: str, flaw: Flaw, where: Field) -> bool | None:
        """As `flawed`, by one run that no other confirmed."""
        asked = flaw.asked
        given = self.runs.gives(call, Answer(asked.answer, asked.exception))
        try:
            return None if given is None else self._flawed(
                call, given, self.runs.sketch, flaw, where
            )  # fmt: skip
        except StepwitnessError:
            return None

    def _flawed(
        self, call: str, given: bool, judging: Callable[[str], RunJudge], flaw: Flaw,
        where: Field | None,
    ) -> bool | None:  # fmt: skip
        if not given and not flaw.needs_facts:
            return False
        on_path = where is not None and where.on_path
        if on_path and not same_path(judging(call).trace.data, self.trace.data):
            return False
        other = True
        if flaw.but:
            arguments = arguments_of(judging(call).trace, self.slots)
            other = all(arguments != list(each) for each in flaw.but)
        truths: list[bool] = []
        unknown: list[int] = []
        if flaw.facts:
            judge = judging(call)
            for at, fact in enumerate(flaw.facts):
                said = judge.judge(fact.text, fact.narration)
                truths.append(bool(said.truth))
                if said.truth is None:
                    unknown.append(at)
        held = flaw.has(given, truths, other)
        if unknown:
            turned = [not t if at in unknown else t for at, t in enumerate(truths)]
            if len(unknown) > 1 or bool(flaw.has(given, turned, other)) is not bool(held):
                return None
        return bool(held)

    def arguments(self, call: str) -> list[Value]:
        """What a call gives the parameters; raises `StepwitnessError`, `NoDomainError`."""
        return arguments_of(self.runs.judge(call).trace, self.slots)

    def is_on_path(self, call: str) -> bool:
        """Whether a call runs the instructions of the candidate's; raises `StepwitnessError`."""
        return same_path(self.runs.judge(call).trace.data, self.trace.data)

    # -- proofs ------------------------------------------------------------------------------------

    def agreed(self, flaw: Flaw, where: Field, judged: Decided, begun: int) -> Decided:
        """PROVED, where the second solver agrees and nothing drawn at random is to the contrary."""
        judged = self.agreed_by_second(where, judged, begun)
        tries = self._tries(where)
        self.runs.glance(tries)
        for call in tries:
            if self._breaks(call, flaw, where):
                raise UndecidedError(f"`{call}` breaks the proof: a model is wrong")
        return replace(judged, tries=len(tries))

    def agreed_by_second(self, where: Field, judged: Decided, begun: int) -> Decided:
        """PROVED, where the second solver agrees; nothing is run."""
        proofs = where.questions.proofs
        agreed = 0
        for text in (*proofs[: where.base], *proofs[begun:]):
            if text not in where.agreed:
                said = second_solver.check(text)
                if said is Solution.SAT:
                    raise UndecidedError("the second solver disagrees")
                where.agreed[text] = said is Solution.UNSAT
            if not where.agreed[text]:
                raise UndecidedError("the second solver does not decide a question")
            agreed += 1
        strength = Strength.PROVED_UP_TO if where.bounds else Strength.PROVED
        return replace(judged, strength=strength, bounds=where.bounds, agreed=agreed)

    def _tries(self, where: Field) -> list[str]:
        if where.tries is None:
            where.tries = [self.call_of(each) for each in self.drawn(where)]
        return where.tries

    def drawn(self, where: Field) -> list[list[Value]]:
        """Inputs of a field drawn at random: the same ones each time."""
        seed = f"{self.runs.program.source}\0{self.candidate}\0{where.told}"
        digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
        chance = random.Random(digest)  # noqa: S311  # tries, not secrets
        drawn: Iterator[list[Value]]
        if where.inputs is not None:
            drawn = map(where.inputs.input, near_inputs(where.inputs, chance))
        else:
            assert where.box is not None
            drawn = self._of_box(where.box, chance)
        found: list[list[Value]] = []
        for each, _ in zip(drawn, range(TRIES), strict=False):
            if each not in found:
                found.append(each)
        return found

    def _of_box(self, box: Box, chance: random.Random) -> Iterator[list[Value]]:
        sets = [list(_some(values.members())) if values.size() is not None else None
                for _, values in box.parameters]  # fmt: skip
        if any(each is None or not each for each in sets):
            return
        for _ in range(TRIES):
            yield [chance.choice(each) for each in sets if each]

    # -- one by one --------------------------------------------------------------------------------

    def is_enumerable(self, where: Field) -> bool:
        if not self._enumerating or where.box is None:
            return False
        size = where.box.size()
        return size is not None and size <= MAX_ENUMERATED

    def members(self, where: Field) -> Iterator[str]:
        """The inputs of a box."""
        assert where.box is not None
        for arguments in where.box.members():
            yield call_of(self.slots, list(arguments))

    def _by_enumeration(self, flaw: Flaw, where: Field, judged: Decided) -> Decided:
        trouble = ""
        count = endless = 0
        for call in self.members(where):
            said = self.flawed(call, flaw, where)
            count += 1
            if said is None:
                trouble = trouble or f"of `{call}` it cannot be said"
                endless += self.runs.is_endless(call)
                if endless >= MOST_LONG:  # each takes seconds
                    break
            elif said:
                return replace(self._refuted(call, flaw, judged), enumerated=count)
        if trouble:
            return replace(judged, why=trouble, enumerated=count)
        return replace(judged, strength=Strength.PROVED, why="", enumerated=count)


def _is_not(inputs: Inputs, arguments: Sequence[Value]) -> BoolTerm:
    """The condition that an input is not these arguments."""
    things = inputs.things()
    if len(things) != len(arguments):
        return True
    return not_(and_(*map(same, things, arguments)))


def _some(values: Iterator[Value]) -> Iterator[Value]:
    for value, _ in zip(values, range(5_000), strict=False):
        yield value
