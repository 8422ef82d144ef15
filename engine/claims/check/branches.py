"""Claims about which way control went: branches, cases, blocks, filters, calls (§5.60 to §5.65)."""

from __future__ import annotations

import ast
import itertools

from engine.claims.check.context import (
    Frame,
    is_in_own_pass,
    known_line,
    loop_entries,
    plural,
    seen_line,
    the_loop,
    visits,
)
from engine.claims.check.control import require_function
from engine.claims.check.expressions import enters, surely_seen
from engine.claims.check.points import (
    Failure,
    Judged,
    Point,
    at,
    counted,
    definite,
    refuted,
    unsupported,
)
from engine.claims.check.results import ended_with, kind_that_left
from engine.claims.model import (
    BlockOf,
    BlockRuns,
    BodyRuns,
    CallPathClaim,
    ChainTakes,
    Filters,
    Keyword,
    LeavesUncaught,
    LoopEntered,
    MatchTakes,
    NoArm,
    Recurses,
    WayClaim,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.conditions import test_truth
from engine.trace.loops import LoopEnd
from engine.trace.model import Ending, LineNo, StepKind, Time
from engine.trace.moments import Moments
from engine.trace.statements import Block, Statement, contains, span_of
from engine.trace.visits import Visit


def judge_way(moments: Moments, frames: list[Frame], claim: WayClaim) -> Judged:
    match claim:
        case BodyRuns():
            return _judge_body(moments, frames, claim)
        case ChainTakes():
            return _judge_chain(moments, frames, claim)
        case MatchTakes():
            return _judge_match(moments, frames, claim)
        case LoopEntered():
            return _judge_entered(moments, frames, claim)
        case BlockRuns():
            return _judge_block(moments, frames, claim)
        case Filters():
            return _judge_filters(moments, frames, claim)


# -- branches of an `if` --------------------------------------------------------------------------


def _choice(moments: Moments, frame: Frame, claim: BodyRuns | ChainTakes) -> Statement:
    """The `if` or `elif` on the line; raises `Failure`."""
    found = [
        statement
        for statement in seen_line(moments, frame, claim.line)
        if isinstance(statement.node, ast.If)
    ]
    if not found:
        raise refuted(f"there is no `{claim.keyword.value}` on line {claim.line}")
    if len(found) > 1:
        raise unsupported(f"two `if` statements start on line {claim.line}")
    keyword = keyword_of(moments, found[0])
    if keyword is not claim.keyword:
        raise refuted(f"on line {claim.line} stands an `{keyword.value}`")
    return found[0]


def keyword_of(moments: Moments, statement: Statement) -> Keyword:
    """An `elif` is an `if` in an `else` block, as the syntax tree has it; the text differs."""
    lines = moments.trace.data.source.splitlines()
    text = lines[statement.line - 1].lstrip() if statement.line <= len(lines) else ""
    is_elif = statement.block is Block.ELSE and text.startswith("elif")
    return Keyword.ELIF if is_elif else Keyword.IF


def _judge_body(moments: Moments, frames: list[Frame], claim: BodyRuns) -> Judged:
    points: list[Point] = []
    for frame in frames:
        statement = _choice(moments, frame, claim)
        node = statement.node
        if not isinstance(node, ast.If):
            continue
        for visit in visits(moments, frame, claim.line):
            truth = test_truth(moments.trace, visit, node.test)
            if truth is None:
                continue
            word = "runs" if truth else "is skipped"
            told = f"the body of the `{claim.keyword.value}` on line {claim.line} {word}"
            points.append(Point(truth is claim.runs, visit.interval, told, instead=word))
    why = f"the condition on line {claim.line} is not tested here"
    if not points and not claim.runs:  # a reader may take this for skipping it
        raise Failure(ClaimVerdict.AMBIGUOUS, why)
    return definite(points, why)


def _judge_chain(moments: Moments, frames: list[Frame], claim: ChainTakes) -> Judged:
    points: list[Point] = []
    for frame in frames:
        statement = _choice(moments, frame, claim)
        if isinstance(claim.arm, int) and claim.arm not in _arms(moments, statement):
            why = f"line {claim.arm} is no `elif` of the chain that begins on line {claim.line}"
            raise refuted(why)
        for visit in visits(moments, frame, claim.line):
            arm = arm_taken(moments, frame, statement, visit)
            if arm is None:
                continue
            told = f"the chain on line {claim.line} takes {_said(arm)}"
            points.append(Point(arm == claim.arm, visit.interval, told, instead=_said(arm)))
    return definite(points, f"the condition on line {claim.line} is not tested here")


def _said(arm: LineNo | NoArm) -> str:
    match arm:
        case NoArm.ELSE:
            return "the `else` branch"
        case NoArm.NOTHING:
            return "no branch"
        case _:
            return f"the branch on line {arm}"


def _next_test(moments: Moments, statement: Statement) -> Statement | None:
    """The `elif` that follows in a chain."""
    others = [child for child in statement.children if child.block is Block.ELSE]
    if len(others) == 1 and isinstance(others[0].node, ast.If):
        return others[0] if keyword_of(moments, others[0]) is Keyword.ELIF else None
    return None


def _arms(moments: Moments, statement: Statement) -> list[LineNo]:
    found: list[LineNo] = []
    current: Statement | None = statement
    while current is not None:
        found.append(current.line)
        current = _next_test(moments, current)
    return found


def arm_taken(
    moments: Moments, frame: Frame, statement: Statement, visit: Visit
) -> LineNo | NoArm | None:
    """The arm that the chain takes from a test on; None where the test, or one after it, comes to
    no end."""
    node = statement.node
    if not isinstance(node, ast.If):
        return None
    truth = test_truth(moments.trace, visit, node.test)
    if truth is None or truth:
        return statement.line if truth else None
    following = _next_test(moments, statement)
    if following is None:
        return NoArm.ELSE if node.orelse else NoArm.NOTHING
    if not following.visible:
        raise unsupported(f"the test on line {following.line} leaves nothing that is seen")
    then = moments.visits(frame.activation).following(visit)
    if then is None or following not in then.statements:
        return None
    return arm_taken(moments, frame, following, then)


# -- cases of a `match` ---------------------------------------------------------------------------


def _judge_match(moments: Moments, frames: list[Frame], claim: MatchTakes) -> Judged:
    points: list[Point] = []
    for frame in frames:
        found = [
            statement
            for statement in seen_line(moments, frame, claim.line)
            if isinstance(statement.node, ast.Match)
        ]
        if not found:
            raise refuted(f"there is no `match` on line {claim.line}")
        cases = [child for child in found[0].children if child.block is Block.CASES]
        if claim.case is not None and claim.case not in {case.line for case in cases}:
            raise refuted(f"line {claim.case} is no case of the `match` on line {claim.line}")
        if len({case.line for case in cases}) < len(cases) or not all(
            surely_seen(case.children, case.line) for case in cases
        ):
            raise unsupported(f"which case of line {claim.line} matches leaves no trace")
        for visit in visits(moments, frame, claim.line):
            if moments.raised(visit) is not None or visit.waits:
                continue
            taken = _case_taken(moments, visit, cases)
            told = "no case" if taken is None else f"the case on line {taken}"
            right = taken == claim.case
            why = f"the `match` on line {claim.line} takes {told}"
            points.append(Point(right, visit.interval, why, instead=told))
    return definite(points, f"line {claim.line} does not run here")


def _case_taken(moments: Moments, visit: Visit, cases: list[Statement]) -> LineNo | None:
    """The line of the case whose block is entered after a visit of the header."""
    following = moments.visits(visit.activation).following(visit)
    for case in cases:
        if following is not None and case in following.statements:
            if enters(moments, following, case):
                return case.line
            following = moments.visits(visit.activation).following(following)
        elif following is not None and following.statements[0].within(case, Block.BODY):
            return case.line  # a pattern that always matches leaves no step of its own
    return None


# -- loops and blocks -----------------------------------------------------------------------------


def _judge_entered(moments: Moments, frames: list[Frame], claim: LoopEntered) -> Judged:
    points: list[Point] = []
    for frame in frames:
        the_loop(moments, frame, claim.loop)
        entries = loop_entries(moments, frame, claim.loop)
        passes = sum(len(entry.passes) for entry in entries)
        told = f"the loop on line {claim.loop} makes {plural(passes, 'pass', 'passes')} here"
        instead = "is entered" if passes else "is not entered"
        right = (passes > 0) is claim.entered
        if is_in_own_pass(moments, frame, claim.loop):
            right, told = False, f"the loop on line {claim.loop} is not entered in its own pass"
        points.append(Point(right, frame.interval, told, anchored=False, instead=instead))
    return definite(points, "")


def _judge_block(moments: Moments, frames: list[Frame], claim: BlockRuns) -> Judged:
    match claim.block:
        case BlockOf.LOOP_ELSE:
            return _judge_loop_else(moments, frames, claim)
        case BlockOf.TRY_ELSE:
            return _judge_try_block(moments, frames, claim, Block.ELSE)
        case BlockOf.TRY_FINALLY:
            return _judge_try_block(moments, frames, claim, Block.FINALLY)


def _judge_loop_else(moments: Moments, frames: list[Frame], claim: BlockRuns) -> Judged:
    points: list[Point] = []
    for frame in frames:
        loop = the_loop(moments, frame, claim.line)
        if not any(child.block is Block.ELSE for child in loop.children):
            raise refuted(f"the loop on line {claim.line} has no `else` block")
        for entry in loop_entries(moments, frame, claim.line):
            truth: bool | None = None
            told = f"how the loop on line {claim.line} ended is not seen"
            if entry.end is not LoopEnd.UNFINISHED:
                runs = entry.end in {LoopEnd.EXHAUSTED, LoopEnd.FALSE}
                truth = runs is claim.runs
                told = f"the `else` block of the loop {'runs' if runs else 'is skipped'}"
            instead = "" if truth is None else "is skipped" if claim.runs else "runs"
            points.append(Point(truth, at(entry.left), told, instead=instead))
    return definite(points, f"the loop on line {claim.line} is not entered here")


def _judge_try_block(
    moments: Moments, frames: list[Frame], claim: BlockRuns, block: Block
) -> Judged:
    """Whether anything in the block runs in the context."""
    points: list[Point] = []
    for frame in frames:
        found = [
            statement
            for statement in known_line(moments, frame, claim.line)
            if isinstance(statement.node, ast.Try | ast.TryStar)
        ]
        if not found:
            raise refuted(f"there is no `try` on line {claim.line}")
        inner = [child for child in found[0].children if child.block is block]
        if not inner:
            raise refuted(f"the `try` on line {claim.line} has no `{block.value}` block")
        if not surely_seen(inner, claim.line):
            raise unsupported(f"whether the `{block.value}` block runs leaves no trace")
        there = [
            visit
            for visit in moments.visits(frame.activation).inside(frame.interval)
            if any(each.within(found[0], block) for each in visit.statements)
        ]
        told = f"the `{block.value}` block {'runs' if there else 'does not run'}"
        where = there[0].interval if there else frame.interval
        instead = "runs" if there else "is skipped"
        right = bool(there) is claim.runs
        points.append(Point(right, where, told, anchored=False, instead=instead))
    return definite(points, "")


# -- comprehensions -------------------------------------------------------------------------------


def _judge_filters(moments: Moments, frames: list[Frame], claim: Filters) -> Judged:
    points: list[Point] = []
    for frame in frames:
        node = _comprehension(moments, frame, claim.line)
        for visit in visits(moments, frame, claim.line):
            made = moments.evaluations(visit, node)
            if not made:
                continue
            if len(made) > 1 or moments.raised(visit) is not None or visit.waits:
                told = f"what the comprehension on line {claim.line} keeps is not told apart"
                points.append(Point(None, visit.interval, told))
                continue
            points.append(_filter_point(moments, visit, node, made[0].at, claim))
    return definite(points, f"the comprehension on line {claim.line} does not run here")


def _comprehension(moments: Moments, frame: Frame, line: LineNo) -> ast.expr:
    """The only comprehension of the line; raises `Failure`."""
    found = [
        node
        for statement in seen_line(moments, frame, line)
        for node in statement.expressions()
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp)
    ]
    if not found:
        raise refuted(f"there is no comprehension on line {line}")
    only = found[0]
    if len(found) > 1:
        raise unsupported(f"several comprehensions stand on line {line}")
    if isinstance(only, ast.GeneratorExp) or len(only.generators) > 1:
        raise unsupported("of one list, set or dict comprehension with one `for` it is told")
    if any(isinstance(each, ast.Starred | ast.Lambda) for each in ast.walk(only)):
        raise unsupported("what else is built in the comprehension is not told apart")
    return only


