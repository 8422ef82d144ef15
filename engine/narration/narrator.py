"""From a recording its remarks: every run that is told, visit by visit, loop by loop."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.claims.model import (
    CallRaises,
    CallReturns,
    Chain,
    Claim,
    LineReturns,
    LineRuns,
)
from engine.narration import loops
from engine.narration.control import exception
from engine.narration.facts import Claims, Fact, Stage, common
from engine.narration.headings import Headings
from engine.narration.plan import Passes, Place
from engine.narration.recording import Recording, expected
from engine.narration.remarks import CallLevel, Level, Phase, Remark, pass_level
from engine.narration.segments import Run, runs
from engine.narration.visit_facts import demanded, facts_of
from engine.trace.model import ActivationId, CodeKind, Ending, Time
from engine.trace.visits import Visit

MAX_CALLS: Final = 12
"""Calls that are told from within; of others the result."""

MAX_DEPTH: Final = 6
"""Deepest nesting of told calls."""

MAX_LEVELS: Final = 14
"""Deepest nesting of headings around a call (a narration has at most 20)."""

MAX_RESULTS: Final = 8
"""Calls of which the result alone is told."""

MAX_COMPARED: Final = 8
"""So many visits of a line in one context are compared; of more their number is told."""

DETAIL: Final = 0.3
EXTRA: Final = 0.25
"""How likely a result on the way, and a second sight of a change, are told."""

SAID: Final = 0.2
"""How likely the result of a call is told that its `return` has told already."""


@dataclass(frozen=True, slots=True)
class Told:
    """A run that is told, with the headings around it and its own."""

    run: Run
    around: tuple[Level, ...]  #: of the place in the run that it interrupts
    levels: tuple[Level, ...]  #: with the call's own heading


class Narrator:
    """Gathers the remarks of one recording. Invariant: every claim of a remark is true, and has
    one meaning, in the context of the remark's levels."""

    def __init__(self, recording: Recording) -> None:
        self.recording: Final = recording
        self.passes: Final = Passes(recording)
        self.headings: Final = Headings(recording)
        self.remarks: list[Remark] = []
        self._told: dict[int, Told] = {}  # by the run's first step
        self._of: dict[ActivationId, list[Told]] = {}
        self._calls: set[ActivationId] = set()
        self._results = 0
        self._counted: set[tuple[ActivationId, int, int]] = set()
        self._busy: set[int] = set()  # first steps of the visits during which others are told
        self._complete: dict[Level, bool] = {}  # whether a pass's heading tells its whole target

    def gather(self) -> list[Remark]:
        """All remarks in the order of time."""
        untold: list[tuple[Run, Told]] = []
        for run in runs(self.recording.trace):
            told = self._tell_run(run)
            if told is not None:
                self._told[run.first] = told
                self._of.setdefault(run.activation, []).append(told)
            elif run.within is not None and run.within.first in self._told:
                untold.append((run, self._told[run.within.first]))
        for activation, told_runs in self._of.items():
            self._tell_activation(activation, told_runs)
        for run, caller in untold:
            self._tell_result(run, caller)
        self.remarks.sort(key=Remark.sort_key)
        return self.remarks

    # -- which runs -------------------------------------------------------------------------------

    def _tell_run(self, run: Run) -> Told | None:
        if run.within is None:
            return Told(run, (), ()) if run.activation == self.recording.trace.entry.id else None
        outer = self._told.get(run.within.first)
        if outer is None:
            return None
        around = self._levels_at(outer, run)
        if around is None or self.recording.moments.call_name(run.activation) is None:
            return None
        calls = sum(isinstance(level, CallLevel) for level in around)
        if run.activation not in self._calls:
            first = self.recording.trace.data.activations[run.activation].first == run.first
            if not first or len(around) > MAX_LEVELS:
                return None
            wanted = run.activation in self.recording.demands.calls
            if not wanted and (calls >= MAX_DEPTH or len(self._calls) >= MAX_CALLS):
                return None
            self._calls.add(run.activation)
        return Told(run, around, (*around, CallLevel(run.activation)))

    def _levels_at(self, outer: Told, run: Run) -> tuple[Level, ...] | None:
        """The headings at the place of the outer run at which the run begins."""
        visit = self.recording.moments.visits(outer.run.activation).at(run.first)
        if visit is None:
            return self._levels_between(outer, run)
        place = self.passes.place_of(visit)
        if place is None:
            return None
        self._busy.add(visit.first)
        return (*outer.levels, *self._levels(place))

    def _levels_between(self, outer: Told, run: Run) -> tuple[Level, ...] | None:
        """The same for what runs when a `with` block is left, in no line's visit."""
        caller = self.recording.trace.data.activations[run.activation].caller
        span = None if caller is None else self.recording.trace.step(caller).span
        statement = None if span is None else self.recording.trace.statements.at_span(span)
        if statement is None or not self.recording.demands.gapless:
            return None
        place = self.passes.place(outer.run.activation, statement.loops(), run.first)
        return None if place is None else (*outer.levels, *self._levels(place))

    def _levels(self, place: Place) -> tuple[Level, ...]:
        """The headings of the passes around a place, which are to state what they begin with."""
        levels = tuple(map(pass_level, place.passes))
        for level, told in zip(levels, place.passes, strict=True):
            if level not in self._complete:
                self._complete[level] = self.headings.enter_pass(level, told, place.activation)
        return levels

    def is_busy(self, visit: Visit) -> bool:
        """Whether something else is told between the visit's begin and its end."""
        return visit.first in self._busy

    # -- one activation ---------------------------------------------------------------------------

    def _tell_activation(self, activation: ActivationId, told: list[Told]) -> None:
        for visit in self.recording.moments.visits(activation).all:
            self._tell_visit(visit, told)
        for entry in self.recording.moments.loops(activation).all:
            place = self.passes.place(activation, entry.loop.loops(), entry.first)
            if place is None:
                continue
            for said in loops.remarks(self.recording, self.passes, entry, place):
                remark = (said.at, Phase.LEFT, (said.claims,), said.chance, said.prefix)
                self._remark(told, place, *remark)
        if activation != self.recording.trace.entry.id:
            self._tell_end(activation, told)

    def _tell_visit(self, visit: Visit, told: list[Told]) -> None:
        place = self.passes.place_of(visit)
        if place is None or self._ends_a_told_loop(visit, place):
            return
        visits = self.recording.moments.visits(visit.activation).of_line(visit.line, place.interval)
        if len(visits) > 1:
            key = (visit.activation, place.interval.first, visit.line)
            if key in self._counted:
                return
            self._counted.add(key)
        facts = self._shared_facts(visit, visits)
        if len(visits) == 1 and (visit.activation, visit.first) in self.recording.demands.visits:
            facts = [*facts, *demanded(self.recording, visit)]
        in_heading = self._heading_tells(visit, place)
        waits = self.is_busy(visit) or self.recording.trace.code_of(visit.activation).generator
        for fact, chance in self._chosen(facts, visit, len(visits)):
            if in_heading and fact.stage is Stage.EFFECT:
                continue
            at_end = waits and fact.stage is not Stage.BEGIN
            at, phase = (visit.last, Phase.END) if at_end else (visit.first, Phase.BEGIN)
            self._remark(told, place, at, phase, fact.variants, chance)

    def _shared_facts(self, visit: Visit, visits: Sequence[Visit]) -> list[Fact]:
        """What is true of each of the visits of a line that one context has."""
        if len(visits) == 1:
            return self._facts_of(visit)
        runs_times = Fact(Stage.EFFECT, ((LineRuns(visit.line, len(visits)),),))
        if len(visits) > MAX_COMPARED:
            return [runs_times]
        others = (self._facts_of(each) for each in visits if each is not visit)
        shared = common(self._facts_of(visit), others)
        return [runs_times, *(f for f in shared if f.stage in {Stage.EFFECT, Stage.BEGIN})]

    def _heading_tells(self, visit: Visit, place: Place) -> bool:
        """Whether the visit is of the header of the pass that is told, and the pass's own heading,
        which the body's sentences open, says all that it did."""
        if not place.passes or len(visit.statements) != 1 or self.is_busy(visit):
            return False
        told = place.passes[-1]
        loop = visit.statements[0]
        if loop is not told.entry.loop or not isinstance(loop.node, ast.For | ast.AsyncFor):
            return False
        body = self.recording.moments.visits(visit.activation).inside(told.part.interval)
        if all(each.statements[0] is loop for each in body):
            return False
        return self._complete[self._levels(place)[-1]]

    def _ends_a_told_loop(self, visit: Visit, place: Place) -> bool:
        """Whether it is the last visit of a loop's header, of which the loop's end tells."""
        statement = visit.statements[0]
        if not statement.is_loop or any(each.entry.loop is statement for each in place.passes):
            return False
        return self.passes.by_passes(statement, place.interval, visit.activation)

    def _facts_of(self, visit: Visit) -> list[Fact]:
        known = self.recording.facts
        if visit.first not in known:
            known[visit.first] = facts_of(self.recording, visit)
        return known[visit.first]

    def _chosen(self, facts: list[Fact], visit: Visit, visits: int) -> list[tuple[Fact, float]]:
        """The facts that are told, and how likely each is."""
        found: list[tuple[Fact, float]] = []
        details = tuple(v for fact in facts if fact.stage is Stage.DETAIL for v in fact.variants)
        if details:
            found.append((Fact(Stage.DETAIL, details), DETAIL))
        sure = [(each, 1.0) for each in facts if each.stage in {Stage.BEGIN, Stage.EFFECT}]
        if not sure:
            spare = tuple(v for fact in facts if fact.stage is Stage.SPARE for v in fact.variants)
            runs_once: tuple[Claims, ...] = (
                (LineRuns(visit.line),),
                (LineRuns(visit.line, visits),),
            )
            return [(Fact(Stage.EFFECT, spare or runs_once), 1.0)]
        extra = 1.0 if self.recording.demands.gapless else EXTRA
        return [*found, *sure, *((each, extra) for each in facts if each.stage is Stage.EXTRA)]

    def _remark(
        self,
        told: list[Told],
        place: Place,
        at: int,
        phase: Phase,
        variants: tuple[Claims, ...],
        chance: float = 1.0,
        prefix: Chain = (),
    ) -> None:
        run = _run_at(told, at)
        if run is None or not all(variants):
            return
        levels = (*run.levels, *self._levels(place))
        self.remarks.append(Remark(at, phase, levels, variants, chance, prefix))

    # -- calls ------------------------------------------------------------------------------------

    def _tell_end(self, activation: ActivationId, told: list[Told]) -> None:
        found = self.recording.trace.data.activations[activation]
        run = _run_at(told, found.last)
        claim = self._result(activation)
        if run is None or claim is None:
            return
        visits = self.recording.moments.visits(activation).all
        said = bool(visits) and any(
            isinstance(said, LineReturns)
            for fact in self._facts_of(visits[-1])
            for claims in fact.variants
            for said in claims
        )
        wanted = activation in self.recording.demands.results
        chance = SAID if said and not wanted else 1.0
        remark = Remark(found.last, Phase.RETURNED, run.around, ((claim,),), chance)
        self.remarks.append(remark)

    def _result(self, activation: ActivationId) -> Claim | None:
        found = self.recording.trace.data.activations[activation]
        code = self.recording.trace.code_of(activation)
        name = self.recording.moments.call_name(activation)
        if name is None or code.generator or code.kind is not CodeKind.FUNCTION:
            return None
        number = self.recording.moments.calls(name).index(activation) + 1
        if found.result is None:
            return None
        at = Time(found.last)
        match found.ending:
            case Ending.RETURNED:
                result = expected(self.recording.trace.value(found.result, at))
                return None if result is None else CallReturns(number, name, result)
            case Ending.RAISED:
                kind, _ = exception(self.recording, found.result, at)
                return None if kind is None else CallRaises(number, name, kind)
            case Ending.UNFINISHED:
                return None

    def _tell_result(self, run: Run, caller: Told) -> None:
        """The result of a call that is not told from within."""
        around = self._levels_at(caller, run)
        claim = self._result(run.activation)
        if around is None or claim is None:
            return
        wanted = run.activation in self.recording.demands.results
        if not wanted and self._results >= MAX_RESULTS:
            return
        self._results += 1
        last = self.recording.trace.data.activations[run.activation].last
        self.remarks.append(Remark(last, Phase.RETURNED, around, ((claim,),)))


def _run_at(told: list[Told], time: int) -> Told | None:
    """The latest told run of an activation that begins at or before the moment."""
    found = None
    for each in told:
        if each.run.first > time:
            break
        found = each
    return found
