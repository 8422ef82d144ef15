"""What cannot be converted, and what takes the exception then (semantics.md §5.85)."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.context import Frame
from engine.claims.check.derivations import is_raised_by, pure_value
from engine.claims.check.points import unsupported
from engine.claims.check.readings import type_name
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import Expr
from engine.claims.spans import dump_of, read_expr
from engine.trace.model import Time
from engine.trace.moments import Moments
from engine.trace.visits import Visit

_TYPES: Final = ("int", "float")


def conversions(moments: Moments, frame: Frame, expr: Expr, kind: str | None) -> list[ast.expr]:
    """The calls of the type for the expression, of the types that the function calls."""
    scope = moments.trace.scope_of(frame.activation)
    called = {
        node.func.id
        for each in (() if scope is None else moments.trace.statements.of_scope(scope))
        for node in each.expressions()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    kinds = _TYPES if kind is None else (kind,)
    return [read_expr(f"{each}({expr.text})").tree for each in kinds if each in called]


def are_possible(made: list[ast.expr]) -> bool:
    """Whether all of the calls have a value, whatever the program does."""
    return bool(made) and not any(
        isinstance(pure_value(each), NoValue | Undecidable) for each in made
    )


def failing(moments: Moments, visit: Visit, expr: Expr, made: list[ast.expr]) -> str:
    """The exception that one of the calls raises in the visit, and the expression itself does not;
    raises `Failure` where none does."""
    step = moments.raised(visit)
    if step is not None and step.exception is not None:
        by_call = any(is_raised_by(moments, visit, each) for each in made)
        if by_call and not is_raised_by(moments, visit, expr.tree):
            return type_name(moments.trace.value(step.exception, Time(step.done))) or ""
    raise unsupported(f"what raises next is no conversion of `{expr.text}`")


def handled_kind(moments: Moments, visit: Visit) -> str:
    """The type of the exception that an `except` clause takes in the visit."""
    exception = moments.handled(visit)
    if exception is None:
        raise unsupported("the exception that it takes was not recorded")
    return type_name(moments.trace.value(exception, visit.after)) or ""


def is_clause(visit: Visit, clause: Expr) -> bool:
    """Whether the visit is of an `except` clause of the type that is written so."""
    return any(dump_of(each) == clause.dump for each in _types_of_clauses(visit))


def is_one_of_clause(visit: Visit, clause: Expr) -> bool:
    """Whether the visit is of an `except` clause of several types, and this is one of them."""
    return any(
        isinstance(each, ast.Tuple) and clause.dump in map(dump_of, each.elts)
        for each in _types_of_clauses(visit)
    )


def _types_of_clauses(visit: Visit) -> list[ast.expr]:
    nodes = [each.node for each in visit.statements]
    return [node.type for node in nodes if isinstance(node, ast.ExceptHandler) and node.type]
