"""Lies and truths about causes (docs/semantics.md §5.68, §5.69) and gaps (§6.1) where compilers
differ: blocks that they copy, comprehensions, and what a way that was not taken might have done.
The verdicts are the same on every Python."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level, NarrationVerdict, Reason
from engine.claims.verify import verify
from engine.program import Program
from engine.trace.trace import Trace
from tests.claims.test_attacks_not_done import verdicts

DEPENDS, FREE = "The answer depends on `x`.", "The answer does not depend on `x`."

NO_WAY = {  # the answer is the same whatever `x` is
    "a copied return": """\
def f(x):
    r = 1
    if x:
        s = 1
    else:
        s = 2
    return r
""",
    "a copied constant": """\
def f(x):
    if x:
        s = 1
    else:
        s = 2
    return 5
""",
    "a return that nobody wrote": """\
def f(x):
    if x:
        s = 1
""",
    "a break": """\
def f(x):
    r = 1
    for i in range(3):
        if i == x:
            break
    else:
        s = 1
    return r
""",
    "a while loop": """\
def f(x):
    r = [1]
    while x > 0:
        x -= 1
        if x == 7:
            break
    return r[0]
""",
    "a match": """\
def f(x):
    r = 1
    match x:
        case 1:
            s = 2
        case _:
            s = 3
    return r
""",
    "a conditional expression": """\
def f(x):
    r = 1
    s = 1 if x else 2
    return r
""",
    "an exception that nobody catches": """\
def f(x):
    try:
        y = 3 // x
    finally:
        z = 1
    return 1
""",
    "a comprehension on another way": """\
def f(x):
    c = [2]
    if x > 5:
        [y for y in 'ab']
    return c
""",
    "a list of a comprehension on another way": """\
def f(x):
    c = {2: 1}
    s = x and {y for y in 'ab'}
    return c
""",
    "another comprehension before": """\
def f(x):
    a = [y for y in (1, 2) if y > x]
    b = [y for y in (1, 2)]
    return b
""",
}

MAYBE = {  # another value of `x` may change the answer, on a way that was not taken
    "nothing kept": """\
def f(x):
    return [y for y in (1, 2) if y > x + 9]
""",
    "a set of nothing": """\
def f(x):
    return len({y for y in (1, 2) if y > x + 9})
""",
    "nothing kept within": """\
def f(x):
    return [[y for y in (1, 2) if y > x + 9] for z in (0,)]
""",
    "an append that did not run": """\
def f(x):
    a = [1]
    if x > 5:
        a.append(2)
    return a
""",
    "an append in a comprehension": """\
def f(x):
    a = [1]
    rows = [a]
    r = []
    if x > 5:
        [r.append(2) for r in rows]
    return a
""",
    "an update in a comprehension": """\
def f(x):
    a = {}
    rows = [a]
    r = {}
    if x > 5:
        {r.update(k=2) for r in rows}
    return a
""",
    "a call of something unknown": """\
def f(x, g=len):
    a = [1]
    if x > 5:
        g(a)
    return a
""",
    "a constant in a test": """\
def f(x):
    n = 0
    if x > 5 or not 2:
        n = 5
    return n
""",
}

CERTAIN = {
    "the default of a lambda": """\
def f(x):
    gs = [lambda y=y: y for y in (x, 1)]
    return [g() for g in gs]
""",
    "an exception that is caught": """\
def f(x):
    n = 0
    try:
        if not x:
            n = 1
        n = 3 // x
    except ZeroDivisionError:
        n = 2
    return n
""",
    "an exception in whose place the program raises another": """\
def f(x):
    try:
        y = 3 // x
    except ZeroDivisionError:
        raise ValueError('none')
    return 1
""",
    "an exception behind which an assertion fails": """\
def f(x):
    try:
        y = 3 // x
    except ZeroDivisionError:
        assert False
    return 1
""",
    "what is taken up": """\
def f(x):
    return [y for y in [x]]
""",
}


@pytest.mark.parametrize("name", NO_WAY)
def test_what_does_not_matter(name: str) -> None:
    assert (verdicts(NO_WAY[name], "1", DEPENDS), verdicts(NO_WAY[name], "1", FREE)) == ("R", "V")


@pytest.mark.parametrize("name", MAYBE)
def test_what_may_matter(name: str) -> None:
    assert (verdicts(MAYBE[name], "1", DEPENDS), verdicts(MAYBE[name], "1", FREE)) == ("U", "U")


@pytest.mark.parametrize("name", CERTAIN)
def test_what_matters(name: str) -> None:
    source = CERTAIN[name]
    assert (verdicts(source, "1", DEPENDS), verdicts(source, "1", FREE)) == ("V", "R")


FOUND = """\
def f(x):
    r = 0
    for y in x:
        if y > 2:
            r = y
            break
    else:
        r = -1
    return r
"""

MATCHED = """\
def f(x):
    out = 1
    match x:
        case [a]:
            out = a
    return out
"""

AGAIN = """\
def f(x):
    b = [1]
    while x > 0:
        b = [y + x for y in b]
        x -= 1
    return b
"""

TESTED = """\
def f(x):
    n = 0
    try:
        for i in x:
            if not i:
                pass
    except ZeroDivisionError:
        n = 2
    return n
