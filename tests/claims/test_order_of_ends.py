"""Moments between two visits in the order of a narration: ends of calls, states at the point."""

from __future__ import annotations

from typing import Final

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import verify
from engine.program import Program
from engine.trace.trace import Trace

SOURCE: Final = """\
def parse(text):
    width = len(text)
    if width > 3:
        raise ValueError(text)
    return width

def f(text):
    width = parse('abc')
    return parse(text)
"""


OF_TWO: Final = "In call 2 of `parse`, at the end, `width` is `4`. In call 2 of `parse`, line"


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("At the end, `width` is `3`. Line 9 raises `ValueError`.", True),
        ("Line 9 raises `ValueError`. At the end, `width` is `3`.", True),
        ("At the end, `width` is `3`. Line 8 sets `width` to `3`.", False),
        ("Call 2 of `parse` raises `ValueError`. In call 2 of `parse`, line 4 runs.", True),
        ("Call 2 of `parse` raises `ValueError`. In call 1 of `parse`, line 5 runs.", False),
        (f"{OF_TWO} 4 raises `ValueError`.", True),
        (f"{OF_TWO} 3 runs.", False),
        ("Call 1 of `parse` returns `3`. In call 1 of `parse`, line 5 returns `3`.", True),
    ],
)
def test_what_is_said_of_the_end_of_a_call(text: str, accepted: bool) -> None:
    program = Program.from_text(SOURCE, "f", "'abcd'")
    trace = Trace(record_here(program, max_steps=1000))
    report = verify(trace, f"{text} The function raises `ValueError`.", Level.ORDERED)
    assert (report.verdict is NarrationVerdict.ACCEPTED) is accepted


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("Before line 9, `width` is `3`. `text` is `'abcd'`. Line 9 runs.", True),
        ("After line 8, `width` is `3`. `text` is `'abcd'`. Line 8 sets `width` to `3`.", True),
        ("Before line 9, `width` is `3`. `text` is `'abcd'`. Line 8 sets `width` to `3`.", False),
        ("Line 9 raises `ValueError`. `text` is `'abcd'`. Line 8 sets `width` to `3`.", False),
    ],
)
def test_states_at_the_point(text: str, accepted: bool) -> None:
    program = Program.from_text(SOURCE, "f", "'abcd'")
    trace = Trace(record_here(program, max_steps=1000))
    report = verify(trace, f"{text} The function raises `ValueError`.", Level.ORDERED)
    assert (report.verdict is NarrationVerdict.ACCEPTED) is accepted
