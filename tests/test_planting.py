"""Planted errors: what each kind makes of true sentences; rephrasings; the peer; the bound."""

# Sentences are easier to compare in one piece.
# ruff: noqa: E501, ISC004

from __future__ import annotations

from typing import Final

import pytest

from benchmarks import planted_values
from benchmarks.binomial import upper_bound
from benchmarks.dropped_steps import dropped
from benchmarks.entity_matching import LOOKAHEAD, matches
from benchmarks.line_trace import trace_lines
from benchmarks.planted_values import Variants
from benchmarks.planting import Plant, plants
from benchmarks.planting_kinds import Kind
from benchmarks.planting_text import literal, read_text
from benchmarks.rephrasing import rephrasings
from benchmarks.told_facts import facts, steps
from engine.capture.recorder import record_here
from engine.claims.model import Narration
from engine.claims.parser import parse_narration
from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import Judge, verify
from engine.dataset import demo
from engine.narration.writer import narrate
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

SOURCE: Final = """\
def half(n):
    if n % 2:
        raise ValueError('odd')
    return n // 2

def f(xs, strict):
    seen = []
    for x in xs:
        try:
            y = half(x)
        except ValueError:
            if strict:
                break
            continue
        seen.append(y)
    done = len(seen) == 2
    return (seen, done)
"""

CALL: Final = "[4, 5, 8], False"

NARRATION: Final = """\
Here is what happens.
At the start, `xs` is `[4, 5, 8]`.
Line 7 sets `seen` to `[]`.
- Pass 1 of the loop on line 8 (`x` is `4`):
  - Line 10 calls `half` with `n` = `4`.
  - In call 1 of `half`, the condition `n % 2` on line 2 is false, so line 4 runs.
  - Line 10 sets `y` to `2`.
  - Line 15 changes `seen` to `[2]`.
- Pass 2 of the loop on line 8 (`x` is `5`):
  - In call 2 of `half`, line 3 raises `ValueError` with the message `'odd'`.
  - Line 11 catches `ValueError`.
  - The condition `strict` on line 12 is false, so line 14 runs.
- Pass 3 of the loop on line 8 (`x` is `8`):
  - Line 10 sets `y` to `4`.
  - Line 15 changes `seen` to `[2, 4]`.
The loop on line 8 makes 3 passes.
The loop on line 8 ends because its items run out.
Line 16 sets `done` to `True`.
The function returns `([2, 4], True)`.
"""

MANY: Final = 1_000
"""More plants than a narration of these has."""

EXPECTED: Final = (
    (Kind.OFF_BY_ONE, "Line 2 sets `x` to `[1, 2]`.", "Line 2 sets `x` to `[1, 3]`."),
    (Kind.SIGN, "Line 2 sets `x` to `3`.", "Line 2 sets `x` to `-3`."),
    (Kind.TRUNCATED, "Line 2 sets `x` to `'ab'`.", "Line 2 sets `x` to `'a'`."),
    (Kind.LONGER, "Line 2 sets `x` to `[1]`.", "Line 2 sets `x` to `[1, 1]`."),
    (Kind.OTHER_STEP, "Line 2 sets `x` to `3`. Line 4 sets `x` to `5`.", "Line 2 sets `x` to `5`."),
    (Kind.OTHER_VARIABLE, "Line 2 sets `x` to `3`. Line 4 sets `y` to `5`.",
     "Line 2 sets `x` to `5`."),
    (Kind.NUMBER_TYPE, "Line 2 sets `x` to `True`.", "Line 2 sets `x` to `1`."),
    (Kind.SEQUENCE_TYPE, "Line 2 sets `x` to `[1]`.", "Line 2 sets `x` to `(1,)`."),
    (Kind.EXCHANGED, "Line 2 sets `x` to `[1, 2]`.", "Line 2 sets `x` to `[2, 1]`."),
    (Kind.LETTER, "Line 2 sets `x` to `'ab'`.", "Line 2 sets `x` to `'Ab'`."),
    (Kind.VALUE_KIND, "Line 2 sets `x` to `3`.", "Line 2 sets `x` to `'3'`."),
    (Kind.HEADING_VALUE, "Pass 1 of the loop on line 8 (`x` is `4`):",
     "Pass 1 of the loop on line 8 (`x` is `5`):"),
    (Kind.CHANGED_FROM, "Line 2 changes `x` from `1` to `2`.", "Line 2 changes `x` from `0` to `2`."),
    (Kind.ALTERED, "Line 2 appends `1` to `x`.", "Line 2 appends `2` to `x`."),
    (Kind.RESULT, "Line 2 appends `1` to `x`, making it `[1]`.",
     "Line 2 appends `1` to `x`, making it `[2]`."),
    (Kind.AMOUNT, "Line 2 increases `x` by `1`.", "Line 2 increases `x` by `2`."),
    (Kind.ARGUMENT, "Line 2 calls `half` with `n` = `4`.", "Line 2 calls `half` with `n` = `5`."),
    (Kind.CALL_RESULT, "Call 1 of `half` returns `2`.", "Call 1 of `half` returns `3`."),
    (Kind.ANSWER, "The function returns `([2, 4], True)`.", "The function returns `([2, 5], True)`."),
    (Kind.MESSAGE, "Line 2 prints `'a'`.", "Line 2 prints `'A'`."),
    (Kind.OTHER_NAME, "Line 2 sets `x` to `3`.", "Line 2 sets `seen` to `3`."),
    (Kind.ELEMENT_INDEX, "Line 2 sets `x[1]` to `3`.", "Line 2 sets `x[2]` to `3`."),
    (Kind.SLICE, "After line 2, `x[1:]` is `'a'`.", "After line 2, `x[2:]` is `'a'`."),
    (Kind.OPERANDS, "On line 2, `x - y` evaluates to `3`.", "On line 2, `y - x` evaluates to `3`."),
    (Kind.OPERATOR, "On line 2, `x < y` evaluates to `True`.",
     "On line 2, `x <= y` evaluates to `True`."),
    (Kind.CALLEE, "Line 2 calls `half`.", "Line 2 calls `f`."),
    (Kind.EXCEPTION, "Line 11 catches `ValueError`.", "Line 11 catches `TypeError`."),
    (Kind.TYPE_NAME, "After line 2, `x` has type `int`.", "After line 2, `x` has type `bool`."),
    (Kind.WRONG_LINE, "Line 15 changes `x` to `[2]`.", "Line 16 changes `x` to `[2]`."),
    (Kind.LOOP_LINE, "The loop on line 7 makes 3 passes.", "The loop on line 8 makes 3 passes."),
    (Kind.WRONG_PASS, "On the second pass of the loop on line 8, line 9 runs.",
     "On the third pass of the loop on line 8, line 9 runs."),
    (Kind.NO_SUCH_PASS, "Pass 2 of the loop on line 8:", "Pass 102 of the loop on line 8:"),
    (Kind.PASS_RANGE, "On passes 1 to 3 of the loop on line 8, line 9 runs.",
     "On passes 1 to 4 of the loop on line 8, line 9 runs."),
    (Kind.CALL_NUMBER, "In call 1 of `half`, line 4 runs.", "In call 2 of `half`, line 4 runs."),
    (Kind.NO_SUCH_CALL, "In call 1 of `half`, line 4 runs.", "In call 101 of `half`, line 4 runs."),
    (Kind.SWAPPED, "Line 7 sets `seen` to `[]`.\nLine 15 changes `seen` to `[2]`.",
     "Line 15 changes `seen` to `[2]`."),
    (Kind.BEFORE_AFTER, "Before line 2, `x` is `3`.", "After line 2, `x` is `3`."),
    (Kind.START_END, "At the start, `x` is `3`.", "At the end, `x` is `3`."),
    (Kind.FIRST_LAST, "After line 2, the first element of `x` is `3`.",
     "After line 2, the last element of `x` is `3`."),
    (Kind.UNDER_ANOTHER, "Pass 1 of the loop on line 8:\n  Line 9 runs.\n"
     "Pass 2 of the loop on line 8:\n  Line 10 runs.", "Pass 2 of the loop on line 8:"),
    (Kind.SKIPPED_RUNS, "Line 13 never runs.", "Line 13 runs."),
    (Kind.NEGATED, "The condition `x` on line 2 is true.", "The condition `x` on line 2 is false."),
    (Kind.CONSEQUENCE, "The condition `x` on line 2 is true, so line 3 runs.",
     "The condition `x` on line 2 is true, so line 3 is skipped."),
    (Kind.BRANCH, "The `if` branch on line 2 is taken.", "The `if` branch on line 2 is not taken."),
    (Kind.REASON, "The condition `x > 1` on line 2 is true because `x` is `3`.",
     "The condition `x > 1` on line 2 is true because `x` is `4`."),
    (Kind.OPERAND_DECIDES, "`x` decides the condition `x or y` on line 2.",
     "`a` decides the condition `x or y` on line 2."),
    (Kind.LOOP_EXIT, "The loop on line 8 ends because its items run out.",
     "The loop on line 8 ends because its condition is false."),
    (Kind.PASSES, "The loop on line 8 makes 3 passes.", "The loop on line 8 makes 4 passes."),
    (Kind.RUN_COUNT, "Line 9 runs twice.", "Line 9 runs 3 times."),
    (Kind.CALL_COUNT, "`half` is called 3 times.", "`half` is called 2 times."),
    (Kind.AT_LEAST, "Line 9 runs at least twice.", "Line 9 runs at most twice."),
    (Kind.LENGTH, "After line 2, `x` has length 3.", "After line 2, `x` has length 4."),
    (Kind.OCCURRENCES, "After line 2, `1` appears once in `x`.",
     "After line 2, `1` appears 2 times in `x`."),
    (Kind.KEPT, "The comprehension on line 2 keeps 2 of 3 values.",
     "The comprehension on line 2 keeps 3 of 3 values."),
    (Kind.DEPTH, "The recursion of `half` reaches depth 1.",
     "The recursion of `half` reaches depth 2."),
    (Kind.ALWAYS_NEVER, "`x` is always `1`.", "`x` is never `1`."),
    (Kind.SOME_ALL, "`x` is `1` at some point.", "`x` is always `1`."),
    (Kind.EXTREME, "The largest value that `x` ever has is `3`.",
     "The smallest value that `x` ever has is `3`."),
    (Kind.BOUND, "`x` never exceeds `3`.", "`x` never exceeds `2`."),
    (Kind.TREND, "`x` only grows.", "`x` only shrinks."),
    (Kind.SUMMARY, "Over the loop on line 8, `x` goes from `0` to `3`.",
     "Over the loop on line 8, `x` goes from `0` to `4`."),
    (Kind.NEGATION, "After line 2, `x` is `3`.", "After line 2, `x` is not `3`."),
    (Kind.COMPARISON, "After line 2, `x` is greater than `3`.", "After line 2, `x` is less than `3`."),
    (Kind.PROPERTY, "After line 2, `x` is even.", "After line 2, `x` is odd."),
    (Kind.MEMBERSHIP, "After line 2, `x` is in `y`.", "After line 2, `x` is not in `y`."),
    (Kind.IDENTITY, "After line 2, `x` and `y` are the same list.",
     "After line 2, `x` and `y` are different lists."),
    (Kind.CHANGE_VERB, "Line 2 appends `1` to `x`.", "Line 2 removes `1` from `x`."),
    (Kind.PLACES, "Over the loop on line 8, `x` goes from `0` to `3`.",
     "Over the loop on line 8, `x` goes from `3` to `0`."),
    (Kind.ARITHMETIC, "`3 * 4` is `12`, plus `5` is `17`.", "`3 * 4` is `12`, plus `5` is `18`."),
    (Kind.CAUSE, "The answer does not depend on `x`.", "The answer depends on `x`."),
    (Kind.SHOWN, "In iteration 1, `y` = `2`.", "In iteration 1, `y` = `3`."),
    (Kind.BRANCH_WORD, "In iteration 1, the `if` branch is taken.",
     "In iteration 1, the `else` branch is taken."),
    (Kind.PASS_END, "In iteration 2, we continue.", "In iteration 2, we break."),
    (Kind.STAYS, "In iteration 2, `seen` remains `[2]`.", "In iteration 2, `seen` is unchanged."),
    (Kind.NOTHING, "In iteration 1, `y` becomes `2`.", "In iteration 1, nothing happens."),
    (Kind.RETURNS_HERE, "Line 7 runs.", "Line 7 runs. The function returns."),
    (Kind.TOLD_CALL, "`half(4)` returns `2`.", "`half(5)` returns `2`."),
    (Kind.RETURNED, "`half(4)` is called and `2` is returned.",
     "`half(4)` is called and `3` is returned."),
    (Kind.ITEM, "For `5`, the loop goes on.", "For `6`, the loop goes on."),
    (Kind.LABEL, "At index 1, `x` is `5`.", "At index 2, `x` is `5`."),
    (Kind.THING, "Line 7 runs. The list is `[4, 5, 8]`.", "The string is `[4, 5, 8]`."),
    (Kind.LONGER_THAN, "After line 7, `xs` is longer than `seen`.",
     "After line 7, `xs` is shorter than `seen`."),
)  # fmt: skip

