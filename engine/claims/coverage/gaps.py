"""The gaps of a narration: obligations that no claim covers, and no summary stands for.

A region (`engine.claims.coverage.regions`) is summed up when it is told how it was left, and every
dependence of a step outside of it on a step inside comes through what is told: a covered write or
decision, the result of a call, or a place of which it is told, between the two steps, what it held.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from engine.claims.coverage.claims import Teller
from engine.claims.coverage.gap import Gap, describe
from engine.claims.coverage.obligations import Obligation, Obligations
from engine.claims.coverage.regions import Region, Regions, leaves
from engine.claims.coverage.told import Told
from engine.claims.model import PlacedClaim, PlacedHeading
from engine.trace.dependences import Dependence, Dependences, On, OnRange, Place
from engine.trace.model import StepKind, StepNo, Time
from engine.trace.moments import Moments
from engine.trace.slices import Marks, answer_criterion, answer_slice
from engine.trace.trace import Trace
from engine.values import Oid

_LEAVES = frozenset({StepKind.RETURN, StepKind.YIELD, StepKind.UNWIND})


def coverage(trace: Trace) -> Coverage:
    """What a recording asks of a gapless narration; see `Trace.index`."""
    return Coverage(trace.index(Moments))


class Coverage:
    """What one recording asks of a gapless narration. Make one and keep it: it has the slice."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments
        self.trace = moments.trace
        self._dependences = moments.trace.index(Dependences)
        self._criterion = answer_criterion(moments.trace)
        self.slice = moments.trace.index(answer_slice)
        self.obligations = Obligations(moments, self._dependences, self.slice)

    def missing(self, entries: Iterable[PlacedClaim | PlacedHeading]) -> list[Obligation]:
        """The obligations that the verified entries of a narration leave open, in order."""
        told = Told(self.trace, self._dependences, self.obligations)
        teller = Teller(self._moments, self._dependences, self.obligations, told)
        for entry in entries:
            teller.tell(entry)
        open_ones = [each for each in self.obligations.all if each not in told.covered]
        if not open_ones:
            return []
        regions = Regions(self._moments, self.obligations)
        homes = [(each, regions.at(each.step)) for each in open_ones]
        _Spoiling(self, told, regions).run()
        told_apart: dict[Region | None, bool] = {None: False}
        return sorted(
            (each for each, home in homes if not self._excused(home, told, told_apart)),
            key=lambda each: each.step,
        )

    def gaps(self, entries: Iterable[PlacedClaim | PlacedHeading]) -> tuple[Gap, ...]:
        return tuple(describe(self._moments, each) for each in self.missing(entries))

    def _excused(self, region: Region | None, told: Told, known: dict[Region | None, bool]) -> bool:
        """Whether the region, or one around it, is summed up."""
        path: list[Region] = []
        while region not in known:
            assert region is not None
            path.append(region)
            region = region.parent
        result = known[region]
        for each in reversed(path):
            result = result or (each.spoiled > each.depth and self._end_told(each, told))
            known[each] = result
        return result

    def _end_told(self, region: Region, told: Told) -> bool:
        if region.entry is not None:
            return id(region.entry) in told.endings
        if region.activation in told.results:
            return True
        if self.trace.code_of(region.activation).generator:
            return True  # what it handed out, and that there was no more, are values that leave it
        caller = self.trace.data.activations[region.activation].caller
        if caller is None:
            return False
        visit = self.obligations.visit_of(caller)
        named = visit is not None and (visit.activation, visit.first) in told.named
        return named or told.settled(caller)

    # -- for `_Spoiling` --------------------------------------------------------------------------

    def edges(self) -> Iterable[tuple[StepNo | None, Dependence, Place]]:
        """All dependences of the slice on values, with the step that depends (None: the answer)."""
        for ref, at in self._criterion.values:
            for each, place in self._dependences.reading_by_place(ref, at):
                yield None, each, place
        for number in self.slice.values:
            for each, place in self._dependences.by_place(self.trace.step(number)):
                yield number, each, place

    def open_at(self, time: int) -> Iterable[StepNo]:
        """The steps that had begun and were not done at a time."""
        number = time + 1
        while number < len(self.trace.data.steps):
            outer = self._dependences.enclosing(number)
            if outer < 0:
                return
            yield outer
            number = outer


class _Spoiling:
    """Marks the regions that let out a value which is not told."""

    def __init__(self, coverage: Coverage, told: Told, regions: Regions) -> None:
        self._coverage = coverage
        self._trace = coverage.trace
        self._told = told
        self._regions = regions
        self._marks = Marks()
        self._homes: dict[StepNo, Region | None] = {}

    def run(self) -> None:
        last = len(self._trace.data.steps)
        for number, each, place in self._coverage.edges():
            home = None if number is None else self._home(number)
            before = last if number is None else number
            if isinstance(each, On):
                self._edge(number, home, before, each.step, place)
            else:
                self._range(number, home, before, each, place)
        # A region that is left by a value of an inner one is spoiled with it.
        for region in sorted(self._regions.all, key=lambda each: -each.depth):
            if region.parent is not None and region.spoiled < region.depth:
                region.parent.spoiled = min(region.parent.spoiled, region.spoiled)

    def _home(self, number: StepNo) -> Region | None:
        if number not in self._homes:
            self._homes[number] = self._regions.at(number)
        return self._homes[number]

    def _range(
        self, number: StepNo | None, home: Region | None, before: int, each: OnRange, place: Place
    ) -> None:
        """Members that were done when the place was last told are told by it."""
        known = self._told.known_at(place, before)
        first = max(each.first, bisect_right(each.steps, known, each.first, each.last))
        if first > each.first:
            for outer in self._coverage.open_at(known):
                index = bisect_right(each.steps, outer) - 1
                if each.first <= index < first and each.steps[index] == outer:
                    self._edge(number, home, before, outer, place)
        group = (home, place)
        for step in self._marks.fresh(replace(each, first=first), group):
            self._edge(number, home, before, step, place)

    def _edge(
        self, number: StepNo | None, home: Region | None, before: int, step: StepNo, place: Place
    ) -> None:
        if step not in self._coverage.slice:
            return
        inner = self._home(step)
        if inner is None or inner is home:
            return
        depth = leaves(inner, home)
        if depth <= inner.depth and not self._is_told(number, before, step, place):
            inner.spoiled = min(inner.spoiled, depth)

    def _is_told(self, number: StepNo | None, before: int, step: StepNo, place: Place) -> bool:
        told, made = self._told, self._trace.step(step)
        obligation = self._coverage.obligations.of_step.get(step)
        if obligation is not None and obligation in told.covered:
            return True
        if place.kind in {"name", "object"}:
            if told.known_at(place, before) >= made.done:
                return True
            return place.kind == "object" and self._part_told(made.number, before)
        if step in told.values or (number is not None and number in told.values):
            return True
        if place.kind == "result":
            if made.kind in _LEAVES and made.kind is not StepKind.YIELD:
                owner = self._trace.owner(made.activation)
                if owner in told.results:
                    return True
            return number is not None and told.settled(number)
        return False

    def _part_told(self, number: StepNo, before: int) -> bool:
        """Whether each part that the step wrote is told after it, before the other step."""
        step = self._trace.step(number)
        parts = [
            (write.container, self._told.part_of(write, Time(number - 1)))
            for write in step.writes
            if write.container is not None
        ]
        return bool(parts) and all(
            part is not None
            and self._told.part_known_at(Oid(-container), part, before) >= step.done
            for container, part in parts
        )
