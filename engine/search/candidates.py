"""Candidates: inputs that somebody proposes, as text; and inputs that a solver found, made text.

A candidate is data. Evaluating it may use builtins that make data (``range(3)``, ``'ab'.upper()``)
and read the program's variables, but neither call the program nor change it: a candidate that
patched the function would be confirmed for whatever answer it likes.
"""

from __future__ import annotations

import ast
import builtins
import math
from collections.abc import Iterable
from typing import Final

from engine.errors import ErrorCode, UsageError
from engine.program import Program
from engine.values import Atom, Mapping, Sequence, SetValue, Value

_MAKERS: Final = frozenset(
    "abs bool bytearray bytes chr complex dict divmod enumerate float frozenset hex int len list "
    "map max min oct ord pow range repr reversed round set slice sorted str sum tuple zip".split()
)
"""Builtins that make data of data."""

_VALUES: Final = frozenset(
    name
    for name, thing in vars(builtins).items()
    if name in _MAKERS or not callable(thing) or isinstance(thing, type)
) - frozenset({"type", "object", "super", "classmethod", "staticmethod", "property"})


def check_candidate(program: Program) -> None:
    """Raises `UsageError` where the call's arguments are more than data.

    Calls are of builtins that make data and of methods; where the candidate reads a variable of the
    program there are no calls at all, for any of them might be handed what it could change."""
    tree = ast.parse(f"_(\n{program.call}\n)", mode="eval").body
    assert isinstance(tree, ast.Call)
    made = _names_made(tree)
    parts = [node for each in (*tree.args, *tree.keywords) for node in ast.walk(each)]
    reads = any(
        isinstance(node, ast.Name) and node.id not in made and not hasattr(builtins, node.id)
        for node in parts
    )
    for node in parts:
        if not _is_data(node, made) or (reads and isinstance(node, _RUNNING)):
            raise _refused(node, program)


_RUNNING: Final = (ast.Call, ast.Attribute, ast.Lambda, ast.comprehension)


def _names_made(tree: ast.AST) -> frozenset[str]:
    """Names that lambdas and comprehensions in the call bind."""
    found = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    found |= {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return frozenset(found)


def _is_data(node: ast.AST, made: frozenset[str]) -> bool:
    match node:
        case ast.NamedExpr() | ast.Await() | ast.Yield() | ast.YieldFrom():
            return False
        case ast.Attribute(attr=name):
            return not name.startswith("_")
        case ast.Call(func=ast.Name(id=name)):
            return name in _VALUES and name not in made
        case ast.Call(func=func):
            return isinstance(func, ast.Attribute)
        case ast.Name(id=name):
            return name in made or name in _VALUES or not hasattr(builtins, name)
        case _:
            return True


def _refused(node: ast.AST, program: Program) -> UsageError:
    text = ast.unparse(node)[:80]
    return UsageError(
        ErrorCode.BAD_CANDIDATE,
        f"`{text}` is more than data",
        where=program.name or "the candidate",
        remedy="A candidate is made of literals and of builtins that make data of them.",
        data={"part": text},
    )


def source_of(value: Value) -> str:
    """Source text of a value made of builtins, in ASCII, that evaluates to it; raises
    `ValueError` for others."""
    match value:
        case Atom(payload=float() as number) if not math.isfinite(number):
            return f"float('{number}')"
        case Atom(payload=payload):
            return "..." if payload is Ellipsis else ascii(payload)
        case Sequence(type="list", items=items):
            return f"[{_listed(items)}]"
        case Sequence(type="tuple", items=items):
            return f"({_listed(items)},)" if len(items) == 1 else f"({_listed(items)})"
        case SetValue(type="set", items=items) if items:
            return "{" + _listed(items) + "}"
        case SetValue(type=kind, items=items):
            return f"{kind}([{_listed(items)}])" if items else f"{kind}()"
        case Mapping(type="dict", pairs=pairs):
            inner = ", ".join(f"{source_of(key)}: {source_of(item)}" for key, item in pairs)
            return "{" + inner + "}"
        case _:
            raise ValueError("no value of builtins")


def _listed(items: Iterable[Value]) -> str:
    return ", ".join(map(source_of, items))
