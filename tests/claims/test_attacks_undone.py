"""Lies about what does not happen, how often something does, and names of called functions (§5.97
to §5.105); all claims about everything where the recording stops early (§4). Every lie stands
beside the truth that it would replace."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import ClaimVerdict, Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.claims.test_discourse import verdicts

ONE_LINE = """\
def f(nums):
    out = []
    odd = []
    for n in nums:
        if n % 2: odd.append(n); continue
        out.append(n)
        if n > 3: break
    return out, odd
"""
ON_ONE_LINE = "[3, 1, 2, 4, 6]"

SQUARES = """\
def square(k):
    out = k * k
    return out

def f(n):
    seen = []
    while n > 1:
        n = n // 2
        seen.append(square(n))
    last = square(n + 1)
    return seen, last
"""

COUNTED = """\
seen = []

def count(k):
    seen.append(k)
    return len(seen)

def f(n):
    seen.clear()
    return count(n) + count(n) + count(n)
"""

SEVEN = "The call with `k` = `7` returns"

CASES = [
    # A `continue` or `break` may share its line: it runs where it is run, not where its line is.
    (ONE_LINE, ON_ONE_LINE, "The `continue` statement is executed twice.", "V"),
    (ONE_LINE, ON_ONE_LINE, "The `continue` statement is executed 4 times.", "R"),
    (ONE_LINE, ON_ONE_LINE, "The `break` is executed once.", "V"),
    (ONE_LINE, ON_ONE_LINE, "The `break` is executed twice.", "R"),
    (ONE_LINE, ON_ONE_LINE, "In iteration 3, the `continue` statement is not executed.", "V"),
    (ONE_LINE, ON_ONE_LINE, "In iteration 1, the `continue` statement is not executed.", "R"),
    (ONE_LINE, ON_ONE_LINE, "In iteration 3, the `break` statement is not executed.", "V"),
    (ONE_LINE, ON_ONE_LINE, "In iteration 4, the `break` statement is not executed.", "R"),
    # What is not done is not done by the call whose names it has.
    (SQUARES, "4", "In iteration 1, `out` is not set.", "R"),
    (SQUARES, "4", "After the loop, `out` is not set.", "R"),
    (SQUARES, "4", "After the loop, `4` is not appended to `out`.", "V"),
    (SQUARES, "4", "`out` is not set.", "A"),
    # Properties, relations and elements are of that call, too.
    (SQUARES, "4", "After the loop, `k` is even.", "V"),
    (SQUARES, "4", "After the loop, `k` is odd.", "R"),
    (SQUARES, "4", "After the loop, `k` is greater than `1`.", "V"),
    (SQUARES, "4", "After the loop, `k` is greater than `2`.", "R"),
    (SQUARES, "4", "After the loop, `out` equals `k + k`.", "V"),
    (SQUARES, "4", "After the loop, `out` equals `k + 1`.", "R"),
    (SQUARES, "4", "After the loop, `out` is an integer.", "V"),
    (SQUARES, "4", "After the loop, `out` is a string.", "R"),
    (SQUARES, "4", "After the loop, all elements of `[k]` are even.", "V"),
    (SQUARES, "4", "After the loop, all elements of `[k]` are odd.", "R"),
    (SQUARES, "4", "After the loop, `k` is even and `4` is returned.", "VV"),
    (SQUARES, "4", "After the loop, `k` is even and `2` is returned.", "VR"),
    # Of several calls with the same arguments each is told once.
    (COUNTED, "7", f"{SEVEN} `1`. {SEVEN} `2`.", "VV"),
    (COUNTED, "7", f"{SEVEN} `1`. {SEVEN} `1`.", "VR"),
    (COUNTED, "7", f"{SEVEN} `2`. {SEVEN} `2`.", "RV"),
    (COUNTED, "7", f"{SEVEN} `3`.", "R"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_the_verdict_that_the_page_says(
    source: str, call: str, text: str, expected: str
) -> None:
    assert verdicts(source, call, text) == expected


LATE = """\
def f(nums):
    total = 0
    out = []
    for n in nums:
        if n == 6:
            continue
        total += n
        out.append(n)
    other = 5
    raise ValueError('late')
"""
TO_THE_END = [
    "`other` is not set.",
    "`5` is not appended to `out`.",
    "`5` is not appended.",
    "No exception is raised.",
    "The `continue` statement is not executed.",
    "The `continue` statement is executed 0 times.",
    "`total` goes through `0` & `1`.",
    "In every iteration, `n` is less than `2`.",
    "On every pass of the loop on line 4, line 7 runs.",
    "On passes 1 to 2 of the loop on line 4, line 7 runs.",
    "In iteration 2, `out` is unchanged.",
    "In iteration 2, nothing happens.",
    "The loop runs once in total.",
    "The last number `6` is not processed.",
]


@pytest.mark.parametrize("text", TO_THE_END)
def test_nothing_is_said_of_what_a_recording_does_not_hold(text: str) -> None:
    program = Program.from_text(LATE, "f", "[1, 2, 3, 4, 5, 6]")
    for steps in range(22, 40, 3):
        data = record_here(program, max_steps=steps)
        assert data.truncated
        report = Judge(Trace(data)).verify(text, Level.CLAIMS)
        assert report.problems == ()
        assert ClaimVerdict.VERIFIED not in {claim.verdict for claim in report.claims}
