"""Calls of builtins that set a part of what they are given, whether it changes or not
(docs/semantics.md §5.100)."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Sequence
from typing import Final, NamedTuple

from engine.claims.check.all_states import is_inside, last_of
from engine.claims.check.context import Frame
from engine.claims.check.named_objects import NoObject, Objects
from engine.claims.check.parts import part_of
from engine.claims.check.readings import State
from engine.trace.model import Time
from engine.trace.moments import Moments
from engine.trace.statements import ScopeNode, Statement
from engine.trace.visits import Interval, Visit
from engine.values import NO_OID, Atom, Mapping, Oid, equal_in_python

_METHODS: Final = frozenset({"update", "__ior__", "__setitem__", "__setattr__"})
_OTHERS: Final = _METHODS | {
    "exec", "eval", "setattr", "getattr", "setitem", "ior", "methodcaller", "ChainMap", "__init__",
}  # fmt: skip
"""What may set any part of anything, where it is not called in a way that tells which."""


class _Setting(NamedTuple):
    """A call that may set parts: of what (None: of anything), and which (None: whatever)."""

    called: str
    of: ast.expr | None = None
    keys: tuple[ast.expr, ...] | None = None
    of_mapping: ast.expr | None = None  #: the keys of this, besides


class Setter(NamedTuple):
    """What may set parts of an object (`NO_OID`: of any), these or (None) whatever, as it is named
    at a moment or later."""

    called: str
    interval: Interval
    since: Time
    oid: Oid
    parts: frozenset[Hashable] | None


def builtin_setters(moments: Moments, frame: Frame) -> Iterator[Setter]:
    """Those of the context, and of the functions that run there, of which it is not told when."""
    calls: dict[Statement, list[_Setting]] = {}
    for visit in moments.visits(frame.activation).inside(frame.interval):
        for statement in visit.statements:
            if statement not in calls:
                nodes = [statement.node, *statement.expressions()]
                calls[statement] = list(_settings(nodes))
            for setting in calls[statement]:
                yield from _setter(moments, visit, setting)
    for scope in _running(moments, frame):
        for setting in _settings(list(ast.walk(scope))):
            parts = _written_parts(setting)
            yield Setter(setting.called, frame.interval, frame.start, NO_OID, parts)


def _running(moments: Moments, frame: Frame) -> list[ScopeNode]:
    """The code of what else runs in the context, each once."""
    trace, last = moments.trace, last_of(moments, frame)
    found: list[ScopeNode] = []
    for activation in trace.data.activations:
        runs = activation.first <= last and activation.last >= frame.interval.first
        scope = trace.scope_of(activation.id) if runs else None
        if scope is None or scope in found:
            continue
        inner = max(activation.first, frame.interval.first)
        if activation.id != frame.activation and is_inside(trace, frame.activation, inner):
            found.append(scope)
    return found


def _settings(nodes: Sequence[ast.AST]) -> Iterator[_Setting]:
    told: set[ast.AST] = set()
    for node in nodes:
        for setting in _setting(node):
            yield setting
            if isinstance(node, ast.Call):
                told.add(node.func)
    for node in nodes:
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in _OTHERS:
                if node not in told and not _is_of_super(node):
                    yield _Setting(name)
            case _:
                pass


def _is_of_super(node: ast.expr) -> bool:
    """Whether it is `super().__init__`, which sets what the class says."""
    match node:
        case ast.Attribute(value=ast.Call(func=ast.Name(id=name)), attr="__init__"):
            return name == "super"
        case _:
            return False


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
            else:  # `dict.update(d, …)`
                yield _Setting(name, given[0] if len(given) > 1 else owner)
        case ast.Call(
            func=ast.Attribute(value=owner, attr="__setitem__" | "__setattr__" as name), args=given
        ):
            if len(given) == 3:  # `object.__setattr__(b, 'n', 1)`
                yield _Setting(name, given[0], (given[1],))
            else:
                yield _Setting(name, owner, tuple(given[:1]))
        case ast.Call(func=ast.Name(id="setattr"), args=[owner, key, _]):
            yield _Setting("setattr", owner, (key,))
        case ast.AugAssign(op=ast.BitOr(), target=ast.expr() as owner, value=mapping):
            yield _Setting("|=", owner, (), mapping)
        case _:
            pass


def _written_parts(setting: _Setting) -> frozenset[Hashable] | None:
    """Which parts may be set, where the source alone tells it."""
    keys: list[ast.expr | None] = [*(setting.keys or ())]
    if isinstance(setting.of_mapping, ast.Dict):
        keys.extend(setting.of_mapping.keys)  # None: `**m`
    elif setting.of_mapping is not None or setting.keys is None:
        return None
    parts = frozenset(
        equal_in_python(Atom(key.value)) for key in keys if isinstance(key, ast.Constant)
    )
    return parts if len(parts) == len(keys) else None


def _setter(moments: Moments, visit: Visit, setting: _Setting) -> Iterator[Setter]:
    # Where a line has several statements, an object may have another name at its end.
    since = visit.after if len(visit.statements) == 1 else visit.before
    oid, parts = NO_OID, None
    if setting.of is not None:
        state = State(moments, visit.activation, visit.before)
        found = Objects(moments, visit.activation, visit.before).named(setting.of)
        if found is NoObject.NOTHING or isinstance(state.evaluate_tree(setting.of), Atom):
            return
        oid = NO_OID if isinstance(found, NoObject) else found.oid
        parts = _parts(moments, visit, oid, setting)
    yield Setter(setting.called, visit.interval, since, oid, parts)


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
