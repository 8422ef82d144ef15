"""`stepwitness verify`: a narration of one call, the rows of a file, the records of a data set."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from engine.capture.limits import Limits
from engine.claims.verdicts import Level, NarrationVerdict
from engine.commands.batches import Batch, lines_of, run_batch
from engine.commands.exits import exit_batch, exit_judged
from engine.commands.options import (
    MEMORY,
    SECONDS,
    STEPS,
    CallOption,
    EntryOption,
    JsonOption,
    LevelOption,
    MemoryOption,
    ResultsOption,
    SecondsOption,
    SeedOption,
    StdinOption,
    StepsOption,
    StrictOption,
    bad_option,
    level_of,
    limits_of,
)
from engine.commands.output import print_json
from engine.commands.reading import read_both
from engine.commands.recording import recording_of, tell_missing_here
from engine.program import Program

EXAMPLES: Final = (
    "**Examples**\n\n"
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
    output: ResultsOption = None,
    as_json: JsonOption = False,
    seconds: SecondsOption = SECONDS,
    memory: MemoryOption = MEMORY,
    steps: StepsOption = STEPS,
) -> None:
    """Verify a narration of one call, claim by claim; or with --all every row of a file."""
    limits, asked = limits_of(seconds, memory, steps), level_of(level, strict=strict)
    if record is not None:
        if program is not None or every is not None or output is not None:
            raise bad_option("--record takes neither a program nor a narration, --all or --output")
        _verify_records(record, workers, as_json=as_json)
    if every is not None:
        if program is not None:
            raise bad_option("--all takes neither a program nor a narration")
        _verify_all(every, limits, seed, asked, workers, output, as_json=as_json)
    if program is None or narration is None:
        raise bad_option("A program and a narration are needed, or --all FILE, or --record FILE")
    if workers is not None or output is not None:
        raise bad_option("--workers and --output go with --all only (--workers with --record too)")
    chosen, text = read_both(program, narration, call, entry, stdin)
    _verify_one(chosen, text, limits, asked, as_json=as_json)


def _verify_one(
    program: Program, text: str, limits: Limits, level: Level, *, as_json: bool
) -> NoReturn:
    """One narration; ends with the exit code that says its verdict."""
    from engine.claims.verify import verify_and_explain

    report = verify_and_explain(recording_of(program, limits), text, level)
    if as_json:
        print_json(report.to_json())
    else:
        from engine.report import verdict_view
        from engine.report.terminal import console

        verdict_view.show(report, console())
    exit_judged(accepted=report.verdict is NarrationVerdict.ACCEPTED)


def _verify_all(
    path: Path,
    limits: Limits,
    seed: int,
    level: Level,
    workers: int | None,
    output: Path | None,
    *,
    as_json: bool,
) -> NoReturn:
    """All rows of a file; ends with the exit code that says how they fared."""
    from engine.dataset.batch import Work, verify_lines
    from engine.dataset.results import ROWS
    from engine.report import batch_view
    from engine.report.terminal import console

    work = Work(limits, seed, level)
    lines = lines_of(path, workers)
    tally = batch_view.Tally(len(lines))
    batch = Batch(lines, work.key, lambda missing: verify_lines(missing, work, workers))
    taken, interrupted = run_batch(batch, tally, ROWS, output, "verifying")
    if as_json:
        print_json(tally.to_json(taken, interrupted=interrupted))
    else:
        batch_view.show(tally, taken, console(), interrupted=interrupted)
    exit_batch(interrupted=interrupted, all_right=tally.accepted)


def _verify_records(path: Path, workers: int | None, *, as_json: bool) -> NoReturn:
    """All records of a file; ends as `_verify_all`."""
    from engine.dataset.rechecking import recheck_lines
    from engine.report import batch_view, build_view
    from engine.report.terminal import console

    lines = lines_of(path, workers)
    tally = build_view.RecordTally(len(lines))
    begin, interrupted = time.perf_counter(), False
    tell_missing_here()
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
        print_json(tally.to_json(taken, interrupted=interrupted))
    else:
        build_view.show_records(tally, taken, console(), interrupted=interrupted)
    exit_batch(interrupted=interrupted, all_right=tally.good)
