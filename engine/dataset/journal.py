"""Journals: what is done, on disk, so that a run that ended anyhow goes on where it was.

Invariant: an entry counts only if it is whole: its line has the SHA-256 of its content. A line that
was cut off (a kill, a full disk) or damaged is dropped when the journal is opened, and what it said
is done again. The order of entries is that in which they were added, and means nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import IO, Final, Self

from engine.errors import ErrorCode, UsageError
from engine.program import read_bytes

SYNC_EVERY: Final = 64
"""Entries after which the disk is waited for: so much is done again after a power cut at most. A
kill of the process alone loses none."""


class Journal:
    """Entries by key in a file of JSONL. Raises `UsageError` where it cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self.path: Final = path
        self.entries: Final[dict[str, object]] = {}
        self.damaged = 0  #: lines that were dropped
        self._unsynced = 0
        lines = self._read() if path.exists() else []
        try:
            if self.damaged:
                write_whole(path, b"".join(lines))
            self._file: IO[bytes] = path.open("ab")
        except OSError as error:
            raise unwritable(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, key: str, item: object) -> None:
        """Write an entry; a kill of this process does not undo it."""
        text = json.dumps([key, item], sort_keys=True)
        line = json.dumps({"sum": hashlib.sha256(text.encode()).hexdigest(), "entry": [key, item]})
        try:
            self._file.write(line.encode("ascii") + b"\n")
            self._file.flush()
            self._unsynced += 1
            if self._unsynced >= SYNC_EVERY:
                self.sync()
        except OSError as error:
            raise unwritable(self.path, error) from error
        self.entries[key] = item

    def sync(self) -> None:
        """Wait until the disk has everything."""
        os.fsync(self._file.fileno())
        self._unsynced = 0

    def close(self) -> None:
        """Wait for the disk, and close."""
        if self._file.closed:
            return
        try:
            with self._file:
                self.sync()
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _read(self) -> list[bytes]:
        """Take in what the file holds; its whole lines."""
        whole: list[bytes] = []
        for line in read_bytes(self.path).splitlines(keepends=True):
            entry = _entry(line)
            if entry is None:
                self.damaged += 1
                continue
            whole.append(line)
            self.entries[entry[0]] = entry[1]
        return whole


def _entry(line: bytes) -> tuple[str, object] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        form = json.loads(line)
        key, item = form["entry"]
        text = json.dumps([key, item], sort_keys=True)
        if form["sum"] != hashlib.sha256(text.encode()).hexdigest() or not isinstance(key, str):
            return None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return key, item


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that, whenever it ends, the old or the new content is there, whole; raises
    `OSError`."""
    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def unwritable(path: Path, error: OSError) -> UsageError:
    """The error of a file that cannot be written."""
    return UsageError(
        ErrorCode.UNREADABLE_FILE,
        f"`{path}` cannot be written: {error.strerror}",
        remedy="Make room or give another folder; the same command goes on where this one ended.",
        data={"path": str(path)},
    )
