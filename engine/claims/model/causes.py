"""Claims about what the answer depends on (docs/semantics.md §5.68, §5.69)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.claims.model.text import BaseClaim, Expr
from engine.trace.model import LineNo


@dataclass(frozen=True, slots=True)
class DependsOn(BaseClaim):
    """§5.68. Absolute: of the argument, or an element of one, that the expression is."""

    expr: Expr
    depends: bool


@dataclass(frozen=True, slots=True)
class DependsThrough(BaseClaim):
    """§5.68. Absolute: through the line alone."""

    expr: Expr
    line: LineNo


@dataclass(frozen=True, slots=True)
class LineAffects(BaseClaim):
    """§5.69."""

    line: LineNo
    affects: bool


CauseClaim: TypeAlias = DependsOn | DependsThrough
"""Absolute."""