FURTHER: Final = (
    (Kind.MESSAGE, "Line 7 prints nothing. The function returns `4`.", "Line 7 prints `'4'`."),
    (Kind.MESSAGE, "The program prints nothing.", "The program prints `'done'` in total."),
    (Kind.MESSAGE, "Line 3 raises `ValueError`.",
     "Line 3 raises `ValueError` with the message `'seen'`."),
    (Kind.OPERAND_DECIDES, "Line 2 does not evaluate `b`.", "Line 2 does not evaluate `a`."),
    (Kind.RETURNED, "Line 17 runs. We return `2`.", "We return `3`."),
    (Kind.SWAPPED, "On pass 1 of the loop on line 8, line 10 sets `y` to `2`.\n"
     "On pass 1 of the loop on line 8, line 15 appends `2` to `seen`.",
     "On pass 1 of the loop on line 8, line 15 appends `2` to `seen`."),
    (Kind.SWAPPED, "On pass 1 of the loop on line 8, line 15 appends `2` to `seen`.\n"
     "On pass 3 of the loop on line 8, line 15 appends `4` to `seen`.",
     "On pass 3 of the loop on line 8, line 15 appends `4` to `seen`."),
)  # fmt: skip
"""Other sentences in which the kinds are planted that few programs offer."""

