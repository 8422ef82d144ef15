"""Lies about when: behind titles, after a loop within its own pass, this pass where there is none,
equations told as changes, calls told twice (§5.41, §5.51, §5.72, §5.79, §5.90, §5.95, §5.107).
Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import SUM, verdicts

CALLS = """\
class Box:
    def __init__(self, v):
        self.v = v

def square(k):
    out = k * k
    return out

def f(n):
    seen = []
    while n > 1:
        n = n // 2
        seen.append(square(n))
    last = square(n + 1)
    box = Box(last)
    return seen, box.v
"""

HANDED = """\
def count(n):
    for i in range(n):
        yield i + 1

def f(n):
    try:
        int('x')
    except ValueError:
        n = n + 1
    rest = list(count(n))
    return rest
"""

CASES = [
    # A title says it of each sentence behind it, whatever stands between.
    (SUM, "[3, 1, 2]", "Final state: line 2 runs. `total` is `5`.", "VV"),
    (SUM, "[3, 1, 2]", "Final state: line 2 runs. `total` is `0`.", "VR"),
    (SUM, "[3, 1, 2]", "Final state: After line 2, `total` is `0`. `total = 5`.", "VV"),
    (SUM, "[3, 1, 2]", "Final state: After line 2, `total` is `0`. `total = 0`.", "VR"),
    (SUM, "[3, 1, 2]", "Initial state: line 6 runs. `total` is `0`.", "VV"),
    (SUM, "[3, 1, 2]", "Initial state: line 6 runs. `total` is `5`.", "VR"),
    # Nothing of a pass comes after its loop.
    (CALLS, "4", "After the loop, `last` becomes `4`.", "V"),
    (CALLS, "4", "In iteration 1, after the loop, `last` becomes `4`.", "A"),
    (CALLS, "4", "In iteration 2, after the loop, `n` is `1`.", "A"),
    # This pass is one in which the point lies, however the sentence is put.
    (HANDED, "1", "The generator yields 2 values.", "V"),
    (HANDED, "1", "In this pass, the generator yields 2 values.", "R"),
    (HANDED, "1", "`int('x')` raises a `ValueError`.", "V"),
    (HANDED, "1", "In this pass, `int('x')` raises a `ValueError`.", "R"),
    (SUM, "[3, 1, 2]", "In iteration 3, `n` is `2`. In this iteration `total` becomes `5`.", "VV"),
    (SUM, "[3, 1, 2]", "In iteration 2, `n` is `1`. In this iteration `total` becomes `5`.", "VR"),
    # What a line sets from something else is not said to be set from this.
    (CALLS, "4", "`last` becomes `square(n + 1)` = `square(2)` = `4`.", "V"),
    (CALLS, "4", "`last` becomes `n + 3` = `4`.", "A"),
    (CALLS, "4", "`last` becomes `n + 4` = `5`.", "R"),
    (SUM, "[3, 1, 2]", "In iteration 1, `total` becomes `total + n` = `3`.", "V"),
    (SUM, "[3, 1, 2]", "In iteration 1, `total` becomes `n` = `3`.", "R"),
    # From where the value is first there; attributes that a called function sets.
    (SUM, "[3, 1, 2]", "`total` goes from `0` to `5`.", "V"),
    (SUM, "[3, 1, 2]", "`total` goes from `3` to `5`.", "R"),
    (CALLS, "4", "After the loop, `self.v` becomes `4`.", "V"),
    (CALLS, "4", "After the loop, `self.v` becomes `1`.", "R"),
    # A call begins once, however it is written.
    (CALLS, "4", "`square(2)` is called. `square(1)` is called. `square` is called.", "VVV"),
    (CALLS, "4", "`square(2)` is called. `square(1)` is called. `square(1)` is called.", "VVR"),
    (HANDED, "1", "`count(2)` is called. `count` is called.", "VU"),
    (HANDED, "1", "`count` is called. `count(2)` is called.", "VU"),
    # All passes together have no pass around them.
    (SUM, "[3, 1, 2]", "`n` takes the values `3`, `1` and `2`.", "V"),
    (SUM, "[3, 1, 2]", "In every iteration, `n` takes the values `3`, `1` and `2`.", "A"),
    (SUM, "[3, 1, 2]", "In every iteration, the last number `2` is not processed.", "A"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_the_verdict_that_the_page_says(
    source: str, call: str, text: str, expected: str
) -> None:
    assert verdicts(source, call, text) == expected
