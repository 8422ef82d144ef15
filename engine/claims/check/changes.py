"""How a line changes what is there (§5.34 to §5.37): from the state before a visit to after it."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.alterations import Alteration, both_states, computed, without_value
from engine.claims.check.context import Frame, named_visits
from engine.claims.check.points import Judged, Point, definite
from engine.claims.check.readings import State, shown
from engine.claims.check.writes import sets_target
from engine.claims.evaluator import NoValue, Result, Undecidable
from engine.claims.model import Alters, Change, ChangeClaim, Expr, Stays, Swaps
from engine.trace.moments import Moments
from engine.trace.statements import Statement
from engine.trace.visits import Visit
from engine.values import (
    Atom,
    Mapping,
    Sequence,
    SetValue,
    same_object,
)


def judge_change(moments: Moments, frames: list[Frame], claim: ChangeClaim) -> Judged:
    points = [change_point(moments, visit, claim) for visit in _named(moments, frames, claim)]
    return definite(points, f"line {claim.line} does not run here")


def _named(moments: Moments, frames: list[Frame], claim: ChangeClaim) -> list[Visit]:
    visits = named_visits(moments, frames, claim.line)
    if isinstance(claim, Stays):
        return visits
    # As in `Sets`: the request that finds no more items binds nothing.
    return [visit for visit in visits if moments.delivers(visit) is not False]


def change_point(moments: Moments, visit: Visit, claim: ChangeClaim) -> Point:
    """Whether a visit changes things so."""
    match claim:
        case Alters():
            return Alteration(moments, visit, claim).point()
        case Swaps():
            return _swapped(moments, visit, claim)
        case Stays():
            return _stayed(moments, visit, claim)


# -- events without a line ------------------------------------------------------------------------


def alters_somehow(moments: Moments, visit: Visit, claim: Alters | Swaps) -> bool | Undecidable:
    """Whether a visit makes a change of this kind to what the expression is: of whatever operand,
    index or amount. Of what is bound anew (numbers, strings) it is one by a statement that sets
    the expression and reads it."""
    match claim:
        case Alters():
            point = Alteration(moments, visit, claim, somehow=True).point()
            return Undecidable(point.told) if point.truth is None else point.truth
        case Swaps(left=left, right=right):
            before = both_states(moments, visit)[0]
            for expr in (left, right):
                if isinstance(before.evaluate(expr), NoValue):  # it is set for the first time
                    return False
                wrote = sets_target(moments, visit, expr)
                if wrote is not True:
                    return wrote
            return True


def may_change(statement: Statement) -> bool:
    """Whether a statement could change something, by the source alone: it holds a call, or is of
    a kind that binds, deletes or iterates."""
    match statement.node:
        case (
            ast.Assign() | ast.AugAssign() | ast.AnnAssign(value=ast.expr()) | ast.Delete()
            | ast.For() | ast.AsyncFor() | ast.With() | ast.AsyncWith()
        ):  # fmt: skip
            return True
        case _:
            return any(
                isinstance(each, ast.Call | ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom)
                for each in statement.expressions()
            )


# -- two places, and what stays -------------------------------------------------------------------


def _swapped(moments: Moments, visit: Visit, claim: Swaps) -> Point:
    first, last = both_states(moments, visit)
    olds = [first.evaluate(expr) for expr in (claim.left, claim.right)]
    news = [last.evaluate(expr) for expr in (claim.left, claim.right)]
    for expr, old, new in zip((claim.left, claim.right), olds, news, strict=True):
        unknown = without_value(visit, expr, old, new)
        if unknown is not None:
            return unknown
        wrote = sets_target(moments, visit, expr)
        if isinstance(wrote, Undecidable):
            return Point(None, visit.interval, wrote.why)
        if not wrote or not _same_place(first, last, expr):
            told = f"line {claim.line} does not set the `{expr.text}` that was there before"
            return Point(False, visit.interval, told)
    told = "; ".join(
        f"`{expr.text}` goes from {_shown(old)} to {_shown(new)}"
        for expr, old, new in zip((claim.left, claim.right), olds, news, strict=True)
    )
    truth = _is(olds[0], news[1]) and _is(olds[1], news[0])
    return Point(truth, visit.interval, told)


def _shown(result: Result) -> str:
    return "" if isinstance(result, NoValue | Undecidable) else shown(result)


def _is(old: Result, new: Result) -> bool:
    if isinstance(old, NoValue | Undecidable) or isinstance(new, NoValue | Undecidable):
        return False
    if isinstance(old, Atom) or isinstance(new, Atom):
        return old == new
    return same_object(old, new)


def _same_place(first: State, last: State, expr: Expr) -> bool:
    """Whether an element or attribute is one of the same object, under the same key, before and
    after."""
    parts: list[ast.expr] = []
    match expr.tree:
        case ast.Subscript(value=owner, slice=key):
            parts = [owner, key]
        case ast.Attribute(value=owner):
            parts = [owner]
        case _:
            pass
    return all(_is(first.evaluate_tree(part), last.evaluate_tree(part)) for part in parts)


def _stayed(moments: Moments, visit: Visit, claim: Stays) -> Point:
    first, last = both_states(moments, visit)
    before, after = first.evaluate(claim.expr), last.evaluate(claim.expr)
    unknown = without_value(visit, claim.expr, before, after)
    if unknown is not None:
        return unknown
    told = f"`{claim.expr.text}` goes from {_shown(before)} to {_shown(after)}"
    instead = ""
    if before == after:
        told = f"`{claim.expr.text}` stays {_shown(before)}"
        instead = _shown(before)
    return Point(before == claim.value == after, visit.interval, told, instead=instead)


_FIXING: Final = frozenset(
    {
        Change.APPEND, Change.ADD, Change.EXTEND, Change.INSERT, Change.REMOVE_KEY,
        Change.REMOVE_AT, Change.CLEAR, Change.INCREASE, Change.DECREASE, Change.MULTIPLY,
    }
)  # fmt: skip


def fixes(moments: Moments, visit: Visit, claim: Alters) -> bool:
    """Whether the change, which is true of the visit, leaves no choice of what is after it, where
    what was before is known. (Of several equal elements one is removed; a list may be sorted by a
    key; numbers are divided in two ways; a deque may drop its first element.)"""
    first, last = both_states(moments, visit)
    before, after = first.evaluate(claim.expr), last.evaluate(claim.expr)
    if isinstance(before, NoValue | Undecidable) or isinstance(after, NoValue | Undecidable):
        return False
    if claim.change in _FIXING:
        return not (isinstance(before, Sequence) and before.type == "collections.deque")
    match claim.change:
        case Change.SORT | Change.SORT_IN_PLACE:
            return computed("sorted(b) == list(a)", b=before, a=after) == Atom(True)
        case Change.REVERSE | Change.REVERSE_IN_PLACE:
            return computed("b[::-1] == a", b=before, a=after) == Atom(True)
        case Change.REMOVE | Change.POP if isinstance(before, Sequence):
            return before.items.count(claim.operand) == 1
        case Change.REMOVE | Change.POP if (
            isinstance(before, Mapping) and claim.operand is not None
        ):
            parts = [part for pair in before.pairs for part in pair]
            return parts.count(claim.operand) == 1  # a key, or what stands there once
        case Change.REMOVE | Change.POP:
            return isinstance(before, SetValue)
        case _:
            return False
