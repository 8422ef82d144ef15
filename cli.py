"""The `stepwitness` command: parse arguments, call the engine, render. No logic lives here.

Exit codes: 0 accepted (or done), 1 rejected, 2 bad usage or unreadable input, 3 the program
could not be recorded. An exception that leaves the entry function is an answer, not a 3.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from engine.capture.limits import MIB, Limits
from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import verify as verify_narration
from engine.dataset import batch, demo as demonstration
from engine.errors import ErrorCode, ExitCode, StepwitnessError, UsageError
from engine.narration.writer import narrate as write_narration
from engine.program import Program, decode, read_bytes, read_rows
from engine.report import audit_view, batch_view, trace_view, verdict_view
from engine.trace.export import to_dot, to_json
from engine.trace.graph import GraphView, state_graph
from engine.trace.trace import Trace

app = typer.Typer(
    name="stepwitness",
    help="Verify chains of thought about Python code against what the code really did.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

ProgramArgument = Annotated[
    str,
    typer.Argument(
        metavar="PROGRAM",
        help="A Python file, `-` for standard input, or a row of a JSONL file: `rows.jsonl:LINE`.",
    ),
]
CallOption = Annotated[
    str, typer.Option("--call", "-c", help="The call: an argument list, or `f(1, 2)`.")
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
    Level, typer.Option("--level", help="`ordered`: claims follow the execution; `claims`: not.")
]
