"""Claims about loops (docs/semantics.md §5.13-5.15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engine.claims.model.text import BaseClaim
from engine.trace.model import LineNo


@dataclass(frozen=True, slots=True)
class LoopPasses(BaseClaim):
    """§5.13. ``in_total``: of all entries in the context together (§5.100)."""

    loop: LineNo
    passes: int
    in_total: bool = False


class LoopEnding(Enum):
    """§5.14: why a loop is left. Closed."""

    EXHAUSTED = "its items run out"
    CONDITION_FALSE = "its condition is false"
    NO_BREAK = "no break leaves it"  #: its items run out, or its condition is false (§5.100)
    BREAK = "breaks out of it"  #: by a line
    RETURN = "returns"  #: by a line
    RAISE = "raises"  #: by a line


@dataclass(frozen=True, slots=True)
class LoopEnds(BaseClaim):
    """§5.14. ``by`` is line M; None exactly for EXHAUSTED, CONDITION_FALSE and
    NO_BREAK."""

    loop: LineNo
    ending: LoopEnding
    by: LineNo | None = None


@dataclass(frozen=True, slots=True)
class BreaksOut(BaseClaim):
    """§5.15."""

    line: LineNo
    loop: LineNo


@dataclass(frozen=True, slots=True)
class ContinuesLoop(BaseClaim):
    """§5.15."""

    line: LineNo
    loop: LineNo


@dataclass(frozen=True, slots=True)
class LoopOver(BaseClaim):
    """§5.71: the loop is left, however."""

    loop: LineNo
