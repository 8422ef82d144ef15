"""Remarks: what is said, when, and under which headings; gathered run by run, then told in the
order of time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from engine.narration.facts import Claims
from engine.narration.plan import ToldPass
from engine.trace.model import ActivationId


@dataclass(frozen=True, slots=True)
class CallLevel:
    """The heading of a call."""

    activation: ActivationId


@dataclass(frozen=True, slots=True)
class PassLevel:
    """The heading of a pass; ``told`` is no part of its identity, which ``key`` is."""

    key: tuple[int, int]  #: the pass's first step and its loop's line
    loop: int
    number: int


Level: TypeAlias = CallLevel | PassLevel


class Phase(IntEnum):
    """The order of remarks at one moment: what begins there, what ends there."""

    BEGIN = 0
    END = 1
    LEFT = 2  #: a pass or a loop is over
    RETURNED = 3  #: a call is over


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence to be told. ``depth`` is the number of headings: of what ends at one moment,
    the inner ends first."""

    time: int
    phase: Phase
    depth: int
    levels: tuple[Level, ...]
    variants: tuple[Claims, ...]
    chance: float = 1.0  #: how likely it is told

    def sort_key(self) -> tuple[int, int, int]:
        return (self.time, self.phase, 0 if self.phase is Phase.BEGIN else -self.depth)


def pass_level(told: ToldPass) -> PassLevel:
    line = told.entry.loop.line
    return PassLevel((told.part.first, line), line, told.number)
