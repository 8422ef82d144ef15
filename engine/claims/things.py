"""Things that are named by a word inside of an expression: `max(…)` of the list (§5.81, §5.82).

Until the thing is found, its name stands in the tree as no program's name could, and the text of
the expression is no Python."""

from __future__ import annotations

import ast
import copy
from typing import Final

from engine.claims.model import KIND_OF_THING, Expr
from engine.claims.spans import read_expr

_THING: Final = "thing_to_be_found"


def with_thing(template: str, thing: str) -> Expr:
    """``max@`` of the thing, which is to be found."""
    tree = ast.parse(template.replace("@", f"({_THING})"), mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == _THING:
            node.id = thing
    return Expr(f"({template} {thing!r})", template.replace("@", f"({thing})"), tree)


def thing_in(expr: Expr) -> str | None:
    """The thing that is named by a word in the expression, with its article."""
    if KIND_OF_THING not in expr.text:
        return None
    for node in ast.walk(expr.tree):
        if isinstance(node, ast.Name) and node.id.startswith(KIND_OF_THING):
            return node.id
    return None


def with_thing_found(expr: Expr, thing: str, found: Expr) -> Expr:
    """The expression with what was found in the thing's place; raises `NotReadableError`."""
    if isinstance(expr.tree, ast.Name):
        return found
    tree = _Found(thing, found.tree).visit(copy.deepcopy(expr.tree))
    return read_expr(ast.unparse(tree))


class _Found(ast.NodeTransformer):
    def __init__(self, thing: str, found: ast.expr) -> None:
        self._thing = thing
        self._found = found

    def visit_Name(self, node: ast.Name) -> ast.expr:  # the library's name
        return self._found if node.id == self._thing else node
