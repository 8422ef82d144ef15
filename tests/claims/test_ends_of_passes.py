"""How a pass or a call ends, told without a line (§5.77, §5.86): blocks that run on the way."""

from __future__ import annotations

from typing import Final

import pytest

from engine.capture.recorder import record_here
from engine.claims.verify import verify
from engine.program import Program
from engine.trace.trace import Trace

SOURCE: Final = """\
from contextlib import suppress

def f(texts):
    total = 0
    for text in texts:
        with suppress(ValueError):
            total += int(text)
            if total > 5:
                break
            continue
        total -= 10
    for text in texts:
        with suppress(ValueError):
            return int(text)
    return total
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("In iteration 1 of the first loop, we continue.", "VERIFIED"),
        ("In iteration 2 of the first loop, we continue.", "REFUTED"),
        ("In iteration 1 of the first loop, we break.", "REFUTED"),
        ("In iteration 3 of the first loop, the loop goes on.", "VERIFIED"),
        ("In iteration 4 of the first loop, we break.", "VERIFIED"),
        ("In iteration 4 of the first loop, the loop goes on.", "REFUTED"),
        ("In iteration 1 of the second loop, the function returns.", "VERIFIED"),
        ("In iteration 1 of the second loop, we continue.", "REFUTED"),
    ],
)
def test_the_last_visit_of_a_pass(sentence: str, verdict: str) -> None:
    program = Program.from_text(SOURCE, "f", "['1', 'x', '11', '7']")
    trace = Trace(record_here(program, max_steps=10_000))
    assert verify(trace, sentence).claims[0].verdict.name == verdict


OVERRIDDEN: Final = """\
def f(n):
    try:
        m = n + 1
        return m
    finally:
        if n > 1:
            return -m
"""


@pytest.mark.parametrize(
    ("call", "sentence", "verdict"),
    [
        ("1", "Line 4 runs. The function returns.", "VERIFIED"),
        ("1", "Line 3 runs. The function returns.", "VERIFIED"),
        ("2", "Line 4 runs. The function returns.", "REFUTED"),
        ("2", "Line 3 runs. The function returns.", "REFUTED"),
        ("2", "Line 7 runs. The function returns.", "VERIFIED"),
    ],
)
def test_a_return_that_is_overridden(call: str, sentence: str, verdict: str) -> None:
    program = Program.from_text(OVERRIDDEN, "f", call)
    trace = Trace(record_here(program, max_steps=10_000))
    assert verify(trace, sentence).claims[1].verdict.name == verdict


FOREVER: Final = """\
def f(texts):
    total = 0
    i = 0
    try:
        while True:
            total += int(texts[i])
            i += 1
    except IndexError:
        return total
"""


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("In the first iteration, `total` = `4`.", "VERIFIED"),
        ("In the second iteration, `total` = `4`.", "REFUTED"),
        ("In the second iteration, `total` = `7`.", "VERIFIED"),
        ("In the third iteration, `total` is unchanged.", "VERIFIED"),
        ("In the second iteration, `total` is unchanged.", "REFUTED"),
        ("In the second iteration, nothing happens.", "REFUTED"),
    ],
)
def test_passes_without_a_header(sentence: str, verdict: str) -> None:
    program = Program.from_text(FOREVER, "f", "['4', '3']")
    trace = Trace(record_here(program, max_steps=10_000))
    assert verify(trace, sentence).claims[0].verdict.name == verdict
