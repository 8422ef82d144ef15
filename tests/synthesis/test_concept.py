from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.synthesis.concept import Concept, slug_of


@pytest.mark.parametrize(
    "slug", ["", "-", "Two", "two pointers", "two--pointers", "-a", "a-", "ä", "a/b", "a" * 61]
)
def test_a_slug_is_plain(slug: str) -> None:
    with pytest.raises(ValueError, match="is no slug"):
        Concept(slug, "A title", "What it is about.")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Two pointers (sorted)", "two-pointers-sorted"),
        ("0/1 knapsack", "0-1-knapsack"),
        ("word " * 20, "word-" * 11 + "word"),
    ],
)
def test_a_title_gives_a_slug(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_title_without_letters_gives_none() -> None:
    with pytest.raises(ValueError, match="no letter"):
        slug_of("…")


@given(st.text())
def test_every_slug_that_a_title_gives_is_one(title: str) -> None:
    try:
        slug = slug_of(title)
    except ValueError:
        return
    assert Concept(slug, title, "").to_json()["slug"] == slug
