"""Claims about what a line writes (§5.6 to §5.9, §5.22): names, elements, attributes, objects."""

from __future__ import annotations

import ast

from engine.claims.check.context import Frame, named_visits
from engine.claims.check.parts import is_written
from engine.claims.check.points import Judged, Point, definite
from engine.claims.check.states import State, noted, shown, type_point, value_point
from engine.claims.evaluator import NoValue, Result, Undecidable
from engine.claims.model import (
    AttributeTarget,
    Changes,
    Defines,
    Deletes,
    ElementTarget,
    Exactly,
    Expected,
    Expr,
    Imports,
    LeavesUnchanged,
    NameTarget,
    OfType,
    Sets,
    Target,
)
from engine.claims.spans import NotReadableError, read_target
from engine.trace.model import PlaceKind, Write
from engine.trace.moments import Moments, Written
from engine.trace.statements import StatementNode
from engine.trace.trace import Missing
from engine.trace.visits import Interval, Visit
from engine.values import Atom, Oid, Value, holds_opaque, same_object

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


def judge_sets(moments: Moments, frames: list[Frame], claim: Sets) -> Judged:
    visits = [
        visit
        for visit in named_visits(moments, frames, claim.line)
        # The request that finds no more items belongs to no pass and binds nothing.
        if moments.delivers(visit) is not False
    ]
    points = [_sets(moments, visit, claim) for visit in visits]
    return definite(points, f"line {claim.line} does not run here")


def _sets(moments: Moments, visit: Visit, claim: Sets) -> Point:
    after = State(moments, visit.activation, visit.after)
    wrote: list[Written] | Undecidable
    text: str
    whole: Expr
    match claim.target:
        case NameTarget(name=name):
            if not any(each.write.value is not None for each in moments.name_writes(visit, name)):
                return Point(False, visit.interval, f"line {claim.line} does not set `{name}`")
            if claim.to is None:
                return Point(True, visit.interval)
            return result_point(name, name_result(after, name), claim.to, visit.interval)
        case ElementTarget(container=container, key=key, whole=whole):
            wrote = writes_element(
                moments, visit, after.evaluate(container), after.evaluate(key), deleted=False
            )
            text = whole.text
        case AttributeTarget(container=container, name=attribute, whole=whole):
            wrote = writes_attribute(
                moments, visit, after.evaluate(container), attribute, deleted=False
            )
            text = whole.text
    if isinstance(wrote, Undecidable):
        return Point(None, visit.interval, wrote.why)
    if not wrote:
        return Point(False, visit.interval, f"line {claim.line} does not set `{text}`")
    found, last = after.evaluate(whole), wrote[-1].write.value
    changed = last is not None and moments.trace.value(last, visit.after) != found
    if claim.to is not None and changed:
        told = f"`{text}` is something else behind line {claim.line} than what it sets"
        return Point(None, visit.interval, told)
    return result_point(text, found, claim.to, visit.interval)


def sets_target(moments: Moments, visit: Visit, expr: Expr) -> bool | Undecidable:
    """Whether the visit sets what the expression is, as a target (§5.6)."""
    try:
        target = read_target(expr.text)
    except NotReadableError:
        return False
    return is_set(moments, visit, target)


def is_set(moments: Moments, visit: Visit, target: Target) -> bool | Undecidable:
    """Whether the visit sets the target (§5.6)."""
    if isinstance(target, NameTarget):
        writes = moments.name_writes(visit, target.name)
        return any(each.write.value is not None for each in writes)
    after = State(moments, visit.activation, visit.after)
    wrote: list[Written] | Undecidable
    match target:
        case ElementTarget(container=container, key=key):
            wrote = writes_element(
                moments, visit, after.evaluate(container), after.evaluate(key), deleted=False
            )
        case AttributeTarget(container=container, name=attribute):
            wrote = writes_attribute(
                moments, visit, after.evaluate(container), attribute, deleted=False
            )
    return wrote if isinstance(wrote, Undecidable) else bool(wrote)


def name_result(state: State, name: str) -> Result:
    """What a name is in a state, as the evaluator would tell it."""
    match state(name):
        case Missing.UNBOUND:
            return NoValue(f"`{name}` is not defined")
        case Missing.UNKNOWN | Missing.BUILTIN:
            return Undecidable(f"what `{name}` is was not recorded")
        case found:
            return found


def result_point(text: str, result: Result, expected: Expected | None, interval: Interval) -> Point:
    """Whether a result is the expected one; without an expectation it only has to be there."""
    match expected:
        case None:
            return Point(True, interval)
        case Exactly(value=value):
            return value_point(text, result, value, interval)
        case OfType(type_name=wanted):
            return type_point(text, result, wanted, interval)


def writes_element(
    moments: Moments, visit: Visit, container: Result, key: Result, *, deleted: bool
) -> list[Written] | Undecidable:
    """The writes of the visit to the element of this key, also by another spelling of it."""
    writes = _writes(moments, visit, PlaceKind.ELEMENT, deleted=deleted)
    if not writes or isinstance(container, NoValue) or isinstance(key, NoValue):
        return []
    if isinstance(container, Undecidable):
        return container
    if isinstance(key, Undecidable):
        return key
    found: list[Written] = []
    unknown = False
    after = None if deleted else visit.after
    for each in writes:
        if not _is_object(each.write, container):
            continue
        written = is_written(moments.trace, each.write, each.step, key, after)
        unknown |= written is None
        if written:
            found.append(each)
    return Undecidable("which element is set is not told") if unknown and not found else found


def writes_attribute(
    moments: Moments, visit: Visit, container: Result, name: str, *, deleted: bool
) -> list[Written] | Undecidable:
    private = moments.trace.private_name(visit.activation, name)
    writes = [
        each
        for each in _writes(moments, visit, PlaceKind.ATTRIBUTE, deleted=deleted)
        if each.write.name == private
    ]
    if not writes or isinstance(container, NoValue):
        return []
    if isinstance(container, Undecidable):
        return container
    return [each for each in writes if _is_object(each.write, container)]


def _writes(moments: Moments, visit: Visit, kind: PlaceKind, *, deleted: bool) -> list[Written]:
    return [
        each
        for each in moments.writes(visit)
        if each.write.kind is kind
        and (each.write.value is None) is deleted
        and moments.trace.step(each.step).exception is None
    ]


def _is_object(write: Write, value: Value) -> bool:
    """Whether the write was to the object that the value is a snapshot of."""
    if write.container is None or isinstance(value, Atom):
        return False
    return write.container < 0 and Oid(-write.container) == value.oid


def judge_changes(moments: Moments, frames: list[Frame], claim: Changes) -> Judged:
    points = [
        _changes(moments, visit, claim) for visit in named_visits(moments, frames, claim.line)
    ]
    return definite(points, f"line {claim.line} does not run here")


def _changes(moments: Moments, visit: Visit, claim: Changes) -> Point:
    before, after, missing = _both(moments, visit, claim)
    if before is None or after is None:
        return missing
    text, interval = claim.expr.text, visit.interval
    if not same_object(before, after):
        wrote = claim.before is not None and sets_target(moments, visit, claim.expr)
        if isinstance(wrote, Undecidable):
            return Point(None, interval, wrote.why)
        if not wrote:
            told = f"`{text}` is not the same object before and after line {claim.line}"
            return Point(False, interval, told)
    if before == after:
        told = f"line {claim.line} leaves `{text}` unchanged"
        if holds_opaque(after):  # what it holds is not recorded, and no literal
            told = f"`{text}` does not become {shown(claim.value)}"
        return Point(False, interval, told)
    told = f"`{text}` goes from {shown(before)} to {shown(after)}"
    if claim.before is not None and before != claim.before:
        instead = f"from {noted(before)}" if after == claim.value else noted(after)
        return Point(False, interval, told, instead=instead)
    if after == claim.value:
        return Point(True, interval, told)
    return Point(False, interval, told, instead=noted(after))


