"""Lies and truths about which pass, which entry of a loop, which call and which function
(§3, §5.16, §5.51, §5.94).
"""

# ruff: noqa: E501  # a table

from __future__ import annotations

import pytest

from tests.claims.test_attacks import rows
from tests.claims.test_verify import verdict

PLACES = """\
from contextlib import nullcontext
class Fails:
    def __enter__(self):
        raise ValueError('no')
    def __exit__(self, *rest):
        return False
class Box:
    def __init__(self, v):
        self.v = v
    def take(self, n, m=0):
        self.v -= n
        return self.v
    def same(self):
        return 1
class Other:
    def same(self):
        return 2
def helper(n):
    def inner(k):
        return k
    return inner(n)
def again(n):
    def inner(k):
        return k + 1
    return inner(n)
def f(xs):
    total = 0
    for i in (1, 2, 3):
        for j in range(i):
            total += i * 10 + j
        k = i
    for i in (2, 1, 2):
        for j in range(i):
            total += j
    with nullcontext(1) as m: n = m
    with nullcontext(2) as m:
        n = m
    try:
        with nullcontext(3) as m, Fails() as o:
            n = 9
    except ValueError:
        n = 8
    try:
        with Fails() as o: n = 7
    except ValueError:
        n = 6
    b = Box(9)
    p = b.take(2)
    p = b.take(3, m=1)
    p = b.take(2, 4)
    q = Box(5).take(2)
    q = b.same() + Other().same()
    helper(1), again(1)
    while total > 0:
        total -= 40
        if total < 60:
            break
        if total < 90:
            continue
        k = 0
    return total
"""

PLACES_TOLD = """
AMBIGUOUS On pass 2 of the loop on line 29, line 30 runs.
AMBIGUOUS On pass 3 of the loop on line 29, `j` is `2`.
REFUTED On pass 4 of the loop on line 29, line 30 runs.
VERIFIED On pass 1 of the loop on line 29, `j` is `0`.
VERIFIED On pass 1 of the loop on line 29, line 30 runs.
VERIFIED On pass 2 of the loop on line 28, on pass 2 of the loop on line 29, `j` is `1`.
REFUTED On pass 1 of the loop on line 28, on pass 2 of the loop on line 29, `j` is `1`.
AMBIGUOUS Over the 2 passes of the loop on line 29, `total` goes from `10` to `51`.
VERIFIED On pass 2 of the loop on line 28, over the 2 passes of the loop on line 29, `total` goes from `10` to `51`.
REFUTED On pass 2 of the loop on line 28, over the 2 passes of the loop on line 29, `total` goes from `30` to `51`.
REFUTED Over the 4 passes of the loop on line 29, `total` goes from `10` to `51`.
AMBIGUOUS Over the 1 pass of the loop on line 29, `total` goes from `0` to `10`.
AMBIGUOUS Over the 1 pass of the loop on line 33, `total` goes from `145` to `145`.
AMBIGUOUS Over the 2 passes of the loop on line 33, `total` goes from `144` to `145`.
VERIFIED Line 35 enters a `with` block.
VERIFIED Line 36 enters a `with` block.
REFUTED Line 39 enters a `with` block.
REFUTED Line 44 enters a `with` block.
REFUTED Line 37 enters a `with` block.
VERIFIED `b.take(2)` is called.
VERIFIED `b.take(2)` returns `7`.
VERIFIED `b.take(3, m=1)` returns `4`.
REFUTED `b.take(3, m=2)` returns `4`.
REFUTED `b.take(3)` returns `5`.
REFUTED `b.take(4)` returns `4`.
REFUTED `b.take(3, n=3)` returns `4`.
REFUTED `b.take(3, 1, 5)` returns `4`.
AMBIGUOUS `same()` returns `1`.
AMBIGUOUS `b.same()` returns `1`.
VERIFIED `Box.same` is called once.
AMBIGUOUS `same` is called once.
AMBIGUOUS `inner` is called twice.
AMBIGUOUS `inner(1)` returns `1`.
AMBIGUOUS Call 1 of `inner` returns `1`.
VERIFIED `helper(1)` returns `1`.
REFUTED `helper(2)` returns `2`.
VERIFIED `again(1)` returns `2`.
REFUTED `nobody` is called once.
VERIFIED `take` is called 4 times.
REFUTED `take` is called 3 times.
VERIFIED The loop on line 54 ends because line 57 breaks out of it.
VERIFIED The loop on line 32 makes 3 passes.
AMBIGUOUS The loop on line 33 makes 2 passes.
VERIFIED The loop on line 33 makes 5 passes in total.
REFUTED The loop on line 33 makes 4 passes in total.
VERIFIED The loop on line 29 makes 6 passes in total.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"), rows((PLACES, "[1]", PLACES_TOLD))
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted
