"""What models are taught: every example holds, the whole fits, and blind ones see nothing."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import synthesis
from engine.backward.language.parser import parse_rationale
from engine.claims.number_words import number_of
from engine.claims.verdicts import ClaimVerdict, Level, NarrationVerdict
from engine.program import Program
from engine.search.answers import Answer, raised, returned
from engine.search.rationale import RationaleReport, RationaleVerdict
from engine.synthesis.concept import Concept
from engine.synthesis.problem import Difficulty
from engine.synthesis.teachers.asked import Lessons, ModelTeacher
from engine.synthesis.teachers.features import features
from engine.synthesis.teachers.judging import Judging
from engine.synthesis.teachers.model import BackwardTask, ForwardTask, Wish
from engine.synthesis.teachers.prompts import (
    MOST_EXAMPLES,
    ROOM,
    Example,
    Kind,
    chosen,
    examples,
    filled,
    numbered,
    prompt,
)
from engine.synthesis.teachers.proposals import request_for
from engine.synthesis.teachers.shown import shown
from tests.synthesis.asking import Fixed

FORWARD, BACKWARD = examples(Kind.FORWARD), examples(Kind.BACKWARD)
_PROGRAM = re.compile(
    r"```program (?P<name>\w) f\((?P<call>[^\n]*)\)\n(?P<source>.*?)```", re.DOTALL
)
_CASE = re.compile(
    r"^- (?P<name>[A-C])(?:, (?P<where>[^:]*))?: (?P<said>.*?\.)(?: \((?P<remark>.*)\))?$",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def judging() -> Iterator[Judging]:
    made = Judging()
    yield made
    made.close()


def answer_of(example: Example) -> Answer:
    verb, text = example.answer.split(" ", 1)
    return {"returns": returned, "raises": raised}[verb](text.strip("`"))


@pytest.mark.parametrize("example", FORWARD, ids=lambda each: each.name)
def test_every_narration_is_accepted(example: Example, judging: Judging) -> None:
    task = ForwardTask(Program.from_text(example.source, "f", example.call))
    report = judging.forward(task, example.text)
    assert report.verdict is NarrationVerdict.ACCEPTED, report.summary()
    # And no value in it can be another one.
    twins = falsified(example.text)
    assert twins
    for twin in twins:
        assert judging.forward(task, twin).verdict is NarrationVerdict.REJECTED, twin


def falsified(text: str) -> list[str]:
    """The text with one whole number of a `sets`, `returns`, `appends` made larger, each."""
    found = []
    for number in re.finditer(
        r"(?:sets .*? to|returns|appends|yields|changes .*? to) `(-?\d+)`", text
    ):
        start, end = number.span(1)
        found.append(f"{text[:start]}{int(number[1]) + 1}{text[end:]}")
    if not found:  # none holds one: an answer that is another value
        found = [re.sub(r"The function returns `.*`", "The function returns `12345`", text)]
    return found


def judged(example: Example, text: str, judging: Judging) -> RationaleReport:
    program = Program.from_text(example.source, "f", example.call)
    return judging.backward(BackwardTask(program, answer_of(example)), text)


@pytest.mark.parametrize("example", BACKWARD, ids=lambda each: each.name)
def test_every_rationale_is_accepted(example: Example, judging: Judging) -> None:
    report = judged(example, example.text, judging)
    assert report.verdict is RationaleVerdict.ACCEPTED, report.summary()
    assert f"f({example.call})" in example.text


def reference_programs() -> dict[str, Program]:
    return {
        found["name"]: Program.from_text(found["source"], "f", found["call"])
        for found in _PROGRAM.finditer(prompt("forward"))
    }


CASES = [
    (found["name"], found["where"] or "", found["said"])
    for found in _CASE.finditer(prompt("forward"))
]


@pytest.mark.parametrize(("name", "where", "said"), CASES)
def test_every_sentence_of_the_reference_holds(
    name: str, where: str, said: str, judging: Judging
) -> None:
    if where:
        said = f"{where[0].upper()}{where[1:]}, {said[0].lower()}{said[1:]}"
    report = judging.forward(ForwardTask(reference_programs()[name], Level.CLAIMS), said)
    assert not report.problems
    assert report.claims
    assert all(claim.verdict is ClaimVerdict.VERIFIED for claim in report.claims), report.summary()


def test_the_reference_has_its_cases() -> None:
    assert sorted(reference_programs()) == ["A", "B", "C"]
    assert len(CASES) >= 30
    # No example in the list goes unread.
    listed = [line for line in prompt("forward").splitlines() if re.match(r"- [A-C][,:]", line)]
    assert len(listed) == len(CASES)
    # Those in the midst of a text.
    assert "(B: Line 13 sets `rest` to `[30, 10]`.)" in prompt("forward")


BACKWARD_CASES = [
    line.removeprefix("- ")
    for line in prompt("backward").splitlines()
    if re.match(r"- (?:With this input,|To |So |Hence |Going |In turn|Consider |`f)", line)
]


@pytest.mark.parametrize("said", BACKWARD_CASES)
def test_every_step_of_the_reference_holds(said: str, judging: Judging) -> None:
    found = _PROGRAM.search(prompt("backward"))
    assert found
    program = Program.from_text(found["source"], "f", found["call"])
    step = "" if said.startswith("Consider") else f"{said}\n"
    text = (
        "Consider inputs of this shape on this path.\n"
        f"{step or 'So `xs` must have length 3.'}\nSo the input is `f({found['call']})`.\n"
    )
    report = judging.backward(BackwardTask(program, returned("17")), text)
    assert report.verdict is RationaleVerdict.ACCEPTED, report.summary()


def test_forms_that_stand_in_the_text_of_the_reference_can_be_read() -> None:
    assert len(BACKWARD_CASES) >= 18
    text = prompt("backward")
    tree = ast.parse("def f(xs, k): ...")
    for said in (
        "Let us work backward from the answer.",
        "The answer is that `ValueError('bad')` is raised.",
        "`k` does not matter.",
        "No other input of this shape on this path gives it.",
        "`f([8, 1, 0], 2)` gives it too.",
    ):
        assert said.rstrip(".") in text
        assert not parse_rationale(said, tree, "f").problems, said


# The size.


def tokens(text: str) -> int:
    """More tokens than any tokenizer of today makes of a text: a word counts one for every four
    letters begun, a digit, a mark and a line end one each, a run of spaces one (none where a word
    follows a single space)."""
    count = 0
    for piece in re.finditer(r"[A-Za-z]+|\d|\n|[ \t]+|.", text, re.DOTALL):
        word = piece[0]
        if word.isalpha() and word.isascii():
            count += -(-len(word) // 4)
        elif word != " ":
            count += len(word.encode()) if not word.isascii() else 1
    return count


def size(request_text: str) -> int:
    return max(tokens(request_text), len(request_text.encode()) // 3)


LONG = """\
def f(n):
    found = {}
    for i in range(n):
        try:
            found[i] = [str(i * k) for k in range(5)]
        except ValueError:
            raise
    while n > 0:
        n -= 1
    return found
