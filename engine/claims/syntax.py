"""The grammar `narration.lark` at work: tokens of a sentence to a derivation, or to a failure.

A derivation depends on the kinds of the tokens alone, so both outcomes are cached by *shape*: the
tuple of a sentence's terminals. Whoever reads a sentence like one before it, with other numbers and
other code, finds its derivation ready.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import resources
from typing import Any, Final, TypeAlias

from lark import Lark, Tree
from lark import Token as Leaf
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from engine.claims.lalr import Derivation as Derivation  # noqa: PLC0414  # readers take it from here
from engine.claims.lalr import Place as Place  # noqa: PLC0414
from engine.claims.lalr import Tables
from engine.claims.number_words import number_of, ordinal_of
from engine.claims.syntax_tokens import Token, TokenKind

Shape: TypeAlias = tuple[str, ...]


NUMBER: Final = "NUMBER"
ORDINAL: Final = "ORDINAL"
CODE: Final = "CODE"
UNKNOWN: Final = "UNKNOWN"
"""The terminal of what no rule reads; the grammar does not know it."""


class Start(Enum):
    """What a run of tokens is to be read as; the value is the grammar's start symbol."""

    SENTENCE = "sentence"
    HEADING = "heading"


STARTS: Final = tuple(each.value for each in Start)
"""The start symbols of narrations."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """Where the derivation failed: the index of the first token that fits nothing, and the
    terminals that would have fitted there."""

    index: int
    expected: frozenset[str]


class _ShapeLexer(Lexer):
    """Hands a ready-made list of leaves to lark's parser."""

    def __init__(self, lexer_conf: object) -> None:
        del lexer_conf  # the scanner has done the work

    def lex(self, data: Any) -> Iterator[Leaf]:  # type: ignore[override]  # lark: interface 0
        yield from data


def build(grammar: str, starts: Sequence[str] = STARTS) -> Lark:
    """The LALR(1) parser of a grammar; any conflict raises `lark.exceptions.GrammarError`."""
    return Lark(
        grammar,
        parser="lalr",
        lexer=_ShapeLexer,
        strict=True,  # shift/reduce conflicts are errors too
        start=list(starts),
        propagate_positions=True,
        maybe_placeholders=False,
    )


def grammar_text(name: str = "narration.lark") -> str:
    return resources.files("grammars").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def narration_grammar() -> Lark:
    return build(grammar_text())


@lru_cache(maxsize=1)
def _narration_tables() -> Tables:
    return Tables(narration_grammar())


@lru_cache(maxsize=1)
def terminals() -> dict[str, str]:
    """The terminal of each word and mark that the grammar knows."""
    return terminals_of(narration_grammar())


def terminals_of(grammar: Lark) -> dict[str, str]:
    """The terminal of each word and mark that a grammar knows."""
    declared = {NUMBER, ORDINAL, CODE}  # without a pattern, whatever lark's types say
    return {
        terminal.pattern.value: terminal.name
        for terminal in grammar.terminals
        if terminal.name not in declared
    }


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """The other way about: each terminal as a message names it."""
    marks = {",": "a comma", ".": "a full stop", ":": "a colon"}
    known = {name: marks.get(text, f"“{text}”") for text, name in terminals().items()}
    return known | {
        NUMBER: "a number",
        ORDINAL: "an ordinal like “2nd”",
        CODE: "code in backticks",
    }


@lru_cache(maxsize=1)
def _absolute_forms() -> frozenset[str]:
    rules = narration_grammar().rules
    return frozenset(
        rule.alias for rule in rules if rule.alias and rule.origin.name in {"absolute", "plain"}
    )


def is_absolute(derivation: Derivation) -> bool:
    """Whether the sentence is one of those that mean the same in every context."""
    return not _absolute_forms().isdisjoint(derivation.forms())


def shape(tokens: Sequence[Token]) -> Shape:
    """The terminals of a sentence's tokens.

    The first word may begin with a capital, all others are in lower case; words and spans
    of code are set apart by a space or a mark. What breaks this is UNKNOWN."""
    kinds = []
    end = -1
    for kind, text, start, token_end, _ in tokens:
        if kind is TokenKind.PUNCTUATION:
            kinds.append(_terminal(text))
            continue
        if start == end:
            kinds.append(UNKNOWN)
        elif kind is TokenKind.CODE:
            kinds.append(CODE)
        else:
            kinds.append(_terminal(text) if kinds else _first_terminal(text))
        end = token_end
    return tuple(kinds)


@lru_cache(maxsize=4096)
def _terminal(word: str) -> str:
    """The terminal of a word or a mark."""
    known = terminals().get(word)
    if known is not None:
        return known
    if number_of(word) is not None:
        return NUMBER
    return UNKNOWN if ordinal_of(word) is None else ORDINAL


@lru_cache(maxsize=4096)
def _first_terminal(word: str) -> str:
    """The terminal of the word that begins a sentence."""
    lower = word.lower()
    return _terminal(lower) if word in {lower, lower.capitalize()} else UNKNOWN


def derive(start: Start, kinds: Shape) -> Derivation | Stuck:
    """The one derivation of a shape, or where it fails."""
    return _derived(start.value, kinds)


@lru_cache(maxsize=8192)
def _derived(start: str, kinds: Shape) -> Derivation | Stuck:
    return derive_by(narration_grammar(), _narration_tables(), start, kinds)


def derive_by(grammar: Lark, tables: Tables, start: str, kinds: Shape) -> Derivation | Stuck:
    """The one derivation of a shape by a grammar with its tables, or where it fails."""
    found = tables.derive(start, kinds)
    return stuck_by(grammar, start, kinds) if found is None else found


def stuck_by(grammar: Lark, start: str, kinds: Shape) -> Stuck:
    """Where a shape that has no derivation by the grammar fails."""
    try:
        tree_of(grammar, start, kinds)
    except UnexpectedToken as error:
        index = len(kinds) if error.token.type == "$END" else int(error.token)
        return Stuck(index, frozenset(error.accepts))
    raise RuntimeError(f"lark derives what its tables do not: {' '.join(kinds)}")


def tree_of(grammar: Lark, start: str, kinds: Shape) -> Tree[Leaf]:
    """Lark's tree of a shape; raises `UnexpectedToken`."""
    leaves = [
        Leaf(
            kind,
            str(index),
            start_pos=index,
            line=1,
            column=index + 1,
            end_line=1,
            end_column=index + 2,
            end_pos=index + 1,
        )
        for index, kind in enumerate(kinds)
    ]
    return grammar.parse(leaves, start=start)  # type: ignore[arg-type, unused-ignore]
