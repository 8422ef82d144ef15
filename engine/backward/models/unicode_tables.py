"""What CPython's str methods do with one character, as tables over all code points.

Each table is read off the running interpreter, method by method, so that it cannot differ from
it; a recording of another version of Python is not replayed. Reading takes some tenths of a second,
once, and where only ASCII can occur no more than 128 calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
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


_BLOCK: Final = 256
_LARGE_BLOCK: Final = 1 << 14  # beyond the planes with most scripts
_LARGE_FROM: Final = 0x20000
"""Characters that are asked about together first: most blocks are uniform."""

_APART: Final = "\0"
"""Stands between characters that must not work on each other: no letter, and no mark. (Blocks that
hold it are gone through one by one.)"""


def _is_kept(change: Callable[[str], str]) -> Callable[[str], bool]:
    """Whether each character of a block is mapped to itself."""

    def kept(block: str) -> bool:
        apart = _APART.join(block)
        return change(apart) == apart

    return kept


def _is_uncased(block: str) -> bool:
    return "".join(f"{char}a{_APART}" for char in block).title() == "".join(
        f"{char}A{_APART}" for char in block
    )


_UNIFORM: Final[dict[Trait, tuple[Callable[[str], bool], bool]]] = {
    Trait.NOT_IN_UPPER: (lambda block: ("A" + block).isupper(), False),
    Trait.NOT_IN_LOWER: (lambda block: ("a" + block).islower(), False),
    Trait.CASED: (_is_uncased, False),
    Trait.LINE_END: (lambda block: len(("a" + block + "a").splitlines()) == 1, False),
    Trait.GOES_ON_NAME: (lambda block: ("a" + block).isidentifier(), True),
    **dict.fromkeys(
        (Trait.ALNUM, Trait.ALPHA, Trait.DECIMAL, Trait.DIGIT, Trait.NUMERIC, Trait.STARTS_NAME),
        (lambda block: re.search(r"\w", block) is None, False),
    ),
    **{_MULTIPLE[each]: (_is_kept(change), False) for each, change in _MAPPINGS.items()},
}
"""A test of a block, and what is so of each of its characters where it is met."""


@cache
def trait_table(trait: Trait, *, ascii_only: bool) -> Table:
    met, value = _UNIFORM.get(trait, (None, False))
    return _table(trait.value, _TRAITS[trait], met, value, ascii_only=ascii_only)


@cache
def mapping_table(mapping: Mapping, *, ascii_only: bool) -> Table:
    change = _MAPPINGS[mapping]

    def shift(char: str) -> int:
        found = change(char)
        return ord(found) - ord(char) if len(found) == 1 else 0

    return _table(mapping.value, shift, _is_kept(change), 0, ascii_only=ascii_only)


def _table(
    name: str,
    function: Callable[[str], int],
    met: Callable[[str], bool] | None,
    uniform: int,
    *,
    ascii_only: bool,
) -> Table:
    """The table of a function of all characters. Where a block meets the test, each of its
    characters has the ``uniform`` value."""
    starts: list[int] = []
    values: list[int] = []
    for at, block in _blocks(ascii_only=ascii_only):
        if met is not None and _APART not in block and met(block):
            runs: Iterable[tuple[int, int]] = ((uniform, len(block)),)
        else:
            runs = ((value, len(list(alike))) for value, alike in groupby(map(function, block)))
        start = at
        for value, count in runs:
            if not values or values[-1] != value:
                starts.append(start)
                values.append(value)
            start += count
    return Table(name.replace("-", "_"), tuple(starts), tuple(values))


@cache
def _blocks(*, ascii_only: bool) -> list[tuple[int, str]]:
    last = _LAST_ASCII if ascii_only else LAST
    found: list[tuple[int, str]] = []
    at = 0
    while at <= last:
        end = min(at + (_BLOCK if at < _LARGE_FROM else _LARGE_BLOCK), last + 1)
        found.append((at, "".join(map(chr, range(at, end)))))
        at = end
    return found
