"""What `again` asks of before, and what a narration goes on with: calls that are told, results
below headings, passes that a sentence is about (docs/semantics.md §3.1-3.7, §5.20, §5.108, §5.109).
Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts
from tests.oracle.judge import Oracle

BACK = """\
def f(x):
    x += 1
    x -= 1
    return x
"""

POPPED = """\
def f(xs):
    xs.append(1)
    xs.pop()
    return xs
"""

TWICE = """\
def f(xs):
    xs.append(1)
    xs.append(1)
    return len(xs)
"""

ADDED = """\
def f(xs):
    x = 3
    for v in xs:
        x = x + v
    return x
"""

MIDST = """\
def g(k):
    return k * 2
def f(n):
    x = 3
    x = 4
    x = 3
    a = g(3)
    x = a
    return x
"""

CALLER = """\
def h(k):
    a = g(k)
    return a + g(k)
def g(k):
    return len([k])
def f(n):
    a = g(n)
    b = h(n)
    return a + b
"""

SUMMED = """\
def g(k):
    t = 0
    for i in range(k):
        t += i
    return t
def f(n):
    return g(n) + 1
"""

BOX = """\
class Box:
    def __init__(self):
        self.n = 0
    def go(self, k):
        for i in range(k):
            if i > 0:
                self.n += 1
        return self.n
def f(n):
    b = Box()
    c = b.go(n)
    return c
"""

AGAIN = (
    (BACK, "5", "`x` becomes `6`. `x` becomes `5` again.", "VV"),  # as it was when the call began
    (BACK, "5", "`x` becomes `6` again.", "A"),
    (POPPED, "[]", "Line 3 changes `xs` to `[]` again.", "V"),
    (POPPED, "[]", "Line 2 changes `xs` to `[1]` again.", "A"),
    (TWICE, "[]", "`1` is appended to `xs`. `1` is appended to `xs` again.", "VV"),
    (TWICE, "[]", "Line 3 appends `1` to `xs` again.", "A"),  # another line did
    (TWICE, "[]", "`xs` is a list again.", "A"),
    (ADDED, "[1, 2]", "Iteration 2 (`v` is again `2`): `x` becomes `6`.", "VAV"),
    (ADDED, "[1, 2]", "Iteration 2 (`v` is `2`): `x` becomes `6`.", "VVV"),
    # The point lies in a call: the visit that makes it has not ended.
    (MIDST, "3", "`g(3)` is called. `x` is `3` again.", "VV"),
    (MIDST, "3", "`g(3)` is called. `x` is `4` again.", "VR"),
    # Of the caller that is named
    (CALLER, "1", "`h(1)` calls `g(1)`. `h(1)` calls `g(1)` again.", "VV"),
    (CALLER, "1", "`h(1)` calls `g(1)` again.", "A"),
    # In a call, visits of that alone
    (SUMMED, "3", "In call 1 of `g`, line 4 runs again.", "V"),
    (SUMMED, "3", "`g(3)` is called. In iteration 2, line 4 runs again.", "VV"),
    (SUMMED, "3", "`g(3)` is called. In iteration 1, line 4 runs again.", "VA"),
)

PLAIN = """\
def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n
    return total
"""

TWO = """\
def g(k):
    r = k * 2
    return r
def f(n):
    x = 1
    a = g(3)
    b = g(2)
    for i in [1, 2]:
        x = g(i)
    return a + b
"""

SPREAD = """\
def f(*xs):
    return len(xs)
"""

RESULTS = (
    # A heading of a call counts as long as its block lasts.
    (
        TWO,
        "1",
        "`g(3)`:\n- `r` becomes `6`.\n\n`g(2)` is called.\n`r` becomes `4`.\nThe result is `10`.",
        "VVVVV",
    ),
    (
        TWO,
        "1",
        "`g(3)`:\n- `r` becomes `6`.\n\n`g(2)` is called.\n`r` becomes `4`.\nThe result is `4`.",
        "VVVVR",
    ),
    (SUMMED, "3", "`g(3)`:\n- Iteration 2:\n  - `t` becomes `1`.\n  - The result is `3`.", "VVVA"),
    (SUMMED, "3", "`g(3)`:\n- Iteration 2:\n  - `t` becomes `1`.\n  - The result is `4`.", "VVVA"),
    # Below a heading of what is not there the answer is what it is.
    (PLAIN, "[2, 3]", "For `n = 9`:\n- The result is `5`.", "RV"),
    (PLAIN, "[2, 3]", "For `n = 9`:\n- The result is `7`.", "RR"),
    (TWO, "1", "Iteration 9:\n- The result of `f` is `10`.", "RV"),
    (TWO, "1", "Iteration 9:\n- The result of `f` is `9`.", "RR"),
    # What is spread is not told to be what the entry call was given.
    (SPREAD, "1, 2", "The result of `f(1, 2)` is `2`.", "V"),
    (SPREAD, "1, 2", "The result of `f(*xs)` is `2`.", "U"),
)

LENGTHS = """\
def g(xs):
    return len(xs)
def h(xs):
    return len(xs) + 1
def f(xs):
    a = g(xs)
    b = h(xs)
    return a + b
"""

CALLED_TWICE = """\
def h(k):
    return k + 1
def f(n):
    a = h(1)
    b = h(1)
    c = abs(n)
    return a + b
"""

POPS = """\
class Stack:
    def __init__(self):
        self.items = [3]
    def pop(self):
        return self.items.pop()
