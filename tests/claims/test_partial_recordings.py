"""Claims about recordings that stop early, or that other runs only share a part of, and about parts
of values that the program has not (docs/semantics.md §3.4, §3.6, §4, §6.1)."""

from __future__ import annotations

from functools import cache

import pytest

from engine.capture.recorder import record_here
from engine.capture.sandbox import Sandbox
from engine.claims.verdicts import ClaimVerdict, Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.claims.test_discourse import judge

ENDLESS = """\
def g(k):
    r = k * 2
    while True:
        r += 1
    return r

def f(n):
    for i in range(2):
        a = g(n)
    return a
"""

PARTS = """\
def g(k):
    out = k
    for w in set('abcdefghijkl'):
        if w == 'a':
            break
        out = out + 0
    out = 9
    return out

def f(n):
    r = 0
    for i in [1, 2]:
        q = 1
        q = 2
        s = g(4)
        r = i
    t = 3
    return n
"""

MADE = """\
def f(n):
    xs = [0, n]
    return xs
"""


@cache
def cut() -> Judge:
    return Judge(Trace(record_here(Program.from_text(ENDLESS, "f", "3"), max_steps=200)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The call that was running begins in the caller, and is told like any other.
        ("`g(3)` is called.", "V"),
        ("`f` calls `g(3)`.", "V"),
        ("`g(3)`:\n- `k` is `3`.", "VV"),
        ("`k` is `3`. `r` becomes `6`.", "VV"),
        ("`k` is `4`.", "R"),
        ("`g(4)` is called.", "R"),
        ("In call 1 of `g`, `k` is `3`.", "V"),
        # What may still come is not decided.
        ("The function returns `3`.", "U"),
        ("Line 10 never runs.", "U"),
        ("`r` is never `-1`.", "U"),
        ("`g` is called once.", "U"),
    ],
)
def test_calls_that_were_running_when_the_recording_stopped(text: str, expected: str) -> None:
    report = cut().verify(text, Level.CLAIMS)
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Blah is blah. `n` is `5`.",
        "`r` becomes `0`. `g(4)` is called. `q` becomes `1`. Nothing happens.",
    ],
)
def test_an_uncertain_point_where_runs_part(text: str) -> None:
    """What is tried behind an uncertain point ends where the runs have nothing in common."""
    with Sandbox() as sandbox:
        data = sandbox.record(Program.from_text(PARTS, "f", "1"))
    assert data.differs
    report = Judge(Trace(data)).verify(text, Level.CLAIMS)
    assert ClaimVerdict.VERIFIED not in {claim.verdict for claim in report.claims}


@pytest.mark.parametrize(
    "text",
    [
        "After line 2, `sorted(xs)[0]` is `0`.",
        "After line 2, `[xs][0]` is `[0, 1]`.",
        "The last element of `[0, 1]` is `1`.",
    ],
)
def test_parts_of_what_the_sentence_makes_cover_nothing(text: str) -> None:
    report = judge(MADE, "1").verify(f"{text}\nThe function returns `[0, 1]`.", Level.GAPLESS)
    assert [claim.verdict for claim in report.claims] == [ClaimVerdict.VERIFIED] * 2
    assert report.gaps