def _filter_point(
    moments: Moments, visit: Visit, node: ast.expr, made: Time, claim: Filters
) -> Point:
    span = span_of(node)
    # What takes up the items of the result, in the header of a loop, has the same place in 3.13.
    inside = [
        step
        for step in moments.steps(visit)
        if step.number <= made and step.span is not None and contains(span, step.span)
    ]
    of = sum(step.kind is StepKind.NEXT and step.truth is True for step in inside)
    kept = sum(
        step.kind is StepKind.BUILD and step.detail in {"append", "add", "insert"}
        for step in inside
    )
    told = f"the comprehension on line {claim.line} keeps {kept} of {plural(of, 'item', 'items')}"
    right = (
        claim.kept in {None, kept} and claim.of in {None, of} and claim.dropped in {None, of - kept}
    )
    instead = ""
    if claim.of in {None, of}:
        instead = str(kept if claim.dropped is None else of - kept)
    return Point(right, visit.interval, told, instead=instead)


# -- calls ----------------------------------------------------------------------------------------


def judge_call_path(moments: Moments, claim: CallPathClaim) -> Judged:
    require_function(moments, claim.function)
    match claim:
        case Recurses():
            return _judge_recursion(moments, claim)
        case LeavesUncaught():
            return _judge_uncaught(moments, claim)


