"""What a deque of bounded length pushes out, and one that was turned has not (§5.34, §5.54)."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

PROGRAM = """\
from collections import deque
{turns}def f(n):
    q = deque([1, 2, 3]{bound})
    for k in [1, 2]:
        {change}
    return list(q)
"""


@pytest.mark.parametrize(
    ("bound", "change", "expected"),
    [
        ("", "q.rotate(-1)", "U"),
        (", maxlen=3", "q.rotate(-1)", "U"),
        (", 3", "q.rotate(-1)", "U"),
        ("", "q.append(q.popleft())", "U"),
        (", maxlen=3", "q.append(k)", "V"),
        (", 3", "q.append(k)", "V"),
        (", maxlen=3", "q.append(k + 1)", "R"),
        ("", "q.append(k)", "V"),
        ("", "del q[0]; q.append(k)", "U"),
        (", maxlen=3", "turned(q)", "U"),
        ("", "q.append(k + 1)", "R"),
        ("", "q.extend([k, k])", "R"),
    ],
)
@pytest.mark.parametrize(
    "narration",
    [
        "On pass 1 of the loop on line 5, line 6 appends `1` to `q`.",
        "In iteration 1, `1` is appended to `q`.",
        "Each pass of the loop on line 5 appends `k` to `q`.",
    ],
)
def test_appends_to_a_deque(narration: str, bound: str, change: str, expected: str) -> None:
    turns = "def turned(d): d.rotate(-1)\n" if "turned" in change else "\n"
    source = PROGRAM.format(bound=bound, change=change, turns=turns)
    assert verdicts(source, "2", narration) == expected


GIVEN = """\
from collections import deque

def f(q):
    q.append(1)
    return list(q)
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [("deque([1, 2, 3], 3)", "V"), ("deque([1, 2, 3], maxlen=3)", "V"), ("deque([1, 2, 3])", "V")],
)
def test_a_deque_of_the_call(call: str, expected: str) -> None:
    assert verdicts(GIVEN, call, "Line 4 appends `1` to `q`.") == expected


EMPTIED = """\
from collections import deque

def f(n):
    q = deque([n])
    out = []
    while q:
        k = q.popleft()
        if k:
            q.append(k - 1)
        out.append(k)
    return out
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`1` is appended to `q`.", "V"),
        ("`1` is appended to `q`. `0` is appended to `q`.", "VV"),
        ("`2` is appended to `q`.", "R"),
        ("`1` is appended to `q`. `0` is appended to `q`. `0` is appended to `q`.", "VVR"),
        ("On pass 3 of the loop on line 6, line 7 appends `0` to `q`.", "R"),
        ("Line 7 appends `1` to `q`.", "R"),
        ("Line 7 leaves `q` unchanged.", "R"),
        ("In the third iteration, `0` is appended to `q`.", "R"),
    ],
)
def test_a_deque_that_is_emptied_has_got_nothing(narration: str, expected: str) -> None:
    assert verdicts(EMPTIED, "2", narration) == expected
