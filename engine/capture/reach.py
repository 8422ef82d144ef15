"""What roots lead to, walked once and then only compared.

Before each unknown call all that it can reach has to be looked at. A walk costs microseconds an
object, so what large walks found is kept: as long as every object on the way holds the very
objects that it held then, the roots lead to the same ones. That is a comparison in C
(`gc.get_referents`). Where something differs, only the objects around it are followed anew.

Invariant: what is given has all that `touching.reachable` would give. It may have more: objects
that could be reached before, until the next walk from the root. And what is not among the
``changed`` holds what it held when it was last among them, in the same order.
"""

from __future__ import annotations

import builtins
import gc
import types
from collections.abc import Callable, Container, Sequence
from itertools import chain
from operator import is_
from typing import Any, Final

from engine.capture.log import Group
from engine.capture.touching import (
    ATOM_IDS,
    Compared,
    content_of,
    followed,
    has_content,
    has_own_content,
    is_class,
    is_fixed,
    is_kept_out,
    keep_out,
    layout_of,
    namespace_of,
)

globals()["__builtins__"] = {**vars(builtins)}  # a program may replace those of the interpreter

_IMMUTABLE: Final = frozenset(map(id, (tuple, frozenset)))

_FEW: Final = 12
_LITTLE: Final = 64
_MOST_WALKS: Final = 64
_PART: Final = 64
_SMALLEST_PART: Final = 4
_ROOM: Final = 64
"""So many objects more than found by the last walk, and then twice as many, until the next."""

_GAP: Final = (object(),)
"""Stands between two objects, to tell what the one refers to from what the other does."""

_defaults_of: Final = types.FunctionType.__dict__["__defaults__"].__get__
_keywords_of: Final = types.FunctionType.__dict__["__kwdefaults__"].__get__
_values_of: Final = types.MappingProxyType.values


def _same(left: Sequence[object], right: Sequence[object]) -> bool:
    return len(left) == len(right) and all(map(is_, left, right))


def same_content(left: Sequence[object], right: Sequence[object]) -> bool:
    """Whether two results of `content_of` are the same objects, those of a builtin part, too."""
    if _same(left, right):
        return True
    if not (left and right) or type(left[0]) is not tuple or type(right[0]) is not tuple:
        return False
    return _same(left[0], right[0]) and _same(left[1:], right[1:])


class _Part:
    """Some of the objects of one walk, and all that they hold."""

    __slots__ = ("_classes", "_contents", "_dicts", "_functions", "_getters", "_held", "_singles",
                 "_spread", "things")  # fmt: skip

    def __init__(self, things: Sequence[object]) -> None:
        self.things = things
        getters: dict[int, tuple[Callable[[Any], Any], list[object]]] = {}
        spread: list[object] = []
        self._dicts: list[dict[Any, object]] = []
        self._classes: list[Any] = []
        self._functions: list[Any] = []
        self._singles: list[object] = []
        for thing in things:
            kind = type(thing)
            layout = layout_of(kind)
            if layout.compared is Compared.PAIRS:
                self._dicts.append(thing)  # type: ignore[arg-type]  # says its layout
                continue
            if kind is types.FunctionType:
                self._functions.append(thing)
                if thing.__kwdefaults__:  # type: ignore[attr-defined]  # a function's
                    self._dicts.append(thing.__kwdefaults__)  # type: ignore[attr-defined]
                continue
            spread += (_GAP, thing)
            if is_class(kind):
                self._classes.append(thing)
            elif has_own_content(layout):
                if layout.compared is Compared.CONTENT:
                    self._singles.append(thing)
                if layout.attributes is not None:
                    getters.setdefault(id(kind), (layout.attributes, []))[1].append(thing)
        self._spread = tuple(spread)
        self._getters = list(getters.values())
        self._held = self._now()
        self._contents = list(map(content_of, self._singles))

    def _now(self) -> tuple[list[object], list[int]]:
        held = gc.get_referents(*self._spread)
        dicts = [each for getter, things in self._getters for each in map(getter, things)]
        dicts += self._dicts
        held += chain.from_iterable(map(dict.__iter__, dicts))
        held += chain.from_iterable(map(dict.values, dicts))
        if self._functions:  # a closure is for ever
            held += map(_defaults_of, self._functions)
            held += map(_keywords_of, self._functions)
        if self._classes:
            held += chain.from_iterable(map(_values_of, map(namespace_of, self._classes)))
        return held, list(map(dict.__len__, dicts))

    def is_as_before(self) -> bool:
        (before, sizes), (now, sizes_now) = self._held, self._now()
        return (
            len(before) == len(now)
            and sizes == sizes_now
            and all(map(is_, before, now))
            and all(map(same_content, self._contents, map(content_of, self._singles)))
        )

    def split(self) -> list[_Part]:
        """New parts of the same objects: smaller ones, since what changes goes on changing."""
        things = self.things
        if len(things) <= _SMALLEST_PART:
            return [_Part(things)]
        half = len(things) // 2
        return [_Part(things[:half]), _Part(things[half:])]


