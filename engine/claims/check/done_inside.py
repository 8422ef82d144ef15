"""What is done inside of the calls that a context makes (docs/semantics.md §5.100)."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator
from typing import Final

from engine.claims.check.all_states import is_inside, is_there, last_of, moments_of
from engine.claims.check.builtin_setters import Setter, builtin_setters
from engine.claims.check.contents import parts
from engine.claims.check.context import Frame
from engine.claims.check.named_objects import NoObject, Objects
from engine.claims.check.parts import FromTheEnd, part_of, part_written, place_from_the_end
from engine.claims.check.readings import State
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import AttributeTarget, ElementTarget
from engine.trace.model import ActivationId, PlaceKind, StepNo, Time, Write
from engine.trace.moments import Moments
from engine.values import NO_OID, Atom, Oid, Value

_NEVER: Final = Time(-1)
_OF_ATTRIBUTES: Final = frozenset({"setattr", "__setattr__"})


def raised_inside(moments: Moments, frame: Frame) -> Iterator[StepNo]:
    """The steps by which an exception comes out of a statement of something that is called."""
    trace, last = moments.trace, last_of(moments, frame)
    for number in sorted(trace.columns.exceptions):
        if not frame.interval.first <= number <= last:
            continue
        if not is_inside(trace, frame.activation, number):
            continue
        activation = trace.owner(ActivationId(trace.columns.activation_of(number)))
        visit = moments.visits(activation).at(number)
        if visit is not None and moments.raised(visit) is not None:
            yield StepNo(number)


def set_by_steps(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> Iterator[StepNo]:
    """The steps, of whomever, which set what is the target by the context's names then, or only
    later; any part of an object where its key does not tell which."""
    trace, named = moments.trace, _named(moments, frame, target)
    from_the_end = any(isinstance(part, FromTheEnd) for each in named.values() for part in each)
    for number, write in _writes(moments, frame, target):
        if not is_there(moments, frame, number):
            continue
        assert write.container is not None
        written = [part_written(trace, write, number)]
        if from_the_end:
            written.extend(place_from_the_end(trace, write, number))
        for oid in (Oid(-write.container), NO_OID):
            until = named.get(oid, {})
            parts_named = until if None in written else [*written, None]
            if any(number <= until.get(part, _NEVER) for part in parts_named):
                yield number


def set_by_builtins(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> Iterator[Setter]:
    """The calls of builtins that may set what is the target by the context's names then, or only
    later."""
    named = _named(moments, frame, target)
    for setter in builtin_setters(moments, frame):
        if isinstance(target, ElementTarget) and setter.called in _OF_ATTRIBUTES:
            continue
        for oid, parts_named in named.items():
            if (NO_OID in (oid, setter.oid) or setter.oid == oid) and any(
                until >= setter.since
                and (part is None or setter.parts is None or part in setter.parts)
                for part, until in parts_named.items()
            ):
                yield setter


def _named(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> dict[Oid, dict[Hashable, Time]]:
    """Until when which parts (None: not told) of which objects are the target."""
    named: dict[Oid, dict[Hashable, Time]] = {}
    for oid, key, since, until in _parts_named(moments, frame, target):
        parts_named = named.setdefault(oid, {})
        parts_named[part_of(moments.trace, oid, key, since)] = until
        if isinstance(key, Atom) and isinstance(key.payload, int) and key.payload < 0:
            parts_named[FromTheEnd(key.payload)] = until  # the list may be longer in a call
    return named


def _parts_named(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> Iterator[tuple[Oid, Value | Undecidable, Time, Time]]:
    """The objects (`NO_OID`: not told) of which the target is a part in the context, the keys or
    names of the parts, and from when to when they are."""
    times = [frame.start, *moments_of(moments, frame)]
    for since, behind in itertools.pairwise([*times, Time(times[-1] + 1)]):
        whole = Objects(moments, frame.activation, since).named(target.container.tree)
        state = State(moments, frame.activation, since)
        if isinstance(whole, NoObject) and isinstance(
            state.evaluate(target.container), Atom | NoValue
        ):
            continue
        oid = NO_OID if isinstance(whole, NoObject) else whole.oid
        key: Value | NoValue | Undecidable
        if isinstance(target, AttributeTarget):
            key = Atom(moments.trace.private_name(frame.activation, target.name))
        else:
            key = state.evaluate(target.key)
        if not isinstance(key, NoValue):
            yield oid, key, since, Time(behind - 1)


def _writes(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> Iterator[tuple[StepNo, Write]]:
    """The steps of the context that set an element, or an attribute of this name."""
    trace, last = moments.trace, last_of(moments, frame)
    attribute = isinstance(target, AttributeTarget)
    kind = PlaceKind.ATTRIBUTE if attribute else PlaceKind.ELEMENT
    for number in range(frame.interval.first, last + 1):
        for write in trace.writes_of(number):
            if write.kind is kind and write.value is not None:
                yield StepNo(number), write


def place_filled(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> Iterator[StepNo]:
    """The steps, of whomever and however, after which what is the target by the context's names
    then, or only later, is something else than before."""
    trace, named = moments.trace, dict[tuple[Oid, Value], Time]()
    for oid, key, _, until in _parts_named(moments, frame, target):
        if oid != NO_OID and not isinstance(key, Undecidable):
            named[oid, key] = until
    for (oid, key), until in named.items():
        for date, _, after in parts(trace, oid, key, Time(frame.interval.first), until):
            if after is not None and is_there(moments, frame, date):
                yield StepNo(date)


def bound_inside(moments: Moments, frame: Frame, name: str) -> Iterator[StepNo]:
    """The steps of something else that runs there which bind the name as the context has it."""
    trace, private = moments.trace, moments.trace.private_name(frame.activation, name)
    cell = trace.data.cells[frame.activation].get(private)
    if cell is None and private in trace.data.locals[frame.activation]:
        return
    for number in range(frame.interval.first, last_of(moments, frame) + 1):
        for write in trace.writes_of(number):
            shared = write.kind is PlaceKind.CELL and write.container == cell
            if cell is None:
                shared = write.kind is PlaceKind.GLOBAL and write.name == private
            if shared and write.value is not None and is_inside(trace, frame.activation, number):
                yield StepNo(number)
