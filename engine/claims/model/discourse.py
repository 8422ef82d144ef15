"""What a narration says without lines (docs/semantics.md §3.1 to §3.3, §5.70 to §5.72).

A claim of `NextEvent` or `OfLoop` wraps the claim of the form with a line; the wrapped claim's own
line is `UNPLACED`. `engine.claims.check.discourse` puts the line in its place; nothing else looks
into a wrapper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.claims.model.changes import Alters, Swaps
from engine.claims.model.contexts import LoopName
from engine.claims.model.derivations import Derives
from engine.claims.model.lines import (
    ConditionIs,
    Evaluates,
    LineRaises,
    LineReturns,
    Sets,
)
from engine.claims.model.loops import LoopEnds, LoopOver, LoopPasses
from engine.claims.model.text import BaseClaim, Expected, Expr
from engine.trace.model import LineNo
from engine.values import Value

UNPLACED: Final = LineNo(0)
"""The line of a claim whose sentence names none."""

Event: TypeAlias = (
    Sets | ConditionIs | Evaluates | LineRaises | LineReturns | Alters | Swaps | Derives
)
"""Claims about what a visit does, of which the next visit that does it can be meant."""

LoopEvent: TypeAlias = LoopPasses | LoopEnds | LoopOver


@dataclass(frozen=True, slots=True)
class NextEvent(BaseClaim):
    """§3.2: the claim, of the next event of its kind and subject. ``claim.line`` is `UNPLACED`."""

    claim: Event


@dataclass(frozen=True, slots=True)
class OfLoop(BaseClaim):
    """§3.3: the claim, of a loop without a line. ``claim.loop`` is `UNPLACED`."""

    loop: LoopName
    claim: LoopEvent


@dataclass(frozen=True, slots=True)
class TruthOf(BaseClaim):
    """§5.70: ``E is true``: the next test of this condition; where it is no condition of the
    function, the truth of E at the point."""

    expr: Expr
    truth: bool


@dataclass(frozen=True, slots=True)
class NowIs(BaseClaim):
    """§5.72: ``x is now V``: the state after the visit, from the one that is being told on, that
    changes E or sets it; the state at the point where none does."""

    expr: Expr
    value: Value


@dataclass(frozen=True, slots=True)
class Gives(BaseClaim):
    """§5.70: ``E returns V``, ``E evaluates to V``: the next call of a function of the program with
    these literal arguments; else the next evaluation of E; else its value at the point."""

    expr: Expr
    result: Expected
