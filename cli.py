"""The `stepwitness` command: parse arguments, call the engine, render. No logic lives here.

Exit codes: 0 accepted (or done), 1 rejected, 2 bad usage or unreadable input, 3 the program
could not be recorded. An exception that leaves the entry function is an answer, not a 3. Ctrl-C
ends in 130, a reader that closes the pipe in 141, as shells have it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Annotated,
    Final,
    Generic,
    NamedTuple,
    NoReturn,
    Protocol,
    TypeVar,
)

import typer

from engine.capture.confinement import available
from engine.capture.limits import MIB, Limits
from engine.capture.sandbox import Sandbox
from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import verify as verify_narration
from engine.claims.verify import verify_and_explain
from engine.dataset.build_settings import STAGES, TEACHERS, Settings, settings_file, settings_from
from engine.dataset.exports import Form
from engine.errors import ErrorCode, ExitCode, StepwitnessError, TeacherError, UsageError
from engine.program import Program, decode, read_bytes
from engine.report import error_view, verdict_view
from engine.report.answer import answer_text
from engine.report.terminal import console
from engine.trace.graph_views import GraphView
from engine.trace.trace import Trace

if TYPE_CHECKING:
    from engine.dataset.batch import Work
    from engine.dataset.building import Build
    from engine.dataset.confirming import ConfirmWork
    from engine.dataset.results import Kind, Result
    from engine.dataset.rows import Line
    from engine.search.answers import Answer
    from engine.trace.slices import Criterion

# What one command alone needs is imported where that command runs: a start takes as long as what
# is imported, and the solvers, the graphs and the builder are most of it.

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

app = typer.Typer(
    name="stepwitness",
    help="Verify chains of thought about Python code against what the code really did.\n\n"
    "Exit codes: 0 accepted or done, 1 rejected, 2 bad usage or unreadable input, "
    "3 the program could not be recorded, 4 a teacher could not be asked.",
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

_SECONDS, _MEMORY, _STEPS = Limits().seconds, Limits().memory // MIB, Limits().steps

_PLACE: Final = re.compile(r"(?P<name>\w+)@(?P<line>[0-9]{1,9})")
_ROW: Final = re.compile(r"(?P<path>.+):(?P<line>[0-9]{1,9})")


@app.command(
    epilog="**Examples**\n\n"
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
    seconds: SecondsOption = _SECONDS,
    memory: MemoryOption = _MEMORY,
    steps: StepsOption = _STEPS,
) -> None:
    """Record one call and show its steps."""
    from engine.report import trace_view
    from engine.trace.export import trace_to_json

    chosen = _read_program(program, call, entry, stdin)
    recording = _record(chosen, Limits(seconds, memory * MIB, steps=steps))
    if output is not None:
        _write(output, _json_text(trace_to_json(recording)))
    elif as_json:
        _print_json(trace_to_json(recording))
    else:
        trace_view.show(recording, console(), chosen.name)


@app.command(
    epilog="**Examples**\n\n"
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
    seconds: SecondsOption = _SECONDS,
    memory: MemoryOption = _MEMORY,
    steps: StepsOption = _STEPS,
) -> None:
    """Record one call and show its graph of states."""
    from engine.report import graph_view
    from engine.trace.export import graph_to_dot, graph_to_json
    from engine.trace.graph import state_graph

    if as_dot and as_json:
        raise UsageError(
            ErrorCode.BAD_OPTION, "--dot and --json exclude each other", remedy="Give one of them."
        )
    chosen = _read_program(program, call, entry, stdin)
    recording = _record(chosen, Limits(seconds, memory * MIB, steps=steps))
    states = state_graph(recording, view)
    if as_dot:
        sys.stdout.write(graph_to_dot(states))
    elif as_json:
        _print_json(graph_to_json(states))
    else:
        graph_view.show(states, view, console())


@app.command(
    "slice",
    epilog="**Examples**\n\n"
    '`stepwitness slice program.py -c "[3, 1, 2]"` — what the answer depends on\n\n'
    '`stepwitness slice program.py -c "[3, 1, 2]" --of total@5`\n\n'
    '`stepwitness slice program.py -c "[3, 1, 2]" --line 7 --json | jq .lines`',
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
    seconds: SecondsOption = _SECONDS,
    memory: MemoryOption = _MEMORY,
    steps: StepsOption = _STEPS,
) -> None:
    """Record one call and show what its answer, a name or a line depends on."""
    from engine.report import slice_view
    from engine.trace.moments import Moments
    from engine.trace.slice_lines import slice_to_json
    from engine.trace.slices import relevant_slice

    if of is not None and line is not None:
        raise _usage("--of and --line exclude each other")
    place = None if of is None else _PLACE.fullmatch(of)
    if of is not None and place is None:
        raise _usage(f"--of is `{of}`, and must be a name and a line: `total@5`")
    chosen = _read_program(program, call, entry, stdin)
    recording = _record(chosen, Limits(seconds, memory * MIB, steps=steps))
    told, criterion = _criterion(recording, place, line)
    if not criterion.steps:
        raise _usage(f"There is no {told} in this recording")
    found = relevant_slice(recording, criterion)
    if as_json:
        _print_json(slice_to_json(found, Moments(recording), told))
    else:
        slice_view.show(found, Moments(recording), told, console())


@app.command("path")
def path_(
    program: ProgramArgument,
    call: CallOption = None,
    entry: EntryOption = None,
    smt2: Annotated[
        Path | None,
        typer.Option("--smt2", metavar="FILE", help="Write the path condition as SMT-LIB 2."),
    ] = None,
    as_json: JsonOption = False,
    seconds: SecondsOption = _SECONDS,
    memory: MemoryOption = _MEMORY,
    steps: StepsOption = _STEPS,
) -> None:
    """Record one call and draw its path back, from the answer to what it asks of the input."""
    from engine.backward.drawn_path import draw_path
    from engine.report import path_view

    chosen = _read_program(program, call, entry, None)
    recording = _record(chosen, Limits(seconds, memory * MIB, steps=steps))
    drawn = draw_path(recording)
    if smt2 is not None:
        if not drawn.condition:
            raise _usage(f"This call has no path condition: {drawn.why}", "path")
        _write(smt2, drawn.condition.rstrip("\n"))
    if as_json:
        _print_json(drawn.to_json())
    else:
        path_view.show(drawn, answer_text(recording), console())


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


@app.command(
    epilog="**Examples**\n\n"
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
    seconds: SecondsOption = _SECONDS,
    memory: MemoryOption = _MEMORY,
    steps: StepsOption = _STEPS,
) -> None:
    """Record one call and write a narration of it. The same seed gives the same text."""
    from engine.narration.writer import narrate as write_narration

    chosen = _read_program(program, call, entry, stdin)
    recording = _record(chosen, Limits(seconds, memory * MIB, steps=steps))
    text = write_narration(recording, seed, _level(level, strict=strict))
    if as_json:
        _print_json(
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


@app.command(
    epilog="**Examples**\n\n"
    '`stepwitness verify program.py story.txt --call "[3, 1, 2]"`\n\n'
    '`stepwitness narrate program.py -c "4" | stepwitness verify program.py - -c "4"`\n\n'
    "`stepwitness verify --all rows.jsonl --output results.jsonl` — records, narrates and "
    "verifies every row; run it again and it goes on where it ended\n\n"
    "`stepwitness verify --record set/rationales.jsonl` — verifies every record of a data set"
)
def verify(  # noqa: PLR0913, PLR0917  # one for each option
    program: Annotated[
        str | None, typer.Argument(metavar="PROGRAM", help="As in `stepwitness trace`.")
    ] = None,
    narration: Annotated[
        str | None,
        typer.Argument(metavar="NARRATION", help="A text file, or `-` for standard input."),
    ] = None,
    call: CallOption = None,
    entry: EntryOption = None,
    stdin: StdinOption = None,
    level: LevelOption = None,
    strict: StrictOption = False,
    every: Annotated[
        Path | None,
        typer.Option("--all", metavar="FILE", help="All rows of a JSONL file, narrated by us."),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(
            "--record",
            metavar="FILE",
            help="Records of `stepwitness build`, each verified again from itself alone.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", help="With --all, --record: processes (default: one a core)."),
    ] = None,
    seed: SeedOption = 0,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="With --all: results, one line a row; a second run goes on."
        ),
    ] = None,
    as_json: JsonOption = False,
    seconds: SecondsOption = _SECONDS,
    memory: MemoryOption = _MEMORY,
    steps: StepsOption = _STEPS,
) -> None:
    """Verify a narration of one call, claim by claim; or with --all every row of a file."""
    from engine.dataset.batch import Work

    limits, asked = Limits(seconds, memory * MIB, steps=steps), _level(level, strict=strict)
    if record is not None:
        if program is not None or every is not None or output is not None:
            raise _usage("--record takes neither a program nor a narration, --all or --output")
        _verify_records(record, workers, as_json=as_json)
    if every is not None:
        if program is not None:
            raise _usage("--all takes neither a program nor a narration")
        _verify_all(every, Work(limits, seed, asked), workers, output, as_json=as_json)
    if program is None or narration is None:
        raise _usage("A program and a narration are needed, or --all FILE, or --record FILE")
    if workers is not None or output is not None:
        raise _usage("--workers and --output go with --all only (--workers with --record too)")
    chosen, text = _read_both(program, narration, call, entry, stdin)
    report = verify_and_explain(_record(chosen, limits), text, asked)
    if as_json:
        _print_json(report.to_json())
    else:
        verdict_view.show(report, console())
    _exit_by(report.verdict)


@app.command(
    epilog="**Examples**\n\n"
    '`stepwitness audit program.py story.txt --call "[3, 1, 2]"`\n\n'
    '`COLUMNS=160 FORCE_COLOR=1 stepwitness audit program.py story.txt -c "4" | less -R`'
)
def audit(  # noqa: PLR0913, PLR0917  # one for each option
    program: ProgramArgument,
    narration: NarrationArgument,
    call: CallOption = None,
    entry: EntryOption = None,
    stdin: StdinOption = None,
    level: LevelOption = None,
    strict: StrictOption = False,
    as_json: JsonOption = False,
    seconds: SecondsOption = _SECONDS,
    memory: MemoryOption = _MEMORY,
    steps: StepsOption = _STEPS,
) -> None:
    """Show code, narration and verdicts side by side, the wrong words marked."""
    from engine.report import audit_view

    chosen, text = _read_both(program, narration, call, entry, stdin)
    recording = _record(chosen, Limits(seconds, memory * MIB, steps=steps))
    report = verify_and_explain(recording, text, _level(level, strict=strict))
    if as_json:
        _print_json(
            {
                "schema": "stepwitness.audit/1",
                "program": chosen.name,
                "source": chosen.source,
                "call": chosen.call_text,
                "answer": answer_text(recording),
                "narration": report.text,
                "report": report.to_json(),
            }
        )
    else:
        audit_view.show(recording, report, console(), chosen.name)
    _exit_by(report.verdict)


@app.command(
    epilog="**Examples**\n\n"
    '`stepwitness confirm program.py --call "[3, 1, 2]" --answer "6"`\n\n'
    "`stepwitness confirm rows.jsonl:12 rows.jsonl:13 --json`\n\n"
    '`stepwitness confirm program.py --answer "6" --rationale argument.txt`\n\n'
    "`stepwitness confirm --all rows.jsonl --output results.jsonl` — every row's candidate; run "
    "it again and it goes on where it ended"
)
def confirm(  # noqa: PLR0913, PLR0917  # one for each option
    programs: Annotated[
        list[str] | None, typer.Argument(metavar="PROGRAM…", help="As in `stepwitness trace`.")
    ] = None,
    call: CallOption = None,
    entry: EntryOption = None,
    stdin: StdinOption = None,
    answer: Annotated[
        str | None, typer.Option("--answer", help="What the call is to return, a literal.")
    ] = None,
    raises: Annotated[
        str | None, typer.Option("--raises", help="What is to leave it: `KeyError('x')`.")
    ] = None,
    only: Annotated[
        bool,
        typer.Option("--only", help="Of what is CONFIRMED: is no other input of its size as good?"),
    ] = False,
    rationale: Annotated[
        Path | None,
        typer.Option("--rationale", help="An argument for the answer, whose candidate is judged."),
    ] = None,
    rationales: Annotated[
        bool,
        typer.Option("--rationales", help="With --all: write one for each row, and judge it."),
    ] = False,
    every: Annotated[
        Path | None,
        typer.Option("--all", metavar="FILE", help="The candidates of all rows of a JSONL file."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", help="With --all: processes (default: one a core).")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="With --all: results, one line a row; a second run goes on."
        ),
    ] = None,
    as_json: JsonOption = False,
    seconds: SecondsOption = _SECONDS,
    memory: MemoryOption = _MEMORY,
) -> None:
    """Run candidates: does the call give exactly the answer that is claimed of it?"""
    from engine.dataset.confirming import ConfirmWork
    from engine.report import confirm_view
    from engine.search.answers import raised, returned
    from engine.search.confirm import CandidateVerdict, Confirmer, exit_code_of
    from engine.search.only import only_input

    limits = Limits(seconds, memory * MIB)
    chosen = [] if programs is None else programs
    if every is not None:
        if chosen or call is not None or answer is not None or raises is not None:
            raise _usage("--all takes neither programs nor a call nor an answer")
        if rationale is not None:
            raise _usage("--all judges the rationales of its rows, and takes no --rationale")
        work = ConfirmWork(limits, only, rationales)
        _confirm_all(every, work, workers, output, as_json=as_json)
    if not chosen:
        raise _usage("A program is needed, or --all FILE")
    if workers is not None or output is not None:
        raise _usage("--workers and --output go with --all only")
    if rationales:
        raise _usage("--rationales goes with --all only")
    if answer is not None and raises is not None:
        raise _usage("--answer and --raises exclude each other")
    claimed = None
    if answer is not None:
        claimed = returned(answer)
    elif raises is not None:
        claimed = raised(raises)
    asked = [_candidate(place, call, entry, stdin, claimed) for place in chosen]
    if rationale is not None:
        if only or len(asked) != 1:
            raise _usage("--rationale goes with one program, and without --only")
        _confirm_rationale(*asked[0], rationale, limits, as_json=as_json)
    with Confirmer() as confirmer:
        _tell_missing(confirmer.recorder.confinement.missing())
        judged = [confirmer.judge(program, wanted, limits) for program, wanted in asked]
        alone = [
            only_input(each.program, confirmer, limits)
            if only and each.verdict is CandidateVerdict.CONFIRMED
            else None
            for each in judged
        ]
    both = list(zip(judged, alone, strict=True))
    if as_json:
        forms = [
            {**each.to_json(), "only": None if told is None else told.to_json()}
            for each, told in both
        ]
        _print_json({"schema": "stepwitness.confirm/1", "candidates": forms})
    else:
        confirm_view.show(both, console())
    raise typer.Exit(exit_code_of(judged))


def _confirm_rationale(
    program: Program, claimed: Answer, path: Path, limits: Limits, *, as_json: bool
) -> NoReturn:
    """The verdict on one rationale; ends with the exit code that says it."""
    from engine.report import confirm_view
    from engine.search.confirm import Confirmer
    from engine.search.rationale import RationaleVerdict, judge_rationale

    text = decode(read_bytes(path), str(path))
    with Confirmer() as confirmer:
        _tell_missing(confirmer.recorder.confinement.missing())
        report = judge_rationale(program, claimed, text, confirmer, limits)
    if as_json:
        _print_json(report.to_json())
    else:
        confirm_view.show_rationale(report, console())
    accepted = report.verdict is RationaleVerdict.ACCEPTED
    raise typer.Exit(ExitCode.ACCEPTED if accepted else ExitCode.REJECTED)


def _candidate(
    place: str, call: str | None, entry: str | None, stdin: Path | None, claimed: Answer | None
) -> tuple[Program, Answer]:
    """A program with its candidate, and the answer claimed of it; raises `UsageError`."""
    from engine.dataset.confirming import candidate_of, claimed_of
    from engine.dataset.rows import row_at

    row = _ROW.fullmatch(place)
    if row is None or Path(place).exists():
        if claimed is None:
            raise _usage(f"What `{place}` is to give has to be said: --answer or --raises")
        return _read_program(place, call, entry, stdin), claimed
    there = row_at(row["path"], int(row["line"]))
    chosen = candidate_of(there).call if call is None else call
    wanted = claimed_of(there) if claimed is None else claimed
    return _read_program(place, chosen, entry, stdin), wanted


@app.command(
    epilog="**Examples**\n\n"
    "`stepwitness build --programs 1000 --seed 7 --out set` — without network or model\n\n"
    "`stepwitness build config.toml --out set --export messages`\n\n"
    "`stepwitness build --teacher anthropic --model claude-sonnet-4-5 --batch --dollars 20 "
    "--out set`"
)
def build(  # noqa: PLR0913, PLR0917  # one for each option
    config: Annotated[
        Path | None,
        typer.Argument(metavar="[CONFIG.toml]", help="Settings; what is given here goes before."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A folder; one that was begun is gone on.")
    ] = None,
    programs: Annotated[
        int | None, typer.Option("--programs", "-n", help="Programs, each with both rationales.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="The same seed, the same bytes.")
    ] = None,
    teacher: Annotated[
        str | None, typer.Option("--teacher", help=f"One of {', '.join(TEACHERS)}.")
    ] = None,
    stage: Annotated[
        str | None, typer.Option("--stage", help=f"One stage alone: {', '.join(STAGES)}.")
    ] = None,
    problems: Annotated[
        str | None, typer.Option("--problems", help="A JSONL file of problems to begin from.")
    ] = None,
    concepts: Annotated[
        list[str] | None, typer.Option("--concept", help="Of these concepts only (repeat it).")
    ] = None,
    texts: Annotated[
        list[str] | None, typer.Option("--text", help="Seed texts to draw concepts from.")
    ] = None,
    difficulties: Annotated[
        list[str] | None, typer.Option("--difficulty", help="easy, medium, hard (repeat it).")
    ] = None,
    scoring: Annotated[
        str | None, typer.Option("--scoring", help="Of agreement: linear or sqrt.")
    ] = None,
    exports: Annotated[
        list[str] | None,
        typer.Option("--export", help=f"{', '.join(each.value for each in Form)} (repeat it)."),
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="The model of a teacher.")] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", help="The address of a server of your own.")
    ] = None,
    models: Annotated[
        str | None, typer.Option("--models", help="A TOML file of your own with models' prices.")
    ] = None,
    blind: Annotated[
        bool | None, typer.Option("--blind", help="The teacher sees neither trace nor answer.")
    ] = None,
    rounds: Annotated[
        int | None, typer.Option("--rounds", help="Replies to one task, repairs included.")
    ] = None,
    batch: Annotated[
        bool | None, typer.Option("--batch", help="Ask in batches of the provider.")
    ] = None,
    dollars: Annotated[float | None, typer.Option("--dollars", help="Budget of a run.")] = None,
    tokens: Annotated[int | None, typer.Option("--tokens", help="Budget of a run.")] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", help="Processes (default: one a core).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a data set: problems, agreement, rationales that were verified."""
    flags: dict[str, object] = {
        "programs": programs, "seed": seed, "teacher": teacher, "problems": problems,
        "concepts": concepts, "texts": texts, "difficulties": difficulties, "scoring": scoring,
        "exports": exports, "model": model, "base_url": base_url, "models": models, "blind": blind,
        "rounds": rounds, "batch": batch, "dollars": dollars, "tokens": tokens,
        "workers": workers,
    }  # fmt: skip
    given = {} if config is None else settings_file(config)
    where = "" if config is None else str(config)
    folder = given.pop("out", None)
    if out is None:
        out = Path(folder) if isinstance(folder, str) else None
    if out is None:
        raise _usage("A folder is needed: --out DIR", "build")
    if stage is not None and stage not in STAGES:
        raise _usage(f"--stage is `{stage}`, and has to be one of {', '.join(STAGES)}", "build")
    settings = settings_from(given, where)
    chosen = {name: value for name, value in flags.items() if value is not None and value != []}
    settings = settings_from({**settings.to_json(), **chosen})
    _build(settings, out, stage, as_json=as_json)


