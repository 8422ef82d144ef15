"""Lies and truths about what is written on a line and what is only read there (§5.6 to §5.10),
what tests, cases and assertions come to (§5.11, §5.24), and contexts: several passes, headings,
recordings that stop early (§3, §4). Every lie stands beside the truth that it would replace."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.check.judge import judge_claim
from engine.claims.parser import parse_narration
from engine.claims.verdicts import ClaimVerdict, Level, Reason
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.moments import Moments
from engine.trace.trace import Trace
from tests.claims.test_discourse import judge, verdicts

INSERTS = """\
def f(xs):
    xs.insert(0, 5); xs[1] = 9
    xs.insert(1, 7); xs.append(8)
    return xs
"""

READS = """\
def f(xs, none, other):
    size = 0
    size += (more := len(xs))
    a, b = size, more
    a, b = b, a
    ok = (both := a and b)
    between = 1 < a < 9
    if not xs and (none == None or none is other or len(other) or xs is None):
        size = 2
    return size
"""
READ = "[1, 2, 3], None, None"

MATCHES = """\
def f(n):
    kind = 'none'
    match n:
        case 1:
            pass
        case 3:
            kind = 'three'
    match n:
        case 1: pass
        case _: kind = 'other'
    match n:
        case 1:
            try: pass
            except KeyError:
                kind = 'key'
    return kind
"""

POPS = """\
def f(xs):
    out = 0
    try:
        while True:
            while xs.pop(): out += 1
    except IndexError:
        out -= 1
    return out
"""

ASSERTS = """\
def f(n):
    try:
        assert n > 0; n -= 1; assert n > 0
    except AssertionError:
        n = 5
    return n
"""

WRITES = """\
class Box:
    def __init__(self, v):
        self.v = v

def f(xs, ys, word):
    box = Box(1)
    size = len(xs)
    size = 3; del size
    xs[0] = 'a'
    ys.append('c')
    box.v = 2
    del box.v
    for n in xs:
        size = n
    try:
        size = int('x')
    except ValueError as error: del size
    it = iter(xs)
    it = 3
    it = iter(ys)
    del ys[0], xs
    return word
"""
WRITTEN = "['x', 2], ['a', 'b'], 'ab'"

HANDLED = """\
def f(n):
    size = n
    try:
        n = int('x')
    except ValueError as error: del size; error = 1
    return n
"""

BUILTIN = """\
def f(n):
    global max
    max = n; del max
    return n
"""

TURNS = """\
def f(xs):
    it = iter(xs)
    for x in xs:
        y = x; it = xs; y += x
        z = y
    return z
"""

LATE = """\
def f(xs):
    for x in xs:
        z = 1 if x > 1 else 0
        if x > 1:
            kind = 'big'
        z += 1
    return kind
"""

SUMS = """\
def g(n):
    out = n * 2
    return out

def f(nums):
    total = 0
    for n in nums:
        total += n
        for k in range(n):
            total += g(k)
            g(total)
    return total
