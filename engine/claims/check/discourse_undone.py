"""What does not happen, `else` blocks and jumps by their word: what is meant (§5.98 to §5.100)."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import islice
from typing import Final

from engine.claims.check.context import Frame, the_call
from engine.claims.check.described_calls import call_given, outermost_call
from engine.claims.check.discourse_base import all_of
from engine.claims.check.discourse_moves import OfMoves
from engine.claims.check.events import happens, subject
from engine.claims.check.named_loops import chosen_entry
from engine.claims.check.points import Failure, refuted
from engine.claims.check.telling import jump, leads_to_else, told_pass
from engine.claims.check.told_calls import the_told_call
from engine.claims.model import (
    UNPLACED,
    BlockOf,
    BlockRuns,
    Branches,
    BranchWord,
    CallContext,
    CallReturns,
    Chain,
    Computed,
    Evaluates,
    Exactly,
    Expr,
    GivenReturns,
    GoesThrough,
    ItemSkipped,
    Jump,
    JumpRuns,
    Jumps,
    JumpWord,
    LineRuns,
    NotDone,
    OfType,
    PlacedAt,
    PlacedClaim,
    Sets,
    Span,
    Target,
    UndoneClaim,
    Yields,
)
from engine.claims.spans import read_expr, read_target
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import LineNo, StepNo
from engine.trace.statements import Statement
from engine.trace.visits import Interval, Visit
from engine.values import Atom, Value

_MOST_ELEMENTS: Final = 1_000
"""Elements that are looked at to find which one is set."""

_NODES: Final = {JumpWord.BREAK: ast.Break, JumpWord.CONTINUE: ast.Continue}


class OfUndone(OfMoves):
    """Finds the pass in which something does not happen, and the block that is no branch."""

    def _undone(self, entry: PlacedClaim, claim: UndoneClaim) -> PlacedClaim:
        frame = self._single(entry.chain)
        match claim:
            case JumpRuns(word=word, times=times):
                chain = self._told_part(entry, frame) if times is None else entry.chain
                found = replace(claim, line=self._only_jump(frame, word).line)
                return PlacedClaim(found, chain, entry.relation)
            case NotDone():
                chain = entry.chain if claim.never else self._told_part(entry, frame)
                return PlacedClaim(claim, chain, entry.relation)
            case GivenReturns(given=given, result=result):
                call = self._given(frame, given) if given else outermost_call(self._moments)
                wanted = Exactly(result)
                returns = CallReturns(call.number, call.function, wanted, surface=claim.surface)
                return PlacedClaim(returns, entry.chain, entry.relation)
            case PlacedAt():
                return self._placed_at(entry, frame, claim)
            case Computed(expr=expr):
                evaluates = Evaluates(UNPLACED, expr, OfType(""))
                lines = self._lines(frame, evaluates)
                key = frame.activation, ("computed", expr.dump)
                visit = self._next_of(frame, lines, self._named.get(key, -1))
                self._named[key] = visit.first
                runs = LineRuns(visit.line, None, surface=claim.surface)
                span = Span(visit.first, visit.last, visit.before)
                return PlacedClaim(runs, (*entry.chain, span), entry.relation)
            case Yields(expr=expr):
                return self._yields(entry, frame, claim, expr)
            case GoesThrough():
                return entry
            case ItemSkipped():
                return self._skipped(entry, frame, claim)

    def _given(self, frame: Frame, given: tuple[tuple[str, Value], ...]) -> CallContext:
        """The call that was given these values and ends next, of those that were not told so."""
        key = "given", given
        since = max(self._here.floor, self._named.get(key, -1) + 1)
        call = call_given(self._moments, frame, given, since)
        activation = the_call(self._moments, call.number, call.function)
        self._named[key] = self._moments.last_step(activation)
        return call

    def _placed_at(self, entry: PlacedClaim, frame: Frame, claim: PlacedAt) -> PlacedClaim:
        """The next visit that sets an element of the only thing of which the function sets some;
        with an index, the one that sets that."""
        targets = {
            ast.unparse(node.value): None
            for each in self._of_function(frame)
            for node in each.expressions()
            if isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Store)
            and not isinstance(node.slice, ast.Slice)
        }
        if not targets:
            raise refuted("nothing here sets an element")
        if len(targets) > 1:
            names = ", ".join(f"`{name}`" for name in targets)
            raise Failure(ClaimVerdict.AMBIGUOUS, f"{names} can be meant")
        name = next(iter(targets))
        to = Exactly(claim.value)
        if claim.index is not None:
            target = _element(name, claim.index)
            return self._event(entry, Sets(UNPLACED, target, to, surface=claim.surface))
        key, visit = self._next_element(frame, name)
        sets = Sets(visit.line, _element(name, key), to, surface=claim.surface)
        assert claim.moved is not None
        from_there = key - claim.moved
        was = self._value_at(frame, read_expr(f"{name}[{from_there}]"), visit.before)
        if from_there < 0 or was != claim.value:
            raise refuted(f"it is `{name}[{key}]` that is set next, and from elsewhere")
        self._named[frame.activation, subject(sets)] = visit.first
        span = Span(visit.first, visit.last, visit.before)
        return PlacedClaim(sets, (*entry.chain, span), entry.relation)

    def _yields(self, entry: PlacedClaim, frame: Frame, claim: Yields, expr: Expr) -> PlacedClaim:
        """Of the innermost call in which the point lies, or the next one: what it hands out at the
        step that is being told, or after it."""
        whole = frame._replace(interval=self._moments.whole(frame.activation))
        # A generator that is left for good in this pass gave its last value before the pass begins.
        since = self._here.step
        call = the_told_call(self._moments, whole, expr, since)
        activation = the_call(self._moments, call.number, call.function)
        if not self._moments.trace.code_of(activation).generator:
            raise refuted(f"`{call.function}` is no generator")
        if claim.times is not None:
            return PlacedClaim(replace(claim, call=call), entry.chain, entry.relation)
        key = "yields", activation
        since = max(self._here.floor, self._named.get(key, -1) + 1)
        for visit in self._moments.visits(activation).inside(self._moments.whole(activation)):
            for step in self._moments.yields(visit):
                if step.number >= since:
                    self._named[key] = step.number
                    placed = replace(claim, call=call, step=step.number)
                    return PlacedClaim(placed, entry.chain, entry.relation)
        raise refuted(f"`{call.function}` yields nothing here, or nothing any more")

    def _next_of(self, frame: Frame, lines: tuple[LineNo, ...], named: int) -> Visit:
        """The next visit of one of the lines, the one that is being told among them, behind what
        was named."""
        visits = self._moments.visits(frame.activation)
        found = [
            visit
            for line in lines
            for visit in islice(
                (
                    each
                    for each in visits.from_on(line, self._here.floor, frame.interval)
                    if each.first > named
                ),
                1,
            )
        ]
        if not found:
            raise refuted("that does not happen here, or not any more")
        return min(found, key=lambda visit: visit.first)

    def _next_element(self, frame: Frame, name: str) -> tuple[int, Visit]:
        """The next visit that sets an element of the list, and at which index."""
        length = read_expr(f"len({name})")
        for visit in self._moments.visits(frame.activation).inside(
            Interval(StepNo(self._here.floor), frame.interval.last)
        ):
            many = self._value_at(frame, length, visit.after)
            if not isinstance(many, Atom) or type(many.payload) is not int:
                continue
            set_here: list[int] = []
            for index in range(min(many.payload, _MOST_ELEMENTS)):
                place = Sets(UNPLACED, _element(name, index), None)
                if self._named.get((frame.activation, subject(place)), -1) >= visit.first:
                    continue
                if happens(self._moments, visit, place) is True:
                    set_here.append(index)
            if len(set_here) > 1:
                raise Failure(ClaimVerdict.AMBIGUOUS, "several elements are set there")
            if set_here:
                return set_here[0], visit
        raise refuted(f"no element of `{name}` is set here, or none any more")

    def _skipped(self, entry: PlacedClaim, frame: Frame, claim: ItemSkipped) -> PlacedClaim:
        """By `continue`; a pass that does less in another way is not said to skip its item."""
        here = self._here
        goes = Jumps(Jump.CONTINUE, surface=claim.surface)
        try:
            found = jump(self._moments, frame, goes, here.within, here.floor, None)
        except Failure as failure:
            if failure.verdict is not ClaimVerdict.REFUTED:
                raise
            raise Failure(ClaimVerdict.AMBIGUOUS, "say what does not happen") from failure
        return PlacedClaim(found.claim, (*entry.chain, found.span), entry.relation)

    def _told_part(self, entry: PlacedClaim, frame: Frame) -> Chain:
        """The pass that is being told; without one, the context."""
        told = told_pass(self._moments, frame, self._here.step)
        if told is None:
            return entry.chain
        one = told[1]
        return (*entry.chain, Span(one.first, one.last, one.began))

    def _only_jump(self, frame: Frame, word: JumpWord) -> Statement:
        found = [each for each in self._of_function(frame) if isinstance(each.node, _NODES[word])]
        if not found:
            raise refuted(f"there is no `{word.value}` here")
        if len(found) > 1:
            lines = ", ".join(f"line {each.line}" for each in found)
            why = f"the `{word.value}` of {lines} can be meant"
            raise Failure(ClaimVerdict.AMBIGUOUS, why)
        return found[0]

    def _of_function(self, frame: Frame) -> tuple[Statement, ...]:
        scope = self._moments.trace.scope_of(frame.activation)
        return () if scope is None else self._moments.trace.statements.of_scope(scope)

    def _other_else(self, entry: PlacedClaim, frame: Frame, claim: Branches) -> PlacedClaim | None:
        """The `else` of the only loop or `try` that has one, where no `if` of the function does."""
        if claim.word is not BranchWord.ELSE:
            return None
        own = self._of_function(frame)
        ifs = [each for each in own if isinstance(each.node, ast.If)]
        if any(leads_to_else(self._moments, each) for each in ifs):
            return None
        found = [
            each
            for each in own
            if isinstance(each.node, ast.For | ast.While | ast.Try | ast.TryStar)
            and each.node.orelse
        ]
        if len(found) != 1:
            return None
        block = found[0]
        if not block.is_loop:
            of_try = BlockRuns(block.line, BlockOf.TRY_ELSE, claim.taken, surface=claim.surface)
            return PlacedClaim(of_try, self._told_part(entry, frame), entry.relation)
        of_loop = BlockRuns(block.line, BlockOf.LOOP_ELSE, claim.taken, surface=claim.surface)
        left = chosen_entry(self._moments, frame, block, self._here.time)
        return PlacedClaim(of_loop, (*entry.chain, all_of(left)), entry.relation)


def _element(name: str, index: int) -> Target:
    return read_target(f"{name}[{index}]")
