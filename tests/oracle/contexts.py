"""Contexts, the point, and loops that are named without a line (semantics.md §3)."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from . import evaluate as ev
from .answers import Answer, Outcome, Place, Settled, both, fits, tried
from .history import Entry, Span, Visit
from .phrases import Loop, Prefix
from .program import Statement, dump
from .record import Activation, State
from .values import Value

if TYPE_CHECKING:
    from .judge import Oracle


@dataclass
class Context:
    """An activation and stretches of it; `bad` is the verdict of all claims inside, if any."""

    activation: Activation | None
    spans: list[Span]
    bad: str = ""
    inside: tuple[Entry, ...] = ()  # the entries of which the spans are passes
    loop: Statement | None = None  # the loop of the innermost pass
    each: tuple[Context, ...] | None = None  # of a universal context: its passes, each by itself

    def holds(self, clock: float) -> bool:
        return any(s.start <= int(clock) <= s.end for s in self.spans)


@dataclass(frozen=True)
class Point:
    """How far the narration has come. What ends at `clock` - 0.5 is over."""

    clock: float
    activation: Activation
    state: State | None
    visit: Visit | None = None  # the one that is being told
    named: frozenset[tuple[str, str, int]] = frozenset()

    @property
    def key(self) -> tuple[object, ...]:
        return (self.clock, id(self.activation), id(self.visit), self.named)

    def moved(self, place: Place, activation: Activation) -> Point:
        clock = place.start if place.at_start else place.end + 0.5
        named = self.named if clock >= self.clock else frozenset()
        return Point(clock, place.activation or activation, place.state, place.visit, named)

    def after(self, answer: Answer, activation: Activation) -> Point:
        """The point after a claim that names these moments."""
        if len(answer.places) != 1:
            return self
        return self.moved(answer.places[0], activation)

    def naming(self, kind: str, subject: str, visit: int) -> Point:
        return replace(self, named=self.named | {(kind, subject, visit)})

    def entered(self, context: Context) -> Point:
        """The point where a context is opened."""
        if context.bad or context.each is not None or len(context.spans) != 1:
            return self
        span = context.spans[0]
        if span.start <= int(self.clock) <= span.end:
            return self
        assert context.activation is not None
        named = self.named if span.start >= self.clock else frozenset()
        return Point(span.start, context.activation, span.start_state, None, named)

    def to_come(self, visit: Visit) -> bool:
        """Whether a visit is not over before the point."""
        return visit.end >= self.clock or visit is self.visit


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
    if prefix.kind == "where":
        return where(oracle, context, prefix, point)
    assert isinstance(prefix.where, Loop)
    loop = resolve(oracle, context, prefix.where)
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


def nth_pass(context: Context, loop: Statement, entries: list[Entry], number: int) -> Context:
    spans = [e.passes[number - 1] for e in entries if len(e.passes) >= number]
    bad = "REFUTED" if not spans else "AMBIGUOUS" if len(spans) < len(entries) else ""
    return Context(context.activation, spans, bad, (*context.inside, *entries), loop)


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
        spans.append(Span(e.left + 1, e.after, max(end.end, e.left + 1), end.end_state))
    return Context(context.activation, spans, "", context.inside, context.loop)


def called(oracle: Oracle, prefix: Prefix) -> Context | str:
    named = oracle.program.named(str(prefix.where))
    if len(named) > 1:
        return "AMBIGUOUS"
    found = oracle.activations(named)
    assert isinstance(prefix.number, int)
    if len(found) < prefix.number:
        return "REFUTED"
    activation = found[prefix.number - 1]
    return Context(activation, [oracle.span(activation)])


# Loops


def loops_of(context: Context) -> list[Statement]:
    """The loops of the function of a context, in the order of the source."""
    assert context.activation is not None
    function = context.activation.function
    if function is None:
        return []
    found = [loop for loops in function.loops.values() for loop in loops]
    return sorted(found, key=lambda loop: loop.number)


def on_line(context: Context, line: int) -> Statement:
    """The loop on a line."""
    assert context.activation is not None
    function = context.activation.function
    loops = function.loops.get(line, []) if function else []
    if len(loops) != 1:
        hosted = function is not None and line in function.hosted
        raise Settled("UNSUPPORTED" if loops or hosted else "REFUTED")
    return loops[0]


def resolve(oracle: Oracle, context: Context, named: Loop, *, own: bool = False) -> Statement:
    """The loop that a phrase names; `own`: `the loop` may be the one of the pass itself."""
    if named.line is not None:
        return on_line(context, named.line)
    loops = loops_of(context)
    function = context.activation.function if context.activation else None
    if function and any(
        isinstance(s.node, ast.AsyncFor) for ss in function.lines.values() for s in ss
    ):
        raise Settled("UNDECIDED")
    around = context.loop
    within = [loop for loop in loops if around is None or around in loop.loops]
    direct = [loop for loop in within if (loop.loops[-1] if loop.loops else None) is around]
    if named.rank == "inner":
        found = [loop for loop in within if loop.loops]
    elif named.rank == "outer":
        found = [
            loop
            for loop in (loops if around is None else direct)
            if any(loop in other.loops for other in loops)
        ]
        if around is not None:
            raise Settled("UNDECIDED")
    else:
        found = direct
    if named.keyword:
        kind = ast.For if named.keyword == "for" else ast.While
        found = [loop for loop in found if isinstance(loop.node, kind)]
    if named.over:
        found = [
            loop
            for loop in found
            if isinstance(loop.node, ast.For) and dump(loop.node.iter) == named.over
        ]
    if isinstance(named.rank, int):
        if len(found) < named.rank:
            raise Settled("REFUTED")
        return found[named.rank - 1]
    if not found and around is not None and own and named == Loop() and not within:
        return around
    if len(found) != 1:
        raise Settled("AMBIGUOUS" if found else "REFUTED")
    return found[0]


def entries_in(oracle: Oracle, context: Context, loop: Statement) -> list[Entry]:
    """The entries of a loop that begin in a context."""
    assert context.activation is not None
    return [
        e for e in oracle.histories[context.activation].entries
        if e.loop is loop and e not in context.inside
        and any(s.start <= e.start <= s.end for s in context.spans)
    ]  # fmt: skip


def entries_of(
    oracle: Oracle, context: Context, loop: Statement, named: Loop, point: Point
) -> list[Entry]:
    """The entries that a phrase means: without a line the one of the point (§3.3)."""
    entries = entries_in(oracle, context, loop)
    if named.line is not None or not entries:
        return entries
    if len(context.spans) != 1:
        raise Settled("AMBIGUOUS")
    around = [e for e in entries if e.start <= int(point.clock) <= e.left]
    later = [e for e in entries if e.start >= point.clock]
    return [around[0] if around else later[0] if later else entries[-1]]


def bound_by(loop: Statement, name: str) -> bool:
    if not isinstance(loop.node, ast.For):
        return False
    return name in {n.id for n in ast.walk(loop.node.target) if isinstance(n, ast.Name)}


def where(oracle: Oracle, context: Context, prefix: Prefix, point: Point) -> Context:
    """The pass at whose start some expressions have given values (§3.3)."""
    pairs = prefix.where
    assert isinstance(pairs, tuple)
    name = next((node.id for node, _ in pairs if isinstance(node, ast.Name)), "")
    loops = loops_of(context)
    found: list[Statement]
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
        return Context(context.activation, [], "AMBIGUOUS")
    if len(context.spans) != 1:
        raise Settled("AMBIGUOUS")
    loop = found[0] if found else resolve(oracle, context, Loop(), own=True)

    def so(span: Span) -> Outcome:
        if span.start_state is None:
            return "UNDECIDED"
        return both(*(described(node, value, span.start_state) for node, value in pairs))

    own = [e for e in context.inside if e.loop is loop]
    if own:
        span = next(p for e in own for p in e.passes if p.start <= context.spans[0].start <= p.end)
        return chosen(context, loop, own, [(span, so(span))])
    entries = entries_in(oracle, context, loop)
    spans = [p for e in entries for p in e.passes]
    lying = [p for p in spans if p.start <= int(point.clock) <= p.end and point.clock >= p.start]
    later = [p for p in spans if p.start >= point.clock and p not in lying]
    return chosen(context, loop, entries, [(p, so(p)) for p in (*lying, *later)])


def described(node: ast.expr, value: Value, state: State) -> Outcome:
    return tried(lambda: fits(ev.evaluate(node, state), value))


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
