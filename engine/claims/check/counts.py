"""Claims about how often, in which passes and in what order (§5.66, §5.67)."""

from __future__ import annotations

from collections.abc import Sequence

from engine.claims.check.context import (
    Frame,
    known_line,
    loop_entries,
    plural,
    seen_line,
    times,
    visits,
)
from engine.claims.check.control import require_function
from engine.claims.check.points import Judged, Point, counted, definite, refuted, unsupported
from engine.claims.check.readings import State, shown
from engine.claims.check.waiting_functions import NEVER_ASKED, waits
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import (
    BetweenPasses,
    Bound,
    CalledBounded,
    CalledWith,
    CountClaim,
    LineOrder,
    LineRunsBounded,
    LineRunsInTotal,
    RunsInOrder,
    RunsOnlyOn,
    TotalClaim,
)
from engine.trace.loops import Pass
from engine.trace.model import LineNo, Time
from engine.trace.moments import Moments
from engine.trace.trace import Missing
from engine.trace.visits import Visit
from engine.values import Value


def judge_count(moments: Moments, frames: list[Frame], claim: CountClaim) -> Judged:
    match claim:
        case RunsInOrder():
            return definite([_order_point(moments, frame, claim) for frame in frames], "")
        case RunsOnlyOn():
            return _judge_only_on(moments, frames, claim)
        case LineRunsBounded():
            return definite([_bounded_point(moments, frame, claim) for frame in frames], "")
        case BetweenPasses():
            return _judge_between(moments, frames, claim)


def _order_point(moments: Moments, frame: Frame, claim: RunsInOrder) -> Point:
    own = visits(moments, frame, claim.line)
    others = visits(moments, frame, claim.other)
    for line, found in ((claim.line, own), (claim.other, others)):
        if not found:
            return Point(False, frame.interval, f"line {line} does not run here", anchored=False)
    right, told = _in_order(claim, own, others)
    return Point(right, frame.interval, told, anchored=False)


def _in_order(
    claim: RunsInOrder, own: Sequence[Visit], others: Sequence[Visit]
) -> tuple[bool, str]:
    match claim.order:
        case LineOrder.FIRST_BEFORE:
            return own[0].first < others[0].first, f"line {claim.other} runs first"
        case LineOrder.LAST_AFTER:
            return own[-1].first > others[-1].first, f"line {claim.other} runs last"
        case LineOrder.NEVER_AFTER:
            told = f"line {claim.line} runs after line {claim.other}"
            return own[-1].first < others[0].first, told


def _judge_only_on(moments: Moments, frames: list[Frame], claim: RunsOnlyOn) -> Judged:
    wanted = {number for first, last in claim.spans[:_MOST] for number in _numbers(first, last)}
    points: list[Point] = []
    for frame in frames:
        seen_line(moments, frame, claim.line)
        for entry in loop_entries(moments, frame, claim.loop):
            found = {
                one.number
                for one in entry.passes
                if moments.visits(frame.activation).of_line(claim.line, one.interval)
            }
            told = f"line {claim.line} runs on {_passes(found)}"
            right = found == wanted
            points.append(Point(right, frame.interval, told, anchored=False))
    return definite(points, f"the loop on line {claim.loop} is not entered here")


_MOST = 100_000
"""More passes than a recording holds need no telling apart."""


def _numbers(first: int, last: int) -> range:
    return range(first, min(last, first + _MOST) + 1)


def _passes(found: set[int]) -> str:
    if not found:
        return "no pass"
    named = ", ".join(str(each) for each in sorted(found)[:12])
    return f"{'pass' if len(found) == 1 else 'passes'} {named}{' …' if len(found) > 12 else ''}"


def _bounded_point(moments: Moments, frame: Frame, claim: LineRunsBounded) -> Point:
    count = len(visits(moments, frame, claim.line))
    told = f"line {claim.line} runs {times(count)} here" if count else "it never runs here"
    right = _within(count, claim.bound, claim.times)
    return Point(right, frame.interval, told, anchored=False)


def _within(count: int, bound: Bound, number: int) -> bool:
    return count >= number if bound is Bound.AT_LEAST else count <= number


# -- between two passes ---------------------------------------------------------------------------


