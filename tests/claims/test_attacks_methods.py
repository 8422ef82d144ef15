"""Calls of methods, by their text: with the object, without it, and among the arguments (§3.4)."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

ONE = """\
class Box:
    def __init__(self, n=1):
        self.n = n

    def take(self, k, more=2):
        self.n += k
        return self.n

def g(x):
    return x

def f(n):
    box = Box()
    a = box.take(3)
    b = g(a)
    return b
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

HELD = """\
class Box:
    pick = lambda self, k: k

def f(n):
    box = Box()
    return box.pick(3)
"""


SORTS = """\
def f(xs):
    n = len(xs)
    s = sorted(xs)
    s.append(n)
    print(n)
    return max(s) + n
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`len(xs)` is called.", "V"),
        ("We call `sorted(xs)`.", "V"),
        ("`max(s)` is called.", "V"),
        ("`sorted(xs)` is called. `len(xs)` is called.", "VU"),
        ("`len(xs)` is called. `len(xs)` is called.", "VU"),
        ("`len(xs)` is called. `n` becomes `2`. `sorted(xs)` is called.", "VVV"),
        ("`len(s)` is called.", "U"),
        ("`s.append(n)` is called.", "V"),
        ("`print(n)` is called.", "V"),
        ("`min(xs)` is called.", "R"),
        ("`s.pop()` is called.", "R"),
        ("`s.append(n)` is called. `s.append(n)` is called.", "VR"),
        ("`s.append(4)` is called.", "R"),
    ],
)
def test_calls_within_statements(narration: str, expected: str) -> None:
    assert verdicts(SORTS, "[3, 1]", narration) == expected


@pytest.mark.parametrize(
    ("source", "narration", "expected"),
    [
        (ONE, "`box.take(3)` is called.", "V"),
        (ONE, "`box.take(box, 3)` is called.", "R"),
        (ONE, "`take(3)` is called.", "V"),
        (ONE, "`take(box, 3)` is called.", "V"),
        (ONE, "`Box.take(box, 3)` is called.", "V"),
        (ONE, "`take(4)` is called.", "R"),
        (ONE, "`take(3, 2)` is called.", "V"),
        (ONE, "`take(3, 5)` is called.", "R"),
        (ONE, "`take(box, 3, 5)` is called.", "R"),
        (ONE, "`g(4)` is called.", "V"),
        (ONE, "`g(x, 4)` is called.", "R"),
        (ONE, "`g(1, 4)` is called.", "R"),
        (TWO, "`take(3)` is called.", "A"),
        (TWO, "`A.take(3)` is called.", "V"),
        (TWO, "`B.take(3)` is called.", "R"),
        (TWO, "`B.take(4)` is called.", "V"),
        (HELD, "`box.pick(3)` is called.", "V"),
        (HELD, "`box.pick(4)` is called.", "U"),
    ],
)
def test_how_a_call_is_written(source: str, narration: str, expected: str) -> None:
    assert verdicts(source, "1", narration) == expected


SKIPPED = """\
def f(xs):
    a = xs and len(xs) > 1
    b = max(xs) if a else min(xs)
    c = [abs(x) for x in xs]
    pair = len(xs) + len(xs)
    for x in range(sum(xs)):
        d = x > 0 and round(x)
        e = divmod(x, 1)
    later = lambda: sorted(xs)
    return b
"""

CALLERS = """\
def g(y):
    print(y)
    k = abs(y)
    return k

def f(n):
    print(n)
    a = abs(n)
    return g(a)
"""

RAISES = """\
def f(xs):
    try:
        n = len(xs[9])
    except IndexError:
        n = 0
    try:
        n = max(xs)
    except TypeError:
        n = 1
    with open("/dev/null") as h:
        n += 1
    n += 1
    return n
"""

SHADOWED = """\
def f(xs):
    len = lambda s: 7
    n = len(xs)
    xs = [0]
    m = len(xs) + n
    return m
"""


ALIASED = """\
from math import sqrt as root

def f(xs):
    out = []
    add = out.append
    g = len
    add(g(xs))
    r = sorted(xs, key=abs) + [root(4)]
    s = list(map(str, xs))
    t = getattr(out, 'copy')()
    return out
