"""`stepwitness trace`: one call, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

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
    StdinOption,
    StepsOption,
    limits_of,
)
from engine.commands.output import json_text, print_json, write_text
from engine.commands.reading import read_program
from engine.commands.recording import recording_of

EXAMPLES: Final = (
    "**Examples**\n\n"
    '`stepwitness trace program.py --call "[3, 1, 2]"`\n\n'
    "`stepwitness trace rows.jsonl:12 --json | jq .steps`\n\n"
    '`stepwitness trace program.py -c "4" --output recording.json`'
)


def trace(
    program: ProgramArgument,
    call: CallOption = None,
    entry: EntryOption = None,
    stdin: StdinOption = None,
    as_json: JsonOption = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the JSON object to this file.")
    ] = None,
    seconds: SecondsOption = SECONDS,
    memory: MemoryOption = MEMORY,
    steps: StepsOption = STEPS,
) -> None:
    """Record one call and show its steps."""
    from engine.report import trace_view
    from engine.report.terminal import console
    from engine.trace.export import trace_to_json

    chosen = read_program(program, call, entry, stdin)
    recording = recording_of(chosen, limits_of(seconds, memory, steps))
    if output is not None:
        write_text(output, json_text(trace_to_json(recording)))
    elif as_json:
        print_json(trace_to_json(recording))
    else:
        trace_view.show(recording, console(), chosen.name)
