"""What was told wrong once, more of it: calls with defaults, loops, growth and recursion, by the
section of docs/semantics.md that decides it."""

# tables

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

DEFAULT = """\
def g(a, b=5):
    return a + b
def f(n):
    return g(n, 7)
"""

SPREAD = """\
def g(a, b=5):
    return a + b
def h(*args): return len(args)
def k(a, *rest, c=1, **more): return a
def m(a, b=[]): return a
def f(n):
    h(1, 2)
    k(1, 8, c=3, d=4)
    m(n)
    return g(n)
"""

TARGET = """\
def f(nums):
    d = {}
    out = []
    for d[[k for k in 'ab'][0]] in nums:
        out.append(d['a'])
    return out
"""

EVERY = """\
def f(k, n):
    out = []
    it = iter([1, 2])
    for i in range(n):
        out.append(i + 4)
    out[0] = 7
    k = 5
    return out
"""

ZERO = """\
def f(n):
    x = -0.0
    for i in range(n):
        x = 0.0
    return x
"""

ENTERED = """\
def f(n):
    out = 0
    for i in range(n):
        out += i
    return out
"""

OVER = """\
def f(n):
    out = 0
    for n in n:
        out += n
    return out
"""

RESUMED = """\
def leaf(n):
    yield 1
    yield g(0, None)
def g(n, it):
    if n == 2:
        made = leaf(n)
        first = next(made)
        return g(1, made)
    if n == 1:
        return next(it)
    return 0
def f(n):
    return g(n, None)
"""

SUBCLASS = """\
class Row(list):
    pass

def f(n):
    r = Row([1])
    s = [1]
    for i in range(n):
        r.append(i)
        s.append(i)
    return s
"""

CUTS = """\
def f(text, x):
    if text.removeprefix(x) == text:
        return f(text[1:], x)
    else:
        return text
"""

KEEPS = """\
def g(a, seen=[]):
    seen.append(a)
    return len(seen)

def f(n):
    g(n)
    g(n)
    return g(5, [7])
"""


OF_A_KIND = """\
import array
import collections
import decimal
import types


class Sized:
    def __len__(self):
        return 3


class Rows(list):
    pass


def make(kind):
    return {
        "range": range(2, 5),
        "view": {1: 2}.keys(),
        "iterator": iter([1, 2]),
        "sized": Sized(),
        "subclass": Rows([1]),
        "decimal": decimal.Decimal(3),
        "proxy": types.MappingProxyType({"a": 1}),
        "deque": collections.deque([1], 2),
        "array": array.array("i", [1]),
        "counter": collections.Counter("ab"),
    }[kind]


def f(kind):
    x = make(kind)
    for i in (5, 6):
        if hasattr(x, "append"):
            x.append(i)
        elif kind == "decimal":
            x += 1
    return i
"""

TAKES = """\
class Box:
    def __init__(self, v):
        self.v = v

    def take(self, n):
        self.v -= n
        return self.v


def f(n):
    box = Box(n)
    box.take(3)
    return box.v
"""

WITHOUT_STEPS = """\
def f(text, x):
    d = ('0' * 20, 1)
    t = sum(x * k for k in [1, 2])
    for q in [1, 2]:
        pass
    y = x and (1 + 1, 2)
    return d
"""

