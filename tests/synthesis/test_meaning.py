"""Programs that mean nothing are found out, each for its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from engine.capture.sandbox import Sandbox
from engine.synthesis.generator import generate
from engine.synthesis.meaning import MOST_CALLS, Drop, Kept, Why, meaningful
from engine.synthesis.mutants import changes
from engine.synthesis.problem import Difficulty, Problem

GOOD = """
def f(n: int) -> str:
    if n > 2:
        return "many"
    return "few"
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def problem(*solutions: str, calls: str = "f(1) f(2) f(3) f(4)") -> Problem:
    return Problem(
        "planted", Difficulty.EASY, "Planted.", "def f(n: int) -> str", "f", solutions,
        tuple(calls.split(" ")),
    )  # fmt: skip


def test_a_program_that_means_something_is_kept_with_asserts(sandbox: Sandbox) -> None:
    found = meaningful(problem(GOOD), sandbox)
    assert isinstance(found, Kept)
    assert found.survivors == 0
    assert set(found.calls) == {"1", "2", "3", "4"}
    assert "assert f(3) == 'many'" in found.problem.tests


def dropped(sandbox: Sandbox, *solutions: str, calls: str = "f(1) f(2) f(3) f(4)") -> Why:
    found = meaningful(problem(*solutions, calls=calls), sandbox)
    assert isinstance(found, Drop)
    return found.why


def test_an_output_that_does_not_depend_on_the_input(sandbox: Sandbox) -> None:
    assert dropped(sandbox, "def f(n):\n    total = n - n\n    return total\n") is Why.CONSTANT
    assert dropped(sandbox, GOOD, calls="f(3) f(4) f(5)") is Why.CONSTANT


def test_code_that_no_call_reaches(sandbox: Sandbox) -> None:
    dead = GOOD.replace('    return "few"', '    if n > 9:\n        n = 0\n    return "few"')
    assert dropped(sandbox, dead) is Why.DEAD_CODE
    unused = "def g(n):\n    return n\n" + GOOD
    assert dropped(sandbox, unused) is Why.DEAD_CODE
    handler = "def f(n):\n    try:\n        return n\n    except ValueError:\n        return 0\n"
    assert dropped(sandbox, handler) is Why.DEAD_CODE


def test_a_program_that_its_tests_do_not_tell_from_others(sandbox: Sandbox) -> None:
    loose = "def f(n):\n    if n > 10 and n < 90 or n == 50:\n        return 1\n    return 2\n"
    assert dropped(sandbox, loose, calls="f(1) f(40)") is Why.UNTESTED
    assert isinstance(meaningful(problem(loose, calls="f(1) f(10) f(11) f(89) f(90) f(40) f(50)"),
                                 sandbox), Kept)  # fmt: skip


def test_solutions_that_differ_in_one_call(sandbox: Sandbox) -> None:
    assert dropped(sandbox, GOOD, GOOD.replace("n > 2", "n >= 2")) is Why.DISAGREE
    assert isinstance(meaningful(problem(GOOD, GOOD.replace("n > 2", "n >= 3")), sandbox), Kept)


@pytest.mark.parametrize(
    "source",
    [
        "def f(n:\n",
        "import os\ndef f(n):\n    os.fork()\n    return n\n",
        "class A: pass\ndef f(n):\n    a = A()\n    a.n = n\n    return [A] if n > 1 else [a.n]\n",
    ],
)
def test_what_cannot_be_run_or_written_down(sandbox: Sandbox, source: str) -> None:
    assert dropped(sandbox, source) is Why.BROKEN


def test_what_does_not_end_is_no_call_of_a_sensible_size(sandbox: Sandbox) -> None:
    endless = "def f(n):\n    while n:\n        n += 1\n    return n\n"
    assert dropped(sandbox, endless) is Why.CONSTANT
    ends = "def f(n):\n    while n > 3:\n        n += 1\n    return n\n"
    assert dropped(sandbox, ends, calls="f(1) f(2) f(9)") is Why.DEAD_CODE


def test_exceptions_are_outcomes(sandbox: Sandbox) -> None:
    raising = 'def f(n):\n    if n < 0:\n        raise ValueError("negative")\n    return n == 0\n'
    found = meaningful(problem(raising, calls="f(-1) f(0) f(1)"), sandbox)
    assert isinstance(found, Kept)
    assert set(found.problem.tests) == {
        "with pytest.raises(ValueError):\n    f(-1)", "assert f(0) is True", "assert f(1) is False",
    }  # fmt: skip


def test_changes_are_made_and_unmade() -> None:
    source = "def f(x: int | None) -> int:\n    return x + 1 if 0 < x and not x == 3 else min(x, 2)"
    tree = ast.parse(source)
    before = ast.unparse(tree)
    seen = set()
    for change in changes(tree, 99):
        change.make()
        seen.add(ast.unparse(tree).replace(before.split("\n")[0], "").strip())
        change.unmake()
        assert ast.unparse(tree) == before
    assert seen == {
        "return x - 1 if 0 < x and (not x == 3) else min(x, 2)",
        "return x + 2 if 0 < x and (not x == 3) else min(x, 2)",
        "return x + 1 if 1 < x and (not x == 3) else min(x, 2)",
        "return x + 1 if 0 <= x and (not x == 3) else min(x, 2)",
        "return x + 1 if 0 < x or not x == 3 else min(x, 2)",
        "return x + 1 if 0 < x and (not x != 3) else min(x, 2)",
        "return x + 1 if 0 < x and (not x == 4) else min(x, 2)",
        "return x + 1 if 0 < x and (not x == 3) else max(x, 2)",
        "return x + 1 if 0 < x and (not x == 3) else min(x, 3)",
    }
    assert len(changes(tree, 4)) == 4


def test_generated_programs_are_judged_alike_every_time(sandbox: Sandbox) -> None:
    made = generate("longest-run", Difficulty.MEDIUM, 3)
    first = meaningful(made, sandbox)
    assert first == meaningful(made, sandbox)
    if isinstance(first, Kept):
        assert 1 <= len(first.calls) <= MOST_CALLS