def _build(settings: Settings, out: Path, stage: str | None, *, as_json: bool) -> NoReturn:
    """Run a build; ends with the exit code that says how it went."""
    from engine.dataset.building import Build
    from engine.report import batch_view, cost_view

    begin, interrupted, enough = time.perf_counter(), False, False
    bar = console(stderr=True)

    def watched(results: Iterable[T], total: int, word: str) -> Iterable[T]:
        ledger = running.source.ledger
        more = () if ledger is None else (cost_view.cost_column(ledger),)
        return batch_view.with_progress(results, total, word, bar, more)

    with Build(settings, out, watched) as running:
        _tell_missing(available().missing())
        try:
            enough = running.run() if stage is None else running.run_stage(stage)
        except KeyboardInterrupt:
            interrupted = True
        except TeacherError as error:
            if not as_json:  # of which the error is the one object
                _tell_built(running, time.perf_counter() - begin, f"{error.what}.", as_json=False)
            raise
        taken = time.perf_counter() - begin
        why = running.why_too_few if stage is None else f"The stage `{stage}` was run alone."
        _tell_built(running, taken, why, interrupted=interrupted, as_json=as_json)
    _exit_batch(interrupted=interrupted, all_right=enough)


def _tell_built(
    running: Build, seconds: float, why: str, *, interrupted: bool = False, as_json: bool
) -> None:
    from engine.dataset.building import report_of
    from engine.report import build_view

    built = build_view.Built(
        running.out, running.settings.programs, report_of(running.used()),
        running.spent, seconds, interrupted, running.damaged, why,
    )  # fmt: skip
    if as_json:
        _print_json(built.to_json())
    else:
        build_view.show(built, console())


