"""Errors in the order and the structure of a narration, and lines that never ran."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from benchmarks.planting_text import Edit, Line, Narrated, Source, Told, told_of

FARTHEST_SWAP: Final = 4
"""Lines between two that change places, at most, and one."""


def swapped(narrated: Narrated) -> Iterator[Edit]:
    """Two lines, one of which tells of a step that the other depends on, in the wrong order."""
    lines = narrated.text.lines
    for early in range(len(lines)):
        for late in range(early + 1, min(early + 1 + FARTHEST_SWAP, len(lines))):
            one, other = lines[early], lines[late]
            if any(t.is_heading for line in lines[early : late + 1] for t in line.told):
                break
            if one.lead == other.lead and _depends(other, one, narrated.source):
                new = (other, *lines[early + 1 : late], one)
                yield Edit(narrated.text.with_lines(early, late + 1, new), other.told[0].text())


def _depends(later: Line, earlier: Line, source: Source) -> bool:
    a, b = _line_told(earlier), _line_told(later)
    if a is None or b is None or (a == b and not source.reads.get(a, frozenset())):
        return False
    wrote = source.writes.get(a, frozenset())
    return bool(wrote & (source.reads.get(b, frozenset()) | source.writes.get(b, frozenset())))


_AROUND: Final = (
    r"(?:[Oo]n (?:the \w+ pass|pass \w+) of the loop on line \d+|[Ii]n call \w+ of @\d+), "
)
_LINE: Final = re.compile(
    rf"(?:Then |Next, |Now |After that, )?(?:{_AROUND})*"
    r"(?:(?:[Oo]n )?[Ll]ine (\d+)|[Tt]he condition @\d+ on line (\d+))"
)


def _line_told(line: Line) -> int | None:
    """The line of the step that a line of the narration tells, in whatever pass and call."""
    match = _LINE.match(line.told[0].words)
    return int(match[1] or match[2]) if match else None


def under_another(narrated: Narrated) -> Iterator[Edit]:
    """The body of one heading under another one."""
    lines = narrated.text.lines
    heads = [i for i, line in enumerate(lines) if line.told[0].is_heading]
    for one, other in itertools.pairwise(heads):
        if lines[one].lead != lines[other].lead:
            continue
        for index in (one, other):
            told = lines[other if index == one else one].told[0]
            new = replace(lines[index], told=(told,))
            yield Edit(narrated.text.with_lines(index, index + 1, (new,)), told.text())


def skipped_runs(narrated: Narrated) -> Iterator[Edit]:
    """A line that did not run is said to run: in the words that stand there, or added."""

    def edits(told: Told) -> Iterator[Told]:
        for pattern in (r"\bnever runs\b", r"\bdoes not run\b", r"(?<=\d )is skipped\b"):
            for match in re.finditer(pattern, told.words):
                yield told.with_words(
                    told.words[: match.start()] + "runs" + told.words[match.end() :]
                )

    yield from narrated.rewritten(edits)
    named = {int(n) for line in narrated.text.lines for t in line.told
             for n in re.findall(r"\bline (\d+)", t.words.lower())}  # fmt: skip
    last = len(narrated.text.lines) - 1
    for line in narrated.source.lines:
        if line not in named:
            told = told_of(f"Line {line} runs.")
            lead = narrated.text.lines[last].lead
            yield Edit(narrated.text.with_lines(last, last, (Line(lead, (told,)),)), told.text())
