"""Lies and truths without a line, and which loop or call is meant by the source (§3.3, §5.97).
Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

FOUR = """\
def f(xs, ys):
    out = []
    for i, c in enumerate(xs):
        out.append(c)
    for i in ys:
        out.append(i)
    for w in ys:
        out.append(0)
    while len(out) > 3:
        out.pop()
    return out
"""
FOURED = "'ab', [1, 2, 0]"

NEST = """\
def f(rows):
    total = 0
    k = 7
    for row in rows:
        for j in row:
            total += j
        for m in row:
            total -= 1
    for q in rows:
        total += 10
    return total
"""

INNER = """\
def f(rows):
    total = 0
    for row in rows:
        for j in row:
            total += j
        total *= 2
    return total
"""
ROWS = "[[1, 2], [3]]"

ENDLESS = """\
def f(n):
    while True:
        for a in [1, 2]:
            n -= a
        for b in [3]:
            n += 1
        if n < 0:
            break
    return n
"""

CELLS = """\
def g(k, cells):
    if k > 1:
        r = k * 2
    else:
        r = 0
    cells[0] = k
    return r

def one(z):
    return z + 1

def f(n):
    a = g(n, [7])
    b = one(a)
    return a + b
"""

LOCAL = """\
def f(n):
    def inner(k):
        r = k * 2
        return r
    a = inner(n)
    return a
"""

DEEP = """\
def f(n):
    def g(m):
        def inner(k):
            r = k * 2
            return r
        return inner(m) + 1
    a = g(n)
    return a
"""

METHODS = """\
class A:
    def add(self, k):
        r = k * 2
        return r

class B:
    def add(self, j):
        s = j * 3
        return s

def f(n):
    a = A().add(n)
    b = B().add(n)
    return a + b
"""

MUTUAL = """\
def fact(acc, m):
    if m == 0:
        return acc
    low = m - 1
    return helper(acc * m, low)

def helper(x, y):
    return mid(x, y) + 0

def mid(p, q):
    return fact(p, q)

def f(n):
    return fact(1, n)
"""

UNDER_IF = """\
if True:
    def g(k):
        r = k * 2
        return r

def f(n):
    a = g(n)
    return a
"""

THRICE = """\
def g(k):
    r = k * 2
    return r

def f(n):
    a = g(n)
    a = g(n + 1)
    a = g(n + 2)
    return a
"""

CASES = [
    # Which loop: by its number whatever the point is, else the one in which the point lies.
    (FOUR, FOURED, "`c` becomes `'a'`. The second loop makes 3 passes.", "VV"),
    (FOUR, FOURED, "`c` becomes `'a'`. The second loop makes 2 passes.", "VR"),
    (FOUR, FOURED, "`c` becomes `'a'`. The loop makes 2 passes.", "VV"),
    (FOUR, FOURED, "`c` becomes `'a'`. The loop makes 3 passes.", "VR"),
    (FOUR, FOURED, "The loop makes 2 passes.", "A"),
    (FOUR, FOURED, "The `for` loop makes 2 passes in total.", "A"),
    # … also where it begins with the context: a pass without a step of its header.
    (ENDLESS, "1", "Iteration 1 of the `while` loop:\n  `a` becomes `1`. The loop ends.", "VVV"),
    (
        ENDLESS,
        "1",
        "Iteration 1 of the `while` loop:\n  `a` becomes `1`. The loop makes 2 passes.",
        "VVV",
    ),
    # … by what it binds.
    (FOUR, FOURED, "`i = 1`, `c = 'b'`: `out` becomes `['a', 'b']`.", "VV"),
    (FOUR, FOURED, "`i = 1`, `c = 'b'`: `out` becomes `['a', 'b', 1]`.", "VR"),
    (FOUR, FOURED, "`i = 1`: `out` becomes `['a', 'b', 1]`.", "AA"),
    (NEST, ROWS, "In iteration 1 of the first loop, at `j = 2`, `total` becomes `3`.", "V"),
    (NEST, ROWS, "In iteration 1 of the first loop, at `j = 2`, `total` becomes `2`.", "R"),
    (NEST, ROWS, "In iteration 1 of the first loop, at `m = 2`, `total` becomes `1`.", "V"),
    (NEST, ROWS, "In iteration 1 of the second loop, at `j = 3`, `total` becomes `13`.", "V"),
    (NEST, ROWS, "In iteration 1 of the second loop, at `j = 2`, `total` becomes `13`.", "R"),
    # … and the entry that has just ended.
    (INNER, ROWS, "`j` becomes `1`. The inner loop ends. The inner loop makes 2 passes.", "VVV"),
    (INNER, ROWS, "`j` becomes `1`. The inner loop ends. The inner loop makes 1 pass.", "VVR"),
    # Names of one function alone, which is then what is told of.
    (CELLS, "3", "`5` is greater than `k`.", "V"),
    (CELLS, "3", "`5` is less than `k`.", "R"),
    (CELLS, "3", "The condition `k > 1` is true.", "V"),
    (CELLS, "3", "The condition `k > 1` is false.", "R"),
    (CELLS, "3", "`r` = `k * 2` = `3 * 2` = `6`.", "V"),
    (CELLS, "3", "`r` = `k * 2` = `2 * 3` = `6`.", "R"),
    (CELLS, "3", "`cells[0]` becomes `k`.", "V"),
    (CELLS, "3", "`cells[0]` becomes `k + 4`.", "R"),
    (CELLS, "3", "`z` is `6`.", "V"),
    (CELLS, "3", "`z` is `7`.", "R"),
    (UNDER_IF, "3", "`r` becomes `6`.", "V"),
    (UNDER_IF, "3", "`r` becomes `7`.", "R"),
    (METHODS, "3", "`r` becomes `6`. `s` becomes `9`.", "VV"),
    (METHODS, "3", "`r` becomes `9`.", "R"),
    # … its call has returned, and does so no second time.
    (LOCAL, "3", "`r` becomes `6`. `6` is returned.", "VV"),
    (LOCAL, "3", "`r` becomes `6`. `6` is returned. `inner(3)` returns `6`.", "VVR"),
    (DEEP, "3", "`r` becomes `6`. `6` is returned. `g(3)` returns `7`.", "VVV"),
    (DEEP, "3", "`r` becomes `6`. `6` is returned. `inner(3)` returns `6`.", "VVR"),
    # … of several calls the one that begins at the point; none of those around the context's own.
    (THRICE, "3", "In call 2 of `g`, `k` is `4`. `k` is `4`.", "VV"),
    (THRICE, "3", "In call 2 of `g`, `k` is `4`. `k` is `5`.", "VR"),
    (MUTUAL, "1", "In call 1 of `helper`, `m` is `0`.", "V"),
    (MUTUAL, "1", "In call 1 of `helper`, `m` is `1`.", "R"),
    (MUTUAL, "1", "In call 1 of `mid`, `m` is `0`.", "V"),
    (MUTUAL, "1", "In call 1 of `mid`, `m` is `1`.", "R"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