BOOLEAN: Final = "def f(a, b):\n    if a or b:\n        return 1\n"


def read(text: str) -> Narration:
    parsed = parse_narration(text)
    assert not parsed.problems
    return parsed.narration


@pytest.fixture(scope="module")
def trace() -> Trace:
    return Trace(record_here(Program.from_text(SOURCE, "f", CALL), max_steps=10_000))


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(SOURCE, "f", CALL)


@pytest.fixture(scope="module")
def planted() -> list[Plant]:
    return list(plants(NARRATION, SOURCE, "seed", MANY))


def test_every_kind_is_expected() -> None:
    assert {kind for kind, _, _ in EXPECTED} == set(Kind) - {Kind.DROPPED}


@pytest.mark.parametrize(
    ("kind", "true", "false"), [*EXPECTED, *FURTHER], ids=lambda it: getattr(it, "name", "")
)
def test_a_kind_makes_its_errors(kind: Kind, true: str, false: str) -> None:
    source = BOOLEAN if kind is Kind.OPERAND_DECIDES else SOURCE
    found = list(plants(true, source, "seed", {kind: MANY}))
    assert false in {plant.told for plant in found}
    assert {plant.kind for plant in found} == {kind}


def test_the_narrations_are_true(trace: Trace, oracle: Oracle) -> None:
    for text in (NARRATION, *rephrasings(NARRATION, "seed", 20)):
        assert oracle.judge(text).verdict == "ACCEPTED", text
        assert verify(trace, text).verdict is NarrationVerdict.ACCEPTED, text


