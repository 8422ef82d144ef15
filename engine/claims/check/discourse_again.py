"""What is said to be so, or to be done, *again*: it was before, too (docs/semantics.md §5.108)."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Final, get_args

from engine.claims.check.calls_within import is_made_alone, times_made
from engine.claims.check.context import Frame, entry_frames
from engine.claims.check.discourse_answers import OfAnswers
from engine.claims.check.discourse_base import as_expression
from engine.claims.check.discourse_unread import MAX_POINTS
from engine.claims.check.events import happens
from engine.claims.check.points import Failure, Judged
from engine.claims.check.told_calls import beginner, calls_of
from engine.claims.model import (
    UNPLACED,
    CallBegins,
    CallContext,
    CallRaises,
    CallReturns,
    Chain,
    Changes,
    Claim,
    Event,
    Exactly,
    Expr,
    Gives,
    Jumps,
    LineRuns,
    NextEvent,
    PlacedClaim,
    RaisedBy,
    Sets,
    Span,
    ValueIs,
)
from engine.claims.spans import NotReadableError, read_target
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import Time
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval, Visit
from engine.values import Value

_EVENTS: Final = get_args(Event)
_WHY: Final = "whether it was so before, as `again` says, is not settled"


class SaidAgain(OfAnswers):
    """Verifies nothing: what is VERIFIED becomes AMBIGUOUS where it was not so before."""

    def _perhaps_again(
        self, entry: PlacedClaim, placed: PlacedClaim | None, judged: Judged
    ) -> Judged:
        """The verdict of a claim of which it is said that it is so again."""
        if judged.verdict is not ClaimVerdict.VERIFIED or isinstance(entry.claim, Jumps):
            return judged  # that a loop goes on says by itself that it did before
        try:
            if (
                placed is not None
                and judged.points
                and self._was_before(entry.claim, placed, judged)
            ):
                return judged
        except (Failure, UndeterminedError, NotReadableError, RecursionError):
            pass
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, _WHY)

    def _was_before(self, said: Claim, placed: PlacedClaim, judged: Judged) -> bool:
        claim = placed.claim
        match said, claim:
            case CallBegins(), CallBegins():
                return self._was_called(said, placed)
            case CallBegins(), LineRuns():
                return self._was_called_inside(said, placed)
            case _, CallReturns() | CallRaises():
                return self._has_ended_so(said, claim)
            case _, ValueIs(negated=False, expr=expr, value=value):
                frame, time = self._moment(placed, judged)
                return self._has_become(frame, expr, value, time)
            case _, Sets(target=target, to=Exactly(value=value)):
                frame, time = self._moment(placed, judged)
                expr = as_expression(target)
                if self._has_become(frame, expr, value, time):
                    return True
            case _, Changes(expr=expr, value=value):
                frame, time = self._moment(placed, judged)
                return self._has_become(frame, expr, value, time)
            case _:
                pass
        return self._was_done(said, placed, judged)

    # -- calls --------------------------------------------------------------------------------

    def _was_called(self, said: CallBegins, placed: PlacedClaim) -> bool:
        """Whether such a call of a function of the program began before this one; by the same
        activation, where the caller is named."""
        own = self._frames_of(placed.chain)[0].activation
        begun = self._moments.trace.data.activations
        by = beginner(self._moments, own)
        whole = entry_frames(self._moments)[0]
        for number, function, activation in calls_of(self._moments, whole, said.expr):
            if begun[activation].first >= begun[own].first:
                return False
            if said.by is not None and beginner(self._moments, activation) != by:
                continue
            call = PlacedClaim(placed.claim, (CallContext(number, function),))
            if self._verdict(call) is ClaimVerdict.VERIFIED:  # with the same arguments
                return True
        return False

    def _was_called_inside(self, said: CallBegins, placed: PlacedClaim) -> bool:
        """Whether an earlier visit of the activation executed such a call of another function."""
        frame = self._frames_of(placed.chain)[0]
        call = said.expr.tree
        assert isinstance(call, ast.Call)
        return any(
            times_made(self._moments, visit, call) or is_made_alone(self._moments, visit, call)
            for visit in self._visits_before(frame, frame.interval.first)
        )

    def _has_ended_so(self, said: Claim, claim: CallReturns | CallRaises) -> bool:
        """Whether a call of the function ended so before that one did; where the call is named,
        such a call."""
        calls = list(enumerate(self._moments.calls(claim.function), start=1))
        ended = self._moments.last_step(calls[claim.number - 1][1])
        if isinstance(said, Gives | RaisedBy):
            spelled = calls_of(self._moments, entry_frames(self._moments)[0], said.expr)
            calls = [(number, activation) for number, _, activation in spelled]
        before = [each for each in calls if self._moments.last_step(each[1]) < ended]
        return any(
            self._verdict(PlacedClaim(replace(claim, number=number), ())) is ClaimVerdict.VERIFIED
            for number, _ in before[-MAX_POINTS:]
        )

    # -- states and events --------------------------------------------------------------------

    def _moment(self, placed: PlacedClaim, judged: Judged) -> tuple[Frame, Time]:
        """The activation that the claim is about, whole, and its moment; the last of several."""
        frame = self._frames_of(placed.chain)[0]
        point = judged.points[-1]
        time = point.interval.last if point.state is None else point.state
        return frame, Time(time)

    def _has_become(self, frame: Frame, expr: Expr, value: Value, time: Time) -> bool:
        """Whether the expression has become that more than once up to the moment; that it was
        so when the activation began counts, too."""
        try:
            sets = Sets(UNPLACED, read_target(expr.text), Exactly(value))
        except NotReadableError:
            sets = None
        start = self._moments.start(frame.activation)
        found = int(self._value_at(frame, expr, start) == value)
        for visit in self._visits_before(frame, time + 1):
            if visit.after > time:
                continue
            if self._becomes_that(frame, visit, expr, value, sets):
                found += 1
            if found > 1:
                return True
        return False

    def _becomes_that(
        self, frame: Frame, visit: Visit, expr: Expr, value: Value, sets: Sets | None
    ) -> bool:
        if self._value_at(frame, expr, visit.after) != value:
            return False
        if self._value_at(frame, expr, visit.before) != value:
            return True
        return sets is not None and happens(self._moments, visit, sets) is True

    def _was_done(self, said: Claim, placed: PlacedClaim, judged: Judged) -> bool:
        """Whether the claim is VERIFIED of an earlier visit of the activation: of the same line,
        where the claim names it or is about one."""
        claim = placed.claim
        line = getattr(claim, "line", None)
        if not isinstance(line, int):
            return False
        frame = self._frames_of(placed.chain)[0]
        around = _call_around(placed.chain)
        for visit in self._visits_before(frame, judged.points[-1].interval.first):
            there = claim
            if isinstance(said, NextEvent) and isinstance(claim, _EVENTS):  # it names no line
                if happens(self._moments, visit, claim) is not True:
                    continue
                there = replace(claim, line=visit.line)
            elif visit.line != line:
                continue
            span = Span(visit.first, visit.last, visit.before)
            if self._verdict(PlacedClaim(there, (*around, span))) is ClaimVerdict.VERIFIED:
                return True
        return False

    def _visits_before(self, frame: Frame, step: int) -> Iterable[Visit]:
        """The last visits of the activation that begin before the step."""
        visits = self._moments.visits(frame.activation)
        first = self._moments.trace.data.activations[frame.activation].first
        return islice(reversed(visits.inside(Interval(first, Time(step - 1)))), MAX_POINTS)


def _call_around(chain: Chain) -> Chain:
    """The contexts up to the call that the claim is about."""
    end = len(chain)
    while end and not isinstance(chain[end - 1], CallContext):
        end -= 1
    return chain[:end]
