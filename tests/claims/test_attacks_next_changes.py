"""The next change of a kind, which is not always the next one of what is named (§5.38, §3.7). Lies
stand beside the truths that they would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

SWAPPED = """\
def f(p):
    x, y = p[0], p[1]
    x, y = y, x
    z, w = x, x
    z, w = x, y
    q = x
    q, y = y, q
    del q
    q, y = x, y
    return x
"""
BOTH_SET = "`x` becomes `1` and `y` becomes `2`. "

CASES = [
    # What is set for the first time is not exchanged.
    (SWAPPED, "[1, 2]", BOTH_SET + "`x` and `y` are swapped.", "VVV"),
    (SWAPPED, "[1, 2]", "Swap `y` and `x`.", "V"),
    (SWAPPED, "[1, 2]", BOTH_SET + "`x` and `y` are swapped. Swap `x` and `y`.", "VVVR"),
    (SWAPPED, "[1, 2]", "`z` and `w` are swapped.", "R"),
    (SWAPPED, "[1, 2]", "`x` and `z` are swapped.", "R"),
    (SWAPPED, "[1, 2]", "Swap `q` and `y`. Swap `q` and `y`.", "VR"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_of_the_next_change(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
