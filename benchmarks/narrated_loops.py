"""Loops of any number of passes, with true narrations of them: pass by pass, or as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from engine.claims.verdicts import Level
from engine.program import Program


class Unit(Enum):
    """What the cost of a narration is divided by."""

    CLAIM = "claim"  #: the narration is as long as the recording
    STEP = "step"  #: the narration is short, however long the recording is

    @property
    def title(self) -> str:
        """The heading of a plot."""
        return "narrated pass by pass" if self is Unit.CLAIM else "a short narration"


@dataclass(frozen=True)
class Scale:
    """One program and how it is narrated, for any number of passes."""

    name: str
    unit: Unit
    levels: tuple[Level, ...]
    source: str
    lines: Callable[[int], Iterator[str]]

    def program(self, size: int) -> Program:
        """The program that makes so many passes."""
        return Program.from_text(self.source, "f", str(size), name=f"{self.name}, {size} passes")

    def narration(self, size: int) -> str:
        """The narration of that program; every level of the scale accepts it."""
        return "".join(f"{line}\n" for line in self.lines(size))


_BRANCHES: Final = """\
def f(n):
    total = 0
    for i in range(n):
        if i % 3:
            total += i
        else:
            total -= 1
    return total
"""


def _branches(n: int) -> Iterator[str]:
    total = 0
    yield "Line 2 sets `total` to `0`."
    for i in range(n):
        total += i if i % 3 else -1
        line, truth = (5, "true") if i % 3 else (7, "false")
        yield f"- Pass {i + 1} of the loop on line 3 (`i` is `{i}`):"
        yield f"  - The condition `i % 3` on line 4 is {truth}, so line {line} runs."
        yield f"  - Line {line} sets `total` to `{total}`."
    yield from _end(3, 8, total)


def _whole(n: int) -> Iterator[str]:
    total = sum(i if i % 3 else -1 for i in range(n))
    yield "Line 2 sets `total` to `0`."
    yield f"The loop on line 3 makes {n} passes."
    yield f"`n` is always `{n}`."
    yield f"At the start of every pass of the loop on line 3, `n` is `{n}`."
    yield from _end(3, 8, total)


_INNER: Final = """\
def f(n):
    total = 0
    for i in range(n):
        for j in range(2):
            total += j
    return total
"""


def _inner(n: int) -> Iterator[str]:
    total = 0
    yield "Line 2 sets `total` to `0`."
    for i in range(n):
        yield f"- Pass {i + 1} of the loop on line 3 (`i` is `{i}`):"
        for j in range(2):
            total += j
            yield f"  - Pass {j + 1} of the loop on line 4 (`j` is `{j}`):"
            yield f"    - Line 5 sets `total` to `{total}`."
        yield "  - The loop on line 4 ends because its items run out."
        yield "  - The loop on line 4 makes 2 passes."
    yield from _end(3, 6, total)


_CALLS: Final = """\
def g(x):
    return x + 1

def f(n):
    total = 0
    for i in range(n):
        total += g(i)
    return total
"""


def _calls(n: int) -> Iterator[str]:
    total = 0
    yield "Line 5 sets `total` to `0`."
    for i in range(n):
        total += i + 1
        yield f"- Pass {i + 1} of the loop on line 6 (`i` is `{i}`):"
        yield f"  - Line 7 calls `g` with `x` = `{i}`."
        yield f"  - Call {i + 1} of `g`:"
        yield f"    - Line 2 returns `{i + 1}`."
        yield f"  - Call {i + 1} of `g` returns `{i + 1}`."
        yield f"  - Line 7 sets `total` to `{total}`."
    yield from _end(6, 8, total)


def _unplaced(n: int) -> Iterator[str]:
    total = 0
    yield "`total` becomes `0`."
    for i in range(n):
        total += i if i % 3 else -1
        yield f"`i` becomes `{i}`. The condition `i % 3` is {'true' if i % 3 else 'false'}."
        yield f"`total` becomes `{total}`."
    yield from _end(3, 8, total)


def _end(loop: int, line: int, answer: int) -> Iterator[str]:
    yield f"The loop on line {loop} ends because its items run out."
    yield f"Line {line} returns `{answer}`."
    yield f"The function returns `{answer}`."


_BOTH: Final = (Level.ORDERED, Level.GAPLESS)

SCALES: Final = (
    Scale("a loop with branches", Unit.CLAIM, _BOTH, _BRANCHES, _branches),
    Scale("a loop in a loop", Unit.CLAIM, _BOTH, _INNER, _inner),
    Scale("a loop with calls", Unit.CLAIM, _BOTH, _CALLS, _calls),
    Scale("without lines", Unit.CLAIM, _BOTH, _BRANCHES, _unplaced),
    Scale("as a whole", Unit.STEP, (Level.ORDERED,), _BRANCHES, _whole),
)
