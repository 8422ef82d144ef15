"""Counts of lines, loops and their ends, what each pass does (5.12 to 5.14, 5.53, 5.62, 5.66)."""

from __future__ import annotations

import ast

from . import evaluate as ev
from .answers import (
    Answer,
    Outcome,
    Place,
    definite,
    tried,
    universal,
    visit_place,
)  # fmt: skip
from .asked import Asked, form
from .contexts import entries_in, entries_of, resolve
from .history import Entry, Span, Visit
from .phrases import Loop
from .program import CONSTANT, Statement
from .values import Value, equal, is_unknown


@form("runs")
def runs(asked: Asked) -> Answer:
    visits = asked.visits(asked.args[0])
    places = tuple(map(visit_place, visits))
    return Answer("VERIFIED" if visits else "REFUTED", places)


@form("count")
def count(asked: Asked) -> Answer:
    return Answer(definite([len(asked.visits(asked.args[0])) == asked.args[1]]))


@form("count-bound")
def count_bound(asked: Asked) -> Answer:
    line, way, wanted = asked.args
    found = len(asked.visits(line))
    return Answer(definite([found >= wanted if way == "least" else found <= wanted]))


@form("total-runs")
def total_runs(asked: Asked) -> Answer:
    line, wanted = asked.args
    functions = asked.oracle.program.functions.values()
    owners = [f for f in functions if line in f.lines]
    if not owners:
        unseen = any(line in f.unseen | f.hosted for f in functions)
        return Answer("UNSUPPORTED" if unseen else "REFUTED")
    if len(owners) > 1:
        return Answer("UNDECIDED")
    found = sum(
        v.line == line
        for a in asked.oracle.activations(owners)
        for v in asked.oracle.histories[a].visits
    )
    return Answer(definite([found == wanted]))


@form("order")
def order(asked: Asked) -> Answer:
    line, way, other = asked.args
    for one in (line, other):
        asked.check(one)
    ones = [v.start for v in asked.visits(line)]
    others = [v.start for v in asked.visits(other)]
    if not ones or not others:
        return Answer("REFUTED")
    if way == "first":
        return Answer(definite([min(ones) < min(others)]))
    if way == "last":
        return Answer(definite([max(ones) > max(others)]))
    return Answer(definite([max(ones) < min(others)]))


@form("passes-only")
def passes_only(asked: Asked) -> Answer:
    line, wanted, loop_line = asked.args
    asked.check(line)
    loop = resolve(asked.oracle, asked.context, Loop(loop_line))
    outcomes: list[Outcome] = []
    for e in entries_in(asked.oracle, asked.context, loop):
        found = tuple(
            k for k, p in enumerate(e.passes, 1)
            if any(v.line == line and p.start <= v.start <= p.end for v in asked.history.visits)
        )  # fmt: skip
        outcomes.append(found == wanted)
    return Answer(definite(outcomes))


def own_entries(asked: Asked, named: Loop) -> tuple[Statement, list[Entry], bool]:
    """The loop, its entries, and whether the context is a pass of it (named by words)."""
    loop = resolve(asked.oracle, asked.context, named, own=True, point=asked.point)
    inside = [e for e in asked.context.inside if e.loop is loop]
    if named.line is None and inside and loop is asked.context.loop:
        return loop, inside, True
    return loop, entries_of(asked.oracle, asked.context, loop, named, asked.point), False


@form("passes")
def passes(asked: Asked) -> Answer:
    named, wanted = asked.args
    loop, entries, own = own_entries(asked, named)
    asked.of_loop(loop, named)
    if own:
        return Answer("UNDECIDED")
    return Answer(definite([len(e.passes) == wanted for e in entries]))


@form("ends")
def ends(asked: Asked) -> Answer:
    named, cause = asked.args
    loop, entries, own = own_entries(asked, named)
    asked.of_loop(loop, named)
    if own:
        asked.single()
        span = asked.context.spans[0]
        entries = [e for e in entries if e.passes and e.passes[-1] is span]
    outcomes: list[Outcome] = [
        "UNSUPPORTED" if e.cause is None and asked.activation.waiting
        else "UNDECIDED" if e.cause is None
        else True if cause is None
        else e.cause[0] in ("exhausted", "false") if cause[0] == "no break"
        else e.cause[0] == cause[0] and cause[1] in (None, e.cause[1])
        for e in entries
    ]  # fmt: skip
    places = tuple(Place(e.left, e.left, e.left_state) for e in entries)
    return Answer(definite(outcomes), places)


@form("entered")
def entered(asked: Asked) -> Answer:
    named, wanted = asked.args
    loop = resolve(asked.oracle, asked.context, named, own=True)
    if named.line is None:
        return Answer("UNDECIDED")
    entries = asked.oracle.histories[asked.activation].entries
    begun = any(asked.context.holds(p.start) for e in entries if e.loop is loop for p in e.passes)
    if any(e.loop is loop for e in asked.context.inside):
        return Answer("UNDECIDED")
    return Answer(definite([begun == wanted]))


