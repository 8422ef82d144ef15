"""Lies and truths about what lines compute, raise and return, about every state, and about the
state in which something is told (§4, §5.17 to §5.19, §5.41, §5.55 to §5.57, §5.75, §5.78, §5.88).
Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from engine.claims.verdicts import Level, Reason
from tests.claims.test_discourse import judge, verdicts

PARTS = """\
def f(n, m, xs):
    a = n + 1; a = n + 2
    a, b, *c = *xs, n + 1, n + 2
    x = n + m
    t = n < 2 < len('abc')
    u = int(n < 2 < len('abc'))
    v = int(n < 2 < 1 + 1)
    w = [k + 1 for k in xs]
    y = (n + m) * 2
    return x, y
"""
PARTED = "3, 2, [7, 4]"

DIVIDED = """\
def f(rows, d):
    out = []
    a = 0
    for row in rows:
        for x in row:
            c = x + d
            out.append(c)
    for n in [2, 0]:
        try:
            a = 10 // n
        except ZeroDivisionError:
            out.append(0)
    return out
"""
DIVIDES = "[[1, 2], [5]], 1"

OBJECTS = """\
class P:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        return self.v < other.v

def f(p, q):
    a = P(p)
    b = P(q)
    c = [a < b]
    return c
"""

SHORT = """\
def f(xs, m):
    ok = None
    for n in xs:
        ok = n > 2 and n + m > 4
    return ok
"""

BOX = """\
v = 5
class Box:
    def __init__(self, v, w):
        self.v = v
        self.w = w

def f(n):
    b = Box(n, 9)
    later = v + 1
    n = n + 1
    return later
"""

SET = """\
def f(n):
    a = 1
    a = 2
    a = 2
    a = 5
    return 7
"""

DOUBLED = """\
def g(k):
    r = k * 2
    return r

def f(n):
    a = g(n)
    a = a + 5
    return a
"""

SUM = """\
def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n
    total = total * 2
    total = total + 1
    return total
"""
SUMMED = "[3, 1, 2]"

VALUES = """\
def square(k):
    return k * k

def f(xs):
    out = []
    n = 4
    total = 0
    for x in xs:
        out.append(x)
        n = n - 1
    total = total + 5
    last = None
"""

RAISES = """\
def gen(n):
    yield n
    raise ValueError('late')

def stop():
    raise StopIteration

def stopped(n):
    yield n
    raise StopIteration

def f(xs):
    for x in xs:
        try:
            y = 10 // x
        except ZeroDivisionError:
            y = -1
    try:
        raise ValueError()
    except ValueError:
        y = list(stopped(1)) if y > 9 else 0
    for made in gen, stopped, stop:
        try:
            for y in made() if made is stop else made(3):
                y += 1
        except (ValueError, RuntimeError, StopIteration):
            y = made is stop
    for x in xs:
        if x == 0: return x
    return None
"""

STAR = """\
def f(n):
    try:
        raise ExceptionGroup('a', [ValueError(n)])
    except* ValueError:
        n = 3
    return n
