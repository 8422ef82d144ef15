"""What a sentence leaves to the one before it: what `it` is, the second element of what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from engine.claims.model import KIND_OF_THING
from engine.claims.number_words import ordinal_of
from engine.claims.spans import is_literal_text
from engine.claims.structure import Piece
from engine.claims.syntax import Start
from engine.claims.syntax_tokens import Token, TokenKind

_BEFORE_A_SUBJECT: Final = frozenset(
    {"so", "then", "now", "but", "however", "therefore", "thus", "here", "first", "next", ","}
)
_BEFORE_IT: Final = _BEFORE_A_SUBJECT | {"and"}
_PREPOSITIONS: Final = frozenset({"in", "on", "at", "during", "for", "with", "when", "after"})
_PRONOUNS: Final = frozenset({"it", "its", "this"})
WORDS_FOR_BEFORE: Final = _PRONOUNS | {"all", "none"}
"""Words by which a sentence speaks of what stands before it."""

_MOVED: Final = frozenset(
    "appended added inserted pushed popped removed put stored placed written moved".split()
)
"""What is done to a value, and not to the name that it has."""

_UNITS: Final = frozenset({"element", "item"})
_OF_WHAT: Final = re.compile(r"\b(?:element|item) (?:of|in) `([^`]+)` is\b")
_OF_NOTHING: Final = re.compile(
    r"[-*+\s]*(?:(?:then|next|now|after that),? )?the \w+ (?:element|item) is\b", re.IGNORECASE
)
_ORDER: Final = frozenset({"then", "next", "now", "after", "that", ","})
"""Words of the order, before what a sentence says."""


class Antecedents(NamedTuple):
    """What a sentence leaves to the one behind it: the code that it is about, and the value that
    stands in it last."""

    subject: Token | None = None
    value: Token | None = None

    def of(self, tokens: Sequence[Token]) -> Token | None:
        """What `it` is in the sentence: the value where it is said to be put somewhere."""
        words = [token.text.lower() for token in tokens if token.text.lower() not in _BEFORE_IT]
        if len(words) > 2 and words[:2] == ["it", "is"] and words[2] in _MOVED:
            return self.value
        return self.subject


NOTHING_BEFORE: Final = Antecedents()


def left_by(piece: Piece, read: Sequence[Token], before: Antecedents) -> Antecedents:
    """What the sentence leaves to the one that follows; ``read`` are the tokens as they were
    read."""
    values = [
        token
        for token in piece.tokens
        if token.kind is TokenKind.CODE and is_literal_text(token.code)
    ]
    subject = subject_of(piece, read, before.subject)
    return Antecedents(subject, values[-1] if values else None)


def subject_of(piece: Piece, read: Sequence[Token], before: Token | None) -> Token | None:
    """What `it` stands for in the sentence that follows: the code with which this one begins
    (after a prefix up to a comma), or the thing that it names there by a word; the last code of a
    heading; what `it` stood for in this one, if that is its subject. ``read`` are the tokens as
    they were read."""
    if piece.start is Start.HEADING:
        codes = [token for token in piece.tokens if token.kind is TokenKind.CODE]
        return codes[-1] if codes else None
    first = _first(piece.tokens)
    if first is None or first.kind is TokenKind.CODE:
        return first
    if first.text.lower() in WORDS_FOR_BEFORE:
        return before
    named = _first(read)
    if named is not None and named.code.startswith(KIND_OF_THING):
        return named
    return None


def _first(tokens: Sequence[Token]) -> Token | None:
    """The first token behind connectives and a prefix."""
    words = [token for token in tokens if token.text.lower() not in _BEFORE_A_SUBJECT - {","}]
    if words and words[0].text.lower() in _PREPOSITIONS:
        commas = [index for index, token in enumerate(words) if token.text == ","]
        if not commas:
            return None
        words = words[commas[0] + 1 :]
    words = [token for token in words if token.text != ","]
    return words[0] if words else None


def with_owner(tokens: tuple[Token, ...], lines: Sequence[str]) -> tuple[Token, ...]:
    """``The second element is`` as ``the second element of `x` is``: x is that of which the
    sentences just before this one name an element. ``lines`` is the text before, by lines."""
    begin = next((i for i, each in enumerate(tokens) if each.text.lower() not in _ORDER), 0)
    before, tokens = tokens[:begin], tokens[begin:]
    return (*before, *_owned(tokens, lines))


def _owned(tokens: tuple[Token, ...], lines: Sequence[str]) -> tuple[Token, ...]:
    if len(tokens) < 5 or tokens[0].text.lower() != "the" or tokens[2].text not in _UNITS:
        return tokens
    if tokens[3].text != "is" or (
        tokens[1].text != "last" and ordinal_of(tokens[1].text.lower()) is None
    ):
        return tokens
    owner = _owner(lines)
    if owner is None:
        return tokens
    place = tokens[2]
    of = place._replace(text="of")
    code = place._replace(kind=TokenKind.CODE, text=f"`{owner}`", code=owner)
    return (*tokens[:3], of, code, *tokens[3:])


def _owner(lines: Sequence[str]) -> str | None:
    for line in reversed(lines):
        for sentence in reversed(line.split(". ")):
            if not sentence.strip(" -*+"):
                continue
            found = _OF_WHAT.findall(sentence)
            if found:
                owner: str = found[-1]
                return owner
            if _OF_NOTHING.match(sentence) is None:
                return None
    return None
