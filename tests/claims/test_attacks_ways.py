"""Lies and truths about the way that control goes, the order of lines, and what is exchanged
(§5.36, §5.37, §5.60 to §5.66); and which of them name no moment.
"""

from __future__ import annotations

import pytest

from tests.claims.test_attacks import rows
from tests.claims.test_semantics_cases import judge
from tests.claims.test_verify import verdict

WAYS = """\
def deep(n):
    if n > 0:
        deep(n - 1)
    return n
def boom(n):
    raise KeyError(n)
def kind(k):
    match k:
        case 1:
            return 'one'
        case int() if 6 // (k - 3) > 5:
            return 'int'
        case _:
            return 'other'
def short(k):
    match k:
        case 1: return 'one'
        case _: return 'other'
def unused(n):
    return n
class Pair:
    def __init__(self, x, y):
        self.x, self.y = x, y
def f(xs, n):
    a = [x for x in xs if x > 1]
    for i in range(1):
        n += 1
    b = [kind(k) for k in (1, 4, 9, 'x')]
    try:
        c = [kind(k) for k in (1, 3)]
    except ZeroDivisionError:
        c = []
    try:
        boom(1)
    except KeyError:
        pass
    deep(2)
    for d in (0, 1, 2):
        try:
            if 4 // d > 3:
                e = 'big'
            elif d:
                e = 'small'
            else:
                e = 'none'
        except ZeroDivisionError:
            e = 'zero'
        n += d
    short(1)
    p, q, r = 1, 2, 3
    p, q, r = q, r, p
    p, q = q, p
    s, t = [1], 2
    s, t = t, s
    u = Pair(1, [2])
    u.x, u.y = u.y, u.x
    u.x, v = 5, u
    v, u = Pair(0, 0), v
    i = 0
    w = [1, 0]
    i, w[i] = w[i], i
    w[0], w[1] = w[1], w[0]
    while n < 9:
        n += 2
        if n > 8:
            w.append(n)
    else:
        n = 0
    return n
"""

CALL = "[3, 1, 2], 0"

