"""Which claims of a sentence say that it is so, or is done, *again* (docs/semantics.md §5.108).

The words go by the text as it was written: the table of other words leaves them out (§5.74)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from engine.claims.model import Block, Claim, Heading, Note, Sentence
from engine.claims.syntax_tokens import Token, TokenKind

_Item = TypeVar("_Item", bound=Sentence | Note | Block | Heading)

AGAIN: Final = frozenset({"again", "another"})
"""Words that say so by themselves; `once more` does, too."""

_GOES_ON: Final = "so"
"""`so once more`: the loop goes on (§5.74)."""

_IN_VAIN: Final = ["has", "no", "effect"]
"""`adding it to x again has no effect`: that x is unchanged says that it was there."""


def marked(items: tuple[_Item, ...], tokens: Sequence[Token]) -> tuple[_Item, ...]:
    """What was read of the tokens, as they were written, with its claims marked of which they say
    `again`: of the last one that begins before the word, else of the first one."""
    places = _places(tokens)
    if not places:
        return items
    begun = [
        (claim.surface.column - 1, item, number)
        for item, claims in enumerate(map(_claims, items))
        for number, claim in enumerate(claims)
    ]
    said: dict[int, set[int]] = {}
    for place in places:
        if not begun:
            break
        before = [each for each in begun if each[0] <= place]
        _, item, number = max(before) if before else min(begun)
        said.setdefault(item, set()).add(number)
    return tuple(_with(item, frozenset(said.get(index, ()))) for index, item in enumerate(items))


def _places(tokens: Sequence[Token]) -> list[int]:
    """Where the words stand in their line."""
    words = [each.text.lower() if each.kind is TokenKind.WORD else "" for each in tokens]
    found: list[int] = []
    for index, word in enumerate(words):
        before = words[max(index - 2, 0) : index]
        if word in AGAIN and words[index + 1 : index + 4] != _IN_VAIN:
            found.append(tokens[index].start)
        elif word == "more" and before[-1:] == ["once"] and before[0] != _GOES_ON:
            found.append(tokens[index].start)
    return found


def _claims(item: Sentence | Note | Block | Heading) -> tuple[Claim, ...]:
    match item:
        case Sentence(claims=claims):
            return claims
        case Block(heading=heading):
            return heading.states
        case Heading(states=states):
            return states
        case Note():
            return ()


def _with(item: _Item, said: frozenset[int]) -> _Item:
    if isinstance(item, Block):
        return replace(item, heading=replace(item.heading, again=said))
    return item if isinstance(item, Note) else replace(item, again=said)
