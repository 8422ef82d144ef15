"""Loops: their entries, passes and endings in one activation (docs/semantics.md §2)."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from enum import Enum

from engine.trace.conditions import visit_truth
from engine.trace.jumps import Exceptions, jump_under_way
from engine.trace.model import LineNo, StepKind, StepNo, Time
from engine.trace.parting import Parting
from engine.trace.statements import Block, Statement, contains, span_of
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
    top: int  #: where in the code it was entered: of the header, or of the body without one
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
        self.parting: Parting | None = None

    def until(self, parting: Parting) -> Loops:
        """The same loops, of which only that is told which every run does; see `Visits.until`."""
        told = copy(self)
        told.parting = parting
        return told

    def entries(self, loop: Statement, inside: Interval) -> list[LoopEntry]:
        """The entries of a loop that begin in the interval, each to its end."""
        found = self.begun(loop, inside)
        if self.parting is not None:
            for entry in found:
                self.parting.settle(entry.last)
        return found

    def pass_of(self, entry: LoopEntry, number: int) -> Pass | None:
        """A pass of an entry, by its number; whether it has an end may not be told."""
        found = entry.passes[number - 1] if number <= len(entry.passes) else None
        if self.parting is not None:
            self.parting.settle(entry.last if found is None else found.began)
        return found

    def begun(self, loop: Statement, inside: Interval) -> list[LoopEntry]:
        """The entries of a loop that begin in the interval; whether they end may not be told."""
        if self.parting is not None:
            self.parting.refuse_entries(loop, inside.last)
        return [entry for entry in self._by_loop.get(id(loop), []) if inside.holds(entry.first)]


class _Reader:
    """Reads an activation's visits in order, keeping the loops that are being run."""

    def __init__(self, trace: Trace, visits: Visits) -> None:
        self._trace = trace
        self._visits = visits
        self._active: list[LoopEntry] = []
        self._done: list[LoopEntry] = []
        self._exceptions = Exceptions(trace, visits.activation)

    def read(self) -> list[LoopEntry]:
        for visit in self._visits.all:
            self._read(visit)
        end = self._trace.last_step(self._visits.activation)
        while self._active:
            self._leave(self._active[-1], Time(end))
        return self._done

    def _read(self, visit: Visit) -> None:
        statement = visit.statements[0]
        inside = statement.loops()
        path = (*inside, statement) if statement.is_loop else inside
        before = Time(visit.first - 1)
        top = self._trace.step(visit.first).offset
        # Loops that control has left, innermost first.
        kept = 0
        for entry, loop in zip(self._active, path, strict=False):
            if entry.loop is not loop or self._entered_anew(entry, top, visit):
                break
            kept += 1
        while len(self._active) > kept:
            self._leave(self._active[-1], before)
        # A constant test leaves no visit of the header: its passes begin with their bodies.
        for depth, loop in enumerate(inside):
            entered = depth >= len(self._active)
            if entered:
                self._active.append(LoopEntry(loop, visit.first, visit.last, top))
            if not loop.visible and (entered or self._at_top(depth, top, len(path), kept)):
                self._begin(self._active[depth], visit.first, before)
        for entry in self._active:
            entry.last = max(entry.last, visit.last)
            if entry.passes:
                entry.passes[-1].last = max(entry.passes[-1].last, visit.last)
        for each in visit.statements:
            if each.is_loop and each.visible:
                self._header(each, visit, top)

    def _entered_anew(self, entry: LoopEntry, top: int, visit: Visit) -> bool:
        """Whether control, coming to where a loop begins, comes from outside of it, although no
        visit outside shows it: it was left by `break`, or ended, just before."""
        if top != entry.top:
            return False
        if entry.end is not LoopEnd.UNFINISHED:
            return True
        since = entry.passes[-1].first if entry.passes else entry.first
        visits = self._visits.inside(Interval(since, Time(visit.first - 1)))
        return jump_under_way(self._trace, visits, _breaks(entry.loop)) is not None

    def _at_top(self, depth: int, top: int, deepest: int, kept: int) -> bool:
        """Whether a pass of a loop without a header begins here: control is where its body
        begins, and not because a loop that stands there goes on."""
        if top != self._active[depth].top:
            return False
        return not any(
            self._active[inner].top == top for inner in range(depth + 1, min(deepest, kept))
        )

    def _header(self, loop: Statement, visit: Visit, top: int) -> None:
        starts = isinstance(loop.node, ast.For | ast.AsyncFor) and self._iterates(loop, visit)
        active = next((each for each in self._active if each.loop is loop), None)
        if active is not None and (starts or active.end is not LoopEnd.UNFINISHED):
            # Entered anew from the same place: the entry before it is over.
            self._leave(active, Time(visit.first - 1))
            active = None
        if active is None:
            active = LoopEntry(loop, visit.first, visit.last, top)
            self._active.append(active)
        truth = self._delivers(loop, visit)
        if active.passes:
            active.passes[-1].last = Time(visit.first - 1)
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
            entry.passes[-1].last = Time(first - 1)
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

    def _leave(self, entry: LoopEntry, before: Time) -> None:
        """The entry is over; ``before`` is the moment before what runs next, outside of it."""
        self._active.remove(entry)
        self._done.append(entry)
        if entry.end is not LoopEnd.UNFINISHED:
            return
        since = entry.passes[-1].first if entry.passes else entry.first
        visits = self._visits.inside(Interval(since, before))
        self._leave_blocks(entry, before)
        for step in self._exceptions.raised_between(since, before):
            if self._exceptions.left(step, entry.loop):
                visit = self._visits.at(step.number)
                entry.end, entry.by = LoopEnd.RAISE, None if visit is None else visit.line
                return
        jump = jump_under_way(
            self._trace,
            visits,
            lambda each: isinstance(each.node, ast.Return) or _breaks(entry.loop)(each),
        )
        if jump is not None:
            breaks = any(map(_breaks(entry.loop), jump.statements))
            entry.end, entry.by = LoopEnd.BREAK if breaks else LoopEnd.RETURN, jump.line

    def _leave_blocks(self, entry: LoopEntry, before: Time) -> None:
        """The steps by which `with` statements of the loop leave their blocks belong to no visit,
        but to the pass that they end."""
        own = self._trace.own_steps(self._visits.activation)
        for number in own[bisect_right(own, entry.last) : bisect_right(own, before)]:
            step = self._trace.step(number)
            if step.span is None:
                continue
            statement = self._trace.statements.at_span(step.span)
            if statement is None or not statement.within(entry.loop, Block.BODY):
                return
            entry.last = Time(max(entry.last, step.done))
            if entry.passes:
                entry.passes[-1].last = max(entry.passes[-1].last, entry.last)


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


def _breaks(loop: Statement) -> Callable[[Statement], bool]:
    return lambda each: isinstance(each.node, ast.Break) and each.enclosing_loop() is loop
