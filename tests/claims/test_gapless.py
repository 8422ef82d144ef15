"""Level `gapless`: what must not pass, what must, the writer's narrations (semantics.md §6.1)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest

from engine.capture.recorder import record_here
from engine.claims.judgement import NarrationReport
from engine.claims.model import Block, Item, Note, Sentence, Surface
from engine.claims.parser import parse_narration
from engine.claims.verdicts import Level, NarrationVerdict, Reason
from engine.claims.verify import Judge
from engine.narration.writer import narrate
from engine.program import Program
from engine.trace.trace import Trace
from tests.trace.program_maker import Maker


@cache
def judge(source: str, call: str) -> Judge:
    return Judge(Trace(record_here(Program.from_text(source, "f", call), max_steps=100_000)))


def told(source: str, call: str, text: str) -> NarrationReport:
    report = judge(source, call).verify(text, Level.GAPLESS)
    assert report.problems == ()
    assert set(report.reasons) <= {Reason.GAPS, Reason.COUNTS_ALONE, Reason.INVARIANTS_ALONE}
    return report


def gaps(source: str, call: str, text: str) -> list[int]:
    return sorted({gap.line for gap in told(source, call, text).gaps})


SUM: Final = """\
def f(nums):
    total = 0
    unused = len(nums)
    for n in nums:
        if n > 1:
            total += n
    unused += 1
    return total
"""
WHOLE: Final = (
    "Line 2 sets `total` to `0`. Line 3 sets `unused` to `3`.\n"
    "- Pass 1 of the loop on line 4 (`n` is `3`):\n"
    "  - The condition `n > 1` on line 5 is true, so line 6 runs. Line 6 sets `total` to `3`.\n"
    "- Pass 2 of the loop on line 4 (`n` is `1`):\n"
    "  - The condition `n > 1` on line 5 is false.\n"
    "- Pass 3 of the loop on line 4 (`n` is `2`):\n"
    "  - The condition `n > 1` on line 5 is true. Line 6 sets `total` to `5`.\n"
    "The loop on line 4 ends because its items run out.\n"
    "Line 7 sets `unused` to `4`. The function returns `5`."
)
SUMMED: Final = (
    "Line 2 sets `total` to `0`. The loop on line 4 ends because its items run out. "
    "After the loop on line 4, `total` is `5`. The function returns `5`."
)


def test_a_whole_narration_and_a_summary_pass() -> None:
    assert gaps(SUM, "[3, 1, 2]", WHOLE) == []
    assert gaps(SUM, "[3, 1, 2]", SUMMED) == []
    assert told(SUM, "[3, 1, 2]", SUMMED).verdict is NarrationVerdict.ACCEPTED


def test_values_after_a_loop_are_of_one_moment_however_they_are_written() -> None:
    text = SUMMED.replace(
        "`total` is `5`.",
        "`total` = `5`. After the loop on line 4, `n` is `2`. After the loop on line 4, `n` = `2`.",
    )
    assert gaps(SUM, "[3, 1, 2]", text) == []
    assert told(SUM, "[3, 1, 2]", text).verdict is NarrationVerdict.ACCEPTED
    report = judge(SUM, "[3, 1, 2]").verify(text.replace("`n` = `2`", "`n` = `1`"))
    assert report.reasons == (Reason.REFUTED,)


FIX_NOTHING: Final = {
    "Line 8 returns `5`.": [2, 4, 5, 6],  # the answer, twice
    "Line 2 runs once. The loop on line 4 makes 3 passes. Line 6 runs twice.": [2, 5, 6, 4],
    "`nums` is always `[3, 1, 2]`. `total` is never `4`.": [2, 4, 5, 6],
    "`total` is `3` at some point.": [2, 4, 5, 6],
    "At the end of every pass of the loop on line 4, `nums` is `[3, 1, 2]`.": [2, 4, 5, 6],
    "The program prints nothing.": [2, 4, 5, 6],
    "Line 2 sets `total`. Line 8 returns a value of type `int`.": [2, 4, 5, 6],
    "Line 2 sets `total` to a value of type `int`.": [2, 4, 5, 6],
    "After line 2, `total` is not `7`.": [2, 4, 5, 6],
    "Line 2 leaves `nums` unchanged. After line 2, `total` is defined.": [2, 4, 5, 6],
    # How a loop ends is not what leaves it.
    "Line 2 sets `total` to `0`. The loop on line 4 ends because its items run out.": [4, 5, 6],
    # One pass out of three, and how many there were.
    "Line 2 sets `total` to `0`. On pass 3 of the loop on line 4, line 6 sets `total` to `5`. "
    "The loop on line 4 makes 3 passes.": [4, 5, 6],
}


@pytest.mark.parametrize(("text", "lines"), FIX_NOTHING.items())
def test_what_fixes_nothing_leaves_gaps(text: str, lines: list[int]) -> None:
    assert gaps(SUM, "[3, 1, 2]", f"{text} The function returns `5`.") == sorted(lines)


@pytest.mark.parametrize(
    ("dropped", "lines"),
    [
        ("", [4]),  # the request that found no more items
        ("Line 2 sets `total` to `0`. ", [2, 4]),
        ("Line 3 sets `unused` to `3`.", [4]),  # not in the slice
        ("Line 7 sets `unused` to `4`. ", [4]),
        (" Line 6 sets `total` to `5`.", [4, 6]),
        (", so line 6 runs. Line 6 sets `total` to `3`", [4, 6]),
        ("  - The condition `n > 1` on line 5 is false.\n", [4, 5]),
    ],
)
def test_one_sentence_dropped(dropped: str, lines: list[int]) -> None:
    """Of a narration that says nothing of how the loop ended, so that nothing is summed up."""
    step_by_step = WHOLE.replace("The loop on line 4 ends because its items run out.\n", "")
    assert dropped in step_by_step
    assert gaps(SUM, "[3, 1, 2]", step_by_step.replace(dropped, "")) == lines


def test_what_leaves_a_loop_may_be_told_where_it_is_made() -> None:
    text = (
        "Line 2 sets `total` to `0`. On pass 3 of the loop on line 4, line 6 sets `total` to `5`. "
        "The loop on line 4 ends because its items run out. The function returns `5`."
    )
    assert gaps(SUM, "[3, 1, 2]", text) == []
    assert gaps(
        SUM, "[3, 1, 2]", text.replace("pass 3", "pass 1").replace("`5`. The l", "`3`. The l")
    ) == [4, 5, 6]


TWO: Final = """\
def f(items):
    low, high = 9, 0
    for x in items:
        if x < low:
            low = x
        if x > high:
            high = x
    return high - low
