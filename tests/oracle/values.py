"""Values by structure: immutable copies of Python objects, and their equality.

A `Value` is what an object was at one moment. Types count, floats are compared by bits (all NaNs
are one), sets and dicts have no order, and what has no structure here equals only itself.
"""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: SIM102

from __future__ import annotations

import array
import collections
import struct
import sys
import types
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

Key = Hashable
Items = tuple["Value", ...]
Pairs = tuple[tuple["Value", "Value"], ...]
Attributes = tuple[tuple[str, "Value"], ...]

HEAP_TYPE = 1 << 9
"""`Py_TPFLAGS_HEAPTYPE`: types that C code lays out once and for all lack it."""
SCALARS = (int, bool, float, complex, str, bytes, type(None), type(...))


@dataclass(frozen=True, slots=True)
class Value:
    """One object at one moment: `data` is a scalar, `Items`, or `Pairs`, by `kind`."""

    kind: str  # scalar, bytearray, list, tuple, deque, array, set, frozenset, dict, instance, …
    type: str  # the name as form 5.3 has it
    data: object
    oid: int = 0  # identity of the object; 0 for what no program made
    attributes: Attributes = ()


SEQUENCES: tuple[tuple[type, str], ...] = (
    (list, "list"),
    (tuple, "tuple"),
    (collections.deque, "deque"),
    (array.array, "array"),
)
OWN: dict[str, tuple[str, ...]] = {
    "deque": ("collections.deque",),
    "array": ("array.array",),
    "dict": ("dict", "collections.defaultdict", "collections.OrderedDict", "collections.Counter"),
}
"""The types of a kind that are no classes of a program, where they are not the kind's name."""
SETS: tuple[tuple[type, str], ...] = ((set, "set"), (frozenset, "frozenset"))


def type_name(kind: type, program: str) -> str:
    """The name of a type: plain for builtins, qualified for the program's, with module else."""
    name = kind.__qualname__.replace("<locals>.", "")
    if kind.__module__ in ("builtins", program):
        return name
    return f"{kind.__module__}.{name}"


class Snapshots:
    """Takes Values of objects and keeps these alive, so that no identity is used twice."""

    def __init__(self, program: str) -> None:
        self.program = program
        self.alive: dict[int, object] = {}
        self.names: dict[type, str] = {}

    def name(self, kind: type) -> str:
        found = self.names.get(kind)
        if found is None:
            found = self.names[kind] = type_name(kind, self.program)
        return found

    def take(self, thing: object, above: tuple[int, ...] = ()) -> Value:
        """The Value of an object now; `above` are the objects that are being copied."""
        kind = type(thing)
        if kind in SCALARS:
            return Value("scalar", kind.__name__, thing, id(thing))
        oid = id(thing)
        name = self.name(kind)
        if oid in above:
            return Value("cycle", name, len(above) - above.index(oid), oid)
        self.alive[oid] = thing
        if len(above) > 200:
            return Value("opaque", name, None, oid)
        return self._compound(thing, name, oid, (*above, oid))

    def _compound(self, thing: object, name: str, oid: int, path: tuple[int, ...]) -> Value:
        for base, kind in SEQUENCES:
            if isinstance(thing, base):
                assert isinstance(thing, list | tuple | collections.deque | array.array)
                items = self._items(base.__iter__(thing), path)  # type: ignore[attr-defined]
                return Value(kind, name, items, oid, self._attributes(thing, path))
        for base, kind in SETS:
            if isinstance(thing, base):
                items = self._items(base.__iter__(thing), path)  # type: ignore[attr-defined]
                return Value(kind, name, items, oid, self._attributes(thing, path))
        if isinstance(thing, dict):
            held: Iterable[tuple[object, object]] = dict.items(thing)
            if isinstance(thing, collections.OrderedDict):  # its order is no affair of the dict's
                held = collections.OrderedDict.items(thing)
            pairs = tuple((self.take(k, path), self.take(v, path)) for k, v in held)
            return Value("dict", name, pairs, oid, self._attributes(thing, path))
        if isinstance(thing, bytearray):
            return Value("bytearray", name, bytes(thing), oid)
        if isinstance(thing, SCALARS):  # a subclass, as of `int` or `str`
            data = base_scalar(thing)
            return Value("scalar", name, data, oid, self._attributes(thing, path))
        if isinstance(thing, BaseException):
            items = self._items(thing.args, path)
            return Value("exception", name, items, oid, self._attributes(thing, path))
        if isinstance(thing, type | types.ModuleType | types.FunctionType):
            return Value("opaque", name, None, oid)
        if hasattr(thing, "__dict__") or hasattr(type(thing), "__slots__"):
            if made_by_statements(type(thing)):
                return Value("instance", name, None, oid, self._attributes(thing, path))
        return Value("opaque", name, None, oid)

    def _items(self, things: Iterable[object], path: tuple[int, ...]) -> Items:
        return tuple(self.take(item, path) for item in things)

    def _attributes(self, thing: object, path: tuple[int, ...]) -> Attributes:
        """What the object stores under names: its `__dict__` and its slots."""
        stored: dict[str, object] = {}
        if isinstance(held := getattr(thing, "__dict__", None), dict):
            stored.update(held)
        if made_by_statements(type(thing)):
            for base in type(thing).__mro__:
                slots = base.__dict__.get("__slots__", ())
                for slot in (slots,) if isinstance(slots, str) else tuple(slots):
                    if slot not in ("__dict__", "__weakref__") and hasattr(thing, slot):
                        stored[slot] = getattr(thing, slot)
        return tuple((str(n), self.take(stored[n], path)) for n in sorted(stored, key=str))


