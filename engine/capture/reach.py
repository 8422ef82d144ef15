"""What roots lead to, walked once and then only compared.

Before each unknown call all that it can reach has to be looked at. A walk costs microseconds an
object, so what large walks found is kept: as long as every object on the way refers to the very
objects that it referred to then, the roots lead to the same ones. That is a comparison in C
(`gc.get_referents`). Where something differs, only the objects around it are followed anew.

Invariant: what is given has all that `touching.reachable` would give. It may have more: objects
that could be reached before, until the next walk from the root.
"""

from __future__ import annotations

import gc
import types
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import is_
from typing import Any, Final

from engine.capture.touching import (
    ATOM_IDS,
    attributes_getter,
    followed,
    has_content,
    is_class,
    is_fixed,
    is_kept_out,
    keep_out,
    namespace_of,
)

_IMMUTABLE: Final = frozenset(map(id, (tuple, frozenset)))

_FEW: Final = 12
_MOST_WALKS: Final = 64
_PART: Final = 64
_SMALLEST_PART: Final = 4
_ROOM: Final = 64
"""So many objects more than found by the last walk, and then twice as many, until the next."""

_values_of: Final = types.MappingProxyType.values


class _Part:
    """Some of the objects of one walk, and all that they refer to."""

    __slots__ = ("_classes", "_dicts", "_getters", "_refs", "_things")

    def __init__(self, things: Sequence[object]) -> None:
        self._things = things
        getters: dict[int, tuple[Callable[[Any], Any], list[object]]] = {}
        self._dicts: list[dict[str, object]] = []
        self._classes: list[Any] = []
        for thing in things:
            kind = type(thing)
            if kind is types.FunctionType:
                if thing.__kwdefaults__:  # type: ignore[attr-defined]  # a function's
                    self._dicts.append(thing.__kwdefaults__)  # type: ignore[attr-defined]
            elif is_class(kind):
                self._classes.append(thing)
            else:
                getter = attributes_getter(kind)
                if getter is not None:
                    getters.setdefault(id(kind), (getter, []))[1].append(thing)
        self._getters = list(getters.values())
        self._refs = self._now()

    def _now(self) -> list[object]:
        # What an instance keeps in its dict is a referent of the one or of the other.
        dicts = [each for getter, things in self._getters for each in map(getter, things)]
        refs = gc.get_referents(*self._things, *self._dicts, *dicts)
        if self._classes:
            refs += chain.from_iterable(map(_values_of, map(namespace_of, self._classes)))
        return refs

    def is_as_before(self) -> bool:
        refs, now = self._refs, self._now()
        return len(refs) == len(now) and all(map(is_, refs, now))

    def split(self) -> tuple[Sequence[object], list[_Part]]:
        """The objects, and new parts of them: smaller ones, since what changes goes on changing."""
        things = self._things
        if len(things) <= _SMALLEST_PART:
            return things, [_Part(things)]
        half = len(things) // 2
        return things, [_Part(things[:half]), _Part(things[half:])]


class _Walk:
    """What one root led to."""

    __slots__ = ("_is_ours", "_parts", "_room", "found", "seen")

    def __init__(self, root: object, is_ours: Callable[[object], bool]) -> None:
        self._is_ours = is_ours
        self.seen: dict[int, object] = {}  #: by id, which stays taken so
        self.found: dict[int, object] = {}  #: by id: those that can be changed
        self._parts: list[_Part] = []
        self._walk([root])
        self._room = 2 * len(self.seen) + _ROOM

    def _walk(self, pending: list[object]) -> None:
        seen, is_ours = self.seen, self._is_ours
        changing: list[object] = []
        while pending:
            thing = pending.pop()
            if id(thing) in seen or is_kept_out(thing):
                continue
            seen[id(thing)] = thing
            self._find(thing)
            if not is_fixed(thing, is_ours):
                changing.append(thing)
            pending += [
                inner
                for inner in followed(thing, is_ours)
                if id(type(inner)) not in ATOM_IDS and id(inner) not in seen
            ]
        for start in range(0, len(changing), _PART):
            self._parts.append(_Part(changing[start : start + _PART]))

    def _find(self, thing: object) -> None:
        if id(type(thing)) not in _IMMUTABLE and has_content(thing):
            self.found[id(thing)] = thing

    def is_up_to_date(self) -> bool:
        """Bring it up to date; False where it has to be walked anew."""
        as_before = [part.is_as_before() for part in self._parts]
        if all(as_before):
            return True
        kept: list[_Part] = []
        changed: list[object] = []
        for part, same in zip(self._parts, as_before, strict=True):
            if same:
                kept.append(part)
            else:
                things, smaller = part.split()
                changed += things
                kept += smaller
        self._parts = kept
        for thing in changed:
            self._find(thing)  # it may be of another class now
        inner = [each for thing in changed for each in followed(thing, self._is_ours)]
        self._walk([each for each in inner if id(type(each)) not in ATOM_IDS])
        return len(self.seen) <= self._room


class Reach:
    """What can be changed by code that has the roots. ``is_ours``: see `touching.reachable`;
    walks of ``few`` objects are done again each time."""

    def __init__(self, is_ours: Callable[[object], bool], *, few: int = _FEW) -> None:
        self._is_ours = is_ours
        self._few = few
        self._walks: dict[int, _Walk] = {}  # by id of the root, the one used last at the end

    def changeable(self, roots: Iterable[object]) -> Sequence[object]:
        """Each object once that the roots lead to, has contents, and can be changed."""
        walks: list[_Walk] = []
        for root in roots:
            if id(type(root)) in ATOM_IDS:
                continue
            if not any(id(root) in walk.seen for walk in walks):
                walks.append(self._walk_from(root))
        if len(walks) == 1:
            return list(walks[0].found.values())
        found: dict[int, object] = {}
        for walk in walks:
            found.update(walk.found)
        return list(found.values())

    def _walk_from(self, root: object) -> _Walk:
        walk = self._walks.pop(id(root), None)
        if walk is None or not walk.is_up_to_date():
            walk = _Walk(root, self._is_ours)
            if len(walk.seen) <= self._few:
                return walk
            if len(self._walks) >= _MOST_WALKS:
                del self._walks[next(iter(self._walks))]
        self._walks[id(root)] = walk
        return walk


keep_out(_Part, _Walk, Reach)
