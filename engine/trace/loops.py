"""Loops: their entries, passes and endings in one activation (docs/semantics.md §2)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from engine.trace.conditions import visit_truth
from engine.trace.model import LineNo, StepKind, StepNo, Time
from engine.trace.statements import Statement, contains, span_of
from engine.trace.trace import Trace
from engine.trace.visits import Interval, Visit, Visits


class LoopEnd(Enum):
    """How an entry of a loop was left. Closed."""

    EXHAUSTED = "exhausted"  #: the iterator had no more items
    FALSE = "false"  #: the test of a `while` was false
    BREAK = "break"
    RETURN = "return"
    RAISE = "raise"
    UNFINISHED = "unfinished"  #: the recording, or the generator, stopped inside


@dataclass(slots=True, eq=False)
class Pass:
    """One pass; ``began`` is the moment after the header's visit that let it in."""

    number: int
    first: StepNo
    last: Time
    began: Time

    @property
    def interval(self) -> Interval:
        return Interval(self.first, self.last)


@dataclass(slots=True, eq=False)
class LoopEntry:
    """One entry of a loop. ``left`` is the moment at which it was left."""

    loop: Statement
    first: StepNo
    last: Time
    passes: list[Pass] = field(default_factory=list)
    end: LoopEnd = LoopEnd.UNFINISHED
    by: LineNo | None = None  #: the line that broke out, returned or raised

    @property
    def left(self) -> Time:
        return self.last

    @property
    def left_normally(self) -> bool:
        """By exhaustion, a false test or `break`: control then comes to what follows."""
        return self.end in {LoopEnd.EXHAUSTED, LoopEnd.FALSE, LoopEnd.BREAK}


class Loops:
    """All entries of all loops of one activation, in the order in which they begin."""

    def __init__(self, trace: Trace, visits: Visits) -> None:
        self.all = sorted(_Reader(trace, visits).read(), key=lambda entry: entry.first)
        self._by_loop: dict[int, list[LoopEntry]] = {}
        for entry in self.all:
            self._by_loop.setdefault(id(entry.loop), []).append(entry)

    def entries(self, loop: Statement, inside: Interval) -> list[LoopEntry]:
        """The entries of a loop that begin in the interval."""
        return [entry for entry in self._by_loop.get(id(loop), []) if inside.holds(entry.first)]


