"""A class with a primary method as a program: a function around it makes the object and calls it.

`Program` runs functions. `Matrix([[1, 2]]).turned(2)` becomes the call ``turned([[1, 2]], 2)`` of a
function at the end of the source, whose parameters are those of both.
"""

from __future__ import annotations

import ast
from typing import NamedTuple, TypeVar


class CannotWrap(ValueError):
    """The class cannot be wrapped; the message says why."""


class Wrapped(NamedTuple):
    """A source whose last function does what the class's primary method does."""

    source: str
    entry: str  #: the name of that function
    method: str
    makes: tuple[str, ...]  #: its parameters that make the object
    calls: tuple[tuple[str, str], ...]  #: those of the method, and what they are called there

    def arguments(self, made: ast.Call, called: ast.Call) -> str:
        """The argument list for ``Entry(…).method(…)``; raises `CannotWrap`."""
        if any(isinstance(each, ast.Starred) for each in (*made.args, *called.args)):
            raise CannotWrap("arguments with `*` cannot be handed through")
        names = dict(self.calls)
        placed = [ast.unparse(each) for each in made.args]
        named = [ast.unparse(each) for each in made.keywords]
        straight = len(made.args) == len(self.makes)
        for each, (_, name) in zip(called.args, self.calls, strict=False):
            text = ast.unparse(each)
            if straight:
                placed.append(text)
            else:
                named.append(f"{name}={text}")
        for keyword in called.keywords:
            if keyword.arg not in names:
                raise CannotWrap("arguments with `**` cannot be handed through")
            named.append(f"{names[keyword.arg]}={ast.unparse(keyword.value)}")
        return ", ".join(placed + named)


def wrap(source: str, class_name: str, method: str) -> Wrapped:
    """The source with the function at its end; raises `CannotWrap`."""
    tree = ast.parse(source)
    made = _only([n for n in tree.body if isinstance(n, ast.ClassDef)], class_name)
    called = _only([n for n in made.body if isinstance(n, ast.FunctionDef)], method)
    if called.decorator_list:
        raise CannotWrap(f"`{method}` is decorated")
    makers = [node for node in made.body
              if isinstance(node, ast.FunctionDef) and node.name == "__init__"]  # fmt: skip
    if not makers and (made.bases or made.decorator_list):
        raise CannotWrap(f"what makes a `{class_name}` does not stand in it")
    first = _parameters(makers[-1]) if makers else []
    second = _parameters(called)
    names = {name for name, _ in first}
    renamed = {name: f"{name}_{method}" if name in names else name for name, _ in second}
    later = [(renamed[name], default) for name, default in second]
    if first and later and first[-1][1] and not all(default for _, default in later):
        raise CannotWrap("a parameter without a default would follow one with")
    entry = _free_name(tree, method)
    signature = ", ".join(
        name if default is None else f"{name}={default}" for name, default in [*first, *later]
    )
    body = (
        f"{class_name}({', '.join(name for name, _ in first)})"
        f".{method}({', '.join(name for name, _ in later)})"
    )
    lines = f"\n\ndef {entry}({signature}):\n    return {body}\n"
    return Wrapped(
        source.rstrip("\n") + "\n" + lines,
        entry,
        method,
        tuple(name for name, _ in first),
        tuple(renamed.items()),
    )


_Defined = TypeVar("_Defined", ast.ClassDef, ast.FunctionDef)


def _only(defined: list[_Defined], name: str) -> _Defined:
    found = [node for node in defined if node.name == name]
    if len(found) != 1:
        raise CannotWrap(f"`{name}` is defined {len(found)} times, and has to be once")
    return found[0]


def _parameters(function: ast.FunctionDef) -> list[tuple[str, str | None]]:
    """The parameters behind ``self``, with the texts of their defaults."""
    asked = function.args
    if asked.vararg or asked.kwarg or asked.kwonlyargs:
        raise CannotWrap(f"`{function.name}` takes more than plain parameters")
    every = [*asked.posonlyargs, *asked.args]
    given = [ast.unparse(each) for each in asked.defaults]
    defaults = [None] * (len(every) - len(given)) + given
    if not every:
        raise CannotWrap(f"`{function.name}` has no `self`")
    return [(each.arg, default) for each, default in zip(every, defaults, strict=True)][1:]


def _free_name(tree: ast.Module, method: str) -> str:
    taken = {node.name for node in tree.body
             if isinstance(node, ast.ClassDef | ast.FunctionDef)}  # fmt: skip
    taken |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for name in (method.lstrip("_"), f"run_{method.lstrip('_')}", f"call_{method.lstrip('_')}"):
        if name and name not in taken:
            return name
    raise CannotWrap("no name is free for the function around it")