WAYS_TOLD = """
VERIFIED In call 1 of `kind`, the `match` on line 8 takes the case on line 9.
REFUTED In call 1 of `kind`, the `match` on line 8 takes the case on line 11.
VERIFIED In call 2 of `kind`, the `match` on line 8 takes the case on line 11.
REFUTED In call 2 of `kind`, the `match` on line 8 takes the case on line 13.
VERIFIED In call 3 of `kind`, the `match` on line 8 takes the case on line 13.
REFUTED In call 3 of `kind`, the `match` on line 8 takes no case.
REFUTED In call 3 of `kind`, the `match` on line 8 takes the case on line 10.
VERIFIED In call 4 of `kind`, the `match` on line 8 takes the case on line 13.
REFUTED In call 6 of `kind`, the `match` on line 8 takes the case on line 11.
REFUTED In call 6 of `kind`, the `match` on line 8 takes the case on line 13.
VERIFIED In call 1 of `short`, the `match` on line 16 takes the case on line 17.
REFUTED In call 1 of `short`, the `match` on line 16 takes the case on line 18.
VERIFIED The loop on line 26 is entered.
REFUTED The loop on line 26 is not entered.
VERIFIED The recursion of `deep` reaches depth 3.
REFUTED The recursion of `deep` reaches depth 4.
REFUTED The recursion of `deep` reaches depth 2.
REFUTED The recursion of `unused` reaches depth 1.
VERIFIED `KeyError` leaves `boom` uncaught.
REFUTED `ValueError` leaves `boom` uncaught.
REFUTED `KeyError` leaves `deep` uncaught.
REFUTED `KeyError` leaves `unused` uncaught.
VERIFIED The comprehension on line 25 keeps 2 values.
VERIFIED The comprehension on line 25 keeps 2 of 3 items.
VERIFIED The comprehension on line 25 drops 1 of 3 items.
REFUTED The comprehension on line 25 drops 2 of 3 items.
REFUTED The comprehension on line 30 keeps 1 value.
REFUTED The comprehension on line 30 keeps 2 values.
VERIFIED The comprehension on line 28 keeps 4 of 4 items.
VERIFIED On pass 2 of the loop on line 38, the `if` branch on line 40 is taken.
AMBIGUOUS The `if` branch on line 40 is taken.
REFUTED On pass 1 of the loop on line 38, the `if` branch on line 40 is taken.
REFUTED On pass 1 of the loop on line 38, the `if` on line 40 takes the `elif` branch on line 42.
REFUTED On passes 1 to 2 of the loop on line 38, the `if` branch on line 40 is taken.
VERIFIED On pass 3 of the loop on line 38, the `if` on line 40 takes the `elif` branch on line 42.
REFUTED On pass 3 of the loop on line 38, the `if` on line 40 takes the `else` branch.
REFUTED On pass 3 of the loop on line 38, the `if` on line 42 takes the `else` branch.
REFUTED Line 27 runs for the last time after line 27 does.
REFUTED Line 27 never runs after line 27.
REFUTED Line 27 runs for the first time before line 27 does.
REFUTED Line 48 never runs after line 45.
REFUTED Line 48 never runs after line 43.
VERIFIED Line 40 never runs after line 43.
VERIFIED Line 43 never runs after line 49.
VERIFIED Line 41 never runs after line 43.
REFUTED Line 43 never runs after line 41.
VERIFIED Line 41 runs for the last time after line 47 does.
REFUTED Line 41 runs for the last time after line 43 does.
UNSUPPORTED Between pass 1 and pass 2 of the loop on line 38, `id(xs)` does not change.
REFUTED Between pass 1 and pass 2 of the loop on line 38, `zz` does not change.
REFUTED Between pass 2 and pass 9 of the loop on line 38, `xs` does not change.
VERIFIED Between pass 1 and pass 2 of the loop on line 38, `d` changes from `0` to `1`.
REFUTED Between pass 1 and pass 2 of the loop on line 38, `d` does not change.
REFUTED Line 51 swaps `p` and `q`.
REFUTED Line 51 swaps `q` and `r`.
REFUTED Line 51 swaps `p` and `r`.
VERIFIED Line 52 swaps `p` and `q`.
VERIFIED Line 52 swaps `q` and `p`.
REFUTED Line 52 swaps `p` and `r`.
VERIFIED Line 54 swaps `s` and `t`.
VERIFIED Line 56 swaps `u.x` and `u.y`.
REFUTED Line 56 swaps `u.x` and `u`.
REFUTED Line 57 swaps `u.x` and `u.y`.
REFUTED Line 58 swaps `u` and `v`.
REFUTED Line 58 swaps `u.x` and `u.y`.
REFUTED Line 61 swaps `i` and `w[i]`.
REFUTED Line 62 swaps `i` and `w[i]`.
VERIFIED Line 62 swaps `w[0]` and `w[1]`.
REFUTED Line 62 swaps `w[0]` and `w[5]`.
REFUTED Line 53 swaps `s` and `t`.
VERIFIED Line 53 keeps `p` at `3`.
REFUTED Line 53 keeps `p` at `2`.
REFUTED Line 52 keeps `p` at `3`.
REFUTED Line 52 keeps `zz` at `3`.
UNSUPPORTED Line 53 keeps `id(p)` at `3`.
VERIFIED The `else` block of the loop on line 63 runs.
REFUTED The `else` block of the loop on line 38 runs.
REFUTED The `finally` block of the `try` on line 29 runs.
"""

RAISING = """\
def f(xs):
    for n in (0, 2):
        try:
            if 4 // n > 3:
                e = 1
            elif n:
                e = 2
            else:
                e = 3
        except ZeroDivisionError:
            e = 0
    try:
        match 1 // xs[0]:
            case 1:
                e = 5
            case _:
                e = 6
    except ZeroDivisionError:
        e = 7
    try:
        k = [x for x in xs if x > 1] + 1
    except TypeError:
        k = 0
    k = [[y for y in xs] for x in xs]
    p, q = 7, 5
    r = -(p + q)
    s = xs[0:2]
    return e
"""

RAISING_CALL = "[0, 2, 3]"

RAISING_TOLD = """
VERIFIED The `if` on line 4 takes the `elif` branch on line 6.
VERIFIED The `if` branch on line 4 is not taken.
REFUTED The `if` on line 4 takes the `else` branch.
VERIFIED The `elif` branch on line 6 is taken.
REFUTED The `match` on line 13 takes no case.
REFUTED The `match` on line 13 takes the case on line 14.
REFUTED The `match` on line 13 takes the case on line 16.
UNSUPPORTED The comprehension on line 21 keeps 2 values.
UNSUPPORTED The comprehension on line 21 keeps 3 values.
UNSUPPORTED The comprehension on line 24 keeps 3 values.
VERIFIED Line 26 sets `r` to `-(p + q)` = `-(7 + 5)` = `-12`.
REFUTED Line 26 sets `r` to `-(p + q)` = `-(5 + 7)` = `-12`.
REFUTED Line 27 sets `s` to `xs[1]` = `[0, 2]`.
REFUTED Line 27 sets `s` to `xs[1:2]` = `[0, 2]`.
VERIFIED Line 27 sets `s` to `xs[0:2]` = `[0, 2]`.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"),
    rows((WAYS, CALL, WAYS_TOLD), (RAISING, RAISING_CALL, RAISING_TOLD)),
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    assert verdict(program, call, sentence) == wanted


WITHOUT_A_MOMENT = """
P4 The loop on line 11 is not entered.
P4 The loop on line 4 is entered.
P4 The loop on line 4 makes 3 passes in total.
P9 The `finally` block of the `try` on line 17 runs.
P3 `ValueError` leaves `parse` uncaught.
P1 Line 5 runs for the first time before line 7 does.
P1 Line 5 runs for the last time after line 7 does.
P1 Line 5 never runs after line 8.
P1 Line 5 runs on passes 1 and 3 of the loop on line 3 only.
P1 Line 5 runs at least once.
P1 Between pass 1 and pass 2 of the loop on line 3, `n` changes from `3` to `1`.
P1 Between pass 1 and pass 3 of the loop on line 3, `nums` does not change.
P2 `square` is called 3 times.
P2 `square` is called at least twice.
P2 `square` is called 3 times, with `2`, `1` and `2`.
P2 The recursion of `square` reaches depth 1.
P1 The answer depends on `nums`.
P1 Line 2 has an effect on the answer.
P1 `5 * 2` is `10`.
P2 Each pass of the loop on line 7 appends `n * n` to `seen`.
P1 On every pass of the loop on line 3, line 4 runs.
P1 `total` is never `9`.
P1 `total` never decreases.
"""

LAST = {"P1": 9, "P2": 12, "P3": 13, "P4": 13, "P9": 21}
"""The lines that are left."""


def out_of_order(name: str, sentence: str) -> list[bool]:
    report = judge(name).verify(f"Line {LAST[name]} runs. {sentence}")
    assert report.problems == ()
    assert {each.verdict.value for each in report.claims} == {"VERIFIED"}, sentence
    return [bool(each.out_of_order) for each in report.claims]


@pytest.mark.parametrize("told", WITHOUT_A_MOMENT.strip().splitlines())
def test_what_names_no_moment_is_never_told_too_late(told: str) -> None:
    assert not any(out_of_order(*told.split(" ", 1)))


def test_what_names_one_is() -> None:
    assert out_of_order("P1", "Line 2 sets `total` to `0`.") == [False, True]
