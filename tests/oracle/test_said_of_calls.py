"""The oracle on `The call returns` and `The function returns`, with calls that are told (5.20)."""

from __future__ import annotations

import pytest

from .judge import Oracle
from .test_oracle import METHODS, WAITING, oracle

RECURSIVE = """def f(n):
    if n == 0:
        return 1
    return n * f(n - 1)
"""
RECURSIVE_SAID = (
    ("The call returns `6`.", "VERIFIED"),
    ("The call returns `2`.", "AMBIGUOUS"),
    ("`f(3)` is called. The call returns `6`.", "VERIFIED"),
    ("`f(3)` is called. The call returns `2`.", "AMBIGUOUS"),
    ("`f(3)` is called. The function returns `6`.", "VERIFIED"),
    ("`f(3)` is called. The function returns `2`.", "REFUTED"),
    ("`f(3)` is called. `f(2)` is called. The call returns `2`.", "VERIFIED"),
    ("`f(3)` is called. `f(2)` is called. The call returns `6`.", "AMBIGUOUS"),
    ("`f(3)` is called. `f(2)` is called. The call returns `3`.", "REFUTED"),
    ("`f(3)` is called. `f(2)` is called. The function returns `6`.", "VERIFIED"),
    ("`f(3)` is called. `f(2)` is called. The function returns `2`.", "AMBIGUOUS"),
    ("`f(3)` is called. `f(2)` is called. The function returns `3`.", "REFUTED"),
    ("`f(3)` is called. `f(2)` is called. The answer is `6`.", "VERIFIED"),
    ("`f(3)` is called. `f(2)` is called. The result is `2`.", "AMBIGUOUS"),
    ("`f(3)` is called. `f(2)` is called. The result is `6`.", "AMBIGUOUS"),
    ("`f(3)` is called. `f(2)` is called. The result is `3`.", "REFUTED"),
    ("`f(3)` is called. The result is `6`.", "VERIFIED"),
    ("`f(3)` is called. The result is `2`.", "REFUTED"),
    ("`f(2)` is called. The call returns `2`. The result is `6`.", "VERIFIED"),
    ("`f(2)` is called. The call returns `2`. The call returns `6`.", "VERIFIED"),
    ("`f(2)` is called. The call returns `2`. The call returns `2`.", "REFUTED"),
    ("`f(2)` is called. The call returns `2`. The function returns `6`.", "VERIFIED"),
    ("`f(2)` is called. The call returns `6`. The call returns `6`.", "VERIFIED"),
    ("`f(2)` is called. The call returns `3`. The function returns `2`.", "REFUTED"),
    ("`f(2)` is called. The function returns `6`. The call returns `2`.", "VERIFIED"),
    ("`f(2)` calls `f(1)`. The call returns `1`.", "VERIFIED"),
    ("`f(2)` calls `f(1)`. The call returns `2`.", "REFUTED"),
    ("`f(2)` calls `f(1)`. The call returns `1`. The call returns `2`.", "VERIFIED"),
    ("`f(2)` calls `f(1)`. The call returns `1`. The call returns `1`.", "REFUTED"),
    ("`f(2)` calls `f(1)`. The call returns `1`. The call returns `6`.", "AMBIGUOUS"),
    ("`f(2)` calls `f(1)`. `f(2)` returns `2`. The call returns `6`.", "VERIFIED"),
    ("`f(2)` calls `f(1)`. `f(2)` returns `2`. The call returns `1`.", "REFUTED"),
    ("`f(3)` calls `f(2)`. `2` is returned. The call returns `6`.", "VERIFIED"),
    ("`f(3)` calls `f(2)`. `2` is returned. The function returns `6`.", "VERIFIED"),
    ("`f(3)` calls `f(2)`. `2` is returned. The function returns `2`.", "REFUTED"),
    ("`f(0)` is called. `n == 0` is true. The function returns. The call returns `6`.", "VERIFIED"),
    ("`f(0)` is called. `n == 0` is true. The function returns. The call returns `1`.", "REFUTED"),
    ("`f(0)` is called. It returns `1`. The call returns `1`.", "REFUTED"),
    ("`f(1)` is called. Then the call returns `1`.", "VERIFIED"),
    ("`f(1)` is called. Thus, the call returns `6`.", "AMBIGUOUS"),
    ("`f(9)` is called. The call returns `6`.", "VERIFIED"),
    ("`f(2)` is called. `f(9)` is called. The call returns `2`.", "VERIFIED"),
    ("Call 1 of `f`: The call returns `6`.", "VERIFIED"),
    ("Call 1 of `f`: The call returns `2`.", "AMBIGUOUS"),
    ("Call 1 of `f`: The function returns `6`.", "UNPARSED"),
    ("Call 2 of `f`: The call returns `2`.", "VERIFIED"),
    ("Call 2 of `f`: The call returns `6`.", "AMBIGUOUS"),
    ("Call 2 of `f`: The call returns `3`.", "REFUTED"),
    ("Call 2 of `f`: The function returns `2`.", "UNPARSED"),
    ("Call 2 of `f`: The answer is `6`.", "UNPARSED"),
    ("Call 2 of `f`: The result is `6`.", "UNPARSED"),
    ("Call 2 of `f`: The call returns a value of type `int`.", "UNPARSED"),
    ("Call 2 of `f`:\n  `f(1)` is called.\n  The call returns `1`.", "VERIFIED"),
    ("Call 2 of `f`:\n  `f(1)` is called.\n  The call returns `2`.", "UNDECIDED"),
    ("Call 2 of `f`:\n  `f(1)` is called.\n  The call returns `3`.", "REFUTED"),
    ("Call 2 of `f`:\n  `f(1)` is called. `1` is returned.\n  The call returns `2`.", "VERIFIED"),
    ("Call 2 of `f`:\n  `f(1)` is called. `1` is returned.\n  The call returns `6`.", "AMBIGUOUS"),
    ("Call 2 of `f`:\n  `f(1)` is called.\nThe call returns `6`.", "VERIFIED"),
    ("Call 2 of `f`:\n  `f(1)` is called.\nThe call returns `1`.", "AMBIGUOUS"),
    ("Call 2 of `f`:\n  Call 3 of `f`:\n    The call returns `1`.", "VERIFIED"),
    ("Call 2 of `f`:\n  Call 3 of `f`:\n    The call returns `2`.", "REFUTED"),
    ("Call 2 of `f`:\n  Call 3 of `f`:\n    Line 4 runs.\n  The call returns `2`.", "VERIFIED"),
    ("Call 9 of `f`: The call returns `1`.", "REFUTED"),
    ("Call 9 of `f`: The call returns `6`.", "REFUTED"),
    ("Call `f(9)`: The call returns `1`.", "REFUTED"),
    ("Call `f(9)`: The call returns `6`.", "REFUTED"),
    ("Call `f(2)`: The call returns `2`.", "VERIFIED"),
    ("Call `f(2)`: The call returns `6`.", "AMBIGUOUS"),
    ("Call `f(2)`: The call returns `1`.", "AMBIGUOUS"),
    ("Call `f(2)`:\n  Line 4 runs.\nThe call returns `6`.", "VERIFIED"),
    ("Call `f(2)`:\n  Line 4 runs.\nThe call returns `2`.", "REFUTED"),
    ("Call `f(2)`:\n  Call `f(1)`:\n    The call returns `1`.", "VERIFIED"),
    ("Call `f(2)`:\n  Call `f(1)`:\n    The call returns `2`.", "REFUTED"),
    ("In call 2 of `f`, the call returns `2`.", "VERIFIED"),
    ("Back in `f(2)`, the call returns `2`.", "VERIFIED"),
    ("Back in `f(2)`, line 4 runs. The call returns `2`.", "VERIFIED"),
    ("Back in `f(2)`, line 4 runs. The function returns `6`.", "VERIFIED"),
    ("In call 2 of `f`, line 4 runs. The call returns `6`.", "VERIFIED"),
    ("In call 2 of `f`, line 4 runs. The function returns `6`.", "VERIFIED"),
    ("In call 2 of `f`, `f(1)` is called. The function returns `6`.", "VERIFIED"),
    ("In call 2 of `f`, `f(1)` is called. The call returns `6`.", "VERIFIED"),
    ("`f(2)` is called. In call 3 of `f`, line 4 runs. The call returns `2`.", "VERIFIED"),
    ("`f(2)` is called. In call 3 of `f`, line 4 runs. The call returns `6`.", "AMBIGUOUS"),
    ("`f(2)` is called and the call returns `2`.", "VERIFIED"),
    ("`f(2)` is called and the call returns `6`.", "AMBIGUOUS"),
    ("`f(2)` is called and the call returns `3`.", "REFUTED"),
    ("`f(0)` is called. `n == 0` is true, so the call returns `1`.", "VERIFIED"),
    ("`f(0)` is called. `n == 0` is true, so the call returns `2`.", "REFUTED"),
    ("`f(0)` is called, so the call returns `6`.", "AMBIGUOUS"),
    ("`f(2)` is called and the function returns `6`.", "VERIFIED"),
    ("`f(2)` is called and the function returns `2`.", "AMBIGUOUS"),
    ("`f(2)` is called and the function returns `3`.", "REFUTED"),
    ("`f(2)` is called and the function returns a value of type `int`.", "VERIFIED"),
    ("`f(2)` is called, so the function returns a value of type `str`.", "REFUTED"),
    ("`f(2)` is called, so the call returns a value of type `int`.", "UNPARSED"),
    ("`f(2)` is called and the call returns `2`. The call returns `6`.", "VERIFIED"),
    ("Call 2 of `f`:\n  `n` is `2` and the call returns `2`.", "VERIFIED"),
    ("Call 2 of `f`:\n  `n` is `2` and the call returns `6`.", "AMBIGUOUS"),
    ("Call 2 of `f`:\n  `n` is `2` and the function returns `2`.", "UNPARSED"),
    ("`f(2)`:\n  `n` is `2` and the function returns `6`.", "VERIFIED"),
    ("Call `f(2)`: The function returns `6`.", "VERIFIED"),
    ("Call `f(2)`: The function returns `2`.", "AMBIGUOUS"),
    ("Call `f(2)`: The answer is `2`.", "REFUTED"),
    ("Call `f(9)`: The function returns `6`.", "VERIFIED"),
    ("In call 2 of `f`, the call returns `6`.", "REFUTED"),
    ("In call 2 of `f`, the call returns `1`.", "AMBIGUOUS"),
    ("In call 2 of `f`, the call returns `9`.", "REFUTED"),
    ("In call 2 of `f`, the function returns `2`.", "UNPARSED"),
    ("In call 4 of `f`, `n == 0` is true and the call returns `1`.", "VERIFIED"),
    ("In call 4 of `f`, `n == 0` is true and the call returns `2`.", "REFUTED"),
    ("In call 4 of `f`, `n == 0` is true and the function returns `6`.", "UNPARSED"),
    ("Back in `f(2)`, the call returns `3`.", "REFUTED"),
    ("Back in `f(2)`, the call returns `2`. The call returns `6`.", "VERIFIED"),
    ("In call 2 of `f`, line 4 runs. The call returns `2`.", "UNDECIDED"),
    ("Call 9 of `f`:\n  Call 2 of `f`:\n    The call returns `2`.", "REFUTED"),
)

