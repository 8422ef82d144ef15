"""Forms that name no line, read at the point (semantics.md §3.1, §3.2, 5.38, 5.41, 5.70, 5.72)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace

from . import evaluate as ev
from .answers import (
    Answer,
    Outcome,
    Place,
    Settled,
    after_place,
    both,
    definite,
    fits,
    from_then_on,
    tried,
    visit_place,
)  # fmt: skip
from .arguments import is_starred
from .asked import FORMS, Asked, form
from .atoms import Atom
from .call_forms import evaluated_in, evaluations, is_control, result_of
from .change_forms import altered, of_kind
from .changes import Alter
from .history import Visit
from .literals import NotALiteral, from_tree
from .method_objects import NAMELESS
from .moments import inside, meanwhile, seen_in, waits_in
from .opening import opened
from .pass_names import later_visit
from .pointed_forms import names
from .program import Function, dump
from .reason_forms import alike, derived_in, paired, sources, stored
from .record import Activation, State
from .state_forms import names_of, spans_of
from .states import every, has_value, truth_of
from .told_calls import calls_of, functions_of, no_call
from .values import equal
from .visit_forms import bound, changed_in_place, returned, truth


def candidates(asked: Asked, kinds: Iterable[str], subject: str) -> list[Visit]:
    """The visits that could be meant: not over before the point, and not named yet."""
    asked.single()
    return [
        v for v in asked.visits_here()
        if asked.point.to_come(v)
        and not any((kind, subject, v.start) in asked.point.named for kind in kinds)
    ]  # fmt: skip


def first_of(visits: Iterable[Visit], happens: Callable[[Visit], Outcome]) -> Visit:
    """The first visit in which an event happens."""
    for v in visits:
        found = happens(v)
        if isinstance(found, str):
            raise Settled(found)
        if found:
            return v
    raise Settled("REFUTED")


def named(asked: Asked, kind: str, subject: str, v: Visit, outcome: Outcome) -> Answer:
    asked.point = asked.point.naming(kind, subject, v.start)
    return Answer(definite([outcome]), (visit_place(v),))


@form("next-set")
def next_set(asked: Asked) -> Answer:
    target, wanted = asked.args
    subject = dump(target)

    def happens(v: Visit) -> Outcome:
        if v.exhausted:
            return False
        did = bound(v, target, None)
        return did or changed_in_place(v, target)

    found = candidates(asked, ["set"], subject)
    if not isinstance(target, ast.Name) and not sets_place(asked, target):
        return first_moment(asked, target, wanted)
    v = next((v for v in found if happens(v) is not False), None)
    if v is None and made_by_change(asked, target):
        return at_point(asked, (Atom("is", (target,), wanted),))
    v = first_of(found, happens)
    return named(asked, "set", subject, v, value_after(v, target, wanted))


def made_by_change(asked: Asked, target: ast.expr) -> bool:
    """Whether a change by another verb was the last thing told of a target, which is that still."""
    then = dict(asked.point.altered).get((id(asked.activation), dump(target)))
    if then is None:
        return False
    states = asked.point_states()
    if len(states) != 1 or states[0] is None:
        raise Settled("UNDECIDED")
    here = states[0]
    so = tried(lambda: equal(ev.evaluate(target, then), ev.evaluate(target, here)))
    if isinstance(so, str):
        raise Settled(so)
    return so


def sets_place(asked: Asked, target: ast.expr) -> bool:
    """Whether a line of the context's function sets an element, or such an attribute."""
    for statements in asked.function.lines.values():
        for place in (p for s in statements for p in s.places):
            if isinstance(place, ast.Attribute) and isinstance(target, ast.Attribute):
                if place.attr == target.attr:
                    return True
            elif type(place) is type(target):
                return True
    return False


