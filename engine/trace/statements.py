"""The program's statements: which lines a claim may name, and which statement a span lies in.

"Line L" in a claim means the statements that start on line L (docs/semantics.md §2). This
module answers what can be read off the source alone; nothing here knows of an execution.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

from engine.trace.model import LineNo, Span

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
LoopNode: TypeAlias = ast.For | ast.AsyncFor | ast.While
ScopeNode: TypeAlias = (
    ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
)
StatementNode: TypeAlias = ast.stmt | ast.ExceptHandler | ast.match_case

_INVISIBLE: Final = (
    ast.Try, ast.TryStar, ast.Global, ast.Nonlocal,
    # What waits inside of a header or an expression comes back to it by exceptions.
    ast.AsyncFor, ast.AsyncWith,
)  # fmt: skip


_KEYWORD: Final = re.compile(r"\s*(else|finally)\b")
_ELIF: Final = re.compile(r"\s*elif\b")


class Block(Enum):
    """The block of its parent in which a statement stands. Closed."""

    BODY = "body"
    ELSE = "else"  #: `else` and `elif` of an `if`, `else` of a loop or a `try`
    FINALLY = "finally"
    HANDLERS = "handlers"  #: an `except` clause of a `try`
    CASES = "cases"  #: a `case` of a `match`


@dataclass(eq=False)
class Statement:
    """One statement, `except` clause or `case`: identity is the statement's place in the source."""

    node: StatementNode
    line: LineNo  #: on which it starts
    parent: Statement | None  #: the statement around it, within the same scope
    block: Block | None  #: of the parent
    scope: ScopeNode
    children: list[Statement] = field(default_factory=list)
    start: tuple[int, int] = (0, 0)
    end: tuple[int, int] = (0, 0)

    @cached_property
    def is_loop(self) -> bool:
        return isinstance(self.node, (ast.For, ast.AsyncFor, ast.While))

    @cached_property
    def visible(self) -> bool:
        """Whether something of the statement itself is reliably seen to run."""
        node = self.node
        if isinstance(node, _INVISIBLE):
            return False
        if self._is_idle_in_line():
            return False
        if any(
            isinstance(inner, ast.comprehension) and inner.is_async
            for part in header_parts(node)
            for inner in ast.walk(part)
        ):
            return False
        if isinstance(node, ast.While | ast.If):
            return not is_constant(node.test)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            # A docstring leaves nothing; `...` alone leaves an instruction that does nothing.
            return not isinstance(node.value.value, str)
        return not (isinstance(node, ast.AnnAssign) and node.value is None)

    def _is_idle_in_line(self) -> bool:
        """Whether it does nothing of its own on the line of a `with` or `try:`: what it leaves is
        one idle instruction, that the compiler drops where the line has others."""
        node, parent = self.node, self.parent
        if parent is None or parent.line != self.line:
            return False
        if not isinstance(parent.node, ast.With | ast.AsyncWith | ast.Try | ast.TryStar):
            return False
        if isinstance(node, ast.Return):
            return node.value is None or is_constant(node.value)
        return isinstance(node, ast.Break | ast.Continue) or is_empty(node)

    def loops(self) -> tuple[Statement, ...]:
        """The loops whose passes this statement runs in, from the outermost inwards."""
        return self._loops

    @cached_property
    def _loops(self) -> tuple[Statement, ...]:
        found: list[Statement] = []
        child, around = self, self.parent
        while around is not None:
            if around.is_loop and child.block is Block.BODY:
                found.append(around)
            child, around = around, around.parent
        return tuple(reversed(found))

    def enclosing_loop(self) -> Statement | None:
        """The loop that a `break` or `continue` here belongs to."""
        loops = self.loops()
        return loops[-1] if loops else None

    def within(self, other: Statement, block: Block) -> bool:
        """Whether this statement lies in the block of ``other``, at any depth."""
        child, around = self, self.parent
        while around is not None:
            if around is other:
                return child.block is block
            child, around = around, around.parent
        return False

    def expressions(self) -> Iterator[ast.expr]:
        """Every expression written in the statement itself (a compound statement's header),
        at any depth, but not in the bodies of lambdas."""
        for part in header_parts(self.node):
            yield from _walk_expressions(part)


