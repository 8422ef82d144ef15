"""Free narrations, by a writer who had not seen the language: what is read of them is sound."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

from tests.claims import freehand

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "semantics.md"


@cache
def everything() -> tuple[freehand.Sentence, ...]:
    return tuple(freehand.sentences())


def test_no_false_sentence_is_verified() -> None:
    assert [each for each in everything() if each.label == "F" and each.found == "T"] == []


def test_what_is_read_does_not_become_less() -> None:
    read = [each for each in everything() if each.found]
    right = [each for each in read if each.found == each.label]
    assert len(read) >= READ
    assert len(right) >= RIGHT
    like_models = [each for each in read if each.style in {"c", "d"}]
    assert len(like_models) >= READ_LIKE_MODELS


def test_each_sentence_that_is_read_gets_the_verdict_of_the_page() -> None:
    """True ones VERIFIED and false ones REFUTED, but for those that the page leaves open."""
    page = PAGE.read_text(encoding="utf-8")
    listed: Counter[tuple[str, str]] = Counter()
    for group in tomllib.loads((HERE / "freehand_undecided.toml").read_text("utf-8"))["group"]:
        assert f"# {group['section']} " in page or f"# {group['section']}. " in page
        assert group["verdict"] in {"AMBIGUOUS", "UNSUPPORTED"}
        listed.update((each, group["verdict"]) for each in group["sentences"])
    found = Counter(
        (f"{each.where}: {each.text}", each.verdict)
        for each in everything()
        if each.style in {"c", "d"} and each.found not in {"", each.label}
    )
    assert found == listed


READ, RIGHT = 1362, 1242
"""What is reached; raise them with the language (`python -m tests.claims.freehand`)."""
READ_LIKE_MODELS = 915
"""Of these, in the styles that follow the narrations of language models (of 1,015)."""
