"""Loops: their entries, passes and endings in one activation (docs/semantics.md §2)."""

from __future__ import annotations

import ast
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, overload

from engine.trace.conditions import visit_truth
from engine.trace.jumps import Exceptions, in_finally, jump_under_way
from engine.trace.model import LineNo, Step, StepKind, StepNo, Time
from engine.trace.parting import Parting
from engine.trace.statements import Block, Statement, contains, span_of
from engine.trace.trace import Trace
from engine.trace.visits import Interval, Visit, Visits

_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp)


class LoopEnd(Enum):
    """How an entry of a loop was left. Closed."""

    EXHAUSTED = "exhausted"  #: the iterator had no more items
    FALSE = "false"  #: the test of a `while` was false
    BREAK = "break"
    RETURN = "return"
    RAISE = "raise"
    UNFINISHED = "unfinished"  #: the recording, or the generator, stopped inside


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """One pass; ``began`` is the moment after the header's visit that let it in."""

    number: int
    first: StepNo
    last: Time
    began: Time

    @property
    def interval(self) -> Interval:
        return Interval(self.first, self.last)


class Passes(Sequence[Pass]):
    """The passes of one entry, in order; made when they are asked for.

    Invariant: a pass is one object, however often it is asked for; it ends where the next one
    begins."""

    __slots__ = ("_begans", "_firsts", "_made", "last")

    def __init__(self) -> None:
        self._firsts = array("i")
        self._begans = array("i")
        self._made: dict[int, Pass] = {}
        self.last = Time(-1)  #: the moment at which the last one ends

    def __len__(self) -> int:
        return len(self._firsts)

    @overload
    def __getitem__(self, index: int) -> Pass: ...
    @overload
    def __getitem__(self, index: slice) -> list[Pass]: ...
    def __getitem__(self, index: int | slice) -> Pass | list[Pass]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        count = len(self._firsts)
        number = index + count if index < 0 else index
        if not 0 <= number < count:
            raise IndexError(index)
        made = self._made.get(number)
        if made is None:
            first, began = self._firsts[number], self._begans[number]
            last = self.last if number == count - 1 else self._firsts[number + 1] - 1
            made = Pass(number + 1, StepNo(first), Time(last), Time(began))
            self._made[number] = made
        return made

    def begin(self, first: int, began: int) -> None:
        """Another pass begins, and the one before it is over."""
        self._firsts.append(first)
        self._begans.append(began)
        self.last = Time(max(first, began))

    def newest_first(self) -> int | None:
        """The first step of the newest pass."""
        return self._firsts[-1] if self._firsts else None

    def at(self, number: int) -> Pass | None:
        """The pass during which a step happened."""
        index = bisect_right(self._firsts, number) - 1
        found = self[index] if index >= 0 else None
        return found if found is not None and found.last >= number else None


@dataclass(slots=True, eq=False)
class LoopEntry:
    """One entry of a loop. ``left`` is the moment at which it was left."""

    loop: Statement
    first: StepNo
    last: Time
    top: int  #: where in the code it was entered: of the header, or of the body without one
    passes: Passes = field(default_factory=Passes)
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
        self._firsts = {
            loop: array("i", [entry.first for entry in entries])
            for loop, entries in self._by_loop.items()
        }
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

    def holding(self, loop: Statement, step: int) -> LoopEntry | None:
        """The entry of a loop during which a step happened; whether it ends may not be told."""
        firsts = self._firsts.get(id(loop))
        index = -1 if firsts is None else bisect_right(firsts, step) - 1
        found = None if index < 0 else self._by_loop[id(loop)][index]
        return found if found is not None and found.last >= step else None

    def begun(self, loop: Statement, inside: Interval) -> list[LoopEntry]:
        """The entries of a loop that begin in the interval; whether they end may not be told."""
        if self.parting is not None:
            self.parting.refuse_entries(loop, inside.last)
        firsts = self._firsts.get(id(loop))
        if firsts is None:
            return []
        begin, end = bisect_left(firsts, inside.first), bisect_right(firsts, inside.last)
        return self._by_loop[id(loop)][begin:end]


class _Kind:
    """What is the same in all visits that run the same statements."""

    __slots__ = ("calm", "headers", "inside", "outcomes", "path", "single")

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        first = statements[0]
        self.inside = first.loops()
        self.path = (*self.inside, first) if first.is_loop else self.inside
        self.headers = [each for each in statements if each.is_loop and each.visible]
        self.single = len(statements) == 1
        last = statements[-1]
        #: whether no jump is under way when such a visit is over
        self.calm = not isinstance(last.node, ast.Break | ast.Return) and not in_finally(last)
        self.outcomes: dict[object, tuple[bool, bool | None]] = {}


