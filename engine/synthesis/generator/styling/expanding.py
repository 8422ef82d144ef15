"""Comprehensions and what is made of them, written as loops."""

from __future__ import annotations

import ast
import copy

from engine.synthesis.generator.styling.scope import (
    Place,
    Scope,
    assign,
    call,
    name,
    statements,
    stored,
)


def comprehensions(block: list[ast.stmt], _place: Place, scope: Scope) -> list[ast.stmt]:
    """``x = [… for …]``, ``return sum(… for …)`` and their like, as loops."""
    found: list[ast.stmt] = []
    for statement in block:
        found += _expanded(statement, scope) or [statement]
    return found


def _expanded(statement: ast.stmt, scope: Scope) -> list[ast.stmt] | None:
    match statement:
        case ast.Return(value=ast.Call(func=ast.Name(id="any" | "all" as word), args=[only])):
            return _quantified(only, word == "any", scope)
        case ast.Return(value=ast.Call(func=ast.Name(id="len"), args=[ast.ListComp() as only])):
            return _returned(_counted(only), "count", scope)
        case ast.Return(value=ast.expr() as value):
            return _returned(value, "result", scope)
        case ast.Assign(targets=[ast.Name(id=target)], value=value):
            return _assigned(target, value, scope)
        case _:
            return None


def _counted(comp: ast.ListComp) -> ast.expr:
    one = ast.GeneratorExp(ast.Constant(1), comp.generators)
    return call("sum", one)


def _returned(value: ast.expr, wanted: str, scope: Scope) -> list[ast.stmt] | None:
    names = {
        "sum": ("total", "count", "summed"), "join": ("text", "joined", "output"),
        "list": ("result", "found", "kept", "output"), "dict": ("table", "mapping", "result"),
    }  # fmt: skip
    wanted_names = names.get(_word(value), (wanted,))
    start = scope.rng.randrange(len(wanted_names))
    target = next((each for each in (*wanted_names[start:], *wanted_names)
                   if each not in scope.names), None)  # fmt: skip
    if target is None or not _can(value, scope):
        return None
    loop = _assigned(target, value, scope)
    if loop is None:
        return None
    scope.names.add(target)
    match loop[-1]:
        case ast.Assign(value=made):  # the last statement joins the parts
            return [*loop[:-1], ast.Return(made)]
        case _:
            return [*loop, ast.Return(name(target))]


def _word(value: ast.expr) -> str:
    match value:
        case ast.Call(func=ast.Name(id="sum")):
            return "sum"
        case ast.Call(func=ast.Attribute(attr="join")):
            return "join"
        case ast.ListComp():
            return "list"
        case ast.DictComp():
            return "dict"
        case _:
            return ""


def _parts(value: ast.expr) -> tuple[ast.expr, list[ast.comprehension]] | None:
    """What is made in each pass, and the loops of a comprehension in its usual frame."""
    match value:
        case ast.ListComp(elt=element, generators=loops):
            return element, loops
        case ast.GeneratorExp(elt=element, generators=loops):
            return element, loops
        case ast.DictComp(value=element, generators=loops):
            return element, loops
        case ast.Call(func=ast.Name(id="sum"), args=[inner], keywords=[]):
            return _parts(inner)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="join"), args=[one]):
            return _parts(one)
        case _:
            return None


def _can(value: ast.expr, scope: Scope, target: str = "") -> bool:
    """Whether its loop variables are free to be variables of the function, and the target plays
    no part in it."""
    parts = _parts(value)
    if parts is None or isinstance(value, ast.GeneratorExp):
        return False
    for loop in parts[1]:
        for node in ast.walk(loop.target):
            if isinstance(node, ast.Name):
                inside = sum(
                    isinstance(each, ast.Name) and each.id == node.id for each in ast.walk(value)
                )
                if scope.uses(node.id) != inside:
                    return False
    return not target or all(
        not (isinstance(each, ast.Name) and each.id == target) for each in ast.walk(value)
    )


def _assigned(target: str, value: ast.expr, scope: Scope) -> list[ast.stmt] | None:
    if not _can(value, scope, target):
        return None
    match value:
        case ast.ListComp(elt=element, generators=loops):
            return [assign(target, ast.List([], ast.Load())),
                    _loop(loops, _append(target, element))]  # fmt: skip
        case ast.DictComp(key=key, value=element, generators=loops):
            place = ast.Subscript(name(target), key, ast.Store())
            put = ast.Assign([place], element, lineno=0)
            return [assign(target, ast.Dict([], [])), _loop(loops, [put])]
        case ast.Call(func=ast.Name(id="sum"), args=[inner]):
            parts = _parts(inner)
            if parts is None:
                return None
            add = ast.AugAssign(stored(target), ast.Add(), parts[0])
            return [assign(target, ast.Constant(0)), _loop(parts[1], [add])]
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as between)), args=[inner]):
            return _joined(target, between, inner, scope)
        case _:
            return None


def _joined(target: str, between: str, inner: ast.expr, scope: Scope) -> list[ast.stmt] | None:
    parts = _parts(inner)
    if parts is None:
        return None
    if not between and scope.chance(0.6):
        add = ast.AugAssign(stored(target), ast.Add(), parts[0])
        return [assign(target, ast.Constant("")), _loop(parts[1], [add])]
    pieces = scope.fresh("parts", "pieces", "chunks")
    join = ast.Attribute(ast.Constant(between), "join", ast.Load())
    return [
        assign(pieces, ast.List([], ast.Load())),
        _loop(parts[1], _append(pieces, parts[0])),
        assign(target, ast.Call(join, [name(pieces)], [])),
    ]


def _append(target: str, element: ast.expr) -> list[ast.stmt]:
    method = ast.Attribute(name(target), "append", ast.Load())
    return [ast.Expr(ast.Call(method, [element], []))]


def _loop(loops: list[ast.comprehension], body: list[ast.stmt]) -> ast.stmt:
    for loop in reversed(loops):
        for test in reversed(loop.ifs):
            body = [ast.If(test, body, [])]
        target = copy.deepcopy(loop.target)
        body = [ast.For(target, loop.iter, body, [], lineno=0)]
    return body[0]


def _quantified(inner: ast.expr, some: bool, scope: Scope) -> list[ast.stmt] | None:
    if not isinstance(inner, ast.GeneratorExp) or not _can(call("sum", inner), scope):
        return None
    test = inner.elt if some else negated(inner.elt)
    inside = ast.If(test, [ast.Return(ast.Constant(some))], [])
    return [_loop(inner.generators, [inside]), ast.Return(ast.Constant(not some))]


_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def negated(test: ast.expr) -> ast.expr:
    """The opposite of a condition, of values that are in one order (no NaN)."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return inner
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return ast.Compare(left, [_OPPOSITE[type(op)]()], [right])
        case ast.BoolOp(op=ast.Or(), values=values) if all(map(_is_simple, values)):
            return ast.BoolOp(ast.And(), [negated(each) for each in values])
        case ast.BoolOp(op=ast.And(), values=values) if all(map(_is_simple, values)):
            return ast.BoolOp(ast.Or(), [negated(each) for each in values])
        case _:
            return ast.UnaryOp(ast.Not(), test)


def _is_simple(test: ast.expr) -> bool:
    match test:
        case ast.Compare(ops=[_]) | ast.Name() | ast.Call() | ast.UnaryOp(op=ast.Not()):
            return True
        case _:
            return False


def accumulated_text(block: list[ast.stmt], place: Place, scope: Scope) -> list[ast.stmt]:
    """A text that grows by ``+=`` and is returned in the end: as a list that is joined."""
    if place is not Place.FUNCTION or not scope.chance(0.3) or scope.function is None:
        return block
    match block[-1]:
        case ast.Return(value=ast.Name(id=target)):
            pass
        case _:
            return block
    grows = [
        node for node in ast.walk(scope.function)
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add)
        and isinstance(node.target, ast.Name) and node.target.id == target
    ]  # fmt: skip
    starts = [
        number for number, each in enumerate(block)
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
        and each.value.value == "" and isinstance(each.targets[0], ast.Name)
        and each.targets[0].id == target
    ]  # fmt: skip
    if len(starts) != 1 or not grows or scope.uses(target) != len(grows) + 2:
        return block
    pieces = scope.fresh("parts", "pieces", "chunks")
    for node in ast.walk(scope.function):
        for attribute in ("body", "orelse"):
            inner = getattr(node, attribute, None)
            if isinstance(inner, list):
                for number, each in enumerate(inner):
                    if each in grows:
                        inner[number] = _append(pieces, each.value)[0]
    changed = [_append(pieces, each.value)[0] if isinstance(each, ast.AugAssign) and each in grows
               else each for each in block]  # fmt: skip
    changed[starts[0]] = assign(pieces, ast.List([], ast.Load()))
    return [*changed[:-1], *statements(f'return "".join({pieces})')]
