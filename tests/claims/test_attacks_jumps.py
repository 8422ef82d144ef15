"""Jumps out of a `try` with `finally` (§5.77), calls that one makes after others (§5.79),
attributes that one of several methods sets (§5.97)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

HELD_UP = """\
def f(xs):
    n = 0
    for x in xs:
        try:
            if x == 0:
                continue
            if x > 5:
                break
        finally:
            n += 1
    return n
"""

POPS = """\
def f(xs):
    n = 0
    while True:
        try:
            x = xs.pop()
        except IndexError:
            break
        finally:
            n += 1
    return n
"""


def overridden(jump: str, by: str) -> str:
    """A jump, and what its `finally` block does for it where the item is positive."""
    return f"""\
from contextlib import suppress

def f(xs):
    n = 0
    for x in xs:
        with suppress(ValueError):
            try:
                try:
                    if x < 5:
                        {jump}
                    n += 1
                finally:
                    if x > 0:
                        {by}
            finally:
                n += 2
    return n
"""


RAISES = """\
def f(xs):
    for x in xs:
        try:
            break
        finally:
            raise KeyError
"""

BREAKS_TWICE = """\
def f(xs):
    for x in xs:
        try:
            break
        finally:
            for y in xs:
                break
"""

IN_FINALLY = """\
def f(xs):
    n = 0
    for x in xs:
        try:
            if x < 5:
                continue
        finally:
            for y in (1, 2):
                if y == x:
                    continue
                n += 1
    return n
"""

CAUGHT = """\
def f(xs):
    n = 0
    for x in xs:
        try:
            if x < 5:
                continue
        finally:
            try:
                n += 1 // x
            except ZeroDivisionError:
                n += 2
    return n
"""

FIB = """\
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)

def f(n):
    return fib(n)
"""

BOXES = """\
class Box:
    def get(self):
        return 1

def h(b):
    return b.get()

def g(n):
    return n

def f(n):
    g(n)
    return h(Box())
"""

METHODS = """\
class Box:
    def __init__(self, v):
        self.v = v
        self.w = 0

    def get(self):
        return self.v

    def put(self, w):
        self.w = w

def f(n):
    b = Box(n)
    b.put(n + 1)
    return b.get()
"""

TWO_OBJECTS = METHODS.replace("    b.put(n + 1)", "    c = Box(n + 1)")

ONE_NAME = """\
class Box:
    @property
    def v(self):
        return self.w

    @v.setter
    def v(self, n):
        self.w = n

def f(n):
    b = Box()
    b.v = n
    return b.v
"""

NOT_WRITTEN = """\
class Box:
    def __init__(self, v):
        self.__dict__.update(v=v)
        self.w = v

def f(n):
    b = Box(n)
    return Box(n + 1).w
