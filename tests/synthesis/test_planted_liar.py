"""A sample of benchmarks/planted_liar.py: a liar's texts are never accepted, its truths are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.planted_liar import ROUNDS, judge_row, report_of
from engine.claims.judgement import NarrationReport
from engine.claims.verdicts import Level, NarrationVerdict
from engine.program import Program, Row
from engine.synthesis.teachers.judging import Judging

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = [
    (("def f(xs):\n    total = 0\n    for x in xs:\n        if x > 2:\n            total += x\n"
     "    return total\n"), "[3, 1, 5]", "8"),
    (("def f(s, k):\n    out = []\n    for c in s:\n        if c == k:\n            continue\n"
     "        out.append(c.upper())\n    return ''.join(out)\n"), "'abca', 'a'", "'BC'"),
    (("def g(n):\n    return n * n\n\ndef f(n):\n    d = {}\n    while n > 1:\n        n //= 2\n"
     "        d[n] = g(n)\n    return d\n"), "9", "{4: 16, 2: 4, 1: 1}"),
    (("def f(a, b):\n    a, b = b, a % b\n    try:\n        c = a // b\n"
     "    except ZeroDivisionError:\n        c = -1\n    return [a, c]\n"), "6, 3", "[3, -1]"),
]  # fmt: skip


def rows() -> list[Row]:
    return [
        Row(number, Program.from_text(source, call=call), output, {})
        for number, (source, call, output) in enumerate(PROGRAMS, start=1)
    ]


def test_no_lie_is_accepted_and_every_truth_is() -> None:
    told = [judge_row((row, 2 * ROUNDS, ROUNDS * (row.line % 2), 0)) for row in rows()]
    report = report_of(told)
    assert report["rows_left_out"] == []
    assert (report["forward"], report["backward"]) == (8 * ROUNDS, 2 * ROUNDS)
    assert len(report["kinds"]) > 10
    assert report["accepted"] == 0
    assert (report["truths"], report["truths_dropped"]) == (6, 0)


def test_a_judge_that_believes_everything_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def believing(self: Judging, task: object, text: str, **_: object) -> NarrationReport:
        level = Level.GAPLESS
        return NarrationReport(text, level, NarrationVerdict.ACCEPTED, (), (), ())

    monkeypatch.setattr(Judging, "forward", believing)
    told = judge_row((rows()[0], 2 * ROUNDS, 0, 0))
    assert len(told.accepted) == 2
    assert report_of([told])["first_accepted"][0][0] == 1


def test_it_runs_as_a_file(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "planted_liar.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("Give --data FILE")
