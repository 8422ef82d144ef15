"""Where the paths of two runs of a program part, as one of its activations sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.trace.model import StepNo
from engine.trace.statements import Statement

WHY: Final = "differs between runs"
"""What every refusal begins with."""


class UndeterminedError(LookupError):
    """What is asked about is not the same in every run of the program; the text says what."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{WHY}: {what}")


@dataclass(frozen=True, slots=True)
class Parting:
    """An activation that other runs leave at step ``since``, while ``running`` ran in it (None:
    nothing yet, or it is not known)."""

    since: StepNo
    running: Statement | None

    def settle(self, last: int) -> None:
        """Raises if what ends at ``last`` is not over before the paths part."""
        if last >= self.since:
            raise UndeterminedError(f"from step {self.since} on other runs go another way")

    def refuse_more(self, statements: Iterable[Statement], last: int) -> None:
        """Raises if one of the statements may begin once more after the paths have parted, in an
        interval that ends at ``last``."""
        if last >= self.since and any(map(self._may_run, statements)):
            self.settle(last)

    def refuse_entries(self, loop: Statement, last: int) -> None:
        """As `refuse_more`, for further entries of a loop."""
        inside = self.running is not None and loop in (self.running, *self.running.loops())
        may = self._shares_a_loop(loop) if inside else self._may_run(loop)
        if last >= self.since and may:
            self.settle(last)

    def _may_run(self, statement: Statement) -> bool:
        """Control goes forwards in the source, and back only to the header of a loop around."""
        if self.running is None or self._shares_a_loop(statement):
            return True
        if statement in self._loops():
            return True
        return statement is not self.running and statement.start >= self.running.start

    def _shares_a_loop(self, statement: Statement) -> bool:
        return any(loop in self._loops() for loop in statement.loops())

    def _loops(self) -> tuple[Statement, ...]:
        here = self.running
        if here is None:
            return ()
        return (*here.loops(), here) if here.is_loop else here.loops()