@pytest.mark.timeout(600)
def test_plants_are_judged_alike(planted: list[Plant], trace: Trace, oracle: Oracle) -> None:
    judge = Judge(trace)
    false = 0
    for plant in planted:
        truth = oracle.judge(plant.text).verdict
        verdict = judge.verify(plant.text).verdict.name
        assert truth in {"UNDECIDED", verdict}, plant.told
        false += truth == "REJECTED"
    assert false > 300


def test_text_is_read_back_equal() -> None:
    assert read_text(NARRATION).text() == NARRATION
    assert read_text(demo.TRUE_NARRATION).text() == demo.TRUE_NARRATION


def test_plants_differ_and_are_bounded() -> None:
    few = list(plants(NARRATION, SOURCE, "seed", 3))
    for kind in Kind:
        texts = [plant.text for plant in few if plant.kind is kind]
        assert len(texts) == len(set(texts)) <= 3
    only = list(plants(NARRATION, SOURCE, "seed", {Kind.ANSWER: 2}))
    assert [plant.kind for plant in only] == [Kind.ANSWER] * 2


def test_a_seed_gives_the_same_plants_again() -> None:
    again = [plant.text for plant in plants(NARRATION, SOURCE, "seed", 3)]
    assert again == [plant.text for plant in plants(NARRATION, SOURCE, "seed", 3)]
    assert again != [plant.text for plant in plants(NARRATION, SOURCE, "other", 3)]


def test_facts_are_true_and_of_many_forms(trace: Trace, oracle: Oracle) -> None:
    told = facts(oracle, "seed")
    assert len({fact.form for fact in told}) > 50
    judge = Judge(trace)
    for fact in told:
        report = judge.verify(f"{fact.text}\nThe answer is `([2, 4], True)`.")
        claims = {claim.verdict.name for claim in report.claims}
        assert (claims, report.problems) == ({"VERIFIED"}, ()), fact.text


def test_rows_of_steps_are_true_together(oracle: Oracle) -> None:
    rows = steps(oracle, "seed", 4)
    assert max(map(len, rows)) > 2
    for row in rows:
        starts = [fact.start for fact in row]
        assert starts == sorted(set(starts))
        text = "".join(f"{fact.text}\n" for fact in row)
        assert oracle.judge(f"{text}The function returns `([2, 4], True)`.").verdict == "ACCEPTED"
    assert steps(oracle, "seed", 4) == rows


# -- dropped steps --------------------------------------------------------------------------------

STEPS: Final = """\
def f(n):
    a = n * 2
    b = n + 1
    c = a + 1
    return c
"""


def test_a_step_matters_where_another_value_makes_another_answer() -> None:
    oracle = Oracle(STEPS, "f", "3")
    assert [oracle.matters(line, name) for line, name in ((2, "a"), (3, "b"), (4, "c"))] == [
        True, False, True,
    ]  # fmt: skip


def test_narrations_without_a_step_that_matters_have_gaps() -> None:
    oracle = Oracle(STEPS, "f", "3")
    judge = Judge(Trace(record_here(Program.from_text(STEPS, "f", "3"), max_steps=1_000)))
    text = narrate(judge.trace, 0, Level.GAPLESS)
    assert judge.verify(text, Level.GAPLESS).verdict is NarrationVerdict.ACCEPTED
    found = list(dropped(oracle, text, "seed", MANY))
    assert {plant.told for plant in found} == {
        "(nothing of `a` on line 2)", "(nothing of `c` on line 4)",
    }  # fmt: skip
    for plant in found:
        assert judge.verify(plant.text, Level.GAPLESS).verdict is NarrationVerdict.REJECTED


