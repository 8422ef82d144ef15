"""The strict verdict: lies that must not pass, truths that must, order, and what a report says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from engine.capture.recorder import record_here
from engine.claims.judgement import NarrationReport
from engine.claims.verdicts import ClaimVerdict, Level, NarrationVerdict, Reason
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace


@cache
def judge(source: str, call: str) -> Judge:
    return Judge(Trace(record_here(Program.from_text(source, "f", call), max_steps=10_000)))


def verdict(source: str, call: str, sentence: str) -> str:
    """The verdict of a sentence's only claim (or of its last one, after headings)."""
    report = judge(source, call).verify(sentence)
    assert report.problems == (), report.problems[0].message
    return report.claims[-1].verdict.value


MANY = """\
def f(t):
    try:
        t = t + 1
        raise ValueError('a', 2)
    except ValueError as e:
        x = 3
    except:
        x = 9
    y = [q for q in (1, 2)]
    for i in (1, 2): x += i
    z = {}
    z['k'], w = 5, 6
    z['k'] += 1
    del z['k']; w = 7
    s = f'{x} {y[0]}'
    if x > 1 and y: pass
    class C:
        a = 1
        def m(self): return 2
    c = C()
    c.v = c.m()
    g = (v for v in y)
    h = sum(v * 2 for v in y)
    while True:
        x -= 1
        if x < 3:
            break
    try:
        return x
    finally:
        x = 100
"""


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        # The name of an `except` clause is unbound as a part of what ran last: no assignment.
        ("REFUTED", "Line 6 sets `e`."),
        ("REFUTED", "Line 6 deletes `e`."),
        ("REFUTED", "Line 5 sets `e` to `3`."),
        ("VERIFIED", "Line 5 sets `e` to a value of type `ValueError`."),
        ("VERIFIED", "Line 5 catches `ValueError`."),
        ("REFUTED", "Line 5 catches `Exception`."),
        ("REFUTED", "Line 7 catches `ValueError`."),
        ("REFUTED", "Line 7 runs."),
        ("VERIFIED", "Line 7 never runs."),
        ("REFUTED", "Line 4 raises `ValueError` with the message `'a'`."),
        ("VERIFIED", "Line 4 raises `ValueError`."),
        # Variables of comprehensions are no names of the function.
        ("REFUTED", "Line 9 sets `q`."),
        ("REFUTED", "After line 9, `q` is defined."),
        ("VERIFIED", "Line 9 sets `y` to `[1, 2]`."),
        ("AMBIGUOUS", "On line 9, `q` evaluates to `1`."),
        # A loop with its body on one line.
        ("VERIFIED", "Line 10 runs 3 times."),
        ("AMBIGUOUS", "Line 10 sets `x` to `4`."),
        ("VERIFIED", "On pass 1 of the loop on line 10, line 10 sets `x` to `4`."),
        ("REFUTED", "On pass 2 of the loop on line 10, line 10 sets `x` to `4`."),
        ("VERIFIED", "The loop on line 10 makes 2 passes."),
        ("VERIFIED", "After the loop on line 10, `i` is `2`."),
        # Elements, and what an expression was when it was computed.
        ("VERIFIED", "Line 12 sets `z['k']` to `5`."),
        ("REFUTED", "Line 12 sets `z['k']` to `6`."),
        ("REFUTED", "Line 12 sets `z['j']` to `5`."),
        ("VERIFIED", "Line 13 sets `z['k']` to `6`."),
        ("VERIFIED", "On line 13, `z['k']` evaluates to `5`."),
        ("REFUTED", "On line 13, `z['k']` evaluates to `6`."),
        ("VERIFIED", "Line 14 deletes `z['k']`."),
        ("VERIFIED", "Line 14 sets `w` to `7`."),
        ("REFUTED", "Line 14 deletes `w`."),
        ("REFUTED", "Line 14 sets `z['k']`."),
        ("REFUTED", "After line 14, `z['k']` is `6`."),
        ("REFUTED", "After line 14, `z['k']` is not `6`."),
        # Places where expressions are not followed.
        ("UNSUPPORTED", "On line 15, `x` evaluates to `6`."),
        ("VERIFIED", "Line 15 sets `s` to `'6 1'`."),
        ("UNSUPPORTED", "On line 23, `v * 2` evaluates to `2`."),
        ("UNSUPPORTED", "On line 21, `c.m` evaluates to a value of type `method`."),
        ("REFUTED", "On line 23, `v * 3` evaluates to `3`."),
        # A test and its block on one line.
        ("VERIFIED", "The condition `x > 1 and y` on line 16 is true."),
        ("REFUTED", "The condition `x > 1` on line 16 is true."),
        ("REFUTED", "Line 16 does nothing."),
        # Definitions.
        ("REFUTED", "Line 17 sets `a`."),
        ("VERIFIED", "Line 17 defines `C`."),
        ("VERIFIED", "Line 21 sets `c.v` to `2`."),
        ("VERIFIED", "Line 21 calls `m`."),
        ("REFUTED", "Line 20 calls `m`."),
        # A loop whose header leaves nothing.
        ("UNSUPPORTED", "Line 24 runs."),
        ("VERIFIED", "The loop on line 24 makes 4 passes."),
        ("REFUTED", "The loop on line 24 makes 3 passes."),
        ("VERIFIED", "The loop on line 24 ends because line 27 breaks out of it."),
        ("REFUTED", "The loop on line 24 ends because its condition is false."),
        ("VERIFIED", "Line 27 breaks out of the loop on line 24."),
        # What is returned, and by which line.
        ("VERIFIED", "Line 29 returns `2`."),
        ("REFUTED", "Line 31 returns `2`."),
        ("REFUTED", "Line 29 returns `100`."),
        ("VERIFIED", "Line 31 sets `x` to `100`."),
        ("REFUTED", "The answer is `100`."),
        ("VERIFIED", "The function returns `2`."),
    ],
)
def test_one_program_of_many_statements(wanted: str, sentence: str) -> None:
    assert verdict(MANY, "1", sentence) == wanted


