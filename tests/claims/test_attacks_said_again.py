"""What is said to be so again was so before, or it is not settled (docs/semantics.md §5.108).
Every lie stands beside the truth that it would replace."""

# ruff: noqa: E501  # tables

from __future__ import annotations

import pytest

from tests.claims.test_discourse import verdicts

CALLS = """\
def g(k):
    return k * 2
def f(xs):
    n = len(xs)
    a = g(3)
    x = 3
    x = 4
    x = 3
    for v in xs:
        x = x + v
    b = g(3)
    m = len(xs)
    c = g(2)
    return n + a
"""

STATES = """\
def f(events):
    state = 'shut'
    for e in events:
        moved = False
        if e == 'c':
            state = 'open'
        else:
            state = 'shut'
        if state == 'open':
            moved = True
    return state
"""

BOTH = """\
def f(n):
    a = 1
    b = 1
    b = 2
    b = 1
    return a + b
"""

RAISING = """\
def take(k):
    if k < 0:
        raise ValueError('less')
    return k
def f(ks):
    bad = 0
    for k in ks:
        try:
            take(k)
        except ValueError:
            bad += 1
    return bad
"""

MEMO = """\
def h(k):
    return g(k) + 1
def g(k):
    return len([k])
def f(n):
    a = g(n)
    b = h(n)
    return a + b
"""


