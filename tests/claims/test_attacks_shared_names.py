"""Lies about what a told call shares with the functions around it: free variables, `nonlocal` names
and globals (docs/semantics.md §3.4). Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

PUT = """\
def f(n):
    out = []
    def put(k):
        out.append(k)
        if k > 1:
            put(k - 1)
    put(n)
    return out
"""

FIB = """\
def f(n):
    memo = {}
    def fib(k):
        if k < 2:
            return k
        if k in memo:
            return memo[k]
        r = fib(k - 1) + fib(k - 2)
        memo[k] = r
        return r
    return fib(n)
"""

VISIT = """\
count = 0
seen = []

def visit(n, d):
    global count
    count += 1
    seen.append(n)
    if d < 1:
        visit(n - 1, d + 1)

def f(n):
    visit(n, 0)
    return count
"""

ADD = """\
def f(xs):
    total = 0
    def add(x):
        nonlocal total
        if x > 2:
            total += 1
        total += x
        return total
    for x in xs:
        add(x)
    total = total * 2
    return total
"""

LOOK = """\
def f(n):
    best = 1
    def look(k):
        return k > best
    found = look(n)
    best = 7
    return found, best
"""

CASES = [
    # What the call itself makes of it, and what deeper calls have made of it in the end.
    (PUT, "2", "`put(2)` is called. `out` becomes `[2]`.", "VV"),
    (PUT, "2", "`put(2)` is called. `out` becomes `[2, 1]`.", "VA"),
    (PUT, "2", "`put(2)` is called. `out` becomes `[1]`.", "VR"),
    (PUT, "2", "`put(1)` is called. `out` becomes `[2, 1]`.", "VV"),
    (PUT, "2", "`put(1)` is called. `out` becomes `[2]`.", "VR"),
    (PUT, "2", "`put(1)` is called. `out` is `[2]`.", "VV"),
    (PUT, "2", "`put(1)` is called. `out` is `[]`.", "VR"),
    (PUT, "2", "`put(1)` is called. `out` remains `[2]`.", "VA"),
    (PUT, "2", "`put(1)` is called. `out` remains `[]`.", "VR"),
    (PUT, "2", "`put(1)` is called. `out` becomes `[2, 1]`. `out` remains `[2, 1]`.", "VVV"),
    (PUT, "2", "`put(1)` is called. At the start, `out` is `[2]`.", "VA"),
    (PUT, "2", "`put(1)` is called. At the start, `out` is `[]`.", "VA"),
    (PUT, "2", "In `put(1)`, at the start, `out` is `[2]`.", "V"),
    (PUT, "2", "In `put(1)`, at the start, `out` is `[]`.", "R"),
    (PUT, "2", "Call `put(1)`:\n- At the start, `out` is `[2]`.", "VV"),
    (PUT, "2", "Call `put(1)`:\n- At the start, `out` is `[]`.", "VR"),
    (PUT, "2", "In `put(1)`, `out` is `[2]`. At the start, `out` is `[]`.", "VA"),
    (PUT, "2", "`put(1)` is called. `out` is never `[]`.", "VA"),
    (PUT, "2", "`put(1)` is called. `len(out) > 1` is true.", "VR"),
    (PUT, "2", "`put(1)` is called. `len(out) > 0` is true.", "VV"),
    # A dictionary of the function around, set by a name of the call.
    (FIB, "3", "In `fib(2)`, `memo` becomes `{2: 1}`.", "V"),
    (FIB, "3", "In `fib(2)`, `memo` becomes `{2: 1, 3: 2}`.", "A"),
    (FIB, "3", "In `fib(0)`, at the end, `memo` is `{}`.", "V"),
    (FIB, "3", "In `fib(0)`, at the end, `memo` is `{2: 1, 3: 2}`.", "R"),
    (FIB, "3", "`fib(2)` is called. `r` becomes `1`, so `memo[k]` is set to `1`.", "VVV"),
    (FIB, "3", "`fib(2)` is called. `r` becomes `1`, so `memo[k]` is set to `2`.", "VVR"),
    (FIB, "3", "`fib(2)` is called. `memo[2]` becomes `1`. `1` is returned.", "VVV"),
    (FIB, "3", "`fib(2)` is called. `memo[2]` becomes `1`. `2` is returned.", "VVR"),
    # Globals.
    (VISIT, "2", "`visit(2, 0)` is called. `count` is now `1`.", "VV"),
    (VISIT, "2", "`visit(2, 0)` is called. `count` is now `3`.", "VR"),
    (VISIT, "2", "`visit(1, 1)` is called. `count` becomes `2`.", "VV"),
    (VISIT, "2", "`visit(1, 1)` is called. `count` becomes `1`.", "VR"),
    (VISIT, "2", "`visit(1, 1)` is called. `seen` becomes `[2, 1]`.", "VV"),
    (VISIT, "2", "`visit(1, 1)` is called. `seen` becomes `[1]`.", "VR"),
    # `nonlocal` names; what the call does no more is done around it.
    (ADD, "[1, 3]", "`add(3)` is called. `total` becomes `2`. `total` becomes `5`.", "VVV"),
    (ADD, "[1, 3]", "`add(3)` is called. `total` becomes `2`. `total` becomes `4`.", "VVR"),
    (
        ADD,
        "[1, 3]",
        "`add(3)` is called. `total` becomes `2`. `total` becomes `5`. `total` becomes `10`.",
        "VVVV",
    ),
    (
        ADD,
        "[1, 3]",
        "`add(3)` is called. `total` becomes `2`. `total` becomes `5`. `total` becomes `9`.",
        "VVVR",
    ),
    (ADD, "[1, 3]", "`add(3)` is called. `total` becomes `10`.", "VA"),
    (ADD, "[1, 3]", "`add(3)` is called. `5` is returned. `total` becomes `10`.", "VVV"),
    (ADD, "[1, 3]", "`add(3)` is called. `total` goes from `1` to `5`.", "VA"),
    (ADD, "[1, 3]", "In `add(3)`, `total` goes from `1` to `5`.", "V"),
    (ADD, "[1, 3]", "In `add(3)`, `total` goes from `0` to `10`.", "R"),
    # What the call only reads is of what is around it.
    (LOOK, "3", "`look(3)` is called. `best` becomes `7`.", "VV"),
    (LOOK, "3", "`look(3)` is called. `best` becomes `3`.", "VR"),
    (LOOK, "3", "`look(3)` is called. At the end, `best` is `7`.", "VA"),
    (LOOK, "3", "`look(3)` is called. At the end, `best` is `3`.", "VR"),
]

LATE = """\
def put(k):
    global hist, used
    hist = [k]
    hist.append(k + 1)
    used = len

