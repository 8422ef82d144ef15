"""Lies and truths about several names that one verb sets (§5.74)."""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from tests.claims.test_discourse import verdicts

SETS = """\
def f(n):
    a = 0
    b = []
    c = a + 1
    b = c
    return c
"""

CASES = [
    ("`a` is set to `0` and `b` to `[]`.", "VV"),
    ("`a` is set to `0` and `b` to `1`.", "VR"),
    ("`a` is initialized to `0`, and `b` to `[]`.", "VV"),
    ("`a` is initialized to `0`, `b` to `[]` and `c` to `1`.", "VVV"),
    ("`a` is initialized to `0`, `b` to `[]`, and `c` to `2`.", "VVR"),
    ("`a` is initialized to `0`, `b` to `1`, and `c` to `1`.", "VRV"),
    ("We set `a` to `0` and `b` to `[]`.", "VV"),
    ("We set `a` to `1` and `b` to `[]`.", "RV"),
    ("The function initializes `a` to `0` and `b` to `[0]`.", "VR"),
    ("`c` is set to `1` and `b` to `[]`.", "VA"),  # in no order
    ("`c` is set to `1` and `b` to `[1]`.", "VR"),
    ("`c` is set to `1` and `b` to `1`.", "VV"),
    ("`a` is set to `0` and `n` to `3`.", "VR"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_name_gets_its_verdict(text: str, expected: str) -> None:
    assert verdicts(SETS, "3", text) == expected


@pytest.mark.parametrize(
    "text",
    ["`a` is not set to `1` and `b` to `[]`.", "`a` is set to `0` and line 3 to `[]`."],
)
def test_what_leaves_out_something_else_is_not_read(text: str) -> None:
    assert parse_narration(text).problems != ()
