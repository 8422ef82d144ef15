"""Positions in sequences: indices and slices, with Python's rules for negative numbers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from engine.backward import terms
from engine.backward.models.comparing import chosen
from engine.backward.models.things import (
    MAX_CHARACTERS,
    PythonError,
    SliceThing,
    UnmodelledError,
    error_untold,
    from_python,
    int_term,
    is_int,
)
from engine.backward.run import Run
from engine.backward.terms import IntTerm, Term

T = TypeVar("T")

_FAR: Final = 1 << 63
"""No sequence is so long."""


def settled(term: IntTerm, run: Run) -> int:
    """The integer as it is in this run, which from now on speaks of no other."""
    if not isinstance(term, Term):
        return term
    value = int(run.value(term))
    run.decide(terms.eq(term, value))
    return value


def repetitions(times: object, run: Run) -> int:
    """How often ``sequence * times`` has its items; raises `PythonError` as CPython does."""
    count = settled(int_term(times), run)
    if not -sys.maxsize - 1 <= count <= sys.maxsize:
        raise error_untold("OverflowError")
    return max(0, count)


def index_term(index: object, size: int, run: Run, kind: str) -> IntTerm:
    """The position from the start that an index means; raises `PythonError` outside of the
    sequence. ``kind`` names the sequence in CPython's message: ``list``, ``string``."""
    if not is_int(index):
        raise error_untold("TypeError")
    number = int_term(index)
    if run.decide(terms.and_(terms.le(0, number), terms.lt(number, size))):
        return number
    if run.decide(terms.and_(terms.le(-size, number), terms.lt(number, 0))):
        return terms.add(number, size)
    raise index_error(kind)


def index_error(kind: str) -> PythonError:
    """The IndexError of a sequence, worded as the running CPython words it."""
    try:
        if kind == "assignment":
            _EMPTY["list"][0] = None
        _EMPTY[kind][0]
    except IndexError as raised:
        return from_python(raised)
    raise ValueError(kind)


_EMPTY: Final[dict[str, Any]] = {
    "list": [], "tuple": (), "string": "", "bytes": b"", "range": range(0),
}  # fmt: skip


def item_at(items: Sequence[T], index: IntTerm, run: Run, thing: Callable[[T], object]) -> object:
    """The item at a position that is inside; ``thing`` makes a thing of an item."""
    if not isinstance(index, Term):
        return thing(items[index])
    if len(items) > MAX_CHARACTERS:
        raise UnmodelledError("an unknown index into a long sequence")
    cases = [(terms.eq(index, at), thing(item)) for at, item in enumerate(items)]
    possible = [case for case in cases if case[0] is not False]
    return chosen(possible, run)


def slice_indices(part: SliceThing, size: int, run: Run) -> tuple[int, int, int]:
    """Start, stop and step of a slice for a sequence of ``size`` items, as `slice.indices`."""
    step = 1 if part.step is None else settled(_slice_term(part.step), run)
    if step == 0:
        try:
            [][::0]
        except ValueError as raised:
            raise from_python(raised) from None
    lowest, highest = (0, size) if step > 0 else (-1, size - 1)
    start = (lowest if step > 0 else highest) if part.start is None else None
    stop = (highest if step > 0 else lowest) if part.stop is None else None
    if start is None:
        start = _clamped(part.start, size, lowest, highest, run)
    if stop is None:
        stop = _clamped(part.stop, size, lowest, highest, run)
    return start, stop, max(-_FAR, min(_FAR, step))


def _slice_term(bound: object) -> IntTerm:
    if not is_int(bound):
        raise error_untold("TypeError")
    return int_term(bound)


def _clamped(bound: object, size: int, lowest: int, highest: int, run: Run) -> int:
    number = _slice_term(bound)
    from_end = terms.add(number, size)
    low = terms.int_ite(terms.lt(from_end, lowest), lowest, from_end)
    high = terms.int_ite(terms.lt(highest, number), highest, number)
    return settled(terms.int_ite(terms.lt(number, 0), low, high), run)


def bound_indices(start: object, stop: object, size: int, run: Run) -> tuple[int, int]:
    """Start and stop as the str and list methods read them (`find`, `count`, `index`)."""
    found = slice_indices(SliceThing(start, stop, None), size, run)
    return found[0], found[1]
