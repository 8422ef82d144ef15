"""Which case, block and call is meant, what a loop takes up, what decides a condition, what grows:
lies and truths about what comes to no end, is left waiting, or has no value (§5.51 to §5.105).
Most lies stand beside the truth that they would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

# -- which way it went ----------------------------------------------------------------------------

SILENT = """\
def f(items):
    out = []
    for x in items:
        match x + 1:
            case 2: pass
            case 3:
                out.append(x)
    return out
"""

CASES = """\
def f(items):
    out = []
    for x in items:
        try:
            match x + 1:
                case 2:
                    out.append('two')
                case 3:
                    out.append(x)
        except TypeError:
            out.append(0)
    return out
"""

KEPT = """\
def f(rows):
    total = 0
    for row in rows:
        total += 1
        big = row and [n for n in row if n > 1]
    return total
"""

CAUGHT = """\
def f(rows):
    total = 0
    for row in rows:
        total += 1
        try:
            big = [n for n in row if n > 1][0]
        except IndexError:
            total += 10
    return total
"""

GIVEN = """\
def g(n):
    if n > 2:
        raise ValueError('big')
    return ValueError('small')

def f(n):
    return str(g(n))
"""

WAITING = """\
def gen(n):
    last = 0
    for i in range(n):
        last = i
        yield i
    else:
        last = -1

def f(n):
    made = gen(n)
    first = next(made)
    second = next(made)
    return first + second
"""

MAYBE = """\
def f(n, k):
    x = n
    if k > 5:
        x = 1
    return x
"""

WAYS = [
    # A block that need not show itself: which case matches leaves no trace.
    (SILENT, "[2, 1]", "The `match` on line 4 takes the case on line 6.", "U"),
    # A header that raises takes no case, and the visits after it do.
    (CASES, "[2, 'a', 1]", "The `match` on line 5 takes the case on line 8.", "A"),
    (CASES, "['a', 2]", "The `match` on line 5 takes the case on line 8.", "V"),
    (CASES, "['a', 2]", "The `match` on line 5 takes no case.", "R"),
    # Visits that do not come to the comprehension name nothing, those after them do.
    (KEPT, "[[], [1, 2], [3, 1]]", "The comprehension on line 5 keeps 1 value.", "V"),
    (KEPT, "[[], [1, 2], [3, 1]]", "The comprehension on line 5 keeps 2 values.", "R"),
    (KEPT, "[[], [1, 2], [3, 4]]", "The comprehension on line 5 keeps 1 value.", "A"),
    # It names several visits, so that the point stays where it is.
    (
        CAUGHT,
        "[[1], [1, 2], [3, 1]]",
        "The comprehension on line 6 keeps 1 value. `total` becomes `0`.",
        "UV",
    ),
    # An exception that is returned leaves nothing uncaught.
    (GIVEN, "3", "`ValueError` leaves `g` uncaught.", "V"),
    (GIVEN, "1", "`ValueError` leaves `g` uncaught.", "R"),
    # Left waiting: the `yield` is the end of its pass, and the loop is not left.
    (WAITING, "5", "In call 1 of `gen`, the `else` block of the loop on line 3 runs.", "U"),
    (WAITING, "5", "In call 1 of `gen`, the `else` block of the loop on line 3 is skipped.", "U"),
    (WAITING, "5", "In call 1 of `gen`, `i` takes the values `0` and `1`.", "V"),
    (WAITING, "5", "In call 1 of `gen`, `i` takes the values `0`, `1` and `2`.", "R"),
    (WAITING, "5", "In call 1 of `gen`, `1` occurs once.", "V"),
    (WAITING, "5", "In call 1 of `gen`, after the loop on line 3, `last` is `1`.", "R"),
    # A way that was not taken could tell whether the answer depends on it at all.
    (MAYBE, "3, 4", "The answer depends on `k` only through line 3.", "U"),
    (MAYBE, "3, 6", "The answer depends on `k` only through line 3.", "V"),
]

# -- calls and events -----------------------------------------------------------------------------

METHODS = """\
class Box:
    def take(self, n):
        return n + 1

class Bag:
    def take(self, n):
        return n + 2

def f(n):
    return Box().take(n) + Bag().take(n)
"""

SQUARES = """\
def square(k):
    return k * k

def f(n):
    a = square(n)
    b = square(n + 1)
    return a + b
"""

SWAPS = """\
def f(a, b, c, d):
    a, b, c, d = b, a, d, c
    x, y = a + 1, c + 2
    return x, y
