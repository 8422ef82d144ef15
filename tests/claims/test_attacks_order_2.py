"""Lies and truths about what has no value by itself, or none that is known (docs/semantics.md
§5.30, §5.33, §7), and passes in which nothing is said to happen (§5.84)."""

from __future__ import annotations

import pytest

from tests.claims.test_attacks import rows
from tests.claims.test_discourse import verdicts
from tests.claims.test_verify import verdict

VALUES = """\
class Box:
    def __init__(self, v):
        self.v = v
def f(xs, d):
    n = 2
    x = {}
    x['a'] = [7, x]
    b = Box(1)
    return n
"""

VALUES_TOLD = """
VERIFIED After line 5, `n` is in `range(5)`.
REFUTED After line 5, `n` is not in `range(5)`.
REFUTED After line 5, `n` is in `range(2)`.
VERIFIED After line 5, `n` is not in `range(2)`.
VERIFIED After line 5, `1` is in `d.values()`.
REFUTED After line 5, `2` is in `d.values()`.
REFUTED After line 5, `1` is not in `d.values()`.
REFUTED After line 5, `xs[9]` is in `range(5)`.
REFUTED After line 5, `xs[9]` is not in `range(5)`.
UNSUPPORTED After line 5, `n` is in `map(str, xs)`.
UNSUPPORTED After line 5, `n` is not in `map(str, xs)`.
UNSUPPORTED After line 5, `n` is greater than `range(5)`.
UNSUPPORTED After line 5, `n` is less than `range(5)`.
UNSUPPORTED After line 5, `n` is not greater than `range(5)`.
UNSUPPORTED After line 5, `n` is divisible by `range(5)`.
VERIFIED After line 5, `2` appears twice in `xs`.
REFUTED After line 5, `xs[9]` appears twice in `xs`.
REFUTED After line 5, `xs[9]` appears twice in `id(n)`.
UNSUPPORTED After line 5, `id(n)` appears twice in `xs[9]`.
VERIFIED After line 5, the first element of `xs` is `2`.
UNSUPPORTED After line 7, the first element of `x['a']` is `7`.
UNSUPPORTED After line 7, the first element of `x['a']` is `8`.
UNSUPPORTED After line 8, the first element of `b` is `1`.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"), rows((VALUES, "[2, 3, 2], {'a': 1}", VALUES_TOLD))
)
def test_what_has_no_value(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted


PRINTS = """\
def f(nums):
    count = 0
    for n in nums:
        if n > 1:
            count = n
        elif n < 0:
            print(n)
    return count
"""

BINDS = """\
def f(nums):
    for n in nums:
        if n > 1:
            m = 2
            k = n
    return nums
"""

PARAMETER = """\
def f(rows, n):
    for row in rows:
        for n in row:
            pass
    return n
"""

FREE = """\
def f(rows):
    for row in rows:
        for n in row:
            pass
    return rows
"""

NAMED = """\
def g(k):
    return k

def f(nums):
    for n in nums:
        if n > 9:
            g
    return nums
"""

CLASS = """\
class Box:
    pass

def f(nums):
    for n in nums:
        if n > 9:
            Box
    return nums
"""

LIMIT = """\
LIMIT = 9

def f(nums):
    for n in nums:
        if n > LIMIT:
            n
    return nums
"""

ITEMS = """\
ITEMS = iter([1, 2])

def f(nums):
    for n in nums:
        if n > 9:
            ITEMS
    return nums
"""

GLOBAL = """\
count = 0

def f(nums):
    global count
    for n in nums:
        if n > 1:
            count = n
    return count
"""

STILL = [
    # What is printed, and what is bound for the first time.
    (PRINTS, "[0, -1, 5]", "In iteration 1, nothing happens.", "V"),
    (PRINTS, "[0, -1, 5]", "In iteration 2, nothing happens.", "R"),
    (PRINTS, "[0, -1, 5]", "In iteration 3, nothing happens.", "R"),
    (BINDS, "[1, 2]", "In iteration 1, nothing happens.", "V"),
    (BINDS, "[1, 2]", "In iteration 2, nothing happens.", "R"),
    # What a header binds, and the call as well.
    (PARAMETER, "[[1, 2], [3]], 5", "In iteration 1 of the outer loop, nothing happens.", "R"),
    (PARAMETER, "[[5], [5]], 5", "In iteration 1 of the outer loop, nothing happens.", "V"),
    (FREE, "[[1, 2], [3]]", "In iteration 1 of the outer loop, nothing happens.", "V"),
    # Names of the module: what holds something opaque is not known, but functions and classes are
    # what they were.
    (NAMED, "[1, 2]", "In iteration 1, nothing happens.", "V"),
    (CLASS, "[1, 2]", "In iteration 1, nothing happens.", "V"),
    (LIMIT, "[1, 2]", "In iteration 1, nothing happens.", "V"),
    (ITEMS, "[1, 2]", "In iteration 1, nothing happens.", "U"),
    (GLOBAL, "[1, 2]", "In iteration 1, nothing happens.", "V"),
    (GLOBAL, "[1, 2]", "In iteration 2, nothing happens.", "R"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), STILL)
def test_where_nothing_happens(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
