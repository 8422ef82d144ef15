"""Lies and truths behind a call that its own function has made (§3.7): what is said there may be
about the one that made it, when it goes on."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import judge
from tests.oracle.judge import Oracle

FACT = """\
def f(n):
    if n <= 1:
        return 1
    x = f(n - 1)
    y = x * n
    return y
"""

WALK = """\
def f(t):
    if not t:
        return 0
    left = f(t[0])
    right = f(t[1])
    best = max(left, right)
    return best + 1
"""

MUTUAL = """\
def even(n):
    if n == 0:
        return True
    a = odd(n - 1)
    return a

def odd(n):
    b = even(n - 1)
    c = b and n
    return c

def f(n):
    m = even(n)
    k = n + 1
    return m
"""

TREE = "[[[], []], []]"

CASES = [
    (FACT, "3", "`f(2)` is called and `6` is returned.", "VR"),
    (FACT, "3", "`f(2)` is called and `2` is returned.", "VV"),
    (FACT, "3", "`f(2)` is called and `3` is returned.", "VR"),
    (FACT, "3", "`f(2)` is called. `y` becomes `6`.", "VA"),
    (FACT, "3", "`f(2)` is called. `y` becomes `2`.", "VV"),
    (FACT, "3", "`f(2)` is called. We return `6`.", "VR"),
    (FACT, "3", "`f(2)` is called. The call returns `6`.", "VA"),
    (FACT, "3", "`f(3)` calls `f(2)`, which returns `6`.", "VR"),
    (FACT, "3", "`f(2)` is called. `n` is `3`.", "VR"),
    (FACT, "3", "`f(2)` is called. `y` is increased by `4`.", "VR"),
    (FACT, "3", "`f(2)` is called. `y` becomes `7`.", "VR"),
    (FACT, "3", "`f(2)` is called. `y` becomes `1`.", "VR"),
    (FACT, "4", "`f(3)` is called. `f(2)` is called. `y` becomes `24`.", "VVA"),
    (FACT, "4", "`f(3)` is called. `f(2)` is called. `y` becomes `6`.", "VVA"),
    (FACT, "4", "`f(3)` is called. `f(2)` is called. `y` becomes `25`.", "VVR"),
    (FACT, "4", "In `f(2)`, `y` becomes `24`.", "R"),
    (FACT, "4", "`f(2)`:\n\n- `y` becomes `24`.", "VR"),
    (FACT, "4", "`f(2)`:\n\n- `f(1)` is called.\n- `y` becomes `2`.", "VVA"),
    (FACT, "4", "`f(2)`:\n\n- `f(1)` is called.\n- `y` becomes `6`.", "VVR"),
    (FACT, "3", "`f(2)` is called. `f(2)` returns `2`. `y` becomes `6`.", "VVV"),
    (FACT, "3", "`f(2)` is called. `f(2)` returns `2`. `y` becomes `2`.", "VVR"),
    (WALK, TREE, "`f([[], []])` is called. `best` becomes `1`.", "VA"),
    (WALK, TREE, "`f([[], []])` is called. `best` becomes `0`.", "VV"),
    (WALK, TREE, "`f([[], []])` is called. `best` becomes `2`.", "VR"),
    (WALK, TREE, "`f([[], []])` is called. `right` becomes `1`.", "VR"),
    # What another function has made is told until it is said to return.
    (MUTUAL, "2", "`even(2)` is called. `k` becomes `3`.", "VV"),
    (MUTUAL, "2", "`even(2)` is called. `k` becomes `4`.", "VR"),
    (MUTUAL, "2", "`even(2)` is called. `odd(1)` is called. `c` becomes `1`.", "VVV"),
    (MUTUAL, "2", "`even(2)` is called. `odd(1)` is called. `c` becomes `True`.", "VVR"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    claims = judge(source, arguments).verify(text).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    for (_, verdict), letter in zip(
        Oracle(source, "f", arguments).judge(text).claims, expected, strict=True
    ):
        assert verdict in {"UNDECIDED", "UNPARSED"} or verdict[0] == letter
