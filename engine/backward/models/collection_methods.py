"""Methods of list, tuple, dict and set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from engine.backward import terms
from engine.backward.models.arguments import Arguments
from engine.backward.models.comparing import (
    NO_MERGE,
    check_hashable,
    contains,
    equal_items,
    ordered,
    truth,
)
from engine.backward.models.containers import (
    add_to,
    delete_key,
    entry,
    lookup,
    pop_at,
    remove_from,
    set_of,
    set_operation,
    store_key,
    update,
)
from engine.backward.models.iterators import items_of
from engine.backward.models.sequences import bound_indices
from engine.backward.models.sorting import sort
from engine.backward.models.things import (
    DictThing,
    ListThing,
    SetThing,
    TupleThing,
    UnmodelledError,
    ViewThing,
    error,
    error_untold,
    is_int,
    of_bool,
    of_int,
)
from engine.backward.run import Run

Keywords: TypeAlias = Mapping[str, object]
Args: TypeAlias = Sequence[object]


def call(name: str, owner: object, args: Args, keywords: Keywords, run: Run) -> object:
    """``owner.name(*args, **keywords)``; raises `PythonError`, `UnmodelledError`."""
    match owner:
        case ListThing():
            if not hasattr(list, name):
                raise error_untold("AttributeError")
            method = _LIST.get(name)
            if method is None:
                raise UnmodelledError(f"`list.{name}`")
            return method(owner, args, keywords, run)
        case DictThing():
            if not hasattr(dict, name):
                raise error_untold("AttributeError")
            of_dict = _DICT.get(name)
            if of_dict is None:
                raise UnmodelledError(f"`dict.{name}`")
            return of_dict(owner, args, keywords, run)
        case SetThing():
            return _set_method(name, owner, args, keywords, run)
        case TupleThing(items=items):
            if not hasattr(tuple, name):
                raise error_untold("AttributeError")
            given = Arguments(args, keywords, least=1, most=3)
            if name == "count":
                return _count_in(items, given.get(0), run)
            if name == "index":
                return _index_in(items, given, run, "tuple.index(x): x not in tuple")
            raise UnmodelledError(f"`tuple.{name}`")
        case _:
            raise UnmodelledError(f"a method of a {type(owner).__name__}")


# -- lists ----------------------------------------------------------------------------------------


def _append(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    of.items.append(Arguments(args, keywords, least=1, most=1).get(0))
    return None


def _extend(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    source = Arguments(args, keywords, least=1, most=1).get(0)
    of.items.extend(list(of.items) if source is of else items_of(source, run))
    return None


def _insert(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=2, most=2)
    if not is_int(given.get(0)):
        raise error_untold("TypeError")
    of.items.insert(_clamped(given.get(0), len(of.items), run), given.get(1))
    return None


def _clamped(index: object, size: int, run: Run) -> int:
    """The place that `list.insert` takes an index for."""
    return bound_indices(index, None, size, run)[0]


def _pop(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    return pop_at(of, Arguments(args, keywords, most=1).get(0, -1), run)


def _remove(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    item = Arguments(args, keywords, least=1, most=1).get(0)
    for at, each in enumerate(of.items):
        if run.decide(equal_items(each, item, run)):
            del of.items[at]
            return None
    raise error("ValueError", "list.remove(x): x not in list")


def _index(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=1, most=3)
    return _index_in(of.items, given, run, None)


def _index_in(items: Args, given: Arguments, run: Run, message: str | None) -> object:
    start, stop = bound_indices(given.get(1), given.get(2), len(items), run)
    found: terms.IntTerm = -1
    cases = [equal_items(each, given.get(0), run) for each in items[start : max(start, stop)]]
    for at in reversed(range(len(cases))):
        found = terms.int_ite(cases[at], start + at, found)
    if run.decide(terms.lt(found, 0)):
        # The message of a list has the item in it.
        raise error_untold("ValueError") if message is None else error("ValueError", message)
    return of_int(found)


def _count(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    return _count_in(of.items, Arguments(args, keywords, least=1, most=1).get(0), run)


def _count_in(items: Args, item: object, run: Run) -> object:
    return of_int(terms.add(*(terms.of_bool(equal_items(each, item, run)) for each in items)))


def _reverse(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    Arguments(args, keywords)
    of.items.reverse()
    return None


def sorted_items(items: Args, keywords: Keywords, run: Run) -> list[object]:
    """Sorted as the keywords ``key`` and ``reverse`` ask."""
    unknown = set(keywords) - {"key", "reverse"}
    if unknown:
        raise error_untold("TypeError")
    function = keywords.get("key")
    back = run.decide(truth(keywords.get("reverse", False)))
    keys = list(items)
    if function is not None:
        keys = [run.call(function, (item,)) for item in items]
    return sort(items, keys, run, back=back)


def _sort(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    Arguments(args, {})
    # CPython empties the list while it sorts; what key functions see of it is not modelled.
    items = list(of.items)
    found = sorted_items(items, keywords, run)
    if len(of.items) != len(items):
        raise UnmodelledError("a list that changes while it is sorted")
    of.items[:] = found
    return None


def _copy(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    Arguments(args, keywords)
    return ListThing(list(of.items))


def _clear(of: ListThing, args: Args, keywords: Keywords, run: Run) -> object:
    Arguments(args, keywords)
    of.items.clear()
    return None


_LIST: Final[dict[str, Callable[[ListThing, Args, Keywords, Run], object]]] = {
    "append": _append, "extend": _extend, "insert": _insert, "pop": _pop, "remove": _remove,
    "index": _index, "count": _count, "reverse": _reverse, "sort": _sort, "copy": _copy,
    "clear": _clear,
}  # fmt: skip


# -- dicts ----------------------------------------------------------------------------------------


def _get(of: DictThing, args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=1, most=2)
    found = lookup(of, given.get(0), run)
    return given.get(1) if found is NO_MERGE else found


def _setdefault(of: DictThing, args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=1, most=2)
    found = lookup(of, given.get(0), run)
    if found is not NO_MERGE:
        return found
    store_key(of, given.get(0), given.get(1), run)
    return given.get(1)


def _dict_pop(of: DictThing, args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, keywords, least=1, most=2)
    check_hashable(given.get(0))
    if entry(of, given.get(0), run) < 0 and given.has(1):
        return given.get(1)
    return delete_key(of, given.get(0), run)


def _popitem(of: DictThing, args: Args, keywords: Keywords, run: Run) -> object:
    Arguments(args, keywords)
    if not of.keys:
        raise error("KeyError", "popitem(): dictionary is empty")
    return TupleThing((of.keys.pop(), of.values.pop()))


def _view(kind: str) -> Callable[[DictThing, Args, Keywords, Run], object]:
    def view(of: DictThing, args: Args, keywords: Keywords, run: Run) -> object:
        Arguments(args, keywords)
        return ViewThing(of, kind)

    return view


def _update(of: DictThing, args: Args, keywords: Keywords, run: Run) -> object:
    given = Arguments(args, {}, most=1)
    if given.has(0):
        update(of, given.get(0), run)
    for name, value in keywords.items():
        store_key(of, name, value, run)
    return None


def _dict_copy(of: DictThing, args: Args, keywords: Keywords, run: Run) -> object:
    Arguments(args, keywords)
    return DictThing(list(of.keys), list(of.values))


def _dict_clear(of: DictThing, args: Args, keywords: Keywords, run: Run) -> object:
    Arguments(args, keywords)
    of.keys.clear()
    of.values.clear()
    return None


def fromkeys(args: Args, keywords: Keywords, run: Run) -> DictThing:
    """``dict.fromkeys``."""
    given = Arguments(args, keywords, least=1, most=2)
    found = DictThing()
    for key in items_of(given.get(0), run):
        store_key(found, key, given.get(1), run)
    return found


def _fromkeys(of: DictThing, args: Args, keywords: Keywords, run: Run) -> object:
    return fromkeys(args, keywords, run)


_DICT: Final[dict[str, Callable[[DictThing, Args, Keywords, Run], object]]] = {
    "get": _get, "setdefault": _setdefault, "pop": _dict_pop, "popitem": _popitem,
    "keys": _view("keys"), "values": _view("values"), "items": _view("items"),
    "update": _update, "copy": _dict_copy, "clear": _dict_clear, "fromkeys": _fromkeys,
}  # fmt: skip


# -- sets -----------------------------------------------------------------------------------------

_OPERATIONS: Final = {
    "union": "|", "intersection": "&", "difference": "-", "symmetric_difference": "^",
}  # fmt: skip
_UPDATES: Final = {
    "update": "|", "intersection_update": "&", "difference_update": "-",
    "symmetric_difference_update": "^",
}  # fmt: skip
_ORDERS: Final = {"issubset": "<=", "issuperset": ">="}
_CHANGES: Final = frozenset({"add", "remove", "discard", "pop", "clear"})


def _set_method(name: str, of: SetThing, args: Args, keywords: Keywords, run: Run) -> object:
    if not hasattr(frozenset if of.frozen else set, name):
        raise error_untold("AttributeError")
    if keywords:
        raise error_untold("TypeError")
    if name in _CHANGES:
        return _change(name, of, args, run)
    if name in _ORDERS:
        other = _as_set(Arguments(args, {}, least=1, most=1).get(0), run)
        return of_bool(ordered(_ORDERS[name], of, other, run))
    if name == "isdisjoint":
        other = _as_set(Arguments(args, {}, least=1, most=1).get(0), run)
        return of_bool(terms.not_(terms.or_(*(contains(other, item, run) for item in of.items))))
    if name == "copy":
        return SetThing(list(of.items), of.frozen)
    sign = _OPERATIONS.get(name) or _UPDATES.get(name)
    if sign is None or (sign == "^" and len(args) != 1):
        raise UnmodelledError(f"`set.{name}`")
    found = SetThing(list(of.items), of.frozen)
    for arg in args:
        found = set_operation(sign, found, _as_set(arg, run), run)
    if name in _OPERATIONS:
        return found
    of.items[:] = found.items
    return None


def _as_set(thing: object, run: Run) -> SetThing:
    if isinstance(thing, SetThing):
        return thing
    return set_of(items_of(thing, run, any_order=True), run)


def _change(name: str, of: SetThing, args: Args, run: Run) -> object:
    given = Arguments(args, {}, least=0 if name in {"pop", "clear"} else 1, most=1)
    match name:
        case "add":
            add_to(of, given.get(0), run)
        case "remove":
            if not remove_from(of, given.get(0), run):
                raise error("KeyError", given.get(0))
        case "discard":
            remove_from(of, given.get(0), run)
        case "clear":
            of.items.clear()
        case _:
            if len(of.items) > 1:
                raise UnmodelledError("which element a set gives first")
            if not of.items:
                raise error("KeyError", "pop from an empty set")
            return of.items.pop()
    return None
