"""Calls of no function of the program, where they stand in the source and whether they were
executed (docs/semantics.md §5.86)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from engine.claims.check.context import Frame
from engine.claims.spans import dump_of
from engine.trace.model import Span, StepKind, StepNo
from engine.trace.moments import Moments
from engine.trace.statements import span_of
from engine.trace.visits import Visit


def times_made(moments: Moments, visit: Visit, call: ast.Call) -> int:
    """How often the visit executed a call that is written exactly so in one of its statements."""
    text = dump_of(call)
    scope = moments.trace.scope_of(visit.activation)
    if scope is None:
        return 0
    written = {
        span_of(node)
        for node in _calls_in(scope, ast.unparse(call.func))
        if dump_of(node) == text and _is_told_by_a_step(node)
    } - _with_calls_of_their_own(scope)
    made = moments.trace.steps_of_kind(visit.steps, StepKind.CALL)
    return sum(step.span in written and step.exception is None for step in made)


def may_be_made(moments: Moments, frame: Frame, call: ast.Call) -> bool:
    """Whether a call of the same, by the text before its parentheses, was executed in the context,
    by whatever function, or no step would tell; or what is called goes by other names, too.
    Statements by themselves of the context's own function are not asked: what they call is compared
    with the claim before."""
    tree, called = moments.trace.statements.tree, ast.unparse(call.func)
    if _is_handed_on(tree, called.rpartition(".")[2]):
        return True
    calls = list(_calls_in(tree, called))
    silent = _with_calls_of_their_own(tree)
    if any(not _is_told_by_a_step(node) or span_of(node) in silent for node in calls):
        return True
    alone = {
        span_of(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    }
    written = {span_of(node) for node in calls}
    numbers = [StepNo(each) for each in range(frame.interval.first, frame.interval.last + 1)]
    return any(
        step.span in written and not (step.span in alone and step.activation == frame.activation)
        for step in moments.trace.steps_of_kind(numbers, StepKind.CALL)
    )


def _calls_in(tree: ast.AST, called: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == called:
            yield node


def _is_handed_on(tree: ast.AST, name: str) -> bool:
    """Whether the source takes what has this name without calling it there (`g = len`, ``key=abs``,
    ``from math import sqrt as root``), or may find it by a string: then others may call it."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=found, ctx=ast.Load()) | ast.Attribute(attr=found, ctx=ast.Load()):
                if found == name and id(node) not in called:
                    return True
            case ast.Constant(value=found) | ast.alias(name=found, asname=str()):
                if found == name:
                    return True
            case _:
                pass
    return False


def _is_told_by_a_step(node: ast.Call) -> bool:
    """Whether executing it leaves a step with its span: not `super()`, which is no call of its own
    where the interpreter combines it; nor what spans lines, whose span begins at the attribute;
    nor what takes a generator, which the interpreter may run in place of the call."""
    return (
        node.lineno == node.end_lineno
        and not (isinstance(node.func, ast.Name) and node.func.id == "super")
        and not any(isinstance(each, ast.GeneratorExp) for each in node.args)
    )


def _with_calls_of_their_own(tree: ast.AST) -> set[Span]:
    """Spans of calls where the interpreter makes another one with the same span: of what a `with`
    statement leaves, and of what decorates."""
    found: set[Span] = set()
    for node in ast.walk(tree):
        match node:
            case ast.With(items=items) | ast.AsyncWith(items=items):
                found |= {span_of(each.context_expr) for each in items}
            case (
                ast.FunctionDef(decorator_list=decorators)
                | ast.AsyncFunctionDef(decorator_list=decorators)
                | ast.ClassDef(decorator_list=decorators)
            ):
                found |= {span_of(each) for each in decorators}
            case _:
                pass
    return found