def made_by_statements(kind: type) -> bool:
    """Whether `class` statements made a class and all that it inherits from."""
    names = [base.__module__ for base in kind.__mro__[:-1]]
    files = [getattr(sys.modules.get(name), "__file__", None) or ".py" for name in names]
    return all(
        name not in sys.builtin_module_names and file.endswith(".py")
        for name, file in zip(names, files, strict=True)
    ) and all(base.__flags__ & HEAP_TYPE for base in kind.__mro__[:-1])


def base_scalar(thing: object) -> object:
    """The plain scalar within an instance of a subclass of a scalar type."""
    for base in (int, float, complex, str, bytes):
        if isinstance(thing, base):
            made: object = base.__new__(base, thing)  # type: ignore[type-var,arg-type]
            return made
    return None


def key(value: Value) -> Key:
    """A hashable that two Values share when, and only when, they are equal."""
    head = (value.kind, value.type)
    attributes = tuple((name, key(held)) for name, held in value.attributes)
    match value.kind, value.data:
        case "scalar", data:
            return (*head, scalar_key(data), attributes)
        case "list" | "tuple" | "deque" | "array" | "exception", tuple(items):
            return (*head, tuple(key(item) for item in items), attributes)
        case "set" | "frozenset", tuple(items):
            counted = collections.Counter(key(item) for item in items)
            return (*head, frozenset(counted.items()), attributes)
        case "dict", tuple(pairs) if value.type == "collections.OrderedDict":
            return (*head, tuple((key(k), key(v)) for k, v in pairs), attributes)
        case "dict", tuple(pairs):
            return (*head, frozenset((key(k), key(v)) for k, v in pairs), attributes)
        case "instance", _:
            return (*head, attributes)
        case "opaque", _:
            return (*head, value.oid)
        case _, data:
            assert isinstance(data, Hashable)
            return (*head, data)


def scalar_key(data: object) -> Key:
    if isinstance(data, float):
        return "nan" if data != data else struct.pack(">d", data)  # noqa: PLR0124 (NaN)
    if isinstance(data, complex):
        return (scalar_key(data.real), scalar_key(data.imag))
    assert isinstance(data, Hashable)
    return data


def is_unknown(value: Value) -> bool:
    """Whether it is opaque or an instance of a class (also of one that inherits from a builtin):
    what it has as a length, elements or truth is its own affair (semantics.md §2)."""
    if value.kind in ("opaque", "instance", "exception", "cycle"):
        return True
    if value.kind == "scalar":
        return value.type != type(value.data).__name__
    return value.type not in OWN.get(value.kind, (value.kind,))


def holds_opaque(value: Value) -> bool:
    """Whether the value is opaque (semantics.md §2), or has something opaque in it."""
    if value.kind == "opaque":
        return True
    parts: list[Value] = [held for _, held in value.attributes]
    if isinstance(value.data, tuple) and value.kind == "dict":
        parts += [part for pair in value.data for part in pair]
    elif isinstance(value.data, tuple):
        parts += value.data
    return any(map(holds_opaque, parts))


def equal(one: Value, other: Value) -> bool:
    """Structural equality."""
    if one.kind != other.kind or one.type != other.type:
        return False
    return key(one) == key(other)
