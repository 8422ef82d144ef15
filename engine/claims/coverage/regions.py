"""Regions: parts of the execution that a summary may stand for (docs/semantics.md §6).

One entry of a loop, or one activation but the entry call's, with all that it calls. They nest.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from engine.claims.coverage.obligations import Obligations
from engine.trace.loops import LoopEnd, LoopEntry
from engine.trace.model import ActivationId, CodeKind, StepNo
from engine.trace.moments import Moments
from engine.trace.visits import Interval


@dataclass(slots=True, eq=False)
class Region:
    """Steps ``first`` to ``last`` of an activation, and what they call."""

    activation: ActivationId
    entry: LoopEntry | None  #: None: the whole activation
    first: int
    last: int
    parent: Region | None
    depth: int
    spoiled: int = field(default=1 << 60)  #: regions of this depth and deeper let out a value

    def holds(self, first: int, last: int) -> bool:
        return self.first <= first and last <= self.last


class Regions:
    """All regions of a recording; the root, in which the entry call runs, is None."""

    def __init__(self, moments: Moments, obligations: Obligations) -> None:
        self._moments = moments
        self._obligations = obligations
        self._activations: dict[ActivationId, Region | None] = {}
        self._loops: dict[ActivationId, tuple[list[int], list[Region]]] = {}
        self.all: Final[list[Region]] = []
        data = moments.trace.data
        for activation in data.activations:  # callers come before what they call
            if activation.id == data.entry or activation.caller is None:
                self._activations[activation.id] = None
            elif moments.trace.code_of(activation.id).kind is CodeKind.FUNCTION:
                around = self.at(activation.caller)
                while around is not None and not around.holds(activation.first, activation.last):
                    around = around.parent  # a generator that outlives the loop that made it
                self._activations[activation.id] = self._make(
                    activation.id, None, activation.first, activation.last, around
                )

    def _make(
        self,
        activation: ActivationId,
        entry: LoopEntry | None,
        first: int,
        last: int,
        parent: Region | None,
    ) -> Region:
        depth = 0 if parent is None else parent.depth + 1
        made = Region(activation, entry, first, last, parent, depth)
        self.all.append(made)
        return made

    def at(self, number: StepNo) -> Region | None:
        """The innermost region in which a step happened."""
        activation, at = self._obligations.ground(number)
        firsts, regions = self._loops_of(activation)
        index = bisect_right(firsts, at) - 1
        found = regions[index] if index >= 0 else None
        while found is not None and found.entry is not None and found.last < at:
            found = found.parent
        return self._activations.get(activation) if found is None else found

    def _loops_of(self, activation: ActivationId) -> tuple[list[int], list[Region]]:
        known = self._loops.get(activation)
        if known is not None:
            return known
        whole = self._activations.get(activation)
        found: list[Region] = []
        entries = self._moments.loops(activation).all
        for entry in sorted(entries, key=lambda each: (each.first, -each.last)):
            last = self._last(activation, entry)
            around = found[-1] if found else whole
            while around is not None and around is not whole and around.last < entry.first:
                around = around.parent
            found.append(self._make(activation, entry, entry.first, last, around))
        known = self._loops[activation] = ([each.first for each in found], found)
        return known

    def _last(self, activation: ActivationId, entry: LoopEntry) -> int:
        """The visit by which a `return` or an exception leaves a loop is no part of what a summary
        of the loop stands for: its value goes on."""
        if entry.end not in {LoopEnd.RETURN, LoopEnd.RAISE} or entry.by is None:
            return entry.last
        inside = Interval(StepNo(entry.first), entry.last)
        visits = self._moments.visits(activation).of_line(entry.by, inside)
        return visits[-1].first - 1 if visits else entry.last


def leaves(inner: Region | None, outer: Region | None) -> int:
    """The depth of the outermost region around the one that is not around the other; more than
    the depth of the first where there is none."""
    if inner is None:
        return 1
    depth = inner.depth
    left: Region | None = inner
    right = outer
    while right is not None and right.depth > inner.depth:
        right = right.parent
    while left is not None and (right is None or left.depth > right.depth):
        depth, left = left.depth, left.parent
    while left is not right and left is not None and right is not None:
        depth, left, right = left.depth, left.parent, right.parent
    return depth if inner is not left else inner.depth + 1
