"""Makes a program that shows something smaller, by taking statements and expressions away.

(Hypothesis shrinks the choices of a generated program; this shrinks any source.)"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

_BODIES: Final = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(frozen=True, slots=True)
class _Edit:
    """Replaces what stands in a field of a node: one item of a list, or the whole."""

    node: int  #: its place in `ast.walk`
    field: str
    position: int | None
    instead: list[ast.AST]

    def apply(self, tree: ast.Module) -> ast.Module:
        made = copy.deepcopy(tree)
        node = list(ast.walk(made))[self.node]
        instead = copy.deepcopy(self.instead)
        if self.position is None:
            setattr(node, self.field, instead[0])
            return made
        items = getattr(node, self.field)
        items[self.position : self.position + 1] = instead
        if not items and self.field == "body":
            items.append(ast.Pass())
        return made


def shrink(source: str, shows: Callable[[str], bool], tries: int) -> str:
    """The smallest program found that still ``shows`` what ``source`` does."""
    tree = ast.parse(source)
    edits = list(_edits(tree))
    place = missed = 0
    while missed < len(edits) and tries > 0:
        smaller = edits[place % len(edits)].apply(tree)
        text = _text(smaller)
        tries -= 1
        if text is not None and shows(text):
            # What stood behind it has moved here: go on from the same place.
            tree, missed = smaller, 0
            edits = list(_edits(tree))
        else:
            place, missed = place + 1, missed + 1
    return _text(tree) or source


def _text(tree: ast.Module) -> str | None:
    try:
        text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
        compile(text, "<shrunk>", "exec")
    except (SyntaxError, ValueError):
        return None
    return text


def _edits(tree: ast.Module) -> Iterator[_Edit]:
    """Everything that can be made smaller, the largest things first."""
    nodes = list(ast.walk(tree))
    for index, node in enumerate(nodes):
        for field in _BODIES:
            items = getattr(node, field, None)
            if isinstance(items, list):
                yield from _statements(index, field, items)
    for index, node in enumerate(nodes):
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                yield from (_Edit(index, field, None, [part]) for part in _parts(value))
                if not isinstance(value, ast.Constant | ast.Name):
                    yield _Edit(index, field, None, [ast.Constant(None)])
            elif isinstance(value, list):
                yield from _items(index, field, value)


def _statements(index: int, field: str, items: list[ast.AST]) -> Iterator[_Edit]:
    for position, item in enumerate(items):
        yield _Edit(index, field, position, [])
        inner = [part for name in _BODIES for part in getattr(item, name, [])]
        if inner and all(isinstance(part, ast.stmt) for part in inner):
            yield _Edit(index, field, position, inner)


def _items(index: int, field: str, items: list[object]) -> Iterator[_Edit]:
    for position, item in enumerate(items):
        if isinstance(item, ast.expr | ast.keyword | ast.withitem | ast.arg):
            yield _Edit(index, field, position, [])
        if isinstance(item, ast.expr):
            yield from (_Edit(index, field, position, [part]) for part in _parts(item))


def _parts(value: ast.expr) -> list[ast.AST]:
    return [part for part in ast.iter_child_nodes(value) if isinstance(part, ast.expr)]
