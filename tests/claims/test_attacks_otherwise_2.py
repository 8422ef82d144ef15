"""More of what is so of another moment, call or type (§3.7), and of the kind of object before and
after a change (§5.7): each softened lie beside one that stays false."""

from __future__ import annotations

import pytest

from engine.claims.check import discourse_meant
from tests.claims.test_attacks_otherwise import DIGITS, JOBS, QUEUE, SHOP, STOCK
from tests.claims.test_discourse import verdicts

CALLED = (
    DIGITS.replace("def f", "def g")
    + """\

def f(n):
    x = g(n)
    total = 1
    d = g(n + 1)
    total = 2
    return x
"""
)

SAME = """\
from collections import deque

def f(xs):
    d = deque(xs)
    total = 0
    for x in xs:
        total += x
    return total
"""

TRIPLE = """\
def g(k):
    y = k
    z = y * 3
    y = 1
    return z

def f(n):
    y = g(n)
    y = y + 1
    return y
"""

ADDS = """\
class Money:
    def __init__(self, n):
        self.n = n

    def __add__(self, k):
        return self.n + k

class Purse:
    def __init__(self, n):
        self.n = n

    def __radd__(self, k):
        return Purse(self.n + k)

def f(n):
    x = Money(n)
    x = x + 1
    y = 3
    y = y + Purse(n)
    return x
"""

TAKES = """\
def f(n):
    while n > 0:
        n -= 1
        d = n
        d = d + 1
    return n
"""

PARTLY = """\
def f(m):
    n = 9
    while n > 0:
        n, d = divmod(m, 10)
        m = n
        d = d + 1
    return d
"""

LAST = """\
def f(names):
    out = []
    while names:
        name = names[-1]
        names.pop()
        out.append(name)
        name = name + 1
    return out
"""

CLAUSES = """\
def f(xs, ys):
    x = 0
    out = []
    while any(x > y for x in xs for y in ys):
        x = xs.pop()
        out.append(x)
        x = x + 1
    return out
"""

MAPPED = """\
def f(xs):
    out = []
    for x in map(out.append, xs):
        y = 1
    return out
"""

POPPED = """\
def f(xs):
    total = 0
    for x in iter(xs.pop, 0):
        total += x
    return total
"""

DEEP = """\
def f(n):
    if n == 0:
        return 0
    m = n * 10
    k = f(n - 1)
    return k + m
"""

SEEN = "Iteration 2:\n  - `seen` is `{'a': 1}`.\n  - "
TOLD = "`g(53)` is called. `total` becomes `0`. `total` becomes `6`. "


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # What has no literal, of a line that changes it; not of every pass.
        (QUEUE, JOBS, "Line 11 changes `queue` to `[('b', 2), ('a', 1)]`.", "A"),
        (QUEUE, JOBS, "Line 11 changes `queue` to `[('a', 1), ('b', 2)]`.", "R"),
        (SAME, "[1, 2]", "After line 4, `d` is `[1, 2]`.", "A"),
        (SAME, "[1, 2]", "At the start of every pass of the loop on line 6, `d` is `[1, 2]`.", "R"),
        (SAME, "[1, 2]", "At the end of every pass of the loop on line 6, `d` is `[1, 2]`.", "R"),
        # An element at the end: of the pass that the heading names, not of the call.
        (SHOP, STOCK, f"{SEEN}`seen['b']` is `1`.", "VVV"),
        (SHOP, STOCK, f"{SEEN}`seen['b']` is `2`.", "VVR"),
        # In several steps, without a heading and in a call that is told.
        (DIGITS, "53", "`total` becomes `0`. `total` is increased by `7`.", "VA"),
        (DIGITS, "53", "`total` becomes `0`. `total` is increased by `18`.", "VR"),
        (CALLED, "53", "`g(53)` is called. `total` is increased by `6`.", "VV"),
        (CALLED, "53", "`g(53)` is called. `total` is increased by `7`.", "VA"),
        (CALLED, "53", "`g(53)` is called. `total` is increased by `18`.", "VR"),
        # Earlier in the pass of a call that is told.
        (CALLED, "53", f"{TOLD}`d` becomes `3`.", "VVVA"),
        (CALLED, "53", f"{TOLD}`d` becomes `4`.", "VVVR"),
        # Made by the statement that made the call that is told.
        (TRIPLE, "3", "`g(3)` is called. `y` is `9`.", "VA"),
        (TRIPLE, "3", "`g(3)` is called. `y = 9`.", "VA"),
        (TRIPLE, "3", "`g(3)` is called. `y` becomes `9`.", "VA"),
        (TRIPLE, "3", "`g(3)` is called. `y` is `10`.", "VR"),
        # What the header does for the next pass is not in the midst of this one.
        (MAPPED, "[1, 2, 3]", "In iteration 1, `out` is `[1]`.", "V"),
        (MAPPED, "[1, 2, 3]", "In iteration 1, `out` is `[1, 2]`.", "R"),
        (POPPED, "[0, 2, 3]", "In iteration 1, `xs` is `[0, 2]`.", "V"),
        (POPPED, "[0, 2, 3]", "In iteration 1, `xs` is `[0]`.", "R"),
        # Taken up by the first statement, of something that is not in the condition.
        (LAST, "[1, 2]", "In iteration 1, `name` is `2`.", "V"),
        (LAST, "[1, 2]", "In iteration 1, `name` is `3`.", "A"),
        (TAKES, "3", "In iteration 1, `d` is `2`.", "A"),  # by the second one
        (PARTLY, "53", "In iteration 1, `d` is `3`.", "V"),
        (PARTLY, "53", "In iteration 1, `n + d` is `8`.", "A"),  # `n` is in the condition
        (CLAUSES, "[3, 4, 6], [1]", "In iteration 2, `x` is `7`.", "A"),
        (CLAUSES, "[3, 4, 6], [1]", "In iteration 2, `xs` is `[3, 4]`.", "V"),
        # An object whose class says what adding to it is: before, or after.
        (ADDS, "3", "Line 17 increases `x` by `1`.", "U"),
        (ADDS, "3", "Line 19 increases `y` by `3`.", "U"),
        (ADDS, "3", "Line 19 increases `y` by `1`.", "U"),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize(
    ("tries", "text", "expected"),
    [
        (5_000, "`m` becomes `60`. `m` becomes `20`.", "VA"),
        (5_000, "`m` becomes `60`. `m` becomes `25`.", "VR"),
        # Each call that is tried counts once, in the whole narration.
        (4, "`m` becomes `60`. `m` becomes `20`.", "VA"),
        (3, "`m` becomes `60`. `m` becomes `20`.", "VR"),
        (3, "`m` becomes `60`. `m` becomes `30`.", "VA"),
        (3, "`m` becomes `60`. `m` becomes `25`. `m` becomes `50`.", "VRR"),
    ],
)
def test_of_the_calls_of_the_same_function_so_many_are_tried(
    tries: int, text: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discourse_meant, "MAX_TRIES", tries)
    assert verdicts(DEEP, "6", text) == expected
