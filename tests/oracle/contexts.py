"""Contexts, the point, and loops that are named without a line (semantics.md §3)."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .answers import Answer, Place, Settled
from .history import Entry, Span, Visit
from .phrases import Loop, Prefix
from .program import Statement, dump
from .record import Activation, State
from .values import Value, key

if TYPE_CHECKING:
    from .judge import Oracle


UNCLEAR = -1
"""The loop of which something was said of which the page does not say whether it counts."""


@dataclass(eq=False)
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


def leaves(context: Context) -> list[Context]:
    """The contexts of which a universal one is made; any other is the only one."""
    if context.each is None or context.bad:
        return [context]
    return [leaf for one in context.each for leaf in leaves(one)]


@dataclass(frozen=True)
class Told:
    """A call that is being told (§3.4); `depth` is how many headings are open where it stands."""

    activation: Activation
    depth: int
    opened: bool = False  # by a heading, or by a prefix of what is read

    @property
    def key(self) -> tuple[int, int, bool]:
        return id(self.activation), self.depth, self.opened


@dataclass(frozen=True)
class Point:
    """How far the narration has come. What ends at `clock` - 0.5 is over."""

    clock: float
    activation: Activation
    state: State | None
    visit: Visit | None = None  # the one that is being told
    named: frozenset[tuple[str, str, int]] = frozenset()
    lined: frozenset[tuple[str, str, int]] = frozenset()  # of these, what only claims with a line
    told: tuple[Told, ...] = ()  # outermost first
    called: frozenset[int] = frozenset()  # the starts of calls of which it was told
    said: tuple[
        tuple[tuple[int, str], State], ...
    ] = ()  # by call and expression: where it was told
    just: tuple[tuple[str, Value], ...] = ()  # what the last claim says truly that things are
    altered: tuple[
        tuple[tuple[int, str], State], ...
    ] = ()  # by call and expression: what a change that was told of it last has made of it
    headed: tuple[tuple[int, int], ...] = ()  # loops, with the end of the pass a heading named last
    behind: tuple[Prefix, ...] = ()  # the prefixes that stood last before a sentence of the block
    counted: int | None = None  # the loop of which it was said last what it does or is over (§3.3)

    @property
    def key(self) -> tuple[object, ...]:
        told = tuple(t.key for t in self.told)
        here = (self.clock, id(self.activation), id(self.visit), id(self.state))
        said = tuple((what, id(state)) for what, state in self.said)
        altered = tuple((what, id(state)) for what, state in self.altered)
        just = tuple((what, key(value)) for what, value in self.just)
        named = (self.named, self.lined, self.behind)
        rest = (self.called, said, self.headed, altered, just, self.counted)
        return (*here, *named, told, *rest)

    def at(
        self, clock: float, activation: Activation, state: State | None, visit: Visit | None = None
    ) -> Point:
        """The point at another moment. When it goes back, nothing counts as named."""
        named = self.named if clock >= self.clock else frozenset()
        lined = self.lined & named
        headed = self.headed if clock >= self.clock else ()
        said = self.said if clock >= self.clock else ()
        altered = self.altered if clock >= self.clock else ()
        called = self.called if clock >= self.clock else frozenset()
        return replace(
            self, clock=clock, activation=activation, state=state, visit=visit, named=named,
            lined=lined, said=said, altered=altered, headed=headed, called=called,
        )  # fmt: skip

    def moved(self, place: Place, activation: Activation) -> Point:
        clock = place.start if place.at_start else place.end + 0.5
        return self.at(clock, place.activation or activation, place.state, place.visit)

    def after(self, answer: Answer, activation: Activation) -> Point:
        """The point after a claim that names these moments."""
        if len(answer.places) != 1:
            return self
        return self.moved(answer.places[0], activation)

    def naming(self, kind: str, subject: str, visit: int) -> Point:
        what = {(kind, subject, visit)}
        return replace(self, named=self.named | what, lined=self.lined - what)

    def naming_with_line(self, what: set[tuple[str, str, int]]) -> Point:
        """The point where a claim with its line has named events."""
        lined = self.lined | (what - self.named)
        return replace(self, named=self.named | what, lined=lined)

    def entered(self, context: Context) -> Point:
        """The point where a context is opened."""
        if context.bad or context.each is not None or len(context.spans) != 1:
            return self
        span = context.spans[0]
        assert context.activation is not None
        if self.lies_in_span(span, context.activation):
            return self
        return self.at(span.start, context.activation, span.start_state)

    def to_come(self, visit: Visit) -> bool:
        """Whether a visit is not over before what is being told, or else before the point: what
        other activations did in the visit that is being told can still be named."""
        ended = self.activation  # the step by which it returns or raises is in its last visit
        if self.clock == ended.end and visit.end == ended.last:
            return True
        since = self.clock if self.visit is None else self.visit.start
        return visit.end >= since or self.handed_out_in(visit)

    def handed_out_in(self, visit: Visit) -> bool:
        """Whether it is behind a value that a generator has handed out to what a visit runs."""
        if self.visit is not None or visit.end != int(self.clock):
            return False
        log = self.activation.log
        waits = any(m.kind == "yield" and m.clock == visit.end for m in log)
        return waits and all(m is not visit.steps[0].mark for m in log)

    def lies_in(self, start: int, end: int, activation: Activation) -> bool:
        """Whether it lies in a stretch of an activation; what is behind a visit of the caller does
        not."""
        if not start <= int(self.clock) <= end:
            return False
        at: Activation | None = self.activation
        while at is not None and at is not activation:
            at = at.parent
        return at is activation or self.clock <= end

    def lies_in_span(self, span: Span, activation: Activation) -> bool:
        """Whether it lies in an interval; the state just before its first step does not."""
        if not self.lies_in(span.start, span.end, activation):
            return False
        before = self.clock == span.start and self.activation is activation
        return not before or self.state is span.start_state

    def lies_within(self, activation: Activation) -> bool:
        return self.lies_in(activation.start, activation.end, activation)

    def telling(self, activation: Activation, depth: int) -> Point:
        """The point where a call is told: told calls that do not hold it are told no more."""
        above: list[Activation] = []
        at: Activation | None = activation.parent
        while at is not None:
            above.append(at)
            at = at.parent
        kept = tuple(t for t in self.told if t.activation in above)
        opened = any(t.opened and (t.activation, t.depth) == (activation, depth) for t in self.told)
        made = replace(self, told=(*kept, Told(activation, depth, opened)))
        if made.lies_within(activation):
            return made
        return made.at(activation.start, activation, activation.start_state)

    def returned(self, activation: Activation) -> Point:
        """The point where a call is said to return: it is told no more, nor what is in it."""
        kept = tuple(
            t for t in self.told
            if not activation.start <= t.activation.start <= activation.end
        )  # fmt: skip
        return replace(self, told=kept)


def nth_pass(context: Context, loop: Statement, entries: list[Entry], number: int) -> Context:
    spans = [e.passes[number - 1] for e in entries if len(e.passes) >= number]
    bad = "REFUTED" if not spans else "AMBIGUOUS" if len(spans) < len(entries) else ""
    return Context(context.activation, spans, bad, (*context.inside, *entries), loop)


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


def resolve(
    oracle: Oracle,
    context: Context,
    named: Loop,
    *,
    own: bool = False,
    point: Point | None = None,
    alone: bool = False,
) -> Statement:
    """The loop that a phrase names; `own`: `the loop` may be the one of the pass itself; `alone`:
    it is named by a number of a pass alone."""
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
    if len(found) > 1 and point is not None:
        lying = holding(oracle, context, found, point)
        found = lying or (said_last(found, point) if alone else []) or found
    if len(found) != 1:
        raise Settled("AMBIGUOUS" if found else "REFUTED")
    return found[0]


def said_last(loops: list[Statement], point: Point) -> list[Statement]:
    """The loop of some of which it was said last that it makes passes, ends, or what it is over."""
    if point.counted == UNCLEAR:
        raise Settled("UNDECIDED")
    return [loop for loop in loops if loop.number == point.counted]


def holding(
    oracle: Oracle, context: Context, loops: list[Statement], point: Point
) -> list[Statement]:
    """The loops of some in which the point lies."""
    return [
        loop for loop in loops
        if any(lies_in_entry(point, context, e) for e in entries_in(oracle, context, loop))
    ]  # fmt: skip


def lies_in_entry(point: Point, context: Context, entry: Entry) -> bool:
    assert context.activation is not None
    return point.lies_in(entry.start, entry.left, context.activation)


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
    around = [e for e in entries if lies_in_entry(point, context, e)]
    later = [e for e in entries if e.start >= point.clock]
    return [around[0] if around else later[0] if later else entries[-1]]
