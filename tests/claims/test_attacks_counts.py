"""Lies and truths about how often, in which passes and in what order (§5.66, §5.67)."""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from tests.claims.test_attacks import rows
from tests.claims.test_verify import verdict

COUNTS = """\
def g(x):
    return x + 1
def h(x, y):
    return x
def never(x):
    return x
def f(xs):
    n = 0
    for x in xs:
        if x > 1:
            n = g(x)
        h(x, n)
    for _ in range(2):
        for x in xs:
            n += 1
    return n
"""

COUNTS_TOLD = """
VERIFIED Line 10 runs for the first time before line 11 does.
REFUTED Line 11 runs for the first time before line 10 does.
VERIFIED Line 12 runs for the first time before line 11 does.
REFUTED Line 10 runs for the first time before line 10 does.
VERIFIED Line 12 runs after line 11 for the last time.
REFUTED Line 12 never runs after line 11.
VERIFIED Line 11 never runs after line 15.
REFUTED Line 15 never runs after line 15.
REFUTED Line 17 never runs after line 15.
REFUTED On pass 1 of the loop on line 9, line 10 runs for the first time before line 11 does.
VERIFIED On pass 2 of the loop on line 9, line 10 runs for the first time before line 11 does.
VERIFIED Line 11 runs on passes 2 and 3 of the loop on line 9 only.
VERIFIED Line 11 runs on passes 2 to 3 of the loop on line 9 only.
REFUTED Line 11 runs on pass 2 of the loop on line 9 only.
REFUTED Line 11 runs on passes 2, 3 and 4 of the loop on line 9 only.
REFUTED Line 11 runs on passes 2 to 999999999 of the loop on line 9 only.
VERIFIED Line 15 runs on passes 1 to 3 of the loop on line 14 only.
VERIFIED Line 15 runs on passes 1 to 2 of the loop on line 13 only.
VERIFIED Line 10 runs at least 3 times.
REFUTED Line 11 runs at least 3 times.
VERIFIED Line 11 runs at most 2 times.
VERIFIED Line 2 runs twice in total.
REFUTED Line 2 runs at least once.
VERIFIED Line 4 runs 3 times in total.
VERIFIED Line 6 runs 0 times in total.
REFUTED Line 6 runs once in total.
REFUTED Line 99 runs 0 times in total.
VERIFIED `g` is called twice, with `2` and `3`.
REFUTED `g` is called twice, with `3` and `2`.
REFUTED `g` is called once, with `2`.
UNSUPPORTED `h` is called 3 times, with `1`, `2` and `3`.
VERIFIED `never` is called at most 0 times.
REFUTED `never` is called at least once.
VERIFIED Between pass 1 and pass 3 of the loop on line 9, `x` changes from `1` to `3`.
REFUTED Between pass 1 and pass 2 of the loop on line 9, `x` changes from `1` to `3`.
AMBIGUOUS Between pass 1 and pass 2 of the loop on line 9, `n` does not change.
REFUTED Between pass 2 and pass 3 of the loop on line 9, `n` does not change.
VERIFIED Between pass 1 and pass 2 of the loop on line 9, `xs` does not change.
REFUTED Between pass 3 and pass 4 of the loop on line 9, `xs` does not change.
REFUTED Between pass 1 and pass 2 of the loop on line 9, `missing` does not change.
AMBIGUOUS Between pass 1 and pass 2 of the loop on line 14, `n` changes from `4` to `5`.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"), rows((COUNTS, "[1, 2, 3]", COUNTS_TOLD))
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "`g` is called 3 times, with `4` and `2`.",
        "Line 5 runs on passes 3 and 1 of the loop on line 3 only.",
        "Line 5 runs on passes 2 to 2 of the loop on line 3 only.",
        "Line 5 runs for the second time before line 7 does.",
        "Between pass 3 and pass 2 of the loop on line 3, `n` does not change.",
        "On pass 1 of the loop on line 3, line 5 runs 3 times in total.",
        "Line 5 runs at least.",
    ],
)
def test_no_sentence(sentence: str) -> None:
    assert parse_narration(sentence).problems
