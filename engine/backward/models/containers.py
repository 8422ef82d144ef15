"""Elements of lists, tuples, dicts and sets: read, written, deleted; and their operators."""

from __future__ import annotations

from collections.abc import Sequence

from engine.backward import terms
from engine.backward.models import texts
from engine.backward.models.comparing import (
    NO_MERGE,
    check_hashable,
    contains,
    equal_items,
    merged,
)
from engine.backward.models.iterators import items_of
from engine.backward.models.sequences import (
    index_term,
    item_at,
    repetitions,
    settled,
    slice_indices,
)
from engine.backward.models.things import (
    MAX_CHARACTERS,
    DictThing,
    ListThing,
    RangeThing,
    SetThing,
    SliceThing,
    TupleThing,
    UnmodelledError,
    ViewThing,
    error,
    error_untold,
    int_term,
    is_bytes,
    is_concrete,
    is_int,
    is_str,
    of_int,
)
from engine.backward.run import Run
from engine.backward.terms import BoolTerm, Term, or_


def subscript(container: object, key: object, run: Run) -> object:
    """``container[key]``; raises `PythonError`, `UnmodelledError`."""
    if is_str(container) or is_bytes(container):
        return texts.subscript(container, key, run)
    match container:
        case ListThing(items=items):
            if isinstance(key, SliceThing):
                return ListThing(list(_part(items, key, run)))
            return item_at(items, index_term(key, len(items), run, "list"), run, _same)
        case TupleThing(items=held):
            if isinstance(key, SliceThing):
                return TupleThing(tuple(_part(held, key, run)))
            return item_at(held, index_term(key, len(held), run, "tuple"), run, _same)
        case DictThing():
            found = lookup(container, key, run)
            if found is NO_MERGE:
                raise error("KeyError", key)
            return found
        case RangeThing(start=start, stop=stop, step=step) if not (
            isinstance(start, Term) or isinstance(stop, Term)
        ):
            numbers = range(start, stop, step)
            if isinstance(key, SliceThing):
                first, last, by = slice_indices(key, len(numbers), run)
                part = numbers[slice(first, None if last < 0 else last, by)]
                if first < 0:
                    raise UnmodelledError("an empty part of a range")
                return RangeThing(part.start, part.stop, part.step)
            at = index_term(key, len(numbers), run, "range")
            return of_int(terms.add(start, terms.mul(step, at)))
        case _ if is_concrete(container):
            raise error_untold("TypeError")
        case _:
            raise UnmodelledError(f"an element of a {type(container).__name__}")


def _same(item: object) -> object:
    return item


def _part(items: Sequence[object], key: SliceThing, run: Run) -> Sequence[object]:
    start, stop, step = slice_indices(key, len(items), run)
    return items[start : None if stop < 0 else stop : step] if start >= 0 else ()


def _places(key: SliceThing, size: int, run: Run) -> range:
    return range(*slice_indices(key, size, run))


# -- dicts ----------------------------------------------------------------------------------------


def _cases(of: DictThing, key: object, run: Run) -> list[BoolTerm]:
    """For each entry, whether it is the key's. No two are."""
    check_hashable(key)
    return [equal_items(key, each, run) for each in of.keys]


def lookup(of: DictThing, key: object, run: Run) -> object:
    """The value of a key, or `NO_MERGE` where it has none."""
    cases = _cases(of, key, run)
    if not run.decide(or_(*cases)):
        return NO_MERGE
    possible = [
        (case, value) for case, value in zip(cases, of.values, strict=True) if case is not False
    ]
    found = possible[-1][1]
    for case, value in reversed(possible[:-1]):
        found = merged(case, value, found)
        if found is NO_MERGE:
            return of.values[entry(of, key, run)]
    return found


def entry(of: DictThing, key: object, run: Run) -> int:
    """The number of the key's entry, or -1."""
    for at, case in enumerate(_cases(of, key, run)):
        if run.decide(case):
            return at
    return -1


def store_key(of: DictThing, key: object, value: object, run: Run) -> None:
    """``of[key] = value``: an entry keeps its place and its first key."""
    cases = _cases(of, key, run)
    if not run.decide(or_(*cases)):
        of.keys.append(key)
        of.values.append(value)
        return
    new = [
        old if case is False else merged(case, value, old)
        for case, old in zip(cases, of.values, strict=True)
    ]
    if NO_MERGE in new:
        of.values[entry(of, key, run)] = value
    else:
        of.values[:] = new


def delete_key(of: DictThing, key: object, run: Run) -> object:
    """``del of[key]``: gives the value, or raises KeyError."""
    at = entry(of, key, run)
    if at < 0:
        raise error("KeyError", key)
    del of.keys[at]
    return of.values.pop(at)


