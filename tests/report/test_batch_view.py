"""Counts of a batch, and the files that its results are kept in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.capture.limits import Limits
from engine.dataset.batch import RowOutcome, RowResult, Work
from engine.dataset.results import ROWS, ResultFile
from engine.dataset.rows import Line, read_lines, row_at, row_of
from engine.dataset.workers import Died, in_order
from engine.errors import ErrorCode, UsageError
from engine.report.batch_view import SHOWN, Tally


def result(line: int, outcome: RowOutcome = RowOutcome.ACCEPTED) -> RowResult:
    return RowResult(line, f"line {line}", outcome, "why", "code", 3, 10, "text\n")


def test_counts_add_up_and_failures_are_bounded() -> None:
    tally = Tally(40)
    for line in range(15):
        tally.add(result(line, RowOutcome.REJECTED))
        tally.add(result(line))
    form = tally.to_json(1.5, interrupted=True)
    assert form["accepted"] == form["rejected"] == 15
    assert (form["rows"], form["done"], form["errors"]) == (40, 30, 0)
    assert isinstance(form["failures"], list)
    assert len(form["failures"]) == SHOWN
    assert not tally.accepted


def test_all_rows_must_be_accepted_and_done() -> None:
    tally = Tally(2)
    tally.add(result(1))
    assert not tally.accepted
    tally.add(result(2))
    assert tally.accepted


def test_results_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    with ResultFile(path, ROWS) as store:
        store.add("a", result(1))
        store.add("b", result(2, RowOutcome.ERROR))
    with ResultFile(path, ROWS) as store:
        assert store.known == {"a": result(1), "b": result(2, RowOutcome.ERROR)}
        store.add("c", result(3))
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3


def test_a_line_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    with ResultFile(path, ROWS) as store:
        store.add("a", result(1))
        store.add("b", result(2))
    content = path.read_bytes()
    for cut in range(1, len(content) // 2):
        path.write_bytes(content[:-cut])
        with ResultFile(path, ROWS) as store:
            assert set(store.known) == {"a"}
            store.add("b", result(2))
        assert path.read_bytes() == content


@pytest.mark.parametrize(
    "content", ["print('mine')\n", "mine", '{"schema": "other/1"}\n', '{"line": 1}\n', "[]\n"]
)
def test_a_file_with_something_else_is_not_touched(tmp_path: Path, content: str) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        ResultFile(path, ROWS)
    assert caught.value.code is ErrorCode.BAD_ROW
    assert path.read_text(encoding="utf-8") == content


def test_the_key_holds_all_that_a_result_depends_on() -> None:
    line = Line(1, "{}")
    keys = {
        Work(Limits()).key(line),
        Work(Limits(), seed=1).key(line),
        Work(Limits(steps=7)).key(line),
        Work(Limits()).key(Line(2, "{}")),
        Work(Limits()).key(Line(1, "[]")),
    }
    assert len(keys) == 5


ROW = json.dumps({"code": "def f(x):\n    return x", "input": "1", "id": "one"})


def test_a_bad_row_says_nothing_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f"\ufeffnot json\n\n{ROW}\n", encoding="utf-8")
    assert [line.number for line in read_lines(path)] == [1, 3]
    assert row_at(path, 3).program.name == "one"
    for number in (0, 1, 2, 4):
        with pytest.raises(UsageError) as caught:
            row_at(path, number)
        assert caught.value.code is ErrorCode.BAD_ROW


@pytest.mark.parametrize(
    "text", ["[1]", "1", '{"code": 1, "input": ""}', '{"input": "1"}', "[" * 100_000]
)
def test_rows_that_are_none(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        row_of(Line(7, text))
    assert caught.value.code is ErrorCode.BAD_ROW
    assert "line 7" in caught.value.message


def test_a_file_without_rows_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n \n", encoding="utf-8")
    with pytest.raises(UsageError):
        read_lines(path)


def reciprocal(number: int) -> float:
    return 1 / number  # ends its process at 0


def test_workers_answer_in_order_and_a_death_is_one_tasks_own(
    capfd: pytest.CaptureFixture[str],
) -> None:
    results = list(in_order(reciprocal, [4, 2, 0, 1, 5], count=2))
    assert [task for task, _ in results] == [4, 2, 0, 1, 5]
    assert isinstance(results[2][1], Died)
    assert [value for _, value in results if not isinstance(value, Died)] == [0.25, 0.5, 1, 0.2]
    assert "ZeroDivisionError" in capfd.readouterr().err
