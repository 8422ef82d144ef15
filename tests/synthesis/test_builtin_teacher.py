"""The built-in teacher: what it gives was accepted, and is the same whenever it is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import verify
from engine.program import Program
from engine.search.answers import returned
from engine.search.rationale import RationaleJudge, RationaleVerdict
from engine.search.runs import Runs
from engine.synthesis.concept import Concept
from engine.synthesis.generator import catalogue, generate
from engine.synthesis.problem import Difficulty
from engine.synthesis.teachers.builtin import BuiltinTeacher
from engine.synthesis.teachers.judging import Judging
from engine.synthesis.teachers.model import (
    Accepted,
    BackwardTask,
    Dropped,
    DropReason,
    ForwardTask,
    Proposed,
    Wish,
)

SUM = """\
def f(xs):
    total = 0
    for x in xs:
        if x > 2:
            total += x
    return total
"""
CLOCK = "import time\n\ndef f(n):\n    return time.time_ns() + n\n"


@pytest.fixture(scope="module")
def judging() -> Iterator[Judging]:
    made = Judging()
    yield made
    made.close()


def test_narrations(judging: Judging) -> None:
    program = Program.from_text(SUM, call="[3, 1, 5]")
    tasks = [ForwardTask(program, level, seed) for level in Level for seed in range(3)]
    teacher = BuiltinTeacher(judging)
    found = list(teacher.forward(tasks))
    assert found == list(BuiltinTeacher(judging).forward(tasks))
    for task, outcome in zip(tasks, found, strict=True):
        assert isinstance(outcome, Accepted)
        assert outcome.rounds == 1
        report = verify(judging.recording(task), outcome.text, task.level)
        assert report.verdict is NarrationVerdict.ACCEPTED


def test_rationales(judging: Judging) -> None:
    program = Program.from_text(SUM, call="[3, 1, 5]")
    (outcome,) = BuiltinTeacher(judging).backward([BackwardTask(program, returned("8"))])
    assert isinstance(outcome, Accepted)
    assert "So the input is `f([3, 1, 5])`." in outcome.text
    runs = Runs.in_sandbox(program, judging.confirmer, judging.limits)
    report = RationaleJudge(runs, returned("8")).judge(outcome.text)
    assert report.verdict is RationaleVerdict.ACCEPTED


def test_an_input_that_does_not_give_the_answer(judging: Judging) -> None:
    program = Program.from_text(SUM, call="[3, 1, 5]")
    (outcome,) = BuiltinTeacher(judging).backward([BackwardTask(program, returned("9"))])
    assert isinstance(outcome, Dropped)
    assert outcome.reason is DropReason.CANDIDATE


def test_what_cannot_be_recorded(judging: Judging) -> None:
    program = Program.from_text(CLOCK, call="1")
    teacher = BuiltinTeacher(judging)
    found = [
        *teacher.forward([ForwardTask(program)]),
        *teacher.backward([BackwardTask(program, returned("9"))]),
    ]
    assert [type(each) for each in found] == [Dropped, Dropped]
    assert isinstance(found[0], Dropped)
    assert found[0].reason is DropReason.ERROR


def test_problems(judging: Judging) -> None:
    known = catalogue()[0]
    other = Concept("no-such-concept", "None", "Nothing.")
    wishes = [Wish(known, Difficulty.EASY, 3), Wish(other, Difficulty.EASY, 0)]
    found, missing = BuiltinTeacher(judging).problems(wishes)
    assert found == Proposed(generate(known.slug, Difficulty.EASY, 3))
    assert isinstance(missing, Dropped)
    assert "no-such-concept" in missing.detail
