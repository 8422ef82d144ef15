"""How a pass ends, told without a line, where a `with` block is left on the way (§5.77, §5.86)."""

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
