"""What a program uses, by its syntax: so examples are chosen that show the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

SUMMARIES: Final = "loops told as a whole"
"""Every program with a loop may want it; an example shows it only where it says so."""

WEIGHTS: Final = {
    "classes": 6, "generators": 6, "match": 6, "exceptions": 5, "recursion": 5, "while": 4,
    "calls": 4, "nested loops": 4, "collections": 4, "for": 3, "if": 2, "break": 2,
    "return in a loop": 2, "dictionaries": 2, "strings": 2, "in place": 2, "functions inside": 3,
}  # fmt: skip
"""How much an example of it is worth (1 where nothing stands here): what reads least like other
sentences is worth most."""

_OF_NODES: Final[dict[type[ast.AST], str]] = {
    ast.For: "for",
    ast.While: "while",
    ast.If: "if",
    ast.Break: "break",
    ast.Continue: "break",
    ast.Try: "exceptions",
    ast.Raise: "exceptions",
    ast.ClassDef: "classes",
    ast.Yield: "generators",
    ast.YieldFrom: "generators",
    ast.Match: "match",
    ast.Lambda: "lambda",
    ast.ListComp: "comprehension",
    ast.SetComp: "comprehension",
    ast.DictComp: "comprehension",
    ast.GeneratorExp: "comprehension",
    ast.Dict: "dictionaries",
    ast.Assert: "assert",
    ast.Delete: "del",
}

_OF_METHODS: Final = {
    **dict.fromkeys(
        ("sort", "reverse", "pop", "insert", "remove", "extend", "clear"), "in place"
    ),
    **dict.fromkeys(
        ("upper", "lower", "split", "join", "strip", "replace", "isdigit", "isalpha", "isupper",
         "islower", "startswith", "endswith", "title", "find"), "strings",
    ),
    **dict.fromkeys(("get", "setdefault", "items", "keys", "values"), "dictionaries"),
}  # fmt: skip


def features(source: str) -> frozenset[str]:
    """What a program uses; names of `WEIGHTS` and others."""
    tree = ast.parse(source)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    found = {_OF_NODES[type(node)] for node in ast.walk(tree) if type(node) in _OF_NODES}
    for node in ast.walk(tree):
        found.update(_of_node(node))
    for function in functions:
        if any(_calls(node, function.name) for node in ast.walk(function)):
            found.add("recursion")
        if sum(isinstance(node, ast.FunctionDef) for node in ast.walk(function)) > 1:
            found.add("functions inside")
    if len(functions) > 1:
        found.add("calls")
    return frozenset(found)


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _of_node(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.For(body=body) | ast.While(body=body):
            yield SUMMARIES
            inside = [each for part in body for each in ast.walk(part)]
            if any(isinstance(each, ast.For | ast.While) for each in inside):
                yield "nested loops"
            if any(isinstance(each, ast.Return) for each in inside):
                yield "return in a loop"
        case ast.ImportFrom(module="collections"):
            yield "collections"
        case ast.Subscript(ctx=ast.Store()):
            yield "elements"
        case ast.Call(func=ast.Attribute(attr=method)) if method in _OF_METHODS:
            yield _OF_METHODS[method]
        case ast.Call(func=ast.Name(id="print")):
            yield "print"
        case _:
            pass
