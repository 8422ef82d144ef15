"""Calls by what they are given, and the outermost of a recursion (docs/semantics.md §5.102)."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeAlias

from engine.claims.check.context import Frame
from engine.claims.check.points import Failure, refuted, unsupported
from engine.claims.model import CallContext
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId
from engine.trace.moments import Moments
from engine.trace.scopes import parameters
from engine.trace.trace import Missing
from engine.values import Value

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_Fits: TypeAlias = Callable[[_Function], bool]


def call_given(
    moments: Moments, frame: Frame, given: tuple[tuple[str, Value], ...], since: int
) -> CallContext:
    """The call that ends next, of those that begin in the context, of the only function that has
    all of the parameters, given these values; raises `Failure`."""
    names = frozenset(name for name, _ in given)
    function = _the_function(moments, lambda node: names <= set(parameters(node)))
    best: tuple[int, CallContext] | None = None
    for number, activation in enumerate(moments.calls(function), start=1):
        last = moments.last_step(activation)
        begun = moments.trace.data.activations[activation].first
        if last < since or not frame.interval.holds(begun):
            continue
        if (best is None or last < best[0]) and _was_given(moments, activation, given):
            best = last, CallContext(number, function)
    if best is None:
        raise refuted(f"no such call of `{function}` ends here, or none any more")
    return best[1]


def _was_given(
    moments: Moments, activation: ActivationId, given: tuple[tuple[str, Value], ...]
) -> bool:
    time = moments.start(activation)
    for name, value in given:
        found = moments.trace.binding(
            activation, moments.trace.private_name(activation, name), time
        )
        if isinstance(found, Missing):
            raise unsupported(f"what `{name}` is given is not recorded")
        if moments.trace.value(found, time) != value:
            return False
    return True


def outermost_call(moments: Moments) -> CallContext:
    """The only call of the only function that calls itself which is in no other call of it."""
    function = _the_function(moments, _calls_itself)
    calls = moments.calls(function)
    spans = [
        (moments.trace.data.activations[each].first, moments.last_step(each)) for each in calls
    ]
    outer = [
        number
        for number, (first, last) in enumerate(spans, start=1)
        if not any(a < first and last <= b for a, b in spans)
    ]
    if len(outer) != 1:
        why = f"{len(outer)} calls of `{function}` are in no other one"
        raise Failure(ClaimVerdict.AMBIGUOUS if outer else ClaimVerdict.REFUTED, why)
    return CallContext(outer[0], function)


def _the_function(moments: Moments, fits: _Fits) -> str:
    """The name of the only function of the program that fits; raises `Failure`."""
    found: list[str] = []

    def enter(nodes: list[ast.stmt], around: str) -> None:
        for node in nodes:
            inside = around
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inside = f"{around}{node.name}."
                if not isinstance(node, ast.ClassDef) and fits(node):
                    found.append(inside[:-1])
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.stmt):
                    enter([child], inside)
                elif isinstance(child, ast.ExceptHandler | ast.match_case):
                    enter(child.body, inside)

    enter(moments.trace.statements.tree.body, "")
    if len(found) != 1:
        why = "no function is meant so" if not found else f"{', '.join(found)} can be meant"
        raise Failure(ClaimVerdict.AMBIGUOUS if found else ClaimVerdict.REFUTED, why)
    short = found[0].rpartition(".")[2]
    return short if moments.functions_named(short) == 1 else found[0]


def _calls_itself(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(each, ast.Call)
        and (
            (isinstance(each.func, ast.Name) and each.func.id == node.name)
            or (isinstance(each.func, ast.Attribute) and each.func.attr == node.name)
        )
        for each in ast.walk(node)
    )
