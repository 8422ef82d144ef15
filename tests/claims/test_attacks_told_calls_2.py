"""How values move, tests of loops, what loops take up, passes by numbers and items (§5.83, §5.91 to
§5.95), and names of the module (§5.97). Lies stand beside the truths that they would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

UP = """\
def f(total, ns):
    last = total
    for n in ns:
        total += n
        last = total = total + 1
    j = 0
    k = 0
    while j < total:
        j += 4
        k = j * 2
    j = 1
    return total, last, k
"""

FIRST = """\
def g(k):
    return k * 3

def f(n):
    n = n - 1
    x = 1
    x = 1
    x = g(x)
    out = []
    out.append(1)
    out = [5]
    return n, x, out
"""

WHILES = """\
def g(k):
    i = 0
    while i < k:
        i += 1
    return k < 1

def f(n):
    while g(n):
        n += 1
    return n
"""

DOWN = """\
def f(n):
    while n > 0:
        n -= 1
    return n
"""

COINS = """\
def f(coins):
    total = 0
    for coin in coins:
        total += coin
    return total
"""

INDEX = """\
def f(xs):
    index = 0
    total = 0
    while index < len(xs):
        total += xs[index]
        index += 1
    return total
"""

RANGE = """\
def f(n):
    total = 0
    for i in range(1, n):
        total += i
    return total
"""

NUMBERED = """\
def f(xs):
    total = 0
    for i, x in enumerate(xs, 1):
        total += i * x
    return total
"""

PAIRS = """\
def f(pairs):
    total = 0
    for a, b in pairs:
        total += a * b
    return total
"""

SIZE = """\
size = 3

def g(k):
    size = k + 4
    return size

def f(n):
    x = g(n)
    return x + size
"""

RAN = "`g(0)` is called. The `while` condition is false. `True` is returned."

CASES = [
    # What moves: the visit that sets it to something else, from the visit under way on, each once.
    (UP, "1, [2]", "Line 4 runs. `total` has increased.", "VV"),
    (UP, "1, [2]", "`total + 1` evaluates to `4`. `total` has increased.", "VV"),
    (UP, "1, [2]", "`total + 1` evaluates to `4`. `total` has decreased.", "VR"),
    (UP, "1, [2]", "`last` becomes `total`. `last` becomes `total`.", "VR"),
    (FIRST, "4", "`n` is moved to `3`.", "V"),
    (FIRST, "4", "`n` is moved to `3`. `n` is moved to `3`.", "VR"),
    (FIRST, "4", "`x` is moved to `3`.", "V"),
    (FIRST, "4", "`x` is moved to `1`.", "R"),
    (FIRST, "4", "`g(1)` is called. `x` is moved to `3`.", "VV"),
    (FIRST, "4", "`g(1)` is called. `x` is moved to `1`.", "VR"),
    (FIRST, "4", "`out` is moved to `[5]`.", "V"),
    (FIRST, "4", "`out` is moved to `[1]`.", "R"),
    # Of a loop that is not entered yet, what it leaves; at its first test it is.
    (UP, "1, [2]", "`j` is moved to `4`. `j` is moved to `1`.", "VV"),
    (UP, "3, [4]", "`j` becomes `0`. `j < total` is true. `j` is moved to `4`.", "VVV"),
    (UP, "3, [4]", "`j` becomes `0`. `j < total` is true. `j` is moved to `8`.", "VVR"),
    (UP, "3, [4]", "`j` becomes `0`. `j` is moved to `8`. `j` becomes `1`.", "VVV"),
    (UP, "3, [4]", "`j` becomes `0`. `j` is moved to `8`. `j` is moved to `1`.", "VVV"),
    (
        UP,
        "3, [4]",
        "In iteration 1 of the second loop, `j` is moved to `4`. `j` is moved to `4`.",
        "VR",
    ),
    # Tests of loops: the next one of that loop, also while a caller's is under way.
    (WHILES, "0", f"{RAN} The `while` condition is true.", "VVVV"),
    (WHILES, "0", f"{RAN} The `while` condition is false.", "VVVR"),
    (DOWN, "1", "The condition of the loop is true. The condition of the loop is false.", "VV"),
    (DOWN, "1", "In iteration 1, the condition of the loop is true.", "V"),
    (DOWN, "1", "In iteration 1, the condition of the loop is false.", "R"),
    # What the loop of the pass takes up.
    (COINS, "[1, 2, 1]", "In iteration 2, `1` occurs twice.", "V"),
    (COINS, "[1, 2, 1]", "In iteration 2, `1` occurs once.", "R"),
    (COINS, "[1, 2, 1]", "In iteration 2, the loop runs over `coins`.", "V"),
    (COINS, "[1, 2, 1]", "In iteration 2, the loop runs over `total`.", "R"),
    # Passes by a number: by a variable of that name, by the counter from where it begins.
    (INDEX, "[3, 4]", "At index 1, `total` becomes `7`.", "V"),
    (INDEX, "[3, 4]", "At index 1, `total` becomes `3`.", "R"),
    (RANGE, "4", "At index 2, `total` becomes `3`.", "V"),
    (RANGE, "4", "At index 2, `total` becomes `6`.", "R"),
    (NUMBERED, "[5, 6]", "At index 1, `x` is `5`.", "V"),
    (NUMBERED, "[5, 6]", "At index 1, `x` is `6`.", "R"),
    # Passes by their items, whole ones among them.
    (PAIRS, "[(1, 2), (3, 4)]", "For `(3, 4)`, `total` becomes `14`.", "V"),
    (PAIRS, "[(1, 2), (3, 4)]", "For `(3, 4)`, `total` becomes `2`.", "R"),
    (PAIRS, "[(1, 2), (3, 4)]", "`(1, 2)`: `total` becomes `2`.", "VV"),
    # A name of the module that a called function has as its own is the module's here.
    (SIZE, "3", "`size` is `3`.", "V"),
    (SIZE, "3", "`size` is `7`.", "R"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
