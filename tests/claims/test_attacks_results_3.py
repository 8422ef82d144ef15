"""Whose result `the result` is: the answer, a told call's, or that of what is named
(docs/semantics.md §5.20, §5.109). Every lie stands beside the truth that it would replace."""

# ruff: noqa: E501  # tables

from __future__ import annotations

import pytest

from engine.claims.verdicts import Level, Reason
from tests.claims.test_discourse import judge, verdicts

CALLS = """\
def g(k):
    return k * 2
def f(xs):
    n = len(xs)
    a = g(n)
    return a + 1
"""

SAME = """\
def g(k):
    return k * 2
def f(xs):
    n = len(xs)
    return g(n)
"""

PARTS = """\
def g(k):
    return k * 2
def f(xs):
    n = len(xs)
    if n > 2:
        n = 3
    a = g(n)
    for x in xs:
        n += 1
    return a + 1
"""

LOOP = """\
def g(k):
    return 6
def f(xs):
    t = 1
    for x in xs:
        t += g(x)
    return t
"""


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        # Behind a call of no function of the program
        (CALLS, "`len(xs)` is called; the result is `3`.", "VU"),
        (CALLS, "`len(xs)` is called; the result is `7`.", "VU"),
        (CALLS, "`len(xs)` is called and the result is `7`.", "VU"),
        (CALLS, "`len(xs)` is called. The output is `7`.", "VU"),
        (CALLS, "`len(xs)` is called. The returned value is `7`.", "VU"),
        (CALLS, "`len(xs)` is called. The return value is `7`.", "VU"),
        (CALLS, "`len(xs)` is called. The returned number is `7`.", "VU"),
        (CALLS, "`len(xs)` is called. The resulting number is `7`.", "VU"),
        (CALLS, "`len(xs)` is called. Result: `7`.", "VU"),
        (CALLS, "`len(xs)` is called. The result of the call is `7`.", "VU"),
        (CALLS, "`len(xs)` is called. `n` is `3`. The result is `7`.", "VVV"),
        (CALLS, "`len(xs)` is called. The answer is `7`.", "VV"),
        (CALLS, "`len(xs)` is called. The final result is `7`.", "VV"),
        # Where a call of the program is told
        (CALLS, "`g(3)` is called; the result is `6`.", "VA"),
        (CALLS, "`g(3)` is called; the result is `7`.", "VA"),
        (CALLS, "`g(3)` is called; the result is `8`.", "VR"),
        (CALLS, "`g(3)` is called.\nThe result is `7`.", "VA"),
        (CALLS, "`g(3)` is called. `k` is `3`. The result is `7`.", "VVA"),
        (CALLS, "`g(3)` is called. `k` is `3`.\nThe result is `7`.", "VVV"),
        (CALLS, "`g(3)` is called and `6` is returned. The result is `7`.", "VVV"),
        (CALLS, "`g(3)` is called. `a` becomes `6`. The result is `7`.", "VVV"),
        (CALLS, "`g(3)`: `k` is `3`.\n\nThe result is `7`.", "VVV"),
        (CALLS, "`g(3)`:\n  - `k` is `3`.\n  - The result is `7`.", "VVA"),
        (CALLS, "`g(3)`:\n  - `k` is `3`.\n  - The result is `6`.", "VVA"),
        (CALLS, "`g(3)`:\n  - `k` is `3`.\n  - The answer is `7`.", "VVV"),
        (SAME, "`g(3)` is called; the result is `6`.", "VV"),
        (SAME, "`g(3)` is called; the result is `3`.", "VR"),
        (LOOP, "On every pass of the loop on line 5:\n  - `g(x)` is called.\n  - The result is `13`.", "VVA"),
        (LOOP, "On every pass of the loop on line 5:\n  - `t` is at least `1`.\n  - The result is `13`.", "VVV"),
        # Of what is named
        (CALLS, "The result of `len(xs)` is `3`.", "V"),
        (CALLS, "The result of `len(xs)` is `7`.", "R"),
        (CALLS, "The result of `g(3)` is `6`.", "V"),
        (CALLS, "The result of `g(3)` is `7`.", "R"),
        (CALLS, "The output of calling `g(3)` is `7`.", "R"),
        (CALLS, "The return value of `g(3)` is `7`.", "R"),
        (CALLS, "The result of the function call `g(3)` is `7`.", "R"),
        (CALLS, "The result of `n` is `7`.", "R"),
        (CALLS, "The result of `f([1, 2, 3])` is `7`.", "V"),
        (CALLS, "The result of `f([1, 2, 3])` is `6`.", "R"),
        (CALLS, "The result of `f([1, 2])` is `7`.", "R"),
        (CALLS, "The result of `f` is `7`.", "V"),
        (CALLS, "The result of the function is `7`.", "V"),
        (CALLS, "The result of the function is `6`.", "R"),
        (CALLS, "The function `g` returns `6`.", "V"),
        (CALLS, "The function `g` returns `7`.", "R"),
        (CALLS, "The function `f` returns `7`.", "V"),
        (CALLS, "`g(3)` is called. The result of the call is `6`.", "VV"),
        (CALLS, "`g(3)` is called. The result of the call is `8`.", "VR"),
        # Nothing that a sentence puts beside what it claims is left out of it (§5.74)
        (PARTS, "The function `f` returns `a + 1`, which is `7`.", "VV"),
        (PARTS, "The function `f` returns `a + 2`, which is `7`.", "RV"),
        (PARTS, "The function `g` returns `k * 2` = `6`.", "VV"),
        (PARTS, "The function `g` returns `k * 3` = `6`.", "RV"),
        (PARTS, "`g(3)` is called. The call returns `k * 2`, which is `6`.", "VVV"),
        (PARTS, "`g(3)` is called. The call returns `k * 3`, which is `6`.", "VRV"),
        (PARTS, "We return `a + 1`, which is `7`.", "VV"),
        (PARTS, "We return `a + 2`, which is `7`.", "RV"),
        (PARTS, "The condition `n > 2` (`3 > 2`) is true.", "VV"),
        (PARTS, "The condition `n > 2` (`3 > 4`) is true.", "VR"),
        (PARTS, "The condition `n > 1` (`3 > 2`) is true.", "RV"),
        (PARTS, "There are no more items in `xs`, so the loop ends.", "V"),
        (PARTS, "There are no more items in `ys`, so the loop ends.", "R"),
        (CALLS, "`len(xs)`: the result is `7`.", "UU"),
        # What the answer is made of
        (CALLS, "The function returns `a + 1`, which is `7`.", "VVV"),
        (CALLS, "The function returns `a + 2`, which is `7`.", "RVV"),
        (CALLS, "The function returns `a + 1` = `7`.", "VVV"),
        (CALLS, "The function returns `a * 3` = `7`.", "RVV"),
        (CALLS, "The function returns 6 + 1 = 7.", "VVV"),
        (CALLS, "The function returns 6 + 2 = 7.", "RVV"),
    ],
)  # fmt: skip
def test_whose_result_it_is(source: str, text: str, found: str) -> None:
    assert verdicts(source, "[1, 2, 3]" if source != LOOP else "[1, 2]", text) == found


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("The result of `f([1, 2, 3])` is `7`.", True),
        ("The result of `f` is `7`.", True),
        ("The result of `g(3)` is `6`.", False),
        ("The function `g` returns `6`.", False),
    ],
)
def test_what_a_named_call_returns_states_the_answer_of_the_entry_alone(
    text: str, *, states: bool
) -> None:
    report = judge(CALLS, "[1, 2, 3]").verify(f"Line 4 sets `n` to `3`.\n{text}", Level.CLAIMS)
    assert (Reason.NO_ANSWER not in report.reasons) is states


def test_what_a_call_returns_in_every_pass_is_no_answer() -> None:
    text = "On every pass of the loop on line 5:\n  - The result of `g(x)` is `6`."
    report = judge(LOOP, "[1, 2]").verify(f"Line 4 sets `t` to `1`.\n{text}", Level.CLAIMS)
    assert Reason.NO_ANSWER in report.reasons
