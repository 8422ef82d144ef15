"""Values: canonical, immutable snapshots of Python objects at one moment.

A Value keeps two things apart. Its *structure* (types and contents) is what ``==`` compares,
as the contract of a verdict asks: types count (``True`` is not ``1``, ``1`` is not ``1.0``),
floats compare by bit pattern except that all NaNs are one, sets are unordered, dicts are
equal as Python has it (their order is a question of its own). Its *identity* (``oid``) says
which object of the recording it was, so that aliasing can be spoken of (`same_object`).

Invariant: nothing here calls a method of the recorded program's objects. A Value holds
immutable builtins and other Values only, so judging one can never run the program.
"""

from __future__ import annotations

import ast
import math
import struct
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from types import EllipsisType, NotImplementedType
from typing import Final, NewType, TypeAlias

Oid = NewType("Oid", int)
"""Number of one object within one recording, from 1; `NO_OID` for values read from text."""

NO_OID: Final = Oid(0)

AtomPayload: TypeAlias = (
    bool | int | float | complex | str | bytes | EllipsisType | NotImplementedType | None
)

MAX_DEPTH: Final = 200
"""Deepest nesting of a Value. Deeper objects are refused where they are recorded or read:
rendering and hashing recurse, and no sentence about such a value could be read."""


class _Structural:
    """Equality and hash by `structure`, computed once (values are compared often)."""

    __slots__ = ()

    @property
    def structure(self) -> Hashable:
        raise NotImplementedError  # each member of `Value` defines it

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, _Structural):
            return NotImplemented
        return self.structure == other.structure

    def __hash__(self) -> int:
        return hash(self.structure)


def _float_bits(number: float) -> Hashable:
    return "nan" if math.isnan(number) else struct.pack("<d", number)


@dataclass(frozen=True, eq=False)
class Atom(_Structural):
    """An immutable scalar: None, bool, int, float, complex, str, bytes, ``...``."""

    payload: AtomPayload

    @property
    def type(self) -> str:
        return type(self.payload).__name__

    @cached_property
    def structure(self) -> Hashable:
        payload = self.payload
        if isinstance(payload, float):
            return ("float", _float_bits(payload))
        if isinstance(payload, complex):
            return ("complex", _float_bits(payload.real), _float_bits(payload.imag))
        return (type(payload).__name__, payload)


@dataclass(frozen=True, eq=False)
class Sequence(_Structural):
    """An ordered container: list, tuple, ``collections.deque``, bytearray, ``array.array``.

    ``type`` is the type's name: plain for builtins, ``module.qualname`` otherwise."""

    type: str
    items: tuple[Value, ...]
    oid: Oid = NO_OID

    @cached_property
    def structure(self) -> Hashable:
        return (self.type, tuple(item.structure for item in self.items))


@dataclass(frozen=True, eq=False)
class SetValue(_Structural):
    """A set or frozenset; ``items`` are in the order in which the set iterated."""

    type: str
    items: tuple[Value, ...]
    oid: Oid = NO_OID

    @cached_property
    def structure(self) -> Hashable:
        return (self.type, frozenset(item.structure for item in self.items))


@dataclass(frozen=True, eq=False)
class Mapping(_Structural):
    """A dict, ``collections.defaultdict``, ``OrderedDict`` or ``Counter``, in its own order.

    Structure ignores the order, but for ``OrderedDict``, as Python's ``==`` does."""

    type: str
    pairs: tuple[tuple[Value, Value], ...]
    oid: Oid = NO_OID

    @cached_property
    def structure(self) -> Hashable:
        pairs = tuple((key.structure, value.structure) for key, value in self.pairs)
        return (self.type, pairs if self.type == "collections.OrderedDict" else frozenset(pairs))


