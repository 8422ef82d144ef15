"""What a container holds while the log is decoded, kept by doing again what was done to it.

Invariant: after each operation a shadow holds the very objects that the container held then, in
its order. Operations are those of `engine.capture.deltas`, and they went well in the program:
one that raised is never replayed. Whatever does not fit raises `ShadowError`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from engine.capture.deltas import is_mapped


class ShadowError(ValueError):
    """The operation cannot have been done to what the shadow holds."""


class Splice(NamedTuple):
    """``content[position : position + removed] = inserted``, of live objects."""

    position: int
    removed: int
    inserted: tuple[object, ...]


Splices = tuple[Splice, ...]

_NONE: Final[Splices] = ()


class Shadow:
    """The content of one list or deque, flat, as `content_of` gives it."""

    __slots__ = ("content", "limit")

    def __init__(self, thing: object, content: Sequence[object]) -> None:
        self.content = list(content)
        self.limit: int | None = thing.maxlen if type(thing) is deque else None

    def holds(self, content: Sequence[object]) -> bool:
        """Whether the content is this, object by object."""
        mine = self.content
        return len(mine) == len(content) and all(map(_is, mine, content))

    def _do(self, *splices: Splice) -> Splices:
        for position, removed, inserted in splices:
            self.content[position : position + removed] = inserted
        return splices

    def call(self, name: str, arguments: tuple[Any, ...], result: object) -> Splices:
        """Do a method call; give what it changed."""
        size = len(self.content)
        match name, arguments:
            case "append", (item,):
                return self._limited(Splice(size, 0, (item,)), first=True)
            case "appendleft", (item,):
                return self._limited(Splice(0, 0, (item,)), first=False)
            case "insert", (index, item):
                position = max(index + size, 0) if index < 0 else min(index, size)
                return self._do(Splice(position, 0, (item,)))
            case (("pop" | "popleft"), _):
                return self._pop(name, arguments, result)
            case "reverse", ():
                return self._do(Splice(0, size, tuple(reversed(self.content))))
            case "clear", ():
                return self._do(Splice(0, size, ())) if size else _NONE
            case _:
                raise ShadowError(f"`{name}` with {len(arguments)} arguments")

    def _limited(self, splice: Splice, *, first: bool) -> Splices:
        """Add an item; a full deque drops one at its other end."""
        if self.limit is None or len(self.content) < self.limit:
            return self._do(splice)
        if self.limit == 0:
            return _NONE
        if first:
            return self._do(Splice(0, 1, ()), Splice(self.limit - 1, 0, splice.inserted))
        return self._do(Splice(len(self.content) - 1, 1, ()), splice)

    def _pop(self, name: str, arguments: tuple[Any, ...], result: object) -> Splices:
        index = 0 if name == "popleft" else arguments[0] if arguments else -1
        position = self._position(index)
        if self.content[position] is not result:
            raise ShadowError(f"`{name}` gave another object")
        return self._do(Splice(position, 1, ()))

    def _position(self, index: int) -> int:
        position = index + len(self.content) if index < 0 else index
        if not 0 <= position < len(self.content):
            raise ShadowError("the index is out of range")
        return position

    def store(self, key: Any, value: object) -> Splices:
        """Do ``container[key] = value``."""
        return self._do(Splice(self._position(key), 1, (value,)))

    def delete(self, key: Any) -> Splices:
        """Do ``del container[key]``."""
        return self._do(Splice(self._position(key), 1, ()))

    def given(self, name: str, items: Sequence[Any]) -> Splices:
        """Do one of `deltas.GIVING` with what the log gives for it."""
        match name, items:
            case "extend", _:
                return self._do(Splice(len(self.content), 0, tuple(items))) if items else _NONE
            case "remove", (int(place),):
                return self.delete(place)
            case "sort", _ if sorted(map(id, items)) == sorted(map(id, self.content)):
                return self._do(Splice(0, len(items), tuple(items))) if items else _NONE
            case _:
                raise ShadowError(f"`{name}` with {len(items)} items")

    def found(self, key: Any, result: object) -> Splices:
        """Do ``container[key]`` where that may add what it gives."""
        raise ShadowError("a subscript changes no such container")


class SetShadow(Shadow):
    """The content of a set; in any order, since sets have none."""

    __slots__ = ("_places",)

    def __init__(self, thing: object, content: Sequence[object]) -> None:
        super().__init__(thing, content)
        self._places: dict[object, int] = {item: i for i, item in enumerate(content)}

    def holds(self, content: Sequence[object]) -> bool:
        return len(self.content) == len(content) and {*map(id, self.content)} == {*map(id, content)}

    def call(self, name: str, arguments: tuple[Any, ...], result: object) -> Splices:
        match name, arguments:
            case "add", (item,):
                if item in self._places:
                    return _NONE
                self._places[item] = len(self.content)
                return self._do(Splice(len(self.content), 0, (item,)))
            case "discard", (item,):
                return self._remove(item) if item in self._places else _NONE
            case "remove", (item,):
                return self._remove(item)
            case "pop", ():
                return self._remove(result)
            case "clear", ():
                self._places.clear()
                return super().call(name, arguments, result)
            case _:
                raise ShadowError(f"`{name}` with {len(arguments)} arguments")

    def _remove(self, item: object) -> Splices:
        """The last item takes the place of the one that goes."""
        place = self._places.pop(item, None)
        if place is None:
            raise ShadowError("an item that was not there was taken")
        end = len(self.content) - 1
        if place == end:
            return self._do(Splice(end, 1, ()))
        last = self.content[end]
        self._places[last] = place
        return self._do(Splice(end, 1, ()), Splice(place, 1, (last,)))


class DictShadow(Shadow):
    """The content of a dict: key, value, key, value …. Keys are numbered as they come, so that the
    place of one among those left is found by bisection."""

    __slots__ = ("_known", "_lenient", "_next", "_numbers")

    def __init__(self, thing: object, content: Sequence[object]) -> None:
        self.content = list(content)
        self.limit = None
        self._known: dict[object, int] | None = None
        self._numbers: list[int] = []
        self._next = 0
        self._lenient = type(thing) is Counter  # deleting what is not there is no error

    @property
    def _serial(self) -> dict[object, int]:
        """The number of each key; found when it is first asked for, for most dicts never change."""
        if self._known is None:
            self._known = {key: i for i, key in enumerate(self.content[::2])}
            self._next = len(self.content) // 2
            self._numbers = list(range(self._next))
        return self._known

    def _place(self, key: object) -> int:
        number = self._serial.get(key)
        if number is None:
            raise ShadowError("the key was not there")
        return 2 * bisect_left(self._numbers, number)

    def store(self, key: Any, value: object) -> Splices:
        if key in self._serial:
            return self._do(Splice(self._place(key) + 1, 1, (value,)))
        self._serial[key] = self._next
        self._numbers.append(self._next)
        self._next += 1
        return self._do(Splice(len(self.content), 0, (key, value)))

    def delete(self, key: Any) -> Splices:
        if self._lenient and key not in self._serial:
            return _NONE
        place = self._place(key)
        del self._serial[key]
        del self._numbers[place // 2]
        return self._do(Splice(place, 2, ()))

    def found(self, key: Any, result: object) -> Splices:
        return _NONE if key in self._serial else self.store(key, result)

    def given(self, name: str, items: Sequence[Any]) -> Splices:
        if name != "update":
            raise ShadowError(f"`{name}` of a dict")
        pairs = zip(items[::2], items[1::2], strict=True)
        return tuple([splice for key, value in pairs for splice in self.store(key, value)])

    def call(self, name: str, arguments: tuple[Any, ...], result: object) -> Splices:
        match name, arguments:
            case "setdefault", (key, *_):
                return self.found(key, result)
            case "pop", (key, *rest):
                return _NONE if rest and key not in self._serial else self.delete(key)
            case "popitem", ():
                if not self.content:
                    raise ShadowError("there was nothing to take")
                return self.delete(self.content[-2])
            case "clear", ():
                self._serial.clear()
                self._numbers.clear()
                return super().call(name, arguments, result)
            case _:
                raise ShadowError(f"`{name}` with {len(arguments)} arguments")


def shadow_of(thing: object, content: Sequence[object]) -> Shadow:
    """The shadow of an object that holds ``content`` now."""
    if not is_mapped(type(thing)):
        return Shadow(thing, content)
    return SetShadow(thing, content) if type(thing) is set else DictShadow(thing, content)


def _is(left: object, right: object) -> bool:
    return left is right
