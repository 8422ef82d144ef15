"""Lies and truths about conditions and what they lead to, assertions, what expressions evaluate to,
and what is in what and where (§5.10, §5.11, §5.28 to §5.33).
"""

# ruff: noqa: E501  # a table

from __future__ import annotations

import pytest

from tests.claims.test_attacks import rows
from tests.claims.test_verify import verdict

EXPRESSIONS = """\
class Box:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        return self.v < other.v
class Words(list):
    pass
def tail(n):
    if n > 9:
        return 1
def f(xs, d):
    n = 3
    if n > 5:
        k = 1
    else:
        k = 2
    while n > 0:
        n -= 1
        if n == 1:
            k = 9
        else:
            k = 8
    assert n == 0
    try:
        assert n == 1
    except AssertionError:
        pass
    try:
        assert 1 // n
    except ZeroDivisionError:
        pass
    if d is None: k = 4
    if xs is not None:
        k += 1
    a = (1, 2)
    b = 2 * 3
    c = xs[0] < xs[1] < 9
    e = not d
    g = f'{k + 1}'
    h = (m := k + 1) + 1
    v = d.values()
    w = d.keys()
    p = q = None
    r, s = 5, 5
    t, u = True, True
    y = Box(1) < Box(2)
    if Box(1) < Box(2):
        k = 3
    z = [xs, xs]
    z.append(z)
    i = 'abcab'
    j = {1, 2}
    o = Words([1])
    l = xs is None
    x = Box(7)
    k += k * 2
    d['n'] = k
    del d['n']
    tail(3)
    try:
        k = xs[9] + 1
    finally:
        k = 0
"""

CALL = "[3, 4], {'a': 5}"

EXPRESSIONS_TOLD = """
VERIFIED The condition `n > 5` on line 13 is false, so line 14 is skipped.
REFUTED The condition `n > 5` on line 13 is false, so line 16 is skipped.
VERIFIED The condition `n > 5` on line 13 is false, so line 16 runs.
REFUTED The condition `n > 5` on line 13 is false, so line 14 runs.
REFUTED The condition `n > 5` on line 13 is false, so line 18 is skipped.
REFUTED The condition `n > 5` on line 13 is true, so line 14 runs.
VERIFIED On pass 2 of the loop on line 17, the condition `n == 1` on line 19 is true, so line 22 is skipped.
REFUTED On pass 2 of the loop on line 17, the condition `n == 1` on line 19 is true, so line 20 is skipped.
VERIFIED On pass 1 of the loop on line 17, the condition `n == 1` on line 19 is false, so line 20 is skipped.
REFUTED On pass 1 of the loop on line 17, the condition `n == 1` on line 19 is false, so line 22 is skipped.
REFUTED On pass 1 of the loop on line 17, the condition `n == 1` on line 19 is false, so line 20 runs.
REFUTED In call 1 of `tail`, the condition `n > 9` on line 9 is false, so line 10 runs.
VERIFIED In call 1 of `tail`, the condition `n > 9` on line 9 is false, so line 10 is skipped.
VERIFIED The assertion on line 23 holds.
REFUTED The assertion on line 23 fails.
VERIFIED The assertion on line 25 fails.
REFUTED The assertion on line 25 holds.
REFUTED The assertion on line 29 holds.
REFUTED The assertion on line 29 fails.
REFUTED The assertion on line 24 fails.
VERIFIED The condition `d is None` on line 32 is false.
VERIFIED On line 33, `xs` evaluates to `[3, 4]`.
VERIFIED On line 33, `xs is not None` evaluates to `True`.
VERIFIED On line 54, `xs is None` evaluates to `False`.
VERIFIED On line 36, `2 * 3` evaluates to `6`.
REFUTED On line 36, `3 * 2` evaluates to `6`.
UNSUPPORTED On line 37, `xs[0] < xs[1] < 9` evaluates to `True`.
VERIFIED On line 37, `xs[0]` evaluates to `3`.
UNSUPPORTED On line 38, `not d` evaluates to `False`.
UNSUPPORTED On line 39, `k + 1` evaluates to `10`.
VERIFIED On line 40, `k + 1` evaluates to `10`.
VERIFIED On line 40, `(m := k + 1) + 1` evaluates to `11`.
REFUTED On line 40, `m` evaluates to `10`.
UNSUPPORTED On line 46, `Box(1) < Box(2)` evaluates to `True`.
UNSUPPORTED On line 47, `Box(1) < Box(2)` evaluates to `True`.
VERIFIED The condition `Box(1) < Box(2)` on line 47 is true.
VERIFIED On line 56, `k` evaluates to `3`.
REFUTED On line 56, `k` evaluates to `9`.
VERIFIED On line 56, `k * 2` evaluates to `6`.
VERIFIED On line 57, `k` evaluates to `9`.
VERIFIED On line 57, `d` evaluates to `{'a': 5}`.
REFUTED On line 57, `d['n']` evaluates to `9`.
REFUTED On line 42, `w` evaluates to `1`.
UNSUPPORTED After line 42, `5` is in `v`.
UNSUPPORTED After line 42, `6` is in `v`.
UNSUPPORTED After line 42, `6` is not in `v`.
UNSUPPORTED After line 42, `5` is not in `v`.
UNSUPPORTED After line 42, `'a'` is in `w`.
UNSUPPORTED After line 42, `5` is in `w`.
VERIFIED After line 42, `4` is in `xs`.
REFUTED After line 42, `4` is in `k`.
REFUTED After line 42, `4` is in `missing`.
VERIFIED After line 43, `p` and `q` are the same object.
UNSUPPORTED After line 44, `r` and `s` are the same object.
VERIFIED After line 45, `t` and `u` are the same object.
REFUTED After line 45, `t` and `r` are the same object.
REFUTED After line 45, `t` and `p` are the same object.
VERIFIED After line 49, `z[0]` and `z[1]` are the same list.
VERIFIED After line 49, `z[0]` and `xs` are the same list.
REFUTED After line 49, `z` and `xs` are the same list.
REFUTED After line 49, `a` and `z` are the same list.
VERIFIED After line 53, `o` and `o` are the same list.
VERIFIED After line 51, `'ab'` occurs twice in `i`.
REFUTED After line 51, `'ab'` occurs once in `i`.
VERIFIED After line 51, `3` occurs once in `xs`.
REFUTED After line 51, `9` occurs once in `missing`.
UNSUPPORTED After line 51, `9` occurs once in `k`.
VERIFIED After line 52, the first element of `xs` is `3`.
VERIFIED After line 52, the first element of `a` is `1`.
REFUTED After line 52, the first element of `j` is `1`.
REFUTED After line 52, the first element of `d` is `5`.
REFUTED After line 52, the first element of `missing` is `5`.
UNSUPPORTED After line 56, the first element of `x` is `7`.
VERIFIED After line 52, the last element of `xs` is `4`.
REFUTED After line 52, the third element of `xs` is `4`.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"), rows((EXPRESSIONS, CALL, EXPRESSIONS_TOLD))
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted
