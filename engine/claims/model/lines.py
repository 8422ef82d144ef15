"""Claims about what a line does (docs/semantics.md §5.6-5.12, 5.16, 5.18, 5.19, 5.21-5.26)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engine.claims.model.text import BaseClaim, Expected, Expr, Target
from engine.trace.model import LineNo
from engine.values import Value


@dataclass(frozen=True, slots=True)
class Sets(BaseClaim):
    """§5.6. ``to`` is None where the sentence states no value."""

    line: LineNo
    target: Target
    to: Expected | None = None


@dataclass(frozen=True, slots=True)
class Changes(BaseClaim):
    """§5.7. ``before`` is None where the sentence does not state it."""

    line: LineNo
    expr: Expr
    value: Value
    before: Value | None = None


@dataclass(frozen=True, slots=True)
class LeavesUnchanged(BaseClaim):
    """§5.8."""

    line: LineNo
    expr: Expr


@dataclass(frozen=True, slots=True)
class Deletes(BaseClaim):
    """§5.9."""

    line: LineNo
    target: Target


@dataclass(frozen=True, slots=True)
class Evaluates(BaseClaim):
    """§5.10."""

    line: LineNo
    expr: Expr
    result: Expected


@dataclass(frozen=True, slots=True)
class ConditionIs(BaseClaim):
    """§5.11."""

    line: LineNo
    condition: Expr
    truth: bool


class Consequence(Enum):
    """§5.11: what becomes of line M after the test. Closed."""

    RUNS = "runs"  #: the next visit of the activation is of line M
    SKIPPED = "is skipped"  #: M lies in the block that this outcome does not run


@dataclass(frozen=True, slots=True)
class ConditionLeads(BaseClaim):
    """§5.11: ``…, so line M runs``. A claim of its own, beside the `ConditionIs` of the same
    sentence, which it needs; ``line``, ``condition`` and ``truth`` are those of that claim."""

    line: LineNo
    condition: Expr
    truth: bool
    consequence: Consequence
    then_line: LineNo


@dataclass(frozen=True, slots=True)
class LineRuns(BaseClaim):
    """§5.12. ``times`` is None for "at least once", 0 for "never"."""

    line: LineNo
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Calls(BaseClaim):
    """§5.16. One claim, however many arguments it names; the names are all different."""

    line: LineNo
    function: str
    arguments: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class LineRaises(BaseClaim):
    """§5.18. ``message`` is None where the sentence states none."""

    line: LineNo
    exception: str
    message: Value | None = None


@dataclass(frozen=True, slots=True)
class LineCatches(BaseClaim):
    """§5.18."""

    line: LineNo
    exception: str


@dataclass(frozen=True, slots=True)
class LineReturns(BaseClaim):
    """§5.19."""

    line: LineNo
    result: Expected


@dataclass(frozen=True, slots=True)
class LineYields(BaseClaim):
    """§5.19."""

    line: LineNo
    value: Value


@dataclass(frozen=True, slots=True)
class LinePrints(BaseClaim):
    """§5.21. ``text`` is None for ``prints nothing``, which is not the same as `''`."""

    line: LineNo
    text: str | None


@dataclass(frozen=True, slots=True)
class Defines(BaseClaim):
    """§5.22."""

    line: LineNo
    name: str


@dataclass(frozen=True, slots=True)
class Imports(BaseClaim):
    """§5.22."""

    line: LineNo
    name: str


@dataclass(frozen=True, slots=True)
class AssertionHolds(BaseClaim):
    """§5.23. ``holds`` is False for ``fails``."""

    line: LineNo
    holds: bool


@dataclass(frozen=True, slots=True)
class CaseMatches(BaseClaim):
    """§5.24. ``matches`` is False for ``does not match``."""

    line: LineNo
    matches: bool


@dataclass(frozen=True, slots=True)
class DoesNothing(BaseClaim):
    """§5.25."""

    line: LineNo


@dataclass(frozen=True, slots=True)
class EntersWith(BaseClaim):
    """§5.26."""

    line: LineNo
