"""What other calls may make of a claim that is REFUTED of the told one, or of what is around it
(§3.7): a call that is not told, one that has raised, and the one that a call to itself goes back
to; and what becomes something with an object that is another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from engine.claims.check.context import Frame
from engine.claims.check.discourse_base import Here, Scope, as_expression
from engine.claims.check.discourse_meant import may_be_of_another
from engine.claims.check.discourse_otherwise import PerhapsOtherwise, larger_or_smaller
from engine.claims.check.discourse_unread import MAX_POINTS, MAX_TRIES
from engine.claims.check.events import happens
from engine.claims.check.points import Failure, Judged
from engine.claims.check.telling import told_pass
from engine.claims.check.told_calls import ToldCall
from engine.claims.model import (
    UNPLACED,
    Alters,
    Chain,
    Event,
    Exactly,
    LineReturns,
    NameTarget,
    NextEvent,
    PlacedClaim,
    Sets,
)
from engine.claims.spans import NotReadableError, read_target
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import Ending, StepNo, Time
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval, Visit
from engine.values import Atom, Value


class PerhapsByCalls(PerhapsOtherwise):
    """Softens what is REFUTED to AMBIGUOUS; verifies nothing."""

    def _perhaps_by_calls(
        self, entry: PlacedClaim, scope: Scope, judged: Judged, here: Here, told: list[ToldCall]
    ) -> Judged:
        """The verdict of a claim that is REFUTED of a told call, or of what is around it: another
        call may make it so. ``here`` and ``told`` are as before the claim."""
        judged = self._perhaps_outside(entry, scope, judged, told)
        if scope.parts is not None or scope.failure is not None:
            return judged
        judged = self._perhaps_by_a_call(entry, scope, judged, here, told)
        judged = self._perhaps_behind_what_raised(entry, scope, judged, here, told)
        return self._perhaps_behind_one_of_its_own(entry, scope, judged, told)

    # -- by a call that is not told -----------------------------------------------------------

    def _perhaps_by_a_call(
        self, entry: PlacedClaim, scope: Scope, judged: Judged, here: Here, told: list[ToldCall]
    ) -> Judged:
        """The verdict of what becomes something, or is increased or decreased, that is REFUTED of
        what the function itself does."""
        claim = entry.claim
        if judged.verdict is not ClaimVerdict.REFUTED or not isinstance(claim, NextEvent):
            return judged
        chain = told[-1].chain if told and told[-1].around == scope.chain else scope.chain
        try:
            if not self._is_done_around(chain, claim.claim, here):
                return judged
        except (Failure, UndeterminedError, NotReadableError, RecursionError):
            return judged
        why = "that is so of what no line here sets: say what makes it so"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _is_done_around(self, chain: Chain, event: Event, here: Here) -> bool:
        """Whether a visit of the pass in which the point lies, from the one that is being told on,
        leaves it as it is said to become, and does nothing of the kind itself."""
        frame = self._single(chain)
        return any(
            self._makes_it(frame, visit, event)
            for visit in islice(self._from_here_on(frame, here), MAX_POINTS)
        )

    def _from_here_on(self, frame: Frame, here: Here) -> Iterable[Visit]:
        floor = here.floor
        told = told_pass(self._moments, frame, here.step)
        visits = self._moments.visits(frame.activation)
        current = visits.at(floor)
        first = max(floor if current is None else current.first, frame.interval.first)
        last = frame.interval.last if told is None else min(told[1].last, frame.interval.last)
        return visits.inside(Interval(StepNo(first), last))

    def _makes_it(self, frame: Frame, visit: Visit, event: Event) -> bool:
        wanted: Value | None
        match event:
            case Sets(target=target, to=Exactly(value=wanted)):
                if not isinstance(target, NameTarget) and not self._lines(frame, event):
                    return False  # §5.88 says what comes next
                expr = as_expression(target)
            case Alters(expr=expr, change=change, operand=operand):
                target = read_target(expr.text)
                before = self._value_at(frame, expr, visit.before)
                wanted = larger_or_smaller(change, before, operand)
            case _:
                return False
        after = self._value_at(frame, expr, visit.after)
        if not isinstance(wanted, Atom):  # a thing may change in place: that is an event of its own
            return False
        if after != wanted or self._value_at(frame, expr, visit.before) == wanted:
            return False
        setting = Sets(UNPLACED, target, surface=event.surface)
        return happens(self._moments, visit, setting) is False

    # -- behind a call that has raised --------------------------------------------------------

    def _perhaps_behind_what_raised(
        self, entry: PlacedClaim, scope: Scope, judged: Judged, here: Here, told: list[ToldCall]
    ) -> Judged:
        """The verdict of a claim that is REFUTED of a call that has ended by an exception: it may
        be about what is around it. ``here`` and ``told`` are as before the claim."""
        if judged.verdict is not ClaimVerdict.REFUTED or not may_be_of_another(entry.claim):
            return judged
        after = self._kept()
        try:
            left = self._without_what_raised(scope.chain, here, told)
            if left == told:
                return judged
            self._here, self._calls = here, left
            if self._judge(entry, scope)[1].verdict is not ClaimVerdict.VERIFIED:
                return judged
        except (Failure, UndeterminedError):
            return judged
        finally:
            self._back_to(after)
        why = "that is so outside of the call that has raised: say where"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _without_what_raised(
        self, chain: Chain, here: Here, told: list[ToldCall]
    ) -> list[ToldCall]:
        """The calls that are told but for the innermost one, where that has ended by an exception
        at the point, and those around it that end by one, too."""
        left = list(told)
        while left and left[-1].around == chain and not left[-1].opened:
            activation = self._single(left[-1].chain).activation
            if self._moments.trace.ending(activation) is not Ending.RAISED:
                break
            if left == told and self._moments.departure(activation).first > here.time:
                break
            left.pop()
        return left

    # -- behind a call to itself ---------------------------------------------------------------

    def _perhaps_behind_one_of_its_own(
        self, entry: PlacedClaim, scope: Scope, judged: Judged, told: list[ToldCall]
    ) -> Judged:
        """The verdict of an event that is REFUTED of a call that is told, which the same function
        has made: it may be about what that does when the call has returned."""
        if judged.verdict is not ClaimVerdict.REFUTED or not isinstance(entry.claim, NextEvent):
            return judged
        if isinstance(entry.claim.claim, LineReturns):  # it is said of the call
            return judged
        after = self._kept()
        left = list(told)
        try:
            while left and left[-1].around == scope.chain and not left[-1].opened:
                called = self._single(left.pop().chain)
                around = left[-1].chain if left and left[-1].around == scope.chain else scope.chain
                if not self._is_of_the_same_function(called, self._single(around)):
                    break
                self._tries += 1
                if self._tries > MAX_TRIES:
                    break
                self._back_to(after)
                self._calls = list(left)
                last = self._moments.last_step(called.activation)
                self._here = Here(Time(last), last)
                if self._judge(entry, scope)[1].verdict is ClaimVerdict.VERIFIED:
                    why = "that is so when the call to itself has returned: say of which call"
                    return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)
        except (Failure, UndeterminedError):
            return judged
        finally:
            self._back_to(after)
        return judged

    def _is_of_the_same_function(self, one: Frame, other: Frame) -> bool:
        begun = self._moments.trace.data.activations
        return begun[one.activation].code == begun[other.activation].code