@form("block")
def block(asked: Asked) -> Answer:
    word, of, line, wanted = asked.args
    if of == "loop":
        loop = resolve(asked.oracle, asked.context, Loop(line))
        if not loop.other:
            return Answer("REFUTED")
        entries = entries_in(asked.oracle, asked.context, loop)
        outcomes: list[Outcome] = [
            "UNDECIDED" if e.cause is None else (e.cause[0] in ("exhausted", "false")) == wanted
            for e in entries
        ]
        return Answer(definite(outcomes), tuple(Place(e.left, e.left) for e in entries))
    tries = [
        s for s in asked.oracle.program.statements
        if isinstance(s.node, ast.Try) and s.line == line and s.function is asked.function
    ]  # fmt: skip
    if not tries:
        return Answer("REFUTED")
    region = tries[0].other if word == "else" else tries[0].last
    if not region:
        return Answer("REFUTED")
    first = asked.oracle.program.statements[region[0]]
    if need_not_show(asked, first):
        return Answer("UNSUPPORTED")
    if not first.seen and not isinstance(first.node, ast.Try | ast.TryStar):
        return Answer("UNDECIDED")
    ran = any(s.statement.number in region for v in asked.visits_here() for s in v.steps)
    return Answer(definite([ran == wanted]))


def need_not_show(asked: Asked, first: Statement) -> bool:
    """Whether a block that begins with a statement need not show itself (5.24)."""
    node, program = first.node, asked.oracle.program
    if isinstance(node, ast.Pass):
        return program.word(first.line) != "pass"  # it stands on the header's line
    if isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and node.test.value:
        return need_not_show(asked, program.statements[first.number + 1])
    if isinstance(node, ast.If | ast.While):
        return all(isinstance(part, CONSTANT) for part in ast.walk(node.test))
    if isinstance(node, ast.Try | ast.TryStar):
        inner = program.statements[first.number + 1]
        constant = isinstance(inner.node, ast.Return) and isinstance(
            inner.node.value, ast.Constant | None
        )
        if constant or isinstance(inner.node, ast.Break | ast.Continue):
            return inner.line == first.line
        return need_not_show(asked, inner)
    return False


@form("each-pass")
def each_pass(asked: Asked) -> Answer:
    named, appends, what, place = asked.args
    loop = resolve(asked.oracle, asked.context, named)
    spans = [p for e in entries_in(asked.oracle, asked.context, loop) for p in e.passes]
    return Answer(
        universal([tried(lambda p=p: does(asked, loop, p, appends, what, place)) for p in spans])  # type: ignore[misc]
    )


def does(
    asked: Asked, loop: Statement, span: Span, appends: bool, what: ast.expr | None, place: ast.expr
) -> Outcome:
    visits = [v for v in asked.history.visits if span.start <= v.start <= span.end]
    changing: list[tuple[Visit, Value, Value]] = []
    for v in visits:
        if v.after is None:
            raise ev.Unclear
        one, other = ev.evaluate(place, v.before), ev.evaluate(place, v.after)
        if one.kind == other.kind == "scalar":
            if not equal(one, other):
                changing.append((v, one, other))
            elif one.oid != other.oid:
                raise ev.Unclear
        elif one.oid != other.oid or not equal(one, other):
            changing.append((v, one, other))
        elif one.kind == "opaque":
            raise ev.Undecidable
    if what is None and not isinstance(loop.node, ast.For):
        return False
    if len(changing) != 1:
        return False
    v, one, other = changing[0]
    added = item_of(loop, span, v) if what is None else ev.evaluate(what, v.before)
    if is_unknown(one):
        raise ev.Undecidable
    if appends:
        if one.kind not in ("list", "deque", "array") or one.oid != other.oid:
            return False
        assert isinstance(one.data, tuple) and isinstance(other.data, tuple)  # noqa: PT018
        if one.kind == "deque" and len(other.data) <= len(one.data):
            raise ev.Unclear  # it may be one of bounded length
        kept = len(other.data) == len(one.data) + 1 and all(map(equal, one.data, other.data))
        return kept and equal(other.data[-1], added)
    sum_of = ev.guarded(ev.OPERATORS[ast.Add], ev.plain(one), ev.plain(added))
    return equal(other, sum_of)


def item_of(loop: Statement, span: Span, v: Visit) -> Value:
    """What the request of the header delivered, as it is just before a visit."""
    assert isinstance(loop.node, ast.For)
    if span.start_state is None:
        raise ev.Unclear
    first = ev.evaluate(as_read(loop.node.target), span.start_state)
    if first.kind == "scalar":
        return first
    if isinstance(loop.node.target, ast.Name):
        now = ev.evaluate(loop.node.target, v.before)
        if now.oid == first.oid != 0:
            return now
    raise ev.Unclear


def as_read(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body
