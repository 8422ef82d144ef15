"""Passes, branches, jumps and changes that are told as they happen, without a line (§3.5, §5.76 to
§5.83, §5.88). Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.claims.test_discourse import verdicts

# -- passes, branches, jumps -----------------------------------------------------------------------

FIND = """\
def f(nums, limit):
    found = None
    for n in nums:
        if n > limit:
            found = n
            break
        found = 0
    return found
"""

HALF = """\
def f(nums):
    for n in nums:
        half = n // 2
        if half > 2:
            return half
    return 0
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

COINS = """\
def f(coins, amount):
    used = 0
    for c in coins:
        while amount >= c:
            amount -= c
            used += 1
    return used
"""

COUNTS = """\
def f(n):
    total = 0
    for i in range(n):
        total += i
    return total
"""

AWAITS = """\
import asyncio

async def many(n):
    for i in range(n):
        yield i

async def go(n):
    total = 0
    async for x in many(n):
        total += x
    return total

def f(n):
    return asyncio.run(go(n))
"""

SUPPRESSED = """\
from contextlib import suppress

class Boom:
    def __init__(self, fails):
        self.fails = fails
    def __enter__(self):
        return self
    def __exit__(self, *given):
        if self.fails:
            raise KeyError('boom')

def f(n):
    for i in range(n):
        with suppress(KeyError):
            with Boom(i < 2):
                break
    return i
"""

RAISED = """\
class Boom:
    def __enter__(self):
        return self
    def __exit__(self, *given):
        raise KeyError('boom')

def f(n):
    try:
        for i in range(n):
            with Boom(): break
    except KeyError:
        return 7
"""

FOUND = "[1, 4, 2, 9, 7], 4"

PASSES = [
    (FIND, FOUND, "In iteration 4, we break.", "V"),
    (FIND, FOUND, "In iteration 3, we break.", "R"),
    (FIND, FOUND, "In iteration 4, the function returns.", "R"),
    (FIND, FOUND, "At the end, `found` is `9`. The function returns.", "VR"),
    # A `break` that an exception overtakes leaves no pass.
    (SUPPRESSED, "5", "In iteration 1, we break.", "R"),
    (SUPPRESSED, "5", "In iteration 1, the loop goes on.", "V"),
    (SUPPRESSED, "5", "In iteration 3, we break.", "V"),
    (RAISED, "5", "In iteration 1, we break.", "R"),
    (HALF, "[3, 8]", "In iteration 2, the function returns.", "V"),
    (HALF, "[3, 8]", "In iteration 1, the function returns.", "R"),
    (HALF, "[3, 8]", "In iteration 2, we break.", "R"),
    (HALF, "[3, 8]", "In iteration 2, we continue.", "R"),
    (HALF, "[3, 8]", "In iteration 1, we continue.", "A"),
    (LOOPS, "[3, 4]", "In iteration 2 of the first loop, we continue.", "A"),
    # The header's next visit, also the one that finds no more items, comes after the pass.
    (LOOPS, "[3, 4]", "In iteration 2 of the second loop, the loop goes on.", "V"),
    (
        LOOPS,
        "[3, 4]",
        "In iteration 1 of the second loop, the loop goes on. `n` becomes `4`.",
        "VV",
    ),
    # A loop with which the context begins is entered in it.
    (
        LOOPS,
        "[3, 4]",
        "After the first loop:\n  `n` becomes `3`. The loop goes on. `n` becomes `4`.",
        "VVVV",
    ),
    (COINS, "[5, 2], 9", "`amount` becomes `4`. The coin is `5`.", "VV"),
    (COINS, "[5, 2], 9", "`amount` becomes `4`. The coin is `2`.", "VR"),
    # In a pass of a loop without loops in it there is none of which it could be a pass.
    (COUNTS, "4", "At index 2, `i` is `2`.", "V"),
    (COUNTS, "4", "In iteration 3, at index 2, `i` is `2`.", "R"),
    (AWAITS, "2", "Call 1 of `go`:\n  For `1`, `x` is `1`.", "VR"),
]

KINDS = """\
def f(nums):
    out = []
    kind = 'none'
    size = 0
    mood = 'flat'
    for n in nums:
        y = n + 1
        label = y * 2
        if n == 4:
            continue
        else:
            tag = n * 3
        out.append(kind)
        kind = n * 4
        if size > 5:
            size = n
        else:
            size = n + 7
        mood += 'x'
        mood = 'm' + str(n)
    return out
"""

MEETS = """\
def f(n):
    total = 0
    while total < n:
        last = total
        total = n - (n - last) // 2
    return total
"""

OF_PASSES = [
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `label` is `6`.", "V"),
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `label` is `10`.", "R"),
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `tag` is `6`.", "V"),
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `tag` is `3`.", "R"),
    # What is read before it is set is of no pass: the start or the end can be meant.
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `kind` is `8`.", "A"),
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `kind` is `4`.", "A"),
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `size` is `2`.", "A"),
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `size` is `8`.", "A"),
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `mood` is `'m2'`.", "A"),
    (KINDS, "[1, 4, 2, 6]", "In iteration 3, `mood` is `'m1'`.", "A"),
    (MEETS, "9", "In iteration 2, `total` is `7`.", "A"),
    (MEETS, "9", "In iteration 2, `total` is `5`.", "V"),
]

NEST = """\
def f(nums):
    out = []
    for n in nums:
        if n > 5:
            out.append(n)
            if n > 8:
                out.append(8)
            elif n > 7:
                out.append(7)
        else:
            if n == 1:
                out.append(1)
            out.append(0)
        if n % 2:
            out.append('odd')
    return out
"""

CHAINS = """\
def f(nums):
    out = []
    for n in nums:
        if n > 5:
            out.append(n)
        elif n > 3:
            out.append(3)
        elif n > 1:
            out.append(1)
        if n == 6:
            out.append(6)
        elif n == 5:
            out.append(5)
        if n == 4:
            out.append(4)
    return out
"""

FOREVER = """\
def f(n):
    out = []
    while True:
        if n > 4:
            out.append('big')
        if n > 2:
            out.append('some')
        else:
            out.append('few')
        n -= 1
        if n == 0:
            return out
"""

LISTS = """\
def f(nums):
    low = []
    high = []
    for n in nums:
        if n > 2:
            high.append(n)
        else:
            low.append(n)
    return low, high
"""

SUMS = """\
def f(nums, words):
    total = 0
    text = ''
    for n in nums:
        total += n
    for w in words:
        text += w
    return total, text
"""

CHAIN = "[6, 5, 4, 1]"
FIRST = "In iteration 1, the `if` branch is taken. The `if` branch is taken."

BRANCHES = [
    (NEST, "[9, 8, 1]", "In iteration 1, the second condition is true.", "V"),
    (NEST, "[9, 8, 1]", "In iteration 2, the second condition is true.", "R"),
    (NEST, "[9, 8, 1]", "In iteration 2, the second condition is false.", "V"),
    (NEST, "[9, 8, 1]", "In iteration 3, the third condition is true.", "R"),
    (LISTS, "[3, 1]", "The `if` branch is taken. The `if` branch is not taken.", "VV"),
    (LISTS, "[3, 1]", "The `if` branch is taken. The `if` branch is taken.", "VR"),
    (CHAINS, CHAIN, f"{FIRST} The `if` branch is not taken.", "VVV"),
    (CHAINS, CHAIN, f"{FIRST} The `if` branch is taken.", "VVR"),
    (
        CHAINS,
        CHAIN,
        "In iteration 2, the `elif` branch is taken. The `elif` branch is taken.",
        "VV",
    ),
    # The visit that is being told is of an `elif`, or of an `if` with this or that behind it.
    (CHAINS, CHAIN, "In iteration 2, `n > 3` is true, so the `if` branch is taken.", "VR"),
    (CHAINS, CHAIN, "In iteration 2, `n > 5` is false, so the `elif` branch is taken.", "VA"),
    (CHAINS, CHAIN, "In iteration 2, `n == 6` is false, so the `elif` branch is taken.", "VV"),
    (CHAINS, CHAIN, "In iteration 2, `n == 6` is false, so the `elif` branch is not taken.", "VA"),
    (CHAINS, CHAIN, "In iteration 3, `n == 4` is true, so the `else` branch is not taken.", "VA"),
    (CHAINS, CHAIN, "In iteration 1, `n == 6` is true, so the `else` branch is not taken.", "VA"),
    # The test with which a pass without a header's visit begins.
    (FOREVER, "6", "In iteration 1, `n > 4` is true, so the `else` branch is not taken.", "VA"),
    (FOREVER, "6", "In iteration 1, `n > 2` is true, so the `else` branch is not taken.", "VV"),
    # What is appended to: the only list, or the only sum of this type.
    (LISTS, "[3, 1]", "In iteration 1, `3` is appended.", "A"),
    (SUMS, "[3], ['a']", "In iteration 1 of the first loop, `3` is appended.", "V"),
    (SUMS, "[3], ['a']", "In iteration 1 of the first loop, `'a'` is appended.", "R"),
    (SUMS, "[3], ['a']", "In iteration 1 of the second loop, `'a'` is appended.", "V"),
]

# -- what calls change -----------------------------------------------------------------------------

BUMPS = """\
class Box:
    def __init__(self, v):
        self.v = v

def bump(box):
    c = 1
    d = 2
    box.v = c + d
    e = 4
    e = 5
    box.v = 9

def f(n):
    box = Box(n)
    bump(box)
    return box.v
"""

CHANGES = [
    (BUMPS, "5", "Line 14 runs. `box.v` becomes `3`. `box.v` becomes `9`.", "VVV"),
    (BUMPS, "5", "Line 14 runs. `box.v` becomes `3`. `box.v` becomes `3`.", "VVR"),
    (BUMPS, "5", "Line 14 runs. `box.v` becomes `5`.", "VR"),
]

FAR = """\
class Box:
    def __init__(self):
        self.v = 1

def bump(box):
    box.v = 2

def f(n):
    box = Box()
    for i in range(n):
        last = i
    bump(box)
    return box.v
"""

CASES = [*PASSES, *OF_PASSES, *BRANCHES, *CHANGES]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


def test_a_change_is_looked_for_up_to_a_bound() -> None:
    # The moments after line 9: two of each pass, the header's last one, and that in `bump`.
    for passes, expected in ((9_999, "VERIFIED"), (10_000, "UNSUPPORTED")):
        program = Program.from_text(FAR, "f", str(passes))
        judge = Judge(Trace(record_here(program, max_steps=100_000)))
        report = judge.verify("Line 9 runs. `box.v` becomes `2`.", Level.CLAIMS)
        assert [claim.verdict.value for claim in report.claims] == ["VERIFIED", expected]
