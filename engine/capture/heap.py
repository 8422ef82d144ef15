"""The versioned heap: Touch entries and final contents → the versions of every HeapObject.

A touch says what an object held just before something that may change it. So the content of
touch k holds since the *previous* change: the ``done`` of the step that touch k-1 preceded.
Versions are kept by refs: a touch that shows the refs of the last version makes none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import is_
from types import BuiltinFunctionType, CellType, MethodDescriptorType
from typing import Any, Final, Protocol, TypeAlias

from engine.capture.deltas import GIVING, METHODS, is_replayed
from engine.capture.effects import Effect, of_method
from engine.capture.freeze import NO_CLASS, Freezer, Shape
from engine.capture.log import Group
from engine.capture.reach import same_content
from engine.capture.shadow import Shadow, Splices, shadow_of
from engine.capture.spaces import Spaces
from engine.errors import CaptureError, ErrorCode
from engine.trace.model import START, Family, HeapObject, Ref, Time
from engine.trace.versions import Splice, Versions
from engine.values import MAX_DEPTH, Oid

CALLED_IN_C: Final = frozenset(map(id, (MethodDescriptorType, BuiltinFunctionType)))
"""Ids of the types of callees whose calls may be replayed."""

UNBOUND_CELL: Final = object()
"""Stands for the content of an empty cell."""


class Contents(Protocol):
    """Reads an object shallowly, without running its methods (see `engine.capture.touching`)."""

    def __call__(self, thing: object, /) -> Sequence[object]: ...


_NOTHING_WITHIN: Final = Versions(())
"""Of all opaque objects: it is never changed."""

_NO_STEP: Final = -1

SETTLED: Final = -2
"""The maker of the next change where none is to come."""

_Dated: TypeAlias = tuple[int, int, "Sequence[object] | Edited"]
"""A content, or what changed it, with the time since which it holds, and the step that made it (or
`_NO_STEP`)."""


@dataclass(slots=True)
class Touched:
    """One sighting of an object's contents."""

    content: Sequence[object]
    step: int  #: before whose effect it was taken
    nested: bool  #: taken where traced code inside an open operation begins or is left
    maker: int  #: the step that makes the next change: this one, or that of the open operation
    expected: bool = False  #: the object's shadow held the same


@dataclass(slots=True)
class Edited:
    """One change that was replayed."""

    splices: Splices
    step: int
    done: int


@dataclass(slots=True)
class _Looked:
    """The last look at a group of objects."""

    at: int = -1  #: its number among all sightings
    step: int = _NO_STEP
    nested: bool = False  #: as in `Touched`
    maker: int = _NO_STEP


class UnseenChangeError(Exception):
    """An object holds something else than what was done to it gives: a change was not seen."""


