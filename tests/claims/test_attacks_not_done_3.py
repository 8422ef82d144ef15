"""What is not appended or set: where a part is set to the value that it had before its object has
the name of the claim, and where a step among others of its line does it (§5.100)."""

from __future__ import annotations

import pytest

from tests.claims.test_attacks_not_done import verdicts
from tests.oracle.judge import Oracle

NAMED_LATER = """\
def f(d, xs, ys, zs):
    d['k'] = 1
    xs[0:1] = [3]
    ys[1] = 4
    named = d
    e = xs
    g = ys
    del zs[2]
    h = zs
    return e
"""

BOXED_LATER = """\
class Point:
    def __init__(self, n):
        self.n = n
        self.m = n

def g(p, q):
    p.n = 5
    q.m = 5
    box = p
    other = q
    return box.n

def f(n):
    return g(Point(n), Point(n))
"""

NAMED_NO_MORE = """\
def f(d):
    named = d
    d['k'], named = 1, None
    return named
"""

WAITS = """\
def gen(d):
    yield 1
    d['k'] = 1
    named = d
    yield 2

def f(d):
    for x in gen(d):
        d['j'] = 2
    return d
"""

REBOUND = """\
def f(b):
    x = 1
    b = b + [7]
    return b
"""

REBOUND_TWICE = """\
def f(b, c):
    b = c
    b = b + [7]
    return b
"""

MADE_AT_ONCE = """\
def f(out):
    out = (8, 9)
    return out
"""

ELSEWHERE = """\
def f(d):
    e = d
    d.__setitem__('k', (e := 5))
    return d
"""

GIVES_NOTHING = """\
def f(d, b):
    e = d
    e = d.update(k=1)
    c = b
    c = b.append(8)
    return d
"""

GLOBALS = """\
def f(xs):
    global hit, other
    for x in xs:
        ok = any((hit := z) == x for z in xs)
    return ok
"""

CELLS = """\
def f(xs):
    other = 1
    for x in xs:
        ok = any((hit := z) == x + other - other for z in xs)
    return ok
"""

ITS_OWN = """\
def make(xs):
    global hit
    return ((hit := z) for z in xs)

def f(xs):
    hit = 0
    g = make(xs)
    for x in xs:
        next(g)
    return x
"""

MODULE_NAME = """\
def f(n):
    b = __name__
    x = n
    return x
"""

PART = """\
class Box:
    pass

def f(n):
    o = Box()
    o.d = {}
    x = n
    o.d.update(k=1)
    return x
"""

SEEN_THROUGH = """\
def f(n):
    c = bytearray(n)
    m = memoryview(c)
    m[0] = 8
    return c
"""

COUNTS = """\
def f(n, text, b):
    n = n + 1
    text = text + 'ab'
    b = 5
    return n
"""

LATER = "{'k': 1}, [3, 4], [3, 4], [1, 2, 3]"

