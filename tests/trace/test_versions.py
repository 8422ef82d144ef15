"""Versions of contents against plain copies of all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.trace.references import Ref
from engine.trace.versions import Content, Edit, Splice, Versions

contents = st.lists(st.integers(-9, 9), max_size=12).map(lambda refs: tuple(map(Ref, refs)))
splices = st.builds(Splice, st.integers(0, 14), st.integers(0, 4), contents)
edits = st.lists(splices, min_size=1, max_size=3).map(tuple)
steps = st.lists(
    st.tuples(st.sampled_from(["full", "edit", "replace", "amend"]), contents, edits), max_size=60
)


def applied(edit: Edit, content: Content) -> Content:
    found = list(content)
    for splice in edit:
        found[splice.position : splice.position + splice.removed] = splice.inserted
    return tuple(found)


@given(contents, steps)
def test_every_version_is_what_it_was(
    first: Content, some: list[tuple[str, Content, Edit]]
) -> None:
    versions, plain = Versions(), [first]
    versions.append(first)
    for what, content, edit in some:
        match what:
            case "full":
                versions.append(content)
                plain.append(content)
            case "edit":
                versions.append_edit(edit)
                plain.append(applied(edit, plain[-1]))
            case "replace":
                versions.replace_last(content)
                plain[-1] = content
            case _:
                versions.amend(edit)
                plain[-1] = applied(edit, plain[-1])
        assert versions[-1] == plain[-1]
        assert versions.is_now(plain[-1])
    assert list(versions) == plain
    assert [versions[number] for number in reversed(range(len(plain)))] == plain[::-1]
    again = Versions()
    for number, content in enumerate(plain):
        made = versions.edit_of(number)
        if made is None:
            again.append(content)
        else:
            again.append_edit(made)
    assert list(again) == plain


def test_many_versions_of_a_long_list_take_little_space() -> None:
    versions = Versions()
    versions.append(())
    count = 20_000
    for number in range(count):
        versions.append_edit((Splice(number, 0, (Ref(number),)),))
    kept = sum(len(content) for content in versions._full)
    assert kept < 4 * count
    assert versions[count // 2] == tuple(range(count // 2))


def test_the_first_version_stands_alone() -> None:
    with pytest.raises(ValueError, match="first"):
        Versions().append_edit((Splice(0, 0, ()),))


def test_numbers_outside() -> None:
    versions = Versions()
    versions.append((Ref(1),))
    for number in (1, -2):
        with pytest.raises(IndexError):
            versions[number]
