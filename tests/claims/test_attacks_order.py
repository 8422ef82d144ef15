"""Lies and truths about what comes next (docs/semantics.md §3.2, §5.70, §5.76, §5.86, §5.88), and
what becomes of them behind a sentence that was not read (§3.6)."""

from __future__ import annotations

import pytest

from engine.claims.verdicts import Level
from tests.claims.test_discourse import judge, verdicts

ELEMENTS = """\
def f(xs):
    xs[0] = xs[0]
    y = 1
    xs[1] = 5
    xs[0] = 4
    return xs
"""

CHANGED_BY_A_CALL = """\
def change(a):
    a[0] = 3
    a[1] = 9

def f(a):
    x = a[0]
    y = 2
    change(a)
    z = 4
    return x
"""

AT_ONCE = """\
def f(nums, n):
    nums.append(n)
    k = 1
    nums.append(k)
    nums.pop()
    nums.pop()
    m = 2
    return nums
"""

ONCE = """\
def f(nums, n):
    nums.append(n)
    k = 1
    return nums
"""

BEHIND_THE_LOOP = """\
def f(nums):
    out = []
    for n in nums:
        k = n
    out.append(k)
    j = 1
    return out
"""

TWO_TESTS = """\
def f(n, m):
    if n > 1:
        k = 1
    if m > 1:
        k = 2
    return k
"""

OPERANDS = """\
def f(n, m):
    a = n > 0
    b = n > 9
    if not (m > 1):
        c = 1
    if m > 5 and n:
        c = 2
    return a
"""

ONE_NAME = """\
def f(n, m):
    a = n > 0
    if m:
        a = 2
    return a
"""

CALLED = """\
def g(n):
    out = 0
    for i in range(n):
        if i == 1:
            break
        out += n
    n = out
    return n

def f(n):
    k = n + 1
    t = g(k)
    n = 9
    return n + t
"""

BOXED = """\
class Box:
    def __init__(self, v):
        self.v = v

def f(n):
    a = [[n]]
    b = 1
    a = Box(n)
    b = 5
    c = [1]
    c[0] = 2
    return b
"""