LOOPS = """def add(total, k):
    for i in range(k):
        total += i
    return total

def same(n):
    return n

def f(n):
    total = 0
    for k in range(n):
        total = add(total, k)
    return same(total)
"""
LOOPS_SAID = (
    ("`add(0, 0)` is called. The call returns `0`.", "VERIFIED"),
    ("`add(0, 0)` is called. The call returns `4`.", "AMBIGUOUS"),
    ("`add(0, 0)` is called. The call returns `1`.", "REFUTED"),
    ("`add(0, 2)` is called. The call returns `1`. The call returns `4`.", "VERIFIED"),
    ("`add(0, 2)` is called. The call returns `1`. `add(1, 3)` is called. The call returns `4`.",
     "VERIFIED"),
    ("`add(0, 2)` is called. The call returns `1`. `add(1, 3)` is called. The call returns `1`.",
     "REFUTED"),
    ("`add(1, 3)` is called. The function returns `4`.", "VERIFIED"),
    ("`add(1, 3)` is called. The function returns `3`.", "REFUTED"),
    ("`add(0, 2)` is called. The function returns `4`.", "VERIFIED"),
    ("`add(0, 2)` is called. The function returns `1`.", "AMBIGUOUS"),
    ("`add(0, 2)` is called. The function returns `0`.", "REFUTED"),
    ("`add(0, 2)` is called. `add(1, 3)` is called. The call returns `4`.", "VERIFIED"),
    ("`add(0, 2)` is called. `add(1, 3)` is called. The call returns `1`.", "REFUTED"),
    ("Iteration 3:\n  `add(0, 2)` is called.\n  The call returns `1`.", "VERIFIED"),
    ("Iteration 3:\n  `add(0, 2)` is called.\n  The call returns `4`.", "AMBIGUOUS"),
    ("Iteration 3:\n  `add(0, 2)` is called.\n  The call returns `0`.", "REFUTED"),
    ("Iteration 3:\n  `add(0, 2)` is called.\n  The function returns `4`.", "VERIFIED"),
    ("Iteration 3:\n  `add(0, 2)` is called.\nThe function returns `4`.", "VERIFIED"),
    ("Iteration 3:\n  `add(0, 2)` is called.\nThe call returns `4`.", "VERIFIED"),
    ("Iteration 3:\n  `add(0, 2)` is called.\nThe call returns `1`.", "REFUTED"),
    ("Iteration 3:\n  The call returns `4`.", "VERIFIED"),
    ("Iteration 3:\n  The call returns `1`.", "REFUTED"),
    ("Iteration 9:\n  The call returns `4`.", "VERIFIED"),
    ("Call 3 of `add`:\n  Iteration 9:\n    The call returns `1`.", "UNDECIDED"),
    ("Call 3 of `add`:\n  Iteration 9:\n    The call returns `3`.", "REFUTED"),
    ("Call 3 of `add`:\n  Every pass of the loop on line 2:\n    The call returns `1`.",
     "VERIFIED"),
    ("Call 3 of `add`:\n  Passes 1 and 2 of the loop on line 2:\n    The call returns `1`.",
     "VERIFIED"),
    ("Call 3 of `add`:\n  Passes 1 and 2 of the loop on line 2:\n    The call returns `3`.",
     "REFUTED"),
    ("Every pass of the loop on line 11:\n  Call 2 of `add`:\n    The call returns `0`.",
     "VERIFIED"),
    ("Every pass of the loop on line 11:\n  Call 9 of `add`:\n    The call returns `4`.",
     "REFUTED"),
    ("`add(0, 2)` is called.\nIteration 2:\n  The function returns `1`.", "UNDECIDED"),
    ("In iteration 1, `total` becomes `0` and the call returns `0`.", "REFUTED"),
    ("Call 4 of `add`:\n  After the loop, the call returns `1`.", "REFUTED"),
    ("`same(4)` is called.\nIteration 3 of the loop on line 11:\n  The call returns `4`.",
     "VERIFIED"),
    ("`add(0, 2)` is called.\nPass 4 of the loop on line 11:\n  The call returns `4`.", "VERIFIED"),
    ("`add(0, 2)` is called.\nPass 4 of the loop on line 11:\n  The call returns `1`.", "REFUTED"),
    ("`add(0, 2)` is called.\nPass 4 of the loop on line 11:\n  The function returns `4`.",
     "VERIFIED"),
    ("`add(0, 2)` is called. In iteration 2, `total` is `1`. The call returns `1`.", "VERIFIED"),
    ("`add(0, 2)` is called. In iteration 2, `total` is `1`. The call returns `4`.", "AMBIGUOUS"),
    ("Call 4 of `add`:\n  After the loop, the call returns `4`.", "VERIFIED"),
    ("Call 4 of `add`:\n  After the loop:\n    The call returns `4`.", "VERIFIED"),
    ("Call 3 of `add`:\n  After the loop:\n    The call returns `1`.", "VERIFIED"),
    ("Call 3 of `add`:\n  After the loop:\n    The call returns `4`.", "AMBIGUOUS"),
    ("Call 3 of `add`:\n  After the loop:\n    The call returns `0`.", "REFUTED"),
    ("Call 3 of `add`:\n  `total` becomes `1`.\n  The call returns `1`.", "VERIFIED"),
    ("Call 3 of `add`:\n  Every pass of the loop on line 2:\n    The call returns `4`.",
     "AMBIGUOUS"),
    ("Call 3 of `add`:\n  Every pass of the loop on line 2:\n    The call returns `9`.",
     "REFUTED"),
    ("`add(0, 2)` is called.\nIteration 2:\n  The call returns `4`.", "AMBIGUOUS"),
    ("`add(0, 2)` is called.\nIteration 2:\n  The call returns `9`.", "REFUTED"),
    ("`add(0, 2)` is called.\nIteration 2:\n  The function returns `4`.", "VERIFIED"),
    ("`add(0, 2)` is called.\nIteration 2:\n  The function returns `9`.", "REFUTED"),
    ("Every pass of the loop on line 11:\n  The call returns `4`.", "VERIFIED"),
    ("Every pass of the loop on line 11:\n  The call returns `1`.", "REFUTED"),
    ("Every pass of the loop on line 11:\n  The function returns `4`.", "VERIFIED"),
    ("On every pass of the loop on line 11, the call returns `4`.", "REFUTED"),
    ("In iteration 1, the call returns `4`.", "REFUTED"),
    ("`add(0, 2)` is called. The function returns a value of type `int`.", "VERIFIED"),
    ("`add(0, 2)` is called. The function returns a value of type `str`.", "REFUTED"),
    ("`add(0, 2)` is called. The function raises `ValueError`.", "REFUTED"),
    ("`add(0, 2)` is called. This call returns `1`. The call returns `4`.", "VERIFIED"),
    ("`add(0, 2)` is called. `1` is returned and `total` becomes `1`. The call returns `4`.",
     "VERIFIED"),
    ("`add` returns `0`. The call returns `4`.", "VERIFIED"),
    ("`same(4)` is called. The function returns `4`. The call returns `4`.", "VERIFIED"),
)  # fmt: skip

