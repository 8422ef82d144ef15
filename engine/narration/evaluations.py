"""Facts about results on the way: what expressions of a line evaluated to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from engine.claims.check.expressions import is_super
from engine.claims.model import Evaluates
from engine.narration.facts import Fact, Stage, fact
from engine.narration.recording import Recording, expected
from engine.trace.statements import Statement, header_parts
from engine.trace.visits import Visit
from engine.values import Value

_APART = (
    ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr,
    ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom,
)  # fmt: skip
"""Inside of these an expression is evaluated several times, or is a part of a text."""


def evaluation(recording: Recording, visit: Visit, node: ast.expr) -> Evaluates | None:
    """The one result of an expression in a visit; None where there is none or several."""
    expr = recording.expr(node)
    if expr is None:
        return None
    moments = recording.moments
    results: list[Value] = []
    for statement in moments.statements(visit.activation, visit.line):
        for same in statement.expressions():
            if ast.dump(same) != expr.dump:
                continue
            for each in moments.evaluations(visit, same):
                value = moments.evaluated(each)
                if value is None:
                    return None
                results.append(value)
    if not results or any(result != results[0] for result in results):
        return None
    result = expected(results[0])
    return None if result is None else Evaluates(visit.line, expr, result)


def details(recording: Recording, visit: Visit, statement: Statement) -> list[Fact]:
    """Results that are worth a sentence before what the statement does."""
    if isinstance(statement.node, ast.With | ast.AsyncWith | ast.For | ast.AsyncFor):
        # Their headers' places are shared by the implicit calls of the protocol, or come again.
        return []
    if isinstance(statement.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return []
    found: list[Fact] = []
    for node in _candidates(statement):
        claim = evaluation(recording, visit, node)
        if claim is not None:
            found.append(fact(Stage.DETAIL, claim))
    return found


def _candidates(statement: Statement) -> Iterator[ast.expr]:
    for part in header_parts(statement.node):
        yield from _worth(part)


def _worth(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, _APART):
        return
    if isinstance(node, ast.expr) and is_worth(node):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _worth(child)


def is_worth(node: ast.expr) -> bool:
    """Whether the result is one that a reader has to work out, of a form that can be asked."""
    match node:
        case ast.Call():
            waits = any(isinstance(part, ast.Yield | ast.Await) for part in ast.walk(node))
            return not waits and not is_super(node)
        case ast.BinOp():
            return any(isinstance(part, ast.Name) for part in ast.walk(node))
        case ast.Subscript(ctx=ast.Load()):
            return True
        case ast.Compare(ops=ops):
            return len(ops) == 1
        case ast.ListComp() | ast.SetComp() | ast.DictComp():
            return True
        case _:
            return False
