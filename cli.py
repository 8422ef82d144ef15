"""The `stepwitness` command: the commands of `engine.commands`, and how the process ends.

Exit codes: 0 accepted (or done), 1 rejected, 2 bad usage or unreadable input, 3 the program
could not be recorded. An exception that leaves the entry function is an answer, not a 3. Ctrl-C
ends in 130, a reader that closes the pipe in 141, as shells have it.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Final, NoReturn

import typer

from engine.commands import (
    audit,
    build,
    confirm,
    demo,
    graph,
    narrate,
    path,
    slicing,
    trace,
    verify,
)
from engine.commands.exits import INTERRUPTED
from engine.errors import ErrorCode, ExitCode, StepwitnessError

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

# In the order of `--help`.
app.command("trace", epilog=trace.EXAMPLES)(trace.trace)
app.command("graph", epilog=graph.EXAMPLES)(graph.graph)
app.command("slice", epilog=slicing.EXAMPLES)(slicing.slice_)
app.command("path")(path.path)
app.command("narrate", epilog=narrate.EXAMPLES)(narrate.narrate)
app.command("verify", epilog=verify.EXAMPLES)(verify.verify)
app.command("audit", epilog=audit.EXAMPLES)(audit.audit)
app.command("confirm", epilog=confirm.EXAMPLES)(confirm.confirm)
app.command("build", epilog=build.EXAMPLES)(build.build)
app.command("demo", epilog=demo.EXAMPLES)(demo.demo)

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
    from engine.report import error_view

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