def f(k):
    s = Stack()
    a = s.pop()
    try:
        s.pop()
    except IndexError:
        a = 7
    return a
"""

EMPTIED = """\
class Stack:
    def __init__(self):
        self.items = [3]
    def pop(self):
        if not self.items:
            raise IndexError('none')
        self.items = []
        return 3
def f(k):
    s = Stack()
    a = s.pop()
    try:
        s.pop()
    except IndexError:
        a = 7
    return a
"""

GLOBAL = """\
count = 0
def g(k):
    global count
    count = k
    return k
def f(n):
    global count
    for i in [1]:
        a = g(1)
        count = 7
        count = 1
    return count
"""

CALLS = (
    (LENGTHS, "[1]", "`g([1])` is called. `h([1])` calls `len(xs)`.", "VV"),
    (LENGTHS, "[1]", "`g([1])` is called. `h([1])` calls `len(ys)`.", "VU"),
    (CALLED_TWICE, "1", "`f` calls `abs(n)`.", "V"),
    (CALLED_TWICE, "1", "`h(1)` calls `abs(n)`.", "R"),
    (POPS, "1", "`s.pop()` is called. `s.pop()` is called. `pop` raises `IndexError`.", "VVV"),
    (POPS, "1", "`s.pop()` is called. `pop` raises `IndexError`.", "VR"),
    (POPS, "1", "`pop` raises `IndexError`.", "U"),  # the list's is called, too
    (EMPTIED, "1", "`s.pop()` is called. `s.pop()` is called. `pop` raises `IndexError`.", "VVV"),
    (EMPTIED, "1", "`pop` raises `KeyError`.", "R"),
)

SHARED = (  # what a told call shares with what is around it, and what it changes later
    (GLOBAL, "1", "`g(1)` is called. `count` becomes `1`.", "VV"),
    (GLOBAL, "1", "`g(1)` is called. `count` becomes `7`.", "VA"),
    (
        BOX,
        "2",
        "`b.go(2)` is called. The condition `i > 0` is false. `self.n` is unchanged.",
        "VVV",
    ),
    (
        BOX,
        "2",
        "`b.go(2)` is called. `i` becomes `0`. `i` becomes `1`. `self.n` is unchanged.",
        "VVVR",
    ),
)

GENERATED = """\
def gen():
    k = 0
    k = 5
    yield k
    k = 6
    yield k
def f(n):
    t = 0
    for v in gen():
        t += v
    return t
"""

DELETED = """\
def f(nums):
    s = 0
    for n in nums:
        t = 0
        s += n
        t = n
        del t
    return s
"""

LEFT_AT_ONCE = """\
def gen():
    k = 0
    k = 5
    yield k
    k = 6
    yield k
def f(n):
    t = 0
    for v in gen():
        t += v
        if t > 4:
            break
    return t
"""

BOTH = """\
def f(nums):
    s = 0
    for n in nums:
        t = u = 0
        s += n
    return s
"""

LEFT = """\
def f(nums):
    t = 0
    for n in nums:
        t += n
        if t > 3:
            t = 1
            break
    return t
"""

PASSES = (
    (GENERATED, "1", "In iteration 1, `k` is `0`.", "A"),
    (GENERATED, "1", "In iteration 1, `k` is `9`.", "R"),
    (DELETED, "[5, 1]", "In iteration 1, `t` is `5`.", "A"),
    (DELETED, "[5, 1]", "In iteration 1, `t` is `6`.", "R"),
    # The visit that is told is told on, where what is so in its pass is said in between.
    (BOTH, "[2, 3]", "`t` becomes `0`. In iteration 1, `t` is `0`, and `u` becomes `0`.", "VVV"),
    (BOTH, "[2, 3]", "`t` becomes `0`. In iteration 1, `t` is `0`, and `u` becomes `1`.", "VVR"),
    # Why the last pass was left: conditions alone, and only what has been told to end the loop
    (LEFT, "[2, 3]", "The loop ends and `n > 2` is true.", "VV"),
    (LEFT, "[2, 3]", "The loop ends because `n > 3` is true.", "VR"),
    (LEFT, "[2, 3]", "The loop ends and `t` is `1`.", "VV"),
    (LEFT, "[2, 3]", "The loop ends and `t` is `2`.", "VR"),
    (LEFT_AT_ONCE, "9", "The loop ends because `k == 0` is true.", "VA"),
    (LEFT_AT_ONCE, "9", "`t` becomes `0`. `t` becomes `5`. `k` becomes `0`.", "VVA"),
    (LEFT_AT_ONCE, "9", "`t` becomes `0`. `t` becomes `5`. `k` becomes `9`.", "VVR"),
    (LEFT_AT_ONCE, "9", "The loop ends because `k > 7` is true.", "VR"),
    (PLAIN, "[2, 1]", "`total` becomes `0`. `total` becomes `2` and `n > 1` is false.", "VVV"),
    (PLAIN, "[2, 1]", "`total` becomes `0`. `total` becomes `2` and `n > 1` is true.", "VVR"),
)


@pytest.mark.parametrize(
    ("source", "arguments", "text", "expected"), [*AGAIN, *RESULTS, *CALLS, *SHARED, *PASSES]
)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, f"f({arguments})", text) == expected


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), [*SHARED, *PASSES])
def test_the_oracle_says_the_same(source: str, arguments: str, text: str, expected: str) -> None:
    judged = Oracle(source, "f", arguments).judge(text)
    assert "".join(verdict[0] for _, verdict in judged.claims) == expected