"""

CASES = [
    # What else the line did to the list than to put it in.
    (INSERTS, "[1, 2]", "Line 2 inserts `5` into `xs` at index 0.", "R"),
    (INSERTS, "[1, 2]", "Line 2 inserts `5` at the start of `xs`.", "R"),
    (INSERTS, "[1, 2]", "Line 3 inserts `7` into `xs` at index 1.", "R"),
    # What is read, and what is only written to.
    (READS, READ, "On line 3, `size` evaluates to `0`.", "V"),
    (READS, READ, "On line 3, `size` evaluates to `3`.", "R"),
    (READS, READ, "On line 3, `more` evaluates to `3`.", "R"),
    (READS, READ, "On line 3, `(more := len(xs))` evaluates to `3`.", "V"),
    (READS, READ, "On line 3, `(more := len(xs))` evaluates to `0`.", "R"),
    (READS, READ, "On line 4, `(a, b)` evaluates to `(3, 3)`.", "R"),
    (READS, READ, "On line 5, `(a, b)` evaluates to `(3, 3)`.", "R"),
    # Control flow has no value of its own.
    (READS, READ, "On line 6, `(both := a and b)` evaluates to `3`.", "U"),
    (READS, READ, "On line 7, `1 < a < 9` evaluates to `True`.", "U"),
    # What is never come to evaluates to nothing; `is None` need not leave a step.
    (READS, READ, "On line 8, `none == None` evaluates to `True`.", "R"),
    (READS, READ, "On line 8, `none is other` evaluates to `True`.", "R"),
    (READS, READ, "On line 8, `len(other)` evaluates to `0`.", "R"),
    (READS, READ, "On line 8, `xs is None` evaluates to `False`.", "U"),
    # Cases whose block shows itself or not.
    (MATCHES, "1", "The case on line 4 matches.", "V"),
    (MATCHES, "1", "The case on line 4 does not match.", "R"),
    (MATCHES, "1", "The case on line 9 matches.", "U"),
    (MATCHES, "2", "The case on line 9 matches.", "U"),
    (MATCHES, "1", "The case on line 12 matches.", "U"),
    (MATCHES, "2", "The case on line 12 matches.", "U"),
    (MATCHES, "1", "On line 4, `1` evaluates to `1`.", "U"),
    # A block on the line of its header: a next visit of that line is no run of the block.
    (POPS, "[0, 0]", "The condition `xs.pop()` on line 5 is false, so line 5 is skipped.", "VV"),
    # Names.
    (WRITES, WRITTEN, "Line 8 sets `size`.", "V"),
    (WRITES, WRITTEN, "Line 8 sets `size` to `3`.", "R"),
    (WRITES, WRITTEN, "On pass 1 of the loop on line 13, line 13 sets `n` to `'a'`.", "V"),
    (WRITES, WRITTEN, "On pass 2 of the loop on line 13, line 13 sets `n` to `'a'`.", "R"),
    (WRITES, WRITTEN, "Line 6 defines `box`.", "R"),
    (WRITES, WRITTEN, "Line 6 imports `box`.", "R"),
    # Elements: of that object, under that key, by that line.
    (WRITES, WRITTEN, "Line 9 sets `xs[0]`.", "V"),
    (WRITES, WRITTEN, "Line 9 sets `xs[0]` to `'a'`.", "V"),
    (WRITES, WRITTEN, "Line 9 sets `ys[0]`.", "R"),
    (WRITES, WRITTEN, "Line 9 sets `ys[0]` to `'a'`.", "R"),
    (WRITES, WRITTEN, "Line 9 sets `word[0]` to `'a'`.", "R"),
    (WRITES, WRITTEN, "Line 9 sets `missing[0]` to `'a'`.", "R"),
    (WRITES, WRITTEN, "Line 10 sets `xs[0]` to `'a'`.", "R"),
    # A line that sets no element sets none of what has no value to tell, either.
    (WRITES, WRITTEN, "Line 7 sets `list(map(str, xs))[0]`.", "R"),
    # Attributes.
    (WRITES, WRITTEN, "Line 11 sets `box.v` to `2`.", "V"),
    (WRITES, WRITTEN, "Line 9 sets `box.v` to `1`.", "R"),
    (WRITES, WRITTEN, "Line 11 sets `missing.v` to `2`.", "R"),
    # What is no target is set by no line, though it is another number after it.
    (WRITES, WRITTEN, "Line 10 increases `len(ys)` by `1`.", "R"),
    (WRITES, WRITTEN, "Line 10 changes `len(ys)` from `2` to `3`.", "R"),
    # Deleted by `del`, and not because an `except` clause is left.
    (WRITES, WRITTEN, "Line 12 deletes `box.v`.", "V"),
    (WRITES, WRITTEN, "Line 11 deletes `box.v`.", "R"),
    (WRITES, WRITTEN, "Line 21 deletes `ys[0]`.", "V"),
    (WRITES, WRITTEN, "Line 21 deletes `ys[1]`.", "R"),
    (WRITES, WRITTEN, "Line 17 deletes `size`.", "V"),
    (WRITES, WRITTEN, "Line 17 deletes `error`.", "R"),
    (HANDLED, "1", "Line 5 deletes `size`.", "V"),
    (HANDLED, "1", "Line 5 deletes `error`.", "R"),
    # An iterator, before the line or after it.
    (WRITES, WRITTEN, "Line 19 leaves `it` unchanged.", "U"),
    (WRITES, WRITTEN, "Line 20 leaves `it` unchanged.", "U"),
    # What is said of several visits, of which the first is no moment for it, moves no point.
    (TURNS, "[1, 2]", "Line 4 leaves `it` unchanged. `x` becomes `1`.", "UV"),
    (LATE, "[1, 2]", "Line 6 leaves `kind` unchanged.", "A"),
    # What a call is given.
    (SUMS, "[1, 2]", "`g` is called with `n` = `0`.", "V"),
    (SUMS, "[1, 2]", "`g` is called with `n` = `1`.", "A"),
    (SUMS, "[1, 2]", "`g` is called with `n` = `7`.", "R"),
]


@pytest.mark.parametrize(("source", "call", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected


@pytest.mark.parametrize("truth", ["true", "false"])
def test_two_tests_of_one_text_that_come_to_different_ends_are_not_one(truth: str) -> None:
    assert verdicts(ASSERTS, "1", f"The condition `n > 0` on line 3 is {truth}.") in {"A", "U"}


def test_a_name_that_is_a_builtin_again_is_not_what_it_was_set_to() -> None:
    assert verdicts(BUILTIN, "3", "Line 3 sets `max`.") == "V"
    assert verdicts(BUILTIN, "3", "Line 3 sets `max` to `3`.") != "V"


# -- contexts -------------------------------------------------------------------------------------

BOTH = "On passes 1 and 2 of the loop on line 7"
SECOND = "On pass 2 of the loop on line 7"

ALONE = [
    ("Line 6 sets `total` to `0`.", "V"),
    ("Line 6 sets `total` to `1`.", "R"),
    (f"{SECOND}, after line 8, `total` is `3`.", "V"),
    (f"{BOTH}, line 8 sets `n`.", "R"),
    (f"{BOTH}, line 8 runs once.", "V"),
    (f"{BOTH}, on pass 1 of the loop on line 9, line 9 sets `k` to `0`.", "V"),
    (f"{BOTH}, on pass 1 of the loop on line 9, line 9 sets `k` to `1`.", "R"),
    (f"{SECOND}, on passes 1 to 2 of the loop on line 9, line 10 runs.", "V"),
    (f"{SECOND}, on passes 1 to 2 of the loop on line 9, line 9 sets `k` to `0`.", "R"),
]


@pytest.mark.parametrize(("text", "expected"), ALONE)
def test_with_its_lines_a_claim_needs_nothing_before_it(text: str, expected: str) -> None:
    moments = _trace(SUMS, "[1, 2]").index(Moments)
    (entry,) = parse_narration(text).narration.claims()
    assert judge_claim(moments, entry.chain, entry.claim).verdict.value[0] == expected
    assert verdicts(SUMS, "[1, 2]", text) == expected


def test_headings_have_a_place_in_the_order() -> None:
    second = "Pass 2 of the loop on line 7 (`n` is `2`):\n- `total` is never `9`.\n"
    first = "Pass 1 of the loop on line 7:\n- `total` is never `9`.\n"
    report = judge(SUMS, "[1, 2]").verify(f"{second}{first}", Level.ORDERED)
    assert {claim.verdict for claim in report.claims} == {ClaimVerdict.VERIFIED}
    assert Reason.OUT_OF_ORDER in report.reasons
    report = judge(SUMS, "[1, 2]").verify(f"{first}{second}", Level.ORDERED)
    assert Reason.OUT_OF_ORDER not in report.reasons


@pytest.mark.parametrize("number", [1, 2])
def test_evidence_begins_in_the_function_that_is_told_of(number: int) -> None:
    """Line 11 ends with the last step of what it calls."""
    trace = _trace(SUMS, "[1, 2]")
    text = f"On pass {number} of the loop on line 7, after line 11, `n` is `{number}`."
    (claim,) = judge(SUMS, "[1, 2]").verify(text, Level.CLAIMS).claims
    assert claim.verdict is ClaimVerdict.VERIFIED
    for each in claim.evidence:
        span = trace.step(each.first).span
        assert span is not None
        assert span.line == 11


# -- recordings that stop early -------------------------------------------------------------------

LOOPS = """\
def f(nums):
    total = 0
    for n in nums:
        total += n
    return total
