"""Programs with one small mistake each: what tests have to tell from the program itself.

The operators are those that mutation testing has found to stand for the others (Offutt et al.,
“An Experimental Determination of Sufficient Mutant Operators”, 1996): relations, arithmetic,
connectives and constants, here with one replacement each.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

_RELATIONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip

_ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Mod: ast.Add,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}  # fmt: skip
"""`**` is left alone: its mutants are told apart by anything."""

_CALLS: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a tree, made and unmade in place."""

    line: int
    make: Callable[[], None]
    unmake: Callable[[], None]


def changes(tree: ast.Module, most: int) -> list[Change]:
    """At most ``most`` changes of a program, spread evenly over it, in the order of lines.

    Each is made and unmade in the tree that was given, one at a time."""
    found = [change for node in _meant(tree) for change in _changes(node)]
    found.sort(key=lambda change: change.line)
    count = min(most, len(found))
    return [found[number * len(found) // count] for number in range(count)]


def _meant(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those of annotations, which are never run."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns"}:
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield from _meant(each)


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                yield _in_list(node.lineno, ops, place, op, _RELATIONS[type(op)]())
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC and not _is_of_texts(node):
            yield _attribute(node.lineno, node, "op", op, _ARITHMETIC[type(op)]())
        case ast.AugAssign(op=op, value=value) if type(op) in _ARITHMETIC and not _is_text(value):
            yield _attribute(node.lineno, node, "op", op, _ARITHMETIC[type(op)]())
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield _attribute(node.lineno, node, "op", op, other)
        case ast.Constant(value=bool() as value):
            yield _attribute(node.lineno, node, "value", value, not value)
        case ast.Constant(value=int() as value):
            yield _attribute(node.lineno, node, "value", value, value + 1)
        case ast.Name(id=name) if name in _CALLS:
            yield _attribute(node.lineno, node, "id", name, _CALLS[name])
        case _:
            pass


def _is_of_texts(node: ast.BinOp) -> bool:
    return _is_text(node.left) or _is_text(node.right)


def _is_text(node: ast.expr) -> bool:
    """Whether it surely is a text or list, whose `+` has no opposite."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr() | ast.List() | ast.ListComp():
            return True
        case ast.BinOp(left=left, right=right):
            return _is_text(left) or _is_text(right)
        case _:
            return False


def _attribute(line: int, node: ast.AST, name: str, old: object, new: object) -> Change:
    return Change(line, lambda: setattr(node, name, new), lambda: setattr(node, name, old))


def _in_list(line: int, ops: list[ast.cmpop], place: int, old: ast.cmpop, new: ast.cmpop) -> Change:
    return Change(line, lambda: ops.__setitem__(place, new), lambda: ops.__setitem__(place, old))