WAITS = """\
def running(values):
    total = 0
    for value in values:
        total += value
        yield total

def f(values):
    seen = []
    for total in running(values):
        seen.append(total)
    return seen
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # What a call leaves out is what the function gives itself (§3.4)
        (DEFAULT, "1", "`g(1)` is called.", "R"),
        (DEFAULT, "1", "`g(1)` returns `8`.", "R"),
        (DEFAULT, "1", "`g(1, 7)` returns `8`.", "V"),
        (DEFAULT, "1", "`g(1)`: `b` is `7`.", "RR"),
        (DEFAULT, "1", "`g()` is called.", "V"),
        (DEFAULT, "1", "`g(b=7)` is called.", "V"),
        (DEFAULT, "1", "`g(b=5)` is called.", "R"),
        (DEFAULT, "1", "`g` is called.", "V"),
        (DEFAULT, "1", "`g` returns `8`.", "V"),
        (DEFAULT, "1", "`f` calls `g`.", "V"),
        (SPREAD, "1", "`g(1)` is called.", "V"),
        (SPREAD, "1", "`g(1, 5)` is called.", "V"),
        (SPREAD, "1", "`g(1)` returns `6`.", "V"),
        (SPREAD, "1", "`h()` is called.", "R"),
        (SPREAD, "1", "`h(1, 2)` returns `2`.", "V"),
        (SPREAD, "1", "`k(1)` is called.", "R"),
        (SPREAD, "1", "`k(1, 8, c=3, d=4)` is called.", "V"),
        (SPREAD, "1", "`k(1, 8, c=3)` is called.", "R"),
        (SPREAD, "1", "`k(1, 8, d=4)` is called.", "R"),
        (SPREAD, "1", "`m(1)` is called.", "V"),
        (SPREAD, "1", "`g(n)` is called.", "V"),
        # A comprehension in a loop's target asks for no item (§2)
        (TARGET, "[3]", "The loop on line 4 makes 2 passes in total.", "R"),
        (TARGET, "[3]", "The loop on line 4 makes 1 pass in total.", "V"),
        (TARGET, "[3]", "The loop on line 4 makes 1 pass.", "V"),
        (TARGET, "[3, 4]", "The loop on line 4 makes 2 passes in total.", "V"),
        (TARGET, "[3, 4]", "Line 5 runs on passes 1 to 2 of the loop on line 4 only.", "V"),
        (TARGET, "[3, 4]", "Each pass of the loop on line 4 appends its item to `out`.", "V"),
        # A claim about every pass tells no moment (§5.75)
        (
            EVERY,
            "3, 2",
            "At the end of every pass of the loop on line 4, `k` is `9`. `k = 5`.",
            "RR",
        ),
        (
            EVERY,
            "3, 2",
            "At the end of every pass of the loop on line 4, `k` is `9`. `k = 3`.",
            "RV",
        ),
        (
            EVERY,
            "3, 1",
            "At the end of every pass of the loop on line 4, `k` is `3`. `k = 5`.",
            "VR",
        ),
        # Shrinks: the start minus the end, as Python computes it (§5.52)
        (ZERO, "1", "Over the loop on line 3, `x` shrinks by `0.0`.", "R"),
        (ZERO, "1", "Over the loop on line 3, `x` shrinks by `-0.0`.", "V"),
        # A loop is not entered in its own pass (§3)
        (ENTERED, "2", "On pass 1 of the loop on line 3, the loop on line 3 is not entered.", "R"),
        (
            ENTERED,
            "2",
            "On every pass of the loop on line 3, the loop on line 3 is not entered.",
            "R",
        ),
        (
            ENTERED,
            "2",
            "On pass 1 of the loop on line 3, the loop on line 3 makes 0 passes in total.",
            "R",
        ),
        (ENTERED, "2", "The loop on line 3 is entered.", "V"),
        (ENTERED, "2", "The loop on line 3 makes 2 passes in total.", "V"),
        # What a loop is over, by its header (§5.95)
        (OVER, "[1, 2]", "The loop runs over `n`.", "V"),
        # Who waits for what a generator calls (§5.64)
        (RESUMED, "2", "The recursion of `g` reaches depth 2.", "R"),
        (RESUMED, "2", "The recursion of `g` reaches depth 3.", "V"),
        # Elements of an instance are the affair of its class (§5.52, §7)
        (SUBCLASS, "2", "Over the loop on line 7, `r` grows by 2 elements.", "U"),
        (SUBCLASS, "2", "Over the loop on line 7, `s` grows by 2 elements.", "V"),
        (SUBCLASS, "2", "Over the loop on line 7, `s` shrinks by 2 elements.", "R"),
        # A call that a recursive one makes with its own text is not the call itself (§5.79).
        (CUTS, "'abcd', 'c'", "In call 1 of `f`, `f(text[1:], x)` is returned.", "V"),
        (CUTS, "'abcd', 'c'", "In call 2 of `f`, `f(text[1:], x)` is returned.", "V"),
        (CUTS, "'abcd', 'c'", "In call 2 of `f`, `f(text[2:], x)` is returned.", "R"),
        (CUTS, "'abcd', 'c'", "In call 3 of `f`, `f(text[1:], x)` is returned.", "R"),
        # A default that is changed is no longer what it says (§3.4).
        (KEEPS, "1", "`g(1)` returns `1`. `g(1)` returns `2`.", "UU"),
        (KEEPS, "1", "`g(1)` is called. `g(5)` is called.", "VU"),
        (KEEPS, "1", "`g(5, [7])` returns `2`.", "V"),
        (KEEPS, "1", "`g(1, [1])` returns `2`.", "V"),
        (KEEPS, "1", "`g(5, [1])` returns `2`.", "R"),
        # What is opaque and what a class makes is not known to be shorter, larger or other (§2).
        (OF_A_KIND, "'range'", "`x` never decreases.", "U"),
        (OF_A_KIND, "'range'", "`x` only grows.", "U"),
        (OF_A_KIND, "'view'", "`x` never shrinks.", "U"),
        (OF_A_KIND, "'iterator'", "`x` never shrinks.", "U"),
        (OF_A_KIND, "'sized'", "`x` never shrinks.", "U"),
        (OF_A_KIND, "'subclass'", "`x` only grows.", "U"),
        (OF_A_KIND, "'decimal'", "`x` only grows.", "U"),
        (OF_A_KIND, "'deque'", "`x` only grows.", "V"),
        (OF_A_KIND, "'range'", "Over the loop on line 33, `x` grows by 0 elements.", "U"),
        (OF_A_KIND, "'range'", "Over the loop on line 33, `x` grows by `0`.", "U"),
        (OF_A_KIND, "'decimal'", "Over the loop on line 33, `x` grows by `2`.", "U"),
        (OF_A_KIND, "'subclass'", "Over the loop on line 33, `x` grows by 2 elements.", "U"),
        (OF_A_KIND, "'array'", "Over the loop on line 33, `x` grows by 2 elements.", "V"),
        (OF_A_KIND, "'subclass'", "Each pass of the loop on line 33 appends its item to `x`.", "U"),
        (OF_A_KIND, "'array'", "Each pass of the loop on line 33 appends its item to `x`.", "V"),
        (OF_A_KIND, "'deque'", "Each pass of the loop on line 33 appends its item to `x`.", "V"),
        (OF_A_KIND, "'deque'", "Each pass of the loop on line 33 appends `7` to `x`.", "R"),
        (OF_A_KIND, "'iterator'", "Each pass of the loop on line 33 adds `1` to `x`.", "U"),
        (
            OF_A_KIND,
            "'decimal'",
            "On pass 1 of the loop on line 33, line 37 increases `x` by `1`.",
            "U",
        ),
        (
            OF_A_KIND,
            "'decimal'",
            "On pass 1 of the loop on line 33, line 37 appends `1` to `x`.",
            "U",
        ),
        (OF_A_KIND, "'proxy'", "At the end, `{**x}` is `{'a': 1}`.", "U"),
        (
            OF_A_KIND,
            "'array'",
            "At the end, `x[1]` is `5` and the last element of `x` is `6`.",
            "VV",
        ),
        (
            OF_A_KIND,
            "'counter'",
            "At the end, `isinstance(x, dict)` is `True` and `x` is not divisible by `2`.",
            "VR",
        ),
        (OF_A_KIND, "'counter'", "At the end, `isinstance(x, dict)` is `True`.", "V"),
        (OF_A_KIND, "'counter'", "At the end, `isinstance(x, (list, int))` is `True`.", "R"),
        (OF_A_KIND, "'deque'", "At the end, `isinstance(x, list)` is `False`.", "V"),
        (OF_A_KIND, "'deque'", "At the end, `x` is even.", "R"),
        (OF_A_KIND, "'range'", "At the end, `x` is not divisible by `2`.", "U"),
        # What leaves no step of its own is not known to be evaluated, nor not to be (§3.2, §5.10).
        (WITHOUT_STEPS, "'aa', 3", "`'0' * 20` evaluates to `'00000000000000000000'`.", "U"),
        (
            WITHOUT_STEPS,
            "'aa', 3",
            "On line 2, `'0' * 20` evaluates to `'00000000000000000000'`.",
            "U",
        ),
        (WITHOUT_STEPS, "'aa', 3", "`x * k` evaluates to `3`.", "U"),
        (WITHOUT_STEPS, "'aa', 3", "`[1, 2]` evaluates to `[1, 2]`.", "U"),
        (WITHOUT_STEPS, "'aa', 3", "`x and (1 + 1, 2)` evaluates to `(2, 2)`.", "U"),
        (WITHOUT_STEPS, "'aa', 3", "`1 + 1` evaluates to `2`.", "U"),
        (WITHOUT_STEPS, "'aa', 3", "`sum(x * k for k in [1, 2])` evaluates to `9`.", "V"),
        (WITHOUT_STEPS, "'aa', 3", "`sum(x * k for k in [1, 2])` evaluates to `8`.", "R"),
        # The object of a method may be among its arguments, or left out (§3.4).
        (TAKES, "5", "`take(3)` is called and `2` is returned.", "VV"),
        (TAKES, "5", "`take(box, 3)` is called.", "V"),
        (TAKES, "5", "`Box.take(3)` is called.", "V"),
        (TAKES, "5", "`take(4)` is called.", "R"),
        (TAKES, "5", "`take(3, 3)` is called.", "R"),
        (TAKES, "5", "`__init__(5)` is called.", "V"),
        (TAKES, "5", "`__init__(3)` is called.", "R"),
        # What another activation did in the visit that is told can still be named (§3.1, §3.2).
        (
            WAITS,
            "[2, 5, 1]",
            (
                "On pass 3 of the loop on line 9, line 9 increments `total`. "
                "In call 1 of `running`, "
                "in iteration 3, `total` becomes `total + value`."
            ),
            "VV",
        ),
        (
            WAITS,
            "[2, 5, 1]",
            (
                "On pass 3 of the loop on line 9, line 9 increments `total`. "
                "In call 1 of `running`, "
                "`total` becomes `7`."
            ),
            "VR",
        ),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
