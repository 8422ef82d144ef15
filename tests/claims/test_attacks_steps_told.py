"""Calls by what they are given and how they are written (§3.4, §5.79, §5.102), and of which call a
claim is while calls are told (§3.4, §5.97). Every lie stands beside the truth that it would
replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

# -- calls by what they are given, and the outermost one -------------------------------------------

WALK = """\
def walk(n, acc):
    if n == 0:
        return acc
    return walk(n - 1, acc + n)

def f(n):
    a = walk(n, 0)
    a = a + 1
    return a
"""

TWICE = """\
def walk(n, acc):
    if n == 0:
        return acc
    return walk(n - 1, acc + n)

def f(n):
    a = walk(n, 0)
    return walk(a, n)
"""

NEVER = """\
def walk(n, acc):
    if n == 0:
        return acc
    return walk(n - 1, acc + n)

def f(n):
    return n + 1
"""

UNDER_IF = """\
import sys
if sys:
    def walk(n):
        if n == 0:
            return 0
        rest = walk(n - 1)
        return rest + n

def f(n):
    return walk(n) + 1
"""

DEPTH = """\
class Tree:
    def depth(self, n):
        if n == 0:
            return 0
        below = self.depth(n - 1)
        return below + 1

def f(n):
    tree = Tree()
    d = tree.depth(n)
    return d * 10
"""

TAIL = """\
def down(n, k):
    if n == 0:
        return k + 1
    return down(n - 1, k)

def f(n):
    return down(n, 3) + 1
"""

NESTED = """\
def f(n):
    def make():
        held = 0
        def take(k):
            nonlocal held
            held += k
            return held
        return take
    take = make()
    a = take(n)
    b = take(n)
    return a * b
"""

TAKES = """\
class A:
    def take(self, k):
        return k + 1

class B:
    def take(self, j):
        return j * 2

def f(n):
    b = B().take(n)
    a = A().take(n)
    return a + b
"""

GIVEN = [
    (WALK, "2", "The outermost call returns `3`.", "V"),
    (WALK, "2", "The outermost call returns `4`.", "R"),
    (TWICE, "2", "The outermost call returns `3`.", "A"),
    (NEVER, "2", "The outermost call returns `3`.", "R"),
    (UNDER_IF, "2", "The outermost call returns `3`.", "V"),
    (UNDER_IF, "2", "The outermost call returns `4`.", "R"),
    (DEPTH, "2", "The outermost call returns `2`.", "V"),
    (DEPTH, "2", "The outermost call returns `20`.", "R"),
    # The outer call ends one step after the inner one.
    (
        TAIL,
        "1",
        " ".join(["The call with `k` = `3` returns `4`."] * 3),
        "VVR",
    ),
    # A call that was told by what it is given is not told again by its name.
    (NESTED, "2", "The call with `k` = `2` returns `2`. `take(2)` returns `4`.", "VV"),
    (NESTED, "2", "The call with `k` = `2` returns `2`. `take(2)` returns `2`.", "VR"),
    # Two methods of one name.
    (TAKES, "3", "The call with `k` = `3` returns `4`.", "V"),
    (TAKES, "3", "The call with `k` = `3` returns `6`.", "R"),
    (TAKES, "3", "The call with `j` = `3` returns `6`.", "V"),
    (TAKES, "3", "The call with `j` = `3` returns `4`.", "R"),
]

# -- calls as they are written ---------------------------------------------------------------------

ADDS = """\
class Box:
    def __init__(self, held):
        self.held = held
    def take(self, k):
        self.held = self.held - k
        return self.held

def add(a, b=1):
    c = a + b
    return c

def f(n):
    box = Box(10)
    m = n + 2
    s = add(m)
    t = add(n, b=4)
    w = box.take(m)
    return s + t + w
"""

FORGETS = """\
def f(n):
    seen = 4
    def note(k):
        nonlocal seen
        del seen
    note(n + seen)
    return n
"""

WRITTEN = [
    (WALK, "2", "`missing` is called.", "R"),
    (WALK, "2", "`walk(2, 0, n=2)` is called.", "R"),
    (WALK, "2", "`walk(n, acc=0)` is called.", "V"),
    (WALK, "2", "`walk(n, acc=1)` is called.", "R"),
    (WALK, "2", "`walk(n, 0, 7)` is called.", "R"),
    (ADDS, "2", "`add(m)` is called.", "V"),
    (ADDS, "2", "`add(n, b=4)` is called.", "V"),
    (ADDS, "2", "`add(n, b=5)` is called.", "R"),
    (ADDS, "2", "`add(**{'a': 9})` is called.", "U"),
    (ADDS, "2", "`box.take(m)` is called.", "V"),
    (ADDS, "2", "`box.take(n)` is called.", "R"),
    # What the arguments are before the call: its first step takes a name of theirs away.
    (FORGETS, "2", "`note(n + seen)` is called.", "V"),
    (FORGETS, "2", "`note(n)` is called.", "R"),
    # The entry call, of which no caller's state is told.
    (WALK, "2", "`f(2)` is called.", "V"),
    (WALK, "2", "`f(1 + 1)` is called.", "V"),
    (WALK, "2", "`f(1 + 2)` is called.", "R"),
    (WALK, "2", "`f(n + 5)` is called.", "R"),
    (WALK, "2", "`f` calls `f(2)`.", "R"),
    # The end of a call lies in it.
    (WALK, "2", "`walk(0, 3)` is called. `3` is returned. In `walk(0, 3)`, `acc` is `3`.", "VVV"),
    (WALK, "2", "`walk(0, 3)` is called. `3` is returned. In `walk(0, 3)`, `acc` is `2`.", "VVR"),
    (NESTED, "2", "In `take(2)`, `held + k` is `2`.", "V"),
    (NESTED, "2", "In `take(2)`, `held + k` is `4`.", "R"),
]

# -- of which call a claim is ----------------------------------------------------------------------

CALLED = """\
def g(k):
    j = k + 1
    return j