def drop(k):
    global hist
    hist = [k]
    del hist

def around(k):
    def inner():
        global kept
        kept = k
    inner()

def looks(k):
    if k > 9:
        print(late)
    make(k)

def make(k):
    global late
    late = k

def f(n):
    drop(3)
    put(n)
    around(n)
    looks(n)
    return n
"""

# What is bound only in the call, which declares it, stands for something when the call ends.
LATER = [
    (LATE, "1", "`put(1)` is called. `hist` becomes `[1]`.", "VV"),
    (LATE, "1", "`put(1)` is called. `hist` becomes `[3]`.", "VR"),
    (LATE, "1", "`put(1)` is called. `hist` is `[1]`.", "VV"),
    (LATE, "1", "`put(1)` is called. `hist` is `[1]`. `hist` is now `[1, 2]`.", "VVV"),
    (LATE, "1", "`put(1)` is called. `hist` is `[2]`.", "VR"),
    (LATE, "1", "`put(1)` is called. `2` is appended to `hist`.", "VV"),
    (LATE, "1", "`put(1)` is called. `1` is appended to `hist`.", "VR"),
    (LATE, "1", "`put(1)` is called. `2` is appended to `late`.", "VR"),
    (LATE, "1", "`drop(3)` is called. `hist` is `[3]`.", "VR"),
    (LATE, "1", "`drop(3)` is called. `2` is appended to `hist`.", "VR"),
    (LATE, "1", "`drop(3)` is called. `hist` is `[1]`.", "VR"),
    (LATE, "1", "`around(1)` is called. `kept` is now `1`.", "VV"),
    (LATE, "1", "`around(1)` is called. `kept` is now `2`.", "VR"),
    (LATE, "1", "`looks(1)` is called. `late` is now `1`.", "VV"),
]


BOUND = """\
gone = [1]

def grow(k):
    global kept
    kept = [k]
    kept.append(k + 1)

def looks(k):
    if k > 9:
        print(late)
    make(k)
    late.append(2)

def make(k):
    global late
    late = [k]

def wipe(k):
    global gone
    gone.append(k)
    del gone

def f(n):
    global late, gone
    grow(n)
    looks(n)
    late.append(7)
    late = [9]
    wipe(4)
    gone = [8]
    return n
"""

# Bound by the call alone; by what it calls, and not declared by it; and deleted by it.
ENDS = [
    (BOUND, "1", "`grow(1)` is called. `2` is appended to `kept`.", "VV"),
    (BOUND, "1", "`grow(1)` is called. `1` is appended to `kept`.", "VR"),
    (BOUND, "1", "`looks(1)` is called. `7` is appended to `late`.", "VV"),
    (BOUND, "1", "`looks(1)` is called. `8` is appended to `late`.", "VR"),
    (BOUND, "1", "`looks(1)` is called. `late` is `[9]` at some point.", "VV"),
    (BOUND, "1", "`looks(1)` is called. `late` is `[8]` at some point.", "VR"),
    (BOUND, "1", "`wipe(4)` is called. `gone` becomes `[1, 4]`.", "VV"),
    (BOUND, "1", "`wipe(4)` is called. `gone` becomes `[4]`.", "VR"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), [*CASES, *LATER, *ENDS])
def test_what_a_told_call_shares(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
