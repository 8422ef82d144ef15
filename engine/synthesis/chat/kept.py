"""Every exchange with a model, kept in files under its content.

So a run can be repeated without a network, and nothing is paid for twice. Invariant: a file is
there as a whole or not at all, and holds the request whose digest is its name."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engine.errors import ErrorCode, UsageError
from engine.synthesis.chat.exchange import Reply, Request, canonical, reply_from_json

_FORM: Final = "stepwitness-exchange/1"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that whoever looks finds all of it, or what was there before."""
    part = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())  # the rename must not come to the disk before the text
    part.replace(path)


class Exchanges:
    """The exchanges in a folder, apart for each protocol; made where there is none."""

    def __init__(self, folder: Path, protocol: str) -> None:
        self.folder = folder / protocol
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(self.folder, error) from error

    def get(self, request: Request) -> Reply | None:
        """The kept reply; raises `UsageError` for a damaged file."""
        path = self._path(request.key)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise self._unusable(path, error) from error
        try:
            form = json.loads(text)
            if form["form"] != _FORM or form["request"] != request.to_json():
                raise ValueError("it holds another request")
            return reply_from_json(form["reply"])
        except (ValueError, KeyError, TypeError) as error:
            raise self._unusable(path, error) from error

    def put(self, request: Request, reply: Reply) -> None:
        """Keep a reply. What is there under the same key is left as it is: the first one counts."""
        path = self._path(request.key)
        form = {"form": _FORM, "request": request.to_json(), "reply": reply.to_json()}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                write_whole(path, canonical(form) + "\n")
        except OSError as error:
            raise self._unusable(path, error) from error

    def has(self, key: str) -> bool:
        """Whether there is a kept reply under a key, damaged or not."""
        return self._path(key).exists()

    def keys(self) -> Iterator[str]:
        """The keys of all requests that have a kept reply, in order."""
        for path in sorted(self.folder.glob("??/*.json")):
            yield path.stem

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def _unusable(self, path: Path, error: Exception) -> UsageError:
        return UsageError(
            ErrorCode.BAD_EXCHANGE,
            f"A kept exchange cannot be used ({error})",
            where=str(path),
            remedy="Remove the file to ask the model again, or name another folder.",
        )