class Heap:
    """All that is known of the objects' contents while the log is decoded."""

    def __init__(self, freezer: Freezer) -> None:
        self.freezer = freezer
        self.events: dict[Oid, list[Touched | Edited]] = {}
        self.shadows: dict[int, Shadow] = {}  #: by id of the object, which the freezer keeps
        self._sightings = 0
        self._seen_at: dict[Oid, int] = {}  #: the number of the last sighting of the object
        self._groups: dict[int, tuple[Group, _Looked]] = {}  #: by id
        self._groups_of: dict[Oid, list[_Looked]] = {}
        self.spaces = Spaces(self)
        self._given: tuple[int, Sequence[object]] = (_NO_STEP, ())
        self.cells: dict[Oid, list[tuple[int, object]]] = {}
        self.of_classes: set[int] = set()  #: ids of the cells of `__class__`
        self._bare_cells: dict[Oid, Sequence[object]] = {}  #: those that unknown code was given
        self.changes: list[tuple[int, Ref]] = []  #: step that changed an object, the object
        self.unseen: set[Oid] = set()  #: they hold something else than when the last call was over
        self._pending: list[Oid] = []
        self._time = START
        self._cut = False
        self._has_parts = False

    def touch(
        self,
        thing: object,
        content: Sequence[object],
        step: int,
        *,
        nested: bool = False,
        known: bool = False,
        maker: int | None = None,
    ) -> None:
        """Record a Touch entry that belongs to step number ``step``; what changes the object next
        is ``maker``, or that step."""
        if type(thing) is CellType:
            self._cell_given(thing, content)
            return
        ref = self.freezer.ref(thing)
        if ref >= 0:
            return
        shadow = self.shadows.get(id(thing))
        if shadow is not None and not shadow.holds(content):
            self.spaces.refuse(thing)
            raise UnseenChangeError(type(thing).__name__)
        oid = Oid(-ref)
        self._settle(oid)
        maker = step if maker is None else maker
        event = Touched(content, step, nested, maker, shadow is not None)
        self.events.setdefault(oid, []).append(event)
        self._seen_at[oid] = self._sightings
        self._sightings += 1
        if not known:
            if not self.spaces.is_open(thing):
                self.shadows.pop(id(thing), None)
        elif shadow is None:
            self.shadows[id(thing)] = shadow_of(thing, content)

    def look(
        self,
        group: Group,
        joined: Sequence[object],
        step: int,
        *,
        nested: bool = False,
        maker: int | None = None,
    ) -> None:
        """Record a Look entry that belongs to step number ``step`` (see `touch`)."""
        _, looked = self._groups.setdefault(id(group), (group, _Looked()))
        looked.at, looked.step, looked.nested = self._sightings, step, nested
        looked.maker = step if maker is None else maker
        self._sightings += 1
        for thing in joined:
            if type(thing) is CellType:
                continue
            self._groups_of.setdefault(Oid(-self.freezer.ref(thing)), []).append(looked)

    def _settle(self, oid: Oid) -> None:
        """Enter the last look at one of the object's groups as a sighting of the object itself."""
        last = max(self._groups_of.get(oid, ()), key=_number, default=None)
        if last is not None and last.at > self._seen_at[oid]:
            before = self.events[oid][-1]
            if isinstance(before, Touched):
                content = before.content
            elif self.spaces.is_open(self.freezer.live[oid]):
                content = tuple(self.shadows[id(self.freezer.live[oid])].content)
            else:
                raise UnseenChangeError("what is replayed was looked at")
            event = Touched(content, last.step, last.nested, last.maker, expected=True)
            self.events[oid].append(event)
            self._seen_at[oid] = last.at

    def sighting(self, content: Sequence[object], step: int) -> Touched:
        """The event of an object that is first seen with this content."""
        return Touched(content, step, True, step)

    def edit(self, splices: Splices, step: int, done: int) -> Edited:
        """The event of a change that was replayed."""
        return Edited(splices, step, done)

    def events_of(self, ref: int) -> list[Touched | Edited]:
        """What was seen of an object, to be gone on with."""
        return self.events.setdefault(Oid(-ref), [])

    def give(self, items: Sequence[object], step: int) -> None:
        """Record a Given entry that belongs to step number ``step``."""
        self._given = (step, items)

    # -- what is replayed -------------------------------------------------------------------------

    def called(self, things: Sequence[Any], result: object, step: int, done: int) -> None:
        """A call without keywords went well: callee and arguments, as they stood on the stack."""
        self.called_at(things, range(len(things)), result, step, done)

    def called_at(
        self, things: Sequence[Any], places: Sequence[int], result: object, step: int, done: int
    ) -> None:
        """The same; callee and arguments stand in these places of ``things``."""
        callee = things[places[0]]
        kind = type(callee)
        if kind is MethodDescriptorType:
            first, receiver = 2, things[places[1]]
        elif kind is BuiltinFunctionType:
            first, receiver = 1, callee.__self__
            if (callee is setattr or callee is delattr) and len(places) > 1:
                self.spaces.module_written(things[places[1]])
        else:
            return
        shadow = self.shadows.get(id(receiver))
        name = callee.__name__
        if shadow is None and name not in METHODS:
            return
        arguments = tuple([things[place] for place in places[first:]])
        replayed = is_replayed(type(receiver), name, arguments)
        if shadow is None:
            if replayed and not self._touched_in(receiver, step):
                raise UnseenChangeError(f"{type(receiver).__name__}.{name}")
        elif replayed:
            self._edit(receiver, shadow.call(name, arguments, result), step, done)
        elif name in GIVING and self._given[0] == step:
            self._edit(receiver, shadow.given(name, self._given[1]), step, done)
        elif name == "remove" and type(receiver) is set:
            self._edit(receiver, shadow.call(name, arguments, result), step, done)
        elif of_method(name) is not Effect.NOTHING:
            self.spaces.refuse(receiver)
            raise UnseenChangeError(f"{type(receiver).__name__}.{name}")

    def _touched_in(self, thing: object, step: int) -> bool:
        oid = Oid(-self.freezer.ref(thing))
        self._settle(oid)
        events = self.events.get(oid)
        last = events[-1] if events else None
        return isinstance(last, Touched) and step in (last.maker, last.step)

    def stored(self, container: object, key: object, value: object, step: int, done: int) -> None:
        """``container[key] = value`` went well."""
        shadow = self.shadows.get(id(container))
        if shadow is not None:
            self._edit(container, shadow.store(key, value), step, done)

    def deleted(self, container: object, key: object, step: int, done: int) -> None:
        """``del container[key]`` went well."""
        shadow = self.shadows.get(id(container))
        if shadow is not None:
            self._edit(container, shadow.delete(key), step, done)

    def found(self, container: object, key: object, result: object, step: int, done: int) -> None:
        """``container[key]`` gave ``result``: a defaultdict may hold it only since then."""
        shadow = self.shadows.get(id(container))
        if shadow is not None and type(container) is defaultdict:
            self._edit(container, shadow.found(key, result), step, done)

    def operated(self, left: object, step: int, done: int) -> None:
        """An operator in place went well."""
        shadow = self.shadows.get(id(left))
        if shadow is not None:
            if self._given[0] != step:
                self.spaces.refuse(left)
                raise UnseenChangeError(type(left).__name__)
            self._edit(left, shadow.given("extend", self._given[1]), step, done)

    def _edit(self, thing: object, splices: Splices, step: int, done: int) -> None:
        if splices:
            if self.spaces.is_open(thing):
                self.spaces.refuse(thing)
            event = Edited(splices, step, done)
            self.events.setdefault(Oid(-self.freezer.ref(thing)), []).append(event)

    # -- cells ------------------------------------------------------------------------------------

    def cell_holds(self, cell: object, time: int, content: object) -> None:
        """Record that a cell holds ``content`` (or `UNBOUND_CELL`) from ``time`` on."""
        history = self.cells.setdefault(Oid(-self.freezer.ref(cell)), [])
        if history and history[-1][0] >= time:
            history[-1] = (history[-1][0], content)
        elif not history or history[-1][1] is not content:
            history.append((time, content))

    def cell_content(self, cell: object) -> object | None:
        """What the cell is known to hold now; None where nothing is known of it."""
        history = self.cells.get(Oid(-self.freezer.ref(cell)))
        return history[-1][1] if history else None

    def cell_read(self, cell: object, content: object) -> None:
        """A name was looked up in the cell, and gave ``content``.

        Nothing may be known of a cell that the program made before the recording; `__class__` is
        bound by C code. Whatever else binds a name is a statement, which is in the log."""
        known = self.cell_content(cell)
        if known is content:
            return
        if known is not None and not (known is UNBOUND_CELL and id(cell) in self.of_classes):
            raise _cell_written()
        self.cell_holds(cell, self.freezer.now(), content)

    def _cell_given(self, cell: object, content: Sequence[object]) -> None:
        """Code that may write to the cell is about to run: none that a variable of the program is
        in, for a statement may bind that next, and what it held would stay unseen. Others may be
        given to it, as long as nothing writes (a metaclass is given the cell of `__class__`)."""
        ref = self.freezer.refs.get(id(cell))
        if ref is None:
            return  # of a library's function
        oid = Oid(-ref)
        if oid in self.cells and id(cell) not in self.of_classes:
            raise _cell_written()
        if content and not _holds(self._bare_cells.setdefault(oid, content), content):
            raise _cell_written()

    def _cell_versions(self, oid: Oid, cell: object, first: int) -> list[_Dated]:
        history = self.cells.get(oid)
        now = cell_content(cell)
        if history is None:
            history = [(first, now)]
        last = history[-1][1]
        as_known = last is now or (last is UNBOUND_CELL and id(cell) in self.of_classes)
        given = self._bare_cells.get(oid)
        if not self._cut and not (as_known and (given is None or given[0] is now)):
            raise _cell_written()
        return [
            (time, _NO_STEP, () if content is UNBOUND_CELL else (content,))
            for time, content in history
        ]

    def finish(
        self, done: Sequence[int], final: Contents, *, cut: bool = False
    ) -> dict[Oid, HeapObject]:
        """Give every object its versions. What was reachable before the call has been seen at its
        start; ``cut``: what was done to the objects in the end is not in the log."""
        freezer = self.freezer
        self._cut = cut
        for looked_at in self._groups_of:
            self._settle(looked_at)
        freezer.now = lambda: self._time
        self._time = START
        objects, live, first_seen = freezer.objects, freezer.live, freezer.first_seen
        position = 1
        while position < len(live):
            # The table grows while it is walked: contents bring objects never seen before.
            oid: Any = position  # an Oid is an int
            shape = freezer.shape_of[position]
            if shape is not None:  # else it is a part of one that came before
                if shape.family is Family.OPAQUE:
                    label = freezer.labels[oid] if shape.labelled else ""
                    objects[oid] = HeapObject(
                        oid,
                        Family.OPAQUE,
                        shape.name,
                        label,
                        NO_CLASS,
                        False,
                        [first_seen[position]],
                        _NOTHING_WITHIN,
                    )
                else:
                    self._describe(oid, shape, done, final)
                    if self._pending:
                        self._drain()
            position += 1
        if self._has_parts:
            objects = dict(sorted(objects.items()))
        _check_depth(objects)
        return objects

    def release(self) -> None:
        """No more is asked of it: let go of what leads back here, so that all is freed at once and
        its memory is there for the next recording."""
        self.freezer.now = _at_start
        self.spaces.release()

    def _describe(self, oid: Oid, shape: Shape, done: Sequence[int], final: Contents) -> None:
        freezer = self.freezer
        thing, first = freezer.live[oid], freezer.first_seen[oid]
        payload = shape.payload
        versions: list[_Dated] = []
        if shape.family is Family.CELL:
            versions = self._cell_versions(oid, thing, first)
        elif shape.immutable or not (
            oid in self.events or payload or id(thing) in self.shadows or self.spaces.has(thing)
        ):
            self._time = first
            refs = freezer.refs_of(final(thing))
            freezer.describe(oid, shape, [first], Versions(refs))
            for ref in refs:
                if ref < 0:
                    self._lower(ref, first)
            return
        else:
            versions = self._dated(oid, thing, done, final)
        freezer.describe(oid, shape, [], Versions())
        if payload is not None:
            self._has_parts = True
            part = freezer.new_container(*payload, first)
            whole = [(t, m, c) for t, m, c in versions if not isinstance(c, Edited)]
            parts = [(time, maker, content[0]) for time, maker, content in whole]
            self._install(part, parts, changed=oid)  # type: ignore[arg-type]  # tuples
            self._install(oid, [(t, m, content[1:]) for t, m, content in whole], part)
            return
        self._install(oid, versions)

    def _dated(self, oid: Oid, thing: object, done: Sequence[int], final: Contents) -> list[_Dated]:
        """Each content with the time since which it holds; the first from the first sight."""
        found: list[_Dated] = []
        last: Touched | None = None
        time, maker = int(START), _NO_STEP
        for event in (*self.spaces.before_seen(thing), *self.events.get(oid, ())):
            if isinstance(event, Edited):
                found.append((event.done, event.step, event))
                continue
            if not event.expected:
                if last is not None:
                    if last.maker == SETTLED:
                        if self._are_same(last.content, event.content):
                            last = event
                            continue
                        self.unseen.add(oid)
                        last.maker = last.step
                    time, maker = self._change(last, done, event.step, event.nested)
                found.append((time, maker, event.content))
            last = event
        shadow = self.shadows.get(id(thing))
        if shadow is None:
            now = final(thing)
            if last is not None and last.maker == SETTLED:
                if not self._cut and not self._are_same(last.content, now):
                    self.unseen.add(oid)
                return found
            if last is not None:
                time, maker = self._change(last, done, len(done), False)
            found.append((time, maker, now))
        elif not self._cut and not shadow.holds(final(thing)):
            self.spaces.refuse(thing)
            raise UnseenChangeError(type(thing).__name__)
        return found

    def _are_same(self, left: Sequence[object], right: Sequence[object]) -> bool:
        if same_content(left, right):
            return True
        ref = self.freezer.ref  # of numbers in arrays, and the like, there is one for each value
        return len(left) == len(right) and all(
            self._are_same(mine, yours)
            if type(mine) is tuple and type(yours) is tuple and number == 0
            else ref(mine) == ref(yours)
            for number, (mine, yours) in enumerate(zip(left, right, strict=True))
        )

    @staticmethod
    def _change(last: Touched, done: Sequence[int], step: int, nested: bool) -> tuple[int, int]:
        """When the change between a touch and the next sighting, at ``step``, happened, and which
        step made it."""
        maker = last.maker
        if maker < step <= done[maker]:  # still open: changed between two callbacks
            return (step if nested else step - 1), maker
        return done[maker], maker

    def _install(
        self,
        oid: Oid,
        versions: Sequence[_Dated],
        payload: Oid | None = None,
        changed: Oid | None = None,
    ) -> None:
        """Give an object its versions; ``payload`` comes first in each of them, and a change
        counts as one of ``changed`` where this object is the payload of that one."""
        freezer = self.freezer
        described = freezer.objects[oid]
        first = freezer.first_seen[oid]
        for number, (time, maker, content) in enumerate(versions):
            since = Time(first if number == 0 else max(time, first))
            self._time = since
            if isinstance(content, Edited):
                self._install_edit(described, content, since)
                continue
            refs = freezer.refs_of(content)
            if payload is not None:
                refs = (Ref(-payload), *refs)
            if not described.contents:
                described.since.append(since)
                described.contents.append(refs)
            elif not _same(described, refs):
                if maker != _NO_STEP:
                    self.changes.append((maker, Ref(-(changed or oid))))
                if since <= described.since[-1]:
                    described.contents.replace_last(refs)  # two changes in one step
                else:
                    described.since.append(since)
                    described.contents.append(refs)
            else:
                continue
            for ref in refs:
                self._lower(ref, since)

    def _install_edit(self, described: HeapObject, event: Edited, since: Time) -> None:
        """The version that a replayed change made of the one before it."""
        refs_of = self.freezer.refs_of
        edit = tuple(
            [
                Splice(position, removed, refs_of(inserted))
                for position, removed, inserted in event.splices
            ]
        )
        if not described.contents.changes(edit):
            return
        self.changes.append((event.step, Ref(-described.oid)))
        if since <= described.since[-1]:
            described.contents.amend(edit)
        else:
            described.since.append(since)
            described.contents.append_edit(edit)
        for splice in edit:
            for each in splice.inserted:
                self._lower(each, since)

    def _lower(self, ref: int, time: int) -> None:
        """An object is reachable at ``time``: its first version must not begin later."""
        if ref < 0 and self.freezer.first_seen[-ref] > time:
            self.freezer.first_seen[-ref] = Time(time)
            self._pending.append(Oid(-ref))

    def _drain(self) -> None:
        while self._pending:
            oid = self._pending.pop()
            described = self.freezer.objects.get(oid)
            if described is not None and described.since:
                time = self.freezer.first_seen[oid]
                described.since[0] = time
                for ref in described.contents[0]:
                    self._lower(ref, time)


