"""What would have been true: repairs that hold where they are put, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.planting import plants
from benchmarks.planting_kinds import Kind
from engine.capture.recorder import record_here
from engine.claims.explain.edits import sentence_at, source_of
from engine.claims.explain.explaining import MAX_CLAIMS, MAX_JUDGED, explained
from engine.claims.judgement import ClaimReport, NarrationReport
from engine.claims.parser import parse_narration
from engine.claims.verdicts import ClaimVerdict, Level
from engine.claims.verify import Judge
from engine.narration.writer import narrate
from engine.program import Program
from engine.trace.trace import Trace
from tests import test_planting
from tests.case_files import CASES, read_header
from tests.claims.test_semantics_cases import judge

PASSES = """\
- Pass 2 of the loop on line 3 (`n` is `1`):
  - At the end, `total` is `5`.
"""


def explanations(name: str, text: str) -> list[tuple[str, str, dict[str, str]]]:
    """Of each claim that fails: its text, its repair, and its notes by the kind of change."""
    report = judge(name).verify_and_explain(text)
    return [
        (
            claim.surface.text,
            claim.explanation.repair,
            {each.change.value: each.note for each in claim.explanation.variants},
        )
        for claim in report.claims
        if claim.explanation is not None
    ]


@pytest.mark.parametrize(
    ("name", "sentence", "repair"),
    [
        ("P1", "Line 2 sets `total` to `1`.", "Line 2 sets `total` to `0`."),
        ("P1", "Now line 5 runs 3 times.", "Now line 5 runs twice."),
        (
            "P1",
            "After line 8, `total` is `4` and `result` is `10`.",
            "After line 8, `total` is `5` and `result` is `10`.",
        ),
        (
            "P1",
            "After line 8, `total` is `4` and `result` is `9`.",
            "After line 8, `total` is `5` and `result` is `10`.",
        ),
        (
            "P1",
            "Line 3 sets `n` to `1`.",
            "On pass 2 of the loop on line 3, line 3 sets `n` to `1`.",
        ),
        ("P1", "Line 6 sets `total` to `1`.", ""),  # not followed: nothing is known to be false
        (
            "P1",
            "On pass 1 of the loop on line 3, line 7 sets `nums[0]` to `0`.",
            "On pass 2 of the loop on line 3, line 7 sets `nums[0]` to `3`.",
        ),
        ("P2", "Line 2 sets `out` to `1`.", "In call 2 of `square`, line 2 sets `out` to `1`."),
        ("P2", "Call 2 of `square` returns `4`.", "Call 2 of `square` returns `1`."),
        (
            "P5",
            "Line 8 changes `d` from `{}` to `{'a': 1, 'b': 2}`.",
            "Line 8 changes `d` from `{'a': 1}` to `{'a': 1, 'b': 2}`.",
        ),
        (
            "P1",
            "Over the loop on line 3, `total` goes from `1` to `6`.",
            "Over the loop on line 3, `total` goes from `0` to `5`.",
        ),
        ("P3", "The program prints nothing.", "The program prints `'caught\\n'` in total."),
        ("P5", "The function returns `None`.", "The function raises `KeyError`."),
        ("P1", "The answer is `10.0`.", "The answer is `10`."),
        (
            "P1",
            "The largest value `total` ever has is `6`.",
            "The largest value `total` ever has is `5`.",
        ),
    ],
)
def test_the_nearest_true_sentence(name: str, sentence: str, repair: str) -> None:
    report = judge(name).verify_and_explain(sentence)
    found = {claim.explanation.repair for claim in report.claims if claim.explanation is not None}
    assert found == {repair}


@pytest.mark.parametrize(
    ("name", "text", "change", "note"),
    [
        ("P1", PASSES, "pass", "this is so on pass 3, not 2"),
        (
            "P1",
            "At the end of pass 1 of the loop on line 3, `total` is `5`.",
            "pass",
            "this is so on pass 3, not 1",
        ),
        (
            "P1",
            "At the end of the first pass of the loop on line 3, `total` is `5`.",
            "pass",
            "this is so on pass 3, not 1",
        ),
        ("P1", "Line 8 sets `total` to `0`.", "line", "this is so of line 2, not line 8"),
        ("P1", "After line 8, `result` is `5`.", "name", "this is so of `total`, not `result`"),
        ("P1", "Before line 2, `total` is `0`.", "moment", "so it is with “after”, not “before”"),
        ("P2", "Call 2 of `square` returns `16`.", "call", None),
        ("P2", "The 2nd call of `square` returns `4`.", "call", "this is so in call 1, not 2"),
    ],
)
def test_when_it_would_have_been_true(name: str, text: str, change: str, note: str | None) -> None:
    ((_, _, notes),) = explanations(name, text)
    assert notes.get(change) == note


def test_what_is_true_or_not_decided_is_not_explained() -> None:
    assert explanations("P1", "Line 2 sets `total` to `0`.") == []
    ((_, repair, notes),) = explanations("P1", "Line 6 sets `total` to `0`.")
    assert (repair, notes) == ("", {})


def test_a_claim_out_of_order_says_so() -> None:
    text = "Line 8 sets `result` to `10`.\nLine 2 sets `total` to `0`."
    ((_, repair, _),) = explanations("P1", text)
    assert repair == "Earlier, line 2 sets `total` to `0`."


def test_json_has_the_explanation() -> None:
    told = judge("P1").verify_and_explain("At the end of pass 1 of the loop on line 3, `n` is `1`.")
    found: Any = told.to_json()
    (claim,) = found["claims"]
    repair = "At the end of pass 1 of the loop on line 3, `n` is `3`."
    changed = "At the end of pass 2 of the loop on line 3, `n` is `1`."
    assert claim["explanation"]["repair"] == repair
    assert claim["explanation"]["variants"][0] == {
        "change": "pass",
        "note": "this is so on pass 2, not 1",
        "sentence": changed,
    }
    plain: Any = judge("P1").verify("Line 2 sets `total` to `1`.").to_json()
    assert plain["claims"][0]["explanation"] is None


# -- what is put in place is verified there -------------------------------------------------------


def own_sentence(line: str, column: int) -> tuple[int, int]:
    """The sentence around a column from 1, found with other means than the engine's."""
    starts, inside, at = [0], "", 0
    while at < len(line):
        run = len(line[at:]) - len(line[at:].lstrip("`"))
        if run:
            inside = "" if inside == "`" * run else inside or "`" * run
            at += run
            continue
        if line[at] == "." and not inside and line[at + 1 : at + 2] in {"", " "}:
            starts.append(at + 1)
        at += 1
    start = max(each for each in starts if each < column)
    end = min([each for each in starts if each >= column], default=len(line))
    while line[start : start + 1] in {" ", "-", "*"}:
        start += 1
    return start, end


