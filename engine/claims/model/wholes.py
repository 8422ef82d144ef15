"""Claims that mean the same in every context (docs/semantics.md §5.17, 5.20, 5.21)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from engine.claims.model.causes import CauseClaim
from engine.claims.model.counts import TotalClaim
from engine.claims.model.reasons import CallPathClaim
from engine.claims.model.text import BaseClaim, Expected, Expr
from engine.values import Value


@dataclass(frozen=True, slots=True)
class CallReturns(BaseClaim):
    """§5.17. Absolute."""

    number: int
    function: str
    result: Expected


@dataclass(frozen=True, slots=True)
class CallRaises(BaseClaim):
    """§5.17. Absolute. ``exception`` is the exact type's name."""

    number: int
    function: str
    exception: str


@dataclass(frozen=True, slots=True)
class CalledTimes(BaseClaim):
    """§5.17. Absolute. ``returning``: of the calls, those that return this are counted (§5.100)."""

    function: str
    times: int
    returning: Value | None = None


class Returning(Enum):
    """What the answer is said of: while a call is told, it may be that call's result (§5.20)."""

    ANSWER = "answer"  #: `the answer is`, and its like
    RESULT = "result"  #: `the result is`, and its like
    NAMED = "named"  #: `the result of g(3) is`
    FUNCTION = "function"  #: `the function returns`
    CALL = "call"  #: `the call returns`


@dataclass(frozen=True, slots=True)
class AnswerReturns(BaseClaim):
    """§5.20. Absolute: the entry activation."""

    result: Expected
    of: Returning = field(default=Returning.ANSWER, compare=False)
    call: Expr | None = None  #: what is said to return it, where that is named


@dataclass(frozen=True, slots=True)
class AnswerRaises(BaseClaim):
    """§5.20. Absolute: the entry activation."""

    exception: str
    message: Value | None = None


@dataclass(frozen=True, slots=True)
class ProgramPrints(BaseClaim):
    """§5.21. Absolute. ``text`` is None for ``prints nothing``."""

    text: str | None


AbsoluteClaim: TypeAlias = (
    CallReturns
    | CallRaises
    | CalledTimes
    | AnswerReturns
    | AnswerRaises
    | ProgramPrints
    | CallPathClaim
    | CauseClaim
    | TotalClaim
)
"""Claims that mean the same in every context. They take no prefix."""
