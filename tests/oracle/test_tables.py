"""Programs, sentences about their runs, and what docs/semantics.md says of these."""

# ruff: noqa: E501 (a case is a line)

from __future__ import annotations

import pytest

from .judge import Oracle

GIVEN = """def g(a, b=2, /, *rest, k, m=5, **more):
    return a

def h(a, b=[], *, c=len('x')):
    return b

def p(a, b=7):
    return a - b

class Box:
    def __init__(self, v):
        self.v = v

    def take(self, n, by=1):
        self.v -= n * by
        return self.v

    @staticmethod
    def make(v, w=3):
        return Box(v)

    @classmethod
    def of(cls, v):
        return cls(v)

def f(n):
    g(1, k=3)
    g(1, 4, 5, 6, k=3, z=9, a=8)
    h(n)
    h(n, [1], c=2)
    p(n)
    p(b=1, a=n)
    box = Box.make(n)
    box.take(2)
    Box.take(box, 3, by=2)
    Box.of(4)
    return box.v
"""

GIVEN_SAID = (
    ("`take(2)` is called.", "VERIFIED"),
    ("`take(7)` is called.", "REFUTED"),
    ("`__init__(9)` is called.", "VERIFIED"),
    ("`__init__(7)` is called.", "REFUTED"),
    ("`g(1, k=3)` is called.", "VERIFIED"),
    ("`g(1, 2, k=3)` is called.", "VERIFIED"),
    ("`g(1, 2, k=3, m=5)` is called. `m` is `5`.", "VERIFIED"),
    ("`g(1, k=4)` is called.", "REFUTED"),
    ("`g(1, 4, 5, 6, k=3, z=9, a=8)` is called. `rest` is `(5, 6)`.", "VERIFIED"),
    ("`g(1, 4, 5, 6, k=3, a=8, z=9)` is called. `more` is `{'a': 8, 'z': 9}`.", "VERIFIED"),
    ("`g(1, 4, 5, k=3, a=8, z=9)` is called.", "REFUTED"),
    ("`g(1, 4, 5, 6, k=3, z=9)` is called.", "REFUTED"),
    ("`g(1, 4)` is called. `rest` is `(5, 6)`.", "VERIFIED"),
    ("`g()` is called. `rest` is `()`.", "VERIFIED"),
    ("`g(k=3)` is called.", "VERIFIED"),
    ("`g(a=1, k=3)` is called.", "REFUTED"),
    ("`g(a=8)` is called. `rest` is `(5, 6)`.", "AMBIGUOUS"),
    ("`g(*[1], k=3)` is called.", "UNSUPPORTED"),
    ("`g(1, **{'k': 3})` is called.", "UNSUPPORTED"),
    ("`h(9, [], 2)` is called.", "REFUTED"),
    ("`h(9, [1], c=2)` is called.", "VERIFIED"),
    ("`h(9, c=2)` is called.", "UNSUPPORTED"),
    ("`h(9, c=1)` is called. `b` is `[]`.", "VERIFIED"),
    ("`h(9)` is called.", "UNSUPPORTED"),
    ("`h(n, c=1)` is called.", "VERIFIED"),
    ("`h(9, d=1)` is called.", "REFUTED"),
    ("`h(9, a=9)` is called.", "REFUTED"),
    ("`p(9)` is called. `b` is `7`.", "VERIFIED"),
    ("`p(9, 1)` is called.", "VERIFIED"),
    ("`p(9)` returns `2`.", "VERIFIED"),
    ("`p(b=1, a=9)` returns `8`.", "VERIFIED"),
    ("`p(a=9)` returns `8`.", "REFUTED"),
    ("`p(9, 1)` returns `8`.", "VERIFIED"),
    ("`p(9, 2)` returns `7`.", "REFUTED"),
    ("`p(b=1)` is called. `a` is `9`.", "VERIFIED"),
    ("`box.take(2)` is called. `n` is `2`.", "VERIFIED"),
    ("`box.take(3)` is called.", "REFUTED"),
    ("`box.take(3, 2)` is called. `n` is `3`.", "VERIFIED"),
    ("`it.take(2, self=1)` is called.", "REFUTED"),
    ("`take(2)` is called.", "VERIFIED"),
    ("`box.take()` is called.", "VERIFIED"),
    ("`Box.take(box, 3, by=2)` is called.", "VERIFIED"),
    ("`Box.make(9)` is called. `v` is `9`.", "VERIFIED"),
    ("`Box.make(9, 4)` is called.", "REFUTED"),
    ("`Box.make(1, 9)` is called.", "REFUTED"),
    ("`Box.of(4)` is called. `v` is `4`.", "VERIFIED"),
    ("`Box.of(Box, 4)` is called.", "REFUTED"),
    ("Call `p(9)`:\n  `a` is `9`.", "VERIFIED"),
    ("Call `p(9, 1, 2)`:", "REFUTED"),
    ("Call `p(*[9])`:", "UNSUPPORTED"),
    ("`f(9)` is called.", "VERIFIED"),
    ("`f` calls `p(9)`.", "VERIFIED"),
    ("`p(9)` raises `ValueError`.", "REFUTED"),
    ("`p(*[9])` raises `ValueError`.", "UNSUPPORTED"),
    ("`p(9, 1)` is called for the first time.", "VERIFIED"),
)

