"""The tokens of a line: words, marks and spans of code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple


class TokenKind(Enum):
    """What a token is before the grammar looks at it. Closed."""

    WORD = "word"  #: letters, digits, underscores and apostrophes, unbroken
    PUNCTUATION = "punctuation"  #: one character, or several alike that would be mark-up
    CODE = "code"  #: a span in backticks; `code` is what is between them


class Token(NamedTuple):
    """One word, mark or span of code of a line."""

    kind: TokenKind
    text: str  #: as it stands in the line
    start: int  #: index in the line
    end: int
    code: str = ""


class Cut(NamedTuple):
    """A sentence as its reading needs it."""

    leaves: Mapping[int, Token]  #: by index: at least those that its derivation has as leaves
    starts: Sequence[tuple[int, int]]  #: of all tokens: a place, and which shift it has
    ends: Sequence[tuple[int, int]]
    shifts: Sequence[int] = (0,)  #: added to places, they are indexes in the line

    @staticmethod
    def of(tokens: Sequence[Token]) -> Cut:
        """All of the tokens."""
        starts = [(each.start, 0) for each in tokens]
        ends = [(each.end, 0) for each in tokens]
        return Cut(dict(enumerate(tokens)), starts, ends)
