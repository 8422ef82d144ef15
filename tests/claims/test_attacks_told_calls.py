"""Calls that are told: which claims are of them, who begins them, how each of them ends, once
(§3.4, §5.79, §5.85, §5.97, §5.102). Lies stand beside the truths that they would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

EACH = """\
def g(n):
    out = n * n
    return out

def f(ns):
    for n in ns:
        x = g(n)
        if x > 3:
            return x
    return 0
"""

FACT = """\
def fact(n):
    if n == 0:
        return 1
    return n * fact(n - 1)

def f(n):
    big = fact(n - 1)
    return big
"""

SUM_AFTER = """\
def g(n):
    total = 0
    total += n * n
    return total

def f(n):
    x = g(2)
    big = x + n
    return big
"""

COUNTED = """\
def count(n):
    i = 0
    while i < n:
        i += 1
        yield i

def f(n):
    total = 0
    for x in count(n):
        total += x
    return total
"""

BOX = """\
class Box:
    def __init__(self):
        self.n = 0

    def take(self, k):
        self.n += k

def use(box):
    box.take(3)

def f(n):
    b = Box()
    b.take(3)
    use(b)
    return b.n
"""

ROWS = """\
def g(k):
    out = k * k
    return out

def f(rows):
    last = 0
    for row in rows:
        for x in row:
            last = g(x)
    return last
"""

UNSET = """\
def g(n):
    total = 1
    if n > 5:
        seen = [n]
        total += 1
    return total

def f(n):
    seen = []
    last = g(2)
    seen = [last]
    big = n > 3
    return last
"""

LIMITED = """\
LIMIT = 3

def g(n):
    if n > LIMIT:
        return 1
    return 0

def f(n):
    a = g(2)
    if n > LIMIT:
        a += 5
    return a
"""

ADDED = """\
def g(ns):
    total = 0
    for x in ns:
        total += x
    return total

def f(rows):
    a = g([1, 1, 2])
    for n in rows:
        a += n
    return a
"""

SQUARES = """\
def g(x):
    return x * x

def f(xs):
    out = 0
    for x in xs:
        out += g(x)
    return out
"""

DIVIDED = """\
def g(k):
    x = 8
    return x // k

def f(n):
    try:
        a = g(n)
    except ZeroDivisionError:
        a = -1
    return a
"""

CALLER = """\
def h(k):
    return k + 1

def g(k):
    if k > 1:
        return h(k)
    return 0

def f(n):
    a = g(1)
    b = g(2)
    return a + b
"""

STATEMENTS = """\
def g(k):
    return k + 1

def f(n, out):
    print(n); out.append(n)
    for k in range(n):
        out.append(g(k))
        out.sort()
    return out
"""

FACTORIAL = """\
def f(n):
    if n < 2:
        return 1
    return n * f(n - 1)
"""

RAISED = """\
def r(n):
    if n == 0:
        raise KeyError(n)
    try:
        return r(n - 1)
    except KeyError:
        raise ValueError(n) from None

def parse(text):
    if not text:
        raise ValueError(text)
    return int(text)

def f(text):
    a = 0
    try:
        a = parse(text)
    except ValueError:
        a = 1
    try:
        a = r(1)
    except ValueError:
        a = 2
    return a
"""

DEEP = """\
def r(n):
    if n == 0:
        raise KeyError(n)
    return r(n - 1)

def f(n):
    try:
        return r(n)
    except KeyError:
        return -1
"""

TAIL = """\
def r(n):
    if n == 0:
        return 7
    return r(n - 1)

def f(n):
    x = r(n)
    return x
"""

SUMS = """\
def s(n):
    if n == 0:
        return 0
    return n + s(n - 1)

def f(n):
    x = s(n)
    return x
"""

ONE = """\
def f(n):
    return 1
"""

PARITY = """\
def g(k):
    out = k % 2
    return out

def f(n):
    x = g(n)
    if x == 1:
        return g(5)
    return 0 + g(n)
"""

FAILED = """\
def g(k):
    return 10 // k

def f(n):
    x = 5
    try:
        x = g(0)
    except ZeroDivisionError:
        raise ValueError(n)
    return g(2)
"""

NEXT = """\
def g(k):
    n = k + 1
    return n

def f(n):
    x = g(n)
    return x
"""

WAITING = """\
def g(k):
    yield k
    yield k + 1

def f(n):
    it = g(5)
    return g(next(it))
