"""Which names a block of code binds."""

from __future__ import annotations

import ast

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def bound_names(body: list[ast.stmt]) -> tuple[set[str], set[str]]:
    """The names that a block binds, without nested scopes; and those declared elsewhere's."""
    bound: set[str] = set()
    foreign: set[str] = set()

    def targets(node: ast.AST, inner: bool) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                bound.add(node.name)
                for part in node.decorator_list:
                    targets(part, inner)
                return
            case ast.Lambda():
                return
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                inner = True  # only a walrus binds from here
            case ast.NamedExpr(target=ast.Name(id=name)):
                bound.add(name)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) if not inner:
                bound.add(name)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                bound.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                bound.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                bound.update(imported(aliases))
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                foreign.update(names)
            case _:
                pass
        for child in ast.iter_child_nodes(node):
            targets(child, inner)

    for statement in body:
        targets(statement, inner=False)
    return bound - foreign, foreign


def imported(aliases: list[ast.alias]) -> set[str]:
    return {alias.asname or alias.name.split(".")[0] for alias in aliases}


def parameters_in_order(node: FunctionNode) -> tuple[str, ...]:
    args = node.args
    plain = [*args.posonlyargs, *args.args, *args.kwonlyargs]
    return tuple(arg.arg for arg in [*plain, args.vararg, args.kwarg] if arg is not None)


def parameters(node: FunctionNode) -> frozenset[str]:
    return frozenset(parameters_in_order(node))


def is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
