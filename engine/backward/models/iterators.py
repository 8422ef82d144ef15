"""Iterators, and what a builtin gets when it goes over an iterable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from engine.backward import terms
from engine.backward.models.comparing import truth
from engine.backward.models.things import (
    MAX_CHARACTERS,
    BytesThing,
    DictThing,
    ListThing,
    RangeThing,
    SetThing,
    StrThing,
    TupleThing,
    UnmodelledError,
    ViewThing,
    chars_of,
    error,
    error_untold,
    is_concrete,
    of_chars,
    of_int,
)
from engine.backward.run import Role, Run
from engine.backward.terms import IntTerm


class ExhaustedError(Exception):
    """An iterator has no more items."""


class Iterator:
    """What `iter` gives: `advance` gives the next item, or raises `ExhaustedError`."""

    def advance(self, run: Run) -> object:
        raise NotImplementedError


class OverItems(Iterator):
    """Over items that cannot change."""

    def __init__(self, items: Sequence[object]) -> None:
        self._items = items
        self._at = 0

    def advance(self, run: Run) -> object:
        if self._at >= len(self._items):
            raise ExhaustedError
        self._at += 1
        return self._items[self._at - 1]


class OverList(Iterator):
    """Over a list, as it is at each moment."""

    def __init__(self, of: ListThing) -> None:
        self._of: ListThing | None = of
        self._at = 0

    def advance(self, run: Run) -> object:
        if self._of is None or self._at >= len(self._of.items):
            self._of = None  # it stays exhausted, also if the list grows
            raise ExhaustedError
        self._at += 1
        return self._of.items[self._at - 1]


class BackOverList(Iterator):
    """``reversed`` of a list."""

    def __init__(self, of: ListThing) -> None:
        self._of = of
        self._at = len(of.items) - 1

    def advance(self, run: Run) -> object:
        if not 0 <= self._at < len(self._of.items):
            self._at = -1
            raise ExhaustedError
        self._at -= 1
        return self._of.items[self._at + 1]


class OverDict(Iterator):
    """Over a dict's keys, values or pairs; a dict that changes its size meanwhile is an error."""

    def __init__(self, of: DictThing, kind: str, *, back: bool = False) -> None:
        self._of: DictThing | None = of
        self._size = len(of.keys)
        self._keys = list(of.keys)
        self._kind = kind
        self._back = back
        self._at = 0

    def advance(self, run: Run) -> object:
        of = self._of
        if of is None:
            raise ExhaustedError
        if len(of.keys) != self._size:
            self._size = -1  # and so it stays
            raise error("RuntimeError", "dictionary changed size during iteration")
        if any(now is not then for now, then in zip(of.keys, self._keys, strict=True)):
            # CPython goes on in its table of entries, whose holes are not modelled.
            raise UnmodelledError("a dict whose keys change while it is iterated over")
        if self._at >= self._size:
            self._of = None
            raise ExhaustedError
        at = self._size - 1 - self._at if self._back else self._at
        self._at += 1
        return dict_item(of, at, self._kind)


class OverRange(Iterator):
    """Over a range whose ends may be terms: whether an item comes is a condition. ``role`` is PATH
    where the program itself asks for the next item: then the answer is on its path."""

    def __init__(self, of: RangeThing) -> None:
        self.role = Role.CASE
        self._next = of.start
        self._of = of

    def advance(self, run: Run) -> object:
        number, stop = self._next, self._of.stop
        more = terms.lt(number, stop) if self._of.step > 0 else terms.lt(stop, number)
        if not run.decide(more, self.role):
            raise ExhaustedError
        self._next = terms.add(number, self._of.step)
        return of_int(number)


class Enumerate(Iterator):
    """What `enumerate` gives."""

    def __init__(self, of: Iterator, start: IntTerm) -> None:
        self.of = of
        self._number = start

    def advance(self, run: Run) -> object:
        item = self.of.advance(run)
        number, self._number = self._number, terms.add(self._number, 1)
        return TupleThing((of_int(number), item))


