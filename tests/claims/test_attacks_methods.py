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
        ("`len(xs)` is called.", "U"),
        ("We call `sorted(xs)`.", "U"),
        ("`max(s)` is called.", "U"),
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
        (HELD, "`box.pick(3)` is called.", "U"),
    ],
)
def test_how_a_call_is_written(source: str, narration: str, expected: str) -> None:
    assert verdicts(source, "1", narration) == expected
