"""Evaluates expressions on Values (semantics.md §7)."""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: SIM102, C901, PLR0912

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable
from typing import Any

from . import native
from .record import State
from .values import Snapshots, Value, equal, is_unknown

PLAIN = ("list", "tuple", "set", "frozenset", "dict")
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Pow: operator.pow, ast.LShift: operator.lshift, ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip


class NoValue(Exception):
    """The expression raises in Python."""


class Undecidable(Exception):
    """The evaluator does not know: UNSUPPORTED."""


class Unclear(Exception):
    """The oracle does not know what the page says: UNDECIDED."""


TAKE = Snapshots("recorded_program").take


def lookup(state: State, name: str) -> Value:
    function = state.function
    if name in state.names:
        return state.names[name]
    while function is not None:
        if name in function.bound:
            if function is state.function:
                raise NoValue(name)
            raise Unclear(name)
        function = function.enclosing
    if name in state.module:
        return state.module[name]
    if hasattr(builtins, name):
        return TAKE(getattr(builtins, name))
    raise NoValue(name)


def plain(value: Value) -> Any:
    """The Python object of a Value of a builtin type."""
    if is_unknown(value):
        raise Undecidable
    if value.kind in ("deque", "array") or (value.kind == "dict" and value.type != "dict"):
        raise Unclear(value.type)  # §7 knows some of what can be done with them
    if value.attributes or value.kind not in (*PLAIN, "scalar", "bytearray"):
        raise Undecidable
    if value.kind == "scalar" and type(value.data).__name__ == value.type:
        return value.data
    data: Any = value.data
    if value.type != value.kind:
        raise Undecidable
    if value.kind == "bytearray":
        return bytearray(data)
    if value.kind == "dict":
        return {plain(k): plain(v) for k, v in data}
    return getattr(builtins, value.kind)(plain(item) for item in data)


def guarded(function: Callable[..., Any], *args: Any) -> Value:
    """Calls a builtin within bounds."""
    if function in (operator.pow, operator.lshift, operator.mul):
        if isinstance(args[1], int) and abs(args[1]) > 4096 and args[0] not in (0, 1, -1):
            if function is not operator.mul or not isinstance(args[0], int | float):
                raise Undecidable
    try:
        made = function(*args)
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise NoValue from error
    if isinstance(made, int) and made.bit_length() > 4096:
        raise Undecidable
    return TAKE(made)


def evaluate(node: ast.AST, state: State) -> Value:
    """The Value of an expression in a state; raises NoValue, Undecidable or Unclear."""
    go = evaluate
    match node:
        case ast.Name(id=name):
            return lookup(state, name)
        case ast.Constant(value=data):
            return TAKE(data)
        case ast.List(elts=elts) | ast.Tuple(elts=elts) if not starred(elts):
            kind = type(node).__name__.lower()
            return Value(kind, kind, tuple(go(item, state) for item in elts))
        case ast.Set(elts=elts) if not starred(elts):
            return guarded(set, [plain(go(item, state)) for item in elts])
        case ast.Dict(keys=keys, values=values) if None not in keys:
            pairs = zip(keys, values, strict=True)
            return guarded(
                dict, [(plain(go(k, state)), plain(go(v, state))) for k, v in pairs if k]
            )
        case ast.Attribute(value=base, attr=name):
            held = go(base, state)
            stored = dict(held.attributes)
            if name in stored:
                return stored[name]
            if held.kind == "instance":
                raise Unclear(name)  # a class attribute, a method or nothing at all
            raise Undecidable
        case ast.Subscript(value=base, slice=index):
            return item(go(base, state), index, state)
        case ast.BoolOp(op=joint, values=operands):
            last = TAKE(None)
            for operand in operands:
                last = go(operand, state)
                if bool(plain(last)) == isinstance(joint, ast.Or):
                    break
            return last
        case ast.IfExp(test=test, body=body, orelse=other):
            return go(body if plain(go(test, state)) else other, state)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return TAKE(not plain(go(operand, state)))
        case ast.UnaryOp(op=op, operand=operand):
            return guarded(OPERATORS[type(op)], plain(go(operand, state)))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return guarded(OPERATORS[type(op)], plain(go(left, state)), plain(go(right, state)))
        case ast.Compare(left=left, ops=ops, comparators=rights):
            if any(map(used_up_by_in, ops, rights)):
                return natively(node, state)
            one = go(left, state)
            truth = TAKE(True)
            for test_op, right in zip(ops, rights, strict=True):
                next_one = go(right, state)
                truth = compared(test_op, one, next_one)
                if not plain(truth):
                    break
                one = next_one
            return truth
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name() as arg], keywords=[]):
            if lookup(state, "len").oid != id(len):
                raise Undecidable
            held = go(arg, state)
            if held.kind in ("list", "tuple", "set", "dict") and held.type == held.kind:
                assert isinstance(held.data, tuple)
                return TAKE(len(held.data))
            return guarded(len, plain(held))
        case _:
            return natively(node, state)


