"""Dual agreement: clusters and scores of problems with planted wrong solutions and wrong tests."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.capture.limits import Limits
from engine.search.confirm import Confirmer
from engine.synthesis.agreement import Outcome, Scoring, agree
from engine.synthesis.problem import Difficulty, Problem
from engine.synthesis.trials import Trials

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "agreement.toml").read_text("utf-8")
)["problem"]


@pytest.fixture(scope="module")
def trials() -> Iterator[Trials]:
    with Confirmer() as confirmer:
        yield Trials(confirmer, Limits(seconds=1.5))


def _problem(case: dict[str, Any]) -> Problem:
    return Problem(
        "planted", Difficulty.EASY, case["about"], "", case["entry"],
        tuple(case["solutions"]), tuple(case["tests"]), case.get("method", ""),
    )  # fmt: skip


def test_there_are_at_least_thirty_problems() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=[each["about"] for each in CASES])
def test_clusters_and_scores_are_those_of_hand_calculation(
    case: dict[str, Any], trials: Trials
) -> None:
    table = trials.table(_problem(case))
    for scoring in Scoring:
        found = agree(table, scoring)
        wanted = {
            (tuple(each["solutions"]), tuple(each["tests"]), each[scoring.value])
            for each in case["cluster"]
        }
        assert {(c.solutions, c.tests, round(c.score, 4)) for c in found.clusters} == wanted
        assert [[s, o.value] for s, o in found.solutions_out] == case.get("out", [])
        assert list(found.tests_out) == case.get("tests_out", [])
        best = -1 if found.best is None else found.best.solutions[0]
        assert best == case[f"{scoring.value}_best"]


_TABLES = st.integers(0, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(list(Outcome)), min_size=width, max_size=width), max_size=6
    )
)


@given(_TABLES, st.sampled_from(list(Scoring)))
def test_every_solution_is_in_one_cluster_or_out(
    table: list[list[Outcome]], scoring: Scoring
) -> None:
    found = agree(table, scoring)
    inside = [each for cluster in found.clusters for each in cluster.solutions]
    outside = [each for each, _ in found.solutions_out]
    assert sorted(inside + outside) == list(range(len(table)))
    scores = [cluster.score for cluster in found.clusters]
    assert scores == sorted(scores, reverse=True)
    for cluster in found.clusters:
        for solution in cluster.solutions:
            passed = [n for n, each in enumerate(table[solution]) if each is Outcome.PASSED]
            assert tuple(passed) == cluster.tests


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="every test"):
        agree([[Outcome.PASSED], []], Scoring.LINEAR)