# -- nearly right values --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "text", "variants"),
    [
        (planted_values.off_by_one, "7", ["8", "6"]),
        (planted_values.off_by_one, "True", []),
        (planted_values.off_by_one, "1.5", ["2.5", "0.5"]),
        (planted_values.off_by_one, "1e300", []),
        (planted_values.off_by_one, "[1, 'a']", ["[2, 'a']", "[0, 'a']"]),
        (planted_values.off_by_one, "{'a': (5,)}", ["{'a': (6,)}", "{'a': (4,)}"]),
        (planted_values.negative, "[0, 2]", ["[0, -2]"]),
        (planted_values.truncated, "'abcd'", ["'abc'", "'bcd'", "'ab'"]),
        (planted_values.truncated, "[1, 2]", ["[1]", "[2]"]),
        (planted_values.truncated, "{1: 2}", ["{}", "{}"]),
        (planted_values.truncated, "{1, 2}", ["{2}", "{1}"]),
        (planted_values.truncated, "[]", []),
        (planted_values.truncated, "12", []),
        (planted_values.longer, "'ab'", ["'abb'", "'aab'"]),
        (planted_values.longer, "[]", ["[0]"]),
        (planted_values.number_type, "True", ["1", "1.0"]),
        (planted_values.number_type, "0", ["0.0", "False"]),
        (planted_values.number_type, "2.0", ["2"]),
        (planted_values.number_type, "2.5", []),
        (planted_values.number_type, "'1'", []),
        (planted_values.number_type, "[3]", ["[3.0]"]),
        (planted_values.sequence_type, "[]", ["()"]),
        (planted_values.sequence_type, "([1],)", ["[[1]]", "((1,),)"]),
        (planted_values.exchanged, "{'a': 1, 'b': 2}", ["{'a': 2, 'b': 1}"]),
        (planted_values.letters, "'b'", ["'B'", "'x'", "' '"]),
        (planted_values.of_another_kind, "None", ["0", "''", "False"]),
    ],
)
def test_nearly_right_values(edit: Variants, text: str, variants: list[str]) -> None:
    assert [repr(value) for value in edit(literal(text))] == variants


# -- the peer -------------------------------------------------------------------------------------

LINES: Final = trace_lines(demo.SOURCE, "f", demo.CALL)


def passes(text: str, *, blocking: bool) -> bool:
    return matches(read(text), LINES, blocking=blocking)


@pytest.mark.parametrize("blocking", [False, True])
def test_the_peer_accepts_a_true_narration(blocking: bool) -> None:
    assert passes(demo.TRUE_NARRATION, blocking=blocking)


def test_the_published_peer_only_logs_wrong_values() -> None:
    wrong = demo.TRUE_NARRATION.replace("`best` to `1`", "`best` to `7`")
    assert passes(wrong, blocking=False)
    assert not passes(wrong, blocking=True)


def test_the_peer_accepts_a_value_of_another_step() -> None:
    assert passes(demo.FALSE_NARRATION.replace("`streak` to `3`", "`streak` to `0`"), blocking=True)


def test_the_peer_rejects_what_is_out_of_its_window() -> None:
    line = "Line 10 returns `2`.\n"
    assert not passes(line + demo.TRUE_NARRATION, blocking=False)
    assert len(LINES) > LOOKAHEAD


def test_the_peer_rejects_another_answer() -> None:
    assert not passes("Line 2 sets `best` to `0`. The function returns `3`.", blocking=False)


def test_a_trace_holds_what_each_line_sees() -> None:
    lines = trace_lines(SOURCE, "f", CALL)
    assert [each.event for each in lines[:2]] == ["call", "line"]
    assert lines[1].variables == {"xs": "[4, 5, 8]", "strict": "False"}
    assert (lines[-1].event, lines[-1].value) == ("return", "([2, 4], True)")
    assert "ValueError" in {each.value for each in lines if each.event == "exception"}


# -- the bound ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failures", "trials", "bound"),
    [
        (0, 1, 0.95),
        (0, 59, 1 - 0.05 ** (1 / 59)),
        (0, 20_000, 0.000149775),
        (1, 1, 1.0),
        (0, 0, 1.0),
        (1, 2, 0.974679),  # the root of 1 - p² = 0.05
        (1, 10, 0.394163),
        (5, 10, 0.777559),
        (3, 100, 0.0757104),
    ],
)
def test_the_bound_is_that_of_clopper_and_pearson(failures: int, trials: int, bound: float) -> None:
    assert upper_bound(failures, trials) == pytest.approx(bound, rel=1e-4)


@pytest.mark.parametrize(("failures", "trials"), [(-1, 3), (4, 3)])
def test_counts_that_cannot_be(failures: int, trials: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        upper_bound(failures, trials)
