"""What was told wrong once, still more of it: headings of described passes, totals of loops,
what generators hand out, and what is told behind a sentence that was not read, by the section of
docs/semantics.md that decides it."""

# ruff: noqa: E501, ISC004  # tables

from __future__ import annotations

import pytest

from tests.claims.test_discourse import judge, verdicts

THREE = """\
def f(nums):
    total = 0
    for n in nums:
        total += n
    return total
"""

TWO = """\
def f(nums):
    out = []
    for x in nums:
        out.append(x)
    for y in nums:
        out.append(y * 2)
    return out
"""

ITERATORS = """\
def f(nums):
    it = 0
    for k in nums:
        it = iter([k])
    return len(nums)
"""

SENT = """\
def count(x):
    y = 0
    x = (yield x) or x + 1
    y = 2
    yield x
def f(n):
    out = []
    for v in count(n):
        out.append(v)
    return out
"""

SAME_NAME = """\
def g(x):
    z = 0
    return x
def f(x):
    x.append(1)
    y = g([])
    z = 3
    return x
"""

BACK = """\
def f(x):
    x.append(1)
    y = 2
    z = 3
    return x
"""

COUNTED = """\
def f(nums):
    total = 0
    for i, n in enumerate(nums):
        total += n
    for i, n in enumerate(nums):
        total += n
    return total
"""

CALLS = """\
def g(k):
    r = k * 2
    return r
def f(nums):
    total = 0
    for n in nums:
        total += g(n)
    last = g(total)
    return last
"""

