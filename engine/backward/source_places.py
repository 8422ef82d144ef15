"""What a step's place in the source says that the step itself does not: the targets of an
unpacking, whether a call spreads its arguments."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from engine.trace.model import Span

_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Targets:
    """What an unpacking fills: how many names, and which of them takes the rest (None: none)."""

    count: int
    star: int | None


class SourcePlaces:
    """Looks up nodes of the syntax tree by place; columns count UTF-8 bytes, as spans do."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    @cached_property
    def _targets(self) -> dict[tuple[int, int, int, int], Targets]:
        found = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Store):
                stars = [at for at, each in enumerate(node.elts) if isinstance(each, ast.Starred)]
                found[_place(node)] = Targets(len(node.elts), stars[0] if stars else None)
        return found

    @cached_property
    def _calls(self) -> dict[tuple[int, int], ast.Call]:
        """Calls by their ends: each has a closing parenthesis of its own."""
        return {
            (node.end_lineno or 0, node.end_col_offset or 0): node
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Call)
        }

    def targets(self, span: Span | None) -> Targets | None:
        """What the unpacking at a place fills; None where that is not certain."""
        return None if span is None else self._targets.get(_key(span))

    def is_spread(self, span: Span | None) -> bool | None:
        """Whether the call that ends at a place has ``*`` or ``**``; None: there is no call."""
        if span is None:
            return None
        node = self._calls.get((span.end_line, span.end_column))
        if node is None:
            return None
        return any(isinstance(arg, ast.Starred) for arg in node.args) or any(
            keyword.arg is None for keyword in node.keywords
        )

    @cached_property
    def reuses_variables(self) -> bool:
        """Whether a comprehension binds a name that one around it binds as well: a recording does
        not tell when the outer one gets its value back."""
        return any(
            self._inner_names(node) & _bound(node)
            for node in ast.walk(self._tree)
            if isinstance(node, _COMPREHENSIONS)
        )

    @staticmethod
    def _inner_names(node: ast.AST) -> set[str]:
        return {
            name
            for inner in ast.walk(node)
            if isinstance(inner, _COMPREHENSIONS) and inner is not node
            for name in _bound(inner)
        }


def _bound(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> set[str]:
    return {
        name.id
        for generator in node.generators
        for name in ast.walk(generator.target)
        if isinstance(name, ast.Name)
    }


def _place(node: ast.expr) -> tuple[int, int, int, int]:
    return node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0


def _key(span: Span) -> tuple[int, int, int, int]:
    return span.line, span.column, span.end_line, span.end_column
