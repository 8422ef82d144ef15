"""The object before a method's name at the edges of §3.4: calls that set what the text names by
their own first steps, calls that are made by no text, and names of several functions."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

DROPS = """\
def f(n):
    b = None

    class Box:
        def drop(self):
            nonlocal b
            del b

    b = c = Box()
    c.drop()
    return n
"""

UNBOUND = """\
def f(n):
    b = None

    class Box:
        def drop(self):
            nonlocal b
            del b

    def g(c):
        c.drop()
        b = 1

    b = Box()
    g(b)
    return n
"""

NONLOCAL = """\
def f(n):
    b = None

    class Box:
        def go(self, k):
            nonlocal b
            b = self
            return k

    def g(b):
        return b.go(3)

    b = Box()
    c = Box()
    g(c)
    return n
"""

ITERS = """\
class Box:
    def __init__(self, inner):
        self.inner = inner

    def __iter__(self):
        return self if self.inner is None else self.inner

    def __next__(self):
        raise StopIteration

def f(n):
    b = Box(None)
    a = Box(b)
    for x in a.__iter__():
        n += x
    return n
"""

MADE = """\
def method(g):
    return g

class Box:
    @method
    def go(self, k):
        return k

    @staticmethod
    def plain(a, b):
        return b

    @classmethod
    def make(cls, k):
        return k

def f(n):
    a = Box()
    b = a
    c = Box()
    b.go(3)
    b.make(4)
    return n
"""

OTHERS = """\
class Box:
    size = 1

def take(self, k):
    return k

Box.take = take

def f(n):
    box = Box()
    box.take(3)
    return n
"""

TWOSUPER = """\
class Base:
    def area(self, k):
        return k

class Top(Base):
    def extra(self, o, k):
        return o.more(k)

class Other(Base):
    def more(self, k):
        return super().area(k)

def f(n):
    t = Top()
    o = Other()
    t.extra(o, n)
    return n
"""

PLACE = """\
class Place:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n

def f(n):
    a = Place(0)
    b = Place(0)
    xs = [b]
    xs[a] = a
    return n
"""

CASES = [
    # The call itself takes the name away by its first step: what it named before counts.
    (DROPS, "1", "`b.drop()` is called.", "V"),
    (DROPS, "1", "`c.drop()` is called.", "V"),
    # A name that the caller has not set yet, and the context's function has.
    (UNBOUND, "1", "`b.drop()` is called.", "V"),
    (UNBOUND, "1", "`c.drop()` is called.", "V"),
    # A name that is one object for the caller, another one for the context until the call sets it.
    (NONLOCAL, "1", "`b.go(3)` is called.", "U"),
    (NONLOCAL, "1", "`c.go(3)` is called.", "U"),
    (NONLOCAL, "1", "`g(c)` is called. `b.go(3)` is called.", "VV"),
    # The loop calls `__iter__` too, on what the call gave: another object, by no text.
    (ITERS, "1", "`a.__iter__()` is called.", "V"),
    (ITERS, "1", "`a.__iter__()` is called. `a.__iter__()` is called.", "VU"),
    (ITERS, "1", "`a.__iter__()` is called. `b.__iter__()` is called.", "VV"),
    # Other decorators leave the first parameter as it is.
    (MADE, "1", "`a.go(3)` is called.", "V"),
    (MADE, "1", "`c.go(3)` is called.", "R"),
    (MADE, "1", "`Box.make(4)` is called.", "V"),
    # What else stands in a class is no method.
    (OTHERS, "1", "`Box.take(box, 3)` is called.", "U"),
    # `super()` is of each function of a class; other names of one meaning are the caller's alone.
    (TWOSUPER, "1", "In `t.extra(o, 1)`, `super().area(1)` is called.", "V"),
    (TWOSUPER, "1", "In `t.extra(o, 1)`, `o.area(1)` is called.", "V"),
    (TWOSUPER, "1", "In `t.extra(o, 1)`, `t.area(1)` is called.", "R"),
    # A statement that asks for its place first, and puts the object there afterwards.
    (PLACE, "1", "`a.__index__()` is called.", "V"),
    (PLACE, "1", "`b.__index__()` is called.", "U"),
    (PLACE, "1", "`xs[0].__index__()` is called.", "U"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    judged = Oracle(source, "f", arguments).judge(text)
    for (_, verdict), letter in zip(judged.claims, expected, strict=True):
        assert {verdict[0], letter} != {"V", "R"}
