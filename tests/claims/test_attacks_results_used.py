"""What the caller sets by a call that a heading or a prefix tells, and what it sets else (§3.4)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

TESTED = """\
def g(k):
    return k > 1

def f(n):
    ok = low = seen = 0
    for m in [1, 2, 3]:
        if g(m):
            ok += 1
            seen = ok
        else:
            low = m
        last = m
    return ok
"""

SKIPPED = """\
def g(k):
    return k > 1

def f(n):
    a = 0
    if g(n):
        a = 1
    b = 2
    return a + b
"""

ASSIGNED = """\
def g(k):
    return k + 1

def f(n):
    x = g(n)
    y = x
    z = g(x); w = 4
    return x + y + z + w
"""

IN_A_LINE = """\
def g(k):
    return k + 1

def f(n):
    x = 0
    if g(n): x = 4
    return x
"""

LOOPED = """\
def g(k):
    return k < 3

def f(n):
    while g(n):
        n += 1
    else:
        n = 9
    for c in h(n):
        n = c
    return n

def h(k):
    return [k, 5]
"""

CHAIN = """\
def g(k):
    return k > 1

def f(n):
    a = b = 0
    if g(0):
        a = 1
    elif g(n):
        b = 2
    else:
        b = 3
    return a + b
"""

TWO = """\
def g(k):
    c = k
    return c

def h(k):
    d = k + 1
    return d

def f(n):
    x = g(n) + h(n)
    return x
"""

HANDED = """\
def gen(k):
    yield k

def f(n):
    x = list(gen(n))
    return x
"""

ADDED = """\
def g(k):
    return k + 1

def f(n):
    out = []
    out.append(g(n))
    return out
"""

INNER = """\
def g(k):
    return k > 1

def f(n):
    a = 0
    if g(n):
        if n:
            a = 1
    if g(n):
        with open("/dev/null") as file:
            a = 2
    return a
"""

CASES = [
    (TESTED, "1", "`g(2)`:\n- `ok` becomes `1`.", "VV"),
    (TESTED, "1", "`g(3)`:\n- `ok` becomes `2`.", "VV"),
    (TESTED, "1", "`g(3)`:\n- `ok` becomes `3`.", "VR"),
    (TESTED, "1", "In `g(2)`, `ok` becomes `1`.", "V"),
    (TESTED, "1", "`g(2)`: `k` is `2` and `ok` becomes `1`.", "VVV"),
    (TESTED, "1", "`g(1)`:\n- `low` becomes `1`.", "VV"),
    # Not by what the test decides, or not at once.
    (TESTED, "1", "`g(1)`:\n- `ok` becomes `1`.", "VU"),
    (TESTED, "1", "`g(1)`:\n- `last` becomes `1`.", "VU"),
    (TESTED, "1", "`g(2)`:\n- `last` becomes `2`.", "VU"),
    (TESTED, "1", "`g(2)`:\n- `seen` becomes `1`.", "VU"),
    (TESTED, "1", "`g(2)`:\n- `ok` becomes `1`.\n- `seen` becomes `1`.", "VVU"),
    (TESTED, "1", "`g(2)`:\n- `m` becomes `3`.", "VU"),
    (TESTED, "1", "`g(2)`:\n- `ok` is `1`.", "VA"),
    (TESTED, "1", "`g(2)`:\n- Line 8 sets `ok` to `1`.", "VA"),
    (TESTED, "1", "`g(2)`:\n- `g(3)` is called.\n- `ok` becomes `2`.", "VUU"),
    (SKIPPED, "1", "`g(1)`:\n- `b` becomes `2`.", "VU"),
    (SKIPPED, "2", "`g(2)`:\n- `a` becomes `1`.", "VV"),
    (SKIPPED, "2", "`g(2)`:\n- `b` becomes `2`.", "VU"),
    (ASSIGNED, "1", "`g(1)`:\n- `x` becomes `2`.", "VV"),
    (ASSIGNED, "1", "`g(1)`:\n- `x` becomes `3`.", "VR"),
    (ASSIGNED, "1", "`g(1)`:\n- `y` becomes `2`.", "VU"),
    (ASSIGNED, "1", "`g(2)`:\n- `x` becomes `2`.", "VR"),
    (ASSIGNED, "1", "`g(2)`:\n- `z` becomes `3`.", "VU"),
    (ASSIGNED, "1", "`g(2)`:\n- `w` becomes `4`.", "VU"),
    (IN_A_LINE, "1", "`g(1)`:\n- `x` becomes `4`.", "VU"),
    (LOOPED, "2", "`g(2)`:\n- `n` becomes `3`.", "VV"),
    (LOOPED, "2", "`g(3)`:\n- `n` becomes `9`.", "VV"),
    (LOOPED, "2", "`h(9)`:\n- `c` becomes `9`.", "VV"),
    (LOOPED, "2", "`h(9)`:\n- `c` becomes `9`.\n- `n` becomes `9`.", "VVU"),
    (CHAIN, "2", "`g(0)`:\n- `b` becomes `2`.", "VU"),
    (CHAIN, "2", "`g(2)`:\n- `b` becomes `2`.", "VV"),
    (CHAIN, "1", "`g(1)`:\n- `b` becomes `3`.", "VV"),
    (TWO, "1", "`g(1)`:\n- `x` becomes `3`.", "VV"),
    (TWO, "1", "`h(1)`:\n- `x` becomes `3`.", "VV"),
    (TWO, "1", "`g(1)`:\n- In call 1 of `h`, `d` becomes `2`.", "VU"),
    # What a generator does lies between the steps of others.
    (HANDED, "1", "`gen(1)`:\n- `x` becomes `[1]`.", "VU"),
    (ADDED, "1", "`g(1)`:\n- `out` becomes `[2]`.", "VU"),
    (INNER, "2", "`g(2)`:\n- `a` becomes `1`.", "VU"),
]

VERDICT = {"V": "VERIFIED", "R": "REFUTED", "A": "AMBIGUOUS", "U": "UNSUPPORTED"}


@pytest.mark.parametrize(
    ("source", "n", "text", "wanted"), CASES, ids=[f"{i}-{c[2]}" for i, c in enumerate(CASES)]
)
def test_what_the_caller_sets(source: str, n: str, text: str, wanted: str) -> None:
    judge = Judge(Trace(record_here(Program.from_text(source, "f", n), max_steps=100_000)))
    report = judge.verify(text, Level.CLAIMS)
    assert not report.problems
    assert "".join(each.verdict.value[0] for each in report.claims) == wanted
    read = Oracle(source, "f", n).judge(text).claims
    if len(read) == len(wanted):
        for (_, verdict), letter in zip(read, wanted, strict=True):
            assert verdict in {VERDICT[letter], "UNDECIDED", "UNPARSED"}
