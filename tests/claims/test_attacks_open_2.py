"""Lies that a small change of how claims are judged would let through: states, expressions, reasons,
changes and what covers them (docs/semantics.md §5 and §6.1). Every lie stands beside the truth that
it would replace."""

# ruff: noqa: E501  # tables

from __future__ import annotations

import pytest

from engine.claims.verdicts import Level
from tests.claims.test_discourse import judge, verdicts

NUMS = """\
def f(nums):
    total = 0
    for n in nums:
        total += n
    return total
"""

DEPTHS = """\
def g(n):
    if n == 0:
        return 0
    return g(n - 1)
def f(n):
    a = g(0)
    return g(n)
"""

CHOSEN = """\
def f(n, p, q):
    r = [1, 2]
    x = (n if p else q) + sum([k for k in r if k])
    return x
"""

MANY = """\
def f(n, a, b):
    r = [n, n]
    y = [n + (a if n else b) for n in r]
    return y
"""

CHAIN = """\
def f(a, b, q):
    ok = a < b < (a if q else 7)
    return ok
"""

WALRUS = """\
def f(n, k):
    if (m := n) % 2 == 1:
        return m
    return k
"""

QUIET = """\
class C:
    items = []
def f(n):
    y = None
    for i in range(n):
        y = C.items.append(1)
    return y
"""

QUIETER = """\
class C:
    items = []
def f(n):
    y = ''
    for i in range(n):
        y = ''.join(C.items.append(1) or [])
    return y
"""

STILL = """\
def f(n):
    y = ''
    for i in range(n):
        y = ''.join([])
    return y
"""

GROWS = """\
class Row(list):
    pass
def f(n):
    r = [1]
    s = [1, 2, 3]
    d = {}
    for i in range(n):
        r = Row([1, 2])
        s.pop()
        d[i] = s
        d[-1] = r
    return d
"""

INSTANCE = """\
class Row(list):
    pass
def f(n):
    r = Row([1, 2])
    it = iter([1, 2])
    s = [1, 2]
    return n
"""

ENDLESS = """\
def f(n):
    match n:
        case 1:
            while True:
                n += 1
                break
        case 2:
            if True:
                n = 7
        case _:
            n = 0
    try:
        n += 1
    except ValueError:
        n = 3
    else:
        while 1:
            n += 1
            break
    return n
"""

