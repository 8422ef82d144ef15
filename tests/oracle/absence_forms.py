"""What does not happen, and how often something does (semantics.md 5.100, 5.105)."""

from __future__ import annotations

import ast
import itertools
from dataclasses import replace

from . import absence_phrases  # noqa: F401 (its readers)
from . import evaluate as ev
from .answers import Answer, Outcome, Settled, definite, tried
from .asked import Asked, form
from .change_forms import altered
from .changes import Alter
from .contexts import entries_in, resolve
from .history import Visit
from .pass_forms import jump_here
from .pointed_forms import NO_OBJECT
from .program import Statement, dump
from .record import Activation, State
from .state_forms import over_states, so
from .values import Value, equal
from .visit_forms import bound


def visits_meant(asked: Asked) -> list[Visit]:
    """The visits of the innermost pass in which the point lies, or else of the context."""
    asked.single()
    asked.still = True
    found = asked.pass_here()
    if found is None:
        return asked.visits_here()
    span = found[1]
    return [v for v in asked.history.visits if span.start <= v.start <= span.end]


@form("not-set")
def not_set(asked: Asked) -> Answer:
    [target] = asked.args
    visits = [v for v in visits_meant(asked) if not v.exhausted]
    verdict = none_of([bound(v, target, None) for v in visits])
    if verdict != "VERIFIED":
        return Answer(verdict)
    if any(map(is_way_to_all, ast.walk(asked.oracle.program.tree))):
        return Answer("UNSUPPORTED")
    last = str(getattr(target, "attr", getattr(target, "id", "")))
    if last.startswith("__") and last.endswith("__") and len(last) > 4:
        return Answer("UNSUPPORTED")
    if isinstance(target, ast.Name):
        if any(bound_by_others(v, target) for v in visits):
            return Answer("UNSUPPORTED")
        if any(walrus_inside(s.statement, target.id) for v in visits for s in v.steps):
            return Answer("UNSUPPORTED")
        return Answer("UNSUPPORTED" if set_elsewhere(asked, target.id) else verdict)
    fillings = [filled(v, target) for v in visits]
    if True in fillings:
        return Answer("UNSUPPORTED")
    if "UNDECIDED" in fillings:
        return Answer("UNDECIDED")
    ran = [s.statement for v in visits for s in v.steps]
    if any(map(may_set_parts, ast.walk(asked.oracle.program.tree))):
        return Answer("UNDECIDED")  # to what it was, maybe
    if not any(stores(a, target) for a in begun_inside(asked)):
        own = any(stored_in(s, target) for s in ran)
        return Answer("UNDECIDED" if own else verdict)  # by another name, maybe
    states = [s for v in visits for s in meanwhile(asked, v)]
    values = [ev.evaluate(target, s) for s in states if tried(lambda s=s: has(target, s)) is True]  # type: ignore[misc]
    changes = any(not equal(a, b) for a, b in itertools.pairwise(values))
    # A part of an object that something else sets to what it is already leaves no sign here.
    return Answer("UNSUPPORTED" if changes else "UNDECIDED")


def may_set_parts(node: ast.AST) -> bool:
    """Whether a builtin is named, or an operator stands there, that sets parts of something."""
    names = (
        "update", "__setitem__", "__setattr__", "__ior__", "setattr", "exec", "eval", "getattr",
        "setitem", "ior", "methodcaller", "ChainMap", "__init__",
    )  # fmt: skip
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in names
        case _:
            return isinstance(node, ast.AugAssign)


def is_way_to_all(node: ast.AST) -> bool:
    """Whether it names what holds all names, or attributes, or runs a text."""
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return name in (
        "globals", "locals", "vars", "exec", "eval", "__dict__", "f_locals", "f_globals"
    )  # fmt: skip


def walrus_inside(statement: Statement, name: str) -> bool:
    """Whether an expression that runs as code of its own binds the name of the function."""
    inner = (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)
    walked = [w for kind in inner for n in statement.all(kind) for w in ast.walk(n)]
    return any(isinstance(w, ast.NamedExpr) and w.target.id == name for w in walked)


def bound_by_others(v: Visit, target: ast.Name) -> bool:
    """Whether a name that the visit does not set is another value behind it."""
    if v.after is None:
        return False
    return is_another(value_in(v.before, target), value_in(v.after, target))


def filled(v: Visit, target: ast.expr) -> bool | str:
    """Whether the part of one object is another behind the visit, or there is one only then;
    undecided for a part of an object that has got its name there, and may be made there."""
    if v.after is None:
        return False
    if not isinstance(target, ast.Subscript | ast.Attribute):
        return False
    if not all(isinstance(tried(lambda s=s: has(target, s)), bool) for s in (v.before, v.after)):  # type: ignore[misc]
        return "UNDECIDED"
    part = value_in(v.after, target)
    parts = [target.value, *([target.slice] if isinstance(target, ast.Subscript) else [])]
    for number, each in enumerate(parts):
        one, other = value_in(v.before, each), value_in(v.after, each)
        if one is None or other is None:
            return "UNDECIDED" if part is not None else False
        if (one.oid != other.oid) if number == 0 else not equal(one, other):
            return "UNDECIDED" if part is not None else False
    return is_another(value_in(v.before, target), part)


