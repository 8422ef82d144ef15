"""“`y` does not matter”: inputs that differ in one parameter alone give the answer together.

Two inputs are asked about at once: one of the domain (and, where that is meant, of the path) that
gives the answer, and one of the domain that differs from it in the parameter alone and is in no
case that gives it. What the solver finds is run, both of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.backward.cases import Asked, UndecidedError, parts_of
from engine.backward.inputs import Inputs, stem
from engine.backward.solver import Answer as Solution
from engine.backward.terms import BoolTerm, Term, and_, not_, or_, substitute, variable
from engine.errors import StepwitnessError
from engine.search.answers import Answer
from engine.search.deciding import CONTRARY, Decided, Decider, Field, Strength
from engine.search.runs import call_of
from engine.values import Value


@dataclass(frozen=True, slots=True)
class _Giving:
    """The inputs of a part of a case that give the answer."""

    inputs: Inputs
    condition: BoolTerm


def decide_unimportant(decider: Decider, answer: Answer, name: str, where: Field) -> Decided:
    """Whether the parameter does not matter; raises `engine.backward.solver.SolverTimeError`."""
    judged = Decided(Strength.UNDECIDED, domain=where.told)
    names = [slot.parameter for slot in decider.slots]
    if name not in names:
        why = f"`{name}` is no parameter that the call gives"
        return replace(judged, strength=Strength.UNSUPPORTED, why=why)
    question = _Question(decider, answer, names.index(name), name, where)
    try:
        return question.by_cases(judged)
    except UndecidedError as error:
        judged = replace(judged, why=error.why)
    if decider.is_enumerable(where):
        return question.by_enumeration(judged)
    return judged


class _Question:
    def __init__(
        self, decider: Decider, answer: Answer, place: int, name: str, where: Field
    ) -> None:
        self._decider = decider
        self._answer = answer
        self._place = place
        self._name = name
        self._where = where
        self._stem = stem(name, place)

    def by_cases(self, judged: Decided) -> Decided:
        decider, where = self._decider, self._where
        explored = decider.explored(where)
        where.questions.begin()
        begun = len(where.questions.proofs)
        judged = replace(judged, cases=len(explored.cases))
        if explored.open:
            raise UndecidedError(explored.open)
        giving = list(self._giving())
        shapes = {id(case.inputs.variables): case.inputs for case in explored.cases}
        for one in giving:
            for other in shapes.values():
                if not self._differ_in_it_alone(one.inputs, other):
                    continue
                found = self._pair(one, other, giving)
                if found is None:
                    continue
                if not decider.refuting:
                    raise UndecidedError(CONTRARY)
                first, second = found
                return self._run(first, second, judged)
        return self._tried(decider.agreed_by_second(where, judged, begun))

    def _tried(self, judged: Decided) -> Decided:
        """A proof that inputs drawn at random, alike but for the parameter, do not break."""
        decider, runs = self._decider, self._decider.runs
        pairs = [(decider.call_of(one), decider.call_of(other)) for one, other in self._pairs()]
        runs.glance([call for pair in pairs for call in pair])
        for one, other in pairs:
            said = runs.gives(one, self._answer), runs.gives(other, self._answer)
            if None not in said and said[0] is not said[1]:
                raise UndecidedError(f"`{one}` and `{other}` break the proof: a model is wrong")
        return replace(judged, tries=len(pairs))

    def _pairs(self) -> Iterator[tuple[list[Value], list[Value]]]:
        """Inputs that differ in the parameter alone; on a path, one of each is the candidate."""
        drawn = self._decider.drawn(self._where)
        place = self._place
        if self._where.box is None:
            ones = [self._decider.arguments(self._decider.candidate)] * len(drawn)
        else:
            ones = drawn[1:] + drawn[:1]
        for one, another in zip(ones, drawn, strict=True):
            other = [*one[:place], another[place], *one[place + 1 :]]
            if other != one:
                yield one, other

    def _giving(self) -> Iterator[_Giving]:
        decider, where = self._decider, self._where
        asked = Asked(self._answer.value, self._answer.exception)
        for case in decider.explored(where).cases:
            if not case.exact:
                call = decider.call(case.inputs)
                try:
                    gives = decider.runs.answer(call) == self._answer
                except StepwitnessError as error:
                    raise UndecidedError(f"`{call}` cannot be run") from error
                yield _Giving(case.inputs, and_(*case.held, gives))
                continue
            for part in parts_of(case, asked, where.questions):
                yield _Giving(part.case.inputs, and_(*part.held, part.gives))

    def _differ_in_it_alone(self, one: Inputs, other: Inputs) -> bool:
        """Whether all other parameters have the same shape. (Shapes of one domain that are alike
        have the same example.)"""
        pairs = zip(one.recorded, other.recorded, strict=True)
        return all(a == b for at, (a, b) in enumerate(pairs) if at != self._place)

    def _pair(
        self, one: _Giving, other: Inputs, giving: list[_Giving]
    ) -> tuple[list[Value], list[Value]] | None:
        own = {term.name: term for term in one.inputs.variables}
        mapped: dict[Term, Term] = {}
        fresh: list[Term] = []
        for term in other.variables:
            if term.name.startswith(self._stem):
                mapped[term] = variable(f"other!{term.name}", term.sort, term.low, term.high)
                fresh.append(mapped[term])
            else:
                mapped[term] = own[term.name]
        gives = or_(
            *(each.condition for each in giving if each.inputs.variables is other.variables)
        )
        conditions = (
            *one.inputs.conditions,
            one.condition,
            *(substitute(each, mapped) for each in other.conditions),
            not_(substitute(gives, mapped)),
        )
        solved = self._where.questions.ask(conditions, [*one.inputs.variables, *fresh])
        if solved.answer is not Solution.SAT:
            return None
        theirs = {term: solved.values[mapped[term]] for term in other.variables}
        ours = {term: solved.values[term] for term in one.inputs.variables}
        return one.inputs.input(ours), other.input(theirs)

    def _run(self, first: list[Value], second: list[Value], judged: Decided) -> Decided:
        decider = self._decider
        one, other = call_of(decider.slots, first), call_of(decider.slots, second)
        try:
            gives = decider.runs.answer(one) == self._answer
            gives_too = decider.runs.answer(other) == self._answer
        except StepwitnessError as error:
            raise UndecidedError(f"`{other}` cannot be run") from error
        if gives and not gives_too:
            return self._refuted(one, other, judged)
        raise UndecidedError(f"what becomes of `{other}` is on another path")

    def _refuted(self, one: str, other: str, judged: Decided) -> Decided:
        entry = self._decider.runs.program.entry
        why = f"`{entry}({one})` gives the answer, and `{entry}({other})` does not"
        return replace(judged, strength=Strength.REFUTED, contrary=f"{entry}({other})", why=why)

    def by_enumeration(self, judged: Decided) -> Decided:
        """All inputs of a box, those together that differ in the parameter alone."""
        decider, where = self._decider, self._where
        assert where.box is not None
        groups: dict[str, tuple[list[str], list[str]]] = {}
        count = 0
        for arguments in where.box.members():
            call = call_of(decider.slots, list(arguments))
            rest = repr([value for at, value in enumerate(arguments) if at != self._place])
            count += 1
            try:
                gives = decider.runs.answer(call) == self._answer
            except StepwitnessError:
                return replace(judged, why=f"`{call}` cannot be run", enumerated=count)
            yes, no = groups.setdefault(rest, ([], []))
            (yes if gives else no).append(call)
        for yes, no in groups.values():
            if yes and no:
                return replace(self._refuted(yes[0], no[0], judged), enumerated=count)
        return replace(judged, strength=Strength.PROVED, why="", enumerated=count)
