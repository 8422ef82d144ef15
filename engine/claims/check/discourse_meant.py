"""What is false where it was found, and may have been meant otherwise (§3.7)."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from operator import attrgetter
from typing import Final

from engine.claims.check.context import Frame
from engine.claims.check.derivations import pure_value
from engine.claims.check.discourse_base import Here, Scope, as_expression
from engine.claims.check.discourse_events import without_its_line
from engine.claims.check.discourse_unread import (
    MAX_POINTS,
    MAX_TRIES,
    NOT_FALSE,
    AfterUnread,
    needs_the_point,
)
from engine.claims.check.events import happens
from engine.claims.check.judge import judge_placed
from engine.claims.check.points import Failure, Judged
from engine.claims.check.states import State
from engine.claims.check.telling import told_pass
from engine.claims.check.told_calls import ToldCall
from engine.claims.evaluator import NoValue
from engine.claims.model import (
    UNPLACED,
    AtPoint,
    BaseState,
    CallBegins,
    CallContext,
    Chain,
    Changes,
    Claim,
    ContextStartAndEnd,
    Derives,
    Event,
    Exactly,
    Expr,
    Gives,
    NextEvent,
    NowIs,
    PlacedClaim,
    RaisedBy,
    Sets,
    Shows,
    Span,
    ValueIs,
)
from engine.claims.spans import NotReadableError, has_names, read_target
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import StepNo, Time
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval, Visit

_NAMING_A_CALL: Final = (CallBegins, Gives, RaisedBy)
"""Claims that may name a call by its function: they are about the context, whatever is told."""


class PerhapsMeant(AfterUnread):
    """Softens what is REFUTED to AMBIGUOUS; verifies nothing."""

    @abstractmethod
    def _found(self, entry: PlacedClaim, claim: Claim) -> PlacedClaim:
        """The claim with its line and its context."""

    def _perhaps_meant(self, entry: PlacedClaim, placed: PlacedClaim, judged: Judged) -> Judged:
        """The verdict of a claim that is REFUTED where it was placed."""
        match entry.claim:
            case ValueIs(moment=AtPoint(), negated=False) as state:
                soon = self._is_soon(entry, state)
            case NextEvent(claim=Sets() | Derives()):
                sets = _as_setting(placed.claim)  # with things that a word names found
                soon = sets is not None and self._is_later_in_the_pass(entry, placed, sets)
            case _:
                return judged
        if not soon:
            return judged
        first = next((point.told for point in judged.points if point.told), "it is something else")
        why = f"{first} first, and that later in what is being told: say which is meant"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _is_soon(self, entry: PlacedClaim, state: ValueIs) -> bool:
        """Whether `E = V` (§5.75), said here, would be true."""
        shows = Shows(state.expr, state.value, surface=state.surface)
        kept = self._kept()
        try:
            placed = self._found(PlacedClaim(shows, entry.chain, entry.relation), shows)
            return self._verdict(placed) is ClaimVerdict.VERIFIED
        except (Failure, UndeterminedError, RecursionError):
            return False
        finally:
            self._back_to(kept)

    def _is_later_in_the_pass(self, entry: PlacedClaim, placed: PlacedClaim, sets: Sets) -> bool:
        """Whether a later visit of the pass that is being told sets the target to the value."""
        named = self._frames_of(placed.chain)
        frames = self._frames_of(entry.chain)
        if len(named) != 1 or len(frames) != 1:
            return False
        frame = frames[0]
        told = told_pass(self._moments, frame, self._here.step)
        if told is None or frame.activation != named[0].activation:
            return False
        last = min(told[1].last, frame.interval.last)
        behind = Interval(StepNo(named[0].interval.last + 1), last)
        visits = self._moments.visits(frame.activation).inside(behind)
        return any(self._becomes(frame, visit, sets) for visit in islice(visits, MAX_POINTS))

    def _becomes(self, frame: Frame, visit: Visit, sets: Sets) -> bool:
        """Whether the visit sets the target to the value, or changes it so that it is that."""
        if not isinstance(sets.to, Exactly):
            return False
        expr = as_expression(sets.target)
        if State(self._moments, frame.activation, visit.after).evaluate(expr) != sets.to.value:
            return False
        if happens(self._moments, visit, sets) is True:
            return True
        before = State(self._moments, frame.activation, visit.before).evaluate(expr)
        return not isinstance(before, NoValue) and before != sets.to.value

    def _perhaps_told(self, entry: PlacedClaim, judged: Judged) -> Judged:
        """The verdict of a claim that asked for the next event, and is REFUTED of it or found
        none: it may be about the visit that has just been told in another way."""
        if isinstance(entry.claim, CallBegins):
            return self._perhaps_called(entry, judged)
        if self._asked is None:
            return judged
        chain, event = self._asked
        frame = self._single(chain)
        visit = self._visit_here(frame)
        if visit is None or visit.last < frame.interval.first:
            return judged
        if without_its_line(frame, event, visit) in self._named:
            return judged
        if not self._is_of(frame, chain, event, visit):
            return judged
        why = f"line {visit.line} just did that, and what comes next does not: say which is meant"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _perhaps_called(self, entry: PlacedClaim, judged: Judged) -> Judged:
        """As `_perhaps_told`, of a call that may have been made in that visit."""
        kept = self._kept()
        try:
            visit = self._visit_here(self._single(entry.chain))
            if visit is None:
                return judged
            self._here = Here(Time(visit.first), visit.first)
            if self._verdict(self._found(entry, entry.claim)) is not ClaimVerdict.VERIFIED:
                return judged
        except (Failure, UndeterminedError):
            return judged
        finally:
            self._back_to(kept)
        why = "that call is made in what was just told: say in what"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _visit_here(self, frame: Frame) -> Visit | None:
        """The visit that is being told, or else the one that ends at the point."""
        told = self._told_visit(frame)
        if told is not None:
            return told
        trace, time = self._moments.trace, self._here.time
        if not 0 <= time <= trace.last_time:
            return None
        if trace.owner(trace.step(StepNo(time)).activation) != frame.activation:
            return None
        visit = self._moments.visits(frame.activation).at(time)
        return visit if visit is not None and visit.after == time else None

    def _is_of(self, frame: Frame, chain: Chain, event: Event, visit: Visit) -> bool:
        """Whether the event, as it is told, is true of a visit."""
        if isinstance(event, Sets) and self._becomes(frame, visit, event):
            return True
        if happens(self._moments, visit, event) is not True:
            return False
        placed = replace(event, line=visit.line)
        span = Span(visit.first, visit.last, visit.before)
        return self._verdict(PlacedClaim(placed, (*chain, span))) is ClaimVerdict.VERIFIED

    def _perhaps_before(self, entry: PlacedClaim, scope: Scope, judged: Judged) -> Judged:
        """The verdict of a claim that names its moment by the point and is REFUTED there: in a
        context of its own it may be about what stands before the point in it."""
        if judged.verdict is not ClaimVerdict.REFUTED or scope.parts is not None:
            return judged
        if not scope.chain or scope.failure is not None or not _is_of_the_next(entry.claim):
            return judged
        after = self._kept()
        try:
            frames = self._frames_of(scope.chain)
            if len(frames) != 1:
                return judged
            self._named.clear()
            self._told.clear()
            self._labelled.clear()
            self._calls = [each for each in self._calls if each.around != scope.chain]
            self._here = Here(frames[0].start, frames[0].interval.first, begins=True)
            if self._judge(entry, scope)[1].verdict not in NOT_FALSE:
                return judged
        except (Failure, UndeterminedError):
            return judged
        finally:
            self._back_to(after)
        why = "that is so earlier in what this is about: say when"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _perhaps_of_a_call(self, entry: PlacedClaim, scope: Scope, judged: Judged) -> Judged:
        """The verdict of a state of a pass that is REFUTED: where its names stand for nothing in
        the function, it may be about a call that is made in the pass, as below its heading."""
        claim = entry.claim
        if judged.verdict is not ClaimVerdict.REFUTED or not isinstance(claim, BaseState):
            return judged
        if not isinstance(claim.moment, ContextStartAndEnd):
            return judged
        if scope.parts is not None or scope.failure is not None:
            return judged
        after = self._kept()
        try:
            frames = self._frames_of(scope.chain)
            if len(frames) != 1:
                return judged
            start = Here(frames[0].start, frames[0].interval.first, begins=True)
            self._calls, self._here = [], start
            state = PlacedClaim(replace(claim, moment=AtPoint()), scope.chain, entry.relation)
            if self._in_naming_call(state, state.claim) is state:  # a name of the function
                return judged
            self._calls, self._here = [], start
            if self._judge(state, scope)[1].verdict not in NOT_FALSE:
                return judged
        except Failure as failure:  # several calls
            if failure.verdict is not ClaimVerdict.AMBIGUOUS:
                return judged
        except UndeterminedError:
            return judged
        finally:
            self._back_to(after)
        why = "that is so of a call that is made in the pass: say of which"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _perhaps_there(self, entry: PlacedClaim, judged: Judged) -> Judged:
        """The verdict of a claim that is REFUTED outside of what the sentence before was about: it
        may go on about that."""
        if judged.verdict is not ClaimVerdict.REFUTED or self._prefixed is None:
            return judged
        scope, calls = self._prefixed
        if scope.failure is not None or not scope.chain or not needs_the_point(entry.claim):
            return judged
        after = self._kept()
        self._calls = list(calls)
        try:
            self._enter(scope.chain)
            there = PlacedClaim(entry.claim, scope.chain, entry.relation)
            if self._judge(there, scope)[1].verdict is not ClaimVerdict.VERIFIED:
                return judged
        finally:
            self._back_to(after)
        why = "that is so in what the sentence before is about: say where"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _perhaps_deeper(
        self, entry: PlacedClaim, scope: Scope, judged: Judged, here: Here, told: list[ToldCall]
    ) -> Judged:
        """The verdict of a claim that is REFUTED of a call: where that call makes others of its
        function, it may be about one of these. ``here`` and ``told`` are as before the claim."""
        if judged.verdict is not ClaimVerdict.REFUTED or scope.parts is not None:
            return judged
        if scope.failure is not None or not may_be_of_another(entry.claim):
            return judged
        after = self._kept()
        self._here, self._calls = here, list(told)
        try:
            for call in self._calls_of_the_same(scope.chain):
                self._tries += 1
                if self._tries > MAX_TRIES:
                    break
                self._back_to(after)
                self._calls = list(told)
                self._push(ToldCall(scope.chain, call))
                start = self._single((*scope.chain, call))
                self._here = Here(start.start, start.interval.first, begins=True)
                if self._judge(entry, scope)[1].verdict is ClaimVerdict.VERIFIED:
                    why = f"that is so of call {call.number} of `{call.function}`: say of which"
                    return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)
        except (Failure, UndeterminedError):
            return judged
        finally:
            self._back_to(after)
        return judged

    def _calls_of_the_same(self, chain: Chain) -> Iterator[CallContext]:
        """Calls of the context's function that begin in it after the point; where a call is told
        there, in that one."""
        if self._calls and self._calls[-1].around == chain:
            chain = self._calls[-1].chain
        frame = self._single(chain)
        begun = self._moments.trace.data.activations
        code = begun[frame.activation].code
        first = max(self._here.time, frame.interval.first)
        number = bisect_right(begun, first, key=attrgetter("first"))
        for each in islice(begun, number, number + MAX_POINTS):
            if each.first > frame.interval.last:
                return
            call = self._call_of(each.id) if each.code == code else None
            if call is not None:
                yield call

    def _verdict(self, placed: PlacedClaim) -> ClaimVerdict:
        chain, claim = placed.chain, placed.claim
        return judge_placed(self._moments, chain, claim, lambda: self._frames_of(chain)).verdict


def may_be_of_another(claim: Claim) -> bool:
    """Whether the claim is about a call by the point alone, and names none."""
    return needs_the_point(claim) and not isinstance(claim, _NAMING_A_CALL)


def _is_of_the_next(claim: Claim) -> bool:
    """Whether the claim is about what comes next after the point, and not about what is so."""
    return needs_the_point(claim) and not isinstance(claim, BaseState | Shows | NowIs)


def _as_setting(claim: Claim) -> Sets | None:
    """That a target becomes a value, where that is what the claim says (of what the writer works
    out: from numbers alone, and rightly)."""
    match claim:
        case Sets(to=Exactly()):
            return claim
        case Changes(expr=expr, value=value):
            rest: tuple[Expr, ...] = ()
        case Derives(parts=(expr, *parts), value=value):
            rest = tuple(parts)
        case _:
            return None
    if any(has_names(part.tree) or pure_value(part.tree) != value for part in rest):
        return None
    try:
        return Sets(UNPLACED, read_target(expr.text), Exactly(value), surface=claim.surface)
    except NotReadableError:
        return None
