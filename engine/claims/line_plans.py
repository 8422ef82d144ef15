"""Sentences that differ from one before in numbers and code alone: cut and derived once.

A sentence is taken apart into its words and its *holes*: code in backticks, numbers, ordinals.
Sentences of the same words share a `_Plan`: the places of their tokens, and their derivation.

Invariant: what plans say of a line is what `scanner.scan_line`, `structure.pieces` and
`syntax.derive` say of it. There is no plan where that could depend on what stands in a hole or in
another sentence of the line: where values or expressions stand without backticks, where a sentence
is read in other words (their table looks at kinds of code), where it says `again`, where a colon
stands within the line, where one of several sentences is none by itself. Such lines are read
without plans.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache, partial
from itertools import accumulate
from typing import Final, NamedTuple

from engine.claims.bare import is_expression
from engine.claims.number_words import NUMBER_WORDS, ORDINAL_WORDS, number_of, ordinal_of
from engine.claims.scanner import BULLET, Line, scan_line
from engine.claims.structure import Piece, pieces
from engine.claims.syntax import Derivation, Start, Stuck, derive, shape, terminals
from engine.claims.syntax_tokens import Cut, Token, TokenKind

_LONGEST: Final = 8_000
"""Longest line for which plans are looked for, in characters."""

_MOST_WORDS: Final = 1_000
"""Longest words of a sentence with a plan, in characters: the bounds of code without backticks are
far away."""

_MOST_HOLES: Final = 100

_HOLE: Final = re.compile(
    r"`(?!`)([^`]+)`(?!`)"
    rf"|(?<= )((?:0|[1-9][0-9]{{0,8}})(?:st|nd|rd|th)?|{'|'.join((*NUMBER_WORDS, *ORDINAL_WORDS))})"
    r"(?=[ ,:;)]|\.(?: |$)|$)"
)
"""Code as the scanner finds it where no other backtick stands in the line; a number or an ordinal
that is a word of its own."""

_STOP: Final = ". "
_SENTENCE: Final = re.compile(r"(?:[^`.]++|`[^`]++`|\.(?! ))++(?:\. )?")
"""A sentence of a line, with the space behind it."""

_COMPARING: Final = re.compile(r" (?:[<>]=?|[=!]=|%|\+|\*|//) ")
"""Operators by which plain words and numbers become an expression without backticks."""

_AGAIN: Final = re.compile(r"\b(?:again|another|once more)\b", re.IGNORECASE)
"""What is said to be so again is marked by its place among the tokens (`engine.claims.again`)."""

_UNSAFE: Final = frozenset("'\"`")
"""Quotes may enclose holes; a backtick that is left says that the scanner finds other spans."""

_BULLET: Final = "- "
_FILL: Final = {"code": "`x`", "digits": "2", "number": "two", "ordinal": "2nd"}
"""The kinds of holes, and what a plan is made with."""

_new_token: Final = partial(tuple.__new__, Token)


class _Slot(NamedTuple):
    """A token of a planned sentence. Places count from its beginning, with holes empty."""

    kind: TokenKind
    text: str  #: of the words
    start: int
    end: int
    holes: int  #: that stand before it
    hole: bool  #: whether it is the next one


class _Plan(NamedTuple):
    """What sentences or headings of the same words have in common."""

    start: Start
    derivation: Derivation
    starts: tuple[tuple[int, int], ...]  #: of each token: where, and how many holes are before it
    ends: tuple[tuple[int, int], ...]
    leaves: tuple[tuple[int, _Slot], ...]  #: the tokens that the derivation has as leaves
    alone: bool  #: whether it has to be the whole line

    def cut(self, holes: list[str], at: int) -> Cut:
        """The sentence with these holes that begins at ``at`` in its line."""
        shifts = list(accumulate(map(len, holes), initial=at))
        leaves: dict[int, Token] = {}
        for index, (kind, text, start, end, before, hole) in self.leaves:
            shift = shifts[before]
            if not hole:
                leaves[index] = _new_token((kind, text, start + shift, end + shift, ""))
                continue
            filled = holes[before]
            code = filled[1:-1] if kind is TokenKind.CODE else ""
            first = start + shift
            leaves[index] = _new_token((kind, filled, first, first + len(filled), code))
        return Cut(leaves, self.starts, self.ends, shifts)


class Planned(NamedTuple):
    """A sentence or heading with its derivation."""

    start: Start
    cut: Cut
    derivation: Derivation


def planned(number: int, text: str) -> tuple[Line, list[Planned]] | None:
    """The sentences of a line that is not blank, by their plans; None where one has none. The
    line is without tokens."""
    if len(text) > _LONGEST:
        return None
    bullet = BULLET.match(text)
    assert bullet is not None  # every part of the pattern may be empty
    at = bullet.end()
    rest = text[at:]
    sentences = [rest]
    if _STOP in rest:
        sentences = _SENTENCE.findall(rest)
        if "".join(sentences) != rest:
            return None
    found: list[Planned] = []
    for sentence in sentences:
        each = _planned(sentence.rstrip(" "), at, alone=len(sentences) == 1)
        if each is None:
            return None
        found.append(each)
        at += len(sentence)
    level, bulleted = len(bullet["level"] or ""), bullet["bullet"] is not None
    return Line(number, text, bullet.end("indent"), (), bulleted, level), found


def _planned(text: str, at: int, *, alone: bool) -> Planned | None:
    parts = _HOLE.split(text)
    holes: list[str] = []
    kinds: list[str | None] = []
    for code, figure in zip(parts[1::3], parts[2::3], strict=True):
        if code is None:
            holes.append(figure)
            kinds.append(_kind(figure))
        elif _is_plain(code):
            holes.append(f"`{code}`")
            kinds.append("code")
        else:
            return None
    plan = _plan(tuple(parts[::3]), tuple(kinds))
    if plan is None or (plan.alone and not alone):
        return None
    return Planned(plan.start, plan.cut(holes, at), plan.derivation)


@lru_cache(maxsize=4096)
def _kind(figure: str) -> str | None:
    """What kind of hole it is; None for ``2th``, and for a word that rules of the grammar have."""
    if figure in terminals():
        return None
    if number_of(figure) is not None:
        return "digits" if figure.isdigit() else "number"
    return None if ordinal_of(figure) is None else "ordinal"


def _is_plain(code: str) -> bool:
    """Whether the scanner makes one token of the code, with the same text."""
    if not (code.isascii() and code.isprintable()) or code[0] == " ":
        return False
    return "=" not in code or is_expression(code)


@lru_cache(maxsize=4096)
def _plan(words: tuple[str, ...], kinds: tuple[str | None, ...]) -> _Plan | None:
    """The plan for sentences of these words, with holes of these kinds between them."""
    said = "".join(words)
    if len(said) > _MOST_WORDS or len(kinds) > _MOST_HOLES or not _UNSAFE.isdisjoint(said):
        return None
    if any(map(_COMPARING.search, words)) or _AGAIN.search(said) is not None:
        return None
    fill = [_FILL[kind] for kind in kinds if kind is not None]
    if len(fill) < len(kinds):
        return None
    text = "".join([part for pair in zip(words, [*fill, ""], strict=True) for part in pair])
    line = scan_line(1, _BULLET + text)
    if line.problem is not None or any(map(_is_colon, line.tokens[:-1])):
        return None
    if sum(token.kind is TokenKind.CODE for token in line.tokens) != kinds.count("code"):
        return None
    match list(pieces(line)):
        case [Piece() as piece]:
            return _of_piece(piece, _Holes(words, fill, len(_BULLET)), starred="*" in said)
        case _:
            return None


def _is_colon(token: Token) -> bool:
    return token.kind is TokenKind.PUNCTUATION and token.text == ":"


class _Holes:
    """Where the holes of a line are that a plan is made with."""

    def __init__(self, words: tuple[str, ...], fill: list[str], at: int) -> None:
        self._begin = at
        self._lengths = list(map(len, fill))
        self._starts: list[int] = []
        for word, length in zip(words, self._lengths, strict=False):
            at += len(word)
            self._starts.append(at)
            at += length

    def slot(self, token: Token) -> _Slot:
        before = bisect_left(self._starts, token.start)
        gone = self._begin + sum(self._lengths[:before])
        hole = before < len(self._starts) and self._starts[before] == token.start
        start, end = token.start - gone, token.end - gone
        return _Slot(token.kind, token.text, start, start if hole else end, before, hole)


def _of_piece(piece: Piece, holes: _Holes, *, starred: bool) -> _Plan | None:
    tokens, start = piece.tokens, piece.start
    if not piece.stopped:  # it is tried as a heading first, and that in other words too
        tokens, start = tokens[:-1], Start.HEADING
    derivation = derive(start, shape(tokens))
    if isinstance(derivation, Stuck):
        return None
    slots = [holes.slot(token) for token in tokens]
    return _Plan(
        start,
        derivation,
        tuple([(slot.start, slot.holes) for slot in slots]),
        tuple([(slot.end, slot.holes + slot.hole) for slot in slots]),
        tuple([(index, slots[index]) for index in derivation.leaves()]),
        starred or start is Start.HEADING,  # marks of emphasis are paired over the line
    )
