"""Things: Python objects of a replay, some of them with terms inside.

An immutable builtin without terms (``None``, a number, a str, bytes) stands for itself. What has
terms in it is one of the classes here; so is everything mutable, whose identity is that of the
Python object that stands for it: two names of one list are two references to one `ListThing`.

The *shape* is concrete: how many characters a str has, how many items a list, in which order and
of which types. Only scalars and characters are terms. Where an operation's result could have
several shapes, the model asks `Run.decide`, and each answer is a case of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import EllipsisType
from typing import Final, TypeAlias

from engine.backward import terms
from engine.backward.terms import BoolTerm, FloatTerm, IntTerm, Sort, Term

MAX_CHARACTERS: Final = 600
"""Characters of a str with terms in it, and items of a container: more is not modelled."""

MAX_BITS: Final = 20_000
"""Bits of a concrete int, and characters of a concrete str times eight, that a model computes."""


class UnmodelledError(Exception):
    """An operation has no model for such operands; ``why`` for a reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PythonError(Exception):
    """An operation raises an exception of the program; `thing` is that exception."""

    def __init__(self, thing: ExceptionThing) -> None:
        super().__init__(thing.type)
        self.thing = thing


@dataclass(frozen=True, slots=True)
class IntThing:
    """An int that is a term."""

    term: Term


@dataclass(frozen=True, slots=True)
class BoolThing:
    """A bool that is a term."""

    term: Term


@dataclass(frozen=True, slots=True)
class FloatThing:
    """A float that is a term."""

    term: Term


@dataclass(frozen=True, slots=True)
class StrThing:
    """A str with at least one character that is a term; characters are code points."""

    chars: tuple[IntTerm, ...]