def value_in(state: State, node: ast.expr) -> Value | None:
    return ev.evaluate(node, state) if tried(lambda: has(node, state)) is True else None


def is_another(before: Value | None, after: Value | None) -> bool:
    """Whether there is a value, which is another object, or not equal, or where there was none."""
    if before is None or after is None:
        return after is not None
    if before.oid and before.oid == after.oid:
        return False
    return not equal(before, after)


def has(target: ast.expr, state: State) -> bool:
    ev.evaluate(target, state)
    return True


def meanwhile(asked: Asked, v: Visit) -> list[State]:
    """The states around a visit, and those inside of what it calls."""
    inside = [s for clock, s in asked.activation.meanwhile if v.start < clock <= v.end]
    return [s for s in (v.before, *inside, v.after) if s is not None]


def stores(activation: Activation, target: ast.expr) -> bool:
    """Whether a function can set such a part of an object, by its source."""
    if activation.function is None:
        return False
    statements = [s for several in activation.function.lines.values() for s in several]
    return any(stored_in(s, target) for s in statements)


def stored_in(statement: Statement, target: ast.expr) -> bool:
    """Whether a statement sets such a part of something."""
    name = getattr(target, "attr", None)
    nodes = [n for n in statement.all(type(target)) if getattr(n, "attr", None) == name]
    return any(isinstance(getattr(n, "ctx", None), ast.Store) for n in nodes)


def begun_inside(asked: Asked) -> list[Activation]:
    """What is begun there by what is told, however deep."""
    found = asked.pass_here()
    spans = asked.context.spans if found is None else [found[1]]
    return [
        a for a in asked.oracle.recorder.activations
        if a is not asked.activation and any(s.start <= a.start <= s.end for s in spans)
    ]  # fmt: skip


def set_elsewhere(asked: Asked, name: str) -> bool:
    """Whether a function that is begun there has the name as `nonlocal` or `global`."""
    return any(a.function is not None and name in a.function.foreign for a in begun_inside(asked))


def none_of(outcomes: list[Outcome]) -> str:
    """The verdict that something is in none of some visits; that there are none is no reason."""
    if True in outcomes:
        return "REFUTED"
    return definite([outcome if isinstance(outcome, str) else True for outcome in outcomes])


@form("not-altered")
def not_altered(asked: Asked) -> Answer:
    alter, never = asked.args
    assert isinstance(alter, Alter)
    if alter.node is NO_OBJECT:
        alter = replace(alter, node=only_object(asked, ("append",), none="UNSUPPORTED"))
    asked.still = True
    meant = asked.visits_here() if never else visits_meant(asked)
    visits = [v for v in meant if not v.exhausted]
    adds = replace(alter, verb="add")  # of a set
    verdict = none_of([altered(asked, v, each) for v in visits for each in (alter, adds)])
    if verdict != "VERIFIED":
        return Answer(verdict)
    assert alter.value is not None
    held = [[times_in(alter, s) for s in meanwhile(asked, v)] for v in visits]
    more = [v for v, several in zip(visits, held, strict=True) if holds_more(several)]
    methods = [n for v in visits for s in v.steps for n in s.statement.all(ast.Attribute)]
    if more and any(n.attr in ("insert", "appendleft") for n in methods):
        return Answer("UNDECIDED")  # before the end, maybe
    if more and (begun_inside(asked) or not all(sets_place(v) for v in more)):
        return Answer("UNSUPPORTED" if alter.value.kind == "scalar" else "UNDECIDED")
    holds = any(count for each in held for _, count in each)
    others = len({one for each in held for one, _ in each}) > 1
    if holds and others:
        return Answer("UNDECIDED")  # to a list named later, maybe
    calls = [n for v in visits for s in v.steps for n in s.statement.all(ast.Attribute)]
    # It may have been taken out again by the same line.
    taking = any(n.attr in {"pop", "popleft", "remove", "clear", "discard"} for n in calls)
    return Answer("UNDECIDED" if taking else verdict)


def holds_more(several: list[tuple[int | None, int]]) -> bool:
    """Whether one list holds something more often in one of these states than in that before."""
    return any(one == other and b > a for (one, a), (other, b) in itertools.pairwise(several))


def sets_place(v: Visit) -> bool:
    """Whether a visit sets an element of something, which adds none if it is by an index."""
    nodes = [n for s in v.steps for n in s.statement.all(ast.Subscript)]
    return any(isinstance(n.ctx, ast.Store) and not isinstance(n.slice, ast.Slice) for n in nodes)


