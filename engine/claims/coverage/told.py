"""What verified claims fix: obligations, and what places held at which times."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from typing import Final

from engine.claims.coverage.obligations import Obligation, ObligationKind, Obligations
from engine.trace.definitions import Key
from engine.trace.dependences import Dependences, Place
from engine.trace.model import (
    ActivationId,
    Family,
    PlaceKind,
    Ref,
    StepNo,
    Time,
    Write,
)
from engine.trace.trace import Missing, Trace
from engine.values import Oid


def _done(write: tuple[int, StepNo] | tuple[int, StepNo, Key | None]) -> int:
    return write[0]


class _Times:
    """Times in order, without duplicates."""

    def __init__(self) -> None:
        self._all: list[int] = []

    def add(self, time: int) -> bool:
        index = bisect_left(self._all, time)
        if index < len(self._all) and self._all[index] == time:
            return False
        if index == len(self._all):
            self._all.append(time)
        else:
            insort(self._all, time)
        return True

    def latest(self, before: int) -> int:
        """The newest time before a step, or -2."""
        index = bisect_left(self._all, before)
        return self._all[index - 1] if index else -2


class Told:
    """What the verified claims of one narration fix."""

    def __init__(self, trace: Trace, dependences: Dependences, obligations: Obligations) -> None:
        self.trace: Final = trace
        self._dependences = dependences
        self._obligations = obligations
        self.covered: Final[set[Obligation]] = set()
        self.results: Final[set[ActivationId]] = set()
        """Activations of which it is told what they returned or raised."""
        self.values: Final[set[StepNo]] = set()
        """Steps whose result is told: evaluations, yields."""
        self.endings: Final[set[int]] = set()
        """Entries of loops (by identity) of which it is told how they were left."""
        self.named: Final[set[tuple[ActivationId, int]]] = set()
        """Visits that a claim names, and no other."""
        self._names: dict[Key, _Times] = defaultdict(_Times)
        self._objects: dict[Oid, _Times] = defaultdict(_Times)
        self._parts: dict[tuple[Oid, Key], _Times] = defaultdict(_Times)
        self._name_writes: dict[Key, list[tuple[int, StepNo]]] = defaultdict(list)
        self._object_writes: dict[Oid, list[tuple[int, StepNo, Key | None]]] = defaultdict(list)
        self._part_writes: dict[tuple[Oid, Key], list[tuple[int, StepNo]]] = defaultdict(list)
        for step in trace.data.steps:
            for write in step.writes:
                self._index(step.number, step.done, step.activation, write)
        for table in (self._name_writes, self._part_writes):
            for writes in table.values():
                writes.sort()
        for changes in self._object_writes.values():
            changes.sort(key=lambda each: each[:2])

    def _index(self, number: StepNo, done: StepNo, activation: ActivationId, write: Write) -> None:
        if write.kind in {PlaceKind.LOCAL, PlaceKind.CELL, PlaceKind.GLOBAL}:
            key: Key = ("local", activation, write.name)
            if write.kind is PlaceKind.GLOBAL:
                key = ("global", write.name)
            elif write.kind is PlaceKind.CELL:
                key = ("cell", write.container)
            self._name_writes[key].append((done, number))
        elif write.container is not None and write.container < 0:
            oid = Oid(-write.container)
            part = self.part_of(write, Time(number - 1))
            self._object_writes[oid].append((done, number, part))
            if part is not None:
                self._part_writes[oid, part].append((done, number))

    def part_of(self, write: Write, at: Time) -> Key | None:
        """The part of its object that a write is to; None: to all of it."""
        if write.container is None:
            return None
        if write.kind is PlaceKind.ATTRIBUTE:
            return ("attribute", write.name)
        if write.kind is PlaceKind.ELEMENT and write.key is not None:
            oid = Oid(-write.container)
            if write.value is None and self.trace.data.objects[oid].family is Family.SEQUENCE:
                return None
            return self._dependences.part_of(oid, write.key, at)
        return None

    # -- telling ----------------------------------------------------------------------------------

    def cover(self, obligation: Obligation | None) -> None:
        if obligation is not None:
            self.covered.add(obligation)

    def _cover_step(self, number: StepNo) -> None:
        found = self._obligations.of_step.get(number)
        if found is not None and found.kind is ObligationKind.WRITE:
            self.covered.add(found)

    def name(self, activation: ActivationId, name: str, at: Time, *, whole: bool = True) -> None:
        """What a name is at a time; ``whole``: with all that can be reached from it."""
        private = self.trace.private_name(activation, name)
        key = self._dependences.place_of_name(activation, private).key
        if self._names[key].add(at):
            writes = self._name_writes.get(key, [])
            index = bisect_right(writes, int(at), key=_done) - 1
            if index >= 0:
                self._cover_step(writes[index][1])
        ref = self.trace.binding(activation, private, at)
        if whole and not isinstance(ref, Missing):
            self.value(ref, at)

    def part(self, oid: Oid, part: Key, at: Time) -> None:
        """What an element or an attribute is at a time."""
        if not self._parts[oid, part].add(at):
            return
        writes = self._part_writes.get((oid, part), [])
        index = bisect_right(writes, int(at), key=_done) - 1
        if index >= 0:
            self._cover_step(writes[index][1])

    def value(self, ref: Ref, at: Time) -> None:
        """All that can be reached from a value at a time."""
        waiting, seen = [ref], set[Ref]()
        while waiting:
            current = waiting.pop()
            if current >= 0 or current in seen:
                continue
            seen.add(current)
            oid = Oid(-current)
            thing = self.trace.data.objects[oid]
            if thing.family in {Family.OPAQUE, Family.CELL}:
                continue
            if self._objects[oid].add(at):
                self._cover_object(oid, at)
            waiting.extend(self.trace.contents(oid, at))

    def _cover_object(self, oid: Oid, at: Time) -> None:
        """The last write to each part since the last change of the object as a whole, and that
        one where nothing came after it."""
        writes = self._object_writes.get(oid, [])
        newest = bisect_right(writes, int(at), key=_done) - 1
        most = len(self.trace.contents(oid, at))
        seen: set[Key] = set()
        for index in range(newest, -1, -1):
            _, number, part = writes[index]
            if part is None:
                if not seen:
                    self._cover_step(number)
                    self._cover_before(number)
                return
            if part not in seen:
                seen.add(part)
                self._cover_step(number)
                if len(seen) > most:
                    return

    def _cover_before(self, number: StepNo) -> None:
        """What the same visit did to the object before: a visit is the smallest thing that the
        language names."""
        last = self._obligations.of_step.get(number)
        if last is None or last.write is None:
            return
        for each in self._obligations.of_visit(last.visit):
            same = each.write is not None and each.write.container == last.write.container
            if same and each.step < last.step:
                self.covered.add(each)

    # -- asking -----------------------------------------------------------------------------------

    def known_at(self, place: Place, before: int) -> int:
        """The newest time before a step at which it is told what the place held, or -2."""
        match place.kind:
            case "name":
                times = self._names.get(place.key)
                return -2 if times is None else times.latest(before)
            case "object":
                oid = place.key
                assert isinstance(oid, int)
                times = self._objects.get(Oid(oid))
                latest = -2 if times is None else times.latest(before)
                if place.part is not None:
                    latest = max(latest, self.part_known_at(Oid(oid), place.part, before))
                return latest
            case _:
                return -2

    def part_known_at(self, oid: Oid, part: Key, before: int) -> int:
        times = self._parts.get((oid, part))
        return -2 if times is None else times.latest(before)

    def settled(self, number: StepNo) -> bool:
        """Whether all that the statement of a step wrote and decided in its visit is told, and
        there is something: what its expressions computed is fixed by that. What a statement
        returns or yields is none of it."""
        visit = self._obligations.visit_of(number)
        statement = self._obligations.statement_of(number)
        if visit is None or statement is None or isinstance(statement.node, ast.Return):
            return False
        if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in statement.expressions()):
            return False
        found = [
            each
            for each in self._obligations.of_visit(visit)
            if self._obligations.statement_of(each.step) is statement
        ]
        return bool(found) and all(each in self.covered for each in found)
