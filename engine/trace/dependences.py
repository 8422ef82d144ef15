"""Data, control and potential dependences of every step of a recording (docs/slices.md).

An index is built once, in one pass over the steps (`engine.trace.control`,
`engine.trace.definitions`); a question then costs what its answer is long.

Korel and Laski, "Dynamic program slicing" (IPL 1988), and Agrawal and Horgan, "Dynamic program
slicing" (PLDI 1990): a step depends on the steps that made what it used, and on the branch that
let it run. Gyimóthy, Beszédes and Forgács, "An efficient relevant slicing method for debugging"
(ESEC/FSE 1999): also on branches that went the other way, had they gone there.

Invariant: if the value that a step wrote had been another, freshly made one, and this had changed
what a step computed (or that it ran), there is a path of dependences from the latter to the
former. What is left out on purpose is said in docs/slices.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.trace.control import NO_STEP, Control
from engine.trace.definitions import Definitions, Key, Steps, between
from engine.trace.model import ActivationId, CodeKind, Family, Ref, Step, StepKind, StepNo, Time
from engine.trace.reading import (
    READING_FUNCTIONS,
    READING_METHODS,
    SMALL_ITERATORS,
    STATELESS,
    STORING_METHODS,
    VIEWS,
    Reading,
)
from engine.trace.trace import Trace
from engine.values import Oid


@dataclass(frozen=True, slots=True)
class On:
    """A dependence on a step. ``value``: on what it computed; else only on that it ran."""

    step: StepNo
    value: bool = True


@dataclass(frozen=True, slots=True)
class OnRange:
    """A dependence on each of ``steps[first:last]``."""

    steps: Steps
    first: int
    last: int
    value: bool = True

    @property
    def members(self) -> Steps:
        return self.steps[self.first : self.last]


Dependence: TypeAlias = On | OnRange


@dataclass(frozen=True, slots=True)
class Place:
    """What a value came through: a name, an object or a part of it, the hidden state of an
    iterator, the stack, or what an activation handed out."""

    kind: str  #: "name", "object", "hidden", "operand" or "result"
    key: Key = None
    part: Key | None = None


OPERAND: Final = Place("operand")
RESULT: Final = Place("result")

_EVENTS: Final = frozenset({StepKind.ENTER, StepKind.RESUME})
_IDENTITY: Final = frozenset({"is", "is not"})


class Dependences:
    """The dependences of the steps of one recording."""

    def __init__(self, trace: Trace) -> None:
        self.trace: Final = trace
        self._steps = trace.data.steps
        self._objects = trace.data.objects
        self._control = Control(trace)
        self._defined = Definitions(trace, self._control)

    # -- questions --------------------------------------------------------------------------------

    def data(self, step: int) -> tuple[StepNo, ...]:
        """The steps that made what a step used, ascending."""
        return _flat(self.of_data(self._steps[step]), step)

    def control(self, step: int) -> tuple[StepNo, ...]:
        """The steps that decided that a step ran, ascending."""
        return _flat(self.of_control(self._steps[step]), step)

    def potential(self, step: int) -> tuple[StepNo, ...]:
        """The steps that, going another way or working on another object, could have changed what
        a step used, ascending."""
        return _flat(self.of_potential(self._steps[step]), step)

    # -- control ----------------------------------------------------------------------------------

    def of_control(self, step: Step) -> Iterator[Dependence]:
        """Why the step ran: the innermost branch around it, and what began its activation."""
        control, number = self._control, step.number
        if step.kind in _EVENTS:
            around = control.enclosing[number]
            if around != NO_STEP:
                yield On(around, value=False)
            if step.kind is StepKind.RESUME and control.before[number] != NO_STEP:
                yield On(control.before[number], value=False)
                if control.parent[number] != number:
                    yield self._on(control.parent[number])
            return
        parent, base = control.parent[number], control.base[number]
        if parent not in {NO_STEP, number}:
            yield self._on(parent)
        if base not in {NO_STEP, number, parent} and base > parent:
            yield On(base, value=False)
        if step.kind is StepKind.CALL and step.uses:
            # Which function was called, and on which object.
            yield On(step.uses[0])

    def _on(self, parent: StepNo) -> On:
        return On(parent, value=self._steps[parent].kind not in _EVENTS)

    # -- data -------------------------------------------------------------------------------------

    def of_data(self, step: Step) -> Iterator[Dependence]:
        """What the step's result, write, choice or exception was made from."""
        match step.kind:
            case StepKind.LOAD:
                yield from self._load(step)
            case _:
                yield from self._from_stack(step)
        if not self._defined.constructs(step):
            yield from map(On, self._control.leaving.get(step.number, ()))
        for read in self._reads(step):
            yield from self._made(read, step.number)

    def _from_stack(self, step: Step) -> Iterator[Dependence]:
        """What the step took from the stack, was sent, or had thrown at it."""
        match step.kind:
            case StepKind.ENTER:
                return
            case StepKind.RESUME:
                yield from self._sent(step)
            case StepKind.CATCH | StepKind.UNWIND:
                before = self._control.before[step.number]
                if before != NO_STEP:
                    yield On(before)
            case StepKind.CALL if self._defined.runs_program(step):
                yield from map(On, step.uses[:1])
            case StepKind.RETURN if self._is_comprehension(step):  # there are no more items
                yield On(self._control.before[step.number])
            case _:
                yield from map(On, step.uses)

    def _load(self, step: Step) -> Iterator[Dependence]:
        writer = self._defined.source[step.number]
        if writer == NO_STEP:
            return
        made = self._steps[writer]
        if made.kind is not StepKind.ENTER:
            yield On(writer)
            return
        yield On(writer, value=False)
        passed = self._defined.passed(made, step.result)
        if passed is None:  # a default, or one of many in a starred parameter
            passed = list(self._steps[self._control.enclosing[writer]].uses)
        yield from map(On, passed)

    def _sent(self, step: Step) -> Iterator[Dependence]:
        around = self._control.enclosing[step.number]
        if around != NO_STEP:
            yield from map(On, self._steps[around].uses)

    # -- potential --------------------------------------------------------------------------------

    def of_potential(self, step: Step) -> Iterator[Dependence]:
        """What left the places that the step read as they were, and could have written them."""
        if step.kind is StepKind.LOAD:
            yield from self._potential_name(step)
        yield from self._uncollected(step)
        for read in self._reads(step):
            yield from self._left(read, step.number)

    def _potential_name(self, step: Step) -> Iterator[Dependence]:
        writer = self._defined.source[step.number]
        for key in self._defined.possible_keys(step):
            yield from self._possible(key, writer, step.number)

    def _uncollected(self, step: Step) -> Iterator[Dependence]:
        if self._collected(step):  # what a comprehension left out
            key = ("collects", step.activation)
            yield from self._possible(key, self._begun(step), step.number)
        inside = {
            self._steps[each].activation for each in self._control.leaving.get(step.number, ())
        }
        for activation in inside:  # an item more, or one less, before this one
            yield from self._possible(("yields", activation), -1, step.done + 1)

    def _begun(self, step: Step) -> int:
        """Before the first item of a comprehension that the step completes; -1 if that is not
        known. Its container is there from when it has an item only."""
        last = step.uses[-1] if step.uses else self._control.before[step.number]
        asked = self._steps[last]
        return asked.uses[0] if asked.kind is StepKind.NEXT and asked.uses else -1

    def _possible(self, key: Key, after: int, before: int) -> Iterator[Dependence]:
        steps = self._defined.possible.get(key)
        if steps is not None:
            yield from _range(steps, after, before)

    # -- the same by place ------------------------------------------------------------------------

    def by_place(self, step: Step) -> Iterator[tuple[Dependence, Place]]:
        """Data and potential dependences, each with the place that the value came through: what
        is known of the place after the other step ran makes it known what the step got."""
        if step.kind is StepKind.LOAD:
            name = self.place_of_name(step.activation, step.detail)
            for each in (*self._load(step), *self._potential_name(step)):
                yield each, name
            return
        for each in self._from_stack(step):
            yield each, OPERAND
        if not self._defined.constructs(step):
            for left in self._control.leaving.get(step.number, ()):
                yield On(left), RESULT
        for each in self._uncollected(step):
            yield each, RESULT
        for read in self._reads(step):
            place = self._place(read)
            yield from ((each, place) for each in self._made(read, step.number))
            yield from ((each, place) for each in self._left(read, step.number))

    def reading_by_place(self, ref: Ref, at: StepNo) -> Iterator[tuple[Dependence, Place]]:
        """As `reading`, with the places."""
        for read in self._reached(ref, at):
            place = self._place(read)
            yield from ((each, place) for each in self._made(read, at))
            yield from ((each, place) for each in self._left(read, at))

    @staticmethod
    def _place(read: Read) -> Place:
        if read.what is Reading.NOTHING:
            return Place("hidden", read.oid)
        return Place("object", read.oid, read.part)

    def place_of_name(self, activation: ActivationId, name: str) -> Place:
        """The place that a name of an activation's code stands for."""
        return Place("name", self._defined.key_of_name(activation, name))

    def part_of(self, oid: Oid, key: Ref, at: Time) -> Key | None:
        """The part of an object that an element is; None: no part that stays the same."""
        return self._defined.key_of(oid, key, at)

    def maker(self, ref: Ref) -> StepNo | None:
        """The first step that had an object as its result."""
        return self._defined.maker.get(ref)

    def enclosing(self, step: int) -> StepNo:
        """The innermost step during which a step happened, of whatever activation; or -1."""
        return self._control.enclosing[step]

    def controlled_by(self, step: int) -> StepNo:
        """The step of the same activation that decided that a step ran; or -1."""
        return self._control.parent[step]

    def settles(self, step: StepNo, later: StepNo) -> bool:
        """Whether control can come to where the later step is by the way alone that a step chose
        (or, where this is of another activation, to the end of that one)."""
        return self._control.settles(step, later)

    def source_of(self, load: StepNo) -> StepNo:
        """The step that wrote what a LOAD reads (an ENTER, for a parameter); or -1."""
        return self._defined.source.get(load, NO_STEP)

    # -- contents ---------------------------------------------------------------------------------

    def reads(self, step: Step) -> Iterator[Read]:
        """The contents that a step looks at."""
        return self._reads(step)

    def reached(self, ref: Ref, at: StepNo) -> Iterator[Read]:
        """All that can be reached from a value when a step is about to run."""
        return self._reached(ref, at)

    def sources(self, iterator: Ref) -> tuple[Ref, ...]:
        """What an iterator was made from."""
        return self._sources(iterator)

    def first_change(self, oid: Oid, part: Key) -> StepNo | None:
        """The first step that writes a part of an object, or changes it as a whole."""
        defined = self._defined
        lists = (defined.parts.get((oid, part)), defined.whole.get(oid), defined.computed.get(oid))
        return min((steps[0] for steps in lists if steps), default=None)

    def resized(self, oid: Oid) -> bool:
        """Whether anything but an element of an object changes."""
        defined = self._defined
        return any(
            map(bool, (defined.whole.get(oid), defined.appends.get(oid), defined.sizes.get(oid)))
        )

    def reading(self, ref: Ref, at: StepNo, *, potential: bool) -> Iterator[Dependence]:
        """Whatever made all that could be reached from a value when a step was about to run;
        ``potential``: and what left it as it was."""
        for read in self._reached(ref, at):
            yield from self._made(read, at)
            if potential:
                yield from self._left(read, at)

    def _made(self, read: Read, at: StepNo) -> Iterator[Dependence]:
        defined, oid = self._defined, read.oid
        match read.what:
            case Reading.NOTHING:  # the state of an iterator
                steps = defined.operations.get(oid, [])
                end = bisect_left(steps, at)
                if end:
                    small = self._objects[oid].type in SMALL_ITERATORS
                    yield On(steps[end - 1], value=not small)
                return
            case Reading.SIZE | Reading.ITEMS | Reading.ALL if read.part is None:
                start = self._start(oid, at)
                yield from map(On, self._newest_whole(oid, at))
                if read.what is Reading.SIZE:
                    yield from _range(defined.appends.get(oid), start, at, value=False)
                    yield from _range(defined.sizes.get(oid), start, at)
                else:
                    yield from _range(defined.changes.get(oid), start, at)
                return
            case _:
                pass
        yield from self._made_part(read, at)

    def _made_part(self, read: Read, at: StepNo) -> Iterator[Dependence]:
        defined, oid, part = self._defined, read.oid, read.part
        assert part is not None
        start = self._start(oid, at)
        writer = self._part_writer(oid, part, at)
        appended = writer == NO_STEP or writer in _around(defined.appends.get(oid), writer)
        if writer > start:
            yield On(writer)
        else:
            yield from map(On, self._newest_whole(oid, at))
        if self._objects[oid].family is Family.SEQUENCE and appended:
            # What was put in before it moved it to its place.
            end = writer if writer > start else at
            yield from _range(defined.appends.get(oid), start, end, value=False)
        if isinstance(part, tuple) and part[0] == "attribute" and writer == NO_STEP:
            yield from _range(defined.class_attributes.get(str(part[1])), -1, at)

    def _left(self, read: Read, at: StepNo) -> Iterator[Dependence]:
        defined, oid = self._defined, read.oid
        thing = self._objects[oid]
        if read.what is Reading.NOTHING:
            yield from self._possible("consumes", defined.born(Ref(-oid)), at)
            return
        start = max(self._start(oid, at), defined.born(Ref(-oid)))
        part = read.part
        is_attribute = isinstance(part, tuple) and part[0] == "attribute"
        since = start
        if part is not None:
            writer = self._part_writer(oid, part, at)
            if writer > start:
                since = writer
                appended = writer in _around(defined.appends.get(oid), writer)
                if not appended:
                    start = writer
            yield from _range(defined.computed.get(oid), since, at)
        if is_attribute and isinstance(part, tuple):
            name = str(part[1])
            yield from _range(defined.chosen_attributes.get(name), since, at)
            yield from self._possible(("attribute", name), since, at)
        else:
            yield from _range(defined.chosen.get(thing.type), start, at)
            yield from self._possible("contents", start, at)
            if thing.family is Family.INSTANCE:
                for name in self._attribute_names(oid, at):
                    yield from _range(defined.chosen_attributes.get(name), start, at)
                    yield from self._possible(("attribute", name), start, at)
        yield from self._possible(("object", oid), start, at)
        yield from self._possible("anything", start, at)

    def _attribute_names(self, oid: Oid, at: StepNo) -> Iterator[str]:
        content = self.trace.contents(oid, Time(at - 1))
        names = content[1::2] if self._objects[oid].has_payload else content[::2]
        for name in names:
            if name >= 0:
                yield str(self.trace.data.atoms[name].payload)

    def _start(self, oid: Oid, at: StepNo) -> int:
        """The newest step that was done and changed the object as a whole, or -1."""
        steps = self._defined.whole.get(oid)
        if steps is None:
            return -1
        index = bisect_left(steps, at) - 1
        while index >= 0 and self._steps[steps[index]].done >= at:
            index -= 1  # it is still running
        return steps[index] if index >= 0 else -1

    def _newest_whole(self, oid: Oid, at: StepNo) -> Iterator[StepNo]:
        start = self._start(oid, at)
        if start >= 0:
            yield StepNo(start)

    def _part_writer(self, oid: Oid, part: Key, at: StepNo) -> StepNo:
        steps = self._defined.parts.get((oid, part))
        if steps is None:
            return NO_STEP
        index = bisect_left(steps, at) - 1
        return steps[index] if index >= 0 else NO_STEP

    # -- what a step reads ------------------------------------------------------------------------

    def _reads(self, step: Step) -> Iterator[Read]:
        """The contents that the step looked at, or changed on the ground of what they were."""
        at = step.number
        yield from self._changed(step)
        match step.kind:
            case StepKind.SUBSCRIPT if len(step.operands) == 2:
                yield from self._element(step.operands[0], step.operands[1], at)
            case StepKind.ATTRIBUTE:
                yield from self._attribute(step)
            case StepKind.NEXT:
                yield from self._next(step)
            case StepKind.CALL:
                yield from self._call(step)
            case StepKind.COMPARE if step.detail in _IDENTITY:
                return
            case StepKind.BRANCH:
                yield from self._all(step.operands, Reading.SIZE, at)
            case (
                StepKind.SUBSCRIPT | StepKind.UNPACK | StepKind.MATCH | StepKind.UNARY
                | StepKind.DELETE_ELEMENT
            ):  # fmt: skip
                yield from self._all(step.operands, Reading.ITEMS, at)
            case StepKind.BINARY:
                deep = step.detail.startswith("%")
                yield from self._all(step.operands, Reading.ALL if deep else Reading.ITEMS, at)
            case StepKind.COMPARE:
                yield from self._all(step.operands, Reading.ALL, at)
            case StepKind.BUILD:
                yield from self._build(step)
            case StepKind.STORE_ELEMENT if len(step.operands) > 3:
                yield from self._all(step.operands[:1], Reading.ITEMS, at)
            case StepKind.STORE_ELEMENT:
                yield from self._slice_store(step)
            case StepKind.RETURN:
                yield from self._all(self._collected(step), Reading.ITEMS, at)
            case _:
                return

    def _is_comprehension(self, step: Step) -> bool:
        return self.trace.code_of(step.activation).kind is CodeKind.COMPREHENSION

    def _collected(self, step: Step) -> tuple[Ref, ...]:
        """The container of a comprehension that the step completes."""
        found: tuple[Ref | None, ...] = ()
        if step.kind is StepKind.BUILD and step.detail == "comprehension":
            found = (step.result,)
        elif step.kind is StepKind.RETURN and self._is_comprehension(step):
            found = step.operands
        return tuple(ref for ref in found if ref is not None and ref < 0)

    def _slice_store(self, step: Step) -> Iterator[Read]:
        for write in step.writes:
            if write.key is not None and write.key < 0 and write.value is not None:
                yield from self._all((write.value,), Reading.ITEMS, step.number)

    def _changed(self, step: Step) -> Iterator[Read]:
        """What is changed as a whole becomes what it was, changed."""
        containers = {write.container for write in step.writes if write.container is not None}
        for ref in (*containers, *step.operands):
            if ref < 0:
                steps = self._defined.whole.get(Oid(-ref), ())
                index = bisect_left(steps, step.number)
                if index < len(steps) and steps[index] == step.number:
                    yield Read(Oid(-ref), Reading.ITEMS)

    def _element(self, container: Ref, key: Ref, at: StepNo) -> Iterator[Read]:
        if container >= 0:
            return
        oid = Oid(-container)
        part = self._defined.key_of(oid, key, Time(at - 1))
        if part is None:
            yield from self._all((container,), Reading.ITEMS, at)
        elif self._objects[oid].type not in {"tuple", "frozenset"}:
            yield Read(oid, Reading.ITEMS, part)

    def _attribute(self, step: Step) -> Iterator[Read]:
        for ref in step.operands[-1:]:
            if ref < 0 and self._objects[Oid(-ref)].type not in {"list", "dict", "tuple", "set"}:
                yield Read(Oid(-ref), Reading.ITEMS, ("attribute", step.detail))

    def _next(self, step: Step) -> Iterator[Read]:
        for ref in step.operands[:1]:
            if ref < 0:
                yield Read(Oid(-ref), Reading.NOTHING)
                what = Reading.ALL
                if self._objects[Oid(-ref)].type in SMALL_ITERATORS:
                    what = Reading.ITEMS
                yield from self._all((ref,), what, step.number)

    def _call(self, step: Step) -> Iterator[Read]:
        at, defined = step.number, self._defined
        if defined.runs_program(step):
            return
        method, function = defined.method_of(step), defined.function_of(step)
        arguments, what = step.operands[1:], Reading.ALL
        if method is not None:
            owner = self._steps[step.uses[0]].operands[-1:]
            if method in STORING_METHODS:
                what = Reading.NOTHING
            elif method == "get" and owner and len(arguments) >= 2:
                if owner[0] < 0 and self._objects[Oid(-owner[0])].family is Family.MAPPING:
                    yield from self._element(owner[0], arguments[1], at)
                    what = Reading.NOTHING
            elif method in VIEWS:
                what = Reading.NOTHING
            elif method in READING_METHODS:
                yield from self._all(owner, Reading.ALL, at)
        elif function is not None:
            what = READING_FUNCTIONS.get(function, Reading.ALL)
            arguments = step.operands[1:]
        else:
            arguments = step.operands
        for ref in arguments:
            if ref < 0 and self._is_stateful(Oid(-ref)):
                yield Read(Oid(-ref), Reading.NOTHING)
        if what is not Reading.NOTHING:
            yield from self._all(arguments, what, at)

    def _build(self, step: Step) -> Iterator[Read]:
        if step.detail == "comprehension":
            yield from self._all(self._collected(step), Reading.ITEMS, step.number)
        elif step.detail in {"format", "convert"}:
            yield from self._all(step.operands, Reading.ALL, step.number)
        elif step.detail in {"extend", "update", "merge"}:
            yield from self._all(step.operands[-1:], Reading.ITEMS, step.number)

    def _all(self, refs: tuple[Ref, ...], what: Reading, at: StepNo) -> Iterator[Read]:
        for ref in refs:
            if what is Reading.NOTHING:
                continue
            if what is Reading.ALL:
                yield from self._reached(ref, at)
            else:
                yield from self._shallow(ref, what, at)

    def _shallow(self, ref: Ref, what: Reading, at: StepNo) -> Iterator[Read]:
        """An object itself, the object that it wraps, and what an iterator goes over."""
        waiting, seen = [ref], set[Ref]()
        while waiting:
            current = waiting.pop()
            if current >= 0 or current in seen:
                continue
            seen.add(current)
            oid = Oid(-current)
            thing = self._objects[oid]
            if thing.family is Family.OPAQUE:
                if current != ref:
                    yield Read(oid, Reading.NOTHING)
                waiting.extend(self._sources(current))
                continue
            yield Read(oid, what)
            if thing.has_payload:
                waiting.extend(self.trace.contents(oid, Time(at - 1))[:1])

    def _reached(self, ref: Ref, at: StepNo) -> Iterator[Read]:
        """All objects that can be reached from a value, with their contents."""
        waiting, seen = [ref], set[Ref]()
        while waiting:
            current = waiting.pop()
            if current >= 0 or current in seen:
                continue
            seen.add(current)
            oid = Oid(-current)
            thing = self._objects[oid]
            if thing.family is Family.OPAQUE:
                if self._is_stateful(oid):
                    yield Read(oid, Reading.NOTHING)
                waiting.extend(self._sources(current))
            elif thing.family is not Family.CELL:
                yield Read(oid, Reading.ALL)
                held = self.trace.contents(oid, Time(at - 1))
                waiting.extend([each for each in held if each < 0])

    def _is_stateful(self, oid: Oid) -> bool:
        thing = self._objects[oid]
        return thing.family is Family.OPAQUE and thing.type not in STATELESS

    def _sources(self, ref: Ref) -> tuple[Ref, ...]:
        """What an iterator, a view or a bound method was made from."""
        made = self._defined.maker.get(ref)
        thing = self._objects[Oid(-ref)]
        if made is None or thing.type in {"function", "type", "module", "generator"}:
            return ()
        step = self._steps[made]
        owner: tuple[Ref, ...] = ()
        if step.kind is StepKind.CALL and step.uses:
            callee = self._steps[step.uses[0]]
            if callee.kind is StepKind.ATTRIBUTE:  # `d.items()`
                owner = callee.operands[-1:]
        return (*step.operands, *owner)


@dataclass(frozen=True, slots=True)
class Read:
    """An object whose contents are read: all of them, their number, or one part. NOTHING: the
    state of an object that hides what it holds."""

    oid: Oid
    what: Reading
    part: Key | None = None

    @property
    def reads_items(self) -> bool:
        """Whether what is in the object is looked at, and not only how much or that there is."""
        return self.what in {Reading.ITEMS, Reading.ALL}


def _range(
    steps: Steps | None, after: int, before: int, *, value: bool = True
) -> Iterator[OnRange]:
    if steps:
        first, last = between(steps, after, before)
        if first < last:
            yield OnRange(steps, first, last, value)


def _around(steps: Steps | None, step: int) -> Steps:
    """The list of just the step where it is one of the steps, else nothing."""
    if not steps:
        return []
    index = bisect_left(steps, step)
    return steps[index : index + 1] if index < len(steps) and steps[index] == step else []


def _flat(dependences: Iterator[Dependence], step: int) -> tuple[StepNo, ...]:
    found: set[StepNo] = set()
    for each in dependences:
        if isinstance(each, On):
            found.add(each.step)
        else:
            found.update(each.members)
    found.discard(StepNo(step))
    return tuple(sorted(found))