class StatementMap:
    """All statements of a source text, by line and by span."""

    def __init__(self, source: str) -> None:
        self.tree = ast.parse(source)
        self._lines = re.split(r"\r\n|\r|\n", source)
        self._keywords: dict[int, list[ScopeNode]] = {}
        self._by_line: dict[int, list[Statement]] = {}
        self._by_place: dict[tuple[int, ScopeNode], list[Statement]] = {}
        self._scopes: dict[tuple[int, str], ScopeNode] = {}
        self._top: list[Statement] = []
        self._found: dict[Span, Statement | None] = {}
        self._enter(self.tree.body, None, None, self.tree, self._top)

    def _enter(
        self,
        body: list[ast.stmt],
        parent: Statement | None,
        block: Block | None,
        scope: ScopeNode,
        siblings: list[Statement],
    ) -> None:
        for node in body:
            made = self._make(node, parent, block, scope)
            siblings.append(made)
            self._enter_blocks(made)

    def _make(
        self, node: StatementNode, parent: Statement | None, block: Block | None, scope: ScopeNode
    ) -> Statement:
        first: ast.stmt | ast.ExceptHandler | ast.pattern = (
            node.pattern if isinstance(node, ast.match_case) else node
        )
        start = (first.lineno, first.col_offset)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                start = min(start, (decorator.lineno, decorator.col_offset))
        last = node.body[-1] if isinstance(node, ast.match_case) else node
        end = (last.end_lineno or 0, last.end_col_offset or 0)
        statement = Statement(node, LineNo(first.lineno), parent, block, scope)
        statement.start, statement.end = start, end
        self._by_line.setdefault(first.lineno, []).append(statement)
        self._by_place.setdefault((first.lineno, scope), []).append(statement)
        return statement

    def _enter_blocks(self, made: Statement) -> None:
        node, inner = made.node, made.children
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            lines = [node.lineno, *(each.lineno for each in node.decorator_list)]
            self._scopes[min(lines), node.name] = node
            # A new scope: nothing inside runs as a part of this statement.
            self._enter(node.body, None, None, node, inner)
            return
        if isinstance(node, ast.Match):
            for case in node.cases:
                child = self._make(case, made, Block.CASES, made.scope)
                inner.append(child)
                self._enter(case.body, child, Block.BODY, made.scope, child.children)
            return
        for name, block in (
            ("body", Block.BODY), ("orelse", Block.ELSE), ("finalbody", Block.FINALLY),
        ):  # fmt: skip
            body = getattr(node, name, None)
            if isinstance(body, list):
                self._enter(body, made, block, made.scope, inner)
                if block is not Block.BODY and body:
                    self._enter_keyword(made, body[0])
        for handler in getattr(node, "handlers", ()):
            child = self._make(handler, made, Block.HANDLERS, made.scope)
            inner.append(child)
            self._enter(handler.body, child, Block.BODY, made.scope, child.children)

    def _enter_keyword(self, made: Statement, first: ast.stmt) -> None:
        """Find the `else:` or `finally:` before the first statement of its block: nothing but
        decorators and comments stand between them. (An `elif` has none.)"""
        for line in range(first.lineno, made.line, -1):
            if _KEYWORD.match(self._lines[line - 1]):
                self._keywords.setdefault(line, []).append(made.scope)
            elif line != first.lineno or not _ELIF.match(self._lines[line - 1]):
                continue
            return

    def keywords(self, line: int) -> Sequence[ScopeNode]:
        """The scopes of which an `else:` or `finally:` stands on the line."""
        return self._keywords.get(line, ())

    def function_around(self, statement: Statement) -> ScopeNode:
        """The function (or module) that runs a statement, as a part of class bodies or not."""
        scope = statement.scope
        while isinstance(scope, ast.ClassDef):
            scope = next(iter(self.enclosing[scope]), self.tree)
        return scope

    @cached_property
    def enclosing(self) -> dict[ScopeNode, tuple[ScopeNode, ...]]:
        return enclosing_scopes(self.tree)

    def at_line(self, line: int, scope: ScopeNode | None = None) -> tuple[Statement, ...]:
        """The statements that start on a line, in the scope where one is given."""
        if scope is None:
            return tuple(self._by_line.get(line, ()))
        return tuple(self._by_place.get((line, scope), ()))

    def of_scope(self, scope: ScopeNode) -> tuple[Statement, ...]:
        """All statements of a function's (or the module's) own, in the order of the source."""
        return self._by_scope.get(scope, ())

    @cached_property
    def _by_scope(self) -> dict[ScopeNode, tuple[Statement, ...]]:
        table: dict[ScopeNode, list[Statement]] = {}
        for line in sorted(self._by_line):
            for statement in self._by_line[line]:
                table.setdefault(statement.scope, []).append(statement)
        return {scope: tuple(found) for scope, found in table.items()}

    def at_span(self, span: Span) -> Statement | None:
        """The innermost statement that the span lies in; None outside of all statements."""
        if span not in self._found:
            self._found[span] = self._search(span)
        return self._found[span]

    def _search(self, span: Span) -> Statement | None:
        start, end = (span.line, span.column), (span.end_line, span.end_column)
        siblings, best = self._top, None
        while True:
            inside = next((s for s in siblings if s.start <= start and end <= s.end), None)
            if inside is None:
                return best
            best, siblings = inside, inside.children

    def scope_of(self, first_line: int, name: str) -> ScopeNode | None:
        """The function or class of a code object: by its first line and name."""
        if name == "<module>":
            return self.tree
        if name == "<lambda>":
            return self._lambdas.get(first_line)
        return self._scopes.get((first_line, name))

    @cached_property
    def _lambdas(self) -> dict[int, ast.Lambda]:
        """The first lambda, as `ast.walk` goes, of each line that has one."""
        found: dict[int, ast.Lambda] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Lambda):
                found.setdefault(node.lineno, node)
        return found


