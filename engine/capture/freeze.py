"""Live objects → refs: the table of atoms, the table of objects, families and type names.

Invariant: nothing here runs a method of the program. Types are asked through `type`'s own
descriptors, builtin parts through the base type's own methods, so a class that overrides
``__class__``, ``__hash__``, ``__eq__`` or ``__repr__`` is described as it is.
"""

from __future__ import annotations

import builtins
import types
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from types import EllipsisType, NotImplementedType
from typing import Any, Final, cast

from engine.capture.touching import flags_of, made_by_class_statement, mro_of
from engine.trace.atoms import Atoms
from engine.trace.model import START, Family, HeapObject, Ref, Time
from engine.trace.versions import Versions
from engine.values import Atom, AtomPayload, Oid

PROGRAM_MODULE: Final = "__main__"
"""``__module__`` of the program's classes: their types are named by qualified name alone."""


def _ids(*kinds: type) -> frozenset[int]:
    """Types are looked up by id: a metaclass may define ``__hash__`` and ``__eq__``."""
    return frozenset(map(id, kinds))


_C_NAMES: Final = {id(deque): "collections.deque", id(array): "array.array"}

_SEQUENCES: Final = _ids(list, tuple, deque, bytearray, array)
_MAPPINGS: Final = _ids(dict, defaultdict, OrderedDict, Counter)
_SETS: Final = _ids(set, frozenset)

_SCALARS: Final = _ids(bool, int, str, bytes, type(None), EllipsisType, NotImplementedType)
"""Atoms of one type that are the same atom exactly when they are equal (floats are not)."""

module_of: Callable[[type], object] = type.__dict__["__module__"].__get__
qualname_of: Callable[[type], str] = type.__dict__["__qualname__"].__get__

_ATOMS: Final = _SCALARS | _ids(float, complex)

_ATOM_BASES: Final = _ids(int, float, complex, str, bytes)

