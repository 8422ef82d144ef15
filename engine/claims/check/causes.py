"""Claims about what the answer depends on (§5.68, §5.69)."""

from __future__ import annotations

import ast

from engine.claims.check.context import Frame, entry_frames, seen_line, visits
from engine.claims.check.points import Judged, Point, counted, definite, refuted, unsupported
from engine.claims.check.readings import State
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import CauseClaim, DependsOn, DependsThrough, Expr, LineAffects
from engine.claims.spans import read_expr
from engine.claims.verdicts import ClaimVerdict
from engine.trace.definitions import Key
from engine.trace.influence import Reach
from engine.trace.model import Family, LineNo
from engine.trace.moments import Moments
from engine.trace.visits import Visit
from engine.values import NO_OID, Atom, Cycle, Oid

_JUMPS = (ast.Break, ast.Continue, ast.Return, ast.Raise, ast.With, ast.AsyncWith)
"""Statements whose effect is where control goes: what they compute does not tell it."""


def judge_cause(moments: Moments, claim: CauseClaim) -> Judged:
    _require_one_way(moments)
    match claim:
        case DependsOn(expr=expr, depends=depends):
            reach = _reach(moments, expr)
            told = f"the answer {'does not depend' if depends else 'depends'} on `{expr.text}`"
            return _judged(moments, reach, told, wanted=depends)
        case DependsThrough():
            return _judge_through(moments, claim)


def _require_one_way(moments: Moments) -> None:
    if moments.trace.parting is not None:
        raise unsupported("other runs of the program go another way")


def _judged(moments: Moments, reach: Reach, told: str, *, wanted: bool) -> Judged:
    where = moments.whole(moments.trace.data.entry)
    match reach:
        case Reach.CERTAIN:
            return counted(wanted, told, where)
        case Reach.NONE:
            return counted(not wanted, told, where)
        case Reach.POSSIBLE:
            why = "only a way that was not taken, or all of it being read at once, could tell"
            return Judged(ClaimVerdict.UNSUPPORTED, (), why)


def _reach(moments: Moments, expr: Expr) -> Reach:
    """How far an argument, or an element of one, reaches the answer; raises `Failure`."""
    root: ast.expr = expr.tree
    while isinstance(root, ast.Subscript):
        root = root.value
    entry = moments.trace.data.entry
    if not isinstance(root, ast.Name):
        raise unsupported("of arguments and their elements it is told what depends on them")
    if root.id not in moments.trace.code_of(entry).parameters:
        raise unsupported(f"`{root.id}` is no parameter of the call")
    if root is expr.tree:
        return moments.influence.of_parameter(root.id)
    if not isinstance(expr.tree, ast.Subscript) or isinstance(expr.tree.slice, ast.Slice):
        raise unsupported("of arguments and their elements it is told what depends on them")
    state = State(moments, entry, moments.start(entry))
    found = [state.evaluate(read_expr(ast.unparse(part))) for part in (
        expr.tree.value, expr.tree.slice, expr.tree
    )]  # fmt: skip
    for result in found:
        if isinstance(result, NoValue):
            raise refuted(f"`{expr.text}` has no value when the call begins ({result.why})")
        if isinstance(result, Undecidable):
            raise unsupported(result.why)
    owner, key, _ = found
    reach = None
    if not isinstance(owner, Atom | Cycle | NoValue | Undecidable) and isinstance(key, Atom):
        part = _part(moments, owner.oid, key)
        if part is not None:
            reach = moments.influence.of_part(owner.oid, part)
    if reach is None:
        raise unsupported(f"`{expr.text}` is not followed: of lists and dictionaries it is told")
    return reach


def _part(moments: Moments, oid: Oid, key: Atom) -> Key | None:
    """The part that an element is when the call begins."""
    if oid == NO_OID:
        return None  # an object of the claim, and none of the program
    family = moments.trace.data.objects[oid].family
    if family is Family.MAPPING:
        return "key", ("atom", key.payload)
    if family is not Family.SEQUENCE or not isinstance(key.payload, int):
        return None
    index = key.payload
    if index < 0:
        index += len(moments.trace.contents(oid, moments.start(moments.trace.data.entry)))
    return "item", int(index)


def _judge_through(moments: Moments, claim: DependsThrough) -> Judged:
    if not isinstance(claim.expr.tree, ast.Name):
        raise unsupported("through which line an element is used is not told; name the argument")
    through = _visits(moments, claim.line)
    name = claim.expr.text
    reach = _reach(moments, claim.expr)
    past = moments.influence.of_parameter_past(claim.expr.tree.id, through)
    if reach is Reach.NONE or past is Reach.CERTAIN:
        told = (
            f"the answer does not depend on `{name}`"
            if reach is Reach.NONE
            else f"the answer depends on `{name}` in other ways, too"
        )
        return counted(False, told, moments.whole(moments.trace.data.entry))
    weaker = Reach.POSSIBLE if Reach.POSSIBLE in {reach, past} else Reach.CERTAIN
    return _judged(moments, weaker, "", wanted=True)


def _visits(moments: Moments, line: LineNo) -> list[Visit]:
    """The visits of a line of the entry function; raises `Failure`."""
    found = [visit for frame in entry_frames(moments) for visit in visits(moments, frame, line)]
    if not found:
        raise refuted(f"line {line} does not run")
    return found


def judge_effect(moments: Moments, frames: list[Frame], claim: LineAffects) -> Judged:
    _require_one_way(moments)
    points: list[Point] = []
    for frame in frames:
        jumps = any(
            isinstance(statement.node, _JUMPS)
            for statement in seen_line(moments, frame, claim.line)
        )
        for visit in visits(moments, frame, claim.line):
            reach = moments.influence.of_visit(visit)
            told = f"line {claim.line} {'has no' if claim.affects else 'has an'} effect"
            truth: bool | None = (reach is Reach.CERTAIN) is claim.affects
            if reach is Reach.POSSIBLE or (jumps and reach is not Reach.CERTAIN):
                truth, told = None, "only a way that was not taken could tell"
            points.append(Point(truth, visit.interval, told, anchored=False))
    return definite(points, f"line {claim.line} does not run here")
