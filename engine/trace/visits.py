"""Visits: uninterrupted executions of one line in one activation (docs/semantics.md §2)."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from itertools import takewhile

from engine.trace.model import ActivationId, LineNo, Step, StepKind, StepNo, Time
from engine.trace.parting import Parting
from engine.trace.statements import Statement, contains, span_of
from engine.trace.trace import Trace

_OUTSIDE = {
    StepKind.ENTER, StepKind.RESUME, StepKind.UNWIND, StepKind.CATCH, StepKind.RERAISE,
}  # fmt: skip
"""Steps that belong to no statement: the frame's own, and an exception's arrival and going on
(whose place is that of whatever the compiler put before it)."""

_LEAVING = {
    StepKind.CONSTANT, StepKind.CALL, StepKind.OTHER, StepKind.BRANCH, StepKind.RETURN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interval:
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


class Visits:
    """All visits of one activation, in order, found by line and interval."""

    def __init__(self, trace: Trace, activation: ActivationId) -> None:
        self.activation = activation
        self.all = list(_visits(trace, activation))
        if self.all and trace.waits_at(activation) is not None:
            self.all[-1] = replace(self.all[-1], waits=True)
        self._statements = trace.statements
        self._scope = trace.scope_of(activation)
        self.parting: Parting | None = None
        self._firsts = [visit.first for visit in self.all]
        self._by_line: dict[int, list[Visit]] = {}
        for visit in self.all:
            self._by_line.setdefault(visit.line, []).append(visit)
        self._line_firsts = {
            line: [visit.first for visit in visits] for line, visits in self._by_line.items()
        }

    def until(self, parting: Parting) -> Visits:
        """The same visits, of which only those are told that every run makes: what may be
        another one in other runs raises `UndeterminedError`."""
        told = copy(self)
        told.parting = parting
        return told

    def of_line(self, line: int, inside: Interval) -> list[Visit]:
        """The visits of a line that begin in the interval."""
        if self.parting is not None and self._scope is not None:
            there = self._statements.at_line(line, self._scope)
            self.parting.refuse_more(there, inside.last)
        visits = self._by_line.get(line, [])
        firsts = self._line_firsts.get(line, [])
        return visits[bisect_left(firsts, inside.first) : bisect_right(firsts, inside.last)]

    def from_on(self, line: int, since: int, inside: Interval) -> Iterator[Visit]:
        """The visits of a line that begin in the interval and are not over before step
        ``since``, one after the other."""
        if self.parting is not None and self._scope is not None:
            there = self._statements.at_line(line, self._scope)
            self.parting.refuse_more(there, inside.last)
        visits = self._by_line.get(line, [])
        firsts = self._line_firsts.get(line, [])
        index = bisect_right(firsts, max(since, inside.first))
        if index and visits[index - 1].last >= since and firsts[index - 1] >= inside.first:
            index -= 1
        while index < len(visits) and firsts[index] <= inside.last:
            yield visits[index]
            index += 1

    def inside(self, inside: Interval) -> list[Visit]:
        """All visits that begin in the interval."""
        if self.parting is not None:
            self.parting.settle(inside.last)
        return self.all[
            bisect_left(self._firsts, inside.first) : bisect_right(self._firsts, inside.last)
        ]

    def following(self, visit: Visit) -> Visit | None:
        """The next visit of the activation."""
        index = bisect_right(self._firsts, visit.first)
        found = self.all[index] if index < len(self.all) else None
        if self.parting is not None:
            self.parting.settle(visit.last)
            if found is not None:
                # It begins with the step that the runs have in common last, at the latest.
                self.parting.settle(found.first - 1)
        return found

    def at(self, number: int) -> Visit | None:
        """The visit during which a step happened."""
        index = bisect_right(self._firsts, number) - 1
        if index < 0 or self.all[index].last < number:
            return None
        return self.all[index]


@dataclass(slots=True)
class _Open:
    """A visit that is being read."""

    line: LineNo
    steps: list[Step]
    statements: list[Statement]
    newest: Statement  #: the statement of the latest step


def _visits(trace: Trace, activation: ActivationId) -> Iterator[Visit]:
    scope = trace.scope_of(activation)
    current: _Open | None = None
    end = trace.last_step(activation)
    arrived: Step | None = None  # an exception's arrival of which nothing has followed
    for number in takewhile(lambda number: number <= end, trace.own_steps(activation)):
        step = trace.step(number)
        if arrived is not None:
            # From CPython 3.12 on what is thrown into a `yield from` or an `await` passes a
            # handler within it (CLEANUP_THROW), which the statement has not left.
            if current is not None and (step.offset, step.kind) != (arrived.offset, StepKind.OTHER):
                yield _close(activation, current)
                current = None
            arrived = None
        if step.span is None or step.kind in _OUTSIDE:
            # An exception's arrival ends the statement that raised; the frame's own steps and
            # those without a place go with what is running.
            if step.kind is StepKind.CATCH and step.activation == activation and current:
                arrived = step
            elif current is not None and step.kind not in {StepKind.UNWIND, StepKind.RERAISE}:
                current.steps.append(step)
            continue
        statement = trace.statements.at_span(step.span)
        if statement is None or statement.scope is not scope:
            if current is not None:
                current.steps.append(step)
            continue
        if not _counts(step, statement, current):
            if current is not None:
                yield _close(activation, current)
                current = None
            continue
        if current is not None and _goes_on(step, statement, current):
            current.steps.append(step)
            current.newest = statement
            if statement not in current.statements:
                current.statements.append(statement)
            continue
        if current is not None:
            yield _close(activation, current)
        current = _Open(statement.line, [step], [statement], statement)
    if current is not None:
        yield _close(activation, current)


def _counts(step: Step, statement: Statement, current: _Open | None) -> bool:
    """Whether the step is part of a visit: not what leaves a `with` block, nor the traces of
    lines that are not reliably seen (`try`, `while True`)."""
    if not statement.visible:
        return False
    if isinstance(statement.node, ast.With | ast.AsyncWith):
        entering = current is not None and current.newest is statement
        return entering or not _leaves_with(step, statement)
    return True


def _leaves_with(step: Step, statement: Statement) -> bool:
    """A `with` header is entered by evaluating its first manager; the steps that call
    `__exit__` begin with a constant, or with the call itself after an exception."""
    node = statement.node
    if not isinstance(node, ast.With | ast.AsyncWith) or step.span is None:
        return False
    manager = node.items[0].context_expr
    whole = span_of(manager) == step.span
    simple = isinstance(manager, ast.Name | ast.Constant)
    if whole and simple and step.kind is StepKind.LOAD:
        return False
    return step.kind in _LEAVING and (whole or not contains(span_of(manager), step.span))


def _goes_on(step: Step, statement: Statement, current: _Open) -> bool:
    """Whether the step continues the open visit."""
    if statement.line != current.line or _begins_again(step, statement, current):
        return False
    if statement.is_loop and current.newest is not statement:
        return statement not in current.statements  # from the end of a pass back to the header
    return True


def _begins_again(step: Step, statement: Statement, current: _Open) -> bool:
    """Whether control is back at what the visit began with, and nothing else has shown it: at the
    end of a pass without steps of its own, or of a loop whose test is constant."""
    first, last = current.steps[0], current.steps[-1]
    if isinstance(statement.node, ast.For | ast.AsyncFor) and step.kind is StepKind.NEXT:
        # The first request follows on making the iterator, later ones on binding the target;
        # those of comprehensions in the header lie within its expression.
        items = span_of(statement.node.iter)
        outer = [each.span is not None and not contains(items, each.span) for each in (step, last)]
        return last.kind is not StepKind.ITERATE and (step.span == items or outer[0]) and outer[1]
    if step.activation != first.activation or last.activation != first.activation:
        return False
    if isinstance(statement.node, ast.While) and last.kind is StepKind.BRANCH:
        # The compiler makes two copies of a test: one for the way into the loop.
        return _what(step) == _what(first)
    return step.offset == first.offset != last.offset  # one instruction can be several steps


def _what(step: Step) -> tuple[object, ...]:
    return step.span, step.kind, step.detail


def _close(activation: ActivationId, current: _Open) -> Visit:
    steps = current.steps
    return Visit(
        activation,
        current.line,
        steps[0].number,
        Time(max(step.done for step in steps)),
        tuple(step.number for step in steps),
        tuple(current.statements),
    )
