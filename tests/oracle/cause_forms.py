"""What the answer depends on (semantics.md 5.68, 5.69), as far as other values tell it.

A slice is not made here. What is found by running the call again with another value in one place
contradicts "does not depend", and what no code can read contradicts "depends"; the rest is
UNDECIDED.
"""

from __future__ import annotations

import ast

from .answers import Answer, Settled
from .asked import Asked, form

NO_EFFECT_UNSEEN = ast.Break | ast.Continue | ast.Return | ast.Raise | ast.With


def parameter_of(node: ast.expr) -> tuple[str, list[ast.expr]]:
    keys: list[ast.expr] = []
    while isinstance(node, ast.Subscript):
        if not is_literal(node.slice):
            raise Settled("UNSUPPORTED")
        keys.insert(0, node.slice)
        node = node.value
    if not isinstance(node, ast.Name):
        raise Settled("UNSUPPORTED")
    return node.id, keys


def is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


@form("depends")
def depends(asked: Asked) -> Answer:
    node, wanted = asked.args
    name, keys = parameter_of(node)
    entry = asked.oracle.entry
    function = entry.function
    if function is None:
        return Answer("UNDECIDED")
    if name not in function.parameters:
        return Answer("UNSUPPORTED")
    read = {
        n.id for s in asked.oracle.program.statements for n in s.all(ast.Name)
        if isinstance(n.ctx, ast.Load)
    }  # fmt: skip
    if name not in read and not dynamic(read):
        return Answer("REFUTED" if wanted else "VERIFIED")
    places = [ast.literal_eval(key) for key in keys]
    if not wanted and asked.oracle.changes_answer(name, places):
        return Answer("REFUTED")
    return Answer("UNDECIDED")


def dynamic(read: set[str]) -> bool:
    return bool(read & {"locals", "vars", "eval", "exec", "globals", "super"})


@form("through")
def through(asked: Asked) -> Answer:
    node, line = asked.args
    name, keys = parameter_of(node)
    function = asked.oracle.entry.function
    if keys:
        return Answer("UNSUPPORTED")
    if function is None or name not in function.parameters:
        return Answer("UNDECIDED")
    if line not in function.lines and line not in function.unseen | function.hosted:
        return Answer("REFUTED")
    return Answer("UNDECIDED")


@form("effect")
def effect(asked: Asked) -> Answer:
    line, wanted = asked.args
    visits = asked.visits(line)
    if not visits:
        return Answer("REFUTED")
    statements = asked.function.lines[line]
    if not wanted and any(isinstance(s.node, NO_EFFECT_UNSEEN) for s in statements):
        return Answer("UNSUPPORTED")
    alone = len(visits) == 1 and len(statements) == 1 and asked.activation is asked.oracle.entry
    if not wanted and alone and isinstance(statements[0].node, ast.Assign):
        names = [t.id for t in statements[0].node.targets if isinstance(t, ast.Name)]
        if any(asked.oracle.matters(line, name) for name in names):
            return Answer("REFUTED")
    return Answer("UNDECIDED")