def times_in(alter: Alter, state: State) -> tuple[int | None, int]:
    """Which list it is, and how often it holds what is said not to be appended to it."""
    found: list[tuple[int | None, tuple[Value, ...]]] = []
    text: list[str] = []

    def held() -> bool:
        whole = ev.evaluate(alter.node, state)
        if whole.type not in ("list", "tuple", "str"):
            raise Settled("UNDECIDED")  # what else holds it
        found.append((whole.oid, whole.data if isinstance(whole.data, tuple) else ()))
        text.extend([whole.data] if isinstance(whole.data, str) else ())
        return True

    tried(held)
    assert alter.value is not None
    one, items = found[0] if found else (None, ())
    if text and isinstance(alter.value.data, str):
        return None, text[0].count(alter.value.data)
    return one, sum(equal(each, alter.value) for each in items)


def only_object(asked: Asked, methods: tuple[str, ...], none: str = "REFUTED") -> ast.expr:
    """The only thing of which the context's function calls some methods; `none` is the verdict
    where there is none."""
    found: dict[str, ast.expr] = {}
    for s in (s for ss in asked.function.lines.values() for s in ss):
        for call in s.all(ast.Call):
            if isinstance(call.func, ast.Attribute) and call.func.attr in methods:
                found[dump(call.func.value)] = call.func.value
    if len(found) != 1:
        raise Settled("AMBIGUOUS" if found else none)
    return next(iter(found.values()))


@form("nothing-raised")
def nothing_raised(asked: Asked) -> Answer:
    visits = visits_meant(asked)
    thrown: list[Outcome] = [v.thrown is not None for v in visits]
    if asked.activation.waiting and visits and visits[-1] is asked.history.visits[-1]:
        thrown[-1] = "UNSUPPORTED"
    verdict = none_of(thrown)
    inner = [v for a in begun_inside(asked) for v in asked.oracle.histories[a].visits]
    if verdict == "VERIFIED" and any(v.thrown is not None for v in inner):
        return Answer("UNSUPPORTED")
    return Answer(verdict)


@form("jump-count")
def jump_count(asked: Asked) -> Answer:
    """How often the only `break` or `continue` of the function runs."""
    breaks, wanted = asked.args
    kind = ast.Break if breaks else ast.Continue
    statements = [
        s for s in asked.oracle.program.statements
        if isinstance(s.node, kind) and s.function is asked.function
    ]  # fmt: skip
    if len(statements) != 1:
        raise Settled("AMBIGUOUS" if statements else "REFUTED")
    [statement] = statements
    visits = visits_meant(asked) if wanted is None else asked.visits_here()
    asked.still = True
    of_line = [v for v in visits if v.line == statement.line]
    asked.check(statement.line)
    ran = [v for v in of_line if any(s.statement is statement for s in v.steps)]
    return Answer(definite([len(ran) == (wanted or 0)]))


@form("never-in")
def never_in(asked: Asked) -> Answer:
    """A comparison never holds in the context (5.55)."""
    [node] = asked.args
    asked.still = True
    return over_states(
        asked, node, lambda states: none_of([so(node, ("holds",), state) for state in states])
    )


@form("item-skipped")
def item_skipped(asked: Asked) -> Answer:
    asked.args = (False,)
    answer = jump_here(asked)
    return answer if answer.verdict != "REFUTED" else Answer("AMBIGUOUS")


@form("passes-total")
def passes_total(asked: Asked) -> Answer:
    named, wanted = asked.args
    loop = resolve(asked.oracle, asked.context, named, own=True, point=asked.point)
    asked.of_loop(loop)
    if any(e.loop is loop for e in asked.context.inside):
        raise Settled("REFUTED" if named.line is not None else "UNDECIDED")
    entries = entries_in(asked.oracle, asked.context, loop)
    asked.still = True
    return Answer(definite([sum(len(e.passes) for e in entries) == wanted and bool(entries)]))


@form("returns-total")
def returns_total(asked: Asked) -> Answer:
    name, wanted, count = asked.args
    functions = asked.oracle.program.named(name)
    if len(functions) != 1:
        return Answer("AMBIGUOUS" if functions else "REFUTED")
    calls = asked.oracle.activations(functions)
    if functions[0].generator or any(a.waiting for a in calls):
        return Answer("UNSUPPORTED")  # the call of a generator function gives a generator (5.17)
    found = sum(a.result is not None and equal(a.result, wanted) for a in calls)
    return Answer(definite([found == count]))


@form("goes-through")
def goes_through(asked: Asked) -> Answer:
    """The values of an expression, one after the other (5.105)."""
    node, wanted = asked.args
    asked.single()
    asked.still = True
    return over_states(asked, node, lambda states: went_through(node, wanted, states))


def went_through(node: ast.expr, wanted: list[Value], states: list[State | None]) -> str:
    if None in states:
        return "UNDECIDED"
    values: list[Value] = []

    def take(state: State) -> bool:
        value = ev.evaluate(node, state)
        if not values or not equal(values[-1], value):
            values.append(value)
        return True

    outcomes = [tried(lambda s=s: take(s)) for s in states if s is not None]  # type: ignore[misc]
    if len(set(outcomes)) > 1 or outcomes[0] is False:
        return "UNDECIDED"  # whether a state without a value cuts the row
    if outcomes[0] is not True:
        return str(outcomes[0])
    return definite([len(values) == len(wanted) and all(map(equal, values, wanted))])
