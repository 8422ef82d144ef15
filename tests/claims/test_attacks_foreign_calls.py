"""Calls of no function of the program (§5.86), and what is said of them."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

RESULTS = """\
def g(x):
    y = len(x)
    return y * 2

def f(xs):
    n = len(xs)
    for x in xs:
        k = abs(x)
    return n * 2
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`len(xs)` is called and returns `6`.", "VU"),
        ("`len(xs)` is called and returns `3`.", "VU"),
        ("`len(xs)` is called, which returns `6`.", "VU"),
        ("`len(xs)` is called. It returns `6`.", "VU"),
        ("`len(xs)` is called. The call returns `6`.", "VU"),
        ("`len(xs)` is called. `6` is returned. `6` is returned.", "VUU"),
        ("`f` calls `len(xs)` and `6` is returned.", "VU"),
        ("Earlier, `len(xs)` is called. It returns `6`.", "VU"),
        ("In every iteration, `abs(x)` is called. It returns `6`.", "VU"),
        ("In every iteration, `abs(x)` is called and returns `6`.", "VU"),
        ("`min(xs)` is called and returns `6`.", "RU"),
        ("`len(xs)` is called. We return `6`.", "VV"),
        ("`len(xs)` is called. `n` becomes `3`. `6` is returned.", "VVV"),
        ("`len(xs)` is called. `len(xs)` returns `3`.", "VV"),
        ("`len(xs)` is called. The function returns `6`.", "VV"),
    ],
)
def test_what_they_return(narration: str, expected: str) -> None:
    assert verdicts(RESULTS, "[1, 2, 3]", narration) == expected


HANDED = """\
def f(fn, xs):
    return fn(xs)
"""

BOUND = """\
def f(xs):
    fn = sum
    return fn(xs)
"""


@pytest.mark.parametrize(
    ("source", "call", "narration", "expected"),
    [
        # What the entry call is given may be called by the parameter's name
        (HANDED, "sum, [1, 2]", "`sum(xs)` is called.", "U"),
        (HANDED, "sum, [1, 2]", "`f` calls `sum(xs)`.", "U"),
        (HANDED, "sum, [1, 2]", "`sum([1, 2])` is called.", "U"),
        (HANDED, "sum, [1, 2]", "`sum` is called.", "U"),
        (HANDED, "fn=sum, xs=[1, 2]", "`sum(xs)` is called.", "U"),
        (HANDED, "sum, [1, 2]", "`fn(xs)` is called.", "V"),
        (HANDED, "sum, [1, 2]", "`fn(fn)` is called.", "U"),
        (HANDED, "sum, [1, 2]", "`len(xs)` is called.", "R"),
        (HANDED, "sum, [1, 2]", "`f` calls `len(xs)`.", "R"),
        (HANDED, "sum, [1, 2]", "`len` is called.", "R"),
        (BOUND, "[1, 2]", "`sum(xs)` is called.", "U"),
        (BOUND, "[1, 2]", "`sum` is called.", "U"),
        (BOUND, "[1, 2]", "`len(xs)` is called.", "R"),
        (BOUND, "[1, 2]", "`len` is called.", "R"),
    ],
)
def test_what_goes_by_another_name(source: str, call: str, narration: str, expected: str) -> None:
    assert verdicts(source, call, narration) == expected


