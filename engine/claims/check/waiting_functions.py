"""Calls of functions that run only when they are asked: generators, coroutines (§3.4, §5.17)."""

from __future__ import annotations

import ast
from typing import Final

from engine.trace.model import ActivationId, CodeKind, StepKind, StepNo
from engine.trace.moments import Moments, readable
from engine.values import Oid

NEVER_ASKED: Final = "calls that were never asked for anything are not recorded"
NO_RESULT: Final = "what a generator hands out, or returns in the end, is no result of its call"


def waits(moments: Moments, function: str) -> bool:
    """Whether the function's activations begin when they are asked for something, not when it is
    called: a generator function, a coroutine function."""
    return any(
        code.generator and code.kind is CodeKind.FUNCTION
        and function in {code.name, readable(code.qualname)}
        for code in moments.trace.data.codes
    )  # fmt: skip


def hands_out(moments: Moments, function: str) -> bool:
    """Whether it is a generator function, whose call gives a generator; no coroutine function."""
    name = function.rpartition(".")[2]
    return waits(moments, function) and any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name == name
        and any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(node))
        for node in ast.walk(moments.trace.statements.tree)
    )


def is_called_where_it_begins(moments: Moments, activation: ActivationId) -> bool:
    """Whether the visit that asks a generator or coroutine for the first time has called its
    function, too: what it asks is what that call gave."""
    data = moments.trace.data.activations[activation]
    if data.parent is None or data.caller is None:
        return True
    owner = moments.trace.owner(data.parent)
    visit = moments.visits(owner).at(data.caller)
    if visit is None:
        return False
    code = moments.trace.code_of(activation)
    asked = set(moments.trace.step(data.caller).operands)
    for number in range(data.caller - 1, visit.first - 1, -1):
        step = moments.trace.step(StepNo(number))
        if step.kind is not StepKind.CALL or step.result not in asked:
            continue
        called = moments.trace.data.objects.get(Oid(-step.operands[0]))
        if called is not None and (called.type, called.label) == ("function", code.qualname):
            return True
        given = {each for each in step.operands[1:] if each < 0}
        if len(given) == 1:  # `enumerate(g(3))`
            asked |= given
    return False