"""

CASES = [
    # Of which call a claim is: the told one where its function can be meant, else the context.
    (EACH, "[1, 2]", "`g(1)` is called. In iteration 2, `x` is returned.", "VV"),
    (EACH, "[1, 2]", "`g(1)` is called. In iteration 2, `n` is returned.", "VR"),
    (FACT, "4", "`fact(3)` is called. `fact(n - 1)` returns `6`.", "VV"),
    (FACT, "4", "`fact(3)` is called. `fact(n - 1)` returns `2`.", "VR"),
    (SUM_AFTER, "3", "`g(2)` is called. `big` becomes `7`. `n` is `3`.", "VVV"),
    (SUM_AFTER, "3", "`g(2)` is called. `big` becomes `7`. `n` is `2`.", "VVR"),
    (SUM_AFTER, "3", "`g(2)` is called. The total becomes `0`. The total becomes `4`.", "VVV"),
    (SUM_AFTER, "3", "`g(2)` is called. The total becomes `4`.", "VR"),
    (UNSET, "3", "`g(2)` is called. `seen` is not set.", "VV"),
    # By lines that could do it, or by names that are local.
    (UNSET, "3", "`g(2)` is called. `n + 1 = 2 + 1 = 3`.", "VV"),
    (UNSET, "3", "`g(2)` is called. `n + 1 = 3 + 1 = 4`.", "VR"),
    (LIMITED, "7", "`g(2)` is called. `n > LIMIT` is true.", "VR"),
    (LIMITED, "7", "`g(2)` is called. `n > LIMIT` is false.", "VV"),
    (LIMITED, "7", "`g(2)` is called. The condition `n > LIMIT` is true.", "VR"),
    (LIMITED, "7", "`g(2)` is called. The condition `n > LIMIT` is false.", "VV"),
    (DIVIDED, "0", "`g(0)` is called. `8 // 0` raises a `ZeroDivisionError`.", "VV"),
    (DIVIDED, "0", "`g(0)` is called. `9 // 0` raises a `ZeroDivisionError`.", "VR"),
    # Of a loop: the one whose header binds it, of the told call only where that has one.
    (ADDED, "[1, 4]", "`g([1, 1, 2])` is called. `1` occurs twice.", "VV"),
    (ADDED, "[1, 4]", "`g([1, 1, 2])` is called. `1` occurs once.", "VR"),
    (SQUARES, "[3, 4]", "`g(3)` is called. `x` takes the values `3` and `4`.", "VV"),
    (SQUARES, "[3, 4]", "`g(3)` is called. `x` takes the values `3`.", "VR"),
    # Names that only one function has; of a call that begins, the object is one by its name there.
    (COUNTED, "2", "Iteration 2 (`i` is `2`):\n  `total` becomes `3`.", "VVV"),
    (COUNTED, "2", "Iteration 2 (`i` is `1`):\n  `total` becomes `3`.", "VRV"),
    (BOX, "1", "`box.take(3)` is called. `self.n` becomes `6`.", "VV"),
    (BOX, "1", "`b.take(3)` is called. `self.n` becomes `3`.", "VV"),
    (BOX, "1", "`box.take(3)` is called. `self.n` becomes `3`.", "VR"),
    (ROWS, "[[1, 2], [3]]", "On pass 1 of the loop on line 8, `out` becomes `1`.", "A"),
    (ROWS, "[[1, 2], [3]]", "On pass 1 of the loop on line 8, `out` becomes `2`.", "A"),
    # The caller is the next call of it, not the one that made the call.
    (CALLER, "3", "`g` calls `h`.", "R"),
    (CALLER, "3", "`g(2)` calls `h(2)`.", "V"),
    (CALLER, "3", "`g(1)` is called. `g(2)` is called. `g` calls `h`.", "VVV"),
    (FACTORIAL, "3", "`f` returns `6`.", "V"),
    (FACTORIAL, "3", "`f` returns `1`.", "R"),
    (FACTORIAL, "3", "`f(3)` calls `f(2)`.", "V"),
    (FACTORIAL, "3", "`f` calls `f(1)`.", "V"),
    (FACTORIAL, "3", "`f` calls `f(2)`.", "V"),
    # Statements that call nothing of the program: each visit once, also one under way.
    (
        STATEMENTS,
        "2, []",
        "`print(n)` is called. `out.append(n)` is called. `out` is `[2]`.",
        "VVV",
    ),
    (STATEMENTS, "2, []", "`print(n)` is called. `print(n)` is called.", "VR"),
    (
        STATEMENTS,
        "2, []",
        "`out.sort()` is called. `out.sort()` is called. `out.sort()` is called.",
        "VVR",
    ),
    (
        STATEMENTS,
        "2, []",
        "`out.sort()` is called. `out.sort()` is called. `out` is `[1, 2, 2]`.",
        "VVV",
    ),
    (
        STATEMENTS,
        "2, []",
        "`g(0)` is called. `out.append(g(k))` is called. `out` is `[2, 1]`.",
        "VVV",
    ),
    (
        STATEMENTS,
        "2, []",
        "`g(1)` is called. `out.append(g(k))` is called. `out.append(g(k))` is called.",
        "VVR",
    ),
    # What raises: the told call, or the next one that ends; each end is named once.
    (RAISED, "''", "`parse` is called. `parse` raises a `ValueError`.", "VV"),
    (RAISED, "''", "`parse` is called. `parse` raises a `KeyError`.", "VR"),
    (RAISED, "''", "`parse('')` raises a `ValueError`. `parse('')` raises a `ValueError`.", "VR"),
    (RAISED, "''", "`parse` raises a `ValueError`. `parse` raises a `ValueError`.", "VR"),
    (RAISED, "''", "`a` becomes `0`. `parse('')` raises a `ValueError`. `a` becomes `1`.", "VVV"),
    (RAISED, "''", "`r(1)` is called. `r` raises a `ValueError`.", "VV"),
    (RAISED, "''", "`r(1)` is called. `r` raises a `KeyError`.", "VR"),
    (RAISED, "''", "`r` raises a `KeyError`. `r` raises a `ValueError`.", "VV"),
    (
        DEEP,
        "1",
        "`r` raises a `KeyError`. `r` raises a `KeyError`. `r` raises a `KeyError`.",
        "VVR",
    ),
    (
        DEEP,
        "2",
        "`r(0)` raises a `KeyError`. `r(1)` raises a `KeyError`. `r(2)` raises a `KeyError`.",
        "VVV",
    ),
    (
        RAISED,
        "''",
        "In call 1 of `parse`, line 11 raises `ValueError`. `parse('')` raises a `ValueError`.",
        "VV",
    ),
    # What returns: likewise; calls may end one right behind the other.
    (TAIL, "1", "`r` returns `7`. `r` returns `7`. `r` returns `7`.", "VVR"),
    (TAIL, "1", "`r(0)` returns `7`. `r(1)` returns `7`. `r(1)` returns `7`.", "VVR"),
    (TAIL, "1", "`r(0)` is called. Line 3 returns `7`. `r(0)` returns `7`.", "VVV"),
    (TAIL, "1", "`r(0)` is called. Line 3 returns `7`. `r(0)` returns `8`.", "VVR"),
    (SUMS, "2", "`s(2)` is called. `s` returns `3`.", "VV"),
    (SUMS, "2", "`s(2)` is called. `s` returns `0`.", "VR"),
    (SUMS, "2", "`s` returns `0`. `s` returns `1`. `s` returns `3`. `s` returns `3`.", "VVVR"),
    (SUMS, "2", "`s` returns `0`. `s` returns `1`. `s` returns `3`. `s` returns `0`.", "VVVR"),
    (ONE, "2", "`f(2)` returns `1`.", "V"),
    (NEXT, "5", "`n + 7` evaluates to a value of type `int`.", "V"),
    (NEXT, "5", "`n + 7` evaluates to a value of type `str`.", "R"),
    # What is returned, by an expression: the call is told no more.
    (NEXT, "5", "`g(5)` is called. `n` is returned. `n` is `5`.", "VVV"),
    (NEXT, "5", "`g(5)` is called. `n` is returned. `n` is `6`.", "VVR"),
    (NEXT, "5", "`x` is returned. `x` is returned.", "VR"),
    # What is returned, as a call: of it alone, made in that `return`, with its result.
    (PARITY, "3", "`g(3)` is returned.", "R"),
    (PARITY, "3", "`g(5)` is returned. `out` becomes `1`.", "VV"),
    (PARITY, "2", "`g(2)` is called. `out` is returned. `g(2)` is returned.", "VVR"),
    (PARITY, "2", "`x` becomes `0`. `g(2)` is returned.", "VR"),
    (PARITY, "3", "`g(5)` is returned. `g(5)` is called.", "VR"),
    (FAILED, "2", "`g(0)` is returned.", "R"),
    (WAITING, "5", "`g(5)` is returned.", "U"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