def in_place(text: str, claim: ClaimReport, sentence: str) -> str:
    lines = text.split("\n")
    line = lines[claim.surface.line - 1]
    start, end = own_sentence(line, claim.surface.column)
    lines[claim.surface.line - 1] = line[:start] + sentence + line[end:]
    return "\n".join(lines)


def check_repairs(judged: Judge, text: str) -> tuple[int, int]:
    """How many claims fail, and how many have a repair; each repair is verified in its place."""
    report = judged.verify_and_explain(text)
    failed = [claim for claim in report.claims if claim.explanation is not None]
    repaired = 0
    for claim in failed:
        explanation = claim.explanation
        assert explanation is not None
        sentences = {explanation.repair, *(each.sentence for each in explanation.variants)} - {""}
        repaired += bool(explanation.repair)
        for sentence in sentences:
            changed = in_place(text, claim, sentence)
            assert changed != text
            again = judged.verify(changed)
            assert len(again.claims) == len(report.claims)
            start, _ = own_sentence(
                changed.split("\n")[claim.surface.line - 1], claim.surface.column
            )
            there = [
                each
                for each in again.claims
                if each.surface.line == claim.surface.line
                and start < each.surface.column <= start + len(sentence)
            ]
            assert claim.number in {each.number for each in there}
            for each in there:
                assert (each.verdict, each.out_of_order) == (ClaimVerdict.VERIFIED, ""), sentence
    return len(failed), repaired


