"""States of a pass whose names only a function has that is called in it (docs/semantics.md §3.7,
§5.97). Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

ONE = """\
def g(k):
    out = k * 2
    return out
def f(xs):
    n = 0
    for i in xs:
        n = n + g(i)
    return n
"""

SAME = """\
def g(k):
    return k * 2
def f(xs):
    k = 7
    for i in xs:
        k = k + g(i)
    return k
"""

TWO = """\
def g(k):
    return k * 2
def h(k):
    return k * 3
def f(xs):
    n = 0
    for i in xs:
        n = g(i) + h(i + 5)
    return n
"""

GIVEN = """\
def g(n):
    return n * 2
def f(n):
    t = 0
    for i in range(2):
        t += g(i)
    return t
"""


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        (ONE, "In iteration 1, `g(0)` is called. In iteration 1, `k` is `0`.", "VA"),
        (ONE, "In iteration 1, `g(0)` is called. In iteration 1, `k` is `5`.", "VR"),
        (ONE, "In iteration 1, `k` is `0`.", "A"),
        (ONE, "In iteration 1, `k` is `1`.", "R"),
        (ONE, "In iteration 2, `k` is `1` and `i` is `1`.", "AV"),
        (ONE, "In iteration 2, `k` is `0` and `i` is `1`.", "RV"),
        (ONE, "On pass 2 of the loop on line 6, `k` is `1`.", "A"),
        (ONE, "On pass 2 of the loop on line 6, `k` is `0`.", "R"),
        (ONE, "In iteration 2, `k` is odd.", "A"),
        (ONE, "In iteration 2, `k` is even.", "R"),
        (ONE, "In iteration 2, `k` is not `0`.", "A"),
        (ONE, "In iteration 2, `k` is not `1`.", "R"),
        (ONE, "In iteration 2, `out` is `2`.", "A"),
        (ONE, "In iteration 2, `out` is `0`.", "R"),
        (ONE, "In iteration 2, `k * 2` is `2`.", "A"),
        (ONE, "In iteration 2, `k + i` is `2`.", "R"),
        (ONE, "In iteration 1, at the start, `k` is `0`.", "R"),
        (ONE, "At the end of pass 1 of the loop on line 6, `k` is `0`.", "R"),
        (ONE, "After line 7, `k` is `0`.", "R"),
        (ONE, "In iteration 3, `k` is `0`.", "R"),
        # A name of the loop's own function is that one
        (SAME, "In iteration 1, `k` is `0`.", "R"),
        (SAME, "In iteration 1, `k` is `7`.", "V"),
        (GIVEN, "In iteration 1, `n` is `0`.", "R"),
        (GIVEN, "In iteration 1, `n` is `9`.", "V"),
        # Of several functions with this name none is meant
        (TWO, "In iteration 1, `k` is `0`.", "R"),
        (TWO, "In iteration 1, `k` is `5`.", "R"),
    ],
)
def test_a_state_of_a_call_in_the_pass_is_not_false_of_the_pass(
    source: str, text: str, found: str
) -> None:
    assert verdicts(source, "9" if source is GIVEN else "[0, 1]", text) == found
