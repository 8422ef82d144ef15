"""Lies that a way of saying let through by leaving a word out (§5.74). Every lie stands beside the
truth that it would replace."""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from tests.claims.test_discourse import verdicts
from tests.claims.test_semantics_cases import PROGRAMS

FACTORIAL = """\
def one_more(k):
    return k + 1

def fact(n):
    if n <= 1:
        return 1
    return n * fact(n - 1)

def f(n):
    a = fact(n)
    return one_more(a)
"""

TWO_LISTS = """\
def f(xs):
    small = []
    large = []
    for x in xs:
        if x < 5:
            small.append(x)
        if x > 2:
            large.append(x)
    return small, large
"""

OVER_A_GENERATOR = """\
def windows(xs, size):
    for start in range(len(xs) - size + 1):
        yield xs[start:start + size]

def f(xs):
    n = 0
    for pair in windows(xs, 2):
        n += 1
    return n
"""

SHORT = """\
def f(n):
    low = 0
    key = 7
    diff = n
    count = 2
    return low
"""

LOST = """\
def f(xs):
    last = 0
    for x in xs:
        last = x
    answer = 5
    return answer
"""

SUM, SQUARES = (PROGRAMS[name] for name in ("P1", "P2"))
FACT = (FACTORIAL, "3")
LISTS = (TWO_LISTS, "[1, 4, 9]")
LAST = (LOST, "[5, 3]")
NAMES = (SHORT, "3")
PAIRS = (OVER_A_GENERATOR, "[1, 4, 9]")
LEFT = (OVER_A_GENERATOR.replace("n += 1", "break"), "[1, 4, 9]")
LISTED = (OVER_A_GENERATOR.replace("windows(xs, 2)", "list(windows(xs, 2))"), "[1, 4, 9]")

