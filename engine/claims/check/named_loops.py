"""Loops without a line: which one is meant, by the source (docs/semantics.md §3.3)."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from engine.claims.check.context import Frame
from engine.claims.check.points import Failure, refuted
from engine.claims.model import LoopDepth, LoopKind, LoopName
from engine.claims.spans import dump_of
from engine.claims.verdicts import ClaimVerdict
from engine.trace.loops import LoopEntry
from engine.trace.model import Time
from engine.trace.moments import Moments
from engine.trace.scopes import names_bound_by
from engine.trace.statements import Block, Statement


def named_loop(
    moments: Moments, frame: Frame, name: LoopName, *, around: bool, point: Time | None = None
) -> Statement:
    """The loop of the context's function that the words mean; raises `Failure`.

    ``around``: in a pass of a loop without inner loops, that loop is meant. Of several, that in
    which the ``point`` lies."""
    scope = moments.trace.scope_of(frame.activation)
    everything = () if scope is None else moments.trace.statements.of_scope(scope)
    loops = [each for each in everything if each.is_loop]
    here = frame.inside[-1].loop if frame.inside else None
    if here is None:
        inside = loops
        direct = [each for each in loops if not each.loops()]
    else:
        inside = [each for each in loops if each.within(here, Block.BODY)]
        direct = [each for each in inside if each.loops()[-1] is here]
    candidates = direct
    match name.depth:
        case LoopDepth.ANY:
            if around and here is not None and not direct and name.number is None:
                candidates = [here]
        case LoopDepth.INNER:
            candidates = [each for each in inside if each.loops()]
        case LoopDepth.OUTER:
            around_others = {id(other) for each in loops for other in each.loops()}
            candidates = [each for each in loops if not each.loops() and id(each) in around_others]
    found = [each for each in candidates if fits(each, name)]
    if point is not None and len(found) > 1 and name.number is None:
        loops_run = moments.loops(frame.activation)
        within = [
            each
            for each in found
            if (held := loops_run.holding(each, point)) is not None
            and held.first >= frame.interval.first
        ]
        found = within if len(within) == 1 else found
    return _chosen(found, name)


def loop_binding(moments: Moments, frame: Frame, names: Sequence[str]) -> Statement | None:
    """The `for` loop in the context (or around it) whose target binds the first of the names that
    any binds, and of several the one that binds all of these; None where there is none, raises
    `Failure` where there are several."""
    scope = moments.trace.scope_of(frame.activation)
    everything = () if scope is None else moments.trace.statements.of_scope(scope)
    around = [entry.loop for entry in frame.inside]
    bound = [
        (each, names_bound_by(each.node)) for each in everything if isinstance(each.node, ast.For)
    ]
    told = [name for name in names if any(name in each for _, each in bound)]
    if not told:
        return None
    binding = [each for each, names_bound in bound if told[0] in names_bound]
    if len(binding) > 1:
        binding = [each for each, names_bound in bound if names_bound.issuperset(told)] or binding
    for each in reversed(around):
        if each in binding:
            return each
    if around:
        binding = [each for each in binding if each.within(around[-1], Block.BODY)]
    return _chosen(binding, LoopName()) if binding else None


def fits(loop: Statement, name: LoopName) -> bool:
    """Whether a loop is of the kind, and over what the words say."""
    node = loop.node
    match name.kind:
        case LoopKind.ANY:
            pass
        case LoopKind.FOR:
            if not isinstance(node, ast.For | ast.AsyncFor):
                return False
        case LoopKind.WHILE:
            if not isinstance(node, ast.While):
                return False
    if name.over is None:
        return True
    return isinstance(node, ast.For | ast.AsyncFor) and dump_of(node.iter) == name.over.dump


def _chosen(found: Sequence[Statement], name: LoopName) -> Statement:
    if name.number is not None:
        if name.number > len(found):
            raise refuted(f"there are only {len(found)} such loops here")
        return found[name.number - 1]
    if not found:
        raise refuted("there is no such loop here")
    if len(found) > 1:
        lines = [f"line {each.line}" for each in found]
        these = f"{', '.join(lines[:-1])} or {lines[-1]}"
        raise Failure(ClaimVerdict.AMBIGUOUS, f"the loop on {these} can be meant")
    return found[0]


def chosen_entry(moments: Moments, frame: Frame, loop: Statement, point: Time) -> LoopEntry:
    """The entry that the point lies in, else the next one, else the last one; raises `Failure`."""
    loops = moments.loops(frame.activation)
    found = [each for each in loops.begun(loop, frame.interval) if each not in frame.inside]
    for entry in found:
        if point <= entry.last:
            return entry
    if not found:
        raise refuted(f"the loop on line {loop.line} is not entered here")
    return found[-1]
