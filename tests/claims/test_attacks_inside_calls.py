"""Lies about all states, and about what does not happen, that only the states inside of what the
context calls show (docs/semantics.md §5.4, §5.78, §5.100, §5.105). Every lie stands beside the
truth that it would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

ACCOUNT = """\
class Account:
    def __init__(self, b):
        self.b = b
        self.log = []

    def pay(self, x):
        self.b -= x
        self.log.append(x)
        if self.b < 0:
            self.b += x
            self.log.pop()
            return False
        return True

def f(amounts):
    acc = Account(5)
    paid = 0
    for a in amounts:
        if acc.pay(a):
            paid += a
    return paid
"""
PAID = "[3, 9]"  # 5, 2, and in the second call -7 and 2 again

FACTORIAL = """\
def f(n, acc=1):
    if n == 0:
        return acc
    return f(n - 1, acc * n)
"""

HIST = """\
hist = {}

def put(x):
    hist[x] = x
    try:
        int('q')
    except ValueError:
        pass

def f(n):
    hist.clear()
    for i in range(n):
        put(i + 1)
    return len(hist)
"""

COUNTER = """\
def f(n):
    hits = 0
    def hit():
        nonlocal hits
        hits += 5
        hits -= 4
    for i in range(n):
        hit()
    return hits
"""

HANDED_ON = """\
def numbers(box):
    box.append(1)
    yield 1
    box.append(2)
    yield 2
    box.clear()

def f(n):
    box = []
    total = 0
    for k in numbers(box):
        total += k
    return total + sum(numbers([]))
"""

OWN = """\
def size(xs):
    return len(xs)

def f(xs):
    out = []
    for x in xs:
        out.append(x)
        out.append(size(out))
    return out
"""

REPLACED = """\
def put(xs):
    xs[:] = [5]

def f(n):
    xs = [n]
    put(xs)
    return xs
"""

LATER_KEY = """\
hist = {}

def put(x):
    hist[x] = x

def f(n):
    put(n)
    m = n + 1
    return m
"""

MADE = """\
class Box:
    def __init__(self, n):
        self.n = n

def make(n):
    box = Box(n)
    box.n = 5
    return box

def f(n):
    if n == 1:
        box = make(n)
    elif n == 2:
        b = Box(1)
        c = [b]
        for i in range(1):
            b.n = 5
            box = b; box = c
        for i in range(1):
            box = b; box = c
            b.n = 6
    elif n == 3:
        box = [make(n)]
        key = 'n'
        box[0] = box
    return box
"""

FILLED = """\
def fill(n):
    out = [n]
    out.append(9)
    return out

def f(n):
    if n == 1:
        out = fill(n)
    elif n == 2:
        made = []
        made.append(9)
        out = made
        out.insert(0, 8)
    elif n == 3:
        made = [0]
        out = made
        made.insert(0, 9)
        made.append(7)
    elif n == 4:
        out = fill(n)
        for i in range(1):
            out = [9]
    elif n == 5:
        made = []
        out = made
        out = []
        made.append(9)
        out = [1]
    return out
"""

AGAIN = """\
def f(n):
    made = [9]
    made.append(made.pop())
    out = made
    for i in range(1):
        made.append(7)
        late = made
    return out
"""

MAPPED = """\
def f(n):
    made = []
    for x in map(made.append, [9, 8]):
        out = made
        del out
    return made
