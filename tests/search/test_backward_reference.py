"""Every case of the language's reference (docs/backward.md) has the verdict that stands there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from engine.program import Program
from engine.search.rationale import RationaleJudge
from tests.search.in_process import runs_here

PAGE = Path(__file__).resolve().parents[2] / "docs" / "backward.md"
_PROGRAM = re.compile(r"^### (B\d+)\n```python\n(.*?)```", re.MULTILINE | re.DOTALL)
_CASE = re.compile(r"^- (B\d+) (f\(.*?\)) ([A-Z ]+): (.*)$", re.MULTILINE)

TEXT = PAGE.read_text(encoding="utf-8")
PROGRAMS = dict(_PROGRAM.findall(TEXT))
CASES = _CASE.findall(TEXT)


@cache
def judge(name: str, call: str) -> RationaleJudge:
    program = Program.from_text(PROGRAMS[name], "f", call)
    runs = runs_here(program)
    return RationaleJudge(runs, runs.answer(program.call))


def test_the_page_has_cases_of_all_verdicts() -> None:
    assert len(CASES) >= 40
    assert {verdict for _, _, verdict, _ in CASES} >= {
        "PROVED", "REFUTED", "UNDECIDED", "UNSUPPORTED", "VERIFIED",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "call", "verdict", "text"), CASES)
def test_case(name: str, call: str, verdict: str, text: str) -> None:
    report = judge(name, call).judge(f"{text}\nSo the input is `{call}`.\n")
    assert report.problems == ()
    step = report.steps[-2]
    assert step.verdict.value == verdict, step
