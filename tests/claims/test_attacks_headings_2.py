"""What is told of the point: jumps that do not run, elements that move, calls by what they are
given, what generators hand out (§5.100 to §5.104). Every lie stands beside the truth that it would
replace."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.claims.test_discourse import verdicts


@dataclass(frozen=True)
class Run:
    """A program and its call."""

    source: str
    call: str


SKIPS = Run(
    """\
def f(nums):
    total = 0
    for n in nums:
        if n < 0:
            continue
        total += n
        if total > 20:
            break
    else:
        total = -total
    return total
""",
    "[5, -1, 7]",
)

SKIPS_TWICE = Run(
    """\
def f(nums):
    total = 0
    for n in nums:
        if n < 0:
            continue
        if n > 9:
            continue
        total += n
    return total
""",
    "[5, -1, 17]",
)

FROM_LEFT = Run(
    """\
def f(a):
    a[1] = a[0]
    i = 1
    while i < 2:
        a[i + 1] = a[i]
        i += 1
    return a
""",
    "[3, 1, 2]",
)

COPIED = Run(
    """\
def f(xs):
    n = 3
    a = list(xs)
    a[1] = a[0]
    a[0], a[2] = a[2], a[1]
    return a
""",
    "[3, 1, 2]",
)

SWAPPED = Run(
    """\
def f(a):
    a[0], a[1] = a[1], a[0]
    a[2] = a[1]
    return a
""",
    "[3, 1, 2]",
)

BOTH = Run(
    """\
def f(a, b):
    b[0] = 7
    a[1] = a[0]
    return a, b
""",
    "[3, 1, 2], [0]",
)

MARKED = Run(
    """\
def f(a):
    n = 0
    for x in a:
        n += x
    a[1] = 9
    a[2] = a[1]
    return n
""",
    "[3, 1, 2]",
)

SQUARES = Run(
    """\
def g(k):
    return k * k

def f(n):
    x = g(2) + g(3)
    y = g(2)
    return x + y
""",
    "1",
)

SUM = Run(
    """\
def g(k):
    return k * k

def f(n):
    x = g(2) + g(3)
    return x
""",
    "1",
)

CONSTANT = Run(
    """\
def f(k):
    return 5
""",
    "3",
)

AGAIN = Run(
    """\
seen = []

def g(k):
    if seen:
        return k
    seen.append(k)
    return g(k)

def f(n):
    seen.clear()
    return g(n)
""",
    "3",
)

PAIR = Run(
    """\
def up():
    yield 1
    yield 2

def down():
    yield 5
    yield 4

def f():
    one = up()
    two = down()
    x = next(one) + next(two)
    y = next(one) + next(two)
    return x, y
""",
    "",
)

TWICE = Run(
    """\
def f(total):
    a = total * 2
    total += 1
    b = total * 2
    return a + b
""",
    "2",
)

RIGHT = "`3` is moved one position to the right."
OF_3 = "The call with `k` = `3` returns `9`."

CASES: list[tuple[Run, str, str]] = [
    # What does not run in the pass that is being told; how often it does in the whole.
    (SKIPS, "`n` becomes `5`. The `continue` statement is not executed.", "VV"),
    (SKIPS, "`n` becomes `5`. `n` becomes `-1`. The `continue` statement is not executed.", "VVR"),
    (SKIPS, "The `continue` statement is not executed.", "R"),
    (SKIPS, "`n` becomes `5`. The `continue` statement is executed exactly once.", "VV"),
    (SKIPS, "`n` becomes `5`. The `continue` statement is executed twice.", "VR"),
    (SKIPS, "`n` becomes `5`. `n` becomes `-1`. `total` is not set.", "VVV"),
    (SKIPS, "`n` becomes `5`. `total` is not set.", "VR"),
    (SKIPS_TWICE, "`n` becomes `5`. The `continue` statement is not executed.", "VA"),
    (SKIPS_TWICE, "The `continue` statement is executed exactly once.", "A"),
    # The `else` of the loop, where no `if` has one.
    (SKIPS, "The `else` branch is taken.", "V"),
    (SKIPS, "The `else` branch is not taken.", "R"),
    # Elements that move: each visit once; from the first statement on, before there is a list.
    (FROM_LEFT, RIGHT, "V"),
    (FROM_LEFT, "`1` is moved one position to the right.", "R"),
    (FROM_LEFT, f"{RIGHT} {RIGHT}", "VV"),
    (FROM_LEFT, f"{RIGHT} {RIGHT} {RIGHT}", "VVR"),
    (COPIED, RIGHT, "V"),
    (COPIED, "`1` is moved one position to the right.", "R"),
    # Something else is set there; the sentence before was about a pass.
    (MARKED, f"In iteration 1, `n` becomes `3`. {RIGHT}", "VR"),
    (MARKED, "`a[1]` becomes `9`. `9` is moved one position to the right.", "VV"),
    # Of a visit that sets two, the one of which no claim has told it.
    (SWAPPED, RIGHT, "A"),
    (SWAPPED, f"`a[0]` becomes `1`. {RIGHT}", "VV"),
    (SWAPPED, "`a[0]` becomes `1`. `1` is moved one position to the left.", "VR"),
    (SWAPPED, "`a[1]` becomes `3`. `1` is moved one position to the left.", "VV"),
    (COPIED, f"{RIGHT} `a[0]` becomes `2`. {RIGHT}", "VVV"),
    (COPIED, f"{RIGHT} `a[0]` becomes `2`. `2` is moved one position to the right.", "VVR"),
    (BOTH, "`7` is written to index 0.", "A"),
    (BOTH, RIGHT, "A"),
    # Calls by what they are given: in the visit that is being told, whatever else it called.
    (SUM, f"{OF_3} `x` becomes `13`. The call with `k` = `2` returns `4`.", "VVV"),
    (SUM, f"{OF_3} `x` becomes `13`. The call with `k` = `2` returns `9`.", "VVR"),
    (SQUARES, "The call with `k` = `2` returns `4`. " * 2, "VV"),
    (SQUARES, "The call with `k` = `2` returns `4`. " * 3, "VVR"),
    # Calls that end one step after the other, and one that ends at once.
    (AGAIN, "The call with `k` = `3` returns `3`. " * 2, "VV"),
    (AGAIN, "The call with `k` = `3` returns `3`. " * 3, "VVR"),
    (CONSTANT, "The call with `k` = `3` returns `5`.", "V"),
    (CONSTANT, "The call with `k` = `3` returns `3`.", "R"),
    # What a generator hands out in the visit that is being told, whatever another one has.
    (PAIR, "`down` hands out `5`. `x` becomes `6`. `up` hands out `1`.", "VVV"),
    (PAIR, "`down` hands out `5`. `x` becomes `6`. `up` hands out `2`.", "VVR"),
    # What is written on several lines: the next of them.
    (TWICE, "`total * 2` is computed. `a` becomes `4`.", "VV"),
    (TWICE, "`total` becomes `3`. `total * 2` is computed. `b` becomes `6`.", "VVV"),
    (TWICE, "`total` becomes `3`. `total * 2` is computed. `a` becomes `4`.", "VVR"),
]


@pytest.mark.parametrize(("run", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(run: Run, text: str, expected: str) -> None:
    assert verdicts(run.source, run.call, text) == expected
