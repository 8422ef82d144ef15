"""Claims about states: definite, of every pass, and of all states (5.1 to 5.5, 5.51 to 5.57)."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import evaluate as ev
from .answers import (
    Answer,
    Outcome,
    Place,
    after_place,
    before_place,
    both,
    definite,
    end_place,
    opposite,
    start_place,
    tried,
    universal,
)  # fmt: skip
from .asked import Asked, form
from .atoms import Atom
from .contexts import entries_in, entries_of, resolve
from .history import Span, Visit
from .inner_states import in_calls_too
from .pass_names import parts_of, setting_visit
from .record import State
from .states import every, length, truth_of
from .values import Value, equal, is_unknown

BEGINNING = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Import, ast.ImportFrom)
FLIPPED = {"VERIFIED": "REFUTED", "REFUTED": "VERIFIED"}


@form("state")
def state(asked: Asked) -> Answer:
    places: list[Place] = []
    kind = asked.args[0]
    if kind in ("before", "after", "on"):
        for v in asked.visits(asked.args[1]):
            places += [before_place(v)] if kind != "after" else []
            places += [after_place(v)] if kind != "before" else []
    elif kind == "left":
        loop = resolve(asked.oracle, asked.context, asked.args[1])
        entries = entries_in(asked.oracle, asked.context, loop)
        places = [Place(e.left, e.left, e.after) for e in entries if e.after is not None]
    else:
        alone = taken_up(asked) if kind == "both" else None
        for s in asked.context.spans:
            if kind == "both":
                places += [alone] if alone is not None else of_a_pass(asked, s)
            else:
                places += [start_place(s) if kind == "start" else end_place(s)]
        if kind == "start" and (begun := behind_beginning(asked)) is not None:
            return set_first(asked, places[0], begun)
    outcomes = [every(asked.sentence.atoms, place.state) for place in places]
    return Answer(definite(outcomes), tuple(places))


def of_a_pass(asked: Asked, span: Span) -> list[Place]:
    """The start and the end of a context, both; of a pass the former where the names of the pass
    are set, and the point is not before that then (§3.5). In the order both are anywhere between
    the two (§6)."""
    start, end = start_place(span), end_place(span)
    if asked.context.loop is not None:
        atoms = [a for a in asked.sentence.atoms if a.kind != "defined"]
        names = {n for a in atoms for e in a.expressions for n in names_of(e)}
        later = setting_visit(asked, asked.context.loop, span, names, span.start)
        if later is not None:
            start = after_place(later)
            behind = asked.point.moved(start, asked.activation)
            if len(asked.context.spans) == 1 and asked.point.clock < behind.clock:
                asked.point = behind
    between, among = (start.fine[0], end.fine[1]), (start.start, end.ordinary[1])
    return [replace(place, between=between, among=among) for place in (start, end)]


def taken_up(asked: Asked) -> Place | None:
    """The one moment of a state in a pass of a `while` loop, of what its condition has in it or its
    first statement takes up (§3.5)."""
    loop, atoms, spans = asked.context.loop, asked.sentence.atoms, asked.context.spans
    if loop is None or len(spans) != 1 or not isinstance(loop.node, ast.While):
        return None
    if asked.depth == -1:  # one of several passes
        return None
    if any(a.kind != "is" or a.negated for a in atoms):
        return None
    [span] = spans
    names = {n for a in atoms for e in a.expressions for n in names_of(e)}
    if are_tested(loop.node.test, names):
        return None if is_late(asked, span) else start_place(span)
    tested = names_of(loop.node.test)
    first = loop.node.body[0]
    if not isinstance(first, ast.Assign) or not names or not names_of(first.value):
        return None
    made = {n.id for t in first.targets for n in parts_of(t) if isinstance(n, ast.Name)}
    if not names <= made or names & (tested | names_of(first.value)):
        return None
    later = setting_visit(asked, loop, span, names, span.start)
    if later is None or asked.point.clock > later.end + 0.5:
        return None
    return after_place(later)


def are_tested(test: ast.expr, names: set[str]) -> bool:
    """Whether there are names and all stand in a condition as its own."""
    return bool(names) and names <= names_of(test) and not names & inner_names(test)


def is_late(asked: Asked, span: Span) -> bool:
    """Whether the point lies behind the start of a pass: the state after the header's visit."""
    [header] = [v for v in asked.history.visits if v.start <= span.start <= v.end]
    return asked.point.clock > header.end + 0.5


def inner_names(test: ast.expr) -> set[str]:
    """Names that comprehensions and lambdas of an expression bind for themselves."""
    made = [
        n for c in ast.walk(test) if isinstance(c, ast.comprehension) for n in parts_of(c.target)
    ]
    given = {a.arg for a in ast.walk(test) if isinstance(a, ast.arg)}
    return given | {n.id for n in made if isinstance(n, ast.Name)}


