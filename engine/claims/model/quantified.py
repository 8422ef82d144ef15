"""Claims about every state of a context (docs/semantics.md §5.4, §5.55 to §5.57)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.model.states import Quantifier
from engine.claims.model.text import BaseClaim, Expr
from engine.values import Value


@dataclass(frozen=True, slots=True)
class QuantifiedHolds(BaseClaim):
    """§5.55: how often an expression is true."""

    quantifier: Quantifier
    expr: Expr


class Comparison(Enum):
    """§5.55: how a value lies to a bound; the value is Python's operator. Closed."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class QuantifiedCompares(BaseClaim):
    """§5.55: how often an expression lies so to a bound."""

    quantifier: Quantifier
    expr: Expr
    comparison: Comparison
    bound: Value


@dataclass(frozen=True, slots=True)
class Extreme(BaseClaim):
    """§5.56: the largest (``least``: the smallest) value that an expression ever has."""

    expr: Expr
    value: Value
    least: bool = False


class Trend(Enum):
    """§5.57: how a number, or a length, goes on from state to state. Closed."""

    ONLY_GROWS = "only grows"  #: never less, and more at least once
    NEVER_SHRINKS = "never decreases"
    ONLY_SHRINKS = "only shrinks"
    NEVER_GROWS = "never increases"


@dataclass(frozen=True, slots=True)
class Trending(BaseClaim):
    """§5.57."""

    expr: Expr
    trend: Trend


QuantifiedClaim: TypeAlias = QuantifiedHolds | QuantifiedCompares | Extreme | Trending