MAKES = """\
class A:
    def __init__(self, v):
        self.v = abs(v)

def g(k):
    return -k

def f(n):
    a = A(n)
    b = A(-3)
    c = sorted([1, 2], key=g)
    return b.v
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        # What a class calls is what its methods do; what others call back is not told
        ("`A(-3)` calls `abs(v)`.", "U"),
        ("`A(-3)` calls `len(v)`.", "U"),
        ("`A` calls `abs(v)`.", "U"),
        ("`A.__init__` calls `abs(v)`.", "V"),
        ("`A.__init__` calls `len(v)`.", "U"),
        ("`B(-3)` calls `abs(v)`.", "R"),
        ("`sorted([1, 2], key=g)` calls `g(1)`.", "U"),
        ("`sorted` calls `g(1)`.", "U"),
        ("`max` calls `g(1)`.", "R"),
        ("`A(-3)`: `v` is `-3`.", "UU"),
        ("In `A(-3)`, `v` is `-4`.", "U"),
        ("In `B(-3)`, `v` is `-3`.", "R"),
    ],
)
def test_callers_that_are_no_functions_of_the_program(narration: str, expected: str) -> None:
    assert verdicts(MAKES, "2", narration) == expected


LOOP = """\
def f(q):
    for i in q: print(i)
    return 1
"""

LINES = """\
def f(n):
    n -= 1; print(n)
    if n > 2: n -= 1; print(n)
    print(n, end="")
    return 1
"""

BUMPED = """\
def bump(d):
    d["n"] += 1
    return d["n"]

def f(d):
    print(bump(d), d["n"])
    print(d["n"], bump(d))
    print((k := 7), k)
    return 1
"""

GIVEN = """\
def more(xs):
    xs.append(2)
    return xs

def f(xs):
    print(xs, more(xs))
    return 1
"""


@pytest.mark.parametrize(
    ("source", "argument", "narration", "expected"),
    [
        (LOOP, "[4, 5]", "In iteration 1, `print(i)` is called.", "V"),
        (LOOP, "[4, 5]", "In iteration 1, `print(4)` is called.", "U"),
        (LOOP, "[4, 5]", "In iteration 2, `print(4)` is called.", "U"),
        (LOOP, "[4, 5]", "`print(5)` is called.", "U"),
        (LOOP, "[4, 5]", "`max(5)` is called.", "R"),
        (LINES, "5", "`print(n)` is called.", "V"),
        (LINES, "5", "`print(5)` is called.", "U"),
        (LINES, "5", "`print(4)` is called.", "U"),
        (LINES, "5", "Line 3 runs. `print(4)` is called.", "VU"),
        (LINES, "5", "Line 4 runs. `print(3, end='')` is called.", "VU"),
        (BUMPED, "{'n': 1}", "`print(bump(d), d['n'])` is called.", "V"),
        (BUMPED, "{'n': 1}", "`print(bump(d), 1)` is called.", "U"),
        (BUMPED, "{'n': 1}", "`print(bump(d), 2)` is called.", "U"),
        (BUMPED, "{'n': 1}", "Line 7 runs. `print(2, bump(d))` is called.", "VV"),
        (BUMPED, "{'n': 1}", "Line 7 runs. `print(3, bump(d))` is called.", "VR"),
        (GIVEN, "[1]", "`print([1], more(xs))` is called.", "U"),
        (GIVEN, "[1]", "`print([1, 2], more(xs))` is called.", "U"),
    ],
)
def test_values_in_them(source: str, argument: str, narration: str, expected: str) -> None:
    assert verdicts(source, argument, narration) == expected


RAISING = """\
def g(x):
    raise ValueError("a")

def f(n):
    xs = []
    for k in range(6):
        try:
            if k == 0:
                print(1 // n)
            elif k == 1:
                xs.append(g(n))
            elif k == 2:
                print(xs["k"])
            elif k == 3:
                xs.nope(3)
            elif k == 4:
                max(*n)
            else:
                xs.pop(7)
        except Exception:
            pass
    return 1
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`print(1 // n)` is called.", "R"),
        ("`print(1 // 0)` is called.", "R"),
        ("`f` calls `xs.append(g(n))`.", "R"),
        ("`print(xs['k'])` is called.", "R"),
        ("`xs.nope(3)` is called.", "R"),
        ("`max(*n)` is called.", "U"),
        ("`xs.pop(7)` is called.", "V"),
    ],
)
def test_what_never_began(narration: str, expected: str) -> None:
    assert verdicts(RAISING, "0", narration) == expected


LOG = """\
class Log:
    def __init__(self):
        self.items = []

    def append(self, x):
        self.items.append(x)

    def pop(self):
        return 0

def f(n):
    log = Log()
    xs = []
    xs.append(3)
    log.append(4)
    k = xs.pop()
    return k
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`xs.append(4)` is called.", "U"),
        ("`xs.append(3)` is called.", "U"),
        ("`xs.pop()` is called.", "U"),
        ("`xs.pop()` returns `0`.", "U"),
        ("`xs.pop()` returns `3`.", "U"),
        ("`log.append(4)` calls `self.items.append(x)`.", "U"),
        ("`log.append(4)` is called.", "V"),
        ("`log.append(3)` is called.", "R"),
        ("`append(4)` is called.", "V"),
    ],
)
def test_names_of_methods_and_of_others(narration: str, expected: str) -> None:
    assert verdicts(LOG, "1", narration) == expected


TWICE = """\
def g(x):
    y = len(x)
    return y

def f(x):
    a = g(x)
    b = len(x) + a
    return b
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`g(x)` is called. `len(x)` is called. `y` becomes `1`.", "VUV"),
        ("`g(x)` is called. `len(x)` is called. `y` becomes `2`.", "VUR"),
        ("`g(x)` calls `len(x)`. `y` becomes `1`.", "VV"),
        ("`g(x)` is called. `1` is returned. `len(x)` is called.", "VVV"),
    ],
)
def test_in_calls_that_are_told(narration: str, expected: str) -> None:
    assert verdicts(TWICE, "[1]", narration) == expected


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`len` is called.", "U"),
        ("`f` calls `len`.", "U"),
        ("`max` is called.", "R"),
        ("`f` calls `max`.", "R"),
    ],
)
def test_names_alone(narration: str, expected: str) -> None:
    assert verdicts(TWICE, "[1]", narration) == expected


OTHERWISE = """\
import heapq
import math as m

def f(h):
    heapq.heappush(h, 5)
    k = m.ceil(2.5)
    ys = h
    ys.append(9)
    return k
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`heappush(h, 5)` is called.", "U"),
        ("`math.ceil(2.5)` is called.", "U"),
        ("`h.append(9)` is called.", "U"),
        ("`ys.append(8)` is called.", "R"),
        ("`h.pop()` is called.", "R"),
    ],
)
def test_the_same_by_other_names(narration: str, expected: str) -> None:
    assert verdicts(OTHERWISE, "[]", narration) == expected


SEVERAL = """\
def g(x):
    if x > 1:
        print(x)

def h(x):
    print(x)

def f(n):
    g(1)
    g(2)
    h(3)
    return n
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`g` calls `print(x)`.", "U"),
        ("`g` calls `print(2)`.", "U"),
        ("`g(1)` calls `print(x)`.", "R"),
        ("`g(2)` calls `print(x)`.", "V"),
        ("`h` calls `print(4)`.", "R"),
    ],
)
def test_callers_by_name(narration: str, expected: str) -> None:
    assert verdicts(SEVERAL, "1", narration) == expected


HELD_FUNCTION = """\
class Runner:
    def __init__(self, func):
        self.func = func
    def run(self, x):
        return self.func(x, 0)

def func(a, k):
    return a + k

def f(n):
    return Runner(func).run(n)
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`self.func(0)` is called.", "U"),
        ("`self.func(5, 0)` is called.", "U"),
        ("`self.func(0)` returns `5`.", "U"),
        ("`self.func(0)`:\n  - `a` is `5`.", "UU"),
        ("`func(5, 0)` is called.", "V"),
        ("`func(0)` is called.", "R"),
        ("`Runner(func).run(5)` is called.", "V"),
        ("`Runner(func).run(4)` is called.", "R"),
    ],
)
def test_a_function_that_an_attribute_holds(narration: str, expected: str) -> None:
    assert verdicts(HELD_FUNCTION, "5", narration) == expected