class _Reader:
    """Reads an activation's visits in order, keeping the loops that are being run.

    What a visit of a header decides is looked up by the kinds of its steps, and a visit in the
    midst of a pass is passed over. Invariant: the loops that are being run, and their newest
    passes, last to the end of the visit that was read last, unless `_closed` has another end."""

    def __init__(self, trace: Trace, visits: Visits) -> None:
        self._trace = trace
        self._visits = visits
        self._columns = visits.columns
        self._kinds = [_Kind(kind.statements) for kind in visits.columns.kinds]
        self._active: list[LoopEntry] = []
        self._done: list[LoopEntry] = []
        self._exceptions = Exceptions(trace, visits.activation)
        self._seen = Time(-1)  # the end of the visit that was read last
        self._closed: list[LoopEntry] = []  # those whose newest passes that visit has ended
        self._closing: list[LoopEntry] = []  # the same of the visit that is being read
        self._own = trace.own_steps(visits.activation)

    def read(self) -> list[LoopEntry]:
        columns, steps, kinds = self._columns, self._trace.columns, self._kinds
        offsets = [steps.rows[form.row].offset for form in steps.forms]
        form_of = steps.form_of
        path: tuple[Statement, ...] = ()
        tops, tops_outside = frozenset[int](), frozenset[int]()
        calm = False
        visits = zip(columns.kind_of, columns.firsts, columns.lasts, strict=True)
        for number, (which, first, last) in enumerate(visits):
            kind, top = kinds[which], offsets[form_of[first]]
            if kind.path == path and not kind.headers and top not in tops:
                self._closed = []
            elif (
                kind.path == path
                and calm
                and top not in tops_outside
                and self._passes(kind, number)
            ):
                self._active[-1].passes.begin(first, last)
                self._closed = []
            else:
                self._read(number, kind, top)
                path = tuple([entry.loop for entry in self._active])
                tops = frozenset([entry.top for entry in self._active])
                tops_outside = frozenset([entry.top for entry in self._active[:-1]])
            self._seen, calm = Time(last), kind.calm
        end = self._trace.last_step(self._visits.activation)
        while self._active:
            self._leave(self._active[-1], Time(end))
        return self._done

    def _passes(self, kind: _Kind, number: int) -> bool:
        """Whether the visit, to the header of the innermost loop that runs, only begins its next
        pass."""
        if not kind.single or self._active[-1].end is not LoopEnd.UNFINISHED:
            return False
        return kind.headers == [self._active[-1].loop] and self._outcome(
            kind, kind.headers[0], number
        ) == (False, True)

    def _read(self, number: int, kind: _Kind, top: int) -> None:
        first = StepNo(self._columns.firsts[number])
        last, before = Time(self._columns.lasts[number]), Time(first - 1)
        # Loops that control has left, innermost first.
        kept = 0
        for entry, loop in zip(self._active, kind.path, strict=False):
            if entry.loop is not loop or self._entered_anew(entry, top, number):
                break
            kept += 1
        while len(self._active) > kept:
            self._leave(self._active[-1], before)
        # A constant test leaves no visit of the header: its passes begin with their bodies.
        for depth, loop in enumerate(kind.inside):
            entered = depth >= len(self._active)
            if entered:
                self._active.append(LoopEntry(loop, first, last, top))
            if not loop.visible and (entered or self._at_top(depth, top, len(kind.path), kept)):
                self._active[depth].passes.begin(first, before)
        self._closing = []
        for loop in kind.headers:
            self._header(kind, loop, number, top)
        self._closed = self._closing

    def _entered_anew(self, entry: LoopEntry, top: int, number: int) -> bool:
        """Whether control, coming to where a loop begins, comes from outside of it, although no
        visit outside shows it: it was left by `break`, or ended, just before."""
        if top != entry.top:
            return False
        if entry.end is not LoopEnd.UNFINISHED:
            return True
        if number and self._kinds[self._columns.kind_of[number - 1]].calm:
            return False
        before = Time(self._columns.firsts[number] - 1)
        visits = self._visits.inside(Interval(self._since(entry), before))
        return jump_under_way(self._trace, visits, _breaks(entry.loop)) is not None

    @staticmethod
    def _since(entry: LoopEntry) -> StepNo:
        """Where the newest pass of an entry begins; without one, the entry."""
        first = entry.passes.newest_first()
        return entry.first if first is None else StepNo(first)

    def _at_top(self, depth: int, top: int, deepest: int, kept: int) -> bool:
        """Whether a pass of a loop without a header begins here: control is where its body
        begins, and not because a loop that stands there goes on."""
        if top != self._active[depth].top:
            return False
        return not any(
            self._active[inner].top == top for inner in range(depth + 1, min(deepest, kept))
        )

    def _header(self, kind: _Kind, loop: Statement, number: int, top: int) -> None:
        first, last = self._columns.firsts[number], Time(self._columns.lasts[number])
        before = Time(first - 1)
        starts, truth = self._outcome(kind, loop, number)
        active = next((each for each in self._active if each.loop is loop), None)
        if active is not None and (starts or active.end is not LoopEnd.UNFINISHED):
            # Entered anew from the same place: the entry before it is over.
            self._leave(active, before)
            active = None
        if active is None:
            active = LoopEntry(loop, StepNo(first), last, top)
            self._active.append(active)
        if truth:
            # A visit can go on into a body on the header's own line.
            active.passes.begin(first, last if kind.single else self._header_done(loop, number))
            return
        active.passes.last = before
        self._closing.append(active)
        if truth is False:
            by_items = isinstance(loop.node, ast.For | ast.AsyncFor)
            active.end = LoopEnd.EXHAUSTED if by_items else LoopEnd.FALSE

    def _outcome(self, kind: _Kind, loop: Statement, number: int) -> tuple[bool, bool | None]:
        """Whether the visit begins an entry of the loop, and whether it let a pass in."""
        form_of, columns = self._trace.columns.form_of, self._columns
        own = self._own
        begin, end = columns.begins[number], columns.ends[number]
        first, last = own[begin], own[end - 1]
        if last - first == end - begin - 1 and number not in columns.apart:
            forms = tuple(form_of[first : last + 1])
        else:
            forms = tuple([form_of[each] for each in self._visits.steps_of(number)])
        key = id(loop), forms
        known = kind.outcomes.get(key)
        if known is None:
            visit = self._visits.visit(number)
            known = self._iterates(loop, visit), self._delivers(loop, visit)
            kind.outcomes[key] = known
        return known

    def _header_done(self, loop: Statement, number: int) -> Time:
        done = Time(self._columns.firsts[number])
        for step in map(self._trace.step, self._visits.steps_of(number)):
            if step.span is not None and self._trace.statements.at_span(step.span) is loop:
                done = Time(step.done)
        return done

    def _iterates(self, loop: Statement, visit: Visit) -> bool:
        """Whether the visit makes a new iterator for the loop: its first visit of an entry."""
        return isinstance(loop.node, ast.For | ast.AsyncFor) and any(
            step.kind is StepKind.ITERATE and is_of_header(self._trace, loop.node, loop, step)
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
        entry.last = Time(max(entry.last, self._seen))
        if entry not in self._closed:
            entry.passes.last = Time(max(entry.passes.last, self._seen))
        if entry.end is not LoopEnd.UNFINISHED:
            return
        since = self._since(entry)
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
            entry.passes.last = Time(max(entry.passes.last, entry.last))


def delivers(trace: Trace, loop: Statement, visit: Visit) -> bool | None:
    """Whether the visit's request of a `for` loop delivered an item; None without a request."""
    node = loop.node
    if not isinstance(node, ast.For | ast.AsyncFor):
        return None
    found = None
    for step in map(trace.step, visit.steps):
        if step.kind is StepKind.NEXT and is_of_header(trace, node, loop, step):
            found = step.truth
    return found


def is_of_header(trace: Trace, node: ast.For | ast.AsyncFor, loop: Statement, step: Step) -> bool:
    """Whether an iterator is made or asked by the loop itself, and not by a comprehension in what
    it is over or in its target."""
    if step.span is None:
        return False
    items, target = span_of(node.iter), span_of(node.target)
    # CPython 3.13 gives the place of what the loop is over, where older ones give that of the whole
    # statement, and that of a comprehension to its own steps.
    own = step.span == items and not (
        isinstance(node.iter, _COMPREHENSIONS) and trace.data.python.startswith(("3.11.", "3.12."))
    )
    inner = (not own and contains(items, step.span)) or contains(target, step.span)
    return not inner and trace.statements.at_span(step.span) is loop


def _breaks(loop: Statement) -> Callable[[Statement], bool]:
    return lambda each: isinstance(each.node, ast.Break) and each.enclosing_loop() is loop
