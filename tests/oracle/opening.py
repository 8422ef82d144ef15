"""Opens the context of a heading or a prefix (semantics.md §3, 5.50, 5.51, 5.72, 5.83)."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from .answers import Settled
from .contexts import Context, Point, called, entries_of, loops_of, nth_pass, resolve
from .described import item, label, where
from .history import Entry, Span
from .phrases import Loop, Prefix
from .program import Statement

if TYPE_CHECKING:
    from .judge import Oracle

Opening = Callable[["Oracle", Context, Prefix, Point], Context]


def pass_around(oracle: Oracle, context: Context, point: Point) -> tuple[Entry, Span] | None:
    """The innermost pass in which the point lies."""
    if len(context.spans) != 1:
        raise Settled("AMBIGUOUS")
    assert context.activation is not None
    found = [
        (e, p) for e in oracle.histories[context.activation].entries for p in e.passes
        if point.lies_in_span(p, context.activation)
    ]  # fmt: skip
    return max(found, key=lambda pair: pair[1].start, default=None)


def this_pass(oracle: Oracle, context: Context, prefix: Prefix, point: Point) -> Context:
    """The innermost pass in which the point lies (5.90)."""
    found = pass_around(oracle, context, point)
    if found is None:
        return Context(context.activation, [], "REFUTED")
    entry, span = found
    return Context(context.activation, [span], "", (*context.inside, entry), entry.loop)


def next_pass(oracle: Oracle, context: Context, prefix: Prefix, point: Point) -> Context:
    """The pass after the innermost one in which the point lies (5.99)."""
    found = pass_around(oracle, context, point)
    if found is None or found[0].passes[-1] is found[1]:
        return Context(context.activation, [], "REFUTED")
    entry, span = found
    later = entry.passes[entry.passes.index(span) + 1]
    if not context.holds(later.start):
        raise Settled("UNDECIDED")
    return Context(context.activation, [later], "", (*context.inside, entry), entry.loop)


DESCRIBED: dict[str, Opening] = {
    "where": where, "item": item, "label": label, "this": this_pass, "next": next_pass,
}  # fmt: skip


def opened(oracle: Oracle, context: Context, prefix: Prefix, point: Point) -> Context:
    """The context that a prefix opens in another."""
    if context.bad:
        return context
    if context.each is not None:
        each = [opened(oracle, c, prefix, point.entered(c)) for c in context.each]
        return replace(context, each=tuple(each))
    if prefix.kind == "call":
        found = called(oracle, prefix)
        return found if isinstance(found, Context) else Context(None, [], found)
    if prefix.kind in DESCRIBED:
        return DESCRIBED[prefix.kind](oracle, context, prefix, point)
    if after_own_loop(context, prefix):
        return Context(context.activation, [], "AMBIGUOUS")
    assert isinstance(prefix.where, Loop)
    loop = resolve(oracle, context, prefix.where, point=point, alone=prefix.alone)
    entries = entries_of(oracle, context, loop, prefix.where, point)
    if prefix.kind == "pass":
        assert isinstance(prefix.number, int)
        return nth_pass(context, loop, entries, prefix.number)
    if prefix.kind == "passes":
        assert isinstance(prefix.number, tuple)
        return passes(context, loop, entries, prefix.number)
    if prefix.kind == "over":
        return over(context, entries, prefix.number)
    return after(context, entries, by_words=prefix.where.line is None)


def after_own_loop(context: Context, prefix: Prefix) -> bool:
    """Whether `after the loop` stands in a pass of that loop (§3.3)."""
    named = prefix.where
    around = context.loop
    if prefix.kind != "after" or around is None or not isinstance(named, Loop):
        return False
    if named.line is not None or any(around in loop.loops for loop in loops_of(context)):
        return False
    keyword = "for" if isinstance(around.node, ast.For) else "while"
    return named in (Loop(), Loop(keyword=keyword))


def passes(
    context: Context, loop: Statement, entries: list[Entry], numbers: tuple[int, ...]
) -> Context:
    """Several passes, each a context of its own (5.50)."""
    each: list[Context] = []
    for e in entries:
        wanted = numbers or range(1, len(e.passes) + 1)
        for number in wanted:
            if number > len(e.passes):
                each.append(Context(context.activation, [], "REFUTED"))
            else:
                inside = (*context.inside, e)
                span = e.passes[number - 1]
                each.append(Context(context.activation, [span], "", inside, loop))
    if not each:
        return Context(context.activation, [], "REFUTED")
    return Context(context.activation, [], "", context.inside, loop, tuple(each))


def over(context: Context, entries: list[Entry], wanted: object) -> Context:
    """The whole of each entry of a loop (5.51)."""
    fitting = [e for e in entries if wanted is None or len(e.passes) == wanted]
    bad = "REFUTED" if not fitting else "AMBIGUOUS" if len(fitting) < len(entries) else ""
    spans = []
    for e in fitting:
        start = e.steps[0].mark.state if e.steps else None
        spans.append(Span(e.start, start, e.left, e.left_state))
    return Context(context.activation, spans, bad, context.inside, context.loop)


def after(context: Context, entries: list[Entry], *, by_words: bool) -> Context:
    """What comes after each entry of a loop, up to the end of the context (5.72)."""
    left = [e for e in entries if e.after is not None]
    if not left:
        return Context(context.activation, [], "REFUTED")
    if len(left) < len(entries):
        if by_words:
            return Context(context.activation, [], "REFUTED")
        raise Settled("UNDECIDED")
    spans = []
    for e in left:
        around = [s for s in context.spans if s.start <= e.start <= s.end]
        end = around[0] if around else context.spans[-1]
        stop = max(end.end, e.left + 1)
        spans.append(Span(e.left + 1, e.after, stop, end.end_state, end.last))
    return Context(context.activation, spans, "", context.inside, context.loop)
