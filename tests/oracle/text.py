"""The text of a narration: allowed characters, bullets, headings of Markdown, emphasis."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

INVISIBLE = "".join(
    chr(c)
    for c in (
        0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164,
        0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0),
    )
)  # fmt: skip
LINE = re.compile(r"( *)([-*+] |\d+[.)] |#{1,6} )?(.*?) *")


@dataclass(frozen=True)
class Line:
    """A line of a narration: its `indent`, its `mark` and what it says."""

    indent: int
    mark: str  # "" , "point" or the marks of a Markdown heading
    text: str


def lines_of(narration: str) -> list[Line]:
    """The lines that say something."""
    found = []
    for raw in narration.split("\n"):
        m = LINE.fullmatch(raw)
        if m is None or not m[3] or m[3] in ("<think>", "</think>"):
            continue
        mark = (m[2] or "").strip()
        if mark and not mark.startswith("#"):
            mark = "point"
        found.append(Line(len(m[1]), mark, without_emphasis(m[3])))
    return found


def without_emphasis(text: str) -> str:
    """The text without `*`, `**` and `***` in pairs, outside of code."""
    parts = re.split(r"(``.*?``|`[^`]*`)", text)
    marked = "\0".join(parts[::2])
    plain = re.sub(r"(\*{1,3})(?=\S)((?:(?!\*).)+?)(?<=\S)\1", r"\2", marked)
    parts[::2] = plain.split("\0")
    return "".join(parts)


def allowed(text: str) -> bool:
    """Whether a narration has only characters that may stand in it."""
    for line in text.split("\n"):
        outside = re.sub(r"``(?!`).+?``|`[^`]+`", "", line)
        if not all(" " <= c <= "~" for c in outside):
            return False
        for c in line:
            if c != " " and (unicodedata.category(c)[0] in "CZ" or c in INVISIBLE):
                return False
    return True
