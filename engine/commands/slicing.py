"""`stepwitness slice`: what an answer, a name or a line depends on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final

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
    bad_option,
    limits_of,
)
from engine.commands.output import print_json
from engine.commands.reading import read_program
from engine.commands.recording import recording_of

if TYPE_CHECKING:
    from engine.trace.slices import Criterion
    from engine.trace.trace import Trace

_PLACE: Final = re.compile(r"(?P<name>\w+)@(?P<line>[0-9]{1,9})")

EXAMPLES: Final = (
    "**Examples**\n\n"
    '`stepwitness slice program.py -c "[3, 1, 2]"` — what the answer depends on\n\n'
    '`stepwitness slice program.py -c "[3, 1, 2]" --of total@5`\n\n'
    '`stepwitness slice program.py -c "[3, 1, 2]" --line 7 --json | jq .lines`'
)


def slice_(  # noqa: PLR0913, PLR0917  # one for each option
    program: ProgramArgument,
    call: CallOption = None,
    entry: EntryOption = None,
    stdin: StdinOption = None,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="NAME@LINE", help="The values that a name gets on a line."),
    ] = None,
    line: Annotated[
        int | None, typer.Option("--line", help="Everything that runs on a line.")
    ] = None,
    as_json: JsonOption = False,
    seconds: SecondsOption = SECONDS,
    memory: MemoryOption = MEMORY,
    steps: StepsOption = STEPS,
) -> None:
    """Record one call and show what its answer, a name or a line depends on."""
    from engine.report import slice_view
    from engine.report.terminal import console
    from engine.trace.moments import Moments
    from engine.trace.slice_lines import slice_to_json
    from engine.trace.slices import relevant_slice

    if of is not None and line is not None:
        raise bad_option("--of and --line exclude each other")
    place = None if of is None else _PLACE.fullmatch(of)
    if of is not None and place is None:
        raise bad_option(f"--of is `{of}`, and must be a name and a line: `total@5`")
    chosen = read_program(program, call, entry, stdin)
    recording = recording_of(chosen, limits_of(seconds, memory, steps))
    told, criterion = _criterion(recording, place, line)
    if not criterion.steps:
        raise bad_option(f"There is no {told} in this recording")
    found = relevant_slice(recording, criterion)
    if as_json:
        print_json(slice_to_json(found, Moments(recording), told))
    else:
        slice_view.show(found, Moments(recording), told, console())


def _criterion(
    recording: Trace, place: re.Match[str] | None, line: int | None
) -> tuple[str, Criterion]:
    """What is sliced, in words and as it is."""
    from engine.trace.slices import answer_criterion, line_criterion, name_criterion

    if place is not None:
        name, number = place["name"], int(place["line"])
        return f"`{name}` on line {number}", name_criterion(recording, name, number)
    if line is not None:
        return f"line {line}", line_criterion(recording, line)
    return "the answer", answer_criterion(recording)