def _judge_between(moments: Moments, frames: list[Frame], claim: BetweenPasses) -> Judged:
    """From the start of one pass to the start of the other, and from end to end: both."""
    points: list[Point] = []
    for frame in frames:
        loops = moments.loops(frame.activation)
        for entry in loop_entries(moments, frame, claim.loop):
            pair = loops.pass_of(entry, claim.first), loops.pass_of(entry, claim.second)
            if pair[0] is None or pair[1] is None:
                made = plural(len(entry.passes), "pass", "passes")
                told = f"the loop on line {claim.loop} makes {made}"
                points.append(Point(False, entry.passes[0].interval if entry.passes else
                                    frame.interval, told, anchored=False))  # fmt: skip
                continue
            points += [
                _between_point(moments, frame, claim, pair[0], (pair[0].began, pair[1].began)),
                _between_point(moments, frame, claim, pair[0], (pair[0].last, pair[1].last)),
            ]
    return definite(points, f"the loop on line {claim.loop} is not entered here")


def _between_point(
    moments: Moments, frame: Frame, claim: BetweenPasses, one: Pass, times_of: tuple[Time, Time]
) -> Point:
    found: list[Value] = []
    for time in times_of:
        result = State(moments, frame.activation, time).evaluate(claim.expr)
        match result:
            case Undecidable(why=why):
                return Point(None, one.interval, why)
            case NoValue(why=why):
                told = f"`{claim.expr.text}` has no value there ({why})"
                return Point(False, one.interval, told)
            case _:
                found.append(result)
    before, after = found
    told = f"`{claim.expr.text}` goes from {shown(before)} to {shown(after)}"
    if claim.before is None or claim.after is None:
        return Point(before == after, one.interval, told, anchored=False)
    right = (before, after) == (claim.before, claim.after)
    return Point(right, one.interval, told, anchored=False)


# -- totals ---------------------------------------------------------------------------------------


def judge_total(moments: Moments, claim: TotalClaim) -> Judged:
    match claim:
        case LineRunsInTotal():
            return _judge_line_total(moments, claim)
        case CalledBounded(function=function):
            require_function(moments, function)
            count = len(moments.calls(function))
            told = f"`{function}` is called {times(count)}"
            right = _within(count, claim.bound, claim.times)
            if waits(moments, function) and right is (claim.bound is Bound.AT_MOST):
                raise unsupported(NEVER_ASKED)  # it may be called oftener
            where = moments.whole(moments.trace.data.entry)
            return counted(right, told, where)
        case CalledWith():
            return _judge_called_with(moments, claim)


def _judge_line_total(moments: Moments, claim: LineRunsInTotal) -> Judged:
    """In all activations of the function that the line is of."""
    count, known, seen = 0, False, False
    for activation in moments.trace.data.activations:
        if not moments.statements(activation.id, claim.line):
            continue
        whole = moments.whole(activation.id)
        frame = Frame(activation.id, whole, moments.start(activation.id), whole.last)
        known = True
        seen = any(each.visible for each in known_line(moments, frame, claim.line))
        if seen:
            count += len(visits(moments, frame, claim.line))
    if not known:
        return _of_no_call(moments, claim.line, claim.times)
    if not seen:
        raise unsupported(f"line {claim.line} leaves nothing that is reliably seen to run")
    told = f"line {claim.line} runs {times(count)} in total"
    where = moments.whole(moments.trace.data.entry)
    return counted(count == claim.times, told, where, f"runs {times(count)}" if count else "")


def _of_no_call(moments: Moments, line: LineNo, wanted: int) -> Judged:
    """A line of a function that was never called runs 0 times; a line of none is no line."""
    if not moments.trace.statements.at_line(line):
        raise refuted(f"no statement starts on line {line}")
    where = moments.whole(moments.trace.data.entry)
    return counted(wanted == 0, f"line {line} never runs", where)


def _judge_called_with(moments: Moments, claim: CalledWith) -> Judged:
    require_function(moments, claim.function)
    calls = moments.calls(claim.function)
    where = moments.whole(moments.trace.data.entry)
    if len(calls) <= len(claim.values) and waits(moments, claim.function):
        raise unsupported(NEVER_ASKED)
    if len(calls) != len(claim.values):
        return counted(False, f"`{claim.function}` is called {times(len(calls))}", where)
    points: list[Point] = []
    for call, value in zip(calls, claim.values, strict=True):
        parameters = moments.trace.code_of(call).parameters
        if len(parameters) != 1:
            raise unsupported(f"`{claim.function}` has {len(parameters)} parameters; name them")
        found = State(moments, call, moments.start(call))(parameters[0])
        interval = moments.whole(call)
        if isinstance(found, Missing):
            points.append(Point(None, interval, "what it was given is not recorded"))
            continue
        told = f"`{claim.function}` is called with {shown(found)}"
        points.append(Point(found == value, interval, told, anchored=False))
    wrong = [point for point in points if point.truth is not True]
    return definite(wrong[:1] or points, "")
