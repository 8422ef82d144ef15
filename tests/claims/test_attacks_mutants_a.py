"""Lies and truths about what is done, and what something is, inside of what a context calls, and
about what a told call shares with the functions around it (docs/semantics.md §3.4, §5.4, §5.78,
§5.100): each looks at one small thing that decides which of the moments in there are counted."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

MADE = """\
class Box:
    def __init__(self):
        self.n = 0

def make():
    b = Box()
    b.n = 1
    return b

def f(k):
    box = make()
    return box.n + k
"""

ONE_LINE = """\
def touch(box):
    box.append(9); box.pop()
    box.append(1)

def f(k):
    box = []
    touch(box)
    return len(box)
"""

WAITS = """\
def gen(box):
    box.append(9); box.pop(); yield 1

def f(k):
    box = []
    g = gen(box)
    next(g)
    return len(box)
"""

PLACES = """\
def f(n):
    out = [0]
    i = 0
    out[i] = 8; i = 1
    out.append(n)
    return out
"""

WAITING = """\
def gen(box):
    for i in range(2):
        yield len(box)

def f(n):
    box = []
    for k in gen(box):
        box.append(9)
        box.pop()
    return n
"""

THROUGH = """\
def touch(box):
    box.append(9)
    box.pop()

def gen(box):
    touch(box)
    yield 1
    touch([])
    yield 2

def f(n):
    box = []
    total = 0
    for k in gen(box):
        total += k
    return total
"""

SHADOW = """\
x = 0

def touch():
    global x
    x = 7

def f(n):
    x = 5; touch(); x = 6
    return x + n
"""

RECURSION = """\
def f(n):
    total = 0
    for i in range(n):
        total += f(i)
    return total + n
"""

AROUND = """\
hist = []

def f(n):
    if n:
        hist.append(1); f(n - 1); hist.pop()
    return n
"""

MAIN = """\
def touch(box):
    box.append(1)

def f(n):
    box = []
    touch(box)
    return n
"""

MAPPED = """\
def same(x):
    return x

def f(n):
    box = []
    for i in range(n):
        box.extend(map(same, [i]))
    return box
"""

CATCHES = """\
def safe():
    try:
        int('q')
    except ValueError:
        pass

def gen(n):
    yield n
    safe()
    yield n

def f(n):
    total = 0
    for k in gen(n):
        try:
            total += int('z')
        except ValueError:
            total += 1
    return total
"""

SETS = """\
class Box:
    def __init__(self):
        self.n = 0
        self.d = {'a': 1, 'b': 2}

def touch(box):
    box.n = 1

def drop(box):
    del box.d['a']

def clear(d):
    d['b'] = 3

def pick(box):
    return box

def f(k):
    box = Box()
    other = Box()
    for i in range(1):
        touch(box)
    for i in range(1):
        drop(box)
    for i in range(1):
        clear(box.d)
    late = pick(Box())
    return late.n + k
"""

TURNS = """\
hist = [9]

def turn():
    global hist
    hist, hist = [], [9]

def f(n):
    turn()
    return len(hist)
"""

FILLS = """\
def fill(d):
    d['a'] = [9]

def f(n):
    d = {}
    for i in range(1):
        fill(d)
    return d
"""

DEEP = """\
hist = []

def put(x):
    hist.append(x)

def outer(x):
    put(x)

def f(n):
    outer(n)
    outer(n + 1)
    return len(hist)
"""

ONLY = """\
hist = []

def put():
    hist.append(1)

def f(n):
    hist.clear()
    put()
    put()
    return len(hist)
"""

FIRST = """\
def put():
    global hist
    hist = [1]
    hist = [1, 2]

def f(n):
    put()
    return len(hist)
"""

FUNCTIONS = """\
def f(n):
    def g():
        return n
    def h():
        return g()
    return h()
"""

ADDS = """\
def f(n):
    total = 1
    def add(x):
        nonlocal total
        total = total + x
    add(2)
    total = total * n
    return total
"""

PEEK = """\
def f(n):
    log = []
    def peek():
        return len(log)
    peek()
    log.append(9)
    for x in log:
        n += x
    return n
