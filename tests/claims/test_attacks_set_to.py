"""Lies and truths about what becomes what an expression is (§5.92), where it is set, changes in
place, or stays as it is."""

from __future__ import annotations

import pytest

from tests.claims.test_attacks_not_done import verdicts
from tests.oracle.judge import Oracle

GROWING = """\
def f(s):
    d = []
    for c in s:
        d.append(c)
        n = len(d)
    return d
"""

COUNTING = """\
from collections import Counter, deque

def f(s):
    d = Counter()
    q = deque()
    t = (0,)
    for c in s:
        d[c] += 1
        q.append(c)
    return d
"""

CASES = [
    (GROWING, "'ab'", "`d` becomes `list('')`.", "V"),
    (GROWING, "'ab'", "`d` becomes `list(s)`.", "R"),
    (GROWING, "'ab'", "In iteration 1, `n` becomes `len(d)`.", "V"),
    (GROWING, "'ab'", "In iteration 1, `n` becomes `len(d) + 1`.", "R"),
    (GROWING, "'ab'", "In iteration 1, `c` becomes `s[0]`.", "V"),
    # A change may be told so, truly or not; what cannot change is not changed.
    (GROWING, "'ab'", "In iteration 1, `d` becomes `d + [c]`.", "U"),
    (GROWING, "'ab'", "In iteration 1, `d` becomes `d + [s]`.", "U"),
    (GROWING, "'ab'", "In iteration 1, `s` becomes `c + c`.", "R"),
    (COUNTING, "'ab'", "In iteration 1, `d` becomes `Counter({'a': 1})`.", "U"),
    (COUNTING, "'ab'", "In iteration 1, `q` becomes `deque(['a'])`.", "U"),
    (COUNTING, "'ab'", "In iteration 1, `t` becomes `t + t`.", "U"),
    (COUNTING, "'ab'", "In iteration 1, `c` becomes `c + c`.", "R"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_what_becomes_an_expression(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, arguments, text) == expected


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_the_oracle_does_not_say_otherwise(
    source: str, arguments: str, text: str, expected: str
) -> None:
    [(_, verdict)] = Oracle(source, "f", arguments).judge(text).claims
    assert verdict[0] == expected or verdict in {"UNDECIDED", "UNPARSED"}
