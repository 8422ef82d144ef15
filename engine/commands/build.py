"""`stepwitness build`: a data set of verified rationales."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn, TypeVar

import typer

from engine.commands.exits import exit_batch
from engine.commands.options import JsonOption, bad_option
from engine.commands.output import print_json
from engine.commands.recording import tell_missing_here
from engine.dataset.build_settings import STAGES, TEACHERS, Settings, settings_file, settings_from
from engine.dataset.exports import Form
from engine.errors import TeacherError

if TYPE_CHECKING:
    from engine.dataset.building import Build

T = TypeVar("T")

EXAMPLES: Final = (
    "**Examples**\n\n"
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
        raise bad_option("A folder is needed: --out DIR", "build")
    if stage is not None and stage not in STAGES:
        raise bad_option(f"--stage is `{stage}`, and has to be one of {', '.join(STAGES)}", "build")
    settings = settings_from(given, where)
    chosen = {name: value for name, value in flags.items() if value is not None and value != []}
    settings = settings_from({**settings.to_json(), **chosen})
    _build(settings, out, stage, as_json=as_json)


def _build(settings: Settings, out: Path, stage: str | None, *, as_json: bool) -> NoReturn:
    """Run a build; ends with the exit code that says how it went."""
    from engine.dataset.building import Build
    from engine.report import batch_view, cost_view
    from engine.report.terminal import console

    begin, interrupted, enough = time.perf_counter(), False, False
    bar = console(stderr=True)

    def watched(results: Iterable[T], total: int, word: str) -> Iterable[T]:
        ledger = running.source.ledger
        more = () if ledger is None else (cost_view.cost_column(ledger),)
        return batch_view.with_progress(results, total, word, bar, more)

    with Build(settings, out, watched) as running:
        tell_missing_here()
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
    exit_batch(interrupted=interrupted, all_right=enough)


def _tell_built(
    running: Build, seconds: float, why: str, *, interrupted: bool = False, as_json: bool
) -> None:
    from engine.dataset.building import report_of
    from engine.report import build_view
    from engine.report.terminal import console

    built = build_view.Built(
        running.out, running.settings.programs, report_of(running.used()),
        running.spent, seconds, interrupted, running.damaged, why,
    )  # fmt: skip
    if as_json:
        print_json(built.to_json())
    else:
        build_view.show(built, console())
