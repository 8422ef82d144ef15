"""Events without a line: what is their subject, and which visits they happen in (§3.2).

For every claim that can be one: `subject`, by which two sentences speak of the same series of
events; `could`, whether a statement could do it by its source alone; `happens`, whether a visit
did it. None of them looks at the value or the truth that the claim states. A new member of
`engine.claims.model.Event` is added to each of the three."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from typing import Final

from engine.claims.check.changes import alters_somehow, may_change
from engine.claims.check.derivations import could_derive, derived_in
from engine.claims.check.expressions import evaluated_in, is_read
from engine.claims.check.writes import is_set
from engine.claims.evaluator import Undecidable
from engine.claims.model import (
    Alters,
    AttributeTarget,
    ConditionIs,
    Derives,
    ElementTarget,
    Evaluates,
    Event,
    LineCatches,
    LineRaises,
    LineReturns,
    NameTarget,
    Sets,
    Swaps,
    Target,
)
from engine.claims.spans import NotReadableError, dump_of, read_target
from engine.trace.conditions import test_truth
from engine.trace.moments import Moments
from engine.trace.scopes import names_bound_by
from engine.trace.statements import Statement, test_of
from engine.trace.visits import Visit

_SILENT: Final = (
    ast.Try, ast.TryStar, ast.Global, ast.Nonlocal, ast.While, ast.If, ast.Return, ast.Break,
    ast.Continue, ast.Pass, ast.AnnAssign, ast.Expr,
)  # fmt: skip
"""Statements that raise nothing of their own where they are not reliably seen."""


def subject(claim: Event) -> Hashable:
    """Kind and subject: events of one subject are told one after the other."""
    match claim:
        case Sets(target=target):
            return "sets", target
        case ConditionIs(condition=condition):
            return "condition", condition
        case Evaluates(expr=expr):
            return "evaluates", expr
        case LineRaises():
            return "raises"
        case LineCatches():
            return "catches"
        case LineReturns():
            return "returns"
        case Alters(expr=expr):
            return "alters", expr
        case Swaps(left=left, right=right):
            return "swaps", left, right
        case Derives(parts=(first, *_)):
            return "derives", first
        case Derives():
            return "derives"


def told_by(claim: Event) -> tuple[Hashable, ...]:
    """The subjects of which an event that was told is not meant again: that it has become
    something tells how it was changed, too."""
    if not isinstance(claim, Alters | Derives):
        return (subject(claim),)
    place = claim.expr if isinstance(claim, Alters) else claim.parts[0]
    try:
        return subject(claim), ("sets", read_target(place.text))
    except NotReadableError:
        return (subject(claim),)


def could(statement: Statement, claim: Event) -> bool:
    """Whether a visit of the statement's line could do it, by the source alone."""
    node = statement.node
    match claim:
        case Sets(target=target):
            return _could_set(statement, target)
        case ConditionIs(condition=condition):
            test = test_of(statement)
            return test is not None and dump_of(test) == condition.dump
        case Evaluates(expr=expr):
            return any(
                is_read(each, statement) and dump_of(each) == expr.dump
                for each in statement.expressions()
            )
        case LineRaises():
            return statement.visible or not isinstance(node, _SILENT)
        case LineCatches():
            return isinstance(node, ast.ExceptHandler)
        case LineReturns():
            return isinstance(node, ast.Return)
        case Alters() | Swaps():
            return may_change(statement)
        case Derives():
            return could_derive(statement, claim)


def _could_set(statement: Statement, target: Target) -> bool:
    match target:
        case NameTarget(name=name):
            return name in names_bound_by(statement.node)
        case ElementTarget():
            return _stores(statement, ast.Subscript)
        case AttributeTarget(name=name):
            return _stores(statement, ast.Attribute, name)


def _stores(statement: Statement, kind: type[ast.expr], name: str = "") -> bool:
    return any(
        isinstance(each, kind)
        and isinstance(getattr(each, "ctx", None), ast.Store)
        and getattr(each, "attr", "") == name
        for each in statement.expressions()
    )


def happens(moments: Moments, visit: Visit, claim: Event) -> bool | Undecidable:
    """Whether it happened in the visit, whatever value came of it."""
    match claim:
        case Sets(target=target):
            return is_set(moments, visit, target)
        case ConditionIs(condition=condition):
            tests = [
                test
                for statement in visit.statements
                if (test := test_of(statement)) is not None and dump_of(test) == condition.dump
            ]
            return any(test_truth(moments.trace, visit, test) is not None for test in tests)
        case Evaluates():
            return evaluated_in(moments, visit, claim)
        case LineRaises():
            return moments.raised(visit) is not None
        case LineCatches():
            return moments.takes_exception(visit)
        case LineReturns():
            return moments.returning_visit(visit.activation) is visit
        case Alters() | Swaps():
            return alters_somehow(moments, visit, claim)
        case Derives():
            return derived_in(moments, visit, claim)