"""


@pytest.mark.parametrize("blind", [False, True])
def test_a_first_request_fits(blind: bool, judging: Judging) -> None:
    """Whatever the program: its own examples' programs, and one whose run is long."""
    teacher = ModelTeacher(Lessons("m", blind=blind), Fixed([]), judging)
    programs = [Program.from_text(each.source, "f", each.call) for each in FORWARD + BACKWARD]
    programs.append(Program.from_text(LONG, "f", "40"))
    for program in programs:
        task = ForwardTask(program)
        answer = judging.confirmer.answer(program)
        for request in (
            teacher.forward_request(task), teacher.backward_request(BackwardTask(program, answer)),
        ):  # fmt: skip
            whole = f"{request.shared}\n{request.system}\n{request.messages[0].text}"
            assert size(whole) <= ROOM
            assert request.size >= len(request.shared) + len(program.source)


def test_any_choice_of_examples_fits() -> None:
    """The reference, the most examples that can be chosen and the longest showing leave room for
    a program of 150 lines."""
    for kind in Kind:
        largest = sorted((size(each.shown(kind)) for each in examples(kind)), reverse=True)
        together = sum(largest[:MOST_EXAMPLES])
        assert size(prompt(kind.value)) + together <= ROOM - 3_500


def test_proposals_fit() -> None:
    wish = Wish(Concept("x", "Two pointers", "Pairs."), Difficulty.HARD, 30)
    request = request_for(wish, "m", 4096, None)
    assert size(request.shared + request.messages[0].text) <= ROOM
    assert "Two pointers. Pairs." in request.messages[0].text
    assert json.loads(request.schema)["additionalProperties"] is False


