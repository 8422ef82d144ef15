"""One call recorded in the sandbox, and a note where this machine cannot hold all of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from engine.capture.limits import Limits
from engine.program import Program

if TYPE_CHECKING:
    from engine.trace.trace import Trace


def recording_of(program: Program, limits: Limits) -> Trace:
    """Record the program's call; raises `CaptureError`."""
    from engine.capture.sandbox import Sandbox
    from engine.trace.trace import Trace

    with Sandbox() as sandbox:
        tell_missing(sandbox.confinement.missing())
        return Trace(sandbox.record(program, limits))


def tell_missing_here() -> None:
    """`tell_missing`, of what is run in other processes."""
    from engine.capture.confinement import available

    tell_missing(available().missing())


def tell_missing(sentences: tuple[str, ...]) -> None:
    """Say on standard error which parts of the confinement there are not."""
    if sentences:
        print(f"note: on this machine: {' '.join(sentences)}", file=sys.stderr)
