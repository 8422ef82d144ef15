"""Changes of elements and attributes inside of what the context calls (docs/semantics.md §5.88)."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from typing import Final

from engine.claims.check.context import Frame
from engine.claims.check.points import unsupported
from engine.claims.check.readings import State
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import Expr
from engine.trace.model import ActivationId, StepNo, Time
from engine.trace.moments import Moments
from engine.trace.visits import Interval, Visit

_MOST: Final = 20_000
"""So many moments are looked at; whoever tells more skips by passes and calls."""


def next_change_of(moments: Moments, frame: Frame, expr: Expr, point: Time) -> Time | None:
    """The first moment after the point, in the context, at which the expression has a value and
    another than at the moment before: ends of visits, those in what is called included."""
    before = State(moments, frame.activation, point).evaluate(expr)
    since = Interval(StepNo(max(point, frame.interval.first)), frame.interval.last)
    for count, time in enumerate(_moments_in(moments, frame.activation, since)):
        if count > _MOST:
            raise unsupported(f"when `{expr.text}` changes is too far from here")
        if time <= point:
            continue
        found = State(moments, frame.activation, time).evaluate(expr)
        if isinstance(found, Undecidable):
            raise unsupported(found.why)
        if isinstance(before, Undecidable):
            raise unsupported(before.why)
        if not isinstance(found, NoValue) and found != before:
            return time
        before = found
    return None


def _moments_in(moments: Moments, activation: ActivationId, since: Interval) -> Iterator[Time]:
    """The ends of the visits in the interval, of the activation and of all that runs in it, in the
    order of time. A generator's visits lie where it goes on, not where it was begun."""
    order = itertools.count()
    waiting: list[tuple[int, int, Visit, Iterator[Visit] | None]] = []

    def begin(visits: Iterator[Visit]) -> None:
        visit = next(visits, None)
        if visit is not None:
            heapq.heappush(waiting, (visit.first, next(order), visit, visits))

    begin(_visits(moments, activation, since))
    for each in _suspended(moments, activation, since):
        begin(_visits(moments, each, since))
    while waiting:
        time, _, visit, others = heapq.heappop(waiting)
        if others is None:
            yield Time(time)
            continue
        if visit.activation == activation or (visit.after <= since.last and not visit.waits):
            heapq.heappush(waiting, (visit.after, next(order), visit, None))
        for called in moments.called_in(visit):
            begin(_visits(moments, called.id, since))
        begin(others)


def _suspended(moments: Moments, activation: ActivationId, since: Interval) -> list[ActivationId]:
    """Generators begun before that may go on in the interval."""
    trace = moments.trace
    if trace.code_of(activation).generator:
        return []  # what goes on while this one waits is nothing of it
    return [
        each.id
        for each in trace.data.activations
        if each.first < since.first <= each.last and trace.code_of(each.id).generator
    ]


def _visits(moments: Moments, activation: ActivationId, since: Interval) -> Iterator[Visit]:
    """The visits in the interval, that which it begins in included."""
    visits = moments.visits(activation)
    current = visits.at(since.first)
    first = since.first if current is None else current.first
    return iter(visits.inside(Interval(first, since.last)))
