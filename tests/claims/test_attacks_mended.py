"""What was told wrong once: lies that were VERIFIED and truths that were REFUTED, each beside the
other, by the section of docs/semantics.md that decides them."""

# ruff: noqa: E501  # tables

from __future__ import annotations

import pytest

from engine.claims.verdicts import Level
from tests.claims.test_discourse import judge, verdicts
from tests.claims.test_semantics_cases import PROGRAMS

ADDS = """\
LIMIT = 3
def add(a, b=1):
    c = a + b
    return c
def f(n):
    m = n + 2
    s = add(m)
    return s
"""

GIVEN = """\
class Box:
    @staticmethod
    def sm(x):
        return x
    @classmethod
    def cm(cls, x, *, k=2):
        return x
    def take(self, x, *more, **rest):
        return x
def g(*xs):
    return xs
def k(a, /, **more):
    return a
def h(a, *, b=2):
    return a
def f(n):
    box = Box()
    g(1, 2)
    k(1, z=4)
    h(1, b=3)
    box.sm(7)
    Box.sm(8)
    box.cm(7)
    Box.cm(8, k=1)
    box.take(1, 2, 3, q=n)
    Box.take(box, 5)
    return 0
"""

GOES_ON = """\
class Box:
    def __init__(self):
        self.v = 1

def gen(box):
    box.v = 2
    yield 0
    box.v = 3
    yield 1

def bump(box, by):
    box.v = by

def f(n):
    box = Box()
    it = gen(box)
    a = next(it)
    bump(box, 9)
    bump(box, 11)
    b = next(it)
    return box.v
"""

RANGES = """\
def f(n):
    x = range(5, 8)
    x = [5]
    return x
"""

TWICE = """\
class Box:
    def __init__(self):
        self.v = 1

def gen(box):
    yield 0
    box.v = 2
    box.v = 3
    yield 1

def f(n):
    box = Box()
    it = gen(box)
    a = next(it)
    b = next(it)
    return box.v
"""

ELSES = """\
def f(nums):
    out = []
    for n in nums:
        if n > 5:
            out.append(5)
        elif n > 3:
            out.append(3)
        if n == 9:
            out.append(9)
        else:
            out.append('no')
    return out
"""

ENDLESS = """\
def f(n):
    out = []
    while True:
        if n > 4:
            out.append('big')
        if n > 5:
            out.append('huge')
        elif n > 1:
            out.append('some')
        n -= 1
        if n == 0:
            return out
"""

STATED = """\
def f(nums):
    out = []
    for n in nums:
        y = n * 2
        if n > 4:
            out.append(1)
        if n > 5:
            out.append(2)
        elif n > 1:
            out.append(3)
    return out
"""

MAKER = """\
def f(n):
    def make():
        held = 0
        def take(k):
            nonlocal held
            held += k
            return held
        return take
    take = make()
    a = take(n)
    b = take(n)
    return a * b
"""

LOOPS = """\
def f(nums):
    total = 0
    for n in nums:
        total += n
    for n in nums:
        pass
    return total
"""

BEHIND = """\
def f(a, b):
    out = []
    n = 9
    for x in a:
        out.append(x)
    for n in b:
        out.append(n)
    return out
"""

LAMBDA = """\
def g(k):
    out = k * 2
    return out

f = lambda k: g(k) + 1
"""

HANDS_OUT = """\
def up():
    yield 1
    yield 2

def f():
    out = []
    for a in up():
        out.append(a)
    return out
"""

SQUARES = """\
def g(k):
    return k * k

def f(n):
    x = g(2) + g(3)
    y = g(2)
    return x + y
"""

GLOBAL = """\
def f(nums):
    global later
    for n in nums:
        if n > 1:
            later = n
    return nums
"""

INNER = """\
def f(rows):
    total = 0
    for row in rows:
        m = 0
        for x in row:
            m += x
            total += 1
        last = m
    return total, last
"""

WAITING = """\
def gen():
    x = 1
    yield x
    x = 2
    yield x
    x = 3

def f(n):
    it = gen()
    a = next(it)
    b = next(it)
    c = a + b
    for d in it:
        c = d
    return c
"""

REBOUND = """\
def g(): pass

def f(nums):
    global g
    for n in nums:
        if n > 1:
            g = n
    return nums
"""

SETS = """\
class Box:
    items = []

def f(nums):
    for n in nums:
        if n == 1:
            setattr(Box, 'v', n)
        if n == 2:
            Box.items.append(n)
    return nums
"""

NONLOCAL = """\
def f(nums):
    total = 0
    def add(n):
        nonlocal total
        total += n
    for n in nums:
        add(n)
        k = n
    return total
"""

COMPUTED = """\
def f(n):
    a = n + 1
    b = a * 2
    return b
"""

COMPARED = """\
import io
class P:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        return 'yes' if self.v < other.v else ''

class S(io.StringIO):
    def __gt__(self, o):
        return [1]

def f(p, q):
    a = P(p)
    b = P(q)
    if a < b:
        d = 1
    c = not (a < b)
    if (a, 1) < (b, 2):
        d = 2
    if S() > 3:
        d = 3
    if a is b or [a] == [b] or p == q:
        d = 4
    return c
"""

THREE = """\
def f(a):
    r = []
    for i in range(a):
        r.append(i)
    while a > 0:
        a -= 1
    for j in r:
        a += j
    return a
"""

COUNTS_UP = """\
def count(n):
    i = 0
    while i < n:
        i += 1
        yield i

def f(n):
    total = 0
    for x in count(n):
        total += x
    return total
"""

TESTED = """\
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

NESTED = """\
def f(rows):
    out = []
    for row in rows:
        total = 0
        for x in row:
            total += x
        out.append(total)
    return out
"""

ACCOUNT = """\
class Account:
    def __init__(self, balance):
        self.balance = balance
    def take(self, other, amount):
        self.balance += amount
        other.balance -= amount
        left = other.balance
        right = self.balance
        return left
    def add_up(self, items):
        size = len(items)
        more = self.balance + size
        return size
def f(amount):
    mine = Account(10)
    yours = Account(20)
    mine.take(yours, amount)
    return mine.add_up([1, 3])
"""

PLAIN = """\
class Account:
    def __init__(self, balance):
        self.balance = balance
def both(one, two):
    added = one.balance + two.balance
    one.balance = 0
    return added
def f(one, two):
    return both(Account(one), Account(two))
"""

LETTERS = """\
def f(數):
    größe = 3
    while größe > 0:
        größe -= 1
    for 項 in 數:
        print(項)
    ñdiff = 7
    return 數
"""

KEPT = """\
def f(nums):
    total = 0
    for n in nums:
        a = 3
        total += a
    return total
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # Arguments go to parameters as in a call of Python (§3.4)
        (ADDS, "1", "`add(m, LIMIT=3)` is called.", "R"),
        (ADDS, "1", "`f` calls `add(m, LIMIT=3)`.", "R"),
        (ADDS, "1", "`add(m, 1, a=3)` is called.", "R"),
        (ADDS, "1", "`add(m)` is called.", "V"),
        (ADDS, "1", "`add(m, b=1)` is called.", "V"),
        (ADDS, "1", "`add(m, 2)` is called.", "R"),
        (ADDS, "1", "`add(*[m])` is called.", "U"),
        (ADDS, "1", "`add(**{'a': 3})` is called.", "U"),
        (GIVEN, "1", "`g(1, 2)` is called.", "V"),
        (GIVEN, "1", "`g((1, 2))` is called.", "R"),
        (GIVEN, "1", "`g(1)` is called.", "R"),
        (GIVEN, "1", "`k(1, z=4)` is called.", "V"),
        (GIVEN, "1", "`k(a=1, z=4)` is called.", "R"),
        (GIVEN, "1", "`k(1, z=5)` is called.", "R"),
        (GIVEN, "1", "`k(1)` is called.", "R"),
        (GIVEN, "1", "`h(1, 3)` is called.", "R"),
        (GIVEN, "1", "`h(1, b=3)` is called.", "V"),
        (GIVEN, "1", "`box.sm(7)` is called.", "V"),
        (GIVEN, "1", "`Box.sm(8)` is called.", "V"),
        (GIVEN, "1", "`box.cm(7)` is called.", "V"),
        (GIVEN, "1", "`Box.cm(8, k=1)` is called.", "V"),
        (GIVEN, "1", "`Box.cm(8, 1)` is called.", "R"),
        (GIVEN, "1", "`box.take(1, 2, 3, q=n)` is called.", "V"),
        (GIVEN, "1", "`box.take(1, 2, 3, q=n - 5)` is called.", "R"),
        (GIVEN, "1", "`box.take(1, 2, q=n)` is called.", "R"),
        (GIVEN, "1", "`box.take(1, 2, 3, q=1)` is called.", "V"),
        (GIVEN, "1", "`Box.take(box, 5)` is called.", "V"),
        (GIVEN, "1", "`g(*[1, 2])` is called.", "U"),
        # What a generator changes, it changes where it goes on (§5.88)
        (GOES_ON, "1", "Line 15 runs. `box.v` becomes `2`. `box.v` becomes `11`.", "VVR"),
        (
            GOES_ON,
            "1",
            "Line 15 runs. `box.v` becomes `2`. `box.v` becomes `9`. `box.v` becomes `11`. `box.v` becomes `3`.",
            "VVVVV",
        ),
        (RANGES, "1", "Line 2 runs. `x[0]` becomes `5`.", "VU"),
        (TWICE, "1", "Line 14 runs. `box.v` becomes `2`. `box.v` becomes `3`.", "VVV"),
        (TWICE, "1", "Line 14 runs. `box.v` becomes `3`.", "VR"),
        # Branches: chains with an `else`, and the visit that is being told (§5.76)
        (ELSES, "[1, 4]", "In iteration 1, the `else` branch is taken.", "V"),
        (ELSES, "[1, 4]", "In iteration 2, the `else` branch is taken.", "V"),
        (ELSES, "[1, 4]", "In iteration 1, the `else` branch is not taken.", "R"),
        (ELSES, "[9, 4]", "In iteration 1, the `else` branch is not taken.", "V"),
        (ENDLESS, "6", "In iteration 2, the `elif` branch is taken.", "V"),
        (ENDLESS, "6", "In iteration 2, `n > 4` is true, so the `elif` branch is taken.", "VA"),
        (
            STATED,
            "[6, 5]",
            "Iteration 2: After line 4, `y` is `10`. The `elif` branch is taken.",
            "VVV",
        ),
        # A call has one name, however it is written (§3.2, §5.102)
        (MAKER, "2", "Call 1 of `f.make.take` returns `2`. `take(2)` returns `4`.", "VV"),
        (MAKER, "2", "Call 1 of `f.make.take` returns `2`. `take(2)` returns `2`.", "VR"),
        # Behind a prefix whose context the point has left (§3.7)
        (
            LOOPS,
            "[3, 4]",
            "In iteration 1 of the second loop, the loop goes on. `n` becomes `3`.",
            "VA",
        ),
        # A pass that begins right behind another loop begins with its header's state (§3.1)
        (
            BEHIND,
            "[1], [2]",
            "After the loop over `a`, `out` is `[1]`.\nIteration 1 of the loop over `b`:\n    - `n` is `9`.\nThe function returns `[1, 2]`.",
            "VVRV",
        ),
        (
            BEHIND,
            "[1], [2]",
            "After the loop over `a`, `out` is `[1]`.\nIteration 1 of the loop over `b`:\n    - `n` is `2`.\nThe function returns `[1, 2]`.",
            "VVVV",
        ),
        (
            BEHIND,
            "[1], [2]",
            "After the loop over `a`, `out` is `[1]`. In iteration 1 of the loop over `b`, `n == 9` is true.",
            "VR",
        ),
        # The names of a call, where the entry is a lambda (§5.97)
        (LAMBDA, "3", "`out` becomes `6`.", "V"),
        (LAMBDA, "3", "`out` is `6`.", "V"),
        (LAMBDA, "3", "`out` is `7`.", "R"),
        # What a claim has named stays named where the point goes back (§3.2)
        (HANDS_OUT, "", "`a` becomes `1`. `up` hands out `1`. `up` hands out `1`.", "VVR"),
        (HANDS_OUT, "", "`a` becomes `1`. `up` hands out `1`. `up` hands out `2`.", "VVV"),
        (SQUARES, "1", "`y` becomes `4`. `g(2)` is called. `g(2)` is called.", "VVR"),
        (
            SQUARES,
            "1",
            "`y` becomes `4`. The call with `k` = `2` returns `4`. The call with `k` = `2` returns `4`.",
            "VVR",
        ),
        (
            SQUARES,
            "1",
            "`x` becomes `13`. The call with `k` = `2` returns `4`. The call with `k` = `2` returns `4`. The call with `k` = `2` returns `4`.",
            "VVVR",
        ),
        (
            SQUARES,
            "1",
            "`x` becomes `13`. The call with `k` = `2` returns `4`. The call with `k` = `2` returns `4`.",
            "VVV",
        ),
        # Nothing happens: names of the module change, too (§5.84); a call may set a name (§5.100)
        (GLOBAL, "[1, 2]", "In iteration 2, nothing happens.", "R"),
        (GLOBAL, "[1, 2]", "In iteration 1, nothing happens.", "V"),
        (REBOUND, "[1, 2]", "In iteration 2, nothing happens.", "R"),
        (REBOUND, "[1, 2]", "In iteration 1, nothing happens.", "V"),
        (SETS, "[1, 2, 3]", "In iteration 1, nothing happens.", "U"),
        (SETS, "[1, 2, 3]", "In iteration 2, nothing happens.", "U"),
        (SETS, "[1, 2, 3]", "In iteration 3, nothing happens.", "V"),
        (NONLOCAL, "[1, 2]", "In iteration 1, `total` is not set.", "U"),
        (NONLOCAL, "[1, 2]", "In iteration 1, `nums` is not set.", "V"),
        (NONLOCAL, "[1, 2]", "In iteration 1, `k` is not set.", "R"),
        # What is computed is computed next, and not once more (§5.102)
        (COMPUTED, "1", "`a * 2` is computed. `a * 2` is computed.", "VR"),
        (COMPUTED, "1", "`n + 1` is computed. `a * 2` is computed.", "VV"),
        # Of a comparison of the program's objects the truth alone is known (§5.10, §5.41, §5.58)
        (COMPARED, "1, 2", "Line 17 sets `c` to `not (a < b)` = `not True` = `False`.", "U"),
        (COMPARED, "1, 2", "Line 17 sets `c` to `not (a < b)` = `not 'yes'` = `False`.", "U"),
        (
            COMPARED,
            "1, 2",
            "The condition `a < b` on line 15 is true because `a < b` is `True`.",
            "VU",
        ),
        (
            COMPARED,
            "1, 2",
            "The condition `a < b` on line 15 is true because `a < b` is `'yes'`.",
            "VU",
        ),
        (COMPARED, "1, 2", "On line 18, `(a, 1) < (b, 2)` evaluates to `True`.", "U"),
        (COMPARED, "1, 2", "On line 18, `(a, 1) < (b, 2)` evaluates to `'yes'`.", "U"),
        (COMPARED, "1, 2", "On line 20, `S() > 3` evaluates to `True`.", "U"),
        (COMPARED, "1, 2", "On line 22, `[a] == [b]` evaluates to `False`.", "V"),
        (COMPARED, "1, 2", "On line 22, `a is b` evaluates to `False`.", "V"),
        (COMPARED, "1, 2", "On line 22, `p == q` evaluates to `False`.", "V"),
        (COMPARED, "1, 2", "The condition `a < b` on line 15 is true.", "V"),
        # Which loop, and what is so behind it and in its header (§3.3, §5.97)
        (THREE, "3", "In iteration 1 of the third loop, the first loop runs over `r`.", "R"),
        (THREE, "3", "In iteration 1 of the third loop, the loop runs over `r`.", "V"),
        (THREE, "3", "In iteration 1 of the third loop, the first loop makes 3 passes.", "R"),
        (COUNTS_UP, "2", "After the loop, `total` is `3`. `i` is `0`.", "VR"),
        (COUNTS_UP, "2", "Iteration 2: `i` is `2`.", "VV"),
        (TESTED, "0", "In iteration 1, `i` becomes `0`.", "V"),
        (TESTED, "0", "In iteration 1, `i` becomes `1`.", "R"),
        # Names of each pass, at its start and at its end (§3.5, §4)
        (NESTED, "[[1, -2, 5], [5], []]", "In iteration 1, `total` is `4`.", "A"),
        (NESTED, "[[1, -2, 5], [5], []]", "In iteration 1, `total` is `0`.", "A"),
        (NESTED, "[[1, -2, 5], [5], []]", "In iteration 1, `total` is `7`.", "R"),
        (NESTED, "[[1, -2, 5], [5], []]", "In iteration 3, `total` is `0`. `total` is `0`.", "VV"),
        # An attribute by its name: of the method's own object (§5.82, §5.88)
        (ACCOUNT, "5", "In call 1 of `take`, `[balance for self in [other]]` is `[20]`.", "R"),
        (
            ACCOUNT,
            "5",
            "In call 1 of `take`, `[balance for self in [other]] == [20]` is true.",
            "R",
        ),
        (ACCOUNT, "5", "In call 1 of `take`, `balance` is `10`.", "V"),
        (PLAIN, "1, 2", "In call 1 of `both`, the balance is `1`.", "A"),
        (PLAIN, "1, 2", "In call 1 of `both`, the balance becomes `0`.", "A"),
        (PLAIN, "1, 2", "In call 1 of `both`, `balance` is `1`.", "A"),
        # Names that no sentence can spell (a program's own text)
        (LETTERS, "[1, 2, 3]", "`3` occurs once.", "U"),
        (LETTERS, "[1, 2, 3]", "All three numbers have been processed.", "U"),
        (LETTERS, "[1, 2, 3]", "The condition of the `while` loop is true.", "U"),
        (LETTERS, "[1, 2, 3]", "`1`:\n- Line 6 runs.", "UU"),
        (LETTERS, "[1, 2, 3]", "for `7`, line 8 runs.", "U"),
        # What is not computed is not set, and not only unchanged (§5.100)
        (KEPT, "[1, 2]", "In iteration 2, `a` is not computed.", "R"),
        (KEPT, "[1, 2]", "In iteration 2, the variable `a` is not set.", "R"),
        (KEPT, "[1, 2]", "In iteration 2, `a` was not set.", "R"),
        (KEPT, "[1, 2]", "In iteration 2, `a` is not assigned.", "R"),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


# A claim moves the point whatever its verdict (§3.1); what is moved is moved next (§5.51); asides
# leave the point where it is (§5.90).
@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("P1", "In iteration 1, `total` is increased by `3`. `total` goes from `3` to `3`.", "VR"),
        ("P1", "On pass 3 of the loop on line 3, line 5 runs. `total` goes from `5` to `5`.", "VR"),
        ("P1", "In iteration 1, `3` is added to `total`. `total` goes from `3` to `5`.", "VV"),
        ("P2", "`square(2)` is called for the second time, and `4` is returned.", "RV"),
        ("P2", "`square(2)` is called for the second time. `out` becomes `4`.", "RV"),
        ("P9", "`f` calls `power(2, 1)`. `2` is returned.", "RV"),
        ("P9", "`f` calls `power(2, 1)`. `power(2, 1)` is called.", "RR"),
        ("P1", "`total` goes from `1` to `5`. `total` becomes `0`.", "RR"),
        ("P1", "`result` becomes `total + 5` = `10`. `total` becomes `0`.", "AR"),
        ("P1", "Iteration 1 (`total` is `0`): `total = 0`.", "VVV"),
        ("P2", "`square(2)` is called. `out` becomes `4`.", "VV"),
        ("P1", "The final value of `total` is not `4`. `total` becomes `0`.", "VV"),
        ("P1", "`total` is not `4` at the end. `total` becomes `0`.", "VV"),
        ("P1", "`total` is not `5` at the end.", "R"),
        ("P1", "`nums` contains `2` at the end. `total` becomes `0`.", "VV"),
        ("P1", "`nums` contains `9` at the end. `total` becomes `0`.", "RV"),
    ],
)
def test_on_the_programs_of_the_page(name: str, text: str, expected: str) -> None:
    source, call = PROGRAMS[name]
    assert verdicts(source, call, text) == expected


# A pass of any entry of the loop may be meant behind what was not read (§3.6).
@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        (
            INNER,
            "[[1, 2], [3, 4]]",
            "Blah is blah. In iteration 1 of the inner loop, `m` becomes `3`.",
            "A",
        ),
        (
            INNER,
            "[[1, 2], [3, 4]]",
            "Blah is blah. In iteration 1 of the outer loop, `m` becomes `4`.",
            "R",
        ),
        (
            WAITING,
            "1",
            "- Call 1 of `gen`:\n  - In call 1 of `f`, at the start, `n` is `1`.\n  - In call 1 of `f`, on every pass of the loop on line 13, `n` is `1`.\n  - Blah is blah.\n  - `b` becomes `2`.",
            "VVRR",
        ),
    ],
)
def test_behind_what_was_not_read(source: str, call: str, text: str, expected: str) -> None:
    report = judge(source, call).verify(text, Level.CLAIMS)
    assert report.problems
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected
