"""Calls of builtins where they stand, and the object before a method's name, at the edges (§3.4,
§5.79, §5.86): by what is executed, by elements and attributes, and by what is nothing yet."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

KEYWORDS = """\
def f(n):
    print(n, sep='-')
    n += 1
    return n
"""

PLAIN = """\
def f(n):
    print(n)
    n += 1
    return n
"""

SEVERAL = """\
def f(a, b):
    print(a, b); print(b)
    return a
"""

FAILS = """\
def f(a):
    int(a); int('x')
    return a
"""

FAILS_WITH_A_KEYWORD = """\
def f(a):
    int(a, base=10)
    return a
"""

LINES = """\
def f(xs):
    (xs
     .append(4))
    return xs
"""

TOLD = """\
def g(a):
    print(a)
    return a

def f(n):
    x = g(n)
    print(3)
    return x
"""

TOLD_WITH_A_KEYWORD = TOLD.replace("print(a)", "print(a, sep='')")

LAST = """\
class S:
    def pop(self, k):
        self.k = k
        return k

def f(xs):
    s = S()
    t = s
    s.pop(1)
    return xs.pop(0)
"""

PASSES = """\
def f(rows):
    y = 5
    for row in rows:
        for x in row:
            if x == 0:
                continue
            y = x + 1
    return rows
"""

BOX = """\
class Box:
    def __init__(self, n):
        self.n = n

    def take(self, k):
        return self.n + k

def f(k):
    a = Box(1)
    b = Box(2)
    xs = [a, b, a]
    d = {'a': a, 0: b, 'b': b, (1, 2): b}
    e = {'a': a, 'b': b, 'c': a}
    b.take(3)
    return k
"""

LATER = """\
class Box:
    def __init__(self, n):
        self.n = n

    def take(self, k):
        return self.n + k

def f(k):
    a = Box(1)
    b = Box(2)
    xs = [a, b]
    w = None
    v = 7
    d = {k: b}
    e = {k: b, a: b}
    b.take(3)
    i = 1
    w = b
    v = b
    d['p'] = b
    e['p'] = b
    b.take(3)
    return k
"""


MAIN = """\
class Box:
    def __init__(self, n):
        self.n = n

    def take(self, k):
        return self.n + k

    @classmethod
    def make(cls, n):
        return cls(n)

def f(k):
    global sorted
    a = Box(1)
    b = Box(2)
    d = {k: b, 'q': a}
    xs = [a, b]
    Kind = Box
    Other = Kind
    Other.make(4)
    b.take(3)
    i = 1
    d['p'] = b
    sorted = b
    xs[i:][0].take(3)
    return k
"""

PICK = """\
class Box:
    size = 1
    def other(self):
        return 1

def pick(self, k):
    return k

Box.pick = pick

def f(n):
    box = Box()
    return box.pick(3)
"""

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

HELD = """\
class Box:
    def each(self, k):
        yield k

def f(n):
    b = Box()
    g = b.each
    for x in g(2):
        n += x
    return n
"""

HELD_OR_CALLED = HELD.replace("g(2)", "(g(2) if n else b.each(3))")

GETS = """\
class Box:
    @property
    def area(self):
        return 3
    def __add__(self, o):
        return 4
    def take(self, o):
        return 4

def f(n):
    a = Box()
    b = Box()
    c = b
    n = a.area.bit_length()
    m = b + a
    return m
"""

MADE_A_LIST = """\
def f(xs):
    n = 0
    xs = list(xs)
    for x in xs:
        n += x
    return n
"""

LONG = """\
def f(xs):
    y = 0
    for x in xs:
        y = (x +
             1)
    return y
"""

LONG_AND_ANOTHER = LONG.replace("1)\n", "1); z = y\n")

ITS_OWN = """\
def f(xs):
    y = 0
    for x in xs:
        y = (lambda y: 3 + y)(x)
    return y
"""

TWO_WALKS = """\
class Chain:
    def __init__(self, inner):
        self.inner = inner

    def __iter__(self):
        return self.inner or iter([1])

def f(n):
    a = Chain(Chain(None))
    for x in a.__iter__():
        n += x
    return n
"""

WALRUS = """\
def f(xs):
    y = 0
    for x in xs:
        y = (y := x) + 1
    return y
"""


def twice(text: str) -> str:
    return f"`{text}` is called. `{text}` is called."


M = "'__main__'"

DROPPED = """\
class Box:
    def drop(self, n):
        global right
        del right
        return n

right = None

def f(n):
    global right
    right = Box()
    box = right
    return box.drop(n)
