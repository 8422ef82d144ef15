"""One run of models or of a replay: under given values of the variables, and for all that
decide alike.

Invariant: a term that a run gives has the right value for *every* values of the variables under
which its `constraints` hold, not just for its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from engine.backward.models.things import UnmodelledError
from engine.backward.terms import BoolTerm, Constant, Term, evaluate, not_

MAX_CONSTRAINTS: Final = 20_000


class Role(Enum):
    """Why a constraint is there. Closed."""

    PATH = "path"  #: the program's own: a branch, an iteration, an exception
    CASE = "case"  #: which case of an operation it was (where a text was found, which key)
    PIN = "pin"  #: a value that was taken as recorded, for want of a model


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition that holds in the run."""

    term: Term
    role: Role
    step: int  #: during which it was decided


class Run:
    """Values of the variables, and what was decided under them."""

    def __init__(self, values: Mapping[Term, Constant]) -> None:
        self.values: Final = values
        self.constraints: list[Constraint] = []
        self.step = -1  #: that is being replayed
        self.call: Callable[[object, tuple[object, ...]], object] = _no_calls
        self._known: dict[Term, Constant] = {}
        self._decided: dict[Term, bool] = {}

    def value(self, term: Term | Constant) -> Constant:
        """The value of a term in this run."""
        return evaluate(term, self.values, self._known)

    def decide(self, condition: BoolTerm, role: Role = Role.CASE) -> bool:
        """Whether the condition holds in this run; from now on the run speaks only of values for
        which it does (or does not) as well."""
        if not isinstance(condition, Term):
            return condition
        known = self._decided.get(condition)
        if known is not None:
            return known
        held = bool(self.value(condition))
        self.assume(condition if held else not_(condition), role)
        self._decided[condition] = held
        self._decided[_term(not_(condition))] = not held
        return held

    def assume(self, condition: BoolTerm, role: Role) -> None:
        """Add a condition, which holds in this run."""
        if not isinstance(condition, Term):
            return
        if len(self.constraints) >= MAX_CONSTRAINTS:
            raise UnmodelledError("there are too many conditions")
        self.constraints.append(Constraint(condition, role, self.step))


def _term(condition: BoolTerm) -> Term:
    assert isinstance(condition, Term)
    return condition


def _no_calls(_function: object, _args: tuple[object, ...]) -> object:
    raise UnmodelledError("a call of the program's own code")
