"""The harness of the cases: each way to get a file wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.case_files import BadCaseError, Header, cases, problems, read_header


def write(root: Path, name: str, text: str = "") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    write(tmp_path, "loops/sum.py", "# call: f([1])\ndef f(x): return x\n")
    write(tmp_path, "loops/sum.narration")
    write(tmp_path, "loops/sum.verdict", "NARRATION ACCEPTED\n")
    write(tmp_path, "loops/sum.false.narration")
    write(tmp_path, "loops/sum.false.verdict", "NARRATION REJECTED refuted\n")
    return tmp_path


def test_whole_cases_have_no_problem(good: Path) -> None:
    assert problems(good) == []
    assert [case.id for case in cases(good)] == ["loops/sum.false", "loops/sum"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("stray.py", "a case lies in a topic"),
        ("loops/deep/sum.py", "a case lies in a topic"),
        ("loops/other.narration", "it narrates no program"),
        ("loops/sum.third.narration", "its verdicts are missing"),
        ("loops/sum.third.verdict", "there is no sum.third.narration"),
        ("loops/sum.naration", "cases are made of"),
        ("loops/sum.false.py", "a behaviour's name has no full stop"),
    ],
)
def test_a_file_that_belongs_to_nothing_is_told(good: Path, name: str, told: str) -> None:
    write(good, name)
    assert any(told in problem and name in problem for problem in problems(good))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("loops/sum.narration", "there is no sum.narration"),
        ("loops/sum.verdict", "its verdicts are missing"),
        ("loops/sum.py", "it narrates no program"),
    ],
)
def test_a_file_that_misses_is_told(good: Path, name: str, told: str) -> None:
    (good / name).unlink()
    assert any(told in problem for problem in problems(good))


def test_verdicts_may_miss_while_they_are_written(good: Path) -> None:
    (good / "loops/sum.verdict").unlink()
    assert problems(good, updating=True) == []


def test_a_program_needs_a_falsified_twin(good: Path) -> None:
    (good / "loops/sum.false.narration").unlink()
    (good / "loops/sum.false.verdict").unlink()
    assert problems(good) == ["loops/sum.py: it has no falsified twin that is REJECTED; write one"]


def test_a_program_without_narrations_is_told(good: Path) -> None:
    write(good, "loops/max.py", "# call: f(1)\n")
    assert problems(good) == ["loops/max.py: nothing narrates it; write loops/max.narration"]


def test_the_header_is_read(tmp_path: Path) -> None:
    text = "# call: g(1)\n# entry: g\n# stdin: '1\\n'\n# level: claims\n# requires: 3.12\n# Why.\n"
    program = write(tmp_path, "a.py", text)
    assert read_header(program) == Header("g(1)", "g", "1\n", "claims", (3, 12))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def f(): pass\n", "begin it with the call"),
        ("\n# call: f()\n", "begin it with the call"),
        ("# call: f()\n# cal: f()\n", "no key `cal`"),
        ("# call: f()\n# call: f(1)\n", "twice"),
        ("# call: f()\n# level: strict\n", "no level `strict`"),
        ("# call: f()\n# requires: 3.9\n", "not `3.9`"),
        ("# call: f()\n# stdin: 5\n", "string literal"),
        ("# call: f()\n# stdin: '\n", "string literal"),
    ],
)
def test_a_bad_header_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadCaseError, match=told):
        read_header(write(tmp_path, "a.py", text))


def test_a_free_narration_has_a_program_and_the_truth(tmp_path: Path) -> None:
    topic = tmp_path / "freehand"
    topic.mkdir()
    (topic / "a.py").write_text("# call: f()\n", encoding="utf-8")
    assert "nothing narrates it" in problems(tmp_path)[0]
    (topic / "a.b.md").write_text("It runs.\n", encoding="utf-8")
    assert "there is no a.b.truth" in problems(tmp_path)[0]
    (topic / "a.b.truth").write_text("G\tIt runs.\n", encoding="utf-8")
    assert problems(tmp_path) == []
    (topic / "c.d.md").write_text("It runs.\n", encoding="utf-8")
    assert any("narrates no program" in problem for problem in problems(tmp_path))
    (topic / "notes.txt").write_text("", encoding="utf-8")
    assert any("move it away" in problem for problem in problems(tmp_path))
