"""What is done inside of the calls that a context makes (docs/semantics.md §5.100)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from engine.claims.check.all_states import changes_inside, is_inside, last_of
from engine.claims.check.contents import gains, parts
from engine.claims.check.context import Frame
from engine.claims.check.readings import State
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import AttributeTarget, ElementTarget, Expr
from engine.trace.model import ActivationId, PlaceKind, StepNo, Time, Write
from engine.trace.moments import Moments
from engine.trace.trace import Missing, Trace
from engine.values import NO_OID, Atom, Oid, Opaque, Sequence, SetValue, Value


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
    written = _written_places(moments, frame, target)
    if not written:
        return
    for time in _moments_of(moments, frame):
        oid = _object(moments, frame, target.container, time)
        places = None if oid is None else written.get(oid)
        if places is None:
            continue
        key = _key(moments, frame, target, time)
        steps = [places.get(key), places.get(None)]  # a slice may hold the element
        if isinstance(key, Undecidable):
            steps = list(places.values())
        yield from (step for step in steps if step is not None and step <= time)


def _written_places(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> dict[Oid, dict[Value | NoValue | Undecidable | None, StepNo]]:
    """The first step that sets a part of an object, by the object and the key or name of the part;
    None, where the key is no value."""
    found: dict[Oid, dict[Value | NoValue | Undecidable | None, StepNo]] = {}
    for number, write in _writes(moments, frame, target):
        if write.container is None or write.container >= 0:
            continue
        if not _is_there(moments, frame, number):
            continue
        key: Value | None
        if isinstance(target, AttributeTarget):
            key = Atom(write.name)
        else:
            key = None if write.key is None else moments.trace.value(write.key, Time(number))
        if isinstance(key, Opaque):
            key = None
        found.setdefault(Oid(-write.container), {}).setdefault(key, number)
    return found


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
            if _is_there(moments, frame, date) and not _puts_in_place(trace, oid, date):
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
        names = [_object(moments, frame, expr, time) for time in (visit.before, visit.after)]
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


def place_filled(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget
) -> Iterator[StepNo]:
    """The steps, of whomever and however, after which what is the target by the context's names
    then, or only later, is something else than before."""
    trace, named = moments.trace, dict[tuple[Oid, Value], Time]()
    earlier: tuple[Oid, Value] | None = None
    for time in (frame.start, *_moments_of(moments, frame)):
        if earlier is not None:
            named[earlier] = Time(time - 1)
        earlier = _place(moments, frame, target, time)
        if earlier is not None:
            named[earlier] = time
    for (oid, key), until in named.items():
        for date, _, after in parts(trace, oid, key, Time(frame.interval.first), until):
            if after is not None and _is_there(moments, frame, date):
                yield StepNo(date)


def bound_inside(moments: Moments, frame: Frame, name: str) -> Iterator[StepNo]:
    """The steps of something else that runs there which bind the name as the context has it."""
    trace, private = moments.trace, moments.trace.private_name(frame.activation, name)
    cell = trace.data.cells[frame.activation].get(private)
    if cell is None and private in trace.data.locals[frame.activation]:
        return
    for number in range(frame.interval.first, last_of(moments, frame) + 1):
        for write in trace.writes_of(number):
            shared = write.kind is PlaceKind.CELL and write.container == cell
            if cell is None:
                shared = write.kind is PlaceKind.GLOBAL and write.name == private
            if shared and write.value is not None and is_inside(trace, frame.activation, number):
                yield StepNo(number)


def _named(moments: Moments, frame: Frame, expr: Expr) -> dict[Oid, Time]:
    """The objects that the expression is in the context, and the last moments when it is them."""
    named: dict[Oid, Time] = {}
    earlier: Oid | None = None
    for time in (frame.start, *_moments_of(moments, frame)):
        if earlier is not None:
            named[earlier] = Time(time - 1)
        earlier = _object(moments, frame, expr, time)
        if earlier is not None:
            named[earlier] = time
    return named


def _object(moments: Moments, frame: Frame, expr: Expr, time: Time) -> Oid | None:
    """Which object the expression is, if it is one; a name is looked up without its contents."""
    if isinstance(expr.tree, ast.Name):
        private = moments.trace.private_name(frame.activation, expr.tree.id)
        found = moments.trace.binding(frame.activation, private, time)
        return None if isinstance(found, Missing) or found >= 0 else Oid(-found)
    whole = State(moments, frame.activation, time).evaluate(expr)
    if isinstance(whole, NoValue | Undecidable | Atom) or whole.oid == NO_OID:
        return None
    return whole.oid


def _place(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget, time: Time
) -> tuple[Oid, Value] | None:
    """The object of which the target is a part, and the key or the name of that part."""
    oid = _object(moments, frame, target.container, time)
    if oid is None:
        return None
    key = _key(moments, frame, target, time)
    return None if isinstance(key, NoValue | Undecidable) else (oid, key)


def _key(
    moments: Moments, frame: Frame, target: ElementTarget | AttributeTarget, time: Time
) -> Value | NoValue | Undecidable:
    """The key of the target's part, or the name of the attribute."""
    if isinstance(target, AttributeTarget):
        return Atom(moments.trace.private_name(frame.activation, target.name))
    return State(moments, frame.activation, time).evaluate(target.key)


def _puts_in_place(trace: Trace, oid: Oid, step: int) -> bool:
    """Whether a step sets one element of a list by its index."""
    for write in trace.writes_of(step):
        if write.container == -oid and write.kind is PlaceKind.ELEMENT and write.key is not None:
            return write.key >= 0
    return False


def _is_there(moments: Moments, frame: Frame, step: int) -> bool:
    """Whether a step is one of the context's activation, or of something that it has called."""
    trace = moments.trace
    owner = ActivationId(trace.columns.activation_of(step))
    return owner == frame.activation or is_inside(trace, frame.activation, step)


def _count(whole: object, value: Value | None) -> int:
    if isinstance(whole, Atom) and isinstance(value, Atom):
        text, part = whole.payload, value.payload
        return text.count(part) if isinstance(text, str) and isinstance(part, str) else 0
    items = whole.items if isinstance(whole, Sequence | SetValue) else ()
    return sum(each == value for each in items)
