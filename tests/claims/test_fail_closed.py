"""What has to be rejected whatever else is true, each for a reason of its own (semantics.md §6)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.model import TraceData
from engine.trace.trace import Trace

_SOURCE = """\
def f(nums):
    x = 10
    total = 0
    for n in nums:
        total += n
    return total // 5  # The loop never runs.
"""
_ANSWER = "The function returns `2`."
_TRUE = f"Line 2 sets `x` to `10`.\n{_ANSWER}"


@cache
def _recording() -> TraceData:
    program = Program.from_text(_SOURCE, "f", "[3, 1, 6]")
    return record_here(program, max_steps=10_000)


def _reasons(text: str, level: Level = Level.ORDERED) -> list[str]:
    report = Judge(Trace(_recording())).verify(text, level)
    assert (report.verdict is NarrationVerdict.ACCEPTED) is (not report.reasons)
    return [reason.value for reason in report.reasons]


def test_what_is_accepted() -> None:
    assert _reasons(_TRUE) == []


_HIDDEN = ["forbidden-text", "empty"]
_CASES = [
    ("nothing at all", "", ["empty", "no-answer"]),
    ("blank lines", " \n\n  \n", ["empty", "no-answer"]),
    ("an answer without reasoning", _ANSWER, ["empty"]),
    ("arithmetic and the answer", f"`10 // 5` is `2`.\n{_ANSWER}", ["empty"]),
    ("reasoning without an answer", "Line 2 sets `x` to `10`.", ["no-answer"]),
    ("a number of runs", f"Line 5 runs 3 times.\n{_ANSWER}", ["counts-alone"]),
    (
        "numbers alone",
        f"The loop on line 4 makes 3 passes.\nLine 3 runs once.\n{_ANSWER}",
        ["counts-alone"],
    ),
    (
        "an invariant",
        f"On every pass of the loop on line 4, `x` is `10`.\n{_ANSWER}",
        ["invariants-alone"],
    ),
    (
        "an invariant and a number",
        f"At no point is `total` negative.\nThe loop on line 4 makes 3 passes.\n{_ANSWER}",
        ["invariants-alone"],
    ),
    (
        "a story that contradicts itself",
        f"Line 2 sets `x` to `10`.\nLine 2 sets `x` to `9`.\n{_ANSWER}",
        ["refuted"],
    ),
    ("another answer", "Line 2 sets `x` to `10`.\nThe function returns `42`.", ["refuted"]),
    ("a part of a number", f"Line 2 sets `x` to `1`.\n{_ANSWER}", ["refuted"]),
    (
        "a true value on another pass",
        f"On pass 1 of the loop on line 4, line 5 sets `total` to `4`.\n{_ANSWER}",
        ["refuted"],
    ),
    ("a note that states something", f"{_TRUE}\nNote: the loop never runs.", ["unparsed"]),
    ("a sentence of the code's comment", f"{_TRUE}\nThe loop never runs.", ["unparsed"]),
    ("a comment", f"<!-- The loop never runs. -->\n{_TRUE}", ["unparsed"]),
    ("code with a comment", "Line 2 sets `x` to `10  # 9`.\n" + _ANSWER, ["unparsed", "empty"]),
    ("a character without width", f"Line 2 sets `x` to `1\u200b0`.\n{_ANSWER}", _HIDDEN),
    ("a letter that looks like another", f"Line 2 sets `\u0445` to `10`.\n{_ANSWER}", _HIDDEN),
    ("another writing direction", f"{_TRUE}\u202e", ["forbidden-text", "no-answer"]),
]  # fmt: skip


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize(
    ("text", "reasons"), [case[1:] for case in _CASES], ids=[case[0] for case in _CASES]
)
def test_what_is_rejected(text: str, reasons: list[str], level: Level) -> None:
    found = _reasons(text, level)
    assert [reason for reason in found if reason != "gaps"] == reasons


def test_a_recording_that_stops_early() -> None:
    data = replace(_recording(), truncated="step limit")
    report = Judge(Trace(data)).verify(_TRUE)
    assert [reason.value for reason in report.reasons] == ["unsupported"]


def test_all_of_it_in_few_words_is_enough_where_nothing_is_left_out() -> None:
    """A claim about every pass may tell all that the answer depends on."""
    program = Program.from_text("def f():\n    for _ in range(2):\n        pass\n", "f", "")
    judge = Judge(Trace(record_here(program, max_steps=10_000)))
    text = "The loop on line 2 makes 2 passes.\nThe function returns `None`."
    ordered = judge.verify(text)
    assert [reason.value for reason in ordered.reasons] == ["counts-alone"]
    gapless = judge.verify(text, Level.GAPLESS)
    assert [reason.value for reason in gapless.reasons] == []