"""


@pytest.mark.parametrize(
    ("states", "lines"),
    [
        ("`low` is `2` and `high` is `7`", []),
        ("`low` is `2`", [2, 3, 4, 5, 6, 7]),
        ("`high` is `7`", [3, 4, 5, 6, 7]),
        ("`high - low` is `5`", [3, 4, 5, 6, 7]),
    ],
)
def test_a_summary_needs_every_value_that_leaves(states: str, lines: list[int]) -> None:
    text = (
        "Line 2 sets `low` to `9` and `high` to `0`. "
        "The loop on line 3 ends because its items run out. "
        f"After the loop on line 3, {states}. The function returns `5`."
    )
    found = gaps(TWO, "[4, 2, 7]", text)
    assert found == [line for line in lines if line != 2]


def test_a_branch_not_taken_has_to_be_told() -> None:
    source = "def f(a):\n    x = 1\n    if a > 5:\n        x = 2\n    return x\n"
    assert gaps(source, "3", "Line 2 sets `x` to `1`. The function returns `1`.") == [3]
    text = "Line 2 sets `x` to `1`. {} The function returns `1`."
    for said in (
        "The condition `a > 5` on line 3 is false.",
        "Line 4 does not run.",
        "The condition `a > 5` on line 3 is false, so line 4 is skipped.",
    ):
        assert gaps(source, "3", text.format(said)) == []


RECURSION: Final = """\
def fact(n):
    if n < 2:
        return 1
    return n * fact(n - 1)
def f(n):
    return fact(n)
