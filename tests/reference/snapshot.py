"""What live objects hold, written down at one moment without running code of the program.

An object becomes a number (the same one as long as it lives), an atom becomes its type and a
text. A snapshot is a graph: sharing and cycles are in it as they are in the program."""

from __future__ import annotations

import collections
import math
import re
import struct
import types
from array import array
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias

LARGEST: Final = 400
"""Items of a container, or letters of an atom's text."""

MOST: Final = 200_000
"""Objects in all snapshots of a run, counted in each."""


class IncomparableValueError(BaseException):
    """A value is larger than is worth comparing, or a text names the address of an object,
    which no two runs share. It is no `Exception`: the program must not catch it."""


class Atom(NamedTuple):
    """A scalar of exact builtin type: equal atoms are the same value."""

    type: str
    text: str


Node: TypeAlias = Atom | int
"""An atom, or the number of an object."""


class Form(Enum):
    """How an object's parts are to be read."""

    SEQUENCE = "sequence"  #: parts in order
    SET = "set"  #: parts in no order
    MAPPING = "mapping"  #: key, value, key, value …
    INSTANCE = "instance"  #: name, value, name, value …, after the builtin part if there is one
    OPAQUE = "opaque"  #: nothing but its type


class Content(NamedTuple):
    """What one object holds. ``builtin`` is the builtin part of an instance: a form and parts,
    or an atom; ``made_by`` the number of an instance's class."""

    form: Form
    type: str
    parts: tuple[Node, ...] = ()
    builtin: tuple[Form, tuple[Node, ...]] | Atom | None = None
    made_by: int = 0


class Snapshot(NamedTuple):
    """Named roots, and the content of everything that they lead to."""

    roots: dict[str, Node]
    contents: dict[int, Content]


_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+")

_SCALARS: Final = (bool, int, str, bytes, type(None), type(...), type(NotImplemented))
_SEQUENCES: Final = (list, tuple, collections.deque, bytearray, array)
_SETS: Final = (set, frozenset)
_MAPPINGS: Final = (dict, collections.defaultdict, collections.OrderedDict, collections.Counter)

_mro: Final[Callable[[type], tuple[type, ...]]] = type.__dict__["__mro__"].__get__
_namespace: Final[Callable[[type], Mapping[str, object]]] = type.__dict__["__dict__"].__get__
_flags: Final[Callable[[type], int]] = type.__dict__["__flags__"].__get__
_module: Final[Callable[[type], object]] = type.__dict__["__module__"].__get__
_qualname: Final[Callable[[type], str]] = type.__dict__["__qualname__"].__get__

_HEAP_TYPE: Final = 1 << 9
_IMMUTABLE: Final = 1 << 8


def _is_any(kind: object, kinds: tuple[type, ...]) -> bool:
    return any(kind is one for one in kinds)


def _number_text(number: float) -> str:
    return "nan" if math.isnan(number) else struct.pack(">d", number).hex()


def atom(thing: Any) -> Atom | None:
    """The atom of a scalar; None for any other object."""
    kind = type(thing)
    if _is_any(kind, _SCALARS):
        text = hex(thing) if kind is int else repr(thing)
        if _ADDRESS.search(text):  # of a str or bytes
            raise IncomparableValueError
        if len(text) > LARGEST:
            raise IncomparableValueError
        return Atom(kind.__name__, text)
    if kind is float:
        return Atom("float", _number_text(thing))
    if kind is complex:
        return Atom("complex", f"{_number_text(thing.real)} {_number_text(thing.imag)}")
    return None


def type_text(kind: type) -> str:
    """The type's name: plain for builtins and the program's own classes, else with its module."""
    name = _qualname(kind).replace(".<locals>", "")
    module = _module(kind)
    if kind is collections.deque:
        return "collections.deque"
    if module in {"builtins", "__main__"} or type(module) is not str:
        return name
    return f"{module}.{name}"


def _of_a_class_statement(kind: type) -> bool:
    flags = _flags(kind)
    if not flags & _HEAP_TYPE or flags & _IMMUTABLE:
        return False
    made_in_c = (types.WrapperDescriptorType, types.MethodDescriptorType)
    return not any(
        _is_any(type(item), made_in_c) and item.__objclass__ is kind  # type: ignore[attr-defined]
        for item in _namespace(kind).values()
    )


def _pairs(thing: Any) -> Iterator[object]:
    for pair in list(dict.items(thing)):
        yield from pair


def _ordered(thing: Any) -> Iterator[object]:
    plain = all(atom(key) is not None for key in dict.__iter__(thing))
    items = collections.OrderedDict.items(thing) if plain else dict.items(thing)
    for pair in list(items):
        yield from pair


