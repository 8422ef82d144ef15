"""What is said behind a loop or a call of which it is not told which one it is (§3.6)."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.context import the_call
from engine.claims.check.discourse_unread import needs_the_point
from engine.claims.check.points import Judged
from engine.claims.check.told_calls import ToldCall
from engine.claims.model import (
    AnswerRaises,
    AnswerReturns,
    BaseState,
    CallBegins,
    CallContext,
    CallReturns,
    Claim,
    Gives,
    LoopEnds,
    LoopOver,
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

    def __init__(self, moments: Moments) -> None:
        self._moments = moments
        self._loops: list[OfLoop] = []  # what the sentence has said of loops, and not of which
        self._ended = False  # whether that a loop ends was such a claim, before it
        self._calls: list[Interval] = []

    def begin_sentence(self, *, prefixed: bool) -> None:
        """Behind a sentence only states are about where a loop ends; a prefix says where it is."""
        ended = self._ended or any(_is_of_its_end(each) for each in self._loops)
        self._ended, self._loops = ended and not prefixed, []

    def begin_context(self) -> None:
        """A heading says where what follows lies."""
        self._ended, self._loops = False, []

    def softened(
        self, entry: PlacedClaim, judged: Judged, before: list[ToldCall], calls: list[ToldCall]
    ) -> Judged:
        """The verdict of the next claim, with the calls that are told before it and behind it."""
        claim = entry.claim
        by_loop = needs_the_point(claim) and (
            bool(self._loops) or (self._ended and isinstance(claim, BaseState))
        )
        moves = not by_loop and not isinstance(claim, AnswerReturns | AnswerRaises)
        if moves and any(each.anchored for each in judged.points):
            self._ended = False
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


def _is_of_its_end(claim: OfLoop) -> bool:
    return isinstance(claim.claim, LoopEnds | LoopOver)


def says_its_call(claim: Claim) -> bool:
    """Whether the claim is about a call by its number or its arguments."""
    by_arguments = isinstance(claim, Gives) and isinstance(claim.expr.tree, ast.Call)
    return by_arguments or isinstance(claim, CallReturns)
