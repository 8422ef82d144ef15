"""What is added to something in a context, by whomever (docs/semantics.md §5.100)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from engine.claims.check.all_states import changes_inside, is_there, last_of, moments_of
from engine.claims.check.contents import edits, gains
from engine.claims.check.context import Frame
from engine.claims.check.named_objects import object_of
from engine.claims.check.readings import State
from engine.claims.evaluator import NoValue
from engine.claims.model import Expr
from engine.trace.model import Family, PlaceKind, StepNo, Time
from engine.trace.moments import Moments
from engine.trace.trace import Trace
from engine.values import Atom, Oid, Sequence, SetValue, Value

_COUNTED: Final = frozenset({Family.SEQUENCE, Family.SET, Family.MAPPING})


@dataclass
class Gained:
    """When what an expression is in a context holds a value once more, from the steps that change
    it: a list that grows with every pass is not to be looked through in every pass."""

    moments: Moments
    frame: Frame
    expr: Expr
    value: Value | None
    dates: dict[Oid, list[Time]] = field(default_factory=dict)

    def between(self, first: Time, last: Time) -> bool | None:
        """Whether it gains the value between two moments; None where the steps do not tell."""
        oid = object_of(self.moments, self.frame.activation, self.expr, first)
        if oid is None or object_of(self.moments, self.frame.activation, self.expr, last) != oid:
            return None
        trace = self.moments.trace
        if trace.data.objects[oid].family not in _COUNTED:
            return None
        if oid not in self.dates:
            until = last_of(self.moments, self.frame)
            begin = Time(self.frame.interval.first)
            self.dates[oid] = list(self._of(trace, oid, begin, until))
        dates = self.dates[oid]
        return bisect_right(dates, first) < bisect_right(dates, last)

    def _of(self, trace: Trace, oid: Oid, first: Time, last: Time) -> Iterator[Time]:
        """When the object gains the value, or what may become it: an object may change."""
        if isinstance(self.value, Atom):
            yield from gains(trace, oid, self.value, first, last)
            return
        items = self.value.items if isinstance(self.value, Sequence) else ()
        for date, _, inserted, _ in edits(trace.data.objects[oid], first, last):
            put_in = [trace.value(ref, date) for ref in inserted[-max(1, len(items)) :]]
            if any(ref < 0 for ref in inserted) or put_in == list(items):
                yield date


def added_inside(
    moments: Moments, frame: Frame, expr: Expr, value: Value | None
) -> Iterator[StepNo]:
    """The steps of something that is called after which a list holds the value once more."""
    gained = Gained(moments, frame, expr, value)
    for date in changes_inside(moments, frame, expr):
        if gained.between(Time(date - 1), date) is False:
            continue
        before, after = (
            _count(State(moments, frame.activation, Time(time)).evaluate(expr), value)
            for time in (date - 1, date)
        )
        if after > before:
            yield StepNo(date)


def added_by_steps(
    moments: Moments, frame: Frame, expr: Expr, value: Value | None
) -> Iterator[StepNo]:
    """The steps, of whomever, after which what the expression names then, or only later, holds the
    value once more. To set an element of a list by its index adds none."""
    trace = moments.trace
    if value is None:
        return
    for oid, until in _named(moments, frame, expr).items():
        for date in gains(trace, oid, value, Time(frame.interval.first), until):
            if is_there(moments, frame, date) and not _puts_in_place(trace, oid, date):
                yield StepNo(date)


def added_by_binding(
    moments: Moments, frame: Frame, expr: Expr, value: Value | None
) -> Iterator[StepNo]:
    """The ends of the visits behind which the expression is another list, made in the context, or
    another text, that holds the value once more."""
    trace = moments.trace
    for visit in moments.visits(frame.activation).inside(frame.interval):
        if not any(trace.writes_of(step) for step in visit.steps):
            continue
        names = [
            object_of(moments, frame.activation, expr, time) for time in (visit.before, visit.after)
        ]
        if names[0] == names[1] and names[0] is not None:
            continue
        if names[1] is not None and trace.data.objects[names[1]].since[0] < frame.interval.first:
            continue
        before, after = (
            State(moments, frame.activation, time).evaluate(expr)
            for time in (visit.before, visit.after)
        )
        if isinstance(before, NoValue) or before == after:
            continue
        if _count(after, value) > _count(before, value):
            yield StepNo(visit.last)


def _named(moments: Moments, frame: Frame, expr: Expr) -> dict[Oid, Time]:
    """The objects that the expression is in the context, and the last moments when it is them."""
    named: dict[Oid, Time] = {}
    earlier: Oid | None = None
    for time in (frame.start, *moments_of(moments, frame)):
        if earlier is not None:
            named[earlier] = Time(time - 1)
        earlier = object_of(moments, frame.activation, expr, time)
        if earlier is not None:
            named[earlier] = time
    return named


def _puts_in_place(trace: Trace, oid: Oid, step: int) -> bool:
    """Whether a step sets one element of a list by its index."""
    if trace.data.objects[oid].family is not Family.SEQUENCE:
        return False
    for write in trace.writes_of(step):
        if write.container == -oid and write.kind is PlaceKind.ELEMENT and write.key is not None:
            return write.key >= 0
    return False


def _count(whole: object, value: Value | None) -> int:
    if isinstance(whole, Atom) and isinstance(value, Atom):
        text, part = whole.payload, value.payload
        return text.count(part) if isinstance(text, str) and isinstance(part, str) else 0
    items = whole.items if isinstance(whole, Sequence | SetValue) else ()
    return sum(each == value for each in items)
