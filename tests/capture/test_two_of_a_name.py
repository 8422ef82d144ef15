"""Code with two closure variables of one name, which CPython 3.12 and 3.13 mix up themselves."""

from __future__ import annotations

import sys

import pytest

from engine.capture.recorder import record_here
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from tests.capture.reading import text

AROUND = """
def f(x):
    def within(n):
        before = x
        found = [lambda: x for x in range(n)]
        return before, x, [each() for each in found]
    return within(3)
"""

IN_A_CLASS = """
def f(x):
    class Kind:
        found = [lambda: x for x in range(3)]
        after = x
    return Kind.after, [each() for each in Kind.found]
"""

NEVER_CALLED = """
def f(x):
    def within(n):
        return x, [lambda: x for x in range(n)]
    return x + 1
"""

RENAMED = """
def f(x):
    def within(n):
        before = x
        found = [lambda: y for y in range(n)]
        return before, x, [each() for each in found]
    return within(3)
"""


IN_PLACE: bool = sys.version_info >= (3, 12)
CRASHES: bool = sys.version_info >= (3, 13)
"""Run by itself, without a recorder, 3.13.0 crashes in the class body."""

SOURCES = [AROUND] if CRASHES else [AROUND, IN_A_CLASS]


@pytest.mark.parametrize("source", SOURCES)
def test_it_is_refused_where_it_runs(source: str) -> None:
    program = Program.from_text(source.strip("\n"), "f", "10")
    if not IN_PLACE:  # a comprehension is a function of its own there
        answer = record_here(program, max_steps=1000).activations[0].result
        assert answer is not None
        return
    with pytest.raises(CaptureError) as caught:
        record_here(program, max_steps=1000)
    assert caught.value.code is ErrorCode.UNSUPPORTED
    assert "two variables `x`" in str(caught.value)
    assert caught.value.data["name"] == "x"


@pytest.mark.parametrize(
    ("source", "answer"),
    [(NEVER_CALLED, "11"), (RENAMED, "(10, 10, [2, 2, 2])")],
    ids=["never called", "renamed"],
)
def test_what_does_not_run_or_has_another_name_is_recorded(source: str, answer: str) -> None:
    program = Program.from_text(source.strip("\n"), "f", "10")
    trace = record_here(program, max_steps=1000)
    assert text(trace, trace.activations[0].result, len(trace.steps) - 1) == answer
