"""What every part of an evaluation uses: names, truth, Python's own operations on builtins."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from engine.claims.evaluator.builtin import refuse_nan_inside, thaw
from engine.claims.evaluator.outcomes import (
    MAX_ELEMENTS,
    PYTHON_ERRORS,
    Budget,
    Names,
    NoValue,
    Stop,
    raised,
    undecidable,
)
from engine.trace.trace import Missing
from engine.values import (
    Atom,
    Mapping,
    NotALiteral,
    Sequence,
    SetValue,
    Value,
    from_python,
    same_object,
)


class Core:
    """One evaluation, with its budget."""

    def __init__(self, names: Names, private: Callable[[str], str], budget: Budget) -> None:
        self._names = names
        self._private = private
        self._budget = budget

    def value(self, node: ast.expr, depth: int) -> Value:
        raise NotImplementedError  # by `Evaluation`

    def items(self, node: ast.expr, depth: int) -> Iterator[Value]:
        raise NotImplementedError  # by `Iterables`

    def _thaw(self, value: Value) -> object:
        return thaw(value, self._budget)

    def _python(self, compute: Callable[[], object]) -> Value:
        """What Python computes from builtins: it may raise, and must be small."""
        try:
            made = from_python(compute())
        except NotALiteral as error:
            raise undecidable(str(error)) from error
        except PYTHON_ERRORS as error:
            raise raised(error) from error
        if isinstance(made, Atom) and isinstance(made.payload, str | bytes):
            self._fits(len(made.payload))
        return made

    def _fits(self, elements: int) -> None:
        """Refuse what would be too large."""
        self._budget.touch(min(elements, MAX_ELEMENTS))
        if elements > MAX_ELEMENTS:
            raise undecidable("the result would exceed the evaluator's bounds")

    def _name(self, name: str) -> Value:
        return named(self._names, name)

    def _is_builtin(self, name: str) -> None:
        if self._names(name) is not Missing.BUILTIN:
            raise undecidable(f"`{name}` is a name of the program here")

    def _truth(self, value: Value) -> bool:
        match value:
            case Atom(payload=payload):
                # bool(NotImplemented) warns in 3.11 to 3.13, and is an error from 3.14 on.
                return bool(payload) if payload is not NotImplemented else True
            case Sequence(items=items) | SetValue(items=items):
                return bool(items)
            case Mapping(pairs=pairs):
                return bool(pairs)
            case _:
                raise undecidable("the truth value of this object is not known")

    def _mapping(self, pairs: list[tuple[Value, Value]]) -> Value:
        """The dict of the pairs, in their order: a later value takes the place of an earlier."""
        places: dict[object, int] = {}
        made: list[tuple[Value, Value]] = []
        for key, item in pairs:
            known = self._key(key)
            if known in places:
                place = places[known]
                made[place] = (made[place][0], item)
            else:
                places[known] = len(made)
                made.append((key, item))
        return Mapping("dict", tuple(made))

    def _key(self, value: Value) -> object:
        """A key of a dict or an element of a set, as Python compares it."""
        key = self._thaw(value)
        refuse_nan_inside([key])
        try:
            hash(key)
        except TypeError as error:
            raise raised(error) from error
        return key

    def _lookup(self, pairs: tuple[tuple[Value, Value], ...], key: Value) -> Value | None:
        """A dict's look-up: Python's `==` on builtin keys, identity on others."""
        self._budget.touch(len(pairs))
        for candidate, item in pairs:
            if same_object(candidate, key):
                return item
        wanted = self._key(key)
        undecided = False
        for candidate, item in pairs:
            if not _is_builtin_key(candidate):
                undecided = True
            elif self._thaw(candidate) == wanted:
                return item
        if undecided:
            raise undecidable("whether a key of this kind is equal is not known")
        return None


def named(names: Names, name: str) -> Value:
    """What the name is; raises `Stop`."""
    found = names(name)
    if found is Missing.UNBOUND:
        raise Stop(NoValue(f"`{name}` has no value"))
    if found is Missing.UNKNOWN or found is Missing.BUILTIN:
        raise undecidable(f"the value of `{name}` is not recorded")
    return found


def _is_builtin_key(value: Value) -> bool:
    match value:
        case Atom():
            return True
        case Sequence(type="tuple", items=items) | SetValue(type="frozenset", items=items):
            return all(map(_is_builtin_key, items))
        case _:
            return False
