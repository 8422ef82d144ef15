"""What builtin functions, methods and types may change: the table of effects.

Only what stands here is taken to be harmless, or to change its receiver alone. Everything
else is unknown, and everything that an unknown callee can reach is compared in full. Looked
up by identity of the callable or by exact type, never by a name that a program could reuse.
"""

from __future__ import annotations

import builtins
import collections
import copy
import functools
import itertools
import math
import operator
import string
import types
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable
from enum import Enum
from typing import Final

globals()["__builtins__"] = {**vars(builtins)}  # a program may replace those of the interpreter


class Effect(Enum):
    """What a call may change. Closed."""

    NOTHING = "nothing"
    RECEIVER = "receiver"  #: the object whose method it is, at once
    RECEIVER_CALLING = "receiver-calling"  #: likewise, and it may call back in the midst of it
    FIRST = "first"  #: its first argument (a function, not a method)
    UNKNOWN = "unknown"


MUTABLE: Final = frozenset(
    map(id, (list, dict, set, deque, bytearray, array, defaultdict, Counter, OrderedDict))
)
"""Ids of the exact builtin types whose contents can change."""

_CHANGING: Final = frozenset(
    """
    append insert pop clear reverse __setitem__ __delitem__ __imul__ appendleft popleft rotate
    popitem fromlist frombytes byteswap __setattr__ __delattr__
    """.split()
)

_CHANGING_AND_CALLING: Final = frozenset(
    """
    sort extend extendleft update setdefault add discard remove difference_update
    intersection_update symmetric_difference_update move_to_end subtract __iadd__ __ior__
    __iand__ __isub__ __ixor__ __init__ fromkeys
    """.split()
)

_READING: Final = frozenset(
    """
    index count copy get keys values items difference intersection symmetric_difference union
    isdisjoint issubset issuperset most_common elements total tolist tobytes decode encode find
    rfind rindex startswith endswith split rsplit join replace strip lstrip rstrip upper lower
    casefold hex isalpha isdigit isdecimal isnumeric isalnum isspace isupper islower istitle isascii
    isidentifier isprintable title capitalize swapcase center ljust rjust zfill partition rpartition
    splitlines translate expandtabs removeprefix removesuffix
    __len__ __getitem__ __contains__ __iter__ __reversed__ __eq__ __ne__ __lt__ __le__ __gt__
    __ge__ __add__ __mul__ __rmul__ __or__ __ror__ __and__ __sub__ __xor__ __repr__ __str__
    __hash__ __sizeof__ __format__ __class_getitem__ __copy__
    """.split()
)


def of_method(name: str) -> Effect:
    """The effect of a method of a type of `MUTABLE`."""
    if name in _READING:
        return Effect.NOTHING
    if name in _CHANGING:
        return Effect.RECEIVER
    if name in _CHANGING_AND_CALLING:
        return Effect.RECEIVER_CALLING
    return Effect.UNKNOWN


SETTING: Final = frozenset(("__setattr__", "__delattr__"))
"""Methods that every object has, and that change it."""

CHANGING_EXCEPTIONS: Final = SETTING | {"__init__", "__setstate__"}
"""Methods of builtin exceptions that change what these hold."""

TEXTS: Final = frozenset(map(id, (str, bytes)))

SUBSCRIPTING_METHODS: Final = frozenset(("format", "format_map", "translate", "__mod__"))
"""Methods of `TEXTS` that may take items from an argument, which a defaultdict adds then."""

SUBSCRIPTING_FUNCTIONS: Final = frozenset(map(id, (operator.getitem, operator.mod, operator.imod)))
"""Functions that may do so."""

CHANGING_NAMES: Final = _CHANGING | _CHANGING_AND_CALLING | {"__dict__"}
"""Names under which a method that changes its object is found, or the table of all."""

_PURE_BUILTINS: Final = """
    abs all any ascii bin callable chr dir divmod format globals hasattr hash hex id input
    isinstance issubclass iter len locals max min next oct ord pow print repr round sorted sum
    vars getattr __build_class__ __import__
""".split()

_C_MODULES: Final = frozenset(
    """
    math cmath time _bisect _functools _operator unicodedata binascii zlib _struct _json
    _statistics _random _sre itertools
    """.split()
)
"""C modules whose functions change none of their arguments, `_FIRST` apart."""

_FIRST: Final = frozenset(
    """
    heappush heappop heapify heapreplace heappushpop _heapreplace_max _heapify_max _heappop_max
    insort insort_left insort_right setitem delitem iadd iconcat iand ior ixor isub imul
    setattr delattr
    """.split()
)

_PYTHON_MODULES: Final = frozenset(("re", "string", "textwrap", "statistics", "fractions"))
"""Modules of the standard library whose Python functions change none of their arguments."""


def _known_functions() -> dict[int, Effect]:
    found: dict[int, Effect] = {
        id(getattr(builtins, name)): Effect.NOTHING for name in _PURE_BUILTINS
    }
    for module in (math, operator):
        for thing in vars(module).values():
            if type(thing) is types.BuiltinFunctionType:
                known = Effect.FIRST if thing.__name__ in _FIRST else Effect.NOTHING
                found[id(thing)] = known
    for name in ("setattr", "delattr"):
        found[id(getattr(builtins, name))] = Effect.FIRST
    for kind in (Counter, defaultdict, OrderedDict):
        for base in kind.__mro__:
            for name, thing in vars(base).items():
                if isinstance(thing, types.FunctionType):
                    effect = of_method(name)
                    found[id(thing)] = Effect.FIRST if effect is not Effect.NOTHING else effect
    for maketrans in (str.maketrans, bytes.maketrans, bytearray.maketrans):
        found[id(maketrans)] = Effect.NOTHING
    found[id(copy.copy)] = Effect.NOTHING
    found[id(string.capwords)] = Effect.NOTHING
    found[id(functools.reduce)] = Effect.NOTHING
    found[id(collections.namedtuple)] = Effect.NOTHING  # noqa: PYI024  # what programs call
    return found


_KNOWN: Final = _known_functions()


def of_function(function: types.FunctionType | types.BuiltinFunctionType) -> Effect:
    """The effect of a function of C (not a bound method), or of the standard library."""
    known = _KNOWN.get(id(function))
    if known is not None:
        return known
    module = function.__module__
    if type(module) is not str:
        return Effect.UNKNOWN
    if type(function) is types.BuiltinFunctionType:
        if function.__name__ in _FIRST and module in ("_heapq", "_bisect", "_operator"):
            return Effect.FIRST
        return Effect.NOTHING if module in _C_MODULES else Effect.UNKNOWN
    # A program can give its function this `__module__`; its own functions are never asked for.
    return Effect.NOTHING if module in _PYTHON_MODULES else Effect.UNKNOWN


def _types_of(*modules: types.ModuleType) -> set[type]:
    return {thing for module in modules for thing in vars(module).values() if type(thing) is type}


ATOMIC: Final = frozenset(
    map(
        id,
        (type(None), bool, int, float, complex, str, bytes, type(...), type(NotImplemented)),
    )
)

PLAIN: Final = (
    ATOMIC
    | MUTABLE
    | frozenset(map(id, (tuple, frozenset, range, slice, types.ModuleType, types.CellType)))
)
"""Ids of the exact types whose objects run nothing but the methods of what they contain."""

_EXCEPTIONS: Final = {
    thing
    for thing in vars(builtins).values()
    if type(thing) is type and issubclass(thing, BaseException)
}

_NEVER_CALLED: Final = {defaultdict}  # its look-ups change it: see `engine.capture.probes`

CONSTRUCTORS: Final = frozenset(
    map(
        id,
        {
            int, float, str, bool, list, tuple, dict, set, frozenset, bytes, bytearray, complex,
            range, enumerate, zip, map, filter, reversed, slice, type, object, property,
            staticmethod, classmethod, super, deque, Counter, OrderedDict, array,
        }
        | _types_of(itertools)
        | _EXCEPTIONS - _NEVER_CALLED,
    )
)  # fmt: skip
"""Ids of the types that make an object and change none of their arguments."""

CALLS_ARGUMENTS: Final = frozenset((max, min, sorted))
"""Builtins of `BY_NAME` that call what they are given by keyword."""

BY_NAME: Final[dict[str, object]] = {
    name: getattr(builtins, name)
    for name in """
        abs all any ascii bin bool bytearray bytes callable chr complex dict divmod enumerate float
        format frozenset hash hex id int isinstance issubclass iter len list max min next oct ord
        pow print range repr reversed round set slice sorted str sum tuple zip
    """.split()
} | {kind.__name__: kind for kind in _EXCEPTIONS}
"""Builtins that change none of their arguments and call none, as programs name them."""

_ITERABLES: Final[tuple[Iterable[object], ...]] = (
    [], (), {}, set(), "", "é", b"", bytearray(), range(0), range(1 << 70), {}.keys(),
    {}.values(), {}.items(), deque(), array("b"), reversed([]), OrderedDict(),
    OrderedDict().items(), OrderedDict().values(), reversed({}), reversed(()), reversed(range(0)),
)  # fmt: skip

_ITERATORS: Final = {type(iter(thing)) for thing in _ITERABLES}

VIEWS: Final = frozenset(
    map(id, _ITERATORS | {type({}.keys()), type({}.values()), type({}.items())})
) | frozenset(
    map(
        id,
        (type(OrderedDict().keys()), type(OrderedDict().values()), type(OrderedDict().items())),
    )
)
"""Ids of the types of iterators and views over one builtin container."""

LAZY: Final = frozenset(map(id, {map, filter, zip, enumerate, reversed, *_types_of(itertools)}))
"""Ids of the types whose objects call, when asked for an item, what they were made with."""

HANDING_ON: Final = frozenset(map(id, (enumerate, zip, itertools.islice, itertools.cycle)))
"""Ids of those that call nothing but the iterators which they were made with."""

EXCEPTIONS: Final = frozenset(map(id, _EXCEPTIONS))
