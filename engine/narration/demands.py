"""What a gapless narration has to tell, found out by asking what an attempt left open.

A loop is told by a few passes and what it leaves, a call by its result, as long as that is enough;
where it is not, the passes and calls that hold what is missing are told from within.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.claims.coverage.obligations import Obligation
from engine.trace.loops import LoopEntry
from engine.trace.model import ActivationId, StepNo
from engine.trace.moments import Moments


@dataclass(slots=True)
class Demands:
    """Beyond what reads best. ``passes`` are known by their first steps."""

    gapless: bool = False
    passes: set[tuple[ActivationId, int, StepNo]] = field(default_factory=set)
    results: set[ActivationId] = field(default_factory=set)
    calls: set[ActivationId] = field(default_factory=set)
    visits: set[tuple[ActivationId, StepNo]] = field(default_factory=set)
    """Visits that are told by themselves, whatever else their context holds."""

    def passes_of(self, activation: ActivationId, entry: LoopEntry) -> list[int]:
        """The numbers of an entry's passes that have to be told."""
        line = entry.loop.line
        return [p.number for p in entry.passes if (activation, line, p.first) in self.passes]

    def ask(self, moments: Moments, missing: Iterable[Obligation]) -> bool:
        """Ask for what would tell the missing obligations; whether that is anything new."""
        before = self._size()
        for each in missing:
            self._ask(moments, each)
        return self._size() > before

    def _size(self) -> int:
        return len(self.passes) + len(self.results) + len(self.calls) + len(self.visits)

    def _ask(self, moments: Moments, missing: Obligation) -> None:
        data = moments.trace.data
        chain: list[tuple[ActivationId, StepNo]] = []
        activation, number = missing.visit.activation, missing.step
        while True:
            chain.append((activation, number))
            caller = data.activations[activation].caller
            if activation == data.entry or caller is None:
                break
            number = caller
            activation = moments.trace.owner(data.activations[activation].parent or data.entry)
        for activation, number in reversed(chain):
            if activation != data.entry and activation not in self.calls:
                if activation not in self.results:
                    self.results.add(activation)
                    return
                self.calls.add(activation)
            new = [
                (activation, entry.loop.line, one.first)
                for entry in moments.loops(activation).all
                if entry.first <= number <= entry.last
                for one in entry.passes
                if one.first <= number <= one.last
            ]
            if not self.passes.issuperset(new):
                self.passes.update(new)
                return
        self.visits.add((missing.visit.activation, missing.visit.first))
