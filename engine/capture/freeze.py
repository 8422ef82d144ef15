"""Live objects → refs: the table of atoms, the table of objects, families and type names.

Invariant: nothing here runs a method of the program. Types are asked through `type`'s own
descriptors, builtin parts through the base type's own methods, so a class that overrides
``__class__``, ``__hash__``, ``__eq__`` or ``__repr__`` is described as it is.
"""

from __future__ import annotations

import types
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import EllipsisType, NotImplementedType
from typing import Any, Final, cast

from engine.trace.model import START, Family, HeapObject, Ref, Time
from engine.values import Atom, AtomPayload, Oid

PROGRAM_MODULE: Final = "__main__"
"""``__module__`` of the program's classes: their types are named by qualified name alone."""

_MANGLED_TYPES: Final[dict[type, str]] = {deque: "collections.deque", array: "array.array"}

_SEQUENCES: Final = frozenset({list, tuple, deque, bytearray, array})
_MAPPINGS: Final = frozenset({dict, defaultdict, OrderedDict, Counter})
_SETS: Final = frozenset({set, frozenset})

_SCALARS: Final = frozenset({bool, int, str, bytes, type(None), EllipsisType, NotImplementedType})
"""Atoms of one type that are the same atom exactly when they are equal (floats are not)."""

module_of: Callable[[type], object] = type.__dict__["__module__"].__get__
qualname_of: Callable[[type], str] = type.__dict__["__qualname__"].__get__
namespace_of: Callable[[type], Any] = type.__dict__["__dict__"].__get__
mro_of: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
type_flags: Callable[[type], int] = type.__dict__["__flags__"].__get__

_HEAP_TYPE: Final = 1 << 9  # Py_TPFLAGS_HEAPTYPE
_IMMUTABLE_TYPE: Final = 1 << 8  # Py_TPFLAGS_IMMUTABLETYPE
_SLOT_WRAPPER: Final = type(object.__init__)

_EXACT_ATOM: Final[dict[type, Callable[[Any], AtomPayload]]] = {
    int: int.__pos__,
    float: float.__pos__,
    complex: complex.__pos__,
    str: str.__str__,
    bytes: lambda thing: bytes.__getitem__(thing, slice(None)),
}
"""The plain value inside an instance of a subclass, by the base type's own method."""

_CONTAINER_PAYLOADS: Final[dict[type, tuple[Family, str]]] = {
    list: (Family.SEQUENCE, "list"),
    tuple: (Family.SEQUENCE, "tuple"),
    deque: (Family.SEQUENCE, "collections.deque"),
    bytearray: (Family.SEQUENCE, "bytearray"),
    set: (Family.SET, "set"),
    frozenset: (Family.SET, "frozenset"),
    Counter: (Family.MAPPING, "collections.Counter"),
    OrderedDict: (Family.MAPPING, "collections.OrderedDict"),
    defaultdict: (Family.MAPPING, "collections.defaultdict"),
    dict: (Family.MAPPING, "dict"),
    BaseException: (Family.SEQUENCE, "tuple"),
}
"""Builtins whose subclasses are instances with a container as payload (an exception: args)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the objects of one type become HeapObjects."""

    family: Family
    name: str
    base: type | None = None  #: the builtin whose part is the payload
    payload: tuple[Family, str] | None = None  #: where that part is a container
    immutable: bool = False


def _made_by_class_statement(kind: type) -> bool:
    """Whether ``kind`` comes from a class statement (or a call of `type`), not from C.

    A static C type has no HEAPTYPE flag; a heap type made in C either is immutable or brings
    slot wrappers and C methods of its own, which a class statement never makes."""
    flags = type_flags(kind)
    if not flags & _HEAP_TYPE or flags & _IMMUTABLE_TYPE:
        return False
    own = namespace_of(kind)
    return not any(
        type(thing) in (_SLOT_WRAPPER, types.MethodDescriptorType) and thing.__objclass__ is kind
        for thing in own.values()
    )


def type_name(kind: type) -> str:
    """``list``, ``collections.deque``, or the qualified name of a class of the program."""
    known = _MANGLED_TYPES.get(kind)
    if known is not None:
        return known
    module, name = module_of(kind), qualname_of(kind)
    if module in ("builtins", PROGRAM_MODULE) or type(module) is not str:
        return name
    return f"{module}.{name}"


def _shape(kind: type) -> Shape:
    name = type_name(kind)
    if kind in _SEQUENCES:
        return Shape(Family.SEQUENCE, name, immutable=kind is tuple)
    if kind in _SETS:
        return Shape(Family.SET, name, immutable=kind is frozenset)
    if kind in _MAPPINGS:
        return Shape(Family.MAPPING, name)
    if kind is types.CellType:
        return Shape(Family.CELL, name)
    if kind is object:
        return Shape(Family.OPAQUE, name)
    for base in mro_of(kind):
        if base is object:
            return Shape(Family.INSTANCE, name)
        if base in _EXACT_ATOM:
            return Shape(Family.INSTANCE, name, base)
        if base in _CONTAINER_PAYLOADS:
            return Shape(Family.INSTANCE, name, base, _CONTAINER_PAYLOADS[base])
        if base is BaseException or base in _C_EXCEPTIONS:
            continue
        if not _made_by_class_statement(base):
            return Shape(Family.OPAQUE, name)
    return Shape(Family.OPAQUE, name)


def _c_exceptions() -> frozenset[type]:
    found: set[type] = set()
    pending: list[type] = [BaseException]
    while pending:
        kind = pending.pop()
        if kind not in found and module_of(kind) == "builtins":
            found.add(kind)
            pending.extend(type.__subclasses__(kind))
    return frozenset(found)


_C_EXCEPTIONS: Final = _c_exceptions()


def label_of(thing: object) -> str:
    """A name for a reader: of a function, class, module or generator; else empty."""
    kind = type(thing)
    if issubclass(kind, type):
        return qualname_of(cast(type, thing))
    if kind is types.FunctionType or kind is types.BuiltinFunctionType:
        return str(thing.__qualname__)  # type: ignore[attr-defined]  # builtin getset
    if kind is types.MethodType:
        return label_of(thing.__func__)  # type: ignore[attr-defined]
    if kind is types.ModuleType:
        name = types.ModuleType.__getattribute__(thing, "__dict__").get("__name__")  # type: ignore[arg-type]
        return name if type(name) is str else ""
    if kind in (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType):
        return str(thing.__qualname__)  # type: ignore[attr-defined]
    if kind is range or kind is slice and _plain_slice(thing):
        return repr(thing)
    return ""


def _plain_slice(thing: Any) -> bool:
    return all(type(part) in (int, type(None)) for part in (thing.start, thing.stop, thing.step))


def atom_key(thing: object) -> Hashable:
    """What tells two atoms apart: type and value, floats by bit pattern (NaNs are one)."""
    kind = type(thing)
    if kind in _SCALARS:
        return (kind, thing)
    return Atom(cast(AtomPayload, thing)).structure


class Freezer:
    """The tables of one recording, filled as objects are met.

    ``now`` is the time that a new object is first seen at; the decoder moves it on."""

    def __init__(self) -> None:
        self.atoms: list[Atom] = []
        self.objects: dict[Oid, HeapObject] = {}
        self.live: list[object] = [None]  #: by oid; keeps ids unique
        self.first_seen: list[Time] = [START]  #: by oid
        self.refs: dict[int, int] = {}  #: id of a live object → ref
        self.shapes: dict[type, Shape] = {}
        self.now: Callable[[], int] = lambda: START
        self._atom_refs: dict[Hashable, int] = {}
        self._held: list[object] = []

    def ref(self, thing: object) -> Ref:
        """The ref of a live object; the object stays alive as long as this table."""
        found = self.refs.get(id(thing))
        return cast(Ref, self.add(thing) if found is None else found)

    def add(self, thing: object) -> int:
        """Enter an object that ``refs`` does not know yet."""
        kind = type(thing)
        if kind in _SCALARS or kind is float or kind is complex:
            self._held.append(thing)
            ref = self.atom(thing)
        else:
            ref = -self._new_oid(thing, self.shape(kind), label_of(thing))
        self.refs[id(thing)] = ref
        return ref

    def atom(self, thing: object) -> int:
        """The ref of a scalar of exact builtin type."""
        key = atom_key(thing)
        ref = self._atom_refs.get(key)
        if ref is None:
            ref = self._atom_refs[key] = len(self.atoms)
            self.atoms.append(Atom(cast(AtomPayload, thing)))
        return ref

    def shape(self, kind: type) -> Shape:
        """How objects of this type are described (computed once)."""
        shape = self.shapes.get(kind)
        if shape is None:
            shape = self.shapes[kind] = _shape(kind)
        return shape

    def payload_ref(self, owner: Oid, thing: object, shape: Shape) -> int:
        """The ref of the builtin part of an instance: an atom, or a container of its own
        (oid known by the owner's), whose contents the heap fills in."""
        base = shape.base
        if base in _EXACT_ATOM:
            plain = _EXACT_ATOM[base](thing)
            self._held.append(plain)
            return self.atom(plain)
        raise LookupError(f"{shape.name} has a container as payload")

    def new_container(self, family: Family, name: str, first: Time) -> Oid:
        """An object that is part of another one and has no live object of its own."""
        oid = Oid(len(self.live))
        self.live.append(None)
        self.first_seen.append(first)
        self.objects[oid] = HeapObject(oid, family, name)
        return oid

    def _new_oid(self, thing: object, shape: Shape, label: str) -> int:
        oid = Oid(len(self.live))
        self.live.append(thing)
        self.first_seen.append(Time(self.now()))
        described = HeapObject(oid, shape.family, shape.name, label)
        self.objects[oid] = described
        self.refs[id(thing)] = -oid
        if shape.family is Family.INSTANCE:
            described.class_oid = Oid(-self.ref(type(thing)))
            described.has_payload = shape.base is not None
        return oid
