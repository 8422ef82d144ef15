"""Tests that are said to be skipped, which may be because control never comes to them (§5.93). Lies
stand beside the truths that they would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

SKIPS = """\
def f(xs):
    n = 0
    for x in xs:
        if x < 0:
            continue
        if x > 5:
            n += 1
    return n
"""

CASES = [
    ("In iteration 2, the second `if` is skipped.", "A"),
    ("In iteration 2, the second `if` is not taken.", "A"),
    ("In iteration 2, the second condition is skipped.", "A"),
    ("In iteration 2, the second condition is false.", "R"),
    ("In iteration 2, the second `if` is false.", "R"),
    ("In iteration 2, the second condition is true.", "R"),
    ("In iteration 2, the second `if` is taken.", "R"),
    ("In iteration 1, the second `if` is skipped.", "V"),
    ("In iteration 1, the second `if` is not executed.", "V"),
    ("In iteration 1, the second `if` is taken.", "R"),
    ("In iteration 3, the second `if` is skipped.", "R"),
    ("In iteration 2, the first `if` is skipped.", "R"),
    ("In iteration 2, the third `if` is skipped.", "R"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_skipped(text: str, expected: str) -> None:
    assert verdicts(SKIPS, "[1, -2, 7]", text) == expected
