"""Facts about what a visit bound, wrote into, changed and deleted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from engine.claims import spans
from engine.claims.model import (
    AfterLine,
    AttributeTarget,
    Changes,
    Claim,
    Deletes,
    ElementTarget,
    LeavesUnchanged,
    NameTarget,
    Sets,
    Target,
    ValueIs,
)
from engine.narration.facts import Fact, Stage, fact
from engine.narration.recording import Recording, expected, sayable
from engine.trace.model import PlaceKind, Time
from engine.trace.statements import Statement
from engine.trace.visits import Visit
from engine.values import Atom, Value, same_object


def settings(recording: Recording, visit: Visit, statements: tuple[Statement, ...]) -> list[Fact]:
    """What the statements bound or wrote by assignment: one sentence, and one for each of those
    of which no value can be told."""
    valued: dict[Target, Sets] = {}
    others: list[Fact] = []
    for statement in statements:
        for node in bound_by(statement):
            found = _setting(recording, visit, node)
            if found is None or found.target in valued:
                continue
            if found.to is None:
                others.append(fact(Stage.EFFECT, found))
            else:
                valued[found.target] = found
    together = tuple(valued.values())
    return [*([Fact(Stage.EFFECT, (together,))] if together else []), *others]


def bound_by(statement: Statement) -> Iterator[ast.expr]:
    """The places to which a statement assigns, in the order of the source."""
    node = statement.node
    match node:
        case ast.Assign(targets=targets):
            for each in targets:
                yield from _flat(each)
        case ast.AugAssign(target=target) | ast.For(target=target) | ast.AsyncFor(target=target):
            yield from _flat(target)
        case ast.AnnAssign(target=target, value=ast.expr()):
            yield from _flat(target)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                if item.optional_vars is not None:
                    yield from _flat(item.optional_vars)
        case ast.ExceptHandler(name=str(name)):
            yield ast.Name(name, ast.Store())
        case ast.match_case(pattern=pattern):
            for part in ast.walk(pattern):
                if isinstance(part, ast.MatchAs | ast.MatchStar) and part.name is not None:
                    yield ast.Name(part.name, ast.Store())
        case _:
            pass
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        for expression in statement.expressions():
            if isinstance(expression, ast.NamedExpr):
                yield expression.target


def _flat(target: ast.expr) -> Iterator[ast.expr]:
    match target:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _flat(part)
        case ast.Starred(value=inner):
            yield from _flat(inner)
        case _:
            yield target


def _setting(recording: Recording, visit: Visit, node: ast.expr) -> Sets | None:
    place = _place(recording, node)
    value: Value | None
    written: bool
    match place:
        case NameTarget(name=name):
            writes = recording.moments.name_writes(visit, name)
            value = recording.name(visit.activation, name, visit.after)
            written = bool(writes) and writes[-1].write.value is not None
        case ElementTarget() | AttributeTarget():
            value = recording.value(visit.activation, place.whole.tree, visit.after)
            written = _writes_there(recording, visit, place, visit.after, deleted=False)
        case None:
            return None
    if value is None or not written:
        return None
    return Sets(visit.line, place, expected(value))


def _place(recording: Recording, node: ast.expr) -> Target | None:
    if isinstance(node, ast.Name):
        return NameTarget(node.id) if node.id.isascii() else None
    if not isinstance(node, ast.Subscript | ast.Attribute):
        return None
    whole = recording.expr(node)
    if whole is None:
        return None
    try:
        return spans.read_target(whole.text)
    except spans.NotReadableError:
        return None


def _writes_there(
    recording: Recording,
    visit: Visit,
    place: ElementTarget | AttributeTarget,
    at: Time,
    *,
    deleted: bool,
) -> bool:
    """Whether the visit writes (or deletes) the very element or attribute that the place names."""
    container = recording.value(visit.activation, place.container.tree, at)
    if container is None or not hasattr(container, "oid"):
        return False
    key: Value | None = None
    if isinstance(place, ElementTarget):
        key = recording.value(visit.activation, place.key.tree, at)
        if key is None:
            return False
    for written in recording.moments.writes(visit):
        write = written.write
        if write.container != -container.oid or (write.value is None) is not deleted:
            continue
        if isinstance(place, ElementTarget):
            if (
                write.kind is PlaceKind.ELEMENT
                and write.key is not None
                and recording.trace.value(write.key, written.at) == key
            ):
                return True
        elif write.kind is PlaceKind.ATTRIBUTE and write.name == place.name:
            return True
    return False


def deletions(recording: Recording, visit: Visit, statement: Statement) -> list[Fact]:
    """What a `del` statement deleted."""
    if not isinstance(statement.node, ast.Delete):
        return []
    found: list[Fact] = []
    for target in statement.node.targets:
        for node in _flat(target):
            place = _place(recording, node)
            gone: bool
            match place:
                case NameTarget(name=name):
                    writes = recording.moments.name_writes(visit, name)
                    gone = bool(writes) and writes[-1].write.value is None
                case ElementTarget() | AttributeTarget():
                    gone = _writes_there(recording, visit, place, visit.before, deleted=True)
                case None:
                    gone = False
            if gone and place is not None:
                found.append(fact(Stage.EFFECT, Deletes(visit.line, place)))
    return found


def changes(
    recording: Recording, visit: Visit, statements: tuple[Statement, ...], stage: Stage
) -> list[Fact]:
    """Objects that were changed in place, named as the statements name them."""
    if not recording.changes_objects(visit):
        return []
    found: list[Fact] = []
    told: list[Value] = []
    for node in _nameable(statements):
        before = recording.value(visit.activation, node, visit.before)
        after = recording.value(visit.activation, node, visit.after)
        if before is None or after is None or not same_object(before, after) or before == after:
            continue
        if any(same_object(after, each) for each in told):
            continue
        expr = recording.expr(node)
        if expr is None or not sayable(after):
            continue
        told.append(after)
        variants: list[tuple[Claim, ...]] = [(Changes(visit.line, expr, after),)]
        if sayable(before):
            variants.append((Changes(visit.line, expr, after, before),))
        found.append(Fact(stage, tuple(variants)))
    return found


def held_after(recording: Recording, visit: Visit) -> list[Fact]:
    """What the objects that the visit wrote into are after it, where no change of them can be
    told: they were changed back, or by way of another name."""
    found: list[Fact] = []
    known: set[int] = set()
    for written in recording.moments.writes(visit):
        container = written.write.container
        if container is None or container in known:
            continue
        known.add(container)
        for node in _nameable(visit.statements):
            value, expr = recording.value(visit.activation, node, visit.after), recording.expr(node)
            if value is None or expr is None or not sayable(value) or isinstance(value, Atom):
                continue
            if container in recording.reached(value, visit.after):
                found.append(fact(Stage.EFFECT, ValueIs(AfterLine(visit.line), expr, value)))
                break
    return found


def unchanged(recording: Recording, visit: Visit, statements: tuple[Statement, ...]) -> list[Fact]:
    """Names of the statements whose value the visit left as it was."""
    found: list[Fact] = []
    for node in _nameable(statements):
        if not isinstance(node, ast.Name):
            continue
        before = recording.value(visit.activation, node, visit.before)
        after = recording.value(visit.activation, node, visit.after)
        expr = recording.expr(node)
        if before is None or after is None or before != after or expr is None:
            continue
        if sayable(after):
            found.append(fact(Stage.SPARE, LeavesUnchanged(visit.line, expr)))
    return found


def _nameable(statements: tuple[Statement, ...]) -> list[ast.expr]:
    """The names, attributes and elements that the statements speak of; each once."""
    found: dict[str, ast.expr] = {}
    for statement in statements:
        if isinstance(statement.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for node in statement.expressions():
            if isinstance(node, ast.Name | ast.Attribute) or (
                isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice)
            ):
                found.setdefault(ast.unparse(node), node)
    return list(found.values())