"""

CASES = (
    (HELD_UP, "[0, 7, 2]", "In iteration 1, `x == 0` is true, so we continue.", "VV"),
    (HELD_UP, "[0, 7, 2]", "In iteration 2, `x > 5` is true, so we break.", "VV"),
    (HELD_UP, "[0, 7, 2]", "In iteration 2, the `break` is executed.", "V"),
    (HELD_UP, "[0, 7, 2]", "In iteration 1, we break.", "R"),
    (HELD_UP, "[0, 7, 2]", "In iteration 2, we continue.", "R"),
    (HELD_UP, "[1, 7, 2]", "In iteration 1, we continue.", "R"),
    # The moment is that of the jump: the block that holds it up runs behind it.
    (HELD_UP, "[0, 7, 2]", "In iteration 1, we continue. `n` becomes `1`.", "VV"),
    (HELD_UP, "[0, 7, 2]", "In iteration 2, we break. `n` becomes `2`.", "VV"),
    (HELD_UP, "[0, 7, 2]", "In iteration 2, we break. `n` is `1`.", "VV"),
    (HELD_UP, "[0, 7, 2]", "In iteration 2, we break. `n` is `3`.", "VR"),
    (POPS, "[4]", "In iteration 2, we break.", "V"),
    (POPS, "[4]", "In iteration 1, we break.", "R"),
    (overridden("continue", "n += 4"), "[1, 2]", "In iteration 1, we continue.", "V"),
    (overridden("continue", "return n"), "[1, 2]", "In iteration 1, we continue.", "R"),
    (overridden("continue", "break"), "[1, 2]", "In iteration 1, we continue.", "R"),
    (overridden("continue", "break"), "[1, 2]", "In iteration 1, we break.", "V"),
    (overridden("continue", "break"), "[0, 2]", "In iteration 1, we continue.", "V"),
    (overridden("continue", "raise KeyError"), "[1, 2]", "In iteration 1, we continue.", "R"),
    (overridden("continue", "raise ValueError"), "[1, 2]", "In iteration 1, we continue.", "U"),
    (overridden("continue", "raise ValueError"), "[0, 2]", "In iteration 1, we continue.", "V"),
    (overridden("break", "continue"), "[1, 2]", "In iteration 1, we break.", "R"),
    (overridden("break", "continue"), "[1, 2]", "In iteration 2, we break.", "R"),
    (overridden("break", "continue"), "[1, 2]", "In iteration 1, we continue.", "V"),
    (overridden("break", "return n"), "[1, 2]", "In iteration 1, we break.", "R"),
    (overridden("break", "raise ValueError"), "[1, 2]", "In iteration 1, we break.", "R"),
    (overridden("break", "raise ValueError"), "[1, 0]", "In iteration 1, we break.", "R"),
    (overridden("break", "raise ValueError"), "[1, 0]", "In iteration 2, we break.", "V"),
    (overridden("break", "raise ValueError"), "[1, 2]", "In iteration 1, we continue.", "A"),
    (RAISES, "[1]", "In iteration 1, we break.", "R"),
    (BREAKS_TWICE, "[1]", "In iteration 1, we break. `y` becomes `1`.", "VV"),
    (IN_FINALLY, "[1, 9]", "In iteration 1 of the outer loop, we continue.", "V"),
    (IN_FINALLY, "[9, 1]", "In iteration 1 of the outer loop, we continue.", "R"),
    (CAUGHT, "[1, 0]", "In iteration 1, we continue.", "V"),
    (CAUGHT, "[1, 0]", "In iteration 2, we continue.", "U"),
    (FIB, "3", "`fib(3)` calls `fib(2)`. `fib(3)` calls `fib(1)`.", "VV"),
    (FIB, "3", "`fib(3)` calls `fib(1)`.", "V"),
    (FIB, "3", "`fib(3)` calls `fib(1)`. `fib(3)` calls `fib(1)`.", "VR"),
    (FIB, "3", "`fib(3)` calls `fib(1)`. `fib(2)` calls `fib(1)`.", "VR"),
    (FIB, "3", "`fib(3)` calls `fib(0)`.", "R"),
    (FIB, "3", "`fib(2)` calls `fib(1)`. `fib(2)` calls `fib(0)`.", "VV"),
    (FIB, "4", "`fib(4)` calls `fib(2)`. `fib(2)` calls `fib(1)`. `1` is returned.", "VVV"),
    (FIB, "4", "`fib(4)` calls `fib(2)`. `1` is returned.", "VV"),
    (FIB, "4", "`fib(4)` calls `fib(2)`. `2` is returned.", "VR"),
    (FIB, "4", "`fib(4)` calls `fib(1)`. `fib(1)` is called. `fib(1)` is called.", "RVV"),
    (FIB, "4", "`fib(4)` calls `fib(1)`.", "R"),
    (METHODS, "3", "`self.v` becomes `3`.", "V"),
    (METHODS, "3", "`self.v` becomes `4`.", "R"),
    (METHODS, "3", "`self.v` becomes `3`. `self.v` becomes `3`.", "VR"),
    (METHODS, "3", "`self.w` becomes `4`.", "R"),  # two methods set it
    (METHODS, "3", "`self.u` becomes `3`.", "R"),
    (METHODS, "3", "`self.v` is `3`.", "R"),
    (METHODS, "3", "`get` is called. `self.v` becomes `3`.", "VR"),
    (TWO_OBJECTS, "3", "`self.v` becomes `3`.", "A"),
    (NOT_WRITTEN, "3", "`self.v` becomes `3`.", "A"),  # two calls of the only function
    (ONE_NAME, "3", "`self.w` becomes `3`.", "A"),
    (ONE_NAME, "3", "`self.w` becomes `4`.", "A"),
    (BOXES, "3", "`g(3)` calls `get`.", "R"),
    (BOXES, "3", "`g(3)` calls `Box().get()`.", "U"),
    (FIB, "3", "`fib(3)` calls `fib`. `n` is `2`.", "VV"),
    (FIB, "3", "`fib(3)` calls `fib`. `fib(3)` calls `fib`. `n` is `1`. `1` is returned.", "VVVV"),
)


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    judged = Oracle(source, "f", arguments).judge(text)
    assert "".join(verdict[0] for _, verdict in judged.claims) == expected
