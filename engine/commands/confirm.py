"""`stepwitness confirm`: candidates, arguments for an answer, and the rows of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from engine.capture.limits import Limits
from engine.commands.batches import Batch, lines_of, run_batch
from engine.commands.exits import exit_batch, exit_judged
from engine.commands.options import (
    MEMORY,
    SECONDS,
    CallOption,
    EntryOption,
    JsonOption,
    MemoryOption,
    ResultsOption,
    SecondsOption,
    StdinOption,
    bad_option,
    limits_of,
)
from engine.commands.output import print_json
from engine.commands.reading import read_program, row_named
from engine.commands.recording import tell_missing
from engine.program import Program, decode, read_bytes

if TYPE_CHECKING:
    from engine.dataset.confirming import ConfirmWork
    from engine.search.answers import Answer

EXAMPLES: Final = (
    "**Examples**\n\n"
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
    output: ResultsOption = None,
    as_json: JsonOption = False,
    seconds: SecondsOption = SECONDS,
    memory: MemoryOption = MEMORY,
) -> None:
    """Run candidates: does the call give exactly the answer that is claimed of it?"""
    from engine.dataset.confirming import ConfirmWork
    from engine.report import confirm_view
    from engine.report.terminal import console
    from engine.search.answers import raised, returned
    from engine.search.confirm import CandidateVerdict, Confirmer, exit_code_of
    from engine.search.only import only_input

    limits = limits_of(seconds, memory)
    chosen = [] if programs is None else programs
    if every is not None:
        if chosen or call is not None or answer is not None or raises is not None:
            raise bad_option("--all takes neither programs nor a call nor an answer")
        if rationale is not None:
            raise bad_option("--all judges the rationales of its rows, and takes no --rationale")
        work = ConfirmWork(limits, only, rationales)
        _confirm_all(every, work, workers, output, as_json=as_json)
    if not chosen:
        raise bad_option("A program is needed, or --all FILE")
    if workers is not None or output is not None:
        raise bad_option("--workers and --output go with --all only")
    if rationales:
        raise bad_option("--rationales goes with --all only")
    if answer is not None and raises is not None:
        raise bad_option("--answer and --raises exclude each other")
    claimed = None
    if answer is not None:
        claimed = returned(answer)
    elif raises is not None:
        claimed = raised(raises)
    asked = [_candidate(place, call, entry, stdin, claimed) for place in chosen]
    if rationale is not None:
        if only or len(asked) != 1:
            raise bad_option("--rationale goes with one program, and without --only")
        _confirm_rationale(*asked[0], rationale, limits, as_json=as_json)
    with Confirmer() as confirmer:
        tell_missing(confirmer.recorder.confinement.missing())
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
        print_json({"schema": "stepwitness.confirm/1", "candidates": forms})
    else:
        confirm_view.show(both, console())
    raise typer.Exit(exit_code_of(judged))


def _confirm_rationale(
    program: Program, claimed: Answer, path: Path, limits: Limits, *, as_json: bool
) -> NoReturn:
    """The verdict on one rationale; ends with the exit code that says it."""
    from engine.report import confirm_view
    from engine.report.terminal import console
    from engine.search.confirm import Confirmer
    from engine.search.rationale import RationaleVerdict, judge_rationale

    text = decode(read_bytes(path), str(path))
    with Confirmer() as confirmer:
        tell_missing(confirmer.recorder.confinement.missing())
        report = judge_rationale(program, claimed, text, confirmer, limits)
    if as_json:
        print_json(report.to_json())
    else:
        confirm_view.show_rationale(report, console())
    exit_judged(accepted=report.verdict is RationaleVerdict.ACCEPTED)


def _candidate(
    place: str, call: str | None, entry: str | None, stdin: Path | None, claimed: Answer | None
) -> tuple[Program, Answer]:
    """A program with its candidate, and the answer claimed of it; raises `UsageError`."""
    from engine.dataset.confirming import candidate_of, claimed_of

    row = row_named(place)
    if row is None:
        if claimed is None:
            raise bad_option(f"What `{place}` is to give has to be said: --answer or --raises")
        return read_program(place, call, entry, stdin), claimed
    chosen = candidate_of(row).call if call is None else call
    wanted = claimed_of(row) if claimed is None else claimed
    return read_program(place, chosen, entry, stdin), wanted


def _confirm_all(
    path: Path, work: ConfirmWork, workers: int | None, output: Path | None, *, as_json: bool
) -> NoReturn:
    """The candidates of all rows of a file; ends with the exit code that says how they fared."""
    from engine.dataset.confirming import CANDIDATES, confirm_lines
    from engine.report import confirm_view
    from engine.report.terminal import console

    lines = lines_of(path, workers)
    tally = confirm_view.ConfirmTally(len(lines))
    batch = Batch(lines, work.key, lambda missing: confirm_lines(missing, work, workers))
    taken, interrupted = run_batch(batch, tally, CANDIDATES, output, "confirming")
    if as_json:
        print_json(tally.to_json(taken, interrupted=interrupted))
    else:
        confirm_view.show_tally(tally, taken, console(), interrupted=interrupted)
    exit_batch(interrupted=interrupted, all_right=tally.confirmed and tally.argued)
