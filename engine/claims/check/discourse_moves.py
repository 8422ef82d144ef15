"""How values move, tests by their place, what loops take up: what is meant (§5.91 to §5.95)."""

from __future__ import annotations

import ast
from dataclasses import replace

from engine.claims.check.context import Frame
from engine.claims.check.discourse_base import all_of, as_expression, outside
from engine.claims.check.discourse_events import OfEvents
from engine.claims.check.events import happens, subject
from engine.claims.check.named_loops import (
    chosen_entry,
    loop_binding,
    named_loop,
)
from engine.claims.check.points import Failure, refuted, unsupported
from engine.claims.check.states import State
from engine.claims.check.telling import item_loop, nth_test, over_visit
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import (
    UNPLACED,
    BodyRuns,
    ConditionIs,
    ContextStart,
    Exactly,
    Expr,
    HasMoved,
    ItemOccurs,
    ItemsClaim,
    LastNotTaken,
    LoopName,
    LoopTest,
    MovesTo,
    NthTest,
    PlacedClaim,
    RunsOver,
    Sets,
    SetTo,
    Span,
    Stored,
    TakenUp,
    Takes,
    ValueIs,
)
from engine.claims.spans import read_expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.conditions import test_truth
from engine.trace.loops import LoopEnd, LoopEntry
from engine.trace.model import StepNo, Time
from engine.trace.statements import Statement
from engine.trace.visits import Interval, Visit
from engine.values import Mapping, Sequence, SetValue


class OfMoves(OfEvents):
    """Finds the visits, tests and entries of loops that such claims speak of."""

    def _has_moved(self, entry: PlacedClaim, claim: HasMoved) -> PlacedClaim:
        """Between the start of the visit that is being told, or in which the point lies, and the
        point."""
        frame = self._single(entry.chain)
        visit = self._told_visit(frame)
        if visit is not None:
            return PlacedClaim(claim, (*entry.chain, over_visit(visit)), entry.relation)
        here = self._here.within
        visit = self._moments.visits(frame.activation).at(here)
        if visit is None:
            raise refuted("nothing is being told in which it could move")
        if self._moments.trace.code_of(frame.activation).generator:
            why = "since when is not said: what is called goes on each time it is asked"
            raise Failure(ClaimVerdict.AMBIGUOUS, why)
        until = Span(visit.first, Time(max(here, visit.first)), visit.before)
        return PlacedClaim(claim, (*entry.chain, until), entry.relation)

    def _set_to(self, entry: PlacedClaim, claim: SetTo) -> PlacedClaim:
        frame = self._single(entry.chain)
        event = Sets(UNPLACED, claim.target, None)
        try:
            visit = self._next_visit(frame, event)
        except Failure:
            self._perhaps_changed(frame, as_expression(claim.target))
            raise
        self._named[frame.activation, subject(event)] = visit.first
        return PlacedClaim(claim, (*entry.chain, over_visit(visit)), entry.relation)

    def _perhaps_changed(self, frame: Frame, expr: Expr) -> None:
        """What can hold things may become that by a change, of which an expression does not
        tell when it is so."""
        found = State(self._moments, frame.activation, self._here.time).evaluate(expr)
        if isinstance(found, Sequence | SetValue | Mapping):
            why = f"nothing sets `{expr.text}` any more: say what it becomes by its value"
            raise unsupported(why)

    def _stored(self, entry: PlacedClaim, claim: Stored) -> PlacedClaim:
        """What can hold things does not become what is stored in it."""
        frame = self._single(entry.chain)
        expr = as_expression(claim.target)
        found = State(self._moments, frame.activation, self._here.time).evaluate(expr)
        if isinstance(found, Undecidable):
            raise unsupported(found.why)
        if isinstance(found, Sequence | SetValue | Mapping):
            why = f"whether `{expr.text}` becomes it or holds it is not said"
            raise Failure(ClaimVerdict.AMBIGUOUS, why)
        sets = Sets(UNPLACED, claim.target, Exactly(claim.value), surface=claim.surface)
        return self._event(entry, sets)

    def _moves_to(self, entry: PlacedClaim, claim: MovesTo) -> PlacedClaim:
        """The next visit that makes something else of it; of a loop that is not told yet, when
        that is left."""
        frame = self._single(entry.chain)
        event = Sets(UNPLACED, claim.target, Exactly(claim.value), surface=claim.surface)
        visit = self._next_move(frame, event)
        around = self._untold_loop(frame, visit)
        key = frame.activation, subject(event)
        if around is None:
            self._named[key] = visit.first
            placed = replace(event, line=visit.line)
            return PlacedClaim(placed, (*entry.chain, over_visit(visit)), entry.relation)
        if around.end is LoopEnd.UNFINISHED:
            raise unsupported(f"how the loop on line {around.loop.line} ended is not seen")
        if not around.left_normally:
            raise refuted(f"nothing comes after the loop on line {around.loop.line} here")
        self._named[key] = around.last
        expr = as_expression(claim.target)
        state = ValueIs(ContextStart(), expr, claim.value, surface=claim.surface)
        return self._at(entry, state, around.left)

    def _next_move(self, frame: Frame, event: Sets) -> Visit:
        self._lines(frame, event)  # that all of them are seen
        expr = as_expression(event.target)
        named = self._named.get((frame.activation, subject(event)), -1)
        visits = self._moments.visits(frame.activation)
        current = visits.at(self._here.floor)
        first = self._here.floor if current is None else current.first
        since = Interval(StepNo(max(first, frame.interval.first)), frame.interval.last)
        for visit in visits.inside(since):
            if visit.first <= named or happens(self._moments, visit, event) is not True:
                continue
            before = State(self._moments, frame.activation, visit.before).evaluate(expr)
            after = State(self._moments, frame.activation, visit.after).evaluate(expr)
            for found in (before, after):
                if isinstance(found, Undecidable):
                    raise unsupported(found.why)
            if NoValue not in {type(before), type(after)} and before != after:
                return visit
        raise refuted(f"`{expr.text}` does not move here, or not any more")

    def _untold_loop(self, frame: Frame, visit: Visit) -> LoopEntry | None:
        """The outermost loop around the visit that begins after the point."""
        loops = self._moments.loops(frame.activation)
        point = self._here.step
        for loop in visit.statements[0].loops():
            held = loops.holding(loop, visit.first)
            if held is not None and held.first > point and held not in frame.inside:
                return held
        return None

    # -- tests by their place -------------------------------------------------------------------

    def _nth_test(self, entry: PlacedClaim, claim: NthTest) -> PlacedClaim:
        """Of a test that stands directly in a loop, its visit in the pass that is being told."""
        frame, here = self._single(entry.chain), self._here
        step = here.step
        test, keyword, within = nth_test(self._moments, frame, claim.number, claim.of, step)
        if not test.visible:
            raise unsupported("whether a line decides that is not reliably seen")
        visits = self._moments.visits(frame.activation)
        for visit in visits.from_on(test.line, within.first, within):
            if test in visit.statements:
                runs = BodyRuns(test.line, keyword, claim.truth, surface=claim.surface)
                return PlacedClaim(runs, (*entry.chain, over_visit(visit)), entry.relation)
        told = f"the test on line {test.line} does not come here"
        raise Failure(ClaimVerdict.AMBIGUOUS, told) if claim.skipped else refuted(told)

    def _loop_test(self, entry: PlacedClaim, claim: LoopTest) -> PlacedClaim:
        frame, here = self._single(entry.chain), self._here
        loop = named_loop(self._moments, frame, claim.loop, around=True, point=here.time)
        if not isinstance(loop.node, ast.While):
            raise refuted(f"the loop on line {loop.line} has no condition")
        if not loop.visible:
            raise unsupported("whether the loop tests is not reliably seen")
        test = loop.node.test
        key = frame.activation, ("tests", loop.line)
        named = self._named.get(key, -1)
        whole = self._moments.whole(frame.activation)
        for visit in self._moments.visits(frame.activation).from_on(loop.line, here.floor, whole):
            if visit.first <= named or loop not in visit.statements:
                continue
            if test_truth(self._moments.trace, visit, test) is not None:
                self._named[key] = visit.first
                condition = read_expr(ast.unparse(test))
                tested = ConditionIs(loop.line, condition, claim.truth, surface=claim.surface)
                return PlacedClaim(tested, (*entry.chain, over_visit(visit)), entry.relation)
        raise refuted(f"the loop on line {loop.line} tests nothing here, or not any more")

    # -- what loops take up ---------------------------------------------------------------------

    def _of_items(self, entry: PlacedClaim, claim: ItemsClaim) -> PlacedClaim:
        frame = self._single(entry.chain)
        loop = self._loop = self._loop_of(frame, claim)
        placed = replace(claim, loop=loop.line)
        if isinstance(placed, TakenUp):
            placed = replace(placed, by=Time(self._here.time))
        if frame.inside and frame.inside[-1].loop is loop:
            chain, found = outside(entry.chain), frame.inside[-1]
        elif any(each.loop is loop for each in frame.inside):
            raise Failure(ClaimVerdict.AMBIGUOUS, "say it outside of the pass")
        else:
            chain, found = entry.chain, chosen_entry(self._moments, frame, loop, self._here.time)
        return PlacedClaim(placed, (*chain, all_of(found)), entry.relation)

    def _loop_of(self, frame: Frame, claim: ItemsClaim) -> Statement:
        point = Time(self._here.time)
        match claim:
            case Takes(expr=expr):
                loop = loop_binding(self._moments, frame, [expr.text.strip()])
                if loop is None:
                    raise unsupported(f"no header of a loop sets `{expr.text}`")
                return loop
            case TakenUp() | LastNotTaken() if frame.inside:
                return frame.inside[-1].loop
            case ItemOccurs() | TakenUp() | LastNotTaken():
                return item_loop(self._moments, frame, point, around=True)
            case RunsOver(loop=LoopName() as name):
                return named_loop(self._moments, frame, name, around=True, point=point)
            case RunsOver():
                raise TypeError("a loop with its line is no claim of the discourse")