def first_moment(asked: Asked, target: ast.expr, wanted: object) -> Answer:
    """The first moment after the point at which a place has another value (5.88)."""
    assert isinstance(target, ast.Subscript | ast.Attribute)
    for v in asked.visits_here():
        if v.end < asked.point.clock:
            continue
        state, last = v.before, None
        for a, w in inside(asked, v):
            if w.after is None or any(target_names(target) & names for names in foreign_of(a)):
                raise Settled("UNDECIDED")
            now = meanwhile(state, w.after)
            if w.end >= asked.point.clock and has_changed(target, state, now):
                place = Place(w.end, w.end, w.after, activation=a)
                outcome = tried(lambda now=now: fits(ev.evaluate(target, now), wanted))  # type: ignore[misc]
                return Answer(definite([outcome]), (place,))
            state, last = now, w.after
        if v.after is None or not has_changed(target, state, v.after):
            continue
        if waits_in(asked.activation, v):
            raise Settled("UNSUPPORTED")  # what it was when the generator went on is not seen
        outcome = value_after(v, target, wanted)
        if last is not None and not seen_there(target, v.after, last):
            outcome = "UNDECIDED"  # a moment within the visit might have it
        return Answer(definite([outcome]), (after_place(v),))
    raise Settled("REFUTED")


def target_names(target: ast.expr) -> set[str]:
    return {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}


def foreign_of(a: Activation) -> list[frozenset[str]]:
    return [a.function.foreign] if a.function is not None else []


def has_changed(target: ast.expr, before: State, after: State) -> bool:
    changed = tried(lambda: differs(target, before, after))
    if isinstance(changed, str):
        raise Settled(changed)
    return changed


def seen_there(target: ast.Subscript | ast.Attribute, state: State, other: State) -> bool:
    """Whether the object of a place can be seen in another state."""
    holder = ev.evaluate(target.value, state)
    return holder.oid in seen_in(other)


def differs(target: ast.expr, before: State, after: State | None) -> Outcome:
    """Whether an expression has a value in a state that it did not have in the one before."""
    if after is None:
        return "UNDECIDED"
    try:
        new = ev.evaluate(target, after)
    except ev.NoValue:
        return False
    try:
        old = ev.evaluate(target, before)
    except ev.NoValue:
        return True
    return not equal(old, new)


def value_after(v: Visit, node: ast.expr, wanted: object) -> Outcome:
    if v.after is None:
        return "UNDECIDED"
    after = v.after
    return tried(lambda: fits(ev.evaluate(node, after), wanted))


@form("next-test")
def next_test(asked: Asked) -> Answer:
    test, wanted = asked.args
    subject = dump(test)
    if not whole_test(asked, test):
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and part_of_test(asked, test):
            return next_evaluated(asked, test, ev.TAKE(wanted))
        return Answer("REFUTED")

    def made(v: Visit) -> list[bool]:
        truths = [truth(s) for s in v.steps if s.statement.test == subject]
        return [t for t in truths if t is not None]

    v = first_of(candidates(asked, ["test"], subject), lambda v: bool(made(v)))
    answer = named(asked, "test", subject, v, True)
    return Answer(definite([t == wanted for t in made(v)]), answer.places)


def whole_test(asked: Asked, test: ast.expr) -> bool:
    lines = asked.function.lines.values()
    return any(s.test == dump(test) for statements in lines for s in statements)


