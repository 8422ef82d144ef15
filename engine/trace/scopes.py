"""Which names a function binds, read off the source (language reference, 4.2.1)."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from engine.trace.statements import FunctionNode, ScopeNode, StatementNode, header_parts


def bound_names(scope: ScopeNode) -> frozenset[str]:
    """The names that are local to the scope (cells included): parameters and all that its own
    statements bind, but for those declared `global`. Loop variables of comprehensions are not
    names of it. A module binds none here: its names are globals."""
    if isinstance(scope, ast.Module):
        return frozenset()
    names: set[str] = set()
    released: set[str] = set()
    if not isinstance(scope, ast.ClassDef):
        names.update(parameters(scope))
    body = [scope.body] if isinstance(scope, ast.Lambda) else scope.body
    for node in body:
        for kind, name in _bindings(node):
            (names if kind else released).add(name)
    return frozenset(names - released)


def names_bound_by(node: StatementNode) -> frozenset[str]:
    """The names that a statement's own header binds or unbinds: its targets, the name it defines,
    imports or captures, assignment expressions in it."""
    found = {name for bound, name in _own_bindings(node) if bound}
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        found.add(node.name)
    for part in header_parts(node):
        found.update(name for bound, name in _bindings(part) if bound)
    return frozenset(found)


def released_names(scope: ScopeNode) -> frozenset[str]:
    """The names that the scope declares `global`."""
    if isinstance(scope, ast.Module | ast.Lambda):
        return frozenset()
    return frozenset(name for node in scope.body for bound, name in _bindings(node) if not bound)


def nonlocal_names(function: FunctionNode) -> frozenset[str]:
    """The names that the function declares `nonlocal`, itself."""
    found: set[str] = set()
    waiting: list[ast.AST] = [] if isinstance(function, ast.Lambda) else [*function.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Nonlocal):
            found.update(node.names)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr):
            waiting.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def private_name(name: str, around: Sequence[ScopeNode]) -> str:
    """The name that ``__name`` stands for in a class (language reference, 6.2.1)."""
    if not is_private(name):
        return name
    for scope in around:
        if isinstance(scope, ast.ClassDef):
            owner = scope.name.lstrip("_")
            return f"_{owner}{name}" if owner else name
    return name


def is_private(name: str) -> bool:
    """Whether the name is another one inside of a class."""
    return name.startswith("__") and not name.endswith("__")


def parameters(function: FunctionNode) -> list[str]:
    """All parameters' names, `*args` and `**kwargs` last, as `co_varnames` has them."""
    arguments = function.args
    plain = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    starred = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    return [each.arg for each in (*plain, *starred)]


def _bindings(node: ast.AST) -> Iterator[tuple[bool, str]]:
    """(True, name bound) and (False, name declared global), in this scope only."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield True, node.name
            # Decorators, defaults, bases and class keywords are evaluated out here.
            for part in header_parts(node):
                yield from _bindings(part)
            return
        case ast.Lambda(args=arguments):
            for default in (*arguments.defaults, *arguments.kw_defaults):
                if default is not None:
                    yield from _bindings(default)
            return
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            # A walrus inside binds in the scope around; the targets do not.
            for inner in ast.walk(node):
                if isinstance(inner, ast.NamedExpr):
                    yield True, inner.target.id
            return
        case _:
            yield from _own_bindings(node)
    for child in ast.iter_child_nodes(node):
        yield from _bindings(child)


def _own_bindings(node: ast.AST) -> Iterator[tuple[bool, str]]:
    """As `_bindings`, of the node itself without the nodes inside it."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield True, name
        case ast.Global(names=names):
            for name in names:
                yield False, name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            for alias in aliases:
                yield True, alias.asname if alias.asname is not None else alias.name.split(".")[0]
        case (
            ast.ExceptHandler(name=str(name))
            | ast.MatchAs(name=str(name))
            | ast.MatchStar(name=str(name))
            | ast.MatchMapping(rest=str(name))
        ):
            yield True, name
        case _:
            return
