"""The names that an expression needs a value for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def names_in(expression: ast.expr) -> frozenset[str]:
    """The names that an expression reads in the scope where it stands: without functions that it
    calls by name, and without the variables of its comprehensions and lambdas."""
    return frozenset(_free(expression, frozenset()))


def bound_by(target: ast.expr) -> Iterator[str]:
    """The names that a target of a comprehension binds."""
    return (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _free(node: ast.AST, bound: frozenset[str]) -> Iterator[str]:
    match node:
        case ast.Name(id=name):
            if name not in bound:
                yield name
        case ast.Call(func=ast.Name(), args=arguments, keywords=keywords):
            yield from _all(arguments, bound)
            yield from _all(keywords, bound)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield from _comprehension(node, bound)
        case ast.Lambda(args=parameters, body=body):
            yield from _all([*parameters.defaults, *filter(None, parameters.kw_defaults)], bound)
            own = frozenset(each.arg for each in ast.walk(parameters) if isinstance(each, ast.arg))
            yield from _free(body, bound | own)
        case _:
            yield from _all(list(ast.iter_child_nodes(node)), bound)


def _all(nodes: Sequence[ast.AST], bound: frozenset[str]) -> Iterator[str]:
    for node in nodes:
        yield from _free(node, bound)


def _comprehension(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, bound: frozenset[str]
) -> Iterator[str]:
    first = node.generators[0].iter  # evaluated where the comprehension stands
    yield from _free(first, bound)
    own = frozenset(name for part in node.generators for name in bound_by(part.target))
    inside = bound | own
    for part in node.generators:
        if part.iter is not first:
            yield from _free(part.iter, inside)
        yield from _all([part.target, *part.ifs], inside)
    if isinstance(node, ast.DictComp):
        yield from _all([node.key, node.value], inside)
    else:
        yield from _free(node.elt, inside)
