"""Which part of an object an index, a key or the name of an attribute names (docs/semantics.md
§5.6, §5.100)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from engine.claims.evaluator import NoValue, Result, Undecidable
from engine.trace.model import Family, PlaceKind, StepNo, Time, Write
from engine.trace.trace import Trace
from engine.values import Atom, Oid, Sequence, SetValue, Value, equal_in_python


class FromTheEnd(NamedTuple):
    """A place in a list, counted from its end (-1, -2, …)."""

    place: int


def part_of(trace: Trace, oid: Oid, key: Result, at: Time) -> Hashable | None:
    """What all keys have in common that name the same part of the object at the moment (`v[-1]`
    and `v[2]`, `d[1]` and `d[True]`); None where that is not told by the key's value. ``oid`` is
    `NO_OID` where the object is not told."""
    if isinstance(key, NoValue | Undecidable) or not _is_told_by_value(key):
        return None
    if isinstance(key, Atom) and isinstance(key.payload, int) and key.payload < 0:
        thing = trace.data.objects.get(oid)
        if thing is not None and thing.family is Family.SEQUENCE:
            return equal_in_python(Atom(key.payload + len(trace.contents(oid, at))))
        if thing is None or thing.family is not Family.MAPPING:
            return None
    return equal_in_python(key)


def part_written(trace: Trace, write: Write, step: StepNo) -> Hashable | None:
    """The part of an object that a step sets or deletes; None where that is not told, as of a
    slice."""
    if write.kind is PlaceKind.ATTRIBUTE:
        return equal_in_python(Atom(write.name))
    assert write.key is not None
    return _part_then(trace, write, step, trace.value(write.key, Time(step)))


def place_from_the_end(trace: Trace, write: Write, step: StepNo) -> Iterator[FromTheEnd]:
    """The place of an element that a step sets, counted from the end of its list."""
    assert write.container is not None
    assert write.key is not None
    thing, key = trace.data.objects[Oid(-write.container)], trace.value(write.key, Time(step))
    if thing.family is Family.SEQUENCE and isinstance(key, Atom) and isinstance(key.payload, int):
        length = len(trace.contents(thing.oid, Time(step)))
        yield FromTheEnd(key.payload - length if key.payload >= 0 else key.payload)


def is_written(
    trace: Trace, write: Write, step: StepNo, key: Value, after: Time | None = None
) -> bool | None:
    """Whether the key names, at a write to an element, that element; ``after``, where it is given,
    or at that moment. None where their values do not tell it."""
    assert write.container is not None
    assert write.key is not None
    written, named = part_written(trace, write, step), _part_then(trace, write, step, key)
    if written is None or named is None:
        return trace.value(write.key, Time(step)) == key or None
    if after is not None and written == part_of(trace, Oid(-write.container), key, after):
        return True
    return written == named


def _part_then(trace: Trace, write: Write, step: StepNo, key: Value) -> Hashable | None:
    assert write.container is not None
    deletes = write.value is None  # its part was there before
    return part_of(trace, Oid(-write.container), key, Time(step - deletes))


def _is_told_by_value(key: Value) -> bool:
    """Whether Python finds a key by what it holds: no instance, and nothing that may change."""
    match key:
        case Atom():
            return True
        case Sequence(type="tuple", items=items) | SetValue(items=items):
            return all(map(_is_told_by_value, items))
        case _:
            return False
