"""Rows of a JSONL file, one at a time: a row that cannot be used says nothing of the others."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import ErrorCode, UsageError
from engine.program import Program, Row, decode, read_bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a JSONL file, unread: its number from 1, and its text without the line end."""

    number: int
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of number and text: what makes this row this row."""
        return hashlib.sha256(f"{self.number}\n{self.text}".encode()).hexdigest()


def read_lines(path: Path | str) -> list[Line]:
    """The lines of a file that are not blank; raises `UsageError`, also where there are none."""
    # At LF only: JSON strings may hold U+2028 and other "line ends" of str.splitlines.
    texts = decode(read_bytes(Path(path)), str(path)).removeprefix("\ufeff").split("\n")
    lines = [Line(number, text) for number, text in enumerate(texts, start=1) if text.strip()]
    if not lines:
        raise UsageError(
            ErrorCode.BAD_ROW,
            "The file holds no rows",
            where=str(path),
            remedy='Each line is a JSON object with "code" and "input", both text.',
        )
    return lines


def row_of(line: Line, where: str = "") -> Row:
    """The row that a line holds; raises `UsageError`, naming ``where`` (default: the line)."""
    place = where or f"line {line.number}"
    try:
        fields = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        raise _bad_row(f"The row is not JSON ({error})", place) from error
    if not isinstance(fields, dict):
        raise _bad_row("The row is JSON, but not an object", place)
    output = fields.get("output")
    if output is not None and not isinstance(output, str):
        raise _bad_row(f'The field "output" is a {type(output).__name__}, not text', place)
    program = Program.from_row(fields, place)
    identity = fields.get("id")
    if isinstance(identity, str):
        program = replace(program, name=identity)
    return Row(line.number, program, output, fields)


def row_at(path: Path | str, number: int) -> Row:
    """The row on line ``number`` of a file; raises `UsageError`."""
    lines = read_lines(path)
    for line in lines:
        if line.number == number:
            return row_of(line, f"{path}, line {number}")
    raise UsageError(
        ErrorCode.BAD_ROW,
        f"There is no row on line {number}",
        where=str(path),
        remedy=f"Its rows are on lines {lines[0].number} to {lines[-1].number}.",
        data={"line": number, "last": lines[-1].number},
    )


def _bad_row(what: str, where: str) -> UsageError:
    return UsageError(
        ErrorCode.BAD_ROW,
        what,
        where=where,
        remedy='A row is a JSON object with "code" and "input", both text.',
        data={"place": where},
    )
