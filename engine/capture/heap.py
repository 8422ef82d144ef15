"""The versioned heap: Touch entries and final contents → the versions of every HeapObject.

A touch says what an object held just before something that may change it. So the content of
touch k holds since the *previous* change: the ``done`` of the step that touch k-1 preceded.
Versions are kept by refs: a touch that shows the refs of the last version makes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from engine.capture.freeze import Freezer
from engine.errors import CaptureError, ErrorCode
from engine.trace.model import START, Family, HeapObject, Ref, Time
from engine.values import MAX_DEPTH, Oid

UNBOUND_CELL: Final = object()
"""Stands for the content of an empty cell."""


class Contents(Protocol):
    """Reads an object shallowly, without running its methods (see `engine.capture.touching`)."""

    def __call__(self, thing: object, /) -> Sequence[object]: ...


_NO_STEP: Final = -1

_Dated: TypeAlias = tuple[int, int, Sequence[object]]
"""A content with the time since which it holds, and the step that made it (or `_NO_STEP`)."""


@dataclass(slots=True)
class _Touched:
    """One sighting of an object's contents."""

    content: Sequence[object]
    step: int  #: before whose effect it was taken
    nested: bool  #: taken by a probe at the start of traced code inside an open operation


class Heap:
    """All that is known of the objects' contents while the log is decoded."""

    def __init__(self, freezer: Freezer) -> None:
        self.freezer = freezer
        self.touches: dict[Oid, list[_Touched]] = {}
        self.cells: dict[Oid, list[tuple[int, object]]] = {}
        self.changes: list[tuple[int, Ref]] = []  #: step that changed an object, the object
        self._pending: list[Oid] = []
        self._time = START

    def touch(self, thing: object, content: Sequence[object], step: int, *, nested: bool) -> None:
        """Record a Touch entry that belongs to step number ``step``."""
        ref = self.freezer.ref(thing)
        if ref < 0:
            self.touches.setdefault(Oid(-ref), []).append(_Touched(content, step, nested))

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

    def finish(
        self, done: Sequence[int], final: Contents, roots: Iterable[object]
    ) -> dict[Oid, HeapObject]:
        """Give every object its versions. ``roots`` were reachable before the call."""
        freezer = self.freezer
        freezer.now = lambda: self._time
        known = len(freezer.live)
        self._time = START
        for root in roots:
            self._lower(freezer.ref(root), START)
        position = 1
        while position < len(freezer.live):
            # The table grows while it is walked: contents bring objects never seen before.
            oid = Oid(position)
            position += 1
            if freezer.objects[oid].since:
                continue
            self._describe(oid, done, final)
            self._drain()
        assert known <= position
        _check_depth(freezer.objects)
        return freezer.objects

    def _describe(self, oid: Oid, done: Sequence[int], final: Contents) -> None:
        freezer = self.freezer
        thing, described = freezer.live[oid], freezer.objects[oid]
        first = freezer.first_seen[oid]
        if described.family is Family.OPAQUE:
            described.since, described.contents = [first], [()]
            return
        versions: list[_Dated] = []
        if described.family is Family.CELL:
            history = self.cells.get(oid) or [(first, cell_content(thing))]
            for time, content in history:
                versions.append((time, _NO_STEP, () if content is UNBOUND_CELL else (content,)))
        elif freezer.shape(type(thing)).immutable:
            versions = [(first, _NO_STEP, final(thing))]
        else:
            versions = self._dated(self.touches.get(oid, []), done, final(thing))
            payload = freezer.shape(type(thing)).payload
            if payload is not None:
                part = freezer.new_container(*payload, first)
                parts = [(time, maker, content[0]) for time, maker, content in versions]
                self._install(part, parts, changed=oid)  # type: ignore[arg-type]  # tuples
                self._install(oid, [(t, m, content[1:]) for t, m, content in versions], part)
                return
        self._install(oid, versions)

    def _dated(
        self, touches: list[_Touched], done: Sequence[int], last: Sequence[object]
    ) -> list[_Dated]:
        """Each content with the time since which it holds; the first from the first sight."""
        found: list[_Dated] = []
        time, maker = int(START), _NO_STEP
        for k, touched in enumerate(touches):
            if k:
                time, maker = self._change(touches, k, done, touched.step, touched.nested)
            found.append((time, maker, touched.content))
        if touches:
            time, maker = self._change(touches, len(touches), done, len(done), False)
        found.append((time, maker, last))
        return found

    @staticmethod
    def _change(
        touches: list[_Touched], count: int, done: Sequence[int], step: int, nested: bool
    ) -> tuple[int, int]:
        """When the change between the last of the first ``count`` touches and a sighting at
        ``step`` happened, and which step made it."""
        last = touches[count - 1]
        maker = last.step
        if last.nested:
            # The enclosing operation that had touched the object made the change.
            for k in range(count - 2, -1, -1):
                earlier = touches[k]
                if not earlier.nested and earlier.step < last.step <= done[earlier.step]:
                    maker = earlier.step
                    break
        if maker < step <= done[maker]:  # still open: C code changed it between two callbacks
            return (step if nested else step - 1), maker
        return done[maker], maker

    def _install(
        self,
        oid: Oid,
        versions: list[_Dated],
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
            refs = tuple([freezer.ref(thing) for thing in content])
            if payload is not None:
                refs = (Ref(-payload), *refs)
            if not described.contents:
                described.since.append(since)
                described.contents.append(refs)
            elif refs != described.contents[-1]:
                if maker != _NO_STEP:
                    self.changes.append((maker, Ref(-(changed or oid))))
                if since <= described.since[-1]:
                    described.contents[-1] = refs  # two changes in one step
                else:
                    described.since.append(since)
                    described.contents.append(refs)
            else:
                continue
            for ref in refs:
                self._lower(ref, since)

    def _lower(self, ref: int, time: int) -> None:
        """An object is reachable at ``time``: its first version must not begin later."""
        if ref < 0 and self.freezer.first_seen[-ref] > time:
            self.freezer.first_seen[-ref] = Time(time)
            self._pending.append(Oid(-ref))

    def _drain(self) -> None:
        while self._pending:
            oid = self._pending.pop()
            described = self.freezer.objects[oid]
            if described.since:
                time = self.freezer.first_seen[oid]
                described.since[0] = time
                for ref in described.contents[0]:
                    self._lower(ref, time)


def cell_content(cell: object) -> object:
    """What a cell holds in this process now, or `UNBOUND_CELL`."""
    try:
        return cell.cell_contents  # type: ignore[attr-defined]  # a CellType by its family
    except ValueError:
        return UNBOUND_CELL


def _check_depth(objects: dict[Oid, HeapObject]) -> None:
    """Refuse nesting deeper than MAX_DEPTH.

    Counted over strongly connected components, so that a cycle is one level: a lower bound,
    exact for what has no cycles."""
    depth = _depths({oid: _targets(described) for oid, described in objects.items()})
    if depth > MAX_DEPTH:
        raise CaptureError(
            ErrorCode.UNSUPPORTED,
            f"A value is nested {depth} levels deep; recorded are {MAX_DEPTH}",
            remedy="Run the program on a smaller input.",
            data={"depth": depth, "limit": MAX_DEPTH},
        )


def _targets(described: HeapObject) -> list[Oid]:
    return [Oid(-ref) for content in described.contents for ref in content if ref < 0]


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