@app.command(epilog="**Example**\n\n`stepwitness demo`")
def demo(as_json: JsonOption = False) -> None:
    """Show a true narration accepted, and one with a single wrong word found out."""
    from engine.dataset import demo as demonstration
    from engine.report import demo_view

    recording = _record(demonstration.program(), Limits())
    true = verify_narration(recording, demonstration.TRUE_NARRATION)
    false = verify_narration(recording, demonstration.FALSE_NARRATION)
    if as_json:
        _print_json(
            {
                "schema": "stepwitness.demo/1",
                "source": demonstration.SOURCE,
                "call": demonstration.program().call_text,
                "true": {"narration": true.text, "report": true.to_json()},
                "false": {"narration": false.text, "report": false.to_json()},
            }
        )
    else:
        demo_view.show(recording, true, false, console())
    as_told = (NarrationVerdict.ACCEPTED, NarrationVerdict.REJECTED)
    raise typer.Exit(
        ExitCode.ACCEPTED if (true.verdict, false.verdict) == as_told else ExitCode.REJECTED
    )


def _verify_all(
    path: Path, work: Work, workers: int | None, output: Path | None, *, as_json: bool
) -> NoReturn:
    """All rows of a file; ends with the exit code that says how they fared."""
    from engine.dataset.batch import verify_lines
    from engine.dataset.results import ROWS
    from engine.report import batch_view

    lines = _lines(path, workers)
    tally = batch_view.Tally(len(lines))
    batch = _Batch(lines, work.key, lambda missing: verify_lines(missing, work, workers))
    taken, interrupted = _run_batch(batch, tally, ROWS, output, "verifying")
    if as_json:
        _print_json(tally.to_json(taken, interrupted=interrupted))
    else:
        batch_view.show(tally, taken, console(), interrupted=interrupted)
    _exit_batch(interrupted=interrupted, all_right=tally.accepted)