"""

CASES = [
    # Derivations: what is set by two statements of the line, part by part, or not at all.
    (PARTS, PARTED, "Line 2 sets `a` to `n + 1` = `4`.", "U"),
    (PARTS, PARTED, "Line 2 sets `a` to `n + 2` = `3 + 2` = `5`.", "U"),
    (PARTS, PARTED, "Line 3 sets `b` to `4`.", "V"),
    (PARTS, PARTED, "Line 3 sets `b` to `n + 1` = `3 + 1` = `4`.", "R"),  # it is `xs[1]`
    (
        DIVIDED,
        DIVIDES,
        "On pass 1 of the loop on line 8, line 10 sets `a` to `10 // n` = `10 // 2` = `5`.",
        "V",
    ),
    (
        DIVIDED,
        DIVIDES,
        "On pass 2 of the loop on line 8, line 10 sets `a` to `10 // n` = `5`.",
        "R",
    ),
    (DIVIDED, DIVIDES, "On pass 2 of the loop on line 8, line 10 sets `a` to `4 + 1` = `5`.", "R"),
    # … and what is not the same in all contexts, or in all evaluations of a visit.
    (
        DIVIDED,
        DIVIDES,
        "On pass 1 of the loop on line 5, line 6 sets `c` to `x + d` = `1 + 1` = `2`.",
        "A",
    ),
    (
        DIVIDED,
        DIVIDES,
        "On pass 1 of the loop on line 5, line 6 sets `c` to `x + d` = `5 + 1` = `6`.",
        "A",
    ),
    (PARTS, PARTED, "Line 8 computes `k + 1` = `9 - 4` = `5`.", "A"),
    (PARTS, PARTED, "Line 8 computes `k + 1` = `9 - 1` = `8`.", "A"),
    (PARTS, PARTED, "Line 8 computes `k + 1` = `9 - 3` = `6`.", "R"),
    # A part follows from the part before it, too.
    (PARTS, PARTED, "Line 4 sets `x` to `n + m` = `3 + 2` = `5`.", "V"),
    (PARTS, PARTED, "Line 4 sets `x` to `4 + 1` = `5`.", "R"),
    (PARTS, PARTED, "Line 4 sets `x` to `5 * 1` = `4 + 1` = `5`.", "V"),
    # A value in the place of what was not evaluated; constant expressions have theirs all the same.
    (PARTS, PARTED, "Line 5 sets `t` to `n < 2 < len('abc')` = `3 < 2 < 3` = `False`.", "U"),
    (PARTS, PARTED, "Line 6 computes `int(n < 2 < len('abc'))` = `int(3 < 2 < 3)` = `0`.", "U"),
    (PARTS, PARTED, "Line 7 computes `int(n < 2 < 1 + 1)` = `int(3 < 2 < 2)` = `0`.", "V"),
    (PARTS, PARTED, "Line 7 computes `int(n < 2 < 1 + 1)` = `int(3 < 2 < 3)` = `0`.", "R"),
    # Comparisons of objects of the program.
    (OBJECTS, "1, 2", "Line 10 computes `a < b` = `not False` = `True`.", "U"),
    (OBJECTS, "1, 2", "Line 10 computes `a < b` = `1 < 2` = `True`.", "U"),
    # The next visit that evaluates it, which the first pass does not.
    (PARTS, PARTED, "`n + m` = `3 + 2` = `5`. `n + m` = `3 + 2` = `5`.", "VV"),
    (
        PARTS,
        PARTED,
        "`n + m` = `3 + 2` = `5`. `n + m` = `3 + 2` = `5`. `n + m` = `3 + 2` = `5`.",
        "VVR",
    ),
    (SHORT, "[1, 3], 2", "`n + m` = `3 + 2` = `5`.", "V"),
    (SHORT, "[1, 3], 2", "`n + m` = `1 + 2` = `3`.", "R"),
    # Attributes by their names stand where no variable does, though one may come before them.
    (BOX, "3", "Line 8 runs. `v` is `5`.", "VV"),
    (BOX, "3", "Line 8 runs. `v` is `3`.", "VR"),
    (BOX, "3", "Line 8 runs. `n` is less than `w`.", "VV"),
    (BOX, "3", "Line 8 runs. `n` is greater than `w`.", "VR"),
    (BOX, "3", "Line 8 runs. `later` is less than `w`.", "VV"),
    (BOX, "3", "Line 8 runs. `later` is greater than `w`.", "VR"),
    # What stays: from the point on, in the visit that is being told.
    (SUM, SUMMED, "In iteration 1, `n > 1` is true and `total` remains `0`.", "VR"),
    (SUM, SUMMED, "In iteration 2, `n > 1` is false and `total` remains `3`.", "VV"),
    (SET, "3", "Line 6 runs. `n` is unchanged.", "VV"),
    (SET, "3", "Line 5 runs. `a` is unchanged.", "VR"),
    # What is shown: what was told is not that any more, so that it is the state at the point.
    (SUM, SUMMED, "`total` becomes `0`. After the loop, `total = 5`.", "VV"),
    (SUM, SUMMED, "`total` becomes `0`. After the loop, `total = 10`.", "VR"),
    (SUM, SUMMED, "`total` becomes `0`. After the loop, `total = 5`, `total = 10`.", "VVV"),
    # What is now: what is set once more to the same; in the visit around a call that is told.
    (SET, "3", "After line 3, `a` is `2`. `a` is now `2`.", "VV"),
    (SET, "3", "After line 3, `a` is `2`. `a` is now `5`.", "VR"),
    (SET, "3", "After line 4, `a` is `2`. `a` is now `5`.", "VV"),
    (DOUBLED, "3", "`g(3)` returns `6`. `a` is `6`.", "VV"),
    (DOUBLED, "3", "`g(3)` returns `6`. `a` is `11`.", "VR"),
    (DOUBLED, "3", "`g(3)` returns `6`. `a` is now `6`.", "VV"),
    (DOUBLED, "3", "`g(3)` returns `6`. `a` is now `11`.", "VR"),
    # Every state: one without a value counts as not so.
    (VALUES, "[5, 7]", "`out[0]` never exceeds `5`.", "V"),
    (VALUES, "[5, 7]", "`out[0]` is always at least `5`.", "R"),
    (VALUES, "[5, 7]", "`out[0] == 5` always holds.", "R"),
    (VALUES, "[5, 7]", "The largest value that `out[0]` ever has is `5`.", "R"),
    (VALUES, "[5, 7]", "The largest value that `out[9]` ever has is `5`.", "R"),
    # … and where one is not known another one may refute.
    (VALUES, "[5, 7]", "The largest value that `square(n) if n > 3 else n` ever has is `3`.", "U"),
    (VALUES, "[5, 7]", "The largest value that `square(n) if n > 3 else n` ever has is `1`.", "R"),
    # What has neither number nor length has no trend, in one state either; one step is a trend.
    (VALUES, "[5, 7]", "`last` never decreases.", "R"),
    (VALUES, "[5, 7]", "`total` only grows.", "V"),
    (VALUES, "[5, 7]", "`total` only shrinks.", "R"),
    # What leaves a generator, and another function.
    (RAISES, "[5, 0, 2]", "Call 1 of `gen` raises `ValueError`.", "V"),
    (RAISES, "[5, 0, 2]", "Call 1 of `gen` raises `RuntimeError`.", "R"),
    (RAISES, "[5, 0, 2]", "Call 1 of `stop` raises `StopIteration`.", "V"),
    (RAISES, "[5, 0, 2]", "Call 1 of `stop` raises `RuntimeError`.", "R"),
    (RAISES, "[5, 0, 2]", "Call 1 of `stopped` raises `RuntimeError`.", "V"),
    (RAISES, "[5, 0, 2]", "Call 1 of `stopped` raises `StopIteration`.", "R"),
    # What a line raises or returns in one of its visits.
    (RAISES, "[5, 0, 2]", "Line 15 raises `ZeroDivisionError`.", "A"),
    (
        RAISES,
        "[5, 0, 2]",
        "On pass 2 of the loop on line 13, line 15 raises `ZeroDivisionError`.",
        "V",
    ),
    (RAISES, "[5, 0, 2]", "Line 19 raises `ValueError`.", "V"),
    (RAISES, "[5, 0, 2]", "Line 19 raises `ValueError` with the message `'x'`.", "R"),
    (RAISES, "[5, 0, 2]", "Line 29 returns `0`.", "A"),
    (RAISES, "[5, 0, 2]", "Line 29 returns `5`.", "R"),
    (STAR, "4", "Line 4 catches `ExceptionGroup`.", "U"),
    (STAR, "4", "Line 4 catches `ValueError`.", "U"),
]

ORDERED = [
    # A state at the point lasts until the next step where no visit is told, …
    (SUM, SUMMED, "After line 2, `total` is `0`. Line 3 runs. `total` is `0`.", True),
    (SUM, SUMMED, "`total` becomes `0`. Line 3 runs. `total` is `0`.", False),
    # … and begins with the step before it.
    (
        SUM,
        SUMMED,
        "After the loop, `total` is `5`. After the loop on line 3, `total` is `5`.",
        True,
    ),
    (SET, "3", "`n` is `3`. At the start, `n` is `3`.", True),
    (SET, "3", "`a` is `1`. At the start, `n` is `3`.", False),
    (SET, "3", "`f(3)` is called. `n` is `3`. At the start, `n` is `3`.", True),
    (SET, "3", "Line 2 runs. `n` is `3`. At the start, `n` is `3`.", False),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize(("source", "call", "text", "in_order"), ORDERED)
def test_a_state_at_the_point_has_its_place_in_the_order(
    source: str, call: str, text: str, in_order: bool
) -> None:
    assert set(verdicts(source, call, text)) == {"V"}
    report = judge(source, call).verify(text, Level.ORDERED)
    assert (Reason.OUT_OF_ORDER not in report.reasons) is in_order
