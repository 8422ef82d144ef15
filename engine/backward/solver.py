"""Z3, and nothing else of it: conditions in, an answer out.

Each question gets a context of its own, so that no answer depends on what was asked before, and
a budget in Z3's own count of work (rlimit), so that it does not depend on the machine either. The
wall clock is a safety net: where it tears, `SolverTimeError` ends the item, never with a verdict.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from engine.backward.smtlib import FLOATS, script
from engine.backward.terms import Constant, Sort, Term

DEFAULT_RLIMIT: Final = 10_000_000
"""Work for one question: some seconds."""

SAFETY_SECONDS: Final = 300


class SolverTimeError(RuntimeError):
    """The wall clock ended a question before its budget did."""


class Answer(Enum):
    """Whether conditions hold together for some values. Closed."""

    SAT = "sat"
    UNSAT = "unsat"
    UNKNOWN = "unknown"  #: the budget ran out, or Z3 is incomplete for such conditions


@dataclass(slots=True)
class Work:
    """What the solver was asked so far."""

    calls: int = 0
    rlimit: int = 0  #: work done, in Z3's count


@dataclass(frozen=True, slots=True)
class Solved:
    """An answer, with values of the variables where there are some."""

    answer: Answer
    values: dict[Term, Constant] = field(default_factory=dict)


def solve(
    conditions: Sequence[Term | bool],
    variables: Sequence[Term],
    work: Work,
    rlimit: int = DEFAULT_RLIMIT,
) -> Solved:
    """Whether the conditions hold together; raises `SolverTimeError`."""
    if any(condition is False for condition in conditions):
        return Solved(Answer.UNSAT)
    text = script(conditions, variables)
    solver = solver_for(text)
    solver.set("rlimit", rlimit)
    solver.set("timeout", SAFETY_SECONDS * 1000)
    solver.from_string(text)
    answer = str(solver.check())
    work.calls += 1
    work.rlimit += _work_of(solver)
    if answer == "unsat":
        return Solved(Answer.UNSAT)
    if answer == "unknown":
        if solver.reason_unknown() in {"timeout", "canceled"} and _work_of(solver) < rlimit:
            raise SolverTimeError(f"a question took longer than {SAFETY_SECONDS} s")
        return Solved(Answer.UNKNOWN)
    model = solver.model()
    found = {declared.name(): model[declared] for declared in model.decls()}
    values = {term: _value(found.get(term.name), term) for term in variables}
    return Solved(Answer.SAT, values)


def solver_for(text: str) -> Any:
    """A solver in a context of its own, whose answer depends on the text alone.

    What Z3 (5.4.1) does of itself with linear integers follows the addresses of its objects: near
    the limit the same text is `sat` in one process and `unknown` in the next. Its core alone does
    not, and needs less work. Floats do need to be made bits of first."""
    import z3  # noqa: PLC0415  # see `solve`

    context = z3.Context()
    if text.startswith(f"(set-logic {FLOATS})"):
        return z3.Solver(ctx=context)
    return z3.Tactic("smt", context).solver()


def _work_of(solver: Any) -> int:
    statistics = solver.statistics()
    keys = statistics.keys()
    return int(statistics.get_key_value("rlimit count")) if "rlimit count" in keys else 0


def _value(found: Any, term: Term) -> Constant:
    """The value of a variable in a model; any within its bounds where the model has none."""
    match term.sort:
        case Sort.INT:
            if found is None:
                return max(0, term.low or 0)
            return int(found.as_long())
        case Sort.BOOL:
            return False if found is None else str(found) == "True"
        case Sort.FLOAT:
            if found is None:
                return 0.0
            if found.isNaN():
                return float("nan")
            return _double(found)


def _double(found: Any) -> float:
    """The double of a model's numeral that is not NaN."""
    negative = bool(found.isNegative())
    if found.isInf() or found.isZero():
        size = float("inf") if found.isInf() else 0.0
        return -size if negative else size
    bits = (
        (negative << 63)
        | (int(found.exponent_as_long(biased=True)) << 52)
        | int(found.significand_as_long())
    )
    number: float = struct.unpack(">d", bits.to_bytes(8, "big"))[0]
    return number
