"""Calls that raise, or begin with some arguments, where another one does so than the next (§3.7):
which is meant is not told. What no call does stays false."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

CHECKED = """\
def check(x):
    if x > 2:
        raise KeyError(x)
    return x

def tag(word, sep='-'):
    return word + sep

def deep(k):
    if k == 0:
        return 0
    deep(k - 1)
    raise OSError(k)

def f(n):
    out = tag('a') + tag('b', '+')
    for i in range(1, n + 1):
        try:
            check(i)
        except KeyError:
            n += 1
    try:
        deep(1)
    except OSError:
        n = 0
    return n
"""

RAISES = "`check` raises a `KeyError`."
CASES = [
    (CHECKED, "3", RAISES, "A"),
    (CHECKED, "2", RAISES, "R"),
    (CHECKED, "3", "`check` raises a `ValueError`.", "R"),
    (CHECKED, "3", "`check(3)` raises a `KeyError`.", "V"),
    (CHECKED, "3", "`check(1)` raises a `KeyError`.", "R"),
    (CHECKED, "3", "In iteration 2, `check` raises a `KeyError`.", "R"),
    (CHECKED, "3", "In iteration 3, `check` raises a `KeyError`.", "V"),
    # The call that is being told is the one that is meant.
    (CHECKED, "3", "`check(1)` is called. " + RAISES, "VR"),
    (CHECKED, "3", "`check(3)` is called. " + RAISES, "VV"),
    # Of a recursion it may be the outer call, which began before.
    (CHECKED, "2", "`deep` raises an `OSError`.", "A"),
    (CHECKED, "2", "`deep` raises a `KeyError`.", "R"),
    (CHECKED, "2", "`tag` is called with `sep='+'`.", "A"),
    (CHECKED, "2", "`tag` is called with `sep='-'`.", "V"),
    (CHECKED, "2", "`tag` is called with `sep='*'`.", "R"),
    (CHECKED, "2", "`tag` is called with `sep='+'` and `word='a'`.", "R"),
    (CHECKED, "2", "`tag` is called. `tag` is called with `sep='-'`.", "VR"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_of_another_call(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
