"""The path of a call from its answer back to its input: the visits of lines that the answer
depends on, the last one first, with what each did and what that asks of the input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.backward.export import PathStatistics, path_condition, statistics
from engine.backward.inputs import Inputs, NoDomainError
from engine.backward.predicates import Predicates
from engine.backward.replay import inputs_of, replay
from engine.backward.replayed import Ending, Replayed
from engine.backward.run import Role
from engine.trace.model import StepKind, Time
from engine.trace.moments import Moments
from engine.trace.slices import Slice, relevant_slice
from engine.trace.texts import Texts
from engine.trace.trace import Trace
from engine.trace.visits import Visit

SCHEMA: Final = "stepwitness.path/1"


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One visit of a line on the way back."""

    line: int
    visit: int  #: from 1, among those of the line in its activation
    of: int
    depth: int  #: of calls, the entry's own lines at 0
    source: str
    did: tuple[str, ...]  #: what it wrote, returned or raised; which way its branches went
    asks: tuple[str, ...]  #: what that asks of the input, as expressions over the parameters
    more: int  #: conditions that no short expression says

    def to_json(self) -> dict[str, object]:
        return {
            "line": self.line,
            "visit": self.visit,
            "of": self.of,
            "depth": self.depth,
            "source": self.source,
            "did": list(self.did),
            "asks": list(self.asks),
            "more": self.more,
        }


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """The way back, and what the replay of it came to."""

    call: str
    points: tuple[PathPoint, ...]
    domain: str = ""  #: empty: no statement can be made about inputs; ``why`` says why
    why: str = ""
    statistics: PathStatistics | None = None
    concretised: tuple[tuple[int, str, str], ...] = ()  #: line, what, why
    condition: str = ""  #: the path condition as SMT-LIB 2

    def to_json(self) -> dict[str, object]:
        """The schema ``stepwitness.path/1`` of docs/cli.md."""
        return {
            "schema": SCHEMA,
            "call": self.call,
            "domain": self.domain,
            "why": self.why,
            "points": [point.to_json() for point in self.points],
            "statistics": None if self.statistics is None else self.statistics.to_json(),
            "concretised": [
                {"line": line, "what": what, "why": why} for line, what, why in self.concretised
            ],
            "condition": self.condition,
        }


def draw_path(trace: Trace) -> DrawnPath:
    """The path of the recorded call, from its answer back."""
    moments = Moments(trace)
    sliced = relevant_slice(trace)
    inputs: Inputs | None = None
    replayed: Replayed | None = None
    why = ""
    try:
        inputs = inputs_of(trace)
        replayed = replay(trace, inputs)
        if replayed.ending is not Ending.COMPLETE:
            why = replayed.why
    except NoDomainError as error:
        why = error.why
    asked = _Asked(inputs, replayed)
    points = _points(trace, moments, sliced, asked)
    entry = f"{trace.data.entry_name}({trace.data.call})"
    if inputs is None or replayed is None:
        return DrawnPath(entry, points, why=why)
    return DrawnPath(
        entry,
        points,
        inputs.told(),
        why,
        statistics(replayed, inputs),
        tuple((each.line, each.what, each.why) for each in replayed.concretisations),
        path_condition(trace, replayed, inputs),
    )


class _Asked:
    """What steps ask of the input: the conditions of a replay."""

    def __init__(self, inputs: Inputs | None, replayed: Replayed | None) -> None:
        self._by_step: dict[int, list[str | None]] = {}
        if inputs is None or replayed is None:
            return
        predicates = Predicates(inputs)
        for each in replayed.constraints:
            if each.role is not Role.PIN:
                told = predicates.text(each.term)
                self._by_step.setdefault(each.step, []).append(told)

    def of(self, visit: Visit) -> tuple[tuple[str, ...], int]:
        """The expressions of one visit, each once, and how many conditions have none."""
        told: dict[str, None] = {}
        more = 0
        for step in visit.steps:
            for each in self._by_step.get(step, ()):
                if each is None:
                    more += 1
                else:
                    told[each] = None
        return tuple(told), more


def _points(trace: Trace, moments: Moments, sliced: Slice, asked: _Asked) -> tuple[PathPoint, ...]:
    texts = Texts(trace)
    lines = trace.data.source.split("\n")
    found = []
    for visit in reversed(sliced.visits(moments)):
        same = [
            each.first
            for each in moments.visits(visit.activation).of_line(
                visit.line, moments.whole(visit.activation)
            )
        ]
        asks, more = asked.of(visit)
        found.append(
            PathPoint(
                visit.line,
                same.index(visit.first) + 1 if visit.first in same else 1,
                max(len(same), 1),
                _depth(trace, visit),
                lines[visit.line - 1].strip() if 0 < visit.line <= len(lines) else "",
                _did(trace, texts, visit),
                asks,
                more,
            )
        )
    return tuple(found)


def _depth(trace: Trace, visit: Visit) -> int:
    depth = -1
    activation: int | None = visit.activation
    while activation is not None:
        depth += 1
        activation = trace.data.activations[activation].parent
    return depth


def _did(trace: Trace, texts: Texts, visit: Visit) -> tuple[str, ...]:
    """What the steps of a visit wrote, returned or raised, and which way its branches went."""
    found: dict[str, None] = {}
    for number in visit.steps:
        step = trace.step(number)
        at = Time(step.done)
        if step.kind is StepKind.RETURN and step.operands:
            found[f"returns {texts.of(step.operands[0], at)}"] = None
        elif step.exception is not None:
            found[f"raises {texts.of(step.exception, at)}"] = None
        elif step.truth is not None:
            found["true" if step.truth else "false"] = None
        for write in step.writes:
            if write.name is None or not write.name.startswith("."):
                found[texts.write(write, at)] = None
    return tuple(found)
