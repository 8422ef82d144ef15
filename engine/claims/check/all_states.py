"""All states of a context, and those inside of what it calls (docs/semantics.md §5.4)."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from engine.claims.check.context import Frame
from engine.claims.check.points import Judged, at, unsupported
from engine.claims.check.readings import State
from engine.claims.evaluator import Result, names_in
from engine.claims.model import Expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId, Ref, Time
from engine.trace.moments import Moments
from engine.trace.scopes import bound_names
from engine.trace.trace import Trace
from engine.trace.visits import Interval
from engine.values import Oid

States: TypeAlias = Callable[[list[Frame], Expr], Iterator[tuple[Result, Interval]]]
"""The expression in the states of the contexts in which all its names are bound, in order."""

_MOST: Final = 20_000
"""So many changes inside of calls are looked at for one claim."""

_FORBIDDEN: Final = frozenset({ClaimVerdict.UNSUPPORTED, ClaimVerdict.AMBIGUOUS})


def in_calls_too(
    moments: Moments,
    frames: list[Frame],
    expr: Expr,
    judged: Callable[[States], Judged],
    *,
    recursive: bool = True,
    settled: ClaimVerdict | None = None,
) -> Judged:
    """The verdict over the states of the contexts, if it is none other with those counted that
    the expression goes through inside of what is called there; ``recursive``: also those of
    the deeper calls of a recursive entry, whose names are called the same. ``settled``: the verdict
    that one state is enough for, if the claim is about each state by itself."""
    known: dict[tuple[ActivationId, Time], list[tuple[Result, Interval]]] = {}

    def own_places(frame: Frame) -> list[tuple[ActivationId, Time]]:
        times = _times(moments, frame.activation, frame.interval)
        return [(frame.activation, time) for time in sorted(times)]

    def more_places(frame: Frame) -> list[tuple[ActivationId, Time]]:
        # Deeper calls come in the order in which they begin: a recursion is told downwards.
        return [*((frame.activation, time) for time in inside[frame]), *deeper[frame]]

    def own_states(frames: list[Frame], expr: Expr) -> Iterator[tuple[Result, Interval]]:
        for frame in frames:
            for place in own_places(frame):
                found = list(_evaluated(moments, *place, expr))
                if settled is None:  # they are asked for again
                    known[place] = found
                yield from found

    def all_states(frames: list[Frame], expr: Expr) -> Iterator[tuple[Result, Interval]]:
        for frame in frames:
            own = own_places(frame) if settled is None else []
            # Of one activation in the order of time; those begun later have greater numbers.
            for place in sorted({*own, *more_places(frame)}):
                yield from known.get(place) or _evaluated(moments, *place, expr)

    own = judged(own_states)
    if own.verdict in _FORBIDDEN or (own.verdict is settled and own.points):
        return own
    inside = {frame: _changed_inside(moments, frame, expr) for frame in frames}
    deeper = {frame: _deeper(moments, frame, expr) if recursive else [] for frame in frames}
    if not any(inside.values()) and not any(deeper.values()):
        return own
    more = judged(all_states)
    if more.verdict is own.verdict or (settled is not None and not more.points):
        return own
    what = "deeper calls have their own" if any(deeper.values()) else "what is called changes"
    why = f"{what} `{expr.text}`: whether the states in there are meant is not said"
    return Judged(ClaimVerdict.UNSUPPORTED, own.points[:1], why)


def _evaluated(
    moments: Moments, activation: ActivationId, time: Time, expr: Expr
) -> Iterator[tuple[Result, Interval]]:
    state = State(moments, activation, time)
    if state.binds_all(expr.tree):
        yield state.evaluate(expr), at(time)


def _times(moments: Moments, activation: ActivationId, inside: Interval) -> set[Time]:
    times: set[Time] = set()
    for visit in moments.visits(activation).inside(inside):
        times.update((visit.before, visit.after))
    return times


# -- what is called ------------------------------------------------------------------------------


def _changed_inside(moments: Moments, frame: Frame, expr: Expr) -> list[Time]:
    """The ends of the visits inside of calls that change what the expression may read."""
    found: set[Time] = set()
    last = last_of(moments, frame)
    for number, date in enumerate(changes_inside(moments, frame, expr)):
        if number > _MOST:
            raise unsupported(f"what is called changes `{expr.text}` too often")
        visit = moments.visits(_running(moments.trace, date)).at(date)
        found.add(date if visit is None or visit.waits else min(visit.after, last))
    return sorted(found)


def changes_inside(moments: Moments, frame: Frame, expr: Expr) -> list[Time]:
    """The moments at which a step of something called in the context changes an object, a global
    or a variable shared between functions that the expression may read."""
    began = moments.visits(frame.activation).inside(frame.interval)
    if not began or not _calls(moments, frame):
        return []
    first, last = began[0].first, last_of(moments, frame)
    found: set[Time] = set()
    for since in _histories(moments.trace, frame.activation, expr):
        begin, end = bisect_right(since, first - 1), bisect_right(since, last)
        found.update(since[begin:end])
    return sorted(date for date in found if is_inside(moments.trace, frame.activation, date))


def is_changed_in(moments: Moments, frame: Frame, expr: Expr) -> bool:
    """Whether anything that the expression may read is changed in the context, by whomever."""
    first, last = frame.interval
    return any(
        bisect_right(since, first) < bisect_right(since, last)
        for since in _histories(moments.trace, frame.activation, expr)
    )


def last_of(moments: Moments, frame: Frame) -> Time:
    """The end of the last visit that begins in the context."""
    began = moments.visits(frame.activation).inside(frame.interval)
    return max(Time(frame.interval.last), began[-1].after) if began else frame.interval.last


def _calls(moments: Moments, frame: Frame) -> bool:
    """Whether anything but the activation itself runs in the context."""
    runs = moments.trace.own_runs(frame.activation)
    last = last_of(moments, frame)
    ends = [(first, end) for _, first, end in runs if first <= last]
    return any(one[1] != other[0] for one, other in itertools.pairwise(ends)) or (
        bool(ends) and ends[-1][1] <= last
    )


def is_inside(trace: Trace, outer: ActivationId, step: int) -> bool:
    """Whether a step within an activation is one of something that this has called. (A generator
    that it did not begin itself counts where it goes on; what runs while it waits itself does
    not.)"""
    activation = _running(trace, step)
    if activation == outer:
        return False
    if not trace.code_of(outer).generator:
        return True
    around: ActivationId | None = activation
    while around is not None and around != outer:
        around = trace.data.activations[around].parent
    return around == outer


def is_there(moments: Moments, frame: Frame, step: int) -> bool:
    """Whether a step is one of the context's activation, or of something that it has called."""
    trace = moments.trace
    return _running(trace, step) == frame.activation or is_inside(trace, frame.activation, step)