"""

CASES = [
    # What the call itself unbinds as it begins.
    (DROPPED, "3", "`right.drop(3)` is called.", "V"),
    (DROPPED, "3", "`right.drop(3)` returns `4`.", "R"),
    # What is written with `k=` is not told otherwise written.
    (KEYWORDS, "1", "`print(1)` is called.", "U"),
    (KEYWORDS, "1", "`print(2)` is called.", "U"),
    (PLAIN, "1", "`print(1)` is called.", "V"),
    (PLAIN, "1", "`print(5)` is called.", "R"),
    (PLAIN, "1", "`print(1, sep='-')` is called.", "U"),
    # Several statements on a line: each of them is looked at.
    (SEVERAL, "1, 2", "`print(b)` is called.", "V"),
    (SEVERAL, "1, 2", "`print(2)` is called.", "U"),
    (SEVERAL, "1, 2", "`print(3)` is called.", "U"),
    # A call that raised was made.
    (FAILS, "'7'", "`int('x')` is called.", "V"),
    (FAILS, "'7'", "`int('y')` is called.", "U"),
    (FAILS_WITH_A_KEYWORD, "'x'", "`int(a, base=10)` is called.", "V"),
    (FAILS_WITH_A_KEYWORD, "'x'", "`int(a, base=11)` is called.", "U"),
    # A call that spans lines is a statement by itself nevertheless.
    (LINES, "[1]", "`xs.append(4)` is called.", "V"),
    (LINES, "[1]", "`xs.append(5)` is called.", "U"),
    # A call that is told may have made it, too, or surely has not.
    (TOLD, "1", "`g(1)` is called. `print(3)` is called.", "VV"),
    (TOLD, "1", "`g(1)` is called. `print(4)` is called.", "VU"),
    (TOLD, "3", "`g(3)` is called. `print(3)` is called.", "VU"),
    (TOLD_WITH_A_KEYWORD, "1", "`g(1)` is called. `print(3)` is called.", "VU"),
    # Another object's method of the name is called by the very last step.
    (LAST, "[4]", "`s.pop(1)` is called.", "V"),
    (LAST, "[4]", "`xs.pop(0)` is called.", "U"),
    (LAST, "[4]", "`t.pop(1)` is called.", "U"),
    (LAST, "[4]", "`t.pop(2)` is called.", "U"),
    # Passes of which not each sets what the claim is about.
    (PASSES, "[[0, 1], [4]]", "In iteration 1 of the loop on line 4, `y` is `5`.", "V"),
    (PASSES, "[[0, 1], [7]]", "In iteration 1 of the loop on line 4, `y` is `8`.", "A"),
    # Elements and attributes that are there, and others.
    (BOX, "1", "`xs[1].take(3)` is called.", "V"),
    (BOX, "1", "`xs[-2].take(3)` is called.", "V"),
    (BOX, "1", "`xs[0].take(3)` is called.", "R"),
    (BOX, "1", "`xs[-3].take(3)` is called.", "R"),
    (BOX, "1", "`xs[3].take(3)` is called.", "U"),
    (BOX, "1", "`xs['a'].take(3)` is called.", "U"),
    (BOX, "1", "`xs[0:1].take(3)` is called.", "U"),
    (BOX, "1", "`xs[0:2][1].take(3)` is called.", "U"),
    (BOX, "1", "`xs[i:].take(3)` is called.", "U"),
    (BOX, "1", "`d[0].take(3)` is called.", "V"),
    (BOX, "1", "`d['a'].take(3)` is called.", "R"),
    (BOX, "1", "`d['z'].take(3)` is called.", "U"),
    (BOX, "1", "`d[1, 2].take(3)` is called.", "U"),
    (BOX, "1", "`e['b'].take(3)` is called.", "V"),
    (BOX, "1", "`e['c'].take(3)` is called.", "R"),
    (BOX, "1", "`a.missing.take(3)` is called.", "U"),
    # What is nothing yet names no call: the next one is meant, if there is one.
    (LATER, "0", twice("xs[i].take(3)"), "VU"),
    (LATER, "0", twice("w.take(3)"), "VU"),
    (LATER, "0", twice("v.take(3)"), "UU"),
    (LATER, "0", twice("d['p'].take(3)"), "VU"),
    (LATER, "0", twice("e['p'].take(3)"), "UU"),
    (LATER, "0", "`d[0].take(3)` is called.", "V"),
    (MAIN, M, "`k.take(3)` is called.", "U"),
    (MAIN, M, "`d['__main__'].take(3)` is called.", "V"),
    (MAIN, M, "`d['q'].take(3)` is called.", "R"),
    (MAIN, M, "`d.get('q').take(3)` is called.", "R"),
    (MAIN, M, "`(a if k == 3 else b).take(3)` is called.", "V"),
    (MAIN, M, twice("d['p'].take(3)"), "VU"),
    (MAIN, M, twice("xs[i:][0].take(3)"), "VU"),
    (MAIN, M, twice("sorted.take(3)"), "UU"),
    (MAIN, M, "`Kind.make(4)` is called.", "V"),
    # A class before the name may have the method from another one, or not at all.
    (PICK, "1", "`Box.pick(box, 3)` is called.", "U"),
    (PICK, "1", "`Box.pick(3)` is called.", "U"),
    (ONLY, "1", "`B.take(b, 3)` is called.", "U"),
    (ONLY, "1", "`B.take(b, 4)` is called.", "R"),
    # Names of the context, and those of the function that calls.
    (INNER, "1", "`Box().push(1)` is called.", "V"),
    (INNER, "1", "`Box().push(2)` is called.", "R"),
    (INNER, "1", "In call 1 of `run`, `Box().push(1)` is called.", "V"),
    (INNER, "1", "`right.push(9)` is called.", "R"),
    (SUPER, "1", "In call 1 of `Top.extra`, `super().area(1)` is called.", "U"),
    (SUPER, "1", "In `o.more(1)`, `super().area(1)` is called.", "V"),
    # What is called otherwise: without the object, by a name that holds it, with calls in it.
    (STATIC, "1", "`x.plain(x, 3)` is called.", "U"),
    (STATIC, "1", "`x.go(5)` is called.", "V"),
    (STATIC, "1", "`y.go(5)` is called.", "U"),
    (STATIC, "1", "`x.go(6)` is called.", "V"),
    (STATIC, "1", "`y.go(6)` is called.", "R"),
    (STATIC, "1", "`e[0].go(6)` is called.", "U"),
    (CELL, "1", "`x.go(6)` is called.", "V"),
    (CELL, "1", "`y.go(6)` is called.", "U"),
    (GETATTR, "1", "`y.go(6)` is called.", "U"),
    (GETS, "1", "`a.area()` is called.", "V"),
    (GETS, "1", "`a.__add__(a)` is called.", "U"),
    (HELD, "1", "`b.each(2)` is called.", "U"),
    (HELD_OR_CALLED, "1", "`b.each(2)` is called.", "V"),
    # Objects that surely have the method, and those of which that is not told.
    (KINDS, "1", "`b.take(3)` is called.", "R"),
    (KINDS, "1", "`other.take(3)` is called.", "R"),
    *(
        (KINDS, "1", f"`{name}.take(3)` is called.", "U")
        for name in ("a", "keyed", "far", "sets", "alien", "space", "error")
    ),
    (TWICE, "1", "`b.take(3)` is called.", "R"),
    (TWICE, "1", "`old.take(3)` is called.", "U"),
    # What is called is no name; a list from just before the loop.
    (PLAIN, "1", "In `xs[0](3)`, `n` is `1`.", "R"),
    (MADE_A_LIST, "(1, 2)", "The loop iterates over the list `xs`.", "V"),
    (MADE_A_LIST, "(1, 2)", "The loop iterates over the list `n`.", "R"),
    # A pass sets it on two lines, on one that another statement begins on, or where it has it.
    (LONG, "[1, 2]", "In iteration 2, `y` is `3`.", "V"),
    (LONG, "[1, 2]", "In iteration 2, `y` is `2`.", "R"),
    (LONG_AND_ANOTHER, "[1, 2]", "In iteration 2, `y` is `3`.", "A"),
    (LONG_AND_ANOTHER, "[1, 2]", "In iteration 2, `y` is `0`.", "R"),
    (ITS_OWN, "[1, 2]", "In iteration 2, `y` is `5`.", "A"),
    (ITS_OWN, "[1, 2]", "In iteration 2, `y` is `3`.", "R"),
    (WALRUS, "[1, 2]", "In iteration 2, `y` is `3`.", "A"),
    (WALRUS, "[1, 2]", "In iteration 2, `y` is `2`.", "A"),
    # What the loop asks for its items is another object's, though it has the same place.
    (TWO_WALKS, "1", twice("a.__iter__()"), "VU"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    judged = Oracle(source, "f", arguments).judge(text)
    for (_, verdict), letter in zip(judged.claims, expected, strict=True):
        assert {verdict[0], letter} != {"V", "R"}