class _Reader:
    """Reads an activation's visits in order, keeping the loops that are being run."""

    def __init__(self, trace: Trace, visits: Visits) -> None:
        self._trace = trace
        self._visits = visits
        self._active: list[LoopEntry] = []
        self._done: list[LoopEntry] = []

    def read(self) -> list[LoopEntry]:
        previous: Visit | None = None
        for visit in self._visits.all:
            self._read(visit, previous)
            previous = visit
        end = self._trace.data.activations[self._visits.activation].last
        while self._active:
            self._leave(self._active[-1], Time(end))
        return self._done

    def _read(self, visit: Visit, previous: Visit | None) -> None:
        statement = visit.statements[0]
        inside = statement.loops()
        as_header = statement if statement.is_loop else None
        keep = len(inside) + (1 if as_header is not None else 0)
        path = (*inside, as_header) if as_header is not None else inside
        before = Time(visit.first - 1) if previous is None else previous.last
        # Loops that control has left, innermost first.
        while self._active and (
            len(self._active) > keep or self._active[-1].loop is not path[len(self._active) - 1]
        ):
            self._leave(self._active[-1], before)
        # A constant test leaves no visit of the header: its passes begin with their bodies.
        for depth, loop in enumerate(inside):
            if depth >= len(self._active):
                self._active.append(LoopEntry(loop, visit.first, visit.last))
            entry = self._active[depth]
            if not loop.visible and self._begins_body(
                loop, statement, self._active, depth, previous
            ):
                self._begin(entry, visit.first, Time(visit.first - 1))
        for entry in self._active:
            entry.last = max(entry.last, visit.last)
            if entry.passes:
                entry.passes[-1].last = max(entry.passes[-1].last, visit.last)
        for each in visit.statements:
            if each.is_loop and each.visible:
                self._header(each, visit, previous)

    @staticmethod
    def _begins_body(
        loop: Statement,
        statement: Statement,
        active: list[LoopEntry],
        depth: int,
        previous: Visit | None,
    ) -> bool:
        entry = active[depth]
        if not entry.passes:
            return True
        if statement is not _first_visible(loop) or previous is None:
            return False
        running = active[depth + 1] if len(active) > depth + 1 else None
        # A pass that begins with a loop does not begin again with that loop's own passes.
        return (
            running is None
            or running.loop is not statement
            or running.end is not LoopEnd.UNFINISHED
            or _breaks(previous, statement)
        )

    def _header(self, loop: Statement, visit: Visit, previous: Visit | None) -> None:
        starts = isinstance(loop.node, ast.For | ast.AsyncFor) and self._iterates(loop, visit)
        active = next((each for each in self._active if each.loop is loop), None)
        broken = previous is not None and _breaks(previous, loop)
        if active is not None and (starts or broken or active.end is not LoopEnd.UNFINISHED):
            # Entered anew from the same place: the entry before it is over.
            self._leave(active, Time(visit.first - 1))
            active = None
        if active is None:
            active = LoopEntry(loop, visit.first, visit.last)
            self._active.append(active)
        truth = self._delivers(loop, visit)
        if active.passes:
            active.passes[-1].last = min(active.passes[-1].last, Time(visit.first - 1))
        if truth:
            self._begin(active, visit.first, visit.last)
            if len(visit.statements) > 1:  # a body on the header's own line
                active.passes[-1].began = self._header_done(loop, visit)
        elif truth is False:
            by_items = isinstance(loop.node, ast.For | ast.AsyncFor)
            active.end = LoopEnd.EXHAUSTED if by_items else LoopEnd.FALSE
            active.last = visit.last

    def _header_done(self, loop: Statement, visit: Visit) -> Time:
        done = Time(visit.first)
        for step in map(self._trace.step, visit.steps):
            if step.span is not None and self._trace.statements.at_span(step.span) is loop:
                done = Time(step.done)
        return done

    @staticmethod
    def _begin(entry: LoopEntry, first: StepNo, began: Time) -> None:
        if entry.passes:
            entry.passes[-1].last = min(entry.passes[-1].last, Time(first - 1))
        last = Time(max(first, began))
        entry.passes.append(Pass(len(entry.passes) + 1, first, last, began))

    def _iterates(self, loop: Statement, visit: Visit) -> bool:
        """Whether the visit makes a new iterator for the loop: its first visit of an entry."""
        return any(
            step.kind is StepKind.ITERATE
            and step.span is not None
            and self._trace.statements.at_span(step.span) is loop
            for step in map(self._trace.step, visit.steps)
        )

    def _delivers(self, loop: Statement, visit: Visit) -> bool | None:
        if isinstance(loop.node, ast.While):
            return visit_truth(self._trace, visit)
        return delivers(self._trace, loop, visit)

    def _leave(self, entry: LoopEntry, at: Time) -> None:
        self._active.remove(entry)
        self._done.append(entry)
        if entry.end is not LoopEnd.UNFINISHED:
            return
        entry.last = max(entry.last, Time(min(at, entry.last)))
        since = entry.passes[-1].first if entry.passes else entry.first
        for visit in reversed(self._visits.inside(Interval(since, entry.last))):
            raised = self._raised(visit)
            for statement in reversed(visit.statements):
                node = statement.node
                if isinstance(node, ast.Break) and statement.enclosing_loop() is entry.loop:
                    entry.end, entry.by = LoopEnd.BREAK, visit.line
                    return
                if isinstance(node, ast.Return) and not raised:
                    entry.end, entry.by = LoopEnd.RETURN, visit.line
                    return
            if raised:
                entry.end, entry.by = LoopEnd.RAISE, visit.line
                return

    def _raised(self, visit: Visit) -> bool:
        return any(self._trace.step(number).exception is not None for number in visit.steps)


def delivers(trace: Trace, loop: Statement, visit: Visit) -> bool | None:
    """Whether the visit's request of a `for` loop delivered an item; None without a request."""
    node = loop.node
    if not isinstance(node, ast.For | ast.AsyncFor):
        return None
    items = span_of(node.iter)
    found = None
    for step in map(trace.step, visit.steps):
        if step.kind is not StepKind.NEXT or step.span is None:
            continue
        # Requests of comprehensions in the expression that is looped over are not the loop's.
        inner = step.span != items and contains(items, step.span)
        if not inner and trace.statements.at_span(step.span) is loop:
            found = step.truth
    return found


def _breaks(visit: Visit, loop: Statement) -> bool:
    last = visit.statements[-1]
    return isinstance(last.node, ast.Break) and last.enclosing_loop() is loop


def _first_visible(loop: Statement) -> Statement | None:
    """The statement with which the body of a loop begins to be seen."""
    return next(_visible_in(loop.children), None)


def _visible_in(statements: list[Statement]) -> Iterator[Statement]:
    for statement in statements:
        if statement.visible:
            yield statement
        elif isinstance(statement.node, ast.Try | ast.TryStar | ast.While):
            yield from _visible_in(statement.children)
