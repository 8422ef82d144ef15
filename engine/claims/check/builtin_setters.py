"""Calls of builtins that set a part of what they are given, whether it changes or not
(docs/semantics.md §5.100)."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator
from typing import Final, NamedTuple

from engine.claims.check.context import Frame
from engine.claims.check.named_objects import NoObject, Objects
from engine.claims.check.parts import part_of
from engine.claims.check.readings import State
from engine.trace.moments import Moments
from engine.trace.statements import Statement
from engine.trace.visits import Visit
from engine.values import NO_OID, Atom, Mapping, Oid

_ANYTHING: Final = frozenset({"exec", "eval"})


class _Setting(NamedTuple):
    """A call that may set parts: of what, and which (None: whatever)."""

    called: str
    of: ast.expr | None
    keys: tuple[ast.expr, ...] | None = None
    of_mapping: ast.expr | None = None  #: the keys of this, besides


class Setter(NamedTuple):
    """A call of a builtin that may set parts of an object (`NO_OID`: of any), these or (None)
    whatever."""

    visit: Visit
    called: str
    oid: Oid
    parts: frozenset[Hashable] | None


def builtin_setters(moments: Moments, frame: Frame) -> Iterator[Setter]:
    """Those of the context, and of what it calls, however deep."""
    calls: dict[Statement, list[_Setting]] = {}
    waiting = list(moments.visits(frame.activation).inside(frame.interval))
    while waiting:
        visit = waiting.pop()
        for statement in visit.statements:
            if statement not in calls:
                nodes = [statement.node, *statement.expressions()]
                calls[statement] = [each for node in nodes for each in _setting(node)]
            for setting in calls[statement]:
                yield from _setter(moments, visit, setting)
        for called in moments.called_in(visit):
            waiting.extend(moments.visits(called.id).inside(moments.whole(called.id)))


def _setting(node: ast.AST) -> Iterator[_Setting]:
    match node:
        case ast.Call(
            func=ast.Attribute(value=owner, attr="update" | "__ior__" as name),
            args=given,
            keywords=keywords,
        ):
            keys = tuple([ast.Constant(each.arg) for each in keywords if each.arg is not None])
            mappings = [*given, *(each.value for each in keywords if each.arg is None)]
            if len(mappings) < 2:
                yield _Setting(name, owner, keys, mappings[0] if mappings else None)
            else:
                yield _Setting(name, owner)
        case ast.Call(
            func=ast.Attribute(value=owner, attr="__setitem__" | "__setattr__" as name), args=given
        ):
            if len(given) == 3:  # `object.__setattr__(b, 'n', 1)`
                yield _Setting(name, given[0], (given[1],))
            else:
                yield _Setting(name, owner, tuple(given[:1]))
        case ast.Call(func=ast.Name(id="setattr"), args=[owner, key, _]):
            yield _Setting("setattr", owner, (key,))
        case ast.Call(func=ast.Name(id=name)) if name in _ANYTHING:
            yield _Setting(name, None)
        case ast.AugAssign(op=ast.BitOr(), target=ast.expr() as owner, value=mapping):
            yield _Setting("|=", owner, (), mapping)
        case _:
            pass


def _setter(moments: Moments, visit: Visit, setting: _Setting) -> Iterator[Setter]:
    if setting.of is None:
        yield Setter(visit, setting.called, NO_OID, None)
        return
    state = State(moments, visit.activation, visit.before)
    found = Objects(moments, visit.activation, visit.before).named(setting.of)
    if found is NoObject.NOTHING or isinstance(state.evaluate_tree(setting.of), Atom):
        return
    oid = NO_OID if isinstance(found, NoObject) else found.oid
    yield Setter(visit, setting.called, oid, _parts(moments, visit, oid, setting))


def _parts(
    moments: Moments, visit: Visit, oid: Oid, setting: _Setting
) -> frozenset[Hashable] | None:
    """Which parts may be set; None where that is not told before the line runs."""
    if setting.keys is None or len(visit.statements) > 1:
        return None
    state = State(moments, visit.activation, visit.before)
    keys = [state.evaluate_tree(each) for each in setting.keys]
    if setting.of_mapping is not None:
        mapping = state.evaluate_tree(setting.of_mapping)
        if not isinstance(mapping, Mapping):
            return None
        keys.extend(key for key, _ in mapping.pairs)
    parts = frozenset(part_of(moments.trace, oid, key, visit.before) for key in keys)
    return None if None in parts else parts