METHODS_SAID = (
    ("`area` is called. The call returns `4`.", "VERIFIED"),
    ("`area` is called. The call returns `5`.", "REFUTED"),
    ("`area` is called. The call returns `1`.", "AMBIGUOUS"),
    ("`area` is called. The call returns `4`. `area` is called. The call returns `5`.", "VERIFIED"),
    ("`area` is called. The call returns `4`. `area` is called. The call returns `4`.", "REFUTED"),
    ("`area` is called. The function returns `1`.", "VERIFIED"),
    ("`area` is called. `4` is returned. The function returns `1`.", "VERIFIED"),
    ("`Box(n).area()` is called. The call returns `4`.", "VERIFIED"),
    ("`Box(n).area()` is called. The function returns `4`.", "AMBIGUOUS"),
    ("Call 2 of `Box.area`: The call returns `5`.", "VERIFIED"),
    ("Call 2 of `area`: The call returns `4`.", "REFUTED"),
    ("Call 2 of `area`: The call returns `1`.", "AMBIGUOUS"),
    ("`__init__` is called. The call returns `None`.", "VERIFIED"),
    ("`__init__` is called. The call returns `3`.", "REFUTED"),
    ("`__init__` is called. The function returns `1`.", "VERIFIED"),
)

RAISING_SAID = (
    ("`parse('7x')` is called. The call returns `7`.", "REFUTED"),
    ("`parse('7x')` is called. The call returns `-1`.", "AMBIGUOUS"),
    ("`parse('7x')` is called. The function returns `-1`.", "VERIFIED"),
    ("`parse('7x')` is called. The function raises `ValueError`.", "REFUTED"),
    ("Call 1 of `parse`: The call returns `-1`.", "AMBIGUOUS"),
    ("Call 1 of `parse`: The call returns `7`.", "REFUTED"),
)

