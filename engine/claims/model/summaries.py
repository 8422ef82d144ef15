"""Claims that sum up what a loop does (docs/semantics.md §5.51 to §5.53)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.model.text import BaseClaim, Expr
from engine.trace.model import LineNo
from engine.values import Value


@dataclass(frozen=True, slots=True)
class Goes(BaseClaim):
    """§5.51: from the start of the context to its end."""

    expr: Expr
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Grows(BaseClaim):
    """§5.52: from the start of the context to its end. ``elements``: how long it is; else the
    number that it is. ``shrinks``: the other way."""

    expr: Expr
    by: Value
    elements: bool = False
    shrinks: bool = False


class PassStep(Enum):
    """§5.53: what each pass does with a value. Closed."""

    APPENDS = "appends"  #: the list gets it as its new last element
    ADDS = "adds"  #: it is added to what is there, by `+`


@dataclass(frozen=True, slots=True)
class EachPass(BaseClaim):
    """§5.53. ``what`` is None for "its item"."""

    loop: LineNo
    step: PassStep
    place: Expr
    what: Expr | None = None


SummaryClaim: TypeAlias = Goes | Grows | EachPass
