"""Problems and concepts from a model's replies: what has the right form, and what is dropped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.errors import UsageError
from engine.synthesis.chat.asking import Unanswered
from engine.synthesis.chat.exchange import Reply, Stop
from engine.synthesis.concept import Concept
from engine.synthesis.problem import Difficulty, Problem
from engine.synthesis.teachers.asked import Lessons, ModelTeacher
from engine.synthesis.teachers.model import Dropped, DropReason, Proposed, Wish
from engine.synthesis.teachers.proposals import SCHEMA, read_problem
from engine.synthesis.teachers.seeds import (
    LONGEST,
    MOST_CONCEPTS,
    SHORTEST,
    Passage,
    concepts_from,
    passages,
    passages_of,
)
from tests.synthesis.asking import Answering, Fixed
from tests.synthesis.servers import Say, Scripts, serving
from tests.synthesis.test_model_teacher import teacher

CONCEPT = Concept("running-sums", "Running sums", "Sums that are carried along.")
WISH = Wish(CONCEPT, Difficulty.EASY, 0)
FUNCTION: dict[str, Any] = {
    "instruction": "Sum the even numbers of a list.",
    "signature": "def even_sum(xs: list[int]) -> int",
    "entry": "even_sum",
    "method": "",
    "solutions": [
        "def even_sum(xs):\n    return sum(x for x in xs if x % 2 == 0)\n",
        ("def even_sum(xs: list[int]) -> int:\n    t = 0\n    for x in xs:\n"
         "        if x % 2 == 0:\n            t += x\n    return t\n"),
    ],
    "tests": [
        "assert even_sum([1, 2, 4]) == 6", "assert even_sum([]) == 0",
        "with pytest.raises(TypeError):\n    even_sum(None)",
    ],
}  # fmt: skip
CLASS = {
    "instruction": "A counter.",
    "signature": "class Counter:\n    def add(self, n: int) -> int",
    "entry": "Counter",
    "method": "add",
    "solutions": [
        ("class Counter:\n    def __init__(self):\n        self.n = 0\n\n"
        "    def add(self, n):\n        self.n += n\n        return self.n\n"),
        ("class Counter:\n    n = 0\n\n    def add(self, n):\n        self.n = self.n + n\n"
        "        return self.n\n"),
    ],
    "tests": [
        "assert Counter().add(2) == 2", "assert Counter().add(0) == 0",
        "assert isinstance(Counter().add(5), int)",
    ],
}  # fmt: skip


def read(form: dict[str, Any]) -> Any:
    return read_problem(WISH, json.dumps(form))


def test_a_function() -> None:
    found = read(FUNCTION)
    assert isinstance(found, Proposed)
    assert found.left_out == ()
    problem = found.problem
    assert isinstance(problem, Problem)
    assert (problem.concept, problem.difficulty) == ("running-sums", Difficulty.EASY)
    assert (problem.entry, problem.method) == ("even_sum", "")
    assert len(problem.solutions) == 2
    assert problem.tests[2] == "with pytest.raises(TypeError):\n    even_sum(None)"


def test_a_class() -> None:
    found = read(CLASS)
    assert isinstance(found, Proposed), found
    assert (found.problem.entry, found.problem.method) == ("Counter", "add")


def test_a_fence_and_a_colon_do_no_harm() -> None:
    form = {**FUNCTION, "signature": "def even_sum(xs: list[int]) -> int:"}
    fenced = f"```json\n{json.dumps(form, indent=1)}\n```\n"
    assert read_problem(WISH, fenced) == read(FUNCTION)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"instruction": "  "}, "no instruction"),
        ({"instruction": 5}, "`instruction` is no text"),
        ({"instruction": "x" * 30_000}, "fitting length"),
        ({"signature": "def even_sum(xs)"}, "no types"),
        ({"signature": "def even_sum(xs: list) -> "}, "its signature is no Python"),
        ({"signature": "def other(xs: list[int]) -> int"}, "not that of its entry"),
        ({"signature": "def even_sum(xs: list[int]) -> int: ...\nx = 1"}, "its signature"),
        ({"entry": "even sum"}, "is no name"),
        ({"method": "add"}, "not that of its entry"),
        ({"solutions": []}, "0 solutions"),
        ({"solutions": "def f(): pass"}, "no list of texts"),
        ({"solutions": [1, 2]}, "no list of texts"),
        ({"solutions": [FUNCTION["solutions"][0]] * 3}, "1 solutions"),
        ({"solutions": ["def even_sum(xs): return (", "def g(xs): return 1"]}, "is no Python"),
        ({"solutions": ["x = 1", "def even_sum(ys):\n    return 0"]}, "does not define even_sum"),
        ({"tests": ["even_sum([1])", "assert 1", "x = even_sum([])"]}, "0 tests"),
        ({"extra": 1}, "other keys"),
    ],
)
def test_what_is_malformed(change: dict[str, object], why: str) -> None:
    found = read({**FUNCTION, **change})
    assert isinstance(found, Dropped), found
    assert found.reason is DropReason.MALFORMED
    assert why in found.detail


@pytest.mark.parametrize("text", ["", "no", "[1]", "{", '{"a": 1}', "null", "[" * 100_000])
def test_what_is_no_reply_to_the_question(text: str) -> None:
    found = read_problem(WISH, text)
    assert isinstance(found, Dropped)
    assert found.reason is DropReason.MALFORMED


def test_parts_that_are_malformed_are_left_out() -> None:
    form = {
        **FUNCTION,
        "solutions": [*FUNCTION["solutions"], "def even_sum(:\n", "def even_sum(a, b): return 0"],
        "tests": [
            *FUNCTION["tests"], "print(even_sum([]))", "assert other([]) == 1",
            "with open('x') as f:\n    even_sum([])", "assert even_sum( [] )==0",
            "assert even_sum([]) == 0; import os", "import os",
        ],
    }  # fmt: skip
    found = read(form)
    assert isinstance(found, Proposed)
    assert found.problem == read(FUNCTION).problem
    assert len(found.left_out) == 8
    assert any("stands there twice" in each for each in found.left_out)


def test_the_schema_is_the_form() -> None:
    schema = json.loads(SCHEMA)
    assert set(schema["required"]) == set(schema["properties"]) == set(FUNCTION)


def test_wishes_are_granted_in_order() -> None:
    replies: list[str | Reply | Unanswered] = [
        json.dumps(FUNCTION), Reply("I had rather not.", Stop.REFUSED), Reply("{", Stop.LENGTH),
        Unanswered("turned down"), "{}", json.dumps(CLASS),
    ]  # fmt: skip
    asking = Fixed(replies)
    wishes = [Wish(CONCEPT, Difficulty.MEDIUM, number) for number in range(6)]
    found = list(ModelTeacher(Lessons("m"), asking).problems([*wishes, wishes[0]]))
    assert [each.reason for each in found if isinstance(each, Dropped)] == [
        DropReason.REFUSED, DropReason.CUT_OFF, DropReason.UNANSWERED, DropReason.MALFORMED,
    ]  # fmt: skip
    assert found[6] == found[0]  # equal wishes are asked for once
    assert len({request.key for request in asking.asked}) == 6
    texts = [request.messages[0].text for request in asking.asked]
    assert len({text.split("set it in")[1] for text in texts}) == 6


@pytest.mark.parametrize("way", ["anthropic", "openai-compatible", "batches"])
def test_problems_through_the_real_protocols(way: str, tmp_path: Path) -> None:
    with serving(Scripts(Say(json.dumps(FUNCTION)))) as server:
        (found,) = teacher(way, server, tmp_path).problems([WISH])
        assert isinstance(found, Proposed)
        (body,) = server.seen.bodies
    asked = body["requests"][0]["params"] if way == "batches" else body
    assert "json_schema" in json.dumps(asked)
    assert list(teacher(way, server, tmp_path).problems([WISH])) == [found]


# Concepts from seed texts.

LONG = "This is a sentence about loops and what they are good for. " * 5
BOOK = f"""Preface without a heading. {LONG}

