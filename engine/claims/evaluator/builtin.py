"""Values as builtin objects, and what must not depend on more than a recording tells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from engine.claims.evaluator.outcomes import Budget, undecidable
from engine.values import (
    MAX_DEPTH,
    Atom,
    Cycle,
    Mapping,
    Sequence,
    SetValue,
    Value,
    children,
)


def thaw(value: Value, budget: Budget, _depth: int = 0) -> object:
    """The builtin object of a Value made of exact builtins; raises `Stop` for others."""
    if _depth > MAX_DEPTH:
        raise undecidable("a value is nested too deeply")
    budget.touch(1)
    match value:
        case Atom(payload=payload):
            return payload
        case Sequence(type="list", items=items):
            return [thaw(item, budget, _depth + 1) for item in items]
        case Sequence(type="tuple", items=items):
            return tuple(thaw(item, budget, _depth + 1) for item in items)
        case Sequence(type="bytearray", items=items):
            return bytearray(item.payload for item in items if isinstance(item, Atom))  # type: ignore[misc]
        case SetValue(type="set", items=items):
            return {thaw(item, budget, _depth + 1) for item in items}
        case SetValue(type="frozenset", items=items):
            return frozenset(thaw(item, budget, _depth + 1) for item in items)
        case Mapping(type="dict", pairs=pairs):
            return {
                thaw(key, budget, _depth + 1): thaw(item, budget, _depth + 1) for key, item in pairs
            }
        case _:
            raise undecidable(f"what a `{_type(value)}` does here is not known")


def stands_alone(value: Value, depth: int = 0) -> bool:
    """Whether nothing in the value refers to an object around it."""
    if isinstance(value, Cycle):
        return value.up <= depth
    return all(stands_alone(child, depth + 1) for child in children(value))


def refuse_nan_inside(*values: object) -> None:
    """Python compares what containers hold by identity first, and a NaN equals itself then: which
    NaN is which was not recorded."""
    if any(_is_nan(part) for value in values for part in _elements(value)):
        raise undecidable("whether two NaN in containers are one object is not recorded")


def refuse_nested_nan(items: list[object]) -> None:
    """As `refuse_nan_inside` for what is compared by `<`: a NaN by itself compares by value, one
    in a tuple or list does not."""
    refuse_nan_inside(*items)


def _is_nan(thing: object) -> bool:
    return isinstance(thing, float | complex) and thing != thing  # noqa: PLR0124


def refuse_sets(thing: object) -> None:
    """The order of a set is not known once it has been taken out of the recording."""
    if any(_has_order(part) for part in (thing, *_elements(thing))):
        raise undecidable("the order of a set is not determined")


def _has_order(thing: object) -> bool:
    return isinstance(thing, set | frozenset) and len(thing) > 1


def refuse_new_characters(text: str) -> None:
    """What a character is (a letter, a digit, printable) depends on the Unicode tables of the
    Python that ran the program, but for characters that all of them know: those of Unicode 3.2
    (`unicodedata.ucd_3_2_0`), whose properties 3.11 (Unicode 14.0) to 3.13 (15.1) agree on."""
    known = unicodedata.ucd_3_2_0
    if not text.isascii() and any(known.category(each) == "Cn" for each in text):
        raise undecidable("versions of Python differ in what they know of these characters")


def texts_in(thing: object) -> Iterator[str]:
    """All strings in a thawed value."""
    return (part for part in (thing, *_elements(thing)) if isinstance(part, str))


def deep_size(thing: object) -> int:
    """The number of elements, at any depth."""
    if isinstance(thing, str | bytes | bytearray):
        return len(thing)
    return sum(1 for _ in _elements(thing))


def _elements(value: object) -> Iterator[object]:
    """All that a thawed container holds, at any depth."""
    parts: list[object] = []
    if isinstance(value, dict):
        parts = [*value, *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    for part in parts:
        yield part
        yield from _elements(part)


def _type(value: Value) -> str:
    return value.type if not isinstance(value, Cycle) else "cyclic value"
