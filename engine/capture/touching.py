"""What an object holds, read without running its methods, and what an object can reach.

Invariant: nothing here calls a method of the program, compares or hashes its objects, or looks
a type up by anything but its id: a metaclass may define ``__hash__`` and ``__eq__``.
"""

from __future__ import annotations

import builtins
import gc
import types
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from itertools import chain
from typing import Any, Final

from engine.capture.log import ENTRY_TYPES, Log

globals()["__builtins__"] = {**vars(builtins)}  # a program may replace those of the interpreter

Read = Callable[[Any], Sequence[object]]
Attributes = Callable[[Any], Any]

_mro: Final[Callable[[type], tuple[type, ...] | None]] = type.__dict__["__mro__"].__get__

_INCOMPLETE: Final = (types.FrameType, object)  # any C type will do that no table knows


def mro_of(kind: type) -> tuple[type, ...]:
    """The classes that attributes are looked up in. A class that is still being made (its
    metaclass has an ``mro`` of its own, or asks for one early) has none yet: nothing is known
    of its objects, just as of those of an unknown C type."""
    return _mro(kind) or _INCOMPLETE


def inherits(kind: type, base: type) -> bool:
    """Whether attributes of ``kind`` are looked up in ``base``: no metaclass is asked."""
    return any(each is base for each in mro_of(kind))


def is_class(kind: type) -> bool:
    """Whether objects of this type are classes."""
    return kind is type or inherits(kind, type)


namespace_of: Final[Callable[[type], Any]] = type.__dict__["__dict__"].__get__
_bases_of: Final[Callable[[type], tuple[type, ...]]] = type.__dict__["__bases__"].__get__
flags_of: Final[Callable[[type], int]] = type.__dict__["__flags__"].__get__

_HEAP_TYPE: Final = 1 << 9  # Py_TPFLAGS_HEAPTYPE
_IMMUTABLE_TYPE: Final = 1 << 8  # Py_TPFLAGS_IMMUTABLETYPE

ATOMS: Final = (
    type(None), bool, int, float, complex, str, bytes, type(...), type(NotImplemented),
)  # fmt: skip

ATOM_IDS: Final = frozenset(map(id, ATOMS))
"""Ids of the exact types whose objects hold nothing and never change."""


def _nothing(_: object) -> tuple[object, ...]:
    return ()


def _pairs(thing: Any) -> list[object]:
    return list(chain.from_iterable(dict.items(thing)))


def _ordered_pairs(thing: Any) -> list[object]:
    # The C iterator of an OrderedDict looks each key up, which hashes it: not with keys of
    # the program. The order that `move_to_end` makes is lost for those alone.
    keys = list(dict.__iter__(thing))
    if all(id(type(key)) in ATOM_IDS for key in keys):
        return list(chain.from_iterable(OrderedDict.items(thing)))
    return _pairs(thing)


def _items_of(kind: Any) -> Read:
    iterate = kind.__iter__

    def read(thing: Any) -> list[object]:
        return list(iterate(thing))

    return read


def _cell(thing: Any) -> tuple[object, ...]:
    try:
        return (thing.cell_contents,)
    except ValueError:
        return ()


_EXACT: Final[dict[type, Read]] = {
    types.CellType: _cell,
    list: list.copy,
    tuple: tuple,
    set: list,
    frozenset: list,
    dict: _pairs,
    deque: list,
    bytearray: list,
    array: list,
    defaultdict: _pairs,
    Counter: _pairs,
    OrderedDict: _ordered_pairs,
}

_ARGS: Final = BaseException.__dict__["args"].__get__

_PARTS: Final[dict[int, Read]] = {
    id(list): _items_of(list),
    id(tuple): _items_of(tuple),
    id(set): _items_of(set),
    id(frozenset): _items_of(frozenset),
    id(deque): _items_of(deque),
    id(bytearray): _items_of(bytearray),
    id(OrderedDict): _ordered_pairs,
    id(dict): _pairs,
    id(BaseException): _ARGS,
}
"""Id of a builtin → its part of an instance of a subclass."""

_PLAIN: Final[dict[int, Callable[[Any], object]]] = {
    id(int): int.__pos__,
    id(float): float.__pos__,
    id(complex): complex.__pos__,
    id(str): str.__str__,
    id(bytes): lambda thing: bytes.__getitem__(thing, slice(None)),
}

_SLOT_WRAPPER: Final = type(object.__init__)