def _judge_recursion(moments: Moments, claim: Recurses) -> Judged:
    calls = moments.calls(claim.function)
    ids = set(calls)
    if any(moments.trace.code_of(each).generator for each in calls):
        raise unsupported(f"`{claim.function}` is a generator, whose calls do not nest")
    # A call that is no generator's runs or waits from its first step to its last.
    turns = sorted(
        turn
        for each in ids
        for turn in (
            (moments.trace.data.activations[each].first, 0, 1),
            (moments.last_step(each), 1, -1),
        )
    )
    deepest = max(itertools.accumulate(change for *_, change in turns), default=0)
    told = f"the recursion of `{claim.function}` reaches depth {deepest}"
    where = moments.whole(moments.trace.data.entry)
    return counted(deepest == claim.depth, told, where, str(deepest))


def _judge_uncaught(moments: Moments, claim: LeavesUncaught) -> Judged:
    points: list[Point] = []
    for call in moments.calls(claim.function):
        where = at(moments.last_step(call))
        moments.trace.ended_with(call)  # so that it is told only where runs agree on it
        ending = moments.trace.ending(call)
        if ending is Ending.UNFINISHED:
            points.append(Point(None, where, "how the call ends is not recorded"))
        elif ending is Ending.RETURNED:
            points.append(Point(False, where, f"`{claim.function}` returns"))
        else:
            value = ended_with(moments, moments.trace.data.activations[call])
            kind = None if value is None else kind_that_left(moments, call, value)
            told = f"`{kind}` leaves `{claim.function}`"
            truth = None if kind is None else kind == claim.exception
            points.append(Point(truth, where, told, anchored=False, instead=f"`{kind}`"))
    return definite(points, f"`{claim.function}` is never called")
