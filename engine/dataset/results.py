"""Results on disk: a JSONL file that grows with every row, so that a second run goes on where
the first one ended.

Invariant: what is done is a fact of the file. A result counts by the digest of everything that
it depends on (`Work.key`); a last line that was cut off in the middle is dropped and done again.
A file holds results of one kind of work.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Final, Generic, Protocol, Self, TypeVar

from engine.dataset.batch import RowOutcome, RowResult
from engine.errors import ErrorCode, UsageError
from engine.program import decode, read_bytes


class Result(Protocol):
    """A result that can be kept."""

    def to_json(self) -> dict[str, object]: ...


R = TypeVar("R", bound=Result)


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """What a file holds: the schema of its lines, and how one is read (None: it is none)."""

    schema: str
    read: Callable[[dict[str, object]], R | None]


_FIELDS: Final = {field.name for field in fields(RowResult)}


class ResultFile(Generic[R]):
    """The results of a batch in a file; made where there is none, continued where there is one.

    Raises `UsageError` for a file that holds anything but results: it is not overwritten."""

    def __init__(self, path: Path, kind: Kind[R]) -> None:
        self.path = path
        self.kind = kind
        self.known: dict[str, R] = {}
        whole = self._read() if path.exists() else 0
        try:
            self._file: IO[bytes] = path.open("ab")
            self._file.truncate(whole)
        except OSError as error:
            raise _unwritable(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, key: str, result: R) -> None:
        """Write one result; it is on disk's way when this returns."""
        self.known[key] = result
        form = {"schema": self.kind.schema, "key": key, **result.to_json()}
        try:
            self._file.write(json.dumps(form).encode("ascii") + b"\n")
            self._file.flush()
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def _read(self) -> int:
        """Take in what the file holds; the length of its whole lines in bytes."""
        content = read_bytes(self.path)
        whole = content.rfind(b"\n") + 1
        lines = decode(content[:whole], str(self.path)).split("\n")[:-1]
        if not lines and content and not content.startswith(b'{"schema'):
            raise self._foreign(1)
        for number, text in enumerate(lines, start=1):
            try:
                form = json.loads(text)
            except (ValueError, RecursionError) as error:
                raise self._foreign(number) from error
            if not isinstance(form, dict) or form.pop("schema", None) != self.kind.schema:
                raise self._foreign(number)
            key = form.pop("key", None)
            result = self.kind.read(form)
            if not isinstance(key, str) or result is None:
                raise self._foreign(number)
            self.known[key] = result
        return whole

    def _foreign(self, number: int) -> UsageError:
        return UsageError(
            ErrorCode.BAD_ROW,
            "The line is no result of this version, so the file is not added to",
            where=f"{self.path}, line {number}",
            remedy="Give the results a file of their own.",
            data={"line": number},
        )


def _result(form: dict[str, object]) -> RowResult | None:
    if set(form) != _FIELDS:
        return None
    line, claims, steps = form["line"], form["claims"], form["steps"]
    texts = [form[name] for name in ("name", "detail", "code", "narration")]
    if not (isinstance(line, int) and isinstance(claims, int) and isinstance(steps, int)):
        return None
    name, detail, code, narration = (text if isinstance(text, str) else None for text in texts)
    if name is None or detail is None or code is None or narration is None:
        return None
    try:
        outcome = RowOutcome(form["outcome"])
    except ValueError:
        return None
    return RowResult(line, name, outcome, detail, code, claims, steps, narration)


ROWS: Final = Kind("stepwitness.row/1", _result)
"""Results of `verify --all`."""


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        ErrorCode.UNREADABLE_FILE,
        f"`{path}` cannot be written: {error.strerror}",
        remedy="Give a file in a folder that you may write to.",
        data={"path": str(path)},
    )
