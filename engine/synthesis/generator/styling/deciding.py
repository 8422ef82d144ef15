"""Conditions and branches, written in other ways."""

from __future__ import annotations

import ast
import copy
from typing import Final

from engine.synthesis.generator.styling.expanding import negated
from engine.synthesis.generator.styling.scope import Kind, Place, Scope, assign, call, name

_LEAVING: Final = ast.Return | ast.Raise | ast.Continue | ast.Break
_MIRRORED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE,
    ast.Eq: ast.Eq, ast.NotEq: ast.NotEq,
}  # fmt: skip


def branches(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """``else`` behind a ``return`` or without it, branches the other way round, two values by a
    conditional expression, two tests in one."""
    found: list[ast.stmt] = []
    for number, statement in enumerate(block):
        rest = block[number + 1 :]
        if not isinstance(statement, ast.If):
            found.append(statement)
            continue
        _nested(statement, scope)
        ends = not statement.orelse and isinstance(statement.body[-1], ast.Return)
        if ends and len(rest) == 1 and isinstance(rest[0], ast.Return) and scope.chance(0.45):
            return [*found, _merged(statement, rest[0], scope)]
        if statement.orelse and isinstance(statement.body[-1], _LEAVING) and scope.chance(0.5):
            return [*found, ast.If(statement.test, statement.body, []),
                    *branches(statement.orelse, _place, scope), *rest]  # fmt: skip
        found.append(_turned(statement, scope))
    return found


def _nested(statement: ast.If, scope: Scope) -> None:
    """One test of two parts for two tests, or the other way round."""
    match statement:
        case ast.If(orelse=[], body=[ast.If(orelse=[]) as inner]) if scope.chance(0.5):
            if not isinstance(statement.test, ast.BoolOp) and not isinstance(
                inner.test, ast.BoolOp
            ):
                statement.test = ast.BoolOp(ast.And(), [statement.test, inner.test])
                statement.body = inner.body
        case ast.If(orelse=[], test=ast.BoolOp(op=ast.And(), values=[first, second])):
            if scope.chance(0.15):
                statement.test = first
                statement.body = [ast.If(second, statement.body, [])]
        case _:
            pass


def _merged(first: ast.If, second: ast.Return, scope: Scope) -> ast.stmt:
    match first:
        case ast.If(body=[ast.Return(value=ast.expr() as one)]) if second.value is not None:
            if _is_short(one) and _is_short(second.value) and scope.chance(0.5):
                return ast.Return(ast.IfExp(first.test, one, second.value))
        case _:
            pass
    if scope.chance(0.3):
        return ast.If(negated(first.test), [second], first.body)
    return ast.If(first.test, first.body, [second])


def _is_short(value: ast.expr) -> bool:
    nodes = list(ast.walk(value))
    if len(nodes) > 15 or any(isinstance(each, ast.IfExp) for each in nodes):
        return False
    return len(ast.unparse(value)) < 36


def _turned(statement: ast.If, scope: Scope) -> ast.stmt:
    match statement:
        case ast.If(
            body=[ast.Assign(targets=[ast.Name(id=one)], value=yes)],
            orelse=[ast.Assign(targets=[ast.Name(id=other)], value=no)],
        ) if one == other and _is_short(yes) and _is_short(no) and scope.chance(0.4):
            return assign(one, ast.IfExp(statement.test, yes, no))
        case ast.If(orelse=[_, *_]) if not isinstance(statement.orelse[0], ast.If):
            if scope.chance(0.3):
                return ast.If(negated(statement.test), statement.orelse, statement.body)
        case _:
            pass
    return statement


def truths(block: list[ast.stmt], place: Place, scope: Scope) -> list[ast.stmt]:
    """A condition that is returned, by ``if``."""
    match block[-1] if block else None:
        case ast.Return(value=ast.Compare() as test) if scope.chance(0.3):
            pass
        case _:
            return block
    yes, no = ast.Return(ast.Constant(True)), ast.Return(ast.Constant(False))
    if scope.chance(0.3):
        return [*block[:-1], ast.If(negated(test), [no], []), yes]
    if place is Place.FUNCTION and scope.chance(0.4):
        return [*block[:-1], ast.If(test, [yes], [no])]
    return [*block[:-1], ast.If(test, [yes], []), no]


class _Conditions(ast.NodeTransformer):
    """Single comparisons: the other way round, or taken apart; emptiness by length."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._by_length = scope.chance(0.35)
        self._mirror = 0.3 if scope.chance(0.4) else 0.0
        self._apart = scope.chance(0.4)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                plain = isinstance(left, ast.Constant) or isinstance(right, ast.Constant)
                if not plain and type(op) in _MIRRORED and self._scope.chance(self._mirror):
                    return ast.Compare(right, [_MIRRORED[type(op)]()], [left])
            case ast.Compare(left=left, ops=[one, two], comparators=[middle, right]):
                if self._apart and isinstance(middle, ast.Name):
                    again = copy.deepcopy(middle)
                    first = (
                        ast.Compare(middle, [_MIRRORED[type(one)]()], [left])
                        if type(one) in _MIRRORED
                        else ast.Compare(left, [one], [middle])
                    )
                    return ast.BoolOp(ast.And(), [first, ast.Compare(again, [two], [right])])
            case _:
                pass
        return node

    def visit_If(self, node: ast.If) -> ast.stmt:
        node.test = self._test(node.test)
        self.generic_visit(node)
        return node

    def visit_While(self, node: ast.While) -> ast.stmt:
        node.test = self._test(node.test)
        self.generic_visit(node)
        return node

    def _test(self, test: ast.expr) -> ast.expr:
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=found)):
                if self._by_length and self._is_sized(found):
                    return ast.Compare(call("len", name(found)), [ast.Eq()], [ast.Constant(0)])
            case ast.Name(id=found) if self._by_length and self._is_sized(found):
                return ast.Compare(call("len", name(found)), [ast.Gt()], [ast.Constant(0)])
            case ast.BoolOp(op=op, values=values):
                return ast.BoolOp(op, [self._test(each) for each in values])
            case _:
                pass
        return test

    def _is_sized(self, found: str) -> bool:
        return self._scope.kind(found) in {Kind.SEQUENCE, Kind.TEXT}


def conditions(block: list[ast.stmt], place: Place, scope: Scope) -> list[ast.stmt]:
    """`_Conditions` in all of a function."""
    if place is not Place.FUNCTION:
        return block
    change = _Conditions(scope)
    return [change.visit(each) for each in block]