"""

TESTS = """\
def f(rows, limit):
    total = 0
    seen = 0
    for n in rows:
        if n > 1 and n % limit == 0:
            total = total + n
        if seen < 2:
            seen += 1
    return total
"""

EVENTS = [
    # Two classes have the method: which one is not said.
    (METHODS, "1", "`box.take(1)` is called.", "A"),
    (METHODS, "1", "`take(1)`: `n` is `1`.", "AA"),
    # A parameter that is given twice.
    (SQUARES, "3", "`square(3)` is called.", "V"),
    (SQUARES, "3", "`square(3, k=3)` is called.", "R"),
    (SQUARES, "3", "`square(3, k=3)` returns `9`.", "R"),
    # Several events of one visit: of each subject the next one.
    (SWAPS, "1, 2, 3, 4", "`a` and `b` are swapped. `c` and `d` are swapped.", "VV"),
    (SWAPS, "1, 2, 3, 4", "`a` and `b` are swapped. `a` and `b` are swapped.", "VR"),
    (
        SWAPS,
        "1, 2, 3, 4",
        "`x` = `a + 1` = `2 + 1` = `3`. `y` = `c + 2` = `4 + 2` = `6`.",
        "VV",
    ),
    (
        SWAPS,
        "1, 2, 3, 4",
        "`x` = `a + 1` = `2 + 1` = `3`. `y` = `c + 2` = `2 + 4` = `6`.",
        "VR",
    ),
    (TESTS, "[0, 3], 3", "`n > 1 and n % limit == 0` is false. `seen < 2` is true.", "VV"),
    (TESTS, "[0, 3], 3", "`n % limit` evaluates to `0`. `total + n` evaluates to `3`.", "VV"),
    # The first visit does not come to the second operand.
    (TESTS, "[0, 3, 4], 3", "`n % limit` evaluates to `0`. `n % limit` evaluates to `1`.", "VV"),
    (TESTS, "[0, 3, 4], 3", "`n % limit` evaluates to `1`.", "R"),
    # What `becomes` has named is not computed once more.
    (
        TESTS,
        "[3, 3, 6], 3",
        "`total` becomes `0`. `total` becomes `3`. `total` = `total + n` = `3 + 3` = `6`.",
        "VVV",
    ),
    (
        TESTS,
        "[3, 3, 6], 3",
        "`total` becomes `0`. `total` becomes `3`. `total` = `total + n` = `0 + 3` = `3`.",
        "VVA",
    ),
]

# -- what a loop takes up -------------------------------------------------------------------------

BREAKS = """\
def f(nums, words):
    nums = nums[1:]
    for n in nums:
        if n > 4:
            break
    for i, w in enumerate(words):
        if len(w) > 2:
            break
    for c in 'abc':
        w += c
    return n, w
"""
BROKEN = "[9, 1, 2, 7, 3], ['a', 'bcd', 'ef']"

OPAQUE = """\
from types import SimpleNamespace

def f(nums):
    ns = SimpleNamespace(v=0)
    count = 0
    for ns.v in nums:
        count += 1
    return count
"""

WALRUS = """\
def f(m):
    n = []
    out = 0
    for x in (n := m):
        out += x
    for c in bytearray(b'ab'):
        out += c
    rest = [1, 2]
    return out