_CONTAINER_PAYLOADS: Final[dict[int, tuple[Family, str]]] = {
    id(list): (Family.SEQUENCE, "list"),
    id(tuple): (Family.SEQUENCE, "tuple"),
    id(deque): (Family.SEQUENCE, "collections.deque"),
    id(bytearray): (Family.SEQUENCE, "bytearray"),
    id(set): (Family.SET, "set"),
    id(frozenset): (Family.SET, "frozenset"),
    id(Counter): (Family.MAPPING, "collections.Counter"),
    id(OrderedDict): (Family.MAPPING, "collections.OrderedDict"),
    id(defaultdict): (Family.MAPPING, "collections.defaultdict"),
    id(dict): (Family.MAPPING, "dict"),
    id(BaseException): (Family.SEQUENCE, "tuple"),
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
    labelled: bool = False  #: whether `label_of` may have something to say


def readable(qualname: str) -> str:
    """A qualified name as the language writes it: ``f.Child`` for ``f.<locals>.Child``."""
    return qualname.replace(".<locals>", "")


def type_name(kind: type) -> str:
    """``list``, ``collections.deque``, or the qualified name of a class of the program."""
    known = _C_NAMES.get(id(kind))
    if known is not None:
        return known
    module, name = module_of(kind), qualname_of(kind)
    if module in ("builtins", PROGRAM_MODULE) or type(module) is not str:
        return readable(name)
    return f"{module}.{name}"


def _shape(kind: type) -> Shape:
    name = type_name(kind)
    if id(kind) in _SEQUENCES:
        return Shape(Family.SEQUENCE, name, immutable=kind is tuple)
    if id(kind) in _SETS:
        return Shape(Family.SET, name, immutable=kind is frozenset)
    if id(kind) in _MAPPINGS:
        return Shape(Family.MAPPING, name)
    if kind is types.CellType:
        return Shape(Family.CELL, name)
    if kind is object:
        return Shape(Family.OPAQUE, name)
    for base in mro_of(kind):
        if base is object:
            return Shape(Family.INSTANCE, name)
        if id(base) in _ATOM_BASES:
            return Shape(Family.INSTANCE, name, base)
        if id(base) in _CONTAINER_PAYLOADS:
            return Shape(Family.INSTANCE, name, base, _CONTAINER_PAYLOADS[id(base)])
        if id(base) in _C_EXCEPTIONS:
            continue
        if not made_by_class_statement(base):
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


_C_EXCEPTIONS: Final = _ids(*_c_exceptions())


_STATIC_SHAPES: Final[dict[int, Shape]] = {}
"""Of types that C code defines: they are never changed, nor is their place used again."""

_HEAP_TYPE: Final = 1 << 9  # Py_TPFLAGS_HEAPTYPE

_LABELLED: Final = _ids(
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType,
    types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, range, slice,
)  # fmt: skip

_GENERATORS: Final = _ids(types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)


def label_of(thing: object) -> str:
    """A name for a reader: of a function, class, module or generator; else empty."""
    kind = type(thing)
    if kind is types.FunctionType or kind is types.BuiltinFunctionType:
        return readable(str(thing.__qualname__))  # type: ignore[attr-defined]  # builtin getset
    if kind is type or any(base is type for base in mro_of(kind)):
        return readable(qualname_of(cast(type, thing)))
    if kind is types.MethodType:
        return label_of(thing.__func__)  # type: ignore[attr-defined]
    if kind is types.ModuleType:
        name = types.ModuleType.__getattribute__(thing, "__dict__").get("__name__")
        return name if type(name) is str else ""
    if id(kind) in _GENERATORS:
        return readable(str(thing.__qualname__))  # type: ignore[attr-defined]
    if kind is range or (kind is slice and _plain_slice(thing)):
        return repr(thing)
    return ""


def _is_labelled(kind: type) -> bool:
    return id(kind) in _LABELLED or any(base is type for base in mro_of(kind))


_BUILTINS: Final = tuple(vars(builtins).values())  # alive, so that their ids are theirs

_BUILTIN_LABELS: Final = {
    id(thing): label_of(thing)
    for thing in _BUILTINS
    if type(thing) is types.BuiltinFunctionType
    or (type(thing) is type and not flags_of(thing) & _HEAP_TYPE)
}
"""Of what most programs use: C code defines it, and nothing renames it."""


def _plain_slice(thing: Any) -> bool:
    return all(type(part) in (int, type(None)) for part in (thing.start, thing.stop, thing.step))


def atom_key(thing: object) -> Hashable:
    """What tells two atoms apart: type and value, floats by bit pattern (NaNs are one)."""
    kind = type(thing)
    if id(kind) in _SCALARS:
        return (kind, thing)
    return Atom(cast(AtomPayload, thing)).structure


NO_CLASS: Final = Oid(0)


class Freezer:
    """The tables of one recording, filled as objects are met.

    ``now`` is the time that a new object is first seen at; the decoder moves it on."""

    def __init__(self) -> None:
        self.atoms = Atoms()
        self._payloads = self.atoms.payloads
        self.objects: dict[Oid, HeapObject] = {}  #: those that have contents already
        self.live: list[object] = [None]  #: by oid; keeps ids unique
        self.first_seen: list[Time] = [START]  #: by oid
        self.shape_of: list[Shape | None] = [None]  #: by oid
        self.labels: dict[Oid, str] = {}  #: of those that may have one
        self._classes: dict[Oid, Oid] = {}
        self.refs: dict[int, int] = {}  #: id of a live object → ref
        self.shapes: dict[int, Shape] = {}  #: by id of the type, which an object keeps alive
        self.now: Callable[[], int] = lambda: START
        self._atom_refs: dict[Hashable, int] = {}
        self._ints: dict[object, int] = {}
        self._strs: dict[object, int] = {}
        self._held: list[object] = []

    def known(self, thing: object) -> Ref | None:
        """The ref of an object that is no atom, if it was met."""
        found = self.refs.get(id(thing))
        return None if found is None else Ref(found)

    def ref(self, thing: object) -> Ref:
        """The ref of a live object; the object stays alive as long as this table."""
        found = self.refs.get(id(thing))
        return self.add(thing) if found is None else found  # type: ignore[return-value]  # an int

    def refs_of(self, things: Sequence[object]) -> tuple[Ref, ...]:
        """The refs of all of these, in order."""
        known = self.refs.get
        found: list[Any] = [known(id(thing)) for thing in things]
        if None in found:
            found = [self.ref(thing) for thing in things]
        return tuple(found)

    def add(self, thing: object, ahead: int = 0) -> int:
        """The reference of an object that ``refs`` may not know yet; then it is first seen now, or
        so many steps later."""
        kind = type(thing)
        if kind is int or kind is str:  # most of all objects
            payloads = self._payloads
            number = len(payloads)
            ref = (self._ints if kind is int else self._strs).setdefault(thing, number)
            (payloads if ref == number else self._held).append(thing)  # type: ignore[arg-type]
        elif thing is None or kind is bool:  # there is one object of each
            found = self.refs.get(id(thing))
            if found is not None:
                return found
            ref = len(self._payloads)
            self._payloads.append(thing)  # type: ignore[arg-type]
        elif id(kind) in _ATOMS:
            self._held.append(thing)
            ref = self.atom(thing)
        else:
            known = self.refs.get(id(thing))
            return self._new_oid(thing, kind, ahead) if known is None else known
        self.refs[id(thing)] = ref
        return ref

    def atom(self, thing: object) -> int:
        """The ref of a scalar of exact builtin type."""
        key = atom_key(thing)
        ref = self._atom_refs.get(key)
        if ref is None:
            ref = self._atom_refs[key] = len(self._payloads)
            self._payloads.append(cast(AtomPayload, thing))
        return ref

    def shape(self, kind: type) -> Shape:
        """How objects of this type are described (computed once)."""
        shape = self.shapes.get(id(kind)) or _STATIC_SHAPES.get(id(kind))
        if shape is None:
            shape = replace(_shape(kind), labelled=_is_labelled(kind))
            known = self.shapes if flags_of(kind) & _HEAP_TYPE else _STATIC_SHAPES
            known[id(kind)] = shape
        return shape

    def new_container(self, family: Family, name: str, first: Time) -> Oid:
        """An object that is part of another one and has no live object of its own."""
        oid = Oid(len(self.live))
        self.live.append(None)
        self.first_seen.append(first)
        self.shape_of.append(None)
        self.objects[oid] = HeapObject(oid, family, name)
        return oid

    def describe(self, oid: Oid, shape: Shape, since: list[Time], contents: Versions) -> None:
        """Put a live object into the table of objects, with what it holds."""
        self.objects[oid] = HeapObject(
            oid,
            shape.family,
            shape.name,
            self.labels[oid] if shape.labelled else "",
            self._classes[oid] if shape.family is Family.INSTANCE else NO_CLASS,
            shape.base is not None,
            since,
            contents,
        )

    def _new_oid(self, thing: object, kind: type, ahead: int) -> int:
        number = id(kind)
        shape = _STATIC_SHAPES.get(number) or self.shapes.get(number) or self.shape(kind)
        oid: Any = len(self.live)
        ref: int = -oid
        self.refs[id(thing)] = ref
        self.live.append(thing)
        self.first_seen.append(self.now() + ahead)  # type: ignore[arg-type]  # a Time is an int
        self.shape_of.append(shape)
        if shape.labelled:
            label = _BUILTIN_LABELS.get(id(thing))
            self.labels[oid] = label_of(thing) if label is None else label
        if shape.family is Family.INSTANCE:
            known = self.refs.get(number)
            self._classes[oid] = Oid(-(self.add(kind, ahead) if known is None else known))
        return ref
