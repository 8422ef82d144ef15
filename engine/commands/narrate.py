"""`stepwitness narrate`: a narration of one call."""

from __future__ import annotations

import sys
from typing import Final

from engine.commands.options import (
    MEMORY,
    SECONDS,
    STEPS,
    CallOption,
    EntryOption,
    JsonOption,
    LevelOption,
    MemoryOption,
    ProgramArgument,
    SecondsOption,
    SeedOption,
    StdinOption,
    StepsOption,
    StrictOption,
    level_of,
    limits_of,
)
from engine.commands.output import print_json
from engine.commands.reading import read_program
from engine.commands.recording import recording_of

EXAMPLES: Final = (
    "**Examples**\n\n"
    '`stepwitness narrate program.py -c "[3, 1, 2]" > program.narration`\n\n'
    '`stepwitness narrate program.py -c "[3, 1, 2]" --seed 7 --json`'
)


def narrate(  # noqa: PLR0913, PLR0917  # one for each option
    program: ProgramArgument,
    call: CallOption = None,
    entry: EntryOption = None,
    stdin: StdinOption = None,
    seed: SeedOption = 0,
    level: LevelOption = None,
    strict: StrictOption = False,
    as_json: JsonOption = False,
    seconds: SecondsOption = SECONDS,
    memory: MemoryOption = MEMORY,
    steps: StepsOption = STEPS,
) -> None:
    """Record one call and write a narration of it. The same seed gives the same text."""
    from engine.narration.writer import narrate as write_narration

    chosen = read_program(program, call, entry, stdin)
    recording = recording_of(chosen, limits_of(seconds, memory, steps))
    text = write_narration(recording, seed, level_of(level, strict=strict))
    if as_json:
        print_json(
            {
                "schema": "stepwitness.narrate/1",
                "program": chosen.name,
                "call": chosen.call_text,
                "seed": seed,
                "narration": text,
            }
        )
    else:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
