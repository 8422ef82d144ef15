"""Behind a heading or a prefix that tells a call nothing holds that is so outside of it (§3.4)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

COUNTER = """\
class A:
    def __init__(self):
        self.n = 0
    def bump(self):
        self.n += 1
def noop(k):
    return k
def f(n):
    a = A()
    a.bump()
    a.n = 9
    noop(1)
    total = 4
    for i in range(2):
        total += 1
    return total
"""

SWAP = """\
def sw(a, i, j):
    a[i], a[j] = a[j], a[i]
def f(n):
    c = [3, 4, 5]
    sw(c, 0, 1)
    c[0] = 9
    return c
"""

GENERATOR = """\
def gen(k):
    yield k
    yield k + 1
def f(n):
    total = 0
    for x in gen(2):
        total += x
    return total
"""

FACTORIAL = """\
def fact(n):
    if n < 2:
        return 1
    rest = fact(n - 1)
    return n * rest
def f(n):
    found = fact(n)
    again = fact(1)
    return found + again
"""

RAISES = """\
def bad(k):
    raise ValueError(k)
def f(n):
    caught = 0
    try:
        bad(1)
    except ValueError:
        caught = 1
    try:
        bad(2)
    except ValueError:
        caught = 2
    return caught
"""

RESULT = """\
def noop(k):
    k = k + 1
    return k
def f(n):
    a = 7
    x = noop(1)
    a = 9
    return a + x
"""

NESTED = """\
def nest(m):
    while m > 0:
        i = 2
        while i > 0:
            i -= 1
        m -= 1
    return m
def f(n):
    return nest(n)
"""

EACH = """\
def flat(k):
    k = k + 1
    return k
def f(n):
    total = 0
    for i in range(2):
        total = flat(1)
    return total
"""

CASES = (
    # Events, states and lines of the caller.
    (COUNTER, "1", "In `a.bump()`, at the end, `a.n` is `9`.", "U"),
    (COUNTER, "1", "In `a.bump()`, at the end, `self.n` is `1`.", "V"),
    (COUNTER, "1", "In `a.bump()`, at the end, `self.n` is `9`.", "R"),
    (COUNTER, "1", "In `a.bump()`, `a.n` is set to `9`.", "U"),
    (COUNTER, "1", "In `a.bump()`, `a.n` becomes `9`.", "U"),
    (COUNTER, "1", "In `a.bump()`, `self.n` becomes `1`.", "V"),
    (COUNTER, "1", "In `noop(1)`, `total` becomes `4`.", "U"),
    (COUNTER, "1", "In `noop(1)`, `total` becomes `7`.", "R"),
    (COUNTER, "1", "In `noop(1)`, `total` is `4`.", "U"),
    (COUNTER, "1", "In `noop(1)`, `total` is now `4`.", "U"),
    (COUNTER, "1", "In `noop(1)`, `total` is never `7`.", "U"),
    (COUNTER, "1", "In `noop(1)`, `total` is increased by `1`.", "U"),
    (COUNTER, "1", "In `noop(1)`, line 13 sets `total` to `4`.", "U"),
    (COUNTER, "1", "In `noop(1)`, line 7 returns `1`.", "V"),
    (COUNTER, "1", "In `noop(1)`, the loop runs 2 times.", "U"),
    (COUNTER, "1", "In `noop(1)`, at the end, `total` is `6`.", "U"),
    (COUNTER, "1", "In `noop(1)`, in iteration 1, `total` becomes `5`.", "U"),
    (COUNTER, "1", "In `noop(1)`, in every pass of the loop, `total` is increased by `1`.", "U"),
    (COUNTER, "1", "In `noop(1)`, on pass 1 of the loop on line 14, `total` becomes `5`.", "U"),
    # Calls: another one is not the one that is told, which itself is.
    (COUNTER, "1", "In `a.bump()`, `noop(1)` is called.", "U"),
    (COUNTER, "1", "In `a.bump()`, `noop(1)` returns `1`.", "U"),
    (COUNTER, "1", "In `noop(1)`, `noop(1)` is called.", "V"),
    (COUNTER, "1", "In `noop(1)`, `noop(1)` returns `1`.", "V"),
    (COUNTER, "1", "In `noop(1)`, it returns `1`.", "V"),
    (FACTORIAL, "3", "In `fact(3)`, `fact(2)` is called.", "V"),
    (FACTORIAL, "3", "In `fact(3)`, `fact(2)` returns `2`.", "V"),
    (FACTORIAL, "3", "In `fact(2)`, `rest` becomes `1`.", "V"),
    (FACTORIAL, "3", "In `fact(2)`, `found` becomes `6`.", "U"),
    (
        FACTORIAL,
        "3",
        "`fact(3)`:\n- `fact(2)` is called\n- `n < 2` is false\n- `rest` becomes `1`",
        "VVVV",
    ),
    (RAISES, "1", "In `bad(1)`, `bad(1)` raises `ValueError`.", "V"),
    (RAISES, "1", "In `bad(1)`, `bad(2)` raises `ValueError`.", "U"),
    (RAISES, "1", "In `bad(1)`, `caught` becomes `1`.", "U"),
    # The block of a heading, up to the call's return.
    (COUNTER, "1", "`noop(1)`:\n- `k` is `1`\n- `1` is returned\n- `total` becomes `4`", "VVVV"),
    (COUNTER, "1", "`noop(1)`:\n- `total` becomes `4`\n- `total` is increased by `1`", "VUU"),
    (COUNTER, "1", "`noop(1)`:\n- `total` becomes `4`\n- `1` is returned", "VUV"),
    (COUNTER, "1", "`noop(1)`:\n- `noop(1)` is called\n- `total` becomes `4`", "VVU"),
    (COUNTER, "1", "`noop(1)`:\n- In `noop(1)`, `k` is `1`\n- `total` becomes `4`", "VVU"),
    (COUNTER, "1", "`noop(1)`:\n- In iteration 1, `total` becomes `5`.", "VU"),
    (COUNTER, "1", "`noop(1)`:\n- Iteration 1:\n    - `total` becomes `5`.", "VVU"),
    (COUNTER, "1", "`noop(1)`:\n- `k` is `1`\n\n`total` becomes `4`.", "VVV"),
    (COUNTER, "1", "`f(1)`:\n- `total` becomes `4`\n- In iteration 1, `total` becomes `5`.", "VVV"),
    (COUNTER, "1", "`a.bump()`:\n- `noop(1)` is called\n- `total` becomes `4`", "VUU"),
    (RESULT, "1", "In `noop(1)`, it returns `2`, so `x` becomes `2`.", "VV"),
    (RESULT, "1", "In `noop(1)`, `k` becomes `2` and `x` becomes `2`.", "VV"),
    (RESULT, "1", "In `noop(1)`, `k` becomes `2` and `a` becomes `9`.", "VU"),
    # A state of the caller that lies in the call, and one at its end, when its result is there.
    (RESULT, "1", "In `noop(1)`, `a` is `7`.", "V"),
    (RESULT, "1", "In `noop(1)`, `a` is `9`.", "R"),
    (RESULT, "1", "In `noop(1)`, `x` is `2`.", "U"),
    (RESULT, "1", "In `noop(1)`, before line 6, `a` is `7`.", "U"),
    (RESULT, "1", "In `noop(1)`, after line 6, `x` is `2`.", "U"),
    # What is false of the caller ends no call that is told, nor does that the call begins.
    (COUNTER, "1", "`noop(1)`:\n- `total` becomes `7`\n- `1` is returned", "VRV"),
    (COUNTER, "1", "`noop(1)`:\n- `total` becomes `7`\n- `total` is increased by `1`", "VRU"),
    (COUNTER, "1", "In `noop(1)`, `noop(1)` is called and `total` becomes `4`.", "VU"),
    # A call that is told loosely, or was told by the prefix of another sentence.
    (COUNTER, "1", "`noop(1)` is called. `total` becomes `4`.", "VV"),
    (COUNTER, "1", "In `noop(1)`, `k` is `1`. `total` becomes `4`.", "VV"),
    (COUNTER, "1", "`noop(1)` is called. In `noop(1)`, `k` is `1`. `total` becomes `4`.", "VVV"),
    (
        COUNTER,
        "1",
        "`noop(1)` is called.\n\n`noop(1)`:\n- `k` is `1`\n\n`total` becomes `4`.",
        "VVVV",
    ),
    # What the call and its caller share.
    (SWAP, "1", "In `sw(c, 0, 1)`, `c[0]` becomes `9`.", "U"),
    (SWAP, "1", "In `sw(c, 0, 1)`, `a[0]` becomes `4`.", "V"),
    (SWAP, "1", "`sw(c, 0, 1)`:\n- `c[0]` becomes `9`", "VU"),
    (SWAP, "1", "`sw(c, 0, 1)` is called. `c[0]` becomes `9`.", "VV"),
    # What runs between the steps of a generator is not in it.
    (GENERATOR, "1", "In `gen(2)`, `total` becomes `2`.", "U"),
    (GENERATOR, "1", "In `gen(2)`, `k` is `2`.", "V"),
    (GENERATOR, "1", "`gen(2)`:\n- `k` is `2`\n- `total` is `0`", "VVU"),
    # What is false of the caller is so, too, when the call's last line was told.
    (RESULT, "1", "`noop(1)`:\n- Line 3 returns `2`.\n- `a` is `9`.", "VVR"),
    # A call that each pass opens: what is of it there, and what is not.
    (EACH, "1", "In every pass of the loop, in `flat(1)`, `k` is never `9`.", "V"),
    (EACH, "1", "In every pass of the loop, in `flat(1)`, `k` is never `2`.", "R"),
    (EACH, "1", "In every pass of the loop, in `flat(1)`, it returns `2`.", "V"),
    (EACH, "1", "In every pass of the loop, in `flat(1)`, `total` becomes `2`.", "V"),
    # Passes of passes in a call are no context whose call is looked for.
    (
        NESTED,
        "1",
        (
            "In `nest(1)`, in every pass of the outer loop,"
            " in every pass of the inner loop, `i > 0` is true."
        ),
        "U",
    ),
)


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0] for each in claims) == expected
    judged = [verdict for _, verdict in Oracle(source, "f", arguments).judge(text).claims]
    if len(judged) == len(expected):
        for verdict, letter in zip(judged, expected, strict=True):
            assert verdict in {"UNDECIDED", "UNPARSED"} or verdict[0] == letter


def test_the_call_of_a_prefix_is_told_to_the_end_of_its_sentence() -> None:
    text = "In `a.bump()`, `noop(1)` is called and `total` becomes `4`."
    program = Program.from_text(COUNTER, "f", "f(1)")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert [each.verdict.value for each in claims] == ["UNSUPPORTED", "UNSUPPORTED"]


def test_a_state_of_the_caller_at_the_end_of_the_call_does_not_lie_in_it() -> None:
    # The oracle sees lines, not steps: for it the last line is not over yet.
    text = "`noop(1)`:\n- Line 3 returns `2`.\n- `a` is `7`."
    program = Program.from_text(RESULT, "f", "f(1)")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    verdicts = [each.verdict.value for each in claims]
    assert verdicts == ["VERIFIED", "VERIFIED", "UNSUPPORTED"]