def h(k):
    i = k * 3
    return i

def f(k, n):
    j = 7
    p = g(1)
    q = h(2)
    return p + q + k + n + j
"""

ONE = """\
def g(k):
    j = k + 1
    return j

def f(k):
    p = g(1)
    q = [p, k]
    return q
"""

BOXED = """\
class Box:
    def __init__(self, held):
        self.v = held

def g(k):
    j = k + 1
    return j

def f(k):
    box = Box(k + 1)
    p = g(1)
    return p + box.v
"""

FIVE = """\
def g(k):
    n = k * 5
    m = n + 1
    return m

def f(n):
    p = g(-3)
    return p + n
"""

MEANT = [
    (CALLED, "4, 5", "`g(1)` is called. `k + n` is `9`.", "VV"),
    (CALLED, "4, 5", "`g(1)` is called. `k + n` is `6`.", "VR"),
    # No name at all: it is of the context, and behind its end nothing becomes anything.
    (CALLED, "4, 5", "`g(1)` is called. At the end, `1 + 1` is `2`. `p` becomes `2`.", "VVA"),
    (CALLED, "4, 5", "`g(1)` is called. At the end, `1 + 1` is `2`. `p` becomes `3`.", "VVR"),
    (CALLED, "4, 5", "`g(1)` is called. `2` is returned. `k` is `4`.", "VVV"),
    (CALLED, "4, 5", "`g(1)` is called. `2` is returned. `k` is `1`.", "VVR"),
    # `g(1)` is over where `h(2)` begins.
    (CALLED, "4, 5", "`g(1)` is called. `h(2)` is called. `j` is `7`.", "VVV"),
    (CALLED, "4, 5", "`g(1)` is called. `h(2)` is called. `j` is `2`.", "VVR"),
    (
        CALLED,
        "4, 5",
        "`g(1)` is called. `h(2)` is called. `6` is returned. `24` is returned.",
        "VVVV",
    ),
    (
        CALLED,
        "4, 5",
        "`g(1)` is called. `h(2)` is called. `6` is returned. `2` is returned.",
        "VVVR",
    ),
    # Builtins that the program does not bind are of no function.
    (ONE, "'x'", "`g(1)` is called. `isinstance(k, int)` is `True`.", "VV"),
    (ONE, "'x'", "`g(1)` is called. `isinstance(k, int)` is `False`.", "VR"),
    (ONE, "'x'", "`isinstance(j, int)` is `True`.", "V"),
    (ONE, "'x'", "`isinstance(j, str)` is `True`.", "R"),
    # `v` is the attribute of something that `f` alone has.
    (BOXED, "4", "`g(1)` is called. `k + v` is `9`.", "VV"),
    (BOXED, "4", "`g(1)` is called. `k + v` is `6`.", "VR"),
    # `k` alone would be of `g`.
    (FIVE, "4", "`k + zz` is `1`. `n` is `4`.", "RV"),
    (FIVE, "4", "`k + zz` is `1`. `n` is `-15`.", "RR"),
]

# -- names of builtins that the program binds somewhere --------------------------------------------

PLAIN = """\
def g(k):
    j = k + 1
    return j

def f(k):
    {binds}
    p = g(1)
    return p + k
"""

OF_PARAMETER = """\
def g(k):
    j = k + 1
    return j

def f(k, max=3):
    p = g(1)
    return p + k + max
"""

CAUGHT = """\
def g(k):
    j = k + 1
    return j

def f(k):
    try:
        raise ValueError('no')
    except ValueError as max:
        p = g(1)
        q = p + k
    return q
"""

BOUND = [
    (PLAIN.format(binds="max = 3"), "max + k", "7"),
    (OF_PARAMETER, "max + k", "7"),
    (PLAIN.format(binds="def max(): pass"), "k if max is not None else 0", "4"),
    (PLAIN.format(binds="class max: pass"), "k if max is not None else 0", "4"),
    (PLAIN.format(binds="from math import pow"), "k if pow is not None else 0", "4"),
    (PLAIN.format(binds="import math as pow"), "k if pow is not None else 0", "4"),
    (CAUGHT, "k if max is not None else 0", "4"),
    (
        PLAIN.format(binds="match k:\n        case int() as max:\n            pass"),
        "max + k",
        "8",
    ),
    (
        PLAIN.format(binds="match [k, 2, 3]:\n        case [_, *max]:\n            pass"),
        "len(max) + k",
        "6",
    ),
    (
        PLAIN.format(binds="match {1: k, 2: 5}:\n        case {1: _, **max}:\n            pass"),
        "len(max) + k",
        "5",
    ),
]
"""What `f` binds to a name of a builtin, an expression with it, and what that is in `f`: in `g`,
where `k` is less by 3, it would be less."""

CASES = [*GIVEN, *WRITTEN, *MEANT]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize(("source", "expression", "value"), BOUND)
def test_a_bound_name_of_a_builtin_is_of_the_function_that_binds_it(
    source: str, expression: str, value: str
) -> None:
    truth = f"`g(1)` is called. `{expression}` is `{value}`."
    lie = f"`g(1)` is called. `{expression}` is `{int(value) - 3}`."
    assert verdicts(source, "4", truth) == "VV"
    assert verdicts(source, "4", lie) == "VR"