@dataclass(frozen=True, eq=False)
class Instance(_Structural):
    """An object of a class: attributes by name, and the builtin part where it has one.

    ``payload`` is what a subclass of a builtin holds as that builtin (the tuple of a
    namedtuple, the int of an IntEnum member, an exception's ``args`` as a tuple).
    ``class_oid`` keeps two classes of one name apart."""

    type: str
    attributes: tuple[tuple[str, Value], ...]
    payload: Value | None = None
    class_oid: Oid = NO_OID
    oid: Oid = NO_OID

    @cached_property
    def structure(self) -> Hashable:
        attributes = frozenset((name, value.structure) for name, value in self.attributes)
        payload = None if self.payload is None else self.payload.structure
        return ("instance", self.type, self.class_oid, attributes, payload)


@dataclass(frozen=True, eq=False)
class Opaque(_Structural):
    """A function, class, module, iterator, generator, file …: equal only to itself.

    ``label`` helps a reader (a function's qualified name); it is no part of equality."""

    type: str
    label: str
    oid: Oid = NO_OID

    @property
    def structure(self) -> Hashable:
        # An opaque value read from text would have no identity, hence equals nothing known.
        return ("opaque", self.oid if self.oid else id(self))


@dataclass(frozen=True, eq=False)
class Cycle(_Structural):
    """A reference back to an enclosing object, ``up`` levels above this place."""

    up: int
    oid: Oid = NO_OID

    @property
    def structure(self) -> Hashable:
        return ("cycle", self.up)


Value: TypeAlias = Atom | Sequence | SetValue | Mapping | Instance | Opaque | Cycle

NONE: Final = Atom(None)
TRUE: Final = Atom(True)
FALSE: Final = Atom(False)


def same_object(left: Value, right: Value) -> bool:
    """Whether both are one object of one recording (``is``). Atoms have no identity: False."""
    if isinstance(left, Atom) or isinstance(right, Atom):
        return False
    return left.oid != NO_OID and left.oid == right.oid


def holds_opaque(value: Value) -> bool:
    """Whether the value is an `Opaque` or has one inside: what that holds was not recorded, so
    that two such values may be equal and the objects all the same have changed."""
    return isinstance(value, Opaque) or any(map(holds_opaque, children(value)))


def children(value: Value) -> Iterator[Value]:
    """The Values directly inside ``value``, in order (keys before their values)."""
    match value:
        case Sequence() | SetValue():
            yield from value.items
        case Mapping():
            for key, item in value.pairs:
                yield key
                yield item
        case Instance():
            for _, item in value.attributes:
                yield item
            if value.payload is not None:
                yield value.payload
        case Atom() | Opaque() | Cycle():
            return


_ATOM_TYPES: Final = (
    type(None), bool, int, float, complex, str, bytes, EllipsisType, NotImplementedType,
)  # fmt: skip


_MAX_DECIMAL_BITS: Final = 14_000
"""Python refuses to write longer ints in decimals (`sys.get_int_max_str_digits`: 4300)."""


class NotALiteral(ValueError):
    """The text is not the literal of a Value; the message says where and why."""


def from_python(thing: object, _depth: int = 0) -> Value:
    """The Value of a builtin object of exact builtin type (used for literals and tests).

    Raises `NotALiteral` for anything else: subclasses, instances, nesting over `MAX_DEPTH`."""
    if _depth > MAX_DEPTH:
        raise NotALiteral(f"nested deeper than {MAX_DEPTH} levels")
    kind = type(thing)
    if kind in _ATOM_TYPES:
        return Atom(thing)  # type: ignore[arg-type]  # narrowed by the exact type above
    if kind is list or kind is tuple:
        return Sequence(kind.__name__, tuple(from_python(x, _depth + 1) for x in thing))  # type: ignore[attr-defined]
    if kind is set or kind is frozenset:
        return SetValue(kind.__name__, tuple(from_python(x, _depth + 1) for x in thing))  # type: ignore[attr-defined]
    if kind is dict:
        pairs = thing.items()  # type: ignore[attr-defined]
        return Mapping(
            "dict",
            tuple((from_python(k, _depth + 1), from_python(v, _depth + 1)) for k, v in pairs),
        )
    if kind is bytearray:
        return Sequence("bytearray", tuple(Atom(byte) for byte in bytes(thing)))  # type: ignore[call-overload]
    raise NotALiteral(f"a {kind.__name__} has no literal")


