"""What is done inside of the calls that a context makes (docs/semantics.md §5.100)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.claims.check.all_states import changes_inside, is_inside, last_of
from engine.claims.check.context import Frame
from engine.claims.check.readings import State
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import AttributeTarget, ElementTarget, Expr
from engine.trace.model import ActivationId, PlaceKind, Ref, StepNo, Time, Write
from engine.trace.moments import Moments
from engine.values import NO_OID, Atom, Oid, Opaque, Sequence, Value


def raised_inside(moments: Moments, frame: Frame) -> Iterator[StepNo]:
    """The steps by which an exception comes out of a statement of something that is called."""
    trace, last = moments.trace, last_of(moments, frame)
    for number in sorted(trace.columns.exceptions):
        if not frame.interval.first <= number <= last:
            continue
        if not is_inside(trace, frame.activation, number):
            continue
        activation = trace.owner(ActivationId(trace.columns.activation_of(number)))
        visit = moments.visits(activation).at(number)
        if visit is not None and moments.raised(visit) is not None:
            yield StepNo(number)


def set_inside(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> Iterator[StepNo]:
    """The steps of something that is called which set the target."""
    for number, write in _writes(moments, frame, target):
        if is_inside(moments.trace, frame.activation, number):
            time = Time(moments.trace.columns.done_of(number))
            if _is_of(moments, frame, target, write, time):
                yield number


def set_before_named(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> Iterator[StepNo]:
    """The steps, of whomever, which set what the target's names stand for only later."""
    found = [
        (number, write)
        for number, write in _writes(moments, frame, target)
        if _is_there(moments, frame, number)
    ]
    if not found:
        return
    for time in _moments_of(moments, frame):
        container = State(moments, frame.activation, time).evaluate(target.container)
        for number, write in found:
            named = not isinstance(container, NoValue | Atom | Undecidable)
            if named and number <= time and _is_of(moments, frame, target, write, time):
                yield number


def _moments_of(moments: Moments, frame: Frame) -> Iterator[Time]:
    """When the context's names may stand for something else: after each step of its own that
    writes, and after its visits."""
    for visit in moments.visits(frame.activation).inside(frame.interval):
        for step in visit.steps:
            if moments.trace.writes_of(step):
                yield Time(moments.trace.columns.done_of(step))
        yield visit.after


def _writes(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> Iterator[tuple[StepNo, Write]]:
    """The steps of the context that set an element, or an attribute of this name."""
    trace, last = moments.trace, last_of(moments, frame)
    attribute = isinstance(target, AttributeTarget)
    kind = PlaceKind.ATTRIBUTE if attribute else PlaceKind.ELEMENT
    for number in range(frame.interval.first, last + 1):
        for write in trace.writes_of(number):
            if write.kind is kind and write.value is not None:
                yield StepNo(number), write


def _is_of(
    moments: Moments,
    frame: Frame,
    target: ElementTarget | AttributeTarget,
    write: Write,
    time: Time,
) -> bool:
    """Whether a write may be one of the target, as the context's names are at the moment."""
    state = State(moments, frame.activation, time)
    container = state.evaluate(target.container)
    if isinstance(container, NoValue | Atom) or write.container is None:
        return False
    if isinstance(container, Undecidable):
        return True
    if write.container >= 0 or Oid(-write.container) != container.oid:
        return False
    if isinstance(target, AttributeTarget):
        return write.name == moments.trace.private_name(frame.activation, target.name)
    key = state.evaluate(target.key)
    if isinstance(key, Undecidable) or write.key is None:
        return True
    if isinstance(key, NoValue):
        return False
    at = moments.trace.value(write.key, time)
    return isinstance(at, Opaque) or at == key  # a slice may hold the element


def added_inside(
    moments: Moments, frame: Frame, expr: Expr, value: Value | None
) -> Iterator[StepNo]:
    """The steps of something that is called after which a list holds the value once more."""
    for date in changes_inside(moments, frame, expr):
        before, after = (
            _count(State(moments, frame.activation, Time(time)).evaluate(expr), value)
            for time in (date - 1, date)
        )
        if after > before:
            yield StepNo(date)


def added_before_named(
    moments: Moments, frame: Frame, expr: Expr, value: Value | None
) -> Iterator[StepNo]:
    """The steps, of whomever, after which what the expression names only later holds the value
    once more."""
    trace = moments.trace
    named: dict[Oid, Time] = {}
    for time in _moments_of(moments, frame):
        whole = State(moments, frame.activation, time).evaluate(expr)
        if isinstance(whole, Sequence) and whole.oid != NO_OID:
            named[whole.oid] = time
    for oid, until in named.items():
        for date in trace.data.objects[oid].since[1:]:
            if not frame.interval.first <= date <= until:
                continue
            before, after = (
                _count(trace.value(Ref(-oid), Time(t)), value) for t in (date - 1, date)
            )
            if after > before and _is_there(moments, frame, date):
                then = State(moments, frame.activation, Time(date)).evaluate(expr)
                if not isinstance(then, Sequence) or then.oid != oid:
                    yield StepNo(date)


def _is_there(moments: Moments, frame: Frame, step: int) -> bool:
    """Whether a step is one of the context's activation, or of something that it has called."""
    trace = moments.trace
    owner = ActivationId(trace.columns.activation_of(step))
    return owner == frame.activation or is_inside(trace, frame.activation, step)


def _count(whole: object, value: Value | None) -> int:
    return sum(each == value for each in whole.items) if isinstance(whole, Sequence) else 0
