"""Claims that show how a value comes about (docs/semantics.md §5.40, §5.41)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.claims.model.text import BaseClaim, Expr
from engine.trace.model import LineNo
from engine.values import Value


@dataclass(frozen=True, slots=True)
class Arithmetic(BaseClaim):
    """§5.40. ``expr`` holds no names and is no literal."""

    expr: Expr
    value: Value


@dataclass(frozen=True, slots=True)
class Derives(BaseClaim):
    """§5.41. ``parts`` are at least two: what is set or evaluated, then what it is equal to."""

    line: LineNo
    parts: tuple[Expr, ...]
    value: Value


DerivationClaim: TypeAlias = Arithmetic | Derives
