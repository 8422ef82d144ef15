"""What the scripts have in common: the rows to measure, giving up, and where it was measured."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Final, NoReturn

from engine.errors import StepwitnessError
from engine.program import Row, read_rows

ROOT: Final = Path(__file__).resolve().parents[1]


def give_up(sentence: str) -> NoReturn:
    """One sentence on standard error, and exit code 2."""
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


def rows_of(data: Path | None, count: int | None) -> list[Row]:
    """The first ``count`` rows of the file (all without it); gives up where there are none."""
    if data is None:
        give_up('Give --data FILE, a JSONL file of programs: {"code": …, "input": …} on each line.')
    try:
        rows = read_rows(data)
    except StepwitnessError as error:
        give_up(" ".join(str(error).split()))
    if not rows:
        give_up(f"There is no row in {data}.")
    return rows[:count]


def provenance() -> dict[str, object]:
    """What a report says of where it was measured."""
    return {
        "commit": commit(),
        "python": platform.python_version(),
        "machine": {"architecture": platform.machine(), "cores": os.cpu_count()},
    }


def commit() -> str:
    """The commit that was measured, with ``+`` where files differ from it; "" outside of git."""

    def git(*command: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *command], capture_output=True, text=True, check=False
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    try:
        head = git("rev-parse", "HEAD")
        return head + ("+" if head and git("status", "--porcelain") else "")
    except OSError:
        return ""
