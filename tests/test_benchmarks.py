"""The benchmarks as programs: what they print and when they refuse. Not what they measure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutation import LISTED, SOURCES, listed_in
from benchmarks.planting_kinds import Kind

ROOT = Path(__file__).resolve().parents[1]


SCRIPTS = ["claim_checking", "planted_backward", "planted_errors", "recording_cost"]


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"benchmarks.{script}", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("arguments", [(), ("--data", "no-such-file.jsonl")])
def test_without_data_it_says_so_in_one_sentence(script: str, arguments: tuple[str, ...]) -> None:
    done = run(script, *arguments)
    assert done.returncode == 2
    assert not done.stdout
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_runs_as_a_file_from_anywhere(script: str, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / f"{script}.py"), "--help"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--data FILE" in done.stdout


def test_it_reports_ratios_and_counts(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    program = "def f(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total\n"
    rows = [{"code": program, "input": text, "id": text} for text in ("[1, 2]", "[]", "[5]")]
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = run("recording_cost", "--data", str(data), "--json", "--rows", "2")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert (report["rows"], report["refused"]) == (2, [])
    assert report["steps"] == sum(row["steps"] for row in report["by_row"]) > 0
    assert report["pysnooper_ratio_to_bare"] > report["ratio_to_bare"] > 1


def planted_errors(data: Path, *options: str) -> dict[str, Any]:
    done = run(
        "planted_errors", "--data", str(data), "--json", "--rows-only", "--per-kind", "0",
        "--jobs", "1", *options,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.timeout(600)
def test_it_reports_planted_errors_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    data, kept = tmp_path / "rows.jsonl", tmp_path / "results.jsonl"
    program = "def f(x):\n    y = x + 1\n    return y\n"
    rows = [{"code": program, "input": text, "id": text} for text in ("1", "5")]
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = planted_errors(data, "--rows", "1", "--results", str(kept))
    assert (report["mistakes"], report["left_out"]) == ([], [])
    kinds, unedited = report["kinds"], report["unedited"]
    for key in ("planted_false", "planted_true", "undecided"):
        assert report[key] == sum(each[key] for each in (*kinds.values(), *unedited.values()))
    assert report["planted_false"] > 100
    assert report["planted_true"] > 50
    assert (report["accepted_false"], report["rejected_true"]) == (0, 0)
    assert report["peer_accepted_false"] >= report["peer_blocking_accepted_false"] > 0
    assert unedited["writer"]["planted_true"] == 2
    assert 0 < report["upper_95"] < 1

    some = planted_errors(data, "--rows", "1", "--kinds", "SWAPPED", "MESSAGE")
    assert set(some["kinds"]) == {Kind.SWAPPED.value, Kind.MESSAGE.value}
    assert some["unedited"] == {}
    assert some["kinds"] == {name: kinds[name] for name in some["kinds"]}

    whole = kept.read_text(encoding="utf-8")
    kept.write_text(whole + '{"name": "cut o', encoding="utf-8")  # an interrupted run
    again = planted_errors(data, "--rows", "1", "--results", str(kept))
    assert {**again, "seconds": 0} == {**report, "seconds": 0}

    kept.write_text(whole.replace('"seed": 0', '"seed": 1'), encoding="utf-8")
    options = ("--data", str(data), "--rows-only", "--results", str(kept))
    refused = run("planted_errors", *options)
    assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (2, "", 1)


def test_growth_is_measured_and_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "growth.svg"
    done = run("recording_growth", "--sizes", "20,60", "--plot", str(picture), "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert [point["steps"] for point in report["points"]] == [120, 360]
    assert report["growth"] >= 1
    assert "<svg" in picture.read_text(encoding="utf-8")


def test_claims_are_counted_and_their_growth_drawn(tmp_path: Path) -> None:
    data, picture = tmp_path / "rows.jsonl", tmp_path / "growth.svg"
    program = "def f(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total\n"
    rows = [{"code": program, "input": text} for text in ("[1, 2]", "[5]")]
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    options = ("--data", str(data), "--rounds", "1", "--sizes", "2,5", "--plot", str(picture))
    done = run("claim_checking", *options, "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert (report["rows"], report["refused"]) == (2, [])
    assert report["claims_per_second"] == report["levels"]["ordered"]["claims_per_second"] > 0
    for level in report["levels"].values():
        assert level["claims"] > 6
        assert level["together_seconds"] > level["parse_seconds"] > 0
    for found in report["points"].values():
        assert [point["size"] for point in found] == [2, 5]
        assert found[1]["steps"] > found[0]["steps"]
    branches = report["points"]["a loop with branches"]
    assert [point["claims"] for point in branches] == [14, 29]
    assert "<svg" in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize("sizes", ["", "1,x", "0"])
def test_sizes_that_are_none_are_told_in_one_sentence(sizes: str) -> None:
    done = run("recording_growth", "--sizes", sizes)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_candidates_are_judged_as_a_plain_interpreter_does(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    rows = [
        {"code": "def f(x):\n    return x * 2\n", "input": "3", "output": "6"},
        {"code": "def f(x):\n    return sorted(x)\n", "input": "[2, 1]", "output": "[1, 2]"},
    ]
    data.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    script = ["-m", "benchmarks.candidates", "--data", str(data), "--wrong", "4", "--rows", "2"]
    done = subprocess.run(
        [sys.executable, *script, "--workers", "1", "--json"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["own_inputs_right"] == 2
    assert report["wrong"] > 0
    assert report["verdicts_of_wrong"] == {"REFUTED": report["wrong"]}
    assert report["mistakes_count"] == 0


def test_it_asks_about_a_late_pass() -> None:
    done = run("ten_million", "--steps", "2000", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["steps"] >= 2000
    assert report["passes"] == report["asked"] == 2000
    assert report["value"] == -1999


def test_it_reports_errors_planted_in_rationales(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    program = (
        "def f(xs, y):\n    total = 0\n    for x in xs:\n        total += x\n    return total\n"
    )
    row = {"code": program, "input": "[1, 2], 5", "output": "3"}
    data.write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = run("planted_backward", "--data", str(data), "--json", "--per-row", "60")
    report = json.loads(done.stdout)
    assert (done.returncode, report["accepted"], report["rows_left_out"]) == (0, 0, [])
    assert all(report["kinds"].values()), report["kinds"]


def test_both_solvers_are_asked(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    code = "def f(x):\n    if x > 2:\n        return x * 2\n    return 0\n"
    rows = [{"code": code, "input": text} for text in ("3", "1")]
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = run("solver_agreement", "--data", str(data), "--rows", "2", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["disagreements"], report["rows_decided_by_both"]) == (0, [], 2)
    assert report["questions"] == {
        "another: sat, sat": 1, "another: unsat, unsat": 1, "path: sat, sat": 2,
    }  # fmt: skip


TINY = """\
def clipped(value, most):
    if value > most:
        return most
    kept = value
    return kept

