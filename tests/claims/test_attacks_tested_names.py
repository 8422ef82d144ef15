"""What a `while` loop's condition has asked for, shown at the beginning of a pass (§5.75)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

MERGE = """\
def f(x, y):
    out = []
    i = j = 0
    while i < len(x) and j < len(y):
        if x[i] <= y[j]:
            out.append(x[i])
            i += 1
        else:
            out.append(y[j])
            j += 1
    return out
"""
ARGUMENTS = "[1, 3], [2]"


def _verdicts(text: str) -> str:
    trace = Trace(record_here(Program.from_text(MERGE, "f", f"f({ARGUMENTS})"), max_steps=10_000))
    claims = Judge(trace).verify(text, Level.CLAIMS).claims
    return "".join(each.verdict.value[0].upper() for each in claims)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In iteration 1, i = 0 and j = 0. `x[i] <= y[j]` is true.", "VVV"),
        ("In iteration 1, i = 0 and j = 0. `x[i] <= y[j]` is false.", "VVR"),
        ("In iteration 1, `i` = `0`, so `x[i]` is `1`.", "VV"),
        ("In iteration 1, `i` = `0`, so `x[i]` is `3`.", "VA"),
        ("In iteration 2, i = 1 and j = 0. `x[i]` is `3`.", "VVV"),
        ("In iteration 2, i = 1 and j = 0. `2` is appended to `out`.", "VVV"),
        ("In iteration 1, i = 0 and x[i] = 1.", "VV"),
        ("In iteration 1, i = 0 and x[i] = 3.", "VV"),  # it is so later in the pass (§5.75)
        ("In iteration 1, i = 1.", "V"),  # what it becomes
        ("In iteration 1, i = 2.", "R"),
        ("In iteration 2, i = 0.", "R"),
        ("In iteration 2, j = 0. In iteration 2, j = 1.", "VV"),
        # Not behind what the pass has done, nor directly after `so`.
        ("In iteration 1, `1` is appended to `out`. In iteration 1, i = 0.", "VA"),
        ("In iteration 1, `x[i] <= y[j]` is true. In iteration 1, j = 1.", "VR"),
        ("In iteration 2, `j` becomes `1`, so `j` = `0`.", "VR"),
        # Only what the condition asks for.
        ("In iteration 2, out = [1].", "R"),
    ],
)
def test_what_is_shown_as_a_pass_begins(text: str, expected: str) -> None:
    assert _verdicts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In iteration 1, `i` = `0`.", "VERIFIED"),
        ("In iteration 1, `i` = `1`.", "VERIFIED"),
        ("In iteration 1, `i` = `2`.", "REFUTED"),
        ("In iteration 2, `i` = `0`.", "REFUTED"),
        ("In iteration 2, `j` = `0`.", "VERIFIED"),
    ],
)
def test_the_oracle_reads_it_likewise(text: str, expected: str) -> None:
    [(_, found)] = Oracle(MERGE, "f", ARGUMENTS).judge(text).claims
    assert found == expected


DOUBLED = """\
def f(nums):
    total = 0
    for k in nums:
        d = k * 2
        total += d
    return total
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iteration 2: k = 3, total = 8.", "VVA"),
        ("Iteration 2: k = 3, total = 2.", "VVV"),
        ("Iteration 2: k = 3, total = 12.", "VVR"),
        ("Iteration 2: k = 3, d = 6, total = 8.", "VVAA"),
        ("Iteration 2: k = 2, total = 8.", "VRA"),
        ("Iteration 2 (`d` is `6`):", "VA"),
        ("Iteration 2 (`d` is `4`):", "VR"),
        ("Iteration 2 (`k` is `3`, `total` is `8`):", "VVA"),
        ("Iteration 2 (`k` is `2`, `total` is `8`):", "VRA"),
    ],
)
def test_what_a_heading_shows_may_be_of_later_in_the_pass(text: str, expected: str) -> None:
    trace = Trace(record_here(Program.from_text(DOUBLED, "f", "f([1, 3, 2])"), max_steps=10_000))
    claims = Judge(trace).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    if text.endswith(":"):  # it judges a heading as one
        [(_, found)] = Oracle(DOUBLED, "f", "[1, 3, 2]").judge(text).claims
        assert found[0] == max(expected, key="VAR".index)
