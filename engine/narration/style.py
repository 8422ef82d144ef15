"""How a narration is written down: phrasing, words between sentences, bullets, lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from engine.claims.model import Block, Item, Note, Sentence
from engine.claims.renderer import (
    Lead,
    heading_phrasings,
    render_heading,
    render_sentence,
    sentence_phrasings,
)

MAX_LINE: Final = 160
"""Sentences are joined on a line of up to so many characters."""

_LEADS: Final = (Lead.THEN, Lead.NEXT, Lead.NOW, Lead.AFTER_THAT)


class Style:
    """One narration's manner, drawn once, and the choices made by it."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._bullet = rng.choice(("- ", "- ", "* ", ""))
        self._joins = rng.choice((0.0, 0.3, 0.6))
        self._leads = rng.choice((0.0, 0.15, 0.3))
        self._plain = rng.choice((0.5, 0.8))
        self._heading = rng.randrange(1_000)

    def text(self, items: Sequence[Item]) -> str:
        """The whole text; ends with a line end."""
        return "".join(f"{line}\n" for line in self._lines(items, ""))

    def _lines(self, items: Sequence[Item], indent: str) -> Iterator[str]:
        line = ""
        for index, item in enumerate(items):
            if isinstance(item, Block):
                if line:
                    yield line
                    line = ""
                yield f"{indent}{self._bullet}{self._heading_text(item)}"
                yield from self._lines(item.items, f"{indent}  ")
                continue
            # Nothing happened before the first sentence that it could come after.
            first = index == 0 or (not indent and isinstance(items[index - 1], Note))
            text = self._sentence(item, first=first)
            joins = self._rng.random() < self._joins
            if line and joins and len(line) + len(text) < MAX_LINE:
                line = f"{line} {text}"
            else:
                if line:
                    yield line
                line = f"{indent}{self._bullet}{text}"
        if line:
            yield line

    def _heading_text(self, block: Block) -> str:
        count = heading_phrasings(block.heading)
        which = self._heading if self._rng.random() < self._plain else self._rng.randrange(1_000)
        return render_heading(block.heading, which % count)

    def _sentence(self, item: Sentence | Note, *, first: bool) -> str:
        if isinstance(item, Note):
            return item.kind.value
        count = sentence_phrasings(item)
        plain, other = self._rng.random() < self._plain, self._rng.randrange(count)
        lead = Lead.NONE
        if self._rng.random() < self._leads and not first:
            lead = self._rng.choice(_LEADS)
        return render_sentence(item, 0 if plain else other, lead)
