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


def twice(text: str) -> str:
    return f"`{text}` is called. `{text}` is called."


CASES = [
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
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    judged = Oracle(source, "f", arguments).judge(text)
    for (_, verdict), letter in zip(judged.claims, expected, strict=True):
        assert {verdict[0], letter} != {"V", "R"}
