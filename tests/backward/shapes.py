"""Pairs of Python objects of one shape (types and sizes), and the same as things.

The second object of a pair is the first with some scalars and characters changed, so that the
conditions of a run under the first often hold under the second as well."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

from engine.backward.inputs import Inputs, NoDomainError
from engine.backward.models.iterators import Iterator, items_of
from engine.backward.models.things import (
    BoolThing,
    BytesThing,
    DictThing,
    FloatThing,
    IntThing,
    ListThing,
    RangeThing,
    SetThing,
    SliceThing,
    StrThing,
    TupleThing,
    ViewThing,
)
from engine.backward.run import Run
from engine.backward.terms import Constant, Term
from engine.values import from_python

ALPHABET: Final = (
    "aAbBzZ01 9-+_,.:'\"\\\n\t\r\x1c\x85éßΣσςİıǅⅣ²٣ªʰ\u2028ﬁ𐐀𝟙\U0001f600\U00030000\ud800\0"
)
PLAIN: Final = "aAbB01 ,-"

Pair = tuple[Any, Any]


@st.composite
def pairs(draw: st.DrawFn, scalars: st.SearchStrategy[Any]) -> Pair:
    """Two of one strategy, equal half of the time."""
    first = draw(scalars)
    return first, draw(st.one_of(st.just(first), scalars))


INTS: Final = st.one_of(
    st.integers(-6, 12), st.sampled_from([2**31, -(2**63), 10**30, 255, 256, 0x10FFFF, 0x110000])
)
FLOATS: Final = st.one_of(
    st.sampled_from([0.0, -0.0, 1.0, 2.5, -3.0, math.nan, math.inf, -math.inf, 1e300, 5e-324]),
    st.floats(allow_subnormal=True),
)


def ints(low: int = -6, high: int = 12) -> st.SearchStrategy[Pair]:
    return pairs(st.integers(low, high))


def any_ints() -> st.SearchStrategy[Pair]:
    return pairs(INTS)


def bools() -> st.SearchStrategy[Pair]:
    return pairs(st.booleans())


def floats() -> st.SearchStrategy[Pair]:
    return pairs(FLOATS)


@st.composite
def texts(draw: st.DrawFn, most: int = 6, alphabet: str = ALPHABET) -> Pair:
    """Two strs of one length."""
    alphabet = draw(st.sampled_from([alphabet, PLAIN, PLAIN]))
    both = draw(st.lists(pairs(st.sampled_from(alphabet)), max_size=most))
    return "".join(a for a, _ in both), "".join(b for _, b in both)


@st.composite
def byte_texts(draw: st.DrawFn, most: int = 5) -> Pair:
    """Two bytes of one length."""
    both = draw(st.lists(pairs(st.sampled_from(b"aA1 ,\n\xff\0")), max_size=most))
    return bytes(a for a, _ in both), bytes(b for _, b in both)


@st.composite
def sequences(
    draw: st.DrawFn, items: st.SearchStrategy[Pair], kind: Callable[..., Any] = list, most: int = 5
) -> Pair:
    """Two lists (or others) of one length, the items at each place of one shape."""
    both = draw(st.lists(items, max_size=most))
    return kind(a for a, _ in both), kind(b for _, b in both)


@st.composite
def dicts(
    draw: st.DrawFn, keys: st.SearchStrategy[Pair], values: st.SearchStrategy[Pair], most: int = 4
) -> Pair:
    """Two dicts of one size; keys that fall together are left out on both sides."""
    found: Pair = ({}, {})
    for (key, other), (value, its) in draw(st.lists(st.tuples(keys, values), max_size=most)):
        if key not in found[0] and other not in found[1]:
            found[0][key] = value
            found[1][other] = its
    return found


@st.composite
def sets(draw: st.DrawFn, items: st.SearchStrategy[Pair], most: int = 4) -> Pair:
    """Two sets of one size."""
    ours, theirs = [], []
    for one, other in draw(st.lists(items, max_size=most)):
        if one not in ours and other not in theirs:
            ours.append(one)
            theirs.append(other)
    return Ordered(ours), Ordered(theirs)


class Ordered(list[Any]):
    """Stands for a set whose elements are known in an order: two of one shape have to have it."""


def keys() -> st.SearchStrategy[Pair]:
    return st.one_of(texts(2), ints(0, 4), bools())


def scalars() -> st.SearchStrategy[Pair]:
    return st.one_of(texts(3), any_ints(), bools(), floats(), st.just((None, None)))


def collections() -> st.SearchStrategy[Pair]:
    return st.one_of(
        sequences(ints()), sequences(texts(3)), sequences(scalars()), sequences(ints(), tuple),
        sequences(sequences(ints(), tuple, 2)), sets(ints(0, 5)), sets(texts(2)),
        dicts(keys(), scalars()), texts(),
    )  # fmt: skip


def things_of_shape() -> st.SearchStrategy[Pair]:
    return st.one_of(scalars(), collections(), byte_texts())


class Symbolic:
    """Pairs of objects as things over variables, with the values of both."""

    def __init__(self, *given: Pair) -> None:
        named = [(f"a{at}", plain(first)) for at, (first, _) in enumerate(given)]
        other = [(f"a{at}", plain(second)) for at, (_, second) in enumerate(given)]
        self.inputs = Inputs.of([(name, _value(thing)) for name, thing in named])
        second = Inputs.of([(name, _value(thing)) for name, thing in other])
        by_name = {term.name: value for term, value in second.values.items()}
        self.first: dict[Term, Constant] = self.inputs.values
        self.second: dict[Term, Constant] = {
            term: by_name[term.name] for term in self.inputs.variables
        }

    def things(self) -> list[object]:
        return self.inputs.things()

    @staticmethod
    def objects(*given: Pair, second: bool) -> list[Any]:
        """New objects of one side, for Python."""
        return [real(pair[1 if second else 0]) for pair in given]


def symbolic(*given: Pair) -> Symbolic | None:
    """None where such arguments have no domain."""
    try:
        return Symbolic(*given)
    except (NoDomainError, KeyError):
        return None


def plain(thing: Any) -> Any:
    return thing


def _value(thing: Any) -> Any:
    """The Value of an object, sets in their given order."""
    from engine.values import Mapping, Sequence, SetValue  # noqa: PLC0415

    if isinstance(thing, Ordered):
        return SetValue("set", tuple(_value(item) for item in thing))
    if isinstance(thing, list | tuple):
        return Sequence(type(thing).__name__, tuple(_value(item) for item in thing))
    if isinstance(thing, dict):
        return Mapping("dict", tuple((_value(k), _value(v)) for k, v in thing.items()))
    return from_python(thing)


def real(thing: Any) -> Any:
    """A new object like it."""
    if isinstance(thing, Ordered):
        return {real(item) for item in thing}
    if isinstance(thing, list | tuple):
        return type(thing)(real(item) for item in thing)
    if isinstance(thing, dict):
        return {real(key): real(value) for key, value in thing.items()}
    return thing


def back(thing: object, run: Run) -> Any:
    """The Python object of a thing under the values of a run; iterators as lists."""
    match thing:
        case IntThing(term=term) | BoolThing(term=term) | FloatThing(term=term):
            return run.value(term)
        case StrThing(chars=chars):
            return "".join(chr(int(run.value(char))) for char in chars)
        case BytesThing(chars=chars):
            return bytes(int(run.value(char)) for char in chars)
        case TupleThing(items=held):
            return tuple(back(item, run) for item in held)
        case ListThing(items=items):
            return [back(item, run) for item in items]
        case SetThing(items=items, frozen=frozen):
            made = [back(item, run) for item in items]
            return frozenset(made) if frozen else set(made)
        case DictThing(keys=keys_, values=values):
            return {back(k, run): back(v, run) for k, v in zip(keys_, values, strict=True)}
        case SliceThing(start=begin, stop=end, step=by):
            return slice(back(begin, run), back(end, run), back(by, run))
        case RangeThing(start=start, stop=stop, step=step):
            return range(int(run.value(start)), int(run.value(stop)), step)
        case ViewThing() | Iterator():
            return [back(item, run) for item in items_of(thing, run)]
        case _:
            return thing


def same(left: Any, right: Any) -> bool:
    """Equality by types and bits, in which dicts have an order."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        return (math.isnan(left) and math.isnan(right)) or struct.pack("<d", left) == struct.pack(
            "<d", right
        )
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return same(list(left.items()), list(right.items()))
    if isinstance(left, set | frozenset):
        return left == right and sorted(map(repr, left)) == sorted(map(repr, right))
    return bool(left == right)
