"""Claims about states (docs/semantics.md §5.1-5.5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.model.contexts import BaseState
from engine.claims.model.facts import Fact
from engine.claims.model.text import BaseClaim, Expr
from engine.values import Value


@dataclass(frozen=True, slots=True)
class ValueIs(BaseState):
    """§5.1, §5.5: the expression has the value at the moment (``negated``: has another one)."""

    expr: Expr
    value: Value
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsDefined(BaseState):
    """§5.2: the name has a value at the moment (``negated``: has none)."""

    name: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class HasType(BaseState):
    """§5.3, §5.5."""

    expr: Expr
    type_name: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Agrees(BaseState):
    """§5.54: two expressions have one value at the moment (``negated``: two)."""

    left: Expr
    right: Expr  #: no literal
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Holds(BaseState):
    """§5.54: the expression is true at the moment, as a condition would take it (``negated``: has
    a value and is not)."""

    expr: Expr
    negated: bool = False


class Quantifier(Enum):
    """§5.4: of how many of the context's states the claim speaks. Closed."""

    ALWAYS = "always"  #: in all of them it is the value
    NEVER = "never"  #: in none of them
    AT_SOME_POINT = "at some point"  #: in at least one


@dataclass(frozen=True, slots=True)
class Quantified(BaseClaim):
    """§5.4."""

    quantifier: Quantifier
    expr: Expr
    value: Value


StateClaim: TypeAlias = ValueIs | IsDefined | HasType | Agrees | Holds | Fact
