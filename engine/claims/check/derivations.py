"""Arithmetic in steps (§5.40, §5.41): each matched to what the program computed, or recomputed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from engine.claims.check.context import Frame, named_visits, seen_line
from engine.claims.check.expressions import is_read, written_nodes
from engine.claims.check.points import Failure, Judged, Point, at, definite, unsupported
from engine.claims.check.readings import State, shown, value_point
from engine.claims.check.writes import sets_target
from engine.claims.evaluator import NoValue, Result, Undecidable, evaluate
from engine.claims.model import Arithmetic, DerivationClaim, Derives, Evaluates, Exactly, Expr
from engine.claims.spans import dump_of, has_names, is_literal_text
from engine.claims.verdicts import ClaimVerdict
from engine.trace.conditions import test_truth
from engine.trace.model import StepKind
from engine.trace.moments import Moments
from engine.trace.statements import Statement, contains, span_of
from engine.trace.trace import Missing
from engine.trace.visits import Visit
from engine.values import Value

_OPERATORS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|",
    ast.BitXor: "^", ast.MatMult: "@",
}  # fmt: skip

_OWN: Final = "the writer's own derivation"


def pure_value(tree: ast.expr) -> Result:
    """The value of an expression without names."""
    return evaluate(tree, lambda _: Missing.BUILTIN)


# -- arithmetic by itself -------------------------------------------------------------------------


def judge_arithmetic(moments: Moments, frames: list[Frame], claim: Arithmetic) -> Judged:
    """Recomputed, whatever the program does; the verdict says whether it did it, too."""
    frame = frames[0]
    result = pure_value(claim.expr.tree)
    point = value_point(claim.expr.text, result, claim.value, frame.interval)
    if point.truth is None:
        return Judged(ClaimVerdict.UNSUPPORTED, (_loose(point, point.told),), point.told)
    if not point.truth:
        told = f"{point.told} ({_OWN})"
        return Judged(ClaimVerdict.REFUTED, (_loose(point, told),), told)
    number = _executed(moments, frames, claim.expr.tree)
    if number is None:
        return Judged(ClaimVerdict.VERIFIED, (_loose(point, f"{point.told}: {_OWN}"),))
    told = f"{point.told}, as the program computes it"
    return Judged(ClaimVerdict.VERIFIED, (Point(True, at(number), told, anchored=False),))


def _loose(point: Point, told: str) -> Point:
    return Point(point.truth, point.interval, told, anchored=False, instead=point.instead)


def _executed(moments: Moments, frames: list[Frame], tree: ast.expr) -> int | None:
    """The first step in the contexts that applies the same operator to the same values."""
    if not isinstance(tree, ast.BinOp):
        return None
    left, right = pure_value(tree.left), pure_value(tree.right)
    if isinstance(left, NoValue | Undecidable) or isinstance(right, NoValue | Undecidable):
        return None
    steps = moments.operations.get((_OPERATORS[type(tree.op)], left, right), ())
    for number in steps:
        if any(frame.interval.first <= number <= frame.interval.last for frame in frames):
            return number
    return None


# -- derivations of what a line computes ----------------------------------------------------------


class _Link(Enum):
    """How one part of a derivation follows from the part before it. Closed."""

    SAME = "same"  #: it is the same, or the same with values put in for parts of it
    OWN = "own"  #: it is computed otherwise, and has the value all the same
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Outcome:
    link: _Link
    told: str = ""


_SAME: Final = _Outcome(_Link.SAME)
_Valuer: TypeAlias = Callable[[ast.expr], Result]


def judge_derivation(moments: Moments, frames: list[Frame], claim: DerivationClaim) -> Judged:
    match claim:
        case Arithmetic():
            return judge_arithmetic(moments, frames, claim)
        case Derives():
            return judge_derives(moments, frames, claim)


def judge_derives(moments: Moments, frames: list[Frame], claim: Derives) -> Judged:
    points: list[Point] = []
    for frame in frames:
        right = set_from(seen_line(moments, frame, claim.line), claim.parts[0])
        if len(right) > 1:
            raise unsupported(f"line {claim.line} sets `{claim.parts[0].text}` in two places")
        if right:
            named = named_visits(moments, [frame], claim.line)
            points.extend(_set(moments, visit, right[0], claim) for visit in named)
            continue
        first = Evaluates(claim.line, claim.parts[0], Exactly(claim.value))
        nodes = written_nodes(moments, frame, first)
        for visit in named_visits(moments, [frame], claim.line):
            for node in nodes:
                points.extend(_read(moments, visit, node, claim))
    return definite(points, f"`{claim.parts[0].text}` is never evaluated here")


def set_from(statements: tuple[Statement, ...], place: Expr) -> list[ast.expr]:
    """What the statements assign to a place. (`x += y` assigns `x + y`.)"""
    found: list[ast.expr] = []
    for statement in statements:
        match statement.node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    found.extend(_assigned(target, value, place))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                found.extend(_assigned(target, value, place))
            case ast.AugAssign(target=target, op=op, value=value):
                if dump_of(target) == place.dump:
                    found.append(ast.BinOp(target, op, value))
            case _:
                pass
    return found


def _assigned(target: ast.expr, value: ast.expr, place: Expr) -> Iterator[ast.expr]:
    if dump_of(target) == place.dump:
        yield value
        return
    match target, value:
        case ast.Tuple(elts=targets) | ast.List(elts=targets), (
            ast.Tuple(elts=values) | ast.List(elts=values)
        ) if len(targets) == len(values) and not any(
            isinstance(each, ast.Starred) for each in (*targets, *values)
        ):
            for one, other in zip(targets, values, strict=True):
                yield from _assigned(one, other, place)
        case _:
            pass


def _set(moments: Moments, visit: Visit, right: ast.expr, claim: Derives) -> Point:
    place = claim.parts[0]
    wrote = sets_target(moments, visit, place)
    if isinstance(wrote, Undecidable):
        return Point(None, visit.interval, wrote.why)
    if not wrote:
        return Point(False, visit.interval, f"line {claim.line} does not set `{place.text}`")
    result = State(moments, visit.activation, visit.after).evaluate(place)
    point = value_point(place.text, result, claim.value, visit.interval)
    if not point.truth:
        return point

    def value_of(node: ast.expr) -> Result:
        node = _chosen(moments, visit, node)
        found = moments.evaluations(visit, node)
        if not found and not has_names(node):
            return pure_value(node)
        return _one([moments.evaluated(each) for each in found], node)

    return _followed(visit, right, value_of, claim)


def _read(moments: Moments, visit: Visit, node: ast.expr, claim: Derives) -> Iterator[Point]:
    whole = moments.evaluations(visit, node)
    for index, found in enumerate(whole):
        value = moments.evaluated(found)
        unknown = Undecidable("its truth alone is recorded")
        result = unknown if value is None else value
        point = value_point(claim.parts[0].text, result, claim.value, visit.interval)
        if not point.truth:
            yield point
            continue

        def value_of(part: ast.expr, index: int = index) -> Result:
            part = _chosen(moments, visit, part)
            parts = [moments.evaluated(each) for each in moments.evaluations(visit, part)]
            if not parts and not has_names(part):
                return pure_value(part)
            if len(parts) == len(whole):
                parts = parts[index : index + 1]
            return _one(parts, part)

        yield _followed(visit, node, value_of, claim)


def _chosen(moments: Moments, visit: Visit, node: ast.expr) -> ast.expr:
    """What a conditional expression gave the value of, where it was evaluated once; else itself."""
    while isinstance(node, ast.IfExp):
        span = span_of(node.test)
        branches = [
            step.offset
            for step in moments.trace.steps_of_kind(visit.steps, StepKind.BRANCH)
            if step.span is not None and contains(span, step.span)
        ]
        truth = test_truth(moments.trace, visit, node.test)
        if truth is None or len(branches) > len(set(branches)):
            break
        node = node.body if truth else node.orelse
    return node


def _one(values: list[Value | None], node: ast.expr) -> Result:
    if len(values) == 1 and values[0] is not None:
        return values[0]
    times = "not" if not values else "several times"
    return Undecidable(f"`{ast.unparse(node)}` is {times} evaluated by itself there")


def _followed(visit: Visit, source: ast.expr, value_of: _Valuer, claim: Derives) -> Point:
    """Whether each part of the derivation follows, from what the program computed on."""
    notes: list[str] = []
    before: ast.expr | None = None
    for part in claim.parts[1:]:
        outcome = _Outcome(_Link.WRONG)
        if before is not None and not has_names(before):
            outcome = _compare(before, part.tree, pure_value)
        if outcome.link is _Link.WRONG:
            outcome = _compare(source, part.tree, value_of, claim.value)
        match outcome.link:
            case _Link.UNKNOWN:
                return Point(None, visit.interval, outcome.told)
            case _Link.WRONG:
                return Point(False, visit.interval, outcome.told)
            case _Link.OWN:
                notes.append(f"`{part.text}` is {_OWN}")
            case _Link.SAME:
                notes.append(f"`{part.text}` is what line {claim.line} computes")
        if not has_names(part.tree):
            point = value_point(part.text, pure_value(part.tree), claim.value, visit.interval)
            # What is built alike of the same values comes to the same, evaluated or not.
            if not (point.truth or (point.truth is None and outcome.link is _Link.SAME)):
                return point
        before = part.tree
    return Point(True, visit.interval, "; ".join(notes))


def _compare(
    source: ast.expr, part: ast.expr, value_of: _Valuer, value: Value | None = None
) -> _Outcome:
    """Whether a part is the source with values in the place of expressions that have them there.
    ``value``: what the source as a whole is, where that is known."""
    if dump_of(source) == dump_of(part):
        return _SAME
    literal = is_literal_text(ast.unparse(part))
    pairs = None if literal else _pairs(source, part)
    if pairs is not None:
        outcomes = [_compare(one, other, value_of) for one, other in pairs]
        for link in (_Link.WRONG, _Link.UNKNOWN):
            found = next((each for each in outcomes if each.link is link), None)
            if found is not None:
                return found
        return next((each for each in outcomes if each.link is _Link.OWN), _SAME)
    if has_names(part) and isinstance(source, ast.IfExp | ast.BoolOp):
        told = f"`{ast.unparse(source)}` is control flow; speak of the operand that counts"
        return _Outcome(_Link.UNKNOWN, told)
    if has_names(part):
        told = f"`{ast.unparse(part)}` is not what is computed there: `{ast.unparse(source)}`"
        return _Outcome(_Link.WRONG, told)
    mine = pure_value(part)
    theirs: Result = value_of(source) if value is None else value
    if isinstance(theirs, Undecidable):
        return _Outcome(_Link.UNKNOWN, theirs.why)
    if isinstance(mine, Undecidable):
        return _Outcome(_Link.UNKNOWN, mine.why)
    if isinstance(theirs, NoValue) or mine != theirs:
        told = "has no value" if isinstance(theirs, NoValue) else f"is {shown(theirs)}"
        written = ast.unparse(part)
        return _Outcome(_Link.WRONG, f"`{ast.unparse(source)}` {told} there, not `{written}`")
    return _SAME if literal else _Outcome(_Link.OWN)


def is_raised_by(moments: Moments, visit: Visit, part: ast.expr) -> bool:
    """Whether the exception of the visit came out of an expression that is the part, with values in
    the place of expressions that have them just before the visit; or the part is what is raised."""
    state = State(moments, visit.activation, visit.before)
    step = moments.raised(visit)
    if step is None or step.span is None:
        raise Failure(ClaimVerdict.UNSUPPORTED, "which expression raises there is not told")
    for statement in visit.statements:
        own = statement.node.exc if isinstance(statement.node, ast.Raise) else None
        for node in statement.expressions():
            around = node is own or contains(span_of(node), step.span)
            if around and _is_written(node, part, state):
                return True
    return False


def values_put_in(source: ast.expr, part: ast.expr) -> list[tuple[ast.expr, ast.expr]] | None:
    """What stands in the source where the part has another literal, and these literals; None where
    the part is not the source with values in it."""
    if dump_of(source) == dump_of(part):
        return []
    pairs = _pairs(source, part)
    if pairs is None:
        return [(source, part)] if is_literal_text(ast.unparse(part)) else None
    found: list[tuple[ast.expr, ast.expr]] = []
    for one, other in pairs:
        inside = values_put_in(one, other)
        if inside is None:
            return None
        found += inside
    return found


def has_value_before(moments: Moments, visit: Visit, source: ast.expr, literal: ast.expr) -> bool:
    """Whether an expression has the value just before the visit."""
    return _is_written(source, literal, State(moments, visit.activation, visit.before))


def _is_written(source: ast.expr, part: ast.expr, state: State) -> bool:
    if dump_of(source) == dump_of(part):
        return True
    pairs = _pairs(source, part)
    if pairs is not None:
        return all(_is_written(one, other, state) for one, other in pairs)
    if not is_literal_text(ast.unparse(part)):
        return False
    found, value = state.evaluate_tree(source), pure_value(part)
    if isinstance(found, Undecidable):
        raise Failure(ClaimVerdict.UNSUPPORTED, found.why)
    return not isinstance(found, NoValue) and found == value


def _pairs(one: ast.expr, other: ast.expr) -> list[tuple[ast.expr, ast.expr]] | None:
    """The parts of two expressions that are built alike; None where they are not."""
    match one, other:
        case ast.BinOp(left=a, op=op, right=b), ast.BinOp(left=c, op=same, right=d) if type(
            op
        ) is type(same):
            return [(a, c), (b, d)]
        case ast.UnaryOp(op=op, operand=a), ast.UnaryOp(op=same, operand=c) if type(op) is type(
            same
        ):
            return [(a, c)]
        case ast.Subscript(value=a, slice=b), ast.Subscript(value=c, slice=d) if not (
            isinstance(b, ast.Slice) or isinstance(d, ast.Slice)
        ):
            return [(a, c), (b, d)]
        case ast.Call(func=ast.Name(id=name), args=a, keywords=[]), ast.Call(
            func=ast.Name(id=same_name), args=c, keywords=[]
        ) if name == same_name and len(a) == len(c):
            return list(zip(a, c, strict=True))
        case ast.Call(func=ast.Attribute(value=a, attr=name), args=b, keywords=[]), ast.Call(
            func=ast.Attribute(value=c, attr=same_name), args=d, keywords=[]
        ) if name == same_name and len(b) == len(d):
            return [(a, c), *zip(b, d, strict=True)]
        case ast.Compare(left=a, ops=ops, comparators=b), ast.Compare(
            left=c, ops=same_ops, comparators=d
        ) if [type(op) for op in ops] == [type(op) for op in same_ops]:
            return [(a, c), *zip(b, d, strict=True)]
        case (ast.Tuple(elts=a), ast.Tuple(elts=c)) | (ast.List(elts=a), ast.List(elts=c)) if len(
            a
        ) == len(c):
            return list(zip(a, c, strict=True))
        case _:
            return None


def _fitting(statements: tuple[Statement, ...], claim: Derives) -> bool:
    """Whether a statement assigns to the first part what the second one could be said of, by the
    looks of both: it is the same, or built alike; or, if the second one holds no names, it is no
    literal."""
    second = claim.parts[1].tree
    return any(
        dump_of(source) == dump_of(second)
        or _pairs(source, second) is not None
        or not (has_names(second) or is_literal_text(ast.unparse(source)))
        for source in set_from(statements, claim.parts[0])
    )


def derived_in(moments: Moments, visit: Visit, claim: Derives) -> bool | Undecidable:
    """Whether the visit sets the first part, or (if it is no name) evaluates it."""
    place = claim.parts[0]
    if _fitting(visit.statements, claim):
        return sets_target(moments, visit, place)
    return not isinstance(place.tree, ast.Name) and any(
        moments.evaluations(visit, node)
        for statement in visit.statements
        for node in statement.expressions()
        if is_read(node, statement) and dump_of(node) == place.dump
    )


def could_derive(statement: Statement, claim: Derives) -> bool:
    place = claim.parts[0]
    if _fitting((statement,), claim):
        return True
    return not isinstance(place.tree, ast.Name) and any(
        is_read(node, statement) and dump_of(node) == place.dump for node in statement.expressions()
    )
