"""Claims about how a line changes what is there (docs/semantics.md §5.34-5.37)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.model.text import BaseClaim, Expr
from engine.trace.model import LineNo
from engine.values import Value


class Change(Enum):
    """§5.34, §5.35: how what was before becomes what is after. Closed."""

    APPEND = "appends"
    ADD = "adds"
    EXTEND = "extends"
    INSERT = "inserts"
    REMOVE = "removes"
    REMOVE_KEY = "removes the key"
    REMOVE_AT = "removes the element at the index"  #: from 0; -1 is the last
    POP = "pops"
    CLEAR = "clears"
    SORT = "sorts"
    SORT_IN_PLACE = "sorts in place"
    REVERSE = "reverses"
    REVERSE_IN_PLACE = "reverses in place"
    INCREASE = "increases"
    DECREASE = "decreases"
    MULTIPLY = "multiplies"
    DIVIDE = "divides"


@dataclass(frozen=True, slots=True)
class Alters(BaseClaim):
    """§5.34, §5.35. ``operand`` is what is added, removed, …; None exactly for what clears, sorts,
    reverses, and removes at an index. ``index`` is not None exactly for INSERT (from 0) and
    REMOVE_AT (from 0, or -1)."""

    line: LineNo
    change: Change
    expr: Expr
    operand: Value | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Swaps(BaseClaim):
    """§5.36: two places exchange what they hold."""

    line: LineNo
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Stays(BaseClaim):
    """§5.37: the expression has the value before the line and after it."""

    line: LineNo
    expr: Expr
    value: Value


ChangeClaim: TypeAlias = Alters | Swaps | Stays
