"""Arguments and options that several commands share, and what their values stand for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from engine.capture.limits import MIB, Limits
from engine.claims.verdicts import Level
from engine.errors import ErrorCode, UsageError

ProgramArgument = Annotated[
    str,
    typer.Argument(
        metavar="PROGRAM",
        help="A Python file, `-` for standard input, or a row of a JSONL file: `rows.jsonl:LINE`.",
    ),
]
NarrationArgument = Annotated[
    str,
    typer.Argument(metavar="NARRATION", help="A text file, or `-` for standard input."),
]
CallOption = Annotated[
    str | None,
    typer.Option("--call", "-c", help="The call: an argument list, or `f(1, 2)`. Default: none."),
]
EntryOption = Annotated[
    str | None,
    typer.Option("--entry", "-e", help="The entry function (default: `f`, or the only one)."),
]
StdinOption = Annotated[
    Path | None, typer.Option("--stdin", help="A file that the program reads as standard input.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
SecondsOption = Annotated[float, typer.Option("--seconds", help="Time limit of a run.")]
MemoryOption = Annotated[int, typer.Option("--memory", help="Memory limit of a run, in MiB.")]
StepsOption = Annotated[int, typer.Option("--steps", help="Limit on recorded steps.")]
SeedOption = Annotated[int, typer.Option("--seed", help="Seed of the writer's phrasing.")]
LevelOption = Annotated[
    Level | None,
    typer.Option(
        "--level",
        help="`claims`: in any order; `ordered` (the default): as they ran; `gapless`: and "
        "nothing skipped.",
    ),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Strict mode: level `gapless`, unless `--level` is given.")
]
ResultsOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="With --all: results, one line a row; a second run goes on."
    ),
]

_LIMITS: Final = Limits()
SECONDS: Final = _LIMITS.seconds
MEMORY: Final = _LIMITS.memory // MIB
STEPS: Final = _LIMITS.steps


def limits_of(seconds: float, memory: int, steps: int = STEPS) -> Limits:
    """The limits that the options ask for; raises `UsageError`."""
    return Limits(seconds, memory * MIB, steps=steps)


def level_of(level: Level | None, *, strict: bool) -> Level:
    """The level that is asked for, or the mode's default."""
    if level is not None:
        return level
    return Level.GAPLESS if strict else Level.ORDERED


def bad_option(what: str, command: str = "verify") -> UsageError:
    """The error of options that do not go together, or of a value that one cannot have."""
    return UsageError(ErrorCode.BAD_OPTION, what, remedy=f"See `stepwitness {command} --help`.")