def _at_start() -> int:
    return START


def _number(looked: _Looked) -> int:
    return looked.at


def _same(described: HeapObject, content: tuple[Ref, ...]) -> bool:
    """Whether the newest version is this content. Sets have no order."""
    if described.family is Family.SET:
        return sorted(described.contents[-1]) == sorted(content)
    return described.contents.is_now(content)


def cell_content(cell: object) -> object:
    """What a cell holds in this process now, or `UNBOUND_CELL`."""
    try:
        return cell.cell_contents  # type: ignore[attr-defined]  # a CellType by its family
    except ValueError:
        return UNBOUND_CELL


def _holds(left: Sequence[object], right: Sequence[object]) -> bool:
    return len(left) == len(right) and all(map(is_, left, right))


def _cell_written() -> CaptureError:
    return CaptureError(
        ErrorCode.UNSUPPORTED,
        "The program has the variable of a closure changed by other means than its name",
        remedy="Assign to the name with `nonlocal`, not to `cell_contents`.",
    )


def _check_depth(objects: dict[Oid, HeapObject]) -> None:
    """Refuse nesting deeper than MAX_DEPTH.

    Counted over strongly connected components, so that a cycle is one level: a lower bound,
    exact for what has no cycles."""
    if len(objects) <= MAX_DEPTH:
        return
    depth = _depths({oid: _targets(described) for oid, described in objects.items()})
    if depth > MAX_DEPTH:
        raise CaptureError(
            ErrorCode.UNSUPPORTED,
            f"A value is nested {depth} levels deep; recorded are {MAX_DEPTH}",
            remedy="Run the program on a smaller input.",
            data={"depth": depth, "limit": MAX_DEPTH},
        )


