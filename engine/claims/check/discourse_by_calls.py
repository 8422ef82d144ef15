"""What becomes something in a visit that does not set it: by a call that is not told, or with an
object that is another (§3.7)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from engine.claims.check.context import Frame
from engine.claims.check.discourse_base import Scope, as_expression
from engine.claims.check.discourse_otherwise import PerhapsOtherwise, larger_or_smaller
from engine.claims.check.discourse_unread import MAX_POINTS, Kept
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
    NameTarget,
    NextEvent,
    PlacedClaim,
    Sets,
)
from engine.claims.spans import NotReadableError, read_target
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import StepNo
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval, Visit
from engine.values import Atom, Value


class PerhapsByCalls(PerhapsOtherwise):
    """Softens what is REFUTED to AMBIGUOUS; verifies nothing."""

    def _perhaps_by_calls(
        self,
        entry: PlacedClaim,
        scope: Scope,
        judged: Judged,
        told: list[ToldCall],
        before: Kept | None,
    ) -> Judged:
        """The verdict of what becomes something, or is increased or decreased, that is REFUTED of
        what the function itself does. ``before`` is how the narration was read before the claim."""
        judged = self._perhaps_outside(entry, scope, judged, told)
        if judged.verdict is not ClaimVerdict.REFUTED or before is None:
            return judged
        if scope.parts is not None or scope.failure is not None:
            return judged
        assert isinstance(entry.claim, NextEvent)
        event = entry.claim.claim
        calls = before.calls
        chain = calls[-1].chain if calls and calls[-1].around == scope.chain else scope.chain
        try:
            if not self._is_done_around(chain, event, before):
                return judged
        except (Failure, UndeterminedError, NotReadableError, RecursionError):
            return judged
        why = "that is so of what no line here sets: say what makes it so"
        return Judged(ClaimVerdict.AMBIGUOUS, judged.points, why)

    def _is_done_around(self, chain: Chain, event: Event, before: Kept) -> bool:
        """Whether a visit of the pass in which the point lies, from the one that is being told on,
        leaves it as it is said to become, and does nothing of the kind itself."""
        frame = self._single(chain)
        return any(
            self._makes_it(frame, visit, event)
            for visit in islice(self._from_here_on(frame, before), MAX_POINTS)
        )

    def _from_here_on(self, frame: Frame, before: Kept) -> Iterable[Visit]:
        floor = before.here.floor
        told = told_pass(self._moments, frame, before.here.step)
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
