"""Which claims of a sentence say that it is so, or is done, *again* (docs/semantics.md §5.108).

The words go by the text as it was written: the table of other words leaves them out (§5.74)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from engine.claims.model import Block, Claim, Heading, Note, Sentence
from engine.claims.syntax_tokens import Token, TokenKind

_Item = TypeVar("_Item", bound=Sentence | Note | Block | Heading)

AGAIN: Final = frozenset({"again", "another"})
"""Words that say so by themselves; `once more` does, too."""

_OPENING: Final = frozenset({",", ";", ":", "and", "so", "then", "but"})
"""What a clause that begins with `again` stands behind; a comma may stand within one, too."""

_SEVERAL: Final = frozenset({"both", "are", "become", "were", "all", "each", "neither", "every"})
"""Words of what is said of several things at once."""

_PARTS: Final = frozenset({";", ":", "so", "then", "but", "since", "because", "while"})
"""What parts a sentence into what is said of different things."""

_GOES_ON: Final = "so"
"""`so once more`: the loop goes on (§5.74)."""

_IN_VAIN: Final = ["has", "no", "effect"]
"""`adding it to x again has no effect`: that x is unchanged says that it was there."""


class _Word(NamedTuple):
    """Where `again` stands in its line, and which claims it may go with."""

    place: int
    behind: bool  #: with the one before it
    ahead: bool  #: with the one behind it: `and again, …`
    among: tuple[int, int] | None  #: where the part begins and ends that says it of several things


class _Begun(NamedTuple):
    """Where a claim begins: of which of the items, and which of its claims."""

    place: int
    item: int
    number: int


def marked(items: tuple[_Item, ...], tokens: Sequence[Token]) -> tuple[_Item, ...]:
    """What was read of the tokens, as they were written, with its claims marked of which they say
    `again`. Where a part of the sentence says it of several things, all of its claims are."""
    said_words = list(_words(tokens))
    if not said_words:
        return items
    begun = [
        _Begun(claim.surface.column - 1, item, number)
        for item, claims in enumerate(map(_claims, items))
        for number, claim in enumerate(claims)
    ]
    said: dict[int, set[int]] = {}
    for word in said_words:
        for each in _of_word(word, begun):
            said.setdefault(each.item, set()).add(each.number)
    return tuple(_with(item, frozenset(said.get(index, ()))) for index, item in enumerate(items))


def _of_word(word: _Word, begun: list[_Begun]) -> list[_Begun]:
    """The claims that it goes with: those that begin last before it, or first behind it."""
    before = [each.place for each in begun if each.place <= word.place]
    after = [each.place for each in begun if each.place > word.place]
    places: set[int] = set()
    if before and (word.behind or not after):
        places.add(max(before))
    if after and (word.ahead or not before):
        places.add(min(after))
    if word.among is not None:
        first, last = word.among
        places |= {each.place for each in begun if first <= each.place <= last}
    return [each for each in begun if each.place in places]


def _words(tokens: Sequence[Token]) -> Iterator[_Word]:
    words = [each.text.lower() for each in tokens]
    for index, token in enumerate(tokens):
        if token.kind is not TokenKind.WORD:
            continue
        first = index
        if words[index] == "more" and words[index - 1 : index] == ["once"]:
            first = index - 1
            if words[first - 1 : first] == [_GOES_ON]:
                continue
        elif words[index] not in AGAIN or words[index + 1 : index + 4] == _IN_VAIN:
            continue
        elif words[index - 1 : index] == ["once"]:
            first = index - 1
        before = words[first - 1] if first else ""
        ends = index + 1 >= len(words) or words[index + 1] in {".", ";"}
        opens = before in _OPENING and not ends
        yield _Word(token.start, not opens or before == ",", opens, _several(tokens, index))


def _several(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Where the part of the sentence begins and ends in which the word stands, if it says what it
    says of several things."""
    first = last = index
    while first and tokens[first - 1].text.lower() not in _PARTS:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].text.lower() not in _PARTS:
        last += 1
    part = tokens[first : last + 1]
    if not any(each.kind is TokenKind.WORD and each.text.lower() in _SEVERAL for each in part):
        return None
    return part[0].start, part[-1].end


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