def behind_beginning(asked: Asked) -> Visit | None:
    """The last visit of what a call begins with (5.89), in the context of a whole activation."""
    spans, whole = asked.context.spans, asked.activation
    if len(spans) != 1 or (spans[0].start, spans[0].end) != (whole.start, whole.end):
        return None
    if asked.context.loop is not None:
        return None
    plain = [
        s for s in asked.oracle.program.body_of(asked.function) if isinstance(s.node, BEGINNING)
    ]  # fmt: skip
    last: Visit | None = None
    for v in asked.history.visits:
        if not all(s.statement in plain for s in v.steps):
            break
        last = v
    return last


def set_first(asked: Asked, start: Place, begun: Visit) -> Answer:
    """States at the start, those of names that are not bound there behind the beginning (5.89)."""
    late = [unbound(a, start.state) for a in asked.sentence.atoms]
    if True not in late:
        return Answer(definite([every(asked.sentence.atoms, start.state)]), (start,))
    outcomes = [
        every((a,), begun.after if is_late else start.state)
        for a, is_late in zip(asked.sentence.atoms, late, strict=True)
    ]
    place = Place(start.start, begun.end, begun.after)  # anywhere in the beginning
    return Answer(definite([both(*outcomes)]), (place,))


def unbound(a: Atom, state: State | None) -> bool:
    """Whether a claim has a name in it that is not bound yet."""
    if state is None or a.kind == "defined":
        return False
    names = {n for node in a.expressions for n in names_of(node)}
    return any(tried(lambda n=n: ev.lookup(state, n) is not None) is False for n in names)  # type: ignore[misc]


@form("passing")
def passing(asked: Asked) -> Answer:
    """What is so at the end or start of the context, said in passing (5.90)."""
    at_start = asked.args[0] == "start"
    if at_start and (begun := behind_beginning(asked)) is not None:
        return Answer(set_first(asked, start_place(asked.context.spans[0]), begun).verdict)
    states = [s.start_state if at_start else s.end_state for s in asked.context.spans]
    return Answer(definite([every(asked.sentence.atoms, s) for s in states]))


@form("every")
def of_every_pass(asked: Asked) -> Answer:
    loop = resolve(asked.oracle, asked.context, asked.args[1])
    passes = [p for e in entries_in(asked.oracle, asked.context, loop) for p in e.passes]
    states = [p.start_state if asked.args[0] == "start" else p.end_state for p in passes]
    return Answer(universal([every(asked.sentence.atoms, s) for s in states]))


def names_of(node: ast.expr) -> set[str]:
    inner = {
        n.id
        for c in ast.walk(node) if isinstance(c, ast.comprehension)
        for n in ast.walk(c.target) if isinstance(n, ast.Name)
    }  # fmt: skip
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - inner


def bound_among(states: list[State | None], node: ast.expr) -> list[State | None]:
    found: list[State | None] = []
    names = names_of(node)
    for s in states:
        if s is None:
            found.append(None)
            continue
        bound = [tried(lambda n=n, s=s: ev.lookup(s, n) is not None) for n in names]  # type: ignore[misc]
        if False not in bound:
            found.append(s)
    return found


@form("quantified")
def quantified(asked: Asked) -> Answer:
    word, node, wanted = asked.args

    def judged(states: list[State | None]) -> str:
        outcomes = [so(node, wanted, s) for s in states]
        if word == "always":
            return universal(outcomes)
        verdict = universal([opposite(o) for o in outcomes])
        return verdict if word == "never" else FLIPPED.get(verdict, verdict)

    return over_states(asked, node, judged)


def over_states(
    asked: Asked, node: ast.expr, judged: Callable[[list[State | None]], str]
) -> Answer:
    """The verdict over the states of 5.4; that there are none refutes all that is said of them."""

    def of_all(states: list[list[State | None]]) -> str:
        bound = bound_among(list(itertools.chain(*states)), node)
        return judged(bound) if bound else "REFUTED"

    return Answer(in_calls_too(asked, asked.visits_here(), node, of_all))


def so(node: ast.expr, wanted: tuple[Any, ...], s: State | None) -> Outcome:
    if s is None:
        return "UNDECIDED"

    def test() -> bool:
        value = ev.evaluate(node, s)
        if wanted[0] == "is":
            return equal(value, wanted[1])
        if wanted[0] == "holds":
            return truth_of(value)
        bound = ev.TAKE(0) if wanted[1] is None else wanted[1]
        return bool(ev.plain(ev.compared(getattr(ast, wanted[0])(), value, bound)))

    return tried(test)


@form("extreme")
def extreme(asked: Asked) -> Answer:
    name, node, wanted = asked.args

    def judged(states: list[State | None]) -> str:
        within = universal([so(node, (name, wanted), s) for s in states])
        if within != "VERIFIED":
            return within
        reached = universal([opposite(so(node, ("is", wanted), s)) for s in states])
        return FLIPPED.get(reached, reached)

    return over_states(asked, node, judged)


@form("trend")
def trend(asked: Asked) -> Answer:
    node, up, only = asked.args
    visits = asked.visits_here()

    def judged(states: list[list[State | None]]) -> str:
        outcomes: list[Outcome] = []
        for span in asked.context.spans:
            held = [span.start <= v.start <= span.end for v in visits]
            some = list(itertools.chain(*itertools.compress(states, held)))
            outcomes.append(tried(lambda some=some: tends(asked, node, some, up=up, only=only)))  # type: ignore[misc]
        return universal(outcomes)

    return Answer(in_calls_too(asked, visits, node, judged))


def tends(
    asked: Asked, node: ast.expr, states: list[State | None], *, up: bool, only: bool
) -> bool:
    sizes: list[int | float] = []
    kinds = set()
    names = names_of(node)
    for s in states:
        if s is None:
            raise ev.Unclear
        if any(not tried(lambda n=n, s=s: ev.lookup(s, n) is not None) for n in names):  # type: ignore[misc]
            continue
        value = ev.evaluate(node, s)
        if value.kind == "instance" and without_length(asked.oracle.source, value.type):
            return False
        size, numeric = size_of(value)
        kinds.add(numeric)
        sizes.append(size)
    if not sizes or len(kinds) > 1:
        return False
    if any(x != x for x in sizes):  # noqa: PLR0124 (NaN)
        raise ev.Unclear
    steps = [b - a if up else a - b for a, b in itertools.pairwise(sizes)]
    return all(d >= 0 for d in steps) and (not only or any(d != 0 for d in steps))


def without_length(source: str, name: str) -> bool:
    """Whether the source says that the instances of a class have no length (5.57)."""
    if any(word in source for word in ("__len__", "setattr", "exec", "eval")):
        return False
    found = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ClassDef)]
    found = [n for n in found if n.name == name]
    return bool(found) and not any(n.bases or n.keywords or n.decorator_list for n in found)


def size_of(value: Value) -> tuple[int | float, bool]:
    """A number, or a length; and which. Raises NoValue for what is neither."""
    if value.type in ("int", "float"):
        data = value.data
        assert isinstance(data, int | float)
        return data, True
    found = length(value)
    if found is None:
        raise ev.NoValue
    return found, False


def goes(asked: Asked) -> Answer:
    """From what to what from the start of the context to its end (5.51)."""
    node, first, last = asked.args
    return over_spans(
        asked, lambda a, b: equal(ev.evaluate(node, a), first) and equal(ev.evaluate(node, b), last)
    )


def over_spans(asked: Asked, test: Any) -> Answer:
    outcomes: list[Outcome] = []
    places: list[Place] = []
    for s in asked.context.spans:
        if s.start_state is None or s.end_state is None:
            outcomes.append("UNDECIDED")
        else:
            outcomes.append(tried(lambda s=s: test(s.start_state, s.end_state)))  # type: ignore[misc]
        places.append(Place(s.start, s.end, s.end_state, last=None))
    return Answer(definite(outcomes), tuple(places))


@form("grows")
def grows(asked: Asked) -> Answer:
    node, up, wanted = asked.args

    def test(a: State, b: State) -> bool:
        one, other = ev.evaluate(node, a), ev.evaluate(node, b)
        if isinstance(wanted, int):
            sizes = length(one), length(other)
            if None in sizes:
                return False
            return (sizes[1] - sizes[0] if up else sizes[0] - sizes[1]) == wanted  # type: ignore[operator]
        for value in (one, other):
            if is_unknown(value):
                raise ev.Undecidable
            if value.type not in ("int", "float"):
                return False
        pair = (other.data, one.data) if up else (one.data, other.data)
        return equal(ev.guarded(ev.OPERATORS[ast.Sub], *pair), wanted)

    return over_spans(asked, test)


@form("between")
def between(asked: Asked) -> Answer:
    named, (first, last), node, pair = asked.args
    loop = resolve(asked.oracle, asked.context, named)
    entries = entries_of(asked.oracle, asked.context, loop, named, asked.point)
    outcomes: list[Outcome] = []
    for e in entries:
        if max(first, last) > len(e.passes) or min(first, last) < 1:
            outcomes.append(False)
            continue
        a, b = e.passes[first - 1], e.passes[last - 1]
        outcomes.append(from_to(node, pair, a.start_state, b.start_state))
        outcomes.append(from_to(node, pair, a.end_state, b.end_state))
    return Answer(definite(outcomes))


def from_to(node: ast.expr, pair: Any, a: State | None, b: State | None) -> Outcome:
    if a is None or b is None:
        return "UNDECIDED"

    def test() -> bool:
        one, other = ev.evaluate(node, a), ev.evaluate(node, b)
        if pair is None:
            return equal(one, other)
        return equal(one, pair[0]) and equal(other, pair[1])

    return tried(test)


def spans_of(spans: list[Span]) -> tuple[Place, ...]:
    """The moments of a heading: all of each interval."""
    return tuple(Place(s.start, s.end if s.last is None else s.last, s.start_state) for s in spans)
