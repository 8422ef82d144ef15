"""Passes that are described: by what is so in them, by their item, by a label (§3.3, 5.83)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from . import evaluate as ev
from .answers import Outcome, Settled, both, fits, tried
from .contexts import Context, Point, entries_in, holding, loops_of, nth_pass, resolve
from .history import Entry, Span
from .phrases import INDEXED, Loop, Prefix
from .program import Statement
from .record import State
from .values import Value, equal

if TYPE_CHECKING:
    from .judge import Oracle


def bound_by(loop: Statement, name: str) -> bool:
    if not isinstance(loop.node, ast.For):
        return False
    return name in {n.id for n in ast.walk(loop.node.target) if isinstance(n, ast.Name)}


def where(oracle: Oracle, context: Context, prefix: Prefix, point: Point) -> Context:
    """The pass at whose start some expressions have given values."""
    pairs = prefix.where
    assert isinstance(pairs, tuple)
    loops = loops_of(context)
    names = [node.id for node, _ in pairs if isinstance(node, ast.Name)]
    name = next((n for n in names if any(bound_by(loop, n) for loop in loops)), "")
    if context.loop is None:
        found = [loop for loop in loops if bound_by(loop, name)]
    else:
        ring = {context.loop, *context.loop.loops}
        found = [
            loop
            for loop in loops
            if bound_by(loop, name) and (context.loop in loop.loops or loop in ring)
        ]
    if len(found) > 1:
        whole = [loop for loop in found if all(bound_by(loop, n) for n in names)]
        found = whole if len(whole) == 1 else found
    if len(found) > 1:
        return Context(context.activation, [], "AMBIGUOUS")
    if len(context.spans) != 1:
        raise Settled("AMBIGUOUS")

    def so(span: Span) -> Outcome:
        if span.start_state is None:
            return "UNDECIDED"
        return both(*(described(node, value, span.start_state) for node, value in pairs))

    if not found and not looped(context, pairs):
        outcome = so(context.spans[0])
        if isinstance(outcome, str):
            raise Settled(outcome)
        return context if outcome else Context(context.activation, [], "REFUTED")
    loop = found[0] if found else resolve(oracle, context, Loop(), own=True, point=point)
    own = [e for e in context.inside if e.loop is loop]
    if own:
        span = next(p for e in own for p in e.passes if p.start <= context.spans[0].start <= p.end)
        return chosen(context, loop, own, [(span, so(span))])
    return searched(oracle, context, loop, prefix, point, so)


def looped(context: Context, pairs: Iterable[tuple[ast.expr, Value]]) -> bool:
    """Whether a statement in a loop, or a header of one, binds a name of what is described."""
    names = {n.id for node, _ in pairs for n in ast.walk(node) if isinstance(n, ast.Name)}
    assert context.activation is not None
    function = context.activation.function
    if function is None:
        raise Settled("UNDECIDED")
    return any(
        names & s.binds
        for statements in function.lines.values()
        for s in statements
        if s.loops or isinstance(s.node, ast.For)
    )


def described(node: ast.expr, value: Value, state: State) -> Outcome:
    return tried(lambda: fits(ev.evaluate(node, state), value))


def searched(
    oracle: Oracle,
    context: Context,
    loop: Statement,
    prefix: Prefix,
    point: Point,
    so: Callable[[Span], Outcome],
) -> Context:
    """The pass in which the point lies, or the first one after it, of which something is so."""
    entries = entries_in(oracle, context, loop)
    spans = [p for e in entries for p in e.passes]
    if prefix.heading:
        last = dict(point.headed).get(loop.number, -1)
        spans = [p for p in spans if p.start > last]
    assert context.activation is not None
    lying = [p for p in spans if point.lies_in_span(p, context.activation)]
    later = [p for p in spans if p.start >= point.clock and p not in lying]
    return chosen(context, loop, entries, [(p, so(p)) for p in (*lying, *later)])


def chosen(
    context: Context, loop: Statement, entries: Iterable[Entry], spans: list[tuple[Span, Outcome]]
) -> Context:
    for span, outcome in spans:
        if isinstance(outcome, str):
            raise Settled(outcome)
        if outcome:
            inside = (*context.inside, *entries)
            return Context(context.activation, [span], "", inside, loop)
    return Context(context.activation, [], "REFUTED")


# Items and labels


def the_loop(oracle: Oracle, context: Context, named: Loop, point: Point) -> Statement:
    """The loop; of several the one in which the point lies, or that is entered next after it."""
    loops = [loop for loop in loops_of(context) if last_of(loop) is context.loop]
    if named.keyword:
        loops = [loop for loop in loops if isinstance(loop.node, ast.For)]
    if not loops:
        raise Settled("REFUTED" if context.loop is None else "UNDECIDED")
    if len(loops) > 1:
        found = holding(oracle, context, loops, point)
        if len(found) == 1:
            return found[0]
        entries = [
            e for loop in loops for e in entries_in(oracle, context, loop)
            if e.start >= point.clock
        ]  # fmt: skip
        if not entries:
            raise Settled("UNDECIDED")
        return min(entries, key=lambda e: e.start).loop
    return loops[0]


def labelled(oracle: Oracle, context: Context, point: Point) -> Statement:
    """The loop; of several that of a heading with an item, where one of them is a `for` loop."""
    loops = [loop for loop in loops_of(context) if last_of(loop) is context.loop]
    if len(loops) < 2 or len(holding(oracle, context, loops, point)) == 1:
        return the_loop(oracle, context, Loop(), point)
    if not any(isinstance(loop.node, ast.For) for loop in loops):
        raise Settled("AMBIGUOUS")
    return the_loop(oracle, context, Loop(keyword="for"), point)


def last_of(loop: Statement) -> Statement | None:
    return loop.loops[-1] if loop.loops else None


def counted(loop: Statement) -> tuple[ast.expr | None, ast.expr]:
    """The counter of a `for` loop, if it has one, and what it takes up besides."""
    assert isinstance(loop.node, ast.For)
    target, source = loop.node.target, loop.node.iter
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name):
        if source.func.id == "range":
            return target, target
        pair = target.elts if isinstance(target, ast.Tuple | ast.List) else []
        if source.func.id == "enumerate" and len(pair) == 2:
            return pair[0], pair[1]
    return None, target


def read(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


def item(oracle: Oracle, context: Context, prefix: Prefix, point: Point) -> Context:
    """The pass of an item; V can also be a part of it that the header binds by a name."""
    wanted = prefix.number
    assert isinstance(wanted, Value)
    if len(context.spans) != 1:
        raise Settled("AMBIGUOUS")
    loop = the_loop(oracle, context, Loop(keyword="for"), point)
    _, target = counted(loop)
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else []
    named = [p for p in parts if isinstance(p, ast.Name)]

    def so(span: Span) -> Outcome:
        if span.start_state is None:
            return "UNDECIDED"
        found = [described(read(node), wanted, span.start_state) for node in (target, *named)]
        if True in found:
            return True
        return next((f for f in found if f is not False), False)

    found = searched(oracle, context, loop, prefix, point, so)
    if found.bad == "REFUTED" and is_named(context, wanted):
        raise Settled("AMBIGUOUS")
    return found


def is_named(context: Context, wanted: Value) -> bool:
    """Whether a local name has the value where the context begins."""
    state = context.spans[0].start_state
    function = context.activation.function if context.activation else None
    if state is None or function is None:
        return False
    return any(name in function.bound and equal(held, wanted) for name, held in state.names.items())


def label(oracle: Oracle, context: Context, prefix: Prefix, point: Point) -> Context:
    """The pass with a label and a number (5.83)."""
    word, count = str(prefix.where), prefix.number
    assert isinstance(count, int)
    assert context.activation is not None
    function = context.activation.function
    wanted = ev.TAKE(count)
    if function is not None and word in function.bound:
        pairs = ((ast.Name(word, ast.Load()), wanted),)
        return where(oracle, context, Prefix("where", None, pairs, prefix.heading), point)
    if len(context.spans) != 1:
        raise Settled("AMBIGUOUS")
    loop = labelled(oracle, context, point)
    if word in INDEXED:
        if not isinstance(loop.node, ast.For):
            raise Settled("UNSUPPORTED")
        counter, _ = counted(loop)
        if counter is not None:
            found = read(counter)

            def so(span: Span) -> Outcome:
                if span.start_state is None:
                    return "UNDECIDED"
                return described(found, wanted, span.start_state)

            return searched(oracle, context, loop, prefix, point, so)
        count += 1
    if count < 1:
        return Context(context.activation, [], "REFUTED")
    entries = entries_in(oracle, context, loop)
    around = [e for e in entries if point.lies_in(e.start, e.left, context.activation)]
    later = [e for e in entries if e.start >= point.clock]
    some = around or later[:1] or entries[-1:]
    return nth_pass(context, loop, some[:1], count)
