"""Passes and what stands around them: the pass that is being told and the one after it, loops that
can be meant, the far side of a loop, labels that stand for the context itself (§3.1 to §3.4, §5.83,
§5.90, §5.99). Every lie stands beside the truth that it would replace."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.claims.test_discourse import verdicts


@dataclass(frozen=True)
class Run:
    """A program and its call."""

    source: str
    call: str


FOREVER = Run(
    """\
def f(n, spare):
    last = 0
    while True:
        last = n
        n += 3
        if n > 9:
            break
    for i in range(2):
        n -= 1
    del spare
    while n > 9:
        n -= 1
    return n
""",
    "1, 2",
)

TRIPLE = Run(
    """\
def g(rows):
    total = 0
    for row in rows:
        count = 0
        for cell in row:
            for k in cell:
                count += k
            total += 1
        total += 100
    return total

def f(n):
    out = g([[[1], [2, 3]], [[4, 5]]])
    for i in range(n):
        for j in range(n):
            out += 1
        out += 10
    return out
""",
    "2",
)

WEEK = Run(
    """\
def f(n):
    x = y = 0
    for i in range(n):
        for j in range(n):
            x += 1
        for k in range(n):
            y += 1
    return x, y
""",
    "2",
)

DEEP = Run(
    """\
def f(n):
    x = y = 0
    for i in range(n):
        for j in range(n):
            for k in range(n):
                x += 1
            for m in range(n):
                y += 1
    return x, y
""",
    "2",
)

TWO = Run(
    """\
def g(k):
    for a in range(k):
        k += 1
    for b in range(2):
        k += 2
    return k

def f(n):
    x = 0
    y = 10
    for i in range(n):
        x += 1
        while x % 2:
            x += 1
    for j in range(n):
        y += 1
    z = g(n)
    return x, y, z
""",
    "3",
)

CALLS = Run(
    """\
def h(k):
    t = 2 * k
    return t

def g(n):
    total = 0
    for i in range(n):
        total += i
    return total

def f(n):
    t = h(1)
    s = g(2)
    t = h(5)
    for j in range(n):
        s += g(3)
    return s, t
""",
    "2",
)

TURNS = Run(
    """\
def f(turns, k):
    bag = []
    total = k
    for turn in turns:
        total += turn
        bag.append(total)
    total = k
    return bag
""",
    "[5, 3], 1",
)

DOWN = Run(
    """\
def f(n, k):
    steps = 0
    limit = k
    while n > 1:
        n = n // 2
        steps += 1
        if steps == k:
            limit = 0
    steps += limit
    return steps
""",
    "9, 2",
)

GRID = Run(
    """\
def f(rows):
    for row in rows:
        row.append(0)
    t = 0
    for i, row in enumerate(rows):
        t += 10
        for x in row:
            t += x
    return t
""",
    "[[1, 2], [3]]",
)

ROWS_OF = Run(
    """\
def f(rows):
    n = 9
    total = 0
    for row in rows:
        for n in row:
            total += n
    return total
