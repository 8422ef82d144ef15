"""The demonstration: a true narration's verdict, then the audit of one with a wrong word."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from engine.claims.judgement import NarrationReport
from engine.report import audit_view, verdict_view
from engine.trace.trace import Trace


def show(trace: Trace, true: NarrationReport, false: NarrationReport, target: Console) -> None:
    """Print both verdicts on narrations of one recording."""
    steps = f"{len(trace.data.steps):,} steps"
    target.print(
        Text(f"Recorded {trace.data.entry_name}({trace.data.call}): {steps}."), style="dim"
    )
    target.print()
    target.print(Text("A true narration", "bold underline"))
    target.print(verdict_view.heading(true))
    target.print()
    target.print(Text("The same narration with one word changed", "bold underline"))
    audit_view.show(trace, false, target, "demo.py")
