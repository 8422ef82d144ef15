"""The truth of tests as it was decided, read from the branches that were taken."""

from __future__ import annotations

import ast

from engine.trace.model import Step, StepKind
from engine.trace.statements import contains, folded, span_of, test_of
from engine.trace.trace import Trace
from engine.trace.visits import Visit


def test_truth(trace: Trace, visit: Visit, test: ast.expr) -> bool | None:
    """How the visit decided the test; None if it was not (or not wholly) evaluated."""
    if isinstance(test, ast.Constant):
        return bool(test.value)
    branches = [
        step for step in trace.steps_of_kind(visit.steps, StepKind.BRANCH) if step.span is not None
    ]
    return _truth(test, branches)


def visit_truth(trace: Trace, visit: Visit) -> bool | None:
    """How the visit's `if`, `elif`, `while` or `assert` was decided."""
    for statement in visit.statements:
        test = test_of(statement)
        if test is not None:
            return test_truth(trace, visit, test)
    return None


def deciding_step(trace: Trace, visit: Visit, test: ast.expr) -> Step | None:
    """The last branch of the test in the visit: the evidence of how it was decided."""
    span = span_of(test)
    found = None
    for step in map(trace.step, visit.steps):
        if step.kind is StepKind.BRANCH and step.span is not None and contains(span, step.span):
            found = step
    return found


def _truth(test: ast.expr, branches: list[Step]) -> bool | None:
    compared = folded(test)
    if compared is not None:
        return _leaf(compared[0], branches)
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _truth(operand, branches)
            return None if inner is None else not inner
        case ast.BoolOp(op=op, values=values):
            stopper = isinstance(op, ast.Or)
            truth = None
            for value in values:
                truth = _truth(value, branches)
                if truth is None or truth is stopper:
                    return truth
            return truth
        case ast.IfExp(test=inner_test, body=body, orelse=orelse):
            chosen = _truth(inner_test, branches)
            return None if chosen is None else _truth(body if chosen else orelse, branches)
        case ast.Constant(value=value):
            return bool(value)
        case _:
            return _leaf(test, branches)


def _leaf(test: ast.expr, branches: list[Step]) -> bool | None:
    span = span_of(test)
    same = [step for step in branches if step.span == span]
    if not same:
        # Where the compiler gives a branch the place of a part of its test, the part's branch
        # that came last is the one that decided.
        same = [step for step in branches if step.span is not None and contains(span, step.span)]
    return same[-1].truth if same else None
