"""Passes by the number by which they are told: `at index 2`, `turn 3` (docs/semantics.md §5.83)."""

from __future__ import annotations

import ast
from typing import Final

from engine.claims.check.context import Frame
from engine.claims.check.points import unsupported
from engine.claims.check.telling import item_name
from engine.claims.model import ItemPass, LabelledPass, LabelWord, PassWhere
from engine.claims.spans import NotReadableError, read_expr
from engine.trace.moments import Moments
from engine.trace.scopes import bound_names
from engine.trace.statements import Statement
from engine.values import Atom

_FROM_ZERO: Final = frozenset(
    {LabelWord.INDEX, LabelWord.POSITION, LabelWord.ROW, LabelWord.COLUMN, LabelWord.LEVEL}
)
"""Words that number places: what counts them is the loop's counter, from 0 where it has none."""


def variable_of(moments: Moments, frame: Frame, label: LabelledPass) -> PassWhere | None:
    """The pass at whose start the variable that has the word as its name is the number."""
    scope = moments.trace.scope_of(frame.activation)
    if scope is None or label.word.value not in bound_names(scope):
        return None
    return _where(label.word.value, label)


def counter_of(loop: Statement, label: LabelledPass) -> PassWhere | int:
    """The pass of the loop: at whose start its counter is the number; or the number of the pass,
    where the loop has no counter or the word counts passes."""
    if label.word not in _FROM_ZERO:
        return label.number
    match loop.node:
        case ast.For(iter=ast.Call(func=ast.Name(id="range")), target=ast.Name(id=name)):
            return _where(name, label)
        case ast.For(
            target=ast.Tuple(elts=[ast.Name(id=name), _]),
            iter=ast.Call(func=ast.Name(id="enumerate")),
        ):
            return _where(name, label)
        case ast.For():
            item_name(loop)
            return label.number + 1
        case _:
            raise unsupported(f"what counts as {label.word.value} in a `while` loop is not told")


def items_of(loop: Statement, context: ItemPass) -> list[PassWhere]:
    """What a pass can be that is called by a value: one whose item it is, or a part of its item
    that the header binds by a name of its own."""
    item = item_name(loop)
    names = [item]
    tree = read_expr(item).tree
    if isinstance(tree, ast.Tuple):
        names += [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return [PassWhere(((read_expr(name), context.value),), context.surface) for name in names]


def _where(name: str, label: LabelledPass) -> PassWhere:
    try:
        expr = read_expr(name)
    except NotReadableError as error:
        raise unsupported(f"what `{name}` is cannot be told") from error
    return PassWhere(((expr, Atom(label.number)),), label.surface)
