"""Recordings for the tests of `engine.trace`, made in this process."""

from __future__ import annotations

from functools import lru_cache

from engine.capture.recorder import record_here
from engine.program import Program
from engine.trace.trace import Trace

_MAX_STEPS = 100_000


@lru_cache(maxsize=256)
def record(source: str, call: str = "") -> Trace:
    """The recording of ``f(call)``; line 1 is the first line that is not empty."""
    program = Program.from_text(source.lstrip("\n"), "f", call)
    return Trace(record_here(program, max_steps=_MAX_STEPS))
