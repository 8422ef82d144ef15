"""Lies and truths about reasons, operands, branches, cases, filters and calls (§5.58 to §5.65).

Verdicts are read off docs/semantics.md.
"""

# ruff: noqa: E501  # a sentence is one line

from __future__ import annotations

import pytest

from engine.claims.parser import parse_narration
from engine.claims.verdicts import Level
from tests.claims.test_attacks import rows
from tests.claims.test_verify import judge, verdict

REASONS = """\
LIMIT = 5
def big(x):
    return x > 2
def f(n, xs, flag):
    limit = 5
    if n % 2:
        n += 2
    if n > 3 and len(xs) > 9:
        n = 0
    if n > 3 or missing:
        n -= 1
    if not (n > 3 and flag):
        n = 9
    if 1 < n < 9 < limit:
        n = 8
    if big(n):
        n += 0
    if (m := n + 1) > 4:
        n = m - 1
    if xs[0] == xs[1] or xs:
        pass
    if n > LIMIT:
        pass
    if n if not flag else missing:
        pass
    while n > 2:
        n -= 1
    if xs.pop() == 2 and xs.pop() == 1:
        pass
    if flag and flag:
        pass
    return n
"""

REASONS_TOLD = """
VERIFIED The condition `n % 2` on line 6 is true because `n` is `3`.
VERIFIED The condition `n % 2` on line 6 is true because `n` is `3` and `3 % 2` is `1`.
VERIFIED The condition `n % 2` on line 6 is true because `n % 2` is `1`.
VERIFIED Because `n` equals `3`, the condition `n % 2` on line 6 is true, so line 7 runs.
REFUTED The condition `n % 2` on line 6 is true because `n` is `5`.
REFUTED The condition `n % 2` on line 6 is true because `n` is `3` and `3 % 2` is `2`.
REFUTED The condition `n % 2` on line 6 is true because `n` is `3` and `5 % 2` is `1`.
REFUTED The condition `n % 2` on line 6 is true because `n` is `3` and `limit` is `5`.
REFUTED The condition `n % 2` on line 6 is true because `limit` is `5`.
REFUTED The condition `n % 2` on line 6 is true because `2` is `2`.
REFUTED The condition `n % 2` on line 6 is true because `3 % 2` is `1`.
REFUTED The condition `n % 2` on line 6 is true because `n` is `True`.
REFUTED The condition `n % 2` on line 6 is false because `n` is `3`.
VERIFIED The condition `n > 3 and len(xs) > 9` on line 8 is false because `len(xs)` is `3`.
VERIFIED The condition `n > 3 and len(xs) > 9` on line 8 is false because `xs` is `[1, 1, 2]`.
REFUTED The condition `n > 3 and len(xs) > 9` on line 8 is false because `n` is `5`.
VERIFIED The condition `n > 3 or missing` on line 10 is true because `n` is `5`.
REFUTED The condition `n > 3 or missing` on line 10 is true because `missing` is `1`.
VERIFIED The condition `not (n > 3 and flag)` on line 12 is true because `flag` is `False`.
REFUTED The condition `not (n > 3 and flag)` on line 12 is true because `n` is `4`.
VERIFIED The condition `1 < n < 9 < limit` on line 14 is false because `n` is `9`.
VERIFIED The condition `1 < n < 9 < limit` on line 14 is false because `limit` is `5`.
VERIFIED The condition `big(n)` on line 16 is true because `big(n)` is `True`.
UNSUPPORTED The condition `big(n)` on line 16 is true because `n` is `9`.
VERIFIED The condition `(m := n + 1) > 4` on line 18 is true because `n + 1` is `10`.
VERIFIED The condition `xs[0] == xs[1] or xs` on line 20 is true because `xs[0]` is `1` and `xs[1]` is `1`.
VERIFIED The condition `xs[0] == xs[1] or xs` on line 20 is true because `xs` is `[1, 1, 2]`.
REFUTED The condition `n > LIMIT` on line 22 is true because `n` is `9`.
VERIFIED The condition `n > LIMIT` on line 22 is true because `n` is `9` and `LIMIT` is `5`.
REFUTED The condition `n if not flag else missing` on line 24 is true because `n` is `9`.
AMBIGUOUS The condition `n > 2` on line 26 is true because `n` is `9`.
VERIFIED On pass 2 of the loop on line 26, the condition `n > 2` on line 26 is true because `n` is `8`.
UNSUPPORTED The condition `xs.pop() == 2 and xs.pop() == 1` on line 28 is true because `xs.pop()` is `2`.
VERIFIED `n > 3` decides the condition `n > 3 or missing` on line 10.
REFUTED `missing` decides the condition `n > 3 or missing` on line 10.
VERIFIED `len(xs) > 9` decides the condition `n > 3 and len(xs) > 9` on line 8.
REFUTED `n > 3` decides the condition `n > 3 and len(xs) > 9` on line 8.
REFUTED `len(xs)` decides the condition `n > 3 and len(xs) > 9` on line 8.
REFUTED `n > 3` decides the condition `n > 3` on line 8.
REFUTED `n > 3 and flag` decides the condition `not (n > 3 and flag)` on line 12.
UNSUPPORTED `flag` decides the condition `flag and flag` on line 30.
VERIFIED On line 10, `missing` is not evaluated.
REFUTED On line 8, `len(xs) > 9` is not evaluated.
REFUTED On line 8, `len(xs)` is not evaluated.
REFUTED Line 10 does not evaluate `n > 3`.
REFUTED Line 7 does not evaluate `n > 3`.
"""

