"""What the contents of one object go through in a context, step by step (docs/semantics.md §5.100).

The versions of an object are gone through once, by what changed: a loop that appends to a list
makes as many of them as it has passes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.trace.model import Family, HeapObject, Ref, Time
from engine.trace.trace import Trace
from engine.values import Atom, Oid, Value, equal_in_python

_COUNTED: Final = frozenset({Family.SEQUENCE, Family.SET, Family.MAPPING})


class Edited(NamedTuple):
    """One change of an object: what it took out and put in, and what the object holds then."""

    at: Time
    removed: tuple[Ref, ...]
    inserted: tuple[Ref, ...]
    now: list[Ref]


def edits(thing: HeapObject, first: Time, last: Time) -> Iterator[Edited]:
    """The changes of the object from one moment to another; its first is that it is there."""
    begin = bisect_left(thing.since, first)
    now: list[Ref] = list(thing.contents[begin - 1]) if begin else []
    for number in range(begin, len(thing.since)):
        date = thing.since[number]
        if date > last:
            return
        edit = thing.contents.edit_of(number)
        removed: list[Ref] = []
        inserted: list[Ref] = []
        if edit is None:
            removed, now = now, list(thing.contents[number])
            inserted = now
        for position, many, added in edit or ():
            removed.extend(now[position : position + many])
            inserted.extend(added)
            now[position : position + many] = added
        yield Edited(date, tuple(removed), tuple(inserted), now)


def gains(trace: Trace, oid: Oid, value: Value, first: Time, last: Time) -> Iterator[Time]:
    """When a list or set holds the value once more than before, or a dictionary has it as a key
    that it had not, or as the value of one."""
    thing = trace.data.objects[oid]
    if thing.family is Family.MAPPING:
        for date, before, after in parts(trace, oid, value, first, last):
            if date > thing.since[0] and before is None and after is not None:
                yield date
    if thing.family in _COUNTED:
        for date, removed, inserted, _ in edits(thing, first, last):
            if date == thing.since[0]:  # it is made
                continue
            more = _count(trace, inserted, value, date)
            if more and more > _count(trace, removed, value, Time(date - 1)):
                yield date


def parts(
    trace: Trace, oid: Oid, key: Value, first: Time, last: Time
) -> Iterator[tuple[Time, Ref | None, Ref | None]]:
    """When the element of this key, or the attribute of this name, is another one than before, or
    there is one where there was none: both; None for none."""
    thing = trace.data.objects[oid]
    begin = bisect_left(thing.since, first)
    start = list(thing.contents[begin - 1]) if begin else []
    place = _place(trace, thing, key, start, first)
    before = None if place is None else start[place]
    for date, _, inserted, now in edits(thing, first, last):
        if not _stays(trace, thing, key, place, now, date):
            known = place is not None or any(_is_key(trace, ref, key, date) for ref in inserted)
            known |= thing.family is Family.SEQUENCE
            place = _place(trace, thing, key, now, date) if known else None
        after = None if place is None else now[place]
        if _told_apart(trace, before) != _told_apart(trace, after):
            yield date, before, after
        before = after


def _count(trace: Trace, refs: tuple[Ref, ...], value: Value, at: Time) -> int:
    return sum(_is(trace, ref, value, at) for ref in refs)


def _is(trace: Trace, ref: Ref, value: Value, at: Time) -> bool:
    if isinstance(value, Atom):
        return ref >= 0 and trace.data.atoms[ref] == value
    return ref < 0 and trace.value(ref, at) == value


def _told_apart(trace: Trace, ref: Ref | None) -> object:
    """What two references have in common if nothing can tell what they refer to apart."""
    return ref if ref is None or ref < 0 else trace.data.atoms[ref].structure


def _stays(
    trace: Trace, thing: HeapObject, key: Value, place: int | None, now: list[Ref], at: Time
) -> bool:
    """Whether what stands under the key stands where it did."""
    if thing.family is Family.SEQUENCE or place is None or place >= len(now):
        return False
    return _is_key(trace, now[place - 1], key, at)


def _place(trace: Trace, thing: HeapObject, key: Value, now: list[Ref], at: Time) -> int | None:
    """Where the element of the key, or the attribute of the name, stands in the contents."""
    if thing.family is Family.SEQUENCE:
        index = key.payload if isinstance(key, Atom) else None
        if not isinstance(index, int) or not -len(now) <= index < len(now):
            return None
        return index % len(now)
    if thing.family is Family.MAPPING or thing.family is Family.INSTANCE:
        for place in range(int(thing.has_payload), len(now) - 1, 2):
            if _is_key(trace, now[place], key, at):
                return place + 1
    return None


def _is_key(trace: Trace, ref: Ref, key: Value, at: Time) -> bool:
    return equal_in_python(trace.value(ref, at)) == equal_in_python(key)
