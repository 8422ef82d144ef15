"""Runs with other values may grow without an end: they are given up."""

from __future__ import annotations

from tests.oracle.other_values import changes_answer, matters

REPLACED = """\
def f(text, old, new):
    found = text.replace(old, new)
    back = old[::-1]
    while back in found:
        found = found.replace(back, new)
    return found
"""

SQUARED = """\
def f(n, times):
    while times:
        n = n * n
        times -= 1
    return n
"""


def test_a_text_that_grows_without_an_end() -> None:
    # With "" in the place of `back` each step makes the text four times as long.
    assert not matters(REPLACED, "f", "'some text', 'some', 'any'", 3, "back")


def test_a_number_that_grows_without_an_end() -> None:
    order = ("n", "times")
    assert changes_answer(SQUARED, "f", "3, 2", order, "times", [])  # one step more
    assert not matters(SQUARED, "f", "1, -1000000", 4, "times")