def enclosing_scopes(tree: ast.Module) -> dict[ScopeNode, tuple[ScopeNode, ...]]:
    """The functions and classes around each one, innermost first, without the module."""
    found: dict[ScopeNode, tuple[ScopeNode, ...]] = {}

    def enter(node: ast.AST, around: tuple[ScopeNode, ...]) -> None:
        inner = around
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            found[node] = around
            inner = (node, *around)
        for child in ast.iter_child_nodes(node):
            enter(child, inner)

    enter(tree, ())
    return found


def is_empty(node: StatementNode) -> bool:
    """Whether it is a `pass` statement, or the expression `...` that stands for one."""
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and node.value.value is ...
    )


def is_constant(test: ast.expr) -> bool:
    """Whether the compiler may know the test's value, and then leaves no test: made of literals
    and operators on them, or `__debug__`."""
    return all(
        isinstance(
            node,
            ast.Constant
            | ast.UnaryOp
            | ast.BinOp
            | ast.Tuple
            | ast.Compare
            | ast.operator
            | ast.unaryop
            | ast.cmpop
            | ast.expr_context,
        )
        or (isinstance(node, ast.Name) and node.id == "__debug__")
        for node in ast.walk(test)
    )


_NEGATIONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def folded(test: ast.expr) -> tuple[ast.Compare, type[ast.cmpop]] | None:
    """The comparison and the operator that CPython compiles for `not` before one by `in` or `is`:
    its AST optimizer makes `a not in b` of `not a in b` (`fold_unaryop`, Python/ast_opt.c), so that
    the comparison as the source spells it leaves no step."""
    negated = False
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, negated = test.operand, not negated
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    operator = type(test.ops[0])
    if operator not in _NEGATIONS:
        return None
    return test, _NEGATIONS[operator] if negated else operator


def header_parts(node: StatementNode) -> Iterator[ast.AST]:
    """The parts of a statement that belong to itself and not to a statement inside it."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from node.decorator_list
            yield from node.args.defaults
            yield from (default for default in node.args.kw_defaults if default is not None)
        case ast.ClassDef():
            yield from node.decorator_list
            yield from node.bases
            yield from node.keywords
        case ast.match_case():
            yield node.pattern
            if node.guard is not None:
                yield node.guard
        case ast.ExceptHandler():
            if node.type is not None:
                yield node.type
        case _:
            for _, value in ast.iter_fields(node):
                items = value if isinstance(value, list) else [value]
                for item in items:
                    if isinstance(item, ast.AST) and not isinstance(
                        item, ast.stmt | ast.ExceptHandler | ast.match_case
                    ):
                        yield item


def _walk_expressions(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.expr):
        yield node
    if isinstance(node, ast.Lambda):
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                yield from _walk_expressions(default)
        return
    for child in ast.iter_child_nodes(node):
        yield from _walk_expressions(child)


@lru_cache(maxsize=4096)
def span_of(node: ast.expr) -> Span:
    """The span that code objects give for the expression."""
    return Span(
        LineNo(node.lineno),
        node.col_offset,
        LineNo(node.end_lineno or node.lineno),
        node.end_col_offset or node.col_offset,
    )


def contains(outer: Span, inner: Span) -> bool:
    return (outer.line, outer.column) <= (inner.line, inner.column) and (
        (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    )


def test_of(statement: Statement) -> ast.expr | None:
    """The whole test of an `if`, `elif`, `while` or `assert`."""
    node = statement.node
    return node.test if isinstance(node, _TESTING) else None


_TESTING: Final = (ast.If, ast.While, ast.Assert)
