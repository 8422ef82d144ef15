"""`The call returns V`, `The function returns V` and `The result is V` while a call is being told,
and `The result of g(3) is V` (§5.20)."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.context import entry_frames
from engine.claims.check.discourse_base import Reader, Scope, failed
from engine.claims.check.discourse_by_calls import PerhapsByCalls
from engine.claims.check.judge import judge_claim
from engine.claims.check.other_calls import NOT_TOLD, is_result_without_a_call
from engine.claims.check.points import Failure, Judged, every, unsupported
from engine.claims.check.told_calls import calls_of
from engine.claims.model import (
    AnswerReturns,
    CallContext,
    Exactly,
    Expr,
    Gives,
    PlacedClaim,
    Relation,
    Returning,
)
from engine.claims.spans import read_expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.parting import UndeterminedError

_TWO: Final = "a call is being told: say whether what it returns is meant, or the answer"


class OfAnswers(PerhapsByCalls):
    """Tells the answer from what a told call returns."""

    def _of_told(
        self, claim: AnswerReturns, scope: Scope, relation: Relation
    ) -> tuple[PlacedClaim | None, Judged] | None:
        """The claim and its verdict where it can be about a told call, or about the one in whose
        context it stands; None where it is about the entry call."""
        of_call = claim.of is Returning.CALL
        if claim.of is Returning.ANSWER:
            return None
        if claim.call is not None:
            return self._of_named(claim, claim.call, scope, relation)
        below = claim.of is Returning.RESULT and self.others.blocks > 0
        if (of_call or below) and scope.failure is not None:
            return None, failed(scope.failure)
        if is_result_without_a_call(claim) and self.others.told_last:
            return None, failed(unsupported(NOT_TOLD))
        entry = PlacedClaim(claim, scope.chain, relation)
        if claim.of is Returning.RESULT:
            made = self._just_made(claim, scope)
            if made is not None:
                return entry, made
            if not self.others.are_left_by(claim):
                return None
        if scope.parts is not None:
            return self._of_told_in_parts(entry, claim, scope.parts)
        try:
            call = self._told_or_around(scope)
        except Failure as failure:  # the context is not there
            return (None, failed(failure)) if of_call else None
        if call is None:
            return None
        answer = judge_claim(self._moments, (), claim)
        if claim.of is Returning.FUNCTION and answer.verdict is ClaimVerdict.VERIFIED:
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

    def _just_made(self, claim: AnswerReturns, scope: Scope) -> Judged | None:
        """The verdict of a result that is not the answer, where the visit that is being told has
        made a name that: it may be the result of what was told."""
        if scope.parts is not None or scope.failure is not None:
            return None
        answer = judge_claim(self._moments, (), claim)
        if answer.verdict is not ClaimVerdict.REFUTED or not isinstance(claim.result, Exactly):
            return None
        try:
            frame = self._single(scope.chain)
        except (Failure, UndeterminedError):  # the context is not there
            return None
        visit = self._told_visit(frame)
        if visit is None:
            return None
        for name in sorted(self._own_names(frame)):
            expr = read_expr(name)
            if self._value_at(frame, expr, visit.after) != claim.result.value:
                continue
            if self._value_at(frame, expr, visit.before) != claim.result.value:
                why = f"that is what `{name}` has just become: say whose result is meant"
                return Judged(ClaimVerdict.AMBIGUOUS, answer.points, why)
        return None

    def _of_told_in_parts(
        self, entry: PlacedClaim, claim: AnswerReturns, parts: tuple[tuple[Reader, Scope], ...]
    ) -> tuple[None, Judged] | None:
        """As `_of_told`, in a context of several passes."""
        if not any(part.tells_a_call(inner) for part, inner in parts):
            return None
        if claim.of is Returning.RESULT:
            return None, Judged(ClaimVerdict.AMBIGUOUS, (), _TWO)
        if claim.of is not Returning.CALL:
            return None
        return None, every([part.judge_part(entry, inner) for part, inner in parts])

    def _of_named(
        self, claim: AnswerReturns, call: Expr, scope: Scope, relation: Relation
    ) -> tuple[PlacedClaim | None, Judged] | None:
        """`The result of g(3) is V`: as `g(3)` returns V. None where that is the entry call."""
        if scope.failure is None and scope.parts is None and self._spells_the_entry(call):
            return None
        gives = Gives(call, claim.result, surface=claim.surface)
        return self._judge(PlacedClaim(gives, scope.chain, relation), scope)

    def _spells_the_entry(self, expr: Expr) -> bool:
        entry = self._moments.trace.data.entry
        if not self._is_entry(expr):
            return False
        if not isinstance(expr.tree, ast.Call):
            return True
        whole = entry_frames(self._moments)[0]
        try:
            return any(found == entry for _, _, found in calls_of(self._moments, whole, expr))
        except Failure:
            return False

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
