"""What is wrong with a narration's text: where, what was read, what was expected.

A `Problem` is data of a verdict (it rejects the narration), not an exception: all problems of
a narration are reported together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from engine.claims.model import Surface

_SHOWN: Final = 60
"""Characters of the text that a message quotes."""


class ProblemKind(Enum):
    """Why a narration's text is rejected; the value is the reason's name (semantics.md §6)."""

    FORBIDDEN_TEXT = "forbidden-text"  #: a character that no narration holds
    UNPARSED = "unparsed"  #: text that no form reads


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why the text is not a narration.

    ``surface`` is the place and text that could not be read; ``expected`` says in words what
    could have stood there (empty where `reason` says it all); ``example`` is a sentence of the
    nearest form, or empty."""

    kind: ProblemKind
    surface: Surface
    reason: str
    expected: tuple[str, ...] = ()
    example: str = ""

    @classmethod
    def at(
        cls,
        kind: ProblemKind,
        line: int,
        part: tuple[int, int],
        text: str,
        reason: str,
        example: str = "",
    ) -> Problem:
        """The problem of ``text[start:end]``; ``part`` is start and end in the line."""
        start, end = part
        surface = Surface(line, start + 1, line, end + 1, text[start:end])
        return cls(kind, surface, reason, example=example)

    @property
    def message(self) -> str:
        """One sentence or two: place, reason, what was read, what was expected."""
        place = f"line {self.surface.line}, column {self.surface.column}"
        parts = [f"{place}: {self.reason}"]
        if self.expected:
            parts.append(f"; expected {either(self.expected)}")
        parts.append(".")
        if self.example:
            parts.append(f" A sentence that can be read: {self.example}")
        return "".join(parts)


def quoted(text: str) -> str:
    """The text as a message shows it: escaped, and cut where it is long."""
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    if not shown.isprintable():
        shown = shown.encode("unicode_escape").decode("ascii")
    return f"“{shown}”"


def either(choices: tuple[str, ...]) -> str:
    """``a, b or c``"""
    *init, last = choices
    return f"{', '.join(init)} or {last}" if init else last
