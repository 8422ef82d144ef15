"""What a narration says without lines (docs/semantics.md §3.1 to §3.3, §5.70 to §5.72).

A claim of `NextEvent` or `OfLoop` wraps the claim of the form with a line; the wrapped claim's own
line is `UNPLACED`. `engine.claims.check.discourse` puts the line in its place; nothing else looks
into a wrapper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from engine.claims.model.changes import Alters, Change, Swaps
from engine.claims.model.contexts import LoopName
from engine.claims.model.derivations import Derives
from engine.claims.model.lines import (
    ConditionIs,
    Evaluates,
    LineCatches,
    LineRaises,
    LineReturns,
    Sets,
)
from engine.claims.model.loops import LoopEnds, LoopOver, LoopPasses
from engine.claims.model.text import BaseClaim, Expected, Expr, Target
from engine.trace.model import LineNo
from engine.values import Value

UNPLACED: Final = LineNo(0)
"""The line of a claim whose sentence names none."""

Event: TypeAlias = (
    Sets
    | ConditionIs
    | Evaluates
    | LineRaises
    | LineCatches
    | LineReturns
    | Alters
    | Swaps
    | Derives
)
"""Claims about what a visit does, of which the next visit that does it can be meant."""

LoopEvent: TypeAlias = LoopPasses | LoopEnds | LoopOver


@dataclass(frozen=True, slots=True)
class NextEvent(BaseClaim):
    """§3.2: the claim, of the next event of its kind and subject. ``claim.line`` is `UNPLACED`."""

    claim: Event


@dataclass(frozen=True, slots=True)
class OfLoop(BaseClaim):
    """§3.3: the claim, of a loop without a line. ``claim.loop`` is `UNPLACED`."""

    loop: LoopName
    claim: LoopEvent


@dataclass(frozen=True, slots=True)
class TruthOf(BaseClaim):
    """§5.70: ``E is true``: the next test of this condition; where it is no condition of the
    function, the truth of E at the point."""

    expr: Expr
    truth: bool


@dataclass(frozen=True, slots=True)
class NowIs(BaseClaim):
    """§5.72: ``x is now V``: the state after the visit, from the one that is being told on, that
    changes E or sets it; the state at the point where none does."""

    expr: Expr
    value: Value


@dataclass(frozen=True, slots=True)
class Gives(BaseClaim):
    """§5.70: ``E returns V``, ``E evaluates to V``: the next call of a function of the program with
    these literal arguments; else the next evaluation of E; else its value at the point."""

    expr: Expr
    result: Expected


@dataclass(frozen=True, slots=True)
class Shows(BaseClaim):
    """§5.75: ``E = V``: the value of E at the point, or, where that has been told, the next one."""

    expr: Expr
    value: Value


@dataclass(frozen=True, slots=True)
class Branches(BaseClaim):
    """§5.76: the branch of an `if` that the visit tests which is being told, or the next one that
    does. ``word`` is `if`, `elif` or `else`."""

    word: BranchWord
    taken: bool


class BranchWord(Enum):
    """The word by which a branch is named. Closed."""

    IF = "if"
    ELIF = "elif"
    ELSE = "else"
    ANY = ""  #: of an `if` or an `elif`, whichever is told: `the condition is true`


class Jump(Enum):
    """§5.77: how the pass that is being told ends. Closed."""

    BREAK = "break"
    CONTINUE = "continue"
    ON = "goes on"  #: neither by `break` nor by leaving the function
    RETURN = "returns"  #: the function is left by `return`


@dataclass(frozen=True, slots=True)
class Jumps(BaseClaim):
    """§5.77: of the pass in which the point lies. ``loop`` is None where no loop is named."""

    jump: Jump
    loop: LoopName | None = None


@dataclass(frozen=True, slots=True)
class Unchanged(BaseClaim):
    """§5.78: E is the same in all states of the pass in which the point lies; with a value, it is
    this in those from the point to the end of that pass."""

    expr: Expr
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class CallBegins(BaseClaim):
    """§5.79: the next call of what the expression spells; ``by`` is the call that makes it."""

    expr: Expr
    by: Expr | None = None
    given: tuple[tuple[str, Value], ...] = ()  #: parameters, and what they are given (§5.94)
    nth: int | None = None  #: `for the second time`: of the calls that it can spell, which one


@dataclass(frozen=True, slots=True)
class HasMoved(BaseClaim):
    """§5.91: in the visit that is being told E has become greater, or less; of what has a length,
    longer or shorter."""

    expr: Expr
    up: bool


@dataclass(frozen=True, slots=True)
class MovesTo(BaseClaim):
    """§5.91: what the target becomes next, if that is something else than before; when the loop
    in which that happens is left, where that is not told."""

    target: Target
    value: Value


@dataclass(frozen=True, slots=True)
class SetTo(BaseClaim):
    """§5.92: the target becomes what an expression was before."""

    target: Target
    expr: Expr


@dataclass(frozen=True, slots=True)
class Stored(BaseClaim):
    """§5.92: the target becomes the value, if it is nothing that could hold it."""

    target: Target
    value: Value


@dataclass(frozen=True, slots=True)
class LoopTest(BaseClaim):
    """§5.93: the next test of a `while` loop without a line."""

    loop: LoopName
    truth: bool


@dataclass(frozen=True, slots=True)
class NthTest(BaseClaim):
    """§5.93: the K-th of the tests that stand directly in the pass that is being told."""

    number: int
    truth: bool
    of: int | None = None  #: how many of them there are said to be
    skipped: bool = False  #: it is not said to be false: it may be skipped by never being tested


@dataclass(frozen=True, slots=True)
class ReturnsAs(BaseClaim):
    """§5.92: the call that is being told, or the context's, returns what an expression was."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class Returned(BaseClaim):
    """§5.79: the call that is being told returns the value."""

    result: Expected


@dataclass(frozen=True, slots=True)
class AltersUnnamed(BaseClaim):
    """§5.80: a change of the only thing that the function changes so."""

    change: Change
    operand: Value
    key: Value | None = None  #: of the only dictionary: what is changed is its element there


@dataclass(frozen=True, slots=True)
class NothingHappens(BaseClaim):
    """§5.84: in the pass in which the point lies no variable changes and nothing is printed.
    ``but``: nothing is added to anything but this variable."""

    but: str | None = None


@dataclass(frozen=True, slots=True)
class RaisedBy(BaseClaim):
    """§5.85: ``E raises X``: a call of a function of the program that raises X, or the next visit
    that raises something, by E."""

    expr: Expr
    exception: str


@dataclass(frozen=True, slots=True)
class NotConverted(BaseClaim):
    """§5.85: ``E cannot be converted``: a call of the type raised that for E."""

    expr: Expr
    kind: str | None = None  #: the type; `int` or `float`, as the function calls them


@dataclass(frozen=True, slots=True)
class Excepts(BaseClaim):
    """§5.85: the next exception that is taken is so by an ``except`` clause of this type."""

    clause: Expr | None  #: as it is written; any clause
