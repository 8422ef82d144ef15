"""Remarks: what is said, when, and under which headings; gathered run by run, then told in the
order of time."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from engine.claims.model import Chain
from engine.narration.facts import Claims
from engine.narration.plan import ToldPass
from engine.trace.model import ActivationId


@dataclass(frozen=True, slots=True)
class CallLevel:
    """The heading of a call."""

    activation: ActivationId


@dataclass(frozen=True, slots=True)
class PassLevel:
    """The heading of a pass."""

    first: int  #: the pass's first step
    loop: int
    number: int
    tested: bool  #: of a `while`


Level: TypeAlias = CallLevel | PassLevel


class Phase(IntEnum):
    """The order of remarks at one moment: what begins there, what ends there."""

    BEGIN = 0
    END = 1
    RETURNED = 2  #: a call is over
    LEFT = 3  #: a pass or a loop is over, be it because a call for its next item is


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence to be told. Of what ends at one moment, the inner ends first."""

    time: int
    phase: Phase
    levels: tuple[Level, ...]
    variants: tuple[Claims, ...]
    chance: float = 1.0  #: how likely it is told
    prefix: Chain = ()

    def sort_key(self) -> tuple[int, bool, int, int]:
        begins = self.phase is Phase.BEGIN
        return (self.time, not begins, 0 if begins else -len(self.levels), self.phase)


def pass_level(told: ToldPass) -> PassLevel:
    line = told.entry.loop.line
    tested = isinstance(told.entry.loop.node, ast.While)
    return PassLevel(told.part.first, line, told.number, tested)
