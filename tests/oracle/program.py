"""What the text of a program says before it runs: its functions and their statements.

Every statement gets a number, in the order of the text, and `relocated` is the program's tree with
that number as the line of everything in it: a line event of `sys.settrace` then names a statement,
however the program is laid out.
"""

# One branch for each form; conditions are nested where they are two questions.
# ruff: noqa: SIM102

from __future__ import annotations

import ast
import functools
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .names import (
    FunctionNode,
    bound_names,
    imported,
    is_docstring,
    parameters,
    parameters_in_order,
)  # fmt: skip

Region = range  # of statements' numbers
Node = ast.stmt | ast.ExceptHandler | ast.match_case
NOTHING = range(0)
CONSTANT = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.operator, ast.unaryop, ast.Load)


@dataclass(eq=False)
class Statement:
    """A statement, an `except` clause or a `case`."""

    number: int
    node: Node
    line: int  # where it starts
    loops: tuple[Statement, ...]  # the loops around it, in its function, outermost first
    seen: bool = True  # whether its line has visits
    body: Region = NOTHING
    other: Region = NOTHING  # its `else`
    last: Region = NOTHING  # its `finally`
    function: Function | None = None

    @functools.cached_property
    def header(self) -> list[ast.AST]:
        """The parts that run with the statement itself and not with its blocks."""
        node = self.node
        if isinstance(node, FunctionNode):
            return [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]
        blocks = ("body", "orelse", "finalbody", "handlers", "cases")
        parts: list[ast.AST] = []
        for name, value in ast.iter_fields(node):
            if name not in blocks:
                parts += [v for v in (value if isinstance(value, list) else [value]) if is_node(v)]
        return parts

    @functools.cached_property
    def reads(self) -> dict[str, list[tuple[ast.AST, ...]]]:
        """The expressions read here: dumped tree to paths, from the header down to each."""
        found: dict[str, list[tuple[ast.AST, ...]]] = {}

        def walk(node: ast.AST, path: tuple[ast.AST, ...]) -> None:
            path = (*path, node)
            if isinstance(node, ast.expr) and not isinstance(node, ast.Slice | ast.Starred):
                if isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
                    found.setdefault(dump(node), []).append(path)
            if isinstance(node, ast.Lambda):
                walk(node.args, path)
                return
            for child in ast.iter_child_nodes(node):
                walk(child, path)

        for part in self.header:
            if not (isinstance(self.node, ast.AnnAssign) and part is self.node.annotation):
                walk(part, ())
        return found

    @functools.cached_property
    def binds(self) -> frozenset[str]:
        """Names that it binds when it is done (a `case`: when it matches)."""
        node = self.node
        if isinstance(node, FunctionNode | ast.ClassDef):
            return frozenset([node.name])
        if isinstance(node, ast.Import | ast.ImportFrom):
            return frozenset(imported(node.names))
        if isinstance(node, ast.ExceptHandler):
            return frozenset([node.name] if node.name else [])
        if isinstance(node, ast.AnnAssign) and node.value is None:
            return frozenset()
        inner = {id(n) for c in self.all(Comprehension) for n in ast.walk(c)}
        walrus = {w.target.id for w in self.all(ast.NamedExpr) if isinstance(w.target, ast.Name)}
        stored = {n.id for n in self.names(ast.Store) if id(n) not in inner}
        captured = {p.name for p in self.all(ast.MatchAs | ast.MatchStar) if p.name}
        rest = {p.rest for p in self.all(ast.MatchMapping) if p.rest}
        return frozenset(stored | walrus | captured | rest)

    @functools.cached_property
    def deletes(self) -> frozenset[str]:
        return frozenset(n.id for n in self.names(ast.Del))

    @functools.cached_property
    def places(self) -> list[ast.Subscript | ast.Attribute]:
        """Elements and attributes that it writes or deletes."""
        kinds = self.all(ast.Subscript | ast.Attribute)
        return [n for n in kinds if not isinstance(n.ctx, ast.Load)]

    @functools.cached_property
    def test(self) -> str | None:
        node = self.node
        return dump(node.test) if isinstance(node, ast.If | ast.While | ast.Assert) else None

    def names(self, context: type[ast.expr_context]) -> list[ast.Name]:
        return [n for n in self.all(ast.Name) if isinstance(n.ctx, context)]

    def all(self, kinds: Any) -> list[Any]:
        """The nodes of some kinds in the header, those in lambdas left out."""
        return [node for part in self.header for node in own(part) if isinstance(node, kinds)]

    def within(self, loop: Statement) -> bool:
        return self is loop or self.number in loop.body


