"""Which passes and calls a narration tells, and in which context a visit is told.

Invariant: a context of the plan is a context of the language with one meaning: each pass in it
belongs to the only entry of its loop in the interval around it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Final

from engine.narration.recording import Recording
from engine.trace.loops import LoopEntry, Pass
from engine.trace.model import ActivationId
from engine.trace.statements import Statement
from engine.trace.visits import Interval, Visit

ALL_PASSES: Final = 5
"""Up to so many passes of an entry of a loop are all told."""

FIRST_PASSES: Final = 3
"""Of a longer one so many, and the last; one and the last where many were told before."""

MAX_PASSES: Final = 120
"""Told passes in all: a longer narration is read by nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class ToldPass:
    """One pass that is told, of one entry of a loop."""

    entry: LoopEntry
    number: int
    part: Pass


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A context within one activation: the passes around it, and the interval of the innermost."""

    activation: ActivationId
    passes: tuple[ToldPass, ...]
    interval: Interval


class Passes:
    """The passes that are told, decided entry by entry, in the order in which they are asked."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._left = MAX_PASSES
        self._told: dict[int, frozenset[int]] = {}

    def told(self, entry: LoopEntry, around: tuple[ToldPass, ...] = ()) -> frozenset[int]:
        """The numbers of the entry's passes that are told."""
        if id(entry) not in self._told:
            self._told[id(entry)] = self._choose(entry, around) | self._demanded(entry)
        return self._told[id(entry)]

    def _demanded(self, entry: LoopEntry) -> frozenset[int]:
        if not self._recording.demands.passes or not entry.passes:
            return frozenset()
        owner = self._recording.trace.owner(self._recording.trace.step(entry.first).activation)
        return frozenset(self._recording.demands.passes_of(owner, entry))

    def _choose(self, entry: LoopEntry, around: tuple[ToldPass, ...]) -> frozenset[int]:
        count = len(entry.passes)
        later = any(each.number > 1 for each in around) or self._left < MAX_PASSES // 2
        most, first = (ALL_PASSES - 2, 1) if later else (ALL_PASSES, FIRST_PASSES)
        chosen = range(1, count + 1) if count <= most else (*range(1, first + 1), count)
        if len(chosen) > self._left:
            return frozenset()
        self._left -= len(chosen)
        return frozenset(chosen)

    def by_passes(self, loop: Statement, interval: Interval, activation: ActivationId) -> bool:
        """Whether `Pass K of the loop on line L` names one pass in the interval."""
        if isinstance(loop.node, ast.AsyncFor):
            return False
        headers = self._recording.moments.statements(activation, loop.line)
        if sum(each.is_loop for each in headers) != 1:
            return False
        return len(self._recording.moments.loops(activation).entries(loop, interval)) == 1

    def place(self, activation: ActivationId, path: tuple[Statement, ...], at: int) -> Place | None:
        """The context of a moment within the loops of ``path``, outermost first; None where it
        lies in a pass that is not told. A loop that has no context of its own ends the path."""
        interval = self._recording.moments.whole(activation)
        passes: list[ToldPass] = []
        for loop in path:
            if not self.by_passes(loop, interval, activation):
                break
            entry = self._recording.moments.loops(activation).entries(loop, interval)[0]
            part = entry.passes.at(at)
            if part is None:
                break
            if part.number not in self.told(entry, tuple(passes)):
                return None
            passes.append(ToldPass(entry, part.number, part))
            interval = part.interval
        return Place(activation, tuple(passes), interval)

    def place_of(self, visit: Visit) -> Place | None:
        """The context in which a visit is told."""
        statement = visit.statements[0]
        own = (statement,) if statement.is_loop else ()
        return self.place(visit.activation, (*statement.loops(), *own), visit.first)
