"""Wrong values in the place of right ones: what can be made of a literal."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

Variants = Callable[[Any], Iterator[Any]]

_LARGEST: Final = 1e15


def off_by_one(value: Any) -> Iterator[Any]:
    """A number in the value, at any depth, one more or less."""
    yield from _numbers(value, lambda n: (n + 1, n - 1))


def negative(value: Any) -> Iterator[Any]:
    """A number with the other sign."""
    yield from _numbers(value, lambda n: (-n,) if n else ())


def number_type(value: Any) -> Iterator[Any]:
    """A number of another type: `1` for `True`, `1.0` for `1`, `False` for `0`."""

    def others(n: Any) -> tuple[Any, ...]:
        if isinstance(n, bool):
            return (int(n), float(n))
        if isinstance(n, float):
            return (int(n),) if n.is_integer() and abs(n) < _LARGEST else ()
        return (float(n), bool(n)) if n in (0, 1) else (float(n),)

    yield from _numbers(value, others, bools=True)


def _numbers(
    value: Any, others: Callable[[Any], tuple[Any, ...]], *, bools: bool = False
) -> Iterator[Any]:
    match value:
        case bool():
            yield from others(value) if bools else ()
        case int() | float():
            if abs(value) < _LARGEST:
                yield from others(value)
        case list() | tuple():
            for index, item in enumerate(value):
                for made in _numbers(item, others, bools=bools):
                    yield type(value)((*value[:index], made, *value[index + 1 :]))
        case dict():
            for key, held in value.items():
                for made in _numbers(held, others, bools=bools):
                    yield {k: made if k == key else v for k, v in value.items()}
        case set() | frozenset():
            for item in value:
                for made in _numbers(item, others, bools=bools):
                    yield type(value)({*(value - {item}), made})
        case _:
            return


def truncated(value: Any) -> Iterator[Any]:
    """A text or container without its end or its beginning."""
    match value:
        case str() | bytes() | list() | tuple() if value:
            yield value[:-1]
            yield value[1:]
            if len(value) > 3:
                yield value[: len(value) // 2]
        case dict() if value:
            for key in (next(iter(value)), list(value)[-1]):
                yield {k: v for k, v in value.items() if k != key}
        case set() | frozenset() if value:
            for item in sorted(value, key=repr)[:2]:
                yield type(value)(value - {item})
        case _:
            return


def longer(value: Any) -> Iterator[Any]:
    """A text or container with one thing too many."""
    match value:
        case str() if value:
            yield value + value[-1]
            yield value[0] + value
        case list() | tuple() if value:
            yield type(value)((*value, value[-1]))
            yield type(value)((value[0], *value))
        case list():
            yield [0]
        case dict() if value and all(isinstance(k, str) for k in value):
            yield {**value, "other": next(iter(value.values()))}
        case set() if value and all(isinstance(k, int) for k in value):
            yield {*value, max(value) + 1}
        case _:
            return


def sequence_type(value: Any) -> Iterator[Any]:
    """A tuple for a list, a list for a tuple, at any depth; a list for a set."""
    match value:
        case list():
            yield tuple(value)
        case tuple():
            yield list(value)
        case set() | frozenset() if value:
            yield sorted(value, key=repr)
        case _:
            pass
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            for made in sequence_type(item):
                yield type(value)((*value[:index], made, *value[index + 1 :]))
    if isinstance(value, dict):
        for key, held in value.items():
            for made in sequence_type(held):
                yield {k: made if k == key else v for k, v in value.items()}


def exchanged(value: Any) -> Iterator[Any]:
    """Two neighbours in a sequence or text change places; two values of a dictionary."""
    match value:
        case list() | tuple():
            for index in range(len(value) - 1):
                made = list(value)
                made[index], made[index + 1] = made[index + 1], made[index]
                yield type(value)(made)
        case str():
            for index in range(len(value) - 1):
                a, b = value[index], value[index + 1]
                yield value[:index] + b + a + value[index + 2 :]
        case dict() if len(value) > 1:
            keys = list(value)
            for one, other in itertools.pairwise(keys):
                yield {**value, one: value[other], other: value[one]}
        case _:
            return


def letters(value: Any) -> Iterator[Any]:
    """Another letter, or a letter in the other case, in a text at any depth."""
    match value:
        case str() if value:
            for index in sorted({0, len(value) // 2, len(value) - 1}):
                for other in (value[index].swapcase(), "x", " "):
                    if other != value[index] and len(other) == 1:
                        yield value[:index] + other + value[index + 1 :]
        case list() | tuple():
            for index, item in enumerate(value):
                for made in letters(item):
                    yield type(value)((*value[:index], made, *value[index + 1 :]))
        case dict():
            for key, held in value.items():
                for made in letters(held):
                    yield {k: made if k == key else v for k, v in value.items()}
                if isinstance(key, str):
                    for name in letters(key):
                        yield {(name if k == key else k): v for k, v in value.items()}
        case _:
            return


def of_another_kind(value: Any) -> Iterator[Any]:
    """The text of a number, the number in a text, `None`, an empty container."""
    match value:
        case bool():
            yield not value
            yield None
        case int() | float():
            yield str(value)
            yield None
        case str():
            if re.fullmatch(r"-?[0-9]{1,300}", value):
                yield int(value)
            yield [value]
            yield None
        case None:
            yield 0
            yield ""
            yield False
        case list() | tuple() | dict() | set():
            if value:
                yield type(value)()
            yield None
        case _:
            yield None


ALL: Final[tuple[Variants, ...]] = (
    off_by_one, negative, number_type, truncated, longer, sequence_type, exchanged, letters,
    of_another_kind,
)  # fmt: skip


def wrong(value: Any) -> Iterator[Any]:
    """All that can be made of a value."""
    for variants in ALL:
        yield from variants(value)