CASES = [
    # -- always, never, only
    (*SUM, "`total` is always equal to `0`.", "R"),
    (*SUM, "`nums` is always equal to `[3, 1, 2]`.", "V"),
    (*SUM, "`total` is never equal to `3`.", "R"),
    (*SUM, "In iteration 3, `n` is only `2`.", "V"),
    (*LISTS, "In iteration 1, `1` is only added to `small`.", "VV"),
    (*LISTS, "In iteration 2, `4` is only added to `small`.", "VU"),
    (*LISTS, "In iteration 2, `4` is only added to `large`.", "VU"),
    # -- what a function returns
    (*SUM, "The function returns `result`, which is `10`.", "VVV"),
    (*SUM, "The function returns `nums`, which is `10`.", "RVV"),
    (*SUM, "The function returns `total * 2` = `10`.", "VVV"),
    (*SUM, "The function returns `total * 7` = `10`.", "RVV"),
    (*SUM, "We return `result`, which is `10`.", "VV"),
    (*SUM, "We return `total`, which is `10`.", "RV"),
    (*SQUARES, "`square(2)` is called. This call returns `out`, which is `4`.", "VVV"),
    (*SQUARES, "`square(2)` is called. This call returns `k`, which is `4`.", "VRV"),
    (*SQUARES, "`square(2)` is called. This call returns `seen`, which is `4`.", "VRR"),
    (*FACT, "We return `one_more(a)`, which is `7`.", "VV"),
    (*FACT, "We return `one_more(a)`, which is `6`.", "RR"),
    (*FACT, "`fact(3)` is called. It returns `n * fact(n - 1)`, which is `6`.", "VVV"),
    (*FACT, "`fact(3)` is called. It returns `n * fact(n - 1)`, which is `2`.", "VRR"),
    (*LAST, "Iteration 1:\n- `last` becomes `5`.\n- The function returns `last` = `5`.", "VVVRV"),
    (*LAST, "Iteration 2:\n- `last` becomes `3`.\n\nWe return `answer`, which is `5`.", "VVVV"),
    # -- whose result it is
    (*SQUARES, "The result of `square(2)` is `4`.", "V"),
    (*SQUARES, "The result of `square(2)` is `[4, 1]`.", "R"),
    (*SQUARES, "The output of `square(9)` is `[4, 1]`.", "R"),
    (*SQUARES, "The result of `f(4)` is `[4, 1]`.", "V"),
    (*SQUARES, "At the end, `last` is `4`. The result of `f(4)` is `[4, 1]`.", "VV"),
    (*SQUARES, "At the end, `last` is `4`. The result of `f(5)` is `[4, 1]`.", "VR"),
    (*SQUARES, "`square(2)` is called. The result of this call is `4`.", "VV"),
    (*SQUARES, "`square(2)` is called. The result of this call is `1`.", "VR"),
    (*SQUARES, "The function `square` returns `4`.", "V"),
    (*SQUARES, "The function `square` returns `[4, 1]`.", "R"),
    (*SQUARES, "The function `f` returns `[4, 1]`.", "V"),
    (*SQUARES, "The function `f` is called with `n = 4`.", "V"),
    (*SQUARES, "The function `square` is called with `n = 4`.", "R"),
    (*FACT, "The outermost call of `fact` returns `6`.", "VV"),
    (*FACT, "The outermost call of `one_more` returns `6`.", "VR"),
    # -- of what else it is
    (*SQUARES, "The condition `n < 1` (or `n > 1`) is true.", "RV"),
    (*SQUARES, "The condition `n < 1` (`n > 1`) is true.", "RV"),
    (*SUM, "The result of `nums` is `10`.", "R"),
    (*SUM, "The final result of `nums` is `10`.", "R"),
    (*SUM, "There are no more elements in `total`, so the loop ends.", "R"),
    (*SUM, "The function `f` returns `nums`, which is `10`.", "RV"),
    (*SUM, "There are no more elements in `nums`, so the loop ends.", "V"),
    # -- who returns
    (*FACT, "`fact(3)` calls `fact(2)` and returns `6`.", "VV"),
    (*FACT, "`fact(3)` calls `fact(2)` and returns `2`.", "VR"),
    (*FACT, "`fact(3)` calls `fact(2)`, which returns `2`.", "VV"),
    (*FACT, "`fact(3)` calls `fact(2)`, which returns `6`.", "VR"),
    (*FACT, "`fact(3)` calls `fact(2)`, which calls `fact(1)` and returns `1`.", "VVV"),
    (*FACT, "`fact(3)` calls `fact(2)`, `fact(2)` calls `fact(1)` and returns `2`.", "VVV"),
    (*FACT, "`fact(3)` calls `fact(2)`, `fact(2)` calls `fact(1)` and returns `6`.", "VVR"),
    (*FACT, "`f` calls `fact(3)` and returns `7`.", "VV"),
    (*FACT, "`f` calls `fact(3)` and returns `6`.", "VR"),
    # -- of what type it is
    (*SUM, "`3` is in the list `nums`.", "VV"),
    (*SUM, "`3` is in the dictionary `nums`.", "VR"),
    (*SUM, "`7` is not in the list `nums`.", "VV"),
    (*SUM, "`7` is not in the set `nums`.", "VR"),
    (*SQUARES, "`4` is added to the list `seen`, making it `[4]`.", "VVV"),
    (*SQUARES, "`4` is added to the set `seen`, making it `[4]`.", "VVR"),
    (*SQUARES, "`4` is pushed onto the list `seen`, and `n` is `2`.", "VVV"),
    (*SQUARES, "`4` is pushed onto the set `seen`, and `n` is `2`.", "VRV"),
    (*SUM, "The loop iterates over the list `nums`.", "V"),
    (*SUM, "The loop iterates over the string `nums`.", "R"),
    (*SUM, "The loop iterates over the dictionary `nums`.", "R"),
    (*SUM, "The loop runs over the list `nums`, and it runs 3 times.", "VV"),
    # -- of what operation it is
    (*SUM, "The product `5 * 2` is `10`.", "V"),
    (*SQUARES, "In iteration 1, the division `n // 2` gives `2`.", "V"),
    # -- what is used up
    (*SUM, "There are no more elements, so the loop ends.", "V"),
    (*SUM, "The generator is exhausted and the loop ends.", "UV"),
    (*PAIRS, "The generator is exhausted and the loop ends.", "VV"),
    (*LEFT, "The generator is exhausted and the loop ends.", "VR"),
    # -- names that are short for a word, and words that only begin like a name
    (*NAMES, "At the end, `low` is `0`. The difference is `3`. The counter is `2`.", "VVV"),
    (*NAMES, "At the end, `low` is `0`. The difference is `2`.", "VR"),
    (*NAMES, "At the end, `low` is `0`. The lowest is `0`.", "VU"),
    (*NAMES, "At the end, `low` is `0`. The diffraction is `3`.", "VU"),
    (*NAMES, "At the end, `low` is `0`. The keyboard is `7`.", "VU"),
    (*LISTED, "The generator is exhausted and the loop ends.", "UV"),
]

UNREAD = [
    "`total` is always even.",
    "`total` is never even.",
    "`n > 1` is always true.",
    "The condition is always true.",
    "The loop condition is always true.",
    "The `else` branch is never taken.",
    "The else branch is never executed.",
    "The `if` branch is always taken.",
    "`total` is always increased by `3`.",
    "In iteration 2, `total` was never updated.",
    "In iteration 2, `4` was never appended.",
    "`seen` is always empty.",
    "Only `4` is appended.",
    "`f` only appends `4`.",
    "In iteration 3, for the first time, `n > 1` is true.",
    "In iteration 3, `n > 1` is first true.",
    "`total` is first set to `3`.",
    "The loop ends immediately.",
    "The loop immediately ends.",
    "Immediately, the loop ends.",
    "The parameter `total` becomes `0`.",
    "The argument `total` is `0`.",
    "The loop variable `total` is `0`.",
    "The index variable `total` is `0`.",
    "The while condition `n > 1` is true.",
    "The if condition `n > 1` is true.",
    "The loop iterates over the set `nums`.",
    "The difference `2 + 3` is `5`.",
    "The quotient `2 * 3` is `6`.",
    "The comparison `2 * 3` is `6`.",
    "The slice `nums[0]` is `3`.",
    "The generator `f` is called.",
    "The range is exhausted and the loop ends.",
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize("text", UNREAD)
def test_a_word_that_nothing_checks_is_not_left_out(text: str) -> None:
    assert parse_narration(text).problems != ()
