"""Tables over all characters, made block by block, say what the methods say of each character."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Callable

import pytest

from engine.backward.models.unicode_tables import Mapping, Trait, mapping_table, trait_table
from engine.backward.terms import Table

PLACES = [*range(0x20000), *range(0x20000, 0x110000, 61), 0x10FFFF]


def outputs(table: Table, places: list[int]) -> list[int]:
    return [table.outputs[bisect_right(table.starts, place) - 1] for place in places]


METHODS = {
    trait: getattr(str, trait.value)
    for trait in Trait
    if trait.value.startswith("is") and hasattr(str, trait.value)
}

OTHERS: dict[Trait, Callable[[str], bool]] = {
    Trait.NOT_IN_UPPER: lambda char: not f"Z{char}".isupper(),
    Trait.NOT_IN_LOWER: lambda char: not f"z{char}".islower(),
    Trait.CASED: lambda char: f"{char}z".title().endswith("z"),
    Trait.LINE_END: lambda char: len(f"z{char}z".splitlines()) > 1,
    Trait.STARTS_NAME: str.isidentifier,
    Trait.GOES_ON_NAME: lambda char: f"z{char}".isidentifier(),
    Trait.NO_SINGLE_UPPER: lambda char: len(char.upper()) > 1,
    Trait.NO_SINGLE_LOWER: lambda char: len(char.lower()) > 1 or char == "Σ",
    Trait.NO_SINGLE_TITLE: lambda char: len(char.title()) > 1,
    Trait.NO_SINGLE_SWAP: lambda char: len(char.swapcase()) > 1 or char == "Σ",
    Trait.NO_SINGLE_FOLD: lambda char: len(char.casefold()) > 1,
}


@pytest.mark.parametrize("trait", Trait)
def test_a_trait_is_that_of_each_character(trait: Trait) -> None:
    said: Callable[[str], bool] = {**METHODS, **OTHERS}[trait]
    wanted = [said(chr(place)) for place in PLACES]
    assert outputs(trait_table(trait, ascii_only=False), PLACES) == wanted
    assert outputs(trait_table(trait, ascii_only=True), PLACES[:128]) == wanted[:128]


@pytest.mark.parametrize("mapping", Mapping)
def test_a_mapping_is_that_of_each_character(mapping: Mapping) -> None:
    change: Callable[[str], str] = getattr(str, mapping.value)
    found = [change(chr(place)) for place in PLACES]
    wanted = [
        ord(each) - place if len(each) == 1 else 0
        for place, each in zip(PLACES, found, strict=True)
    ]
    assert outputs(mapping_table(mapping, ascii_only=False), PLACES) == wanted
    assert outputs(mapping_table(mapping, ascii_only=True), PLACES[:128]) == wanted[:128]


@pytest.mark.parametrize("trait", Trait)
def test_intervals_are_as_long_as_they_can_be(trait: Trait) -> None:
    table = trait_table(trait, ascii_only=False)
    assert table.starts[0] == 0
    assert all(one < other for one, other in itertools.pairwise(table.starts))
    assert all(one != other for one, other in itertools.pairwise(table.outputs))
