"""A fast part of CPython's own tests, rewritten and recorded, and that the comparison is strict.

`python -m tests.capture.cpython_suite` does all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capture import cpython_suite
from tests.capture.cpython_suite import (
    MODULES,
    VERSIONS,
    Module,
    Ran,
    check,
    compare,
    exceptions,
    has,
    table,
)

_FAST = (
    "test_with", "test_raise", "test_keywordonlyarg", "test_dictcomps", "test_decorators",
)  # fmt: skip


@pytest.mark.parametrize("name", _FAST)
def test_recorded_tests_come_to_the_same(name: str) -> None:
    module = check(name, seconds=100)
    assert module.good, (module.differing, module.undecoded, module.unneeded)
    assert module.tests > 5
    assert module.unknown == 0
    assert module.decoded >= module.tests - len(module.excused)


def test_most_modules_are_there_on_every_version() -> None:
    assert len([name for name in MODULES if has(name)]) >= len(MODULES) - 2


def test_exceptions_are_of_the_modules_that_are_run() -> None:
    for version in VERSIONS:
        for test, reason in exceptions(version).items():
            assert test.split(".")[1] in MODULES
            assert reason


def test_an_exception_for_no_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"
    path.write_text('[code]\nwhy = ""\n"3.9" = ["test.test_a.B.test_c"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match="no version"):
        exceptions("3.13", path)


def test_two_reasons_for_one_test_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.toml"
    table = '[{}]\nwhy = ""\ntests = ["test.test_a.B.test_c"]\n'
    path.write_text(table.format("code") + table.format("threads"), encoding="utf-8")
    with pytest.raises(ValueError, match="excused twice"):
        exceptions("3.13", path)


_TEST = "test.test_with.A.test_b"


@pytest.mark.parametrize(
    ("bare", "recorded", "good"),
    [
        (Ran("pass"), Ran("pass", decoded="yes"), True),
        (Ran("skip"), Ran("skip", decoded="yes"), True),
        (Ran("pass"), Ran("fail", decoded="yes"), False),
        (Ran("fail"), Ran("pass", decoded="yes"), False),
        (Ran("pass"), Ran("skip", decoded="yes"), False),
        (Ran("pass"), Ran("pass", decoded="failed"), False),
        (Ran("pass"), Ran("crash"), False),
        (Ran("crash"), Ran("crash"), False),
    ],
)
def test_what_differs(bare: Ran, recorded: Ran, good: bool) -> None:
    assert compare("test_with", {_TEST: bare}, {_TEST: recorded}).good is good


def test_a_test_that_did_not_run_is_told() -> None:
    after = {_TEST: Ran("pass"), f"{_TEST}2": Ran("pass")}
    lost = compare("test_with", after, {_TEST: Ran("pass", decoded="yes")})
    assert list(lost.differing) == [f"{_TEST}2"]
    ended = compare("test_with", after, {_TEST: Ran("crash")})
    assert ended.unknown == 1
    assert not ended.good


@pytest.mark.parametrize(
    ("recorded", "good"),
    [
        (Ran("fail", decoded="yes"), True),
        (Ran("pass", decoded="failed"), True),
        (Ran("pass", decoded="yes"), False),
    ],
)
def test_an_exception_has_to_be_needed(
    recorded: Ran, good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpython_suite, "exceptions", lambda version: {_TEST: "code"})
    assert compare("test_with", {_TEST: Ran("pass")}, {_TEST: recorded}).good is good


def test_the_table_says_what_is_wrong() -> None:
    good, bad = Module("test_a", tests=3, same=2, excused={"x": "code"}), Module("test_b", tests=2)
    bad.same, bad.unknown = 1, 1
    lines = table({"3.11.7": [good, bad], "3.13.0": [good]}).splitlines()
    assert lines[2:] == [
        "| `test_a` | 2 of 3, 1 excused | 2 of 3, 1 excused |",
        "| `test_b` | **1 of 2, 1 unknown** | - |",
        "| all | **3 of 5, 1 excused, 1 unknown** | 2 of 3, 1 excused |",
    ]
