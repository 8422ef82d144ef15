"""How a narration is read from sentence to sentence (docs/semantics.md §3): where the point lies,
which call is told, what has been told of a value, what may have been meant. Most lies stand beside
the truth that they would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

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

ADDS = """\
def g(items):
    total = 0
    for x in items:
        total += x
    return total

def f(n):
    total = 10
    a = g([1, 2])
    total = 20
    return total
"""

SQUARES = """\
def square(k):
    out = k * k
    return out

def f(n):
    seen = []
    while n > 1:
        n = n // 2
        seen.append(square(n))
    last = seen[0]
    return last
"""

SAME = """\
def g(k):
    total = k
    return total

def f(nums):
    total = 0
    for n in nums:
        a = g(n)
        total = a + 8
    return total
"""

STEP = """\
def g(k):
    k = k + 1
    return k

def f(n):
    return g(n)
"""

HANDS = """\
def gen(n):
    for i in range(n):
        yield i

def f(n):
    list(gen(2))
    total = 0
    for x in gen(n):
        total += x
    return total
"""

AFTER_EACH_OTHER = """\
def gen(n):
    for i in range(n):
        yield i

def f(n):
    list(gen(2))
    for x in gen(n):
        x += 1
    return n
"""

TWO = """\
def f(a, b):
    total = 0
    for x in a:
        total += x
        total += 10
    for y in b:
        total += y
        total -= 10
    return total
"""
TWOS = "[2, 2, 5], [9, 8]"

KINDS = """\
def f(nums):
    for n in nums:
        if n > 9 or n % 2:
            kind = 'big'
        elif n == 4:
            kind = 'four'
        else:
            kind = 'other'
    return kind
"""

MANY = """\
def f(n):
    a = 1
    b = (n + 1) * (n + 1)
    a = 5
    return a
"""

SEVEN = """\
def f(nums):
    total = 0
    for n in nums:
        total += n
    return 7
"""

CONSTANT = """\
def f(n):
    a = 1
    return 7
"""

DELETED = """\
def f(n):
    x = 1
    del x
    x = 2
    return x
"""

LATER = """\
def f(nums):
    out = []
    y = 3
    for n in nums:
        x = y
        out.append(n)
        out.append(n + 1)
        n += 1
        n += 5
        x = 1 + 2
        z = 1 + 2
    return out
"""

NESTED = """\
def f(rows):
    count = 0
    for row in rows:
        for x in row:
            count += x
        count += 100
    return count
"""
ROWS = "[[1, 2], [3]]"

LEAVES = """\
class C:
    def __enter__(self):
        return 1

    def __exit__(self, *a):
        return False

def f(n):
    with C() as c:
        x = n
        return x
"""

AT_ONCE = """\
def f():
    while True:
        return 1
"""

ITEM = """\
def f(d):
    d['b'] = 2
    e = d['b']
    return e
"""

RANGED = """\
def f(n):
    x = [3, 4]
    x = range(n)
    return n
