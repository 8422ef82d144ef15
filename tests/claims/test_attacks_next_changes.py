"""The next change of a kind, which is not always the next one of what is named (§5.38, §3.7). Lies
stand beside the truths that they would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

SWAPPED = """\
def f(p):
    x, y = p[0], p[1]
    x, y = y, x
    z, w = x, x
    z, w = x, y
    q = x
    q, y = y, q
    del q
    q, y = x, y
    return x
"""
TWICE = """\
def f(x):
    a = 5
    b = 6
    a = a - b
    a -= x
    b = a
    a = 9
    return a
"""
IN_ROW = "`a` becomes `5`. `a` becomes `-1`. "

BETWEEN = """\
def f(xs):
    a = 5
    b = 6
    c = 7
    a = 1
    for x in xs:
        y = x
    return a
"""

QUEUE = """\
def f(n):
    queue = [n]
    queue.append(n + 1)
    for i in range(2):
        queue.pop()
        n += 1
        queue.append(i)
        queue.append(i)
    queue.clear()
    return queue
"""
POPPED = "In iteration 1, `queue` becomes `[1]`. "

ADDS = """\
def add(log, n):
    log.append(n)
    raise KeyError(n)

def f(n):
    log = []
    try:
        add(log, n)
    except KeyError:
        log.append('e')
    log.append('y')
    return log
"""
RAISED = "A `KeyError` is raised. "

PARTED = """\
def f(n):
    q = 1
    a = 5
    del q
    a = 1
    return a
"""

CALLED = """\
def g(n):
    queue = [n]
    queue.append(n)
    return queue

def f(n):
    queue = [7]
    return g(n)
"""

BOTH_SET = "`x` becomes `1` and `y` becomes `2`. "

CASES = [
    # What is set for the first time is not exchanged.
    (SWAPPED, "[1, 2]", BOTH_SET + "`x` and `y` are swapped.", "VVV"),
    (SWAPPED, "[1, 2]", "Swap `y` and `x`.", "V"),
    (SWAPPED, "[1, 2]", BOTH_SET + "`x` and `y` are swapped. Swap `x` and `y`.", "VVVR"),
    (SWAPPED, "[1, 2]", "`z` and `w` are swapped.", "R"),
    (SWAPPED, "[1, 2]", "`x` and `z` are swapped.", "R"),
    (SWAPPED, "[1, 2]", "Swap `q` and `y`. Swap `q` and `y`.", "VR"),
    # It may be the next line that makes it what it now is.
    (TWICE, "1", IN_ROW + "`a` is now `-2`.", "VVA"),
    (TWICE, "1", IN_ROW + "`a` is now `-1`.", "VVV"),
    (TWICE, "1", IN_ROW + "`a` is now `-3`.", "VVR"),
    (TWICE, "1", IN_ROW + "`a` is now `5`.", "VVR"),
    (TWICE, "1", IN_ROW + "`a` is now `9`.", "VVR"),
    (TWICE, "1", "`a` becomes `5`. `a` is now `-1`.", "VR"),
    (TWICE, "1", IN_ROW + "`a` becomes `-2`. `a` is now `9`.", "VVVR"),
    (BETWEEN, "[1, 2]", "`b` becomes `6`. `a` is now `5`.", "VR"),
    (BETWEEN, "[1, 2]", "`b` becomes `6`. `a` is now `1`.", "VV"),
    (BETWEEN, "[1, 2]", "In iteration 1, `y` becomes `1` and `x` is now `2`.", "VR"),
    (BETWEEN, "[1, 2]", "In iteration 1, `y` becomes `1` and `x` is now `1`.", "VV"),
    (PARTED, "1", "`a` becomes `5`. `a` is now `1`.", "VR"),  # not what the line behind that does
    # The length just before, or somewhat before, it is that.
    (QUEUE, "1", "`queue` is `[1]`. `queue` has 2 elements.", "VA"),
    (QUEUE, "1", "`queue` is `[1]`. `queue` has 3 elements.", "VR"),
    (QUEUE, "1", "In iteration 1, `i` becomes `0`. The length of `queue` is not 2.", "VR"),
    (QUEUE, "1", "`queue` is `[1]`. `queue` has 2 characters.", "VR"),
    (QUEUE, "1", POPPED + "`queue` has 3 elements.", "VA"),
    (QUEUE, "1", POPPED + "`queue` has 4 elements.", "VR"),
    (QUEUE, "1", POPPED + "`queue` has 0 elements.", "VR"),
    (QUEUE, "1", "In iteration 2, `n` becomes `3`. `queue` has 0 elements.", "VR"),
    (CALLED, "1", "In `g(1)`, `queue` is `[1]`. `queue` has 2 elements.", "VA"),
    (CALLED, "1", "In `g(1)`, `queue` is `[1]`. `queue` has 3 elements.", "VR"),
    # What raised has changed it, and the handler does.
    (ADDS, "1", RAISED + "`'e'` is appended to `log`.", "VA"),
    (ADDS, "1", RAISED + "`1` is appended to `log`.", "VV"),
    (ADDS, "1", RAISED + "`'x'` is appended to `log`.", "VR"),
    (ADDS, "1", RAISED + "`'y'` is appended to `log`.", "VR"),
    (ADDS, "1", RAISED + "`log` becomes `[1, 'e']`.", "VA"),
    (ADDS, "1", RAISED + "`log` becomes `['e']`.", "VR"),
    (ADDS, "1", "`'e'` is appended to `log`.", "A"),
    (ADDS, "1", "`1` is appended to `log`. `'y'` is appended to `log`.", "VR"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_of_the_next_change(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
