"""Claims about why and which way control went (docs/semantics.md §5.58 to §5.65)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.model.text import BaseClaim, Expr
from engine.trace.model import LineNo
from engine.values import Value


@dataclass(frozen=True, slots=True)
class Given:
    """A reason that is given: an expression and its value."""

    expr: Expr
    value: Value


@dataclass(frozen=True, slots=True)
class ConditionBecause(BaseClaim):
    """§5.58: the facts are so, and they decide the condition. A claim of its own, beside the
    `ConditionIs` of the same sentence; ``line``, ``condition`` and ``truth`` are those of it."""

    line: LineNo
    condition: Expr
    truth: bool
    facts: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Decides(BaseClaim):
    """§5.59: the operand of an `and` or `or` at which its evaluation ended."""

    line: LineNo
    condition: Expr
    part: Expr


@dataclass(frozen=True, slots=True)
class NotEvaluated(BaseClaim):
    """§5.59."""

    line: LineNo
    expr: Expr


class Keyword(Enum):
    """What a line's statement begins with, and its branch is named after. Closed."""

    IF = "if"
    ELIF = "elif"


@dataclass(frozen=True, slots=True)
class BodyRuns(BaseClaim):
    """§5.60: of an `if` or `elif`."""

    line: LineNo
    keyword: Keyword
    runs: bool


class NoArm(Enum):
    """§5.60: what a chain of `if` and `elif` takes, where none of its tests is true. Closed."""

    ELSE = "else"
    NOTHING = "no branch"


@dataclass(frozen=True, slots=True)
class ChainTakes(BaseClaim):
    """§5.60: of the chain that begins on the line, the arm with its test on line ``arm``."""

    line: LineNo
    keyword: Keyword
    arm: LineNo | NoArm


@dataclass(frozen=True, slots=True)
class MatchTakes(BaseClaim):
    """§5.61: the case on line ``case``; None: no case."""

    line: LineNo
    case: LineNo | None


@dataclass(frozen=True, slots=True)
class LoopEntered(BaseClaim):
    """§5.62: whether at least one pass begins."""

    loop: LineNo
    entered: bool


class BlockOf(Enum):
    """§5.62: a block that runs on the way out; the value is how it is said. Closed."""

    LOOP_ELSE = "`else` block of the loop"
    TRY_ELSE = "`else` block of the `try`"
    TRY_FINALLY = "`finally` block of the `try`"


@dataclass(frozen=True, slots=True)
class BlockRuns(BaseClaim):
    """§5.62."""

    line: LineNo
    block: BlockOf
    runs: bool


@dataclass(frozen=True, slots=True)
class Filters(BaseClaim):
    """§5.63: what the comprehension on the line keeps or drops; None: not said."""

    line: LineNo
    kept: int | None = None
    dropped: int | None = None
    of: int | None = None  #: how many there were


@dataclass(frozen=True, slots=True)
class Recurses(BaseClaim):
    """§5.64. Absolute."""

    function: str
    depth: int


@dataclass(frozen=True, slots=True)
class LeavesUncaught(BaseClaim):
    """§5.65. Absolute. ``exception`` is the exact type's name."""

    exception: str
    function: str


ReasonClaim: TypeAlias = ConditionBecause | Decides | NotEvaluated
WayClaim: TypeAlias = BodyRuns | ChainTakes | MatchTakes | LoopEntered | BlockRuns | Filters
CallPathClaim: TypeAlias = Recurses | LeavesUncaught
"""Absolute."""
