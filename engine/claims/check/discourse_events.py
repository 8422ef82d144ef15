"""Events without a line: the next visit in which they happen (§3.2, §5.70, §5.88)."""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Hashable, Iterator
from dataclasses import replace

from engine.claims.check.context import Frame
from engine.claims.check.derivations import pure_value
from engine.claims.check.discourse_base import FailureThere, as_expression
from engine.claims.check.discourse_states import OfStates
from engine.claims.check.events import could, happens, subject, told_by
from engine.claims.check.kinds import element_at
from engine.claims.check.points import Failure, refuted, unsupported
from engine.claims.check.states import State
from engine.claims.check.telling import (
    jump,
    receiver,
)
from engine.claims.check.told_chains import Said, branch
from engine.claims.check.told_changes import next_change_of
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import (
    Alters,
    AltersUnnamed,
    AttributeTarget,
    Branches,
    BranchWord,
    Changes,
    ConditionIs,
    ContextStart,
    Derives,
    ElementTarget,
    Evaluates,
    Event,
    Exactly,
    Expr,
    Jump,
    Jumps,
    PlacedClaim,
    Sets,
    Span,
    ValueIs,
)
from engine.claims.spans import dump_of, has_names
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import LineNo, StepNo
from engine.trace.statements import Statement, test_of
from engine.trace.visits import Interval, Visit
from engine.values import Atom


