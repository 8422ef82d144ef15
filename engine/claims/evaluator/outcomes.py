"""What an evaluation ends in, and the bounds that make it end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.trace.trace import Missing
from engine.values import Value

MAX_OPERATIONS: Final = 10_000
"""Nodes of the expression that are evaluated, those of a comprehension once for each element."""

MAX_BITS: Final = 4096
"""Of an integer."""

MAX_ELEMENTS: Final = 100_000
"""Of a sequence or a string."""

MAX_WORK: Final = 500_000
"""Elements that are touched in all (about a second)."""


@dataclass(frozen=True, slots=True)
class NoValue:
    """The expression has no value in the state; Python would raise. ``why`` for a reader."""

    why: str


@dataclass(frozen=True, slots=True)
class Undecidable:
    """The evaluator does not know."""

    why: str


Result: TypeAlias = Value | NoValue | Undecidable
Names: TypeAlias = Callable[[str], "Value | Missing"]

PYTHON_ERRORS: Final = (
    TypeError, ValueError, ZeroDivisionError, IndexError, KeyError, OverflowError,
)  # fmt: skip
"""What an operation on builtins raises; each makes a `NoValue`."""


class Stop(Exception):
    """Ends an evaluation with its outcome."""

    def __init__(self, outcome: NoValue | Undecidable) -> None:
        super().__init__(outcome.why)
        self.outcome = outcome


def undecidable(why: str) -> Stop:
    return Stop(Undecidable(why))


def raises(kind: str, why: str) -> Stop:
    """Python would raise an exception of this kind."""
    return Stop(NoValue(f"{kind}: {why}"))


def raised(error: Exception) -> Stop:
    """Python raised the error."""
    return raises(type(error).__name__, str(error))


class Budget:
    """What one evaluation may still spend. Raises `Stop` where it is used up."""

    def __init__(self) -> None:
        self._operations = MAX_OPERATIONS
        self._work = MAX_WORK

    def operation(self) -> None:
        self._operations -= 1
        if self._operations < 0:
            raise undecidable("the expression takes too many operations")

    def touch(self, elements: int) -> None:
        self._work -= elements
        if self._work < 0:
            raise undecidable("the expression touches too many elements")
