"""Claims about what a line computes and decides (§5.10, §5.11, §5.23, §5.24)."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from engine.claims.check.context import Frame, known_line, seen_line, visits
from engine.claims.check.points import Judged, Point, definite, refuted, unsupported
from engine.claims.check.writes import result_point
from engine.claims.evaluator import Undecidable
from engine.claims.model import (
    AssertionHolds,
    CaseMatches,
    ConditionIs,
    ConditionLeads,
    Consequence,
    Evaluates,
)
from engine.claims.spans import dump_of
from engine.trace.conditions import test_truth
from engine.trace.model import LineNo
from engine.trace.moments import Moments
from engine.trace.statements import Block, Statement, header_parts, is_empty, test_of
from engine.trace.visits import Visit

_CONTROL_FLOW = (ast.BoolOp, ast.IfExp, ast.Await, ast.Yield, ast.YieldFrom, ast.Starred)
_NOT_ALWAYS_SEEN = (
    ast.Constant, ast.Slice, ast.FormattedValue, ast.List, ast.Set, ast.Tuple,
)  # fmt: skip


def judge_evaluates(moments: Moments, frames: list[Frame], claim: Evaluates) -> Judged:
    points: list[Point] = []
    for frame in frames:
        nodes = written_nodes(moments, frame, claim)
        for visit in visits(moments, frame, claim.line):
            for node in nodes:
                points.extend(_evaluations(moments, visit, node, claim))
    return definite(points, f"`{claim.expr.text}` is never evaluated here")


def written_nodes(moments: Moments, frame: Frame, claim: Evaluates) -> list[ast.expr]:
    """The places on the line at which the expression is read; raises `Failure`."""
    text, line = claim.expr.text, claim.line
    found: list[ast.expr] = []
    for statement in seen_line(moments, frame, line):
        hidden = _hidden_parts(statement)
        for node in statement.expressions():
            if not is_read(node, statement) or dump_of(node) != claim.expr.dump:
                continue
            if id(node) in hidden:
                raise unsupported(f"`{text}` stands {hidden[id(node)]}, where it is not followed")
            found.append(node)
    if not found:
        raise refuted(f"`{text}` is not computed on line {line}")
    why = _without_steps(moments, text, found)
    if why is not None:
        raise unsupported(why)
    return found


def _without_steps(moments: Moments, text: str, nodes: list[ast.expr]) -> str | None:
    """Why what an expression comes to cannot be told by its steps; None where it can."""
    tree = nodes[0]
    while isinstance(tree, ast.NamedExpr):
        tree = tree.value
    if isinstance(tree, _CONTROL_FLOW) or _is_control_flow(tree):
        return f"`{text}` is control flow; speak of its operands or of the condition"
    if is_super(tree):
        return f"not every version of Python computes `{text}` on its own"
    if not any(moments.was_ever_seen(node) for node in nodes) and _may_be_unseen(tree):
        return f"Python computes `{text}` without a step of its own"
    return None


def evaluated_in(moments: Moments, visit: Visit, claim: Evaluates) -> bool | Undecidable:
    """Whether the expression was evaluated in the visit; where no step tells, that is not known."""
    unknown: str | None = None
    for statement in visit.statements:
        hidden = _hidden_parts(statement)
        for node in statement.expressions():
            if not is_read(node, statement) or dump_of(node) != claim.expr.dump:
                continue
            if moments.evaluations(visit, node):
                return True
            if id(node) in hidden:
                unknown = f"`{claim.expr.text}` stands {hidden[id(node)]}, where it is not followed"
            unknown = unknown or _without_steps(moments, claim.expr.text, [node])
    return False if unknown is None else Undecidable(unknown)


def is_read(node: ast.expr, statement: Statement) -> bool:
    """Whether an expression of the statement is read there, and not only written to."""
    context = getattr(node, "ctx", None)
    if context is None or isinstance(context, ast.Load):
        return True
    owner = statement.node
    return isinstance(owner, ast.AugAssign) and owner.target is node


def _hidden_parts(statement: Statement) -> dict[int, str]:
    """Expressions whose evaluation is not followed, by identity, with the place they stand in."""
    found: dict[int, str] = {}
    for part in header_parts(statement.node):
        for node in ast.walk(part):
            match node:
                case ast.Call(func=ast.Attribute() as method):
                    found.setdefault(id(method), "as the method of a call")
                case ast.JoinedStr():
                    _add(found, node, "inside an f-string")
                case ast.GeneratorExp(generators=[first, *_]):
                    outside = {id(each) for each in ast.walk(first.iter)}
                    for each in ast.walk(node):
                        if each is not node and id(each) not in outside:
                            found.setdefault(id(each), "inside a generator expression")
                case ast.pattern():
                    _add(found, node, "inside a pattern")
                case _:
                    pass
    return found


def _add(found: dict[int, str], node: ast.AST, where: str) -> None:
    for each in ast.walk(node):
        if each is not node:
            found.setdefault(id(each), where)


def _is_control_flow(tree: ast.expr) -> bool:
    if isinstance(tree, ast.UnaryOp):
        return isinstance(tree.op, ast.Not)
    return isinstance(tree, ast.Compare) and len(tree.ops) > 1


def is_super(tree: ast.expr) -> bool:
    """Whether it is a call of `super`: CPython 3.12 makes none where an attribute of it is asked
    for (LOAD_SUPER_ATTR)."""
    match tree:
        case ast.Call(func=ast.Name(id="super")):
            return True
        case _:
            return False


def _may_be_unseen(tree: ast.expr) -> bool:
    """Whether the compiler may leave no step for the expression: what it computes itself, lists
    that it makes tuples of, tuples that it never makes (`a, b = b, a`), and comparisons with None
    that decide a jump."""
    if isinstance(tree, ast.Compare):
        sides = (tree.left, *tree.comparators)
        return isinstance(tree.ops[0], ast.Is | ast.IsNot) and any(
            isinstance(side, ast.Constant) and side.value is None for side in sides
        )
    names = (ast.Name, ast.Call, ast.Lambda, ast.NamedExpr)
    return isinstance(tree, _NOT_ALWAYS_SEEN) or not any(
        isinstance(node, names) for node in ast.walk(tree)
    )


def _evaluations(
    moments: Moments, visit: Visit, node: ast.expr, claim: Evaluates
) -> Iterator[Point]:
    text = claim.expr.text
    for found in moments.evaluations(visit, node):
        value = moments.evaluated(found)
        if found.coerced:
            told = f"`{text}` compares objects of the program, and its truth alone is recorded"
            yield Point(None, visit.interval, told)
        elif value is None:
            yield Point(None, visit.interval, f"the recording holds no truth of `{text}`")
        else:
            yield result_point(text, value, claim.result, visit.interval)


def judge_condition(
    moments: Moments, frames: list[Frame], claim: ConditionIs | ConditionLeads
) -> Judged:
    points: list[Point] = []
    for frame in frames:
        statement = tested(moments, frame, claim)
        test = test_of(statement)
        if test is None:
            continue
        for visit in visits(moments, frame, claim.line):
            truth = test_truth(moments.trace, visit, test)
            if truth is not None:
                points.append(_condition_point(moments, frame, statement, visit, truth, claim))
    return definite(points, f"the condition on line {claim.line} is not tested here")


def tested(moments: Moments, frame: Frame, claim: ConditionIs | ConditionLeads) -> Statement:
    """The statement whose whole test the condition is; raises `Failure`."""
    tests = [
        (statement, test)
        for statement in seen_line(moments, frame, claim.line)
        if (test := test_of(statement)) is not None
    ]
    same = [pair for pair in tests if dump_of(pair[1]) == claim.condition.dump]
    if len(same) > 1:
        raise unsupported(f"line {claim.line} tests `{claim.condition.text}` in two places")
    if same:
        return same[0][0]
    if not tests:
        raise refuted(f"line {claim.line} tests no condition")
    raise refuted(f"the condition on line {claim.line} is `{ast.unparse(tests[0][1])}`")


def _condition_point(
    moments: Moments,
    frame: Frame,
    statement: Statement,
    visit: Visit,
    truth: bool,
    claim: ConditionIs | ConditionLeads,
) -> Point:
    word = "true" if truth else "false"
    told = f"the condition on line {claim.line} is {word}"
    if truth is not claim.truth:
        return Point(False, visit.interval, told, instead=word)
    if isinstance(claim, ConditionIs):
        return Point(True, visit.interval, told)
    match claim.consequence:
        case Consequence.RUNS:
            return _runs(moments, frame, visit, claim.then_line)
        case Consequence.SKIPPED:
            return _skipped(moments, frame, statement, visit, claim)


def _runs(moments: Moments, frame: Frame, visit: Visit, line: LineNo) -> Point:
    seen_line(moments, frame, line)
    following = moments.visits(frame.activation).following(visit)
    if following is None:
        return Point(False, visit.interval, "no line of the function runs after it")
    told = f"line {following.line} runs next"
    return Point(following.line == line, visit.interval, told, instead=f"line {following.line}")


def _skipped(
    moments: Moments, frame: Frame, statement: Statement, visit: Visit, claim: ConditionLeads
) -> Point:
    line = claim.then_line
    block = Block.ELSE if claim.truth else Block.BODY
    inside = [
        each
        for each in seen_line(moments, frame, line)
        if each.visible and each.within(statement, block)
    ]
    if not inside:
        told = f"line {line} is not in the block that this outcome skips"
        return Point(False, visit.interval, told)
    told = f"line {line} is skipped"
    all_visits = moments.visits(frame.activation)
    following = all_visits.following(visit)
    while following is not None and following.line != claim.line:
        if following.line == line:
            return Point(False, visit.interval, f"line {line} runs", instead="runs")
        following = all_visits.following(following)
    return Point(True, visit.interval, told)


def judge_assertion(moments: Moments, frames: list[Frame], claim: AssertionHolds) -> Judged:
    points: list[Point] = []
    for frame in frames:
        tests = [
            statement.node.test
            for statement in known_line(moments, frame, claim.line)
            if isinstance(statement.node, ast.Assert)
        ]
        if not tests:
            raise refuted(f"there is no assertion on line {claim.line}")
        for visit in visits(moments, frame, claim.line):
            for test in tests:
                truth = test_truth(moments.trace, visit, test)
                told = "the assertion is not decided"
                if truth is not None:
                    told = f"the assertion {'holds' if truth else 'fails'}"
                instead = "" if truth is None else "holds" if truth else "fails"
                points.append(Point(truth is claim.holds, visit.interval, told, instead=instead))
    return definite(points, f"line {claim.line} does not run here")


def judge_case(moments: Moments, frames: list[Frame], claim: CaseMatches) -> Judged:
    points: list[Point] = []
    for frame in frames:
        cases = [
            statement
            for statement in known_line(moments, frame, claim.line)
            if isinstance(statement.node, ast.match_case)
        ]
        if not cases:
            raise refuted(f"there is no case on line {claim.line}")
        if len(cases) > 1 or not surely_seen(cases[0].children, claim.line):
            raise unsupported(f"whether the case on line {claim.line} matches leaves no trace")
        for visit in visits(moments, frame, claim.line):
            if visit.waits:
                told = f"whether the case on line {claim.line} matches is not recorded"
                points.append(Point(None, visit.interval, told))
                continue
            entered = enters(moments, visit, cases[0])
            instead = "matches" if entered else "does not match"
            told = f"the case on line {claim.line} {instead}"
            points.append(Point(entered is claim.matches, visit.interval, told, instead=instead))
    return definite(points, f"line {claim.line} does not run here")


def surely_seen(block: Sequence[Statement], line: LineNo) -> bool:
    """Whether something that is reliably seen runs first whenever the block is entered. (A `pass`
    on the line of the header need not be.)"""
    for statement in block:
        node = statement.node
        if statement.visible:
            return statement.line != line or not is_empty(node)
        body = [each for each in statement.children if each.block is Block.BODY]
        if isinstance(node, ast.Try | ast.TryStar):
            return surely_seen(body, line)
        if isinstance(node, ast.While | ast.If):
            test = node.test
            endless = isinstance(node, ast.While) and isinstance(test, ast.Constant) and test.value
            return bool(endless) and surely_seen(body, line)
    return False


def enters(moments: Moments, visit: Visit, case: Statement) -> bool:
    if any(each.within(case, Block.BODY) for each in visit.statements):
        return True
    following = moments.visits(visit.activation).following(visit)
    return following is not None and following.statements[0].within(case, Block.BODY)
