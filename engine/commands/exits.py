"""How a command that judged something ends. What else it can end by, `cli.py` tells."""

from __future__ import annotations

from typing import Final, NoReturn

import typer

from engine.errors import ExitCode

INTERRUPTED: Final = 130
"""The exit status after Ctrl-C, as shells have it."""


def exit_judged(*, accepted: bool) -> NoReturn:
    raise typer.Exit(ExitCode.ACCEPTED if accepted else ExitCode.REJECTED)


def exit_batch(*, interrupted: bool, all_right: bool) -> NoReturn:
    """What was left undone is told before what was found."""
    if interrupted:
        raise typer.Exit(INTERRUPTED)
    exit_judged(accepted=all_right)
