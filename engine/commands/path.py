"""`stepwitness path`: from the answer back to what it asks of the input."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.commands.options import (
    MEMORY,
    SECONDS,
    STEPS,
    CallOption,
    EntryOption,
    JsonOption,
    MemoryOption,
    ProgramArgument,
    SecondsOption,
    StepsOption,
    bad_option,
    limits_of,
)
from engine.commands.output import print_json, write_text
from engine.commands.reading import read_program
from engine.commands.recording import recording_of


def path(
    program: ProgramArgument,
    call: CallOption = None,
    entry: EntryOption = None,
    smt2: Annotated[
        Path | None,
        typer.Option("--smt2", metavar="FILE", help="Write the path condition as SMT-LIB 2."),
    ] = None,
    as_json: JsonOption = False,
    seconds: SecondsOption = SECONDS,
    memory: MemoryOption = MEMORY,
    steps: StepsOption = STEPS,
) -> None:
    """Record one call and draw its path back, from the answer to what it asks of the input."""
    from engine.backward.drawn_path import draw_path
    from engine.report import path_view
    from engine.report.answer import answer_text
    from engine.report.terminal import console

    chosen = read_program(program, call, entry, None)
    recording = recording_of(chosen, limits_of(seconds, memory, steps))
    drawn = draw_path(recording)
    if smt2 is not None:
        if not drawn.condition:
            raise bad_option(f"This call has no path condition: {drawn.why}", "path")
        write_text(smt2, drawn.condition.rstrip("\n"))
    if as_json:
        print_json(drawn.to_json())
    else:
        path_view.show(drawn, answer_text(recording), console())
