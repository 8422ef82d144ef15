"""Claims about states (§5.1 to §5.5): values, bound names, types, quantified ones."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from engine.claims.check.all_states import States, in_calls_too
from engine.claims.check.context import Frame, loop_entries, visits
from engine.claims.check.facts import fact_point
from engine.claims.check.points import Judged, Point, at, definite, universal, unsupported
from engine.claims.check.readings import State, noted, shown, type_name, type_point, value_point
from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate
from engine.claims.model import (
    AfterLine,
    AfterLoop,
    Agrees,
    Aside,
    AtPoint,
    BeforeLine,
    Compares,
    ContextEnd,
    ContextStart,
    ContextStartAndEnd,
    EndOfEveryPass,
    Expr,
    GoesThrough,
    HasType,
    Holds,
    IsDefined,
    LengthIs,
    Moment,
    Occurs,
    OnLine,
    PartIs,
    PropertyIs,
    Quantified,
    Quantifier,
    SameObject,
    StartOfEveryPass,
    StateClaim,
    Unchanged,
    ValueIs,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.loops import LoopEnd, LoopEntry
from engine.trace.model import Ending, Time
from engine.trace.moments import Moments
from engine.trace.trace import Missing
from engine.trace.visits import Interval
from engine.values import Atom, Value, holds_opaque

__all__ = [
    "State",
    "judge_quantified",
    "judge_state",
    "named_states",
    "noted",
    "shown",
    "truth_of",
    "type_name",
    "type_point",
    "value_point",
]


def judge_state(moments: Moments, frames: list[Frame], claim: StateClaim) -> Judged:
    points = [
        _point(moments, frame, time, interval, claim).in_state(time)
        for frame in frames
        for time, interval in named_states(moments, frame, claim.moment)
    ]
    none = "the moment names no state of this execution"
    match claim.moment:
        case StartOfEveryPass() | EndOfEveryPass():
            return universal(points, "the loop makes no pass")
        case Aside():
            judged = definite(points, none)
            loose = tuple(point._replace(anchored=False) for point in judged.points)
            return judged._replace(points=loose)
        case (
            AtPoint() | BeforeLine() | AfterLine() | OnLine() | ContextStart() | ContextEnd()
            | ContextStartAndEnd() | AfterLoop()
        ):  # fmt: skip
            return definite(points, none)


def named_states(  # noqa: C901, PLR0912  # one case for each form of moment
    moments: Moments, frame: Frame, moment: Moment
) -> Iterator[tuple[Time, Interval]]:
    """The moments that a phrase names in one frame, each with its place in the order."""
    match moment:
        case AtPoint():
            raise TypeError("the point is found by the discourse")
        case BeforeLine(line=line):
            for visit in visits(moments, frame, line):
                yield visit.before, at(visit.first)
        case AfterLine(line=line):
            for visit in visits(moments, frame, line):
                yield visit.after, at(visit.last)
        case OnLine(line=line):
            for visit in visits(moments, frame, line):
                yield visit.before, visit.interval
                yield visit.after, visit.interval
        case ContextEnd() | Aside(end=True):
            whole = moments.whole(frame.activation)
            ends = frame.end == whole.last
            yield frame.end, moments.departure(frame.activation) if ends else at(frame.end)
        case ContextStart() | Aside():
            # Where a pass has no header it begins before its first step.
            first = frame.interval.first
            last = max(first, frame.start)
            if (frame.start - first, frame.end - first) == (0, 1):  # a state at the point
                last = frame.end
            yield frame.start, Interval(first, Time(last))
        case ContextStartAndEnd():
            yield frame.start, frame.interval
            yield frame.end, frame.interval
        case AfterLoop(loop=loop):
            for entry in loop_entries(moments, frame, loop):
                if _left_unseen(moments, frame, entry):
                    raise unsupported(f"how the loop on line {loop} ended is not seen")
                if entry.left_normally:
                    yield entry.left, at(entry.left)
        case StartOfEveryPass(loop=loop):
            for entry in loop_entries(moments, frame, loop):
                for one in entry.passes:
                    yield one.began, at(max(one.first, one.began))
        case EndOfEveryPass(loop=loop):
            for entry in loop_entries(moments, frame, loop):
                for one in entry.passes:
                    yield one.last, at(one.last)


def _left_unseen(moments: Moments, frame: Frame, entry: LoopEntry) -> bool:
    ending = moments.trace.ending(frame.activation)
    return entry.end is LoopEnd.UNFINISHED and ending is not Ending.UNFINISHED


def _point(
    moments: Moments, frame: Frame, time: Time, interval: Interval, claim: StateClaim
) -> Point:
    state = State(moments, frame.activation, time)
    match claim:
        case IsDefined(name=name, negated=negated):
            found = state(name)
            if found is Missing.UNKNOWN or found is Missing.BUILTIN:
                return Point(None, interval, f"whether `{name}` is defined is not recorded")
            bound = not isinstance(found, Missing)
            told = f"`{name}` is not defined"
            if not isinstance(found, Missing):
                told = f"`{name}` is {shown(found)}"
            instead = "is defined" if bound else "is not defined"
            return Point(bound is not negated, interval, told, instead=instead)
        case ValueIs(expr=expr, value=value, negated=negated):
            return value_point(expr.text, state.evaluate(expr), value, interval, negated=negated)
        case HasType(expr=expr, type_name=wanted, negated=negated):
            result = state.evaluate(expr)
            return type_point(expr.text, result, wanted, interval, negated=negated)
        case Agrees():
            return _agreement(state, claim, interval)
        case Holds(expr=expr, negated=negated):
            return _truth_point(expr, state.evaluate(expr), interval, negated=negated)
        case Compares() | SameObject() | PropertyIs() | LengthIs() | PartIs() | Occurs():
            return fact_point(state, claim, interval)


def _agreement(state: State, claim: Agrees, interval: Interval) -> Point:
    """Whether two expressions have one value, or, negated, two."""
    found: list[Value] = []
    for expr in (claim.left, claim.right):
        match state.evaluate(expr):
            case Undecidable(why=why):
                return Point(None, interval, why)
            case NoValue(why=why):
                return Point(False, interval, f"`{expr.text}` has no value there ({why})")
            case _ as value:
                found.append(value)
    left, right = found
    told = f"`{claim.left.text}` is {shown(left)}, and `{claim.right.text}` is {shown(right)}"
    instead = "equals" if claim.negated else ""
    return Point((left == right) is not claim.negated, interval, told, instead=instead)


def _truth_point(expr: Expr, result: Result, interval: Interval, *, negated: bool) -> Point:
    match result:
        case Undecidable(why=why):
            return Point(None, interval, why)
        case NoValue(why=why):
            return Point(False, interval, f"`{expr.text}` has no value there ({why})")
        case _:
            truth = truth_of(result)
            if isinstance(truth, Undecidable):
                return Point(None, interval, truth.why)
            told = f"`{expr.text}` is {shown(result)}"
            instead = "holds" if negated else "does not hold"
            return Point((truth == Atom(True)) is not negated, interval, told, instead=instead)


_TRUTH: Final = ast.parse("not not a", mode="eval").body


def truth_of(value: Value) -> Result:
    """Python's truth of a value, on builtin types."""
    return evaluate(_TRUTH, lambda _: value)