class Range:
    @property
    def empty(self):
        return not self.first < self.last

def waits(count):
    while count > 0:
        count -= 1
    return count

def never(value):
    return value + 1
"""

TINY_TESTS = """\
import tiny_subject
from tiny_subject import clipped  # bound to a name of its own

def test_clipped():
    assert [clipped(each, 2) for each in (1, 2, 3)] == [1, 2, 2]

def test_a_range():
    range = tiny_subject.Range()
    range.first, range.last = 1, 2
    assert not range.empty
    range.first = 2
    assert range.empty

def test_it_waits():
    assert tiny_subject.waits(2) == 0
"""

CLIPPED_AT = "tiny_subject.py clipped: `if value > most:` -> `if value >= most:`"
NEVER = "tiny_subject.py never: `return value + 1` -> `return value - 1`"


def test_mutants_survive_or_are_killed_and_the_list_is_compared(tmp_path: Path) -> None:
    if not hasattr(sys, "monitoring"):
        refused = run("mutation", "--json")
        assert refused.returncode == 2
        assert refused.stderr.endswith("`sys.monitoring`: Python 3.12 or later.\n")
        return
    (tmp_path / "tiny_subject.py").write_text(TINY, encoding="utf-8")
    tests = tmp_path / "test_tiny.py"
    tests.write_text(TINY_TESTS, encoding="utf-8")
    listed, results = tmp_path / "listed.toml", tmp_path / "results.jsonl"
    options = (
        *("--sources", str(tmp_path), "--files", "tiny_subject.py", "--tests", str(tests)),
        *("--operators", "swap_op,remove_unary_ops,keywords", "--listed", str(listed)),
        *("--slowest", "60", "--json"),
    )
    done = run("mutation", *options, "--results", str(results))
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert found["unlisted"] == [CLIPPED_AT, NEVER]
    assert (found["mutants"], found["killed"], found["timed_out"]) == (6, 3, 1)
    assert (found["survived"], found["unreached"], found["tests"]) == (1, 1, 3)
    # Survivors with an explanation are no reason to fail; what is killed or gone is named.
    gone = "tiny_subject.py clipped: `no` -> `more`"
    killed = "tiny_subject.py Range.empty: `return not self.first < self.last`"
    killed += " -> `return self.first < self.last`"
    listed.write_text(
        f"[[group]]\nwhy = 'Equal is equal.'\nmutants = {json.dumps([CLIPPED_AT, gone])}\n"
        f"[[group]]\nwhy = 'Not tested.'\nmutants = {json.dumps([NEVER, killed])}\n",
        encoding="utf-8",
    )
    done = run("mutation", *options, "--results", str(results))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["listed"], found["unlisted"]) == (2, [])
    assert found["stale"] == [gone, killed]
    # A test that kills one, run against the survivors alone.
    tests.write_text(
        TINY_TESTS + "\ndef test_never():\n    assert tiny_subject.never(1) == 2\n",
        encoding="utf-8",
    )
    done = run("mutation", *options, "--survivors-of", str(results))
    found = json.loads(done.stdout)
    assert (found["mutants"], found["killed"], found["survived"]) == (2, 1, 1)


def test_what_is_listed_says_why() -> None:
    listed = listed_in(LISTED)
    assert all(" -> " in each and why.endswith(".") for each, why in listed.items())
    files = {each.partition(" ")[0] for each in listed}
    assert files <= {path.name for path in (ROOT / SOURCES).glob("*.py")}


def test_tests_that_fail_without_any_change_end_the_run(tmp_path: Path) -> None:
    (tmp_path / "tiny_wrong.py").write_text("def wrong():\n    return 1 + 1\n", encoding="utf-8")
    tests = tmp_path / "test_wrong.py"
    tests.write_text(
        "import tiny_wrong\ndef test_it():\n    assert tiny_wrong.wrong() == 3\n", encoding="utf-8"
    )
    done = run(
        *("mutation", "--sources", str(tmp_path), "--files", "tiny_wrong.py"),
        *("--tests", str(tests), "--listed", str(tmp_path / "none.toml")),
    )
    assert done.returncode == 2
    assert "fails without any change" in done.stderr or "Python 3.12 or later" in done.stderr
