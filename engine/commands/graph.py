"""`stepwitness graph`: one call as a graph of states."""

from __future__ import annotations

import sys
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
from engine.commands.output import print_json
from engine.commands.reading import read_program
from engine.commands.recording import recording_of
from engine.errors import ErrorCode, UsageError
from engine.trace.graph_views import GraphView

EXAMPLES: Final = (
    "**Examples**\n\n"
    '`stepwitness graph program.py -c "[3, 1, 2]" --view line`\n\n'
    '`stepwitness graph program.py -c "[3, 1, 2]" --view call --dot | dot -Tsvg > calls.svg`'
)


def graph(  # noqa: PLR0913, PLR0917  # one for each option
    program: ProgramArgument,
    call: CallOption = None,
    entry: EntryOption = None,
    stdin: StdinOption = None,
    view: Annotated[
        GraphView, typer.Option("--view", help="What a node is: an opcode, a line or a call.")
    ] = GraphView.LINE,
    as_dot: Annotated[
        bool, typer.Option("--dot", help="The graph in Graphviz's language.")
    ] = False,
    as_json: JsonOption = False,
    seconds: SecondsOption = SECONDS,
    memory: MemoryOption = MEMORY,
    steps: StepsOption = STEPS,
) -> None:
    """Record one call and show its graph of states."""
    from engine.report import graph_view
    from engine.report.terminal import console
    from engine.trace.export import graph_to_dot, graph_to_json
    from engine.trace.graph import state_graph

    if as_dot and as_json:
        raise UsageError(
            ErrorCode.BAD_OPTION, "--dot and --json exclude each other", remedy="Give one of them."
        )
    chosen = read_program(program, call, entry, stdin)
    recording = recording_of(chosen, limits_of(seconds, memory, steps))
    states = state_graph(recording, view)
    if as_dot:
        sys.stdout.write(graph_to_dot(states))
    elif as_json:
        print_json(graph_to_json(states))
    else:
        graph_view.show(states, view, console())