IN_A_ROW = """def f(a, b):
    n = 9
    out = []
    for x in a:
        out.append(x)
    for n in b:
        out.append(n)
    return out
"""

IN_A_ROW_SAID = (
    (
        "After the loop over `a`, `out` is `[1]`.\nIteration 1 of the loop over `b`:\n  `n` is `9`.",
        "REFUTED",
    ),
    (
        "After the loop over `a`, `out` is `[1]`.\nIteration 1 of the loop over `b`:\n  `n` is `7`.",
        "VERIFIED",
    ),
    ("Iteration 1 of the loop over `b`:\n  `n` is `9`.", "REFUTED"),
    ("Iteration 1 of the loop over `b`:\n  `n` is `7`.", "VERIFIED"),
    (
        "After the loop over `a`, `out` is `[1]`. In iteration 1 of the loop over `b`, `n` is `9`.",
        "REFUTED",
    ),
    (
        "After the loop over `a`, `out` is `[1]`.\nIteration 1 of the loop over `b`:\n  `n` = `9`.",
        "REFUTED",
    ),
    (
        "After the loop over `a`, `out` is `[1]`.\nIteration 1 of the loop over `b`:\n  `n` becomes `7`.",
        "VERIFIED",
    ),
    (
        "After the loop over `a`, `out` is `[1]`. `n` is `9`.\nIteration 1 of the loop over `b`:\n  `n` is `9`.",
        "REFUTED",
    ),
    (
        "After the loop over `a`, `out` is `[1]`.\nIteration 2 of the loop over `b`:\n  `n` is `8`.",
        "VERIFIED",
    ),
)

THREE = """def f(a, b, c):
    t = 0
    for x in a:
        t += x
    for y in b:
        t += y
    for z in c:
        t += z
    return t
"""

THREE_SAID = (
    ("The second loop makes 3 passes. In iteration 2, `y` is `3`.", "VERIFIED"),
    ("The second loop makes 3 passes. In iteration 2, `y` becomes `3`.", "VERIFIED"),
    ("The second loop makes 3 passes. In iteration 2, `z` is `6`.", "REFUTED"),
    ("The second loop makes 4 passes. In iteration 2, `y` is `3`.", "VERIFIED"),
    ("The loop over `c` ends. In iteration 2, `z` is `6`.", "VERIFIED"),
    ("The second loop runs over `b`. Iteration 2:\n  `y` is `3`.", "VERIFIED"),
    ("`y` takes the values `2`, `3` and `4`. In iteration 2, `y` is `3`.", "UNDECIDED"),
    ("In iteration 2, `y` is `3`.", "AMBIGUOUS"),
    ("In iteration 1 of the third loop, the first loop runs over `a`.", "REFUTED"),
    ("In iteration 1 of the third loop, the loop runs over `c`.", "VERIFIED"),
    ("In iteration 1 of the third loop, the `for` loop runs over `c`.", "REFUTED"),
    ("In iteration 1 of the third loop, the first loop makes 1 pass.", "REFUTED"),
    ("In iteration 1 of the third loop, the loop over `c` makes 2 passes.", "REFUTED"),
    ("In iteration 1 of the third loop, `y` takes the values `2`, `3` and `4`.", "UNSUPPORTED"),
)

