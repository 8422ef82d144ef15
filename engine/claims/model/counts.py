"""Claims about how often, in which passes and in what order (docs/semantics.md §5.66, §5.67)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.model.text import BaseClaim, Expr
from engine.trace.model import LineNo
from engine.values import Value


class LineOrder(Enum):
    """§5.66: how the runs of two lines lie to each other. Closed."""

    FIRST_BEFORE = "for the first time before"  #: the first run of one, the first of the other
    LAST_AFTER = "for the last time after"  #: the last run of one, the last of the other
    NEVER_AFTER = "never after"  #: all runs of one before the first of the other


@dataclass(frozen=True, slots=True)
class RunsInOrder(BaseClaim):
    """§5.66."""

    line: LineNo
    order: LineOrder
    other: LineNo


@dataclass(frozen=True, slots=True)
class RunsOnlyOn(BaseClaim):
    """§5.66: the passes in which a line runs, all of them. ``spans`` are as in `SeveralPasses`;
    a single pass is one span of one."""

    line: LineNo
    spans: tuple[tuple[int, int], ...]
    loop: LineNo


class Bound(Enum):
    """§5.67: of a number, which side is told. Closed."""

    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class LineRunsBounded(BaseClaim):
    """§5.67: in the context."""

    line: LineNo
    bound: Bound
    times: int


@dataclass(frozen=True, slots=True)
class LineRunsInTotal(BaseClaim):
    """§5.67. Absolute: in all calls of the line's function."""

    line: LineNo
    times: int


@dataclass(frozen=True, slots=True)
class CalledBounded(BaseClaim):
    """§5.67. Absolute."""

    function: str
    bound: Bound
    times: int


@dataclass(frozen=True, slots=True)
class CalledWith(BaseClaim):
    """§5.67. Absolute: all calls, each with its only argument, in order."""

    function: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class BetweenPasses(BaseClaim):
    """§5.67: from pass ``first`` to pass ``second``. ``before`` and ``after`` are None for "does
    not change"."""

    loop: LineNo
    first: int
    second: int
    expr: Expr
    before: Value | None = None
    after: Value | None = None


CountClaim: TypeAlias = RunsInOrder | RunsOnlyOn | LineRunsBounded | BetweenPasses
TotalClaim: TypeAlias = LineRunsInTotal | CalledBounded | CalledWith
"""Absolute."""
