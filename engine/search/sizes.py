"""Inputs of other sizes than a given one, near to it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.values import Atom, Mapping, Sequence, SetValue, Value


def other_sizes(arguments: list[Value]) -> list[list[Value]] | None:
    """Inputs that differ from the given one in the size of one argument; None where no argument has
    a size."""
    sized = [at for at, value in enumerate(arguments) if _has_size(value)]
    if not sized:
        return None
    found: list[list[Value]] = []
    for at in sized:
        before, after = arguments[:at], arguments[at + 1 :]
        found += [[*before, other, *after] for other in _resized(arguments[at])]
    return found


def _has_size(value: Value) -> bool:
    return not isinstance(value, Atom) or isinstance(value.payload, str | bytes)


def _resized(value: Value) -> Iterator[Value]:
    match value:
        case Atom(payload=str() as text):
            yield from map(Atom, dict.fromkeys([text + " ", " " + text, text[1:], text[:-1], ""]))
        case Atom(payload=bytes() as data):
            yield from map(Atom, dict.fromkeys([data + b"\0", data[1:], data[:-1]]))
        case Sequence(type=kind, items=items) if items:
            for other in ((*items, items[-1]), (items[0], *items), items[1:], items[:-1]):
                yield Sequence(kind, other)
        case Sequence(type=kind):
            yield Sequence(kind, (Atom(0),))
        case SetValue(type=kind, items=items) if items:
            yield SetValue(kind, items[1:])
        case Mapping(type="dict", pairs=pairs) if pairs:
            yield Mapping("dict", pairs[1:])
            yield Mapping("dict", pairs[:-1])
        case _:
            return
