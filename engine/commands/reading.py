"""Programs and narrations: from files, from rows of JSONL files and from standard input."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engine.commands.options import bad_option
from engine.dataset.rows import row_at
from engine.errors import ErrorCode, UsageError
from engine.program import Program, Row, decode, read_bytes

_ROW: Final = re.compile(r"(?P<path>.+):(?P<line>[0-9]{1,9})")


def row_named(place: str) -> Row | None:
    """The row that ``rows.jsonl:LINE`` names, where no file has that name; raises `UsageError`."""
    row = _ROW.fullmatch(place)
    if row is None or Path(place).exists():
        return None
    return row_at(row["path"], int(row["line"]))


def read_program(
    place: str, call: str | None, entry: str | None, stdin_file: Path | None
) -> Program:
    """The program that the arguments name; raises `UsageError`."""
    stdin = None
    if stdin_file is not None:
        stdin = decode(read_bytes(stdin_file), str(stdin_file))
    if place == "-":
        with _standard_input() as stream:
            return Program.from_stdin(stream, entry, call or "", stdin or "")
    row = row_named(place)
    if row is None:
        return Program.from_file(place, entry, call or "", stdin or "")
    there = row.program
    return Program.from_text(
        there.source,
        there.entry if entry is None else entry,
        there.call if call is None else call,
        there.stdin if stdin is None else stdin,
        place,
    )


def read_both(
    place: str, narration: str, call: str | None, entry: str | None, stdin_file: Path | None
) -> tuple[Program, str]:
    """The program and the narration's text; raises `UsageError`."""
    if place == narration == "-":
        raise bad_option("Program and narration cannot both come from standard input")
    program = read_program(place, call, entry, stdin_file)
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
