"""The steps of a recording, in columns: some ten bytes a step instead of an object.

Reads like a sequence of `Step`; those that are asked for are made on demand. What is the same
whenever an instruction runs (offset, kind, detail, span) is a row of a table. What is the same
nearly always is a *form* of a row: how far back the steps lie that made its operands, which way
a branch went, that a name is bound to what was on the stack. So a step is a form and a result,
and few have more: operands that come from elsewhere, writes, exceptions, steps within.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias, overload

from engine.trace.model import ActivationId, PlaceKind, Ref, Span, Step, StepKind, StepNo, Write

NONE: Final = -(1 << 31)
"""Stands for None among references: no recording has so many objects."""

_PLACES: Final = tuple(PlaceKind)
PLACE_NUMBER: Final = {place: number for number, place in enumerate(_PLACES)}
_CACHED: Final = 1_000_000
"""So many made steps are kept: all of an ordinary recording."""

_FEW: Final = 10_000
"""Columns of fewer steps take little space as they are."""

NEAR: Final = 64
"""So many steps back operands are found by their distance. What is further away each time (the
iterator of a loop, from pass to pass) would make a form for every step."""


Column: TypeAlias = "list[int] | array[int]"
"""A list while it grows, which is quicker; an array when it is done, which is smaller."""

Distances: TypeAlias = tuple[int, ...]


class Row(NamedTuple):
    """What is the same for all steps of an instruction."""

    offset: int
    kind: StepKind
    detail: str
    span: Span | None


class Form(NamedTuple):
    """A row, and what else is the same for many steps of its instruction.

    ``operands`` says where step n finds each of its operands: d > 0, it is the result of step
    n - d; d < 0, the last operand of step n + d (the object whose method that step loaded). Where
    they are None, they stand in the columns of what is far, and so do the steps that were used."""

    row: int
    operands: Distances | None = ()
    uses: Distances | None = ()  #: how many steps back the steps lie whose results were used
    truth: bool | None = None
    stores: bool = False  #: whether it binds the local name that it speaks of to its operand


class Tables:
    """Rows and forms by number. They are added to, never changed: so all recordings of a program
    may have the same ones, and what one of them found is there for the next."""

    __slots__ = ("_far", "_form_numbers", "_plain", "_row_numbers", "forms", "rows")

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.forms: list[Form] = []
        self._row_numbers: dict[Row, int] = {}
        self._form_numbers: dict[Form, int] = {}
        self._plain: list[int] = []  # the form of each row that has no operands
        self._far: list[int] = []  # and with operands that are far

    def row(self, offset: int, kind: StepKind, detail: str, span: Span | None) -> int:
        """The number of a row."""
        row = Row(offset, kind, detail, span)
        number = self._row_numbers.get(row)
        if number is None:
            number = self._row_numbers[row] = len(self.rows)
            self.rows.append(row)
            self._plain.append(-1)
            self._far.append(-1)
        return number

    def form(self, form: Form) -> int:
        """The number of a form."""
        number = self._form_numbers.get(form)
        if number is None:
            number = self._form_numbers[form] = len(self.forms)
            self.forms.append(form)
        return number

    def plain(self, row: int) -> int:
        """The form of a row whose steps use nothing."""
        found = self._plain[row]
        if found < 0:
            found = self._plain[row] = self.form(Form(row))
        return found

    def far(self, row: int, truth: bool | None = None, *, stores: bool = False) -> int:
        """The form of a row whose steps have their operands in the columns for that."""
        if truth is None and not stores:
            found = self._far[row]
            if found < 0:
                found = self._far[row] = self.form(Form(row, None, None))
            return found
        return self.form(Form(row, None, None, truth, stores))


class Steps(Sequence[Step]):
    """The steps in order of their numbers. A step is added when it begins, with its operands; what
    it gave comes when it is done. Invariant: `form_of` and `results` are as long as there are
    steps; all else is sparse."""

    __slots__ = (
        "_activation", "_cache", "_names", "_sorted", "exceptions", "far", "far_operand_ends",
        "far_operands", "far_use_ends", "far_uses", "form_of", "forms", "later", "results", "rows",
        "tables", "turn_activations", "turns", "write_columns", "write_steps",
    )  # fmt: skip

    def __init__(self, tables: Tables | None = None) -> None:
        """No steps yet; ``tables`` may be those of other steps."""
        self.tables: Final = Tables() if tables is None else tables
        self.rows: Final = self.tables.rows
        self.forms: Final = self.tables.forms
        self.form_of: Column = []
        self.results: Column = []
        self.later: dict[int, int] = {}  #: when the steps were done within which others began
        self.turns: Column = []  #: steps at which another activation begins or goes on …
        self.turn_activations: Column = []  #: … and which
        self._activation = -1
        self.far: Column = []  #: steps whose operands are in the next columns
        self.far_operands: Column = []
        self.far_operand_ends: Column = []
        self.far_uses: Column = []
        self.far_use_ends: Column = []
        self.exceptions: dict[int, Ref] = {}
        self._names: dict[str | None, int] = {None: 0}
        self.write_steps: Column = []
        self.write_columns: tuple[Column, ...] = ([], [], [], [], [])  #: place, name, three refs
        self._sorted = True
        self._cache: dict[int, Step] = {}

    # -- reading ----------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.form_of)

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
        form = self.forms[self.form_of[number]]
        row = self.rows[form.row]
        result = self.results[number]
        return Step(
            StepNo(number),
            StepNo(self.done_of(number)),
            ActivationId(self.activation_of(number)),
            row.offset,
            row.kind,
            row.detail,
            row.span,
            self.operands_of(number),
            None if result == NONE else Ref(result),
            self.writes_of(number),
            form.truth,
            self.exceptions.get(number),
            self.uses_of(number),
        )

    def row_at(self, number: int) -> Row:
        """What is the same for all steps of a step's instruction."""
        return self.rows[self.forms[self.form_of[number]].row]

    def kind(self, number: int) -> StepKind:
        """The kind of a step, without making it."""
        return self.row_at(number).kind

    def truth_of(self, number: int) -> bool | None:
        return self.forms[self.form_of[number]].truth

    def done_of(self, number: int) -> int:
        """The last step that began within a step; itself, where none did."""
        return self.later.get(number, number)

    def activation_of(self, number: int) -> int:
        return self.turn_activations[bisect_right(self.turns, number) - 1]

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Steps of one activation that follow each other: it, the first, the one behind them."""
        ends = iter(self.turns)
        next(ends, None)
        for first, activation in zip(self.turns, self.turn_activations, strict=True):
            yield activation, first, next(ends, len(self))

    def operands_of(self, number: int) -> tuple[Ref, ...]:
        operands = self.forms[self.form_of[number]].operands
        if operands is None:
            index = bisect_left(self.far, number)
            start = self.far_operand_ends[index - 1] if index else 0
            return tuple(map(Ref, self.far_operands[start : self.far_operand_ends[index]]))
        results = self.results
        return tuple(
            [
                Ref(results[number - d]) if d > 0 else self.operands_of(number + d)[-1]
                for d in operands
            ]
        )

    def uses_of(self, number: int) -> tuple[StepNo, ...]:
        uses = self.forms[self.form_of[number]].uses
        if uses is None:
            index = bisect_left(self.far, number)
            start = self.far_use_ends[index - 1] if index else 0
            return tuple(map(StepNo, self.far_uses[start : self.far_use_ends[index]]))
        return tuple([StepNo(number - d) for d in uses])

    def writes_of(self, number: int) -> tuple[Write, ...]:
        """The writes of a step, in the order in which they happened."""
        form = self.forms[self.form_of[number]]
        if not self._sorted:
            self._sort()
        write_steps = self.write_steps
        index = bisect_left(write_steps, number)
        further = index < len(write_steps) and write_steps[index] == number
        if not (form.stores or further):
            return ()
        found: list[Write] = []
        if form.stores:
            found.append(
                Write(
                    PlaceKind.LOCAL, self.rows[form.row].detail, value=self.operands_of(number)[0]
                )
            )
        while index < len(write_steps) and write_steps[index] == number:
            found.append(self._write(index))
            index += 1
        return tuple(found)

    def _write(self, index: int) -> Write:
        place, name, container, key, value = (column[index] for column in self.write_columns)
        return Write(_PLACES[place], self.names()[name], *map(_optional, (container, key, value)))

    def names(self) -> list[str | None]:
        """The names in the columns of writes, by number."""
        return list(self._names)

    def spans(self) -> set[Span]:
        """The places of all steps."""
        rows = {self.forms[number].row for number in set(self.form_of)}
        return {span for number in rows if (span := self.rows[number].span) is not None}

    def numbers_of(self, *kinds: StepKind) -> Iterator[StepNo]:
        """The numbers of the steps of these kinds, ascending."""
        wanted = {
            number for number, form in enumerate(self.forms) if self.rows[form.row].kind in kinds
        }
        return (StepNo(number) for number, form in enumerate(self.form_of) if form in wanted)

    # -- writing ----------------------------------------------------------------------------------

    def turn(self, activation: int) -> None:
        """The steps that are added next are of this activation."""
        if activation == self._activation:
            return
        self._activation = activation
        if self.turns and self.turns[-1] == len(self.form_of):
            self.turns.pop()
            self.turn_activations.pop()
            if self.turn_activations and self.turn_activations[-1] == activation:
                return
        self.turns.append(len(self.form_of))
        self.turn_activations.append(activation)

    def begun_in(self, activation: int) -> int | None:
        """The newest step, if it was added for this activation."""
        last = len(self.form_of) - 1
        if activation != self._activation or not self.turns or self.turns[-1] > last:
            return None
        return last

    def begin(
        self, row: int, activation: int, operands: Sequence[int], uses: Sequence[int] = ()
    ) -> int:
        """Add a step that is not done yet; give its number."""
        return self.add(row, activation, operands, None, uses)

    def end(self, number: int, row: int, result: int | None) -> None:
        """A step is done: with the last one that has begun."""
        form = self.forms[self.form_of[number]]
        if form.row != row:
            self.form_of[number] = self.tables.form(form._replace(row=row))
        if number != len(self.form_of) - 1:
            self.later[number] = len(self.form_of) - 1
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
        number = len(self.form_of)
        if activation != self._activation:
            self.turn(activation)
        form = (
            self.found(number, row, operands, uses) if operands or uses else self.tables.plain(row)
        )
        self.form_of.append(form)
        self.results.append(NONE if result is None else result)
        return number

    def enter(self, row: int, activation: int, operands: Sequence[int]) -> None:
        """Add a step with these operands, which no step made."""
        self.turn(activation)
        if operands:
            self.keep(len(self.form_of), operands, ())
            form = self.tables.far(row)
        else:
            form = self.tables.plain(row)
        self.form_of.append(form)
        self.results.append(NONE)

    def found(self, number: int, row: int, operands: Sequence[int], uses: Sequence[int]) -> int:
        """The form of a step with these operands, which are put into the columns of what is far
        unless they can be found again by themselves."""
        where = self._distances(number, operands, uses)
        if where is not None and max(map(abs, where)) <= NEAR:
            return self.tables.form(Form(row, where, tuple([number - use for use in uses])))
        self.keep(number, operands, uses)
        return self.tables.far(row)

    def keep(self, number: int, operands: Sequence[int], uses: Sequence[int]) -> None:
        """Put the operands of a step, the newest, into the columns of what is far."""
        self.far.append(number)
        self.far_operands.extend(operands)
        self.far_operand_ends.append(len(self.far_operands))
        self.far_uses.extend(uses)
        self.far_use_ends.append(len(self.far_uses))

    def _distances(
        self, number: int, operands: Sequence[int], uses: Sequence[int]
    ) -> Distances | None:
        """Where the operands of a step are found, if they are what the steps made that it uses."""
        made = [(number - use, self.results[use]) for use in uses]
        if len(operands) == len(uses) + 1 >= 2:
            use = uses[0]
            if self.kind(use) is not StepKind.ATTRIBUTE:
                return None
            owner = self.operands_of(use)[-1:]
            if not owner:
                return None
            made.insert(1, (use - number, owner[0]))
        if [value for _, value in made] != list(operands) or NONE in operands:
            return None
        return tuple([distance for distance, _ in made])

    def decide(self, number: int, truth: bool) -> None:
        """Which way a step went."""
        form = self.forms[self.form_of[number]]
        self.form_of[number] = self.tables.form(form._replace(truth=truth))

    def add_write(self, number: int, write: Write) -> None:
        """Add a write to a step."""
        form = self.forms[self.form_of[number]]
        row = self.rows[form.row]
        if (
            write.kind is PlaceKind.LOCAL
            and row.kind is StepKind.STORE
            and write.name == row.detail
            and (write.value,) == self.operands_of(number)
            and not form.stores
        ):
            self.form_of[number] = self.tables.form(form._replace(stores=True))
            return
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
        """The same in the columns: a number of `PLACE_NUMBER`, `NONE` for what is no reference."""
        if self.write_steps and self.write_steps[-1] > number:
            self._sorted = False
        self.write_steps.append(number)
        places, names, containers, keys, values = self.write_columns
        places.append(place)
        names.append(self._names.setdefault(name, len(self._names)))
        containers.append(container)
        keys.append(key)
        values.append(value)

    def take_writes(self, names: dict[str | None, int], columns: tuple[array[int], ...]) -> None:
        """Let the columns of writes be these, behind `write_steps`; ``names`` are numbered."""
        self._names, self.write_columns = names, columns

    def changed_containers(self) -> set[tuple[int, int]]:
        """The steps that wrote something, each with what it wrote into."""
        return set(zip(self.write_steps, self.write_columns[2], strict=True))

    def _sort(self) -> None:
        """Writes of nested steps come before those of the steps around them: put them in order."""
        if self._sorted:
            return
        order = sorted(range(len(self.write_steps)), key=self.write_steps.__getitem__)
        self.write_steps = [self.write_steps[index] for index in order]
        self.write_columns = tuple(
            [column[index] for index in order] for column in self.write_columns
        )
        self._sorted = True
        self._cache.clear()

    def seal(self) -> None:
        """All steps are there: keep them in little space."""
        self._sort()
        if len(self.form_of) < _FEW:
            return
        for name in _COLUMNS:
            setattr(self, name, array("i", getattr(self, name)))
        self.write_columns = tuple([array("i", column) for column in self.write_columns])

    @classmethod
    def of(cls, steps: Iterable[Step]) -> Steps:
        """Columns of steps that are there as objects."""
        found = cls()
        for step in steps:
            row = found.tables.row(step.offset, step.kind, step.detail, step.span)
            number = found.add(row, step.activation, step.operands, step.result, step.uses)
            if step.done != number:
                found.later[number] = step.done
            if step.truth is not None:
                found.decide(number, step.truth)
            if step.exception is not None:
                found.exceptions[number] = step.exception
            for write in step.writes:
                found.add_write(number, write)
        return found


_COLUMNS: Final = (
    "form_of", "results", "turns", "turn_activations", "write_steps",
    "far", "far_operands", "far_operand_ends", "far_uses", "far_use_ends",
)  # fmt: skip


class Dones(Sequence[int]):
    """For each step the last one that began within it."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps

    def __len__(self) -> int:
        return len(self._steps)

    @overload
    def __getitem__(self, number: int) -> int: ...
    @overload
    def __getitem__(self, number: slice) -> list[int]: ...
    def __getitem__(self, number: int | slice) -> int | list[int]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        return self._steps.done_of(number)


def _optional(ref: int) -> Ref | None:
    return None if ref == NONE else Ref(ref)