def update(of: DictThing, other: object, run: Run) -> None:
    """``of.update(other)`` of a dict or pairs."""
    if isinstance(other, DictThing):
        for key, value in list(zip(other.keys, other.values, strict=True)):
            store_key(of, key, value, run)
        return
    for pair in items_of(other, run):
        parts = items_of(pair, run)
        if len(parts) != 2:
            raise error_untold("ValueError")
        store_key(of, parts[0], parts[1], run)


# -- sets -----------------------------------------------------------------------------------------


def add_to(of: SetThing, item: object, run: Run) -> None:
    """``of.add(item)``."""
    if not run.decide(contains(of, item, run)):
        of.items.append(item)


def remove_from(of: SetThing, item: object, run: Run) -> bool:
    """Take an element out; whether it was there."""
    if not isinstance(item, SetThing):  # a set stands for its frozenset here
        check_hashable(item)
    for at, each in enumerate(of.items):
        if run.decide(equal_items(item, each, run)):
            del of.items[at]
            return True
    return False


def set_of(items: Sequence[object], run: Run, *, frozen: bool = False) -> SetThing:
    """A set of these items."""
    found = SetThing(frozen=frozen)
    for item in items:
        add_to(found, item, run)
    return found


def set_operation(sign: str, left: SetThing, right: SetThing, run: Run) -> SetThing:
    """``|``, ``&``, ``-`` or ``^`` of two sets; of the class of the left one."""
    ours = [(item, run.decide(contains(right, item, run))) for item in left.items]
    both = [item for item, shared in ours if shared]
    only = [item for item, shared in ours if not shared]
    match sign:
        case "&":
            found = both
        case "-":
            found = only
        case _:
            theirs = [item for item in right.items if not run.decide(contains(left, item, run))]
            found = [*(left.items if sign == "|" else only), *theirs]
    return SetThing(found, left.frozen)


# -- writing --------------------------------------------------------------------------------------


def store(container: object, key: object, value: object, run: Run) -> None:
    """``container[key] = value``; raises `PythonError`, `UnmodelledError`."""
    match container:
        case ListThing(items=items):
            if isinstance(key, SliceThing):
                _store_slice(container, key, items_of(value, run), run)
                return
            at = index_term(key, len(items), run, "assignment") if is_int(key) else None
            if at is None:
                raise error_untold("TypeError")
            _store_item(items, at, value, run)
        case DictThing():
            store_key(container, key, value, run)
        case TupleThing() | SetThing() | RangeThing() | ViewThing():
            raise error_untold("TypeError")
        case _ if is_concrete(container) or is_str(container) or is_bytes(container):
            raise error_untold("TypeError")
        case _:
            raise UnmodelledError(f"a store into a {type(container).__name__}")


def _store_item(items: list[object], at: terms.IntTerm, value: object, run: Run) -> None:
    if not isinstance(at, Term):
        items[at] = value
        return
    new = [merged(terms.eq(at, place), value, old) for place, old in enumerate(items)]
    if NO_MERGE in new:
        items[settled(at, run)] = value
    else:
        items[:] = new


def _store_slice(of: ListThing, key: SliceThing, values: list[object], run: Run) -> None:
    start, stop, step = slice_indices(key, len(of.items), run)
    if step == 1:
        of.items[start : max(start, stop)] = values
        return
    places = range(start, stop, step)
    if len(places) != len(values):
        raise error_untold("ValueError")
    for place, value in zip(places, values, strict=True):
        of.items[place] = value


def delete(container: object, key: object, run: Run) -> None:
    """``del container[key]``; raises `PythonError`, `UnmodelledError`."""
    match container:
        case ListThing(items=items):
            if isinstance(key, SliceThing):
                for place in sorted(_places(key, len(items), run), reverse=True):
                    del items[place]
                return
            del items[settled(index_term(key, len(items), run, "assignment"), run)]
        case DictThing():
            delete_key(container, key, run)
        case _ if is_concrete(container) or isinstance(container, TupleThing | SetThing):
            raise error_untold("TypeError")
        case _:
            raise UnmodelledError(f"a deletion in a {type(container).__name__}")


def pop_at(of: ListThing, index: object, run: Run) -> object:
    """``of.pop(index)``."""
    if not of.items:
        raise error("IndexError", "pop from empty list")
    size = len(of.items)
    if not is_int(index):
        raise error_untold("TypeError")
    number = int_term(index)
    inside = terms.and_(terms.le(-size, number), terms.lt(number, size))
    if not run.decide(inside):
        raise error("IndexError", "pop index out of range")
    return of.items.pop(settled(number, run))


# -- operators ------------------------------------------------------------------------------------


def repeated(items: Sequence[object], times: object, run: Run) -> list[object]:
    """The items of ``sequence * times``."""
    count = repetitions(times, run)
    if count * len(items) > MAX_CHARACTERS * 10:
        raise UnmodelledError("a long sequence")
    return list(items) * count