class Compared(Enum):
    """How to see whether an object holds what it held before. Closed."""

    REFERENTS = "referents"  #: by what it refers to, and what its attributes are
    PAIRS = "pairs"  #: by its keys and values
    CONTENT = "content"  #: by `content_of` alone: an order or numbers that are no referents


_REFERENTS: Final = frozenset(map(id, (list, set, deque, tuple, frozenset, BaseException)))
_PAIRED: Final = frozenset(map(id, (dict, defaultdict, Counter)))


class Layout:
    """How to read the objects of one type; ``kind`` is kept, so its id stays taken."""

    __slots__ = ("attributes", "compared", "head", "kind", "read")

    def __init__(
        self,
        kind: type,
        read: Read,
        attributes: Attributes | None = None,
        compared: Compared = Compared.CONTENT,
    ) -> None:
        self.kind = kind
        self.read = read
        self.compared = compared
        self.attributes = attributes  #: gives the dict of an instance
        #: what an instance refers to besides its content
        self.head: tuple[object, ...] = (kind,) if made_by_class_statement(kind) else ()


def content_of(thing: object) -> Sequence[object]:
    """A shallow copy of what ``thing`` holds: items (of a cell at most one); key, value, key,
    value …; for an instance its builtin part (a tuple, or a plain scalar) where it has one, then
    name, value, name, value …. Empty for what cannot be read (functions, classes, iterators,
    files)."""
    kind = type(thing)
    layout = _layouts.get(id(kind))
    return (_layout(kind) if layout is None else layout).read(thing)


def has_content(thing: object) -> bool:
    """Whether `content_of` can say anything about objects of this type."""
    kind = type(thing)
    layout = _layouts.get(id(kind))
    return (_layout(kind) if layout is None else layout).read is not _nothing


def layout_of(kind: type) -> Layout:
    """The layout of an object of exactly this type."""
    return _layouts.get(id(kind)) or _layout(kind)


def has_own_content(layout: Layout) -> bool:
    """Whether `content_of` can say anything about objects of this layout."""
    return layout.read is not _nothing


def _layout(kind: type) -> Layout:
    layout = Layout(kind, *_reader(kind))
    if _mro(kind):  # else it is not made yet, and its objects can be read later
        _layouts[id(kind)] = layout
    return layout


def namespace_dict_of(thing: object) -> dict[str, object] | None:
    """The dict that holds the attributes of an object of the program, a function or a module."""
    for base in mro_of(type(thing)):
        item: Any = dict(namespace_of(base)).get("__dict__")
        if type(item) in (types.GetSetDescriptorType, types.MemberDescriptorType):
            found = item.__get__(thing)
            return found if type(found) is dict else None
    return None


def made_by_class_statement(kind: type) -> bool:
    """Whether ``kind`` comes from a class statement (or a call of `type`), not from C.

    A static C type has no HEAPTYPE flag; a heap type made in C is immutable or has slot
    wrappers and C methods of its own, which a class statement never makes."""
    flags = flags_of(kind)
    if not flags & _HEAP_TYPE or flags & _IMMUTABLE_TYPE:
        return False
    return not any(
        type(item) in (_SLOT_WRAPPER, types.MethodDescriptorType) and item.__objclass__ is kind
        for item in dict(namespace_of(kind)).values()
    )


def _is_exception(kind: type) -> bool:
    return inherits(kind, BaseException)


def _reader(  # noqa: C901  # one walk over the bases, in their order
    kind: type,
) -> tuple[Read, Attributes | None, Compared]:
    compared = Compared.REFERENTS
    part: Read | None = None
    plain: Callable[[Any], object] | None = None
    get_dict: Callable[[Any], Any] | None = None
    slots: list[tuple[str, Callable[[Any], object]]] = []
    if kind is object or is_class(kind):
        return _nothing, None, compared
    exception = _is_exception(kind)
    for base in mro_of(kind):
        if base is object:
            break
        if id(base) in _PLAIN:
            plain = _PLAIN[id(base)]
            break
        if id(base) in _PARTS:
            part = _PARTS[id(base)]
            if id(base) not in _REFERENTS:
                compared = Compared.CONTENT
            if not exception:
                break
            continue  # what else the interpreter keeps in an exception is no attribute of it
        if exception and not flags_of(base) & _HEAP_TYPE:
            continue
        if not made_by_class_statement(base):
            # Counter and defaultdict are dicts underneath; other C types cannot be read.
            if base not in (Counter, defaultdict):
                return _nothing, None, compared
            continue
        for name, item in dict(namespace_of(base)).items():
            if type(item) is types.GetSetDescriptorType and name == "__dict__":
                get_dict = get_dict or item.__get__
            elif type(item) is types.MemberDescriptorType and item.__objclass__ is base:
                slots.append((name, item.__get__))

    if slots:  # one that is not set leaves no gap among the referents
        compared = Compared.CONTENT

    def read(thing: Any) -> list[object]:
        found: list[object] = []
        if plain is not None:
            found.append(plain(thing))
        elif part is not None:
            found.append(tuple(part(thing)))
        if get_dict is not None:
            found += _pairs(get_dict(thing))
        for name, get in slots:
            try:
                value = get(thing)
            except AttributeError:
                continue
            found += (name, value)
        return found

    return read, get_dict, compared