ATTRIBUTES = """\
class A:
    pass
def f(n):
    a = A()
    a.v = 1
    b = A()
    b.v = 2
    for i in range(n):
        a.v = i
    return a.v
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # A heading goes on behind what a heading named, and not behind what a prefix did (§3.3)
        (
            THREE,
            "[3, 1, 3]",
            "At `n` = `3`, `total` becomes `3`.\n`n = 3`:\n  - `total` is `3`.",
            "VVV",
        ),
        (
            THREE,
            "[3, 1, 3]",
            "At `n` = `3`, `total` becomes `3`.\n`n = 3`:\n  - `total` becomes `7`.",
            "VVR",
        ),
        (
            THREE,
            "[3, 1, 3]",
            "`n = 3`:\n  - `total` becomes `3`.\n`n = 3`:\n  - `total` becomes `7`.",
            "VVVV",
        ),
        # Below a heading the point comes back from what is told of something else (§3.1)
        (
            CALLS,
            "[3, 1]",
            "Iteration 1:\n  - Call 2 of `g` returns `2`.\n  - `n` is `3`.",
            "VVV",
        ),
        (
            CALLS,
            "[3, 1]",
            "Iteration 1:\n  - Call 2 of `g` returns `2`.\n  - `n` is `1`.",
            "VVR",
        ),
        (
            CALLS,
            "[3, 1]",
            "Iteration 2:\n  - Call 1 of `g` returns `6`.\n  - `n` is `1`.",
            "VVV",
        ),
        (
            CALLS,
            "[3, 1]",
            "Iteration 2:\n  - Call 1 of `g` returns `6`.\n  - `n` is `3`.",
            "VVR",
        ),
        (
            CALLS,
            "[3, 1]",
            "Iteration 2:\n  - In call 1 of `g`, `r` becomes `6`. `n` is `1`.",
            "VVV",
        ),
        (
            CALLS,
            "[3, 1]",
            "Iteration 2:\n  - In call 1 of `g`, `r` becomes `6`. `n` is `3`.",
            "VVR",
        ),
        (
            CALLS,
            "[3, 1]",
            "Iteration 1:\n  - In call 3 of `g`, `r` becomes `16`.\n  - `total` becomes `6`.",
            "VVV",
        ),
        (
            CALLS,
            "[3, 1]",
            "Iteration 1:\n  - In call 3 of `g`, `r` becomes `16`.\n  - `total` becomes `8`.",
            "VVR",
        ),
        (
            CALLS,
            "[3, 1]",
            "Call 1 of `g`:\n  - Call 2 of `g`:\n    - `r` becomes `2`.\n  - `r` becomes `6`.",
            "VVVV",
        ),
        (
            CALLS,
            "[3, 1]",
            "Call 1 of `g`:\n  - Call 2 of `g`:\n    - `r` becomes `2`.\n  - `r` becomes `2`.",
            "VVVR",
        ),
        (
            CALLS,
            "[3, 1]",
            "Iteration 1:\n  - Call 3 of `g`:\n    - `r` becomes `16`.\n  - In this pass, `n` is `3`.",
            "VVVV",
        ),
        # … and stays where what happens in the context itself has moved it, though that be its end
        (
            THREE,
            "[3, 1, 2]",
            "Iteration 3:\n  - `total` becomes `6`.\n  - The loop ends.\n  - `total` is `6`.",
            "VVVV",
        ),
        (
            THREE,
            "[3, 1, 2]",
            "Iteration 3:\n  - `total` becomes `6`.\n  - The loop ends.\n  - `total` is `5`.",
            "VVVR",
        ),
        # The pass at an index is that one, however often it is named (§5.83)
        (
            COUNTED,
            "[3, 1, 3]",
            "Index 0:\n  - `total` becomes `3`.\nIndex 0:\n  - `total` is `3`.",
            "VVVV",
        ),
        (
            COUNTED,
            "[3, 1, 3]",
            "Index 0:\n  - `total` becomes `3`.\nIndex 0:\n  - `total` becomes `10`.",
            "VVVR",
        ),
        (
            COUNTED,
            "[3, 1, 3]",
            "Index 0:\n  - `total` becomes `3`.\nIndex 1:\n  - `total` becomes `4`.\nIndex 0:\n  - `total` is `3`.",
            "VVVVRR",
        ),
        # The loop whose passes are counted in total is named as everywhere (§3.3, §5.100)
        (
            TWO,
            "[1, 2]",
            "On pass 1 of the loop on line 3, line 4 runs. The loop runs 2 times in total.",
            "VV",
        ),
        (
            TWO,
            "[1, 2]",
            "On pass 1 of the loop on line 3, line 4 runs. The loop runs 3 times in total.",
            "VR",
        ),
        (TWO, "[1, 2]", "Line 2 runs. The loop runs 2 times in total.", "VA"),
        (
            TWO,
            "[1, 2]",
            "On pass 1 of the loop on line 3, the loop runs 2 times in total. "
            "Line 7 returns `[1, 2, 2, 4]`. In iteration 1, `x` is `1`.",
            "RVV",
        ),
        # No literal is an iterator: what holds one goes through no list of literals (§2, §5.105)
        (ITERATORS, "[3, 1]", "`it` goes through `0` & `1`.", "R"),
        (ITERATORS, "[3, 1]", "`k` goes through `3` & `1`.", "V"),
        # What a generator hands out is a step, and no visit is told of it (§5.104, §5.91)
        (
            SENT,
            "3",
            "In call 1 of `count`, `count` hands out `3`. In call 1 of `count`, `x` has increased.",
            "VA",
        ),
        (
            SENT,
            "3",
            "In call 1 of `count`, line 3 yields `3`. In call 1 of `count`, `x` has increased.",
            "VV",
        ),
        (
            SENT,
            "3",
            "In call 1 of `count`, `count` hands out `3`. In call 1 of `count`, `x` becomes `4`. "
            "In call 1 of `count`, `x` has increased.",
            "VVV",
        ),
        # A name of another call is another variable (§5.70)
        (
            SAME_NAME,
            "[]",
            "`1` is appended to `x`. In call 1 of `g`, at the start, `x` is `[]`. Line 7 sets `z` to `3`. `x` becomes `[1]`.",
            "VVVV",
        ),
        (
            SAME_NAME,
            "[]",
            "`1` is appended to `x`. In call 1 of `g`, at the start, `x` is `[]`. Line 7 sets `z` to `3`. `x` becomes `[]`.",
            "VVVR",
        ),
        # Where the point has gone back nothing counts as told (§3.2, §5.70)
        (
            BACK,
            "[]",
            "`1` is appended to `x`. Line 3 sets `y` to `2`. `x` becomes `[1]`.",
            "VVV",
        ),
        (
            BACK,
            "[]",
            "`1` is appended to `x`. Line 4 sets `z` to `3`. Line 3 sets `y` to `2`. `x` becomes `[1]`.",
            "VVVR",
        ),
        # A name of two attributes names neither, whatever other functions there are (§5.88, §5.97)
        (ATTRIBUTES, "1", "Pass 1 of the loop on line 8 (`v` is `1`):\n  - Line 9 runs.", "VAV"),
        (
            ATTRIBUTES + "def h(k): return k\n",
            "1",
            "Pass 1 of the loop on line 8 (`v` is `1`):\n  - Line 9 runs.",
            "VAV",
        ),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


PARTED = """\
def f(n):
    out = 0
    for i in range(n):
        out += i
    out = out + 1
    for j in range(n):
        out += j * 2
    return out
