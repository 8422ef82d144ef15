"""States of `On pass K …` whose names the pass itself sets: their two moments, the point behind
them, and where they stand in the order (§3.5, §6)."""

# ruff: noqa: ISC004 (texts of several lines)

from __future__ import annotations

import pytest

from tests.claims.test_discourse import judge, verdicts
from tests.oracle.judge import Oracle

TRANSLATED = """\
def f(names, text):
    out = ''
    for ch in text:
        val = names.get(ch)
        if val is None:
            out += ch
        else:
            out += val
    return out
"""
WORDS = "{'b': 'x'}, 'hbd'"

DOUBLED = """\
def f(n):
    seen = []
    for i in range(n):
        d = i * 2
        seen.append(d)
        d = -1
    return seen
"""

NESTED = """\
def f(rows):
    count = 0
    for row in rows:
        for x in row:
            d = x * 2
            count += d
            d = -1
        last = x
    return count
"""
ROWS = "[[1, 2], [4, 8]]"

CASES = [
    # All forms of states, not those with `is` alone.
    (TRANSLATED, WORDS, "In iteration 1, `val` has type `NoneType`.", "V"),
    (TRANSLATED, WORDS, "In iteration 1, `val` is falsy.", "V"),
    (TRANSLATED, WORDS, "In iteration 1, `val` is truthy.", "R"),
    (TRANSLATED, WORDS, "In iteration 2, the length of `val` is 1.", "V"),
    (TRANSLATED, WORDS, "In iteration 3, the length of `val` is 1.", "R"),
    (TRANSLATED, WORDS, "In iteration 2, `val` is greater than `ch`.", "V"),
    (TRANSLATED, WORDS, "In iteration 2, `val` is less than `ch`.", "R"),
    (TRANSLATED, WORDS, "In iteration 2, the first character of `val` is `'x'`.", "V"),
    (TRANSLATED, WORDS, "In iteration 2, the first character of `val` is `'b'`.", "R"),
    # What the pass before has left is nothing of this one.
    (DOUBLED, "2", "In iteration 2, `d` is negative.", "A"),
    (DOUBLED, "2", "In iteration 2, `d` has type `int`.", "V"),
    (DOUBLED, "2", "In iteration 2, `d` is even.", "A"),
    (DOUBLED, "2", "In iteration 2, `d` is less than `3`.", "V"),
    (DOUBLED, "2", "In iteration 2, `d` is not `5`.", "V"),
    (DOUBLED, "2", "In iteration 2, `d` is not `2`.", "A"),
    # Whether a name is defined is asked of the pass as it begins.
    (TRANSLATED, WORDS, "In iteration 1, `val` is defined.", "A"),
    (TRANSLATED, WORDS, "In iteration 2, `val` is defined.", "V"),
    # What comes next comes behind what sets the name, however the claim turns out.
    (TRANSLATED, WORDS, "In iteration 2, `val` is `'x'`. `out` becomes `'hx'`.", "VV"),
    (TRANSLATED, WORDS, "In iteration 2, `val` is `'x'`. `ch` is `'b'`.", "VV"),
    (TRANSLATED, WORDS, "In iteration 2, `val` is `'x'`. `ch` is now `'d'`.", "VV"),
    (TRANSLATED, WORDS, "In iteration 2, `val` is `'y'`. `ch` is now `'d'`.", "RV"),
    (TRANSLATED, WORDS, "In iteration 2, `val` is `'x'`. `val` becomes `None`.", "VV"),
    (TRANSLATED, WORDS, "In iteration 2, `val` is `'x'`. `val` becomes `'z'`.", "VR"),
    (DOUBLED, "2", "In iteration 2, `d` is `0`. `d` becomes `-1`.", "RV"),
    (DOUBLED, "2", "In iteration 2, `d` is not `5`. `seen` is `[0]`.", "VV"),
    (DOUBLED, "2", "In iteration 2, `d` is not `5`. `seen` is `[0, 2]`.", "VA"),
    (DOUBLED, "2", "In iteration 2, `d` is not `5`. `d` becomes `2`.", "VA"),
    # A point that is further on stays where it is.
    (TRANSLATED, WORDS, "In iteration 2, `out` becomes `'hx'`. In iteration 2, `val` is `'x'`. "
     "`out` is `'hx'`.", "VVV"),
    (TRANSLATED, WORDS, "In iteration 2, `out` becomes `'hx'`. In iteration 2, `val` is `'x'`. "
     "`out` becomes `'hxd'`.", "VVV"),
    (TRANSLATED, WORDS, "In iteration 2, `out` becomes `'hx'`. In iteration 2, `val` is `'x'`. "
     "`out` is `'h'`.", "VVR"),
    # Of a loop that is entered several times, in each of its passes.
    (NESTED, ROWS, "On pass 2 of the loop on line 4, `d` is `-1`.", "A"),
    (NESTED, ROWS, "On pass 2 of the loop on line 4, `d` is negative.", "A"),
    (NESTED, ROWS, "On pass 1 of the loop on line 4, `d` is even.", "A"),
    (NESTED, ROWS, "On pass 1 of the loop on line 4, `d` is less than `9`.", "V"),
    (NESTED, ROWS, "On pass 1 of the loop on line 4, `d` has type `int`.", "V"),
    (NESTED, ROWS, "On pass 1 of the loop on line 4, `d` has type `str`.", "R"),
    (NESTED, ROWS, "On pass 1 of the loop on line 4, `d` is `77`.", "R"),
    (NESTED, ROWS, "On pass 2 of the loop on line 3, on pass 1 of the loop on line 4, `d` is `8`.",
     "A"),
    # What does not happen is at no moment, and moves the point nowhere.
    (TRANSLATED, WORDS, "In iteration 2, line 8 runs. In iteration 2, line 6 runs. In iteration 2, "
     "`val` becomes `'x'`.", "VRA"),
    (TRANSLATED, WORDS, "In iteration 2, line 4 runs. In iteration 2, line 6 runs. `out` is `'h'`.",
     "VRV"),
]  # fmt: skip

ORDER = [
    ("ACCEPTED", "In iteration 2, the item is `'b'` and the val is `'x'`.\n"
     "In iteration 2, `ch` is now `'b'`."),
    ("ACCEPTED", "In iteration 2, `val` is `'x'`. `ch` = `'b'`."),
    ("ACCEPTED", "In iteration 2, line 5 runs. In iteration 2, `val` is `'x'`. In iteration 2, "
     "line 8 runs."),
    ("ACCEPTED", "In iteration 2, line 4 runs. In iteration 2, `ch` is `'b'`. In iteration 2, "
     "line 5 runs. In iteration 2, line 8 runs."),
    ("ACCEPTED", "In iteration 2, line 8 runs. In iteration 2, `val` is `'x'`."),
    ("REJECTED", "In iteration 2, `val` is `'x'`. In iteration 2, line 3 runs."),
    ("REJECTED", "In iteration 2, `val` is `'x'`. In iteration 1, line 6 runs."),
    ("REJECTED", "In iteration 3, line 4 runs. In iteration 2, `val` is `'x'`."),
    ("REJECTED", "In iteration 2, `val` is not `5`. In iteration 2, `ch` becomes `'b'`."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_the_oracle_agrees(source: str, call: str, text: str, expected: str) -> None:
    found = Oracle(source, "f", call).judge(text).claims
    assert "".join(verdict[0] for _, verdict in found) == expected


@pytest.mark.parametrize(("expected", "text"), ORDER)
def test_the_order(expected: str, text: str) -> None:
    told = f"{text}\nThe function returns `'hxd'`."
    assert judge(TRANSLATED, WORDS).verify(told).verdict.value == expected
    assert Oracle(TRANSLATED, "f", WORDS).judge(told).verdict == expected
