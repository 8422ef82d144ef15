"""Lies and truths told as they happen, without lines (§3.4, §3.5, §5.74 to §5.80).

A program and its call, and narrations of it: each claim with its verdict. Every lie stands beside
the truth that it would replace; what cannot be said does not parse."""

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from tests.claims.test_discourse import verdicts

PICK = """\
def f(xs):
    out = []
    best = 0
    for i, x in enumerate(xs):
        half = x // 2
        if x < 0:
            continue
        if x > 90:
            break
        elif half > best:
            best = half
        else:
            out.append(x)
    return best, out
"""
PICKED = "[4, -1, 2, 8, 99, 6]"

WALK = """\
def down(n, seen):
    seen.append(n)
    if n == 0:
        return 0
    rest = down(n - 1, seen)
    return rest + n

def f(n):
    seen = []
    total = down(n, seen)
    again = down(1, seen)
    return total + again
"""

CASES = [
    # What a label names is found once, and the next time the next one.
    (PICK, PICKED, "`x = 4`: `best` becomes `2`.", "VV"),
    (PICK, PICKED, "`x = 4`: `best` becomes `4`.", "VR"),
    (PICK, PICKED, "`x = 5`: `best` becomes `2`.", "RR"),
    (PICK, PICKED, "`i = 0`, `x = 4`: `best` becomes `2`.", "VV"),
    (PICK, PICKED, "`i = 1`, `x = 4`: `best` becomes `2`.", "RR"),
    (PICK, "[3, 3]", "`3`: `half` = `1`.\n`3`: `i` is `1`.", "VVVV"),
    (PICK, "[3, 3]", "`3`: `half` = `1`.\n`3`: `i` is `0`.", "VVVR"),
    (PICK, "[3, 3]", "`3`: `i` is `0`.\n`3`: `i` is `1`.\n`3`: `i` is `2`.", "VVVVRR"),
    # What a pass sets is not what the pass before it had set.
    (PICK, PICKED, "In iteration 4, `half` is `4`.", "V"),
    (PICK, PICKED, "In iteration 4, `half` is `1`.", "R"),
    (PICK, PICKED, "Iteration 4 (`x = 8`): `half = 4`, `best = 4`.", "VVVV"),
    (PICK, PICKED, "Iteration 4 (`x = 8`): `half = 1`, `best = 2`.", "VVRR"),
    (PICK, PICKED, "Iteration 3 (`x = 8`): `half = 4`.", "VRR"),
    # Branches and jumps are of the pass and the test that are told.
    (PICK, PICKED, "Iteration 2: `x < 0` is true, so the `if` branch is taken.", "VVV"),
    (PICK, PICKED, "Iteration 2: `x < 0` is true, so the `if` branch is not taken.", "VVR"),
    (PICK, PICKED, "Iteration 2: `x < 0` is true, so we continue.", "VVV"),
    (PICK, PICKED, "Iteration 1: `x < 0` is false, so we continue.", "VVR"),
    (PICK, PICKED, "Iteration 2: `x < 0` is true, so we break.", "VVR"),
    (PICK, PICKED, "Iteration 5: `x > 90` is true, so the loop is left by `break`.", "VVV"),
    (PICK, PICKED, "Iteration 4: `x > 90` is false, so the loop is left by `break`.", "VVR"),
    (PICK, PICKED, "Iteration 4: `x > 90` is false, so the `elif` branch is taken.", "VVV"),
    (PICK, PICKED, "Iteration 3: `x > 90` is false, so the `elif` branch is taken.", "VVR"),
    (PICK, PICKED, "Iteration 3: `x > 90` is false, so the else block is executed.", "VVV"),
    (PICK, PICKED, "Iteration 4: `x > 90` is false, so the else block is executed.", "VVR"),
    (PICK, PICKED, "Iteration 5: `x > 90` is true, so the loop goes on.", "VVR"),
    (PICK, PICKED, "Iteration 6: `x > 90` is false.", "RR"),
    # Nothing changes but what changes.
    (PICK, PICKED, "Iteration 3: `best` is unchanged.", "VV"),
    (PICK, PICKED, "Iteration 4: `best` is unchanged.", "VR"),
    (PICK, PICKED, "Iteration 4: `best` stays `2`.", "VR"),
    (PICK, PICKED, "Iteration 3: `best` stays `2`.", "VV"),
    (PICK, PICKED, "Iteration 3: `best` stays `4`.", "VR"),
    (PICK, PICKED, "Iteration 3: `2` is appended, so `best` was not updated.", "VVV"),
    (PICK, PICKED, "Iteration 4: `8` is appended.", "VR"),
    (PICK, PICKED, "Iteration 3: `2` is popped.", "VR"),
    # Calls: the next one, those that call it, what they return.
    (WALK, "2", "`down(2, seen)` is called. `n == 0` is false.", "VV"),
    (WALK, "2", "`down(2, seen)` is called. `n == 0` is true.", "VA"),
    (WALK, "2", "`down(1, seen)` is called. `n` is `1`, and `1` is returned.", "VVV"),
    (WALK, "2", "`down(1, seen)` is called. `n` is `2`, and `3` is returned.", "VRR"),
    (WALK, "2", "`down(3, seen)` is called.", "R"),
    (WALK, "2", "`down(2, [])` is called.", "V"),
    (WALK, "2", "`down(2, [2])` is called.", "R"),
    (WALK, "2", "`down(2, seen)` calls `down(1, seen)`, which calls `down(0, seen)`.", "VV"),
    (WALK, "2", "`down(2, seen)` calls `down(0, seen)`.", "R"),
    (WALK, "2", "`down(2, seen)` is called. `total` becomes `3`.", "VV"),
    (WALK, "2", "`down(2, seen)` is called. `total` becomes `2`.", "VR"),
    (WALK, "2", "`down` returns `0`. `down` returns `1`. `down` returns `3`.", "VVV"),
    (WALK, "2", "`down` returns `0`. `down` returns `3`.", "VR"),
    (WALK, "2", "`f` returns `4`.", "V"),
    (WALK, "2", "`f` returns `3`.", "R"),
    (WALK, "2", "`down(2, seen)` is called. `seen` becomes `[2]`.", "VV"),
    (WALK, "2", "`down(2, seen)` is called. `seen` becomes `[2, 1, 0]`.", "VA"),
    # A thing that is named by its type alone is the only one of it.
    (WALK, "2", "`seen` becomes `[]`. The list is empty.", "VV"),
    (WALK, "2", "`seen` becomes `[]`. The list has 1 element.", "VR"),
    (PICK, PICKED, "After the loop, the list has 6 elements.", "A"),
    (PICK, PICKED, "The list has 6 elements.", "V"),
    (PICK, PICKED, "The list has 5 elements. The tuple is empty.", "RR"),
    (PICK, PICKED, "The function is called with `xs = [4, -1, 2, 8, 99, 6]`.", "V"),
    (PICK, PICKED, "The function is called with `xs = [4]`.", "R"),
    # The table keeps what is said.
    (PICK, PICKED, "After the loop, `best` is no longer `0`.", "V"),
    (PICK, PICKED, "After the loop, `best` is no longer `4`.", "R"),
    (PICK, PICKED, "The loop body was executed 5 times.", "V"),
    (PICK, PICKED, "The loop body was executed only 4 times.", "R"),
    (PICK, PICKED, "The returned tuple is `(4, [2])`.", "V"),
    (PICK, PICKED, "The returned tuple is `(4, [])`.", "R"),
    (PICK, PICKED, "Iteration 3: since `x` is `2`, `half` becomes `1`.", "VVV"),
    (PICK, PICKED, "Iteration 3: since `x` is `3`, `half` becomes `1`.", "VRV"),
    (PICK, PICKED, "Iteration 3: `half` becomes `1` because `x` is `3`.", "VRV"),
    (PICK, PICKED, "Iteration 1: `4 > 90`, so `best` becomes `2`.", "VRV"),
    (PICK, PICKED, "Iteration 3: `2` is even, so it is appended.", "VVV"),
    (PICK, PICKED, "Iteration 3: `2` is odd, so it is appended.", "VRV"),
    (PICK, PICKED, "Iteration 3: `x` is `2`, so it is added to `out`.", "VVV"),
    (PICK, PICKED, "Iteration 3: `x` is `2`, which is odd.", "VVR"),
    (PICK, PICKED, "Iteration 4: `best` goes from `2` to `4`.", "VV"),
    (PICK, PICKED, "Iteration 4: `best` goes from `3` to `4`.", "VR"),
]

UNREAD = [
    "The returned list is `(4, [2])`.",
    "The character `'ab'` is in `s`.",
    "The integer `2.5` is in `s`.",
    "It is odd.",
    "The loop runs 5 times, once for each vowel.",
    "`x` could be appended to `out`.",
    "`x` would become `3`.",
    "If `x` is `3`, `best` becomes `2`.",
    "`x` is never appended.",
    "`x` is not appended to `out`.",
    "All values are appended to `out`.",
    "The loop never runs.",
    "The recursion stops after the third element.",
    "The second call is `down(1, seen)`.",
    "Nothing is appended.",
    "On pass 1, the function returns `3`.",
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize("text", UNREAD)
def test_what_smuggles_something_is_not_read(text: str) -> None:
    assert parse_narration(text).problems != ()
