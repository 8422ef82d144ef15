"""Which changes of builtin containers can be replayed: the table that probes and decoder share.

A change that stands here is not seen by taking the container's contents, but computed again by
the decoder from the operands (`engine.capture.shadow`). So it may depend on nothing but these:
exact builtin types alone, and no key that runs code of the program when it is hashed or
compared. Anything else is taken in full before it happens.
"""

from __future__ import annotations

import builtins
import types
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from typing import Any, Final

from engine.capture.touching import mro_of, namespace_of

globals()["__builtins__"] = {**vars(builtins)}  # a program may replace those of the interpreter

_LISTS: Final = (list, deque)
_DICTS: Final = (dict, defaultdict, Counter)


def _ids(*kinds: type) -> frozenset[int]:
    return frozenset(map(id, kinds))


METHODS: Final[dict[str, frozenset[int]]] = {
    "append": _ids(*_LISTS),
    "appendleft": _ids(deque),
    "insert": _ids(list),
    "pop": _ids(*_LISTS, *_DICTS, set),
    "popleft": _ids(deque),
    "popitem": _ids(*_DICTS),
    "reverse": _ids(*_LISTS),
    "clear": _ids(*_LISTS, *_DICTS, set),
    "add": _ids(set),
    "discard": _ids(set),
    "setdefault": _ids(*_DICTS),
}
"""Name of a method → ids of the exact types whose method of that name is replayed. No other
builtin container has a method of such a name that changes it (`bytearray`, `array`, `OrderedDict`:
their objects are looked at before each call)."""

STORES: Final = _ids(*_LISTS, *_DICTS)
"""Ids of the exact types whose elements are replayed as they are assigned and deleted."""

GIVING: Final = frozenset(("extend", "remove", "sort", "update"))
"""Methods that are replayed with what the log says in their midst: the items that `extend` (and
``+=``) adds to a list, the place that `remove` empties in a list of atoms, the order that `sort`
gives to atoms, the pairs that `update` takes from a dict."""

GIVEN: Final = _ids(list, tuple, str, bytes, range)
"""Ids of the exact types whose items can be taken without running anything."""

_MAPPED: Final = _ids(*_DICTS, set)

_ATOMIC: Final = _ids(type(None), bool, int, float, complex, str, bytes, type(...))

_COMPOUND: Final = _ids(tuple, frozenset)

_IDENTITY_KINDS: Final = _ids(
    type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType, object
)

_OBJECT_HASH: Final = object.__hash__
_OBJECT_EQ: Final = object.__eq__
_MAX_DEPTH: Final = 20


def is_mapped(kind: type) -> bool:
    """Whether the elements of objects of this type are found by hashing."""
    return id(kind) in _MAPPED


def is_index(key: object) -> bool:
    return type(key) is int or type(key) is bool


def is_safe_key(key: Any, depth: int = 0) -> bool:
    """Whether hashing and comparing the key runs none of the program's code."""
    kind = type(key)
    if id(kind) in _ATOMIC or id(kind) in _IDENTITY_KINDS:
        return True
    if kind is tuple or kind is frozenset:
        return depth < _MAX_DEPTH and all(is_safe_key(part, depth + 1) for part in key)
    return hashes_by_identity(kind)


def can_be_known(kind: type, content: Sequence[object]) -> bool:
    """Whether an object of exactly this type that holds ``content`` can be replayed: the decoder
    hashes and compares all its keys."""
    if not is_mapped(kind):
        return True
    keys = content if kind is set else content[::2]
    kinds = {id(type(key)) for key in keys}
    if kinds <= _ATOMIC:
        return True
    once = {id(type(key)): key for key in keys}
    if _COMPOUND.isdisjoint(kinds):
        return all(map(is_safe_key, once.values()))
    return all(map(is_safe_key, keys))


def hashes_by_identity(kind: type) -> bool:
    """Whether objects of the type are hashed and compared as `object` does it."""
    found: dict[str, object] = {}
    for base in mro_of(kind):
        names = namespace_of(base)
        for name in ("__hash__", "__eq__"):
            if name in names:
                found.setdefault(name, names[name])
    return found.get("__hash__") is _OBJECT_HASH and found.get("__eq__") is _OBJECT_EQ


def is_replayed(kind: type, name: str, arguments: tuple[Any, ...]) -> bool:
    """Whether a method call on an object of exactly this type is replayed."""
    if id(kind) not in METHODS.get(name, ()):
        return False
    if is_mapped(kind):
        if not arguments:  # `pop` of a set: which one it took is known afterwards
            return name not in _KEYED or kind is set
        return name not in _KEYED or is_safe_key(arguments[0])
    return name not in _INDEXED or not arguments or is_index(arguments[0])


_KEYED: Final = frozenset(("pop", "add", "discard", "setdefault"))
_INDEXED: Final = frozenset(("pop", "insert"))


def is_stored(container: object, key: object) -> bool:
    """Whether assigning (or deleting) an element is replayed."""
    kind = type(container)
    if id(kind) not in STORES:
        return False
    return is_safe_key(key) if is_mapped(kind) else is_index(key)