"""

ONE_TWO_THREE = "[3, 1, 2]"
GIVEN = "`g([1, 2])` is called.\n"
ADDED = "On pass 1 of the loop on line 3, on line 5, `total` = `0 + 3` = `3`. `n` is `3`. "
ALWAYS = "On every pass of the loop on line 2:\n  - "
BACK = "`square(2)` is called. Back in `square(2)`, `out` becomes `4`, `seen` becomes `[4]` and "

CASES = [
    # A call that is told stays told behind a heading's block; a heading is of its own context.
    (ADDS, "3", GIVEN + "Iteration 1:\n  - `x` is `1`.\n\n`3` is returned.", "VVVV"),
    (ADDS, "3", GIVEN + "Iteration 1:\n  - `x` is `1`.\n\n`20` is returned.", "VVVR"),
    (ADDS, "3", GIVEN + "Iteration 2:\n  - `x` is `2`.", "VVV"),
    (ADDS, "3", GIVEN + "Iteration 3.", "VR"),
    # What is the context's is not told behind a prefix that tells a call, which stays told there.
    (SQUARES, "4", BACK + "`k` is `2`.", "VVUV"),
    (SQUARES, "4", BACK + "`k` is `1`.", "VVUR"),
    # What stands in a heading's parentheses: of a generator that waits there, and told by it.
    (HANDS, "3", "Iteration 2 (`i` is `1`):\n  - `total` becomes `1`.", "VVV"),
    (HANDS, "3", "Iteration 2 (`i` is `0`):\n  - `total` becomes `1`.", "VRV"),
    (SQUARES, "4", "Iteration 1 (`seen` is `[]`):\n  - `out` becomes `4`.", "VVV"),
    (SQUARES, "4", "Iteration 1 (`seen` is `[]`):\n  - `out` becomes `1`.", "VVR"),
    (STEP, "3", "Call 1 of `g` (`k` is `3`):\n  - `k = 4`.", "VVV"),
    (STEP, "3", "Call 1 of `g`:\n  - At the start, `k` is `3`. `k = 4`.", "VVV"),
    # An item of another loop than the next one is none of this.
    (TWO, TWOS, "`9`:\n  - `y` is `9`.", "RR"),
    (TWO, TWOS, "`x = 2`:\n  - `total` is `12`.", "VA"),
    (TWO, TWOS, "`x = 2`:\n  - `total` is `24`.", "VR"),
    # In each of several passes one is told after the other, as below the heading of one.
    (
        LATER,
        "[1]",
        "In every iteration, `n` becomes `1`, `n` becomes `2` and `n` becomes `7`.",
        "VVV",
    ),
    (LATER, "[1]", "In every iteration, `n` becomes `1` and `n` becomes `1`.", "VR"),
    (AT_ONCE, "", f"{ALWAYS}Line 3 returns `1`. We return `1`.", "VVA"),
    (AT_ONCE, "", f"{ALWAYS}Line 3 returns `1`. We return `2`.", "VVR"),
    # What is no event here leaves the point where it is known.
    (TWO, TWOS, "`missing` becomes `3`. `total` is `12`.", "RR"),
    (TWO, TWOS, "`missing` becomes `3`. `total` is `0`.", "RV"),
    # The end of a call that is named by its number is a place, too.
    (SQUARES, "4", "Call 2 of `square` returns `1`. `seen` becomes `[4, 1]`.", "VV"),
    (SQUARES, "4", "Call 2 of `square` returns `1`. `seen` becomes `[4]`.", "VR"),
    (SQUARES, "4", "Call 2 of `square` returns `1`. `seen` becomes `[]`.", "VR"),
    # Two evaluations in one visit are in one place.
    (MANY, "2", "On line 3, `n + 1` evaluates to `3`. `a` becomes `5`.", "VV"),
    (MANY, "2", "On line 3, `n + 1` evaluates to `3`. `a` becomes `1`.", "VR"),
    # A state at the start of a pass leaves its header's visit to tell; after a state no visit is
    # told any more.
    (SUMS, ONE_TWO_THREE, "In iteration 2, `total` is `3`, `n` becomes `1`.", "VV"),
    (SUMS, ONE_TWO_THREE, "In iteration 2, `total` is `3`, `n` becomes `2`.", "VR"),
    (SUMS, ONE_TWO_THREE, "Iteration 2:\n  - `total` is `3`. `n` becomes `1`.", "VVV"),
    (SUMS, ONE_TWO_THREE, "Iteration 2:\n  - `total` is `3`. `n` becomes `2`.", "VVR"),
    (SUMS, ONE_TWO_THREE, "Line 2 runs. `nums` is unchanged.", "VV"),
    (SUMS, ONE_TWO_THREE, "Line 2 runs. `total` is `0`. `nums` is unchanged.", "VVR"),
    (SUMS, ONE_TWO_THREE, "Line 8 runs. `result` becomes `10`.", "VV"),
    (SUMS, ONE_TWO_THREE, "Line 8 runs. `result` is `10`. `result` becomes `10`.", "VVA"),
    # Behind what goes from one value to another the next visit is not over.
    (
        SEVEN,
        "[3, 2]",
        "Over the loop on line 3, `total` goes from `0` to `5`. We return `7`.",
        "VV",
    ),
    (
        SEVEN,
        "[3, 2]",
        "Over the loop on line 3, `total` goes from `0` to `5`. We return `5`.",
        "VR",
    ),
    (
        SEVEN,
        "[3, 2]",
        "Over the loop on line 3, `total` goes from `0` to `6`. We return `7`.",
        "RV",
    ),
    (CONSTANT, "3", "`a` goes from `1` to `2`. We return `7`.", "RV"),
    (SUMS, ONE_TWO_THREE, "Line 2 runs. `total` goes from `0` to `5`.", "VV"),
    (
        KINDS,
        "[3, 4, 2]",
        "In iteration 2, `n` is `4`. `kind` goes from `'four'` to `'other'`.",
        "VV",
    ),
    (
        KINDS,
        "[3, 4, 2]",
        "In iteration 2, `n` is `4`. `kind` goes from `'four'` to `'four'`.",
        "VR",
    ),
    (KINDS, "[3, 4, 2]", "In iteration 2, `n` is `4`. `kind` goes from `'big'` to `'four'`.", "VR"),
    # What has been told of a value, and of which moment.
    (SUMS, ONE_TWO_THREE, "`total = 0`, `total = 3`, `total = 5`.", "VVV"),
    (SUMS, ONE_TWO_THREE, "`total = 0`, `total = 5`.", "VR"),
    (SUMS, ONE_TWO_THREE, "Line 2 runs. `total` is `0`. `total = 0`.", "VVV"),
    (SUMS, ONE_TWO_THREE, "Line 2 runs. `total` is `0`. `total = 3`.", "VVV"),
    (SUMS, ONE_TWO_THREE, "Line 2 runs. `total` is `7`. `total = 7`.", "VRR"),
    (
        SUMS,
        ONE_TWO_THREE,
        "Line 2 sets `total` to `0`. `nums` is `[3, 1, 2]`. `total = 3`. `total = 3`.",
        "VVVR",
    ),
    (
        SUMS,
        ONE_TWO_THREE,
        "Line 2 sets `total` to `0`. `nums` is `[3, 1, 2]`. `total = 0`.",
        "VVR",
    ),
    (
        SUMS,
        ONE_TWO_THREE,
        ADDED + "`total = 5`.",
        "VVV",
    ),
    (MANY, "2", "Before line 4, `a` is `1`. `a = 1`.", "VV"),
    (MANY, "2", "Before line 4, `a` is `1`. `b = 9`. `a = 5`.", "VVV"),
    (MANY, "2", "Before line 4, `a` is not `7`. `a = 1`.", "VV"),
    (MANY, "2", "Before line 4, `a` is not `7`. `a = 5`.", "VR"),
    (DELETED, "3", "Before line 3, `x` is `1`. `n` is `3`. `x = 2`.", "VVV"),
    (DELETED, "3", "Before line 3, `x` is `1`. `n` is `3`. `x = 1`.", "VVR"),
    # At the start an element that is not there yet is not there.
    (ITEM, "{}", "At the start, `d['b']` is `2`.", "R"),
    (ITEM, "{}", "At the start, `e` is `2`.", "V"),
    # A loop is not entered in its own pass; a loop that was named last is the one that is meant.
    (SUMS, ONE_TWO_THREE, "In iteration 1, the loop runs 0 times in total.", "R"),
    (TWO, TWOS, "The second loop runs 2 times. In iteration 1, `y` is `9`.", "VV"),
    (TWO, TWOS, "The first loop runs 3 times. In iteration 1, `y` is `9`.", "VR"),
    (TWO, TWOS, "In iteration 1, `y` is `9`.", "A"),
    # A value that comes later, and one that cannot be told.
    (RANGED, "3", "After line 2, `x[0]` is `3`. `x[0]` is `5`.", "VR"),
    (LATER, "[1]", "In iteration 1, `n` becomes `1` and `n` becomes `7`.", "VA"),
    (LATER, "[1]", "In iteration 1, `n` becomes `1` and `n` becomes `8`.", "VR"),
    (LATER, "[1]", "In iteration 1, `out` becomes `[1]`.", "V"),
    (LATER, "[1]", "In iteration 1, `out` becomes `[1, 2]`.", "A"),
    (LATER, "[1]", "In iteration 1, `out` becomes `[2]`.", "R"),
    (LATER, "[1]", "In iteration 1, `z` becomes `1 + 2 = 3`.", "V"),
    (LATER, "[1]", "In iteration 1, `z` becomes `2 + 1 = 3`.", "R"),
    (NESTED, ROWS, "In iteration 1 of the outer loop, `count` becomes `3`.", "A"),
    (NESTED, ROWS, "In iteration 1 of the outer loop, `count` becomes `4`.", "R"),
    # The visit that was just told, in another way; the one that ends at the point.
    (SUMS, ONE_TWO_THREE, "Line 8 sets `result` to `10`. `result` becomes `10`.", "VA"),
    (SUMS, ONE_TWO_THREE, "Line 8 sets `result` to `10`. `result` becomes `11`.", "VR"),
    (SUMS, ONE_TWO_THREE, "Line 2 sets `total` to `0`. `total` becomes `0`.", "VA"),
    (SUMS, ONE_TWO_THREE, "Line 2 sets `total` to `0`. `total` becomes `5`.", "VR"),
    (SUMS, ONE_TWO_THREE, "After line 2, `total` is `0`. `total` becomes `0`.", "VA"),
    (SUMS, ONE_TWO_THREE, "At the end, `result` is `10`. We return `10`.", "VA"),
    (SUMS, ONE_TWO_THREE, "At the end, `result` is `10`. We return `11`.", "VR"),
    (LATER, "[1]", "Line 3 sets `y` to `3`. `y` becomes a value of type `int`.", "VA"),
    (LATER, "[1]", "Line 3 sets `y` to `3`. `y` becomes a value of type `str`.", "VR"),
    (AT_ONCE, "", "Iteration 1:\n  - Line 3 returns `1`. We return `1`.", "VVA"),
    (AT_ONCE, "", "Iteration 1:\n  - Line 3 returns `1`. We return `2`.", "VVR"),
    (
        HANDS,
        "3",
        "On line 6, `list(gen(2))` evaluates to `[0, 1]`. `list(gen(2))` evaluates to `[0, 1]`.",
        "VA",
    ),
    (
        HANDS,
        "3",
        "On line 6, `list(gen(2))` evaluates to `[0, 1]`. `list(gen(2))` evaluates to `[0]`.",
        "VR",
    ),
    (ADDS, "3", "After line 9, `a` is `3`. `g([1, 2])` is called.", "VA"),
    (ADDS, "3", "After line 9, `a` is `3`. `g([1, 3])` is called.", "VR"),
    # What comes after the `return` when a `with` is left is no visit's.
    (LEAVES, "2", "After line 11, `x` is `2`. We return `2`.", "VA"),
    (LEAVES, "2", "At the end, `x` is `2`. We return `2`.", "VR"),
    # What is so at the start of the context, nothing told; of a state that is not meant.
    (SQUARES, "4", "In iteration 1, `square(3)` is called.", "R"),
    (SAME, "[2]", "Iteration 1:\n  - `g(2)` is called. `total` becomes `2`.", "VVV"),
    (SAME, "[2]", "Iteration 1:\n  - `g(2)` is called. `total` becomes `10`.", "VVA"),
    (SAME, "[2]", "Iteration 1:\n  - `g(2)` is called. `total` becomes `3`.", "VVR"),
    (SUMS, ONE_TWO_THREE, "Iteration 1:\n  - `total` becomes `3`. `total` is `0`.", "VVR"),
    (
        AFTER_EACH_OTHER,
        "3",
        "Over the loop on line 7:\n  - `gen` hands out `0`. `gen` hands out `0`.",
        "VVA",
    ),
    (
        AFTER_EACH_OTHER,
        "3",
        "Over the loop on line 7:\n  - `gen` hands out `0`. `gen` hands out `3`.",
        "VVR",
    ),
    # What the sentence before is about is meant where that would be so, and by the point alone.
    (SUMS, ONE_TWO_THREE, "In iteration 2, `n > 1` is false. Line 5 never runs.", "VR"),
    (
        SQUARES,
        "4",
        "Back in `square(2)`, `out` becomes `4`. `seen` becomes `[4]`. `k` is `2`.",
        "VVR",
    ),
    (
        SQUARES,
        "4",
        "Back in `square(2)`, `out` becomes `4`. `seen` becomes `[4]`. `k` is `1`.",
        "VVV",
    ),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