CASES = (
    (NAMED_LATER, LATER, "`named['k']` is not set.", "U"),
    (NAMED_LATER, LATER, "`named['j']` is not set.", "V"),
    (NAMED_LATER, LATER, "`e[0]` is not set.", "U"),
    (NAMED_LATER, LATER, "`g[1]` is not set.", "U"),
    (NAMED_LATER, LATER, "`g[0]` is not set.", "V"),
    (NAMED_LATER, LATER, "`h[0]` is not set.", "V"),
    (BOXED_LATER, "5", "In call 1 of `g`, `box.n` is not set.", "U"),
    (BOXED_LATER, "5", "In call 1 of `g`, `box.m` is not set.", "V"),
    (BOXED_LATER, "5", "In call 1 of `g`, `other.m` is not set.", "U"),
    (BOXED_LATER, "5", "In call 1 of `g`, `other.n` is not set.", "V"),
    (NAMED_NO_MORE, "{'k': 1}", "`named['k']` is not set.", "U"),
    (NAMED_NO_MORE, "{'k': 1}", "`named['j']` is not set.", "V"),
    (WAITS, "{'k': 1, 'j': 2}", "In call 1 of `gen`, `named['k']` is not set.", "U"),
    (WAITS, "{'k': 1, 'j': 2}", "In call 1 of `gen`, `named['j']` is not set.", "V"),
    (REBOUND, "[1]", "`7` is not appended to `b`.", "U"),
    (REBOUND, "[1]", "`1` is not appended to `b`.", "V"),
    (REBOUND_TWICE, "[1], [1]", "`7` is not appended to `b`.", "U"),
    (REBOUND_TWICE, "[1], [1]", "`1` is not appended to `b`.", "V"),
    (MADE_AT_ONCE, "(9,)", "`8` is not appended to `out`.", "U"),
    (MADE_AT_ONCE, "(9,)", "`9` is not appended to `out`.", "V"),
    (MADE_AT_ONCE, "(9,)", "`7` is not appended to `out`.", "V"),
    (ELSEWHERE, "{}", "`e['k']` is not set.", "V"),
    (ELSEWHERE, "{}", "`d['k']` is not set.", "U"),
    (GIVES_NOTHING, "{}, []", "`e['j']` is not set.", "V"),
    (GIVES_NOTHING, "{}, []", "`9` is not appended to `c`.", "V"),
    (GLOBALS, "[1, 2]", "`hit` is not set.", "U"),
    (GLOBALS, "[1, 2]", "In iteration 2, `hit` is not set.", "U"),
    (GLOBALS, "[1, 2]", "`other` is not set.", "V"),
    (CELLS, "[1, 2]", "In iteration 2, `hit` is not set.", "U"),
    (CELLS, "[1, 2]", "In iteration 2, `other` is not set.", "V"),
    (ITS_OWN, "[1, 2]", "In iteration 2, `hit` is not set.", "V"),
    (MODULE_NAME, "1", "`b[0]` is not set.", "V"),
    (MODULE_NAME, "1", "`1` is not appended to `b`.", "V"),
    (PART, "1", "`o.d['k']` is not set.", "U"),
    (PART, "1", "`o.d['j']` is not set.", "V"),
    (SEEN_THROUGH, "3", "`8` is not appended to `c`.", "U"),
    (SEEN_THROUGH, "3", "`7` is not appended to `c`.", "V"),
    (COUNTS, "1, 'b', [1]", "`8` is not appended to `n`.", "V"),
    (COUNTS, "1, 'b', [1]", "`'a'` is not appended to `n`.", "V"),
    (COUNTS, "1, 'b', [1]", "`8` is not appended to `text`.", "V"),
    (COUNTS, "1, 'b', [1]", "`8` is not appended to `b`.", "V"),
)

ANEW = """\
def put(v):
    v['k'] = 1
    return {}

def cut(v):
    v[0:1] = [4]
    return [9]

def f(e, xs):
    other = {}
    e = put(e)
    xs = cut(xs)
    return e
"""
"""What has the name is set to the value that it had, and the name goes on to something else."""

MAY_SET = """\
def f(xs):
    count = 0
    def tick(x):
        nonlocal count
        if x:
            count += x
        return x
    def look(x):
        return x + count
    for x in xs:
        y = tick(x)
        z = look(x)
    return count
"""
"""A function that declares the name, and does not come to set it."""

WITHIN_A_LINE = (
    (MAY_SET, "[0, 3]", "In iteration 1, `count` is not set.", "U"),
    (MAY_SET, "[0, 3]", "In iteration 2, `count` is not set.", "U"),
    (MAY_SET, "[0, 3]", "In iteration 1, `xs` is not set.", "V"),
    (ANEW, "{'k': 1, 'j': 2}, [4, 5]", "`e['k']` is not set.", "U"),
    (ANEW, "{'k': 1, 'j': 2}, [4, 5]", "`e['j']` is not set.", "V"),
    (ANEW, "{'k': 1, 'j': 2}, [4, 5]", "`other['k']` is not set.", "V"),
    (ANEW, "{'k': 1, 'j': 2}, [4, 5]", "`e[id(e)]` is not set.", "U"),
    (ANEW, "{'k': 1, 'j': 2}, [4, 5]", "`xs[0]` is not set.", "U"),
    (ANEW, "{'k': 1, 'j': 2}, [4, 5]", "`xs[1]` is not set.", "U"),
    (GIVES_NOTHING, "{}, []", "`e['k']` is not set.", "U"),
    (GIVES_NOTHING, "{}, []", "`8` is not appended to `c`.", "U"),
)
"""What a name stands for only until the end of the line, where the oracle looks behind it, and what
may be meant to be set, of which it says nothing."""


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), [*CASES, *WITHIN_A_LINE])
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, arguments, text) == expected


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_the_oracle_does_not_say_otherwise(
    source: str, arguments: str, text: str, expected: str
) -> None:
    [(_, verdict)] = Oracle(source, "f", arguments).judge(text).claims
    assert verdict[0] == expected or verdict in {"UNDECIDED", "UNPARSED"}