WAYS = """\
def walk(n):
    if n > 2:
        raise KeyError(n)
    return 1 + walk(n + 1)
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
def f(xs, n):
    for x in xs:
        if x == 1:
            a = 1
        elif x == 2:
            a = 2
        elif x == 3: a = 3
    for x in xs:
        if x == 1:
            b = 1
        else:
            if x == 2:
                b = 2
    for x in xs:
        if x == 2:
            break
    else:
        b = 3
    while False:
        b = 4
    for x in []:
        b = 5
    if n > 9:
        for x in xs:
            b = 6
    else: b = 7
    c = [x for x in xs if x > 1]
    d = {x % 2 for x in xs}
    e = {x: x for x in xs if x != 2}
    g = [x for x in xs if x > 9], [x for x in xs]
    h = sum(x for x in xs if x > 1)
    i = [[*xs, x] for x in xs]
    j = [x for row in [xs, xs] for x in row if x > 1]
    k = [x for x in xs if x > 1] if n > 9 else 0
    try:
        b = 8
    except ValueError:
        b = 9
    else:
        b = 10
    try:
        walk(0)
    except KeyError:
        b = 11
    else:
        b = 12
    finally:
        b = 13
    try:
        b = 14
    finally:
        while False: break
    match n:
        case 1:
            b = 15
        case 2 if xs: b = 16
        case [_, y]:
            b = y
        case int():
            b = 17
        case _:
            b = 18
    even(4)
    return b
"""

