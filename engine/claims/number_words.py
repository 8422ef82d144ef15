"""Numbers and ordinals as they are written: digits, or words up to twelve."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# fmt: off
NUMBER_WORDS: Final = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)
ORDINAL_WORDS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth",
    "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)
# fmt: on
_NUMBERS: Final = {word: number for number, word in enumerate(NUMBER_WORDS, start=1)}
_ORDINALS: Final = {word: number for number, word in enumerate(ORDINAL_WORDS, start=1)}
_DIGITS: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_ORDINAL: Final = re.compile(r"([1-9][0-9]{0,8})(st|nd|rd|th)")


@lru_cache(maxsize=4096)
def number_of(word: str) -> int | None:
    """``7``, ``seven``: digits without leading zeros, at most nine."""
    if _DIGITS.fullmatch(word):
        return int(word)
    return _NUMBERS.get(word)


@lru_cache(maxsize=4096)
def ordinal_of(word: str) -> int | None:
    """``2nd``, ``second``, ``11th``; None for ``2th``."""
    match = _ORDINAL.fullmatch(word)
    if match is None:
        return _ORDINALS.get(word)
    number = int(match[1])
    return number if match[2] == ordinal_suffix(number) else None


def ordinal_suffix(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