"""

CASES = [
    # What a call changes before the name of the context is bound is nothing that it is.
    (MADE, "0", "`box.n` is always `1`.", "V"),
    (MADE, "0", "`box.n` is never `1`.", "R"),
    # Visits are counted in there, not steps; of one that waits there is no end to be counted.
    (ONE_LINE, "0", "`box` is never `[9]`.", "V"),
    (ONE_LINE, "0", "`box` is never `[1]`.", "R"),
    (WAITS, "0", "`box` is never `[9]`.", "U"),
    (WAITS, "0", "`box` is never `[8]`.", "V"),
    # A visit of the context's own is none inside of a call; nor is what runs while it waits.
    (PLACES, "4", "`out[i]` is not set.", "U"),
    (PLACES, "4", "`out` is not set.", "R"),
    (WAITING, "0", "`gen([])` is called. `box` is never `[9]`.", "VV"),
    (WAITING, "0", "`gen([])` is called. `9` is not appended to `box`.", "VV"),
    (WAITING, "0", "`box` is never `[9]`.", "R"),
    (THROUGH, "0", "`gen([])` is called. `box` is never `[9]`.", "VU"),
    (THROUGH, "0", "`gen([])` is called. `box` is never `[8]`.", "VV"),
    (CATCHES, "1", "`gen(1)` is called. No exception is raised.", "VU"),
    # A global of the same name is another one.
    (SHADOW, "0", "`x` is never `5`.", "V"),
    (SHADOW, "0", "`x` is never `6`.", "R"),
    # Deeper calls: those of the pass, for names of the function, not of what stays as it is.
    (RECURSION, "3", "In iteration 2, `n` is always `3`.", "U"),
    (RECURSION, "3", "In iteration 2, `n` is always `2`.", "R"),
    (RECURSION, "3", "In iteration 2, `n` is unchanged.", "V"),
    (RECURSION, "3", "In iteration 2, `n` remains `3`.", "V"),
    (RECURSION, "3", "In iteration 2, `n` remains `2`.", "R"),
    (AROUND, "1", "`hist` is never `[1]`.", "V"),
    (AROUND, "1", "`hist` is always `[1]`.", "R"),
    # What a name stands for may be the very first value of the recording.
    (MAIN, "'__main__'", "`n` is never `7`.", "V"),
    (MAIN, "'__main__'", "`n` is never `'__main__'`.", "R"),
    # What the pass before has done last is not done in this one.
    (MAPPED, "3", "In iteration 2, `0` is not appended to `box`.", "V"),
    (MAPPED, "3", "In iteration 2, `1` is not appended to `box`.", "R"),
    # What is set in there: by the last statement, of this very object, not deleted.
    (SETS, "0", "In iteration 1 of the first loop, `box.n` is not set.", "U"),
    (SETS, "0", "In iteration 1 of the first loop, `other.n` is not set.", "V"),
    (SETS, "0", "In iteration 1 of the first loop, `late.n` is not set.", "V"),
    (SETS, "0", "In iteration 1 of the first loop, `pick(box).n` is not set.", "U"),
    (SETS, "0", "In iteration 1 of the second loop, `box.d['a']` is not set.", "V"),
    (SETS, "0", "In iteration 1 of the third loop, `box.d['a']` is not set.", "V"),
    (SETS, "0", "In iteration 1 of the third loop, `box.d['b']` is not set.", "U"),
    (SETS, "0", "In iteration 1 of the third loop, `other.d['b']` is not set.", "V"),
    (SETS, "0", "In iteration 1 of the third loop, `box.d[pick(k)]` is not set.", "U"),
    # Whether a list holds it once more is asked of the moment just before.
    (TURNS, "0", "`9` is not appended to `hist`.", "U"),
    (FILLS, "0", "In iteration 1, `9` is not appended to `d['a']`.", "U"),
    (FILLS, "0", "In iteration 1, `8` is not appended to `d['a']`.", "V"),
    # A told call shares what its own code names, all of it, and what stands for something there.
    (DEEP, "0", "`outer(0)` is called. At the end, `hist` is `[0, 1]`.", "VV"),
    (DEEP, "0", "`outer(0)` is called. At the end, `hist` is `[0]`.", "VR"),
    (ONLY, "0", "`put()` is called. `hist` is never `[1, 1]`.", "VA"),
    (ONLY, "0", "`put()` is called. `hist` is never `[2]`.", "VV"),
    (ONLY, "0", "`put()` is called. At the end, `hist` is `[1]`.", "VA"),
    (FIRST, "0", "`put()` is called. `hist` is never `[1]`.", "VA"),
    (FIRST, "0", "`put()` is called. `hist` is never `[3]`.", "VV"),
    (FUNCTIONS, "0", "`h()` is called. At the start, `g` has type `function`.", "VR"),
    (FUNCTIONS, "0", "`h()` is called. At the end, `g` has type `function`.", "VV"),
    (ADDS, "2", "`add(2)` is called. `total` = `1 + 2` = `3`.", "VV"),
    (ADDS, "2", "`add(2)` is called. `total` = `1 + 2` = `4`.", "VR"),
    (ADDS, "2", "`add(2)` is called. `total` = `total * n` = `6`.", "VU"),
    (PEEK, "0", "`peek()` is called. The loop runs over `log`.", "VV"),
    (PEEK, "0", "`peek()` is called. `log` is not set.", "VR"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
