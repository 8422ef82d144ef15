"""What is false where it was found, and is so of another moment, call or type (§3.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.claims.check.all_states import is_changed_in
from engine.claims.check.alterations import computed
from engine.claims.check.context import Frame
from engine.claims.check.discourse_base import Here, Scope, as_expression
from engine.claims.check.discourse_next import PerhapsNext
from engine.claims.check.discourse_unread import MAX_POINTS, NOT_FALSE, Kept
from engine.claims.check.events import happens
from engine.claims.check.points import Failure, Judged
from engine.claims.check.readings import type_name
from engine.claims.check.shared_names import by_the_point
from engine.claims.check.states import State
from engine.claims.check.telling import of_the_condition, told_pass
from engine.claims.check.told_calls import ToldCall
from engine.claims.evaluator import NoValue, Result, Undecidable
from engine.claims.model import (
    Alters,
    AtPoint,
    Change,
    Changes,
    Claim,
    ContextStartAndEnd,
    EndOfEveryPass,
    Exactly,
    Expr,
    NextEvent,
    PlacedClaim,
    Sets,
    Shows,
    Span,
    StartOfEveryPass,
    TruthOf,
    Unchanged,
    ValueIs,
)
from engine.claims.spans import NotReadableError
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import StepNo, Time
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval
from engine.values import Atom, Mapping, Sequence, Value

_PLAIN_OF: Final = {
    "collections.deque": "list",
    "collections.Counter": "dict",
    "collections.defaultdict": "dict",
    "collections.OrderedDict": "dict",
}
"""Types without a literal, and what their objects are shown as."""

_BY: Final = {Change.INCREASE: "b + v", Change.ADD: "b + v", Change.DECREASE: "b - v"}


class PerhapsOtherwise(PerhapsNext):
    """Softens what is REFUTED to AMBIGUOUS; verifies nothing."""

    def _perhaps_otherwise(self, entry: PlacedClaim, placed: PlacedClaim, judged: Judged) -> Judged:
        """The verdict of a claim that is REFUTED where it was placed."""
        if self._is_part:
            return judged
        try:
            why = self._shown_plainly(placed, judged) or self._at_another_moment(entry, placed)
        except (Failure, UndeterminedError, RecursionError):
            return judged
        return judged if not why else Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    # -- what has no literal ------------------------------------------------------------------

    def _shown_plainly(self, placed: PlacedClaim, judged: Judged) -> str:
        """Why, where what is shown as a list or dict is a deque, Counter, … that holds just that,
        of all moments of the claim."""
        expr, value, found = self._found_there(placed, judged)
        if expr is None or not found or not all(_is_shown_as(each, value) for each in found):
            return ""
        [plain] = {type_name(value)} - {None}
        kind = (type_name(found[0]) or "").rpartition(".")[2]
        return f"`{expr.text}` is a {kind}, not a {plain}: say what `{plain}({expr.text})` is"

    def _found_there(
        self, placed: PlacedClaim, judged: Judged
    ) -> tuple[Expr | None, Value, list[Value]]:
        """The expression of a claim of what something is or becomes, and what that is, at all of
        its moments."""
        nothing: tuple[Expr | None, Value, list[Value]] = None, Sequence("list", ()), []
        match placed.claim:
            case ValueIs(moment=moment, expr=expr, value=value, negated=False) if not isinstance(
                moment, StartOfEveryPass | EndOfEveryPass
            ):
                times = [point.state for point in judged.points]
            case Sets(target=target, to=Exactly(value=value)):
                expr = as_expression(target)
                times = self._times_of_changes(placed, judged, expr, placed.claim)
            case Changes(expr=expr, value=value):
                times = self._times_of_changes(placed, judged, expr, None)
            case _:
                return nothing
        if not isinstance(value, Sequence | Mapping):
            return nothing
        activation = self._frames_of(placed.chain)[0].activation
        found: list[Value] = []
        for time in times:
            one = None if time is None else State(self._moments, activation, time).evaluate(expr)
            if one is None or isinstance(one, NoValue | Undecidable):
                return nothing
            found.append(one)
        return expr, value, found

    def _times_of_changes(
        self, placed: PlacedClaim, judged: Judged, expr: Expr, sets: Sets | None
    ) -> list[Time | None]:
        """The states behind the visits that a claim is about; None for one that changes nothing."""
        frame = self._frames_of(placed.chain)[0]
        visits = self._moments.visits(frame.activation)
        times: list[Time | None] = []
        for point in judged.points:
            visit = visits.at(point.interval.first)
            changed = visit is not None and (
                self._differs(frame, visit, expr)
                if sets is None
                else happens(self._moments, visit, sets) is True
            )
            times.append(visit.after if visit is not None and changed else None)
        return times

    # -- another moment -----------------------------------------------------------------------

    def _at_another_moment(self, entry: PlacedClaim, placed: PlacedClaim) -> str:
        match entry.claim, placed.claim:
            case Shows(), ValueIs() as state:
                frame = self._single(entry.chain)
                if of_the_condition(frame, state.expr) and self._is_at(frame.start, frame, state):
                    return "that is so at the start of the pass: say when"
            case ValueIs(moment=ContextStartAndEnd(), negated=False), ValueIs() as state:
                frame = self._single(entry.chain)
                last = placed.chain[-1]  # names of the pass are nothing of it before they are set
                start = last.start if isinstance(last, Span) else frame.start
                frame = frame._replace(start=start)
                if self._is_once_in(frame, state.expr, state.value):
                    return "that is so in the midst of the pass: say when"
            case ValueIs(negated=False), ValueIs() as state if self._in_heading:
                frame = self._single(entry.chain)
                if frame.inside and self._is_once_in(frame, state.expr, state.value):
                    return "that is so later in the pass: say when"
            case ValueIs(moment=AtPoint(), negated=False), ValueIs() as state:
                frame = self._single(placed.chain[:-1])
                if self._is_at_the_end(frame, state):
                    return f"`{state.expr.text}` is that in the end: say when"
                if self._is_later_here(frame, state):
                    return "that is so later in what is being told: say when"
            case NextEvent(claim=Alters()), Alters() as altered:
                if self._is_in_several_steps(placed, altered):
                    return "that is done in several steps: say which"
            case _:
                pass
        return self._of_another_call(entry, placed) or self._of_what_comes_next(entry, placed)

    def _is_at(self, time: Time, frame: Frame, state: ValueIs) -> bool:
        return self._value_at(frame, state.expr, time) == state.value

    def _is_once_in(self, frame: Frame, expr: Expr, value: Value) -> bool:
        """Whether the expression is that in a state of the interval, those in calls among them."""
        last = min(frame.end, frame.start + MAX_POINTS)
        return any(
            self._value_at(frame, expr, Time(time)) == value
            for time in (*range(frame.start, last + 1), frame.end)
        )

    def _is_at_the_end(self, frame: Frame, state: ValueIs) -> bool:
        """Whether an element or attribute that is not there yet at the point, is that at the end of
        the context."""
        here = State(self._moments, frame.activation, self._here.time)
        if not isinstance(here.evaluate(state.expr), NoValue):
            return False
        if not here.binds_all(state.expr.tree):
            return False
        return self._value_at(frame, state.expr, frame.end) == state.value

    def _is_in_several_steps(self, placed: PlacedClaim, altered: Alters) -> bool:
        """Whether a later visit of the pass leaves the number as much larger or smaller than it was
        before the visit that is meant, as is said of this."""
        frame = self._single(placed.chain[:-1])
        meant = self._frames_of(placed.chain)[0]
        before = self._value_at(frame, altered.expr, meant.start)
        wanted = larger_or_smaller(altered.change, before, altered.operand)
        return wanted is not None and any(
            self._value_at(frame, altered.expr, visit.after) == wanted
            and self._differs(frame, visit, altered.expr)
            for visit in self._behind(frame, meant.interval.first, meant.interval.last)
        )

    # -- earlier in the pass, and outside of the call -----------------------------------------

    def _perhaps_in_this_pass(
        self,
        entry: PlacedClaim,
        scope: Scope,
        judged: Judged,
        before: Kept | None,
        began: Here,
    ) -> Judged:
        """The verdict of what becomes something, or of a change, that is REFUTED of what comes
        next: it may stand before the point in the innermost pass, or behind the point as it was
        when the sentence ``began``. ``before`` is how the narration was read before the claim."""
        if judged.verdict is not ClaimVerdict.REFUTED or scope.parts is not None:
            return judged
        if scope.failure is not None or before is None or not may_be_out_of_turn(entry.claim):
            return judged
        after = self._kept()
        try:
            told = before.calls
            chain = told[-1].chain if told and told[-1].around == scope.chain else scope.chain
            found = told_pass(self._moments, self._single(chain), before.here.step)
            if found is not None:
                start = Here(found[1].began, found[1].first, begins=True)
                if self._is_so_from(before, start, entry, scope):
                    why = "that is so earlier in this pass: say when"
                    return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)
            if began.time < before.here.time and self._is_so_from(before, began, entry, scope):
                why = "that is so before what stands before it in the sentence: say when"
                return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)
        except (Failure, UndeterminedError):
            return judged
        finally:
            self._back_to(after)
        return judged

    def _perhaps_in_the_last_pass(
        self, entry: PlacedClaim, scope: Scope, judged: Judged, ended: Here | None
    ) -> Judged:
        """The verdict of a condition that is REFUTED behind the end of a loop, of which the same
        sentence has told: it may be why the last pass was left in its midst."""
        if judged.verdict is not ClaimVerdict.REFUTED or scope.parts is not None:
            return judged
        if scope.failure is not None or not isinstance(entry.claim, TruthOf) or ended is None:
            return judged
        after = self._kept()
        try:
            found = told_pass(self._moments, self._single(scope.chain), ended.time)
            if found is None:
                return judged
            self._here = Here(found[1].began, found[1].first, begins=True)
            if self._judge(entry, scope)[1].verdict is not ClaimVerdict.VERIFIED:
                return judged
        except (Failure, UndeterminedError):
            return judged
        finally:
            self._back_to(after)
        why = "that is so in the last pass of the loop: say where"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _is_so_from(self, before: Kept, here: Here, entry: PlacedClaim, scope: Scope) -> bool:
        """Whether the claim is VERIFIED with another point, of a visit that begins before it."""
        self._back_to(before)
        self._here = here
        earlier = self._judge(entry, scope)[1]
        return earlier.verdict is ClaimVerdict.VERIFIED and all(
            point.interval.first <= before.here.time for point in earlier.points
        )

    def _perhaps_outside(
        self, entry: PlacedClaim, scope: Scope, judged: Judged, told: list[ToldCall]
    ) -> Judged:
        """The verdict of what something is that is REFUTED of a call that is told: the statement
        that has made the call may make it that."""
        if judged.verdict is not ClaimVerdict.REFUTED or scope.parts is not None:
            return judged
        match entry.claim:
            case ValueIs(moment=AtPoint(), expr=expr, value=value, negated=False):
                pass
            case Shows(expr=expr, value=value):
                pass
            case NextEvent(claim=Sets(target=target, to=Exactly(value=value))):
                try:
                    expr = as_expression(target)
                except NotReadableError:  # a thing that a word names
                    return judged
            case _:
                return judged
        try:
            if not any(self._is_made_by_the_call(call, expr, value) for call in told):
                return judged
        except (Failure, UndeterminedError):
            return judged
        why = f"`{expr.text}` is that when the call that is told has returned: say where"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _perhaps_around(
        self,
        entry: PlacedClaim,
        scope: Scope,
        found: tuple[PlacedClaim | None, Judged],
        before: Kept,
    ) -> tuple[PlacedClaim | None, Judged]:
        """What a claim is about, and its verdict, that is about a told call by what this shares
        with the functions around it: it may be about the context, where the verdict is another.
        ``before`` is how the narration was read before the claim."""
        placed, judged = found
        if judged.verdict is ClaimVerdict.UNSUPPORTED:
            return found
        if judged.verdict is ClaimVerdict.VERIFIED and self._changes_later(entry.claim):
            why = "the call that is told changes it after this: say when"
            return placed, Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)
        after = self._kept()
        self._back_to(before)
        self._sharing = False
        try:
            around = self._judge(entry, scope)
        finally:
            self._sharing = True
        refuted, there = judged.verdict is ClaimVerdict.REFUTED, around[1].verdict
        nothing = refuted and placed is None and isinstance(entry.claim, NextEvent)
        if nothing and there is ClaimVerdict.VERIFIED:  # the call has no such event any more
            return around
        self._back_to(after)
        if there is judged.verdict:
            return found
        if by_the_point(entry.claim) and not (refuted and there in NOT_FALSE):
            return found
        why = "it may be said of the call that is told, or of what is around it: say of which"
        return placed, Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _changes_later(self, claim: Claim) -> bool:
        """Whether what is said to remain as it is changes in the told call, behind the point."""
        if not isinstance(claim, Unchanged) or not self._calls:
            return False
        frame = self._single(self._calls[-1].chain)
        first, last = frame.interval
        rest = frame._replace(interval=Interval(StepNo(max(first, self._here.time)), last))
        return is_changed_in(self._moments, rest, claim.expr)

    def _is_made_by_the_call(self, call: ToldCall, expr: Expr, value: Value) -> bool:
        """Whether the visit that made the call makes the expression that."""
        around, called = self._single(call.around), self._single(call.chain)
        visit = self._moments.visits(around.activation).at(Time(called.interval.first))
        if visit is None or self._value_at(around, expr, visit.after) != value:
            return False
        return self._value_at(around, expr, visit.before) != value


def may_be_out_of_turn(claim: Claim) -> bool:
    """Whether the claim says what something becomes, or how it changes."""
    return isinstance(claim, NextEvent) and isinstance(claim.claim, Sets | Alters)


def _is_shown_as(found: Value, value: Value) -> bool:
    if _PLAIN_OF.get(type_name(found) or "") != type_name(value):
        return False
    match found, value:
        case Sequence(items=items), Sequence():
            return replace(value, items=items) == value
        case Mapping(pairs=pairs), Mapping():
            return replace(value, pairs=pairs) == value
        case _:
            return False


def larger_or_smaller(change: Change, before: Result, operand: Value | None) -> Value | None:
    """What a number is behind the change that is told of it; None of anything else."""
    text = _BY.get(change)
    if text is None or not _is_number(before) or operand is None or not _is_number(operand):
        return None
    assert isinstance(before, Atom)
    made = computed(text, b=before, v=operand)
    return None if isinstance(made, NoValue | Undecidable) else made


def _is_number(value: Result) -> bool:
    return isinstance(value, Atom) and isinstance(value.payload, int | float | complex)
