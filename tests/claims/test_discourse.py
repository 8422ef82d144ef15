"""What is said without lines (docs/semantics.md §3.1-3.3): the point, next events, named loops.

A program and its call, and narrations of it: each claim with its verdict. Every lie stands beside
the truth that it would replace.
"""

from __future__ import annotations

from functools import cache

import pytest

from engine.capture.recorder import record_here
from engine.claims.parser import parse_narration
from engine.claims.verdicts import Level, Reason
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace


@cache
def judge(source: str, call: str) -> Judge:
    return Judge(Trace(record_here(Program.from_text(source, "f", call), max_steps=10_000)))


def verdicts(source: str, call: str, text: str) -> str:
    """The first letters of the verdicts, in the order of the claims."""
    report = judge(source, call).verify(text, Level.CLAIMS)
    assert report.problems == (), report.problems[0].message
    return "".join(claim.verdict.value[0] for claim in report.claims)


SUM = """\
def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n
    return total
"""

SWAP = """\
def f(a, b):
    a, b = b, a
    a = a + 1
    b = b + 1; a = 7
    return a, b
"""

ADDED = """\
def f():
    out = []
    out.extend([3, 4])
    out.append([5, 6])
    return out
"""

NESTED = """\
def f(rows):
    count = 0
    for row in rows:
        for x in row:
            count += x
        count += 100
    while count > 300:
        count -= 1
    return count
"""

CALLS = """\
def g(k, by=1):
    r = k * by
    return r

def fact(n):
    if n < 2:
        return 1
    return n * fact(n - 1)

def f(n):
    a = g(n)
    b = g(n, by=3)
    c = [g(i) for i in range(3)]
    return fact(3)
"""

RAISES = """\
def f(xs):
    for x in xs:
        try:
            y = 10 // x
        except ZeroDivisionError:
            y = -1
    raise KeyError(y)
"""

EARLY = """\
def f(xs):
    for x in xs:
        if x == 2:
            return x
    while True:
        xs.append(1)
        if len(xs) > 9:
            break
    return 0
"""

CASES = [
    # The next event goes on from visit to visit; its value chooses nothing.
    (SUM, "[3, 1, 2]", "`total` becomes `0`. `total` becomes `3`. `total` becomes `5`.", "VVV"),
    (SUM, "[3, 1, 2]", "`total` becomes `0`. `total` becomes `5`.", "VR"),
    (SUM, "[3, 1, 2]", "`total` becomes `0`. `total` becomes `9`. `total` becomes `5`.", "VRV"),
    (SUM, "[3, 1, 2]", "`total` becomes `0`, `total` becomes `3`, `total` becomes `5`.", "VVV"),
    (SUM, "[3, 1, 2]", "`total` becomes `0`. `total` becomes `0`.", "VR"),
    (SUM, "[1]", "`total` becomes `0`. `total` becomes `1`.", "VR"),
    (
        SUM,
        "[3, 1, 2]",
        "`n > 1` is true. `n > 1` is false. `n > 1` is true. `n > 1` is true.",
        "VVVR",
    ),
    (SUM, "[3, 1, 2]", "`n > 1` is true. `n > 1` is true.", "VR"),
    (SUM, "[3, 1, 2]", "The condition `n>1` holds. The condition `n > 2` fails.", "VR"),
    # A state is that at the point, and the point does not look for it.
    (SUM, "[3, 1, 2]", "`nums` is `[3, 1, 2]`. `total` is `3`.", "VR"),
    (SUM, "[3, 1, 2]", "`total` becomes `0`. `total` is `0`. `total` is `3`.", "VVA"),
    (SUM, "[3, 1, 2]", "`total` becomes `0`. `total` is `0`. `total` is `5`.", "VVR"),
    (ADDED, "", "`[3, 4]` is added to `out`. `[5, 6]` is added to `out`.", "UV"),
    (ADDED, "", "`[3, 4]` is added to `out`. `[6]` is added to `out`.", "UR"),
    (ADDED, "", "`[3]` is added to `out`. `(5, 6)` is added to `out`.", "RR"),
    (ADDED, "", "Line 3 adds `[3, 4]` to `out`. Line 4 adds `[5, 6]` to `out`.", "UV"),
    (SUM, "[3, 1, 2]", "In iteration 1, `n > 1` is true. `total` is not `0`.", "VR"),
    (NESTED, "[[1, 2], [3]]", "Iteration 1 of the outer loop:\n- `count` becomes `103`.", "VA"),
    (NESTED, "[[1, 2], [3]]", "Iteration 1 of the outer loop:\n- `count` becomes `106`.", "VR"),
    (NESTED, "[[1, 2], [3]]", "Iteration 2 of the outer loop:\n- `count` becomes `3`.", "VR"),
    (SUM, "[3, 1, 2]", "Line 2 sets `total` to `0`. `total` is `0` and `nums` is `[3]`.", "VVR"),
    (SUM, "[3, 1, 2]", "After line 2, `total` is `0`. `total` becomes `3`. `n` is `3`.", "VVV"),
    (SUM, "[3, 1, 2]", "Before line 2, `nums` is `[3, 1, 2]`. `total` becomes `0`.", "VV"),
    (SUM, "[3, 1, 2]", "The function returns `5`. `total` becomes `0`.", "VV"),
    # What was told of other things does not use up an event; what was told of it does.
    (SUM, "[3, 1, 2]", "Line 2 sets `total` to `0`. `total` becomes `3`.", "VV"),
    (SUM, "[3, 1, 2]", "Line 2 runs. `total` becomes `0`.", "VV"),
    (SUM, "[3, 1, 2]", "`n` becomes `3`. `total` becomes `0`.", "VR"),
    (SUM, "[3, 1, 2]", "Later, `total` becomes `0`. `total` becomes `0`.", "VV"),
    # One line that does several things is one visit, in any order.
    (SWAP, "1, 2", "`a` becomes `2` and `b` becomes `1`.", "VV"),
    (SWAP, "1, 2", "`b` becomes `1` and `a` becomes `2`.", "VV"),
    (
        SWAP,
        "1, 2",
        "`b` becomes `1` and `a` becomes `2`. `a` becomes `3`. `a` becomes `7`.",
        "VVVV",
    ),
    (SWAP, "1, 2", "`b` becomes `2` and `a` becomes `1`.", "RR"),
    (SWAP, "1, 2", "`b` becomes `1`. `b` becomes `2`. `a` becomes `7`.", "VVV"),
    (SWAP, "1, 2", "`b` becomes `1`. `b` becomes `2`. `a` becomes `3`.", "VVR"),
    # Contexts put the point.
    (SUM, "[3, 1, 2]", "In iteration 3, `total` becomes `5`. `total` is `5`.", "VV"),
    (SUM, "[3, 1, 2]", "In iteration 3, `total` becomes `3`.", "R"),
    (SUM, "[3, 1, 2]", "In iteration 2, `total` becomes `3`.", "R"),
    (SUM, "[3, 1, 2]", "In iteration 2, `total` becomes `5`.", "R"),
    (
        SUM,
        "[3, 1, 2]",
        "Iteration 3 (`n` = `2`):\n  - `n` becomes `2`.\n  - `total` is `3`.",
        "VVVV",
    ),
    (
        SUM,
        "[3, 1, 2]",
        "Iteration 3 (`n` = `1`):\n  - `n` becomes `1`.\n  - `total` is `5`.",
        "VRRA",
    ),
    (SUM, "[3, 1, 2]", "Iteration 4:\n  - `total` is `5`.", "RR"),
    (SUM, "[3, 1, 2]", "In iteration 1, `total` is `0`.", "A"),
    (SUM, "[3, 1, 2]", "In iteration 1, `total` becomes `3` and `total` is `3`.", "VV"),
    (SUM, "[3, 1, 2]", "In iteration 1, `total` becomes `3` and `total` is `0`.", "VR"),
    (SUM, "[3, 1, 2]", "After the loop, `total` is `5`. After the loop, we return `5`.", "VV"),
    (SUM, "[3, 1, 2]", "After the loop:\n  - `n > 1` is true.", "VR"),
    (SUM, "[3, 1, 2]", "The loop ends. `total` is `5`. `total` becomes `3`.", "VVR"),
    (SUM, "[3, 1, 2]", "On pass 2, the loop ends. On pass 3, the loop terminates.", "RV"),
    (SUM, "[3, 1, 2]", "On pass 2, the loop runs 3 times. On pass 2, the loop runs twice.", "VR"),
    # Loops by the source.
    (NESTED, "[[1, 2], [3]]", "Iteration 1:\n  - `row` becomes `[1, 2]`.", "AA"),
    (NESTED, "[[1, 2], [3]]", "In iteration 1 of the for loop, `row` becomes `[1, 2]`.", "V"),
    (NESTED, "[[1, 2], [3]]", "In iteration 1 of the loop over `rows`, the loop runs twice.", "V"),
    (NESTED, "[[1, 2], [3]]", "In iteration 2 of the outer loop, the loop runs twice.", "R"),
    (NESTED, "[[1, 2], [3]]", "In iteration 1 of the inner loop, `count` becomes `1`.", "V"),
    (
        NESTED,
        "[[1, 2], [3]]",
        (
            "In iteration 1 of the inner loop, `count` becomes `1`. After the inner loop, `count` "
            "becomes `103`. In iteration 1 of the inner loop, `count` becomes `106`. After the "
            "outer loop, `count` is `206`."
        ),
        "VVVV",
    ),
    (
        NESTED,
        "[[1, 2], [3]]",
        (
            "In iteration 1 of the inner loop, `count` becomes `1`. After the inner loop, `count` "
            "becomes `103`. In iteration 1 of the inner loop, `count` becomes `1`. After the outer "
            "loop, `count` is `203`."
        ),
        "VVRR",
    ),
    (NESTED, "[[1, 2], [3]]", "The while loop runs 0 times. The inner loop runs twice.", "VV"),
    (NESTED, "[[1, 2], [3]]", "The second loop runs 0 times. The first loop runs 2 times.", "VV"),
    (NESTED, "[[1, 2], [3]]", "On pass 2 of the loop on line 4, `count` becomes `3`.", "A"),
    (NESTED, "[]", "In iteration 1 of the inner loop, `count` becomes `1`.", "R"),
    (EARLY, "[1, 2]", "The first loop ends. `x` is `2`.", "VV"),
    (EARLY, "[1, 2]", "After the first loop, `x` is `2`.", "R"),
    (EARLY, "[1, 2]", "In iteration 2 of the for loop, the loop ends because line 4 returns.", "V"),
    (EARLY, "[1, 2]", "In iteration 1 of the for loop, the loop ends because line 4 returns.", "R"),
    (EARLY, "[5]", "`True` is true. `len(xs) > 9` is false. `len(xs)` is `2`.", "UVV"),
    # Calls are named with their arguments, in the order in which they end.
    (CALLS, "2", "`g(2)` returns `2`. `g(2, by=3)` returns `6`. `g(1)` returns `1`.", "VVV"),
    (CALLS, "2", "`g(2)` returns `2`. `g(2, 3)` returns `6`. `g(k=2)` returns `2`.", "VVV"),
    (CALLS, "2", "`g(2)` returns `6`. `g(2, 3)` returns `2`. `g(2)` returns `6`.", "RRR"),
    (CALLS, "2", "`g(5)` returns `5`. `g(2, 1, 1)` returns `2`. `g(2, x=1)` returns `2`.", "RRR"),
    (CALLS, "2", "`fact(1)` returns `1`. `fact(2)` returns `2`. `fact(3)` returns `6`.", "VVV"),
    (CALLS, "2", "`fact(3)` returns `6`. `fact(2)` returns `2`.", "VR"),
    (CALLS, "2", "`g(n)` evaluates to `2`. `g(n)` evaluates to `6`.", "VR"),
    # The point lies at the end of that call, whose function alone has an `r`.
    (CALLS, "2", "`g(2)` returns `2`, `r` is `2`.", "VV"),
    (CALLS, "2", "`g(2)` returns `2`, `r` is `6`.", "VR"),
    (CALLS, "2", "In call 1 of `g`, `r` becomes `2` and `r` is `2`. `a` becomes `2`.", "VVV"),
    (CALLS, "2", "In call 2 of `g`, `r` becomes `2`.", "R"),
    (
        CALLS,
        "2",
        "`max(3, 4)` returns `4`. `max(3, 4)` returns `3`. `n * 9` evaluates to `18`.",
        "VRV",
    ),
    (CALLS, "2", "`range(3)` returns `range(0, 3)`.", ""),
    # Exceptions: the next visit that raises anything.
    (RAISES, "[0, 5]", "`ZeroDivisionError` is raised. `KeyError` is raised.", "VV"),
    (RAISES, "[0, 5]", "A `KeyError` exception is raised.", "R"),
    (RAISES, "[0, 5]", "In iteration 2, `ZeroDivisionError` is raised.", "R"),
    (RAISES, "[0, 5]", "We return `2`.", "R"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    if expected:
        assert verdicts(source, call, text) == expected
    else:
        assert parse_narration(text).problems


def test_the_order_is_that_of_what_was_named() -> None:
    text = "In iteration 2, `n > 1` is false.\nIn iteration 1, `n > 1` is true.\nWe return `5`."
    report = judge(SUM, "[3, 1, 2]").verify(text)
    assert Reason.OUT_OF_ORDER in report.reasons
    assert [bool(claim.out_of_order) for claim in report.claims] == [False, True, False]


def test_what_is_found_is_reported_as_the_form_with_a_line() -> None:
    report = judge(SUM, "[3, 1, 2]").verify("`total` becomes `0`. `total` becomes `4`.")
    assert [claim.form for claim in report.claims] == ["Sets", "Sets"]
    assert report.claims[1].instead == "`3`"
    assert report.claims[1].wrong.text == "`4`"
    assert report.claims[1].evidence[0].told == "`total` is `3`"


def test_next_events_cover_what_they_fix() -> None:
    told = (
        "`total` becomes `0`. `n` becomes `3`. `n > 1` is true. `total` becomes `3`. `n` becomes "
        "`1`. `n > 1` is false. `n` becomes `2`. `n > 1` is true. `total` becomes `5`. The loop "
        "ends because its items run out. The function returns `5`."
    )
    assert judge(SUM, "[3, 1, 2]").verify(told, Level.GAPLESS).reasons == ()
    vague = told.replace("`n > 1` is false. ", "").replace("The loop ends because", "`x`")
    vague = vague.replace("`x` its items run out. ", "")
    report = judge(SUM, "[3, 1, 2]").verify(vague, Level.GAPLESS)
    assert report.reasons == (Reason.GAPS,)
    assert {gap.line for gap in report.gaps} == {3, 4}