@dataclass(frozen=True, slots=True)
class BytesThing:
    """Bytes, at least one of them a term."""

    chars: tuple[IntTerm, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TupleThing:
    """A tuple."""

    items: tuple[object, ...]


@dataclass(slots=True, eq=False)
class ListThing:
    """A list."""

    items: list[object] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class SetThing:
    """A set or frozenset: its elements, of which no two are equal, in no meaningful order."""

    items: list[object] = field(default_factory=list)
    frozen: bool = False


@dataclass(slots=True, eq=False)
class DictThing:
    """A dict: its keys, of which no two are equal, in order, and their values."""

    keys: list[object] = field(default_factory=list)
    values: list[object] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class SliceThing:
    """A slice."""

    start: object
    stop: object
    step: object


@dataclass(frozen=True, slots=True, eq=False)
class RangeThing:
    """A range; its step is no term."""

    start: IntTerm
    stop: IntTerm
    step: int


class ViewKind:
    """What a view of a dict shows."""

    KEYS: Final = "keys"
    VALUES: Final = "values"
    ITEMS: Final = "items"


@dataclass(frozen=True, slots=True, eq=False)
class ViewThing:
    """`dict.keys()`, `dict.values()`, `dict.items()`."""

    of: DictThing
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class ExceptionThing:
    """An exception of a builtin class."""

    type: str
    args: tuple[object, ...] | None  #: None: a message that is not modelled


@dataclass(frozen=True, slots=True)
class BuiltinThing:
    """A builtin function or class, by name."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class MethodThing:
    """A method of a builtin type, bound to what it was taken from (or, where `owner` is a
    `BuiltinThing`, taken from the class)."""

    owner: object
    name: str


@dataclass(frozen=True, slots=True)
class FunctionThing:
    """A function of the program, by its number in the recording."""

    oid: int


@dataclass(frozen=True, slots=True)
class OpaqueThing:
    """What has no model at all, by its number in the recording."""

    oid: int
    type: str


Number: TypeAlias = "int | float | IntThing | BoolThing | FloatThing"


def of_int(term: IntTerm) -> object:
    """The int of a term."""
    return IntThing(term) if isinstance(term, Term) else int(term)


def of_bool(term: BoolTerm) -> object:
    """The bool of a term."""
    return BoolThing(term) if isinstance(term, Term) else bool(term)


def of_float(term: FloatTerm) -> object:
    """The float of a term."""
    return FloatThing(term) if isinstance(term, Term) else float(term)


def of_chars(chars: Sequence[IntTerm]) -> object:
    """The str of these code points; raises `UnmodelledError` where there are too many."""
    concrete: list[int] = []
    for char in chars:
        if isinstance(char, Term):
            if len(chars) > MAX_CHARACTERS:
                raise UnmodelledError(f"a str of {len(chars)} characters is too long")
            return StrThing(tuple(chars))
        concrete.append(char)
    return "".join(map(chr, concrete))


def of_bytes(chars: Sequence[IntTerm]) -> object:
    """The bytes of these numbers; raises `UnmodelledError` where there are too many."""
    if any(isinstance(char, Term) for char in chars):
        if len(chars) > MAX_CHARACTERS:
            raise UnmodelledError(f"bytes of {len(chars)} numbers are too many")
        return BytesThing(tuple(chars))
    return bytes(char for char in chars if not isinstance(char, Term))


def chars_of(thing: object) -> tuple[IntTerm, ...]:
    """The code points of a str, or the numbers of bytes."""
    if isinstance(thing, StrThing | BytesThing):
        return thing.chars
    if isinstance(thing, str):
        return tuple(map(ord, thing))
    if isinstance(thing, bytes):
        return tuple(thing)
    raise TypeError(f"{thing!r} is no text")


def is_str(thing: object) -> bool:
    return isinstance(thing, str | StrThing)


def is_bytes(thing: object) -> bool:
    return isinstance(thing, bytes | BytesThing)


def is_int(thing: object) -> bool:
    """Whether it is an int (a bool is one)."""
    return isinstance(thing, int | IntThing | BoolThing)


def is_float(thing: object) -> bool:
    return isinstance(thing, float | FloatThing)


def is_number(thing: object) -> bool:
    return is_int(thing) or is_float(thing)


_CLASSES: Final[tuple[tuple[type, str], ...]] = (
    (type(None), "NoneType"), (bool, "bool"), (BoolThing, "bool"), (int, "int"),
    (IntThing, "int"), (float, "float"), (FloatThing, "float"), (complex, "complex"),
    (str, "str"), (StrThing, "str"), (bytes, "bytes"), (BytesThing, "bytes"),
    (TupleThing, "tuple"), (ListThing, "list"), (DictThing, "dict"), (SliceThing, "slice"),
    (RangeThing, "range"), (EllipsisType, "ellipsis"),
)  # fmt: skip


def type_name(thing: object) -> str:
    """The name of the thing's class; raises `UnmodelledError` where it is not certain."""
    if isinstance(thing, SetThing):
        return "frozenset" if thing.frozen else "set"
    if isinstance(thing, ExceptionThing):
        return thing.type
    for kind, name in _CLASSES:
        if isinstance(thing, kind):
            return name
    raise UnmodelledError(f"what class {type(thing).__name__} is of")


def is_concrete(thing: object) -> bool:
    """Whether it is an immutable builtin without terms that stands for itself."""
    return thing is None or isinstance(
        thing, bool | int | float | complex | str | bytes | EllipsisType
    )


def int_term(thing: object) -> IntTerm:
    """The integer of an int or bool thing."""
    if isinstance(thing, BoolThing):
        return terms.of_bool(thing.term)
    if isinstance(thing, IntThing):
        return thing.term
    if isinstance(thing, int):
        return int(thing)
    raise TypeError(f"{thing!r} is no int")


def float_term(thing: object) -> FloatTerm:
    """The double of a float thing."""
    if isinstance(thing, FloatThing):
        return thing.term
    if isinstance(thing, float):
        return thing
    raise TypeError(f"{thing!r} is no float")


def of_term(term: Term) -> object:
    """The thing of a term, by its sort."""
    match term.sort:
        case Sort.INT:
            return IntThing(term)
        case Sort.BOOL:
            return BoolThing(term)
        case Sort.FLOAT:
            return FloatThing(term)


def error(kind: str, *args: object) -> PythonError:
    """An exception with known arguments."""
    return PythonError(ExceptionThing(kind, args))


def error_untold(kind: str) -> PythonError:
    """An exception whose message is not modelled."""
    return PythonError(ExceptionThing(kind, None))


def from_python(raised: Exception) -> PythonError:
    """The program's exception that CPython raised, with its arguments where they are builtins."""
    kind = type(raised).__name__
    if all(isinstance(arg, str | int | bytes) for arg in raised.args) and type(raised) in {
        ValueError, TypeError, KeyError, IndexError, ZeroDivisionError, OverflowError,
    }:  # fmt: skip
        return error(kind, *raised.args)
    return error_untold(kind)
