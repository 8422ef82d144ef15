"""States without a moment: which one is meant (§4, §5.75, §5.78, §5.81, §5.82)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, get_args

from engine.claims.check.context import Frame
from engine.claims.check.discourse_base import UNPLACED_TYPES
from engine.claims.check.discourse_contexts import InContexts
from engine.claims.check.events import happens
from engine.claims.check.kinds import (
    attribute_called,
    by_source,
    is_type,
    kind_in,
    named_by,
    plain_names,
    with_name,
)
from engine.claims.check.points import Failure, refuted, unsupported
from engine.claims.check.states import State
from engine.claims.check.telling import (
    of_the_condition,
    over_visit,
    pass_local,
    told_pass,
)
from engine.claims.evaluator import NoValue, Result, Undecidable
from engine.claims.model import (
    KIND_OF_THING,
    UNPLACED,
    Alters,
    Aside,
    AtPoint,
    BaseState,
    Claim,
    ContextStart,
    ContextStartAndEnd,
    Event,
    Expr,
    LineRaises,
    NextEvent,
    NotDone,
    NothingHappens,
    PlacedClaim,
    Sets,
    Shows,
    Span,
    Unchanged,
    ValueIs,
)
from engine.claims.spans import NotReadableError, read_target
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import StepNo, Time
from engine.trace.visits import Interval, Visit

_EVENTS: Final = get_args(Event)
_NAMING: Final = UNPLACED_TYPES | frozenset(_EVENTS)


class OfStates(InContexts):
    """Finds the states that claims speak of, and what is named by a word."""

    def _by_name(self, entry: PlacedClaim, claim: Claim) -> Claim:
        """The claim with what it names by a word alone found."""
        inner = claim.claim if isinstance(claim, NextEvent | NotDone) else claim
        names = plain_names(inner)
        if not names:
            return claim
        found: Claim = inner
        if any(name.startswith(KIND_OF_THING) for name in names):
            while (kind := kind_in(found)) is not None:
                found = with_name(found, kind, self._named_by(entry, claim, kind))
        found = self._with_attributes(entry, found, names)
        if found is inner:
            return claim
        if isinstance(claim, NextEvent):
            assert isinstance(found, _EVENTS)
            return replace(claim, claim=found)
        if isinstance(claim, NotDone):
            assert isinstance(found, Sets | Alters | LineRaises)
            return replace(claim, claim=found)
        return found

    def _with_attributes(self, entry: PlacedClaim, claim: Claim, names: list[str]) -> Claim:
        """The claim with the attributes that it names as if they were variables."""
        if type(claim) not in _NAMING and not (
            isinstance(claim, BaseState) and isinstance(claim.moment, AtPoint)
        ):
            return claim
        frames = self._frames_of(entry.chain)
        if len(frames) != 1:
            return claim
        frame, point = frames[0], self._here.time
        state = State(self._moments, frame.activation, Time(max(point, frame.start)))
        for name in names:
            if name.startswith(KIND_OF_THING) or state.binds(name):
                continue
            if name in self._own_names(frame):
                continue
            attribute = attribute_called(self._moments, frame, name, point)
            if attribute is not None:
                claim = with_name(claim, name, attribute)
        return claim

    def _named_by(self, entry: PlacedClaim, claim: Claim, kind: str) -> Expr:
        frame, here = self._single(entry.chain), self._here
        in_pass = isinstance(claim, BaseState) and isinstance(claim.moment, ContextStartAndEnd)
        if in_pass and not is_type(kind):
            return named_by(self._moments, frame, kind, frame.start, frame.interval.first)
        if isinstance(claim, BaseState) and not isinstance(claim.moment, AtPoint | Aside):
            found = by_source(self._moments, frame, kind, here.time)
            if found is None:
                raise Failure(ClaimVerdict.AMBIGUOUS, f"say which thing {kind} is")
            return found
        return named_by(self._moments, frame, kind, here.time, here.step)

    def _unchanged(self, entry: PlacedClaim, claim: Unchanged | NothingHappens) -> PlacedClaim:
        """In all states of the pass in which the point lies (from the point on, where a value is
        told); without a pass, of the visit that is being told, or at the point."""
        frame = self._single(entry.chain)
        here = self._here
        told = told_pass(self._moments, frame, here.step)
        visit = self._told_visit(frame)
        if isinstance(claim, Unchanged) and claim.value is not None:
            start = self._bound(frame, claim.expr)
            last = start if told is None else max(told[1].last, start)
            span = Span(StepNo(max(start + 1, 0)), Time(last), start)  # no step, outside of passes
        elif told is not None:
            span = Span(told[1].first, told[1].last, told[1].began)
        elif visit is not None:
            span = over_visit(visit)
        else:
            raise refuted("nothing is being told in which it could be unchanged")
        return PlacedClaim(claim, (*entry.chain, span), entry.relation)

    def _told_visit(self, frame: Frame) -> Visit | None:
        """The visit that is being told, of the context's activation itself (no call in it)."""
        trace = self._moments.trace
        if not self._here.told or not 0 <= self._here.floor <= trace.last_time:
            return None
        runs = trace.step(StepNo(self._here.floor)).activation
        if trace.owner(runs) != frame.activation:
            return None
        return self._moments.visits(frame.activation).at(self._here.floor)

    def _shows(self, entry: PlacedClaim, claim: Shows) -> PlacedClaim:
        """In a pass, the next thing that E becomes in it, if it becomes something; elsewhere, if
        what E is has been told, what it becomes next; else the state at the point."""
        frame = self._single(entry.chain)
        expr, here = claim.expr, self._here
        at = self._bound(frame, expr)
        stated = self._stated
        if (
            isinstance(stated, ValueIs)
            and not stated.negated
            and (stated.expr, stated.value) == (expr, claim.value)
        ):  # said once more
            again = ValueIs(ContextStart(), expr, claim.value, surface=claim.surface)
            return self._at(entry, again, at)
        told_in = told_pass(self._moments, frame, here.step)
        changed: Time | None = None
        if told_in is not None:
            within = frame._replace(interval=Interval(frame.interval.first, told_in[1].last))
            changed = self._changed(within, expr)
        if changed is not None:
            at = changed
        else:
            told = self._told.get((frame.activation, expr.dump))
            then = NoValue("") if told is None else self._value_at(frame, expr, told)
            if not isinstance(then, NoValue) and then == self._value_at(frame, expr, at):
                at = self._changed(frame, expr) or at
        if self._value_at(frame, expr, at) != claim.value and self._holds_as_it_begins(
            frame, claim
        ):
            at = frame.start
        shown = ValueIs(ContextStart(), expr, claim.value, surface=claim.surface)
        return self._at(entry, shown, at)

    def _holds_as_it_begins(self, frame: Frame, claim: Shows) -> bool:
        """Whether the context is a pass of a `while` loop whose condition has asked for what is
        shown, nothing in it has been told, and it is so when the pass begins."""
        return (
            not self._here.told
            and self._here.time <= frame.start
            and of_the_condition(frame, claim.expr)
            and self._value_at(frame, claim.expr, frame.start) == claim.value
        )

    def _value_at(self, frame: Frame, expr: Expr, at: Time) -> Result:
        return State(self._moments, frame.activation, at).evaluate(expr)

    def _at(self, entry: PlacedClaim, claim: Claim, at: Time) -> PlacedClaim:
        # A state that no visit is told of lasts from the step before it until the next one begins:
        # what was said to be so before that one's visit stands at it.
        ahead = at == self._here.time and not self._here.told
        # The state at the start of a context is else that just before its first step.
        first = max(at, 0) if ahead else max(at, 0, self._single(entry.chain).interval.first)
        here = Span(StepNo(first), Time(max(first, at) + ahead), at)
        return PlacedClaim(claim, (*entry.chain, here), entry.relation)

    def _bound(self, frame: Frame, *exprs: Expr) -> Time:
        """The point; where one of the expressions has no value there, the first state after a visit
        from there on in which all have one."""
        here = self._here.time
        step = self._here.step
        local = [pass_local(self._moments, frame, expr, step) for expr in exprs]
        later = max((each for each in local if each is not None), default=here)
        if here < later:
            return later
        if not self._lacks_a_value(frame, exprs, here):
            return here
        visits = self._moments.visits(frame.activation)
        current = visits.at(here)  # the point may lie in a call that it makes
        first = here if current is None else current.first
        since = Interval(StepNo(max(first, frame.interval.first, 0)), frame.interval.last)
        for visit in visits.inside(since):
            if not self._lacks_a_value(frame, exprs, visit.after):
                return visit.after
        return here

    def _lacks_a_value(self, frame: Frame, exprs: Sequence[Expr], at: Time) -> bool:
        return any(self._has_no_value(frame, expr, at) for expr in exprs)

    def _has_no_value(self, frame: Frame, expr: Expr, at: Time) -> bool:
        state = State(self._moments, frame.activation, at)
        return isinstance(state.evaluate(expr), NoValue)

    def _changed(self, frame: Frame, expr: Expr) -> Time | None:
        """The state after the visit, from the one that is being told on, that sets or changes
        what the expression is."""
        visits = self._moments.visits(frame.activation)
        current = visits.at(self._here.floor)
        first = self._here.floor if current is None else current.first
        since = Interval(StepNo(max(first, frame.interval.first)), frame.interval.last)
        try:
            setting = Sets(UNPLACED, read_target(expr.text), None)
        except NotReadableError:
            setting = None
        for visit in visits.inside(since):
            if setting is not None and happens(self._moments, visit, setting) is True:
                return visit.after
            before = State(self._moments, frame.activation, visit.before).evaluate(expr)
            after = State(self._moments, frame.activation, visit.after).evaluate(expr)
            if isinstance(after, Undecidable):
                raise unsupported(after.why)
            if not isinstance(after, NoValue) and before != after:
                return visit.after
        return None
