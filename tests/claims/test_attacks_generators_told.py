"""What has moved in a generator since is not told where it waits (docs/semantics.md §5.91)."""

from __future__ import annotations

import pytest

from tests.claims.test_attacks_not_done import verdicts
from tests.oracle.judge import Oracle

SOURCE = """def running(values):
    total = 0
    for value in values:
        total += value
        yield total

def f(values):
    seen = []
    for total in running(values):
        seen.append(total)
    return seen
"""

CASES = [
    ("In iteration 2, `total` is now `7`. `value` has increased.", "VA"),
    ("In iteration 2, `total` is now `7`. `value` has decreased.", "VA"),
    ("In iteration 2, `total` is now `7`. `total` has increased.", "VV"),
    ("In iteration 2, `total` is now `7`. `total` has decreased.", "VR"),
    ("In call 1 of `running`, `total` becomes `0`. `total` has increased.", "VR"),
    ("`value` has increased.", "R"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_has_moved(text: str, expected: str) -> None:
    assert verdicts(SOURCE, "[2, 5, 1]", text) == expected


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_oracle_does_not_say_otherwise(text: str, expected: str) -> None:
    found = Oracle(SOURCE, "f", "[2, 5, 1]").judge(text).claims
    for (_, verdict), wanted in zip(found, expected, strict=True):
        assert verdict[0] == wanted or verdict in {"UNDECIDED", "UNPARSED"}