HANDED_OUT = """def up(n):
    for i in range(n):
        yield i + 1

def f(n):
    total = 0
    for a in up(n):
        total += a
    return total
"""

HANDED_OUT_SAID = (
    ("`up` hands out `1`. `a` becomes `1`.", "VERIFIED"),
    ("`up` hands out `1`. `a` becomes `2`.", "REFUTED"),
    ("`up` hands out `1`. `a` is `1`.", "VERIFIED"),
    ("`up` hands out `1`. `up` hands out `2`. `a` becomes `2`.", "VERIFIED"),
    ("`up` hands out `1`. `i` is `0`.", "VERIFIED"),
    ("After the loop, `total` is `3`. `i` is `0`.", "REFUTED"),
    ("After the loop, `total` is `3`. `i` is `1`.", "REFUTED"),
    ("After the loop, `i` is `0`.", "REFUTED"),
    ("After the loop, `i` is `1`.", "REFUTED"),
    ("In iteration 2, `total` becomes `3`. `i` is `1`.", "VERIFIED"),
    ("In iteration 2, `total` becomes `3`. `i` is `0`.", "REFUTED"),
    ("The loop ends. `i` is `1`.", "REFUTED"),
    ("The loop ends. `i` is `0`.", "REFUTED"),
    ("After the loop:\n  `i` is `1`.", "REFUTED"),
    ("Line 8 runs twice. At the end, `i` is `1`.", "REFUTED"),
)

ASIDE = """def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n
        else:
            nums[0] = total
    result = total * 2
    return result
"""

ASIDE_SAID = (
    ("The final value of `total` is not `4`. `total` becomes `0`.", "VERIFIED"),
    ("`total` is not `4` at the end. `total` becomes `0`.", "VERIFIED"),
    ("`total` is not `4` at the end. `n` becomes `3`.", "VERIFIED"),
    ("`total` becomes `0`. `total` is not `4` at the end. `total` is `0`.", "VERIFIED"),
    ("`total` becomes `0`. `total` does not equal `4` at the end. `total` is `0`.", "VERIFIED"),
    ("`total` becomes `0`. `4` is not in `nums` at the end. `total` is `0`.", "VERIFIED"),
    ("`total` becomes `0`. The final value of `total` is not `4`. `total` is `0`.", "VERIFIED"),
    (
        "`total` becomes `0`. `total` is not equal to `4` at the end. `total` becomes `3`.",
        "VERIFIED",
    ),
    ("`total` becomes `0`. `result` is not `4` at the end. `total` becomes `3`.", "VERIFIED"),
)

EACH_PASS = """def f(rows):
    for row in rows:
        total = 0
        for x in row:
            total += x
        last = total
    return last
"""

EACH_PASS_SAID = (
    ("In iteration 1, `total` is `4`.", "AMBIGUOUS"),
    ("In iteration 1, `total` is `0`.", "AMBIGUOUS"),
    ("In iteration 1 of the outer loop, `total` is `4`.", "AMBIGUOUS"),
    ("In iteration 1 of the outer loop, `total` is `0`.", "AMBIGUOUS"),
    ("On pass 1 of the loop on line 2, `total` is `4`.", "AMBIGUOUS"),
    ("On pass 1 of the loop on line 2, `total` is `0`.", "AMBIGUOUS"),
    ("In iteration 1, `last` is `4`.", "VERIFIED"),
    ("In iteration 1, `total` is `0` and `last` is `4`.", "VERIFIED"),
)