"""

AGAIN = """\
calls = [0]
def g(k):
    calls[0] += 1
    out = k + calls[0]
    return out
def f(n):
    calls[0] = 0
    a = g(n)
    b = g(n)
    return a + b
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # With the point in the other loop the pass would be one of that (§3.6, §3.3)
        (
            PARTED,
            "3",
            "The first loop runs 3 times.\nBlah is blah.\nIn iteration 1, `i` is `0`.\n`out` becomes `6`.",
            "VVA",
        ),
        (
            PARTED,
            "3",
            "The second loop runs 3 times.\nBlah is blah.\nIn iteration 1, `j` is `0`.\n`out` becomes `6`.",
            "VVA",
        ),
        (
            PARTED,
            "3",
            "The first loop runs 3 times.\nBlah is blah.\nOn pass 1 of the loop on line 3, `i` is `0`.\n`out` becomes `6`.",
            "VVR",
        ),
        # Of two calls with one text the second may be meant (§3.6, §3.4)
        (AGAIN, "3", "Blah is blah.\n`g(3)`:\n  - `out` becomes `5`.", "VA"),
        (AGAIN, "3", "Blah is blah.\n`g(3)`:\n  - `out` becomes `4`.", "VV"),
        (AGAIN, "3", "Blah is blah.\n`g(3)`:\n  - `out` becomes `6`.", "VR"),
        (AGAIN, "3", "Blah is blah.\nIn `g(3)`, `out` becomes `4`.\n`out` becomes `5`.", "VA"),
        (AGAIN, "3", "Blah is blah.\nCall 1 of `g`:\n  - `out` becomes `5`.", "VR"),
    ],
)
def test_behind_what_was_not_read(source: str, call: str, text: str, expected: str) -> None:
    report = judge(source, call).verify(text)
    assert report.problems
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected


MERGED = """\
def f(n):
    out = []
    while n > 0:
        out.append(n)
        n -= 1
    out += [7]
    return out
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # It is so when the loop ends, whatever becomes of it then (5.71, 5.1)
        ("In iteration 2, `1` is appended. The loop ends with `out = [2, 1]`.", "VVV"),
        ("In iteration 2, `1` is appended to `out`. The loop ends with `out = [2, 1]`.", "VVV"),
        ("In iteration 2, `out` becomes `[2, 1]`. The loop ends with `out = [2, 1]`.", "VVV"),
        ("In iteration 2, `out` becomes `[2, 1]`. The loop ends with `out = [1, 2]`.", "VVR"),
        ("In iteration 2, `out` becomes `[2, 1]`. The loop ends with `out = [2, 1, 7]`.", "VVA"),
    ],
)
def test_with_what_a_loop_ends(text: str, expected: str) -> None:
    assert verdicts(MERGED, "2", text) == expected
