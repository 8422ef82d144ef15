"""What is the same for all recordings of a program, done once in a process.

A program is compiled and rewritten, and its code is read for the decoder, when it is first
recorded. All of that depends on its source alone, so it is kept for the next recording, which may
be of another call. Invariant: nothing that is kept leads to an object of a run.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from itertools import count
from types import CodeType
from typing import Final

from engine.capture.instrument import rewrite
from engine.capture.known_code import KnownCode

_MOST_PROGRAMS: Final = 64
_MOST_TEXT: Final = 64_000
"""Characters of all sources together. What is kept takes some 700 bytes for each of them."""


class Prepared:
    """A program that is compiled and rewritten. Raises `RewriteRefused` where it cannot be."""

    def __init__(self, source: str, code: CodeType) -> None:
        self.source: Final = source
        self.rewriting: Final = rewrite(code, count().__next__)

    @cached_property
    def known(self) -> KnownCode:
        """Its code objects, as the decoder reads them."""
        infos = {info.id: info for info in self.rewriting.all_infos()}
        codes = {number: info.original for number, info in infos.items()}
        blocks = {number: info.blocks for number, info in infos.items()}
        return KnownCode(codes, blocks, self.source)


class Kept:
    """The programs that were recorded last."""

    def __init__(self, most: int = _MOST_PROGRAMS, text: int = _MOST_TEXT) -> None:
        self._most = most
        self._text = text
        self._programs: OrderedDict[str, Prepared] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._programs)

    def clear(self) -> None:
        """Keep none."""
        self._programs.clear()
        self._size = 0

    def get(
        self, source: str, compiled: Callable[[], CodeType], quiet: Callable[[], bool]
    ) -> Prepared:
        """The program, ready to be recorded. One whose compilation was not ``quiet`` is not kept:
        it prints its warnings each time."""
        found = self._programs.get(source)
        if found is None:
            found = Prepared(source, compiled())
            if quiet():
                self._keep(found)
        else:
            self._programs.move_to_end(source)
        return found

    def _keep(self, program: Prepared) -> None:
        self._programs[program.source] = program
        self._size += len(program.source)
        while len(self._programs) > self._most or self._size > self._text:
            source, _ = self._programs.popitem(last=False)
            self._size -= len(source)


KEPT: Final = Kept()