IDENTITY = """\
def f(a):
    b = a
    c = [1]
    b[0] = 9
    a = a + [2]
    c = c + []
    b.append(3)
    c[0] = 1
    d = {True: 'x'}
    d[1] = 'y'
    b[-1] = 4
    return a
"""


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        # Through another name it is the same object.
        ("VERIFIED", "Line 4 sets `a[0]` to `9`."),
        ("VERIFIED", "Line 4 changes `a` from `[1]` to `[9]`."),
        ("VERIFIED", "Line 4 leaves `c` unchanged."),
        ("REFUTED", "Line 4 sets `c[0]` to `9`."),
        # A new object bound to the name is no change of the object.
        ("REFUTED", "Line 5 changes `a` to `[9, 2]`."),
        ("VERIFIED", "Line 5 sets `a` to `[9, 2]`."),
        ("REFUTED", "Line 6 changes `c` to `[1]`."),
        ("VERIFIED", "Line 6 leaves `c` unchanged."),
        # After line 5 the two names part.
        ("VERIFIED", "Line 7 leaves `a` unchanged."),
        ("VERIFIED", "Line 7 changes `b` to `[9, 3]`."),
        # A write of the value that was there is a write, and no change.
        ("VERIFIED", "Line 8 sets `c[0]` to `1`."),
        ("REFUTED", "Line 8 changes `c` to `[1]`."),
        ("REFUTED", "Line 8 sets `c[0]` to `True`."),
        # Keys are compared as the container does.
        ("VERIFIED", "Line 10 sets `d[1]` to `'y'`."),
        ("VERIFIED", "Line 10 sets `d[True]` to `'y'`."),
        ("VERIFIED", "Line 11 sets `b[-1]` to `4`."),
        ("VERIFIED", "Line 11 sets `b[1]` to `4`."),
        ("REFUTED", "Line 11 sets `b[0]` to `4`."),
        ("REFUTED", "The function returns `[9, 2.0]`."),
        ("REFUTED", "The function returns `(9, 2)`."),
    ],
)
def test_identity_and_equality(wanted: str, sentence: str) -> None:
    assert verdict(IDENTITY, "[1]", sentence) == wanted


