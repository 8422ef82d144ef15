"""Relevant slices: which steps a value depends on, and why (docs/slices.md).

Gyimóthy, Beszédes and Forgács, "An efficient relevant slicing method for debugging" (ESEC/FSE
1999), after Agrawal, Horgan, Krauser and London, "Incremental regression testing" (ICSM 1993):
the closure of data, control and potential dependences.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from engine.trace.dependences import Dependence, Dependences, On, OnRange
from engine.trace.model import ActivationId, Ending, Ref, StepKind, StepNo
from engine.trace.trace import Trace
from engine.trace.visits import Visit

if TYPE_CHECKING:
    from engine.trace.moments import Moments


class Why(Enum):
    """Why a step is in a slice. Closed."""

    CRITERION = "criterion"  #: it is what the slice is of
    DATA = "data"  #: what it made was used
    CONTROL = "control"  #: it decided that a step ran
    POTENTIAL = "potential"  #: going another way, it could have changed what was used


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a slice is of: the values of steps, and all that is reached from values before steps."""

    steps: tuple[StepNo, ...]
    values: tuple[tuple[Ref, StepNo], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """The first dependence by which a step came into a slice: ``needed`` depends on it."""

    why: Why
    needed: StepNo | None


@dataclass
class Slice:
    """The steps that a criterion depends on. A step that is in ``ran`` alone is needed only
    because it ran: what it computed makes no difference."""

    trace: Trace
    values: dict[StepNo, Link] = field(default_factory=dict)
    ran: dict[StepNo, Link] = field(default_factory=dict)

    @cached_property
    def steps(self) -> tuple[StepNo, ...]:
        return tuple(sorted(self.values.keys() | self.ran.keys()))

    def __contains__(self, step: object) -> bool:
        return step in self.values or step in self.ran

    def why(self, step: StepNo) -> Link:
        return self.values[step] if step in self.values else self.ran[step]

    @cached_property
    def branches(self) -> tuple[StepNo, ...]:
        """The branches whose outcome the criterion depends on."""
        return tuple(each for each in self.steps if self.trace.step(each).truth is not None)

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """The source lines on which steps of the slice stand."""
        spans = (self.trace.step(each).span for each in self.steps)
        return tuple(sorted({span.line for span in spans if span is not None}))

    def visits(self, moments: Moments) -> list[Visit]:
        """The visits of lines, of all activations, in which a step of the slice ran."""
        found: dict[tuple[ActivationId, int], Visit] = {}
        for each in self.steps:
            activation = self.trace.owner(self.trace.step(each).activation)
            visit = moments.visits(activation).at(each)
            if visit is not None:
                found[activation, visit.first] = visit
        return sorted(found.values(), key=lambda visit: visit.first)


class Marks:
    """Which members of lists have been visited: each is found once, however many ranges hold it."""

    def __init__(self) -> None:
        self._next: dict[tuple[int, Hashable], list[int]] = {}

    def fresh(self, each: OnRange, group: Hashable) -> Iterable[StepNo]:
        """The members that were not visited before by one of the group."""
        key = (id(each.steps), group)
        following = self._next.get(key)
        if following is None:
            following = self._next[key] = list(range(len(each.steps) + 1))
        at = self._find(following, each.first)
        while at < each.last:
            yield each.steps[at]
            following[at] = at + 1
            at = self._find(following, at)

    @staticmethod
    def _find(following: list[int], at: int) -> int:
        root = at
        while following[root] != root:
            root = following[root]
        while following[at] != root:
            following[at], at = root, following[at]
        return root


def slice_of(
    dependences: Dependences,
    criterion: Criterion,
    *,
    potential: bool = True,
    closed: Callable[[StepNo], bool] = lambda _: False,
) -> Slice:
    """The relevant slice of a criterion; without ``potential``, that of data and control
    dependences alone. What a ``closed`` step depends on is not followed."""
    found = Slice(dependences.trace)
    marks = Marks()
    waiting: list[tuple[StepNo, bool]] = []

    def need(each: Dependence, why: Why, by: StepNo | None) -> None:
        if isinstance(each, On):
            add(each.step, each.value, why, by)
        else:
            for step in marks.fresh(each, each.value):
                add(step, each.value, why, by)

    def add(step: StepNo, value: bool, why: Why, by: StepNo | None) -> None:
        table = found.values if value else found.ran
        if step not in table:
            table[step] = Link(why, by)
            if not closed(step):
                waiting.append((step, value))

    for start in criterion.steps:
        add(start, True, Why.CRITERION, None)
    for ref, at in criterion.values:
        for each in dependences.reading(ref, at, potential=potential):
            need(each, Why.DATA, at if at < len(dependences.trace.data.steps) else None)
    while waiting:
        number, value = waiting.pop()
        step = dependences.trace.step(number)
        for each in dependences.of_control(step):
            need(each, Why.CONTROL, number)
        if value:
            for each in dependences.of_data(step):
                need(each, Why.DATA, number)
            for each in dependences.of_potential(step) if potential else ():
                need(each, Why.POTENTIAL, number)
    return found


def answer_criterion(trace: Trace) -> Criterion:
    """What the entry call returned or raised, with all that can be reached from it."""
    entry = trace.entry
    last = StepNo(len(trace.data.steps))
    if entry.ending is Ending.UNFINISHED or entry.result is None:
        return Criterion((entry.last,))
    return Criterion((entry.last,), ((entry.result, last),))


def line_criterion(trace: Trace, line: int) -> Criterion:
    """Everything that ran on a line."""
    return Criterion(
        tuple(
            step.number
            for step in trace.data.steps
            if step.span is not None and step.span.line == line
        )
    )


def name_criterion(trace: Trace, name: str, line: int) -> Criterion:
    """The values that a name got on a line, or, where the line binds it nowhere, had there."""
    for kind in (StepKind.STORE, StepKind.LOAD):
        found = [
            step
            for step in trace.data.steps
            if step.kind is kind
            and step.span is not None
            and step.span.line == line
            and step.detail.removeprefix(".") == name
        ]
        if found:
            return Criterion(
                tuple(step.number for step in found),
                tuple(
                    (ref, StepNo(step.done + 1))
                    for step in found
                    for ref in (*step.operands, step.result)
                    if ref is not None
                ),
            )
    return Criterion(())


def relevant_slice(trace: Trace, criterion: Criterion | None = None) -> Slice:
    """The relevant slice of a criterion, of the answer by default."""
    if criterion is None:
        return trace.index(answer_slice)
    return slice_of(trace.index(Dependences), criterion)


def answer_slice(trace: Trace) -> Slice:
    """The relevant slice of the answer; see `Trace.index`."""
    return slice_of(trace.index(Dependences), answer_criterion(trace))
