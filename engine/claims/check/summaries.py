"""Claims that sum up what a loop does (§5.51 to §5.53)."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.alterations import pushes_out
from engine.claims.check.context import Frame, loop_entries
from engine.claims.check.points import Judged, Point, definite, refuted, universal, unsupported
from engine.claims.check.readings import own_affair
from engine.claims.check.states import State, noted, shown
from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate
from engine.claims.model import EachPass, Expr, Goes, Grows, PassStep, SummaryClaim
from engine.trace.loops import LoopEntry, Pass, is_of_header
from engine.trace.model import Ref, StepKind
from engine.trace.moments import Moments
from engine.trace.trace import Missing
from engine.trace.visits import Interval, Visit
from engine.values import (
    Atom,
    Mapping,
    Opaque,
    Sequence,
    SetValue,
    Value,
    same_object,
)

_SUM: Final = ast.parse("a + b", mode="eval").body
_GROW_BEHIND: Final = frozenset({"list", "collections.deque", "array.array"})
_DIFFERENCE: Final = ast.parse("a - b", mode="eval").body


def judge_summary(moments: Moments, frames: list[Frame], claim: SummaryClaim) -> Judged:
    match claim:
        case Goes():
            return definite([_goes(moments, frame, claim) for frame in frames], "")
        case Grows():
            return definite([_grows(moments, frame, claim) for frame in frames], "")
        case EachPass():
            return _judge_each_pass(moments, frames, claim)


def _goes(moments: Moments, frame: Frame, claim: Goes) -> Point:
    ends = _ends(moments, frame, claim.expr)
    if isinstance(ends, Point):
        return ends
    before, after = ends
    told = f"`{claim.expr.text}` goes from {shown(before)} to {shown(after)}"
    if after != claim.after:
        return Point(False, frame.interval, told, instead=noted(after))
    return Point(before == claim.before, frame.interval, told, instead=f"from {noted(before)}")


def _ends(moments: Moments, frame: Frame, expr: Expr) -> tuple[Value, Value] | Point:
    """What an expression is at the start and at the end; else the point that says why not."""
    found: list[Value] = []
    missing: Point | None = None
    for time, when in ((frame.start, "start"), (frame.end, "end")):
        result = State(moments, frame.activation, time).evaluate(expr)
        match result:
            case Undecidable(why=why):
                return Point(None, frame.interval, why)
            case NoValue(why=why):
                told = f"`{expr.text}` has no value at the {when} ({why})"
                missing = missing or Point(False, frame.interval, told)
            case _:
                found.append(result)
    return missing if missing is not None else (found[0], found[1])


def _grows(moments: Moments, frame: Frame, claim: Grows) -> Point:
    ends = _ends(moments, frame, claim.expr)
    if isinstance(ends, Point):
        return ends
    before, after = ends
    text, interval = claim.expr.text, frame.interval
    told = f"`{text}` goes from {shown(before)} to {shown(after)}"
    for value in (before, after):
        unknown = own_affair(value)
        if unknown is not None:
            return Point(None, interval, unknown)
    if claim.elements:
        sizes = size_of(before), size_of(after)
        if sizes[0] is None or sizes[1] is None:
            return Point(False, interval, f"{told}, which has no elements")
        grown: Result = Atom((sizes[1] - sizes[0]) * (-1 if claim.shrinks else 1))
    else:
        if not (is_number(before) and is_number(after)):
            return Point(False, interval, f"{told}, which is no number")
        minuend, subtrahend = (before, after) if claim.shrinks else (after, before)
        grown = arithmetic(_DIFFERENCE, minuend, subtrahend)
    return _grown_point(claim, grown, told, interval)


def _grown_point(claim: Grows, grown: Result, told: str, interval: Interval) -> Point:
    if isinstance(grown, Undecidable):
        return Point(None, interval, grown.why)
    if not isinstance(grown, Atom):
        return Point(False, interval, told)
    # The difference of two numbers of one type has that type, and so has what is said of it.
    instead = ""
    if not claim.elements:
        instead = noted(grown)
    return Point(grown == claim.by, interval, told, instead=instead)


def is_number(value: Value) -> bool:
    """An `int` (no `bool`) or a `float`."""
    return isinstance(value, Atom) and type(value.payload) in {int, float}


def size_of(value: Value) -> int | None:
    """How many elements a string, sequence, set or mapping has; None of what has none."""
    match value:
        case Atom(payload=str() | bytes() as text):
            return len(text)
        case Sequence(items=items) | SetValue(items=items):
            return len(items)
        case Mapping(pairs=pairs):
            return len(pairs)
        case _:
            return None


def arithmetic(formula: ast.expr, a: Value, b: Value) -> Result:
    """A formula of `a` and `b`, by the evaluator."""
    values = {"a": a, "b": b}
    return evaluate(formula, lambda name: values.get(name, Missing.UNBOUND))


# -- each pass ------------------------------------------------------------------------------------


def _judge_each_pass(moments: Moments, frames: list[Frame], claim: EachPass) -> Judged:
    points: list[Point] = []
    for frame in frames:
        for entry in loop_entries(moments, frame, claim.loop):
            if claim.what is None and not isinstance(entry.loop.node, ast.For):
                raise refuted(f"the loop on line {claim.loop} has no items")
            points.extend(_pass_point(moments, frame, entry, one, claim) for one in entry.passes)
    return universal(points, f"the loop on line {claim.loop} makes no pass here")


def _pass_point(
    moments: Moments, frame: Frame, entry: LoopEntry, one: Pass, claim: EachPass
) -> Point:
    text, where = claim.place.text, f"pass {one.number} of the loop on line {claim.loop}"
    changes: list[tuple[Visit, Value, Value]] = []
    for visit in moments.visits(frame.activation).inside(one.interval):
        before, after = (
            State(moments, frame.activation, time).evaluate(claim.place)
            for time in (visit.before, visit.after)
        )
        for result in (before, after):
            if isinstance(result, Undecidable):
                return Point(None, one.interval, result.why)
        if isinstance(before, NoValue | Undecidable) or isinstance(after, NoValue | Undecidable):
            if isinstance(after, NoValue):
                return Point(False, one.interval, f"`{text}` has no value on {where}")
            return Point(False, one.interval, f"`{text}` is made on {where}")
        if before != after or not (isinstance(before, Atom) or same_object(before, after)):
            changes.append((visit, before, after))
        elif isinstance(before, Opaque):
            return Point(None, one.interval, f"whether a `{before.type}` changes is not recorded")
    if len(changes) != 1:
        many = "does not change" if not changes else "changes more than once"
        return Point(False, one.interval, f"`{text}` {many} on {where}")
    visit, before, after = changes[0]
    what = _what(moments, entry, one, visit, claim)
    if isinstance(what, Undecidable):
        return Point(None, one.interval, what.why)
    told = f"`{text}` goes from {shown(before)} to {shown(after)} on {where}"
    if isinstance(what, NoValue):
        return Point(False, one.interval, f"{told} ({what.why})")
    unknown = own_affair(before)
    if unknown is not None:
        return Point(None, one.interval, unknown)
    match claim.step:
        case PassStep.APPENDS:
            return _append_point(moments, (before, after), what, one.interval, told)
        case PassStep.ADDS:
            total = arithmetic(_SUM, before, what)
            if isinstance(total, Undecidable):
                return Point(None, one.interval, total.why)
            return Point(total == after, one.interval, told)


def _what(moments: Moments, entry: LoopEntry, one: Pass, visit: Visit, claim: EachPass) -> Result:
    """The item of the pass, or the expression just before the visit that makes the change."""
    if claim.what is not None:
        return State(moments, visit.activation, visit.before).evaluate(claim.what)
    item = _item(moments, visit, entry, one)
    if item is None:
        raise unsupported(f"the items of the loop on line {claim.loop} are not recorded")
    return moments.trace.value(item, visit.before)


def _item(moments: Moments, visit: Visit, entry: LoopEntry, one: Pass) -> Ref | None:
    """What the header's request of the pass delivered."""
    header = moments.visits(visit.activation).at(one.first)
    if header is None:
        return None
    found = None
    for step in moments.steps(header):
        if step.kind is not StepKind.NEXT or not step.truth:
            continue
        node = entry.loop.node
        if isinstance(node, ast.For | ast.AsyncFor) and is_of_header(
            moments.trace, node, entry.loop, step
        ):
            found = step.result
    return found


def _appended(before: Value, after: Value, what: Value) -> bool:
    """Whether the same list (deque, array) has one element more, at its end: this one. A deque of
    bounded length may have lost its first."""
    if not isinstance(before, Sequence) or not isinstance(after, Sequence):
        return False
    if before.type not in _GROW_BEHIND or not same_object(before, after):
        return False
    behind = after.items[:-1] == before.items or _pushed(before, after)
    return behind and bool(after.items) and after.items[-1] == what


def _append_point(
    moments: Moments, ends: tuple[Value, Value], what: Value, interval: Interval, told: str
) -> Point:
    before, after = ends
    if _pushed(before, after) and not pushes_out(moments):
        return Point(None, interval, "whether the deque has a bounded length is not recorded")
    return Point(_appended(before, after, what), interval, told)


def _pushed(before: Value, after: Value) -> bool:
    """Whether a deque has lost its first element, and got one behind."""
    return (
        isinstance(before, Sequence)
        and isinstance(after, Sequence)
        and before.type == "collections.deque"
        and bool(after.items)
        and after.items[:-1] == before.items[1:] != before.items
    )
