"""Calls of no function of the program (§5.86), and what is said of them."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

RESULTS = """\
def g(x):
    y = len(x)
    return y * 2

def f(xs):
    n = len(xs)
    for x in xs:
        k = abs(x)
    return n * 2
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`len(xs)` is called and returns `6`.", "VU"),
        ("`len(xs)` is called and returns `3`.", "VU"),
        ("`len(xs)` is called, which returns `6`.", "VU"),
        ("`len(xs)` is called. It returns `6`.", "VU"),
        ("`len(xs)` is called. The call returns `6`.", "VU"),
        ("`len(xs)` is called. `6` is returned. `6` is returned.", "VUU"),
        ("`f` calls `len(xs)` and `6` is returned.", "VU"),
        ("Earlier, `len(xs)` is called. It returns `6`.", "VU"),
        ("In every iteration, `abs(x)` is called. It returns `6`.", "VU"),
        ("In every iteration, `abs(x)` is called and returns `6`.", "VU"),
        ("`min(xs)` is called and returns `6`.", "RU"),
        ("`len(xs)` is called. We return `6`.", "VV"),
        ("`len(xs)` is called. `n` becomes `3`. `6` is returned.", "VVV"),
        ("`len(xs)` is called. `len(xs)` returns `3`.", "VV"),
        ("`len(xs)` is called. The function returns `6`.", "VV"),
    ],
)
def test_what_they_return(narration: str, expected: str) -> None:
    assert verdicts(RESULTS, "[1, 2, 3]", narration) == expected