def _exact_layout(kind: type, read: Read) -> Layout:
    if id(kind) in _PAIRED:
        return Layout(kind, read, None, Compared.PAIRS)
    by_referents = id(kind) in _REFERENTS
    return Layout(kind, read, None, Compared.REFERENTS if by_referents else Compared.CONTENT)


_layouts: dict[int, Layout] = {id(kind): _exact_layout(kind, read) for kind, read in _EXACT.items()}


_NOT_FOLLOWED: Final = frozenset(
    map(id, (types.ModuleType, types.BuiltinFunctionType, types.CodeType, types.FrameType,
             types.MethodDescriptorType, types.WrapperDescriptorType, types.GetSetDescriptorType,
             types.MemberDescriptorType, types.ClassMethodDescriptorType, range))
)  # fmt: skip


_GENERATORS: Final = frozenset(
    map(id, (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType))
)

_FIXED: Final = _NOT_FOLLOWED | {
    id(kind) for kind in (tuple, frozenset, types.BuiltinFunctionType, types.MethodType)
}


_KEPT_OUT: Final = {id(kind) for kind in (Log, *ENTRY_TYPES)}


def keep_out(*kinds: type) -> None:
    """Objects of these types are the recorder's own: they are never looked into.

    A program may hold some (its streams, the constants of its rewritten code), and behind them
    lies the log, with everything in it. By identity: a program can give its class any name."""
    _KEPT_OUT.update(map(id, kinds))


def is_kept_out(thing: object) -> bool:
    """Whether the object is of a type that `keep_out` was told of."""
    return id(type(thing)) in _KEPT_OUT


def reachable(roots: Iterable[object], is_ours: Callable[[object], bool]) -> Iterator[object]:
    """Every object with contents that the roots lead to, each once.

    ``is_ours`` tells the functions and generators of the program, whose own probes see what
    they change: these are not followed. Nor are modules and the globals of functions."""
    seen: set[int] = set()
    pending = [thing for thing in roots if id(type(thing)) not in ATOM_IDS]
    kept: list[object] = []  # fresh copies: their ids must not be used again
    while pending:
        thing = pending.pop()
        if id(thing) in seen or id(type(thing)) in _KEPT_OUT:
            continue
        seen.add(id(thing))
        kept.append(thing)
        if has_content(thing):
            yield thing
        pending += [
            inner
            for inner in followed(thing, is_ours)
            if id(type(inner)) not in ATOM_IDS and id(inner) not in seen
        ]


def is_fixed(thing: Any, is_ours: Callable[[object], bool]) -> bool:
    """Whether an object leads to the same ones for ever."""
    kind = type(thing)
    if kind is types.FunctionType or id(kind) in _GENERATORS:
        return is_ours(thing)
    return id(kind) in _FIXED or (is_class(kind) and not made_by_class_statement(thing))


def followed(thing: Any, is_ours: Callable[[object], bool]) -> Sequence[object]:
    """What `reachable` goes on to from an object."""
    kind = type(thing)
    if kind is types.BuiltinFunctionType:
        return (thing.__self__,)
    if id(kind) in _NOT_FOLLOWED:
        return ()
    if kind is types.FunctionType:
        if is_ours(thing):
            return ()
        closure = thing.__closure__ or ()
        return (*closure, *(thing.__defaults__ or ()), *(thing.__kwdefaults__ or {}).values())
    layout = layout_of(kind)
    if has_own_content(layout):
        content = layout.read(thing)
        head = layout.head
        if content and type(content[0]) is tuple and head:
            head += content[0]
        return (*head, *content)
    if is_class(kind):
        if made_by_class_statement(thing):
            return (*_bases_of(thing), *dict(namespace_of(thing)).values())
        return ()
    if id(kind) in _GENERATORS and is_ours(thing):
        return ()  # what it is about to fill, a list of a comprehension, is nobody else's yet
    return gc.get_referents(thing)