class Zip(Iterator):
    """What `zip` gives."""

    def __init__(self, of: Sequence[Iterator], *, strict: bool) -> None:
        self._of = of
        self._strict = strict

    def advance(self, run: Run) -> object:
        if not self._of:
            raise ExhaustedError
        found: list[object] = []
        for place, each in enumerate(self._of):
            try:
                found.append(each.advance(run))
            except ExhaustedError:
                if self._strict and (place or self._rest_go_on(run)):
                    raise error_untold("ValueError") from None
                raise
        return TupleThing(tuple(found))

    def _rest_go_on(self, run: Run) -> bool:
        for each in self._of[1:]:
            try:
                each.advance(run)
            except ExhaustedError:
                continue
            return True
        return False


class Map(Iterator):
    """What `map` gives: the function is called for each item when it is asked for."""

    def __init__(self, function: object, of: Sequence[Iterator]) -> None:
        self._function = function
        self._of = of

    def advance(self, run: Run) -> object:
        return run.call(self._function, tuple(each.advance(run) for each in self._of))


class Filter(Iterator):
    """What `filter` gives."""

    def __init__(self, function: object, of: Iterator) -> None:
        self._function = function
        self._of = of

    def advance(self, run: Run) -> object:
        while True:
            item = self._of.advance(run)
            kept = item if self._function is None else run.call(self._function, (item,))
            if run.decide(truth(kept)):
                return item


class Resumed(Iterator):
    """A generator of the program; ``resume`` replays it up to its next `yield`."""

    def __init__(self, resume: Callable[[], object]) -> None:
        self._resume = resume

    def advance(self, run: Run) -> object:
        return self._resume()


def dict_item(of: DictThing, at: int, kind: str) -> object:
    """What a view of a kind shows of an entry."""
    match kind:
        case "keys":
            return of.keys[at]
        case "values":
            return of.values[at]
        case _:
            return TupleThing((of.keys[at], of.values[at]))


def iterate(thing: object, run: Run) -> Iterator:
    """``iter(thing)``; raises `PythonError`, `UnmodelledError`."""
    match thing:
        case Iterator():
            return thing
        case ListThing():
            return OverList(thing)
        case TupleThing(items=items):
            return OverItems(items)
        case DictThing():
            return OverDict(thing, "keys")
        case ViewThing(of=of, kind=kind):
            return OverDict(of, kind)
        case RangeThing():
            return OverRange(thing)
        case str() | StrThing():
            return OverItems([of_chars([char]) for char in chars_of(thing)])
        case bytes() | BytesThing():
            return OverItems([of_int(char) for char in chars_of(thing)])
        case SetThing(items=items):
            if len(items) > 1:
                raise UnmodelledError("the order of a set")
            return OverItems(list(items))
        case _ if is_concrete(thing):
            raise error_untold("TypeError")
        case _:
            raise UnmodelledError(f"iteration over a {type(thing).__name__}")


MAX_ITEMS: Final = 10 * MAX_CHARACTERS


def items_of(thing: object, run: Run, *, any_order: bool = False) -> list[object]:
    """All items, as a builtin gets them that goes over an iterable. ``any_order``: what is done
    with them is the same for each order."""
    if any_order and isinstance(thing, SetThing):
        return list(thing.items)
    over = iterate(thing, run)
    found: list[object] = []
    while True:
        try:
            found.append(over.advance(run))
        except ExhaustedError:
            return found
        if len(found) > MAX_ITEMS:
            raise UnmodelledError("a long iteration")


def reverse(thing: object, run: Run) -> Iterator:
    """``reversed(thing)``; raises `PythonError`, `UnmodelledError`."""
    match thing:
        case ListThing():
            return BackOverList(thing)
        case DictThing():
            return OverDict(thing, "keys", back=True)
        case ViewThing(of=of, kind=kind):
            return OverDict(of, kind, back=True)
        case RangeThing(start=start, stop=stop, step=step) if not isinstance(
            start, terms.Term
        ) and not isinstance(stop, terms.Term):
            back = range(start, stop, step)[::-1]
            return OverRange(RangeThing(back.start, back.stop, back.step))
        case TupleThing() | str() | StrThing() | bytes() | BytesThing():
            return OverItems(items_of(thing, run)[::-1])
        case RangeThing():
            raise UnmodelledError("a reversed range with unknown ends")
        case _ if is_concrete(thing) or isinstance(thing, SetThing | Iterator):
            raise error_untold("TypeError")
        case _:
            raise UnmodelledError(f"`reversed` of a {type(thing).__name__}")
