"""Things without terms, handed to CPython's own operations and back.

Only operations of builtin types on builtin objects are done so: they run no code of the program.
What could take much memory or time is refused before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from engine.backward.models.things import (
    DictThing,
    ListThing,
    RangeThing,
    SetThing,
    SliceThing,
    TupleThing,
    UnmodelledError,
    from_python,
    is_concrete,
)
from engine.backward.terms import Term

_MAX_WIDTH: Final = 10_000
_MAX_RESULT: Final = 200_000
_MAX_RANGE: Final = 100_000

_NUMBER: Final = re.compile(r"[0-9]{5,}")


class NotConcreteError(Exception):
    """There is a term in it, or something that is no builtin."""


def to_builtin(thing: object) -> Any:
    """The builtin object that a thing without terms stands for, made anew; raises
    `NotConcreteError`."""
    if is_concrete(thing):
        return thing
    match thing:
        case TupleThing(items=items):
            return tuple(map(to_builtin, items))
        case ListThing(items=items):
            return list(map(to_builtin, items))
        case SetThing(items=items, frozen=frozen):
            kind = frozenset if frozen else set
            return kind(map(to_builtin, items))
        case DictThing(keys=keys, values=values):
            return dict(zip(map(to_builtin, keys), map(to_builtin, values), strict=True))
        case SliceThing(start=start, stop=stop, step=step):
            return slice(to_builtin(start), to_builtin(stop), to_builtin(step))
        case RangeThing(start=start, stop=stop, step=step):
            if isinstance(start, Term) or isinstance(stop, Term):
                raise NotConcreteError
            found = range(start, stop, step)
            if len(found) > _MAX_RANGE:
                raise NotConcreteError
            return found
        case _:
            raise NotConcreteError


def from_builtin(found: object) -> object:
    """The thing of a builtin object; raises `UnmodelledError` for others."""
    if is_concrete(found):
        return found
    if type(found) is tuple:
        return TupleThing(tuple(map(from_builtin, found)))
    if type(found) is list:
        return ListThing(list(map(from_builtin, found)))
    if type(found) is set or type(found) is frozenset:
        return SetThing(list(map(from_builtin, found)), type(found) is frozenset)
    if type(found) is dict:
        return DictThing(
            list(map(from_builtin, found.keys())), list(map(from_builtin, found.values()))
        )
    if type(found) is range:
        return RangeThing(found.start, found.stop, found.step)
    raise UnmodelledError(f"a result of class {type(found).__name__}")


def by_python(
    operation: Callable[..., object], args: Sequence[object], keywords: Mapping[str, object]
) -> object:
    """What a pure operation of builtins gives for things without terms; raises
    `NotConcreteError`, `PythonError`, `UnmodelledError`."""
    ours = [to_builtin(arg) for arg in args]
    named = {name: to_builtin(arg) for name, arg in keywords.items()}
    _check_cost(ours, named)
    try:
        found = operation(*ours, **named)
    except Exception as raised:  # noqa: BLE001  # whatever Python raises, the program raises
        raise from_python(raised) from None
    return from_builtin(found)


def _check_cost(args: Sequence[object], named: Mapping[str, object]) -> None:
    """Refuse what could be large: wide fields, texts multiplied by texts."""
    texts = 1
    for arg in (*args, *named.values()):
        if (
            isinstance(arg, int)
            and abs(arg) > _MAX_WIDTH
            and len(args) + len(named) > 1
            and any(isinstance(each, str | bytes) for each in args)
        ):
            raise UnmodelledError("a text operation with a large number")
        if isinstance(arg, str | bytes):
            texts *= len(arg) + 1
            if isinstance(arg, str) and _NUMBER.search(arg) and "{" in arg:
                raise UnmodelledError("a format with a large number")
    if texts > _MAX_RESULT and len(args) > 2:
        raise UnmodelledError("a text operation with a large result")
