"""Which steps make a visit: read off an activation's steps in one pass.

Whether a step goes on with the open visit depends on what kind of step it is, and on a few earlier
ones. There are as few kinds of steps as the function has instructions. So this is decided once for
each kind of step in each situation, and looked up ever after: a loop that runs a million times
costs a million look-ups, no more.
"""

from __future__ import annotations

import ast
from array import array
from bisect import bisect_left
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final, NamedTuple

from engine.trace.model import ActivationId, LineNo, Span, StepKind
from engine.trace.statements import Statement, contains, span_of
from engine.trace.trace import Trace

_OUTSIDE = (
    StepKind.ENTER, StepKind.RESUME, StepKind.UNWIND, StepKind.CATCH, StepKind.RERAISE,
)  # fmt: skip
"""Steps that belong to no statement: the frame's own, and an exception's arrival and going on
(whose place is that of whatever the compiler put before it)."""

_LEAVING = (
    StepKind.CONSTANT, StepKind.CALL, StepKind.OTHER, StepKind.BRANCH, StepKind.RETURN,
)  # fmt: skip


class _Ran(NamedTuple):
    """A step as far as visits are concerned."""

    activation: int
    offset: int
    kind: StepKind
    detail: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class _Open:
    """A situation: a visit that is being read, as far as what follows depends on it."""

    line: LineNo
    statements: tuple[Statement, ...]
    newest: Statement  #: the statement of the latest step
    first: _Ran
    last: _Ran
    arrived: int | None = None  #: where an exception arrived of which nothing has followed


class _Do(Enum):
    """What a step does to the visits. Closed."""

    NOTHING = auto()  #: it belongs to none
    GO_ON = auto()  #: it belongs to the open one
    CLOSE = auto()  #: it belongs to none, and ends the open one
    OPEN = auto()  #: it is the first of a new one, and ends the open one


class VisitKind(NamedTuple):
    """What is the same in all visits that run the same statements."""

    line: LineNo
    statements: tuple[Statement, ...]


class VisitColumns:
    """The visits of an activation, in order. Invariant: all columns are as long as there are
    visits; the steps of visit n are ``own[begins[n] : ends[n]]``, but for those in ``apart``."""

    def __init__(self) -> None:
        self.kinds: list[VisitKind] = []
        self.kind_of: array[int] = array("i")
        self.firsts: array[int] = array("i")
        self.lasts: array[int] = array("i")
        self.begins: array[int] = array("i")
        self.ends: array[int] = array("i")
        self.apart: dict[int, tuple[int, ...]] = {}


def read_visits(trace: Trace, activation: ActivationId) -> VisitColumns:
    """All visits of one activation."""
    return _Reader(trace, activation).read()


_Situation = dict["int | tuple[int, int]", "tuple[_Do, _Situation]"]


