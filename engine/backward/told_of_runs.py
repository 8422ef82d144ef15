"""Facts about a run, for all inputs of its path: sentences of the narration language as conditions.

What a claim speaks of (which lines, passes, moments) is found on the recording, as `engine.claims`
finds it, and is the same on the whole path. What it says of values is evaluated over terms at those
moments of the replay; what it says of the way taken is settled by the recording.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.backward import terms
from engine.backward.answers import NoAnswerError, same
from engine.backward.expressions import MISSING, Evaluation, NoValueError
from engine.backward.machine import MISSING as UNBOUND
from engine.backward.machine import Machine, Watch
from engine.backward.models.builtin_calls import call, call_method
from engine.backward.models.comparing import contains, truth
from engine.backward.models.things import (
    BoolThing,
    BuiltinThing,
    DictThing,
    ListThing,
    PythonError,
    StrThing,
    TupleThing,
    UnmodelledError,
    int_term,
    is_bytes,
    is_concrete,
    is_int,
    is_str,
    type_name,
)
from engine.backward.run import Run
from engine.backward.terms import BoolTerm, and_, not_
from engine.claims.check.context import frames
from engine.claims.check.discourse import Discourse
from engine.claims.check.facts import COMPARING, DIVISIBLE, PROPERTIES, part_of
from engine.claims.check.points import Failure
from engine.claims.check.states import named_states
from engine.claims.model import (
    Agrees,
    AssertionHolds,
    AtPoint,
    BaseState,
    BlockRuns,
    BodyRuns,
    BreaksOut,
    ChainTakes,
    Compares,
    Comparing,
    ConditionIs,
    ConditionLeads,
    ContinuesLoop,
    HasType,
    Holds,
    IsDefined,
    LengthIs,
    LineRuns,
    LoopEnds,
    LoopEntered,
    LoopPasses,
    Narration,
    Occurs,
    PartIs,
    PlacedClaim,
    PropertyIs,
    SameObject,
    StateClaim,
    Unit,
    ValueIs,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.determined import determined
from engine.trace.model import ActivationId, Time
from engine.trace.moments import Moments
from engine.trace.trace import Trace

_OF_THE_WAY: Final = (
    ConditionIs, ConditionLeads, LineRuns, LoopPasses, LoopEnds, BreaksOut, ContinuesLoop,
    AssertionHolds, BodyRuns, ChainTakes, LoopEntered, BlockRuns,
)  # fmt: skip
"""Claims that depend on the instructions that run alone."""


@dataclass(frozen=True, slots=True)
class OnOneRun:
    """What a recording says of a fact. ``truth`` is None where that cannot be decided."""

    truth: bool | None
    verdict: ClaimVerdict
    why: str = ""  #: why it is not VERIFIED


class RunJudge:
    """Judges facts on one recording, keeping what was found about its moments."""

    def __init__(self, trace: Trace) -> None:
        self.trace: Final = trace
        self.moments: Final = determined(trace).index(Moments)
        self._known: dict[str, OnOneRun] = {}

    def judge(self, text: str, narration: Narration) -> OnOneRun:
        """The verdict on all claims of a sentence; ``text`` is what it is kept under."""
        if text not in self._known:
            self._known[text] = self._judged(narration)
        return self._known[text]

    def _judged(self, narration: Narration) -> OnOneRun:
        told = tuple(Discourse(self.moments).read(narration))
        for verdict in (ClaimVerdict.REFUTED, ClaimVerdict.AMBIGUOUS, ClaimVerdict.UNSUPPORTED):
            for each in told:
                if each.judged.verdict is verdict:
                    undecided = verdict is ClaimVerdict.UNSUPPORTED
                    return OnOneRun(None if undecided else False, verdict, each.judged.why)
        return OnOneRun(True, ClaimVerdict.VERIFIED)


class Fact:
    """A fact being watched for in one replay. `truth` is its condition when the replay is over."""

    def __init__(self, judge: RunJudge, narration: Narration) -> None:
        """Raises `UnmodelledError` where it is of no form that is known for a whole path."""
        self._parts: list[BoolTerm] = []
        self._wanted = 0
        self.watches: list[Watch] = []
        for told in Discourse(judge.moments).read(narration):
            placed = told.placed
            if not isinstance(placed, PlacedClaim):
                raise UnmodelledError("a fact about several passes")
            claim = placed.claim
            if isinstance(claim, _OF_THE_WAY):
                if told.judged.verdict is ClaimVerdict.UNSUPPORTED:
                    raise UnmodelledError(told.judged.why)
                self._settle(told.judged.verdict is ClaimVerdict.VERIFIED)
            elif isinstance(claim, BaseState) and not isinstance(claim.moment, AtPoint):
                self._watch(judge.moments, placed, claim)
            else:
                raise UnmodelledError("a fact of this form")

    @property
    def truth(self) -> BoolTerm:
        """The condition; only when all watches have looked."""
        if len(self._parts) != self._wanted:
            raise UnmodelledError("a moment that the replay did not come to")
        return and_(*self._parts)

    def _settle(self, held: BoolTerm) -> None:
        self._wanted += 1
        self._parts.append(held)

    def _watch(self, moments: Moments, placed: PlacedClaim, claim: StateClaim) -> None:
        try:
            places = [
                (frame.activation, time)
                for frame in frames(moments, placed.chain)
                for time, _ in named_states(moments, frame, claim.moment)
            ]
        except Failure as failure:
            if failure.verdict is ClaimVerdict.UNSUPPORTED:
                raise UnmodelledError(failure.why) from failure
            self._settle(False)
            return
        if not places:
            self._settle(False)  # of no state nothing holds
        for activation, time in places:
            self._wanted += 1
            self.watches.append(Watch(time, self._looking(activation, time, claim)))

    def _looking(
        self, activation: ActivationId, time: Time, claim: StateClaim
    ) -> Callable[[Machine], None]:
        def look(machine: Machine) -> None:
            def lookup(name: str) -> object:
                found = machine.variable(activation, name, time)
                return MISSING if found is UNBOUND else found

            self._parts.append(holds(claim, lookup, machine.run))

        return look


_Lookup: TypeAlias = Callable[[str], object]


def holds(claim: StateClaim, lookup: _Lookup, run: Run) -> BoolTerm:
    """Whether a claim holds in a state, as `engine.claims.check.states` has it; raises
    `UnmodelledError`."""
    try:
        return _holds(claim, Evaluation(lookup, run), lookup, run)
    except (NoValueError, PythonError):
        return False  # it has no value there
    except NoAnswerError as error:
        raise UnmodelledError(error.why) from error


def _holds(claim: StateClaim, state: Evaluation, lookup: _Lookup, run: Run) -> BoolTerm:
    match claim:
        case IsDefined(name=name, negated=negated):
            return (lookup(name) is not MISSING) is not negated
        case ValueIs(expr=expr, value=value, negated=negated):
            return _turned(same(state.value(expr.tree), value), negated=negated)
        case HasType(expr=expr, type_name=wanted, negated=negated):
            return (type_name(state.value(expr.tree)) == wanted) is not negated
        case Holds(expr=expr, negated=negated):
            return _turned(state.truth(expr.tree), negated=negated)
        case Agrees(left=left, right=right, negated=negated):
            both = alike(state.value(left.tree), state.value(right.tree))
            return _turned(both, negated=negated)
        case Compares():
            return _compared(claim, state, run)
        case PropertyIs(expr=expr, negated=negated):
            it = state.value(expr.tree)
            return _said(_of(PROPERTIES[claim.property], {"it": it}, run), negated=negated)
        case LengthIs(expr=expr, length=length, unit=unit, negated=negated):
            it = state.value(expr.tree)
            size = call(BuiltinThing("len"), [it], {}, run)
            if not _has_unit(it, unit):
                return False
            return _turned(terms.eq(int_term(size), length), negated=negated)
        case PartIs(expr=expr, value=wanted_part, unit=unit, negated=negated):
            whole = state.value(expr.tree)
            texts = is_str(whole) if unit is Unit.CHARACTER else is_str(whole) or is_bytes(whole)
            ordered = unit is not Unit.CHARACTER and isinstance(whole, ListThing | TupleThing)
            if not (texts or ordered):
                type_name(whole)
                return False
            return _turned(same(state.value(part_of(claim)), wanted_part), negated=negated)
        case Occurs(item=item, whole=whole, times=times):
            part = state.value(item.tree)
            found = call_method(state.value(whole.tree), "count", [part], {}, run)
            return terms.eq(int_term(found), times) if is_int(found) else False
        case SameObject():
            raise UnmodelledError("whether two names are of one object")


def _turned(held: BoolTerm, *, negated: bool) -> BoolTerm:
    return not_(held) if negated else held


def _compared(claim: Compares, state: Evaluation, run: Run) -> BoolTerm:
    left, right = state.value(claim.left.tree), state.value(claim.right.tree)
    match claim.comparison:
        case Comparing.DIVISIBLE:
            found = _of(DIVISIBLE, {"a": left, "b": right}, run)
        case Comparing.STARTS_WITH | Comparing.ENDS_WITH as how:
            found = call_method(left, how.value, [right], {}, run)
        case Comparing.IN:
            return _turned(contains(right, left, run), negated=claim.negated)
        case how:
            names = ast.Compare(ast.Name("a"), [COMPARING[how]], [ast.Name("b")])
            found = _evaluated(names, {"a": left, "b": right}, run)
    return _said(found, negated=claim.negated)


def _said(found: object, *, negated: bool) -> BoolTerm:
    """Of a result that is no bool neither the claim nor its negation holds."""
    if isinstance(found, bool | BoolThing):
        return _turned(truth(found), negated=negated)
    return False


def _of(text: str, values: dict[str, object], run: Run) -> object:
    return _evaluated(ast.parse(text, mode="eval").body, values, run)


def _evaluated(tree: ast.expr, values: dict[str, object], run: Run) -> object:
    def lookup(name: str) -> object:
        return values[name] if name in values else BuiltinThing(name)

    return Evaluation(lookup, run).value(tree)


def _has_unit(value: object, unit: Unit) -> bool:
    match unit:
        case Unit.ELEMENT:
            return True
        case Unit.CHARACTER:
            return is_str(value)
        case Unit.KEY:
            return isinstance(value, DictThing)


def alike(left: object, right: object) -> BoolTerm:
    """Structural equality of two things, types counted; raises `UnmodelledError`."""
    if type_name(left) != type_name(right):
        return False
    if is_concrete(left) and is_concrete(right):
        if isinstance(left, float | complex):
            raise UnmodelledError("floats compared by their bits")
        return left == right
    match left, right:
        case (ListThing(items=ours), ListThing(items=theirs)):
            return _all_alike(ours, theirs)
        case (TupleThing(items=one), TupleThing(items=other)):
            return _all_alike(one, other)
        case _ if isinstance(left, BoolThing | bool):
            return terms.iff(truth(left), truth(right))
        case _ if is_int(left):
            return terms.eq(int_term(left), int_term(right))
        case _ if is_str(left):
            return _alike_texts(left, right)
        case _:
            raise UnmodelledError(f"whether two of type {type_name(left)} are the same")


def _all_alike(left: Sequence[object], right: Sequence[object]) -> BoolTerm:
    if len(left) != len(right):
        return False
    return and_(*map(alike, left, right))


def _alike_texts(left: object, right: object) -> BoolTerm:
    one = left.chars if isinstance(left, StrThing) else tuple(map(ord, str(left)))
    other = right.chars if isinstance(right, StrThing) else tuple(map(ord, str(right)))
    return len(one) == len(other) and and_(*map(terms.eq, one, other))
