"""Source positions of bytecode as CPython keeps them (``Objects/locations.md`` of its source)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

Position: TypeAlias = tuple[int | None, int | None, int | None, int | None]
"""Line, end line, column, end column, as `types.CodeType.co_positions` gives them."""

NOWHERE: Final[Position] = (None, None, None, None)

_LONGEST: Final = 8
"""Code units that one entry can stand for."""

_LONG, _NO_COLUMNS, _NONE = 14, 13, 15


def encode_positions(positions: Iterable[tuple[Position, int]], first_line: int) -> bytes:
    """A `co_linetable` from the positions of the instructions, each with its size in code units."""
    table = bytearray()
    line_before = first_line
    runs: list[tuple[Position, int]] = []
    for position, size in positions:
        if runs and runs[-1][0] == position:
            runs[-1] = (position, runs[-1][1] + size)
        else:
            runs.append((position, size))
    for (line, end_line, column, end_column), size in runs:
        left = size
        while left:
            units = min(left, _LONGEST)
            left -= units
            if line is None:
                table.append(0x80 | _NONE << 3 | units - 1)
                continue
            delta, line_before = line - line_before, line
            signed = -delta << 1 | 1 if delta < 0 else delta << 1
            if column is None or end_column is None or end_line is None:
                table.append(0x80 | _NO_COLUMNS << 3 | units - 1)
                _add_number(table, signed)
                continue
            table.append(0x80 | _LONG << 3 | units - 1)
            for number in (signed, end_line - line, column + 1, end_column + 1):
                _add_number(table, number)
    return bytes(table)


def _add_number(table: bytearray, number: int) -> None:
    while number >= 64:
        table.append(0x40 | number & 63)
        number >>= 6
    table.append(number)