"""

TO_THE_END = [
    ("Line 2 sets `total` to `0`.", "V"),
    ("After line 2, `total` is `0`.", "V"),
    ("`total` becomes `0`. `total` is `0`.", "VV"),
    ("Line 2 runs.", "V"),
    ("Line 2 runs once.", "U"),
    ("At the end, `nums` is `[1, 2, 3, 4]`.", "U"),
    ("At the start of every pass of the loop on line 3, `n` is positive.", "U"),
    ("`nums` is `[1, 2, 3, 4]` at the end.", "U"),
    ("Over the loop on line 3, `total` goes from `0` to `10`.", "U"),
    ("`total` never decreases.", "U"),
    ("`total` is always at most `9`.", "U"),
]


@pytest.mark.parametrize(("text", "expected"), TO_THE_END)
def test_what_speaks_of_the_end_needs_the_end(text: str, expected: str) -> None:
    program = Program.from_text(LOOPS, "f", "[1, 2, 3, 4]")
    data = record_here(program, max_steps=18)
    assert data.truncated
    report = Judge(Trace(data)).verify(text, Level.CLAIMS)
    assert report.problems == ()
    assert "".join(claim.verdict.value[0] for claim in report.claims) == expected


def _trace(source: str, call: str) -> Trace:
    return Trace(record_here(Program.from_text(source, "f", call), max_steps=10_000))