"""

COPY = "def f(x):\n    return [y for y in x]\n"
ONES = "def f(x):\n    return [1 for y in x]\n"

LINES = [
    (FOUND, "[1, 3, 2]", "The answer depends on `x` only through line 5.", "V"),
    (FOUND, "[1, 3, 2]", "The answer depends on `x` only through line 8.", "R"),
    (MATCHED, "[1]", "The answer depends on `x` only through line 5.", "V"),
    (MATCHED, "[1]", "The answer depends on `x` only through line 2.", "R"),
    (COPY, "[4, 5]", "The answer depends on `x[0]`.", "V"),
    (ONES, "[4, 5]", "The answer depends on `x[0]`.", "R"),
    (ONES, "[4]", "The answer does not depend on `x[0]`.", "V"),
    (AGAIN, "2", "Line 3 has an effect on the answer.", "U"),
    (TESTED, "[2]", "Line 5 has no effect on the answer.", "R"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), LINES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, arguments, text) == expected


def gapless(source: str, arguments: str, text: str) -> bool:
    """Whether it is accepted; else it is rejected for its gaps alone."""
    program = Program.from_text(source, "f", f"f({arguments})")
    report = verify(Trace(record_here(program, max_steps=10_000)), text, Level.GAPLESS)
    if report.verdict is NarrationVerdict.ACCEPTED:
        return True
    assert report.reasons == (Reason.GAPS,)
    return False


NONE_KEPT = """\
def f(x, k):
    n = k
    out = [y for y in x if y > n]
    return out
"""

OF_NOTHING = """\
def f(x):
    out = []
    d = [y for y in out]
    return d
"""

OVER_NONE = """\
def f(x):
    t = 0
    for y in [z for z in x if z > 5]:
        t = 1
    return t
"""

OVER_SOME = """\
def f(x):
    t = 0
    for y in [z for z in x]:
        t += y
    return t
"""

OVERWRITTEN = """\
def f(x, k):
    out = []
    if k > 5:
        out = [y for y in x]
    out = [2 for c in x]
    return out
"""

MIGHT_LEAVE = """\
def f(x, k):
    y = 0
    if x > 1:
        if k > 2:
            return 7
        y = 5
    t = 6
    return t + y
"""

MIGHT_RAISE = """\
def f(x, k):
    y = 0
    try:
        if x > 1:
            y = 5 // k
        t = 6
    except ZeroDivisionError:
        return 7
    return t + y
"""

MIGHT_RAISE_INSIDE = """\
def g(x, k):
    if x > 1:
        if k > 2:
            raise ValueError
    return 1

def f(x, k):
    y = 0
    try:
        g(x, k)
        y = 6
    except ValueError:
        y = 4
    return y
"""

RAISES_INSIDE = """\
def g(x):
    if x > 1:
        raise ValueError
    return 1

def f(x):
    y = 0
    try:
        g(x)
        y = 6
    except ValueError:
        y = 4
    return y
"""

MIGHT_BREAK = """\
def f(x, k):
    y = 0
    for i in (1, 2):
        if x > i:
            if k > 2:
                break
            y = 5
        t = i
    return t + y
"""

TOLD = """\
Line 2 sets `y` to `0`.
The condition `x > 1` on line 3 is false.
Line 7 sets `t` to `6`.
The function returns `6`.
"""

ONE_PASS = """\
Line 2 sets `y` to `0`.
On pass 2 of the loop on line 3, line 8 sets `t` to `2`.
The loop on line 3 ends because its items run out.
The function returns `2`.
"""

BROKEN_OFF = """\
def f(x):
    try:
        r = [1 // y for y in x]
    except ZeroDivisionError:
        r = 0
    return r
"""

ALL_BUT_THE_END = """\
Line 2 sets `t` to `0`.
On pass 1 of the loop on line 3, line 3 sets `y` to `1`.
On pass 1 of the loop on line 3, line 4 sets `t` to `1`.
The function returns `1`.
"""


@pytest.mark.parametrize(
    ("source", "arguments", "text"),
    [
        (NONE_KEPT, "[1], 5", "Line 3 sets `out` to `[]`. The function returns `[]`."),
        (OF_NOTHING, "[1]", "Line 3 sets `d` to `[]`. The function returns `[]`."),
        (OVER_NONE, "[1, 2]", "Line 2 sets `t` to `0`. The function returns `0`."),
        (OVER_SOME, "[1]", ALL_BUT_THE_END),
        (
            MIGHT_LEAVE,
            "0, 0",
            "Line 2 sets `y` to `0`. Line 7 sets `t` to `6`. The function returns `6`.",
        ),
        (
            MIGHT_RAISE,
            "0, 1",
            "Line 2 sets `y` to `0`. Line 6 sets `t` to `6`. The function returns `6`.",
        ),
        (
            MIGHT_RAISE_INSIDE,
            "0, 1",
            "Line 8 sets `y` to `0`. Line 11 sets `y` to `6`. The function returns `6`.",
        ),
        (
            MIGHT_BREAK,
            "0, 1",
            ONE_PASS,
        ),
    ],
)
def test_a_gap_is_a_gap(source: str, arguments: str, text: str) -> None:
    assert not gapless(source, arguments, text)


@pytest.mark.parametrize(
    ("source", "arguments", "text"),
    [
        (NO_WAY["a copied return"], "1", "Line 2 sets `r` to `1`. The function returns `1`."),
        (NO_WAY["a match"], "1", "Line 2 sets `r` to `1`. The function returns `1`."),
        (NO_WAY["a break"], "1", "Line 2 sets `r` to `1`. The function returns `1`."),
        (
            MIGHT_LEAVE,
            "0, 0",
            TOLD,
        ),
        (RAISES_INSIDE, "0", "Line 10 sets `y` to `6`. The function returns `6`."),
        (BROKEN_OFF, "[1, 0]", "Line 5 sets `r` to `0`. The function returns `0`."),
        (OVERWRITTEN, "[1], 1", "Line 5 sets `out` to `[2]`. The function returns `[2]`."),
    ],
)
def test_what_does_not_matter_is_no_gap(source: str, arguments: str, text: str) -> None:
    assert gapless(source, arguments, text)