# The choice.


def test_examples_show_what_the_program_uses() -> None:
    for kind in Kind:
        for example in examples(kind):
            names = [each.name for each in chosen(kind, example.source)]
            assert 1 <= len(names) <= MOST_EXAMPLES
    generator = "def g(n):\n    yield n\n\ndef f(n):\n    return list(g(n))\n"
    assert chosen(Kind.FORWARD, generator)[0].name == "generators"
    stack = (
        "class Stack:\n    def push(self, x):\n        return x\n\ndef f():\n    return Stack()\n"
    )
    assert chosen(Kind.FORWARD, stack)[0].name == "classes"
    assert chosen(Kind.BACKWARD, stack)[0].name == "classes"
    loop = "def f(n):\n    while n:\n        n -= 1\n    return n\n"
    assert "long_loop" in [each.name for each in chosen(Kind.FORWARD, loop)]


def test_features() -> None:
    assert features("def f(n):\n    return n\n") == frozenset()
    assert "recursion" in features("def f(n):\n    return f(n - 1)\n")
    assert "recursion" not in features("def g(n):\n    return n\n\ndef f(n):\n    return g(n)\n")
    nested = "def f(a):\n    for x in a:\n        for y in x:\n            return y\n"
    assert {"nested loops", "return in a loop"} <= features(nested)


def test_places_in_prompts_are_filled() -> None:
    with pytest.raises(KeyError):
        filled("repair", tag="narration")
    # What is filled in is not looked into.
    assert "{{tag}}" in filled("repair", tag="narration", found="{{tag}}")


def test_lines_are_numbered() -> None:
    assert numbered("a\n" * 10).splitlines()[0] == " 1 | a"
    assert number_of("10") == 10


def test_a_long_recording_is_shown_in_part(judging: Judging) -> None:
    trace = judging.recording(ForwardTask(Program.from_text(LONG, "f", "90")))
    whole = shown(trace, 1_000_000)
    part = shown(trace, 2_000)
    assert len(part.encode()) <= 2_100
    assert "lines are left out here" in part
    assert part.splitlines()[0] == whole.splitlines()[0]
    assert part.splitlines()[-1] == whole.splitlines()[-1]


def test_what_is_shown_of_a_generator(judging: Judging) -> None:
    (example,) = [each for each in FORWARD if each.name == "generators"]
    trace = judging.recording(ForwardTask(Program.from_text(example.source, "f", example.call)))
    lines = shown(trace).splitlines()
    assert lines[0] == "line 8: sets `out` to `[]`"
    assert "[call 1 of odd]" in lines
    assert "[call 1 of odd goes on]" in lines
    assert "line 9 (pass 3): sets `d` to `1`" in lines


def test_prompts_are_package_data() -> None:
    folder = Path(synthesis.__file__).parent / "prompts"
    assert {path.name for path in folder.glob("*.md")} >= {
        "forward.md", "backward.md", "problems.md", "concepts.md", "task_forward.md",
    }  # fmt: skip
