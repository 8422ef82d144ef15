"""Dual agreement: solutions that pass the same tests vouch for each other and for those tests.

Neither the solutions nor the tests of a problem are known to be right. Solutions with the same pass
pattern form a cluster; a cluster scores by how many solutions are in it and how many tests they
pass: |cluster| × |tests| in “Think Like You Execute” (arXiv 2512.00127, its text), √|cluster| ×
|tests| in CodeT (arXiv 2207.10397) and in the paper's code. Nothing is run here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What one test said of one solution. Closed."""

    PASSED = "passed"
    FAILED = "failed"  #: an assertion that does not hold, or an exception
    UNFINISHED = "unfinished"  #: a limit of time, memory or output ended it
    FLAKY = "flaky"  #: two runs under different hash seeds say different things
    FORBIDDEN = "forbidden"  #: it tried what a program may not do, or crashed

    @property
    def settled(self) -> bool:
        """Whether it says anything about solution and test."""
        return self in {Outcome.PASSED, Outcome.FAILED}


class Scoring(Enum):
    """How a cluster scores. Closed."""

    LINEAR = "linear"  #: |cluster| × |tests passed|, as the paper's text has it
    SQRT = "sqrt"  #: √|cluster| × |tests passed|, as CodeT and the paper's code have it

    def score(self, solutions: int, tests: int) -> float:
        """The score of a cluster of so many solutions that pass so many tests."""
        return tests * (solutions if self is Scoring.LINEAR else math.sqrt(solutions))

    def rank(self, solutions: int, tests: int) -> int:
        """An integer in the order of the scores, so that no rounding decides between two."""
        return solutions * tests if self is Scoring.LINEAR else solutions * tests * tests


@dataclass(frozen=True, slots=True)
class Cluster:
    """Solutions with one pass pattern, and the tests that they pass; numbers count from 0."""

    solutions: tuple[int, ...]
    tests: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """What solutions and tests agree in. ``clusters`` begin with the best; those of one score stand
    in the order of tests passed, then of their first solutions."""

    clusters: tuple[Cluster, ...]
    solutions_out: tuple[tuple[int, Outcome], ...]  #: with the first outcome that is not settled
    tests_out: tuple[int, ...]  #: that say something of no solution

    @property
    def best(self) -> Cluster | None:
        """The cluster that is believed; None where none passes a test."""
        first = self.clusters[0] if self.clusters else None
        return first if first is not None and first.tests else None


def agree(outcomes: Sequence[Sequence[Outcome]], scoring: Scoring) -> Agreement:
    """The clusters of ``outcomes[solution][test]``; `ValueError` where rows differ in length.

    A test that is settled for no solution is out: it is the test that does not end. A solution that
    is not settled on one of the other tests is out."""
    width = len(outcomes[0]) if outcomes else 0
    if any(len(row) != width for row in outcomes):
        raise ValueError("every solution needs an outcome for every test")
    tests_out = tuple(
        test for test in range(width) if not any(row[test].settled for row in outcomes)
    )
    tests = [test for test in range(width) if test not in tests_out]
    out: list[tuple[int, Outcome]] = []
    members: dict[tuple[int, ...], list[int]] = {}
    for solution, row in enumerate(outcomes):
        loose = next((row[test] for test in tests if not row[test].settled), None)
        if loose is not None:
            out.append((solution, loose))
            continue
        passed = tuple(test for test in tests if row[test] is Outcome.PASSED)
        members.setdefault(passed, []).append(solution)
    ordered = sorted(
        members.items(),
        key=lambda each: (-scoring.rank(len(each[1]), len(each[0])), -len(each[0]), each[1][0]),
    )
    clusters = tuple(
        Cluster(tuple(found), passed, scoring.score(len(found), len(passed)))
        for passed, found in ordered
    )
    return Agreement(clusters, tuple(out), tests_out)
