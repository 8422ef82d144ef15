"""Stage C and records: what is made verifies, and every lie that a record could tell is found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from engine.errors import UsageError
from engine.search.answers import raised, returned
from engine.search.confirm import Confirmer
from engine.search.writing import BRIEF
from engine.synthesis.assertions import RESULT, AssertionKind, read_assertion
from engine.synthesis.checking import Part, faults
from engine.synthesis.problem import Difficulty, Problem
from engine.synthesis.questions import backward_questions, closings, forward_questions, openings
from engine.synthesis.rationales import Kept, Wanted, reason
from engine.synthesis.record import Direction, Record, Verdict, record_from_json, record_from_line
from engine.synthesis.teachers.builtin import BuiltinTeacher
from engine.synthesis.teachers.judging import Judging

EVENS = "def evens(xs):\n    out = []\n    for x in xs:\n        if x % 2 == 0:\n            out.append(x)\n    return out\n"  # noqa: E501
ROOT = "def root(n):\n    if n < 0:\n        raise ValueError('negative')\n    return n * n\n"
FIND = "def find(xs, y):\n    for i, x in enumerate(xs):\n        if x == y:\n            return i\n    return None\n"  # noqa: E501
SAME = "def same(a, b):\n    return a == b\n"

# One program and test for each kind of assertion.
TESTS = {
    AssertionKind.EQUALITY: (EVENS, "evens", "assert evens([1, 2, 4]) == [2, 4]"),
    AssertionKind.LENGTH: (EVENS, "evens", "assert len(evens([1, 2, 4])) == 2"),
    AssertionKind.MEMBERSHIP: (EVENS, "evens", "assert 3 not in evens([3, 6])"),
    AssertionKind.ISINSTANCE: (EVENS, "evens", "assert isinstance(evens([2, 5]), list)"),
    AssertionKind.COMPARISON: (ROOT, "root", "assert root(3) > 8"),
    AssertionKind.EXCEPTION: (ROOT, "root", "with pytest.raises(ValueError):\n    root(-2)"),
    AssertionKind.NONE: (FIND, "find", "assert find([1, 2], 5) is None"),
    AssertionKind.BOOLEAN: (SAME, "same", "assert same(1, 1)"),
}


@pytest.fixture(scope="module")
def confirmer() -> Iterator[Confirmer]:
    with Confirmer() as found:
        yield found


def _kept(source: str, entry: str, test: str) -> Kept:
    problem = Problem("loops", Difficulty.EASY, "Do it.", "", entry, (source,), (test,))
    return Kept(problem, source, entry, (read_assertion(test, entry),))


def _made(confirmer: Confirmer, kept: Kept, seed: int = 0) -> list[Record]:
    judging = Judging(confirmer=confirmer, effort=BRIEF)
    found = next(reason([kept], BuiltinTeacher(judging), judging, Wanted(seed=seed)))
    assert not found.dropped
    return found.records


@pytest.fixture(scope="module")
def records(confirmer: Confirmer) -> dict[AssertionKind, list[Record]]:
    return {kind: _made(confirmer, _kept(*each)) for kind, each in TESTS.items()}


def _wrong(record: Record, confirmer: Confirmer) -> set[Part]:
    return {each.part for each in faults(record, Judging(confirmer=confirmer))}


@pytest.mark.parametrize("kind", list(AssertionKind))
def test_each_kind_gives_a_pair_that_verifies_from_itself(
    kind: AssertionKind, records: dict[AssertionKind, list[Record]], confirmer: Confirmer
) -> None:
    forward, backward = records[kind]
    assert (forward.direction, forward.verdict) == (Direction.FORWARD, Verdict.ACCEPTED)
    assert (backward.direction, backward.verdict) == (Direction.BACKWARD, Verdict.CONFIRMED)
    for each in (forward, backward):
        again = record_from_line(each.line())
        assert again == each
        assert not _wrong(again, confirmer)


def test_phrasings_and_what_is_asked_differ_by_seed(confirmer: Confirmer) -> None:
    kept = _kept(*TESTS[AssertionKind.LENGTH])
    many = [_made(confirmer, kept, seed) for seed in range(12)]
    assert len({forward.question for forward, _ in many}) > 5
    assert len({backward.question for _, backward in many}) > 2
    assert {forward.answer for forward, _ in many} >= {"True", "False"}
    assert _made(confirmer, kept, 3) == many[3]


# -- lies -----------------------------------------------------------------------------------------


def _sealed(record: Record, **changes: str) -> Record:
    """The record altered, with the digest that belongs to the alteration: nothing gives it away
    but what it says."""
    return replace(record, **changes).sealed()  # type: ignore[arg-type]  # texts alone


LIES: list[tuple[str, Direction, Callable[[Record], Record], Part]] = [
    ("the answer", Direction.FORWARD, lambda r: _sealed(r, answer="[2]"), Part.ANSWER),
    ("type of the answer", Direction.FORWARD, lambda r: _sealed(r, answer="(2, 4)"), Part.ANSWER),
    ("what was returned", Direction.FORWARD, lambda r: _sealed(r, returns="[4]"), Part.GIVES),
    (
        "returned and raised", Direction.FORWARD,
        lambda r: _sealed(r, raises="KeyError()"), Part.GIVES,
    ),
    (
        "one word of the narration", Direction.FORWARD,
        lambda r: _sealed(r, reasoning=r.reasoning.replace("is true", "is false", 1)),
        Part.REASONING,
    ),
    (
        "a narration cut short", Direction.FORWARD,
        lambda r: _sealed(r, reasoning="\n".join(r.reasoning.splitlines()[:-1]) + "\n"),
        Part.REASONING,
    ),
    (
        "a narration with a gap", Direction.FORWARD,
        lambda r: _sealed(r, reasoning=r.reasoning.splitlines()[-1] + "\n"), Part.REASONING,
    ),
    (
        "a remark that rides along", Direction.FORWARD,
        lambda r: _sealed(r, reasoning=r.reasoning + "All of this is well known.\n"),
        Part.REASONING,
    ),
    (
        "another program", Direction.FORWARD,
        lambda r: _sealed(r, code=r.code.replace("% 2", "% 4")), Part.GIVES,
    ),
    (
        "a program that is none", Direction.FORWARD,
        lambda r: _sealed(r, code=r.code + "def"), Part.PROGRAM,
    ),
    ("another call", Direction.FORWARD, lambda r: _sealed(r, call="[1, 2, 6]"), Part.GIVES),
    (
        "another question", Direction.FORWARD,
        lambda r: _sealed(r, question="Why is `evens` right?"), Part.QUESTION,
    ),
    (
        "another level", Direction.FORWARD, lambda r: _sealed(r, level="ordered"), Part.VERDICT,
    ),
    (
        "the verdict of the other direction", Direction.FORWARD,
        lambda r: replace(r, verdict=Verdict.CONFIRMED).sealed(), Part.VERDICT,
    ),
    (
        "the direction", Direction.FORWARD,
        lambda r: replace(r, direction=Direction.BACKWARD).sealed(), Part.VERDICT,
    ),
    (
        "an expression that is none", Direction.FORWARD,
        lambda r: _sealed(r, asked="result +"), Part.ASKED,
    ),
    (
        "an expression that is not about the result", Direction.FORWARD,
        lambda r: _sealed(r, asked="1 == 1", answer="True"), Part.ASKED,
    ),
    (
        "a kind of assertion", Direction.FORWARD,
        lambda r: _sealed(r, assertion="guess"), Part.ASKED,
    ),
    (
        "another input that gives the answer too", Direction.BACKWARD,
        lambda r: _sealed(r, answer="evens([2, 4])"), Part.ANSWER,
    ),
    (
        "an input that gives the answer, with a false step", Direction.BACKWARD,
        lambda r: _sealed(r, reasoning=_with_step(r, "Hence `xs` must have length 2.")),
        Part.REASONING,
    ),
    (
        "a step that is true of this input and not of all", Direction.BACKWARD,
        lambda r: _sealed(r, reasoning=_with_step(r, "Hence `xs` must be `[1, 2, 4]`.")),
        Part.REASONING,
    ),
    (
        "no step but the candidate", Direction.BACKWARD,
        lambda r: _sealed(r, reasoning="So the input is `evens([1, 2, 4])`.\n"), Part.REASONING,
    ),
    (
        "a rationale for another input than the record's", Direction.BACKWARD,
        lambda r: _sealed(r, call="[3, 2, 4]", answer="evens([3, 2, 4])"), Part.ANSWER,
    ),
    (
        "an input that gives something else", Direction.BACKWARD,
        lambda r: _sealed(
            r, call="[2]", answer="evens([2])",
            reasoning=r.reasoning.replace("[1, 2, 4]", "[2]"),
        ),
        Part.GIVES,
    ),
    (
        "a question for another value", Direction.BACKWARD,
        lambda r: _sealed(r, question=r.question.replace("[2, 4]", "[2, 6]")), Part.QUESTION,
    ),
    (
        "a condition that does not hold", Direction.BACKWARD,
        lambda r: _sealed(r, asked="len(result) == 3"), Part.ASKED,
    ),
    (
        "an exception that was not raised", Direction.BACKWARD,
        lambda r: _sealed(r, returns="", raises="KeyError()", asked=""), Part.GIVES,
    ),
]  # fmt: skip


def _with_step(record: Record, step: str) -> str:
    lines = record.reasoning.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("So the input"))
    return "\n".join([*lines[:at], step, *lines[at:]]) + "\n"


@pytest.mark.parametrize(
    ("direction", "lie", "part"), [each[1:] for each in LIES], ids=[each[0] for each in LIES]
)
def test_a_lie_is_found_out(
    direction: Direction,
    lie: Callable[[Record], Record],
    part: Part,
    records: dict[AssertionKind, list[Record]],
    confirmer: Confirmer,
) -> None:
    honest = records[AssertionKind.EQUALITY][direction is Direction.BACKWARD]
    told = lie(honest)
    assert told != honest
    found = _wrong(told, confirmer)
    assert part in found
    assert Part.DIGEST not in found


def test_any_change_without_a_new_digest_is_found(
    records: dict[AssertionKind, list[Record]], confirmer: Confirmer
) -> None:
    honest = records[AssertionKind.EQUALITY][0]
    for changes in (
        {"concept": "x"},
        {"instruction": "x"},
        {"teacher": "x"},
        {"difficulty": "hard"},
    ):
        assert _wrong(replace(honest, **changes), confirmer) == {Part.DIGEST}  # type: ignore[arg-type]
    assert _wrong(replace(honest, seed=7), confirmer) == {Part.DIGEST}


def test_the_sentence_around_a_condition_has_to_be_there_and_true(
    records: dict[AssertionKind, list[Record]], confirmer: Confirmer
) -> None:
    forward, backward = records[AssertionKind.COMPARISON]
    closing = forward.reasoning.splitlines()[-1]
    turned = {"true.": "false.", "false.": "true."}
    word = closing.split()[-1]
    for lie in (
        _sealed(forward, reasoning=forward.reasoning.replace(closing + "\n", "")),
        _sealed(forward, reasoning=forward.reasoning.replace(word, turned[word])),
    ):
        assert _wrong(lie, confirmer) == {Part.REASONING}
    opening, rest = backward.reasoning.split("\n", 1)
    assert "> 8" in opening
    for text in (rest, f"{opening.replace('9', '10')}\n{rest}", f"{opening}\n{opening}\n{rest}"):
        assert _wrong(_sealed(backward, reasoning=text), confirmer) == {Part.REASONING}
    weaker = _sealed(backward, asked="result > 9")
    assert _wrong(weaker, confirmer) == {Part.ASKED}


def test_the_answer_to_yes_or_no_cannot_be_turned(
    records: dict[AssertionKind, list[Record]], confirmer: Confirmer
) -> None:
    forward = records[AssertionKind.ISINSTANCE][0]
    other = {"True": "False", "False": "True"}[forward.answer]
    assert Part.ANSWER in _wrong(_sealed(forward, answer=other), confirmer)


@pytest.mark.parametrize(
    "form",
    [
        None, [], {}, {"schema": "stepwitness.record/2"}, {"schema": "stepwitness.record/1"},
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused(form: object) -> None:
    with pytest.raises(UsageError):
        record_from_json(form)


def test_a_record_with_a_field_more_or_less_or_of_another_type_is_refused(
    records: dict[AssertionKind, list[Record]],
) -> None:
    form = json.loads(records[AssertionKind.EQUALITY][0].line())
    for changed in (
        {**form, "more": ""}, {k: v for k, v in form.items() if k != "call"},
        {**form, "seed": "1"}, {**form, "seed": True}, {**form, "verdict": "TRUE"},
    ):  # fmt: skip
        with pytest.raises(UsageError):
            record_from_json(changed)
    with pytest.raises(UsageError):
        record_from_line("{")


def test_every_phrasing_is_one_sentence_about_what_is_asked() -> None:
    texts = [
        *forward_questions(RESULT, "f", "1", returned("2")),
        *forward_questions(RESULT, "f", "1", returned("True")),
        *forward_questions("", "f", "1", raised("KeyError('x')")),
        *forward_questions("len(result)", "f", "1", returned("[2]")),
        *forward_questions("3 in result", "f", "1", returned("[2]")),
    ]
    assert all("f(1)" in each and each.endswith("?") for each in texts)
    for asked, gives in ((RESULT, returned("[2]")), ("", raised("KeyError(3)")),
                         ("len(result) == 1", returned("[2]"))):  # fmt: skip
        for each in backward_questions(asked, "f", gives):
            assert each.endswith(("?", "."))
            assert "`f`" in each or "f(...)" in each
    assert closings(RESULT, "f", "1", returned("2"), "2") == openings("", "f", returned("2"))
