"""Lies and truths about what is set in a pass (§3.5), what stands behind its heading (§3), and what
may have been meant (§3.6, §3.7)."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import judge, verdicts

ELEMENTS = """\
def f(q):
    a = [0] * 3
    i = 0
    for x in q:
        a[i] = x
        i += 1
    return a
"""

LINKED = """\
class Node:
    def __init__(self, val, nxt):
        self.val, self.nxt, self.seen = val, nxt, False

def f(n):
    cur = Node(1, Node(2, None))
    while True:
        cur.seen = True
        if cur.nxt is None:
            break
        cur = cur.nxt
    return cur.val
"""

ON_ONE_LINE = """\
def f(q):
    while True:
        x = q.pop(); y = x; x = 7
        if not q:
            break
    return y
"""

FALLING = """\
def f(n):
    while n > 0:
        n -= 1
    return n
"""

TURNS = """\
def f(n):
    for i in range(n):
        n -= 1
    return n
"""

INITIAL = """\
def f(xs):
    left = 0
    right = len(xs) - 1
    best = 0
    while left < right:
        left += 1
    return best
"""

LONG = """\
def f(q):
    out = 0
    while q:
        x = q.pop()
        for i in range(300):
            out += i
        x = x * 2
        q.append(9)
        if out > 100000:
            break
    return out
"""

CASES = [
    # An element or attribute that is set is no name that is set.
    (ELEMENTS, "[1, 2, 3]", "In iteration 1, `i` is `1`.", "A"),
    (ELEMENTS, "[1, 2, 3]", "In iteration 1, `i` is `0`.", "A"),
    (ELEMENTS, "[1, 2, 3]", "In iteration 1, `i` is `5`.", "R"),
    (LINKED, "0", "On pass 1 of the loop on line 7, `cur.val` is `2`.", "A"),
    (LINKED, "0", "On pass 1 of the loop on line 7, `cur.val` is `1`.", "A"),
    # Several statements on a line are told with one another.
    (ON_ONE_LINE, "[4, 5]", "In iteration 1, `x` is `7`.", "A"),
    (ON_ONE_LINE, "[4, 5]", "In iteration 1, `x` is `5`.", "A"),
    (ON_ONE_LINE, "[4, 5]", "In iteration 1, `x` is `6`.", "R"),
    # Behind a heading, with or without backticks.
    (FALLING, "3", "Iteration 1: n = 2", "VA"),
    (FALLING, "3", "Iteration 1: n = 3", "VV"),
    (FALLING, "3", "Iteration 1: `n` = 2", "VA"),
    (FALLING, "3", "Iteration 1: `n = 3`", "VV"),
    (TURNS, "5", "Iteration 2: n = 4, i = 1", "VVV"),
    (TURNS, "5", "Iteration 2: n = 3, i = 1", "VAV"),
    (FALLING, "3", "In iteration 1, `n = 3`.", "V"),
    (FALLING, "3", "In iteration 1, `n = 2`.", "V"),
    (FALLING, "3", "In iteration 1, `n = 5`.", "R"),
    # What a sentence tells out of turn.
    (INITIAL, "[1, 2, 9]", "We initialize `left` to `0` and `right` to `2`.", "VV"),
    (INITIAL, "[1, 2, 9]", "We initialize `right` to `2` and `left` to `0`.", "VA"),
    (INITIAL, "[1, 2, 9]", "We initialize `right` to `2` and `left` to `7`.", "VR"),
    (INITIAL, "[1, 2, 9]", "`left` becomes `1` and `left` becomes `0`.", "RR"),
    (INITIAL, "[1, 2, 9]", "`right` becomes `2`. `left` becomes `0`.", "VR"),
    # The end of a pass, however many steps it has.
    (LONG, "[1]", "In iteration 1, `q` is `[9]`.", "A"),
    (LONG, "[1]", "In iteration 1, `x` is `2`.", "A"),
    (LONG, "[1]", "In iteration 1, `x` is `3`.", "R"),
]

CALLS_ITSELF = """\
def f(n):
    for i in range(n):
        s = i
    if n > 1:
        f(n - 1)
    t = n * 10
    return t
"""


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


def test_the_end_of_a_loop_settles_no_point_where_another_call_can_be_meant() -> None:
    report = judge(CALLS_ITSELF, "3").verify("Now comes `f(2)`. The loop ends. `s` is `1`.")
    assert [claim.verdict.value for claim in report.claims] == ["VERIFIED", "AMBIGUOUS"]