PLANTED = (
    Kind.OFF_BY_ONE, Kind.TRUNCATED, Kind.OTHER_STEP, Kind.OTHER_VARIABLE, Kind.SWAPPED,
    Kind.NEGATED, Kind.PASSES, Kind.WRONG_LINE, Kind.SKIPPED_RUNS, Kind.ARGUMENT, Kind.ANSWER,
    Kind.EXCEPTION, Kind.NUMBER_TYPE, Kind.SEQUENCE_TYPE,
)  # fmt: skip


def test_repairs_of_planted_errors_hold_in_their_place() -> None:
    program = Program.from_text(test_planting.SOURCE, "f", test_planting.CALL)
    judged = Judge(Trace(record_here(program, max_steps=200_000)))
    failed = repaired = 0
    wanted = dict.fromkeys(PLANTED, 3)
    for plant in plants(test_planting.NARRATION, test_planting.SOURCE, "explain", wanted):
        one, other = check_repairs(judged, plant.text)
        failed, repaired = failed + one, repaired + other
    assert failed > 25
    assert repaired > 0.9 * failed


NARRATED = sorted(path for path in CASES.rglob("*.py") if path.with_suffix(".narration").exists())


@pytest.mark.parametrize("path", NARRATED[::9], ids=lambda path: path.stem)
def test_repairs_in_the_cases_hold_in_their_place(path) -> None:  # type: ignore[no-untyped-def]
    header = read_header(path)
    source = path.read_text(encoding="utf-8")
    program = Program.from_text(source, header.entry, header.call, stdin=header.stdin)
    judged = Judge(Trace(record_here(program, max_steps=200_000)))
    check_repairs(judged, path.with_suffix(".narration").read_text(encoding="utf-8"))
    text = narrate(judged.trace)
    narration = parse_narration(text).narration
    if len(list(narration.claims())) <= 60:
        for plant in plants(text, source, path.stem, dict.fromkeys(PLANTED, 1)):
            check_repairs(judged, plant.text)


# -- bounds ---------------------------------------------------------------------------------------


def test_the_search_is_bounded_and_the_same_each_time() -> None:
    checked = judge("P1")
    text = "\n".join(["Line 2 sets `missing` to `7`."] * 200)
    report = checked.verify(text)
    judged = 0

    def verify(changed: str) -> NarrationReport:
        nonlocal judged
        found = checked.verify(changed, Level.ORDERED)
        judged += len(found.claims)
        return found

    source = source_of(checked.trace.statements.tree)
    first = explained(report, source, verify)
    assert judged <= MAX_JUDGED
    assert sum(claim.explanation is not None for claim in first.claims) == MAX_CLAIMS
    assert explained(report, source, verify) == first


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (
            "- Line 2 runs. Line 3 sets `a.b` to `'x. y'`. Line 4 runs.",
            20,
            "Line 3 sets `a.b` to `'x. y'`.",
        ),
        ("  1. Line 2 runs.", 8, "Line 2 runs."),
        ("Pass 1 of the loop on line 3:", 20, "Pass 1 of the loop on line 3:"),
        ("Line 2 sets `x` to ``'`. '``. Line 3 runs.", 3, "Line 2 sets `x` to ``'`. '``."),
    ],
)
def test_the_sentence_around_a_place(line: str, column: int, sentence: str) -> None:
    extent = sentence_at(line, column)
    assert line[extent.start : extent.end] == sentence