class OfEvents(OfStates):
    """Finds the visits that claims about events speak of."""

    @abstractmethod
    def _other_else(self, entry: PlacedClaim, frame: Frame, claim: Branches) -> PlacedClaim | None:
        """The `else` that is no branch of an `if`, where that alone can be meant."""

    def _event(self, entry: PlacedClaim, event: Event) -> PlacedClaim:
        frame = self._single(entry.chain)
        self._asked = entry.chain, event
        if isinstance(event, Sets | Derives) and not self._lines(frame, event):
            called = self._set_by_a_call(entry, frame, event)
            if called is not None:
                return called
        if isinstance(event, Sets) and isinstance(event.to, Exactly):
            changed = self._next_change(frame, event)
            if changed is not None:
                return self._of_change(entry, frame, event, changed)
        if isinstance(event, Derives) and not self._lines(frame, event):
            return self._equal_here(entry, frame, event)
        try:
            visit = self._next_visit(frame, event)
        except Failure as failure:
            if failure.verdict is not ClaimVerdict.REFUTED:
                raise
            other: PlacedClaim | None = None
            if isinstance(event, Derives):
                other = self._set_by_a_call(entry, frame, event)
            elif isinstance(event, Sets):
                other = self._told_otherwise(entry, frame, event)
            if other is None:
                raise
            return other
        self._named[without_its_line(frame, event, visit)] = visit.first
        placed = replace(event, line=visit.line)
        span = Span(visit.first, visit.last, visit.before)
        return PlacedClaim(placed, (*entry.chain, span), entry.relation)

    def _as_told(self, entry: PlacedClaim, claim: Branches | Jumps | AltersUnnamed) -> PlacedClaim:
        frame, here = self._single(entry.chain), self._here
        match claim:
            case Branches():
                other = self._other_else(entry, frame, claim)
                if other is not None:
                    return other
                # What is said of a condition goes with what is said of its branch.
                tells = "conditions" if claim.word is BranchWord.ANY else "branches"
                key = frame.activation, tells
                told = self._told_visit(frame)
                words = {each: self._named.get((*key, each), -1) for each in BranchWord}
                said = Said(self._named.get(key, -1), words, here.time)
                told_of = branch(self._moments, frame, claim, here.floor, said, told)
                placed = PlacedClaim(told_of.claim, (*entry.chain, told_of.span), entry.relation)
                if told_of.again:
                    self._still = placed
                else:
                    self._named[key] = told_of.span.first
                self._named[*key, claim.word] = told_of.run
                return placed
            case Jumps():
                if claim.jump is Jump.RETURN:
                    while self._calls and self._calls[-1].chain == entry.chain:
                        self._calls.pop()
                told = self._told_visit(frame)
                found = jump(self._moments, frame, claim, here.within, here.floor, told)
                return PlacedClaim(found.claim, (*entry.chain, found.span), entry.relation)
            case AltersUnnamed(key=None):
                return self._event(entry, receiver(self._moments, frame, claim, here.time))
            case AltersUnnamed():
                return self._event(entry, element_at(self._moments, frame, claim, here.time))

    def _set_by_a_call(
        self, entry: PlacedClaim, frame: Frame, event: Sets | Derives
    ) -> PlacedClaim | None:
        """What an element or an attribute becomes next in what the context calls, where no line of
        the context's own sets it."""
        match event:
            case Sets(
                target=ElementTarget() | AttributeTarget() as target, to=Exactly(value=value)
            ):
                expr = target.whole
            case Derives(parts=(expr, *rest), value=value) if not any(
                has_names(part.tree) for part in rest
            ) and isinstance(expr.tree, ast.Subscript | ast.Attribute):
                for part in rest:
                    if pure_value(part.tree) != value:
                        raise refuted(f"`{part.text}` is something else")
            case _:
                return None
        at = next_change_of(self._moments, frame, expr, self._here.time)
        if at is None:
            raise refuted(f"`{expr.text}` does not change here, or not any more")
        state = ValueIs(ContextStart(), expr, value, surface=event.surface)
        return self._at(entry, state, at)

    def _as_tested(self, frame: Frame, event: Event) -> Event:
        """A comparison that is no test of its own, but an operand of one, or of the test of a
        conditional expression, or that, is evaluated there."""
        if not isinstance(event, ConditionIs) or self._lines(frame, event):
            return event
        if not isinstance(event.condition.tree, ast.Compare):
            return event
        scope = self._moments.trace.scope_of(frame.activation)
        everything = () if scope is None else self._moments.trace.statements.of_scope(scope)
        if not any(_is_operand(each, event.condition.dump) for each in everything):
            return event
        result = Exactly(Atom(event.truth))
        return Evaluates(event.line, event.condition, result, surface=event.surface)

    def _equal_here(self, entry: PlacedClaim, frame: Frame, event: Derives) -> PlacedClaim:
        """An equation of which no line of the function computes the first part: a state."""
        first, *rest = event.parts
        at = self._bound(frame, first)
        state = ValueIs(ContextStart(), first, event.value, surface=event.surface)
        placed = self._at(entry, state, at)
        for part in rest:
            found = self._value_at(frame, part, at)
            if isinstance(found, Undecidable):
                raise unsupported(found.why)
            if found != event.value:
                why = f"`{part.text}` is something else"
                raise FailureThere(ClaimVerdict.REFUTED, why, placed)
        if self._is_assigned(frame, first) and self._value_at(frame, first, at) == event.value:
            why = f"a line here sets `{first.text}`, but not from `{rest[0].text}`"
            raise FailureThere(ClaimVerdict.AMBIGUOUS, why, placed)
        return placed

    def _is_assigned(self, frame: Frame, expr: Expr) -> bool:
        """Whether an assignment of the function has the expression as its target, or within it."""
        scope = self._moments.trace.scope_of(frame.activation)
        everything = () if scope is None else self._moments.trace.statements.of_scope(scope)
        text = ast.unparse(expr.tree)
        return any(
            isinstance(getattr(node, "ctx", None), ast.Store) and ast.unparse(node) == text
            for each in everything
            if isinstance(each.node, ast.Assign | ast.AnnAssign | ast.AugAssign)
            for node in each.expressions()
        )

    def _told_otherwise(self, entry: PlacedClaim, frame: Frame, event: Sets) -> PlacedClaim | None:
        """What a change that was told by another verb has made of the target, where it is that
        still, and nothing makes anything of it any more in the context."""
        if not isinstance(event.to, Exactly):
            return None
        expr = as_expression(event.target)
        changed = self._named.get((frame.activation, ("alters", expr)), -1)
        if changed <= self._named.get((frame.activation, subject(event)), -1):
            return None
        told = self._last_told.get((frame.activation, expr.dump))
        if changed < frame.interval.first or told is not Alters:
            return None
        visit = self._moments.visits(frame.activation).at(changed)
        here = self._value_at(frame, expr, self._here.time)
        if visit is None or self._value_at(frame, expr, visit.after) != here:
            return None
        self._named[frame.activation, subject(event)] = changed
        state = ValueIs(ContextStart(), expr, event.to.value, surface=event.surface)
        return self._at(entry, state, self._here.time)

    def _next_change(self, frame: Frame, event: Sets) -> Visit | None:
        """The next visit that changes in place what the target is, where none sets it before."""
        expr = as_expression(event.target)
        here = State(self._moments, frame.activation, self._here.time)
        if isinstance(here.evaluate(expr), Atom | NoValue | Undecidable):
            return None
        named = self._named.get((frame.activation, subject(event)), -1)
        visits = self._moments.visits(frame.activation)
        current = visits.at(self._here.floor)
        first = self._here.floor if current is None else current.first
        since = Interval(StepNo(max(first, frame.interval.first)), frame.interval.last)
        for visit in visits.inside(since):
            if visit.first <= named:
                continue
            if happens(self._moments, visit, event) is True:
                return None
            before = State(self._moments, frame.activation, visit.before).evaluate(expr)
            after = State(self._moments, frame.activation, visit.after).evaluate(expr)
            if isinstance(before, Undecidable) or isinstance(after, Undecidable):
                raise unsupported(f"whether `{expr.text}` changes is not known")
            if not isinstance(after, NoValue) and before != after:
                return visit
        return None

    def _of_change(
        self, entry: PlacedClaim, frame: Frame, event: Sets, visit: Visit
    ) -> PlacedClaim:
        assert isinstance(event.to, Exactly)
        self._named[frame.activation, subject(event)] = visit.first
        self._named[without_its_line(frame, event, visit)] = visit.first
        expr = as_expression(event.target)
        claim = Changes(visit.line, expr, event.to.value, surface=event.surface)
        span = Span(visit.first, visit.last, visit.before)
        return PlacedClaim(claim, (*entry.chain, span), entry.relation)

    def _next_visit(self, frame: Frame, event: Event) -> Visit:
        lines = self._lines(frame, event)
        name = self._moments.trace.code_of(frame.activation).name
        if not lines:
            raise refuted(f"nothing in `{name}` does that")
        named = max(self._named.get((frame.activation, each), -1) for each in told_by(event))
        visits = self._moments.visits(frame.activation)
        found: Visit | None = None
        for line in lines:
            for visit in visits.from_on(line, self._here.floor, frame.interval):
                if found is not None and visit.first > found.first:
                    break
                if visit.first <= named:
                    continue
                did = happens(self._moments, visit, event)
                if isinstance(did, Undecidable):
                    raise unsupported(did.why)
                if did:
                    found = visit
                    break
        if found is None:
            raise refuted("that does not happen here, or not any more")
        return found

    def _lines(self, frame: Frame, event: Event) -> tuple[LineNo, ...]:
        """The lines of the context's function on which it could happen, by the source alone."""
        scope = self._moments.trace.scope_of(frame.activation)
        if scope is None:
            return ()
        key = scope, subject(event)
        if key not in self._candidates:
            statements = self._moments.trace.statements.of_scope(scope)
            able = [each for each in statements if could(each, event)]
            if any(not each.visible for each in able):
                raise unsupported("whether a line does that is not reliably seen")
            self._candidates[key] = tuple(sorted({each.line for each in able}))
        return self._candidates[key]


def without_its_line(frame: Frame, event: Event, visit: Visit) -> Hashable:
    """By what it is known that a claim without a line has named the event of a visit."""
    return "without its line", frame.activation, subject(event), visit.first


def _is_operand(statement: Statement, dump: str) -> bool:
    """Whether the test of the statement has it as an operand of `and`, `or` or `not`, or that of a
    conditional expression in the statement has it so, or is it."""
    test = test_of(statement)
    if test is not None and any(dump_of(each) == dump for each in _operands(test)):
        return True
    chosen = (each.test for each in statement.expressions() if isinstance(each, ast.IfExp))
    return any(dump_of(part) == dump for each in chosen for part in (each, *_operands(each)))


def _operands(test: ast.expr) -> Iterator[ast.expr]:
    match test:
        case ast.BoolOp(values=values):
            for each in values:
                yield each
                yield from _operands(each)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
            yield from _operands(operand)
        case _:
            pass
