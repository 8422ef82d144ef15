"""A narration's tree, and edits of one place of it.

The tree is frozen: an edit makes a new one. What stands beside the place is the same object in
both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeAlias

from engine.claims.model import (
    Block,
    CallContext,
    Chain,
    Claim,
    Context,
    Heading,
    Item,
    Narration,
    Note,
    PassContext,
    Sentence,
)
from engine.trace.model import LineNo

Path: TypeAlias = tuple[int, ...]
"""Indexes from the narration's items down to one item; never empty."""

LINE_FIELDS: Final = ("line", "loop", "by", "then_line")
"""The fields of claims, moments and contexts that hold numbers of lines."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``count`` items from ``path`` on give way to ``items``; ``told`` is the one to look at."""

    path: Path
    items: tuple[Item, ...]
    told: Sentence | Heading
    count: int = 1

    def apply(self, narration: Narration) -> Narration:
        return Narration(_spliced(narration.items, self.path, self.count, self.items))


def _spliced(
    items: tuple[Item, ...], path: Path, count: int, new: tuple[Item, ...]
) -> tuple[Item, ...]:
    index, *rest = path
    if not rest:
        return (*items[:index], *new, *items[index + count :])
    block = items[index]
    if not isinstance(block, Block):
        raise TypeError("a path leads through blocks only")
    inner = _spliced(block.items, tuple(rest), count, new)
    return (*items[:index], replace(block, items=inner), *items[index + 1 :])


@dataclass(frozen=True, slots=True)
class Spot:
    """An item, where it stands, and the contexts of the headings around it."""

    path: Path
    item: Item
    chain: Chain

    def edit(self, sentence: Sentence) -> Edit:
        """The edit that puts ``sentence`` here."""
        return Edit(self.path, (sentence,), sentence)

    def after(self, sentence: Sentence) -> Edit:
        """The edit that adds ``sentence`` behind this item."""
        return Edit(self.path, (self.item, sentence), sentence)

    def before(self, sentence: Sentence) -> Edit:
        """The edit that adds ``sentence`` in front of this item."""
        return Edit(self.path, (sentence, self.item), sentence)


def spots(narration: Narration) -> list[Spot]:
    """All items in the order of the text, blocks before what is in them."""
    return list(_spots(narration.items, (), ()))


def _spots(items: tuple[Item, ...], path: Path, chain: Chain) -> Iterator[Spot]:
    for index, item in enumerate(items):
        here = (*path, index)
        yield Spot(here, item, chain)
        if isinstance(item, Block):
            yield from _spots(item.items, here, (*chain, item.heading.context))


def siblings(narration: Narration) -> Iterator[tuple[Path, tuple[Item, ...]]]:
    """All lists of items that stand side by side, with the path of the block around them."""
    yield (), narration.items
    for spot in spots(narration):
        if isinstance(spot.item, Block):
            yield spot.path, spot.item.items


def scope_of(chain: Chain) -> str:
    """The function that a chain of contexts leads to; "" for the entry function."""
    calls = [context.function for context in chain if isinstance(context, CallContext)]
    return calls[-1] if calls else ""


def changed(claim: Claim, **fields: Any) -> Claim:
    """The claim with other contents in some of its fields."""
    return replace(claim, **fields)


def with_claim(sentence: Sentence, index: int, claim: Claim) -> Sentence:
    """The sentence with another claim in one place."""
    old = sentence.claims
    return replace(sentence, claims=(*old[:index], claim, *old[index + 1 :]))


def with_context(sentence: Sentence, index: int, context: Context) -> Sentence:
    """The sentence with another context in one place of its prefix."""
    old = sentence.prefix
    return replace(sentence, prefix=(*old[:index], context, *old[index + 1 :]))


# -- lines ----------------------------------------------------------------------------------------


def lines_of(sentence: Sentence) -> Iterator[tuple[int, Callable[[int], Sentence]]]:
    """Each line that the sentence names, and the sentence with another line in its place. The
    claims of one sentence share their lines, so they change together."""
    first = sentence.claims[0]
    moment = getattr(first, "moment", None)
    for name in LINE_FIELDS:
        own = next((getattr(each, name) for each in sentence.claims if hasattr(each, name)), None)
        if isinstance(own, int):
            yield own, partial(_relined, sentence, name)
        at = getattr(moment, name, None)
        if isinstance(at, int):
            yield at, partial(_moved, sentence, name)
    for index, context in enumerate(sentence.prefix):
        if isinstance(context, PassContext):
            yield context.loop, partial(_reprefixed, sentence, index, context)


def _relined(sentence: Sentence, name: str, line: int) -> Sentence:
    claims = tuple(
        changed(each, **{name: LineNo(line)}) if hasattr(each, name) else each
        for each in sentence.claims
    )
    return replace(sentence, claims=claims)


def _moved(sentence: Sentence, name: str, line: int) -> Sentence:
    def moved(claim: Claim) -> Claim:
        moment: Any = getattr(claim, "moment", None)
        return changed(claim, moment=replace(moment, **{name: LineNo(line)}))

    return replace(sentence, claims=tuple(map(moved, sentence.claims)))


def _reprefixed(sentence: Sentence, index: int, context: PassContext, line: int) -> Sentence:
    other = replace(context, loop=LineNo(line))
    return with_context(sentence, index, other)


def mentioned_lines(narration: Narration) -> set[int]:
    """All lines that sentences and headings name."""
    found: set[int] = set()
    for spot in spots(narration):
        match spot.item:
            case Sentence():
                found.update(line for line, _ in lines_of(spot.item))
            case Block(heading=heading):
                if isinstance(heading.context, PassContext):
                    found.add(heading.context.loop)
            case Note():
                pass
    return found
