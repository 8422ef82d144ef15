"""Derivations and expressions, part by part (§5.10, §5.41). Lies stand beside the truths that they
would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import SUM, verdicts

ONE_LINE = """\
def f(nums):
    y = 0
    for n in nums:
        if n > 1: y = n * 2
    return y
"""

KINDS = """\
class Base:
    pass

class Plain:
    pass

class Keyed(metaclass=type):
    pass

class Child(Base):
    pass

def f(n):
    plain, keyed, child = Plain(), Keyed(), Child()
    return n
"""

THIRD = "On pass 3 of the loop on line 3, on line 5, "


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # The writer's own derivation within a part that has names, too.
        (SUM, "[3, 1, 2]", f"{THIRD}`total` = `total + (1 + 1)` = `5`.", "V"),
        (SUM, "[3, 1, 2]", f"{THIRD}`total` = `total + (1 + 1)` = `3 + 2` = `5`.", "V"),
        (SUM, "[3, 1, 2]", f"{THIRD}`total` = `total + (1 + 2)` = `5`.", "R"),
        (SUM, "[3, 1, 2]", f"{THIRD}`total` = `total + (1 + 1)` = `6`.", "R"),
        # Where the statement that holds it did not run, it was not evaluated.
        (ONE_LINE, "[1, 2]", "`n * 2` evaluates to `4`.", "V"),
        (ONE_LINE, "[1, 2]", "`n * 2` evaluates to `2`.", "R"),
        # What a class has from elsewhere may be a length.
        (KINDS, "1", "`plain` never shrinks.", "R"),
        (KINDS, "1", "`keyed` never shrinks.", "U"),
        (KINDS, "1", "`child` never shrinks.", "U"),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
