"""The table of effects, entry by entry: what it calls harmless is called with all that fits, and
everything that the call was given is compared before and after, object by object."""

from __future__ import annotations

import contextlib
import io
import itertools
import math
import operator
import string
import sys
import types
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.capture import effects
from engine.capture.effects import (
    SUBSCRIPTING_FUNCTIONS,
    SUBSCRIPTING_METHODS,
    Effect,
    of_function,
    of_method,
)

MAKERS: dict[str, Callable[[], Any]] = {
    "list": lambda: [3, 1, 2, 1],
    "dict": lambda: {1: "one", "a": [1]},
    "set": lambda: {1, 2, "a"},
    "frozenset": lambda: frozenset({1, 2}),
    "deque": lambda: deque([1, 2, 3], 5),
    "bytearray": lambda: bytearray(b"ab 1"),
    "array": lambda: array("i", [1, 2, 3]),
    "defaultdict": lambda: defaultdict(list, {1: [2]}),
    "Counter": lambda: Counter("abca"),
    "OrderedDict": lambda: OrderedDict([(1, 2), ("a", 3)]),
    "str": lambda: "ab {0} 1",
    "bytes": lambda: b"ab 1",
    "tuple": lambda: (1, [2]),
    "range": lambda: range(3),
}
"""Receivers; and arguments, beside those of `PLAIN`."""

PLAIN: tuple[Any, ...] = (0, 1, 2, -1, 2.5, True, None, "", "a", "ab", "utf-8", b"a", 97)

FUNCTIONS: tuple[Any, ...] = (abs, len, str, operator.add)

SKIPPED = frozenset(
    """
    time.sleep time.settime time.tzset time.clock_settime time.clock_settime_ns
    time.pthread_getcpuclockid builtins.input builtins.breakpoint
    builtins.__build_class__ builtins.__import__ builtins.globals builtins.locals builtins.vars
    """.split()
)
"""What waits, reads or is about the machine; what gives the namespaces of whoever calls it."""


def inside(thing: Any) -> Any:
    """What an object holds: objects by identity, one level after the other."""
    if isinstance(thing, dict):
        return [(id(key), id(value), inside(value)) for key, value in dict.items(thing)]
    if isinstance(thing, set | frozenset):
        return sorted(map(id, thing))
    if isinstance(thing, list | tuple | deque):
        return [(id(each), inside(each)) for each in thing]
    if isinstance(thing, bytearray | array):
        return bytes(thing)
    return id(thing)


def arguments(most: int, subscripting: bool) -> Iterator[tuple[Any, ...]]:
    """``subscripting``: what takes items from an argument. A defaultdict adds them then, so that
    probes ask for one (`effects.SUBSCRIPTING_METHODS`); it is not given here."""
    yield ()
    kinds = [kind for kind in MAKERS if not (subscripting and kind == "defaultdict")]
    things = [*PLAIN, *FUNCTIONS, *(MAKERS[kind]() for kind in kinds)]
    yield from ((each,) for each in things)
    if most >= 2:
        yield from itertools.product(things, repeat=2)


def harmless(call: Callable[..., Any], receiver: Any, most: int) -> int:
    """Call with all arguments that fit; how many calls went well. Nothing given may change."""
    went_well = 0
    name = getattr(call, "__name__", "")
    subscripting = name in SUBSCRIPTING_METHODS or id(call) in SUBSCRIPTING_FUNCTIONS
    for args in arguments(most, subscripting):
        before = inside(receiver), inside(args)
        with contextlib.suppress(Exception):
            result = call(*args)
            went_well += 1
            if isinstance(result, Iterator):
                with contextlib.suppress(Exception):
                    list(itertools.islice(result, 5))
        assert (inside(receiver), inside(args)) == before, (call, args)
    return went_well


def methods() -> list[tuple[str, str]]:
    return [
        (kind, name)
        for kind, make in MAKERS.items()
        for name in sorted(effects._READING)
        if hasattr(make(), name)
        and kind not in {"tuple", "range"}
        # `Probes._of_receiver` tells this one apart; see test_shadow
        and (kind, name) != ("defaultdict", "__getitem__")
    ]


@pytest.mark.parametrize(("kind", "name"), methods())
def test_a_reading_method_changes_nothing(kind: str, name: str) -> None:
    assert of_method(name) is Effect.NOTHING
    receiver = MAKERS[kind]()
    went_well = harmless(getattr(receiver, name), receiver, 2)
    assert went_well > 0 or name == "__hash__"  # of any object


@pytest.mark.parametrize("kind", ["str", "bytes"])
def test_every_method_of_texts_changes_nothing(kind: str) -> None:
    receiver = MAKERS[kind]()
    for name in dir(receiver):
        if name not in {"__class__", "__init_subclass__", "__subclasshook__", "__new__"}:
            harmless(getattr(receiver, name), receiver, 1)


def functions() -> dict[str, Any]:
    modules = [math, operator, sys.modules["builtins"]]
    for name in sorted(effects._C_MODULES):
        __import__(name)
        modules.append(sys.modules[name])
    found: dict[str, Any] = {}
    for module in modules:
        for name, thing in vars(module).items():
            if type(thing) is types.BuiltinFunctionType and of_function(thing) is Effect.NOTHING:
                found[f"{module.__name__}.{name}"] = thing
    for kind in (str, bytes, bytearray):
        found[f"{kind.__name__}.maketrans"] = kind.maketrans
    return {name: found[name] for name in sorted(found) if name not in SKIPPED}


@pytest.mark.parametrize("name", functions())
def test_a_function_without_effect_changes_nothing_that_it_is_given(name: str) -> None:
    function = functions()[name]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        harmless(function, None, 2)


def constructors() -> dict[str, Any]:
    things = (*vars(sys.modules["builtins"]).values(), *vars(itertools).values(),
              deque, Counter, OrderedDict, array)  # fmt: skip
    found = {thing.__name__: thing for thing in things if id(thing) in effects.CONSTRUCTORS}
    assert set(map(id, found.values())) == effects.CONSTRUCTORS
    del found["type"]  # it makes classes of what it is given
    return {name: found[name] for name in sorted(found)}


@pytest.mark.parametrize("name", constructors())
def test_a_constructor_changes_nothing_that_it_is_given(name: str) -> None:
    harmless(constructors()[name], None, 2)


def test_functions_of_python_without_effect() -> None:
    capwords: Any = string.capwords
    assert harmless(capwords, None, 2) > 0
    assert of_function(capwords) is Effect.NOTHING
