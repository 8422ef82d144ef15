"""Loops, written as other loops that make the same passes."""

from __future__ import annotations

import ast
from typing import Final

from engine.synthesis.generator.styling.expanding import negated
from engine.synthesis.generator.styling.scope import (
    Kind,
    Place,
    Scope,
    assign,
    call,
    may_resize,
    name,
    reads,
    replaced,
    statements,
    stored,
    stores,
)

_INDICES: Final = ("i", "index", "position", "j", "k", "idx", "pos", "at")


def over_sequences(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """``for x in xs`` by index: with ``range``, or with ``while``."""
    found: list[ast.stmt] = []
    for statement in block:
        match statement:
            case ast.For(target=ast.Name(id=item), iter=ast.Name(id=sequence), orelse=[]):
                if _can_be_indexed(statement, item, sequence, scope):
                    found += _indexed(statement, item, sequence, scope)
                else:
                    found.append(statement)
            case _:
                found.append(statement)
    return found


def _can_be_indexed(loop: ast.For, item: str, sequence: str, scope: Scope) -> bool:
    return (
        scope.kind(sequence) in {Kind.SEQUENCE, Kind.TEXT}
        and item != sequence
        and not may_resize(loop.body, sequence)
        and not any(isinstance(node, ast.Yield | ast.Lambda) for node in ast.walk(loop))
    )


def _indexed(loop: ast.For, item: str, sequence: str, scope: Scope) -> list[ast.stmt]:
    first = scope.rng.randrange(3)
    index = scope.fresh(*_INDICES[first:], *_INDICES)
    element = ast.Subscript(name(sequence), name(index), ast.Load())
    size = call("len", name(sequence))
    uses = sum(isinstance(each, ast.Name) and each.id == item for each in ast.walk(loop))
    inside = not any(stores(each, item) for each in loop.body) and scope.uses(item) == uses
    way = scope.rng.randrange(4)
    if way == 0:
        body = [assign(item, element), *_step(index), *loop.body]
        test = ast.Compare(name(index), [ast.Lt()], [size])
        return [assign(index, ast.Constant(0)), ast.While(test, body, [])]
    if inside and uses <= 3 and way <= 2:
        body = [replaced(each, item, element) for each in loop.body]
        return [ast.For(stored(index), call("range", size), body, [], lineno=0)]
    body = [assign(item, element), *loop.body]
    return [ast.For(stored(index), call("range", size), body, [], lineno=0)]


def _step(index: str, by: str = "1") -> list[ast.stmt]:
    return statements(f"{index} += {by}")


def over_ranges(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """``for i in range(…)`` as a ``while`` that counts."""
    found: list[ast.stmt] = []
    for statement in block:
        match statement:
            case ast.For(
                target=ast.Name(id=index),
                iter=ast.Call(func=ast.Name(id="range"), args=ends, keywords=[]),
                orelse=[],
            ) if _can_count(statement, index, ends, scope) and scope.chance(0.7):
                found += _counting(statement, index, ends)
            case _:
                found.append(statement)
    return found


def _can_count(loop: ast.For, index: str, ends: list[ast.expr], scope: Scope) -> bool:
    limit = ends[-1] if len(ends) < 3 else ends[1]
    uses = sum(isinstance(each, ast.Name) and each.id == index for each in ast.walk(loop))
    nodes = [node for each in loop.body for node in ast.walk(each)]
    return (
        index != "_"
        and len(ends) < 3
        and scope.uses(index) == uses
        and not any(isinstance(node, ast.Continue | ast.Yield | ast.Lambda) for node in nodes)
        and not any(stores(each, index) for each in loop.body)
        and not any(may_resize(loop.body, each) for each in reads(limit))
    )


def _counting(loop: ast.For, index: str, ends: list[ast.expr]) -> list[ast.stmt]:
    start = ends[0] if len(ends) == 2 else ast.Constant(0)
    test = ast.Compare(name(index), [ast.Lt()], [ends[-1]])
    return [assign(index, start), ast.While(test, [*loop.body, *_step(index)], [])]


def endless(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """``while c`` as ``while True`` that is broken out of."""
    for statement in block:
        if (
            isinstance(statement, ast.While)
            and not statement.orelse
            and not isinstance(statement.test, ast.Constant)
            and scope.chance(0.12)
        ):
            leave = ast.If(negated(statement.test), [ast.Break()], [])
            statement.test = ast.Constant(True)
            statement.body = [leave, *statement.body]
    return block


def skipping(block: list[ast.stmt], place: Place, scope: Scope) -> list[ast.stmt]:
    """An ``if`` that is the last of a loop's body as a ``continue`` of its opposite."""
    if place is not Place.LOOP or not block:
        return block
    last = block[-1]
    if isinstance(last, ast.If) and not last.orelse and scope.chance(0.35):
        if isinstance(last.body[0], ast.Return | ast.Break | ast.Continue):
            return block
        skip = ast.If(negated(last.test), [ast.Continue()], [])
        return [*block[:-1], skip, *last.body]
    return block
