"""Planted errors: what each kind makes of hand-written narrations; the peer; the bound."""

from __future__ import annotations

from typing import Final

import pytest

from benchmarks import value_edits
from benchmarks.binomial import upper_bound
from benchmarks.entity_matching import LOOKAHEAD, matches
from benchmarks.line_trace import trace_lines
from benchmarks.planting import Kind, Plant, plants, rendered
from benchmarks.value_edits import Variants
from engine.capture.recorder import record_here
from engine.claims.model import Narration
from engine.claims.parser import parse_narration
from engine.claims.verdicts import NarrationVerdict
from engine.claims.verify import verify
from engine.dataset import demo
from engine.program import Program
from engine.trace.trace import Trace
from engine.values import parse_literal, to_literal

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

EXPECTED: Final = {
    Kind.OFF_BY_ONE: "Line 15 changes `seen` to `[2, 5]`.",
    Kind.TRUNCATED: "Line 15 changes `seen` to `[2]`.",
    Kind.OTHER_STEP: "Line 10 sets `y` to `2`.",
    Kind.OTHER_VARIABLE: "Line 10 sets `y` to `8`.",
    Kind.SWAPPED: "Line 15 changes `seen` to `[2, 4]`.",
    Kind.NEGATED: "The condition `strict` on line 12 is true, so line 14 runs.",
    Kind.PASSES: "The loop on line 8 makes 4 passes.",
    Kind.NO_SUCH_PASS: "Pass 4 of the loop on line 8 (`x` is `8`):",
    Kind.WRONG_LINE: "Line 16 changes `seen` to `[2, 4]`.",
    Kind.SKIPPED_RUNS: "Line 13 runs.",
    Kind.ARGUMENT: "Line 10 calls `half` with `n` = `5`.",
    Kind.ANSWER: "The function returns `([2, 5], True)`.",
    Kind.EXCEPTION: "Line 11 catches `TypeError`.",
    Kind.NUMBER_TYPE: "Line 16 sets `done` to `1`.",
    Kind.SEQUENCE_TYPE: "The function returns `[[2, 4], True]`.",
}


def read(text: str) -> Narration:
    parsed = parse_narration(text)
    assert not parsed.problems
    return parsed.narration


@pytest.fixture(scope="module")
def trace() -> Trace:
    return Trace(record_here(Program.from_text(SOURCE, "f", CALL), max_steps=10_000))


@pytest.fixture(scope="module")
def planted() -> list[Plant]:
    return list(plants(read(NARRATION), SOURCE, "seed", MANY))


def test_every_kind_is_expected() -> None:
    assert set(EXPECTED) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_makes_its_errors(kind: Kind, planted: list[Plant]) -> None:
    assert EXPECTED[kind] in {plant.told for plant in planted if plant.kind is kind}


def test_the_narrations_are_true(trace: Trace) -> None:
    assert verify(trace, NARRATION).verdict is NarrationVerdict.ACCEPTED
    text = rendered(read(NARRATION), "seed")
    assert verify(trace, text).verdict is NarrationVerdict.ACCEPTED


@pytest.mark.parametrize("kind", Kind)
def test_the_expected_errors_are_rejected(kind: Kind, planted: list[Plant], trace: Trace) -> None:
    # Told alone does not tell where: `Line 10 sets `y` to `2`` is true of pass 1.
    texts = [p.text for p in planted if p.kind is kind and p.told == EXPECTED[kind]]
    verdicts = [verify(trace, text).verdict for text in texts]
    assert verdicts.count(NarrationVerdict.REJECTED) >= 1


@pytest.mark.parametrize("seed", ["a", "b", "c"])
@pytest.mark.parametrize("text", [NARRATION, demo.TRUE_NARRATION])
def test_an_unedited_tree_is_read_back_equal(text: str, seed: str) -> None:
    narration = read(text)
    assert read(rendered(narration, seed)) == narration


def test_a_plant_is_read_back_as_its_tree(planted: list[Plant]) -> None:
    narration = read(NARRATION)
    for plant in planted[::7]:
        assert read(plant.text) == plant.narration != narration


def test_plants_differ_and_are_bounded() -> None:
    narration = read(NARRATION)
    few = list(plants(narration, SOURCE, "seed", 3))
    for kind in Kind:
        texts = [plant.text for plant in few if plant.kind is kind]
        assert len(texts) == len(set(texts)) <= 3
    only = list(plants(narration, SOURCE, "seed", {Kind.ANSWER: 2}))
    assert [plant.kind for plant in only] == [Kind.ANSWER] * 2


def test_a_seed_gives_the_same_plants_again() -> None:
    narration = read(NARRATION)
    again = [plant.text for plant in plants(narration, SOURCE, "seed", 3)]
    assert again == [plant.text for plant in plants(narration, SOURCE, "seed", 3)]
    assert again != [plant.text for plant in plants(narration, SOURCE, "other", 3)]


# -- nearly right values --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "literal", "variants"),
    [
        (value_edits.off_by_one, "7", ["8", "6"]),
        (value_edits.off_by_one, "True", []),
        (value_edits.off_by_one, "1.5", ["2.5", "0.5"]),
        (value_edits.off_by_one, "1e300", []),
        (value_edits.off_by_one, "[1, 'a']", ["[2, 'a']", "[0, 'a']"]),
        (value_edits.off_by_one, "{'a': (5,)}", ["{'a': (6,)}", "{'a': (4,)}"]),
        (value_edits.truncated, "'abcd'", ["'abc'", "'bcd'", "'ab'"]),
        (value_edits.truncated, "[1, 2]", ["[1]", "[2]"]),
        (value_edits.truncated, "{1: 2}", ["{}"]),
        (value_edits.truncated, "{1, 2}", ["{1}", "{2}"]),
        (value_edits.truncated, "[]", []),
        (value_edits.truncated, "12", []),
        (value_edits.other_number_type, "True", ["1", "1.0"]),
        (value_edits.other_number_type, "0", ["False", "0.0"]),
        (value_edits.other_number_type, "2.0", ["2"]),
        (value_edits.other_number_type, "2.5", []),
        (value_edits.other_number_type, "'1'", []),
        (value_edits.other_number_type, "[3]", ["[3.0]"]),
        (value_edits.other_sequence_type, "[]", ["()"]),
        (value_edits.other_sequence_type, "([1],)", ["[[1]]", "((1,),)"]),
        (value_edits.other_sequence_type, "{(1, 2)}", []),
    ],
)
def test_nearly_right_values(edit: Variants, literal: str, variants: list[str]) -> None:
    assert [to_literal(value) for value in edit(parse_literal(literal))] == variants


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