# Lists

{LONG}

```python
# no heading
x = 1
```

## Slices

{LONG}

Dictionaries
============

{LONG}

=====
Sets
=====

{LONG}

### Short

Too little.

### After

{LONG}
"""


def test_texts_are_split_by_their_structure() -> None:
    found = list(passages(BOOK))
    assert [each.title for each in found] == [
        "",
        "Lists",
        "Slices",
        "Dictionaries",
        "Sets",
        "Short",
    ]
    assert "# no heading" in found[1].text
    assert found[5].text.startswith("Too little.")  # a short one goes with what follows
    assert LONG.strip() in found[5].text
    assert "=" not in found[3].text + found[4].text


def test_nothing_is_lost_and_nothing_is_long() -> None:
    words = [f"word{number}" for number in range(6000)]
    paragraphs = [" ".join(words[at : at + 50]) for at in range(0, 6000, 50)]
    found = list(passages("\n\n".join(paragraphs) + "\n\n" + "x" * (2 * LONGEST + 5)))
    assert [word for each in found for word in each.text.split() if word[0] == "w"] == words
    assert sum(each.text.count("x") for each in found) == 2 * LONGEST + 5
    assert all(len(each.text) <= LONGEST + SHORTEST + 2 for each in found)


@pytest.mark.parametrize("text", ["", "\n\n", "# Only a heading\n", "===\n---\n"])
def test_texts_without_a_text(text: str) -> None:
    assert [each.text.strip("=-\n") for each in passages(text)] in ([], [""])


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError):
        passages_of([tmp_path / "a"])


def _drawn(replies: list[str | Reply | Unanswered]) -> Any:
    found = [Passage(f"Title {number}", f"Text {number}") for number in range(len(replies))]
    return concepts_from(found, Fixed(replies), "m")


def test_concepts() -> None:
    many = [{"title": f"Idea {n}", "about": "What it is."} for n in range(MOST_CONCEPTS + 3)]
    drawn = _drawn([
        json.dumps({"concepts": [{"title": "Two  pointers", "about": "Pairs\nin a list."}]}),
        json.dumps({"concepts": [{"title": "two pointers", "about": "The same again."},
                                 {"title": "…", "about": "No letters."}, {"title": "x"}, 5,
                                 {"title": "Silent", "about": " "}]}),
        json.dumps({"concepts": []}), "nothing", json.dumps({"concepts": 5}),
        Reply("", Stop.REFUSED), Unanswered("no"), json.dumps({"concepts": many}),
    ])  # fmt: skip
    assert drawn.concepts[0] == Concept("two-pointers", "Two pointers", "Pairs in a list.")
    assert len(drawn.concepts) == 1 + MOST_CONCEPTS
    assert [each.reason for each in drawn.dropped] == [
        *[DropReason.MALFORMED] * 6, DropReason.REFUSED, DropReason.UNANSWERED,
    ]  # fmt: skip


def test_equal_passages_are_asked_for_once() -> None:
    script: Callable[[Any], str] = lambda _: '{"concepts": []}'  # noqa: E731
    asking = Answering(script)
    concepts_from([Passage("a", "b")] * 3, asking, "m")
    assert len(asking.asked) == 1
    assert "\n\nb" in asking.asked[0].messages[0].text