def _verify_records(path: Path, workers: int | None, *, as_json: bool) -> NoReturn:
    """All records of a file; ends as `_verify_all`."""
    from engine.dataset.rechecking import recheck_lines
    from engine.report import batch_view, build_view

    lines = _lines(path, workers)
    tally = build_view.RecordTally(len(lines))
    begin, interrupted = time.perf_counter(), False
    _tell_missing(available().missing())
    with contextlib.closing(recheck_lines(lines, workers)) as results:
        bar = batch_view.with_progress(results, len(lines), "verifying", console(stderr=True))
        try:
            with contextlib.closing(bar) as shown:
                for each in shown:
                    tally.add(each)
        except KeyboardInterrupt:
            interrupted = True
    taken = time.perf_counter() - begin
    if as_json:
        _print_json(tally.to_json(taken, interrupted=interrupted))
    else:
        build_view.show_records(tally, taken, console(), interrupted=interrupted)
    _exit_batch(interrupted=interrupted, all_right=tally.good)


def _confirm_all(
    path: Path, work: ConfirmWork, workers: int | None, output: Path | None, *, as_json: bool
) -> NoReturn:
    """The candidates of all rows of a file; ends as `_verify_all`."""
    from engine.dataset.confirming import CANDIDATES, confirm_lines
    from engine.report import confirm_view

    lines = _lines(path, workers)
    tally = confirm_view.ConfirmTally(len(lines))
    batch = _Batch(lines, work.key, lambda missing: confirm_lines(missing, work, workers))
    taken, interrupted = _run_batch(batch, tally, CANDIDATES, output, "confirming")
    if as_json:
        _print_json(tally.to_json(taken, interrupted=interrupted))
    else:
        confirm_view.show_tally(tally, taken, console(), interrupted=interrupted)
    _exit_batch(interrupted=interrupted, all_right=tally.confirmed and tally.argued)