CALLS = """\
def walk(n, seen):
    seen.append(n)
    if n > 0:
        walk(n - 1, seen)
    seen.append(-n)
    return n

def quiet(n):
    print(n)
    return lambda k: k + n

def f(n):
    seen = []
    walk(n, seen)
    add = quiet(n)
    total = add(1)
    return total
"""


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("VERIFIED", "`walk` is called 3 times."),
        ("REFUTED", "`walk` is called twice."),
        # A call of a call is not a call of the line.
        ("VERIFIED", "Line 14 calls `walk` with `n` = `2`."),
        ("REFUTED", "Line 14 calls `walk` with `n` = `1`."),
        ("VERIFIED", "In call 2 of `walk`, line 4 calls `walk` with `n` = `0`."),
        ("REFUTED", "In call 3 of `walk`, line 4 runs."),
        ("VERIFIED", "In call 3 of `walk`, line 4 never runs."),
        # What other activations do while a visit waits belongs to the visit.
        ("VERIFIED", "Line 14 changes `seen` from `[]` to `[2, 1, 0, 0, -1, -2]`."),
        ("VERIFIED", "In call 2 of `walk`, line 4 changes `seen` to `[2, 1, 0, 0]`."),
        ("VERIFIED", "In call 1 of `walk`, after line 4, `seen` is `[2, 1, 0, 0, -1]`."),
        ("REFUTED", "In call 1 of `walk`, before line 4, `seen` is `[2, 1]`."),
        ("VERIFIED", "Line 15 prints `'2'`."),
        ("VERIFIED", "In call 1 of `quiet`, line 9 prints `'2'`."),
        ("REFUTED", "Line 9 prints `'2'`."),
        ("VERIFIED", "Call 3 of `walk` returns `0`."),
        ("REFUTED", "Call 4 of `walk` returns `0`."),
        # Arguments are what they were when the call began.
        ("VERIFIED", "Line 14 calls `walk` with `seen` = `[]`."),
        ("REFUTED", "Line 14 calls `walk` with `seen` = `[2, 1, 0, 0, -1, -2]`."),
    ],
)
def test_calls_and_recursion(wanted: str, sentence: str) -> None:
    assert verdict(CALLS, "2", sentence) == wanted


ENDINGS = """\
def g(items):
    for x in items:
        try:
            if x == 1:
                continue
            if x == 2:
                return 'two'
            if x == 3:
                raise KeyError(x)
        finally:
            x = None
    else:
        return 'none'

def f(rows):
    out = []
    for row in rows:
        try:
            out.append(g(row))
        except KeyError as error:
            out.append(error.args[0])
    while len(out) > 3:
        out.pop()
    return out
"""


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("VERIFIED", "In call 1 of `g`, the loop on line 2 ends because its items run out."),
        ("VERIFIED", "In call 2 of `g`, the loop on line 2 ends because line 7 returns."),
        ("VERIFIED", "In call 3 of `g`, the loop on line 2 ends because line 9 raises."),
        ("REFUTED", "In call 3 of `g`, the loop on line 2 ends because line 7 returns."),
        ("VERIFIED", "In call 2 of `g`, line 7 returns `'two'`."),
        ("VERIFIED", "In call 1 of `g`, line 13 returns `'none'`."),
        ("REFUTED", "In call 3 of `g`, line 9 returns `None`."),
        ("VERIFIED", "Call 3 of `g` raises `KeyError`."),
        ("VERIFIED", "In call 3 of `g`, line 9 raises `KeyError` with the message `3`."),
        ("VERIFIED", "On pass 3 of the loop on line 17, line 20 catches `KeyError`."),
        ("REFUTED", "On pass 2 of the loop on line 17, line 20 catches `KeyError`."),
        (
            "VERIFIED",
            "In call 1 of `g`, line 5 continues with the next pass of the loop on line 2.",
        ),
        ("VERIFIED", "In call 1 of `g`, line 11 runs twice."),
        ("VERIFIED", "In call 2 of `g`, the loop on line 2 makes 2 passes."),
        ("VERIFIED", "The loop on line 22 makes no passes."),
        ("VERIFIED", "The loop on line 22 ends because its condition is false."),
        ("REFUTED", "In call 2 of `g`, after the loop on line 2, `x` is `None`."),
        ("REFUTED", "On pass 4 of the loop on line 17, line 19 runs."),
    ],
)
def test_how_loops_and_calls_end(wanted: str, sentence: str) -> None:
    assert verdict(ENDINGS, "[[1, 0], [1, 2, 3], [3]]", sentence) == wanted


SUM = "def f(xs):\n    t = 0\n    for x in xs:\n        t += x\n    return t\n"
TOLD = """\
Line 2 sets `t` to `0`.
- Pass 1 of the loop on line 3 (`x` is `2`):
  - Line 4 sets `t` to `2`.
- Pass 2 of the loop on line 3 (`x` is `3`):
  - Line 4 sets `t` to `5`.
The loop on line 3 ends because its items run out.
Line 5 returns `5`.
The function returns `5`.
"""


def told(text: str, level: Level = Level.ORDERED) -> NarrationReport:
    return judge(SUM, "[2, 3]").verify(text, level)


