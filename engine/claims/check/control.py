"""Claims about which lines run, loops and calls (§5.12 to §5.16, §5.25, §5.26)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from engine.claims.check.context import (
    Frame,
    is_in_own_pass,
    loop_entries,
    named_visits,
    plural,
    refuse_unseen,
    times,
    visits,
)
from engine.claims.check.points import (
    Failure,
    Judged,
    Point,
    at,
    definite,
    refuted,
    universal,
    unsupported,
)
from engine.claims.check.states import State, shown
from engine.claims.model import (
    BreaksOut,
    Calls,
    ContinuesLoop,
    DoesNothing,
    EntersWith,
    JumpRuns,
    JumpWord,
    LineRuns,
    LoopEnding,
    LoopEnds,
    LoopOver,
    LoopPasses,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.loops import LoopEnd, LoopEntry
from engine.trace.model import Activation
from engine.trace.moments import Moments
from engine.trace.statements import is_empty
from engine.trace.trace import Missing
from engine.trace.visits import Visit


def judge_runs(moments: Moments, frames: list[Frame], claim: LineRuns) -> Judged:
    points: list[Point] = []
    for frame in frames:
        found = visits(moments, frame, claim.line)
        instead = f"runs {times(len(found))}" if found else "never runs"
        told = f"line {claim.line} {instead} here"
        if claim.times is not None:
            right = len(found) == claim.times
            points.append(Point(right, frame.interval, told, instead=instead))
        elif found:
            points.extend(Point(True, visit.interval) for visit in found)
        else:
            # It names no moment, and leaves the point where it is (§3.1).
            points.append(Point(False, frame.interval, told, anchored=False, instead=instead))
    if claim.times is None:
        return definite(points, "")
    return universal(points, "")


def judge_passes(moments: Moments, frames: list[Frame], claim: LoopPasses) -> Judged:
    if claim.in_total:
        return _judge_total(moments, frames, claim)
    points: list[Point] = []
    for frame in frames:
        for entry in loop_entries(moments, frame, claim.loop):
            made = plural(len(entry.passes), "pass", "passes")
            told = f"the loop on line {claim.loop} makes {made}"
            right = len(entry.passes) == claim.passes
            where = at(entry.left)
            points.append(Point(right, where, told, anchored=False, instead=f"makes {made}"))
    return definite(points, f"the loop on line {claim.loop} is not entered here")


def _judge_total(moments: Moments, frames: list[Frame], claim: LoopPasses) -> Judged:
    points: list[Point] = []
    for frame in frames:
        entries = loop_entries(moments, frame, claim.loop)
        total = sum(len(entry.passes) for entry in entries)
        made = f"{plural(total, 'pass', 'passes')} in total"
        told = f"the loop on line {claim.loop} makes {made}"
        right = total == claim.passes
        if is_in_own_pass(moments, frame, claim.loop):
            right, told = False, f"the loop on line {claim.loop} is not entered in its own pass"
        points.append(Point(right, frame.interval, told, anchored=False, instead=f"makes {made}"))
    return definite(points, f"the loop on line {claim.loop} is not entered here")


def judge_ends(moments: Moments, frames: list[Frame], claim: LoopEnds) -> Judged:
    points = [
        _end_point(entry, claim)
        for frame in frames
        for entry in loop_entries(moments, frame, claim.loop)
    ]
    return definite(points, f"the loop on line {claim.loop} is not entered here")


def judge_over(moments: Moments, frames: list[Frame], claim: LoopOver) -> Judged:
    points = [
        Point(
            None if entry.end is LoopEnd.UNFINISHED else True,
            at(entry.left),
            f"how the loop on line {claim.loop} ended is not seen",
        )
        for frame in frames
        for entry in loop_entries(moments, frame, claim.loop)
    ]
    return definite(points, f"the loop on line {claim.loop} is not entered here")


def _end_point(entry: LoopEntry, claim: LoopEnds) -> Point:
    where = at(entry.left)
    ending = _ending(entry.end)
    if ending is None:
        return Point(None, where, f"how the loop on line {claim.loop} ended is not seen")
    words = f"line {entry.by} {ending.value}"
    if entry.by is None:  # an `__exit__` that raises is no line's
        words = "an exception leaves it" if ending is LoopEnding.RAISE else ending.value
    right = ending is claim.ending and entry.by == claim.by
    if claim.ending is LoopEnding.NO_BREAK:
        right = ending in {LoopEnding.EXHAUSTED, LoopEnding.CONDITION_FALSE}
    return Point(right, where, f"the loop on line {claim.loop} ends because {words}", instead=words)


def _ending(end: LoopEnd) -> LoopEnding | None:
    match end:
        case LoopEnd.EXHAUSTED:
            return LoopEnding.EXHAUSTED
        case LoopEnd.FALSE:
            return LoopEnding.CONDITION_FALSE
        case LoopEnd.BREAK:
            return LoopEnding.BREAK
        case LoopEnd.RETURN:
            return LoopEnding.RETURN
        case LoopEnd.RAISE:
            return LoopEnding.RAISE
        case LoopEnd.UNFINISHED:
            return None


def judge_jump(moments: Moments, frames: list[Frame], claim: BreaksOut | ContinuesLoop) -> Judged:
    """Visits in which a `break` (`continue`) ran, and the loop that it belongs to."""
    kind: type[ast.Break | ast.Continue] = (
        ast.Break if isinstance(claim, BreaksOut) else ast.Continue
    )
    word = "break" if kind is ast.Break else "continue"
    points: list[Point] = []
    for frame in frames:
        refuse_unseen(moments, frame, claim.line, kind)
    for visit in named_visits(moments, frames, claim.line):
        for statement in visit.statements:
            if isinstance(statement.node, kind):
                loop = statement.enclosing_loop()
                line = 0 if loop is None else loop.line
                told = f"the `{word}` on line {claim.line} belongs to the loop on line {line}"
                right = line == claim.loop
                points.append(Point(right, visit.interval, told, instead=f"line {line}"))
    return definite(points, f"no `{word}` runs on line {claim.line} here")


def judge_jump_runs(moments: Moments, frames: list[Frame], claim: JumpRuns) -> Judged:
    """How often the statement itself runs: others may stand on its line (§5.100)."""
    if claim.line is None:
        raise unsupported("which statement is meant was not found")
    kind = ast.Break if claim.word is JumpWord.BREAK else ast.Continue
    wanted = 0 if claim.times is None else claim.times
    points: list[Point] = []
    for frame in frames:
        refuse_unseen(moments, frame, claim.line, kind)
        ran = sum(
            any(isinstance(statement.node, kind) for statement in visit.statements)
            for visit in visits(moments, frame, claim.line)
        )
        instead = f"is executed {times(ran)}" if ran else "is not executed"
        told = f"the `{claim.word.value}` {instead} here"
        points.append(Point(ran == wanted, frame.interval, told, instead=instead))
    return universal(points, "")


def judge_calls(moments: Moments, frames: list[Frame], claim: Calls) -> Judged:
    require_function(moments, claim.function)
    points: list[Point] = []
    for visit in named_visits(moments, frames, claim.line):
        called = [
            child
            for child in moments.called_in(visit)
            if moments.is_call_begun(child.id, claim.function)
        ]
        if not called:
            told = f"line {claim.line} does not call `{claim.function}`"
            points.append(Point(False, visit.interval, told))
        else:
            points.append(_call_point(moments, visit, called, claim))
    return definite(points, f"line {claim.line} does not run here")


def _call_point(moments: Moments, visit: Visit, called: list[Activation], claim: Calls) -> Point:
    wrong = next(
        (told for child in called for told in _wrong_arguments(moments, child, claim)), None
    )
    if wrong is None:
        return Point(True, visit.interval)
    told, instead = wrong
    return Point(False, visit.interval, told, instead=instead)


def _wrong_arguments(
    moments: Moments, child: Activation, claim: Calls
) -> Iterator[tuple[str, str]]:
    parameters = moments.trace.code_of(child.id).parameters
    state = State(moments, child.id, moments.start(child.id))
    for name, value in claim.arguments:
        if moments.trace.private_name(child.id, name) not in parameters:
            yield f"`{claim.function}` has no parameter `{name}`", ""
            continue
        found = state(name)
        if isinstance(found, Missing):
            yield f"`{name}` has no value when `{claim.function}` begins", ""
        elif found != value:
            told = f"`{claim.function}` is called with `{name}` = {shown(found)}"
            yield told, f"`{name}` = {shown(found)}"


def require_function(moments: Moments, name: str) -> None:
    """Raises `Failure` unless exactly one function of the program goes by the name."""
    functions = moments.functions_named(name)
    if functions == 0:
        raise refuted(f"the program defines no function `{name}`")
    if functions > 1:
        why = f"`{name}` names {functions} functions; give the qualified name"
        raise Failure(ClaimVerdict.AMBIGUOUS, why)


def judge_nothing(moments: Moments, frames: list[Frame], claim: DoesNothing) -> Judged:
    points = [
        Point(
            all(is_empty(statement.node) for statement in visit.statements),
            visit.interval,
            f"line {claim.line} is no `pass`",
        )
        for visit in named_visits(moments, frames, claim.line)
    ]
    return definite(points, f"line {claim.line} does not run here")


def judge_with(moments: Moments, frames: list[Frame], claim: EntersWith) -> Judged:
    points: list[Point] = []
    for visit in named_visits(moments, frames, claim.line):
        header = any(
            isinstance(statement.node, ast.With | ast.AsyncWith) for statement in visit.statements
        )
        if not header:
            points.append(Point(False, visit.interval, f"line {claim.line} is no `with`"))
            continue
        alone = len(visit.statements) == 1
        entered = not alone or (moments.raised(visit) is None and not visit.waits)
        told = f"not all managers of line {claim.line} are entered"
        points.append(Point(entered, visit.interval, told))
    return definite(points, f"line {claim.line} does not run here")
