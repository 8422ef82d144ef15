"""Single statements, written in other ways."""

from __future__ import annotations

import ast
import copy
from typing import Final

from engine.synthesis.generator.styling.scope import (
    Kind,
    Place,
    Scope,
    assign,
    call,
    name,
    statements,
    stored,
)

_RESULTS: Final = ("result", "answer", "outcome", "final")


def returned(block: list[ast.stmt], place: Place, scope: Scope) -> list[ast.stmt]:
    """A value that gets a name before it is returned."""
    if place is not Place.FUNCTION or not scope.chance(0.25):
        return block
    match block[-1]:
        case ast.Return(value=ast.expr() as value):
            pass
        case _:
            return block
    if isinstance(value, ast.Name | ast.Constant | ast.Yield):
        return block
    first = scope.rng.randrange(len(_RESULTS))
    target = scope.fresh(*_RESULTS[first:], *_RESULTS)
    return [*block[:-1], assign(target, value), ast.Return(name(target))]


def growing(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """``x += 1`` in full, of numbers and texts."""
    found: list[ast.stmt] = []
    for statement in block:
        match statement:
            case ast.AugAssign(target=ast.Name(id=target), op=op, value=value) if scope.kind(
                target
            ) in {Kind.INTEGER, Kind.TEXT} and scope.chance(0.22):
                if not isinstance(op, ast.Add | ast.Sub) and isinstance(value, ast.BinOp):
                    found.append(statement)
                else:
                    found.append(assign(target, ast.BinOp(name(target), op, value)))
            case _:
                found.append(statement)
    return found


def extremes(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """``best = max(best, x)`` by ``if``."""
    found: list[ast.stmt] = []
    for statement in block:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=target)],
                value=ast.Call(
                    func=ast.Name(id="max" | "min" as word),
                    args=[ast.Name(id=first), value],
                    keywords=[],
                ),
            ) if target == first and scope.chance(0.5):
                found += _extreme(target, word, value, scope)
            case _:
                found.append(statement)
    return found


def _extreme(target: str, word: str, value: ast.expr, scope: Scope) -> list[ast.stmt]:
    before: list[ast.stmt] = []
    if not isinstance(value, ast.Name | ast.Subscript):
        candidate = scope.fresh("candidate", "current", "option", "here")
        before = [assign(candidate, value)]
        value = name(candidate)
    op = ast.Gt() if word == "max" else ast.Lt()
    test = ast.Compare(copy.deepcopy(value), [op], [name(target)])
    return [*before, ast.If(test, [assign(target, value)], [])]


def counting(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """``d[k] = d.get(k, 0) + 1`` and ``d.setdefault(k, []).append(v)`` by ``if``."""
    found: list[ast.stmt] = []
    for statement in block:
        match statement:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=table), slice=key)],
                value=ast.BinOp(
                    left=ast.Call(
                        func=ast.Attribute(value=ast.Name(id=other), attr="get"),
                        args=[_, ast.Constant(value=int() as start)],
                    ),
                    op=op,
                    right=by,
                ),
            ) if table == other and scope.chance(0.6):
                found += _counted(table, key, start, op, by, scope)
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(
                        value=ast.Call(
                            func=ast.Attribute(value=ast.Name(id=table), attr="setdefault"),
                            args=[key, start_value],
                        ),
                        attr=method,
                    ),
                    args=arguments,
                )
            ) if scope.chance(0.6):
                found += _grouped(table, key, start_value, method, arguments)
            case _:
                found.append(statement)
    return found


def _counted(
    table: str, key: ast.expr, start: int, op: ast.operator, by: ast.expr, scope: Scope
) -> list[ast.stmt]:
    if not isinstance(key, ast.Name):
        kept = scope.fresh("key", "slot", "group")
        return [assign(kept, key), *_counted(table, name(kept), start, op, by, scope)]

    def place() -> ast.Subscript:
        return ast.Subscript(name(table), copy.deepcopy(key), ast.Store())

    first = ast.BinOp(ast.Constant(start), op, by) if start else by
    more = ast.AugAssign(place(), op, copy.deepcopy(by))
    if scope.chance(0.5) and isinstance(op, ast.Add):
        known = ast.Compare(copy.deepcopy(key), [ast.In()], [name(table)])
        return [ast.If(known, [more], [ast.Assign([place()], first, lineno=0)])]
    unknown = ast.Compare(copy.deepcopy(key), [ast.NotIn()], [name(table)])
    begin = ast.Assign([place()], ast.Constant(start), lineno=0)
    return [ast.If(unknown, [begin], []), more]


def _grouped(
    table: str, key: ast.expr, start: ast.expr, method: str, arguments: list[ast.expr]
) -> list[ast.stmt]:
    place = ast.Subscript(name(table), key, ast.Store())
    unknown = ast.Compare(copy.deepcopy(key), [ast.NotIn()], [name(table)])
    inside = ast.Subscript(name(table), copy.deepcopy(key), ast.Load())
    add = ast.Call(ast.Attribute(inside, method, ast.Load()), arguments, [])
    return [ast.If(unknown, [ast.Assign([place], start, lineno=0)], []), ast.Expr(add)]


def starting(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """Two first values in one line."""
    if not scope.chance(0.3):
        return block
    for number in range(len(block) - 1):
        match block[number], block[number + 1]:
            case (
                ast.Assign(targets=[ast.Name(id=one)], value=ast.Constant() as first),
                ast.Assign(targets=[ast.Name(id=two)], value=ast.Constant() as second),
            ) if one != two:
                both = ast.Assign(
                    [ast.Tuple([stored(one), stored(two)], ast.Store())],
                    ast.Tuple([first, second], ast.Load()),
                    lineno=0,
                )
                return [*block[:number], both, *block[number + 2 :]]
            case _:
                pass
    return block


def naming(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """A part that gets a name of its own before it is appended."""
    found: list[ast.stmt] = []
    for statement in block:
        match statement:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(attr="append") as method, args=[value])
            ) if not isinstance(value, ast.Name | ast.Constant) and scope.chance(0.2):
                if any(isinstance(each, ast.Yield | ast.Lambda) for each in ast.walk(value)):
                    found.append(statement)
                    continue
                kept = scope.fresh("entry", "part", "current", "new")
                found += [assign(kept, value), ast.Expr(ast.Call(method, [name(kept)], []))]
            case _:
                found.append(statement)
    return found


def sorting(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """``ys = sorted(xs)`` as a copy that is sorted in place; swaps by a third variable."""
    found: list[ast.stmt] = []
    for statement in block:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=target)],
                value=ast.Call(func=ast.Name(id="sorted"), args=[value], keywords=keywords),
            ) if scope.chance(0.35):
                method = ast.Attribute(name(target), "sort", ast.Load())
                found += [
                    assign(target, call("list", value)),
                    ast.Expr(ast.Call(method, [], keywords)),
                ]
            case ast.Assign(
                targets=[ast.Tuple(elts=[ast.Subscript() as one, ast.Subscript() as two])],
                value=ast.Tuple(elts=[first, second]),
            ) if scope.chance(0.3) and ast.unparse(one) == ast.unparse(second):
                if ast.unparse(two) == ast.unparse(first):
                    kept = scope.fresh("temp", "kept", "saved")
                    found += [assign(kept, second), ast.Assign([one], first, lineno=0),
                              *statements(f"{ast.unparse(two)} = {kept}")]  # fmt: skip
                else:
                    found.append(statement)
            case _:
                found.append(statement)
    return found
