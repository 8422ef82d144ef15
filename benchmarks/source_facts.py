"""What planting needs to know of a program's text: which line reads or writes which names, and
what stands in the blocks of its branches. Read with `ast` alone, and only as a guide to what may
be an error: whether a planted sentence is false is decided elsewhere.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TypeAlias

_Node: TypeAlias = ast.stmt | ast.ExceptHandler | ast.match_case


@dataclass(slots=True)
class SourceFacts:
    """Facts by line number."""

    lines: set[int] = field(default_factory=set)  #: on which statements start
    reads: dict[int, set[str]] = field(default_factory=dict)
    writes: dict[int, set[str]] = field(default_factory=dict)
    body: dict[int, int] = field(default_factory=dict)  #: header → first line of its block
    other: dict[int, int] = field(default_factory=dict)  #: header → first line of its `else`
    inside: dict[int, set[int]] = field(default_factory=dict)  #: header → lines of its block

    def depends(self, later: int, earlier: int) -> bool:
        """Whether ``later`` reads or changes a name that ``earlier`` changes, or the reverse."""
        writes, reads = self.writes.get(earlier, set()), self.reads.get(later, set())
        backwards = self.writes.get(later, set()) & self.reads.get(earlier, set())
        return bool(writes & reads or writes & self.writes.get(later, set()) or backwards)

    def carried(self, loop: int) -> bool:
        """Whether a pass of the loop reads a name that a pass before it may have changed."""
        lines = self.inside.get(loop, set())
        writes = {name for line in lines for name in self.writes.get(line, set())}
        return any(writes & self.reads.get(line, set()) for line in lines)


def facts_of(source: str) -> SourceFacts:
    """Read the facts off a program that compiles."""
    facts = SourceFacts()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            _enter(node, facts)
    return facts


def _line(node: _Node) -> int:
    return node.pattern.lineno if isinstance(node, ast.match_case) else node.lineno


def _enter(node: _Node, facts: SourceFacts) -> None:
    line = _line(node)
    facts.lines.add(line)
    reads = facts.reads.setdefault(line, set())
    writes = facts.writes.setdefault(line, set())
    for part in _header(node):
        for inner in ast.walk(part):
            _enter_expression(inner, reads, writes)
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        reads.add(node.target.id)
    body = getattr(node, "body", None)
    if isinstance(body, list) and body and not isinstance(node, ast.FunctionDef | ast.ClassDef):
        facts.body[line] = _line(body[0])
        facts.inside[line] = {
            _line(inner)
            for child in body
            for inner in ast.walk(child)
            if isinstance(inner, ast.stmt | ast.ExceptHandler | ast.match_case)
        }
    orelse = getattr(node, "orelse", None)
    if isinstance(orelse, list) and orelse:
        facts.other[line] = _line(orelse[0])


def _header(node: _Node) -> list[ast.AST]:
    """The parts of a statement that are no statements."""
    return [
        child
        for child in ast.iter_child_nodes(node)
        if not isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case)
    ]


def _enter_expression(node: ast.AST, reads: set[str], writes: set[str]) -> None:
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            reads.add(name)
        case ast.Name(id=name):
            writes.add(name)
        case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
            writes.add(name)
        case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
            writes.add(name)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            writes.add(name)  # a method may change its receiver
        case _:
            return
