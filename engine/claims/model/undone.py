"""What does not happen, calls by what they are given, elements by their places (§5.100 to §5.103).

The line is found by the source; `engine.claims.check.discourse_undone` finds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.model.changes import Alters
from engine.claims.model.contexts import CallContext
from engine.claims.model.lines import LineRaises, Sets
from engine.claims.model.text import BaseClaim, Expr
from engine.trace.model import LineNo, StepNo
from engine.values import Value


class JumpWord(Enum):
    """A statement that is one word. Closed."""

    BREAK = "break"
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class JumpRuns(BaseClaim):
    """How often the only statement of that word runs in the context; None: not at all in the pass
    that is being told. ``line`` is None until it is found."""

    word: JumpWord
    times: int | None = None
    line: LineNo | None = None


@dataclass(frozen=True, slots=True)
class NotDone(BaseClaim):
    """No visit of the pass that is being told does it (of the context, where no pass is told):
    sets the target, appends this value to it, raises anything. ``claim.line`` is `UNPLACED`.
    ``never``: no visit of the context does."""

    claim: Sets | Alters | LineRaises
    never: bool = False


@dataclass(frozen=True, slots=True)
class GivenReturns(BaseClaim):
    """The call that was given these values returns that; without any, the outermost call of a
    recursion (§5.102)."""

    given: tuple[tuple[str, Value], ...]
    result: Value


@dataclass(frozen=True, slots=True)
class PlacedAt(BaseClaim):
    """The value gets an element of the only thing of which the function sets elements: that at the
    index, or that which stands ``moved`` places behind where the value was (§5.103)."""

    value: Value
    index: int | None = None
    moved: int | None = None


@dataclass(frozen=True, slots=True)
class ItemSkipped(BaseClaim):
    """The pass that is being told ends by `continue` (§5.100)."""


@dataclass(frozen=True, slots=True)
class Computed(BaseClaim):
    """The next visit comes of a statement in which the expression is written (§5.102)."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class Yields(BaseClaim):
    """What a call of a generator function hands out next; or how many values it does (§5.104).
    ``call`` and ``step`` are None until they are found."""

    expr: Expr
    value: Value | None = None
    times: int | None = None
    call: CallContext | None = None
    step: StepNo | None = None


@dataclass(frozen=True, slots=True)
class GoesThrough(BaseClaim):
    """The values that an expression has in the context, one after the other (§5.105)."""

    expr: Expr
    values: tuple[Value, ...]


UndoneClaim: TypeAlias = (
    JumpRuns | NotDone | GivenReturns | PlacedAt | ItemSkipped | Computed | Yields | GoesThrough
)