@pytest.mark.parametrize(
    ("source", "call", "text", "found"),
    [
        # Calls of functions of the program, and of others
        (CALLS, "[1, 2]", "`g(3)` is called again.", "A"),
        (CALLS, "[1, 2]", "`g(3)` is called. `g(3)` is called again.", "VV"),
        (CALLS, "[1, 2]", "`g(3)` is called. `g(3)` is called once more.", "VV"),
        (CALLS, "[1, 2]", "`g(3)` is called. Once again, `g(3)` is called.", "VV"),
        (CALLS, "[1, 2]", "`g(3)` is called. After the loop, `g(2)` is called again.", "VA"),
        (CALLS, "[1, 2]", "`g(3)` is called. `g(5)` is called again.", "VR"),
        (CALLS, "[1, 2]", "`g` is called again.", "A"),
        (CALLS, "[1, 2]", "After the loop, `g` is called again.", "V"),
        (CALLS, "[1, 2]", "`g` is called with `k = 3`. `g` is called with `k = 3` again.", "VV"),
        (CALLS, "[1, 2]", "`g` is called with `k = 2` again.", "A"),
        (CALLS, "[1, 2]", "`g` is called with `k = 9` again.", "R"),
        (CALLS, "[1, 2]", "`g(3)` is called. `g(3)` is called. `g` is called with `k = 2` again.", "VVA"),
        (CALLS, "[1, 2]", "`len(xs)` is called again.", "A"),
        (CALLS, "[1, 2]", "Again, `len(xs)` is called.", "A"),
        (CALLS, "[1, 2]", "We call `len(xs)` again.", "A"),
        (CALLS, "[1, 2]", "`f` calls `len(xs)` again.", "A"),
        (CALLS, "[1, 2]", "`len(xs)` is called. `len(xs)` is called again.", "VV"),
        (CALLS, "[1, 2]", "`len(xs)` is called. `len(xs)` is called again. `len(xs)` is called again.", "VVU"),
        (CALLS, "[1, 2]", "After the loop, `len(xs)` is called again.", "V"),
        (CALLS, "[1, 2]", "`g(2)` is called again and `4` is returned.", "AV"),
        (CALLS, "[1, 2]", "`g(2)` is called and `4` is returned again.", "VA"),
        # by whom
        (MEMO, "1", "`g(1)` is called. `h(1)` calls `g(1)` again.", "VA"),
        (MEMO, "1", "`g(1)` is called. `h(1)` calls `g(1)`.", "VV"),
        (MEMO, "1", "`g(1)` is called. `h(1)` is called. `g(1)` is called again.", "VVV"),
        # How they end
        (CALLS, "[1, 2]", "`g(3)` returns `6` again.", "A"),
        (CALLS, "[1, 2]", "`g(3)` returns `6`. `g(3)` returns `6` again.", "VV"),
        (CALLS, "[1, 2]", "`g(2)` returns `4` again.", "A"),
        (CALLS, "[1, 2]", "Call 2 of `g` returns `6` again.", "V"),
        (CALLS, "[1, 2]", "Call 3 of `g` returns `4` again.", "A"),
        (RAISING, "[-1, 2, -1]", "`take(-1)` raises `ValueError` again.", "A"),
        (RAISING, "[-1, 2, -1]", "In iteration 3, `take(-1)` raises `ValueError` again.", "V"),
        (RAISING, "[-1, 2, -1]", "In iteration 3, `take` raises a `ValueError` again.", "V"),
        (RAISING, "[-1, 2, -2]", "In iteration 3, `take(-2)` raises `ValueError` again.", "A"),
        (RAISING, "[-1, 2, -2]", "In iteration 3, `take` raises another `ValueError`.", "V"),
        (RAISING, "[-1, 2, -2]", "In iteration 1, `take` raises another `ValueError`.", "A"),
        # What something is, or becomes
        (CALLS, "[1, 2]", "`x` becomes `3` again.", "A"),
        (CALLS, "[1, 2]", "`x` becomes `3`. `x` becomes `4`. `x` becomes `3` again.", "VVV"),
        (CALLS, "[1, 2]", "`x` becomes `3`. `x` becomes `4` again.", "VA"),
        (CALLS, "[1, 2]", "`n` is set to `2` again.", "A"),
        (CALLS, "[1, 2]", "Line 4 sets `n` to `2` again.", "A"),
        (CALLS, "[1, 2]", "Line 4 runs. `n` is `2` again.", "VA"),
        (CALLS, "[1, 2]", "After line 4, `n` is again `2`.", "A"),
        (CALLS, "[1, 2]", "After line 8, `x` is again `3`.", "V"),
        (CALLS, "[1, 2]", "After line 7, `x` is again `4`.", "A"),
        (CALLS, "[1, 2]", "After line 5, `n` is again `2`.", "A"),
        (CALLS, "[1, 1]", "Iteration 2 (`v` is again `1`): `x` becomes `5`.", "VVV"),
        (CALLS, "[1, 2]", "Iteration 2 (`v` is again `2`): `x` becomes `6`.", "VAV"),
        (STATES, "['p', 'c', 'p']", "In iteration 3, `state` becomes `'shut'` again.", "V"),
        (STATES, "['p', 'c', 'p']", "In iteration 2, `state` becomes `'open'` again.", "A"),
        (STATES, "['p', 'c', 'p']", "In iteration 1, `moved` is set to `False` again.", "A"),
        (STATES, "['p', 'c', 'p']", "In iteration 2, `moved` is set to `False` again.", "V"),
        (STATES, "['p', 'c', 'p']", "In iteration 3, `moved` is `False` again and `state` becomes `'shut'`.", "VV"),
        (STATES, "['p', 'c', 'p']", "In iteration 1, `moved` is `False` again and `state` becomes `'shut'`.", "AV"),
        (STATES, "['p', 'c', 'p']", "In iteration 1, `moved` is `False` and `state` becomes `'shut'` again.", "VV"),
        # Of which claim it is said
        (CALLS, "[1, 2]", "`g(3)` is called. `g(3)` is called, and again, `g(2)` is called.", "VVA"),
        (CALLS, "[1, 2]", "`g(3)` is called. `g(3)` is called, and again `g(2)` is called.", "VVA"),
        (CALLS, "[1, 2]", "`g(3)` is called. `g(3)` is called again, and `g(2)` is called.", "VVV"),
        (CALLS, "[1, 2]", "`g(3)` is called. `g(3)` is called; once more, `g(2)` is called.", "VVA"),
        (CALLS, "[1, 2]", "`len(xs)` is called. `g(3)` is called, and again `len(xs)` is called.", "VVV"),
        (BOTH, "1", "Line 5 runs. `a` and `b` are both `1` again.", "VAV"),
        (BOTH, "1", "Line 5 runs. `a` and `b` are both `1`.", "VVV"),
        (BOTH, "1", "Line 5 runs. `b` is `1` again, and `a` is `1`.", "VVV"),
        (BOTH, "1", "Line 5 runs. `b` is `1`, and `a` is `1` again.", "VVA"),
        # What is tested, and what runs
        (STATES, "['p', 'c', 'c']", "In iteration 3, `e == 'c'` is true again.", "V"),
        (STATES, "['p', 'c', 'c']", "In iteration 2, `e == 'c'` is true again.", "A"),
        (STATES, "['p', 'c', 'c']", "In iteration 3, line 6 runs again.", "V"),
        (STATES, "['p', 'c', 'c']", "In iteration 2, line 6 runs again.", "A"),
        # That a loop goes on
        (STATES, "['p', 'c', 'c']", "In iteration 1, `e == 'c'` is false, and the loop goes on again.", "VV"),
    ],
)  # fmt: skip
def test_what_is_so_again_was_so_before(source: str, call: str, text: str, found: str) -> None:
    assert verdicts(source, call, text) == found


def test_a_sentence_without_the_word_says_nothing_of_before() -> None:
    assert verdicts(CALLS, "[1, 2]", "`len(xs)` is called.\n`x` becomes `3`.") == "VV"
