"""Programs whose runs leave nothing behind in their process, as far as their text tells.

Runs of such a program may share a process, each in a module of its own: what one does is not seen
by the next. Whatever could reach the process rather than the module (attributes of what is
imported, files, the names with two underscores that lead to classes and builtins) makes a program
one of the others. Errs on that side.
"""

from __future__ import annotations

import ast
from typing import Final

_PURE: Final = frozenset(
    "bisect collections collections.abc dataclasses enum functools heapq itertools math operator "
    "re string typing".split()
)
"""Modules that keep nothing of their callers but what no result shows (`re` its cache)."""

_REACHING: Final = frozenset(
    "breakpoint compile copyright credits delattr eval exec exit getattr globals help license "
    "locals open quit setattr vars".split()
)
"""Builtins that lead to more than data and classes; there are no names with two underscores."""

_OWN: Final = frozenset({"__name__", "__main__"})


def leaves_nothing(source: str) -> bool:
    """Whether the program of this source leaves nothing behind; False where that is unclear."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    imported = frozenset(_imported(tree))
    return all(_is_harmless(node, imported) for node in ast.walk(tree))


def _imported(tree: ast.AST) -> set[str]:
    """The names that imports bind."""
    return {
        each.asname or each.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for each in node.names
    }


def _is_harmless(node: ast.AST, imported: frozenset[str]) -> bool:
    match node:
        case ast.Import(names=names):
            return all(each.name in _PURE for each in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            hidden = any(each.name == "*" or each.name.startswith("_") for each in names)
            return level == 0 and module in _PURE and not hidden
        case ast.Name(id=name):
            return name not in _REACHING and (name in _OWN or not _is_dunder(name))
        case ast.Attribute(ctx=ast.Load()):
            return _is_harmless_part(node, imported)
        case ast.Attribute(value=ast.Name(id=name), attr=written):  # set, or deleted
            return not _is_dunder(written) and (name == "self" or not imported)
        case ast.Attribute():
            return not _is_dunder(node.attr) and not imported
        case ast.Constant(value=str() as text):
            return "__" not in text or text in _OWN  # `attrgetter`, `format`
        case _:
            return True


def _is_harmless_part(node: ast.Attribute, imported: frozenset[str]) -> bool:
    """Whether nothing of the process is come to by reading an attribute."""
    match node:
        case ast.Attribute(attr="__name__"):
            return True
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
            return True
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in imported:
            return not attribute.startswith("_") and attribute != "register"
        case _:
            # `register` enters a class in an abstract one, which is the process's.
            return not _is_dunder(node.attr) and not (imported and node.attr == "register")


def _is_dunder(name: str) -> bool:
    return name.startswith("__")
