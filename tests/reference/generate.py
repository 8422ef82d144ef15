"""Programs made up by Hypothesis from `tests.reference.phrases`.

Invariant: a program is deterministic within one process and ends. It names no address, clock or
chance; loops run over ranges, over lists that stop growing, or down to zero; a function calls
earlier ones only. What raises is caught around each scene, and often nearer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from hypothesis import strategies as st

from tests.reference.phrases import (
    EXPRESSIONS,
    IN_COROUTINE,
    IN_GENERATOR,
    IN_LOOP,
    LITERALS,
    STATEMENTS,
)
from tests.reference.prelude import needed

Pick: TypeAlias = Callable[[int], int]
"""A number below the one given; 0 is the simplest."""

_HOLE: Final = re.compile(r"\$([+=]?)([a-z]+)(!?)(?::(\w+))?|\$:(\w+)")

_FRESH: Final = {"int": "n", "list": "xs", "str": "s", "dict": "d", "fn": "g", "cls": "K"}

_DEPTH: Final = 3
"""How deep expressions nest."""


class _Impossible(Exception):
    """The template cannot stand here: it wants a variable that there is not."""


@dataclass(slots=True)
class _Variable:
    name: str
    type: str
    level: int  #: nesting of the function that binds it


@dataclass(frozen=True, slots=True)
class _Context:
    """What may stand in the block that is being written."""

    indent: str
    budget: int  #: statements nest no deeper than that
    loop: bool = False
    generator: bool = False
    coroutine: bool = False


class _Writer:
    """Writes one function after the other; knows which variables there are."""

    def __init__(self, pick: Pick) -> None:
        self._pick = pick
        self._variables: list[_Variable] = []
        self._level = 0
        self._count = 0
        self._left = 0  #: statements that may still be written in this function
        self._functions: list[tuple[str, str]] = []  #: calls of earlier functions, and their type
        self._context = _Context("", 0)
        self._pending: list[_Variable] = []

    def choose(self, options: list[str]) -> str:
        return options[self._pick(len(options))]

    # Names.

    def fresh(self, kind: str) -> str:
        self._count += 1
        return f"{_FRESH.get(kind, kind[0])}{self._count}"

    def _existing(self, kind: str, *, own: bool) -> list[str]:
        return [
            variable.name
            for variable in reversed(self._variables)
            if variable.type == kind and (variable.level == self._level or not own)
        ]

    # Expressions.

    def expression(self, kind: str, depth: int) -> str:
        known = self._existing(kind, own=False)
        shape = self._pick(4)
        if known and (shape == 0 or depth <= 0):
            return self.choose(known)
        literals = LITERALS.get(kind, [])
        if literals and (shape == 1 or depth <= 0):
            return self.choose(literals)
        calls = [call for call, result in self._functions if result == kind]
        if calls and self._pick(6) == 5:
            return self._fill(self.choose(calls), depth - 1)
        for _ in range(4):
            try:
                return self._fill(self.choose(EXPRESSIONS[kind]), depth - 1)
            except _Impossible:
                continue
        return self.choose(literals or EXPRESSIONS[kind])

    def _fill(self, template: str, depth: int) -> str:
        """A template without blocks with its holes filled."""
        if ("await " in template or "async for" in template) and not self._context.coroutine:
            raise _Impossible
        if "(yield" in template and not self._context.generator:
            raise _Impossible
        labels: dict[str, str] = {}
        return self._fill_line(template, labels, depth)

    def _fill_line(self, line: str, labels: dict[str, str], depth: int) -> str:
        def filled(match: re.Match[str]) -> str:
            sign, kind, existing, label, again = match.groups()
            if again:
                return labels[again]
            text = self._hole(sign, kind, existing, depth)
            if label:
                labels[label] = text
            return text

        return _HOLE.sub(filled, line)

    def _hole(self, sign: str, kind: str, existing: str, depth: int) -> str:
        if sign == "=" and existing and not self._existing(kind, own=True):
            raise _Impossible
        if sign == "+" or (sign == "=" and not self._existing(kind, own=True)):
            name = self.fresh(kind)
            self._pending.append(_Variable(name, kind, self._level))
            return name
        if sign == "=" and existing:
            return self.choose(self._existing(kind, own=True))
        if sign == "=":
            own = self._existing(kind, own=True)
            choice = self._pick(len(own) + 1)
            return own[choice] if choice < len(own) else self._hole("+", kind, "", depth)
        if existing:
            known = self._existing(kind, own=False)
            if not known:
                raise _Impossible
            return self.choose(known)
        return self.expression(kind, depth)

    def _commit(self) -> None:
        self._variables += self._pending
        self._pending = []

    # Statements.

    def block(self, context: _Context, least: int = 1) -> list[str]:
        """Statements at the context's indentation; what they bind is forgotten behind them."""
        before, outer = len(self._variables), self._context
        self._context = context
        lines: list[str] = []
        size = least + self._pick(3)
        while size and self._left > 0:
            size -= 1
            lines += self._statement(context)
        self._context = outer
        if context.budget < _BUDGET:
            del self._variables[before:]
        return lines or [f"{context.indent}pass"]

    def _statement(self, context: _Context) -> list[str]:
        options = STATEMENTS
        special = self._pick(8)
        if context.loop and special == 1:
            options = IN_LOOP
        elif context.generator and special in {2, 3, 4}:
            options = IN_GENERATOR
        elif context.coroutine and special in {2, 3, 4}:
            options = IN_COROUTINE
        for _ in range(6):
            template = self.choose(options)
            nests = "$block" in template or "$loop" in template
            if (nests and context.budget <= 0) or not self._allowed(template, context):
                continue
            before = len(self._variables)
            try:
                lines = self._expand(template, context)
            except _Impossible:
                self._pending = []
                del self._variables[before:]
                continue
            if nests or template.count("\n"):
                return lines
            return lines if self._pick(5) != 4 else _caught(lines, context.indent)
        return [f"{context.indent}pass"]

    @staticmethod
    def _allowed(template: str, context: _Context) -> bool:
        if "return $" in template and context.generator and "def " not in template:
            return not context.coroutine
        return not (context.coroutine and "asyncio.run" in template)

    def _expand(self, template: str, context: _Context) -> list[str]:
        self._left -= 1
        labels: dict[str, str] = {}
        lines: list[str] = []
        for line in template.split("\n"):
            bare = line.lstrip()
            indent = context.indent + line[: len(line) - len(bare)]
            if bare in {"$block", "$loop"}:
                inside = _Context(
                    indent,
                    context.budget - 1,
                    bare == "$loop" or (context.loop and "class " not in template),
                    context.generator,
                    context.coroutine,
                )
                lines += self.block(inside)
                continue
            if bare.startswith("def ") and not line.startswith("def "):
                lines.append(indent + self._fill_line(bare, labels, _DEPTH))
                self._commit()
                continue
            lines.append(indent + self._fill_line(bare, labels, _DEPTH))
            self._commit()
        return lines

    # Functions.

    def function(self, kind: str) -> list[str]:
        """A scene: parameters of several types, statements, a result."""
        self._variables = []
        self._pending = []
        self._left = 3 + self._pick(14)
        name = self.fresh("scene")
        generator, coroutine = kind == "generator", kind == "coroutine"
        context = _Context("    ", _BUDGET, False, generator, coroutine)
        self._variables = [
            _Variable("a", "int", 0),
            _Variable("xs", "list", 0),
            _Variable("d", "dict", 0),
        ]
        head = f"{'async ' if coroutine else ''}def {name}(a, xs, d=None, *, k=1):"
        lines = [head, *self.block(context, 2)]
        self._context = context
        if generator:
            lines.append("    yield a")
        result = self.choose(["any", "int", "list", "int"])
        lines.append(f"    return {self.expression(result, 2)}")
        self._pending = []
        call = f"{name}($int, $list, $dict)"
        if generator:
            self._functions.append((call, "gen"))
        elif coroutine:
            self._functions.append((f"asyncio.run({call})", "top"))
        else:
            self._functions.append((call, result))
        return lines

    def entry(self) -> list[str]:
        """Runs the scenes, whatever they raise."""
        self._variables = [_Variable("xs", "list", 0), _Variable("d", "dict", 0)]
        self._context = _Context("    ", 0)
        lines = ["def f(xs, d):", "    out = []"]
        for call, kind in self._functions:
            text = self._fill(call, 1)
            self._pending = []
            text = f"list({text})" if kind == "gen" else text
            lines += _caught([f"    out.append({text})"], "    ")
        return [*lines, "    return out, xs, d"]


