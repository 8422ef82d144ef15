"""Sentences that are read as several, one after the other (semantics.md 5.99)."""

from __future__ import annotations

import re

from .codes import N, V

TIMES = rf"(?:once|twice|{N[1:-1]} times?)"
EQUATION = r"@\d+ = @\d+"
PARTED = (
    (rf"(@\d+) (?:is|was) (.+) in every iteration, so its final value is {V}",
     "In every iteration, {0} is {1}.", "The final value of {0} is {2}."),
    (rf"In iteration {N}, (.+?), and after it (.+)",
     "In iteration {0}, {1}.", "After this pass, {2}."),
    (rf"(@\d+) (?:is|was) {V} after the inner loop, and now it (.+)",
     "After the inner loop, {0} is {1}.", "{0} {2}."),
    (rf"For ({EQUATION}), (.+?),? with ({EQUATION}),? and also with ({EQUATION})",
     "At {0}, at {2}, {1}.", "At {0}, at {3}, {1}."),
    (rf"In total, (@\d+) (?:is|was) called ({TIMES}) and returned {V} ({TIMES})",
     "{0} is called {1}.", "{0} returns {2} {3} in total."),
)  # fmt: skip
"""A pattern of a whole sentence, and the sentences that it stands for."""


def parts_of(text: str) -> list[str]:
    """The sentences that a sentence stands for; none where it stands for itself alone."""
    for pattern, *made in PARTED:
        if m := re.fullmatch(rf"{pattern}\.", text):
            return [one.format(*m.groups()) for one in made]
    return []