NOTHING = """def note(xs):
    if xs:
        return
    xs.append(1)

def f(n):
    seen = []
    note(seen)
    note(seen)
    return seen
"""
NOTHING_SAID = (
    ("`note([])` is called. The call returns `None`.", "VERIFIED"),
    ("`note([])` is called and the call returns `None`.", "VERIFIED"),
    ("`note([])` is called. The call returns `0`.", "REFUTED"),
    ("`note([])` is called. The call returns `[1]`.", "AMBIGUOUS"),
    ("`note([])` is called. The call returns `None`. The call returns `[1]`.", "VERIFIED"),
    ("Call 1 of `note`: The call returns `None`.", "VERIFIED"),
    ("Call 1 of `note`: The call returns `[1]`.", "AMBIGUOUS"),
    ("Call 1 of `note`: The call returns `1`.", "REFUTED"),
    ("Call 2 of `note`: The call returns `None`.", "VERIFIED"),
    ("In call 1 of `note`, the call returns `None`.", "REFUTED"),
    ("In call 2 of `note`, the call returns `None`.", "VERIFIED"),
    ("`note([])` is called. The function returns `None`.", "AMBIGUOUS"),
    ("`note([])` is called. The function returns a value of type `NoneType`.", "AMBIGUOUS"),
    ("`note([])` is called. The function returns a value of type `list`.", "VERIFIED"),
    ("Call 3 of `note`: The call returns `None`.", "REFUTED"),
)