def _lines(path: Path, workers: int | None) -> list[Line]:
    from engine.dataset.rows import read_lines

    if workers is not None and workers < 1:
        raise _usage(f"--workers is {workers}, and must be at least 1")
    return read_lines(path)


R = TypeVar("R", bound="Result")
T = TypeVar("T")


C_contra = TypeVar("C_contra", bound="Result", contravariant=True)


class _Tally(Protocol[C_contra]):
    """What counts results."""

    resumed: int

    def add(self, result: C_contra) -> None: ...


class _Batch(NamedTuple, Generic[R]):
    """Rows to work on: what makes a row's result this one, and how the rows are done."""

    lines: list[Line]
    key: Callable[[Line], str]
    run: Callable[[list[Line]], Generator[R, None, None]]


def _run_batch(
    batch: _Batch[R], tally: _Tally[R], kind: Kind[R], output: Path | None, word: str
) -> tuple[float, bool]:
    """Do the rows whose results are not in the file ``output`` yet: the seconds it took, and
    whether Ctrl-C ended it."""
    from engine.dataset.results import ResultFile
    from engine.report import batch_view

    lines, key = batch.lines, batch.key
    with contextlib.ExitStack() as stack:
        store = None if output is None else stack.enter_context(ResultFile(output, kind))
        known = {} if store is None else store.known
        before = [known[key(line)] for line in lines if key(line) in known]
        missing = [line for line in lines if key(line) not in known]
        for result in before:
            tally.add(result)
        tally.resumed = len(before)
        begin, interrupted = time.perf_counter(), False
        try:
            if missing:
                _tell_missing(available().missing())
            results = stack.enter_context(contextlib.closing(batch.run(missing)))
            bar = batch_view.with_progress(results, len(missing), word, console(stderr=True))
            shown = stack.enter_context(contextlib.closing(bar))
            for line, result in zip(missing, shown, strict=True):
                if store is not None:
                    store.add(key(line), result)
                tally.add(result)
        except KeyboardInterrupt:
            interrupted = True
        return time.perf_counter() - begin, interrupted


