"""Source text from syntax trees, laid out as people do.

`ast.unparse` writes tuples and blank lines in ways of its own that differ between versions of
Python; here only its expressions are used, which are the same in all that are supported. No text
that a template holds may need other quotes inside of an f-string, in which they differ too.
"""

from __future__ import annotations

import ast
from typing import Final

WIDTH: Final = 92
"""Longest line; a longer list, dictionary or call is put on several lines."""

_INDENT: Final = "    "


def source_of(module: ast.Module) -> str:
    """The text of a module; its tree is used up."""
    return _Printer(module).text(module)


def _is_definition(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef | ast.ClassDef)


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


class _Generators(ast.NodeTransformer):
    """Takes generator expressions that are the only argument of a call out of a tree: `ast.unparse`
    would write a second pair of parentheses."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.parts: list[list[str]] = []

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Call(args=[ast.GeneratorExp() as inner], keywords=[]):
                loops = [ast.unparse(each).strip() for each in inner.generators]
                self.parts.append([ast.unparse(inner.elt), *loops])
                self.texts.append(ast.unparse(inner)[1:-1])
                node.args = [ast.Name(f"_generator_{len(self.texts) - 1}_", ast.Load())]
                return node
            case _:
                return node


class _Printer:
    def __init__(self, module: ast.Module) -> None:
        found = _Generators()
        found.visit(module)
        self._generators = found.texts
        self._parts = found.parts

    def text(self, module: ast.Module) -> str:
        lines: list[str] = []
        for number, statement in enumerate(module.body):
            if number and (_is_definition(statement) or _is_definition(module.body[number - 1])):
                lines += ["", ""]
            elif number and not _is_import(statement) and _is_import(module.body[number - 1]):
                lines.append("")
            lines += self._statement(statement, 0)
        return "\n".join(lines) + "\n"

    def _text(self, node: ast.AST) -> str:
        return self._filled(ast.unparse(node))

    def _filled(self, text: str) -> str:
        if "_generator_" in text:
            for number in reversed(range(len(self._generators))):
                text = text.replace(f"_generator_{number}_", self._generators[number])
        return text

    def _block(self, statements: list[ast.stmt], depth: int) -> list[str]:
        lines: list[str] = []
        for number, statement in enumerate(statements):
            after_inner = number and _is_definition(statements[number - 1])
            if after_inner or (number and _is_definition(statement)):
                lines.append("")
            lines += self._statement(statement, depth)
        return lines

    def _statement(self, node: ast.stmt, depth: int) -> list[str]:
        pad = _INDENT * depth
        match node:
            case ast.FunctionDef():
                told = f"def {node.name}({self._text(node.args)})"
                told += f" -> {self._text(node.returns)}:" if node.returns is not None else ":"
                above = [f"{pad}@{self._text(each)}" for each in node.decorator_list]
                return [*above, pad + told, *self._block(node.body, depth + 1)]
            case ast.ClassDef():
                bases = f"({', '.join(map(self._text, node.bases))})" if node.bases else ""
                above = [f"{pad}@{self._text(each)}" for each in node.decorator_list]
                return [
                    *above,
                    f"{pad}class {node.name}{bases}:",
                    *self._block(node.body, depth + 1),
                ]
            case ast.If():
                return self._if(node, depth, "if")
            case ast.For():
                head = f"for {self._bare(node.target)} in {self._bare(node.iter)}:"
                return [
                    pad + head,
                    *self._block(node.body, depth + 1),
                    *self._else(node.orelse, depth),
                ]
            case ast.While():
                head = f"while {self._text(node.test)}:"
                return [
                    pad + head,
                    *self._block(node.body, depth + 1),
                    *self._else(node.orelse, depth),
                ]
            case ast.Try():
                return self._try(node, depth)
            case ast.With():
                items = ", ".join(map(self._text, node.items))
                return [f"{pad}with {items}:", *self._block(node.body, depth + 1)]
            case ast.Return() if node.value is not None:
                return self._valued(f"{pad}return ", node.value, pad)
            case ast.Assign():
                targets = "".join(f"{self._bare(each)} = " for each in node.targets)
                return self._valued(pad + targets, node.value, pad)
            case _:
                return [pad + line for line in self._text(node).split("\n")]

    def _if(self, node: ast.If, depth: int, word: str) -> list[str]:
        pad = _INDENT * depth
        lines = [f"{pad}{word} {self._text(node.test)}:", *self._block(node.body, depth + 1)]
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            return lines + self._if(node.orelse[0], depth, "elif")
        return lines + self._else(node.orelse, depth)

    def _else(self, statements: list[ast.stmt], depth: int) -> list[str]:
        return (
            [f"{_INDENT * depth}else:", *self._block(statements, depth + 1)] if statements else []
        )

    def _try(self, node: ast.Try, depth: int) -> list[str]:
        pad = _INDENT * depth
        lines = [f"{pad}try:", *self._block(node.body, depth + 1)]
        for handler in node.handlers:
            told = "" if handler.type is None else f" {self._text(handler.type)}"
            told += "" if handler.name is None else f" as {handler.name}"
            lines += [f"{pad}except{told}:", *self._block(handler.body, depth + 1)]
        lines += self._else(node.orelse, depth)
        if node.finalbody:
            lines += [f"{pad}finally:", *self._block(node.finalbody, depth + 1)]
        return lines

    def _bare(self, node: ast.expr) -> str:
        """An expression; a tuple without parentheses."""
        if isinstance(node, ast.Tuple) and len(node.elts) > 1:
            return ", ".join(map(self._text, node.elts))
        return self._text(node)

    def _valued(self, head: str, value: ast.expr, pad: str) -> list[str]:
        line = head + self._bare(value)
        if len(line) <= WIDTH:
            return [line]
        inner = pad + _INDENT
        match value:
            case ast.Dict() if all(key is not None for key in value.keys):
                pairs = zip(value.keys, value.values, strict=True)
                parts = [f"{self._text(key)}: {self._text(each)}," for key, each in pairs if key]
                return [head + "{", *(inner + part for part in parts), pad + "}"]
            case ast.List():
                return [
                    head + "[",
                    *(f"{inner}{self._text(each)}," for each in value.elts),
                    pad + "]",
                ]
            case ast.ListComp():
                loops = [self._text(each).strip() for each in value.generators]
                return [
                    f"{head}[",
                    inner + self._text(value.elt),
                    *map(inner.__add__, loops),
                    pad + "]",
                ]
            case ast.Call(args=[ast.Name(id=stands)]) if stands.startswith("_generator_"):
                parts = [self._filled(each) for each in self._parts[int(stands.split("_")[2])]]
                opening = f"{head}{self._text(value.func)}("
                return [opening, *(inner + part for part in parts), pad + ")"]
            case _:
                return [line]
