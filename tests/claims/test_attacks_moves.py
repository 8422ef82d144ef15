"""Lies and truths about how values move, tests by their place, and what loops take up (§5.89 to
§5.95). Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from engine.claims.verdicts import Level, NarrationVerdict
from tests.claims.test_discourse import judge, verdicts

KINDS = """\
def f(n):
    x = 1
    x = [n, n, n]
    x = 7
    for y in [3, 9]:
        if y == n:
            break
    return x
"""

STARTS = """\
def f(d):
    d['b'] = 2
    m = 0
    m = 5
    if m > 3 and d:
        k = 1
    elif m:
        k = 2
    else:
        k = 3
    try:
        q = 10 // m
    finally:
        z = 0
    return k
"""

OBJECTS = """\
class Acc:
    def __init__(self):
        self.total = 0

    def add(self, v):
        self.total = self.total + v
        return self.total

def f(xs):
    acc = Acc()
    for x in xs:
        acc.add(x)
    return acc.total
"""

CALLS = """\
def g(n):
    c = 0
    while n > 0:
        n -= 1
        c += 1
    return c

def f(a):
    r = []
    for i in range(a):
        r.append(g(i))
    for i in r:
        pass
    return [c for c in r]
"""

ENDLESS = """\
def f(n):
    steps = 0
    while True:
        if n < 10:
            break
        n = n // 2
        steps += 1
    return steps
"""

TWICE = """\
def g(n):
    c = n + 1
    return c

def f(c):
    k = 0
    for i in range(2):
        k = g(1) + c
    return k
"""

CASES = [
    # A number is not more than it was because a list is longer than the number.
    (KINDS, "3", "Line 3 runs. `x` has increased.", "VR"),
    (KINDS, "3", "Line 4 runs. `x` has increased.", "VR"),
    (KINDS, "3", "Line 4 runs. `x` has decreased.", "VR"),
    (KINDS, "3", "`x` rises to `1`.", "VR"),
    # What is left early may be over more.
    (KINDS, "3", "The loop runs over `[3]`.", "U"),
    (KINDS, "3", "The loop runs over `[3, 4]`.", "U"),
    (KINDS, "3", "The loop runs over `y = [3]`.", "V"),
    (KINDS, "3", "The loop runs over `y = 3, 9`.", "U"),
    (KINDS, "3", "The loop runs over `[3, 9]`.", "V"),
    (KINDS, "3", "The loop runs over `[4, 9]`.", "R"),
    (KINDS, "3", "`y` takes the values `3`, `9`.", "R"),
    # What a parameter holds at the start is what it was given.
    (STARTS, "{'a': 1}", "At the start, `d['b']` is `2`.", "R"),
    (STARTS, "{'a': 1}", "`d['b']` is `2` at the start.", "R"),
    (STARTS, "{'a': 1}", "`d['a']` is `1` at the start.", "V"),
    (STARTS, "{'a': 1}", "At the start, `m` is `5` and `d` is `{'a': 1}`.", "VV"),
    (STARTS, "{'a': 1}", "At the start, `m` is `0`.", "R"),
    # A condition, and the branch that it takes.
    (STARTS, "{'a': 1}", "The first condition is true, so the `if` branch is taken.", "VV"),
    (STARTS, "{'a': 1}", "The first condition is true, so the `else` branch is taken.", "VR"),
    (STARTS, "{'a': 1}", "Line 4 runs. The condition is true. The `if` branch is taken.", "VVV"),
    (STARTS, "{'a': 1}", "`m` becomes `0`. The condition is true. The condition is false.", "VVR"),
    # What has no value yet is told of when it has one, whatever is told of it.
    (STARTS, "{'a': 1}", "Line 2 runs. `k` is greater than `0` and `k` is less than `q`.", "VVV"),
    (STARTS, "{'a': 1}", "Line 2 runs. `k` is less than `1`. `q` is not divisible by `2`.", "VRR"),
    # First and last values are those of the first and the last moment.
    (STARTS, "{'a': 1}", "`m` becomes `0`. The final value of `m` is not `5`.", "VR"),
    (STARTS, "{'a': 1}", "`m` becomes `0`. The final value of `m` was `0`.", "VR"),
    (STARTS, "{'a': 1}", "`m` becomes `0`. The final value of the variable `m` is not `0`.", "VV"),
    (STARTS, "{'a': 1}", "`m` becomes `0`. In the end, `m` is `0`. In the end, `m` is `5`.", "VRV"),
    (STARTS, "{'a': 1}", "`k` becomes `1`. Initially, `m` is `0`. Initially, `m` is `5`.", "VRV"),
    (STARTS, "{'a': 1}", "`k` becomes `1`. The initial value of `d` is `{'a': 1, 'b': 2}`.", "VR"),
    (STARTS, "{'a': 1}", "`k` becomes `1`. The initial value of `d` is `{'a': 1}`.", "VV"),
    (STARTS, "{'a': 1}", "Initially, `m` becomes `0`. In the end, we return `1`.", "VV"),
    # Of what an element is named, words of the order before it or not.
    (CALLS, "3", "The last element of `[0, 1]` is `1`. After that, the last item is `1`.", "VV"),
    (CALLS, "3", "The last element of `[0, 1]` is `1`. Then the first element is `1`.", "VR"),
    # What `it` is.
    (STARTS, "{'a': 1}", "`m` becomes `0`. It rises to `5`. Its final value is `5`.", "VVVV"),
    (STARTS, "{'a': 1}", "`m` becomes `0`. It drops to `5`. Its final value is `0`.", "VVRR"),
    # Within a call that is not over, nothing has moved that moves behind it.
    (OBJECTS, "[2, 5]", "In iteration 1, `acc.total` rises to `2`.", "VV"),
    (OBJECTS, "[2, 5]", "In iteration 1, `acc.total` drops to `2`.", "VR"),
    (OBJECTS, "[2, 5]", "`acc.add(2)` is called, and `total` rises to `2`.", "VVV"),
    (OBJECTS, "[2, 5]", "`acc.add(2)` is called, and `total` has increased.", "VR"),
    (OBJECTS, "[2, 5]", "`acc.add(2)` is called, and `total` is returned.", "VV"),
    (OBJECTS, "[2, 5]", "`acc.add(2)` is called, and `v + 1` is returned.", "VR"),
    (CALLS, "3", "`g(1)` returns `1`. `r` has increased.", "VR"),
    (CALLS, "3", "Call 2 of `g` returns `1`. `r` has increased.", "VR"),
    (CALLS, "3", "`g(1)` returns `1`, `1` is appended. `r` has increased.", "VVV"),
    # Loops of the call that is being told, and of none other.
    (CALLS, "3", "`g(2)` is called. The loop makes 2 passes.", "VV"),
    (CALLS, "3", "`g(2)` is called. The loop makes 3 passes.", "VR"),
    (CALLS, "3", "`g(2)` is called. The condition of the loop is true.", "VV"),
    (CALLS, "3", "`g(2)` is called. The condition of the loop is false.", "VR"),
    (CALLS, "3", "`g(0)` is called. The condition of the loop is false.", "VV"),
    (CALLS, "3", "`g(2)` is called. The first loop runs over `range(a)`.", "VV"),
    (CALLS, "3", "`g(2)` is called. `2` occurs once.", "VV"),
    (CALLS, "3", "`g(2)` is called. `2` occurs twice.", "VR"),
    # A line is of the function that has it.
    (CALLS, "3", "`g(1)`:\n- Line 5 runs. Line 5 sets `c` to `1`. `c` only grows.", "VVVV"),
    (CALLS, "3", "`g(1)`:\n- Line 5 runs twice. Line 5 sets `c` to `2`. `c` never grows.", "VRRR"),
    (CALLS, "3", "`g(1)`:\n- The loop on line 3 makes 1 pass. Line 6 returns `1`.", "VVV"),
    (CALLS, "3", "`g(1)`:\n- The loop on line 3 makes 2 passes. Line 6 returns `2`.", "VRR"),
    (CALLS, "3", "`g(1)` is called. Line 9 sets `r` to `[]`. Line 14 returns `[0, 1, 2]`.", "VVV"),
    (CALLS, "3", "`g(1)` is called. Line 9 sets `r` to `[0]`. Line 14 returns `[0, 1]`.", "VRR"),
    (CALLS, "3", "`g(1)`:\n- At the end, `c` is `1`. At the start, `n` is defined.", "VVV"),
    (CALLS, "3", "`g(1)`:\n- At the end, `c` is `2`. At the start, `c` is defined.", "VRR"),
    (TWICE, "4", "`g(1)` is called. After line 8, `c` is `4`. `c` becomes `2`.", "VVV"),
    (TWICE, "4", "`g(1)` is called. After line 8, `c` is `2`. `c` becomes `4`.", "VRR"),
    # This pass is of the call in whose pass the point lies.
    (CALLS, "3", "Pass 2 of the loop on line 10: `g(1)` is called. In this pass, `i = 1`.", "VVV"),
    (CALLS, "3", "Pass 2 of the loop on line 10: `g(1)` is called. In this pass, `i = 2`.", "VVR"),
    (CALLS, "3", "`g(2)`:\n- In iteration 2, `n` becomes `0`. After this pass, `c` is `2`.", "VVV"),
    (CALLS, "3", "`g(2)`:\n- In iteration 2, `n` becomes `0`. After this pass, `c` is `1`.", "VVR"),
    # A loop that is over is not the one that is told.
    (CALLS, "3", "After the first loop, the second loop runs over `r`.", "V"),
    (CALLS, "3", "After the first loop, the second loop runs over `range(2)`.", "R"),
    (CALLS, "3", "After the first loop, the loop runs over `range(a)`.", "A"),
    (CALLS, "3", "After the first loop, `2` occurs once.", "V"),
    (CALLS, "3", "After the first loop, `2` occurs twice.", "R"),
    (CALLS, "3", "In iteration 2 of the first loop, `2` occurs once.", "V"),
    (CALLS, "3", "In iteration 2 of the first loop, `3` occurs once.", "R"),
    # A pass of a loop without a header begins with its first step.
    (ENDLESS, "27", "In iteration 1, `steps` is moved to `1`.", "V"),
    (ENDLESS, "27", "In iteration 1, `steps` is moved to `2`.", "R"),
    (ENDLESS, "27", "`steps` is moved to `2`.", "V"),
    # A list comprehension is none of a set.
    (CALLS, "3", "The list comprehension gives `[0, 1, 2]`.", "V"),
    (CALLS, "3", "The set comprehension gives `[0, 1, 2]`.", "U"),
    (CALLS, "3", "The dictionary comprehension gives `[0, 1, 2]`.", "U"),
    (CALLS, "3", "The comprehension gives `[0, 1, 2]`.", "V"),
    (CALLS, "3", "The comprehension gives `{0, 1, 2}`.", "R"),
]  # fmt: skip

UNREAD = ["`g` is called with `n = 2` & `n = 3`.", "During this pass, `c` becomes `1`."]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_verdicts(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize("text", UNREAD)
def test_what_no_form_says_is_not_read(text: str) -> None:
    assert parse_narration(text).problems


@pytest.mark.parametrize(
    "text",
    [
        "At the start, `m` is `5` and `d` is `{'a': 1}`. `m` becomes `0`.",
        "At the start, `d` is `{'a': 1}` and `m` is `5`. Line 4 sets `m` to `5`.",
    ],
)
def test_what_a_call_begins_with_stands_anywhere_in_the_beginning(text: str) -> None:
    report = judge(STARTS, "{'a': 1}").verify(f"{text}\nThe function returns `1`.", Level.ORDERED)
    assert report.verdict is NarrationVerdict.ACCEPTED, report.summary()
