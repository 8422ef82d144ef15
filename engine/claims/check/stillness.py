"""`Nothing happens`: a pass in which no variable changes (docs/semantics.md §5.84)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from engine.claims.check.additions import (
    Gained,
    added_by_binding,
    added_by_steps,
    added_inside,
)
from engine.claims.check.changes import judge_change
from engine.claims.check.context import Frame
from engine.claims.check.done_inside import (
    bound_inside,
    place_filled,
    raised_inside,
    set_by_builtins,
    set_by_steps,
)
from engine.claims.check.events import happens
from engine.claims.check.points import Judged, Point, at, universal, unsupported
from engine.claims.check.readings import State
from engine.claims.evaluator import Undecidable
from engine.claims.model import (
    Alters,
    AttributeTarget,
    Change,
    ElementTarget,
    LineRaises,
    NameTarget,
    NotDone,
    Sets,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import StepKind, Time
from engine.trace.moments import Moments
from engine.trace.scopes import bound_names, names_bound_by, parameters
from engine.trace.statements import ScopeNode
from engine.trace.trace import Missing
from engine.trace.visits import Visit
from engine.values import Opaque, Value, holds_opaque

_STORES: Final = frozenset(
    {
        StepKind.STORE_ELEMENT, StepKind.DELETE_ELEMENT,
        StepKind.STORE_ATTRIBUTE, StepKind.DELETE_ATTRIBUTE,
    }
)  # fmt: skip
_NAMESPACES: Final = frozenset(
    {"type", "module", "abc.ABCMeta", "enum.EnumType", "typing._ProtocolMeta"}
)
"""Types of classes, by their metaclasses, and of modules."""

_CODE: Final = _NAMESPACES | {"function", "builtin_function_or_method"}
"""Types of what is called and looked into by its name."""

_ASKING: Final = frozenset({"isinstance", "issubclass"})
_NAMESPACE_NAMES: Final = frozenset(
    {"globals", "locals", "vars", "exec", "eval", "__dict__", "f_locals", "f_globals"}
)
_DUNDER: Final = re.compile(r"__\w+__")
_SETTERS: Final = frozenset({"setattr", "delattr", "exec", "eval"})


def judge_nothing_happens(moments: Moments, frames: list[Frame], but: str | None = None) -> Judged:
    """Whether no variable that the function names changes in the contexts, and nothing is printed.
    What the headers of loops alone bind is left out. ``but``: whether nothing is added to anything
    but this variable, which is so where it alone changes."""
    points: list[Point] = []
    for frame in frames:
        scope = moments.trace.scope_of(frame.activation)
        if scope is None:
            continue
        points.append(Point(True, frame.interval))
        for visit in moments.visits(frame.activation).inside(frame.interval):
            points.extend(_done(moments, visit))
            points.extend(_reached(moments, visit))
        for name in sorted(_names(moments, scope) - {but}):
            points.extend(_changed(moments, frame, name, own=name in bound_names(scope)))
    if but is not None and any(not point.truth for point in points):
        raise unsupported(f"whether anything is added to something but `{but}` is not told")
    return universal(points, "nothing is being told here")


def judge_not_done(moments: Moments, frames: list[Frame], claim: NotDone) -> Judged:
    """Whether no visit that begins in the contexts does it; appends with this value."""
    points: list[Point] = []
    for frame in frames:
        points.append(Point(True, frame.interval))
        gained = _gained(moments, frame, claim)
        for visit in moments.visits(frame.activation).inside(frame.interval):
            if gained is not None and gained.between(visit.before, visit.after) is False:
                continue
            done = _does(moments, frame, visit, claim)
            if isinstance(done, Undecidable):
                points.append(Point(None, visit.interval, done.why))
            elif done:
                points.append(Point(False, visit.interval, f"line {visit.line} does that"))
            elif (setter := _setter(moments, visit, claim)) is not None:
                told = f"`{setter}`, called on line {visit.line}, may set it"
                points.append(Point(None, visit.interval, told))
        points.extend(_done_inside(moments, frame, claim))
    otherwise = _otherwise_set(moments, claim.claim) if isinstance(claim.claim, Sets) else None
    if otherwise is not None:
        points.extend([Point(None, frame.interval, otherwise) for frame in frames])
    return universal(points, "nothing is being told here")


def _otherwise_set(moments: Moments, claim: Sets) -> str | None:
    """Why what is told may be set in a way that no step shows."""
    match claim.target:
        case NameTarget(name=name) | AttributeTarget(name=name) if _DUNDER.fullmatch(name):
            return f"`{name}` is a name that Python itself may set"
        case _:
            namespace = _namespace_named(moments)
    if namespace is None:
        return None
    return f"the program names `{namespace}`, by which what is told may be set"


def _namespace_named(moments: Moments) -> str | None:
    """What the program's text names, if anything, by which names and attributes are set as the
    elements of a dictionary are, or by a text."""
    for node in ast.walk(moments.trace.statements.tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _NAMESPACE_NAMES:
                return name
            case _:
                pass
    return None


def _gained(moments: Moments, frame: Frame, claim: NotDone) -> Gained | None:
    match claim.claim:
        case Alters(expr=expr, operand=value):
            return Gained(moments, frame, expr, value)
        case _:
            return None


def _done_inside(moments: Moments, frame: Frame, claim: NotDone) -> Iterator[Point]:
    """Where something called in the context does it: whether that is meant is not said."""
    match claim.claim:
        case LineRaises():
            for step in raised_inside(moments, frame):
                yield Point(None, at(step), "something that is called raises an exception")
        case Sets(target=NameTarget(name=name)):
            for step in bound_inside(moments, frame, name):
                yield Point(None, at(step), f"something that runs there sets `{name}`")
        case Sets(target=AttributeTarget() | ElementTarget() as target):
            for step in set_by_steps(moments, frame, target):
                told = f"what `{target.whole.text}` names then, or later, is set"
                yield Point(None, at(step), told)
            for setter in set_by_builtins(moments, frame, target):
                told = f"`{setter.called}` may set `{target.whole.text}`"
                yield Point(None, setter.interval, told)
            for step in place_filled(moments, frame, target):
                yield Point(None, at(step), f"`{target.whole.text}` is something else behind it")
        case Alters(expr=expr, operand=value):
            for step in added_inside(moments, frame, expr, value):
                yield Point(None, at(step), f"something that is called changes `{expr.text}` so")
            for step in added_by_steps(moments, frame, expr, value):
                told = f"what `{expr.text}` names then, or later, holds the value once more"
                yield Point(None, at(step), told)
            for step in added_by_binding(moments, frame, expr, value):
                told = f"`{expr.text}` is something else, which holds the value once more"
                yield Point(None, at(step), told)
        case _:
            pass


def _setter(moments: Moments, visit: Visit, claim: NotDone) -> str | None:
    """A function begun in the visit, however deep, that has the name as `nonlocal` or `global`."""
    event = claim.claim
    if not isinstance(event, Sets) or not isinstance(event.target, NameTarget):
        return None
    waiting = moments.called_in(visit)
    while waiting:
        called = waiting.pop()
        scope = moments.trace.scope_of(called.id)
        if scope is not None and any(
            isinstance(node, ast.Nonlocal | ast.Global) and event.target.name in node.names
            for node in ast.walk(scope)
        ):
            return moments.trace.code_of(called.id).name
        for inner in moments.visits(called.id).inside(moments.whole(called.id)):
            waiting.extend(moments.called_in(inner))
    return None


def _does(moments: Moments, frame: Frame, visit: Visit, claim: NotDone) -> bool | Undecidable:
    event = claim.claim
    if not isinstance(event, Alters):
        return happens(moments, visit, event)
    unknown: Undecidable | None = None
    for change in (Change.APPEND, Change.ADD):  # of a list, of a set
        did = happens(moments, visit, replace(event, change=change))
        if did is True:
            part = frame._replace(interval=visit.interval, start=visit.before, end=Time(visit.last))
            changes = replace(event, change=change, line=visit.line)
            judged = judge_change(moments, [part], changes)
            if judged.verdict is ClaimVerdict.VERIFIED:
                return True
            did = judged.verdict is ClaimVerdict.UNSUPPORTED and Undecidable(judged.why)
        if isinstance(did, Undecidable):
            unknown = did
    return unknown or False


def _names(moments: Moments, scope: ScopeNode) -> set[str]:
    """All names of the function but those that the headers of `for` loops bind and nothing else."""
    names = set(bound_names(scope))
    by_headers: set[str] = set()
    by_others: set[str] = set()
    if not isinstance(scope, ast.Module | ast.ClassDef):
        by_others.update(parameters(scope))
    for statement in moments.trace.statements.of_scope(scope):
        bound, target = names_bound_by(statement.node), set[str]()
        if isinstance(statement.node, ast.For):
            target = {n.id for n in ast.walk(statement.node.target) if isinstance(n, ast.Name)}
        by_headers.update(target)
        by_others.update(bound - target)
        names.update(node.id for node in statement.expressions() if isinstance(node, ast.Name))
    return names - (by_headers - by_others)


def _done(moments: Moments, visit: Visit) -> Iterator[Point]:
    """What a visit does that the names of the function do not show."""
    if moments.output(visit):
        yield Point(False, visit.interval, "something is printed")
    if moments.called_in(visit):
        yield Point(None, visit.interval, f"what the call on line {visit.line} does is not told")
    if any(step.kind in _STORES for step in moments.steps(visit)):
        told = f"line {visit.line} sets a part of something"
        yield Point(None, visit.interval, told)


def _reached(moments: Moments, visit: Visit) -> Iterator[Point]:
    """Calls that may change what a class or a module holds, which no name of the function shows."""
    state = State(moments, visit.activation, visit.before)
    for statement in visit.statements:
        for node in statement.expressions():
            if not isinstance(node, ast.Call):
                continue
            owner = _owner(node.func)
            sets = isinstance(node.func, ast.Name) and node.func.id in _SETTERS
            # `object.__setattr__`; what else a builtin class can do shows in its arguments.
            sets |= isinstance(node.func, ast.Attribute) and node.func.attr.startswith("__")
            inside = node.func is not owner and _holds_code(state, owner, _CODE)
            given = [*node.args, *(each.value for each in node.keywords)]
            asks = isinstance(node.func, ast.Name) and node.func.id in _ASKING
            named = (part for each in given for part in ast.walk(each))
            inside |= not asks and any(_holds_code(state, part, _NAMESPACES) for part in named)
            if sets or inside:
                told = f"what `{ast.unparse(node.func)}` changes is not told"
                yield Point(None, visit.interval, told)


def _owner(node: ast.expr) -> ast.expr:
    """What an attribute, of an attribute, … is looked up in."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node


def _holds_code(state: State, node: ast.AST, types: frozenset[str]) -> bool:
    if not isinstance(node, ast.Name):
        return False
    held = state(node.id)
    return isinstance(held, Opaque) and held.type in types


def _changed(moments: Moments, frame: Frame, name: str, *, own: bool) -> Iterator[Point]:
    """The states of the context in which the name is not what it is at the start."""
    first = State(moments, frame.activation, frame.start)(name)
    for visit in moments.visits(frame.activation).inside(frame.interval):
        found = State(moments, frame.activation, visit.after)(name)
        if isinstance(found, Missing) and isinstance(first, Missing):
            continue
        if found != first:
            yield Point(False, at(visit.after), f"`{name}` changes")
        elif (
            not isinstance(found, Missing) and holds_opaque(found) and (own or not _is_code(found))
        ):
            yield Point(None, at(visit.after), f"what `{name}` holds is not told")


def _is_code(value: Value) -> bool:
    return isinstance(value, Opaque) and value.type in _CODE
