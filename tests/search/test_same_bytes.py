"""The same question gets the same answer, wherever the solver's objects happen to lie in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.backward import cases
from engine.backward.smtlib import script
from engine.backward.solver import DEFAULT_RLIMIT, Solved, Work, solve
from engine.backward.terms import Term
from engine.program import Program
from engine.search.answers import returned
from engine.search.rationale import RationaleJudge
from tests.search.in_process import runs_here

ROOT = Path(__file__).resolve().parents[2]

SOURCE = """
def f(st):
    swapped = ''
    for ch in reversed(st):
        swapped += ch.swapcase()
    return swapped
"""

RATIONALE = """The answer is `'mgItr'`.
Consider inputs of this shape on this path.
So `st` must be `'RTiGM'`.
So the input is `f('RTiGM')`.
"""

Question = tuple[Sequence[Term | bool], Sequence[Term]]


CHILD = """
import sys
from engine.backward.solver import solver_for

text = sys.stdin.read()
for size in range(4):
    held = [bytearray(977 * size) for _ in range(300 * size)]
    solver = solver_for(text)
    solver.set("rlimit", 10_000_000)
    solver.from_string(text)
    print(solver.check(), solver.statistics().get_key_value("rlimit count"))
"""


@pytest.mark.timeout(300)
def test_hard_question_over_all_of_unicode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Near the limit, Z3 as it comes said of it now `sat`, now `unknown` (see `solver_for`)."""
    asked: list[tuple[int, Question]] = []

    def heard(
        conditions: Sequence[Term | bool],
        variables: Sequence[Term],
        work: Work,
        rlimit: int = DEFAULT_RLIMIT,
    ) -> Solved:
        before = work.rlimit
        found = solve(conditions, variables, work, rlimit)
        asked.append((work.rlimit - before, (conditions, variables)))
        return found

    monkeypatch.setattr(cases, "solve", heard)
    runs = runs_here(Program.from_text(SOURCE, "f", "'RTiGM'"))
    RationaleJudge(runs, returned("'mgItr'")).judge(RATIONALE)
    work, question = max(asked, key=lambda each: each[0])
    assert work > 1_000_000

    answers = set()
    for seed in ("0", "1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            input=script(*question),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        answers |= set(done.stdout.splitlines())
    assert len(answers) == 1
