"""An error for a reader (one line on standard error) and as a JSON object."""

from __future__ import annotations

import json
from typing import Final

from engine.errors import ExitCode
from engine.report.terminal import visible

SCHEMA: Final = "stepwitness.error/1"


def line_of(message: str) -> str:
    """``error: …``, in one line whatever the message holds."""
    return f"error: {' '.join(visible(message).split())}"


def to_json(code: str, message: str, exit_code: ExitCode, data: object = None) -> str:
    """The schema ``stepwitness.error/1`` of docs/cli.md, as text."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "code": code,
            "message": message,
            "exit_code": int(exit_code),
            "data": {} if data is None else data,
        }
    )
