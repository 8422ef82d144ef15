"""Where the point is certain again behind a sentence that was not read, and where not (§3.6)."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import judge

ONE = """\
def f(n):
    total = 0
    for x in range(n):
        total += x
    total = total + 1
    total = total + 2
    return total
"""

TWO = (
    """\
def g(k):
    total = k
    for i in range(k):
        total += i
    return total

"""
    + ONE
)

BESIDE = """\
def f(n):
    total = 0
    for x in range(n):
        total += x
    for y in range(2):
        total += 1
    total = total + 10
    total = total + 20
    return total
"""

INNER = """\
def f(n):
    total = 0
    for x in range(n):
        total += 1
        for y in range(2):
            total += 10
        total += 100
    total = total + 1
    return total
"""

TESTED = """\
def f(n):
    total = 0
    for x in range(n):
        total += 1
        for y in range(2):
            total += 10
        if total > 150:
            total += 1000
        total += 100
        if total > 150:
            total += 0
    return total
"""

HANDS_OUT = """\
def gen(n):
    x = 0
    for y in range(n):
        for z in range(2):
            x += 1
            yield x
            x += 10
    return x

def f(n):
    total = 0
    for v in gen(n):
        total += v
    for v in gen(n):
        total += v
    return total
"""

AGAIN = """\
def g(ks):
    t = 0
    for k in ks:
        if k:
            t += g([0])
        t += 1
        t += 2
    return t

def f(n):
    return g([3, 0])
"""

SECOND = "Iteration 2:\n- Blah is blah.\n- "
INSIDE = (
    "`g([3, 0])` is called.\n\nFor `k = 3`:\n- `k` is `3`.\n\n`g([0])` is called. Blah is blah. "
)
GIVEN = "Blah is blah.\n\n`gen(2)`:\n- Iteration 1 of the inner loop:\n  - "


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # That the loop ends makes the point certain, where there is one loop and one function.
        # (It and the number of its passes are two claims.)
        (ONE, "3", "Blah is blah. The loop ends after 3 passes. `total` becomes `4`.", "VVV"),
        (ONE, "3", "Blah is blah. The loop ends after 3 passes. `total` becomes `6`.", "VVR"),
        (TWO, "3", "Blah is blah. The loop ends after 3 passes. `total` becomes `6`.", "VVA"),
        # Not where another loop could be meant from elsewhere.
        (
            BESIDE,
            "3",
            "`x` becomes `0`. Blah is blah. The loop ends after 3 passes. `total` becomes `35`.",
            "VVVA",
        ),
        (
            BESIDE,
            "3",
            "`x` becomes `0`. Blah is blah. The loop ends after 3 passes. `total` becomes `36`.",
            "VVVR",
        ),
        (
            BESIDE,
            "3",
            "Blah is blah. The first loop ends after 3 passes. `total` becomes `35`.",
            "VVR",
        ),
        # Nor where it is entered again.
        (
            INNER,
            "3",
            "Blah is blah. The inner loop ends after 2 passes. `total` becomes `142`.",
            "VVA",
        ),
        (
            INNER,
            "3",
            "Blah is blah. The inner loop ends after 2 passes. `total` becomes `143`.",
            "VVR",
        ),
        # But in a pass in which it is entered once.
        (TESTED, "3", f"{SECOND}`total > 150` is true.", "VA"),
        (
            TESTED,
            "3",
            f"{SECOND}The inner loop ends after 2 passes.\n- `total > 150` is true.",
            "VVVR",
        ),
        (
            TESTED,
            "3",
            f"{SECOND}The inner loop ends after 2 passes.\n- `total > 150` is false.",
            "VVVV",
        ),
        # The pass that a heading has named, of another call than the one that is told.
        (AGAIN, "1", f"{INSIDE}For `k = 3`, `t` becomes `9`.", "VVVVA"),
        (AGAIN, "1", f"{INSIDE}For `k = 5`, `t` becomes `9`.", "VVVVR"),
        # In a generator, behind a point outside of it.
        (HANDS_OUT, "2", f"{GIVEN}`x` becomes `1`.", "VVV"),
        (HANDS_OUT, "2", f"{GIVEN}`x` becomes `9`.", "VVR"),
    ],
)
def test_behind_what_was_not_read(source: str, call: str, text: str, expected: str) -> None:
    report = judge(source, call).verify(text)
    assert report.problems
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected
