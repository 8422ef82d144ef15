"""What a loop takes up, all passes together, without a line (docs/semantics.md §5.95).

The line of a loop is `UNPLACED` in what is read; the discourse finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.claims.model.contexts import LoopName
from engine.claims.model.discourse import UNPLACED
from engine.claims.model.text import BaseClaim, Expr
from engine.trace.model import LineNo, Time
from engine.values import Value


@dataclass(frozen=True, slots=True)
class Takes(BaseClaim):
    """What a name is in the passes of the loop that binds it, one after the other."""

    expr: Expr
    values: tuple[Value, ...]
    loop: LineNo = UNPLACED


@dataclass(frozen=True, slots=True)
class RunsOver(BaseClaim):
    """What a loop is over: its text, or what that is. ``value``: what it comes to; where ``expr``
    is a name that the loop binds, what that is in its passes. ``of_type``: what type it is of."""

    loop: LoopName | LineNo
    expr: Expr
    value: Value | None = None
    of_type: str | None = None


@dataclass(frozen=True, slots=True)
class ItemOccurs(BaseClaim):
    """How many passes of a loop have the value as their item."""

    value: Value
    times: int
    loop: LineNo = UNPLACED


@dataclass(frozen=True, slots=True)
class TakenUp(BaseClaim):
    """How many of the things that the loop is over have been taken up at the point (§5.101)."""

    taken: int
    of: int
    loop: LineNo = UNPLACED
    by: Time | None = None  #: the point, where it was found


@dataclass(frozen=True, slots=True)
class LastNotTaken(BaseClaim):
    """The last of the things that the loop is over, which no pass takes up (§5.101)."""

    value: Value
    loop: LineNo = UNPLACED


ItemsClaim: TypeAlias = Takes | RunsOver | ItemOccurs | TakenUp | LastNotTaken