def parse_literal(text: str) -> Value:
    """The Value that a Python literal denotes.

    Accepts what `ast.literal_eval` does, and ``set()``, ``frozenset(…)``, ``bytearray(…)``,
    ``nan``, ``inf``, ``float('nan')``, ``float('inf')`` with a sign. Raises `NotALiteral`."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotALiteral(f"`{text}` is not a Python expression") from error
    return literal_value(tree)


def literal_value(tree: ast.expr) -> Value:
    """The Value of a literal's syntax tree, as `parse_literal` has it; raises `NotALiteral`."""
    try:
        return _literal(tree, 0)
    except RecursionError as error:
        raise NotALiteral("nested too deeply") from error


def _literal(node: ast.expr, depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise NotALiteral(f"nested deeper than {MAX_DEPTH} levels")
    match node:
        case ast.Constant(value=payload):
            return Atom(payload)
        case ast.List(elts=items):
            return Sequence("list", tuple(_literal(item, depth + 1) for item in items))
        case ast.Tuple(elts=items):
            return Sequence("tuple", tuple(_literal(item, depth + 1) for item in items))
        case ast.Set(elts=items):
            return SetValue("set", _distinct(tuple(_literal(item, depth + 1) for item in items)))
        case ast.Dict(keys=keys, values=items):
            pairs: dict[Hashable, tuple[Value, Value]] = {}
            for key_node, item in zip(keys, items, strict=True):
                if key_node is None:
                    raise NotALiteral("a literal holds no `**`")
                key = _literal(key_node, depth + 1)
                first = pairs.get(equal_in_python(key), (key, key))[0]
                pairs[equal_in_python(key)] = (first, _literal(item, depth + 1))
            return Mapping("dict", tuple(pairs.values()))
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            return _signed(sign, _literal(operand, depth + 1))
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            return _complex(_literal(left, depth + 1), op, _literal(right, depth + 1))
        case ast.Name(id="nan"):
            return Atom(math.nan)
        case ast.Name(id="inf"):
            return Atom(math.inf)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _constructed(name, arguments, depth)
        case _:
            raise NotALiteral(f"`{ast.unparse(node)}` is not a literal")


def _distinct(items: tuple[Value, ...]) -> tuple[Value, ...]:
    found: dict[Hashable, Value] = {}
    for item in items:
        found.setdefault(equal_in_python(item), item)
    return tuple(found.values())


def equal_in_python(value: Value) -> Hashable:
    """What two elements of a set (keys of a dict) have in common where Python keeps one of them:
    ``{1, True}`` is ``{1}``."""
    match value:
        case Atom(payload=int() | float() | complex() as number) if number == number:  # noqa: PLR0124
            return ("number", number)
        case Sequence(type="tuple", items=items):
            return ("tuple", tuple(map(equal_in_python, items)))
        case SetValue(items=items):
            return ("set", frozenset(map(equal_in_python, items)))
        case _:
            return value.structure


def _signed(sign: ast.unaryop, value: Value) -> Value:
    if isinstance(value, Atom):
        payload = value.payload
        if isinstance(payload, int | float | complex) and not isinstance(payload, bool):
            return Atom(-payload if isinstance(sign, ast.USub) else payload)
    raise NotALiteral("a sign stands only before a number")


def _complex(left: Value, op: ast.operator, right: Value) -> Value:
    if isinstance(left, Atom) and isinstance(right, Atom) and isinstance(right.payload, complex):
        real = left.payload
        if isinstance(real, int | float) and not isinstance(real, bool):
            return Atom(real + right.payload if isinstance(op, ast.Add) else real - right.payload)
    raise NotALiteral("only a complex number is written with `+` or `-`")


def _constructed(name: str, arguments: list[ast.expr], depth: int) -> Value:
    parts = [_literal(argument, depth + 1) for argument in arguments]
    if name == "float" and len(parts) == 1 and isinstance(parts[0], Atom):
        word = parts[0].payload
        if isinstance(word, str) and word.lstrip("+-") in {"nan", "inf"}:
            return Atom(float(word))
    if name in {"set", "frozenset"} and len(parts) <= 1:
        items = _elements(parts[0]) if parts else ()
        return SetValue(name, _distinct(items))
    if name == "bytearray" and len(parts) <= 1:
        content = parts[0] if parts else Atom(b"")
        if isinstance(content, Atom) and isinstance(content.payload, bytes):
            return Sequence("bytearray", tuple(Atom(byte) for byte in content.payload))
    raise NotALiteral(f"`{name}(…)` is not a literal")


def _elements(value: Value) -> tuple[Value, ...]:
    if isinstance(value, Sequence | SetValue):
        return value.items
    raise NotALiteral("a set literal holds a list, a tuple or a set")


def to_literal(value: Value) -> str:
    """Python source text for ``value``: the text `repr` would give for builtin types, but for huge
    ints (in hexadecimal digits).

    `parse_literal` reads the text of every value made of builtins back to an equal one;
    instances and opaque objects get a readable text in angle brackets, which it refuses."""
    match value:
        case Atom(payload=payload):
            if isinstance(payload, int) and payload.bit_length() > _MAX_DECIMAL_BITS:
                return hex(payload)
            return "..." if payload is Ellipsis else repr(payload)
        case Sequence(type="list", items=items):
            return "[" + ", ".join(map(to_literal, items)) + "]"
        case Sequence(type="tuple", items=items):
            inner = ", ".join(map(to_literal, items))
            return f"({inner},)" if len(items) == 1 else f"({inner})"
        case Sequence(type="bytearray", items=items):
            return f"bytearray({bytes(_byte(item) for item in items)!r})"
        case Sequence(type=kind, items=items):
            return f"<{kind} [{', '.join(map(to_literal, items))}]>"
        case SetValue(type=kind, items=items):
            inner = "{" + ", ".join(map(to_literal, items)) + "}" if items else ""
            return inner if kind == "set" and items else f"{kind}({inner})"
        case Mapping(type=kind, pairs=pairs):
            inner = ", ".join(f"{to_literal(key)}: {to_literal(item)}" for key, item in pairs)
            return "{" + inner + "}" if kind == "dict" else f"<{kind} {{{inner}}}>"
        case Instance(type=kind, attributes=attributes, payload=payload):
            parts = [f"{name}={to_literal(item)}" for name, item in attributes]
            if payload is not None:
                parts.insert(0, to_literal(payload))
            return f"<{kind}{' ' if parts else ''}{', '.join(parts)}>"
        case Opaque(type=kind, label=label):
            return f"<{kind} {label}>" if label else f"<{kind}>"
        case Cycle():
            return "<...>"


def _byte(value: Value) -> int:
    if isinstance(value, Atom) and isinstance(value.payload, int):
        return value.payload
    raise TypeError("a bytearray holds ints")


def is_literal(value: Value) -> bool:
    """Whether `parse_literal(to_literal(value)) == value`: builtins of exact type only."""
    match value:
        case Atom(payload=payload):
            return payload is not NotImplemented
        case Sequence(type=kind):
            return kind in {"list", "tuple", "bytearray"} and all(map(is_literal, children(value)))
        case SetValue():
            return all(map(is_literal, children(value)))
        case Mapping(type=kind):
            return kind == "dict" and all(map(is_literal, children(value)))
        case Instance() | Opaque() | Cycle():
            return False
