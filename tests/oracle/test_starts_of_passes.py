"""Where the point is behind `is now` and `E = V`, said of the visit by which a pass begins (§4)."""

# ruff: noqa: ISC004 (texts of several lines)

from __future__ import annotations

import pytest

from .judge import Oracle

MARKS = """\
def f(text):
    for i in ['.', '!', '?']:
        if text.endswith(i):
            return True
    return False
"""

ROWS = """\
def f(text):
    created = []
    for line in text.splitlines():
        if line == '':
            break
        created.append(line[::-1])
    return created[::-1]
"""

GENERATED = """\
def count(n):
    for i in range(n):
        yield i + 1

def f(n):
    total = 0
    for x in count(n):
        total += x
    return total
"""

FALLING = """\
def f(n):
    while n > 0:
        n -= 2
    return n
"""

PROGRAMS = {
    "marks": Oracle(MARKS, "f", "'. C.'"),
    "rows": Oracle(ROWS, "f", "'ab\\ncd'"),
    "generated": Oracle(GENERATED, "f", "2"),
    "falling": Oracle(FALLING, "f", "4"),
}

STAYS = (
    ("marks", "In iteration 1, `i` is now `'.'`.\nFor `'.'`, `i` becomes `'.'`."),
    ("marks", "In iteration 1, `i` = `'.'`.\nFor `'.'`, `i` becomes `'.'`."),
    ("marks", "- Iteration 1:\n  - `i` is now `'.'`.\n- `i` becomes `'.'`."),
    ("rows", "In iteration 2, `line` is now `'cd'`. In iteration 2, `line` is now `'cd'`. `line` "
     "becomes `'cd'`."),
    ("generated", "In iteration 1, `x` is now `1`. `x` becomes `1`. `total` becomes `1`."),
    ("generated", "In iteration 2, `x` = `2`. In iteration 2, `x` becomes `2`."),
)  # fmt: skip
"""The point is the start of a pass, and nothing is being told: it stays there."""

BEHIND = (
    ("marks", "AMBIGUOUS", "`i` is now `'.'`.\nIn iteration 1, `i` becomes `'.'`."),
    ("rows", "AMBIGUOUS", "Iteration 1: `line` becomes `'ab'`, so `line` = `'ab'`.\n"
     "For `'ab'`, `line` becomes `'ab'`."),
    ("rows", "REFUTED", "- Iteration 1: `line` becomes `'ab'`, so `line` = `'ab'`.\n"
     "- `line` = `'ab'`."),
    ("rows", "VERIFIED", "- Iteration 1: `line` becomes `'ab'`, so `line` = `'ab'`.\n"
     "- `line` = `'cd'`."),
    ("rows", "AMBIGUOUS", "In iteration 1, line 3 runs. In iteration 1, `line` is now `'ab'`. In "
     "iteration 1, `line` becomes `'ab'`."),
    ("generated", "AMBIGUOUS", "In iteration 1, `x` becomes `1`, so `x` is now `1`. In iteration "
     "1, `x` becomes `1`."),
    ("generated", "AMBIGUOUS", "In call 1 of `count`, `i` becomes `0`. In iteration 1, `x` is now "
     "`1`. In iteration 1, `x` becomes `1`."),
)  # fmt: skip
"""The header's visit is being told, or it lies ahead of the point: that is behind it then."""


@pytest.mark.parametrize(("program", "text"), STAYS)
def test_the_start_of_a_pass_is_kept(program: str, text: str) -> None:
    assert PROGRAMS[program].claim(text) == "VERIFIED"


@pytest.mark.parametrize(("program", "verdict", "text"), BEHIND)
def test_a_visit_that_is_told_is_left_behind(program: str, verdict: str, text: str) -> None:
    assert PROGRAMS[program].judge(text).claims[-1][1] == verdict


def test_is_now_stands_at_the_start_in_the_order() -> None:
    told = "In iteration 1, `i` is now `'.'`.\nBefore line 3, `i` is in `text`.\n"
    assert PROGRAMS["marks"].judge(told + "The function returns `True`.").verdict == "ACCEPTED"


SHOWN = (
    ("VERIFIED", "In iteration 2, `n` = `0`."),
    ("VERIFIED", "In iteration 2, `n` = `2`."),
    ("AMBIGUOUS", "In iteration 2, `n` becomes `0`. In iteration 2, `n` = `2`."),
    ("REFUTED", "In iteration 2, `n` = `4`."),
    ("REFUTED", "On every pass of the loop on line 2, `n` = `4`."),
    ("VERIFIED", "The condition `n > 0` is true. In iteration 1, `n` is `4`."),
    ("AMBIGUOUS", "`n` becomes `2`. In iteration 1, `n` is `4`."),
)


@pytest.mark.parametrize(("verdict", "text"), SHOWN)
def test_what_a_while_loop_tests_may_be_meant_as_it_is_at_the_start(
    verdict: str, text: str
) -> None:
    """§3.5, §3.7, §5.75; behind the test that begins a pass the point is not behind its start."""
    assert PROGRAMS["falling"].judge(text).claims[-1][1] == verdict
