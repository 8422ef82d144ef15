"""The steps of a recording, in columns: some sixty bytes a step instead of an object.

Reads like a sequence of `Step`; those that are asked for are made on demand. What is the same
whenever an instruction runs (offset, kind, detail, span) is a row of a table, and steps that
write, decide or raise are few, so that these columns are sparse.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias, overload

from engine.trace.model import ActivationId, PlaceKind, Ref, Span, Step, StepKind, StepNo, Write

NONE: Final = -(1 << 62)
"""Stands for None among references: no recording has so many objects."""

_PLACES: Final = tuple(PlaceKind)
PLACE_NUMBER: Final = {place: number for number, place in enumerate(_PLACES)}
_CACHED: Final = 1_000_000
"""So many made steps are kept: all of an ordinary recording."""


Column: TypeAlias = "list[int] | array[int]"
"""A list while it grows, which is quicker; an array when it is done, which is smaller."""


class Row(NamedTuple):
    """What is the same for all steps of an instruction."""

    offset: int
    kind: StepKind
    detail: str
    span: Span | None


class Steps(Sequence[Step]):
    """The steps in order of their numbers. A step is added when it begins, with its operands; what
    it gave comes when it is done. Invariant: columns are as long as there are steps."""

    __slots__ = (
        "_cache", "_names", "_row_numbers", "_sorted", "_write_columns", "_write_steps",
        "activations", "dones", "exceptions", "operand_ends", "operands", "results", "row_of",
        "rows", "truths", "use_ends", "uses",
    )  # fmt: skip

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._row_numbers: dict[Row, int] = {}
        self.row_of: Column = []
        self.activations: Column = []
        self.dones: Column = []
        self.operands: Column = []
        self.operand_ends: Column = []
        self.uses: Column = []
        self.use_ends: Column = []
        self.results: Column = []
        self.truths: dict[int, bool] = {}
        self.exceptions: dict[int, Ref] = {}
        self._names: dict[str | None, int] = {None: 0}
        self._write_steps: Column = []
        self._write_columns: tuple[Column, ...] = ([], [], [], [], [])  # place, name, three refs
        self._sorted = True
        self._cache: dict[int, Step] = {}

    # -- reading ----------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.row_of)

    @overload
    def __getitem__(self, number: int) -> Step: ...
    @overload
    def __getitem__(self, number: slice) -> list[Step]: ...
    def __getitem__(self, number: int | slice) -> Step | list[Step]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        made = self._cache.get(number)
        if made is None:
            made = self._make(number)
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            self._cache[number] = made
        return made

    def __iter__(self) -> Iterator[Step]:
        return map(self.__getitem__, range(len(self)))

    def _make(self, number: int) -> Step:
        row = self.rows[self.row_of[number]]
        result = self.results[number]
        return Step(
            StepNo(number),
            StepNo(self.dones[number]),
            ActivationId(self.activations[number]),
            row.offset,
            row.kind,
            row.detail,
            row.span,
            self.operands_of(number),
            None if result == NONE else Ref(result),
            self.writes_of(number),
            self.truths.get(number),
            self.exceptions.get(number),
            self.uses_of(number),
        )

    def operands_of(self, number: int) -> tuple[Ref, ...]:
        ends = self.operand_ends
        start = ends[number - 1] if number else 0
        return tuple(map(Ref, self.operands[start : ends[number]]))

    def uses_of(self, number: int) -> tuple[StepNo, ...]:
        ends = self.use_ends
        start = ends[number - 1] if number else 0
        return tuple(map(StepNo, self.uses[start : ends[number]]))

    def writes_of(self, number: int) -> tuple[Write, ...]:
        """The writes of a step, in the order in which they happened."""
        self._sort()
        index = bisect_left(self._write_steps, number)
        found: list[Write] = []
        while index < len(self._write_steps) and self._write_steps[index] == number:
            found.append(self._write(index))
            index += 1
        return tuple(found)

    def _write(self, index: int) -> Write:
        place, name, container, key, value = (column[index] for column in self._write_columns)
        return Write(
            _PLACES[place], self._name_list()[name], *map(_optional, (container, key, value))
        )

    def _name_list(self) -> list[str | None]:
        return list(self._names)

    def written(self) -> Iterator[tuple[StepNo, Write]]:
        """All writes with their steps, in order."""
        self._sort()
        for index, number in enumerate(self._write_steps):
            yield StepNo(number), self._write(index)

    def kind(self, number: int) -> StepKind:
        """The kind of a step, without making it."""
        return self.rows[self.row_of[number]].kind

    def spans(self) -> set[Span]:
        """The places of all steps."""
        used = set(self.row_of)
        return {span for number in used if (span := self.rows[number].span) is not None}

    def numbers_of(self, *kinds: StepKind) -> Iterator[StepNo]:
        """The numbers of the steps of these kinds, ascending."""
        wanted = bytes(row.kind in kinds for row in self.rows)
        return (StepNo(n) for n, row in enumerate(self.row_of) if wanted[row])

    # -- writing ----------------------------------------------------------------------------------

    def row(self, offset: int, kind: StepKind, detail: str, span: Span | None) -> int:
        """The number of a row."""
        row = Row(offset, kind, detail, span)
        number = self._row_numbers.get(row)
        if number is None:
            number = self._row_numbers[row] = len(self.rows)
            self.rows.append(row)
        return number

    def begin(
        self, row: int, activation: int, operands: Sequence[int], uses: Sequence[int] = ()
    ) -> int:
        """Add a step that is not done yet; give its number."""
        number = len(self.row_of)
        self.row_of.append(row)
        self.activations.append(activation)
        self.operands.extend(operands)
        self.operand_ends.append(len(self.operands))
        self.uses.extend(uses)
        self.use_ends.append(len(self.uses))
        self.dones.append(-1)
        self.results.append(NONE)
        return number

    def end(self, number: int, row: int, result: int | None) -> None:
        """A step is done: with the last one that has begun."""
        self.row_of[number] = row
        self.dones[number] = len(self.row_of) - 1
        if result is not None:
            self.results[number] = result

    def add(
        self,
        row: int,
        activation: int,
        operands: Sequence[int],
        result: int | None,
        uses: Sequence[int] = (),
    ) -> int:
        """Add a step that is done at once; give its number."""
        number = len(self.row_of)
        self.row_of.append(row)
        self.activations.append(activation)
        if operands:
            self.operands.extend(operands)
        self.operand_ends.append(len(self.operands))
        if uses:
            self.uses.extend(uses)
        self.use_ends.append(len(self.uses))
        self.dones.append(number)
        self.results.append(NONE if result is None else result)
        return number

    def add_write(self, number: int, write: Write) -> None:
        """Add a write to a step."""
        self.add_place(
            number,
            PLACE_NUMBER[write.kind],
            write.name,
            NONE if write.container is None else write.container,
            NONE if write.key is None else write.key,
            NONE if write.value is None else write.value,
        )

    def add_place(
        self, number: int, place: int, name: str | None, container: int, key: int, value: int
    ) -> None:
        """The same: a number of `PLACE_NUMBER`, and `NONE` for references that are none."""
        if self._write_steps and self._write_steps[-1] > number:
            self._sorted = False
        self._write_steps.append(number)
        places, names, containers, keys, values = self._write_columns
        places.append(place)
        names.append(self._names.setdefault(name, len(self._names)))
        containers.append(container)
        keys.append(key)
        values.append(value)

    def changed_containers(self) -> set[tuple[int, int]]:
        """The steps that wrote something, each with what it wrote into."""
        return set(zip(self._write_steps, self._write_columns[2], strict=True))

    def _sort(self) -> None:
        """Writes of nested steps come before those of the steps around them: put them in order."""
        if self._sorted:
            return
        order = sorted(range(len(self._write_steps)), key=self._write_steps.__getitem__)
        self._write_steps = [self._write_steps[index] for index in order]
        self._write_columns = tuple(
            [column[index] for index in order] for column in self._write_columns
        )
        self._sorted = True
        self._cache.clear()

    def seal(self) -> None:
        """All steps are there: keep them in little space."""
        self._sort()
        for name in ("row_of", "activations", "dones", "uses"):
            setattr(self, name, array("i", getattr(self, name)))
        for name in ("operands", "operand_ends", "use_ends", "results"):
            setattr(self, name, array("q", getattr(self, name)))
        self._write_steps = array("i", self._write_steps)
        self._write_columns = tuple(array("q", column) for column in self._write_columns)

    @classmethod
    def of(cls, steps: Iterable[Step]) -> Steps:
        """Columns of steps that are there as objects."""
        found = cls()
        for step in steps:
            row = found.row(step.offset, step.kind, step.detail, step.span)
            number = found.begin(row, step.activation, step.operands, step.uses)
            found.dones[number] = step.done
            if step.result is not None:
                found.results[number] = step.result
            if step.truth is not None:
                found.truths[number] = step.truth
            if step.exception is not None:
                found.exceptions[number] = step.exception
            for write in step.writes:
                found.add_write(number, write)
        return found


def _optional(ref: int) -> Ref | None:
    return None if ref == NONE else Ref(ref)
