"""Claims about exceptions, results and output (§5.17 to §5.21)."""

from __future__ import annotations

import ast

from engine.claims.check.context import (
    Frame,
    known_line,
    named_visits,
    refuse_unseen,
    the_call,
    times,
)
from engine.claims.check.control import require_function
from engine.claims.check.points import Judged, Point, counted, definite, refuted, unsupported
from engine.claims.check.states import noted, shown, type_name
from engine.claims.check.waiting_functions import NEVER_ASKED, NO_RESULT, hands_out, waits
from engine.claims.check.writes import result_point
from engine.claims.model import (
    AnswerRaises,
    AnswerReturns,
    CalledTimes,
    CallRaises,
    CallReturns,
    Exactly,
    LineCatches,
    LinePrints,
    LineRaises,
    LineReturns,
    LineYields,
    ProgramPrints,
    Yields,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import Activation, ActivationId, Ending, Ref, Step, Time
from engine.trace.moments import Moments
from engine.trace.visits import Interval, Visit
from engine.values import Atom, Instance, Sequence, Value

# -- calls and the answer -----------------------------------------------------------------------


def judge_call_result(moments: Moments, claim: CallReturns | CallRaises) -> Judged:
    activation = the_call(moments, claim.number, claim.function)
    return definite([_result(moments, activation, claim)], "")


def judge_answer(moments: Moments, claim: AnswerReturns | AnswerRaises) -> Judged:
    return definite([_result(moments, moments.trace.data.entry, claim)], "")


def _result(
    moments: Moments,
    which: ActivationId,
    claim: CallReturns | CallRaises | AnswerReturns | AnswerRaises,
) -> Point:
    activation = moments.trace.data.activations[which]
    moments.trace.ended_with(which)  # so that how it ended is told only where runs agree on it
    where = moments.departure(which)
    match moments.trace.ending(which):
        case Ending.UNFINISHED:
            return Point(None, where, "the call is left waiting: how it ends is not recorded")
        case Ending.RETURNED:
            value = ended_with(moments, activation)
            if value is None:
                return Point(None, where, "what the call returned is not recorded")
            if isinstance(claim, CallReturns | AnswerReturns):
                return result_point("the result", value, claim.result, where)
            returns = f"returns {shown(value)}"
            return Point(False, where, f"the call {returns}", instead=returns)
        case Ending.RAISED:
            value = ended_with(moments, activation)
            if value is None:
                return Point(None, where, "what the call raised is not recorded")
            if isinstance(claim, CallRaises):
                kind = kind_that_left(moments, activation.id, value)
                told = f"the exception is `{kind}`"
                return Point(kind == claim.exception, where, told, instead=f"`{kind}`")
            if isinstance(claim, AnswerRaises):
                return _exception_point(value, claim.exception, claim.message, where)
            told = f"the call raises `{type_name(value)}`"
            return Point(False, where, told, instead=f"raises `{type_name(value)}`")


def ended_with(moments: Moments, activation: Activation) -> Value | None:
    result = moments.trace.ended_with(activation.id)
    if result is None:  # no recorder leaves it out; a stored recording may
        return None
    return moments.trace.value(result, Time(activation.last))


def kind_that_left(moments: Moments, activation: ActivationId, exception: Value) -> str | None:
    """The type of the exception that left an activation. A generator makes RuntimeError of
    StopIteration (PEP 479): CPython 3.11 does so outside of its code, where it is not seen."""
    kind = type_name(exception)
    generator = moments.trace.code_of(activation).generator
    return "RuntimeError" if generator and kind == "StopIteration" else kind


def _exception_point(value: Value, wanted: str, message: Value | None, where: Interval) -> Point:
    kind = type_name(value)
    if kind != wanted:
        return Point(False, where, f"the exception is `{kind}`", instead=f"`{kind}`")
    if message is None:
        return Point(True, where)
    if not isinstance(value, Instance) or not isinstance(value.payload, Sequence):
        return Point(None, where, "the exception's arguments are not recorded")
    given = value.payload.items
    told = f"the exception's arguments are {shown(value.payload)}"
    instead = noted(given[0]) if len(given) == 1 else ""
    return Point(len(given) == 1 and given[0] == message, where, told, instead=instead)


def judge_called(moments: Moments, claim: CalledTimes) -> Judged:
    require_function(moments, claim.function)
    if claim.returning is not None:
        if hands_out(moments, claim.function):
            raise unsupported(NO_RESULT)
        return _judge_returned(moments, claim, Exactly(claim.returning))
    count = len(moments.calls(claim.function))
    if count <= claim.times and waits(moments, claim.function):  # it may be called oftener
        raise unsupported(NEVER_ASKED)
    told = f"`{claim.function}` is called {times(count)}"
    instead = f"is called {times(count)}" if count else "is never called"
    return counted(count == claim.times, told, moments.whole(moments.trace.data.entry), instead)


def _judge_returned(moments: Moments, claim: CalledTimes, result: Exactly) -> Judged:
    """How many calls return the value; each of them has to be known."""
    calls = moments.calls(claim.function)
    points = [
        _result(moments, call, CallReturns(number, claim.function, result))
        for number, call in enumerate(calls, start=1)
    ]
    for point in points:
        if point.truth is None:
            return Judged(ClaimVerdict.UNSUPPORTED, (point._replace(anchored=False),), point.told)
    count = sum(point.truth is True for point in points)
    told = f"{count} of {len(calls)} calls of `{claim.function}` return that"
    return counted(count == claim.times, told, moments.whole(moments.trace.data.entry))


# -- exceptions of lines ------------------------------------------------------------------------


def judge_raises(moments: Moments, frames: list[Frame], claim: LineRaises) -> Judged:
    points: list[Point] = []
    for visit in named_visits(moments, frames, claim.line):
        if visit.waits:
            told = f"line {claim.line} is left waiting: what then came of it is not recorded"
            points.append(Point(None, visit.interval, told))
            continue
        step = moments.raised(visit)
        if step is None or step.exception is None:
            told = f"line {claim.line} raises nothing"
            points.append(Point(False, visit.interval, told))
            continue
        value = moments.trace.value(step.exception, Time(step.done))
        points.append(_exception_point(value, claim.exception, claim.message, visit.interval))
    return definite(points, f"line {claim.line} does not run here")


def judge_catches(moments: Moments, frames: list[Frame], claim: LineCatches) -> Judged:
    points: list[Point] = []
    for frame in frames:
        clauses = [
            statement
            for statement in known_line(moments, frame, claim.line)
            if isinstance(statement.node, ast.ExceptHandler)
        ]
        if not clauses:
            raise refuted(f"there is no `except` clause on line {claim.line}")
        if any(
            clause.parent is not None and isinstance(clause.parent.node, ast.TryStar)
            for clause in clauses
        ):
            raise unsupported("what an `except*` clause takes is not told yet")
        points.extend(
            _catch_point(moments, visit, claim)
            for visit in named_visits(moments, [frame], claim.line)
        )
    return definite(points, f"line {claim.line} does not run here")


def _catch_point(moments: Moments, visit: Visit, claim: LineCatches) -> Point:
    where = visit.interval
    if not moments.takes_exception(visit):
        return Point(False, where, f"line {claim.line} catches nothing")
    exception = moments.handled(visit)
    if exception is None:
        return Point(None, where, "the exception that it takes was not recorded")
    kind = type_name(moments.trace.value(exception, visit.after))
    told = f"line {claim.line} catches `{kind}`"
    return Point(kind == claim.exception, where, told, instead=f"`{kind}`")


# -- results and output of lines ----------------------------------------------------------------


def judge_line_returns(moments: Moments, frames: list[Frame], claim: LineReturns) -> Judged:
    points: list[Point] = []
    for frame in frames:
        refuse_unseen(moments, frame, claim.line, ast.Return)
        ended_by = moments.returning_visit(frame.activation)
        for visit in named_visits(moments, [frame], claim.line):
            if visit is not ended_by:
                told = f"line {claim.line} does not end the function"
                points.append(Point(False, visit.interval, told))
                continue
            activation = moments.trace.data.activations[frame.activation]
            value = ended_with(moments, activation)
            if value is None:
                points.append(Point(None, visit.interval, "what it returned is not recorded"))
                continue
            points.append(result_point("the result", value, claim.result, visit.interval))
    return definite(points, f"line {claim.line} does not run here")


def judge_yields(moments: Moments, frames: list[Frame], claim: LineYields) -> Judged:
    points: list[Point] = []
    for visit in named_visits(moments, frames, claim.line):
        if isinstance(moments.trace.scope_of(visit.activation), ast.AsyncFunctionDef):
            why = "what an asynchronous generator hands out is not told"
            points.append(Point(None, visit.interval, why))
            continue
        found = [_yielded(moments, step) for step in moments.yields(visit)]
        if not found:
            points.append(Point(False, visit.interval, f"line {claim.line} yields nothing"))
        points.extend(
            result_point("the value", value, Exactly(claim.value), visit.interval)
            for value in found
        )
    return definite(points, f"line {claim.line} does not run here")


def judge_told_yield(moments: Moments, _frames: list[Frame], claim: Yields) -> Judged:
    """What the call hands out at the step that was found, or how many values it does."""
    if claim.call is None:
        raise TypeError("what yields is found by the discourse")
    activation = the_call(moments, claim.call.number, claim.call.function)
    if claim.step is not None and claim.value is not None:
        value = _yielded(moments, moments.trace.step(claim.step))
        where = Interval(claim.step, Time(claim.step))
        return definite([result_point("the value", value, Exactly(claim.value), where)], "")
    whole = moments.whole(activation)
    if moments.trace.ending(activation) is Ending.UNFINISHED:
        return Judged(ClaimVerdict.UNSUPPORTED, (), "the generator is left waiting")
    count = sum(len(moments.yields(each)) for each in moments.visits(activation).inside(whole))
    told = f"it yields {count} value{'' if count == 1 else 's'}"
    return counted(count == claim.times, told, whole)


def _yielded(moments: Moments, step: Step) -> Value:
    ref: Ref = step.operands[0]
    return moments.trace.value(ref, Time(step.number))


def judge_prints(moments: Moments, frames: list[Frame], claim: LinePrints) -> Judged:
    points: list[Point] = []
    for visit in named_visits(moments, frames, claim.line):
        written = moments.output(visit)
        if claim.text is None:
            right = not written
        else:
            right = bool(written) and written in {claim.text, claim.text + "\n"}
        instead = noted(Atom(written.removesuffix("\n"))) if written else "nothing"
        told = f"line {claim.line} prints {instead}"
        points.append(Point(right, visit.interval, told, instead=instead))
    return definite(points, f"line {claim.line} does not run here")


def judge_output(moments: Moments, claim: ProgramPrints) -> Judged:
    written = moments.all_output()
    right = not written if claim.text is None else written == claim.text
    instead = noted(Atom(written)) if written else "nothing"
    if written and claim.text is None:
        instead = f"{instead} in total"
    where = moments.whole(moments.trace.data.entry)
    return counted(right, f"the program prints {instead}", where, instead)
