"""Class bodies whose comprehensions run in them (3.13): names that are free and local at once.

Not in `tests.reference.found`: on 3.12 the reference cannot look into such a frame."""

from __future__ import annotations

from engine.capture.recorder import record_here
from engine.program import Program
from tests.capture.reading import text

SOURCE = """
def f():
    log = [1]

    class Kind:
        doubled = [(value, log) for value in log]
        kept = log
    return Kind.doubled, Kind.kept
"""


def test_free_variable_of_a_comprehension() -> None:
    trace = record_here(Program.from_text(SOURCE.strip("\n"), "f"), max_steps=1000)
    found = text(trace, trace.activations[0].result, len(trace.steps) - 1)
    assert found == "([(1, [1])], [1])"
