"""Calls by their text: arguments that are left out, names of several functions, calls that no step
tells, and claims in a call that is told (§3.4, §5.79, §5.86). Lies stand beside the truths that
they would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

DEFAULTS = """\
def g(a, b=1, c=2, *, d=3):
    return a + b + c + d

def f(n):
    x = g(n, c=5)
    y = g(n + 1, d=4)
    z = g(n + 2)
    return x + y + z
"""

PUT = """\
class Box:
    pass

def pick(self, k):
    return k

Box.pick = pick

def f(n):
    box = Box()
    return box.pick(3)
"""

TWO = """\
class A:
    def take(self, k):
        return k

class B:
    def take(self, k):
        return k + 1

def f(n):
    x = A().take(3)
    y = B().take(4)
    return x + y
"""

SILENT = """\
class A:
    def __init__(self, k):
        self.k = k

class B(A):
    def __init__(self, k):
        super().__init__(k)

def f(n):
    b = B(n)
    total = sum(x for x in range(n))
    more = max(n,
               4)
    return total + more
"""

WITH = """\
import contextlib, functools, threading

def f(n):
    lock = threading.Lock()
    with contextlib.nullcontext(n), contextlib.suppress(ValueError):
        n += 1
    with contextlib.nullcontext(n) as a:
        n += 1
    @functools.lru_cache(4)
    def g(k):
        return k
    @functools.lru_cache(None)
    @functools.wraps(g)
    def h(k):
        return k
    return g(n) + h(n)
"""

STATIC = """\
class Shapes:
    def plain(a, b):
        return a + b
    def second(self, b):
        return b
    second = staticmethod(second)
    @staticmethod
    def third(a, b):
        return a - b
    @classmethod
    def make(cls, a, b):
        return a + b
    def own(self, b):
        return b
    def star(*a):
        return len(a)

class Stack(list):
    def push(self, v):
        return v

def f(n):
    s = Shapes()
    t = Stack()
    a = Shapes.plain(2, 4)
    b = Shapes.second(3, 5)
    c = Shapes.third(8, 6)
    d = Shapes.make(7, 9)
    e = Shapes.own(s, 1) + s.own(11) + t.push(12)
    return a + b + c + d + e + s.star(13)
"""

TWICE = """\
def f(xs):
    n = len(xs) + len(xs)
    m = len(xs)
    k = len(xs) + len(xs)
    return n + m + k
"""

GLOBAL = """\
total = 0
step = 1

def g(k):
    global total
    t = k
    total += k
    t += step
    return t

def f(n):
    x = g(n)
    t = 5
    t = g(n + 1)
    return x
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # Each parameter that is left out is what its default says.
        (DEFAULTS, "1", "`g(1, c=5)` is called.", "V"),
        (DEFAULTS, "1", "`g(1)` is called.", "R"),
        (DEFAULTS, "1", "`g(2, d=4)` is called.", "V"),
        (DEFAULTS, "1", "`g(2)` is called.", "R"),
        (DEFAULTS, "1", "`g(3)` is called.", "V"),
        # Defined in no class: it may be called with its object, or as it is.
        (PUT, "1", "`box.pick(3)` is called.", "U"),
        (PUT, "1", "`box.pick(4)` is called.", "U"),
        (PUT, "1", "`pick(box, 3)` is called.", "V"),
        # Of two functions none is chosen by what it is called with, nor both at once.
        (TWO, "1", "`x.take(7)` is called.", "A"),
        (TWO, "1", "`take(7)` is called.", "A"),
        (TWO, "1", "`take(7)` returns `3`.", "A"),
        # What no step tells is neither made nor not made.
        (SILENT, "3", "`super()` is called.", "U"),
        (SILENT, "3", "`sum(x for x in range(n))` is called.", "U"),
        (SILENT, "3", "`sum([1])` is called.", "U"),
        (SILENT, "3", "`max(n, 4)` is called.", "U"),
        (SILENT, "3", "`max(n, 5)` is called.", "U"),
        (SILENT, "3", "`range(n)` is called.", "V"),
        (WITH, "3", "`contextlib.nullcontext(n)` is called.", "U"),
        (WITH, "3", "`contextlib.nullcontext(5)` is called.", "U"),
        (WITH, "3", "`contextlib.suppress(ValueError)` is called.", "U"),
        (WITH, "3", "`functools.lru_cache(4)` is called.", "U"),
        (WITH, "3", "`functools.lru_cache(5)` is called.", "U"),
        (WITH, "3", "`functools.wraps(g)` is called.", "U"),
        (WITH, "3", "`threading.Lock()` is called.", "V"),
        # Of what one visit calls twice it is not told which is meant next, nor that none is.
        (TWICE, "[1]", "`len(xs)` is called. `len(xs)` is called. `len(xs)` is called.", "VUU"),
        (TWICE, "[1]", "Line 3 runs. `len(xs)` is called. `len(xs)` is called.", "VVV"),
        # What is no object of a method is not left out (§3.4)
        (STATIC, "1", "`Shapes.plain(2, 4)` is called.", "V"),
        (STATIC, "1", "`plain(2, 4)` is called.", "V"),
        (STATIC, "1", "`Shapes.plain(4)` is called.", "R"),
        (STATIC, "1", "`plain(4)` is called.", "R"),
        (STATIC, "1", "`s.plain(4)` is called.", "R"),
        (STATIC, "1", "`Shapes.plain(b=4, a=2)` is called.", "V"),
        (STATIC, "1", "`Shapes.plain(4)` returns `6`.", "R"),
        (STATIC, "1", "`f` calls `Shapes.plain(4)`.", "R"),
        (STATIC, "1", "`f` calls `Shapes.plain(2, 4)`.", "V"),
        (STATIC, "1", "`Shapes.second(3, 5)` is called.", "V"),
        (STATIC, "1", "`Shapes.second(5)` is called.", "R"),
        (STATIC, "1", "`Shapes.third(8, 6)` is called.", "V"),
        (STATIC, "1", "`Shapes.third(6)` is called.", "R"),
        (STATIC, "1", "`Shapes.make(7, 9)` is called.", "V"),
        (STATIC, "1", "`Shapes.make(9, 7)` is called.", "R"),
        (STATIC, "1", "`Shapes.own(s, 1)` is called.", "V"),
        (STATIC, "1", "`Shapes.own(1)` is called.", "V"),
        (STATIC, "1", "`s.own(11)` is called.", "V"),
        (STATIC, "1", "`s.own(2)` is called.", "R"),
        (STATIC, "1", "`t.push(12)` is called.", "V"),
        (STATIC, "1", "`t.push(13)` is called.", "R"),
        (STATIC, "1", "`s.star(13)` is called.", "U"),
        (STATIC, "1", "`s.star(14)` is called.", "U"),
        # A name of the told call's function is one of it before it is set, or where it is global.
        (GLOBAL, "1", "`g(1)` is called. `total` is increased by `1`.", "VV"),
        (GLOBAL, "1", "`g(1)` is called. `total` is increased by `2`.", "VR"),
        (GLOBAL, "1", "`g(1)` is called. `t` is increased by `1`.", "VV"),
        (GLOBAL, "1", "`g(1)` is called. `t` is increased by `2`.", "VR"),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
