"""What chained comparisons and conditional expressions give, as reasons (§5.58) and in derivations
(§5.41), and methods that are looked up on their type (§7)."""

# ruff: noqa: E501  # a table

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

CHAIN = """\
def f(num):
    if 0 < num < 1000 and num != 6174:
        return 'few'
    return 'other'
"""

NAMED = """\
def f(n):
    x = 0
    if (x := n + 1) > 2 and (x > 1 or n):
        x += 1
    if (x := n + 2) > 2 and 0 < x < 3:
        return 1
    return 2
"""

OWN = """\
class Sign:
    def __init__(self, sign):
        self.sign = sign

    def __lt__(self, other):
        return [self.sign]

def f(sign):
    if 0 < sign and (Sign(0) < sign < 7 or sign):
        return 1
    return 2
"""

CHOICES = """\
def f(xs):
    total = 0
    total += max(1 if x > 0 else 2 for x in xs)
    total += 5 if total > 1 else 6 if total else 7
    total = total + (3 if total == 8 and xs else xs[0])
    return total
"""

LOOKED_UP = """\
def f(prefix, s):
    return str.removeprefix(prefix, s)
"""

SHADOWED = """\
class str:
    def upper(text):
        return 'mine'

def f(text):
    return str.upper(text)
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        (CHAIN, "6173", "The condition `0 < num < 1000 and num != 6174` on line 2 is false because `0 < num < 1000` is `False`.", "VV"),
        (CHAIN, "6173", "The condition `0 < num < 1000 and num != 6174` on line 2 is false because `0 < num < 1000` is `True`.", "VR"),
        (CHAIN, "-3", "The condition `0 < num < 1000 and num != 6174` on line 2 is false because `0 < num < 1000` is `False`.", "VV"),
        (CHAIN, "12", "The condition `0 < num < 1000 and num != 6174` on line 2 is true because `0 < num < 1000` is `True` and `num != 6174` is `True`.", "VV"),
        (CHAIN, "12", "The condition `0 < num < 1000 and num != 6174` on line 2 is true because `0 < num < 1000` is `False` and `num != 6174` is `True`.", "VR"),
        # What the condition itself sets is not what was before it.
        (NAMED, "5", "The condition `(x := n + 2) > 2 and 0 < x < 3` on line 5 is false because `0 < x < 3` is `False`.", "VV"),
        (NAMED, "5", "The condition `(x := n + 2) > 2 and 0 < x < 3` on line 5 is false because `0 < x < 3` is `True`.", "VR"),
        (NAMED, "5", "The condition `(x := n + 1) > 2 and (x > 1 or n)` on line 3 is true because `x > 1 or n` is `5`.", "VU"),
        (OWN, "3", "The condition `0 < sign and (Sign(0) < sign < 7 or sign)` on line 9 is true because `0 < sign` is `True` and `sign` is `3`.", "VV"),
        (CHOICES, "[4, -1]", "Line 3 sets `total` to `0 + 2` = `2`.", "V"),
        (CHOICES, "[4, -1]", "Line 4 sets `total` to `2 + 5` = `7`. Line 5 sets `total` to `7 + 4` = `11`.", "VV"),
        (CHOICES, "[4, -1]", "Line 4 sets `total` to `1 + 6` = `7`.", "R"),
        (CHOICES, "[4, -1]", "Line 4 sets `total` to `2 + 6` = `7`.", "R"),
        (CHOICES, "[4, -1]", "Line 5 sets `total` to `4 + 7` = `11`.", "R"),
        (CHOICES, "[-4]", "Line 4 sets `total` to `2 + 5` = `7`. Line 5 sets `total` to `7 + -4` = `3`.", "VV"),
        (CHOICES, "[8]", "Line 4 sets `total` to `1 + 6` = `7`. Line 5 sets `total` to `7 + 8` = `15`.", "VV"),
        (LOOKED_UP, "'hymi', 'hy'", "`str.removeprefix(prefix, s)` is returned.", "V"),
        (LOOKED_UP, "'hymi', 'hy'", "`str.removeprefix(s, prefix)` is returned.", "R"),
        (LOOKED_UP, "'hymi', 'hy'", "`str.upper(prefix)` is `'HYMI'`. `str.upper(s)` is `'hy'`.", "VR"),
        (LOOKED_UP, "'hymi', 'hy'", "`str.join(prefix, s)` is `'hhymiy'`.", "V"),
        (LOOKED_UP, "5, 'hy'", "`str.upper(prefix)` is `5`.", "U"),
        (LOOKED_UP, "'hymi', 'hy'", "`bytes.upper(prefix)` is `'HYMI'`.", "U"),
        (SHADOWED, "'a'", "`str.upper(text)` is `'A'`.", "U"),
    ],
)  # fmt: skip
def test_what_is_chosen(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
