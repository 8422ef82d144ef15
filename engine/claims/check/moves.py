"""How values move, and values that other expressions had (§5.91, §5.92, §5.94)."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.context import Frame
from engine.claims.check.points import Judged, Point, definite
from engine.claims.check.readings import State, shown
from engine.claims.check.results import ended_with
from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate
from engine.claims.model import HasMoved, NameTarget, ReturnsAs, SetTo
from engine.claims.spans import read_expr
from engine.trace.model import ActivationId
from engine.trace.moments import Moments
from engine.trace.trace import Missing
from engine.trace.visits import Interval
from engine.values import Atom, Value

_SIZE: Final = ast.parse("len(it)", mode="eval").body
_MORE: Final = ast.parse("b > a", mode="eval").body


def judge_moved(moments: Moments, found: list[Frame], claim: HasMoved) -> Judged:
    """Each context is a visit: greater (less) after it than before."""
    points: list[Point] = []
    for frame in found:
        before = State(moments, frame.activation, frame.start).evaluate(claim.expr)
        after = State(moments, frame.activation, frame.end).evaluate(claim.expr)
        points.append(_moved(claim, before, after, frame.interval))
    return definite(points, "nothing is being told in which it could move")


def _moved(claim: HasMoved, before: Result, after: Result, interval: Interval) -> Point:
    for found in (before, after):
        if isinstance(found, Undecidable):
            return Point(None, interval, found.why)
        if isinstance(found, NoValue):
            told = f"`{claim.expr.text}` has no value there ({found.why})"
            return Point(False, interval, told)
    assert not isinstance(before, NoValue | Undecidable)
    assert not isinstance(after, NoValue | Undecidable)
    told = f"`{claim.expr.text}` is {shown(before)} before and {shown(after)} after"
    sizes = _size(before), _size(after)
    for size in sizes:
        if isinstance(size, Undecidable):
            return Point(None, interval, size.why)
        if isinstance(size, NoValue):
            return Point(False, interval, told)
    if _is_number(before) != _is_number(after):
        return Point(False, interval, told)  # a length and a number are not compared
    first, second = sizes if claim.up else sizes[::-1]
    known: dict[str, Result] = {"a": first, "b": second}
    more = evaluate(_MORE, lambda name: _known(known[name]))
    if isinstance(more, Undecidable):
        return Point(None, interval, more.why)
    return Point(more == Atom(True), interval, told)


def _known(found: Result) -> Value:
    assert not isinstance(found, NoValue | Undecidable)
    return found


def _size(value: Value) -> Result:
    """A number as it is; of what has a length, that."""
    if _is_number(value):
        return value
    if isinstance(value, Atom) and isinstance(value.payload, bool):
        return NoValue("a truth has no size")
    return evaluate(_SIZE, lambda name: value if name == "it" else Missing.BUILTIN)


def _is_number(value: Value) -> bool:
    if not isinstance(value, Atom) or isinstance(value.payload, bool):
        return False
    return isinstance(value.payload, int | float)


def judge_set_to(moments: Moments, found: list[Frame], claim: SetTo) -> Judged:
    """Each context is a visit that sets the target: to what the expression was before it."""
    target = claim.target
    place = read_expr(target.name) if isinstance(target, NameTarget) else target.whole
    points: list[Point] = []
    for frame in found:
        before = State(moments, frame.activation, frame.start).evaluate(claim.expr)
        after = State(moments, frame.activation, frame.end).evaluate(place)
        points.append(_same(claim.expr.text, before, place.text, after, frame.interval))
    return definite(points, "nothing sets it here")


def judge_returns_as(moments: Moments, found: list[Frame], claim: ReturnsAs) -> Judged:
    """Each context is the visit by which the call returns: what the expression was before it."""
    points: list[Point] = []
    for frame in found:
        before = State(moments, frame.activation, frame.start).evaluate(claim.expr)
        result = ended_with(moments, moments.trace.data.activations[frame.activation])
        after = Undecidable("what it returned is not recorded") if result is None else result
        points.append(_same(claim.expr.text, before, "the result", after, frame.interval))
    return definite(points, "nothing is returned here")


def _same(name: str, before: Result, place: str, after: Result, interval: Interval) -> Point:
    for text, found in ((name, before), (place, after)):
        if isinstance(found, Undecidable):
            return Point(None, interval, found.why)
        if isinstance(found, NoValue):
            return Point(False, interval, f"`{text}` has no value there ({found.why})")
    assert not isinstance(before, NoValue | Undecidable)
    assert not isinstance(after, NoValue | Undecidable)
    told = f"`{name}` is {shown(before)} and `{place}` becomes {shown(after)}"
    return Point(before == after, interval, told)


def given_point(
    moments: Moments,
    activation: ActivationId,
    given: tuple[tuple[str, Value], ...],
    interval: Interval,
) -> Point | None:
    """Why the call is not one with these arguments; None where it is."""
    parameters = moments.trace.code_of(activation).parameters
    time = moments.start(activation)
    for name, value in given:
        private = moments.trace.private_name(activation, name)
        if private not in parameters:
            return Point(False, interval, f"`{name}` is no parameter of it")
        found = moments.trace.binding(activation, private, time)
        if isinstance(found, Missing):
            return Point(None, interval, f"what `{name}` is given is not recorded")
        was = moments.trace.value(found, time)
        if was != value:
            return Point(False, interval, f"`{name}` is {shown(was)}")
    return None
