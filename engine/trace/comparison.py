"""Two recordings of one program, compared step by step: where they differ.

The runs are compared as long as their paths are the same (the same instruction in the same
activation). Their objects are paired where they first appear; from then on a reference is the
same in both runs if it leads to a pair, and a version of an object if what it holds is. Atoms are
compared by structure, sets without their order, dicts with it, opaque objects by kind and label,
nothing by its address. If all that is not marked agrees, the runs are the same but for the
names of the objects: so any pairing is sound, and a bad one only marks too much.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import repeat
from typing import Final

from engine.trace.model import (
    MODULE_NAMES,
    START,
    Bindings,
    Differences,
    Family,
    HeapObject,
    PlaceKind,
    Ref,
    StepNo,
    TraceData,
    Write,
)
from engine.trace.steps import NONE, Steps
from engine.values import Oid

_DEPTH: Final = 8
"""Levels at which elements of sets are told apart, before they are paired."""

_WORK: Final = 20_000_000
"""References that are compared in versions of objects; the versions left then are marked."""


def compare(first: TraceData, second: TraceData) -> Differences:
    """Where the second recording differs from the first, in the numbers of the first."""
    return _Comparison(first, second).differences()


def merged(found: Iterable[Differences]) -> Differences:
    """All that several comparisons of one recording have marked."""
    result = Differences()
    for each in found:
        ends = [end for end in (result.since, each.since) if end is not None]
        marks = {
            field.name: getattr(result, field.name) | getattr(each, field.name)
            for field in fields(Differences)
            if field.name != "since"
        }
        result = replace(Differences(**marks), since=min(ends, default=None))
    return result


class _Comparison:
    """One comparison. Invariant: `_to` and `_back` are the two directions of one pairing."""

    def __init__(self, first: TraceData, second: TraceData) -> None:
        self._first, self._second = first, second
        self._steps = [
            data.steps if isinstance(data.steps, Steps) else Steps.of(data.steps)
            for data in (first, second)
        ]
        self._to: dict[Oid, Oid] = {}
        self._back: dict[Oid, Oid] = {}
        self._waiting: list[tuple[Oid, Oid]] = []  # pairs whose versions are not compared yet
        self._atoms: dict[tuple[int, int], bool] = {}
        self._left = _WORK
        self._since: int | None = None
        self._results: set[StepNo] = set()
        self._others: set[StepNo] = set()
        self._names: set[tuple[int, str, int]] = set()
        self._versions: set[tuple[Oid, int]] = set()

    def differences(self) -> Differences:
        self._since = self._parting()
        self._pair_what_was_there()
        self._compare_steps()
        outputs = self._outputs()
        self._compare_names()
        self._compare_objects()
        return Differences(
            None if self._since is None else StepNo(self._since),
            frozenset(self._results),
            frozenset(self._others),
            outputs,
            frozenset(self._versions),
            frozenset(self._names),
        )

    def _reaches(self, time: int) -> bool:
        """Whether the runs have a moment in common."""
        return self._since is None or time < self._since

    # -- the path ---------------------------------------------------------------------------------

    def _parting(self) -> int | None:
        """The last step of the common path; None if there is no other."""
        one, other = self._steps
        numbers = {row: number for number, row in enumerate(one.rows)}
        ways = [(form.row, form.truth) for form in one.forms]
        others = [(numbers.get(other.rows[form.row], -1), form.truth) for form in other.forms]
        within, withins = _activations(one), _activations(other)
        codes = [
            [replace(data.codes[each.code], id=each.code) for each in data.activations]
            for data in (self._first, self._second)
        ]
        known = [
            (a.kind, a.qualname, a.first_line) == (b.kind, b.qualname, b.first_line)
            for a, b in zip(*codes, strict=False)
        ]
        common = min(len(one), len(other))
        for number in range(common):
            activation = next(within)
            way, otherwise = ways[one.form_of[number]], others[other.form_of[number]]
            if way[0] != otherwise[0] or next(withins) != activation or not known[activation]:
                return max(number - 1, 0)
            if (
                way[1] is not otherwise[1]
                or (number in one.exceptions) is not (number in other.exceptions)
                or (one.results[number] == NONE) is not (other.results[number] == NONE)
            ):
                return number
        return None if len(one) == len(other) else max(common - 1, 0)

    # -- references -------------------------------------------------------------------------------

    def _same(self, one: int, other: int, at: int) -> bool:
        """Whether two references are the same; objects that are new to both become a pair."""
        if one >= 0 or other >= 0:
            return one >= 0 and other >= 0 and self._same_atom(one, other)
        a, b = Oid(-one), Oid(-other)
        if a in self._to or b in self._back:
            return self._to.get(a) == b
        return self._pair(a, b, at)

    def _same_atom(self, one: int, other: int) -> bool:
        found = self._atoms.get((one, other))
        if found is None:
            found = self._first.atoms[one] == self._second.atoms[other]
            self._atoms[one, other] = found
        return found

    def _pair(self, a: Oid, b: Oid, at: int) -> bool:
        """Pair two objects, and what they hold; whether they are of one kind."""
        waiting = [(a, b)]
        kind: bool | None = None
        while waiting:
            one, other = waiting.pop()
            if one in self._to or other in self._back:
                continue
            thing, like = self._first.objects[one], self._second.objects[other]
            alike = _kind(thing) == _kind(like)
            kind = alike if kind is None else kind
            if not alike:
                continue
            self._to[one], self._back[other] = other, one
            self._waiting.append((one, other))
            if thing.class_oid and like.class_oid:
                waiting.append((thing.class_oid, like.class_oid))
            parts = self._partners(thing, like, at)
            waiting += [(Oid(-x), Oid(-y)) for x, y in parts if x < 0 and y < 0]
        return kind is True

    def _partners(self, thing: HeapObject, like: HeapObject, at: int) -> Iterator[tuple[int, int]]:
        """What two objects hold, side by side: sets by the looks of their elements."""
        held, holds = _content(thing, at), _content(like, at)
        if thing.family is not Family.SET:
            yield from zip(held, holds, strict=False)
            return
        looks: dict[Hashable, list[int]] = {}
        for ref in holds:
            if ref < 0:
                looks.setdefault(_look(self._second, ref, at, 0), []).append(ref)
        for ref in held:
            alike = looks.get(_look(self._first, ref, at, 0)) if ref < 0 else None
            if alike:
                yield ref, alike.pop(0)

    # -- steps ------------------------------------------------------------------------------------

    def _pair_what_was_there(self) -> None:
        """What the program's names and the parameters referred to when the call began."""
        for name, history in self._first.globals.items():
            like = self._second.globals.get(name)
            if like is not None and history.refs and like.refs:
                self._maybe(history.refs[0], like.refs[0], START)
        for names, others in zip(self._first.locals, self._second.locals, strict=False):
            for name, history in names.items():
                like = others.get(name)
                if like is not None and history.refs and like.refs and history.since[0] <= 0:
                    self._maybe(history.refs[0], like.refs[0], history.since[0])
            break

    def _maybe(self, one: int | None, other: int | None, at: int) -> bool:
        if one is None or other is None:
            return one is other
        return self._same(one, other, at)

    def _compare_steps(self) -> None:
        one, other = self._steps
        number = 0
        while number < len(one) and self._reaches(number):
            # Operands are as they were before the step, and its result is new after it.
            at, done = number - 1, one.done_of(number)
            operands = one.operands_of(number), other.operands_of(number)
            if not self._all_same(*operands, at):
                self._others.add(StepNo(number))
            result, like = one.results[number], other.results[number]
            if result != NONE and not self._same(result, like, done):
                self._results.add(StepNo(number))
            if number in one.exceptions and not self._same(
                one.exceptions[number], other.exceptions[number], done
            ):
                self._others.add(StepNo(number))
            mine, theirs = _written(one, number), _written(other, number)
            if mine or theirs:
                if [_place(write) for write in mine] != [_place(write) for write in theirs]:
                    self._since = number
                    break
                same = [self._same_write(*pair, done) for pair in zip(mine, theirs, strict=True)]
                if not all(same):
                    self._others.add(StepNo(number))
            number += 1
        self._compare_endings()

    def _compare_endings(self) -> None:
        """What activations return is marked at their last step."""
        for one, other in zip(self._first.activations, self._second.activations, strict=False):
            if self._reaches(one.last) and (
                one.ending is not other.ending
                or not self._maybe(one.result, other.result, one.last)
            ):
                self._others.add(one.last)

    def _all_same(self, some: Sequence[int], others: Sequence[int], at: int) -> bool:
        # Not `all`: what comes after a difference is to be paired too.
        same = [self._same(*pair, at) for pair in zip(some, others, strict=False)]
        return len(some) == len(others) and all(same)

    def _same_write(self, one: Write, other: Write, at: int) -> bool:
        parts = ((one.container, other.container), (one.key, other.key), (one.value, other.value))
        same = [self._maybe(*pair, at) for pair in parts]
        return all(same)

    def _outputs(self) -> frozenset[StepNo]:
        texts: list[dict[tuple[int, str], str]] = [{}, {}]
        for found, data in zip(texts, (self._first, self._second), strict=True):
            for each in data.outputs:
                key = each.step, each.stream
                found[key] = found.get(key, "") + each.text
        one, other = texts
        different = {key[0] for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
        return frozenset(StepNo(number) for number in different if self._reaches(number))

    # -- names and objects ------------------------------------------------------------------------

    def _compare_names(self) -> None:
        self._compare_scope(MODULE_NAMES, self._first.globals, self._second.globals)
        for number, (names, others) in enumerate(
            zip(self._first.locals, self._second.locals, strict=False)
        ):
            if self._reaches(self._first.activations[number].first):
                self._compare_scope(number, names, others)
        for number, (cells, others_) in enumerate(
            zip(self._first.cells, self._second.cells, strict=False)
        ):
            begun = self._first.activations[number].first
            for name, cell in cells.items():
                like = others_.get(name)
                if self._reaches(begun) and not self._maybe(cell, like, begun):
                    thing = self._first.objects[Oid(-cell)]
                    self._versions.update((thing.oid, n) for n in range(len(thing.since)))

    def _compare_scope(
        self, scope: int, names: dict[str, Bindings], others: dict[str, Bindings]
    ) -> None:
        for name in names.keys() | others.keys():
            mine, theirs = names.get(name, Bindings()), others.get(name, Bindings())
            for time in sorted({*mine.since, *theirs.since}):
                if not self._reaches(time):
                    break
                index = bisect_right(mine.since, time) - 1
                like = bisect_right(theirs.since, time) - 1
                bound = mine.refs[index] if index >= 0 else None
                there = theirs.refs[like] if like >= 0 else None
                if not self._maybe(bound, there, time):
                    self._names.add((scope, name, index))

    def _compare_objects(self) -> None:
        while self._waiting:
            a, b = self._waiting.pop()
            thing, like = self._first.objects[a], self._second.objects[b]
            if thing.class_oid and not self._same(-thing.class_oid, -like.class_oid, START):
                self._versions.update((a, number) for number in range(len(thing.since)))
            else:
                self._compare_versions(thing, like)

    def _compare_versions(self, thing: HeapObject, like: HeapObject) -> None:
        before: tuple[int, int, bool] | None = None
        for time in sorted({*thing.since, *like.since}):
            if not self._reaches(time):
                break
            mine = max(bisect_right(thing.since, time) - 1, 0)
            theirs = max(bisect_right(like.since, time) - 1, 0)
            if self._left < 0 or not thing.since or not like.since:
                same = False
            elif before is not None and self._same_edit(thing, like, mine, theirs, before):
                same = True
            else:
                same = self._same_content(thing, like, mine, theirs)
            if not same:
                self._versions.add((thing.oid, mine))
            before = mine, theirs, same

    def _same_edit(
        self,
        thing: HeapObject,
        like: HeapObject,
        mine: int,
        theirs: int,
        before: tuple[int, int, bool],
    ) -> bool:
        """Whether both versions are the same change of two versions that were the same."""
        if before != (mine - 1, theirs - 1, True) or thing.family is Family.SET:
            return False
        one, other = thing.contents.edit_of(mine), like.contents.edit_of(theirs)
        if one is None or other is None or len(one) != len(other):
            return False
        at = thing.since[mine]
        return all(
            (x.position, x.removed) == (y.position, y.removed)
            and self._all_same(x.inserted, y.inserted, at)
            for x, y in zip(one, other, strict=True)
        )

    def _same_content(self, thing: HeapObject, like: HeapObject, mine: int, theirs: int) -> bool:
        held, holds = thing.contents[mine], like.contents[theirs]
        at = max(thing.since[mine], like.since[theirs])
        self._left -= len(held) + 1
        match thing.family:
            case Family.SET:
                for one, other in self._partners(thing, like, at):
                    self._same(one, other, at)
                return len(held) == len(holds) and {self._key(ref) for ref in held} == {
                    self._other_key(ref) for ref in holds
                }
            case Family.INSTANCE:
                return self._same_instance(held, holds, at, payload=thing.has_payload)
            case Family.SEQUENCE | Family.MAPPING | Family.CELL | Family.OPAQUE:
                return self._all_same(held, holds, at)

    def _same_instance(
        self, held: Sequence[int], holds: Sequence[int], at: int, *, payload: bool
    ) -> bool:
        start = 1 if payload else 0
        attributes, others = (
            {atoms[name].payload: ref for name, ref in zip(each[::2], each[1::2], strict=True)}
            for atoms, each in (
                (self._first.atoms, held[start:]),
                (self._second.atoms, holds[start:]),
            )
        )
        shared = [name for name in attributes if name in others]
        inside = [(attributes[name], others[name]) for name in shared]
        inside += zip(held[:start], holds[:start], strict=True)
        same = [self._same(*pair, at) for pair in inside]
        return len(attributes) == len(others) == len(shared) and all(same)

    def _key(self, ref: int) -> Hashable:
        """An element of a set, as `_other_key` has it if it is the same."""
        if ref >= 0:
            return self._first.atoms[ref].structure
        pair = self._to.get(Oid(-ref))
        return ("none", ref) if pair is None else pair

    def _other_key(self, ref: int) -> Hashable:
        return self._second.atoms[ref].structure if ref >= 0 else Oid(-ref)


def _kind(thing: HeapObject) -> tuple[object, ...]:
    return thing.family, thing.type, thing.label, thing.has_payload, bool(thing.class_oid)


def _content(thing: HeapObject, at: int) -> tuple[Ref, ...]:
    if not thing.since:
        return ()
    return thing.contents[max(bisect_right(thing.since, at) - 1, 0)]


def _look(data: TraceData, ref: int, at: int, depth: int) -> Hashable:
    """What a value looks like, without its identity; equal values look the same."""
    if ref >= 0:
        return data.atoms[ref].structure
    thing = data.objects[Oid(-ref)]
    head = (thing.family, thing.type, thing.label)
    if depth > _DEPTH:
        return head
    parts = [_look(data, part, at, depth + 1) for part in _content(thing, at)]
    return (*head, frozenset(parts) if thing.family is Family.SET else tuple(parts))


def _activations(steps: Steps) -> Iterator[int]:
    """The activation of each step, in order."""
    for activation, first, end in steps.runs():
        yield from repeat(activation, end - first)


def _written(steps: Steps, number: int) -> list[Write]:
    """Writes of a step. That an object was changed in place is told by its versions."""
    return [write for write in steps.writes_of(number) if write.kind is not PlaceKind.CONTENTS]


def _place(write: Write) -> tuple[object, ...]:
    return write.kind, write.name, write.value is None, write.key is None
