"""What the answer depends on: arguments, parts of them, lines (docs/semantics.md §5.68, §5.69).

Two slices are read: the *certain* one, of data and control dependences alone, and the relevant one
(docs/slices.md), which holds potential dependences as well. What is not in the second could have
been another, and the answer the same; of what is in the second alone it is not said.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from enum import Enum
from functools import cached_property
from typing import Final

from engine.trace.definitions import Key
from engine.trace.dependences import Dependences
from engine.trace.model import Family, Ref, StepKind, StepNo
from engine.trace.slices import Criterion, Slice, answer_criterion, slice_of
from engine.trace.trace import Trace
from engine.trace.visits import Interval, Visit
from engine.values import Oid


class Reach(Enum):
    """How far something reaches the answer. Closed, the strongest first."""

    CERTAIN = "certain"  #: by data and control dependences
    POSSIBLE = "possible"  #: by a way not taken, or as one of several that were read at once
    NONE = "none"


class Influence:
    """The influence on the answer of one recording. Build one and keep it: it has the slices."""

    def __init__(self, trace: Trace) -> None:
        self.trace: Final = trace
        self._dependences = trace.index(Dependences)
        self._criterion: Criterion = answer_criterion(trace)
        self._used: dict[int, set[StepNo]] = {}  # by slice: whose results its steps used

    @cached_property
    def _certain(self) -> Slice:
        return slice_of(self._dependences, self._criterion, potential=False)

    @cached_property
    def _relevant(self) -> Slice:
        return slice_of(self._dependences, self._criterion)

    # -- arguments --------------------------------------------------------------------------------

    def of_parameter(self, name: str) -> Reach:
        """Of what a parameter of the entry call was given."""
        loads = self._loads(name)
        return _reach(loads, self._certain.values, self._relevant.values)

    def of_parameter_past(self, name: str, visits: Iterable[Visit]) -> Reach:
        """The same, on ways that lead through none of the visits."""
        inside = _inside([visit.interval for visit in visits])
        outside = [step for step in self._loads(name) if not inside(step)]
        certain = slice_of(self._dependences, self._criterion, potential=False, closed=inside)
        relevant = slice_of(self._dependences, self._criterion, closed=inside)
        return _reach(outside, certain.values, relevant.values)

    def _loads(self, name: str) -> list[StepNo]:
        """The steps that read a parameter of the entry call, as the call bound it; functions
        inside that read it, too."""
        first = self.trace.entry.first
        return [
            step.number
            for step in self.trace.data.steps
            if step.kind is StepKind.LOAD
            and step.detail == name
            and self._dependences.source_of(step.number) == first
        ]

    # -- parts of arguments -----------------------------------------------------------------------

    def of_part(self, oid: Oid, part: Key) -> Reach | None:
        """Of an element of a list or dict, as it was when the call began; None for other objects,
        whose elements are not followed. ``part`` is as `Dependences.part_of` has it."""
        if self.trace.data.objects[oid].type not in {"list", "dict"}:
            return None
        certain = self._reads_part(oid, part, self._certain)
        possible = certain or self._may_read_part(oid, part)
        return Reach.CERTAIN if certain else Reach.POSSIBLE if possible else Reach.NONE

    def _reads_part(self, oid: Oid, part: Key, found: Slice) -> bool:
        """Whether a step reads just this part, before anything else is written there."""
        until = self._first_change(oid, part)
        in_answer = any(
            read.oid == oid
            for ref, at in self._criterion.values
            for read in self._dependences.reached(ref, at)
        )
        if in_answer and until is None:
            return True
        for number in found.values:
            if until is not None and number > until:
                continue
            step = self.trace.step(number)
            if step.kind is StepKind.NEXT:
                continue
            if any(r.oid == oid and r.part == part for r in self._dependences.reads(step)):
                return True
        return any(
            (until is None or each < until) and self._item_used(each, found)
            for each in self._requests_of(oid, part)
        )

    def _may_read_part(self, oid: Oid, part: Key) -> bool:
        """Whether a step may read the part: alone, or with the others."""
        for ref, at in self._criterion.values:
            if any(read.oid == oid for read in self._dependences.reached(ref, at)):
                return True
        followed = self._followed(oid)
        for number in self._relevant.values:
            step = self.trace.step(number)
            if number in followed:
                if followed[number] == part and self._item_used(number, self._relevant):
                    return True
                continue
            for read in self._dependences.reads(step):
                if read.oid == oid and read.part in {None, part} and read.reads_items:
                    return True
        return False

    def _first_change(self, oid: Oid, part: Key) -> StepNo | None:
        """The first step that writes the part, or changes the object as a whole."""
        return self._dependences.first_change(oid, part)

    def _followed(self, oid: Oid) -> dict[StepNo, Key]:
        """Requests of plain iterators over a list that keeps its size: step → the part that it
        hands out, ("item", -1) where there is none."""
        data = self.trace.data
        if data.objects[oid].family is not Family.SEQUENCE or self._dependences.resized(oid):
            return {}
        counts: dict[Ref, int] = {}
        found: dict[StepNo, Key] = {}
        for step in data.steps:
            if step.kind is not StepKind.NEXT or not step.operands or step.operands[0] >= 0:
                continue
            iterator = step.operands[0]
            if data.objects[Oid(-iterator)].type != "list_iterator":
                continue
            if -oid not in self._dependences.sources(iterator):
                continue
            if step.truth:
                index = counts.get(iterator, 0)
                counts[iterator] = index + 1
                found[step.number] = ("item", index)
            else:
                found[step.number] = ("item", -1)
        # `next` and unpacking move an iterator on, too: then the requests are not all there are.
        # A comprehension that is code of its own (CPython 3.11) is given one, and asks it itself.
        given = {
            step
            for each in data.activations
            if self.trace.owner(each.id) != each.id
            for step in (each.caller, each.first)
        }
        moved = any(
            iterator in step.operands
            for step in data.steps
            if step.kind is not StepKind.NEXT and step.number not in given
            for iterator in counts
        )
        return {} if moved else found

    def _requests_of(self, oid: Oid, part: Key) -> Iterator[StepNo]:
        for number, handed_out in self._followed(oid).items():
            if handed_out == part:
                yield number

    def _item_used(self, request: StepNo, found: Slice) -> bool:
        """Whether a step of the slice uses what the request handed out, and not only that there
        was something."""
        if id(found) not in self._used:
            self._used[id(found)] = {
                used for each in found.values for used in self.trace.step(each).uses
            }
        return request in self._used[id(found)]

    # -- lines ------------------------------------------------------------------------------------

    def of_visit(self, visit: Visit) -> Reach:
        """Of what a visit computed, wrote and decided."""
        inside = _inside([visit.interval])
        if any(each in self._certain for each in visit.steps):
            return Reach.CERTAIN
        if any(inside(each) for each in self._relevant.steps):
            return Reach.POSSIBLE
        return Reach.NONE


def _reach(
    steps: Iterable[StepNo], certain: Container[StepNo], relevant: Container[StepNo]
) -> Reach:
    found = list(steps)
    if any(step in certain for step in found):
        return Reach.CERTAIN
    return Reach.POSSIBLE if any(step in relevant for step in found) else Reach.NONE


def _inside(intervals: list[Interval]) -> Callable[[StepNo], bool]:
    return lambda step: any(each.holds(step) for each in intervals)
