"""Records verified again, each from itself alone, in parallel, in the order of the lines."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field

from engine.capture.pool import processors
from engine.dataset.build_work import own_confirmer
from engine.dataset.rows import Line
from engine.dataset.workers import Died, in_order
from engine.errors import UsageError
from engine.synthesis.checking import Fault, Part, faults
from engine.synthesis.record import record_from_line
from engine.synthesis.teachers.judging import Judging


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What was found of one record."""

    line: int
    direction: str = ""  #: "" for what is no record
    faults: tuple[Fault, ...] = field(default=())

    def to_json(self) -> dict[str, object]:
        """Part of the schema ``stepwitness.records/1`` of docs/cli.md."""
        return {
            "line": self.line,
            "direction": self.direction,
            "faults": [{"part": each.part.value, "why": each.why} for each in self.faults],
        }


def recheck_line(line: Line) -> Rechecked:
    """Verify the record on a line."""
    try:
        record = record_from_line(line.text)
    except UsageError as error:
        return Rechecked(line.number, "", (Fault(Part.FORM, error.message),))
    try:
        found = faults(record, Judging(confirmer=own_confirmer()))
    except Exception as error:  # noqa: BLE001  # told as the record's result; the others go on
        told = f"stepwitness failed on it: {type(error).__name__}: {error}"
        found = [Fault(Part.UNDECIDED, told)]
    return Rechecked(line.number, record.direction.value, tuple(found))


def recheck_lines(
    lines: Iterable[Line], workers: int | None = None
) -> Generator[Rechecked, None, None]:
    """`recheck_line` for all lines, in order. However the iteration ends, all processes end."""
    count = processors() if workers is None else workers
    with closing(in_order(recheck_line, lines, count)) as results:
        for line, result in results:
            if isinstance(result, Died):
                told = "the process that judged it was killed, for want of memory most likely"
                yield Rechecked(line.number, "", (Fault(Part.UNDECIDED, told),))
            else:
                yield result
