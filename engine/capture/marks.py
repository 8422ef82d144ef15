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


class OutOfLog(Exception):
    """The log ended in the midst of the program: the recording stopped there."""


NESTED: Final = Nested()
NULL: Final = Null("NULL")
NOTHING: Final = Null("nothing")

MARKS: Final = frozenset((*ENTRY_TYPES, End))
"""Exact types of log entries that are no raw value."""
