"""What was told wrong once, more of it: calls with defaults, loops, growth and recursion, by the
section of docs/semantics.md that decides it."""

# tables

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

DEFAULT = """\
def g(a, b=5):
    return a + b
def f(n):
    return g(n, 7)
"""

SPREAD = """\
def g(a, b=5):
    return a + b
def h(*args): return len(args)
def k(a, *rest, c=1, **more): return a
def m(a, b=[]): return a
def f(n):
    h(1, 2)
    k(1, 8, c=3, d=4)
    m(n)
    return g(n)
"""

TARGET = """\
def f(nums):
    d = {}
    out = []
    for d[[k for k in 'ab'][0]] in nums:
        out.append(d['a'])
    return out
"""

EVERY = """\
def f(k, n):
    out = []
    it = iter([1, 2])
    for i in range(n):
        out.append(i + 4)
    out[0] = 7
    k = 5
    return out
"""

ZERO = """\
def f(n):
    x = -0.0
    for i in range(n):
        x = 0.0
    return x
"""

ENTERED = """\
def f(n):
    out = 0
    for i in range(n):
        out += i
    return out
"""

OVER = """\
def f(n):
    out = 0
    for n in n:
        out += n
    return out
"""

RESUMED = """\
def leaf(n):
    yield 1
    yield g(0, None)
def g(n, it):
    if n == 2:
        made = leaf(n)
        first = next(made)
        return g(1, made)
    if n == 1:
        return next(it)
    return 0
def f(n):
    return g(n, None)
"""

SUBCLASS = """\
class Row(list):
    pass

def f(n):
    r = Row([1])
    s = [1]
    for i in range(n):
        r.append(i)
        s.append(i)
    return s
"""

CUTS = """\
def f(text, x):
    if text.removeprefix(x) == text:
        return f(text[1:], x)
    else:
        return text
"""

KEEPS = """\
def g(a, seen=[]):
    seen.append(a)
    return len(seen)

def f(n):
    g(n)
    g(n)
    return g(5, [7])
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # What a call leaves out is what the function gives itself (§3.4)
        (DEFAULT, "1", "`g(1)` is called.", "R"),
        (DEFAULT, "1", "`g(1)` returns `8`.", "R"),
        (DEFAULT, "1", "`g(1, 7)` returns `8`.", "V"),
        (DEFAULT, "1", "`g(1)`: `b` is `7`.", "RR"),
        (DEFAULT, "1", "`g()` is called.", "V"),
        (DEFAULT, "1", "`g(b=7)` is called.", "V"),
        (DEFAULT, "1", "`g(b=5)` is called.", "R"),
        (DEFAULT, "1", "`g` is called.", "V"),
        (DEFAULT, "1", "`g` returns `8`.", "V"),
        (DEFAULT, "1", "`f` calls `g`.", "V"),
        (SPREAD, "1", "`g(1)` is called.", "V"),
        (SPREAD, "1", "`g(1, 5)` is called.", "V"),
        (SPREAD, "1", "`g(1)` returns `6`.", "V"),
        (SPREAD, "1", "`h()` is called.", "R"),
        (SPREAD, "1", "`h(1, 2)` returns `2`.", "V"),
        (SPREAD, "1", "`k(1)` is called.", "R"),
        (SPREAD, "1", "`k(1, 8, c=3, d=4)` is called.", "V"),
        (SPREAD, "1", "`k(1, 8, c=3)` is called.", "R"),
        (SPREAD, "1", "`k(1, 8, d=4)` is called.", "R"),
        (SPREAD, "1", "`m(1)` is called.", "V"),
        (SPREAD, "1", "`g(n)` is called.", "V"),
        # A comprehension in a loop's target asks for no item (§2)
        (TARGET, "[3]", "The loop on line 4 makes 2 passes in total.", "R"),
        (TARGET, "[3]", "The loop on line 4 makes 1 pass in total.", "V"),
        (TARGET, "[3]", "The loop on line 4 makes 1 pass.", "V"),
        (TARGET, "[3, 4]", "The loop on line 4 makes 2 passes in total.", "V"),
        (TARGET, "[3, 4]", "Line 5 runs on passes 1 to 2 of the loop on line 4 only.", "V"),
        (TARGET, "[3, 4]", "Each pass of the loop on line 4 appends its item to `out`.", "V"),
        # A claim about every pass tells no moment (§5.75)
        (
            EVERY,
            "3, 2",
            "At the end of every pass of the loop on line 4, `k` is `9`. `k = 5`.",
            "RR",
        ),
        (
            EVERY,
            "3, 2",
            "At the end of every pass of the loop on line 4, `k` is `9`. `k = 3`.",
            "RV",
        ),
        (
            EVERY,
            "3, 1",
            "At the end of every pass of the loop on line 4, `k` is `3`. `k = 5`.",
            "VR",
        ),
        # Shrinks: the start minus the end, as Python computes it (§5.52)
        (ZERO, "1", "Over the loop on line 3, `x` shrinks by `0.0`.", "R"),
        (ZERO, "1", "Over the loop on line 3, `x` shrinks by `-0.0`.", "V"),
        # A loop is not entered in its own pass (§3)
        (ENTERED, "2", "On pass 1 of the loop on line 3, the loop on line 3 is not entered.", "R"),
        (
            ENTERED,
            "2",
            "On every pass of the loop on line 3, the loop on line 3 is not entered.",
            "R",
        ),
        (
            ENTERED,
            "2",
            "On pass 1 of the loop on line 3, the loop on line 3 makes 0 passes in total.",
            "R",
        ),
        (ENTERED, "2", "The loop on line 3 is entered.", "V"),
        (ENTERED, "2", "The loop on line 3 makes 2 passes in total.", "V"),
        # What a loop is over, by its header (§5.95)
        (OVER, "[1, 2]", "The loop runs over `n`.", "V"),
        # Who waits for what a generator calls (§5.64)
        (RESUMED, "2", "The recursion of `g` reaches depth 2.", "R"),
        (RESUMED, "2", "The recursion of `g` reaches depth 3.", "V"),
        # Elements of an instance are the affair of its class (§5.52, §7)
        (SUBCLASS, "2", "Over the loop on line 7, `r` grows by 2 elements.", "U"),
        (SUBCLASS, "2", "Over the loop on line 7, `s` grows by 2 elements.", "V"),
        (SUBCLASS, "2", "Over the loop on line 7, `s` shrinks by 2 elements.", "R"),
        # A call that a recursive one makes with its own text is not the call itself (§5.79).
        (CUTS, "'abcd', 'c'", "In call 1 of `f`, `f(text[1:], x)` is returned.", "V"),
        (CUTS, "'abcd', 'c'", "In call 2 of `f`, `f(text[1:], x)` is returned.", "V"),
        (CUTS, "'abcd', 'c'", "In call 2 of `f`, `f(text[2:], x)` is returned.", "R"),
        (CUTS, "'abcd', 'c'", "In call 3 of `f`, `f(text[1:], x)` is returned.", "R"),
        # A default that is changed is no longer what it says (§3.4).
        (KEEPS, "1", "`g(1)` returns `1`. `g(1)` returns `2`.", "UU"),
        (KEEPS, "1", "`g(1)` is called. `g(5)` is called.", "VU"),
        (KEEPS, "1", "`g(5, [7])` returns `2`.", "V"),
        (KEEPS, "1", "`g(1, [1])` returns `2`.", "V"),
        (KEEPS, "1", "`g(5, [1])` returns `2`.", "R"),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
