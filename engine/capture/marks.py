"""What the decoder meets in the log besides raw values, and signals between its parts."""

from __future__ import annotations

from typing import Final

from engine.capture.log import ENTRY_TYPES


class End:
    """The log's last entry, added by the decoder."""

    __slots__ = ()


class Nested:
    """Given instead of a log entry: traced code began, its frame runs first; ask again then."""

    __slots__ = ()


class Null:
    """A stack slot that holds no object of the program."""

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        self.what = what


class InnerCell:
    """What a local slot holds while it is the cell of an inlined comprehension's variable."""

    __slots__ = ("cell",)

    def __init__(self, cell: object) -> None:
        self.cell = cell


class OutOfLog(Exception):
    """The log ended in the midst of the program: the recording stopped there."""


NESTED: Final = Nested()
NULL: Final = Null("NULL")
NOTHING: Final = Null("nothing")

MARK_IDS: Final = frozenset(map(id, (*ENTRY_TYPES, End)))
"""Ids of the exact types of log entries that are no raw value. (By id: a metaclass of the program
may define ``__hash__``, and the log holds objects of its classes.)"""
