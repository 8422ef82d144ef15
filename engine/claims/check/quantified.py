"""Claims about every state of a context: relations, bounds, extremes, trends (§5.55 to §5.57)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Final

from engine.claims.check.all_states import States, in_calls_too
from engine.claims.check.context import Frame
from engine.claims.check.points import Judged, Point, at, universal
from engine.claims.check.readings import own_affair
from engine.claims.check.states import fold, noted, settled_by, shown, truth_of
from engine.claims.check.summaries import is_number, size_of
from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate
from engine.claims.model import (
    Comparison,
    Expr,
    Extreme,
    QuantifiedClaim,
    QuantifiedCompares,
    QuantifiedHolds,
    Trend,
    Trending,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.moments import Moments
from engine.trace.trace import Missing
from engine.trace.visits import Interval
from engine.values import Atom, Instance, Value

_COMPARISONS: Final = {
    each: ast.parse(f"a {each.value} b", mode="eval").body for each in Comparison
}

_MAY_GIVE_A_LENGTH: Final = ("__len__", "setattr", "exec", "eval")


def judge_quantified_claim(moments: Moments, frames: list[Frame], claim: QuantifiedClaim) -> Judged:
    def judged(states: States) -> Judged:
        return _over(moments, frames, claim, states)

    settled = None  # an extreme and a trend are of all states together
    if isinstance(claim, QuantifiedHolds | QuantifiedCompares):
        settled = settled_by(claim.quantifier)
    return in_calls_too(moments, frames, claim.expr, judged, settled=settled)


def _over(moments: Moments, frames: list[Frame], claim: QuantifiedClaim, states: States) -> Judged:
    """The verdict over some states of the contexts."""
    none = f"`{claim.expr.text}` is nowhere defined here"
    match claim:
        case QuantifiedHolds(quantifier=quantifier, expr=expr):
            points = list(_judged(states, frames, expr, truth_of))
            return fold(quantifier, points, none)
        case QuantifiedCompares(quantifier=quantifier, expr=expr):

            def compared(value: Value) -> Result:
                return relation(claim.comparison, value, claim.bound)

            return fold(quantifier, list(_judged(states, frames, expr, compared)), none)
        case Extreme():
            return _extreme(frames, claim, none, states)
        case Trending():
            return _trending(moments, frames, claim, none, states)


def _judged(
    states: States, frames: list[Frame], expr: Expr, test: Callable[[Value], Result]
) -> Iterator[Point]:
    """Each state of the contexts, and whether the test is true of the expression there; without a
    value, of either, it is not."""
    for result, interval in states(frames, expr):
        yield _point(expr, result, test, interval)


def _point(
    expr: Expr, result: Result, test: Callable[[Value], Result], interval: Interval
) -> Point:
    match result:
        case Undecidable(why=why):
            return Point(None, interval, why)
        case NoValue(why=why):
            return Point(False, interval, f"`{expr.text}` has no value there ({why})")
        case _:
            told = f"`{expr.text}` is {shown(result)}"
            return _tested(test(result), told, interval)


def _tested(outcome: Result, told: str, interval: Interval) -> Point:
    match outcome:
        case Undecidable(why=why):
            return Point(None, interval, why)
        case NoValue(why=why):
            return Point(False, interval, f"{told} ({why})")
        case Atom(payload=truth):
            return Point(truth is True, interval, told)
        case _:
            return Point(None, interval, f"whether {told} is so is not known")


def relation(comparison: Comparison, value: Value, bound: Value) -> Result:
    """Whether a value lies so to a bound, as Python compares."""
    values = {"a": value, "b": bound}
    return evaluate(_COMPARISONS[comparison], lambda name: values.get(name, Missing.UNBOUND))


# -- extremes -------------------------------------------------------------------------------------


def _extreme(frames: list[Frame], claim: Extreme, none: str, states: States) -> Judged:
    """Universal in that no value lies beyond; and some state has it."""
    text = claim.expr.text
    beyond = Comparison.AT_LEAST if claim.least else Comparison.AT_MOST
    results = list(states(frames, claim.expr))
    best: Value | None = None
    points: list[Point] = []
    for result, interval in results:
        point = _point(claim.expr, result, lambda v: relation(beyond, v, claim.value), interval)
        points.append(point)
        if isinstance(result, NoValue | Undecidable):
            continue
        if best is None or relation(beyond, best, result) == Atom(True):
            best = result
    if not points:
        return Judged(ClaimVerdict.REFUTED, (), none)
    judged = universal(points, none)
    if judged.verdict is ClaimVerdict.UNSUPPORTED:
        return judged
    word = "smallest" if claim.least else "largest"
    instead = "" if best is None else noted(best)
    told = f"the {word} value that `{text}` has is {instead}" if instead else judged.why
    reached = any(result == claim.value for result, _ in results)
    if judged.verdict is ClaimVerdict.VERIFIED and reached:
        there = next(interval for result, interval in results if result == claim.value)
        return universal([Point(True, there)], none)
    where = next((i for result, i in results if best is not None and result == best), at(0))
    return universal([Point(False, where, told, instead=instead)], none)


# -- trends ---------------------------------------------------------------------------------------


def _trending(
    moments: Moments, frames: list[Frame], claim: Trending, none: str, states: States
) -> Judged:
    points = [
        point
        for frame in frames
        if (point := _trend_point(moments, frame, claim, states)) is not None
    ]
    return universal(points, none)


def _trend_point(moments: Moments, frame: Frame, claim: Trending, states: States) -> Point | None:
    """Of all states of one context, the first step that goes against the trend; None without
    states."""
    text = claim.expr.text
    against = -1 if claim.trend in {Trend.ONLY_GROWS, Trend.NEVER_SHRINKS} else 1
    known: Value | None = None
    changes = 0
    for result, interval in states([frame], claim.expr):
        if isinstance(result, Undecidable):
            return Point(None, interval, result.why)
        unknown = None if isinstance(result, NoValue) else own_affair(result)
        if unknown is not None and not _has_no_length(moments, result):
            return Point(None, interval, unknown)
        if isinstance(result, NoValue) or _measure(result) is None:
            return Point(False, interval, f"`{text}` is no number there, and has no length")
        direction = 0 if known is None else _step(known, result)
        if isinstance(direction, Undecidable):
            return Point(None, interval, direction.why)
        if direction is None or (known is not None and direction == against):
            before = "" if known is None else shown(known)
            told = f"`{text}` goes from {before} to {shown(result)}"
            return Point(False, interval, told)
        changes += direction != 0
        known = result
    if known is None:
        return None
    must = claim.trend in {Trend.ONLY_GROWS, Trend.ONLY_SHRINKS}
    told = f"`{text}` never changes"
    return Point(changes > 0 or not must, frame.interval, told)


def _has_no_length(moments: Moments, value: Result) -> bool:
    """Whether the source alone says that an instance has no length: its class inherits nothing,
    nothing decorates it, and nobody in the program speaks of `__len__`."""
    if not isinstance(value, Instance) or value.payload is not None:
        return False
    if any(word in moments.trace.data.source for word in _MAY_GIVE_A_LENGTH):
        return False
    tree = moments.trace.statements.tree
    classes = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name == value.type
    ]
    plain = (not (node.bases or node.keywords or node.decorator_list) for node in classes)
    return bool(classes) and all(plain)


def _measure(value: Value) -> Value | None:
    """A number as it is; of what has elements, how many."""
    if is_number(value):
        return value
    size = size_of(value)
    return None if size is None else Atom(size)


def _step(before: Value, after: Value) -> int | Undecidable | None:
    """1, 0 or -1: whether it grew; None where the two cannot be compared."""
    if is_number(before) is not is_number(after):
        return None
    old, new = _measure(before), _measure(after)
    if old is None or new is None:
        return None
    for comparison, direction in ((Comparison.ABOVE, 1), (Comparison.BELOW, -1)):
        found = relation(comparison, new, old)
        if isinstance(found, Undecidable):
            return found
        if found == Atom(True):
            return direction
    return 0 if relation(Comparison.AT_MOST, new, old) == Atom(True) else None
