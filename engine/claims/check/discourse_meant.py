"""What is false where it was found, and may have been meant otherwise (§3.7)."""

from __future__ import annotations

from abc import abstractmethod
from itertools import islice

from engine.claims.check.context import Frame
from engine.claims.check.derivations import pure_value
from engine.claims.check.discourse_base import as_expression
from engine.claims.check.discourse_unread import MAX_POINTS, AfterUnread
from engine.claims.check.events import happens
from engine.claims.check.judge import judge_placed
from engine.claims.check.points import Failure, Judged
from engine.claims.check.states import State
from engine.claims.check.telling import told_pass
from engine.claims.evaluator import NoValue
from engine.claims.model import (
    UNPLACED,
    AtPoint,
    Changes,
    Claim,
    Derives,
    Exactly,
    Expr,
    NextEvent,
    PlacedClaim,
    Sets,
    Shows,
    ValueIs,
)
from engine.claims.spans import NotReadableError, has_names, read_target
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import StepNo
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval, Visit


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
        told = told_pass(self._moments, frame, min(self._here.time, self._here.floor))
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

    def _verdict(self, placed: PlacedClaim) -> ClaimVerdict:
        chain, claim = placed.chain, placed.claim
        return judge_placed(self._moments, chain, claim, lambda: self._frames_of(chain)).verdict


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