""",
    "[[1], [5, 5]]",
)

INITIAL = "In iteration 1 of the first loop, `spare` is `2`"
SECOND = "In iteration 2 of the first loop, `spare` is `2`"
BEHIND = "After the loop over `range(2)`"
FIRST = "In iteration 1 of the outer loop"
DEEPER = f"{FIRST}, in iteration 1"
NEXT = f"{FIRST}, in iteration 1, in the next iteration"
IN_G = "In call 1 of `g`, in iteration 1"
NEXT_IN_G = f"{IN_G}, in iteration 1, in the next iteration"
BETWEEN = "between pass 1 and pass 2 of the loop on line 5, `n` does not change"

PASSES: list[tuple[Run, str, str]] = [
    # The pass in which the point lies. A loop without a header begins its pass with its body.
    (FOREVER, f"{SECOND}. In this pass, `n` becomes `7`.", "VV"),
    (FOREVER, f"{SECOND}. In this pass, `n` becomes `4`.", "VR"),
    (FOREVER, f"{INITIAL}. In the next pass, `n` becomes `7`.", "VV"),
    (FOREVER, f"{INITIAL}. In the next pass, `n` becomes `4`.", "VR"),
    # A pass before the one at whose start the point lies: its end is not the start of that one.
    (FOREVER, f"{SECOND}. In iteration 1 of the first loop, `n` becomes `4`.", "VV"),
    (FOREVER, "Over the loop on line 3, `last` goes from `0` to `7`.", "V"),
    (FOREVER, "Over the loop on line 3, `last` goes from `1` to `7`.", "R"),
    # The next pass, of a context that is a pass itself.
    (TRIPLE, "In iteration 1, in the next iteration, `i` is `1`.", "V"),
    (TRIPLE, "In iteration 1, in the next iteration, `i` is `0`.", "R"),
    (TRIPLE, f"{NEXT}, `out` becomes `205`.", "V"),
    (TRIPLE, f"{NEXT}, `out` becomes `204`.", "R"),
    (TRIPLE, f"{NEXT}, at `i = 0`, `out` becomes `205`.", "V"),
    (TRIPLE, f"{NEXT}, at `i = 1`, `out` becomes `205`.", "R"),
    (TRIPLE, f"{NEXT_IN_G}, `count` becomes `3`.", "V"),
    (TRIPLE, f"{NEXT_IN_G}, `count` becomes `1`.", "R"),
    (TRIPLE, f"{NEXT_IN_G}, at `row = [[1], [2, 3]]`, `total` becomes `2`.", "V"),
    (TRIPLE, f"{NEXT_IN_G}, at `row = [[1], [2, 3]]`, `total` becomes `1`.", "R"),
    (TRIPLE, "In every iteration, in this pass, `n` is `2`.", "V"),
    (TRIPLE, "In every iteration, in this pass, `n` is `3`.", "R"),
    # The pass of a called function that is being told.
    (CALLS, "`g(2)` is called. `i` becomes `0`. In this pass, `total` becomes `0`.", "VVV"),
    (CALLS, "`g(2)` is called. `i` becomes `0`. In this pass, `total` becomes `1`.", "VVR"),
    (CALLS, "`g(2)` is called. At `i = 1`, `total` becomes `1`.", "VV"),
    (CALLS, "`g(2)` is called. At `i = 1`, `total` becomes `2`.", "VR"),
    # What is described by a name of the context's function is a pass of that.
    (CALLS, "`g(2)` is called. At `j = 1`, `s` becomes `7`.", "VV"),
    (CALLS, "`g(2)` is called. At `j = 1`, `s` becomes `4`.", "VR"),
    # What was told is not forgotten where a state is told of the same moment.
    (DOWN, "`steps = 0`. After line 2, `k` is `2`. `steps = 1`.", "VVV"),
    (DOWN, "`steps = 0`. After line 2, `k` is `2`. `steps = 2`.", "VVR"),
    # A call that was told, and not to the end, is told no more behind another one beside it.
    (CALLS, "`h(1)` is called. `g(2)` is called. `t` becomes `10`.", "VVV"),
    (CALLS, "`h(1)` is called. `g(2)` is called. `t` becomes `2`.", "VVR"),
]

LOOPS: list[tuple[Run, str, str]] = [
    # Of a pass alone: the loop in which the point lies.
    (
        TWO,
        "In iteration 1 of the second loop, `y` becomes `11`. In iteration 2, `y` becomes `12`.",
        "VV",
    ),
    (
        TWO,
        "In iteration 1 of the second loop, `y` becomes `11`. In iteration 2, `y` becomes `11`.",
        "VR",
    ),
    (TWO, "In iteration 2, `y` becomes `12`.", "A"),
    # Else the one of which it was said last how often it runs, if it can be meant.
    (TWO, "The second loop makes 3 passes. In iteration 2, `y` becomes `12`.", "VV"),
    (TWO, "The second loop makes 3 passes. In iteration 2, `x` becomes `3`.", "VR"),
    (
        TWO,
        "The second loop makes 3 passes. In iteration 2 of the `for` loop, `y` becomes `12`.",
        "VA",
    ),
    (TWO, "The inner loop makes 1 pass. In iteration 1, `x` becomes `2`.", "VA"),
    (
        TWO,
        "The first loop makes 3 passes. In call 1 of `g`, in iteration 1, `k` becomes `4`.",
        "VA",
    ),
    (
        WEEK,
        f"{FIRST}, the second loop makes 2 passes. {FIRST}, in iteration 2, `y` becomes `2`.",
        "VV",
    ),
    (
        WEEK,
        f"{FIRST}, the second loop makes 2 passes. {FIRST}, in iteration 2, `x` becomes `2`.",
        "VR",
    ),
    (WEEK, f"{FIRST}, in iteration 2, `y` becomes `2`.", "A"),
    (
        DEEP,
        f"{DEEPER}, the second loop makes 2 passes. {DEEPER}, in iteration 2, `y` becomes `2`.",
        "VV",
    ),
    (
        DEEP,
        f"{DEEPER}, the second loop makes 2 passes. {DEEPER}, in iteration 2, `x` becomes `2`.",
        "VR",
    ),
    # The loop of which the context is a pass, said behind a loop in that pass.
    (TRIPLE, "In iteration 1, after the inner loop, the outer loop makes 2 passes.", "V"),
    (TRIPLE, "In iteration 1, after the inner loop, the outer loop makes 3 passes.", "R"),
    (
        TRIPLE,
        "On pass 1 of the loop on line 14, after the inner loop, the outer loop makes 2 passes.",
        "V",
    ),
    (
        TRIPLE,
        "On pass 1 of the loop on line 14, after the inner loop, the outer loop makes 1 pass.",
        "R",
    ),
    (
        TRIPLE,
        "In call 1 of `g`, on pass 1 of the loop on line 3, the outer loop makes 2 passes.",
        "V",
    ),
    (
        TRIPLE,
        "In call 1 of `g`, on pass 1 of the loop on line 3, the outer loop makes 3 passes.",
        "R",
    ),
    (TRIPLE, f"{IN_G}, the outer loop makes 2 passes.", "V"),
    (TRIPLE, f"{IN_G}, the outer loop makes 3 passes.", "R"),
    (TRIPLE, f"{IN_G}, after the loop over `row`, the outer loop makes 2 passes.", "V"),
    (TRIPLE, f"{IN_G}, after the loop over `row`, the outer loop makes 3 passes.", "R"),
    # Of each of several passes by itself that is not to be told.
    (TRIPLE, "In every iteration, after the inner loop, the outer loop makes 2 passes.", "A"),
    (TRIPLE, "In every iteration, the inner loop makes 2 passes.", "V"),
    # Behind a loop: nothing of its last visit, be it the `break` or the test that fails.
    (FOREVER, "After the first loop, line 7 runs.", "R"),
    (FOREVER, "After the first loop, line 8 runs 3 times.", "V"),
    (FOREVER, "After the third loop, line 11 runs.", "R"),
    # The visit that is being told remains so where the same context is named once more.
    (FOREVER, f"{BEHIND}, line 10 runs. {BEHIND}, `n` is unchanged.", "VV"),
    # From pass to pass, where one of the entries has no such passes.
    (ROWS_OF, f"In call 1 of `f`, {BETWEEN}.", "A"),
    (ROWS_OF, f"On pass 2 of the loop on line 4, {BETWEEN}.", "V"),
    (ROWS_OF, f"On pass 1 of the loop on line 4, {BETWEEN}.", "R"),
]

LABELS: list[tuple[Run, str, str]] = [
    # A variable that has the word of the label as its name, and no number of a pass.
    (TURNS, "Turn 3: `total` becomes `9`.", "VV"),
    (TURNS, "Turn 1: `total` becomes `6`.", "RR"),
    (TURNS, "In turn 5, `total` becomes `6`.", "V"),
    (TURNS, "In turn 2, `total` becomes `9`.", "R"),
    # What no loop changes describes the context itself, by what it is at its start.
    (TURNS, "At `k = 1`, `total` becomes `1`.", "V"),
    (TURNS, "At `k = 2`, `total` becomes `1`.", "R"),
    (DOWN, "At `k = 2`, `limit` becomes `2`.", "V"),
    (DOWN, "At `k = 3`, `limit` becomes `2`.", "R"),
    # What a statement in a loop changes describes a pass, in any kind of loop.
    (DOWN, "At `n = 4`, `steps` becomes `2`.", "V"),
    (DOWN, "At `n = 4`, `steps` becomes `1`.", "R"),
    (DOWN, "At `n = 5`, `steps` becomes `1`.", "R"),
    (DOWN, "At `limit = 0`, `n` becomes `1`.", "V"),
    (DOWN, "At `limit = 0`, `n` becomes `2`.", "R"),
    (DOWN, "In iteration 2, at `n = 4`, `steps` becomes `2`.", "V"),
    (DOWN, "In iteration 2, at `n = 9`, `steps` becomes `2`.", "R"),
    # In a pass: a pass of the loop in its body, or that pass itself.
    (GRID, "In iteration 1 of the second loop, at `x = 2`, `t` becomes `13`.", "V"),
    (GRID, "In iteration 1 of the second loop, at `x = 3`, `t` becomes `26`.", "R"),
    (GRID, "At `i = 1`, at `i = 1`, `t` becomes `23`.", "V"),
    (GRID, "At `i = 1`, at `i = 0`, `t` becomes `23`.", "R"),
    (GRID, "In iteration 2 of the second loop, at `i = 1`, `t` becomes `23`.", "V"),
    # Of several entries: the next one that is not over, and has such a pass.
    (GRID, "At `i = 1`, `t` becomes `23`. At `x = 3`, `t` becomes `26`.", "VV"),
    (GRID, "At `i = 1`, `t` becomes `23`. At `x = 2`, `t` becomes `26`.", "VR"),
    (GRID, "At `i = 1`, `t` becomes `23`. At `x = 0`, `t` becomes `26`.", "VV"),
    (GRID, "At `i = 1`, `t` becomes `23`. At `x = 0`, `t` becomes `13`.", "VR"),
    # A heading goes on behind the pass that was labelled last of its own loop, of no other one;
    # also where that is the first thing that the function does.
    (GRID, "`x = 2`: `t` becomes `13`.\n`i = 0`: `i` is `0`.", "VVVV"),
    (GRID, "`x = 2`: `t` becomes `13`.\n`i = 0`: `i` is `1`.", "VVVR"),
    (GRID, "`[1, 2]`: `0` is appended to `row`.", "VV"),
    (GRID, "`[1, 2]`: `1` is appended to `row`.", "VR"),
]


@pytest.mark.parametrize(("run", "text", "expected"), [*PASSES, *LOOPS, *LABELS])
def test_each_claim_gets_its_verdict(run: Run, text: str, expected: str) -> None:
    assert verdicts(run.source, run.call, text) == expected