def judge_quantified(moments: Moments, frames: list[Frame], claim: Quantified) -> Judged:
    none = f"`{claim.expr.text}` is nowhere defined here"

    def judged(states: States) -> Judged:
        points = [
            value_point(claim.expr.text, result, claim.value, interval)
            for result, interval in states(frames, claim.expr)
        ]
        return fold(claim.quantifier, points, none)

    settled = settled_by(claim.quantifier)
    return in_calls_too(moments, frames, claim.expr, judged, settled=settled)


def judge_same_throughout(moments: Moments, frames: list[Frame], claim: Unchanged) -> Judged:
    """Whether the expression is the same in all states of each context, its start among them."""

    def judged(states: States) -> Judged:
        return _same_throughout(moments, frames, claim, states)

    settled = ClaimVerdict.REFUTED
    return in_calls_too(moments, frames, claim.expr, judged, recursive=False, settled=settled)


def _same_throughout(
    moments: Moments, frames: list[Frame], claim: Unchanged, states: States
) -> Judged:
    points: list[Point] = []
    expr = claim.expr
    for frame in frames:
        first = State(moments, frame.activation, frame.start).evaluate(expr)
        wanted = first if claim.value is None else claim.value
        for result, interval in [(first, at(frame.start)), *states([frame], expr)]:
            match result:
                case Undecidable(why=why):
                    points.append(Point(None, interval, why))
                case NoValue(why=why):
                    told = f"`{expr.text}` has no value there ({why})"
                    points.append(Point(False, interval, told))
                case _ as value if holds_opaque(value):
                    points.append(Point(None, interval, f"what `{expr.text}` holds is not told"))
                case _ as value:
                    told = f"`{expr.text}` is {shown(value)}"
                    points.append(Point(value == wanted, interval, told))
    return universal(points, f"`{expr.text}` is nowhere defined here")


