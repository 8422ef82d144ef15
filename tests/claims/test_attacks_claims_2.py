"""States that are not there at one end, what grows and what each pass does; then what a verdict
says of itself: the place of ends in the order, evidence, reason and what is true instead."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import verify
from engine.program import Program
from engine.trace.trace import Trace
from tests.claims.test_discourse import judge, verdicts

# -- states, and what grows -----------------------------------------------------------------------

FILLED = """\
def f(k, n):
    out = []
    for i in range(n):
        out.append(i + 4)
    out[0] = 7
    return out
"""

GROWN = """\
def f(n):
    a, b, c, d, e = 5, [1], False, 1.5, 2
    for i in range(n):
        a = 'abc'
        b = 4
        c = 3
        d = 10 ** 400
        e = [2]
    return a
"""

MADE = """\
def f(n):
    out = []
    for i in range(n):
        out.append(i)
    for i in range(1): y = 4
    return out
"""

CHOSEN_KEY = """\
def f(nums, c):
    d = {}
    out = []
    for d[0 if c else 1] in nums:
        out.append(d[0 if c else 1])
    return out
"""

TWICE = """\
def f(n):
    out = []
    for i in range(2):
        n += 1
        n += 1
        out.append(i)
    return n
"""

TOLD = """\
def add(a, b):
    return a + b

def f(n):
    if add(n, add(n, 1)):
        return n
    return 0
"""

STATES = [
    # In the states before there is no such element.
    (FILLED, "3, 2", "`out[0]` goes through `4` & `7`.", "V"),
    (FILLED, "3, 2", "`out[0]` goes through `7` & `4`.", "R"),
    (FILLED, "3, 2", "After line 2, `id(k)` equals `id(k)`.", "U"),
    (FILLED, "3, 2", "After line 2, `id(k)` does not equal `n`.", "U"),
    (FILLED, "3, 2", "After line 2, `id(k)` holds.", "U"),
    # Elements at one end alone, a truth that is no number, a difference that is none.
    (GROWN, "1", "Over the loop on line 3, `a` grows by 3 elements.", "R"),
    (GROWN, "1", "Over the loop on line 3, `b` shrinks by 1 element.", "R"),
    (GROWN, "1", "Over the loop on line 3, `c` grows by `3`.", "R"),
    (GROWN, "1", "Over the loop on line 3, `d` grows by `3`.", "R"),
    (GROWN, "1", "Over the loop on line 3, `e` grows by `3`.", "R"),
    # A name that the pass makes, and an element that is not there.
    (MADE, "2", "Each pass of the loop on line 5 adds `4` to `y`.", "R"),
    (MADE, "2", "Each pass of the loop on line 3 appends `out[7]` to `out`.", "R"),
    (MADE, "2", "Each pass of the loop on line 3 appends `len(out)` to `out`.", "V"),
    # What is tested in the target is no item.
    (CHOSEN_KEY, "[3, 4], 1", "Each pass of the loop on line 4 appends its item to `out`.", "V"),
    (CHOSEN_KEY, "[3, 4], 0", "Each pass of the loop on line 4 appends its item to `out`.", "V"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), STATES)
def test_states(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


# -- the order, and the evidence ------------------------------------------------------------------

LEAVES = """\
def g(n):
    n.append(1)
    n.append(2)

def f(n):
    g(n)
    m = len(n)
    raise ValueError(m)
"""


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("At the end, `m` is `2`. Line 8 raises `ValueError`.", True),
        ("At the end, `m` is `2`. Line 7 sets `m` to `2`.", False),
    ],
)
def test_the_end_of_a_call_lies_in_its_last_visit(text: str, accepted: bool) -> None:
    trace = Trace(record_here(Program.from_text(LEAVES, "f", "[]"), max_steps=1000))
    report = verify(trace, f"{text} The function raises `ValueError`.", Level.ORDERED)
    assert (report.verdict is NarrationVerdict.ACCEPTED) is accepted


@pytest.mark.parametrize(
    "text", ["After line 6, `n` is `[1, 2]`.", "Before line 7, `n` is `[1, 2]`."]
)
def test_evidence_begins_in_the_function_that_the_claim_is_about(text: str) -> None:
    trace = Trace(record_here(Program.from_text(LEAVES, "f", "[]"), max_steps=1000))
    (claim,) = judge(LEAVES, "[]").verify(text, Level.CLAIMS).claims
    (evidence,) = claim.evidence
    assert trace.step(evidence.first).activation == trace.data.entry


def test_evidence_of_the_state_before_the_first_line_is_the_first_step() -> None:
    (claim,) = judge(LEAVES, "[]").verify("At some point, `n` is `[]`.", Level.CLAIMS).claims
    assert [evidence.first for evidence in claim.evidence] == [0]


# -- reasons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "call", "text"),
    [
        (FILLED, "3, 3", "At the end of every pass of the loop on line 3, `k` is `9`."),
        (FILLED, "3, 3", "At the end of every pass of the loop on line 3, `id(k)` is `9`."),
        (FILLED, "3, 3", "At some point, `k` is `9`."),
        (FILLED, "3, 3", "`k` is always `9`."),
    ],
)
def test_one_state_is_evidence_enough_against_all(source: str, call: str, text: str) -> None:
    (claim,) = judge(source, call).verify(text, Level.CLAIMS).claims
    assert len(claim.evidence) == 1


@pytest.mark.parametrize(
    ("source", "call", "text", "why"),
    [
        (FILLED, "3, 3", "The loop on line 2 makes 3 passes.", "there is no loop on line 2"),
        (FILLED, "3, 2", "Line 4 runs twice.", ""),
        (FILLED, "3, 2", "Line 4 runs 3 times.", "line 4 runs twice here"),
        (TOLD, "2", "`add` is called twice.", ""),
        (FILLED, "3, 2", "After line 2, `id(k)` holds.", "calls of `id` are not evaluated"),
        (TOLD, "2", "`add` is called 3 times.", "`add` is called twice"),
        (
            FILLED,
            "3, 4",
            "Line 3 sets `i` to `1`.",
            "it holds 1 of 4 times; say which one is meant (`i` is `0`)",
        ),
        (
            FILLED,
            "3, 2",
            "Each pass of the loop on line 3 appends its item to `k`.",
            "`k` does not change on pass 1 of the loop on line 3",
        ),
        (
            TWICE,
            "2",
            "Each pass of the loop on line 3 adds `1` to `n`.",
            "`n` changes more than once on pass 1 of the loop on line 3",
        ),
    ],
)
def test_reasons(source: str, call: str, text: str, why: str) -> None:
    (claim,) = judge(source, call).verify(text, Level.CLAIMS).claims
    assert claim.why == why


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Over the loop on line 3, `n` grows by `3`.", "`4`"),
        ("Over the loop on line 3, `n` shrinks by `3`.", "`-4`"),
        ("Over the loop on line 3, `out` grows by one element.", ""),
    ],
)
def test_what_is_true_instead_of_growth(text: str, instead: str) -> None:
    (claim,) = judge(TWICE, "2").verify(text, Level.CLAIMS).claims
    assert claim.instead == instead


def test_why_what_is_given_decides_nothing() -> None:
    text = "The condition `add(n, add(n, 1))` on line 5 is true because `n` is `2`."
    *_, claim = judge(TOLD, "2").verify(text, Level.CLAIMS).claims
    assert (claim.verdict.value, claim.why) == ("UNSUPPORTED", "calls of `add` are not evaluated")