"""

CASES = [
    # What is appended before E names it (§5.100).
    (FILLED, "1", "`9` is not appended to `out`.", "U"),
    (FILLED, "1", "`1` is not appended to `out`.", "V"),
    (FILLED, "2", "`9` is not appended to `out`.", "U"),
    (FILLED, "2", "`8` is not appended to `out`.", "U"),
    (FILLED, "2", "`9` is not appended to `made`.", "R"),
    (FILLED, "3", "`9` is not appended to `out`.", "U"),
    (FILLED, "3", "`7` is not appended to `out`.", "R"),
    (FILLED, "5", "`9` is not appended to `out`.", "V"),
    (FILLED, "5", "`9` is not appended to `made`.", "R"),
    (FILLED, "4", "In iteration 1, `9` is not appended to `out`.", "V"),
    # It was there just before the step, or before the pass, and is appended anew.
    (AGAIN, "1", "`9` is not appended to `out`.", "U"),
    (AGAIN, "1", "`8` is not appended to `out`.", "V"),
    (AGAIN, "1", "In iteration 1, `7` is not appended to `late`.", "U"),
    (AGAIN, "1", "In iteration 1, `9` is not appended to `late`.", "V"),
    # The request that begins a pass appends it.
    (MAPPED, "1", "In iteration 2, `8` is not appended to `out`.", "U"),
    (MAPPED, "1", "In iteration 2, `9` is not appended to `out`.", "V"),
    (MAPPED, "1", "In iteration 1, `8` is not appended to `out`.", "V"),
    # What is set before T's names are bound to it (§5.100), by the context or by what it calls.
    (MADE, "1", "`box.n` is not set.", "U"),
    (MADE, "1", "`box.k` is not set.", "V"),
    (MADE, "2", "In iteration 1 of the first loop, `box.n` is not set.", "U"),
    (MADE, "2", "In iteration 1 of the first loop, `b.n` is not set.", "R"),
    (MADE, "2", "In iteration 1 of the second loop, `box.n` is not set.", "V"),
    (MADE, "3", "`box.n` is not set.", "V"),
    (MADE, "3", "`box[0]` is not set.", "R"),
    (MADE, "3", "`box[1]` is not set.", "V"),
    (MADE, "1", "`box.__class__.n` is not set.", "U"),
    # A key that is nothing yet is none that is set.
    (LATER_KEY, "1", "`hist[m]` is not set.", "V"),
    (LATER_KEY, "1", "`hist[n]` is not set.", "U"),
    # A slice may hold the element.
    (REPLACED, "1", "`xs[0]` is not set.", "U"),
    (REPLACED, "1", "`xs` is not set.", "R"),
    # An attribute that a method changes and changes back.
    (ACCOUNT, PAID, "`acc.b` is never negative.", "U"),
    (ACCOUNT, PAID, "`acc.b` is never `-7`.", "U"),
    (ACCOUNT, PAID, "`acc.b` is never `3`.", "V"),
    (ACCOUNT, PAID, "`acc.b` is never `2`.", "R"),
    (ACCOUNT, PAID, "`acc.b` is always positive.", "U"),
    (ACCOUNT, PAID, "`acc.b` is `-7` at some point.", "U"),
    (ACCOUNT, PAID, "`acc.b` never exceeds `5`.", "V"),
    (ACCOUNT, PAID, "`acc.b` never exceeds `4`.", "R"),
    (ACCOUNT, PAID, "The smallest value that `acc.b` ever has is `2`.", "U"),
    (ACCOUNT, PAID, "The largest value that `acc.b` ever has is `5`.", "V"),
    (ACCOUNT, PAID, "`acc.b` only shrinks.", "U"),
    (ACCOUNT, PAID, "`acc.b` goes through `5` & `2`.", "U"),
    (ACCOUNT, PAID, "In iteration 1, `acc.b` is never negative.", "V"),
    (ACCOUNT, PAID, "In iteration 2, `acc.b` is never negative.", "U"),
    (ACCOUNT, PAID, "In iteration 2, `acc.b` remains `2`.", "U"),
    (ACCOUNT, PAID, "In iteration 2, `acc.b` is unchanged.", "U"),
    (ACCOUNT, PAID, "In iteration 2, `paid` remains `3`.", "V"),
    (ACCOUNT, PAID, "In iteration 1, `paid` is unchanged.", "R"),
    (ACCOUNT, PAID, "`9` is never in `acc.log`.", "U"),
    (ACCOUNT, PAID, "`9` is never appended to `acc.log`.", "U"),
    (ACCOUNT, PAID, "`7` is never appended to `acc.log`.", "V"),
    (ACCOUNT, PAID, "`3` is never appended to `acc.log`.", "R"),
    (ACCOUNT, PAID, "In iteration 2, `9` is not appended to `acc.log`.", "U"),
    (ACCOUNT, PAID, "In iteration 1, `9` is not appended to `acc.log`.", "V"),
    (ACCOUNT, PAID, "In iteration 2, `acc.b` is not set.", "U"),
    (ACCOUNT, PAID, "In iteration 2, `acc.log` is not set.", "V"),
    (ACCOUNT, PAID, "No exception is raised.", "V"),
    # A call that is told is the context: what happens in it is no affair of others.
    (ACCOUNT, PAID, "`acc.pay(3)` is called. `self.b` is never negative.", "VV"),
    (ACCOUNT, PAID, "`acc.pay(9)` is called. `self.b` is never negative.", "VR"),
    # Names of a recursion's calls.
    (FACTORIAL, "3", "`acc` is never `6`.", "U"),
    (FACTORIAL, "3", "`acc` is never `7`.", "V"),
    (FACTORIAL, "3", "`n` is always `3`.", "U"),
    (FACTORIAL, "3", "`n` is never negative.", "V"),
    (FACTORIAL, "3", "`n` never decreases.", "U"),
    (FACTORIAL, "3", "`n` never increases.", "V"),
    (FACTORIAL, "3", "`n` goes through `3`.", "U"),
    (FACTORIAL, "3", "In call 2 of `f`, `n` is always `2`.", "V"),
    (FACTORIAL, "3", "In call 2 of `f`, `n` is always `3`.", "R"),
    # A global that is changed in a call, an element of it that is set there.
    (HIST, "2", "`hist` is always `{}`.", "R"),
    (HIST, "2", "In iteration 2, `hist[2]` is not set.", "U"),
    (HIST, "2", "In iteration 1, `hist[2]` is not set.", "V"),
    (HIST, "2", "In iteration 2, no exception is raised.", "U"),
    (HIST, "2", "No exception is raised.", "U"),
    (HIST, "0", "No exception is raised.", "V"),
    # A variable of the context's own that a function in it changes.
    (COUNTER, "2", "`hits` is never `5`.", "U"),
    (COUNTER, "2", "`hits` is never `6`.", "U"),
    (COUNTER, "2", "`hits` is never `7`.", "V"),
    (COUNTER, "2", "`hits` goes through `0` & `1` & `2`.", "U"),
    # A generator's steps lie where it goes on.
    (HANDED_ON, "0", "`box` is never `[1]`.", "R"),
    (HANDED_ON, "0", "`box` is never `[2]`.", "V"),
    (HANDED_ON, "0", "In iteration 1, `2` is not appended to `box`.", "V"),
    (HANDED_ON, "0", "In iteration 2, `2` is not appended to `box`.", "R"),
    # What the context changes itself is as it was.
    (OWN, "[7]", "`out` goes through `[]` & `[7]` & `[7, 1]`.", "V"),
    (OWN, "[7]", "`out` is never `[7]`.", "R"),
    (OWN, "[7]", "`1` is not appended to `out`.", "R"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_states_inside_of_calls(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