def _exit_batch(*, interrupted: bool, all_right: bool) -> NoReturn:
    if interrupted:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(ExitCode.ACCEPTED if all_right else ExitCode.REJECTED)


# -- input ----------------------------------------------------------------------------------------


def _read_program(
    place: str, call: str | None, entry: str | None, stdin_file: Path | None
) -> Program:
    """The program that the arguments name; raises `UsageError`."""
    from engine.dataset.rows import row_at

    stdin = None
    if stdin_file is not None:
        stdin = decode(read_bytes(stdin_file), str(stdin_file))
    row = _ROW.fullmatch(place)
    if place == "-":
        with _standard_input() as stream:
            return Program.from_stdin(stream, entry, call or "", stdin or "")
    if row is not None and not Path(place).exists():
        there = row_at(row["path"], int(row["line"])).program
        return Program.from_text(
            there.source,
            there.entry if entry is None else entry,
            there.call if call is None else call,
            there.stdin if stdin is None else stdin,
            place,
        )
    return Program.from_file(place, entry, call or "", stdin or "")


def _read_both(
    place: str, narration: str, call: str | None, entry: str | None, stdin_file: Path | None
) -> tuple[Program, str]:
    """The program and the narration's text; raises `UsageError`."""
    if place == narration == "-":
        raise _usage("Program and narration cannot both come from standard input")
    program = _read_program(place, call, entry, stdin_file)
    if narration == "-":
        with _standard_input() as stream:
            content, where = bytes(stream.buffer.read()), "standard input"
    else:
        content, where = read_bytes(Path(narration)), narration
    text = decode(content, where)
    if "\0" in text:
        raise UsageError(
            ErrorCode.NULL_BYTE,
            "The narration holds a null byte",
            where=where,
            remedy="Give plain text, not a binary file.",
        )
    return program, text


