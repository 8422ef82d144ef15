"""Records verified again, each from itself alone, in parallel, in the order of the lines."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice

from engine.capture.pool import processors
from engine.dataset.build_work import own_confirmer
from engine.dataset.rows import Line
from engine.dataset.workers import Died, in_order
from engine.errors import UsageError
from engine.search.writing import BRIEF
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
    return recheck((line,))[0]


def recheck(lines: tuple[Line, ...]) -> list[Rechecked]:
    """Verify the records on these lines. What several of them speak of is recorded once."""
    brief = Judging(confirmer=own_confirmer(), effort=BRIEF)
    return [_recheck(line, brief) for line in lines]


def _recheck(line: Line, brief: Judging) -> Rechecked:
    try:
        record = record_from_line(line.text)
    except UsageError as error:
        return Rechecked(line.number, "", (Fault(Part.FORM, error.message),))
    try:
        # What holds by little work does by more; what does not has to be looked at again.
        found = faults(record, brief)
        if found:
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
    # Both records of a call stand beside each other in what `build` writes.
    with closing(in_order(recheck, _portions(lines, 2), count)) as results:
        for portion, found in results:
            if not isinstance(found, Died):
                yield from found
            elif len(portion) == 1:
                yield _died(portion[0])
            else:
                yield from _one_by_one(portion)


def _one_by_one(lines: tuple[Line, ...]) -> Generator[Rechecked, None, None]:
    """Those of which one ended the process, each in one of its own."""
    for line in lines:
        with closing(in_order(recheck_line, (line,), 1)) as results:
            for _, found in results:
                yield _died(line) if isinstance(found, Died) else found


def _died(line: Line) -> Rechecked:
    told = "the process that judged it was killed, for want of memory most likely"
    return Rechecked(line.number, "", (Fault(Part.UNDECIDED, told),))


def _portions(lines: Iterable[Line], size: int) -> Iterator[tuple[Line, ...]]:
    rest = iter(lines)
    while portion := tuple(islice(rest, size)):
        yield portion
