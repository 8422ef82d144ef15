"""`The call returns V` and `The function returns V` while a call is being told (§5.20)."""

from __future__ import annotations

from typing import Final

from engine.claims.check.discourse_base import Scope, failed
from engine.claims.check.discourse_otherwise import PerhapsOtherwise
from engine.claims.check.judge import judge_claim
from engine.claims.check.other_calls import NOT_TOLD, is_result_without_a_call
from engine.claims.check.points import Failure, Judged, every, unsupported
from engine.claims.model import (
    AnswerReturns,
    CallContext,
    PlacedClaim,
    Relation,
    Returning,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.parting import UndeterminedError

_TWO: Final = "a call is being told: say whether what it returns is meant, or the answer"


class OfAnswers(PerhapsOtherwise):
    """Tells the answer from what a told call returns."""

    def _of_told(
        self, claim: AnswerReturns, scope: Scope, relation: Relation
    ) -> tuple[PlacedClaim | None, Judged] | None:
        """The claim and its verdict where it can be about a told call, or about the one in whose
        context it stands; None where it is about the entry call."""
        of_call = claim.of is Returning.CALL
        if claim.of is Returning.ANSWER:
            return None
        if of_call and scope.failure is not None:
            return None, failed(scope.failure)
        if is_result_without_a_call(claim) and self.others.told_last:
            return None, failed(unsupported(NOT_TOLD))
        entry = PlacedClaim(claim, scope.chain, relation)
        if scope.parts is not None:
            if not of_call or not any(part.tells_a_call(inner) for part, inner in scope.parts):
                return None
            return None, every([part.judge_part(entry, inner) for part, inner in scope.parts])
        try:
            call = self._told_or_around(scope)
        except Failure as failure:  # the context is not there
            return (None, failed(failure)) if of_call else None
        if call is None:
            return None
        answer = judge_claim(self._moments, (), claim)
        if not of_call and answer.verdict is ClaimVerdict.VERIFIED:
            return None
        kept = self._kept()
        said = self._ended(entry, call, claim.result, claim)
        told = judge_claim(self._moments, (), said.claim)
        if not of_call:
            self._back_to(kept)
        if of_call and told.verdict in {ClaimVerdict.VERIFIED, answer.verdict}:
            return said, told
        if told.verdict is not answer.verdict:
            answer = Judged(ClaimVerdict.AMBIGUOUS, answer.points, _TWO)
        return entry, answer

    def tells_a_call(self, scope: Scope) -> bool:
        if scope.parts is not None:
            return any(part.tells_a_call(inner) for part, inner in scope.parts)
        try:
            return self._told_or_around(scope) is not None
        except Failure:
            return False

    def _told_or_around(self, scope: Scope) -> CallContext | None:
        """The innermost call that is told in the context, or the context's: not the entry call.
        Raises `Failure` where there is no such context."""
        if scope.failure is not None:
            return None
        chain = scope.chain
        if self._calls and self._calls[-1].around == chain:
            chain = self._calls[-1].chain
        try:
            activation = self._single(chain).activation
        except UndeterminedError:
            return None
        if activation == self._moments.trace.data.entry:
            return None
        return self._call_of(activation)