STOPPED = """def up(n):
    yield n
    raise StopIteration

def also():
    next(iter([]))

def other():
    yield from up(4)

def f(n):
    for a in up(n):
        b = a
    return b
"""

STOPPED_SAID = (
    ("Call 1 of `up` raises `RuntimeError`.", "VERIFIED"),
    ("Call 1 of `up` raises `StopIteration`.", "REFUTED"),
    ("In call 1 of `up`, line 3 raises `StopIteration`.", "VERIFIED"),
    ("In call 1 of `up`, line 3 raises `RuntimeError`.", "REFUTED"),
    ("Line 12 raises `RuntimeError`.", "AMBIGUOUS"),
    ("`up(3)` raises `RuntimeError`.", "VERIFIED"),
    ("`up(3)` raises `StopIteration`.", "REFUTED"),
    ("The function raises `RuntimeError`.", "VERIFIED"),
)

BY_PARTS = """def f(a, b):
    x, *y = a + b, 7
    *z, w = a * b, a - b
    p, q = *[a], b + 1
    u = [a, b]
    v = a + len('abc')
    s = 'abc'.upper() + 'x'
    t = (a, b)
    r, k = a + 1, b + 1
    return x
"""

BY_PARTS_SAID = (
    ("Line 2 sets `x` to `a + b` = `5`.", "REFUTED"),
    ("Line 2 sets `x` to `a + b` = `2 + 3` = `5`.", "REFUTED"),
    ("Line 3 sets `w` to `a - b` = `2 - 3` = `-1`.", "REFUTED"),
    ("Line 4 sets `q` to `b + 1` = `3 + 1` = `4`.", "REFUTED"),
    ("Line 9 sets `k` to `b + 1` = `3 + 1` = `4`.", "VERIFIED"),
    ("Line 9 sets `r` to `b + 1` = `3 + 1` = `4`.", "REFUTED"),
    ("`x` = `a + b` = `2 + 3` = `5`.", "VERIFIED"),
    ("`k` = `b + 1` = `3 + 1` = `4`.", "VERIFIED"),
    ("Line 6 sets `v` to `a + len('abc')` = `2 + len('abc')` = `2 + 3` = `5`.", "VERIFIED"),
    ("Line 6 sets `v` to `a + len('abc')` = `len('ab') + 3` = `5`.", "REFUTED"),
    ("Line 6 sets `v` to `a + len('abc')` = `1 + 4` = `len('abcde')` = `5`.", "REFUTED"),
    ("Line 6 sets `v` to `a + len('abc')` = `2 + 3` = `1 + 4` = `5`.", "REFUTED"),
    ("Line 6 sets `v` to `a + len('abc')` = `10 / 2` = `5.0`.", "REFUTED"),
    ("Line 7 sets `s` to `'abc'.upper() + 'x'` = `'ABC' + 'x'` = `'ABCx'`.", "VERIFIED"),
)

BEHIND_IN = """def f(n, d):
    a = n
    if n in range(5):
        a += 1
    if n in d.values():
        a += 2
    else:
        pass
    match a:
        case 1: pass
        case 4:
            try: pass
            finally: a = 5
        case 5:
            if 1: a = 0
        case 6:
            pass
        case _:
            try:
                a = 7
            finally:
                a = 8
    match n:
        case 3:
            n = 4
        case _:
            n = 5
    return a
"""

