"""The program and the two narrations that `stepwitness demo` shows.

The first narration is true; the second is what a hurried reader would write: it differs from
the recording in one word."""

from __future__ import annotations

from typing import Final

from engine.program import Program

SOURCE: Final = """\
def f(temperatures):
    best = 0
    streak = 0
    for i in range(1, len(temperatures)):
        if temperatures[i] > temperatures[i - 1]:
            streak += 1
            best = max(best, streak)
        else:
            streak = 0
    return best
"""

CALL: Final = "[12, 15, 19, 14, 16]"

TRUE_NARRATION: Final = """\
Let us trace the call step by step.
Line 2 sets `best` to `0`. Then line 3 sets `streak` to `0`.
- Pass 1 of the loop on line 4 (`i` is `1`):
  - On line 5, `temperatures[i]` evaluates to `15`.
  - The condition `temperatures[i] > temperatures[i - 1]` on line 5 is true, so line 6 runs.
  - Line 6 sets `streak` to `1`. Line 7 sets `best` to `1`.
- Pass 2 of the loop on line 4 (`i` is `2`):
  - Line 6 sets `streak` to `2`. Line 7 sets `best` to `2`.
- Pass 3 of the loop on line 4 (`i` is `3`):
  - The condition `temperatures[i] > temperatures[i - 1]` on line 5 is false, so line 9 runs.
  - Line 9 sets `streak` to `0`.
- Pass 4 of the loop on line 4 (`i` is `4`):
  - Line 6 sets `streak` to `1`.
  - Line 7 leaves `best` unchanged.
The loop on line 4 ends because its items run out.
Line 10 returns `2`.
The function returns `2`.
"""

FALSE_NARRATION: Final = TRUE_NARRATION.replace(
    "- Pass 4 of the loop on line 4 (`i` is `4`):\n  - Line 6 sets `streak` to `1`.",
    "- Pass 4 of the loop on line 4 (`i` is `4`):\n  - Line 6 sets `streak` to `3`.",
)


def program() -> Program:
    """The demonstration's program, ready to be recorded."""
    return Program.from_text(SOURCE, "f", CALL, name="demo.py")