CASES = [
    # An element that a line of the function sets becomes what it is then, if that is the same, too;
    # where no line sets it, it becomes what a call has made of it.
    (ELEMENTS, "[1, 2]", "`xs[0]` becomes `1`.", "V"),
    (ELEMENTS, "[1, 2]", "`xs[0]` becomes `4`.", "R"),
    (ELEMENTS, "[1, 2]", "`xs[0]` becomes `1`. `xs[0]` becomes `4`.", "VV"),
    (CHANGED_BY_A_CALL, "[1, 2]", "`a[0]` = `0 + 1` = `1`.", "V"),
    (CHANGED_BY_A_CALL, "[1, 2]", "Line 7 runs. `a[0]` = `1 + 2` = `3`.", "VV"),
    (CHANGED_BY_A_CALL, "[1, 2]", "Line 7 runs. `a[0]` = `2 + 2` = `4`.", "VR"),
    (CHANGED_BY_A_CALL, "[1, 2]", "Line 7 runs. `a[0]` = `2 + 2` = `3`.", "VR"),
    # Changes in place, from the very first statement on: one after the other, each once.
    (AT_ONCE, "[7], 4", "`nums` becomes `[7, 4]`.", "V"),
    (AT_ONCE, "[7], 4", "`nums` becomes `[7, 4, 1]`.", "R"),
    (AT_ONCE, "[7], 4", "`nums` becomes `[7, 4]`. `nums` becomes `[7, 4, 1]`.", "VV"),
    (AT_ONCE, "[7], 4", "`nums` becomes `[7, 4]`. `nums` becomes `[7, 4]`.", "VR"),
    (AT_ONCE, "[7], 4", "Line 2 runs. `nums` becomes `[7, 4]`. `nums` becomes `[7, 4]`.", "VVR"),
    # What has become of what was told by another verb, if it is that still; told once.
    (
        ONCE,
        "[7], 4",
        "`4` is appended to `nums`. `k` becomes `1`. `nums` becomes `[7, 4]`.",
        "VVV",
    ),
    (ONCE, "[7], 4", "`4` is appended to `nums`. `k` becomes `1`. `nums` becomes `[7]`.", "VVR"),
    (
        ONCE,
        "[7], 4",
        (
            "`4` is appended to `nums`. `nums` becomes `[7, 4]`. `k` becomes `1`. "
            "`nums` becomes `[7, 4]`."
        ),
        "VVVR",
    ),
    (
        ONCE,
        "[7], 4",
        (
            "`4` is appended to `nums`. `k` becomes `1`. `nums` becomes `[7, 4]`. "
            "`nums` becomes `[7, 4]`."
        ),
        "VVVR",
    ),
    (AT_ONCE, "[7], 4", "`4` is appended to `nums`. `m` becomes `2`. `nums` becomes `[7]`.", "VVR"),
    (
        BEHIND_THE_LOOP,
        "[1, 2]",
        "After the loop, `2` is appended to `out`, `j` becomes `1` and `out` becomes `[2]`.",
        "VVV",
    ),
    (
        BEHIND_THE_LOOP,
        "[1, 2]",
        "After the loop, `2` is appended to `out`, `j` becomes `1` and `out` becomes `[1]`.",
        "VVR",
    ),
    # Tests, from the very first statement on. What is said of a condition and what is said of its
    # branch go together.
    (TWO_TESTS, "3, 2", "The `if` branch is taken. `k` becomes `1`.", "VV"),
    (TWO_TESTS, "3, 2", "The `if` branch is taken. `k` becomes `2`.", "VR"),
    (TWO_TESTS, "3, 1", "The `if` branch is taken. The `if` branch is not taken.", "VV"),
    (TWO_TESTS, "3, 1", "The condition is true. The condition is true.", "VR"),
    (TWO_TESTS, "3, 1", "The condition is true. The `if` branch is taken.", "VV"),
    # A comparison is a condition where it stands in a test, and nowhere else.
    (OPERANDS, "4, 1", "The condition `m > 1` is false.", "V"),
    (OPERANDS, "4, 1", "The condition `m > 1` is true.", "R"),
    (OPERANDS, "4, 1", "The condition `m > 5` is false.", "V"),
    (OPERANDS, "4, 1", "The condition `n > 0` is true.", "R"),
    (OPERANDS, "4, 1", "The condition `n > 9` is false.", "R"),
    (ONE_NAME, "4, 7", "The condition `n > 0` is true.", "R"),
    # By a `return`, and by nothing else, a call is told no more.
    (CALLED, "4", "`g(5)` is called. `n` becomes `5`. The function returns. `n` is `4`.", "VVVV"),
    (CALLED, "4", "`g(5)` is called. `n` becomes `5`. The function returns. `n` is `5`.", "VVVR"),
    (
        CALLED,
        "4",
        "`g(5)` is called. `i == 1` is false. `i == 1` is true. We break. `n` is `5`.",
        "VVVVV",
    ),
    (
        CALLED,
        "4",
        "`g(5)` is called. `i == 1` is false. `i == 1` is true. We break. `n` is `4`.",
        "VVVVR",
    ),
    # What an instance does as `a[0]` is not known: whether it changes cannot be decided, no moment
    # is found, and from there on the point is uncertain.
    (BOXED, "4", "`b` becomes `1`. `b + 0` is `5`.", "VR"),
    (BOXED, "4", "`b` becomes `1`. `a[0]` becomes `[5]`. `b + 0` is `5`.", "VUA"),
    (BOXED, "4", "`b` becomes `1`. `a[0]` becomes `[5]`. `b + 0` is `6`.", "VUR"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_what_comes_next(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


SUMS = """\
def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n
        else:
            nums[0] = total
        k = n
    result = total * 2
    return result
"""

CALLS = """\
def h(k):
    z = k
    z = z + 1
    return z

def g(k):
    out = 0
    t = h(k)
    out = t + 10
    out = out + 1
    return out

def f(n):
    a = g(n)
    b = g(n + 4)
    c = g(n + 8)
    return a + b + c
"""

SHADOWED = """\
def f(n):
    if n > 5:
        def step(k):
            return k + 1
    else:
        def step(k):
            return k + 2
    total = 1
    b = step(n)
    total = 3
    return total
"""

FLAT = """\
def f(n):
    if n:
        k = 1
    k = 2
    k = 3
    m = k
    return m
"""

COUNT = """\
def f(n, k):
    m = n
    while k < m:
        k += 1
    return k
"""

TWICE_IN_A_PASS = """\
def f(n):
    for k in [n]:
        j = 0
        while j < 2:
            j += 1
    return n
"""

NO = "`zz` becomes `7`. "
"""False wherever the point lies: all visits that are tried for one claim are."""

BEHIND = [
    # What is true, and what is false of the point and true of another one, or of none.
    (SUMS, "[3, 1, 2]", "Blah is blah. `n > 1` is true.", "V"),
    (SUMS, "[3, 1, 2]", "Blah is blah. `n > 1` is false.", "A"),
    (SUMS, "[3, 1, 2]", "Blah is blah. `result` becomes `10`. `total` becomes `3`.", "VA"),
    (SUMS, "[3, 1, 2]", "Blah is blah. `result` becomes `10`. `total` becomes `4`.", "VR"),
    # Points behind the one that it was, and behind no visit that had begun by then.
    (FLAT, "1", "Blah is blah. `n` is unchanged.", "A"),
    (FLAT, "1", "After line 2, `n` is `1`. Blah is blah. The condition is true.", "VR"),
    (FLAT, "1", "`k` becomes `1`. Blah is blah. `k + 0` is `2`.", "VA"),
    (FLAT, "1", "`k` becomes `1`. Blah is blah. `k + 0` is `4`.", "VR"),
    # Prefixes are found anew for each of the points; none is left out for it.
    (SUMS, "[3, 1, 3]", "Blah is blah. For `n = 3`, `total` becomes `6`.", "A"),
    (SUMS, "[3, 1, 3]", "Blah is blah. For `n = 3`, `total` becomes `4`.", "R"),
    (SUMS, "[3, 2, 3]", "Blah is blah. For `n = 3`, `total` becomes `5`.", "R"),
    (SUMS, "[3, 1, 3]", "Blah is blah. For `n = 3`, line 5 sets `total` to `6`.", "A"),
    (SUMS, "[3, 1, 3]", "Blah is blah. For `n = 3`, line 5 sets `total` to `4`.", "R"),
    # Headings, too; such a pass that was named is not named again.
    (SUMS, "[3, 1, 2]", "Blah. `result` becomes `10`.\n`n = 3`: `total` becomes `3`.", "VAA"),
    (SUMS, "[3, 1, 2]", "Blah. `result` becomes `10`.\n`n = 7`: `total` becomes `3`.", "VRR"),
    (
        SUMS,
        "[3, 1, 2]",
        "`n = 3`: `total` becomes `3`.\nBlah is blah.\n`n = 3`: `total` becomes `3`.",
        "VVRR",
    ),
    # One that is there once, wherever the point lies, makes it certain; one that is there twice,
    # and one that is nowhere, do not.
    (SUMS, "[3, 1, 2]", "Blah.\nFor `n = 1`: `n > 1` is false.\n`total` becomes `3`.", "VVR"),
    (SUMS, "[3, 1, 2]", "Blah.\n- `n = 9`:\n  - Line 3 runs.\n- `total` becomes `5`.", "RRA"),
    (SUMS, "[3, 1, 2]", "Blah.\n- Iteration 9:\n  - Line 3 runs.\n- `total` becomes `5`.", "RRA"),
    (
        SUMS,
        "[3, 1, 3]",
        "In iteration 2, `n > 1` is false. Blah. For `n = 3`, `total` becomes `6`. `n + 1` is `2`.",
        "VVA",
    ),
    (
        SUMS,
        "[3, 1, 3]",
        "In iteration 2, `n > 1` is false. Blah. For `n = 3`, `total` becomes `6`. `n + 1` is `3`.",
        "VVR",
    ),
    # In passes that are told one by one, each from its start on, the point says nothing.
    (TWICE_IN_A_PASS, "1", "Blah. In every iteration of the outer loop, `j < 2` is false.", "R"),
    (TWICE_IN_A_PASS, "1", "Blah. In every iteration of the outer loop, `j < 2` is true.", "V"),
    # Points in calls, each with its own call told; those that had begun go on.
    (CALLS, "1", "`g(1)` is called. `out` becomes `0`. Blah. `out + 0` is `12`.", "VVA"),
    (CALLS, "1", "`g(1)` is called. `out` becomes `0`. Blah. `out + 0` is `16`.", "VVA"),
    (CALLS, "1", "`g(1)` is called. `out` becomes `0`. Blah. `out + 0` is `20`.", "VVA"),
    (CALLS, "1", "`g(1)` is called. `out` becomes `0`. Blah. `out + 0` is `14`.", "VVR"),
    (
        CALLS,
        "1",
        "`g(1)` is called. `h(1)` is called. `z` becomes `1`. Blah. `out + 0` is `12`.",
        "VVVA",
    ),
    (
        CALLS,
        "1",
        "`g(1)` is called. `h(1)` is called. `z` becomes `1`. Blah. `out + 0` is `14`.",
        "VVVR",
    ),
    (
        CALLS,
        "1",
        "- Call 3 of `g`:\n  - Call 1 of `g` returns `13`.\n  - Blah.\n  - `out + 0` is `20`.",
        "VVA",
    ),
    (
        CALLS,
        "1",
        "- Call 3 of `g`:\n  - Call 1 of `g` returns `13`.\n  - Blah.\n  - `out + 0` is `12`.",
        "VVR",
    ),
    # Calls of which no name is the only one's are not told; what comes behind them is.
    (SHADOWED, "1", "`total` becomes `1`. Blah is blah. `total + 0` is `3`.", "VA"),
    (SHADOWED, "1", "`total` becomes `1`. Blah is blah. `total + 0` is `2`.", "VR"),
    # 500 points are tried for a claim, and 5,000 in all.
    (COUNT, "300, 0", "Blah is blah. `k + 0` is `250`.", "A"),
    (COUNT, "300, 0", "Blah is blah. `k + 0` is `251`.", "R"),
    (COUNT, "300, 0", f"Blah is blah. {NO * 9}`k + 0` is `250`.", "RRRRRRRRRA"),
    (COUNT, "300, 0", f"Blah is blah. {NO * 10}`k + 0` is `1`.", "RRRRRRRRRRR"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), BEHIND)
def test_behind_what_was_not_read(source: str, call: str, text: str, expected: str) -> None:
    report = judge(source, call).verify(text, Level.CLAIMS)
    assert report.problems
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected
