"""Rationales: what could be let through by mistake is not; what is true is accepted."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from engine.backward.cases import Budget
from engine.backward.domains import Shape
from engine.backward.language import syntax
from engine.backward.language.parser import parse_rationale
from engine.backward.language.reading import Reading
from engine.backward.models import texts
from engine.capture.limits import Limits
from engine.capture.recorder import observe_here, record_here
from engine.claims.syntax import build, grammar_text
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.search.answers import Answer, observed, raised, returned
from engine.search.confirm import MOST_LONG, Confirmer
from engine.search.rationale import (
    RationaleJudge,
    RationaleReason,
    RationaleReport,
    RationaleVerdict,
    StepVerdict,
    judge_rationale,
)
from engine.search.runs import Runs
from engine.trace.model import TraceData
from tests.search.in_process import runs_here
from tests.test_cli import stepwitness, written

SUM = (
    "def f(xs, y):\n    total = 0\n    for x in xs:\n        if x > 2:\n            total += x\n"
    "    return total\n"
)
SQUARE = "def f(x):\n    y = x * x\n    return y\n"
BOX = (
    "Consider inputs with `xs` a list of at most 2 integers from `0` to `9` and `y` in `[1, 2]`.\n"
)
ACCEPTED, REJECTED = RationaleVerdict

TRUE = (
    "Let us work backward from the answer.\nThe answer is `9`.\n"
    + BOX
    + "To return `9`, `total` must be `9` after the loop.\n`y` does not matter.\n"
    "Hence `len(xs)` is at least `1`.\nSo the input is `f([4, 5], 2)`.\n"
    "Check:\nLine 2 sets `total` to `0`.\nThe function returns `9`.\n"
)


def judged(
    source: str, answer: str, text: str, *, raises: bool = False, budget: Budget | None = None
) -> RationaleReport:
    program = Program.from_text(source, "f", "")
    claimed = raised(answer) if raises else returned(answer)
    return RationaleJudge(runs_here(program), claimed, budget=budget).judge(text)


def test_a_true_one_is_accepted() -> None:
    report = judged(SUM, "9", TRUE)
    assert (report.verdict, report.reasons) == (ACCEPTED, ()), report.summary()
    assert [step.verdict.value for step in report.steps] == [
        "VERIFIED", "VERIFIED", "PROVED", "PROVED", "PROVED", "CONFIRMED", "VERIFIED",
    ]  # fmt: skip


LIES = [
    # (what is wrong, what is in its place, the reason, the line that is named)
    ("[4, 5], 2)", "[4, 4], 2)", RationaleReason.CANDIDATE, 7),
    ("[4, 5], 2)", "[4, 5, 0], 2)", RationaleReason.REFUTED, 3),  # not in the domain
    ("[4, 5], 2)", "(4, 5), 2)", RationaleReason.REFUTED, 3),  # a tuple is not a list
    ("[4, 5], 2)", "[4, 5], True)", RationaleReason.REFUTED, 3),  # nor a bool an int
    ("must be `9` after", "must be `8` after", RationaleReason.REFUTED, 4),
    ("must be `9` after", "must be `9.0` after", RationaleReason.REFUTED, 4),
    ("To return `9`", "To return `8`", RationaleReason.REFUTED, 4),
    ("The answer is `9`", "The answer is `9.0`", RationaleReason.REFUTED, 2),
    ("`y` does", "`xs` does", RationaleReason.REFUTED, 5),
    ("`len(xs)` is at least `1`", "`len(xs)` is at least `2`", RationaleReason.REFUTED, 6),
    ("`len(xs)` is at least `1`", "`len(xs)` is at most `1`", RationaleReason.REFUTED, 6),
    (BOX, "", RationaleReason.UNSUPPORTED, 3),
    ("Line 2 sets `total` to `0`", "Line 2 sets `total` to `1`", RationaleReason.REFUTED, 8),
    ("The function returns `9`", "The function returns `8`", RationaleReason.REFUTED, 8),
]


@pytest.mark.parametrize(("true", "false", "reason", "line"), LIES)
def test_one_false_step_rejects(true: str, false: str, reason: RationaleReason, line: int) -> None:
    text = TRUE.replace(true, false, 1)
    assert text != TRUE
    report = judged(SUM, "9", text)
    assert report.verdict is REJECTED
    assert reason in report.reasons
    bad = [step.surface.line for step in report.steps if step.why]
    assert line in bad


SHAPE = "Consider inputs of this shape."
NUMBERS = "Consider inputs with `x` from `-8` to `8`."

FORMS = [
    # (source, answer, the candidate, sentences of which the last is false)
    (SQUARE, "9", "f(3)", "Consider inputs of this shape. So `x` must be `3`."),
    (SQUARE, "9", "f(3)", "Consider inputs of this shape. Either `x` is `3` or `x` is `4`."),
    (SQUARE, "9", "f(3)", "Consider inputs of this shape. `x` must be positive."),
    (SQUARE, "9", "f(3)", "No other input of this shape on this path gives it."),
    (SQUARE, "9", "f(3)", "It is the only such input with `x` from `-8` to `8`."),
    (SQUARE, "9", "f(3)", "Consider inputs of this shape. Exactly these inputs give it: `f(3)`."),
    (SQUARE, "9", "f(3)", f"{SHAPE} An input gives it exactly when `x == 3`."),
    (SQUARE, "9", "f(3)", "Consider inputs of this shape. Any input with `x > 2` works."),
    (SQUARE, "9", "f(3)", "Consider inputs of this shape. Any input works."),
    (SQUARE, "9", "f(3)", "Consider inputs of this shape. `x` does not matter."),
    (SQUARE, "9", "f(3)", "Consider inputs of this shape. No input returns `16`."),
    (SQUARE, "9", "f(3)", "`f(4)` gives it too."),
    (SQUARE, "9", "f(3)", "`f(3)` gives it too."),
    (SQUARE, "9", "f(3)", f"{NUMBERS} If at the end, `y` is `9`, then `x` is `3`."),
    (SQUARE, "9", "f(3)", f"{NUMBERS} If `x` is `99`, then at the end, `y` is `9`."),
    (SQUARE, "9", "f(3)", "With this input, line 2 runs twice."),
    ("def f(xs):\n    return sum(xs[:2])\n", "9", "f([4, 5, 0])",
     "Any list of three integers that sum to `9` works."),
    ("def f(s):\n    return s.strip()\n", "'a'", "f('a')",
     "No other input of this type gives it."),
    ("def f(s):\n    return len(s)\n", "1", "f('a')",
     "Consider inputs with `s` a string of exactly 1 character from `'aA'`. So `s` is lowercase."),
    ("def f(x):\n    if x > 2:\n        return 1\n    return 1\n", "1", "f(3)",
     "Consider inputs of this shape. So the branch on line 2 was taken."),
    ("def f(d):\n    return list(d)\n", "['a']", "f({'a': 1})",
     "Consider inputs of this shape on this path. `d` must be `{'a': 1}`."),
    ("def f(x):\n    return [x, x]\n", "[1, 1]", "f(1)",
     "Consider inputs with `x` in `[1, True]`. `x` must be `True`."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "answer", "call", "text"), FORMS)
def test_the_lie_of_each_form(source: str, answer: str, call: str, text: str) -> None:
    report = judged(source, answer, f"{text}\nSo the input is `{call}`.\n")
    assert report.problems == ()
    assert report.verdict is REJECTED
    assert report.steps[-2].verdict is StepVerdict.REFUTED, report.steps[-2]


def test_what_is_no_sentence_rejects() -> None:
    for text, reason in (
        (TRUE + "The function is nice.\n", RationaleReason.UNPARSED),
        (TRUE.replace("`y` does not matter.", "`y` is `2`."), RationaleReason.UNPARSED),
        (TRUE.replace("work backward", "work back\u200bward"), RationaleReason.FORBIDDEN_TEXT),
        (TRUE.replace("So the input is `f([4, 5], 2)`.\n", ""), RationaleReason.NO_CANDIDATE),
        (TRUE.replace("Check:", "So the input is `f([9], 2)`.\nCheck:"),
         RationaleReason.SEVERAL_CANDIDATES),
        ("The answer is `9`.\nSo the input is `f([9], 2)`.\n", RationaleReason.EMPTY),
        ("", RationaleReason.NO_CANDIDATE),
    ):  # fmt: skip
        report = judged(SUM, "9", text)
        assert report.verdict is REJECTED
        assert reason in report.reasons, (text, report.reasons)


def test_a_candidate_that_would_change_the_program_is_refused() -> None:
    report = judged(SUM, "9", "`y` does not matter.\nSo the input is `f([9], f([1], 2))`.\n")
    assert report.steps[-1].verdict is StepVerdict.ERROR
    assert report.verdict is REJECTED


def test_what_takes_too_long_is_undecided_and_says_so() -> None:
    text = (
        "Consider inputs of this shape.\nHence at the end, `t` is `6`.\n"
        "Hence `x` is `3`.\nSo the input is `f(3)`.\n"
    )
    source = "def f(x):\n    t = 0\n    for i in range(x + 1):\n        t += i\n    return t\n"
    small = Budget(cases=5, calls=12, rlimit=1_000_000)
    report = judged(source, "6", text, budget=small)
    assert [step.verdict for step in report.steps[1:3]] == [StepVerdict.UNDECIDED] * 2
    assert "budget" in report.steps[1].why
    assert RationaleReason.UNDECIDED in report.reasons
    hard = "def f(x, y):\n    if x > 1 and y > 1:\n        return x * y\n    return 0\n"
    prime = judged(hard, "0", "Consider inputs of this shape.\n"
                   "No input returns `1000000016000000063`.\nSo the input is `f(0, 0)`.\n",
                   budget=Budget(rlimit=200_000, each=200_000))  # fmt: skip
    step = prime.steps[1]
    # It is 1000000007 * 1000000009.
    assert step.verdict in {StepVerdict.UNDECIDED, StepVerdict.REFUTED}


def test_endless_runs_leave_it_undecided() -> None:
    source = "def f(x):\n    while x == 2:\n        pass\n    return x\n"
    text = "Consider inputs with `x` from `1` to `3`.\n`x` must be `1`.\nSo the input is `f(1)`.\n"
    with Confirmer() as confirmer:
        program = Program.from_text(source, "f", "")
        limits = Limits(seconds=1.0)
        report = judge_rationale(program, returned("1"), text, confirmer, limits)
    step = report.steps[1]
    assert step.verdict is StepVerdict.UNDECIDED
    assert "2" in step.why


def test_of_many_endless_runs_few_are_begun() -> None:
    source = "def f(x):\n    while x > 3:\n        pass\n    return x\n"
    text = (
        "Consider inputs with `x` from `1` to `300`.\n`x` must be `1`.\nSo the input is `f(1)`.\n"
    )
    program = Program.from_text(source, "f", "")
    begun: list[str] = []

    def ends(each: Program) -> None:
        if int(each.call.removeprefix("x=")) > 3:
            begun.append(each.call)
            raise CaptureError(ErrorCode.STEP_LIMIT, "The program took too many steps")

    def answer(each: Program) -> Answer:
        ends(each)
        return observed(observe_here(each))

    def record(each: Program) -> TraceData:
        ends(each)
        return record_here(each, max_steps=1000)

    runs = Runs(program, answer, record)
    step = RationaleJudge(runs, returned("1")).judge(text).steps[1]
    assert step.verdict is StepVerdict.UNDECIDED
    assert "`4`" in step.why
    assert 0 < len(begun) <= 2 * MOST_LONG  # explored, then enumerated


def test_the_same_question_gives_the_same_bytes() -> None:
    text = TRUE.replace("`len(xs)` is at least `1`", "`len(xs)` is at least `2`")
    one, two = (json.dumps(judged(SUM, "9", text).to_json()) for _ in range(2))
    assert one == two


def test_a_verdict_does_not_hang_on_what_was_judged_before() -> None:
    program = Program.from_text(SUM, "f", "")
    judge = RationaleJudge(runs_here(program), returned("9"))
    first = judge.judge(TRUE)
    judge.judge(TRUE.replace("`len(xs)` is at least `1`", "`len(xs)` is at least `2`"))
    again = judge.judge(TRUE)
    alone = judged(SUM, "9", TRUE)
    assert first.to_json() == again.to_json() == alone.to_json()


def test_statements_about_exceptions() -> None:
    source = "def f(x):\n    if x > 5:\n        raise ValueError('big', x)\n    return 1 // x\n"
    text = (
        "The answer is that `ValueError('big', 7)` is raised.\n"
        "Consider inputs with `x` from `-3` to `9`.\n"
        "To raise `ValueError('big', 7)`, `x` must be `7`.\nSo line 3 must run.\n"
        "No input raises `ZeroDivisionError()`.\nSo the input is `f(7)`.\n"
    )
    report = judged(source, "ValueError('big', 7)", text, raises=True)
    assert report.verdict is ACCEPTED, report.summary()
    wrong = text.replace("`ZeroDivisionError()`", "`ValueError('big', 8)`")
    assert judged(source, "ValueError('big', 7)", wrong, raises=True).verdict is REJECTED


def test_every_rule_has_its_reading() -> None:
    grammar = build(grammar_text("backward.lark"), (syntax.START,))
    names = {rule.alias or rule.origin.name for rule in grammar.rules}
    indicative = {"is", "is_not", "equals", "has", "contains", "contains_not", "begins", "ends",
                  "holds", "holds_not", "runs", "runs_not", "makes"}  # fmt: skip
    of_words = {"truth", "times", "passes", "order", "adjective"}
    made = {name for name in names if not name.startswith("_")} - indicative - of_words
    missing = {name for name in made if not hasattr(Reading, str(name))}
    assert missing == set()


def test_on_the_command_line(tmp_path: Path) -> None:
    text = (
        "Consider inputs with `x` from `2` to `4`.\nTo return `9`, `y` must be `9` after line 2.\n"
        "So the input is `f(3)`.\n"
    )
    program, good = written(tmp_path, SQUARE), written(tmp_path, text, "good.txt")
    bad = written(tmp_path, text.replace("must be", "must not be"), "bad.txt")
    done = stepwitness("confirm", program, "--answer", "9", "--rationale", good)
    assert done.code == 0, done.err
    assert "ACCEPTED" in done.out
    assert "`x`: int from 2 to 4" in done.out  # the domain is printed
    done = stepwitness("confirm", program, "--answer", "9", "--rationale", bad, "--json")
    assert done.code == 1
    report = json.loads(done.out)
    assert (report["schema"], report["reasons"]) == ("stepwitness.rationale/1", ["refuted"])
    assert [step["contrary"] for step in report["steps"] if step["why"]] == ["f(3)"]
    for wrong in ("--only", "--rationales"):
        done = stepwitness("confirm", program, "--answer", "9", "--rationale", good, wrong)
        assert done.code == 2


def test_what_does_not_matter_by_a_wrong_model_is_not_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Under it every text begins with every other: runs say otherwise."""
    source = "def f(x, y):\n    return y.startswith(x)\n"
    text = (
        "Consider inputs of this shape on this path.\n`y` does not matter.\n"
        "So the input is `f('a', 'ab')`.\n"
    )
    program = Program.from_text(source, "f", "")
    assert judged(source, "True", text).steps[1].verdict is StepVerdict.REFUTED
    monkeypatch.setattr(texts, "starts", lambda _text, _part: True)
    judge = RationaleJudge(runs_here(program), returned("True"), enumerating=False)
    said = judge.judge(text).steps[1]
    assert (said.verdict, "break the proof" in said.why) == (StepVerdict.UNDECIDED, True)


def test_what_a_writer_leaves_open_is_still_refuted() -> None:
    """Who only proves does not find out what is so instead, and decides nothing by that."""
    program = Program.from_text(SUM, "f", "")
    judge = RationaleJudge(runs_here(program), returned("9"))
    about = judge.about("[4, 5], 2")
    tree = ast.parse(SUM)
    sentences = ["`y` does not matter.", "`y` must be `2`.", "`xs` must be `[4, 5]`."]
    parsed = [parse_rationale(text, tree, "f").statements for text in sentences]
    where = Shape(on_path=True)
    for statements in parsed:
        for each in statements:
            proved = about.proves(each, where)
            assert about.judge(1, each, where).verdict is (
                StepVerdict.PROVED if proved else StepVerdict.REFUTED
            )