def judge_unchanged(moments: Moments, frames: list[Frame], claim: LeavesUnchanged) -> Judged:
    points: list[Point] = []
    for visit in named_visits(moments, frames, claim.line):
        before, after, missing = _both(moments, visit, claim)
        if before is None or after is None:
            points.append(missing)
            continue
        if holds_opaque(before) or holds_opaque(after):
            told = f"what `{claim.expr.text}` holds is not recorded, so that a change is not seen"
            points.append(Point(None, visit.interval, told))
            continue
        told = f"`{claim.expr.text}` goes from {shown(before)} to {shown(after)}"
        points.append(Point(before == after, visit.interval, told))
    return definite(points, f"line {claim.line} does not run here")


def _both(
    moments: Moments, visit: Visit, claim: Changes | LeavesUnchanged
) -> tuple[Value | None, Value | None, Point]:
    """The expression's values before and after a visit; else the point that says why not."""
    fine = Point(True, visit.interval)
    found: list[Value | None] = []
    for time in (visit.before, visit.after):
        result = State(moments, visit.activation, time).evaluate(claim.expr)
        match result:
            case Undecidable(why=why):
                return None, None, Point(None, visit.interval, why)
            case NoValue(why=why):
                told = f"`{claim.expr.text}` has no value there ({why})"
                fine = Point(False, visit.interval, told)
                found.append(None)
            case _:
                found.append(result)
    return found[0], found[1], fine


def judge_deletes(moments: Moments, frames: list[Frame], claim: Deletes) -> Judged:
    points = [
        _deletes(moments, visit, claim) for visit in named_visits(moments, frames, claim.line)
    ]
    return definite(points, f"line {claim.line} does not run here")


def _deletes(moments: Moments, visit: Visit, claim: Deletes) -> Point:
    told = f"line {claim.line} does not delete it"
    if not any(isinstance(statement.node, ast.Delete) for statement in visit.statements):
        return Point(False, visit.interval, told)
    before = State(moments, visit.activation, visit.before)
    done: bool | list[Written] | Undecidable
    match claim.target:
        case NameTarget(name=name):
            done = any(
                each.write.value is None and _is_by(moments, each, (ast.Delete,))
                for each in moments.name_writes(visit, name)
            )
        case ElementTarget(container=container, key=key):
            done = writes_element(
                moments, visit, before.evaluate(container), before.evaluate(key), deleted=True
            )
            if len(_writes(moments, visit, PlaceKind.ELEMENT, deleted=True)) > 1:
                done = Undecidable("the line deletes several elements, one after the other")
        case AttributeTarget(container=container, name=attribute):
            done = writes_attribute(
                moments, visit, before.evaluate(container), attribute, deleted=True
            )
    if isinstance(done, Undecidable):
        return Point(None, visit.interval, done.why)
    return Point(bool(done), visit.interval, told)


def _is_by(moments: Moments, written: Written, kinds: tuple[type[StatementNode], ...]) -> bool:
    """Whether the write was made by a statement of one of the kinds."""
    span = moments.trace.step(written.step).span
    statement = None if span is None else moments.trace.statements.at_span(span)
    return statement is not None and isinstance(statement.node, kinds)


def judge_binding(moments: Moments, frames: list[Frame], claim: Defines | Imports) -> Judged:
    """`def` and `class` statements, or imports, that bind a name."""
    kinds: tuple[type[StatementNode], ...] = (
        _DEFINITIONS if isinstance(claim, Defines) else _IMPORTS
    )
    word = "define" if isinstance(claim, Defines) else "import"
    points: list[Point] = []
    for visit in named_visits(moments, frames, claim.line):
        bound = any(
            each.write.value is not None and _is_by(moments, each, kinds)
            for each in moments.name_writes(visit, claim.name)
        )
        told = f"line {claim.line} does not {word} `{claim.name}`"
        points.append(Point(bound, visit.interval, told))
    return definite(points, f"line {claim.line} does not run here")
