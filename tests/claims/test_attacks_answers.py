"""`The call returns V` and `The function returns V` while a call is told (§5.20, §3.6)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import NarrationVerdict, Reason
from engine.claims.verify import verify
from engine.program import Program
from engine.trace.trace import Trace
from tests.claims.test_discourse import judge, verdicts

EACH = """\
def g(n):
    out = n * n
    return out

def f(ns):
    x = 0
    for n in ns:
        x = g(n)
    return x + 1
"""

FACT = """\
def fact(n):
    if n == 0:
        return 1
    return n * fact(n - 1)

def f(n):
    return fact(n) - 1
"""

LOOPED = """\
def g(n):
    total = 0
    for k in range(n + 1):
        total += k
    return total

def h(log):
    log.append(1)

def f(n):
    h([])
    return g(n) + 1
"""

SAME = """\
def g(n):
    return n

def f(n):
    return g(n)
"""


@pytest.mark.parametrize(
    ("source", "call", "narration", "expected"),
    [
        (EACH, "[2, 3]", "`g(2)` is called. The call returns `4`.", "VV"),
        (EACH, "[2, 3]", "`g(2)` is called. The call returns `9`.", "VR"),  # the next call does
        (EACH, "[2, 3]", "`g(3)` is called. The call returns `4`.", "VR"),  # the one before did
        (EACH, "[2, 3]", "`g(2)` is called. The call returns `10`.", "VA"),  # the answer
        (EACH, "[2, 3]", "`g(2)` is called. The function returns `10`.", "VV"),
        (EACH, "[2, 3]", "`g(2)` is called. The function returns `4`.", "VA"),
        (EACH, "[2, 3]", "`g(2)` is called. The function returns `5`.", "VR"),
        (EACH, "[2, 3]", "`g(2)` is called. The answer is `10`.", "VV"),
        (EACH, "[2, 3]", "`g(2)` is called. The answer is `4`.", "VR"),
        # Once it has returned it is not told any more.
        (EACH, "[2, 3]", "`g(2)` is called. It returns `4`. The call returns `10`.", "VVV"),
        (EACH, "[2, 3]", "`g(2)` is called. The call returns `4`. The call returns `10`.", "VVV"),
        (EACH, "[2, 3]", "`g(2)` is called. The call returns `4`. The call returns `4`.", "VVR"),
        (EACH, "[2, 3]", "`g(3)` is called. `x` becomes `9`. The function returns `10`.", "VVV"),
        (EACH, "[2, 3]", "The call returns `10`.", "V"),
        (EACH, "[2, 3]", "The call returns `4`.", "R"),
        # The heading of a call.
        (EACH, "[2, 3]", "Call 1 of `g`:\n- The call returns `4`.", "VV"),
        (EACH, "[2, 3]", "Call 1 of `g`:\n- The call returns `9`.", "VR"),
        (EACH, "[2, 3]", "Call 1 of `g`:\n- The call returns `10`.", "VA"),
        (EACH, "[2, 3]", "`g(2)`:\n- The call returns `4`.\n\nThe call returns `10`.", "VVV"),
        (EACH, "[2, 3]", "Iteration 1:\n- `g(2)` is called.\n- The call returns `4`.", "VVV"),
        (EACH, "[2, 3]", "Iteration 2:\n- `g(3)` is called.\n- The call returns `4`.", "VVR"),
        # Several passes of a call, a call that is not there, one that falls off its end.
        (
            LOOPED,
            "2",
            "Call 1 of `g`:\n- Passes 1 and 2 of the loop on line 3:\n  - The call returns `4`.",
            "VVA",
        ),
        (
            LOOPED,
            "2",
            "Call 1 of `g`:\n- Passes 1 and 2 of the loop on line 3:\n  - The call returns `3`.",
            "VVV",
        ),
        (LOOPED, "2", "Call 9 of `g`:\n- The call returns `4`.", "RR"),
        (LOOPED, "2", "Call 1 of `h`:\n- The call returns `None`.", "VV"),
        (LOOPED, "2", "`h([])` is called. The call returns `None`.", "VV"),
        (LOOPED, "2", "`h([])` is called. The call returns `4`. The call returns `4`.", "VAV"),
        # Recursion: the innermost call that is told.
        (FACT, "2", "`fact(2)` is called. `fact(1)` is called. The call returns `1`.", "VVV"),
        (FACT, "2", "`fact(2)` is called. `fact(1)` is called. The call returns `2`.", "VVR"),
        (FACT, "3", "`fact(3)` is called. The call returns `6`.", "VV"),
        (FACT, "3", "`fact(3)` is called. The call returns `5`.", "VA"),  # 6 - 1 is the answer
        # The entry call, told by name.
        (EACH, "[2, 3]", "`f([2, 3])` is called. The call returns `10`.", "VV"),
        (EACH, "[2, 3]", "`f([2, 3])` is called. The call returns `9`.", "VR"),
        (SAME, "7", "`g(7)` is called. The function returns `7`.", "VV"),  # both do
    ],
)
def test_the_call_that_is_told(source: str, call: str, narration: str, expected: str) -> None:
    assert verdicts(source, call, narration) == expected


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("Something goes on.\n\nThe call returns `4`.", "A"),
        ("Something goes on.\n\nThe call returns `5`.", "R"),
        ("Something goes on.\n\nThe call returns `10`.", "V"),
        # An answer tells nothing of the point: what follows is as unsure as before.
        ("Something goes on.\n\nThe answer is `5`.\n\n`out` becomes `9`.", "RA"),
    ],
)
def test_behind_what_was_not_read(narration: str, expected: str) -> None:
    report = judge(EACH, "[2, 3]").verify(narration)
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected


COUNTDOWN = """\
def down(n, log):
    if n == 0:
        log.append(9)
        return 0
    left = n - 1
    return 1 + down(left, log)

