"""What is false of what was found, and is so of what comes later: another call, or the next visit
(§3.7)."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from engine.claims.check.context import Frame, the_call
from engine.claims.check.discourse_meant import PerhapsMeant
from engine.claims.check.discourse_unread import MAX_POINTS
from engine.claims.check.events import subject
from engine.claims.check.telling import told_pass
from engine.claims.check.told_calls import calls_of
from engine.claims.evaluator import NoValue
from engine.claims.model import (
    Alters,
    AtPoint,
    CallBegins,
    CallContext,
    CallRaises,
    Chain,
    Claim,
    Expr,
    LengthIs,
    NextEvent,
    NowIs,
    PlacedClaim,
    RaisedBy,
    Sets,
    Unit,
    ValueIs,
)
from engine.claims.spans import read_expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import Time
from engine.trace.visits import Interval, Visit
from engine.values import Atom


class PerhapsNext(PerhapsMeant):
    """Softens what is REFUTED to AMBIGUOUS; verifies nothing."""

    def _of_another_call(self, entry: PlacedClaim, placed: PlacedClaim) -> str:
        """Why, where a call raises, or begins with what is told, and another one than was found."""
        match entry.claim, placed.claim, placed.chain:
            case RaisedBy(expr=expr), CallRaises(number=number, function=function), _:
                pass
            case (
                CallBegins(expr=expr, given=(_, *_), by=None),
                CallBegins(),
                (*_, CallContext(number=number, function=function)),
            ):
                pass
            case _:
                return ""
        if not self._is_so_of_another_call(entry, placed, expr, number):
            return ""
        return f"that is so of another call of `{function}`: say of which"

    def _is_so_of_another_call(
        self, entry: PlacedClaim, placed: PlacedClaim, expr: Expr, number: int
    ) -> bool:
        """Whether a later call that the expression can spell ends by the exception, or is given
        what is told; nothing where the call is being told that it was found to be about."""
        claim = placed.claim
        calls = calls_of(self._moments, self._single(entry.chain), expr)
        if not isinstance(claim, CallRaises):
            later = (each for each in calls if each[0] > number)
            return any(
                self._is_verified((*entry.chain, CallContext(other, function)), claim)
                for other, function, _ in islice(later, MAX_POINTS)
            )
        if any(each.call == CallContext(number, claim.function) for each in self._calls):
            return False
        end = self._moments.last_step(the_call(self._moments, number, claim.function))
        behind = (each for each in calls if self._moments.last_step(each[2]) > end)
        return any(
            self._is_verified(placed.chain, replace(claim, number=other))
            for other, _, _ in islice(behind, MAX_POINTS)
        )

    def _is_verified(self, chain: Chain, claim: Claim) -> bool:
        return self._verdict(PlacedClaim(claim, chain)) is ClaimVerdict.VERIFIED

    # -- the next visit -----------------------------------------------------------------------

    def _of_what_comes_next(self, entry: PlacedClaim, placed: PlacedClaim) -> str:
        """Why, where it is so of the next visit, and not of the one that is being told."""
        match entry.claim, placed.claim:
            case LengthIs(moment=AtPoint(), unit=Unit.ELEMENT, negated=False), LengthIs() as state:
                length = read_expr(f"len({state.expr.text})")
                as_value = ValueIs(AtPoint(), length, Atom(state.length), surface=state.surface)
                frame = self._single(placed.chain[:-1])
                if self._is_later_here(frame, as_value) or self._is_behind(frame, as_value):
                    return "that is so later in what is being told: say when"
            case NowIs(), ValueIs() as state:
                if self._is_behind(self._single(placed.chain[:-1]), state):
                    return "the next line makes it that: say when"
            case NextEvent(claim=Alters() | Sets() as event), _:
                if self._is_behind_what_raised(entry, placed, event):
                    return "what raised changes it, too, and what comes next does that: say where"
            case _:
                pass
        return ""

    def _is_behind(self, frame: Frame, state: ValueIs) -> bool:
        """Whether the visit directly behind the one that is being told, or that ends at the point,
        makes the expression that."""
        visit = self._visit_here(frame)
        if visit is None:
            return False
        behind = self._moments.visits(frame.activation).at(visit.last + 1)
        return (
            behind is not None
            and frame.interval.holds(behind.first)
            and self._value_at(frame, state.expr, behind.after) == state.value
            and self._differs(frame, behind, state.expr)
        )

    def _is_behind_what_raised(
        self, entry: PlacedClaim, placed: PlacedClaim, event: Alters | Sets
    ) -> bool:
        """Whether the visit that is meant raised something, and the next one that makes such a
        change makes this one."""
        frame = self._frames_of(placed.chain)[0]
        visit = self._moments.visits(frame.activation).at(frame.interval.first)
        if visit is None or self._moments.raised(visit) is None:
            return False
        kept = self._kept()
        try:
            self._named[frame.activation, subject(event)] = visit.first
            return self._verdict(self._found(entry, entry.claim)) is ClaimVerdict.VERIFIED
        finally:
            self._back_to(kept)

    def _is_later_here(self, frame: Frame, state: ValueIs) -> bool:
        """Whether a visit behind the point, in the innermost pass in which that lies, makes the
        expression that."""
        return any(
            self._value_at(frame, state.expr, visit.after) == state.value
            and self._differs(frame, visit, state.expr)
            for visit in self._behind(frame, self._here.step, self._here.time)
        )

    def _differs(self, frame: Frame, visit: Visit, expr: Expr) -> bool:
        before = self._value_at(frame, expr, visit.before)
        return not isinstance(before, NoValue) and before != self._value_at(
            frame, expr, visit.after
        )

    def _behind(self, frame: Frame, step: int, point: Time) -> list[Visit]:
        """The first visits behind a point, of the innermost pass in which a step lies."""
        told = told_pass(self._moments, frame, step)
        if told is None:
            return []
        last = min(told[1].last, frame.interval.last)
        visits = self._moments.visits(frame.activation).inside(Interval(told[1].first, Time(last)))
        return list(islice((each for each in visits if each.first > point), MAX_POINTS))