"""


@pytest.mark.parametrize(
    ("source", "argument", "narration", "expected"),
    [
        (ALIASED, "[3, -4]", "`out.append(2)` is called.", "U"),
        (ALIASED, "[3, -4]", "`len(xs)` is called.", "U"),
        (ALIASED, "[3, -4]", "`abs(-4)` is called.", "U"),
        (ALIASED, "[3, -4]", "`str(3)` is called.", "U"),
        (ALIASED, "[3, -4]", "`sqrt(4)` is called.", "U"),
        (ALIASED, "[3, -4]", "`out.copy()` is called.", "U"),
        (ALIASED, "[3, -4]", "`g(xs)` is called.", "V"),
        (ALIASED, "[3, -4]", "`root(4)` is called.", "V"),
        (ALIASED, "[3, -4]", "`out.pop()` is called.", "R"),
        (ALIASED, "[3, -4]", "`max(xs)` is called.", "R"),
        (SKIPPED, "[]", "`len(xs)` is called.", "R"),  # line 3 raises
        (SKIPPED, "[]", "`min(xs)` is called.", "U"),
        (SKIPPED, "[2]", "`max(xs)` is called.", "R"),
        (SKIPPED, "[2]", "`min(xs)` is called.", "V"),
        (SKIPPED, "[2, 1]", "`max(xs)` is called.", "V"),
        (SKIPPED, "[2, 1]", "`min(xs)` is called.", "R"),
        (SKIPPED, "[2]", "`abs(x)` is called.", "V"),
        (SKIPPED, "[2]", "`sorted(xs)` is called.", "R"),
        (SKIPPED, "[1]", "`round(x)` is called.", "R"),
        (SKIPPED, "[2]", "In iteration 1, `round(x)` is called.", "R"),
        (SKIPPED, "[2]", "In iteration 2, `round(x)` is called.", "V"),
        (SKIPPED, "[2]", "`divmod(x, 1)` is called. `e` becomes `(0, 0)`.", "VV"),
        (
            SKIPPED,
            "[2]",
            "In iteration 1, `divmod(x, 1)` is called. `divmod(x, 1)` is called.",
            "VV",
        ),
        (SKIPPED, "[2]", "`min(xs)` is called. `len(xs)` is called. `len(xs)` is called.", "VVU"),
        (SKIPPED, "[2]", "`divmod(xs, 1)` is called.", "U"),
        (CALLERS, "-3", "`f` calls `print(n)`.", "V"),
        (CALLERS, "-3", "`f` calls `abs(n)`.", "V"),
        (CALLERS, "-3", "`g` calls `print(n)`.", "R"),
        (CALLERS, "-3", "`g(3)` calls `print(n)`.", "R"),
        (CALLERS, "-3", "`g(3)` calls `print(y)`.", "V"),
        (CALLERS, "-3", "`g(3)` calls `abs(y)`. `k` becomes `3`.", "VV"),
        (CALLERS, "-3", "`f` calls `print(y)`.", "U"),
        (CALLERS, "-3", "`print(y)` is called.", "U"),
        (RAISES, "[1]", "`len(xs[9])` is called.", "R"),
        (RAISES, "[1, '']", "`max(xs)` is called.", "U"),
        (RAISES, "[1]", "`max(xs)` is called.", "V"),
        (SHADOWED, "[1]", "`len(xs)` is called. `n` becomes `7`. `len(xs)` is called.", "VVV"),
    ],
)
def test_calls_that_are_executed(source: str, argument: str, narration: str, expected: str) -> None:
    assert verdicts(source, argument, narration) == expected


QUEUE = """\
class Q:
    def __init__(self):
        self.items = []

    def pop(self):
        if not self.items:
            raise LookupError('none')
        return self.items.pop()

    def append(self, x):
        self.items.append(x)
        self.last = x

def f(n):
    xs = []
    q = Q()
    xs.append(4)
    q.append(5)
    xs.pop()
    try:
        xs.pop()
    except IndexError:
        n = 2
    try:
        q.pop()
        q.pop()
    except LookupError:
        n = 1
    return n
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # By the last name alone it is not settled whose method raises, or begins a context (§3.4)
        ("`xs.pop()` raises `IndexError`.", "U"),
        ("`xs.pop()` raises `LookupError`.", "U"),
        ("`xs.pop` raises `LookupError`.", "U"),
        ("`pop` raises `LookupError`.", "U"),
        ("`pop()` raises `LookupError`.", "U"),
        ("Line 26 runs. `q.pop()` raises `LookupError`.", "VV"),
        ("Line 26 runs. `q.pop()` raises `IndexError`.", "VR"),
        ("Line 26 runs. `Q.pop` raises `LookupError`.", "VV"),
        ("Line 26 runs. `Q.pop` raises `IndexError`.", "VR"),
        ("`xs.pop` returns `5`.", "U"),
        ("`xs.pop()` returns `5`.", "U"),
        ("`xs.append` is called.", "U"),
        ("`xs.append` is called with `x = 5`.", "U"),
        ("`q.append` is called with `x = 5`.", "V"),
        ("`q.append` is called with `x = 4`.", "R"),
        ("`xs.append(5)` calls `len(x)`.", "U"),
        ("`xs.append(5)`:\n  - `self.last` becomes `5`.", "UU"),
        ("`q.append(5)`:\n  - `self.last` becomes `5`.", "VV"),
        ("`q.append(5)`:\n  - `self.last` becomes `4`.", "VR"),
        ("`q.append(4)`:\n  - `self.last` becomes `4`.", "RR"),
        ("In `xs.append(5)`, line 12 runs.", "U"),
        ("In `q.append(5)`, line 12 runs.", "V"),
        ("Back in `xs.append(5)`, `x` is `5`.", "U"),
        ("Back in `q.append(5)`, `x` is `5`.", "V"),
        ("Back in `q.append(5)`, `x` is `4`.", "R"),
    ],
)
def test_a_name_of_methods_of_others_settles_nothing(text: str, found: str) -> None:
    assert verdicts(QUEUE, "0", text) == found