BEHIND_IN_SAID = (
    ("At the start, `n` is in `range(5)`.", "VERIFIED"),
    ("At the start, `n` is not in `range(5)`.", "REFUTED"),
    ("At the start, `range(5)` contains `n`.", "VERIFIED"),
    ("At the start, `n` is in `d.values()`.", "REFUTED"),
    ("At the start, `d.values()` does not contain `n`.", "VERIFIED"),
    ("The condition `n in range(5)` is true.", "VERIFIED"),
    ("`a in range(5)` is true.", "VERIFIED"),
    ("The case on line 10 matches.", "UNSUPPORTED"),
    ("The case on line 11 matches.", "UNSUPPORTED"),
    ("The `match` on line 9 takes the case on line 16.", "UNSUPPORTED"),
    ("The `match` on line 23 takes the case on line 24.", "VERIFIED"),
    ("The case on line 24 matches.", "VERIFIED"),
)

ELSEWHERE = """def f(n):
    total = 0
    other = 0
    def bump():
        nonlocal total
        total += 1
    def deep():
        bump()
    for i in range(n):
        if i:
            deep()
        else:
            other += 1
    return total
"""

ELSEWHERE_SAID = (
    ("In iteration 2, `total` is not set.", "UNSUPPORTED"),
    ("In iteration 1, `total` is not set.", "VERIFIED"),
    ("In iteration 2, `other` is not set.", "VERIFIED"),
    ("In iteration 1, `other` is not set.", "REFUTED"),
    ("In call 1 of `deep`, `total` is not set.", "UNSUPPORTED"),
    ("In call 1 of `bump`, `total` is not set.", "REFUTED"),
    ("`total` is not set.", "REFUTED"),
)

INSIDE = """class Box:
    def __init__(self):
        self.v = 0

    def put(self, x):
        self.v = x
        self.v += 1
        return self.v

def drip(box):
    for k in (5, 6):
        box.put(k)
        yield k

def both(box, ks):
    for k in ks:
        box.put(k)

def f():
    box = Box()
    box.put(3)
    g = drip(box)
    a = next(g)
    both(box, [8])
    for k in g:
        a += k
    return a
"""

INSIDE_SAID = (
    ("Line 20 runs. `v` becomes `3`.", "VERIFIED"),
    ("Line 20 runs. `v` becomes `4`.", "REFUTED"),
    ("Line 20 runs. `box.v` becomes `3`. `box.v` becomes `4`.", "VERIFIED"),
    ("Line 20 runs. `box.v` becomes `3`. `box.v` becomes `5`.", "REFUTED"),
    ("Line 21 runs. `box.v` becomes `5`. `box.v` becomes `6`.", "VERIFIED"),
    ("Line 22 runs. `box.v` becomes `5`.", "VERIFIED"),
    ("Line 22 runs. `box.v` becomes `6`.", "REFUTED"),
    ("Line 24 runs. `box.v` becomes `8`.", "AMBIGUOUS"),
    ("In iteration 1, `box.v` becomes `6`.", "VERIFIED"),
    ("In iteration 1, `box.v` becomes `7`.", "REFUTED"),
    ("In call 1 of `drip`, `box.v` becomes `5`.", "VERIFIED"),
    (
        "In call 1 of `drip`, on pass 1 of the loop on line 11, line 12 runs. In call 1 of `drip`, `box.v` becomes `8`.",
        "UNSUPPORTED",
    ),
    ("In call 1 of `drip`:\n  Line 12 runs.\n  `box.v` becomes `8`.", "REFUTED"),
    ("In call 1 of `both`, `box.v` becomes `8`.", "VERIFIED"),
)

GLOBALS = """import math
count = 0

class Box:
    n = 0

def helper():
    return 1

def bump():
    global count
    count += 1

def f(xs):
    global count, helper, len
    t = 0
    for x in xs:
        if x == 1:
            count = count
        elif x == 2:
            count = 5
        elif x == 3:
            helper = 3
        elif x == 4:
            len = 4
        elif x == 5:
            math.sqrt(4)
        elif x == 6:
            setattr(Box, 'n', 3)
        elif x == 7:
            str.upper('a')
        elif x == 8:
            eval('1')
        elif x == 9:
            bump()
        else:
            t = t
    return t
"""

GLOBALS_SAID = (
    (2, "REFUTED"),
    (3, "REFUTED"),
    (4, "REFUTED"),
)