def _targets(described: HeapObject) -> list[Oid]:
    return [Oid(-ref) for ref in described.contents.all_refs() if ref < 0]


def _depths(graph: dict[Oid, list[Oid]]) -> int:
    """The longest chain of components (Tarjan's algorithm without recursion)."""
    index: dict[Oid, int] = {}
    low: dict[Oid, int] = {}
    depth: dict[Oid, int] = {}
    stack: list[Oid] = []
    on_stack: set[Oid] = set()
    deepest = 0
    for root in graph:
        if root in index:
            continue
        work: list[tuple[Oid, int]] = [(root, 0)]
        while work:
            node, child = work.pop()
            if child == 0:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            successors = graph[node]
            advanced = False
            while child < len(successors):
                target = successors[child]
                child += 1
                if target not in index:
                    work.append((node, child))
                    work.append((target, 0))
                    advanced = True
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            if advanced:
                continue
            if work:
                parent = work[-1][0]
                low[parent] = min(low[parent], low[node])
            if low[node] == index[node]:
                component: list[Oid] = []
                while True:
                    member = stack.pop()
                    on_stack.discard(member)
                    component.append(member)
                    if member == node:
                        break
                inside = set(component)
                level = 1 + max(
                    (depth[t] for member in component for t in graph[member] if t not in inside),
                    default=0,
                )
                depth.update(dict.fromkeys(component, level))
                deepest = max(deepest, level)
    return deepest