def natively(node: ast.AST, state: State) -> Value:
    """What Python makes of it, on plain values."""
    assert isinstance(node, ast.expr)
    try:
        free = native.checked(node)
    except native.Foreign as error:
        raise Undecidable from error
    except native.TooMuch as error:
        raise Unclear from error
    values: dict[str, Any] = {}
    missing: dict[str, Exception] = {}  # matters only where the name is come to
    for name in free:
        try:
            held = lookup(state, name)
            if held.kind == "opaque" and hasattr(builtins, name):
                if held.oid != id(getattr(builtins, name)):
                    raise Undecidable
                continue
            if unordered(held):
                raise Unclear
            values[name] = plain(held)
        except NoValue as error:
            if name in native.FUNCTIONS:  # it would be found there; is it come to at all?
                raise Unclear from error
            missing[name] = error
        except (Undecidable, Unclear) as error:
            if name in native.FUNCTIONS:
                raise
            missing[name] = error
    if native.orders_sets(node):
        raise Unclear
    try:
        made = native.run(node, values)
    except native.Foreign as error:
        raise Undecidable from error
    except (native.TooMuch, AttributeError, RecursionError, MemoryError) as error:
        raise Unclear from error
    except NameError as error:
        why = missing.get(error.name or "", NoValue())
        shown = any(
            isinstance(n, ast.List | ast.Tuple | ast.Set | ast.Dict) for n in ast.walk(node)
        )
        if shown and isinstance(why, Undecidable):
            raise Unclear from error  # it may stand in a display, whatever it is
        raise why from error
    except Exception as error:
        raise NoValue from error
    if isinstance(made, int | str | bytes | float | bool | list | tuple | dict | set | frozenset):
        return TAKE(made)
    if made is None:
        return TAKE(None)
    raise Undecidable


def unordered(value: Value) -> bool:
    """Whether there is a set of several elements in a value."""
    if value.kind in ("set", "frozenset"):
        return len(value.data) > 1  # type: ignore[arg-type]
    parts: list[Value] = []
    if isinstance(value.data, tuple) and value.kind == "dict":
        parts = [part for pair in value.data for part in pair]
    elif isinstance(value.data, tuple) and value.kind in ("list", "tuple", "deque", "array"):
        parts = list(value.data)
    return any(map(unordered, parts))


def used_up_by_in(op: ast.cmpop, right: ast.expr) -> bool:
    """Whether something is used up behind `in` that has no value by itself (§7)."""
    if not isinstance(op, ast.In | ast.NotIn):
        return False
    match right:
        case ast.GeneratorExp():
            return True
        case ast.Call(func=ast.Name(id="range" | "zip" | "enumerate" | "reversed")):
            return True
        case ast.Call(func=ast.Attribute(attr="keys" | "values" | "items")):
            return True
        case _:
            return False


def starred(elts: list[ast.expr]) -> bool:
    return any(isinstance(item, ast.Starred) for item in elts)


def compared(op: ast.cmpop, one: Value, other: Value) -> Value:
    if isinstance(op, ast.Is | ast.IsNot):
        single = (None, True, False)
        if one.kind == other.kind == "scalar":
            if not any(one.data is s or other.data is s for s in single):
                raise Undecidable
            same = one.data is other.data
        else:
            same = one.oid == other.oid != 0
        return TAKE(same == isinstance(op, ast.Is))
    return guarded(OPERATORS[type(op)], plain(one), plain(other))


def item(held: Value, index: ast.expr, state: State) -> Value:
    """An element or a slice."""
    data: Any = held.data
    if isinstance(index, ast.Slice):
        parts = [index.lower, index.upper, index.step]
        cut = slice(*(plain(evaluate(p, state)) if p else None for p in parts))
        return guarded(operator.getitem, plain(held), cut)
    key = evaluate(index, state)
    if held.kind == "dict" and held.type == "dict":
        for k, v in data:
            if equal(k, key) or plain_equal(k, key):
                return v  # type: ignore[no-any-return]
        raise NoValue
    if held.kind in ("list", "tuple") and held.type == held.kind:
        try:
            return data[plain(key)]  # type: ignore[no-any-return]
        except (TypeError, IndexError) as error:
            raise NoValue from error
    return guarded(operator.getitem, plain(held), plain(key))


def plain_equal(one: Value, other: Value) -> bool:
    if one.kind == other.kind == "scalar":
        return bool(one.data == other.data)
    try:
        return bool(plain(one) == plain(other))
    except Undecidable:
        return False
