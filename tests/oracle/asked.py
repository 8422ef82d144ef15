"""One claim that is asked in one context, and what the forms share."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .answers import Answer, Outcome, Settled, of_visits
from .contexts import UNCLEAR, Context, Point, Told
from .history import Entry, History, Span, Visit
from .phrases import Loop
from .program import Function, Statement
from .reader import Sentence
from .record import Activation, Mark, State
from .values import Value, equal

if TYPE_CHECKING:
    from .judge import Oracle

Form = Callable[["Asked"], Answer]
VisitTest = Callable[["Asked", Visit], Outcome]
FORMS: dict[str, Form] = {}
"""The forms by the names that the reader gives them."""
FIRST: list[Callable[[Asked], None]] = []
"""What is done before: what is meant is put in the place of things named by a word (5.81)."""
VISIT_TESTS: dict[str, VisitTest] = {}
"""Whether a form about visits of a line is true of one of them."""

SPOKEN_OF: dict[str, type[ast.AST]] = {
    "assertion": ast.Assert, "case": ast.match_case, "catches": ast.ExceptHandler,
}  # fmt: skip
"""What has to stand on the line of a form, for it to name anything."""


def form(*names: str) -> Callable[[Form], Form]:
    def kept(found: Form) -> Form:
        FORMS.update(dict.fromkeys(names, found))
        return found

    return kept


def visit_test(name: str) -> Callable[[VisitTest], VisitTest]:
    def kept(found: VisitTest) -> VisitTest:
        VISIT_TESTS[name] = found
        return found

    return kept


def begun_in(history: History, point: Point) -> Visit | None:
    """The header's visit that began a pass, where the point is the start of that."""
    for e in history.entries:
        if any(p.start == point.clock and p.start_state is point.state for p in e.passes):
            begun = [v for v in history.visits if v.start == point.clock]
            return next((v for v in begun if v.steps[0].statement is e.loop), None)
    return None


def changed_between(one: State, other: State) -> dict[str, Value]:
    """The objects that names hold in two states, and that are not the same any more."""
    held = [(n, v, other.names[n]) for n, v in one.names.items() if n in other.names]
    return {
        n: v for n, v, then in held
        if v.kind != "scalar" and v.oid == then.oid and not equal(v, then)
    }  # fmt: skip


def same_module(one: State, other: State) -> bool:
    return one.module.keys() == other.module.keys() and all(
        equal(v, other.module[n]) for n, v in one.module.items()
    )


def by_clock(mark: Mark) -> int:
    return mark.clock


