"""The benchmarks as programs: what they print and when they refuse. Not what they measure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.recording_cost", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [(), ("--data", "no-such-file.jsonl")])
def test_without_data_it_says_so_in_one_sentence(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert not done.stdout
    assert len(done.stderr.splitlines()) == 1


def test_it_reports_ratios_and_counts(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    program = "def f(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total\n"
    rows = [{"code": program, "input": text, "id": text} for text in ("[1, 2]", "[]", "[5]")]
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = run("--data", str(data), "--json", "--rows", "2")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert (report["rows"], report["refused"]) == (2, [])
    assert report["steps"] == sum(row["steps"] for row in report["by_row"]) > 0
    assert report["pysnooper_ratio_to_bare"] > report["ratio_to_bare"] > 1