_BUDGET: Final = 3


def _caught(lines: list[str], indent: str) -> list[str]:
    inside = [f"    {line}" for line in lines]
    report = [f"{indent}except Exception as error:", f"{indent}    print(type(error).__name__)"]
    return [f"{indent}try:", *inside, *report]


def write(pick: Pick) -> str:
    """A program whose entry is ``f(xs, d)``; every choice is one of ``pick``."""
    writer = _Writer(pick)
    functions: list[list[str]] = []
    for _ in range(1 + pick(4)):
        kinds = ["function", "function", "generator", "function", "coroutine"]
        functions.append(writer.function(writer.choose(kinds)))
    functions.append(writer.entry())
    body = "\n\n\n".join("\n".join(lines) for lines in functions)
    prelude = needed(body, lambda: pick(2) == 1)
    return f"{prelude}\n\n\n{body}\n" if prelude else f"{body}\n"


CALL: Final = "[3, 1, 2], {'a': 1, 'b': 2}"


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Programs of every kind; they compile, but may raise."""

    def pick(count: int) -> int:
        return draw(st.integers(0, count - 1))

    source = write(pick)
    try:
        compile(source, "<generated>", "exec")
    except SyntaxError:
        # A variable of an enclosing function that is no longer one, a comprehension's walrus …
        # are rare, and not worth being known to the writer.
        return "def f(xs, d):\n    return xs\n"
    return source
