"""Lies and truths about why a condition was as it was, and how a value comes about (§5.41, §5.58,
§5.59).
"""

# ruff: noqa: E501  # a table

from __future__ import annotations

import pytest

from tests.claims.test_attacks import rows
from tests.claims.test_verify import verdict

WHY = """\
def g(v):
    return v
def f(a, b, c, xs):
    if a > 1 and b > 1:
        p = 1
    if a > 1 and b > 5 and c:
        p = 2
    if a > 5 or b > 1:
        p = 3
    if a > 5 or b > 5 or c:
        p = 4
    if a > 1 and g(b):
        p = 5
    if (b if a > 1 else c):
        p = 6
    if 1 < a < 9:
        p = 7
    if 5 < a < 9 < b:
        p = 8
    if a > 1 and id(xs) > 0:
        p = 9
    for n in (0, 2, 1):
        try:
            if 4 // n > 2 or c:
                p = n
        except ZeroDivisionError:
            p = 0
    if a and b and xs:
        p = 10
    if not (a > 5 or c):
        p = 11
    p = a + b * 2
    q = (a + b) * (a - b)
    r = -a
    s = xs[a - 3] + xs[1]
    t = max(a, b)
    u = xs.index(b)
    v = a < b
    w = (a, b + 1)
    x: int = a + 1
    y, z = a + 1, b * 2
    y, z = z, y
    a += b
    b = xs[0:2]
    c = [a, p + 1]
    y = 3 if a > 4 else 5
    z = a > 4 and y
    k = sum(n * n for n in xs)
    m = xs[a - 5] = a + 1
    return p + q
"""

CALL = "3, 2, 0, [2, 4, 6]"

WHY_TOLD = """
VERIFIED The condition `a > 1 and b > 1` on line 4 is true because `a` is `3` and `b` is `2`.
REFUTED The condition `a > 1 and b > 1` on line 4 is true because `a` is `3`.
REFUTED The condition `a > 1 and b > 1` on line 4 is true because `b` is `2`.
REFUTED The condition `a > 1 and b > 1` on line 4 is true because `b > 1` is `True`.
VERIFIED The condition `a > 1 and b > 1` on line 4 is true because `a > 1` is `True` and `b > 1` is `True`.
REFUTED The condition `a > 1 and b > 1` on line 4 is false because `a` is `3`.
VERIFIED The condition `a > 1 and b > 5 and c` on line 6 is false because `b` is `2`.
VERIFIED The condition `a > 1 and b > 5 and c` on line 6 is false because `c` is `0`.
REFUTED The condition `a > 1 and b > 5 and c` on line 6 is false because `a` is `3`.
VERIFIED The condition `a > 5 or b > 1` on line 8 is true because `b` is `2`.
REFUTED The condition `a > 5 or b > 1` on line 8 is true because `a` is `3`.
VERIFIED The condition `a > 5 or b > 5 or c` on line 10 is false because `a` is `3` and `b` is `2` and `c` is `0`.
REFUTED The condition `a > 5 or b > 5 or c` on line 10 is false because `a` is `3` and `b` is `2`.
REFUTED The condition `a > 5 or b > 5 or c` on line 10 is false because `a` is `3`.
REFUTED The condition `a > 5 or b > 5 or c` on line 10 is false because `c` is `0`.
UNSUPPORTED The condition `a > 1 and g(b)` on line 12 is true because `a` is `3`.
UNSUPPORTED The condition `a > 1 and g(b)` on line 12 is true because `a` is `3` and `b` is `2`.
VERIFIED The condition `a > 1 and g(b)` on line 12 is true because `a` is `3` and `g(b)` is `2`.
REFUTED The condition `a > 1 and g(b)` on line 12 is true because `g(b)` is `2`.
VERIFIED The condition `b if a > 1 else c` on line 14 is true because `a` is `3` and `b` is `2`.
REFUTED The condition `b if a > 1 else c` on line 14 is true because `a` is `3`.
REFUTED The condition `b if a > 1 else c` on line 14 is true because `b` is `2`.
REFUTED The condition `b if a > 1 else c` on line 14 is true because `a` is `3` and `c` is `0`.
VERIFIED The condition `1 < a < 9` on line 16 is true because `a` is `3`.
VERIFIED The condition `5 < a < 9 < b` on line 18 is false because `a` is `3`.
VERIFIED The condition `5 < a < 9 < b` on line 18 is false because `b` is `2`.
UNSUPPORTED The condition `a > 1 and id(xs) > 0` on line 20 is true because `a` is `3`.
UNSUPPORTED The condition `a > 1 and id(xs) > 0` on line 20 is true because `a` is `3` and `xs` is `[2, 4, 6]`.
REFUTED The condition `a and b and xs` on line 28 is true because `a` is `3` and `b` is `2`.
VERIFIED The condition `a and b and xs` on line 28 is true because `a` is `3` and `b` is `2` and `xs` is `[2, 4, 6]`.
REFUTED The condition `not (a > 5 or c)` on line 30 is true because `a` is `3`.
VERIFIED The condition `not (a > 5 or c)` on line 30 is true because `a` is `3` and `c` is `0`.
REFUTED On pass 1 of the loop on line 22, the condition `4 // n > 2 or c` on line 24 is false because `n` is `0`.
VERIFIED On pass 2 of the loop on line 22, the condition `4 // n > 2 or c` on line 24 is false because `n` is `2` and `c` is `0`.
REFUTED On pass 2 of the loop on line 22, the condition `4 // n > 2 or c` on line 24 is false because `n` is `2`.
VERIFIED On pass 3 of the loop on line 22, the condition `4 // n > 2 or c` on line 24 is true because `n` is `1`.
VERIFIED `b > 1` decides the condition `a > 1 and b > 1` on line 4.
REFUTED `a > 1` decides the condition `a > 1 and b > 1` on line 4.
VERIFIED `b > 5` decides the condition `a > 1 and b > 5 and c` on line 6.
REFUTED `c` decides the condition `a > 1 and b > 5 and c` on line 6.
VERIFIED `c` decides the condition `a > 5 or b > 5 or c` on line 10.
REFUTED `b > 5` decides the condition `a > 5 or b > 5 or c` on line 10.
VERIFIED `b > 1` decides the condition `a > 5 or b > 1` on line 8.
VERIFIED `xs` decides the condition `a and b and xs` on line 28.
REFUTED `b` decides the condition `a and b and xs` on line 28.
AMBIGUOUS `c` decides the condition `4 // n > 2 or c` on line 24.
REFUTED On pass 1 of the loop on line 22, `c` decides the condition `4 // n > 2 or c` on line 24.
VERIFIED On line 6, `c` is not evaluated.
REFUTED On line 6, `b > 5` is not evaluated.
REFUTED On line 10, `c` is not evaluated.
VERIFIED On pass 3 of the loop on line 22, on line 24, `c` is not evaluated.
REFUTED On pass 2 of the loop on line 22, on line 24, `c` is not evaluated.
UNSUPPORTED On pass 1 of the loop on line 22, on line 24, `c` is not evaluated.
UNSUPPORTED On line 24, `c` is not evaluated.
VERIFIED Line 32 sets `p` to `a + b * 2` = `3 + 2 * 2` = `3 + 4` = `7`.
VERIFIED Line 32 sets `p` to `a + 4` = `7`.
VERIFIED Line 32 sets `p` to `a + b * 2` = `7 * 1` = `7`.
REFUTED Line 32 sets `p` to `a + b * 2` = `2 + 5` = `7`.
REFUTED Line 32 sets `p` to `a + b * 2` = `3 + 2 * 2` = `3 + 5` = `7`.
REFUTED Line 32 sets `p` to `b * 2 + a` = `7`.
VERIFIED Line 33 sets `q` to `(a + b) * (a - b)` = `(3 + 2) * (3 - 2)` = `5 * 1` = `5`.
REFUTED Line 33 sets `q` to `(a + b) * (a - b)` = `1 * 5` = `5`.
REFUTED Line 33 sets `q` to `(a + b) * (a - b)` = `5 * (2 - 1)` = `5`.
VERIFIED Line 33 computes `a + b` = `3 + 2` = `5`.
REFUTED Line 33 computes `a + b` = `2 + 3` = `5`.
REFUTED Line 33 computes `a + b` = `3 + 3` = `6`.
VERIFIED Line 34 sets `r` to `-a` = `-(2 + 1)` = `-3`.
REFUTED Line 34 sets `r` to `-a` = `-(1 + 1)` = `-2`.
REFUTED Line 34 sets `r` to `+a` = `-3`.
REFUTED Line 34 sets `r` to `not a` = `-3`.
VERIFIED Line 35 sets `s` to `xs[a - 3] + xs[1]` = `xs[3 - 3] + xs[1]` = `2 + 4` = `6`.
VERIFIED Line 35 sets `s` to `xs[0] + xs[1]` = `6`.
REFUTED Line 35 sets `s` to `xs[1] + xs[1]` = `6`.
REFUTED Line 35 sets `s` to `xs[0] + xs[2]` = `6`.
VERIFIED Line 36 sets `t` to `max(a, b)` = `max(3, 2)` = `3`.
REFUTED Line 36 sets `t` to `max(a, b)` = `max(2, 3)` = `3`.
REFUTED Line 36 sets `t` to `max(a, c)` = `3`.
REFUTED Line 36 sets `t` to `min(a, b)` = `3`.
REFUTED Line 36 sets `t` to `max(a, b, c)` = `3`.
REFUTED Line 36 sets `t` to `max(a, b)` = `min(3, 4)` = `3`.
VERIFIED Line 37 sets `u` to `xs.index(b)` = `xs.index(2)` = `0`.
REFUTED Line 37 sets `u` to `xs.index(4)` = `0`.
REFUTED Line 37 sets `u` to `xs.count(b)` = `0`.
REFUTED Line 37 sets `u` to `xs.index(b, 0)` = `0`.
VERIFIED Line 38 sets `v` to `a < b` = `3 < 2` = `False`.
REFUTED Line 38 sets `v` to `a > b` = `False`.
REFUTED Line 38 sets `v` to `a < b` = `4 < 2` = `False`.
VERIFIED Line 38 sets `v` to `a < b` = `3 > 9` = `False`.
VERIFIED Line 39 sets `w` to `(a, b + 1)` = `(3, 2 + 1)` = `(3, 3)`.
REFUTED Line 39 sets `w` to `(a, b + 1)` = `(3, 1 + 2)` = `(3, 3)`.
REFUTED Line 39 sets `w` to `(a, b + 1, c)` = `(3, 3)`.
REFUTED Line 39 sets `w` to `[a, b + 1]` = `(3, 3)`.
VERIFIED Line 40 sets `x` to `a + 1` = `3 + 1` = `4`.
REFUTED Line 40 sets `x` to `a + 1` = `2 + 2` = `4`.
VERIFIED Line 41 sets `z` to `b * 2` = `2 * 2` = `4`.
REFUTED Line 41 sets `y` to `b * 2` = `4`.
VERIFIED Line 41 sets `y` to `a + 1` = `4`.
VERIFIED On line 43, `a` = `a + b` = `3 + 2` = `5`.
REFUTED On line 43, `a` = `a + b` = `2 + 3` = `5`.
REFUTED On line 43, `a` = `a - b` = `5`.
VERIFIED Line 44 sets `b` to `xs[0:2]` = `[2, 4]`.
REFUTED Line 44 sets `b` to `xs[0:1]` = `[2, 4]`.
REFUTED Line 44 sets `b` to `xs[1:2]` = `[2, 4]`.
VERIFIED Line 45 sets `c` to `[a, p + 1]` = `[5, 7 + 1]` = `[5, 8]`.
REFUTED Line 45 sets `c` to `[a, p + 1]` = `[5, 1 + 7]` = `[5, 8]`.
REFUTED Line 45 sets `c` to `[a]` = `[5, 8]`.
VERIFIED Line 46 sets `y` to `3 if a > 4 else 5` = `3`.
UNSUPPORTED Line 46 sets `y` to `3 if a > 9 else 5` = `3`.
UNSUPPORTED Line 47 sets `z` to `y` = `3`.
VERIFIED Line 49 sets `m` to `a + 1` = `5 + 1` = `6`.
VERIFIED Line 49 sets `xs[a - 5]` to `a + 1` = `6`.
REFUTED Line 49 sets `m` to `a + 1` = `4 + 2` = `6`.
VERIFIED Line 50 computes `p + q` = `7 + 5` = `12`.
REFUTED Line 50 computes `p + q` = `5 + 7` = `12`.
REFUTED Line 50 computes `p + q` = `7 + 6` = `13`.
REFUTED Line 50 computes `p + q` = `7 + int('5')` = `12`.
VERIFIED `p` = `a + b * 2` = `3 + 4` = `7`. `q` = `5 * 1` = `5`.
REFUTED `p` = `a + b * 2` = `4 + 3` = `7`.
VERIFIED `7 + 5` is `12`.
"""


@pytest.mark.parametrize(("program", "call", "wanted", "sentence"), rows((WHY, CALL, WHY_TOLD)))
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted
