"""Visits: uninterrupted executions of one line in one activation (docs/semantics.md §2)."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple, cast, overload

from engine.trace.model import ActivationId, LineNo, StepNo, Time
from engine.trace.parting import Parting
from engine.trace.statements import Statement
from engine.trace.trace import Trace
from engine.trace.visit_reader import read_visits


class Interval(NamedTuple):
    """Steps ``first`` to ``last``, both included, of one execution in time."""

    first: StepNo
    last: Time

    def holds(self, number: int) -> bool:
        return self.first <= number <= self.last


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """One visit: from step ``first`` up to time ``last`` (what it calls included)."""

    activation: ActivationId
    line: LineNo
    first: StepNo
    last: Time
    steps: tuple[StepNo, ...]  #: own steps, those of comprehensions included
    statements: tuple[Statement, ...]  #: those that ran in it, in order of their first step
    waits: bool = False  #: a generator is left waiting in it, so that it has no end of its own

    @property
    def before(self) -> Time:
        """The moment just before the visit."""
        return Time(self.first - 1)

    @property
    def after(self) -> Time:
        """The moment just after the visit."""
        return self.last

    @property
    def interval(self) -> Interval:
        return Interval(self.first, self.last)


class VisitRange(Sequence[Visit]):
    """Some of an activation's visits, in order; made when they are asked for."""

    __slots__ = ("_numbers", "_visits")

    def __init__(self, visits: Visits, numbers: Sequence[int]) -> None:
        self._visits = visits
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Visit: ...
    @overload
    def __getitem__(self, index: slice) -> VisitRange: ...
    def __getitem__(self, index: int | slice) -> Visit | VisitRange:
        if isinstance(index, slice):
            return VisitRange(self._visits, self._numbers[index])
        return self._visits.visit(self._numbers[index])

    def __iter__(self) -> Iterator[Visit]:
        return map(self._visits.visit, self._numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # like a list, which it stands for


class Visits:
    """All visits of one activation, in order, found by line and interval.

    Invariant: a visit is one object, however often it is asked for."""

    def __init__(self, trace: Trace, activation: ActivationId) -> None:
        self.activation = activation
        self.columns = read_visits(trace, activation)
        self._own = trace.own_steps(activation)
        self._waits = trace.waits_at(activation) is not None
        self._statements = trace.statements
        self._scope = trace.scope_of(activation)
        self.parting: Parting | None = None
        self._made: dict[int, Visit] = {}
        self._by_line: dict[int, tuple[array[int], array[int]]] = {}

    @property
    def all(self) -> VisitRange:
        return VisitRange(self, range(len(self.columns.firsts)))

    def visit(self, number: int) -> Visit:
        """One of the visits, by its place among them."""
        made = self._made.get(number)
        if made is None:
            columns = self.columns
            kind = columns.kinds[columns.kind_of[number]]
            waits = self._waits and number == len(columns.firsts) - 1
            made = self._made[number] = Visit(
                self.activation,
                kind.line,
                StepNo(columns.firsts[number]),
                Time(columns.lasts[number]),
                self.steps_of(number),
                kind.statements,
                waits,
            )
        return made

    def steps_of(self, number: int) -> tuple[StepNo, ...]:
        """The own steps of a visit."""
        apart = self.columns.apart.get(number)
        if apart is None:
            apart = tuple(self._own[self.columns.begins[number] : self.columns.ends[number]])
        return cast("tuple[StepNo, ...]", apart)

    def until(self, parting: Parting) -> Visits:
        """The same visits, of which only those are told that every run makes: what may be
        another one in other runs raises `UndeterminedError`."""
        told = copy(self)
        told.parting = parting
        return told

    def of_line(self, line: int, inside: Interval) -> VisitRange:
        """The visits of a line that begin in the interval."""
        if self.parting is not None and self._scope is not None:
            there = self._statements.at_line(line, self._scope)
            self.parting.refuse_more(there, inside.last)
        numbers, firsts = self._on_line(line)
        begin, end = bisect_left(firsts, inside.first), bisect_right(firsts, inside.last)
        return VisitRange(self, numbers[begin:end])

    def from_on(self, line: int, since: int, inside: Interval) -> Iterator[Visit]:
        """The visits of a line that begin in the interval and are not over before step
        ``since``, one after the other."""
        if self.parting is not None and self._scope is not None:
            there = self._statements.at_line(line, self._scope)
            self.parting.refuse_more(there, inside.last)
        numbers, firsts = self._on_line(line)
        index, lasts = bisect_right(firsts, max(since, inside.first)), self.columns.lasts
        if index and lasts[numbers[index - 1]] >= since and firsts[index - 1] >= inside.first:
            index -= 1
        while index < len(numbers) and firsts[index] <= inside.last:
            yield self.visit(numbers[index])
            index += 1

    def _on_line(self, line: int) -> tuple[array[int], array[int]]:
        """The numbers of a line's visits, and their first steps."""
        found = self._by_line.get(line)
        if found is None:
            columns = self.columns
            kinds = {n for n, kind in enumerate(columns.kinds) if kind.line == line}
            numbers = array("i", [n for n, kind in enumerate(columns.kind_of) if kind in kinds])
            firsts = array("i", map(columns.firsts.__getitem__, numbers))
            found = self._by_line[line] = numbers, firsts
        return found

    def inside(self, inside: Interval) -> VisitRange:
        """All visits that begin in the interval."""
        if self.parting is not None:
            self.parting.settle(inside.last)
        firsts = self.columns.firsts
        begin, end = bisect_left(firsts, inside.first), bisect_right(firsts, inside.last)
        return VisitRange(self, range(begin, end))

    def following(self, visit: Visit) -> Visit | None:
        """The next visit of the activation."""
        firsts = self.columns.firsts
        index = bisect_right(firsts, visit.first)
        found = self.visit(index) if index < len(firsts) else None
        if self.parting is not None:
            self.parting.settle(visit.last)
            if found is not None:
                # It begins with the step that the runs have in common last, at the latest.
                self.parting.settle(found.first - 1)
        return found

    def at(self, number: int) -> Visit | None:
        """The visit during which a step happened."""
        index = bisect_right(self.columns.firsts, number) - 1
        if index < 0 or self.columns.lasts[index] < number:
            return None
        return self.visit(index)