GLOBAL = """import math
count = 0

class Box:
    n = 0

def helper():
    return 1

def bump():
    global count
    count += 1

def f(xs):
    global count
    t = 0
    for x in xs:
        if x == 1:
            count = count
        elif x == 2:
            count = 5
        elif x == 3:
            pass
        elif x == 4:
            pass
        elif x == 5:
            math.sqrt(4)
        elif x == 6:
            setattr(Box, 'n', 3)
        elif x == 7:
            str.upper('a')
        elif x == 8:
            eval('1')
        elif x == 9:
            bump()
        else:
            t = t
    return t
"""

GLOBAL_SAID = (
    (1, "VERIFIED"),
    (2, "REFUTED"),
    (5, "UNSUPPORTED"),
    (6, "UNSUPPORTED"),
    (7, "VERIFIED"),
    (8, "UNSUPPORTED"),
    (9, "REFUTED"),
    (10, "VERIFIED"),
)

WAITS = """def running(values):
    total = 0
    for value in values:
        total += value
        yield total

def f(values):
    seen = []
    for total in running(values):
        seen.append(total)
    return seen
"""

TAKEN = "On pass 3 of the loop on line 9, line 9 increments `total`."
YIELDED = "In call 1 of `running`, in iteration 2, line 5 yields `7`."

WAITS_SAID = (
    (
        f"{TAKEN} In call 1 of `running`, in iteration 3, `total` becomes `total + value`.",
        "VERIFIED",
    ),
    (f"{TAKEN} In call 1 of `running`, `total` becomes `8`.", "VERIFIED"),
    (f"{TAKEN} In call 1 of `running`, `total` becomes `7`.", "REFUTED"),
    (f"{YIELDED} `total` becomes `7`.", "VERIFIED"),
    (f"{YIELDED} `total` becomes `9`.", "REFUTED"),
    (f"{YIELDED} `7` is appended to `seen`.", "VERIFIED"),
    (f"{YIELDED} `8` is appended to `seen`.", "REFUTED"),
)

FOLDED = """def f(text):
    d = ('0' * 20, 1)
    e = (2 * 3, text)
    k = ((1 + 1, 2), 'x')
    y = 'abc'[0]
    return d, e, k, y
"""

FOLDED_SAID = (
    ("On line 2, `'0' * 20` evaluates to `'00000000000000000000'`.", "UNSUPPORTED"),
    ("On line 2, `'0' * 20` evaluates to `'0'`.", "UNSUPPORTED"),
    ("`'0' * 20` evaluates to `'00000000000000000000'`.", "UNSUPPORTED"),
    ("On line 3, `2 * 3` evaluates to `6`.", "VERIFIED"),
    ("On line 3, `2 * 3` evaluates to `5`.", "REFUTED"),
    ("On line 4, `1 + 1` evaluates to `2`.", "UNSUPPORTED"),
    ("On line 5, `'abc'[0]` evaluates to `'a'`.", "UNSUPPORTED"),
)

CASES = [
    (source, call, *said)
    for source, call, table in (
        (GIVEN, "9", GIVEN_SAID),
        (IN_A_ROW, "[1], [7, 8]", IN_A_ROW_SAID),
        (THREE, "[1], [2, 3, 4], [5, 6]", THREE_SAID),
        (HANDED_OUT, "2", HANDED_OUT_SAID),
        (ASIDE, "[3, 1, 2]", ASIDE_SAID),
        (EACH_PASS, "[[1, 3], [5]]", EACH_PASS_SAID),
        (STOPPED, "3", STOPPED_SAID),
        (BY_PARTS, "2, 3", BY_PARTS_SAID),
        (BEHIND_IN, "3, {'x': 4}", BEHIND_IN_SAID),
        (ELSEWHERE, "2", ELSEWHERE_SAID),
        (INSIDE, "", INSIDE_SAID),
        (WAITS, "[2, 5, 1]", WAITS_SAID),
        (FOLDED, "'a'", FOLDED_SAID),
    )
    for said in table
]