def part_of_test(asked: Asked, comparison: ast.expr) -> bool:
    """Whether a comparison stands in a test, under `and`, `or` and `not` alone, or in that of
    a conditional expression, or is that."""
    key = dump(comparison)

    def under(node: ast.expr) -> bool:
        if isinstance(node, ast.BoolOp):
            return any(map(under, node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return under(node.operand)
        return dump(node) == key

    tested = ast.If | ast.While | ast.Assert
    statements = [s for ss in asked.function.lines.values() for s in ss]
    return any(
        (isinstance(s.node, tested) and under(s.node.test))
        or any(under(n.test) for n in s.all(ast.IfExp) if isinstance(n, ast.IfExp))
        for s in statements
    )


@form("next-truth")
def next_truth(asked: Asked) -> Answer:
    node, wanted = asked.args
    if whole_test(asked, node):
        return next_test(asked)
    if not names(node):
        from_nothing = State(None, {}, {})
        made = tried(lambda: truth_of(ev.evaluate(node, from_nothing)) == wanted)
        return Answer(definite([made]))
    return at_point(asked, (Atom("holds", (node,), negated=not wanted),))


@form("next-raise")
def next_raise(asked: Asked) -> Answer:
    v = first_of(candidates(asked, ["raise"], ""), lambda v: v.thrown is not None)
    if asked.activation.waiting and v is asked.history.visits[-1]:
        return Answer("UNSUPPORTED")
    return named(asked, "raise", "", v, bool(v.thrown and v.thrown.type == asked.args[0]))


@form("next-return")
def next_return(asked: Asked) -> Answer:
    returning = asked.history.returning
    visits = candidates(asked, ["return"], "")
    v = first_of(visits, lambda v: returning is not None and returning in v.steps)
    return named(asked, "return", "", v, returned(asked, v, asked.args[0]))


@form("next-alter")
def next_alter(asked: Asked) -> Answer:
    alter = asked.args[0]
    assert isinstance(alter, Alter)
    subject = dump(alter.node)
    if alter.other is not None:
        subject += dump(alter.other)
    v = first_of(candidates(asked, ["alter", "set"], subject), lambda v: of_kind(asked, v, alter))
    return named(asked, "alter", subject, v, altered(asked, v, alter))


@form("next-value")
def next_value(asked: Asked) -> Answer:
    node, wanted, returns = asked.args
    if returns and isinstance(node, ast.Name | ast.Attribute) and functions_of(asked.oracle, node):
        return FORMS["named-returns"](asked)
    named = isinstance(node, ast.Name | ast.Attribute)
    if named and any(function.generator for function in functions_of(asked.oracle, node)):
        raise Settled("UNSUPPORTED")
    called = literal_call(asked, node)
    if called is not None:
        return next_call(asked, node, called, wanted)
    return next_evaluated(asked, node, wanted)


def next_evaluated(asked: Asked, node: ast.expr, wanted: object) -> Answer:
    """5.10 of the next visit that evaluates an expression; of the state at the point else."""
    lines = asked.function.lines
    key = dump(node)
    read = {line for line, statements in lines.items() if any(key in s.reads for s in statements)}
    if not read:
        return at_point(asked, (Atom("is", (node,), wanted),))
    if is_control(node):
        raise Settled("UNSUPPORTED")

    def happens(v: Visit) -> Outcome:
        if v.line not in read:
            return False
        return bool(evaluations(asked, v, key))

    v = first_of(candidates(asked, ["value"], key), happens)
    failing = raised_in_pass(asked, node, v)
    if failing is not None:
        return failing
    asked.point = asked.point.naming("value", key, v.start)
    return evaluated_in(asked, [v], v.line, node, wanted)


def raised_in_pass(asked: Asked, node: ast.expr, v: Visit) -> Answer | None:
    """Where E comes to nothing any more in the pass of the point, but raises in it (5.70)."""
    here = asked.pass_here()
    if here is None or v.start <= here[1].end:
        return None
    thrown = [v for v in candidates(asked, ["raise"], "") if v.thrown is not None]
    if not thrown or thrown[0].start > here[1].end:
        return None
    read = thrown[0].steps[-1].statement.reads
    if dump(node) not in read:
        return None
    calls = [p[-1] for ps in read.values() for p in ps[:1] if isinstance(p[-1], ast.Call)]
    alone = isinstance(node, ast.Call) and len(calls) == 1
    return named(asked, "raise", "", thrown[0], False if alone else "UNDECIDED")


def literal_call(asked: Asked, node: ast.expr) -> Function | None:
    """The function of a call by its name, with literals alone, of one of the program."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)):
        return None
    found = list(asked.oracle.program.named(ast.unparse(node.func)))
    if not found:
        found = functions_of(asked.oracle, node)
        if found and any(hasattr(kind, found[0].name) for kind in (list, dict, set, str, tuple)):
            raise Settled("UNDECIDED")  # it may be called of such a one
    if not found or any(map(names, (*node.args, *(k.value for k in node.keywords)))):
        return None
    if len(found) > 1 or is_starred(node):
        raise Settled("UNDECIDED")
    return found[0]


def next_call(asked: Asked, node: ast.expr, function: Function, wanted: object) -> Answer:
    asked.single()
    if function.generator:
        raise Settled("UNSUPPORTED")  # its call gives a generator (5.70)
    key = dump(node)
    assert isinstance(node, ast.Call)
    telling = [t.activation for t in asked.told()]
    of_it = dict(calls_of(asked.oracle, asked.context, node, telling))

    def fitting(a: Activation) -> Outcome:
        return of_it.get(a, False)

    told = asked.point.visit  # what happened in it can still be named
    since = asked.point.clock if told is None else told.start
    begun = [
        a for a in asked.oracle.activations([function])
        if asked.context.holds(a.start) and a.end > since
        and ("call", key, a.start) not in asked.point.named
        and fitting(a) not in (False, NAMELESS)
    ]  # fmt: skip
    if not begun:
        entry = asked.oracle.entry
        given = [a for a in asked.oracle.activations([function]) if fitting(a) is not False]
        if given == [entry] and fitting(entry) is True:
            return result_of(entry, wanted)
        raise no_call(asked.oracle, asked.context, node, telling)
    first = min(begun, key=lambda a: a.end)
    if isinstance(outcome := fitting(first), str):
        raise Settled(outcome)
    asked.point = asked.point.naming("call", key, first.start).returned(first)
    return result_of(first, wanted)


@form("next-derived")
def next_derived(asked: Asked) -> Answer:
    nodes, wanted, _ = asked.args
    first, second = nodes[0], nodes[1]
    subject = dump(first)
    settable = isinstance(first, ast.Name | ast.Subscript | ast.Attribute)
    lines = asked.function.lines
    setting = {line for line in lines if settable and sources(asked, line, first)}
    read = any(subject in s.reads for ss in lines.values() for s in ss)
    if not setting and ((settable and isinstance(first, ast.Name)) or not read):
        return at_point(asked, tuple(Atom("is", (node,), wanted) for node in nodes))

    def happens(v: Visit) -> Outcome:
        if v.line in setting:
            steps = [s for s in v.steps if subject in map(dump, stored(s))]
            if not steps or v.exhausted:
                return False
            found = sources(asked, v.line, first)
            if len(found) > 1:
                return "UNSUPPORTED"
            source = found[0]
            if not names(second):
                return False if is_literal(source) else bound(v, first, None)
            made = alike(asked, steps[0], second, source)
            if made is None:
                return False
            return both(bound(v, first, None), True)
        if not setting and any(subject in s.statement.reads for s in v.steps):
            return bool(evaluations(asked, v, subject))
        return False

    built = [s for line in setting for s in sources(asked, line, first) if built_alike(second, s)]
    if setting and not built:
        answer = at_point(asked, tuple(Atom("is", (node,), wanted) for node in nodes))
        return replace(answer, verdict="AMBIGUOUS") if answer.verdict == "VERIFIED" else answer
    v = first_of(candidates(asked, ["derived", "set"], subject), happens)
    asked.point = asked.point.naming("derived", subject, v.start)
    answer = derived_in(asked, [v], v.line, nodes, wanted)
    return Answer(answer.verdict, (visit_place(v),))


def is_literal(node: ast.expr) -> bool:
    try:
        from_tree(node)
    except NotALiteral:
        return False
    return True


def built_alike(part: ast.expr, source: ast.expr) -> bool:
    """Whether an expression can be a source with values in it, by its shape."""
    if not names(part):
        return not is_literal(source)
    if dump(part) == dump(source):
        return True
    pairs = paired(part, source)
    return pairs is not None and all(
        not names(one) or built_alike(one, other) for one, other in pairs
    )


# States at the point


@form("bare")
def bare(asked: Asked) -> Answer:
    [atom] = asked.sentence.atoms
    if atom.kind == "now":
        return now(asked, atom)
    if atom.kind == "is" and not atom.negated and literal_call(asked, atom.expression):
        called = literal_call(asked, atom.expression)
        assert called is not None
        return next_call(asked, atom.expression, called, atom.value)
    return at_point(asked, (atom,))


def now(asked: Asked, atom: Atom) -> Answer:
    asked.single()
    node = atom.expression
    visits = [v for v in asked.visits_here() if asked.point.to_come(v)]
    for v in visits:
        did = sets_or_changes(v, node)
        if isinstance(did, str):
            raise Settled(did)
        if did:
            return made_by(asked, atom, v)
    return at_point(asked, (atom,))


def made_by(asked: Asked, atom: Atom, v: Visit) -> Answer:
    """What is now, of the state after the visit that makes it so: the point is behind it, or stays
    the start of the pass which the visit begins."""
    if asked.point.visit is None and asked.begun_here() is v:
        asked.still = True
    return Answer(definite([every((atom,), v.after)]), (from_then_on(v),))


def sets_or_changes(v: Visit, node: ast.expr) -> Outcome:
    """Whether a visit sets an expression or changes what it is."""
    if v.exhausted:
        return False
    if isinstance(node, ast.Name | ast.Subscript | ast.Attribute):
        did = bound(v, node, None)
        if did is not False:
            return did
    return tried(lambda: differs(node, v.before, v.after))


def at_point(asked: Asked, atoms: tuple[Atom, ...]) -> Answer:
    """A state claim without a moment (§4)."""
    asked.single()
    told = [a for a in atoms if a.kind != "defined"]  # that is of the point itself (§3.5)
    names = {n for a in told for node in a.expressions for n in names_of(node)}
    later = later_visit(asked, names)
    if later is not None:
        return Answer(definite([every(atoms, later.after)]), (after_place(later),))
    states = asked.point_states()
    here = point_place(asked, states[0])
    values = [both(*(has_value(node, s) for a in atoms for node in a.expressions)) for s in states]
    if atoms[0].kind != "defined" and False in values:
        if values == [False, True]:  # in the midst of the visit after which it has one
            return Answer(definite([every(atoms, states[1])]), (within_place(asked, states[1]),))
        if True in values:
            raise Settled("UNDECIDED")
        for v in asked.visits_here():
            if not asked.point.to_come(v):
                continue
            found = both(*(has_value(n, v.after) for a in atoms for n in a.expressions))
            if isinstance(found, str):
                raise Settled(found)
            if found:
                return Answer(definite([every(atoms, v.after)]), (after_place(v),))
    outcomes = [every(atoms, s) for s in states]
    if len(set(outcomes)) > 1:
        raise Settled("UNDECIDED")
    asked.still = True
    asked.point = replace(asked.point, visit=None)
    return Answer(definite(outcomes[:1]), (here,))


def within_place(asked: Asked, after: State | None) -> Place:
    """The moment after the visit in which the point lies."""
    return next(after_place(v) for v in asked.history.visits if v.after is after)


def point_place(asked: Asked, state: State | None) -> Place:
    """The moment of a state at the point (§6): where no visit is being told, from the last step
    before it to the next one."""
    point = asked.point
    clock = int(point.clock)
    if point.visit is not None:
        return Place(clock, clock, state)
    start, end, first = clock - 1, clock, 2 * clock - 1
    if (begun := asked.begun_here()) is not None:
        start, end, first = clock, begun.end + 1, 2 * clock
    elif clock == point.activation.start:
        start, end, first = clock, clock + 1, 2 * clock  # behind the step that is a call
    elif clock in (point.clock - 0.5, point.activation.end):
        start, end, first = clock, clock + 1, 2 * clock + 1
    return Place(start, end, state, between=(first, 2 * end))


@form("exists")
def exists(asked: Asked) -> Answer:
    context = opened(asked.oracle, asked.context, asked.args[0], asked.point)
    if context.bad:
        return Answer(context.bad)
    asked.still = True
    asked.point = asked.point.entered(context)  # as behind the heading that it could be
    return Answer("VERIFIED", spans_of(context.spans))


@form("unclear")
def unclear(asked: Asked) -> Answer:
    return Answer("UNDECIDED")