def moments_of(moments: Moments, frame: Frame) -> Iterator[Time]:
    """When the context's names may stand for something else: after each step of its own that
    writes, and after its visits."""
    for visit in moments.visits(frame.activation).inside(frame.interval):
        for step in visit.steps:
            if moments.trace.writes_of(step):
                yield Time(moments.trace.columns.done_of(step))
        yield visit.after


def _running(trace: Trace, step: int) -> ActivationId:
    return trace.owner(ActivationId(trace.columns.activation_of(step)))


def _histories(trace: Trace, activation: ActivationId, expr: Expr) -> Iterator[Sequence[Time]]:
    """When what the expression may read has changed: globals, and all that can be reached from
    its names."""
    waiting: list[Ref] = []
    for text in names_in(expr.tree):
        name = trace.private_name(activation, text)
        cell = trace.data.cells[activation].get(name)
        local = trace.data.locals[activation].get(name)
        known = trace.data.globals.get(name) if cell is None and local is None else None
        if cell is not None:
            waiting.append(cell)
        for history in (local, known):
            if history is not None:
                waiting.extend(ref for ref in history.refs if ref is not None)
        if known is not None:
            yield known.since
    seen: set[Oid] = set()
    while waiting:
        ref = waiting.pop()
        oid = Oid(-ref)
        if ref >= 0 or oid in seen:
            continue
        seen.add(oid)
        thing = trace.data.objects[oid]
        yield thing.since[1:]
        waiting.extend(part for part in thing.contents.all_refs() if part < 0)


# -- deeper calls of the same function -----------------------------------------------------------


def _deeper(moments: Moments, frame: Frame, expr: Expr) -> list[tuple[ActivationId, Time]]:
    """The states of the deeper calls of a recursive entry in the context, where the expression
    reads a name that each of them has as its own."""
    data = moments.trace.data
    scope = moments.trace.scope_of(frame.activation)
    if frame.activation != data.entry or scope is None:
        return []
    if not bound_names(scope) & set(names_in(expr.tree)):
        return []
    last = last_of(moments, frame)
    found: list[tuple[ActivationId, Time]] = []
    for other in data.activations:
        same = other.code == data.activations[frame.activation].code
        if not same or other.id == frame.activation:
            continue
        if not frame.interval.first <= other.first <= last:
            continue
        whole = moments.whole(other.id)
        found.extend((other.id, time) for time in sorted(_times(moments, other.id, whole)))
        if len(found) > _MOST:
            raise unsupported(f"`{expr.text}` is a name of too many calls")
    return found
