"""The pure, bounded evaluator of expressions in claims (docs/semantics.md §7).

It works on Values alone, so it can never run the program. Three outcomes: a Value; `NoValue`,
where Python would raise; `Undecidable`, for what it does not know or what exceeds its bounds.

Invariant: time and memory are bounded whatever the expression: by the number of operations, the
bits of integers and the elements of sequences.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from engine.trace.trace import Missing
from engine.values import (
    MAX_DEPTH,
    Atom,
    Cycle,
    Instance,
    Mapping,
    NotALiteral,
    Opaque,
    Sequence,
    SetValue,
    Value,
    children,
    from_python,
    same_object,
)

MAX_OPERATIONS: Final = 10_000
MAX_BITS: Final = 4096
MAX_ELEMENTS: Final = 100_000


@dataclass(frozen=True, slots=True)
class NoValue:
    """The expression has no value in the state; Python would raise. ``why`` for a reader."""

    why: str


@dataclass(frozen=True, slots=True)
class Undecidable:
    """The evaluator does not know."""

    why: str


Result: TypeAlias = Value | NoValue | Undecidable
Names: TypeAlias = Callable[[str], "Value | Missing"]

_PYTHON_ERRORS: Final = (
    TypeError, ValueError, ZeroDivisionError, IndexError, KeyError, OverflowError,
)  # fmt: skip

_BINARY: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Pow: operator.pow, ast.LShift: operator.lshift, ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
}  # fmt: skip

_COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip

_UNARY: Final[dict[type[ast.unaryop], Callable[[Any], Any]]] = {
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert,
}  # fmt: skip


class _Stop(Exception):
    """Ends an evaluation with its outcome."""

    def __init__(self, outcome: NoValue | Undecidable) -> None:
        super().__init__(outcome.why)
        self.outcome = outcome


def evaluate(
    expression: ast.expr, names: Names, private: Callable[[str], str] = lambda name: name
) -> Result:
    """The value of an expression where ``names`` tells the values of names, and ``private`` what
    the name of an attribute is there (``__x`` in a class)."""
    try:
        result = _Evaluation(names, private).value(expression, 0)
    except _Stop as stop:
        return stop.outcome
    except RecursionError:
        return Undecidable("the expression or a value is nested too deeply")
    if not isinstance(expression, ast.Name) and not _stands_alone(result, 0):
        # Taken out of what it refers to, it cannot be told from others.
        return Undecidable("the value refers to an object that it is a part of")
    return result


def names_in(expression: ast.expr) -> frozenset[str]:
    """The names that an expression reads, functions that it calls left out."""
    called = {id(node.func) for node in ast.walk(expression) if isinstance(node, ast.Call)}
    return frozenset(
        node.id
        for node in ast.walk(expression)
        if isinstance(node, ast.Name) and id(node) not in called
    )


def thaw(value: Value, _depth: int = 0) -> object:
    """The builtin object of a Value made of exact builtins; raises `_Stop` for others."""
    if _depth > MAX_DEPTH:
        raise _Stop(Undecidable("a value is nested too deeply"))
    match value:
        case Atom(payload=payload):
            return payload
        case Sequence(type="list", items=items):
            return [thaw(item, _depth + 1) for item in items]
        case Sequence(type="tuple", items=items):
            return tuple(thaw(item, _depth + 1) for item in items)
        case Sequence(type="bytearray", items=items):
            return bytearray(item.payload for item in items if isinstance(item, Atom))  # type: ignore[misc]
        case SetValue(type="set", items=items):
            return {thaw(item, _depth + 1) for item in items}
        case SetValue(items=items):
            return frozenset(thaw(item, _depth + 1) for item in items)
        case Mapping(type="dict", pairs=pairs):
            return {thaw(key, _depth + 1): thaw(item, _depth + 1) for key, item in pairs}
        case _:
            raise _Stop(Undecidable(f"what a `{_type(value)}` does here is not known"))


def _stands_alone(value: Value, depth: int) -> bool:
    if isinstance(value, Cycle):
        return value.up <= depth
    return all(_stands_alone(child, depth + 1) for child in children(value))


def _refuse_nan_inside(*values: object) -> None:
    """Python compares what containers hold by identity first, and a NaN equals itself then: which
    NaN is which was not recorded."""
    if any(_is_nan(part) for value in values for part in _elements(value)):
        raise _Stop(Undecidable("whether two NaN in containers are one object is not recorded"))


def _is_nan(thing: object) -> bool:
    return isinstance(thing, float | complex) and thing != thing  # noqa: PLR0124


def _elements(value: object) -> Iterator[object]:
    """All that a thawed container holds, at any depth."""
    parts: list[object] = []
    if isinstance(value, dict):
        parts = [*value, *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    for part in parts:
        yield part
        yield from _elements(part)


def _type(value: Value) -> str:
    return value.type if not hasattr(value, "up") else "cyclic value"


class _Evaluation:
    """One evaluation, with its budget of operations."""

    def __init__(self, names: Names, private: Callable[[str], str]) -> None:
        self._names = names
        self._private = private
        self._left = MAX_OPERATIONS

    def value(  # noqa: C901, PLR0912  # one case for each form of expression
        self, node: ast.expr, depth: int
    ) -> Value:
        self._left -= 1
        if self._left < 0 or depth > MAX_DEPTH:
            raise _Stop(Undecidable("the expression takes too many operations"))
        down = depth + 1
        match node:
            case ast.Constant(value=payload):
                return Atom(payload)
            case ast.Name(id=name):
                return self._name(name)
            case ast.List(elts=parts):
                return Sequence("list", tuple(self._parts(parts, down)))
            case ast.Tuple(elts=parts):
                return Sequence("tuple", tuple(self._parts(parts, down)))
            case ast.Set(elts=parts):
                made = [thaw(part) for part in self._parts(parts, down)]
                return self._python(lambda: set(made))
            case ast.Dict(keys=keys, values=items):
                pairs = [
                    (thaw(self.value(key, down)), thaw(self.value(item, down)))
                    for key, item in zip(keys, items, strict=True)
                    if key is not None
                ]
                if len(pairs) < len(items):
                    raise _Stop(Undecidable("`**` in a display is not evaluated"))
                return self._python(lambda: dict(pairs))
            case ast.Subscript(value=container, slice=key):
                return self._subscript(self.value(container, down), key, down)
            case ast.Attribute(value=owner, attr=name):
                return self._attribute(self.value(owner, down), self._private(name))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Atom(not self._truth(self.value(operand, down)))
            case ast.UnaryOp(op=sign, operand=operand):
                only = thaw(self.value(operand, down))
                return self._python(lambda: _UNARY[type(sign)](only))
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(thaw(self.value(left, down)), op, thaw(self.value(right, down)))
            case ast.BoolOp(op=op, values=parts):
                stopper = isinstance(op, ast.Or)
                result: Value = Atom(None)
                for part in parts:
                    result = self.value(part, down)
                    if self._truth(result) is stopper:
                        return result
                return result
            case ast.IfExp(test=test, body=body, orelse=orelse):
                chosen = self._truth(self.value(test, down))
                return self.value(body if chosen else orelse, down)
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._compare(self.value(left, down), ops, others, down)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._call(name, arguments, down)
            case _:
                kind = type(node).__name__
                raise _Stop(Undecidable(f"`{ast.unparse(node)}` ({kind}) is not evaluated"))

    def _parts(self, parts: list[ast.expr], depth: int) -> list[Value]:
        return [self.value(part, depth) for part in parts]

    def _name(self, name: str) -> Value:
        found = self._names(name)
        if found is Missing.UNBOUND:
            raise _Stop(NoValue(f"`{name}` has no value"))
        if found is Missing.UNKNOWN:
            raise _Stop(Undecidable(f"the value of `{name}` is not recorded"))
        return found

    def _python(self, compute: Callable[[], object]) -> Value:
        try:
            return from_python(compute())
        except NotALiteral as error:
            raise _Stop(Undecidable(str(error))) from error
        except _PYTHON_ERRORS as error:
            raise _Stop(NoValue(f"{type(error).__name__}: {error}")) from error

    def _binary(self, left: object, op: ast.operator, right: object) -> Value:
        if isinstance(op, ast.MatMult):
            raise _Stop(Undecidable("`@` is not evaluated"))
        if isinstance(left, str | bytes | bytearray) and isinstance(op, ast.Mod):
            raise _Stop(Undecidable("formatting with `%` is not evaluated"))
        self._check_size(left, op, right)
        return self._python(lambda: _BINARY[type(op)](left, right))

    @staticmethod
    def _check_size(left: object, op: ast.operator, right: object) -> None:
        """Refuse what would be large before it is computed."""
        too_large = _Stop(Undecidable("the result would exceed the evaluator's bounds"))
        bits = [n.bit_length() for n in (left, right) if isinstance(n, int)]
        if any(each > MAX_BITS for each in bits):
            raise too_large
        if (
            isinstance(op, ast.Pow)
            and isinstance(left, int)
            and isinstance(right, int)
            and right > 0
            and left.bit_length() * right > MAX_BITS
            and abs(left) > 1
        ):
            raise too_large
        if isinstance(op, ast.LShift) and isinstance(right, int) and right > MAX_BITS:
            raise too_large
        sizes = [
            len(x) for x in (left, right) if isinstance(x, str | bytes | bytearray | list | tuple)
        ]
        if isinstance(op, ast.Mult) and sizes:
            times = right if isinstance(right, int) else left
            if isinstance(times, int) and times > 0 and max(sizes) * times > MAX_ELEMENTS:
                raise too_large
        if sum(sizes) > MAX_ELEMENTS:
            raise too_large

    def _truth(self, value: Value) -> bool:
        match value:
            case Atom(payload=payload):
                return bool(payload) if payload is not NotImplemented else True
            case Sequence(items=items) | SetValue(items=items):
                return bool(items)
            case Mapping(pairs=pairs):
                return bool(pairs)
            case _:
                raise _Stop(Undecidable("the truth value of this object is not known"))

    # -- elements ---------------------------------------------------------------------------------

    def _subscript(self, container: Value, key: ast.expr, depth: int) -> Value:
        if isinstance(key, ast.Slice):
            bounds = [
                None if part is None else thaw(self.value(part, depth))
                for part in (key.lower, key.upper, key.step)
            ]
            return self._slice(container, slice(*bounds))
        return self._element(container, self.value(key, depth))

    def _slice(self, container: Value, bounds: slice) -> Value:
        try:
            match container:
                case Sequence(type="list" | "tuple" as kind, items=items):
                    return Sequence(kind, items[bounds])
                case Atom(payload=str() | bytes() as text):
                    return Atom(text[bounds])
                case _:
                    whole = thaw(container)
                    return self._python(lambda: whole[bounds])  # type: ignore[index]
        except _PYTHON_ERRORS as error:
            raise _Stop(NoValue(f"{type(error).__name__}: {error}")) from error

    def _element(self, container: Value, key: Value) -> Value:
        match container:
            case Sequence(type="list" | "tuple" | "collections.deque", items=items):
                place: Any = thaw(key)  # a wrong type is the outcome
                try:
                    item: Value = items[place]
                except _PYTHON_ERRORS as error:
                    raise _Stop(NoValue(f"{type(error).__name__}: {error}")) from error
                return item
            case Mapping(type=kind, pairs=pairs):
                found = self._lookup(pairs, key)
                if found is not None:
                    return found
                if kind in {"dict", "collections.OrderedDict"}:
                    raise _Stop(NoValue("KeyError: there is no such key"))
                raise _Stop(Undecidable(f"a missing key of a `{kind}` may be made"))
            case _:
                whole, index = thaw(container), thaw(key)
                return self._python(lambda: whole[index])  # type: ignore[index]

    def _lookup(self, pairs: tuple[tuple[Value, Value], ...], key: Value) -> Value | None:
        """A dict's look-up: Python's `==` on builtin keys, identity on others."""
        for candidate, item in pairs:
            if same_object(candidate, key):
                return item
        wanted = thaw(key)
        _refuse_nan_inside([wanted])
        try:
            hash(wanted)
        except TypeError as error:
            raise _Stop(NoValue(f"TypeError: {error}")) from error
        undecided = False
        for candidate, item in pairs:
            try:
                known = thaw(candidate)
            except _Stop:
                undecided = True
                continue
            if known == wanted:
                return item
        if undecided:
            raise _Stop(Undecidable("whether a key of this kind is equal is not known"))
        return None

    def _attribute(self, owner: Value, name: str) -> Value:
        if isinstance(owner, Instance):
            for known, item in owner.attributes:
                if known == name:
                    return item
        raise _Stop(Undecidable(f"the attribute `{name}` is not one that the object itself holds"))

    # -- comparisons and calls --------------------------------------------------------------------

    def _compare(
        self, left: Value, ops: list[ast.cmpop], others: list[ast.expr], depth: int
    ) -> Value:
        result: Value = Atom(True)
        for op, other in zip(ops, others, strict=True):
            right = self.value(other, depth)
            result = self._compare_two(left, op, right)
            if not self._truth(result):
                return result
            left = right
        return result

    def _compare_two(self, left: Value, op: ast.cmpop, right: Value) -> Value:
        match op:
            case ast.Is():
                return Atom(self._identical(left, right))
            case ast.IsNot():
                return Atom(not self._identical(left, right))
            case ast.In():
                return self._contains(left, right)
            case ast.NotIn():
                return Atom(not self._truth(self._contains(left, right)))
            case _:
                first, second = thaw(left), thaw(right)
                _refuse_nan_inside(first, second)
                return self._python(lambda: _COMPARE[type(op)](first, second))

    def _contains(self, item: Value, container: Value) -> Value:
        if isinstance(container, Mapping) and container.type == "dict":
            return Atom(self._lookup(container.pairs, item) is not None)
        wanted, whole = thaw(item), thaw(container)
        _refuse_nan_inside([wanted], whole)
        return self._python(lambda: wanted in whole)  # type: ignore[operator]

    @staticmethod
    def _identical(left: Value, right: Value) -> bool:
        singletons = (None, True, False, ..., NotImplemented)
        if isinstance(left, Atom) and isinstance(right, Atom):
            known = [any(x.payload is s for s in singletons) for x in (left, right)]
            if all(known):
                return left.payload is right.payload
            if any(known):
                return False
            raise _Stop(Undecidable("the identity of immutable values is not recorded"))
        if isinstance(left, Atom) or isinstance(right, Atom):
            return False
        if not left.oid or not right.oid:
            raise _Stop(Undecidable("a value made by the expression itself is no recorded object"))
        return left.oid == right.oid

    def _call(self, name: str, arguments: list[ast.expr], depth: int) -> Value:
        if name not in {"len", "abs", "min", "max", "sum", "sorted"}:
            raise _Stop(Undecidable(f"calls of `{name}` are not evaluated"))
        if self._names(name) is not Missing.UNKNOWN:
            raise _Stop(Undecidable(f"`{name}` is a name of the program here"))
        if any(isinstance(argument, ast.Starred) for argument in arguments):
            raise _Stop(Undecidable("`*` in a call is not evaluated"))
        values = self._parts(arguments, depth)
        if name == "len" and len(values) == 1:
            return self._length(values[0])
        things = [thaw(value) for value in values]
        if name == "sum":
            self._check_numbers(things)
        if len(values) == 1 and isinstance(values[0], SetValue):
            self._check_order(name, list(values[0].items))
        function = {"abs": abs, "min": min, "max": max, "sum": sum, "sorted": sorted, "len": len}[
            name
        ]
        return self._python(lambda: function(*things))  # type: ignore[operator]

    @staticmethod
    def _length(value: Value) -> Value:
        match value:
            case Sequence(items=items) | SetValue(items=items):
                return Atom(len(items))
            case Mapping(pairs=pairs):
                return Atom(len(pairs))
            case Atom(payload=str() | bytes() as text):
                return Atom(len(text))
            case Atom():
                raise _Stop(NoValue("TypeError: it has no length"))
            case Instance() | Opaque():
                raise _Stop(Undecidable("the length of this object is not known"))
            case _:
                raise _Stop(Undecidable("the length of a cyclic value is not evaluated"))

    @staticmethod
    def _check_order(name: str, items: list[Value]) -> None:
        """What is made of a set's elements must not depend on the order in which they come."""
        exact = all(isinstance(item, Atom) and isinstance(item.payload, int) for item in items)
        if not (
            exact if name == "sum" else len(items) < 2 or _have_one_order(items)
        ):  # two can be in another order
            raise _Stop(Undecidable(f"`{name}` of this set depends on the order of its elements"))

    @staticmethod
    def _check_numbers(things: list[object]) -> None:
        """`sum` of sequences is quadratic; of numbers it is bounded by what they were."""
        parts = things[0] if things else ()
        numbers = isinstance(parts, list | tuple | set | frozenset | dict) and all(
            isinstance(part, int | float | complex) for part in parts
        )
        if not numbers:
            raise _Stop(Undecidable("`sum` is evaluated for numbers only"))


def _have_one_order(items: list[Value]) -> bool:
    """Whether `<` orders the values, all of them and whichever are compared."""
    atoms = [item.payload for item in items if isinstance(item, Atom)]
    if len(atoms) == len(items):
        numbers = all(isinstance(each, int | float) and each == each for each in atoms)  # noqa: PLR0124  # no NaN
        return numbers or any(all(type(each) is kind for each in atoms) for kind in (str, bytes))
    tuples = [item.items for item in items if isinstance(item, Sequence) and item.type == "tuple"]
    if len(tuples) < len(items) or len({len(each) for each in tuples}) > 1:
        return False
    return all(_have_one_order(list(column)) for column in zip(*tuples, strict=True))