class Walk:
    """What one root led to, up to the ``roots`` of other walks."""

    __slots__ = (
        "_changing", "_hidden", "_is_ours", "_parts", "_room", "_roots", "changed", "contents",
        "found", "group", "is_kept", "known", "links", "seen", "size",
    )  # fmt: skip

    def __init__(
        self,
        root: object,
        is_ours: Callable[[object], bool],
        roots: Container[int],
        *,
        hidden: bool = False,
    ) -> None:
        self._is_ours = is_ours
        self._hidden = root if hidden else None  # not to be found itself
        self._roots = roots  #: by id
        self.size = 0  #: how much the objects hold that were walked
        self.links: list[object] = []  #: those of them that were met
        self.group = Group()
        self.known = 0  #: a place in the caller's list of objects looked at
        self.seen: dict[int, object] = {}  #: by id, which stays taken so
        self.found: dict[int, object] = {}  #: by id: those that can be changed
        self.contents: dict[int, Sequence[object]] = {}  #: kept for the caller, of those found
        self.changed: dict[int, object] = {}  #: by id: those that may hold something else now
        self._parts: list[_Part] = []
        self.is_kept = False
        self._changing = self._walk([root])
        self._room = 2 * len(self.seen) + _ROOM

    def keep(self) -> None:
        """Remember what its objects hold, which is what they held when they were walked."""
        self._remember(self._changing)
        self._changing = []
        self.is_kept = True

    def _remember(self, things: list[object]) -> None:
        for start in range(0, len(things), _PART):
            self._parts.append(_Part(things[start : start + _PART]))

    def _walk(self, pending: list[object]) -> list[object]:
        """Walk on; gives the objects that may lead elsewhere later."""
        seen, is_ours = self.seen, self._is_ours
        changing: list[object] = []
        while pending:
            thing = pending.pop()
            if id(thing) in seen or is_kept_out(thing):
                continue
            seen[id(thing)] = thing
            if id(thing) in self._roots:
                self.links.append(thing)
                continue
            self._find(thing)
            if not is_fixed(thing, is_ours):
                changing.append(thing)
            held = followed(thing, is_ours)
            self.size += len(held)
            pending += [
                inner for inner in held if id(type(inner)) not in ATOM_IDS and id(inner) not in seen
            ]
        return changing

    def _find(self, thing: object) -> None:
        if id(type(thing)) not in _IMMUTABLE and has_content(thing) and thing is not self._hidden:
            self.found[id(thing)] = self.changed[id(thing)] = thing

    def is_up_to_date(self) -> bool:
        """Bring it up to date; False where it has to be walked anew. Of a walk that was not kept
        everything may hold something else."""
        if not self.is_kept:
            self.changed = dict(self.found)
            inner = [each for thing in self._changing for each in followed(thing, self._is_ours)]
            self._changing += self._walk([each for each in inner if id(type(each)) not in ATOM_IDS])
            return True
        self.changed = {}
        as_before = [part.is_as_before() for part in self._parts]
        if all(as_before):
            return True
        kept: list[_Part] = []
        changed: list[object] = []
        for part, same in zip(self._parts, as_before, strict=True):
            if same:
                kept.append(part)
            else:
                changed += part.things
                kept += part.split()
        self._parts = kept
        for thing in changed:
            self._find(thing)  # it may be of another class now
        inner = [each for thing in changed for each in followed(thing, self._is_ours)]
        self._remember(self._walk([each for each in inner if id(type(each)) not in ATOM_IDS]))
        return len(self.seen) <= self._room


class Reach:
    """What can be changed by code that has the roots. ``is_ours``: see `touching.reachable`;
    walks of ``few`` objects that hold ``little`` are done again each time."""

    def __init__(
        self, is_ours: Callable[[object], bool], *, few: int = _FEW, little: int = _LITTLE
    ) -> None:
        self._is_ours = is_ours
        self._few = few
        self._little = little
        self._walks: dict[int, Walk] = {}  # by id of the root, the one used last at the end

    def walks(
        self, roots: Sequence[object], more: Sequence[object] = ()
    ) -> list[tuple[Walk, bool]]:
        """Walks that find each object which the roots lead to, has contents, and can be changed;
        and whether each is kept. ``more`` may be a list of further roots that grows."""
        walks: list[tuple[Walk, bool]] = []
        met: set[int] = set()
        pending = list(roots)
        if more:
            walks.append(self._walk_from(more, hidden=True))
            pending += walks[0][0].links
        while pending:
            root = pending.pop()
            if id(root) in met or id(type(root)) in ATOM_IDS or is_kept_out(root):
                continue
            met.add(id(root))
            walk, kept = self._walk_from(root)
            walks.append((walk, kept))
            pending += walk.links
        return walks

    def changeable(self, roots: Sequence[object]) -> Sequence[object]:
        """Each of these objects once."""
        found: dict[int, object] = {}
        for walk, _ in self.walks(roots):
            found.update(walk.found)
        return list(found.values())

    def forget(self) -> None:
        """Keep no walk."""
        self._walks.clear()

    def _walk_from(self, root: object, *, hidden: bool = False) -> tuple[Walk, bool]:
        walk = self._walks.pop(id(root), None)
        if walk is None or not walk.is_up_to_date():
            walk = Walk(root, self._is_ours, self._walks, hidden=hidden)
            if len(walk.seen) <= self._few and walk.size <= self._little:
                return walk, False
            walk.keep()
            if len(self._walks) >= _MOST_WALKS:
                del self._walks[next(iter(self._walks))]
        self._walks[id(root)] = walk
        return walk, True


keep_out(_Part, Walk, Reach)
