"""Lies and truths about relations, every state, extremes and trends (§5.54 to §5.57).

Verdicts are read off docs/semantics.md.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.claims.parser import parse_narration
from tests.claims.test_attacks import rows
from tests.claims.test_verify import verdict

STATES = """\
class Box:
    pass
def f(nums):
    total = 0
    best = nums[0]
    i = 0
    for n in nums:
        i += 1
        total += n
        if n > best:
            best = n
    flag = True
    x = 1
    x = 1.0
    x = True
    y = 'b'
    y = 3
    z = [1]
    z = (1, 2)
    z = 'abc'
    w = float('nan')
    v = -1
    v = 2
    v = 1
    box = Box()
    it = iter(nums)
    q = 0
    q = None
    return best
"""

STATES_TOLD = """
VERIFIED At the end of every pass of the loop on line 7, `total` equals `sum(nums[:i])`.
REFUTED At the end of every pass of the loop on line 7, `total` equals `sum(nums)`.
REFUTED At the start of every pass of the loop on line 7, `total` equals `n`.
VERIFIED At the start of every pass of the loop on line 7, `total` equals `sum(nums[:i])`.
VERIFIED On every pass of the loop on line 7, `total` equals `sum(nums[:i])`.
AMBIGUOUS On every pass of the loop on line 7, `n == nums[i]` holds.
REFUTED On every pass of the loop on line 7, `n == i` holds.
VERIFIED At the start of every pass of the loop on line 7, `n` equals `nums[i]`.
REFUTED At the end of every pass of the loop on line 7, `n` equals `nums[i]`.
REFUTED At the end, `x` equals `nums[0] - 2`.
VERIFIED At the end, `x == nums[0] - 2` holds.
VERIFIED At the end, `x` does not equal `nums[0] - 2`.
REFUTED At the end, `missing` does not equal `total`.
REFUTED At the end, `missing` does not hold.
REFUTED At the end, `q` holds.
VERIFIED At the end, `q` does not hold.
REFUTED At the end, `flag` does not hold.
UNSUPPORTED At the end, `box` holds.
UNSUPPORTED At the end, `it` does not hold.
VERIFIED At the end, `z` holds and `total` is `8`.
REFUTED At the end, `z` holds and `total` is `9`.
VERIFIED The largest value that `best` ever has is `4`.
REFUTED The largest value that `best` ever has is `5`.
REFUTED The largest value that `best` ever has is `3`.
REFUTED The largest value that `best` ever has is `True`.
VERIFIED The largest value `n` ever has is `4`.
VERIFIED The smallest value `n` ever has is `1`.
VERIFIED The largest value that `x` ever has is `1`.
VERIFIED The largest value that `x` ever has is `1.0`.
VERIFIED The largest value that `x` ever has is `True`.
REFUTED The largest value that `x` ever has is `2`.
REFUTED The largest value that `y` ever has is `3`.
REFUTED The largest value that `y` ever has is `'b'`.
REFUTED The largest value that `w` ever has is `float('nan')`.
VERIFIED On pass 1 of the loop on line 7, the largest value that `best` ever has is `3`.
REFUTED On every pass of the loop on line 7, the largest value that `best` ever has is `3`.
VERIFIED `best` never exceeds `4`.
REFUTED `best` never exceeds `3`.
VERIFIED `best` is always at least `3`.
REFUTED `best` is always above `3`.
VERIFIED `best` is always less than `4.5`.
VERIFIED At no point is `total` negative.
REFUTED At no point is `v` negative.
VERIFIED At no point is `y` negative.
REFUTED `y` is always at least `0`.
REFUTED `q` is always at least `0`.
REFUTED `q` is always at most `0`.
REFUTED At no point is `missing` negative.
REFUTED `w` is always at least `0`.
VERIFIED `w` is never at least `0`.
VERIFIED `total` only grows.
VERIFIED `i` only increases.
VERIFIED `best` only grows.
REFUTED `best` only shrinks.
REFUTED `flag` never grows.
REFUTED `v` only grows.
REFUTED `v` never increases.
REFUTED `x` never grows.
REFUTED `y` never shrinks.
VERIFIED `z` only grows.
REFUTED `w` never grows.
REFUTED `box` never grows.
REFUTED `q` never grows.
VERIFIED `nums` never shrinks.
REFUTED `nums` only grows.
VERIFIED `total == sum(nums[:i]) or total == sum(nums[:i - 1])` always holds.
REFUTED `total == sum(nums[:i])` always holds.
REFUTED `total > 8` holds at some point.
VERIFIED At no point does `total > 8` hold.
UNSUPPORTED `box` always holds.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"), rows((STATES, "[3, 1, 4]", STATES_TOLD))
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "`x` only grows by `1`.",
        "`total` never exceeds `n`.",  # a bound is a value; say that `total > n` never holds
        "At no point is `total`.",
        "Call 1 of `g` (`n` holds):",
        "At the end, `n` equals `lambda`.",
    ],
)
def test_no_sentence(sentence: str) -> None:
    assert parse_narration(sentence).problems


WALK = """\
def f(steps):
    x = 0
    for step in steps:
        x += step
    return x
"""


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-3, 3), max_size=6), st.integers(-6, 6))
def test_what_is_said_of_every_state_is_what_a_loop_over_them_finds(
    steps: list[int], bound: int
) -> None:
    values = [sum(steps[:count]) for count in range(len(steps) + 1)]
    pairs = list(pairwise(values))
    truths = {
        f"`x` never exceeds `{bound}`.": max(values) <= bound,
        f"`x` is always at least `{bound}`.": min(values) >= bound,
        f"`x < {bound}` holds at some point.": min(values) < bound,
        f"`x < {bound}` never holds.": min(values) >= bound,
        f"The largest value that `x` ever has is `{bound}`.": max(values) == bound,
        f"The smallest value that `x` ever has is `{bound}`.": min(values) == bound,
        "At no point is `x` negative.": min(values) >= 0,
        "`x` only grows.": all(a <= b for a, b in pairs) and len(set(values)) > 1,
        "`x` never increases.": all(a >= b for a, b in pairs),
    }
    for sentence, truth in truths.items():
        wanted = "VERIFIED" if truth else "REFUTED"
        assert verdict(WALK, repr(steps), sentence) == wanted, sentence