def f(n):
    log = []
    return down(n, log)
"""


@pytest.mark.parametrize(
    ("narration", "expected"),
    [
        ("`down(2, [])` is called. `1` is returned.", "VA"),  # the next one's
        ("`down(2, [])` is called. `3` is returned.", "VR"),
        ("`down(2, [])` is called. `left` becomes `1`.", "VV"),
        ("`down(2, [])` is called. `left` becomes `0`.", "VA"),
        ("`down(2, [])` is called. `left` becomes `2`.", "VR"),
        ("`down(1, [])` is called. `left` becomes `1`.", "VR"),  # of one before
        ("`down(2, [])` is called. `n` is `0`.", "VA"),
        ("`down(2, [])` is called. `n` is `5`.", "VR"),
        ("`down(2, [])` is called. Line 5 sets `left` to `0`.", "VR"),  # with its line
        ("`down(0, [])` is called. `left` becomes `0`.", "VR"),
    ],
)
def test_another_call_of_the_same_function_may_be_meant(narration: str, expected: str) -> None:
    assert verdicts(COUNTDOWN, "2", narration) == expected


def _reasons(source: str, call: str, narration: str) -> tuple[NarrationVerdict, set[Reason]]:
    data = record_here(Program.from_text(source, "f", call), max_steps=1000)
    report = verify(Trace(data), narration)
    return report.verdict, set(report.reasons)


def test_what_a_told_call_returns_is_no_answer() -> None:
    told = "`g(2)` is called. `out` becomes `4`. The call returns `4`."
    assert _reasons(EACH, "[2, 3]", told) == (NarrationVerdict.REJECTED, {Reason.NO_ANSWER})
    assert _reasons(EACH, "[2, 3]", f"{told}\n\nThe answer is `10`.") == (
        NarrationVerdict.ACCEPTED,
        set(),
    )


def test_the_answer_below_the_heading_of_a_call_is_not_read() -> None:
    heading = "Call 1 of `g`:\n- The function returns `10`."
    assert Reason.UNPARSED in _reasons(EACH, "[2, 3]", heading)[1]
