"""Errors in expressions: what can be changed in the code of a sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from benchmarks.planted_values import wrong
from benchmarks.planting_text import Source

OPERATORS: Final[Mapping[type[ast.AST], tuple[type[ast.AST], ...]]] = {
    ast.Add: (ast.Sub, ast.Mult), ast.Sub: (ast.Add,), ast.Mult: (ast.Add, ast.Pow),
    ast.Div: (ast.FloorDiv, ast.Mult), ast.FloorDiv: (ast.Div, ast.Mod),
    ast.Mod: (ast.FloorDiv,), ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.LtE), ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}  # fmt: skip


def other_name(tree: ast.expr, source: Source) -> Iterator[str]:
    """Another variable in the place of one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in source.names:
            before = node.id
            for name in source.names:
                if name != before:
                    node.id = name
                    yield ast.unparse(tree)
            node.id = before


def other_index(tree: ast.expr, source: Source) -> Iterator[str]:
    """Another index or key."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            before = node.slice
            for shift in (1, -1):
                if isinstance(before, ast.Constant) and isinstance(before.value, int):
                    node.slice = ast.Constant(before.value + shift)
                else:
                    node.slice = ast.BinOp(before, ast.Add(), ast.Constant(shift))
                yield ast.unparse(tree)
            node.slice = before


def other_slice(tree: ast.expr, source: Source) -> Iterator[str]:
    """Other bounds of a slice."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Slice):
            continue
        for name in ("lower", "upper"):
            before = getattr(node, name)
            for shift in (1, -1):
                base = before or ast.Constant(0)
                if isinstance(base, ast.Constant) and isinstance(base.value, int):
                    setattr(node, name, ast.Constant(base.value + shift))
                else:
                    setattr(node, name, ast.BinOp(base, ast.Add(), ast.Constant(shift)))
                yield ast.unparse(tree)
            setattr(node, name, before)


def swapped_operands(tree: ast.expr, source: Source) -> Iterator[str]:
    """The two operands of an operator or comparison in each other's place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp):
            node.left, node.right = node.right, node.left
            yield ast.unparse(tree)
            node.left, node.right = node.right, node.left
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            node.left, node.comparators = node.comparators[0], [node.left]
            yield ast.unparse(tree)
            node.left, node.comparators = node.comparators[0], [node.left]


def other_operator(tree: ast.expr, source: Source) -> Iterator[str]:
    """Another operator or comparison."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.BoolOp):
            before = node.op
            for other in OPERATORS.get(type(before), ()):
                node.op = other()  # type: ignore[assignment]
                yield ast.unparse(tree)
            node.op = before
        elif isinstance(node, ast.Compare):
            ops = node.ops
            for other in OPERATORS.get(type(ops[0]), ()):
                node.ops = [other(), *ops[1:]]  # type: ignore[list-item]
                yield ast.unparse(tree)
            node.ops = ops


def other_argument(tree: ast.expr, source: Source) -> Iterator[str]:
    """Another argument, or another function, in a call of a function of the program."""
    if not isinstance(tree, ast.Call):
        return
    name = tree.func.id if isinstance(tree.func, ast.Name) else getattr(tree.func, "attr", "")
    if name not in source.functions:
        return
    for index, argument in enumerate(tree.args):
        try:
            value = ast.literal_eval(argument)
        except ValueError:
            continue
        for other in islice(wrong(value), 4):
            tree.args[index] = ast.parse(repr(other), mode="eval").body
            yield ast.unparse(tree)
        tree.args[index] = argument
    if isinstance(tree.func, ast.Name):
        for other in source.functions:
            if other != name:
                tree.func.id = other
                yield ast.unparse(tree)
        tree.func.id = name
