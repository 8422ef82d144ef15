"""JSON on standard output, and files that a command writes."""

from __future__ import annotations

import json
from pathlib import Path

from engine.errors import ErrorCode, UsageError


def json_text(form: object) -> str:
    """In ASCII, and without the numbers that JSON does not have."""
    return json.dumps(form, allow_nan=False)


def print_json(form: object) -> None:
    print(json_text(form))


def write_text(path: Path, text: str) -> None:
    """Write the text and a line end; raises `UsageError`."""
    try:
        path.write_text(f"{text}\n", encoding="ascii")
    except OSError as error:
        raise UsageError(
            ErrorCode.UNREADABLE_FILE,
            f"`{path}` cannot be written: {error.strerror}",
            remedy="Give a file in a folder that you may write to.",
            data={"path": str(path)},
        ) from error
