"""What is said behind a loop or a call of which it is not told which one it is (§3.6)."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.context import the_call
from engine.claims.check.discourse_unread import needs_the_point
from engine.claims.check.points import Judged
from engine.claims.check.told_calls import ToldCall
from engine.claims.model import (
    CallBegins,
    CallContext,
    CallReturns,
    Claim,
    Gives,
    OfLoop,
    PlacedClaim,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import Time
from engine.trace.moments import Moments
from engine.trace.visits import Interval

_WHY: Final = "which one is meant before is not told, so what this is about is not known"
_KNOWN: Final = (ClaimVerdict.VERIFIED, ClaimVerdict.REFUTED)


class NotToldWhich:
    """What has been named, and could be several; one for a narration. It verifies nothing."""

    _loops: list[OfLoop]
    """What the sentence has said of loops, and not of which."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments
        self._calls: list[Interval] = []

    def begin_sentence(self) -> None:
        """A loop counts for its own sentence alone."""
        self._loops = []

    def softened(
        self, entry: PlacedClaim, judged: Judged, before: list[ToldCall], calls: list[ToldCall]
    ) -> Judged:
        """The verdict of the next claim, with the calls that are told before it and behind it."""
        claim = entry.claim
        by_loop = bool(self._loops) and needs_the_point(claim)
        if judged.verdict in _KNOWN and (by_loop or self._is_of_such_a_call(entry, judged)):
            judged = Judged(ClaimVerdict.AMBIGUOUS, judged.points, _WHY)
        if judged.verdict is ClaimVerdict.AMBIGUOUS:
            if isinstance(claim, OfLoop):
                self._loops.append(claim)
            if isinstance(claim, CallBegins) and calls != before:
                self._add(calls[-1])
        return judged

    def _add(self, told: ToldCall) -> None:
        activation = the_call(self._moments, told.call.number, told.call.function)
        first = self._moments.trace.data.activations[activation].first
        self._calls.append(Interval(first, Time(self._moments.last_step(activation))))

    def _is_of_such_a_call(self, entry: PlacedClaim, judged: Judged) -> bool:
        """Whether all that decides a claim lies in such a call, and it does not say itself in
        which call that is."""
        if says_its_call(entry.claim) or any(isinstance(c, CallContext) for c in entry.chain):
            return False
        inside = [each.interval for each in judged.points]
        return bool(inside) and any(
            all(call.first <= each.first and each.last <= call.last for each in inside)
            for call in self._calls
        )


def says_its_call(claim: Claim) -> bool:
    """Whether the claim is about a call by its number or its arguments."""
    by_arguments = isinstance(claim, Gives) and isinstance(claim.expr.tree, ast.Call)
    return by_arguments or isinstance(claim, CallReturns)