class _Reader:
    """Reads the steps of one activation, with the situations that were met so far."""

    def __init__(self, trace: Trace, activation: ActivationId) -> None:
        self._trace = trace
        self._steps = trace.columns
        self._activation = activation
        self._scope = trace.scope_of(activation)
        self._outside: Final[_Situation] = {}
        self._situations: dict[_Open, _Situation] = {}
        self._opens: dict[int, _Open] = {}  # by the id of a situation
        self._kinds: dict[tuple[Statement, ...], int] = {}
        self._kind_of: dict[int, int] = {}  # likewise
        self._own = trace.own_steps(activation)
        self._spanning = trace.spanning_of(activation)
        self.found = VisitColumns()

    def read(self) -> VisitColumns:
        trace, mine, form_of = self._trace, self._activation, self._steps.form_of
        end = trace.last_step(mine)
        situation, index, begin, behind = self._outside, 0, 0, 0
        skipped: list[int] = []
        for activation, first, after in trace.own_runs(mine):
            for form in form_of[first : min(after, end + 1)]:
                key = form if activation == mine else (form, activation)
                known = situation.get(key)
                if known is None:
                    known = situation[key] = self._decide(situation, form, activation)
                do, following = known
                if do is _Do.GO_ON:
                    behind = index + 1
                elif do is _Do.NOTHING:
                    if situation is not self._outside:
                        skipped.append(index)
                else:
                    if situation is not self._outside:
                        self._close(situation, begin, behind, skipped)
                        skipped = []
                    begin, behind = index, index + 1
                situation = following
                index += 1
        if situation is not self._outside:
            self._close(situation, begin, behind, skipped)
        return self.found

    def _close(self, situation: _Situation, begin: int, behind: int, skipped: list[int]) -> None:
        found, own = self.found, self._own
        kind = self._kind_of.get(id(situation))
        if kind is None:
            kind = self._kind(situation)
        if skipped:
            within = [each for each in skipped if each < behind]
            there = [own[each] for each in range(begin, behind) if each not in within]
            if within:
                found.apart[len(found.firsts)] = tuple(there)
        first, last = own[begin], own[behind - 1]
        found.kind_of.append(kind)
        found.firsts.append(first)
        found.lasts.append(self._done(first, last) if self._spanning else last)
        found.begins.append(begin)
        found.ends.append(behind)

    def _kind(self, situation: _Situation) -> int:
        current = self._opens[id(situation)]
        kind = self._kinds.get(current.statements)
        if kind is None:
            kind = self._kinds[current.statements] = len(self.found.kinds)
            self.found.kinds.append(VisitKind(current.line, current.statements))
        self._kind_of[id(situation)] = kind
        return kind

    def _done(self, first: int, last: int) -> int:
        """When the last of the steps is done."""
        spanning, done = self._spanning, last
        index = bisect_left(spanning, first)
        while index < len(spanning) and spanning[index] <= last:
            done = max(done, self._steps.later[spanning[index]])
            index += 1
        return done

    # -- one kind of step in one situation --------------------------------------------------------

    def _decide(self, situation: _Situation, form: int, activation: int) -> tuple[_Do, _Situation]:
        row = self._steps.rows[self._steps.forms[form].row]
        step = _Ran(activation, *row)
        current = None if situation is self._outside else self._opens[id(situation)]
        if current is not None and current.arrived is not None:
            # From CPython 3.12 on what is thrown into a `yield from` or an `await` passes a
            # handler within it (CLEANUP_THROW), which the statement has not left.
            if (step.offset, step.kind) != (current.arrived, StepKind.OTHER):
                do, following = self._follow(None, step)
                return (_Do.CLOSE if do is _Do.NOTHING else do), following
            current = replace(current, arrived=None)
        return self._follow(current, step)

    def _follow(self, current: _Open | None, step: _Ran) -> tuple[_Do, _Situation]:
        activation = step.activation
        if step.span is None or step.kind in _OUTSIDE:
            # An exception's arrival ends the statement that raised; the frame's own steps and
            # those without a place go with what is running.
            if current is None:
                return _Do.NOTHING, self._outside
            if step.kind is StepKind.CATCH and activation == self._activation:
                return _Do.NOTHING, self._situation(replace(current, arrived=step.offset))
            if step.kind in (StepKind.UNWIND, StepKind.RERAISE):
                return _Do.NOTHING, self._situation(current)
            return _Do.GO_ON, self._after(current, step)
        statement = self._trace.statements.at_span(step.span)
        if statement is None or statement.scope is not self._scope:
            if current is None:
                return _Do.NOTHING, self._outside
            return _Do.GO_ON, self._after(current, step)
        if not _counts(step, statement, current):
            return (_Do.NOTHING if current is None else _Do.CLOSE), self._outside
        if current is not None and _goes_on(step, statement, current):
            statements = current.statements
            if statement not in statements:
                statements = (*statements, statement)
            return _Do.GO_ON, self._situation(
                _Open(current.line, statements, statement, current.first, step)
            )
        return _Do.OPEN, self._situation(_Open(statement.line, (statement,), statement, step, step))

    def _after(self, current: _Open, step: _Ran) -> _Situation:
        return self._situation(
            _Open(current.line, current.statements, current.newest, current.first, step)
        )

    def _situation(self, current: _Open) -> _Situation:
        found = self._situations.get(current)
        if found is None:
            found = self._situations[current] = {}
            self._opens[id(found)] = current
        return found


def _counts(step: _Ran, statement: Statement, current: _Open | None) -> bool:
    """Whether the step is part of a visit: not what leaves a `with` block, nor the traces of
    lines that are not reliably seen (`try`, `while True`)."""
    if not statement.visible:
        return False
    if isinstance(statement.node, ast.With | ast.AsyncWith):
        entering = current is not None and current.newest is statement
        return entering or not _leaves_with(step, statement)
    return True


def _leaves_with(step: _Ran, statement: Statement) -> bool:
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


def _goes_on(step: _Ran, statement: Statement, current: _Open) -> bool:
    """Whether the step continues the open visit."""
    if statement.line != current.line or _begins_again(step, statement, current):
        return False
    if statement.is_loop and current.newest is not statement:
        return statement not in current.statements  # from the end of a pass back to the header
    return True


def _begins_again(step: _Ran, statement: Statement, current: _Open) -> bool:
    """Whether control is back at what the visit began with, and nothing else has shown it: at the
    end of a pass without steps of its own, or of a loop whose test is constant."""
    first, last = current.first, current.last
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


def _what(step: _Ran) -> tuple[object, ...]:
    return step.span, step.kind, step.detail
