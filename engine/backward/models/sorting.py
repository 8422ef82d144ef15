"""Stable sorting, and the least and greatest of several.

Where two items have one shape, whether they change places is a condition inside of the result
(a network of compare-and-exchange); where not, each order is a case of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.backward.models.comparing import NO_MERGE, merged, ordered
from engine.backward.models.things import (
    PythonError,
    SetThing,
    UnmodelledError,
    error,
    is_float,
)
from engine.backward.run import Run

_NETWORK: Final = 12
"""Items up to which a network is built: its conditions grow with the square."""


def sort(items: Sequence[object], keys: Sequence[object], run: Run, *, back: bool) -> list[object]:
    """The items in the order of their keys; equal ones stay in theirs, ``back`` or not."""
    pairs = list(zip(keys, items, strict=True))
    if any(is_float(key) and not isinstance(key, float) for key in keys):
        raise UnmodelledError("an order of floats that may be NaN")
    if any(isinstance(key, float) and key != key for key in keys):  # noqa: PLR0124
        raise UnmodelledError("an order of NaNs")
    if any(isinstance(key, SetThing) for key in keys):
        raise UnmodelledError("an order of sets")
    if back:
        pairs.reverse()
    try:
        found = _network(pairs, run) if len(pairs) <= _NETWORK else None
        if found is None:
            found = _inserted(pairs, run)
    except PythonError as raised:
        if len(pairs) == 2:
            raise
        # Which pairs CPython compares is not modelled: all have to have an order.
        raise UnmodelledError("an order of different types") from raised
    if back:
        found.reverse()
    return [item for _, item in found]


def _network(
    pairs: Sequence[tuple[object, object]], run: Run
) -> list[tuple[object, object]] | None:
    """Sorted by exchanges of neighbours, or None where two have no common shape."""
    found = list(pairs)
    for end in range(len(found) - 1, 0, -1):
        for at in range(end):
            (low_key, low), (high_key, high) = found[at], found[at + 1]
            swap = ordered("<", high_key, low_key, run)
            first_key, second_key = (
                merged(swap, high_key, low_key),
                merged(swap, low_key, high_key),
            )
            if low is low_key and high is high_key:
                first, second = first_key, second_key
            else:
                first, second = merged(swap, high, low), merged(swap, low, high)
            if NO_MERGE in (first_key, second_key, first, second):
                return None
            found[at], found[at + 1] = (first_key, first), (second_key, second)
    return found


def _inserted(pairs: Sequence[tuple[object, object]], run: Run) -> list[tuple[object, object]]:
    found: list[tuple[object, object]] = []
    for pair in pairs:
        at = len(found)
        while at and run.decide(ordered("<", pair[0], found[at - 1][0], run)):
            at -= 1
        found.insert(at, pair)
    return found


def extreme(
    name: str, items: Sequence[object], keys: Sequence[object], default: object, run: Run
) -> object:
    """``min`` or ``max``: the first of those that none is less (greater) than. ``default`` is
    `NO_MERGE` where none was given."""
    if not items:
        if default is NO_MERGE:
            try:
                (min if name == "min" else max)(())
            except ValueError as raised:
                raise error("ValueError", *raised.args) from None
        return default
    sign = "<" if name == "min" else ">"
    best, best_key = items[0], keys[0]
    for item, key in zip(items[1:], keys[1:], strict=True):
        better = ordered(sign, key, best_key, run)
        new, new_key = merged(better, item, best), merged(better, key, best_key)
        if new is NO_MERGE or new_key is NO_MERGE:
            if run.decide(better):
                best, best_key = item, key
        else:
            best, best_key = new, new_key
    return best
