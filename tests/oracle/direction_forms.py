"""Directions, and values by other words (semantics.md 5.91, 5.92)."""

from __future__ import annotations

import ast

from . import evaluate as ev
from . import state_forms
from .answers import Answer, Outcome, Place, Settled, both, definite, tried, visit_place, worst
from .asked import Asked, form
from .atoms import Atom
from .history import Entry, Visit
from .next_forms import at_point, candidates, first_of, named, next_set, value_after
from .program import dump
from .record import State
from .states import has_value, length
from .values import Value, equal, is_unknown
from .visit_forms import around, bound

CONTAINERS = ("list", "tuple", "set", "dict")


# Directions


@form("has-moved")
def has_moved(asked: Asked) -> Answer:
    node, up = asked.args
    asked.single()
    asked.still = True
    found = stretch_told(asked)
    if found is None:
        return Answer("REFUTED")
    told = asked.point.visit is not None and asked.point.visit in asked.history.visits
    if asked.function.generator and not told:
        return Answer("AMBIGUOUS")
    before, afters = found

    def moved(after: State | None) -> Outcome:
        if after is None:
            return "UNDECIDED"
        one, other = (size(ev.evaluate(node, state)) for state in (before, after))
        if one is None or other is None or one[1] != other[1]:
            return False
        return other[0] > one[0] if up else other[0] < one[0]

    outcomes = [tried(lambda after=after: moved(after)) for after in afters]  # type: ignore[misc]
    return Answer(definite(outcomes) if len(set(outcomes)) == 1 else "UNDECIDED")


def stretch_told(asked: Asked) -> tuple[State, list[State | None]] | None:
    """The state before the visit that is being told, or in which the point lies; and that at the
    point (two where it lies in the midst of the visit, in a call)."""
    point, visits = asked.point, asked.history.visits
    if point.visit is not None and point.visit in visits:
        return point.visit.before, [point.visit.after]
    if point.activation is asked.activation:
        here = int(point.clock)
        begun = asked.begun_here()
        ended = [v for v in visits if v is begun or v.after is point.state]
        ended += [v for v in visits if v.end == here - 1 and here == point.clock]
        last = ended[0] if ended else None
        return (last.before, [last.after]) if last is not None else None
    lying = [v for v in visits if v.start <= int(point.clock) <= v.end]
    return (lying[0].before, asked.point_states()) if lying else None


def size(value: Value) -> tuple[float, str] | None:
    """What can be more or less of a value: a number, or a length."""
    if value.type in ("int", "float"):
        data = value.data
        assert isinstance(data, int | float)
        return data, "number"
    if is_unknown(value):
        raise ev.Undecidable
    if value.kind == "scalar" and not isinstance(value.data, str | bytes):
        return None
    found = length(value)
    return None if found is None else (found, "length")


@form("moved-to")
def moved_to(asked: Asked) -> Answer:
    target, wanted = asked.args
    asked.single()

    def moves(v: Visit) -> Outcome:
        if v.exhausted or v.after is None:
            return False
        did = bound(v, target, None)
        return both(did, tried(lambda: not equal(*around(v, target)))) if did else False

    subject = dump(target)
    v = first_of(candidates(asked, ["set"], subject), moves)
    asked.point = asked.point.naming("set", subject, v.start)
    entry = entered_later(asked, v)
    if entry is None:
        return Answer(definite([value_after(v, target, wanted)]), (visit_place(v),))
    if entry.after is None:
        return Answer("REFUTED")
    after = entry.after
    so = tried(lambda: equal(ev.evaluate(target, after), wanted))
    return Answer(definite([so]), (Place(entry.left, entry.left, after),))


def entered_later(asked: Asked, v: Visit) -> Entry | None:
    """The outermost loop that is entered after the point and has a visit in its body."""
    point = asked.point
    found = [
        e for e in asked.history.entries
        if e.start >= point.clock and any(s.statement.number in e.loop.body for s in v.steps)
        and any(p.start <= v.start <= p.end for p in e.passes)
        and not any(point.lies_in(p.start, p.end, asked.activation) for p in e.passes)
    ]  # fmt: skip
    return min(found, key=lambda e: e.start, default=None)


@form("goes")
def goes(asked: Asked) -> Answer:
    """From what to what; without a context and a value at first: from the point on (5.51)."""
    node, first, _ = asked.args
    start = asked.activation.start_state
    if asked.sentence.prefixes or asked.depth or has_value(node, start) is not False:
        return state_forms.goes(asked)
    if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        raise Settled("UNDECIDED")
    here = at_point(asked, (Atom("is", (node,), first),))
    if not asked.still:
        asked.point = asked.point.after(here, asked.activation)
    asked.still = False
    asked.args = (node, asked.args[2])
    then = moved_to(asked)
    return Answer(worst([here.verdict, then.verdict]), then.places)


# Values by other words


@form("set-to")
def set_to(asked: Asked) -> Answer:
    target, node = asked.args
    subject = dump(target)
    try:
        v = first_of(
            candidates(asked, ["set"], subject),
            lambda v: False if v.exhausted else bound(v, target, None),
        )
    except Settled as settled:
        if settled.verdict == "REFUTED" and holds_things(asked, target):
            raise Settled("UNSUPPORTED") from settled
        raise

    def same() -> Outcome:
        if v.after is None:
            return "UNDECIDED"
        return equal(ev.evaluate(target, v.after), ev.evaluate(node, v.before))

    return named(asked, "set", subject, v, tried(same))


def holds_things(asked: Asked, target: ast.expr) -> bool:
    """Whether the target is something with elements at the point."""
    try:
        return ev.evaluate(target, asked.here()).kind in (*CONTAINERS, "frozenset", "deque")
    except ev.NoValue:
        return False


@form("stored")
def stored(asked: Asked) -> Answer:
    target, _ = asked.args
    try:
        value: Value | None = ev.evaluate(target, asked.here())
    except ev.NoValue:
        value = None
    if value is not None and value.kind in CONTAINERS:
        raise Settled("AMBIGUOUS" if value.type == value.kind else "UNDECIDED")
    return next_set(asked)


def returned_expression(asked: Asked) -> Answer:
    """What a call returns is what an expression was just before (5.92)."""
    [node] = asked.args
    returning = asked.history.returning
    v = first_of(
        candidates(asked, ["return"], ""),
        lambda v: returning is not None and returning in v.steps,
    )
    result = asked.activation.result
    assert result is not None
    answer = named(
        asked, "return", "", v, tried(lambda: equal(ev.evaluate(node, v.before), result))
    )
    asked.point = asked.point.returned(asked.activation)
    return answer