WAYS_TOLD = """
VERIFIED On pass 1 of the loop on line 10, the `if` branch on line 11 is taken.
VERIFIED On pass 1 of the loop on line 10, the body of the `if` on line 11 runs.
REFUTED On pass 2 of the loop on line 10, the body of the `if` on line 11 runs.
REFUTED On pass 2 of the loop on line 10, the body of the `elif` on line 11 is skipped.
REFUTED On pass 2 of the loop on line 10, the `if` branch on line 13 is taken.
VERIFIED On pass 2 of the loop on line 10, the `elif` branch on line 13 is taken.
AMBIGUOUS On pass 1 of the loop on line 10, the `elif` branch on line 13 is not taken.
VERIFIED On pass 2 of the loop on line 10, the `if` on line 11 takes the `elif` branch on line 13.
REFUTED On pass 2 of the loop on line 10, the `if` on line 11 takes the `elif` branch on line 15.
REFUTED On pass 2 of the loop on line 10, the `if` on line 11 takes the `elif` branch on line 12.
VERIFIED On pass 3 of the loop on line 10, the `if` on line 11 takes the `elif` branch on line 15.
VERIFIED On pass 4 of the loop on line 10, the `if` on line 11 takes no branch.
REFUTED On pass 4 of the loop on line 10, the `if` on line 11 takes the `else` branch.
VERIFIED On pass 4 of the loop on line 10, the `elif` on line 13 takes no branch.
REFUTED On pass 4 of the loop on line 10, the `if` on line 13 takes no branch.
AMBIGUOUS The `if` on line 11 takes no branch.
VERIFIED On pass 2 of the loop on line 16, the `if` on line 17 takes the `else` branch.
REFUTED On pass 2 of the loop on line 16, the `if` on line 17 takes the `elif` branch on line 20.
VERIFIED On pass 2 of the loop on line 16, the `if` branch on line 20 is taken.
REFUTED The `if` on line 12 takes no branch.
VERIFIED The `else` block of the loop on line 22 is skipped.
REFUTED The `else` block of the loop on line 22 runs.
REFUTED The `else` block of the loop on line 10 runs.
REFUTED The `else` block of the loop on line 11 runs.
VERIFIED The loop on line 29 is not entered.
VERIFIED The loop on line 32 is not entered.
REFUTED The loop on line 32 is entered.
VERIFIED The loop on line 22 is entered.
REFUTED The loop on line 22 is not entered.
REFUTED The loop on line 23 is not entered.
VERIFIED The comprehension on line 35 keeps 3 values.
VERIFIED The comprehension on line 35 keeps 3 of 4 values.
VERIFIED The comprehension on line 35 drops `1` value.
REFUTED The comprehension on line 35 drops 3 values.
REFUTED The comprehension on line 35 keeps 3 of 3 values.
VERIFIED The comprehension on line 36 keeps 4 values.
VERIFIED The comprehension on line 37 drops 1 of 4 items.
UNSUPPORTED The comprehension on line 38 keeps 0 values.
UNSUPPORTED The comprehension on line 39 keeps 3 values.
UNSUPPORTED The comprehension on line 40 keeps 4 values.
UNSUPPORTED The comprehension on line 41 keeps 6 values.
REFUTED The comprehension on line 42 keeps 0 values.
REFUTED The comprehension on line 44 keeps 0 values.
VERIFIED The `else` block of the `try` on line 43 runs.
REFUTED The `else` block of the `try` on line 43 is skipped.
REFUTED The `finally` block of the `try` on line 43 runs.
VERIFIED The `else` block of the `try` on line 49 does not run.
VERIFIED The `finally` block of the `try` on line 49 runs.
REFUTED The `finally` block of the `try` on line 50 runs.
UNSUPPORTED The `finally` block of the `try` on line 57 runs.
VERIFIED The `match` on line 61 takes the case on line 67.
REFUTED The `match` on line 61 takes the case on line 69.
REFUTED The `match` on line 61 takes the case on line 62.
REFUTED The `match` on line 61 takes no case.
REFUTED The `match` on line 61 takes the case on line 63.
VERIFIED The recursion of `walk` reaches depth 4.
REFUTED The recursion of `walk` reaches depth 3.
VERIFIED The recursion of `even` reaches depth 3.
VERIFIED The recursion of `odd` reaches depth `2`.
VERIFIED The recursion of `f` reaches depth 1.
REFUTED The recursion of `g` reaches depth 0.
VERIFIED `KeyError` leaves `walk` uncaught.
REFUTED `LookupError` leaves `walk` uncaught.
REFUTED `KeyError` propagates out of `f`.
REFUTED `KeyError` leaves `even` uncaught.
"""


@pytest.mark.parametrize(
    ("program", "call", "wanted", "sentence"),
    rows((REASONS, "3, [1, 1, 2], False", REASONS_TOLD), (WAYS, "[1, 2, 3, 4], 7", WAYS_TOLD)),
)
def test_attack(program: str, call: str, wanted: str, sentence: str) -> None:
    report = judge(program, call).verify(sentence)
    assert report.problems == ()
    verdicts = [claim.verdict.value for claim in report.claims]
    if len(verdicts) == 1:
        assert verdicts == [wanted]
    elif wanted == "VERIFIED":
        assert set(verdicts) == {wanted}
    else:  # a condition that is so, for another reason
        assert wanted in verdicts


@pytest.mark.parametrize(
    "sentence",
    [
        "The condition `n > 1` on line 4 is true because `n` is `3` and `n` is `4`.",
        "The condition `n > 1` on line 4 is true because it is.",
        "Because `n` is `3`, line 5 runs.",  # what links the two is not checked
        "The `while` branch on line 4 is taken.",
        "The `else` branch on line 4 is taken.",
        "The `if` on line 4 takes the `finally` branch.",
        "The `except` block of the `try` on line 4 runs.",
        "The comprehension on line 4 keeps `-1` values.",
        "The comprehension on line 4 keeps `'a'` values.",
        "On pass 1 of the loop on line 3, the recursion of `g` reaches depth 4.",
    ],
)
def test_no_sentence(sentence: str) -> None:
    assert parse_narration(sentence).problems


def test_a_chain_that_is_told_leaves_no_test_out() -> None:
    program = (
        "def f(x):\n    if x == 1:\n        a = 1\n    elif x == 2:\n        a = 2\n"
        "    else:\n        a = 3\n    return a\n"
    )
    checked = judge(program, "5")
    told = "The `if` on line 2 takes the `else` branch.\nAt the end, `a` is `3`."
    end = "\nThe function returns `3`."
    assert checked.verify(told + end, Level.GAPLESS).gaps == ()
    only = "The `if` branch on line 2 is not taken.\nAt the end, `a` is `3`."
    assert [gap.line for gap in checked.verify(only + end, Level.GAPLESS).gaps] == [4]
    assert verdict(program, "2", "The `if` on line 2 takes the `else` branch.") == "REFUTED"