WAITING_SAID = (
    ("`values()` is called. The call returns `None`.", "AMBIGUOUS"),
    ("`values()` is called. The call returns `8`.", "AMBIGUOUS"),
    ("`values()` is called. The function returns `8`.", "VERIFIED"),
)

P3 = oracle("P3").source

CASES = [
    (source, call, *said)
    for source, call, table in (
        (RECURSIVE, "3", RECURSIVE_SAID),
        (LOOPS, "4", LOOPS_SAID),
        (METHODS, "3", METHODS_SAID),
        (P3, "'7x'", RAISING_SAID),
        (WAITING, "4", WAITING_SAID),
        (NOTHING, "4", NOTHING_SAID),
    )
    for said in table
]


@pytest.mark.parametrize(("source", "call", "narration", "verdict"), CASES)
def test_what_is_said_to_return(source: str, call: str, narration: str, verdict: str) -> None:
    assert Oracle(source, "f", call).judge(narration).claims[-1][1] == verdict


@pytest.mark.parametrize(
    ("narration", "verdict"),
    [
        ("`f(2)` is called. The call returns `2`. The call returns `6`.", "ACCEPTED"),
        ("`f(2)` is called. The call returns `2`. The function returns `6`.", "ACCEPTED"),
        ("`f(2)` is called. The call returns `2`.", "REJECTED"),
        ("`f(3)` is called. The call returns `6`.", "ACCEPTED"),
        ("`f(2)` is called. The function returns `6`.", "ACCEPTED"),
        ("`f(2)` is called and the function returns `6`.", "ACCEPTED"),
        ("`f(2)` is called and the call returns `2`.", "REJECTED"),
        ("`f(2)` is called and the call returns `2`, so the call returns `6`.", "ACCEPTED"),
        ("In call 2 of `f`, the call returns `2`.", "REJECTED"),
        ("In call 1 of `f`, the call returns `6`.", "REJECTED"),
        ("`f(2)` is called. The answer is `6`.", "ACCEPTED"),
        ("Call 2 of `f`: The call returns `2`.", "REJECTED"),
        ("Call 2 of `f`: The call returns `2`.\nThe call returns `6`.", "ACCEPTED"),
        ("Call 1 of `f`: The call returns `6`.", "ACCEPTED"),
        ("The call returns `6`.", "REJECTED"),
        ("`f(2)` is called. The call returns `2`. `f(1)` is called. The answer is `6`.",
         "REJECTED"),
        ("`f(2)` calls `f(1)`. The call returns `1`. The call returns `2`. The answer is `6`.",
         "ACCEPTED"),
    ],
)  # fmt: skip
def test_what_states_the_answer(narration: str, verdict: str) -> None:
    assert Oracle(RECURSIVE, "f", "3").judge(narration).verdict == verdict


def test_what_returns_the_answer_need_not_state_it() -> None:
    told = "`same(4)` is called. The call returns `4`."
    made = Oracle(LOOPS, "f", "4").judge(told)
    assert (made.claims[-1][1], made.verdict) == ("VERIFIED", "REJECTED")
    assert Oracle(LOOPS, "f", "4").judge(f"{told} The call returns `4`.").verdict == "ACCEPTED"