class Asked:
    """A claim in a context that is there and is not universal."""

    def __init__(
        self, oracle: Oracle, context: Context, sentence: Sentence, point: Point, depth: int = 0
    ) -> None:
        assert context.activation is not None
        self.oracle, self.context, self.sentence = oracle, context, sentence
        self.activation = context.activation
        self.history: History = oracle.histories[context.activation]
        self.args: tuple[Any, ...] = sentence.args
        self.point = point
        self.depth = depth  # of headings; -1 in a universal context
        self.still = False  # whether the claim speaks of the point and leaves it where it is

    @property
    def function(self) -> Function:
        if self.activation.function is None:
            raise Settled("UNDECIDED")
        return self.activation.function

    def answer(self) -> Answer:
        for prepare in FIRST:
            prepare(self)
        name = self.sentence.form
        if name in FORMS:
            return FORMS[name](self)
        test = VISIT_TESTS[name]
        visits = self.visits(self.args[0])
        kind = SPOKEN_OF.get(name)
        if kind and not any(isinstance(s.node, kind) for s in self.function.lines[self.args[0]]):
            return Answer("REFUTED")  # it names nothing
        if name in ("sets", "alters"):
            visits = [v for v in visits if not v.exhausted]
        return of_visits([test(self, v) for v in visits], visits)

    def check(self, line: int) -> None:
        """Refuses lines of which no visits are seen."""
        function = self.activation.function
        if function is None or line not in function.lines:
            unseen = function is not None and line in function.unseen | function.hosted
            raise Settled("UNSUPPORTED" if unseen else "REFUTED")

    def visits(self, line: int) -> list[Visit]:
        self.check(line)
        return [v for v in self.history.visits if v.line == line and self.context.holds(v.start)]

    def pass_here(self) -> tuple[Entry, Span] | None:
        """The innermost pass in which the point lies."""
        found = [
            (e, p) for e in self.history.entries for p in e.passes
            if self.point.lies_in_span(p, self.activation)
        ]  # fmt: skip
        return max(found, key=lambda pair: pair[1].start, default=None)

    def begun_here(self) -> Visit | None:
        """The header's visit that began a pass, where the point is the start of that."""
        return begun_in(self.history, self.point)

    def told(self) -> list[Told]:
        """The calls that are being told under the same headings, the innermost last."""
        return [t for t in self.point.told if t.depth == self.depth]

    def visits_here(self) -> list[Visit]:
        """All visits of the activation that begin in the context."""
        return [v for v in self.history.visits if self.context.holds(v.start)]

    def single(self) -> None:
        """Refuses contexts of several intervals: the form needs the point (§3.1)."""
        if len(self.context.spans) != 1:
            raise Settled("AMBIGUOUS")

    def states_here(self) -> list[State | None]:
        """The states before and after each visit that begins in the context (5.4)."""
        return [state for v in self.visits_here() for state in (v.before, v.after)]

    def of_loop(self, loop: Statement, named: Loop | None = None) -> None:
        """Something is said of a loop (§3.3); with its line or in other words the page does not say
        whether it counts."""
        counts = named is not None and named.line is None
        if counts or self.point.counted != loop.number:
            self.point = replace(self.point, counted=loop.number if counts else UNCLEAR)

    def point_states(self) -> list[State | None]:
        """The state at the point; two where it lies in the midst of a visit of the activation."""
        point = self.point
        if point.activation is self.activation:
            return [point.state]
        clock = int(point.clock)
        begun = begun_in(self.oracle.histories[point.activation], point)
        if begun is not None:
            if self.activation.start <= clock and self.activation.end <= begun.end:
                return [None]
            clock = begun.end  # the state of the start is that after the header's visit
        if point.activation.parent is self.activation and clock == point.activation.end:
            return [point.activation.callers_state]
        for v in self.history.visits:
            if v.start <= clock <= v.end:
                waits = self.waiting_at(clock)
                if waits is None:
                    return [v.before, v.after]
                following = next(m for m in self.activation.log if m.clock > clock)
                return [self.meanwhile(waits.state, following.state)]
        earlier = [v for v in self.history.visits if v.end < clock]
        return [earlier[-1].after if earlier else self.activation.start_state]

    def waiting_at(self, clock: int) -> Mark | None:
        """Where the activation, a generator, waits while others run."""
        inner: Activation | None = self.point.activation
        while inner is not None and inner is not self.activation:
            inner = inner.parent
        last = max((m for m in self.activation.log if m.clock <= clock), default=None, key=by_clock)
        return last if inner is None and last is not None and last.kind == "yield" else None

    def meanwhile(self, waits: State, then: State) -> State | None:
        """The state of a generator that waits, at the point; None where it is not seen what others
        have made of an object that it holds."""
        changed = changed_between(waits, then)
        if not changed and same_module(waits, then):
            return waits
        others = self.point.state
        if others is None:
            return None
        key = (id(waits), id(others))
        if key not in self.oracle.meanwhile:
            seen = {v.oid: v for v in (*others.module.values(), *others.names.values())}
            if any(v.oid not in seen for v in changed.values()):
                return None
            now = {name: seen[v.oid] for name, v in changed.items()}
            made = State(waits.function, {**waits.names, **now}, others.module)
            self.oracle.meanwhile[key] = made
        return self.oracle.meanwhile[key]

    def here(self) -> State:
        """The state at the point, where it is one."""
        self.single()
        states = self.point_states()
        if len(states) != 1 or states[0] is None:
            raise Settled("UNDECIDED")
        return states[0]
