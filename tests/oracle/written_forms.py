"""Places that are written, and what is taken out of them (semantics.md 5.103)."""

from __future__ import annotations

import ast
from dataclasses import replace

from . import evaluate as ev
from . import place_phrases  # noqa: F401 (its readers)
from .absence_forms import only_object
from .answers import Answer, Outcome, Settled, definite, tried, visit_place, worst
from .asked import Asked, form
from .atoms import Atom
from .change_forms import altered, of_kind
from .changes import Alter
from .history import Step, Visit
from .next_forms import candidates, first_of, named, next_alter, next_set, value_after
from .program import dump
from .record import State
from .states import every
from .values import Value, equal

POPPING = ("pop", "popleft")


def elements_set(step: Step) -> list[ast.Subscript]:
    """The elements that a statement sets by assignment."""
    places = step.statement.places
    return [p for p in places if isinstance(p, ast.Subscript) and isinstance(p.ctx, ast.Store)]


def written_thing(asked: Asked) -> ast.expr:
    """The only thing of which the context's function sets elements by assignment."""
    found: dict[str, ast.expr] = {}
    for s in (s for ss in asked.function.lines.values() for s in ss):
        for place in s.places:
            if isinstance(place, ast.Subscript) and isinstance(place.ctx, ast.Store):
                found[dump(place.value)] = place.value
    if len(found) != 1:
        raise Settled("AMBIGUOUS" if found else "REFUTED")
    return next(iter(found.values()))


@form("written-at")
def written_at(asked: Asked) -> Answer:
    wanted, index = asked.args
    target = ast.Subscript(written_thing(asked), ast.Constant(index), ast.Store())
    asked.args = (target, wanted)
    return next_set(asked)


@form("moved-one")
def moved_one(asked: Asked) -> Answer:
    """The next visit that sets an element sets it to a value that was beside it just before."""
    wanted, step_by = asked.args
    thing = written_thing(asked)
    subject = dump(thing)

    def sets_some(v: Visit) -> Outcome:
        if v.exhausted:
            return False
        writing = [s for s in v.steps if elements_set(s)]
        return "UNDECIDED" if any(s.thrown for s in writing) else bool(writing)

    v = first_of(candidates(asked, ["moved-one"], subject), sets_some)
    written = [
        (s, place) for s in v.steps for place in elements_set(s) if not told_of(asked, v, s, place)
    ]  # fmt: skip
    if len(written) != 1:
        raise Settled("AMBIGUOUS")
    [(step, place)] = written

    def moved() -> Outcome:
        if step.after is None:
            return "UNDECIDED"
        before, after = step.mark.state, step.after
        index, same = (ev.evaluate(place.slice, state) for state in (before, after))
        held, now = ev.evaluate(thing, before), ev.evaluate(thing, after)
        if not equal(index, same) or held.oid != now.oid:
            return "UNDECIDED"
        at = ev.plain(index)
        if held.kind != "list" or isinstance(at, bool) or not isinstance(at, int) or at < 0:
            return "UNDECIDED"
        old, new = parts_of(held), parts_of(now)
        was = at - step_by
        return equal(new[at], wanted) and 0 <= was < len(old) and equal(old[was], wanted)

    return named(asked, "moved-one", subject, v, tried(moved))


def told_of(asked: Asked, v: Visit, step: Step, place: ast.Subscript) -> bool:
    """Whether a claim has told that an element is set in a visit."""
    if step.after is None:
        return False
    index = ast.Constant(ev.plain(ev.evaluate(place.slice, step.after)))
    target = ast.Subscript(place.value, index, ast.Store())
    return ("set", dump(target), v.start) in asked.point.named


def parts_of(value: Value) -> tuple[Value, ...]:
    assert isinstance(value.data, tuple)
    return value.data


# What is taken out


@form("popped-place")
def popped_place(asked: Asked) -> Answer:
    """A value is popped, and it stood in a place of what it is popped from."""
    alter, place = asked.args
    assert isinstance(alter, Alter)
    asked.single()
    node = only_object(asked, POPPING)
    alter = replace(alter, node=node)
    wanted = alter.value
    assert isinstance(wanted, Value)
    v = first_of(
        candidates(asked, ["alter", "set"], dump(node)), lambda v: of_kind(asked, v, alter)
    )
    states = [v.before, *asked.point_states()]
    outcomes = {stands(node, place, wanted, state) for state in states}
    so: Outcome = outcomes.pop() if len(outcomes) == 1 else "UNDECIDED"
    answer = named(asked, "alter", dump(node), v, altered(asked, v, alter))
    return Answer(worst([answer.verdict, definite([so])]), (visit_place(v),))


def stands(node: ast.expr, place: str | int, wanted: Value, state: State | None) -> Outcome:
    """Whether a value stands in a place of a thing."""
    if place in ("largest", "smallest"):
        extreme = ast.Name("max" if place == "largest" else "min", ast.Load())
        found = Atom("is", (ast.Call(extreme, [node], []),), wanted)
        return every((found,), state)
    index = {"first": 0, "only": 0, "last": -1}.get(str(place), place)
    part = Atom("part", (node, ast.Constant(index)), ("element", wanted))
    alone = (Atom("length", (node,), ("element", 1)),) if place == "only" else ()
    return every((part, *alone), state)


@form("sort-gives")
def sort_gives(asked: Asked) -> Answer:
    """The only thing that is sorted is sorted in place, and is a value then."""
    wanted, reverse = asked.args
    asked.single()
    node = only_object(asked, ("sort",))
    asked.args = (Alter("sort in place", node),)
    asked.sentence = replace(asked.sentence, args=asked.args)
    answer = next_alter(asked)
    visit = answer.places[0].visit
    if visit is None:
        raise Settled("UNDECIDED")
    verdicts = [answer.verdict, definite([value_after(visit, node, wanted)])]
    if reverse:
        verdicts.append(definite([sorts_in_reverse(visit)]))
    return Answer(worst(verdicts), answer.places)


def sorts_in_reverse(v: Visit) -> bool:
    return any(
        word.arg == "reverse" and isinstance(word.value, ast.Constant) and word.value.value is True
        for s in v.steps
        for call in s.statement.all(ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "sort"
        for word in call.keywords
    )