@contextlib.contextmanager
def _standard_input() -> Iterator[io.TextIOWrapper]:
    """Standard input as strict UTF-8 with its own line ends; raises `UsageError`."""
    try:
        with open(0, encoding="utf-8", newline="", closefd=False) as stream:
            yield stream
    except OSError as error:
        raise UsageError(
            ErrorCode.UNREADABLE_FILE,
            f"Standard input cannot be read: {error.strerror}",
            remedy="Give a file, or send the text through a pipe.",
        ) from error


def _level(level: Level | None, *, strict: bool) -> Level:
    """The level that is asked for, or the mode's default."""
    if level is not None:
        return level
    return Level.GAPLESS if strict else Level.ORDERED


def _usage(what: str, command: str = "verify") -> UsageError:
    return UsageError(ErrorCode.BAD_OPTION, what, remedy=f"See `stepwitness {command} --help`.")


# -- running and printing -------------------------------------------------------------------------


def _record(program: Program, limits: Limits) -> Trace:
    with Sandbox() as sandbox:
        _tell_missing(sandbox.confinement.missing())
        return Trace(sandbox.record(program, limits))


def _tell_missing(sentences: tuple[str, ...]) -> None:
    if sentences:
        print(f"note: on this machine: {' '.join(sentences)}", file=sys.stderr)


