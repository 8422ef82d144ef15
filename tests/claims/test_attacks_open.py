"""Lies that a small change of the discourse would let through: the point, contexts, calls that are
told, and what stands behind a sentence that was not read (docs/semantics.md §3). Every lie stands
beside the truth that it would replace."""

# ruff: noqa: E501, ISC004  # tables

from __future__ import annotations

import pytest

from tests.claims.test_discourse import judge, verdicts

STATE = """\
def f(nums):
    n = 7
    total = 0
    for n in nums:
        total += n
    return total
"""

THREE = """\
def f(nums):
    total = 0
    for n in nums:
        total += n
    return total
"""

BREAKS = """\
def f(nums):
    total = 0
    for n in nums:
        total += n
        if n == 1:
            break
    return total
"""

HEADER = """\
def g(n):
    return range(n)
def f(n):
    x = 7
    for x in g(n):
        n += x
    return n
"""

CALLED = """\
def g(n):
    return n
def f(n):
    t = 0
    for x in n:
        t += g(x)
    return t
"""

GLOBAL = """\
def f(n):
    global g
    def g(k):
        return k + 1
    return g(n)
"""

INSIDE = """\
def f(n):
    def h(m):
        global g
        def g(k):
            return k + 1
        return g(m)
    return h(n)
"""

INNER = """\
def f(n):
    def inner(k):
        if k == 0:
            return 0
        r = inner(k - 1)
        return r + 10
    return inner(n)
"""

OBJECTS = """\
class P:
    def __init__(self, v):
        self.v = v
    @staticmethod
    def join(a, b):
        return a.v + b.v
def f(n):
    def inner(a, b):
        return a.v - b.v
    p = P(n)
    q = P(n + 1)
    return P.join(p, q) + inner(p, q)
"""

TWICE = """\
class P:
    def __init__(self, v):
        self.v = v
def f(n):
    p = P(n)
    p.v = 1
    p.v = 1
    p.v = 2
    return p.v
"""

ORDER = """\
def h(n):
    return n
def g(n):
    return n + 1
def f(n):
    x = h(2) + g(1)
    return x
"""

RAISES = """\
seen = []
def g(n):
    if not seen:
        seen.append(n)
        raise ValueError('no')
    return n + 2
def f(n):
    seen.clear()
    try:
        g(1)
    except ValueError:
        n = 5
    y = g(1)
    return y + n
"""

LITERALS = """\
class Box:
    def __init__(self, v):
        self.v = v
    def take(self, k, m=2):
        return k + m
def g(x):
    return x
def f(n):
    b = Box(1)
    g(float('inf'))
    g(bytearray(b'a'))
    return b.take(k=3)
"""

COMPUTED = """\
def f(a, b):
    x = (a + b) * (a - b)
    y = a + b
    return x + y
"""

APPENDED = """\
def f(x):
    y = 0
    x.append(1)
    y = 2
    return x
"""

OTHERS = """\
def g(x):
    x.append(1)
    return x
def f(x):
    y = g([])
    return x
"""

HANDED = """\
def h(x):
    y = x + 1
    return y
def gen(n):
    for i in range(n):
        yield h(i)
def f(n):
    return list(gen(n))
"""

WAITS = """\
class Box:
    def __init__(self, v):
        self.v = v
def gen(b):
    while True:
        b.v = (yield 1) or 5
def f(n):
    b = Box(0)
    it = gen(b)
    for i in range(n):
        next(it)
    return b
"""

ELEMENT = """\
def g(a):
    a[0] = 5
def f(a):
    g(a)
    return a
"""

SEVERAL = """\
def f(x):
    x = 5
    for i in range(2):
        x = 1
    return x
"""

