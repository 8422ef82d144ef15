"""Names of each pass (semantics.md §3.5): of which state a claim in a pass speaks."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .answers import Settled
from .history import Span, Visit
from .program import Statement

if TYPE_CHECKING:
    from .asked import Asked


def has_name(node: ast.AST, name: str) -> bool:
    """Whether a name stands anywhere in a tree."""
    return any(
        (isinstance(n, ast.Name) and n.id == name)
        or (isinstance(n, ast.MatchAs | ast.MatchStar | ast.ExceptHandler) and n.name == name)
        for n in ast.walk(node)
    )


def of_each_pass(loop: Statement, name: str) -> bool:
    """Whether every pass sets a name before anything else in the loop has it in it."""
    node = loop.node
    assert isinstance(node, ast.For | ast.While)
    header = (node.target, node.iter) if isinstance(node, ast.For) else (node.test,)
    if any(has_name(part, name) for part in header):
        return False
    begun = [n.lineno for n in ast.walk(node) if isinstance(n, ast.stmt)]
    crowded = {line for line in begun if begun.count(line) > 1}
    for statement in node.body:
        if assigns(statement, name, crowded):
            return True
        if isinstance(statement, ast.If) and branches_assign(statement, name, crowded):
            return True
        if has_name(statement, name):
            return False
    return False


def assigns(node: ast.stmt, name: str, crowded: set[int]) -> bool:
    """Whether a statement is an assignment of the name, whose value does not have it, and shares
    no line with another."""
    if crowded & set(range(node.lineno, (node.end_lineno or node.lineno) + 1)):
        return False
    if isinstance(node, ast.Assign):
        bound = {
            n.id for t in node.targets for n in parts_of(t) if isinstance(n, ast.Name)
        }  # fmt: skip
        return name in bound and not has_name(node.value, name)
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        named = isinstance(node.target, ast.Name) and node.target.id == name
        return named and not has_name(node.value, name)
    return False


def parts_of(target: ast.expr) -> list[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        return [part for elt in target.elts for part in parts_of(elt)]
    return [target]


def branches_assign(node: ast.If, name: str, crowded: set[int]) -> bool:
    """Whether each branch of an `if` sets the name first, or leaves the pass."""
    if has_name(node.test, name) or not node.orelse:
        return False
    found = [branch_assigns(branch, name, crowded) for branch in (node.body, node.orelse)]
    return None not in found and True in found


def branch_assigns(branch: list[ast.stmt], name: str, crowded: set[int]) -> bool | None:
    """True where a branch sets the name first, False where it leaves the pass, else None."""
    for statement in branch:
        if assigns(statement, name, crowded):
            return True
        if isinstance(statement, ast.If) and branches_assign(statement, name, crowded):
            return True
        if has_name(statement, name):
            return None
        if isinstance(statement, ast.Break | ast.Continue | ast.Return | ast.Raise):
            return False
    return None


def later_visit(asked: Asked, names: set[str]) -> Visit | None:
    """The visit behind which a state claim speaks, where names of the pass are not set yet."""
    found = asked.pass_here()
    if found is None:
        return None
    entry, span = found
    return setting_visit(asked, entry.loop, span, names, asked.point.clock)


def setting_visit(
    asked: Asked, loop: Statement, span: Span, names: set[str], clock: float
) -> Visit | None:
    own = {n for n in names if of_each_pass(loop, n)}
    if not own:
        return None
    last: Visit | None = None
    for name in own:
        visits = [
            v for v in asked.history.visits
            if span.start <= v.start <= span.end
            and any(name in s.statement.binds and not s.thrown for s in v.steps)
        ]  # fmt: skip
        if not visits:
            raise Settled("UNDECIDED")  # the pass was left before
        if last is None or visits[0].end > last.end:
            last = visits[0]
    return last if last is not None and last.end >= clock else None