SMALLEST = """\
def f(nums):
    low = min(nums)
    return low
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # What is not known is neither never so nor unchanged (§5.4, §5.78)
        (NUMS, "[3, 1]", "`sorted(map(str, nums))` is never `3`.", "U"),
        (NUMS, "[3, 1]", "`sorted(nums)` is never `[3, 1]`.", "V"),
        (NUMS, "[3, 1]", "`sorted(nums)` is never `[1, 3]`.", "R"),
        (NUMS, "[3, 1]", "In iteration 1, `sorted(map(str, nums))` is unchanged.", "U"),
        (NUMS, "[3, 1]", "In iteration 1, `sorted(nums)` is unchanged.", "V"),
        # What has no value is not unchanged, nor is what changes (§5.78)
        (NUMS, "[3, 1]", "In iteration 1, `nums[5]` is unchanged.", "R"),
        (NUMS, "[3, 1]", "In iteration 1, `nums[1]` is unchanged.", "V"),
        (NUMS, "[3, 1]", "In iteration 1, `total` is unchanged.", "R"),
        # The elements of what a class of the program made are its affair (§5.33, §7)
        (INSTANCE, "1", "After line 6, the first element of `r` is `1`.", "U"),
        (INSTANCE, "1", "After line 6, the first element of `r` is not `1`.", "U"),
        (INSTANCE, "1", "After line 6, the first element of `it` is `1`.", "U"),
        (INSTANCE, "1", "After line 6, the first element of `s` is `1`.", "V"),
        # Growth of a dict, of what a class of the program made, and what shrinks (§5.52)
        (GROWS, "1", "Over the loop on line 7, `d` grows by 2 elements.", "V"),
        (GROWS, "1", "Over the loop on line 7, `d` grows by 1 element.", "R"),
        (GROWS, "1", "Over the loop on line 7, `r` grows by 1 element.", "U"),
        (GROWS, "1", "Over the loop on line 7, `s` shrinks by 1 element.", "V"),
        (GROWS, "1", "Over the loop on line 7, `s` shrinks by 2 elements.", "R"),
        # A call that has ended is one less, not two (§5.64)
        (DEPTHS, "1", "The recursion of `g` reaches depth 2.", "V"),
        (DEPTHS, "1", "The recursion of `g` reaches depth 1.", "R"),
        # What else the line tests says nothing of a conditional expression (§5.41)
        (CHOSEN, "4, 1, 9", "Line 3 sets `x` to `4 + 3` = `7`.", "V"),
        (CHOSEN, "4, 1, 9", "Line 3 sets `x` to `9 + 3` = `7`.", "R"),
        (CHOSEN, "4, 1, 9", "Line 3 sets `x` to `5 + 2` = `7`.", "R"),
        # One that was evaluated several times there, or not at all, has no value of its own (§5.41)
        (MANY, "1, 5, 6", "Line 3 computes `n + (a if n else b)` = `1 + 5` = `6`.", "U"),
        (MANY, "1, 5, 6", "Line 3 computes `n + (a if n else b)` = `1 + 6` = `6`.", "U"),
        (CHAIN, "5, 4, 0", "Line 2 sets `ok` to `5 < 4 < 7` = `False`.", "U"),
        (CHAIN, "5, 4, 1", "Line 2 sets `ok` to `5 < 4 < 7` = `False`.", "U"),
        # What plays no part in a condition is no reason, where the condition sets a name, too (§5.58)
        (
            WALRUS,
            "3, 8",
            "The condition `(m := n) % 2 == 1` on line 2 is true because `n` is `3`.",
            "VV",
        ),
        (
            WALRUS,
            "3, 8",
            "The condition `(m := n) % 2 == 1` on line 2 is true because `n` is `3` and `k` is `8`.",
            "VR",
        ),
        # What is called inside of a class may change, wherever the call stands (§5.84)
        (QUIET, "1", "In iteration 1, nothing happens.", "U"),
        (QUIETER, "1", "In iteration 1, nothing happens.", "U"),
        (STILL, "1", "In iteration 1, nothing happens.", "V"),
        # The body of an endless loop shows that its block was entered (§5.24, §5.61, §5.62)
        (ENDLESS, "1", "The case on line 3 matches.", "V"),
        (ENDLESS, "1", "The case on line 3 does not match.", "R"),
        (ENDLESS, "3", "The case on line 3 does not match.", "V"),
        (ENDLESS, "3", "The case on line 3 matches.", "R"),
        (ENDLESS, "2", "The case on line 7 matches.", "U"),
        (ENDLESS, "2", "The case on line 7 does not match.", "U"),
        (ENDLESS, "1", "The `else` block of the `try` on line 12 runs.", "V"),
        (ENDLESS, "1", "The `else` block of the `try` on line 12 is skipped.", "R"),
        # The minimum is what `min` gives (§5.103)
        (SMALLEST, "[3, 1]", "The minimum is `1`.", "V"),
        (SMALLEST, "[3, 1]", "The minimum is `3`.", "R"),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


POPS = """\
def f(d):
    x = d.pop('a')
    return d
"""


@pytest.mark.parametrize(
    ("call", "text", "lines"),
    [
        # What was there once leaves no choice of what is left of a dict (§6.1)
        ("{'a': 1, 'b': 2}", "Line 2 removes `'a'` from `d`. The function returns `{'b': 2}`.", []),
        ("{'a': 1, 'b': 2}", "Line 2 pops `1` from `d`. The function returns `{'b': 2}`.", []),
        ("{'a': 1, 'b': 1}", "Line 2 pops `1` from `d`. The function returns `{'b': 1}`.", [2]),
        ("{'a': 1, 'b': 2}", "Line 2 runs. The function returns `{'b': 2}`.", [2]),
    ],
)
def test_what_a_removed_key_leaves(call: str, text: str, lines: list[int]) -> None:
    report = judge(POPS, call).verify(text, Level.GAPLESS)
    assert report.problems == ()
    assert {claim.verdict.value for claim in report.claims} == {"VERIFIED"}
    assert sorted({gap.line for gap in report.gaps}) == lines
