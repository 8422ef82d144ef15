"""From remarks in the order of time to the tree of a narration."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from engine.claims.model import Block, Heading, Item, Sentence
from engine.narration.headings import Headings
from engine.narration.remarks import Level, Remark


@dataclass(slots=True)
class _Open:
    level: Level
    heading: Heading
    items: list[Item] = field(default_factory=list)


def tell(remarks: list[Remark], headings: Headings, rng: Random) -> list[Item]:
    """Choose what is said and how, and open the headings that it needs."""
    top: list[Item] = []
    stack: list[_Open] = []
    seen: set[Level] = set()

    def close(keep: int) -> None:
        while len(stack) > keep:
            done = stack.pop()
            (stack[-1].items if stack else top).append(Block(done.heading, tuple(done.items)))

    for remark in remarks:
        drawn, which = rng.random(), rng.randrange(len(remark.variants))
        if drawn >= remark.chance:
            continue
        shared = 0
        for opened, level in zip(stack, remark.levels, strict=False):
            if opened.level != level:
                break
            shared += 1
        close(shared)
        for level in remark.levels[shared:]:
            opens = level not in seen
            seen.add(level)
            stack.append(_Open(level, headings.heading(level, rng, opens=opens)))
        sentence = Sentence(remark.variants[which], remark.prefix)
        (stack[-1].items if stack else top).append(sentence)
    close(0)
    return top