_READERS: Final[tuple[tuple[type, Form, Callable[[Any], Iterator[object]]], ...]] = (
    (list, Form.SEQUENCE, list.__iter__),
    (tuple, Form.SEQUENCE, tuple.__iter__),
    (collections.deque, Form.SEQUENCE, collections.deque.__iter__),
    (bytearray, Form.SEQUENCE, bytearray.__iter__),
    (array, Form.SEQUENCE, array.__iter__),
    (set, Form.SET, set.__iter__),
    (frozenset, Form.SET, frozenset.__iter__),
    (collections.OrderedDict, Form.MAPPING, _ordered),
    (dict, Form.MAPPING, _pairs),
)

_PLAIN: Final[tuple[tuple[type, Callable[[Any], object]], ...]] = (
    (int, int.__int__),
    (float, float.__float__),
    (complex, complex.__pos__),
    (str, str.__str__),
    (bytes, lambda thing: bytes.__add__(thing, b"")),
)


class Objects:
    """The objects of one run by number. They are kept alive, so that no number is given twice."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._kept: list[object] = []
        self._latest: dict[int, Content] = {}
        self._taken = 0

    def node(self, thing: object) -> Node:
        return atom(thing) or self.number(thing)

    def number(self, thing: object) -> int:
        found = self._numbers.get(id(thing))
        if found is None:
            self._kept.append(thing)
            found = self._numbers[id(thing)] = len(self._kept)
        return found

    def snapshot(self, names: Mapping[str, object]) -> Snapshot:
        """Everything that the names lead to, as it is now."""
        roots = {name: self.node(thing) for name, thing in names.items()}
        contents: dict[int, Content] = {}
        pending = [node for node in roots.values() if isinstance(node, int)]
        while pending:
            number = pending.pop()
            if number in contents:
                continue
            content = self._content(self._kept[number - 1])
            if len(content.parts) > LARGEST:
                raise IncomparableValueError
            if self._latest.get(number) == content:
                content = self._latest[number]
            self._latest[number] = contents[number] = content
            parts = list(content.parts)
            if content.builtin is not None and not isinstance(content.builtin, Atom):
                parts += content.builtin[1]
            pending += [node for node in parts if isinstance(node, int)]
        self._taken += len(contents)
        if self._taken > MOST:
            raise IncomparableValueError
        return Snapshot(roots, contents)

    def _content(self, thing: object) -> Content:
        kind = type(thing)
        name = type_text(kind)
        if _is_any(kind, (*_SEQUENCES, *_SETS, *_MAPPINGS)):
            for base, form, read in _READERS:
                if issubclass_of(kind, base):
                    return Content(form, name, self._nodes(read(thing)))
        if kind is object or issubclass_of(kind, type):
            return Content(Form.OPAQUE, name)
        builtin: tuple[Form, tuple[Node, ...]] | Atom | None = None
        for base in _mro(kind):
            reader = next((one for one in _READERS if one[0] is base), None)
            plain = next((one for one in _PLAIN if one[0] is base), None)
            if base is object:
                break
            if reader is not None:
                builtin = (reader[1], self._nodes(reader[2](thing)))
                break
            if plain is not None:
                builtin = atom(plain[1](thing))
                break
            if base is BaseException:
                args = BaseException.__dict__["args"].__get__(thing)
                builtin = (Form.SEQUENCE, self._nodes(iter(args)))
                break
            known = _is_any(base, _MAPPINGS) or issubclass_of(base, BaseException)
            if not known and not _of_a_class_statement(base):
                return Content(Form.OPAQUE, name)
        if builtin is None and not any(map(_of_a_class_statement, _mro(kind))):
            return Content(Form.OPAQUE, name)
        parts = self._nodes(_attributes(thing))
        return Content(Form.INSTANCE, name, parts, builtin, self.number(kind))

    def _nodes(self, things: Iterator[Any]) -> tuple[Node, ...]:
        return tuple([self.node(thing) for thing in things])


def issubclass_of(kind: type, base: type) -> bool:
    """Whether ``base`` is in the MRO: `issubclass` would ask a metaclass of the program."""
    return any(one is base for one in _mro(kind))


def _attributes(thing: object) -> Iterator[object]:
    """Name, value, name, value …: of the instance's namespace, then of its filled slots."""
    slots: list[object] = []
    namespace: object = None
    for base in _mro(type(thing)):
        if not _of_a_class_statement(base):
            continue
        for name, item in list(_namespace(base).items()):
            if name == "__dict__" and type(item) is types.GetSetDescriptorType:
                namespace = item.__get__(thing)
            elif type(item) is types.MemberDescriptorType and item.__objclass__ is base:
                try:
                    slots += (name, item.__get__(thing))
                except AttributeError:
                    continue
    if namespace is not None:
        yield from _pairs(namespace)
    yield from slots
