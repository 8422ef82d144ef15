"""What a problem is about: a concept of the built-in catalogue, or one drawn from seed texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

LONGEST_SLUG: Final = 60
"""Characters: slugs become parts of names of files."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept: what problems are asked for, and told apart by.

    ``slug`` is unique in its catalogue, and of lower-case ASCII letters, digits and single hyphens
    between them; raises `ValueError` for any other. ``title`` names the concept in a few words,
    ``about`` says in a sentence or two what a problem about it exercises."""

    slug: str
    title: str
    about: str

    def __post_init__(self) -> None:
        if len(self.slug) > LONGEST_SLUG or _SLUG.fullmatch(self.slug) is None:
            raise ValueError(f"`{self.slug}` is no slug: at most {LONGEST_SLUG} characters a-z0-9-")

    def to_json(self) -> dict[str, str]:
        return {"slug": self.slug, "title": self.title, "about": self.about}


def slug_of(title: str) -> str:
    """The slug that a title gives: ``Two pointers (sorted)`` gives ``two-pointers-sorted``.

    Raises `ValueError` where the title has no ASCII letter or digit."""
    words: list[str] = re.findall(r"[a-z0-9]+", title.lower())
    if not words:
        raise ValueError(f"“{title}” has no letter or digit of ASCII to make a slug of")
    slug = words[0][:LONGEST_SLUG]
    for word in words[1:]:
        if len(slug) + 1 + len(word) > LONGEST_SLUG:
            break
        slug += "-" + word
    return slug