"""


def test_recursion_is_summed_up_by_a_result() -> None:
    answer = f"The function returns `{_fact(60)}`."
    assert gaps(RECURSION, "60", f"Line 6 calls `fact` with `n` = `60`. {answer}") == [2]
    text = f"Call 1 of `fact` returns `{_fact(60)}`. The function returns `{_fact(60)}`."
    assert gaps(RECURSION, "60", text) == []
    inner = f"Call 2 of `fact` returns `{_fact(59)}`. The function returns `{_fact(60)}`."
    report = told(RECURSION, "60", inner)
    assert [gap.where for gap in report.gaps] == ["call 1 of `fact`"]


def _fact(n: int) -> int:
    return 1 if n < 2 else n * _fact(n - 1)


def test_a_result_that_is_returned_is_not_told_by_what_else_the_line_does() -> None:
    source = (
        "def g(n):\n    if n > 2:\n        return 1\n    return 2\n"
        "def f(xs):\n    return g(xs.pop())\n"
    )
    text = "Line 6 changes `xs` to `[4]`. {}The function returns `1`."
    assert gaps(source, "[4, 5]", text.format("")) == [2]
    assert gaps(source, "[4, 5]", text.format("Call 1 of `g` returns `1`. ")) == []
    assert gaps(source, "[4, 5]", text.format("Line 6 evaluates `g(xs.pop())` to `1`. ")) == []
    one_line = source.replace("return g(xs.pop())", "a = xs.pop(); return g(a)")
    text = "Line 6 changes `xs` to `[4]`. Line 6 sets `a` to `5`. The function returns `1`."
    assert gaps(one_line, "[4, 5]", text) == [2]


def test_regions_do_not_excuse_each_other() -> None:
    source = (
        "def f(n):\n    a = []\n    for i in range(n):\n        a.append(i)\n    b = 0\n"
        "    for x in a:\n        b += x\n    return b\n"
    )
    text = (
        "Line 2 sets `a` to `[]`. The loop on line 3 ends because its items run out. {}"
        "Line 5 sets `b` to `0`. The loop on line 6 ends because its items run out. "
        "After the loop on line 6, `b` is `6`. The function returns `6`."
    )
    assert gaps(source, "4", text.format("After the loop on line 3, `a` is `[0, 1, 2, 3]`. ")) == []
    assert gaps(source, "4", text.format("")) == [3, 4]


def test_a_loop_left_by_return_is_told_from_where_it_leaves() -> None:
    source = "def f(xs):\n    for x in xs:\n        if x > 3:\n            return x\n    return 0\n"
    end = "The loop on line 2 ends because line 4 returns. The function returns `5`."
    assert gaps(source, "[1, 5, 2]", f"Line 4 runs. {end}") == [2, 3]
    told_pass = "On pass 2 of the loop on line 2, line 2 sets `x` to `5`. "
    assert gaps(source, "[1, 5, 2]", told_pass + end) == []


def test_values_without_a_literal_are_told_by_their_type() -> None:
    source = "def f(xs):\n    it = iter(xs)\n    a = next(it)\n    return a\n"
    text = "Line 2 sets `it` to a value of type `list_iterator`. {}The function returns `4`."
    assert gaps(source, "[4]", text.format("Line 3 sets `a` to `4`. ")) == []
    assert gaps(source, "[4]", text.format("Line 3 sets `a` to a value of type `int`. ")) == [3]


def test_the_report_says_what_was_skipped() -> None:
    report = told(SUM, "[3, 1, 2]", "Line 2 sets `total` to `0`. The function returns `5`.")
    assert report.verdict is NarrationVerdict.REJECTED
    assert report.reasons == (Reason.GAPS,)
    texts = [gap.text for gap in report.gaps]
    assert "line 6 (pass 3 of the loop on line 4) sets `total`" in texts
    form = report.to_json()
    assert form["gaps"] == [gap.to_json() for gap in report.gaps]
    assert report.summary().startswith("REJECTED (gaps): nothing says what line 4")
    assert judge(SUM, "[3, 1, 2]").verify(report.text).gaps == ()  # not asked for


def test_long_recordings_are_decided_in_time() -> None:
    source = (
        "def f(n):\n    a = []\n    for i in range(n):\n        a.append(i)\n"
        "        if len(a) > n:\n            a.pop()\n    return sum(a)\n"
    )
    found = judge(source, "1000").verify("Line 2 sets `a` to `[]`.", Level.GAPLESS)
    assert len(found.gaps) > 3000


# -- the writer -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_the_writer_leaves_no_gaps(seed: int) -> None:
    source, call = Maker(seed).program(), "4, 7"
    made = judge(source, call)
    trace = made.trace
    text = narrate(trace, seed, Level.GAPLESS)
    report = made.verify(text, Level.GAPLESS)
    assert report.verdict is NarrationVerdict.ACCEPTED, report.summary()
    assert narrate(trace, seed, Level.GAPLESS) == text
    assert made.verify(narrate(trace, seed)).verdict is NarrationVerdict.ACCEPTED


@pytest.mark.parametrize("seed", [12, 15, 17])
def test_a_needed_sentence_dropped_is_a_gap(seed: int) -> None:
    source, call = Maker(seed).program(), "4, 7"
    made = judge(source, call)
    text = narrate(made.trace, seed, Level.GAPLESS)
    sentences = list(_sentences(parse_narration(text).narration.items))
    needed = 0
    for dropped in random.Random(seed).sample(sentences, min(12, len(sentences))):
        without = _without(text, dropped.surface)
        entries = parse_narration(without).narration.entries()
        left_open = bool(made.coverage.missing(entries))
        found = made.verify(without, Level.GAPLESS)
        assert (Reason.GAPS in found.reasons) is left_open
        if left_open:
            needed += 1
            assert found.verdict is NarrationVerdict.REJECTED
    assert needed


def _sentences(items: tuple[Item, ...]) -> Iterator[Sentence]:
    for item in items:
        match item:
            case Sentence():
                yield item
            case Block(items=inner):
                yield from _sentences(inner)
            case Note():
                pass


def _without(text: str, surface: Surface) -> str:
    """The text without one sentence, and without its line where nothing else stands there."""
    lines = text.split("\n")
    line = lines[surface.line - 1]
    rest = line[: surface.column - 1] + line[surface.end_column - 1 :].lstrip()
    lines[surface.line - 1] = rest
    if not rest.strip("-* "):
        del lines[surface.line - 1]
    return "\n".join(lines)
