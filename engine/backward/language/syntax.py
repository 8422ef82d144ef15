"""The grammar `backward.lark` at work, as `engine.claims.syntax` is for narrations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from engine.claims.lalr import Tables
from engine.claims.number_words import number_of, ordinal_of
from engine.claims.syntax import (
    CODE,
    NUMBER,
    UNKNOWN,
    Derivation,
    Shape,
    Stuck,
    build,
    derive_by,
    grammar_text,
    terminals_of,
)
from engine.claims.syntax import ORDINAL as ORDINAL_TERMINAL
from engine.claims.syntax_tokens import Token, TokenKind

START: Final = "sentence"
_GRAMMAR: Final = build(grammar_text("backward.lark"), (START,))
_TABLES: Final = Tables(_GRAMMAR)
_TERMINALS: Final = terminals_of(_GRAMMAR)


def shape(tokens: Sequence[Token]) -> Shape:
    """The terminals of a sentence's tokens: as in narrations, the first word has a capital and all
    others have none; what breaks this is UNKNOWN."""
    kinds: list[str] = []
    end = -1
    for token in tokens:
        if token.kind is TokenKind.PUNCTUATION:
            kinds.append(_terminal(token.text))
            continue
        if token.start == end:
            kinds.append(UNKNOWN)
        elif token.kind is TokenKind.CODE:
            kinds.append(CODE)
        else:
            kinds.append(_terminal(token.text) if kinds else _first(token.text))
        end = token.end
    return tuple(kinds)


def _terminal(word: str) -> str:
    known = _TERMINALS.get(word)
    if known is not None:
        return known
    if number_of(word) is not None:
        return NUMBER
    return UNKNOWN if ordinal_of(word) is None else ORDINAL_TERMINAL


def _first(word: str) -> str:
    lower = word.lower()
    return _terminal(lower) if word == lower.capitalize() else UNKNOWN


@lru_cache(maxsize=4096)
def derive(kinds: Shape) -> Derivation | Stuck:
    """The one derivation of a sentence's shape, or where it fails."""
    return derive_by(_GRAMMAR, _TABLES, START, kinds)


def spelling(terminal: str) -> str:
    """A terminal as a message names it."""
    marks = {",": "a comma", ".": "a full stop", ":": "a colon"}
    names = {name: marks.get(text, f"“{text}”") for text, name in _TERMINALS.items()}
    return names.get(terminal, {NUMBER: "a number", CODE: "code in backticks"}.get(terminal, ""))
