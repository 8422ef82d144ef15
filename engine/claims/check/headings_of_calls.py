"""What holds behind a heading or a prefix that tells a call is of that call (§3.4)."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from engine.claims.check.context import Frame, the_call
from engine.claims.check.points import Failure, Judged, Point
from engine.claims.check.told_calls import beginner
from engine.claims.model import CallRaises, CallReturns, Claim, Sets
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId
from engine.trace.moments import Moments


def elsewhere(judged: Judged) -> Judged:
    """The verdict of a claim that is true, but not of the call that is told."""
    why = "it is so outside of the call that the heading or the prefix tells"
    return judged._replace(verdict=ClaimVerdict.UNSUPPORTED, why=why)


def is_of_call(
    moments: Moments, call: Frame, claim: Claim, frames: Sequence[Frame], judged: Judged
) -> bool:
    """Whether a claim, judged in the frames, is about the call, or about moments in it."""
    if isinstance(claim, CallReturns | CallRaises):
        try:
            ended = the_call(moments, claim.number, claim.function)
        except Failure:
            return False
        return _is_made_in(moments, ended, call.activation)
    if frames and all(_is_made_in(moments, each.activation, call.activation) for each in frames):
        return True
    if moments.trace.code_of(call.activation).generator:  # others run between its steps
        return False
    points = judged.points
    if isinstance(claim, Sets) and len(points) == 1 and _follows(moments, call, frames, points[0]):
        return True
    return bool(points) and all(each.anchored and _lies_in(each, call) for each in points)


def _follows(moments: Moments, call: Frame, frames: Sequence[Frame], point: Point) -> bool:
    """Whether the caller does it by the statement that has made the call, or at once in the block
    of an `if` or `while` whose test has made it."""
    caller = beginner(moments, call.activation)
    if caller is None or [each.activation for each in frames] != [caller]:
        return False
    visits = moments.visits(caller)
    made, does = visits.at(call.interval.first), visits.at(point.interval.first)
    if made is None or does is None or len(made.statements) != 1:
        return False
    statement = made.statements[0]
    inside = isinstance(statement.node, ast.If | ast.While) and all(
        each.parent is statement for each in does.statements
    )
    return does.first == made.first or (does.first == made.last + 1 and inside)


def _is_made_in(moments: Moments, inner: ActivationId, outer: ActivationId) -> bool:
    """Whether the one call is the other, or is made in it, however deep."""
    at: ActivationId | None = inner
    while at is not None and at != outer:
        at = beginner(moments, at)
    return at == outer


def _lies_in(point: Point, call: Frame) -> bool:
    if point.state is not None:  # at its end the caller may have its result already
        return call.start <= point.state < call.interval.last
    return call.interval.first <= point.interval.first and point.interval.last < call.interval.last
