"""What a deque of bounded length pushes out, and one that was turned has not (§5.34, §5.54)."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

PROGRAM = """\
from collections import deque

def f(n):
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
    source = PROGRAM.format(bound=bound, change=change)
    assert verdicts(source, "2", narration) == expected