@dataclass(eq=False)
class Function:
    """A function of the program."""

    name: str
    qualname: str
    parameters: frozenset[str]
    bound: frozenset[str]  # names that belong to it
    enclosing: Function | None
    generator: bool
    asynchronous: bool
    order: tuple[str, ...] = ()  # the parameters as they are written
    given: ast.arguments | None = None  # how the parameters are written
    foreign: frozenset[str] = frozenset()  # names that it declares `global` or `nonlocal`
    globals: frozenset[str] = frozenset()  # of these those that are `global`
    owner: str = ""  # the class in whose body it stands
    static: bool = False
    of_class: bool = False  # a `classmethod`

    @property
    def waits(self) -> bool:
        """Whether its activations begin when they are asked, not when it is called (5.17)."""
        return self.generator or self.asynchronous

    lines: dict[int, list[Statement]] = field(default_factory=dict)
    unseen: set[int] = field(default_factory=set)  # lines on which nothing is reliably seen to run
    hosted: set[int] = field(default_factory=set)  # lines of class bodies that it runs
    loops: dict[int, list[Statement]] = field(default_factory=dict)  # headers of loops, by line

    @property
    def method(self) -> bool:
        """Whether its first parameter is an object (or a class) of which it is called."""
        return bool(self.owner) and not self.static

    @property
    def own_object(self) -> str | None:
        """The parameter that is the method's own object."""
        if not self.method or self.given is None:
            return None
        first = [*self.given.posonlyargs, *self.given.args][:1]
        return first[0].arg if first else None


Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class Program:
    """A program's functions and numbered statements."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        self.lines = source.split("\n")
        self.statements: list[Statement] = []
        self.functions: dict[int, Function] = {}  # by the number of the `def`
        self.keywords = keyword_lines(source)
        self.host: Function | None = None  # the function that runs the class body being read
        self.owner = ""  # the class whose body is being read
        self.block(self.tree.body, None, None, "", ())
        for statement in self.statements:
            relocate(statement)

    def word(self, line: int) -> str:
        """The word with which a line begins."""
        return self.lines[line - 1].split()[0].rstrip(":(") if self.lines[line - 1].split() else ""

    def directly(self, block: list[ast.stmt]) -> list[Statement]:
        """The statements that stand directly in a block, in order."""
        inside = set(map(id, block))
        return [s for s in self.statements if id(s.node) in inside]

    def body_of(self, function: Function) -> list[Statement]:
        """The statements that stand directly in a function."""
        number = next(n for n, f in self.functions.items() if f is function)
        node = self.statements[number].node
        assert isinstance(node, FunctionNode)
        return self.directly(node.body)

    def named(self, name: str) -> list[Function]:
        return [f for f in self.functions.values() if name in (f.name, f.qualname)]

    def block(
        self,
        body: list[ast.stmt],
        function: Function | None,
        enclosing: Function | None,
        prefix: str,
        loops: tuple[Statement, ...],
    ) -> Region:
        """Numbers a block; `function` is None in a module or class body."""
        first = len(self.statements)
        for node in body:
            self.statement(node, function, enclosing, prefix, loops)
        return range(first, len(self.statements))

    def add(
        self, node: Node, line: int, function: Function | None, loops: tuple[Statement, ...]
    ) -> Statement:
        unseen = (ast.Try, ast.TryStar, ast.Global, ast.Nonlocal)
        constant = isinstance(node, ast.While) and all(
            isinstance(part, CONSTANT) for part in ast.walk(node.test)
        )
        made = Statement(len(self.statements), node, line, loops, not constant)
        made.seen = not constant and not isinstance(node, unseen)
        made.function = function
        self.statements.append(made)
        if function is None and self.host is not None:
            self.host.hosted.add(line)
        if function is not None:
            if made.seen:
                function.lines.setdefault(line, []).append(made)
            else:
                function.unseen.add(line)
            if isinstance(node, ast.For | ast.While):
                function.loops.setdefault(line, []).append(made)
        return made

    def statement(
        self,
        node: ast.stmt,
        function: Function | None,
        enclosing: Function | None,
        prefix: str,
        loops: tuple[Statement, ...],
    ) -> None:
        made = self.add(node, node.lineno, function, loops)
        around = (function, enclosing, prefix)
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.function(made, node, enclosing, prefix)
            case ast.ClassDef():
                before = (self.host, self.owner)
                self.host, self.owner = function or self.host, node.name
                self.block(node.body, None, enclosing, f"{prefix}{node.name}.", ())
                self.host, self.owner = before
            case ast.For() | ast.While():
                made.body = self.block(node.body, *around, (*loops, made))
                made.other = self.block(node.orelse, *around, loops)
            case ast.If():
                made.body = self.block(node.body, *around, loops)
                made.other = self.block(node.orelse, *around, loops)
            case ast.With():
                made.body = self.block(node.body, *around, loops)
            case ast.Try() | ast.TryStar():
                self.block(node.body, *around, loops)
                for handler in node.handlers:
                    part = self.add(handler, handler.lineno, function, loops)
                    part.body = self.block(handler.body, *around, loops)
                made.other = self.block(node.orelse, *around, loops)
                made.last = self.block(node.finalbody, *around, loops)
            case ast.Match():
                for case in node.cases:
                    part = self.add(case, case.pattern.lineno, function, loops)
                    part.body = self.block(case.body, *around, loops)
            case _:
                pass

    def function(
        self, made: Statement, node: FunctionNode, enclosing: Function | None, prefix: str
    ) -> None:
        bound, foreign = bound_names(node.body)
        params = parameters(node)
        yields = any(isinstance(n, ast.Yield | ast.YieldFrom) for s in node.body for n in own(s))
        names = frozenset(bound | (params - foreign))
        qualname = prefix + node.name
        waits = isinstance(node, ast.AsyncFunctionDef)
        function = Function(node.name, qualname, params, names, enclosing, yields, waits)
        function.order = parameters_in_order(node)
        function.foreign = frozenset(foreign)
        function.globals = frozenset(
            name for s in node.body for n in own(s) if isinstance(n, ast.Global) for name in n.names
        )
        function.given, function.owner = node.args, self.owner
        decorators = [d.id for d in node.decorator_list if isinstance(d, ast.Name)]
        function.static = "staticmethod" in decorators
        function.of_class = "classmethod" in decorators
        self.functions[made.number] = function
        before, self.host, self.owner = (self.host, self.owner), None, ""
        body = node.body
        if is_docstring(body[0]):
            self.add(body[0], body[0].lineno, None, ())
            function.unseen.add(body[0].lineno)
            body = body[1:]
        self.block(body, function, function, f"{qualname}.", ())
        self.host, self.owner = before
        last = node.end_lineno or node.lineno
        inner = {
            line
            for child in ast.walk(node)
            if child is not node and isinstance(child, FunctionNode)
            for line in range(child.lineno, (child.end_lineno or child.lineno) + 1)
        }
        function.unseen |= {k for k in self.keywords if node.lineno < k <= last} - inner
        function.unseen -= set(function.lines)


def is_node(value: object) -> bool:
    return isinstance(value, ast.AST)


def own(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree without those of functions in it."""
    yield node
    if not isinstance(node, FunctionNode | ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from own(child)


def relocate(statement: Statement) -> None:
    """Puts all of a statement's header on the line that is its number plus one."""
    parts = [part for top in statement.header for part in ast.walk(top)]
    nodes: list[Any] = [statement.node, *parts]
    for part in nodes:
        if hasattr(part, "lineno"):
            part.lineno = part.end_lineno = statement.number + 1
            part.col_offset = part.end_col_offset = 0


def keyword_lines(source: str) -> set[int]:
    """Lines that begin with `else:`, `finally:` or `try:`."""
    lines: set[int] = set()
    before: tokenize.TokenInfo | None = None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if before is not None and before.string in ("else", "finally", "try"):
            if token.string == ":" and not before.line[: before.start[1]].strip():
                lines.add(before.start[0])
        before = token
    return lines


def dump(node: ast.AST) -> str:
    """A tree as text, without positions, kinds of quotes and contexts."""
    text = ast.dump(node)
    for context in (", ctx=Load()", ", ctx=Store()", ", ctx=Del()", ", kind='u'"):
        text = text.replace(context, "")
    return text
