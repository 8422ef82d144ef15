"""Values that are nearly right: what a planted error puts in place of a true value.

Each function gives the variants of a value, in an order that depends on the value alone; none of
them is equal to it. Nested values are edited at one place each.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, TypeAlias

from engine.values import Atom, Mapping, Sequence, SetValue, Value

Variants: TypeAlias = Callable[[Value], Iterator[Value]]

MAX_PLACES: Final = 4
"""Places of one container that are edited: its first ones and its last one. More would only say
again what these say."""

EXACT_FLOAT: Final = 2**53
"""Integers up to here are floats without loss."""


def off_by_one(value: Value) -> Iterator[Value]:
    """A number in it is one more or one less."""
    return _different(value, _anywhere(value, _neighbours))


def truncated(value: Value) -> Iterator[Value]:
    """A text or container in it lacks its end, its beginning or its second half."""
    return _different(value, _anywhere(value, _cut))


def other_number_type(value: Value) -> Iterator[Value]:
    """A number in it has another type: ``1`` for ``True``, ``1.0`` for ``1``."""
    return _different(value, _anywhere(value, _retyped))


def other_sequence_type(value: Value) -> Iterator[Value]:
    """A list in it is a tuple, or a tuple a list."""
    return _different(value, _anywhere(value, _converted))


def wrong(value: Value) -> Iterator[Value]:
    """Whatever a careless reader might write instead: for answers and arguments."""
    yield from off_by_one(value)
    yield from truncated(value)
    match value:
        case Atom(payload=bool() as truth):
            yield Atom(not truth)
        case Atom(payload=str() as text):
            yield Atom(f"{text} ")
            if text != text[::-1]:
                yield Atom(text[::-1])
        case Sequence(items=items) if items:
            yield replace(value, items=(*items, items[-1]))
            if len(items) > 1 and items[-1] != items[0]:
                yield replace(value, items=(items[-1], *items[1:-1], items[0]))
    if value != Atom(None):
        yield Atom(None)


def _different(value: Value, variants: Iterator[Value]) -> Iterator[Value]:
    return (variant for variant in variants if variant != value)


def _anywhere(value: Value, edit: Variants) -> Iterator[Value]:
    """``edit`` applied to the value itself, then inside of it at one place after the other."""
    yield from edit(value)
    match value:
        case Sequence(type="list" | "tuple", items=items):
            for index in _places(len(items)):
                for item in _anywhere(items[index], edit):
                    yield replace(value, items=(*items[:index], item, *items[index + 1 :]))
        case SetValue(items=items):
            for index in _places(len(items)):
                for item in edit(items[index]):
                    if isinstance(item, Atom):  # what a set holds has to be hashable
                        yield replace(value, items=(*items[:index], item, *items[index + 1 :]))
        case Mapping(type="dict", pairs=pairs):
            for index in _places(len(pairs)):
                key, held = pairs[index]
                for item in _anywhere(held, edit):
                    changed = (*pairs[:index], (key, item), *pairs[index + 1 :])
                    yield replace(value, pairs=changed)
        case _:
            return


def _places(count: int) -> list[int]:
    if count <= MAX_PLACES:
        return list(range(count))
    return [*range(MAX_PLACES - 1), count - 1]


def _neighbours(value: Value) -> Iterator[Value]:
    if not isinstance(value, Atom) or isinstance(value.payload, bool):
        return
    match value.payload:
        case int() as number:
            yield Atom(number + 1)
            yield Atom(number - 1)
        case float() as number if math.isfinite(number):
            yield Atom(number + 1)
            yield Atom(number - 1)


def _cut(value: Value) -> Iterator[Value]:
    match value:
        case Atom(payload=str() | bytes() as text):
            yield from (Atom(text[begin:end]) for begin, end in _ranges(len(text)))
        case Sequence(type="list" | "tuple", items=items):
            yield from (
                replace(value, items=items[begin:end]) for begin, end in _ranges(len(items))
            )
        case SetValue(items=items):
            yield from (
                replace(value, items=items[begin:end]) for begin, end in _ranges(len(items))
            )
        case Mapping(type="dict", pairs=pairs):
            yield from (
                replace(value, pairs=pairs[begin:end]) for begin, end in _ranges(len(pairs))
            )
        case _:
            return


def _ranges(length: int) -> list[tuple[int, int]]:
    """What may be left of ``length`` things, each once."""
    if length <= 1:
        return [(0, 0)] * length
    return list(dict.fromkeys([(0, length - 1), (1, length), (0, length // 2)]))


def _retyped(value: Value) -> Iterator[Value]:
    if not isinstance(value, Atom):
        return
    match value.payload:
        case bool() as truth:
            yield Atom(int(truth))
            yield Atom(float(truth))
        case int() as number:
            if number in {0, 1}:
                yield Atom(bool(number))
            if abs(number) <= EXACT_FLOAT:
                yield Atom(float(number))
        case float() as number if number.is_integer():
            yield Atom(int(number))
            if number in {0.0, 1.0}:
                yield Atom(bool(number))


def _converted(value: Value) -> Iterator[Value]:
    match value:
        case Sequence(type="list", items=items):
            yield Sequence("tuple", items)
        case Sequence(type="tuple", items=items):
            yield Sequence("list", items)
        case _:
            return
