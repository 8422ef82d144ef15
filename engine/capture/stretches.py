"""Runs of instructions without a choice, carried out in one go where nothing happened in them.

A *stretch* begins anywhere and goes on to the next choice (a branch, a loop's request for an item,
a return) or to the first instruction that has no rule here. What it does to the stack, which steps
it leaves, where the operands of these lie and which entries of the log it takes are the same each
time, so they are found once (`engine.capture.stretch_plans`). Carrying it out is then: see that
the log holds the entries that are expected, look up the references of what it logged, and put all
its steps into the columns at once.

Invariant: a stretch does what the operations of its instructions do (`engine.capture.operations`),
or changes nothing and leaves them to it. It never takes an entry that it did not expect: where one
lies in its midst, it is carried out up to there. A recording decoded without any is the same
(`tests/capture/test_stretches.py`).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from types import MethodDescriptorType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.capture.heap import CALLED_IN_C
from engine.capture.log import Block, Given, Known, Look, Touch
from engine.capture.makers import NOBODY, Several, used_of
from engine.capture.marks import NULL, End, InnerCell, Null
from engine.capture.opcodes import NULL_ON_TOP
from engine.capture.touching import flags_of, mro_of, namespace_of
from engine.trace.model import Bindings, Ending, PlaceKind, StepNo
from engine.trace.steps import NEAR, NONE, PLACE_NUMBER, Form

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame

Run: TypeAlias = "Callable[[Decoder, Frame], int]"
"""Carries out a stretch in an activation: gives the position where control goes on, `NOT_SO` or
`LEFT`."""

NOT_SO: Final = -1
"""The instruction at ``frame.pos`` is to be carried out by its operation."""

LEFT: Final = -2
"""The activation is over."""

CALLED, OPERATED, FOUND, STORED, ADDED, SHOWN, TOUCHED = range(7)
"""What a stretch does besides leaving steps and binding names: calls, operates in place, looks an
element up or assigns it, adds to a container deeper on the stack, makes the container of an inlined
comprehension, and passes on what the log tells of an object."""

METHOD, COMPLETE, FILLED = range(3)
"""What has to be so: a method is bound to its owner; no inlined comprehension may end here; a slot
holds NULL or not."""

_ELEMENT: Final = PLACE_NUMBER[PlaceKind.ELEMENT]
_CONTENTS: Final = PLACE_NUMBER[PlaceKind.CONTENTS]
_HEAP_TYPE: Final = 1 << 9  # Py_TPFLAGS_HEAPTYPE
_METHOD_DESCRIPTOR: Final = 1 << 17  # Py_TPFLAGS_METHOD_DESCRIPTOR


_TELLING: Final = frozenset(map(id, (Touch, Known, Look, Given)))
"""Ids of the types of entries that tell of objects in the midst of a step, and nothing else."""


_NO_OBJECTS: Final = frozenset(map(id, (Null, InnerCell)))


def _step(action: tuple[Any, ...]) -> int:
    number: int = action[1]
    return number


@dataclass(frozen=True, slots=True)
class Loose:
    """A step whose operands lie elsewhere each time, or are no results of steps.

    ``makers`` are as in `engine.capture.stretch_plans`."""

    step: int
    row: int
    makers: tuple[Any, ...]
    only: int  #: the one of ``makers``, where that lay on the stack before; else 0
    values: tuple[int, ...]
    truth: bool | None
    stores: bool
    pair: bool  #: a call, whose owner may lie beside its method
    forms: dict[int | tuple[int, ...], int]  #: by the distances to what lay on the stack before the
    #: stretch; under no distances that of steps whose operands are far


Exit: TypeAlias = tuple[tuple[int, ...], tuple[tuple[int, Loose], ...], int]
"""Where a stretch leads to (at last), by the Block mark behind it, and the forms of its steps
then."""


@dataclass(slots=True)
class Stretch:
    """What there is to do; filled by `engine.capture.stretch_plans`. Positions are indices of
    instructions. A *value* is an index into the objects that the stretch deals with, in this order:
    NULL and constants, locals, what lay on the stack (its top first), the entries of the log."""

    start: int
    end: int  #: where control goes on, but for exits
    pattern: bytes  #: for each entry of the log, whether it is a Block mark
    owners: list[int]  #: for each of these, the instruction that is carried out alone without it
    touching: list[int]  #: for each of these, the step in whose midst objects may be told of
    marked: list[tuple[int, Block]]  #: place in the pattern, the Block mark there
    tested: int  #: whether the last entry is no object of the stretch, only a truth
    names: list[tuple[str, int]]  #: local names that are read, and by which instruction first
    depth: int  #: how many slots of the stack it takes
    kept: list[tuple[int, int]]  #: of these, the values that are looked at, and by which
    constants: list[object]
    orders: list[tuple[int, int, bool]]  #: value whose reference is needed, the step that needs it
    #: first, and whether it is what that one gives
    forms: tuple[int, ...]
    loose: tuple[tuple[int, Loose], ...]  #: by step
    pick: Callable[[list[int]], Any]  #: the steps' results among the references
    checks: list[tuple[int, int, int, Any]]  #: kind, position, value, what belongs to it
    bound: list[tuple[int, int, str, bool]]  #: step, value, local name, whether it is hidden
    actions: list[tuple[Any, ...]]  #: kind, step, value, what belongs to it
    replaced: int  #: how many slots of the stack are others then, before …
    pushed: list[int]  #: … these values are there
    makers: list[Any]  #: as in `stretch_plans`
    exits: dict[int, Exit] | None  #: by the id of the Block mark behind it
    returned: int  #: value that is returned, or -1
    way_out: Run | None  #: of a loop that begins here: what is done where it ends
    ends: Collection[int]  #: ids of the Block marks that show this


def runner(stretch: Stretch) -> Run:  # noqa: C901, PLR0915  # in one piece: what
    # it makes is what decoding spends its time in
    """What carries the stretch out (see `Run`)."""
    pattern, owners, marked = stretch.pattern, stretch.owners, stretch.marked
    size, taken = len(pattern), len(pattern) - stretch.tested
    exits, returned, way_out = stretch.exits, stretch.returned, stretch.way_out
    outcome = stretch.forms, stretch.loose, stretch.end
    constants, depth, kept = stretch.constants, stretch.depth, stretch.kept
    names, pick, orders = stretch.names, stretch.pick, stretch.orders
    needed = [(value, step) for value, step, _ in orders]
    touching = stretch.touching
    expected = {id(mark) for _, mark in marked}
    first = marked[0][1] if pattern[:1] == b"\1" else None
    further = marked[1:] if first is not None else marked
    checks, actions = stretch.checks, stretch.actions
    binds = bool(stretch.bound)
    bound = [(step, value, name) for step, value, name, hidden in stretch.bound if not hidden]
    bound_within = [(value, name) for _, value, name, hidden in stretch.bound if hidden]
    pushed, makers, replaced = stretch.pushed, stretch.makers, stretch.replaced
    all_made = all(type(maker) is int and maker >= 0 for maker in makers)
    start = stretch.start
    ends = stretch.ends
    asked = 1 if pattern[:1] == b"\1" else 0  # where the item of a loop that begins here is logged

    def shortly(decoder: Decoder, frame: Frame, position: int) -> int:
        """Something is in the way of the instruction at a position: come to there."""
        if position == start or (decoder.part(start, position, frame)(decoder, frame) == position):
            frame.pos = position
        return NOT_SO

    def unexpected(decoder: Decoder, frame: Frame, begin: int) -> int:
        """The log holds something else somewhere: what only tells of objects is passed on, else
        the stretch is carried out up to there."""
        log, marks = decoder.log, decoder.marks
        place, at = 0, begin
        told: list[tuple[Any, ...]] = []
        entries: list[Any] = []
        while place < size:
            entry = log[at]
            if marks[at] == pattern[place] and (not marks[at] or id(entry) in expected):
                entries.append(entry)
                place += 1
                at += 1
                continue
            if touching[place] < 0 or id(type(entry)) not in _TELLING:
                if way_out is not None and place == asked and at == begin + place:
                    return way_out(decoder, frame)
                return shortly(decoder, frame, owners[place])
            told.append((TOUCHED, touching[place], entry, owners[place]))
            at += 1
        return run(decoder, frame, (at, entries, told))

    def run(  # noqa: C901, PLR0912, PLR0915
        decoder: Decoder,
        frame: Frame,
        found: tuple[int, list[Any], list[tuple[Any, ...]]] | None = None,
    ) -> int:
        """``found``: the place behind the stretch in the log, the entries that it takes, and what
        was told in its midst."""
        if found is None:
            at, log = decoder.i, decoder.log
            if not decoder.marks.startswith(pattern, at):
                if id(log[at + asked]) in ends:
                    return way_out(decoder, frame)  # type: ignore[misc]  # it has ends
                return unexpected(decoder, frame, at)
            if first is not None and log[at] is not first:
                return unexpected(decoder, frame, at)
            for place, mark in further:
                if log[at + place] is not mark:
                    return unexpected(decoder, frame, at)
            behind, tail, told = at + size, log[at : at + taken], None
        else:
            behind, tail, told = found
        if exits is not None:
            way = exits.get(id(decoder.log[behind]))
            if way is None:
                return shortly(decoder, frame, owners[-1])
            forms, loose, following = way
        else:
            forms, loose, following = outcome
            if returned >= 0 and decoder.marks[behind] and type(decoder.log[behind]) is not End:
                return shortly(decoder, frame, owners[-1])  # it may be that it raised, too

        things = constants.copy()
        if names:
            refs_of, fast = frame.refs, frame.fast
            for name, position in names:
                if name not in refs_of:
                    return shortly(decoder, frame, position)
                things.append(fast[name])
        if depth:
            things += frame.stack[: -depth - 1 : -1]
        things += tail
        for value, position in kept:
            if id(type(things[value])) in _NO_OBJECTS:
                return shortly(decoder, frame, position)
        for check, position, value, other in checks:
            if check == METHOD:
                owner, name = other
                owner, entry = things[owner], things[value]
                if not (
                    NULL_ON_TOP
                    and type(entry) is MethodDescriptorType
                    and entry.__objclass__ is type(owner)
                ):
                    method = _method(owner, name)
                    if method is None or entry is not (method if NULL_ON_TOP else owner):
                        return shortly(decoder, frame, position)
                    things[value] = method
            elif check == COMPLETE:
                if frame.displays:
                    return shortly(decoder, frame, position)
            elif check == FILLED and (type(things[value]) is Null) is other:
                return shortly(decoder, frame, position)
        refs, new = decoder.refs, decoder.new
        doing: Sequence[tuple[Any, ...]] = actions
        if told:
            opened = {step for _, step, _, _ in told}  # these begin before they have a result
            ours = set(map(id, things))
            for _, _, entry, position in told:
                if isinstance(entry, Touch) and not (
                    id(entry.object) in ours or id(entry.object) in refs
                ):
                    return shortly(decoder, frame, position)  # it has to be numbered in its turn
            doing = sorted((*told, *actions), key=_step)  # what is told comes first in its step
            for value, step, own in orders:
                if id(things[value]) not in refs:
                    new(things[value], step + (own and step in opened))
        known = refs.get
        pool: list[Any] = [known(id(thing)) for thing in things]  # quicker than `map`
        pool[0] = NONE
        if None in pool:
            for value, step in needed:
                if pool[value] is None:
                    pool[value] = new(things[value], step)

        # All is well: the steps.
        form_of = decoder.form_of
        base = len(form_of)
        form_of.extend(forms)
        decoder.results.extend(pick(pool))
        if loose:
            before = frame.makers
            for step, each in loose:
                at = base + step
                if each.only:  # it lay on the stack before
                    slot = before[each.only]
                    form = each.forms.get(at - slot)
                    if form is None:
                        form = _form(each, at, at - slot, (slot,), pool, decoder)
                else:
                    slots = _absolute(each.makers, base, before)
                    key = tuple([at - slot for slot in slots])
                    form = each.forms.get(key)
                    if form is None:
                        form = _form(each, at, key, slots, pool, decoder)
                form_of[at] = form
        decoder.i = behind
        if binds:
            fast, refs_of, histories = frame.fast, frame.refs, frame.locals
            for step, value, name in bound:
                fast[name] = things[value]
                given = refs_of[name] = pool[value]
                if name in histories:
                    history = histories[name]
                    history.since.append(base + step)  # type: ignore[arg-type]  # a Time is one
                    history.refs.append(given)
                else:
                    histories[name] = Bindings(array("i", (base + step,)), [given])  # type: ignore[arg-type]
            for value, name in bound_within:
                fast[name], refs_of[name] = things[value], pool[value]
        for kind, step, value, other in doing:
            if kind == CALLED:
                if id(type(things[other[0]])) in CALLED_IN_C:
                    at = base + step
                    decoder.heap.called_at(things, other, things[value], at, at)
                continue
            at = base + step
            if kind == FOUND:
                container, key = other
                if type(things[container]) is defaultdict:
                    decoder.heap.found(things[container], things[key], things[value], at, at)
            elif kind == OPERATED:
                decoder.heap.operated(things[value], at, at)
            elif kind == TOUCHED:
                entry, telling = value, type(value)
                if telling is Touch or telling is Known:
                    decoder.heap.touch(entry.object, entry.content, at, known=telling is Known)
                elif telling is Look:
                    decoder.heap.look(entry.group, entry.joined, at)
                else:
                    decoder.heap.give(entry.items, at)
            elif kind == STORED:
                container, key = other
                decoder.steps.add_place(at, _ELEMENT, None, pool[container], pool[key], pool[value])
                decoder.heap.stored(things[container], things[key], things[value], at, at)
            elif kind == ADDED:
                decoder.steps.add_place(at, _CONTENTS, None, pool[value], NONE, NONE)
                if id(things[value]) not in frame.displays:
                    decoder.results[at] = pool[value]
            else:
                frame.displays[id(things[value])] = other

        if returned >= 0:
            frame.last = len(form_of) - 1
            decoder.ended(frame, Ending.RETURNED, pool[returned])
            return LEFT
        if replaced:
            del frame.stack[-replaced:]
            made = (
                [base + maker for maker in makers]
                if all_made
                else _absolute(makers, base, frame.makers)
            )
            frame.makers[-replaced:] = made
            frame.stack += [things[value] for value in pushed]
        elif pushed:
            frame.stack += [things[value] for value in pushed]
            frame.makers += (
                [base + maker for maker in makers]
                if all_made
                else _absolute(makers, base, frame.makers)
            )
        return following

    return run


def _form(
    loose: Loose,
    number: int,
    key: int | tuple[int, ...],
    slots: Sequence[int],
    pool: Sequence[int],
    decoder: Decoder,
) -> int:
    """The form of step ``number``, whose operands lie in ``slots``, so far back as ``key`` says; it
    was not that far yet, or is too far."""
    known, tables = loose.forms, decoder.steps.tables
    where = key if isinstance(key, tuple) else (key,)
    if max(where) <= NEAR:  # what no step gave is further away
        used = where
        if len(set(slots)) < len(slots):
            used = tuple(dict.fromkeys(where))
            if loose.pair and slots[0] == slots[1]:
                where = (where[0], -where[1], *where[2:])
        form = known[key] = tables.form(Form(loose.row, where, used, loose.truth, loose.stores))
        return form
    far = known.get(())
    if far is None:
        far = known[()] = tables.far(loose.row, loose.truth, stores=loose.stores)
    uses = slots if loose.only and type(slots[0]) is int else used_of(slots)
    decoder.steps.keep(number, [pool[value] for value in loose.values], uses)
    return far


def never(position: int) -> Run:
    """In the place of an instruction that has no rule."""

    def run(_: Decoder, frame: Frame) -> int:
        frame.pos = position
        return NOT_SO

    return run


def _absolute(makers: Sequence[Any], base: int, taken: Sequence[int]) -> list[int]:
    """Which steps made slots: makers as in `stretch_plans` → as in `engine.capture.makers`."""
    return [
        (base + maker if maker >= 0 else taken[maker])
        if type(maker) is int
        else NOBODY
        if maker is None
        else Several((StepNo(base + maker[0]),))
        for maker in makers
    ]


_METHODS: Final[dict[tuple[int, str], Any]] = {}
"""Methods of types that C code defines, which stay the same: by id of the type, and name."""


def _method(owner: Any, name: str) -> Any:
    """The method that a class of the owner has under a name, if it is bound to the owner when it
    is called at once; None where there is none such."""
    kind = type(owner)
    known = _METHODS.get((id(kind), name))
    if known is not None:
        return known
    for base in mro_of(kind):
        found = namespace_of(base).get(name, NULL)
        if found is not NULL:
            if not flags_of(type(found)) & _METHOD_DESCRIPTOR:
                return None
            if not flags_of(kind) & _HEAP_TYPE:
                _METHODS[id(kind), name] = found
            return found
    return None
