"""The tokens of a sentence as the grammar can read them: bare code, and other words for it."""

from __future__ import annotations

from typing import TypeAlias

from engine.claims.bare import as_code
from engine.claims.syntax import CODE, Derivation, Start, Stuck, derive, shape
from engine.claims.syntax_tokens import Token
from engine.claims.wording import reworded, with_nouns

Readable: TypeAlias = tuple[tuple[Token, ...], Derivation]


def readable(
    tokens: tuple[Token, ...], start: Start, antecedent: Token | None = None
) -> Readable | None:
    """The tokens of a sentence that has a form, and that: as it stands, or in the words of the
    table (docs/semantics.md §5.74), or with plain words as code; None where it has none."""
    derivation = derive(start, shape(tokens))
    if not isinstance(derivation, Stuck):
        return tokens, derivation
    changed = reworded(tokens, antecedent)
    found = None if changed == tokens else with_bare_code(changed, start)
    if found is None:
        found = with_bare_code(tokens, start)
    return _with_nouns(tokens, start, antecedent) if found is None else found


def _with_nouns(
    tokens: tuple[Token, ...], start: Start, antecedent: Token | None
) -> Readable | None:
    named = with_nouns(tokens)
    changed = reworded(tokens, antecedent)
    ways = [] if named == tokens else [named, reworded(named, antecedent)]
    also = with_nouns(changed)
    if also != changed:
        ways.append(reworded(also))
    for each in ways:
        derivation = derive(start, shape(each))
        if not isinstance(derivation, Stuck):
            return each, derivation
    for each in ways[1:]:
        found = with_bare_code(each, start)
        if found is not None:
            return found
    return None


def with_bare_code(tokens: tuple[Token, ...], start: Start) -> Readable | None:
    """Where the sentence can be read no further than to a plain number or word, and code could
    stand there, that is read as code; None where nothing helps."""
    for _ in range(len(tokens) + 1):
        derivation = derive(start, shape(tokens))
        if not isinstance(derivation, Stuck):
            return tokens, derivation
        index = derivation.index
        if 0 < index < len(tokens) and tokens[index].text == "=":
            index -= 1  # a variable may be called like a word of the language
        elif index >= len(tokens) or CODE not in derivation.expected:
            return None
        plain = as_code(tokens[index])
        if plain is None:
            return None
        tokens = (*tokens[:index], plain, *tokens[index + 1 :])
    return None