"""

ITEMS = [
    (BREAKS, BROKEN, "In iteration 2 of the first loop, two of the four numbers were read.", "V"),
    (BREAKS, BROKEN, "In iteration 2 of the first loop, one of the four numbers was read.", "R"),
    # The list as it is just before the loop: one item less than was given.
    (BREAKS, BROKEN, "In iteration 2 of the first loop, two of the five numbers were read.", "R"),
    (BREAKS, BROKEN, "In iteration 3 of the first loop, the last number `3` is never read.", "V"),
    (BREAKS, BROKEN, "In iteration 3 of the first loop, the last number `2` is never read.", "R"),
    (BREAKS, BROKEN, "In iteration 3 of the first loop, the last number `7` is never read.", "R"),
    (BREAKS, BROKEN, "In iteration 3 of the first loop, the last number `4` is never read.", "R"),
    (BREAKS, BROKEN, "In iteration 2 of the second loop, the last word `'ef'` is never read.", "V"),
    (
        BREAKS,
        BROKEN,
        "In iteration 2 of the second loop, the last word `'bcd'` is never read.",
        "R",
    ),
    (BREAKS, BROKEN, "The third loop runs over `'abc' = 'abc'`.", "V"),
    (BREAKS, BROKEN, "The third loop runs over `c = 'abc'`.", "V"),
    (BREAKS, BROKEN, "The third loop runs over `c = 'abd'`.", "R"),
    # What is held by an object that is opaque is not known, how often it is it neither.
    (OPAQUE, "[3, 4]", "`3` occurs once.", "U"),
    (OPAQUE, "[3, 4]", "`3` occurs 0 times.", "U"),
    # Just before the loop, and not when its header has begun.
    (WALRUS, "[1, 2]", "The first loop runs over `m`.", "V"),
    (WALRUS, "[1, 2]", "The first loop runs over `n + []`.", "R"),
    (WALRUS, "[1, 2]", "The first loop runs over `rest`.", "R"),
    (WALRUS, "[1, 2]", "The first loop runs over `m[9]`.", "R"),
    # Neither a list nor a tuple.
    (WALRUS, "[1, 2]", "The second loop runs over `c = 97, 98`.", "V"),
    (WALRUS, "[1, 2]", "The second loop runs over `c = bytearray(b'ab')`.", "U"),
]

# -- what decides a condition ---------------------------------------------------------------------

CHOICE = """\
def f(p, q, a, b):
    if a if (q or p) else b:
        return 1
    return 2
"""
CHOSEN = "The condition `a if q or p else b` on line 2 is true because"

OTHER = """\
def f(p, q, a, b):
    if a if q else b:
        return 1
    return 2
"""
ELSE = "The condition `a if q else b` on line 2 is false because"

JOINED = """\
def f(p, q, a, b):
    if (q or a) and b:
        return 1
    return 2
"""
BOTH = "The condition `(q or a) and b` on line 2 is true because"

CHAIN = """\
def f(p, q, a, b):
    if p < a < b:
        return 1
    return 2
"""
CHAINED = "The condition `p < a < b` on line 2 is false because"

MODULO = """\
def f(p, q, a, b):
    if q and a % p:
        return 1
    return 2
"""
DIVIDED = "The condition `q and a % p` on line 2 is false because"

UNSEEN = """\
def f(rows):
    total = 0
    for row in rows:
        total += 1
        try:
            if row[0] > 1 and row[1] > 1:
                total += 5
        except IndexError:
            total += 10
    return total
"""

REASONS = [
    # One operand of the test of a conditional expression is enough; the other value is not.
    (CHOICE, "1, 0, 3, 4", f"{CHOSEN} `p` is `1` and `a` is `3`.", "VV"),
    (CHOICE, "1, 0, 3, 4", f"{CHOSEN} `p` is `1` and `b` is `4`.", "VR"),
    (CHOICE, "1, 0, 3, 4", f"{CHOSEN} `q` is `0` and `a` is `3`.", "VR"),
    # It is what the test chooses that decides.
    (OTHER, "0, 0, 0, 0", f"{ELSE} `q` is `0` and `b` is `0`.", "VV"),
    (OTHER, "0, 0, 0, 0", f"{ELSE} `q` is `0` and `a` is `0`.", "VR"),
    (OTHER, "0, 1, 0, 0", f"{ELSE} `q` is `1` and `a` is `0`.", "VV"),
    # Of an operand as a whole the value is given.
    (JOINED, "1, 0, 3, 4", f"{BOTH} `q or a` is `3` and `b` is `4`.", "VV"),
    (JOINED, "1, 0, 3, 4", f"{BOTH} `q or a` is `4` and `b` is `4`.", "VR"),
    # The second link of a chain is enough.
    (CHAIN, "7, 0, 9, 4", f"{CHAINED} `a` is `9` and `b` is `4`.", "VV"),
    (CHAIN, "7, 0, 9, 4", f"{CHAINED} `p` is `7` and `b` is `4`.", "VR"),
    # What would raise is not false.
    (MODULO, "0, 0, 9, 4", f"{DIVIDED} `q` is `0`.", "VV"),
    (MODULO, "0, 0, 9, 4", f"{DIVIDED} `a` is `9` and `p` is `0`.", "VR"),
    # It names several visits, so that the point stays where it is.
    (
        UNSEEN,
        "[[], [1], [2, 0]]",
        "On line 6, `row[1] > 1` is not evaluated. `total` becomes `0`.",
        "UV",
    ),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), [*WAYS, *EVENTS, *ITEMS, *REASONS])
def test_claims(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
