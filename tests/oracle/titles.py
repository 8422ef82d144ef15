"""Titles, and those that say when something is so (semantics.md 5.73, 5.107)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .text import Line

TITLES = ("Understand", "Plan", "Execute", "Reflect", "Setup")
WHEN = {
    "Initial state": "start", "Initialization": "start", "Input": "start", "Final state": "end",
    "Result": "end", "Conclusion": "end",
}  # fmt: skip
"""The titles that say when, and whether that is the start or the end."""
ORDER_ALONE = re.compile(r"^(?:so|now|then),? (?=[a-z@])|(?<= is) now\b")


@dataclass
class Title:
    """A title that says when; `holds` is to be asked for each line after it, in order."""

    line: Line
    when: str
    first: bool = True  # whether no line stands between
    points: bool = True  # whether all lines between are points of a list

    def holds(self, line: Line) -> bool:
        """Whether a line stands below the title."""
        first, self.first = self.first, False
        self.points = self.points and line.mark == "point"
        if self.line.mark.startswith("#"):
            return not line.mark.startswith("#")
        if first or line.indent > self.line.indent:
            return True
        return self.points and self.line.mark == ""


def title_in(text: str) -> tuple[str, str] | None:
    """The title with which a line begins, and what stands behind its colon."""
    head, _, rest = text.partition(": ")
    head = head.removesuffix(":") if not rest else head
    return (head, rest) if head in TITLES or head in WHEN else None


def clauses(text: str) -> list[str]:
    """The clauses of a sentence without its full stop, as they are joined by commas and `and`."""
    return re.split(r", and |, | and ", text)


def without_order(clause: str) -> str:
    """The clause without the words that say no moment."""
    return ORDER_ALONE.sub("", clause)