ELSE = """\
def f(a, b):
    if a > 1:
        return 1
    else:
        if b:
            a = 2
    return a
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # The state at which a context ends is none of what begins behind it (§3.1)
        (
            STATE,
            "[3, 1]",
            "At the end of pass 1 of the loop on line 4, `total` is `3`.\nPass 2 of the loop on line 4:\n  - `n` is `1`.",
            "VVV",
        ),
        (
            STATE,
            "[3, 1]",
            "At the end of pass 1 of the loop on line 4, `total` is `3`.\nPass 2 of the loop on line 4:\n  - `n` is `3`.",
            "VVR",
        ),
        (STATE, "[3, 1]", "Over the loop on line 4, `total` grows by `4`. `n` is `1`.", "VV"),
        (STATE, "[3, 1]", "Over the loop on line 4, `total` grows by `4`. `n` is `7`.", "VR"),
        # The point in what the header calls lies in the pass already (§3.1)
        (HEADER, "2", "`g(2)` is called.\nIteration 1:\n  - `x` is `7`.", "VVV"),
        (HEADER, "2", "`g(2)` is called.\nIteration 1:\n  - `x` is `0`.", "VVA"),
        # A pass that is described by a value: the one in which the point lies (§3.3)
        (BREAKS, "[3, 1]", "In iteration 2, we break. At `n` = `1`, `total` is `4`.", "VV"),
        (BREAKS, "[3, 1]", "In iteration 2, we break. At `n` = `1`, `total` is `3`.", "VR"),
        (
            THREE,
            "[3, 1, 3]",
            "On pass 1 of the loop on line 3, line 4 sets `total` to `3`. At `n` = `3`, `total` is `3`.",
            "VV",
        ),
        (
            THREE,
            "[3, 1, 3]",
            "On pass 1 of the loop on line 3, line 4 sets `total` to `3`. At `n` = `3`, `total` is `7`.",
            "VR",
        ),
        # Behind a heading alone the next heading goes on to the next such pass (§3.3)
        (
            THREE,
            "[3, 1, 3]",
            "`n = 3`:\n  - `total` becomes `3`.\nAt `n` = `3`, `total` is `3`.",
            "VVV",
        ),
        (
            THREE,
            "[3, 1, 3]",
            "`n = 3`:\n  - `total` becomes `3`.\nAt `n` = `3`, `total` is `7`.",
            "VVR",
        ),
        # In a pass or a call of its own a claim is of no call that is told outside (§3.4)
        (
            CALLED,
            "[1, 2]",
            "`g(1)` is called. On pass 2 of the loop on line 5, line 5 sets `x` to `2`.",
            "VV",
        ),
        (
            CALLED,
            "[1, 2]",
            "`g(1)` is called. On pass 2 of the loop on line 5, line 5 sets `x` to `1`.",
            "VR",
        ),
        (
            CALLED,
            "[1, 2]",
            "`g(1)` is called. On pass 2 of the loop on line 5, in iteration 2, `x` is `2`.",
            "VR",
        ),
        # What a loop is over is of a call whose function has a loop, and all its names (§3.4)
        (CALLED, "[1, 2]", "`g(1)` is called. The loop runs over `n`.", "VV"),
        (CALLED, "[1, 2]", "`g(1)` is called. The loop runs over `t`.", "VR"),
        # A function that is made global goes by its name alone (§5.97, §5.102)
        (GLOBAL, "1", "The call with `k` = `1` returns `2`.", "V"),
        (GLOBAL, "1", "The call with `k` = `1` returns `3`.", "R"),
        (GLOBAL, "1", "`k` is `1`.", "V"),
        (GLOBAL, "1", "`k` is `2`.", "R"),
        (INSIDE, "1", "The call with `k` = `1` returns `2`.", "V"),
        (INSIDE, "1", "The call with `k` = `1` returns `3`.", "R"),
        (INSIDE, "1", "`k` is `1`.", "V"),
        (INSIDE, "1", "`k` is `2`.", "R"),
        # A call found by its names is told, and its function's name is of it (§5.97, §5.79)
        (INNER, "1", "`inner(0)` returns `0`. `k` is `0`. `inner` returns `0`.", "VVV"),
        (INNER, "1", "`inner(0)` returns `0`. `k` is `0`. `inner` returns `10`.", "VVR"),
        # Neither a static method nor a function in a function has an object of its own (§5.88)
        (OBJECTS, "1", "In call 1 of `P.join`, `v` is `1`.", "A"),
        (OBJECTS, "1", "In call 1 of `inner`, `v` is `1`.", "A"),
        # An attribute that is set again becomes again what it is (§3.2, §5.6)
        (TWICE, "5", "`p.v` becomes `1`. `p.v` becomes `1`. `p.v` becomes `2`.", "VVV"),
        (TWICE, "5", "`p.v` becomes `1`. `p.v` becomes `2`.", "VR"),
        # Calls of one function say nothing of those of another (§5.79)
        (
            ORDER,
            "2",
            "`g(1)` is called. `g(1)` returns `2`. Line 6 sets `x` to `4`. `h(2)` is called.",
            "VVVV",
        ),
        (ORDER, "2", "`h(2)` is called. `g(1)` is called. `h(2)` is called.", "VVR"),
        # A call that raised has ended, and returns nothing any more (§5.85, §5.70)
        (RAISES, "1", "`g(1)` raises `ValueError`. `g(1)` returns `3`.", "VV"),
        (RAISES, "1", "`g(1)` raises `ValueError`. `g(1)` returns `4`.", "VR"),
        (RAISES, "1", "`g` raises `ValueError`. `g` returns `3`.", "VV"),
        (RAISES, "1", "`g` raises `ValueError`. `g` returns `4`.", "VR"),
        # Arguments may be literals that the evaluator does not make (§3.4, §5)
        (LITERALS, "1", "`g(inf)` is called. `g(bytearray(b'a'))` is called.", "VV"),
        (LITERALS, "1", "`g(nan)` is called.", "R"),
        (LITERALS, "1", "`g(bytearray(b'b'))` is called.", "R"),
        # Only the object of a method is not among the arguments (§3.4)
        (LITERALS, "1", "`b.take(k=3)` is called.", "V"),
        (LITERALS, "1", "`b.take(k=4)` is called.", "R"),
        # What is computed is told of each expression by itself (§5.102)
        (COMPUTED, "1, 2", "`a + b` is computed. `a - b` is computed. `a + b` is computed.", "VVV"),
        (COMPUTED, "1, 2", "`a + b` is computed. `a + b` is computed. `a + b` is computed.", "VVR"),
        # What a change has made of something, where that was told of it last (§5.70)
        (APPENDED, "[]", "`1` is appended to `x`. `y` becomes `2`. `x` becomes `[1]`.", "VVV"),
        (
            APPENDED,
            "[]",
            "`1` is appended to `x`. `y` becomes `2`. `x` is `[1]`. `x` becomes `[1]`.",
            "VVVR",
        ),
        (OTHERS, "[]", "In call 1 of `g`, `1` is appended to `x`. `x` becomes `[]`.", "VR"),
        # A claim of two moments tells of neither what is so there (§5.75)
        (SEVERAL, "1", "Line 4 sets `x` to `1`. `x = 1`.", "VV"),
        (SEVERAL, "1", "Line 4 sets `x` to `1`. `x = 5`.", "VR"),
        (
            SEVERAL,
            "1",
            "On pass 1 of the loop on line 3, line 4 sets `x` to `1`. `x = 1`.",
            "VV",
        ),
        # What is handed out at the point is handed out next (§5.104)
        (HANDED, "2", "In call 1 of `h`, at the end, `y` is `1`. `gen` hands out `1`.", "VV"),
        (HANDED, "2", "In call 1 of `h`, at the end, `y` is `1`. `gen` hands out `2`.", "VR"),
        # What is set when a generator goes on is not yet so where it waits (§5.88)
        (WAITS, "2", "In iteration 1, `b.v` becomes `5`.", "R"),
        (WAITS, "2", "In iteration 2, `b.v` becomes `5`.", "V"),
        # Nothing is left to happen at the end, whatever the element is (§5.88)
        (ELEMENT, "[1]", "Line 5 returns `[5]`. `a[hash(1)]` becomes `5`.", "VR"),
        (ELEMENT, "[1]", "`a[hash(1)]` becomes `5`.", "U"),
        (ELEMENT, "[1]", "`a[0]` becomes `5`.", "V"),
        # An `if` alone in an `else` is no `elif` (§5.76)
        (ELSE, "1, 1", "The `else` branch is taken.", "V"),
        (ELSE, "1, 1", "The `else` branch is not taken.", "R"),
        (ELSE, "2, 1", "The `else` branch is not taken.", "V"),
        (ELSE, "2, 1", "The `else` branch is taken.", "R"),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


SUMS = """\
def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n
        else:
            nums[0] = total
    result = total * 2
    return result
