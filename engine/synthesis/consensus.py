"""Stage B: from a problem to the program that is believed, and the assertions to ask about."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from engine.errors import CaptureError
from engine.search.confirm import Confirmer
from engine.synthesis.agreement import Agreement, Scoring, agree
from engine.synthesis.assertions import (
    Assertion,
    AssertionKind,
    NotAnAssertion,
    read_assertion,
)
from engine.synthesis.cover import chosen, coverage
from engine.synthesis.problem import Problem, problem_from_json
from engine.synthesis.rationales import Kept
from engine.synthesis.trials import Trials
from engine.synthesis.wrapping import CannotWrap, Wrapped, wrap


class Disagreed(Enum):
    """Why nothing came of a problem. Closed."""

    NO_AGREEMENT = "no-agreement"  #: no solution passes a test
    CANNOT_WRAP = "cannot-wrap"  #: a class whose method cannot be called from a function
    NO_ASSERTION = "no-assertion"  #: no test that it passes is of the kinds that are asked about
    NOT_RUN = "not-run"  #: its calls could not be run together


@dataclass(frozen=True, slots=True)
class Settled:
    """What stage B found out about one problem: a program, or why there is none."""

    kept: Kept | None
    why: str = ""  #: a `Disagreed`, or a reason of the filters
    solutions: int = 0
    tests: int = 0
    in_cluster: int = 0  #: solutions of the cluster that is believed
    passed: int = 0  #: tests that it passes
    score: float = 0.0
    out: dict[str, int] = field(default_factory=dict)  #: solutions that are out, by `Outcome`

    def to_json(self) -> dict[str, object]:
        return {
            "kept": None if self.kept is None else kept_to_json(self.kept),
            "why": self.why,
            "solutions": self.solutions,
            "tests": self.tests,
            "in_cluster": self.in_cluster,
            "passed": self.passed,
            "score": round(self.score, 6),
            "out": self.out,
        }


def settle(
    problem: Problem, confirmer: Confirmer, scoring: Scoring, *, ordered: bool = False
) -> Settled:
    """Run all solutions against all tests, and choose. ``ordered``: the tests stand in the order in
    which they tell most already."""
    found = agree(Trials(confirmer).table(problem), scoring)
    try:
        kept = _kept(problem, found, confirmer, ordered=ordered)
    except CaptureError:
        kept = Disagreed.NOT_RUN
    best = found.best
    out: dict[str, int] = {}
    for _, outcome in found.solutions_out:
        out[outcome.value] = out.get(outcome.value, 0) + 1
    return Settled(
        kept if isinstance(kept, Kept) else None,
        "" if isinstance(kept, Kept) else kept.value,
        len(problem.solutions),
        len(problem.tests),
        0 if best is None else len(best.solutions),
        0 if best is None else len(best.tests),
        0.0 if best is None else best.score,
        out,
    )


def _kept(
    problem: Problem, found: Agreement, confirmer: Confirmer, *, ordered: bool
) -> Kept | Disagreed:
    best = found.best
    if best is None:
        return Disagreed.NO_AGREEMENT
    source, entry = problem.solutions[best.solutions[0]], problem.entry
    wrapped: Wrapped | None = None
    if problem.method:
        try:
            wrapped = wrap(source, problem.entry, problem.method)
        except CannotWrap:
            return Disagreed.CANNOT_WRAP
        source, entry = wrapped.source, wrapped.entry
    assertions: dict[str, Assertion] = {}
    for number in best.tests:
        try:
            read = read_assertion(problem.tests[number], problem.entry, wrapped)
        except NotAnAssertion:
            continue
        assertions.setdefault(read.call, read)
    if not assertions:
        return Disagreed.NO_ASSERTION
    if ordered:
        return Kept(problem, source, entry, tuple(assertions.values()))
    calls = list(assertions)
    covered = coverage(confirmer.recorder, source, [f"{entry}({call})" for call in calls])
    order = chosen(covered, len(calls))
    order += [number for number in range(len(calls)) if number not in order]
    return Kept(problem, source, entry, tuple(assertions[calls[number]] for number in order))


# -- as JSON --------------------------------------------------------------------------------------


def kept_to_json(kept: Kept) -> dict[str, object]:
    return {
        "problem": kept.problem.to_json(),
        "source": kept.source,
        "entry": kept.entry,
        "assertions": [each.to_json() for each in kept.assertions],
    }


def kept_from_json(form: object) -> Kept:
    """Read back `kept_to_json`; raises `ValueError`, `TypeError` or `KeyError` for others."""
    if not isinstance(form, dict):
        raise TypeError("no program that was kept")
    return Kept(
        problem_from_json(form["problem"]),
        str(form["source"]),
        str(form["entry"]),
        tuple(
            Assertion(AssertionKind(each["kind"]), each["call"], each["condition"], each["raises"])
            for each in form["assertions"]
        ),
    )