def test_a_true_narration_is_accepted() -> None:
    report = told(TOLD)
    assert report.verdict is NarrationVerdict.ACCEPTED
    assert report.reasons == ()
    assert {claim.verdict for claim in report.claims} == {ClaimVerdict.VERIFIED}
    assert [claim.number for claim in report.claims] == list(range(1, 11))


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        ("`t` to `5`", "`t` to `4`", {Reason.REFUTED}),
        ("`x` is `3`", "`x` is `2`", {Reason.REFUTED}),
        ("Pass 2", "Pass 3", {Reason.REFUTED}),
        ("The function returns `5`.\n", "", {Reason.NO_ANSWER}),
        ("The function returns `5`.", "The function returns a value of type `int`.",
         {Reason.NO_ANSWER}),
        ("Line 2 sets `t` to `0`.", "Something happens.", {Reason.UNPARSED}),
        ("Line 2 sets `t` to `0`.", "Line 2 sets\u200b `t` to `0`.",
         {Reason.FORBIDDEN_TEXT}),
        ("Line 2 sets `t` to `0`.", "Line 4 sets `t` to `2`.", {Reason.AMBIGUOUS}),
        ("Line 2 sets `t` to `0`.", "After line 5, `hash(t)` is `5`.", {Reason.UNSUPPORTED}),
        ("Line 2 sets `t` to `0`.\n", "Line 5 returns `5`. Line 2 sets `t` to `0`.\n",
         {Reason.OUT_OF_ORDER}),
    ],
)  # fmt: skip
def test_each_reason_to_reject(old: str, new: str, reasons: set[Reason]) -> None:
    report = told(TOLD.replace(old, new))
    assert report.verdict is NarrationVerdict.REJECTED
    assert set(report.reasons) == reasons
    assert report.summary().startswith("REJECTED (")


def test_an_answer_alone_is_empty() -> None:
    assert told("The function returns `5`.").reasons == (Reason.EMPTY,)
    assert told("").reasons == (Reason.EMPTY, Reason.NO_ANSWER)


SWAPPED = """\
Line 5 returns `5`.
Line 2 sets `t` to `0`.
The function returns `5`.
"""


def test_order_is_asked_for_at_its_level_only() -> None:
    assert told(SWAPPED).reasons == (Reason.OUT_OF_ORDER,)
    assert told(SWAPPED, Level.CLAIMS).reasons == ()
    late = told(SWAPPED).claims[1]
    assert late.verdict is ClaimVerdict.VERIFIED
    assert late.out_of_order
    assert late.wrong.text == "Line 2 sets `t` to `0`"


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (SWAPPED.replace("Line 2", "Earlier, line 2"), ()),
        ("Later, line 5 returns `5`.\nLine 2 sets `t` to `0`.\nThe answer is `5`.", ()),
        ("Line 5 returns `5`.\nLater, line 2 sets `t` to `0`.\nThe answer is `5`.",
         (Reason.OUT_OF_ORDER,)),
        ("Line 2 sets `t` to `0`.\nEarlier, line 5 returns `5`.\nThe answer is `5`.",
         (Reason.OUT_OF_ORDER,)),
        # Counts name no moment, wherever they stand.
        ("Line 5 returns `5`.\nLine 4 runs twice.\nThe answer is `5`.", ()),
        # A claim about all passes can be told at any of them.
        (("On pass 2 of the loop on line 3, line 4 sets `t` to `5`.\nLine 4 runs.\n"
          "The answer is `5`."),
         ()),
        (("On pass 2 of the loop on line 3, line 4 sets `t` to `5`.\n"
          "On pass 1 of the loop on line 3, line 4 sets `t` to `2`.\nThe answer is `5`."),
         (Reason.OUT_OF_ORDER,)),
    ],
)  # fmt: skip
def test_order(text: str, reasons: tuple[Reason, ...]) -> None:
    assert told(text).reasons == reasons


@pytest.mark.parametrize(
    ("sentence", "wrong", "instead"),
    [
        ("Line 2 sets `t` to `1`.", "`1`", "`0`"),
        ("Line 2 assigns `0.0` to `t`.", "`0.0`", "`0`"),
        ("Line 4 runs 3 times.", "runs 3 times", "runs twice"),
        ("The loop on line 3 makes 4 passes.", "makes 4 passes", "makes 2 passes"),
        ("The loop on line 3 ends because its condition is false.",
         "its condition is false", "its items run out"),
        ("The function returns `6`.", "`6`", "`5`"),
        ("The function raises `KeyError`.", "raises `KeyError`", "returns `5`"),
        ("After line 5, `t` is `2 `.", "`2 `", "`5`"),
        ("After line 5, `t` has type `str`.", "`str`", "`int`"),
        ("Line 3 sets `t` to `1`.", "Line 3 sets `t` to `1`", ""),
    ],
)  # fmt: skip
def test_the_wrong_words_are_marked(sentence: str, wrong: str, instead: str) -> None:
    claim = told(sentence).claims[0]
    assert claim.verdict is ClaimVerdict.REFUTED
    assert (claim.wrong.text, claim.instead) == (wrong, instead)
    start = claim.wrong.column - 1
    assert sentence[start : start + len(wrong)] == wrong


def test_the_json_form_is_stable() -> None:
    form = told(TOLD.replace("`t` to `5`", "`t` to `4`")).to_json()
    assert form["schema"] == "stepwitness.verify/1"
    assert (form["verdict"], form["reasons"]) == ("REJECTED", ["refuted"])
    claims = form["claims"]
    assert isinstance(claims, list)
    wrong = [claim for claim in claims if claim["verdict"] == "REFUTED"]
    assert [claim["instead"] for claim in wrong] == ["`5`"]
    assert wrong[0]["wrong"] == {"line": 5, "column": 24, "end_line": 5, "end_column": 27}


CALLEES = """\
class Down:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n

def up(n):
    for i in range(n):
        yield i

def note(seen, x):
    seen.append(x)

def f(n):
    seen = []
    for x in Down(n):
        note(seen, x)
    for y in up(n):
        note(seen, y)
    return seen
"""


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (21, "The loop on line 21 ends because its items run out."),
        (21, "The loop on line 21 makes 2 passes."),
        (23, "The loop on line 23 ends because its items run out."),
        (23, "The loop on line 23 makes 2 passes."),
        (23, "After the loop on line 23, `y` is `1`."),
        (22, "On pass 1 of the loop on line 21, after line 22, `seen` is `[1]`."),
        (22, "On pass 1 of the loop on line 21, at the end, `seen` is `[1]`."),
        (22, "At the end of pass 1 of the loop on line 21, `seen` is `[1]`."),
        (22, "At the end of every pass of the loop on line 21, `len(seen) > 0` is `True`."),
        (23, "On pass 2 of the loop on line 23, at the start, `y` is `1`."),
        (23, "At the start of every pass of the loop on line 23, `len(seen) > 1` is `True`."),
        (20, "`n` is always `2`."),
    ],
)
def test_evidence_begins_in_the_function_that_the_claim_is_about(line: int, sentence: str) -> None:
    trace = Trace(record_here(Program.from_text(CALLEES, "f", "2"), max_steps=10_000))
    [claim] = Judge(trace).verify(sentence).claims
    assert claim.verdict is ClaimVerdict.VERIFIED
    step = trace.step(claim.evidence[0].first)
    assert trace.owner(step.activation) == trace.data.entry
    assert step.span is None or step.span.line == line


def test_what_a_recording_does_not_hold_is_undecided() -> None:
    """A stored recording may have been written by anyone."""
    source = "def f(x):\n    return not x in (1, 2), x\n"
    data = record_here(Program.from_text(source, "f", "1"), max_steps=100)
    steps = list(data.steps)
    number = next(step.number for step in steps if step.detail == "not in")
    steps[number] = replace(steps[number], result=steps[-1].operands[0])
    ended = replace(data.activations[0], result=None)
    for changed, sentence in (
        (replace(data, steps=steps), "On line 2, `x in (1, 2)` evaluates to `True`."),
        (replace(data, activations=[ended]), "Line 2 returns `(False, 1)`."),
        (replace(data, activations=[ended]), "The function returns `(False, 1)`."),
    ):
        assert Judge(Trace(data)).verify(sentence).claims[0].verdict is ClaimVerdict.VERIFIED
        found = Judge(Trace(changed)).verify(sentence).claims[0].verdict
        assert found is ClaimVerdict.UNSUPPORTED, sentence


def test_the_start_of_a_pass_without_a_header_has_its_place_in_the_order() -> None:
    source = """\
def f(n):
    while True:
        if n < 10: break
        n -= 5
    return n
"""
    text = """\
Pass 1 of the loop on line 2 (`n` is `12`):
  - At the start, `n` is `12`.
  - Line 4 sets `n` to `7`.
Pass 2 of the loop on line 2 (`n` is `7`):
  - At the start, `n` is `7`.
  - Line 3 breaks out of the loop on line 2.
The function returns `7`.
"""
    report = judge(source, "12").verify(text)
    assert report.reasons == ()
    assert all(each.first <= each.last for claim in report.claims for each in claim.evidence)
