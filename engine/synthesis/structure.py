"""What two programs share when they differ in names and constants alone."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from typing import Final

_ERASED: Final = frozenset(
    {"ctx", "type_comment", "type_ignores", "annotation", "returns", "kind", "type_params"}
)
"""Fields that are passed over: those without meaning, and annotations, which are names."""


def fingerprint(program: str | ast.AST) -> str:
    """A digest of a program's syntax tree without any name and constant.

    Two programs have the same one if and only if (but for SHA-256) their trees are the same once
    variables, attributes, functions, modules, keywords, annotations, constants of every type and
    docstrings are erased; operators and the number of arguments count. Raises `SyntaxError`."""
    tree = ast.parse(program) if isinstance(program, str) else program
    return hashlib.sha256(" ".join(_shape(tree)).encode()).hexdigest()


def _shape(node: ast.AST) -> Iterator[str]:
    yield type(node).__name__
    match node:
        case ast.Constant() | ast.Name():
            return
        case ast.AnnAssign():
            yield "("
            yield from _shape(node.target)
            if node.value is not None:
                yield from _shape(node.value)
            yield ")"
            return
        case _:
            pass
    yield "("
    for field, value in ast.iter_fields(node):
        if field in _ERASED or isinstance(value, str):
            continue
        match value:
            case ast.AST():
                yield from _shape(value)
            case [*elements]:
                yield "["
                for each in _without_docstring(node, field, elements):
                    if isinstance(each, ast.AST):
                        yield from _shape(each)
                    elif each is None:
                        yield "-"  # a dictionary's `**`, or a keyword-only argument's default
                yield "]"
            case _:
                pass
    yield ")"


def _without_docstring(node: ast.AST, field: str, elements: list[object]) -> list[object]:
    documented = isinstance(
        node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    )
    match elements:
        case [ast.Expr(value=ast.Constant(value=str())), *rest] if documented and field == "body":
            return rest
        case _:
            return elements


def distinct_share(programs: list[str]) -> float:
    """The share of programs whose structure no earlier one has; 1.0 of none."""
    return len({fingerprint(each) for each in programs}) / len(programs) if programs else 1.0
