"""What is not known behind what was not read (docs/semantics.md §3.6); places that change
under a claim; what headings, claims about several passes and changes in place leave out (§6.1)."""

from __future__ import annotations

import pytest

from engine.claims.verdicts import Level, NarrationVerdict
from tests.claims.test_discourse import judge, verdicts

TWO = """\
def f(a, b):
    total = 0
    for x in a:
        total += x
        total += 10
    for y in b:
        total += y
        total -= 10
    return total
"""
TWOS = "[2, 2, 5], [9, 8]"

UNREAD = "Foo is barred by this.\n"
UNKNOWN = "The balance is `3`. "
"""UNSUPPORTED, and of no moment."""

UNSURE = [
    # A heading that is there from another point on, or nowhere.
    (UNREAD + "`9`:\n  - `y` is `9`.", "AA"),
    (UNREAD + "`7`:\n  - `y` is `7`.", "RR"),
    # Where a heading or prefix would mean another pass by another point, nothing is known in it.
    (UNREAD + "`x = 2`:\n  - `total` is `12`.", "VA"),
    (UNREAD + "`x = 2`:\n  - `total` is `13`.", "VR"),
    (UNREAD + "At `x = 2`, `total` is `12`.", "A"),
    (UNREAD + "At `x = 2`, `x` is `2` and `total` is `12`.", "VA"),
    (UNREAD + "At `x = 2`, `x` is `2` and `total` is `13`.", "VR"),
    (UNREAD + "At `x = 2`, `x` is `2`. `total` is `24`.", "VA"),
    # Where there is one such pass alone, the point is known again.
    (UNREAD + "`x = 5`:\n  - `total` is `24`.", "VV"),
    (UNREAD + "`x = 5`:\n  - `total` is `48`.", "VR"),
    (UNREAD + "At `x = 5`, `x` is `5` and `total` is `48`.", "VR"),
    (UNREAD + "At `x = 5`, `x` is `5`. `total` is `47`.", "VR"),
    # So, too, behind the end of a loop that can be no other.
    (UNREAD + "The first loop ends. `total` is `39`.", "VV"),
    (UNREAD + "The first loop ends. `total` is `36`.", "VR"),
    (UNREAD + "The first loop ends. `total` is `48`.", "VR"),
    (UNREAD + "The loop over `b` ends. `total` is `38`.", "VR"),
    (UNREAD + "The first loop runs 3 times. `total` is `48`.", "VA"),
    (UNREAD + "The loop ends. `total` is `48`.", "AA"),
    (UNREAD + "`total` is `12`.", "A"),
    (UNREAD + "`total` is `13`.", "R"),
    # So, too, behind what is not supported; a line outside of prefixes says where one is.
    (UNKNOWN + "`total` is `12`.", "UA"),
    (UNKNOWN + "`total` is `13`.", "UR"),
    (UNKNOWN + "Line 2 runs. `total` is `12`.", "UVR"),
    (UNKNOWN + "In iteration 1 of the first loop, line 4 runs. `total` is `24`.", "UVR"),
    (UNKNOWN + "At `x = 2`, line 4 runs. `total` is `24`.", "UVA"),
    (UNKNOWN + "`a` is always `[2, 2, 5]`. `total` is `12`.", "UVA"),
    (UNKNOWN + "`total` becomes `0`. `total` is `12`.", "UVA"),
]


@pytest.mark.parametrize(("text", "expected"), UNSURE)
def test_behind_what_is_not_read_nothing_is_called_false_that_may_be_so(
    text: str, expected: str
) -> None:
    report = judge(TWO, TWOS).verify(text, Level.CLAIMS)
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected


# -- places that change under a claim --------------------------------------------------------------

BOXES = """\
class Box:
    def __init__(self, v):
        self.v = v

def f():
    p = Box(1)
    q = Box(2)
    t = 2
    p, p.v, t = q, t, p.v
    p.v, t = t, p.v
    return t
"""

LEFT = """\
def g(nums):
    for n in nums:
        yield n

def f(nums):
    it = g(nums)
    a = next(it)
    b = next(it)
    return a + b
"""

MIDST = """\
def g(d):
    d['z'] = 0
    y = [(yield 1), d.update(k=2)]
    d['z'] = 1

def f(n):
    d = {'k': 1}
    return list(g(d))
"""

CASES = [
    # An attribute is swapped where it is one of the same object before and after.
    (BOXES, "", "Line 9 swaps `p.v` and `t`.", "R"),
    (BOXES, "", "Line 10 swaps `p.v` and `t`.", "V"),
    # How a loop ended that a generator was left in is not seen.
    (LEFT, "[3, 1, 2]", "In call 1 of `g`, the loop on line 2 ends.", "U"),
    (LEFT, "[3, 1, 2]", "In call 1 of `g`, the loop ends.", "U"),
    # A visit in whose midst the point lies has not ended there.
    (
        MIDST,
        "3",
        "Call 1 of `g`:\n  - `g` hands out `1`. `d['k']` is `1`. `d['k']` becomes `2`.",
        "VVVA",
    ),
    (
        MIDST,
        "3",
        "Call 1 of `g`:\n  - `g` hands out `1`. `d['k']` is `1`. `d['z']` becomes `1`.",
        "VVVV",
    ),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


# -- what is covered ------------------------------------------------------------------------------

ONES = """\
def f(nums):
    total = 0
    for n in nums:
        if n > 1:
            total += n
    return total
"""

CUBE = """\
def f(cube):
    total = 0
    for plane in cube:
        for row in plane:
            for x in row:
                total += x
    return total
"""
CUBED = "[[[1], [2]], [[3, 4]]]"

ASKS = """\
def f(nums):
    for n in nums:
        return n
"""

POPS = """\
def f(d):
    d.pop('a')
    return d
"""

BEGINS = "Line 2 sets `total` to `0`.\n"
ENDS = "The loop on line 3 ends because its items run out. The function returns `0`."
SUMMED = (
    "\nThe loop on line 3 ends because its items run out. "
    "After the loop on line 3, `total` is `10`. The function returns `10`."
)
EVERY = "On every pass of the loop on line 3:\n  - Iteration 1:\n"
THREE = "The function returns `3`."
PASSES = "The loop on line 3 makes 2 passes. Line 3 sets `n` to `1`. "
FALSE = "the condition `n > 1` on line 4 is false"

GAPS: list[tuple[str, str, str, list[int]]] = [
    # A heading alone tells how the header decided.
    (ASKS, "[3, 1]", f"At the end, `n` is `3`. {THREE}", [2]),
    (ASKS, "[3, 1]", f"Iteration 1.\n\nAt the end, `n` is `3`. {THREE}", []),
    # What is said of every pass covers what it covers in each.
    (ONES, "[1, 1]", f"{BEGINS}{PASSES}On every pass of the loop on line 3, {FALSE}. {ENDS}", []),
    (ONES, "[1, 1]", f"{BEGINS}{PASSES}{ENDS}", [4]),
    # Loops without a line in each of several passes.
    (CUBE, CUBED, f"{BEGINS}{EVERY}    - Pass 1 of the loop on line 5.\n{SUMMED}", []),
    (CUBE, CUBED, f"{BEGINS}{EVERY}    - `f` is called once.\n{SUMMED}", []),
    (CUBE, CUBED, f"{BEGINS}{EVERY}    - Line 5 runs at least once.\n{SUMMED}", []),
    # Of two keys with one value it is not told which one is gone.
    (POPS, "{'a': 1, 'c': 1}", "Line 2 pops `1` from `d`. The function returns `{'c': 1}`.", [2]),
    (POPS, "{'a': 1}", "Line 2 removes the key `'a'` from `d`. The function returns `{}`.", []),
]


@pytest.mark.parametrize(("source", "call", "text", "lines"), GAPS)
def test_what_is_left_out(source: str, call: str, text: str, lines: list[int]) -> None:
    report = judge(source, call).verify(text, Level.GAPLESS)
    assert {claim.verdict.value for claim in report.claims} == {"VERIFIED"}
    assert sorted({gap.line for gap in report.gaps}) == lines
    assert (report.verdict is NarrationVerdict.ACCEPTED) is (not lines)
