"""The oracle on calls of no function of the program within statements (5.86)."""

from __future__ import annotations

import pytest

from .judge import Oracle

SOURCE = """def g(y):
    print(y)
    return abs(y)

def f(xs):
    n = len(xs)
    a = n and max(xs)
    print(n)
    return g(sum(xs))
"""


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("`len(xs)` is called.", "VERIFIED"),
        ("`f` calls `len(xs)`.", "VERIFIED"),
        ("`print(n)` is called.", "VERIFIED"),
        ("`max(xs)` is called.", "UNDECIDED"),
        ("`len(n)` is called.", "UNDECIDED"),
        ("`g(3)` calls `print(n)`.", "UNDECIDED"),
        ("`min(xs)` is called.", "REFUTED"),
    ],
)
def test_calls_within_statements(said: str, verdict: str) -> None:
    oracle = Oracle(SOURCE, "f", "[1, 2]")
    assert [each for _, each in oracle.judge(said).claims] == [verdict]


@pytest.mark.parametrize(
    "said",
    [
        "`len(xs)` is called and `3` is returned.",
        "`f` calls `len(xs)`. The call returns `3`.",
        "`min(xs)` is called. `3` is returned. `3` is returned.",
    ],
)
def test_what_they_return(said: str) -> None:
    oracle = Oracle(SOURCE, "f", "[1, 2]")
    found = [each for _, each in oracle.judge(said).claims]
    assert set(found[1:]) == {"UNSUPPORTED"}
