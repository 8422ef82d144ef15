"""What CPython's str methods do with one character, as tables over all code points.

Each table is read off the running interpreter, method by method, so that it cannot differ from
it; a recording of another version of Python is not replayed. Reading takes some tenths of a second,
once, and where only ASCII can occur no more than 128 calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache
from itertools import groupby
from typing import Final

from engine.backward.terms import BoolTerm, IntTerm, Table, bounds, shifted, within

LAST: Final = 0x10FFFF
_LAST_ASCII: Final = 0x7F
_FINAL_SIGMA: Final = "\u03a3"  # its lower case depends on what stands around it


class Trait(Enum):
    """Something that is so of a character or not. Closed."""

    ALNUM = "isalnum"
    ALPHA = "isalpha"
    DECIMAL = "isdecimal"
    DIGIT = "isdigit"
    NUMERIC = "isnumeric"
    SPACE = "isspace"
    PRINTABLE = "isprintable"
    UPPER = "isupper"
    LOWER = "islower"
    TITLE = "istitle"  #: upper case or title case
    NOT_IN_UPPER = "not-in-upper"  #: a str with it is not `isupper`
    NOT_IN_LOWER = "not-in-lower"  #: a str with it is not `islower`
    CASED = "cased"  #: the next letter goes on with a word (`title`)
    LINE_END = "line-end"  #: `splitlines` ends a line there
    STARTS_NAME = "starts-name"  #: an identifier can begin with it
    GOES_ON_NAME = "goes-on-name"  #: and go on with it
    NO_SINGLE_UPPER = "no-single-upper"  #: what the mapping gives is not one character,
    NO_SINGLE_LOWER = "no-single-lower"  #: or depends on those around it
    NO_SINGLE_TITLE = "no-single-title"
    NO_SINGLE_SWAP = "no-single-swap"
    NO_SINGLE_FOLD = "no-single-fold"


class Mapping(Enum):
    """What a character becomes, where that is one character. Closed."""

    UPPER = "upper"
    LOWER = "lower"
    TITLE = "title"
    SWAP = "swapcase"
    FOLD = "casefold"


_MULTIPLE: Final = {
    Mapping.UPPER: Trait.NO_SINGLE_UPPER,
    Mapping.LOWER: Trait.NO_SINGLE_LOWER,
    Mapping.TITLE: Trait.NO_SINGLE_TITLE,
    Mapping.SWAP: Trait.NO_SINGLE_SWAP,
    Mapping.FOLD: Trait.NO_SINGLE_FOLD,
}


def has(char: IntTerm, trait: Trait) -> BoolTerm:
    """Whether a character, by its code point, has a trait."""
    return within(char, trait_table(trait, ascii_only=_is_ascii(char)))


def several(char: IntTerm, mapping: Mapping) -> BoolTerm:
    """Whether a mapping makes of the character not exactly one, or one that depends on others."""
    return has(char, _MULTIPLE[mapping])


def mapped(char: IntTerm, mapping: Mapping) -> IntTerm:
    """What a character becomes; it is none of `several`."""
    return shifted(char, mapping_table(mapping, ascii_only=_is_ascii(char)))


def _is_ascii(char: IntTerm) -> bool:
    low, high = bounds(char)
    return low is not None and high is not None and low >= 0 and high <= _LAST_ASCII


_TRAITS: Final[dict[Trait, Callable[[str], bool]]] = {
    Trait.ALNUM: str.isalnum,
    Trait.ALPHA: str.isalpha,
    Trait.DECIMAL: str.isdecimal,
    Trait.DIGIT: str.isdigit,
    Trait.NUMERIC: str.isnumeric,
    Trait.SPACE: str.isspace,
    Trait.PRINTABLE: str.isprintable,
    Trait.UPPER: str.isupper,
    Trait.LOWER: str.islower,
    Trait.TITLE: str.istitle,
    Trait.NOT_IN_UPPER: lambda char: not ("A" + char).isupper(),
    Trait.NOT_IN_LOWER: lambda char: not ("a" + char).islower(),
    Trait.CASED: lambda char: (char + "a").title()[-1] == "a",
    Trait.LINE_END: lambda char: len(("a" + char + "a").splitlines()) == 2,
    Trait.STARTS_NAME: str.isidentifier,
    Trait.GOES_ON_NAME: lambda char: ("a" + char).isidentifier(),
    Trait.NO_SINGLE_UPPER: lambda char: len(char.upper()) != 1,
    Trait.NO_SINGLE_LOWER: lambda char: len(char.lower()) != 1 or char == _FINAL_SIGMA,
    Trait.NO_SINGLE_TITLE: lambda char: len(char.title()) != 1,
    Trait.NO_SINGLE_SWAP: lambda char: len(char.swapcase()) != 1 or char == _FINAL_SIGMA,
    Trait.NO_SINGLE_FOLD: lambda char: len(char.casefold()) != 1,
}

_MAPPINGS: Final[dict[Mapping, Callable[[str], str]]] = {
    Mapping.UPPER: str.upper,
    Mapping.LOWER: str.lower,
    Mapping.TITLE: str.title,
    Mapping.SWAP: str.swapcase,
    Mapping.FOLD: str.casefold,
}


@cache
def trait_table(trait: Trait, *, ascii_only: bool) -> Table:
    return _table(trait.value, map(_TRAITS[trait], _characters(ascii_only=ascii_only)))


@cache
def mapping_table(mapping: Mapping, *, ascii_only: bool) -> Table:
    change = _MAPPINGS[mapping]
    shifts = [
        ord(found) - number if len(found) == 1 else 0
        for number, found in enumerate(map(change, _characters(ascii_only=ascii_only)))
    ]
    return _table(mapping.value, shifts)


def _characters(*, ascii_only: bool) -> Iterator[str]:
    return map(chr, range((_LAST_ASCII if ascii_only else LAST) + 1))


def _table(name: str, outputs: Iterable[int]) -> Table:
    """The table of a function of all characters, whose values are given in their order."""
    starts, values, at = [], [], 0
    for value, alike in groupby(outputs):
        starts.append(at)
        values.append(value)
        at += len(list(alike))
    return Table(name.replace("-", "_"), tuple(starts), tuple(values))
