"""The parts that stored recordings are made of, read with every check; and packed columns.

A column of numbers is written as the Base64 text of its 32-bit integers, the low byte first: that
is smaller than a list in JSON, and a million of them are read at once.
"""

from __future__ import annotations

import base64
import binascii
import sys
from array import array
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from engine.trace.model import LineNo, Span

T = TypeVar("T")


class DamagedError(ValueError):
    """Something in the bytes is not what it has to be."""


def read_record(form: object) -> dict[str, Any]:
    if not isinstance(form, dict):
        raise DamagedError("an object is wanted")
    return form


def read_list(form: object) -> list[Any]:
    if not isinstance(form, list):
        raise DamagedError("a list is wanted")
    return form


def read_row(form: object, size: int) -> list[Any]:
    row = read_list(form)
    if len(row) != size:
        raise DamagedError(f"a row of {size} is wanted")
    return row


def read_text(form: object) -> str:
    if not isinstance(form, str):
        raise DamagedError("text is wanted")
    return form


def read_truth(form: object) -> bool:
    if not isinstance(form, bool):
        raise DamagedError("true or false is wanted")
    return form


def read_natural(form: object) -> int:
    if type(form) is not int or form < 0:
        raise DamagedError("a number from 0 is wanted")
    return form


def read_below(form: object, size: int) -> int:
    number = read_natural(form)
    if number >= size:
        raise DamagedError("a number is out of range")
    return number


def read_optional(read: Callable[[object], T], form: object) -> T | None:
    return None if form is None else read(form)


def read_span(form: object) -> Span:
    line, column, end_line, end_column = (read_natural(each) for each in read_row(form, 4))
    return Span(LineNo(line), column, LineNo(end_line), end_column)


# -- columns ------------------------------------------------------------------------------------


def packed(numbers: Iterable[int]) -> str:
    """A column as text."""
    column = numbers if isinstance(numbers, array) else array("i", numbers)
    return base64.b64encode(_little(column).tobytes()).decode("ascii")


def unpacked(form: object) -> array[int]:
    """The column that a text was made of; raises `DamagedError`."""
    try:
        content = base64.b64decode(read_text(form).encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise DamagedError("a column is Base64") from error
    column = array("i")
    if len(content) % column.itemsize:
        raise DamagedError("a column is of whole numbers")
    column.frombytes(content)
    return _little(column)


def _little(column: array[int]) -> array[int]:
    """The same with the bytes of its numbers in the order of files, or back from that."""
    if column.itemsize != 4:
        raise DamagedError("numbers of this machine have another size")
    if sys.byteorder == "little":
        return column
    turned = array("i", column)
    turned.byteswap()
    return turned