"""

PASSES = """\
def g(n):
    out = 0
    for i in range(n):
        out += i
    for j in range(n):
        out += j * 2
    return out
def f(n):
    a = g(n)
    b = 5
    return a + b
"""


SUMMED = """\
def g(nums):
    total = 0
    for n in nums:
        total += n
    return total
def f(nums):
    return g(nums)
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # Behind the pass there may be another one that is described alike, in the call, too (§3.6)
        (
            SUMMED,
            "[3, 1, 3]",
            "`g([3, 1, 3])` is called. Blah is blah. At `n` = `3`, `total` becomes `3`. `total` becomes `7`.",
            "VVA",
        ),
        (
            SUMMED,
            "[3, 1, 3]",
            "`g([3, 1, 3])` is called. Blah is blah. At `n` = `3`, `total` becomes `3`. `total` becomes `8`.",
            "VVR",
        ),
        (
            SUMMED,
            "[3, 1, 3]",
            "`g([3, 1, 3])` is called. Blah is blah. At `n` = `1`, `total` becomes `4`. `total` becomes `3`.",
            "VVR",
        ),
        # A context of several passes says of no moment where the point lies (§3.6)
        (
            SUMS,
            "[3, 1, 2]",
            "Blah is blah. On every pass of the loop on line 3, line 4 runs. `total` becomes `5`.",
            "VA",
        ),
        (
            SUMS,
            "[3, 1, 2]",
            "Blah is blah. On every pass of the loop on line 3, line 4 runs. `total` becomes `4`.",
            "VR",
        ),
        (
            SUMS,
            "[3, 1, 2]",
            "Blah is blah. In iteration 1, line 4 runs. `total` becomes `5`.",
            "VR",
        ),
        # A pass without a line is another one where the point may lie in another loop (§3.6, §3.3)
        (
            PASSES,
            "3",
            "Call 1 of `g`:\n  - The first loop runs 3 times.\n  - Blah is blah.\n"
            "  - In iteration 1, `i` is `0`.\n  - `out` becomes `5`.",
            "VVVA",
        ),
        (
            PASSES,
            "3",
            "Call 1 of `g`:\n  - The first loop runs 3 times.\n  - Blah is blah.\n"
            "  - In iteration 1, `i` is `0`.\n  - `out` becomes `4`.",
            "VVVR",
        ),
    ],
)
def test_behind_what_was_not_read(source: str, call: str, text: str, expected: str) -> None:
    report = judge(source, call).verify(text)
    assert report.problems
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected
