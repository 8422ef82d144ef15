"""Lies about comprehensions over which a loop runs (§5.63), about what comes behind the end of a
context (§3.1), about names that only a caller has (§5.97) and about passes by their numbers
(§5.87); truths that stand beside them."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.claims.test_discourse import verdicts

OVER = """\
def f(count):
    total = 0
    for j in [i % 2 for i in range(count) if i > 1]:
        total += j
    return total
"""

SETS = """\
def f(xs):
    out = []
    for k in {x: x * 2 for x in xs if x != 3}:
        out.append(k)
    return out
"""

ADDED = """\
def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n
    return total
"""

CALLED = """\
def double(value):
    result = value * 2
    return result

def f(numbers):
    doubled = []
    for number in numbers:
        doubled.append(double(number))
    return sum(doubled)
"""

COUNTER = """\
def make_counter(start):
    count = start
    def step(by):
        nonlocal count
        count += by
        return count
    return step

def f(n):
    counter = make_counter(10)
    return counter(n)
"""

PARITY = """\
def is_even(n):
    if n == 0:
        return True
    return is_odd(n - 1)

def is_odd(n):
    if n == 0:
        return False
    return is_even(n - 1)

def f(n):
    even = is_even(n)
    odd = is_odd(n)
    return even, odd
"""

TWICE = """\
def f(nums, odd):
    while odd in nums:
        nums.remove(odd)
    while nums:
        nums.pop()
    return nums
"""

MATCHED = """\
def twice(k):
    return k * 2

def f(m):
    match m:
        case str():
            n = 0
        case int():
            n = twice(m)
    return n
"""

FOREVER = """\
def f(text):
    total = 0
    i = 0
    try:
        while True:
            total += int(text[i])
            i += 1
    except ValueError:
        total *= 10
    return total
"""

FINALLY = """\
def g(box):
    try:
        return int(box[0])
    finally:
        box[0] = None

def f(box):
    try:
        g(box)
    except ValueError:
        pass
    return box
"""

PASS_1 = "On pass 1 of the loop on line 3,"

CASES = [
    # What takes up the items of the comprehension is not in it (3.13 gives it the same place).
    (OVER, "4", "The comprehension on line 3 drops 2 of 4 items.", "V"),
    (OVER, "4", "The comprehension on line 3 keeps 2 of 4 items.", "V"),
    (OVER, "4", "The comprehension on line 3 drops 3 of 5 items.", "R"),
    (OVER, "4", "The comprehension on line 3 keeps 2 of 5 items.", "R"),
    (SETS, "[1, 3, 2]", "The comprehension on line 3 drops 1 of 3 items.", "V"),
    (SETS, "[1, 3, 2]", "The comprehension on line 3 drops 2 of 4 items.", "R"),
    (OVER, "4", "On pass 2 of the loop on line 3, the comprehension on line 3 drops 2 items.", "R"),
    # Behind what goes from one value to another comes what follows its context.
    (ADDED, "[3, 1, 2]", f"{PASS_1} `total` grows by `3`. `n > 1` is true.", "VR"),
    (ADDED, "[3, 1, 2]", f"{PASS_1} `total` grows by `3`. `n > 1` is false.", "VV"),
    (ADDED, "[3, 1, 2]", f"{PASS_1} `total` goes from `0` to `3`. `total` becomes `5`.", "VV"),
    (ADDED, "[3, 1, 2]", f"{PASS_1} `total` goes from `0` to `3`. `total` becomes `3`.", "VA"),
    (ADDED, "[3, 1, 2]", f"{PASS_1} `total` goes from `0` to `3`. `total` becomes `4`.", "VR"),
    (ADDED, "[3, 1, 2]", f"{PASS_1} `total` grows by `4`. `n` becomes `1`.", "RV"),
    # What only the caller has is nothing of the call.
    (CALLED, "[4, 9]", "In call 2 of `double`, `number` is `9`.", "R"),
    (CALLED, "[4, 9]", "In call 2 of `double`, at the start, `number` is `9`.", "R"),
    (CALLED, "[4, 9]", "Call 2 of `double` (`number` is `9`):\n  - Line 2 runs.", "VRV"),
    (CALLED, "[4, 9]", "Call 2 of `double` (`value` is `9`):\n  - Line 2 runs.", "VVV"),
    (CALLED, "[4, 9]", "In iteration 2, `result` becomes `18`.", "V"),
    (CALLED, "[4, 9]", "In iteration 2, `result` becomes `8`.", "R"),
    (CALLED, "[4, 9]", "In iteration 2, at the start, `value` is `9`.", "R"),
    # A name that is declared nonlocal is of the function around.
    (COUNTER, "3", "In call 1 of `make_counter`, line 2 runs. `count` = `10`.", "VV"),
    (COUNTER, "3", "In call 1 of `make_counter`, line 2 runs. `count` = `13`.", "VR"),
    # The first state in which a name has a value may be that after the visit that is going on.
    (PARITY, "3", "`is_odd(0)` is called. `even == 0` is true, so the function returns.", "VVR"),
    (PARITY, "3", "`is_odd(0)` is called. `even` is `False`. `odd` becomes `True`.", "VVV"),
    (PARITY, "3", "`is_odd(0)` is called. `even` is `True`. `odd` becomes `True`.", "VRV"),
    # A prefix holds for all of its sentence, a call that it tells, too.
    (PARITY, "3", "In `is_odd(0)`, `even == 0` is true, so `False` is returned.", "UV"),
    (PARITY, "3", "In `is_odd(0)`, `even == 0` is true, so `True` is returned.", "UR"),
    # A context inside of another one is looked for from the start of that on.
    (CALLED, "[4, 9]", "Line 9 runs. In call 1 of `double`, `result` becomes `8`.", "VV"),
    (PARITY, "3", "Line 12 runs. `is_even(3)` calls `is_odd(2)`.", "VV"),
    (PARITY, "3", "Line 12 runs. `is_even(3)` calls `is_odd(1)`.", "VR"),
    (PARITY, "3", "`is_even(3)` calls `is_odd(2)`.", "V"),
    # At the start of a pass without a header the pass before it is over.
    (FOREVER, "'12a'", "In iteration 2, `i` is now `2`. After this pass, `i` is `2`.", "VV"),
    (FOREVER, "'12a'", "In iteration 3, `i` is `2`. After this pass, `total` is `3`.", "VV"),
    (FOREVER, "'12a'", "In iteration 2, `text` is now `'12a'`. After this pass, `i` is `2`.", "VV"),
    (FOREVER, "'12a'", "In iteration 2, `text` is now `'12a'`. After this pass, `i` is `1`.", "VR"),
    (FOREVER, "'12a'", "In iteration 2, `i` is now `2`. `i` has increased.", "VV"),
    (FOREVER, "'12a'", "In iteration 3, `i` is now `2`. `i` has increased.", "VR"),
    # A call behind a pattern that unpacks nothing is made by its own line.
    (MATCHED, "3", "Line 9 calls `twice` with `k` = `3`.", "V"),
    (MATCHED, "3", "Line 8 calls `twice` with `k` = `3`.", "R"),
    (MATCHED, "3", "`n` becomes `6`. `twice(3)` is called.", "VV"),
    # Neither of two `while` loops is meant by a number alone.
    (TWICE, "[1, 2, 1], 1", "In turn 2, the loop goes on.", "A"),
    (TWICE, "[1, 2, 1], 1", "In pass 2, the loop goes on.", "A"),
    # What is said once more, and what was not.
    (ADDED, "[3, 1, 2]", "Line 2 sets `total` to `0`. `total` becomes `0`.", "VA"),
    (ADDED, "[3, 1, 2]", "Line 2 sets `total` to `0`. `total` becomes `3`.", "VV"),
    (ADDED, "[3, 1, 2]", "Line 2 sets `total` to `0`. `total` becomes `4`.", "VR"),
    (
        ADDED,
        "[3, 1, 2]",
        "In iteration 1, `total` becomes `3`. In iteration 1, `n > 1` is true.",
        "VA",
    ),
    (
        ADDED,
        "[3, 1, 2]",
        "In iteration 1, `total` becomes `3`. In iteration 1, `n > 1` is false.",
        "VR",
    ),
    (
        ADDED,
        "[3, 1, 2]",
        "In iteration 1, `total` becomes `3`. In iteration 1, `total` is `0`.",
        "VA",
    ),
]


def test_what_is_said_of_the_end_may_stand_before_the_last_visit() -> None:
    program = Program.from_text(FINALLY, "f", "['a']")
    text = "In call 1 of `g`, line 3 raises `ValueError`. Call 1 of `g` raises `ValueError`. "
    text += "In call 1 of `g`, line 5 sets `box[0]` to `None`. The function returns `[None]`."
    report = Judge(Trace(record_here(program, max_steps=1000))).verify(text, Level.ORDERED)
    assert report.reasons == ()


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
