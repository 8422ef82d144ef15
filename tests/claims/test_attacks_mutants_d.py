"""The object before a method's name at the edges of §3.4: which classes have the method by the
source, whose names tell the object, and what the arguments' calls leave as it is."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

ONLY = """\
class A:
    def take(self, k):
        return k

class B(A):
    pass

def f(n):
    b = B()
    c = b
    return c.take(3)
"""

INNER = """\
class Box:
    def push(self, k):
        return k

class Runner:
    def run(self, k):
        return g(k)

def g(k):
    return Box().push(k)

def h(left, right):
    return left.push(9)

def f(n):
    r = Runner()
    a = Box()
    b = Box()
    r.run(n)
    h(a, b)
    right = a
    return n
"""

SUPER = """\
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
    return t.extra(o, n)
"""

STATIC = """\
class Box:
    @staticmethod
    def plain(a, b):
        return b

    def go(self, k):
        return k

class Holder:
    def __init__(self, s):
        self.push = s.go

def g(k):
    return k

def f(n):
    x = Box()
    y = Box()
    e = [y]
    Box.plain(x, 3)
    h = Holder(x)
    h.push(5)
    z = x
    z.go(g(6))
    return n
"""

CELL = """\
class Box:
    def go(self, k):
        return k

def g(k):
    return k

def f(n):
    x = Box()
    y = Box()
    def inner():
        return y
    x.go(g(6))
    return inner
"""

GETATTR = """\
class Box:
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)

    def go(self, k):
        return k

def f(n):
    x = Box()
    y = Box()
    x.go(6)
    return n
"""

KINDS = """\
import abc
import types

class Meta(type):
    pass

class A:
    pass

class B(A):
    def take(self, k):
        return k

class Keyed(B, metaclass=Meta):
    pass

class Far(B, abc.ABC):
    pass

class Sets(B):
    take = None

class SetsOther(B):
    other = 1

class Alien:
    pass

def f(n):
    a = A()
    b = B()
    keyed = Keyed()
    far = Far()
    sets = Sets()
    other = SetsOther()
    alien = Alien()
    space = types.SimpleNamespace()
    error = ValueError()
    c = B()
    c.take(3)
    return n
"""

TWICE = """\
class Box:
    pass

old = Box()

class Box:
    def take(self, k):
        return k

def f(n):
    a = Box()
    b = Box()
    a.take(3)
    return n
"""

GENS = """\
class Box:
    def each(self, k):
        yield k

def f(n):
    a = Box()
    b = Box()
    each = b.each
    for x in each(2):
        n += x
    for x in each(3) if n else b.each(4):
        n += x
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

CASES = [
    # A class before the name may have it from another one: the object is the first argument then.
    (ONLY, "1", "`B.take(b, 3)` is called.", "U"),
    (ONLY, "1", "`B.take(b, 4)` is called.", "R"),
    # A name that the context's function binds later is nothing yet: the caller alone tells less.
    (INNER, "1", "`Box().push(1)` is called.", "V"),
    (INNER, "1", "In `r.run(1)`, `Box().push(1)` is called.", "V"),
    (INNER, "1", "`right.push(9)` is called.", "R"),
    # `super()` means another object in each function of a class.
    (SUPER, "1", "In `t.extra(o, 1)`, `super().area(1)` is called.", "V"),
    (SUPER, "1", "In `o.more(1)`, `super().area(1)` is called.", "V"),
    # A `staticmethod` is told by its text alone, and so is an attribute of the method's name.
    (STATIC, "1", "`x.plain(x, 3)` is called.", "U"),
    (STATIC, "1", "`y.go(5)` is called.", "U"),
    (STATIC, "1", "`x.go(5)` is called.", "V"),
    (STATIC, "1", "`x.go(6)` is called.", "V"),
    (STATIC, "1", "`y.go(6)` is called.", "R"),
    (STATIC, "1", "`e[0].go(6)` is called.", "U"),
    # An argument's call may set what an inner function has, too.
    (CELL, "1", "`y.go(6)` is called.", "U"),
    # With `__getattribute__` no attribute is told.
    (GETATTR, "1", "`y.go(6)` is called.", "U"),
    # Which classes have the method by the source alone.
    (KINDS, "1", "`a.take(3)` is called.", "U"),
    (KINDS, "1", "`b.take(3)` is called.", "R"),
    (KINDS, "1", "`keyed.take(3)` is called.", "U"),
    (KINDS, "1", "`far.take(3)` is called.", "U"),
    (KINDS, "1", "`sets.take(3)` is called.", "U"),
    (KINDS, "1", "`other.take(3)` is called.", "R"),
    (KINDS, "1", "`alien.take(3)` is called.", "U"),
    (KINDS, "1", "`space.take(3)` is called.", "U"),
    (KINDS, "1", "`error.take(3)` is called.", "U"),
    # Of two classes of one name it is not told which is meant.
    (TWICE, "1", "`b.take(3)` is called.", "R"),
    (TWICE, "1", "`old.take(3)` is called.", "U"),
    # A generator's method by another name: told where the statement that begins it has such a call.
    (GENS, "1", "`b.each(2)` is called.", "U"),
    (GENS, "1", "`a.each(2)` is called.", "U"),
    (GENS, "1", "`b.each(3)` is called.", "V"),
    (GENS, "1", "`a.each(3)` is called.", "U"),
    (GENS, "1", "`b.each(4)` is called.", "R"),
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
    # What is of one name in two functions, and of one meaning, is asked of the caller alone.
    (TWOSUPER, "1", "In `t.extra(o, 1)`, `o.area(1)` is called.", "V"),
    (TWOSUPER, "1", "In `t.extra(o, 1)`, `t.area(1)` is called.", "R"),
    (TWOSUPER, "1", "In call 1 of `Top.extra`, `super().area(1)` is called.", "U"),
    # A name that is one object for the caller, another one for the context until the call sets it.
    (NONLOCAL, "1", "`b.go(3)` is called.", "U"),
    (NONLOCAL, "1", "`c.go(3)` is called.", "U"),
    (NONLOCAL, "1", "`g(c)` is called. `b.go(3)` is called.", "VV"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    judged = Oracle(source, "f", arguments).judge(text)
    for (_, verdict), letter in zip(judged.claims, expected, strict=True):
        assert {verdict[0], letter} != {"V", "R"}