OF_A_KIND = """import array
import collections
import decimal
import fractions


class Rows(list):
    pass


def f(kind):
    x = {
        'range': range(2, 5), 'view': {1: 2}.keys(), 'rows': Rows([1]),
        'decimal': decimal.Decimal(3), 'array': array.array('i', [1]),
        'deque': collections.deque([1]), 'ordered': collections.OrderedDict(a=1, b=2),
        'bytes': b'aa', 'fraction': fractions.Fraction(1, 2),
    }[kind]
    if kind == 'ordered':
        x.move_to_end('a')
    for i in (5, 6):
        if hasattr(x, 'append'):
            x.append(i)
        elif kind == 'decimal':
            x += 1
    return i
"""

OF_A_KIND_SAID = (
    ("range", "`x` never decreases.", "UNSUPPORTED"),
    ("range", "At the end, `len(x)` is `3`.", "UNSUPPORTED"),
    ("range", "At the end, the first element of `x` is `2`.", "UNSUPPORTED"),
    ("range", "At the end, `x` is not divisible by `2`.", "UNSUPPORTED"),
    ("range", "At the end, `x` is not `[2, 3, 4]`.", "VERIFIED"),
    ("range", "At the end, `len([x])` is `1`.", "UNDECIDED"),
    ("view", "`x` never shrinks.", "UNSUPPORTED"),
    ("rows", "`x` only grows.", "UNSUPPORTED"),
    ("rows", "At the end, `x` has 3 elements.", "UNSUPPORTED"),
    ("rows", "At the end, `x` is truthy.", "UNSUPPORTED"),
    ("rows", "At the end, all elements of `x` are odd.", "UNSUPPORTED"),
    ("rows", "Each pass of the loop on line 20 appends its item to `x`.", "UNSUPPORTED"),
    ("decimal", "On pass 1 of the loop on line 20, line 24 increases `x` by `1`.", "UNSUPPORTED"),
    (
        "decimal",
        "On pass 1 of the loop on line 20, line 24 runs. `x` has increased.",
        "UNSUPPORTED",
    ),
    ("array", "`x` only grows.", "VERIFIED"),
    ("array", "Each pass of the loop on line 20 appends its item to `x`.", "VERIFIED"),
    ("array", "At the end, the last element of `x` is `6`.", "VERIFIED"),
    ("deque", "Each pass of the loop on line 20 appends `7` to `x`.", "REFUTED"),
    ("deque", "At the end, `len(x)` is `3`.", "UNDECIDED"),
    ("ordered", "Line 19 leaves `x` unchanged.", "REFUTED"),
    ("bytes", "At the end, `9` does not appear in `x`.", "VERIFIED"),
    ("bytes", "At the end, `97` appears twice in `x`.", "VERIFIED"),
    ("fraction", "Line 20 leaves `x` unchanged.", "VERIFIED"),
)


@pytest.mark.parametrize(("kind", "narration", "verdict"), OF_A_KIND_SAID)
def test_what_is_known_of_objects_of_a_kind(kind: str, narration: str, verdict: str) -> None:
    found = Oracle(OF_A_KIND, "f", repr(kind)).judge(narration).claims[-1][1]
    assert found == verdict


@pytest.mark.parametrize(("source", "call", "narration", "verdict"), CASES)
def test_what_the_page_says(source: str, call: str, narration: str, verdict: str) -> None:
    assert Oracle(source, "f", call).judge(narration).claims[-1][1] == verdict


@pytest.mark.parametrize(
    ("source", "which", "verdict"),
    [
        (source, *said)
        for source, table in ((GLOBALS, GLOBALS_SAID), (GLOBAL, GLOBAL_SAID))
        for said in table
    ],
)
def test_names_of_the_module_that_change(source: str, which: int, verdict: str) -> None:
    assert Oracle(source, "f", f"[{which}]").claim("In iteration 1, nothing happens.") == verdict