def judge_goes_through(moments: Moments, frames: list[Frame], claim: GoesThrough) -> Judged:
    """Whether the values that the expression has are these, one after the other."""

    def judged(states: States) -> Judged:
        return _goes_through(frames, claim, states)

    return in_calls_too(moments, frames, claim.expr, judged)


def _goes_through(frames: list[Frame], claim: GoesThrough, states: States) -> Judged:
    points: list[Point] = []
    for frame in frames:
        found: list[Value] = []
        for result, _ in states([frame], claim.expr):
            match result:
                case Undecidable(why=why):
                    return Judged(ClaimVerdict.UNSUPPORTED, (), why)
                case NoValue():
                    continue
                case _ as value:  # what is opaque is none of the values: these have literals
                    if not found or found[-1] != value:
                        found.append(value)
        told = f"`{claim.expr.text}` is {', '.join(map(shown, found)) or 'nothing'}"
        points.append(Point(tuple(found) == claim.values, frame.interval, told))
    return universal(points, f"`{claim.expr.text}` is nowhere defined here")


def settled_by(quantifier: Quantifier) -> ClaimVerdict:
    """The verdict that one state is enough for."""
    at_some_point = quantifier is Quantifier.AT_SOME_POINT
    return ClaimVerdict.VERIFIED if at_some_point else ClaimVerdict.REFUTED


def fold(quantifier: Quantifier, points: list[Point], none: str) -> Judged:
    """The verdict on all states of a context; REFUTED where there is none."""
    match quantifier:
        case Quantifier.ALWAYS:
            return universal(points, none)
        case Quantifier.NEVER:
            return universal(list(_turned(points)), none)
        case Quantifier.AT_SOME_POINT:
            return _at_some_point(points, none)


def _turned(points: Iterable[Point]) -> Iterator[Point]:
    for point in points:
        truth = None if point.truth is None else not point.truth
        yield point._replace(truth=truth, instead="")


def _at_some_point(points: list[Point], none: str) -> Judged:
    if not points:
        return Judged(ClaimVerdict.REFUTED, (), none)
    loose = [point._replace(anchored=False) for point in points]
    for point in loose:
        if point.truth:
            return Judged(ClaimVerdict.VERIFIED, (point,))
    for point in loose:
        if point.truth is None:
            return Judged(ClaimVerdict.UNSUPPORTED, (point,), point.told)
    return Judged(ClaimVerdict.REFUTED, tuple(loose[:1]), "it never is")