def _json_text(form: object) -> str:
    return json.dumps(form, allow_nan=False)


def _print_json(form: object) -> None:
    print(_json_text(form))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(f"{text}\n", encoding="ascii")
    except OSError as error:
        raise UsageError(
            ErrorCode.UNREADABLE_FILE,
            f"`{path}` cannot be written: {error.strerror}",
            remedy="Give a file in a folder that you may write to.",
            data={"path": str(path)},
        ) from error


def _exit_by(verdict: NarrationVerdict) -> NoReturn:
    raise typer.Exit(
        ExitCode.ACCEPTED if verdict is NarrationVerdict.ACCEPTED else ExitCode.REJECTED
    )


# -- start and end --------------------------------------------------------------------------------

# typer exports no name for the base of its refusals, which is click's or a copy of click's.
_Refusal: Final[type[Exception]] = typer.BadParameter.__bases__[0]


def run(arguments: list[str]) -> int:
    """Run the command; its exit status. Every failure is told in one line on standard error."""
    as_json = "--json" in arguments
    try:
        status = _dispatch(arguments or ["--help"])
        sys.stdout.flush()
    except StepwitnessError as error:
        return _fail(error.code.slug, error.message, error.exit_code, error.data, as_json=as_json)
    except _Refusal as error:
        message = f"{_told(error)} See `stepwitness --help`."
        return _fail(ErrorCode.BAD_OPTION.slug, message, ExitCode.USAGE, as_json=as_json)
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"The output cannot be written: {error.strerror}."
        return _fail(ErrorCode.UNREADABLE_FILE.slug, message, ExitCode.USAGE, as_json=False)
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:  # the last resort: no verdict, and never a traceback
        if os.environ.get("STEPWITNESS_DEBUG"):
            raise
        message = (
            f"stepwitness itself failed, which is a defect ({type(error).__name__}: {error}). "
            "Set STEPWITNESS_DEBUG=1 to see where."
        )
        return _fail("defect", message, ExitCode.CAPTURE, as_json=as_json)
    return status


def _dispatch(arguments: list[str]) -> int:
    """Find the command and call it. (Typer's own way has exit codes of its own for Ctrl-C and
    broken pipes.)"""
    command = typer.main.get_command(app)
    try:
        with command.make_context("stepwitness", arguments) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    return ExitCode.ACCEPTED


def _told(error: Exception) -> str:
    """What typer has to say against the arguments, as one sentence."""
    words = getattr(error, "format_message", error.__str__)()
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _fail(
    code: str, message: str, exit_code: ExitCode, data: object = None, *, as_json: bool
) -> int:
    print(error_view.line_of(message), file=sys.stderr)
    if as_json:
        print(error_view.to_json(code, message, exit_code, data))
        sys.stdout.flush()
    return exit_code


def main() -> NoReturn:
    """The entry point of `stepwitness`."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller, who does not want to know
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # to the end
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a locale without the characters we print
            stream.reconfigure(errors="backslashreplace")
    try:
        status = run(sys.argv[1:])
    except BrokenPipeError:
        status = BROKEN_PIPE
    if status in {BROKEN_PIPE, ExitCode.USAGE}:
        _drop_unwritten()
    raise SystemExit(status)


def _drop_unwritten() -> None:
    """Nobody takes what is left in standard output's buffer: let Python not fail over it."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    main()
