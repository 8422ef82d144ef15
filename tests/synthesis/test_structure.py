from __future__ import annotations

import pytest

from engine.synthesis.structure import distinct_share, fingerprint

BASE = """
def f(xs: list[int]) -> int:
    total = 0
    for x in xs:
        total += x
    return total
"""


@pytest.mark.parametrize(
    "same",
    [
        "def g(ys):\n    s = 1\n    for y in ys:\n        s += y\n    return s\n",
        'def g(ys):\n    """Sum."""\n    s = "a"\n    for y in ys:\n        s += y\n    return s\n',
        "def g(ys: str):  # !\n\n    s = None\n    for s in ys:\n        s += s\n    return ys\n",
    ],
)
def test_names_constants_and_annotations_do_not_count(same: str) -> None:
    assert fingerprint(same) == fingerprint(BASE)


@pytest.mark.parametrize(
    "other",
    [
        BASE.replace("+=", "-="),
        BASE.replace("+= x", "+= -x"),
        BASE.replace("in xs", "in xs[1:]"),
        BASE.replace("    return total", "        return total"),
        BASE.replace("total += x", "total = total + x"),
        BASE.replace("(xs: list[int])", "(xs, ys)"),
        BASE.replace("return total", "return 0, total"),
        BASE.replace("return total", "return {**total}"),
        BASE + BASE,
    ],
)
def test_everything_else_does(other: str) -> None:
    assert fingerprint(other) != fingerprint(BASE)


def test_a_pair_in_a_dictionary_is_no_unpacking() -> None:
    assert fingerprint("x = {a: b}") != fingerprint("x = {**b}")


def test_the_share_of_distinct_programs() -> None:
    assert distinct_share([]) == 1.0
    assert distinct_share([BASE, BASE.replace("0", "1"), BASE + BASE, BASE]) * 2 == 1
