"""The steps of a stored recording: columns as they are in memory, read with every check.

The checks are made on whole columns, so that reading costs no more than a few of them a step.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, Final

from engine.trace.model import PlaceKind, Ref, Span, StepKind, StepNo
from engine.trace.steps import NONE, Form, Steps
from engine.trace.stored_parts import (
    DamagedError,
    packed,
    read_below,
    read_list,
    read_natural,
    read_optional,
    read_row,
    read_span,
    read_text,
    read_truth,
    unpacked,
)

_KINDS: Final = list(StepKind)
_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(_KINDS)}

_FAR: Final = ("far", "far_operands", "far_operand_ends", "far_uses", "far_use_ends")
_COLUMNS: Final = ("results", "turns", "turn_activations", "write_steps", *_FAR)


def steps_form(steps: Steps) -> dict[str, object]:
    """The steps as JSON has them. Rows and forms are numbered as these steps come to them: what
    else is in the tables that they share is not of this recording."""
    used = list(dict.fromkeys(steps.form_of))
    numbers = [0] * len(steps.forms)
    for number, form in enumerate(used):
        numbers[form] = number
    forms = [steps.forms[form] for form in used]
    row_numbers: dict[int, int] = {}
    stored = [[row_numbers.setdefault(form.row, len(row_numbers)), *form[1:]] for form in forms]
    spans: dict[Span, int] = {}
    rows = [
        [
            row.offset,
            _KIND_NUMBER[row.kind],
            row.detail,
            None if row.span is None else spans.setdefault(row.span, len(spans)),
        ]
        for row in map(steps.rows.__getitem__, row_numbers)
    ]
    return {
        "spans": [[s.line, s.column, s.end_line, s.end_column] for s in spans],
        "rows": rows,
        "forms": stored,
        "names": steps.names(),
        "form_of": packed(map(numbers.__getitem__, steps.form_of)),
        **{name: packed(getattr(steps, name)) for name in _COLUMNS},
        "writes": [packed(column) for column in steps.write_columns],
        "later": _pairs_form(steps.later),
        "exceptions": _pairs_form(steps.exceptions),
    }


def _pairs_form(pairs: Mapping[int, int]) -> list[str]:
    ordered = sorted(pairs.items())
    return [packed(number for number, _ in ordered), packed(other for _, other in ordered)]


class StepsReader:
    """Reads the steps of one recording. Every reference, step and activation in them exists.

    ``atoms`` and ``objects``: how many there are; objects are numbered from 1 on."""

    def __init__(self, form: dict[str, Any], atoms: int, objects: int, activations: int) -> None:
        self._form = form
        self._atoms, self._objects, self._activations = atoms, objects, activations
        self._size = 0  # steps

    def read(self) -> Steps:
        form, steps = self._form, Steps()
        spans = [read_span(row) for row in read_list(form["spans"])]
        for row in read_list(form["rows"]):
            self._row(steps, read_row(row, 4), spans)
        for number, each in enumerate(read_list(form["forms"])):
            if steps.tables.form(self._one_form(len(steps.rows), read_row(each, 5))) != number:
                raise DamagedError("no form is there twice")
        for name in ("form_of", *_COLUMNS):
            setattr(steps, name, unpacked(form[name]))
        self._size = len(steps)
        self._check_columns(steps)
        self._check_far(steps)
        self._check_operands(steps)
        self._read_writes(steps)
        for number, done in self._pairs(form["later"]):
            if not number < done < len(steps):
                raise DamagedError("a step ends at or after its beginning")
            steps.later[number] = done
        for number, ref in self._pairs(form["exceptions"]):
            read_below(number, len(steps))
            steps.exceptions[number] = Ref(ref)
        self._check_refs(steps.exceptions.values())
        return steps

    @staticmethod
    def _row(steps: Steps, row: list[Any], spans: list[Span]) -> None:
        offset, kind, detail, span = row
        number = len(steps.rows)
        made = steps.tables.row(
            read_natural(offset),
            _KINDS[read_below(kind, len(_KINDS))],
            read_text(detail),
            None if span is None else spans[read_below(span, len(spans))],
        )
        if made != number:
            raise DamagedError("no row is there twice")

    @staticmethod
    def _one_form(rows: int, form: list[Any]) -> Form:
        row, operands, uses, truth, stores = form
        if (operands is None) is not (uses is None):
            raise DamagedError("operands and the steps that made them are far together")
        made = Form(
            read_below(row, rows),
            None if operands is None else tuple(map(_distance, read_list(operands))),
            None if uses is None else tuple(map(_distance, read_list(uses))),
            read_optional(read_truth, truth),
            read_truth(stores),
        )
        if any(distance < 0 for distance in made.uses or ()):
            raise DamagedError("steps use what was made before")
        if made.stores and made.operands is not None and len(made.operands) != 1:
            raise DamagedError("a name is bound to one thing")
        return made

    def _check_columns(self, steps: Steps) -> None:
        size = len(steps.form_of)
        if len(steps.results) != size:
            raise DamagedError("each step has a form and a result")
        _check_range(steps.form_of, 0, len(steps.forms))
        self._check_refs(steps.results, none=True)
        turns = steps.turns
        if len(turns) != len(steps.turn_activations) or list(turns[:1]) != [0][:size]:
            raise DamagedError("each step is of an activation")
        _check_order(turns, size)
        _check_range(steps.turn_activations, 0, self._activations)

    def _check_far(self, steps: Steps) -> None:
        far = {number for number, form in enumerate(steps.forms) if form.operands is None}
        wanted = [number for number, form in enumerate(steps.form_of) if form in far]
        if list(steps.far) != wanted:
            raise DamagedError("operands are of the steps that have them apart")
        for ends, column in (
            (steps.far_operand_ends, steps.far_operands),
            (steps.far_use_ends, steps.far_uses),
        ):
            if len(ends) != len(wanted) or any(a > b for a, b in pairwise(ends)):
                raise DamagedError("the operands of steps follow each other")
            if (ends[-1] if ends else 0) != len(column) or (ends and ends[0] < 0):
                raise DamagedError("operands of no step")
        self._check_refs(steps.far_operands)
        start = 0
        for number, end in zip(steps.far, steps.far_use_ends, strict=True):
            _check_range(steps.far_uses[start:end], 0, number)
            start = end

    @staticmethod
    def _check_operands(steps: Steps) -> None:
        """What a form says where operands are is there."""
        needs = [(*(form.operands or ()), *(form.uses or ())) for form in steps.forms]
        least = [max(map(abs, need), default=0) for need in needs]
        refs = [tuple(form.operands or ()) for form in steps.forms]
        stores = [form.stores and form.operands is None for form in steps.forms]
        results = steps.results
        for number, form in enumerate(steps.form_of):
            if number < least[form]:
                raise DamagedError("steps use what was made before")
            for distance in refs[form]:
                if distance > 0:
                    if results[number - distance] == NONE:
                        raise DamagedError("an operand is a result")
                elif not steps.operands_of(number + distance):
                    raise DamagedError("the step has no operand")
            if stores[form] and not steps.operands_of(number):
                raise DamagedError("a name is bound to one thing")

    def _read_writes(self, steps: Steps) -> None:
        columns = [unpacked(each) for each in read_row(self._form["writes"], 5)]
        names = read_list(self._form["names"])
        known: dict[str | None, int] = {}
        for name in names:
            known[read_optional(read_text, name)] = len(known)
        if len(known) != len(names) or names[:1] != [None]:
            raise DamagedError("no name is there twice")
        places, numbers, *refs = columns
        if any(len(column) != len(steps.write_steps) for column in columns):
            raise DamagedError("each write has its parts")
        if any(later < number for number, later in pairwise(steps.write_steps)):
            raise DamagedError("writes follow each other")
        _check_range(steps.write_steps, 0, len(steps))
        _check_range(places, 0, len(PlaceKind))
        _check_range(numbers, 0, len(names))
        for column in refs:
            self._check_refs(column, none=True)
        steps.take_writes(known, tuple(columns))

    def _pairs(self, form: object) -> Iterable[tuple[StepNo, int]]:
        numbers, others = map(unpacked, read_row(form, 2))
        if len(numbers) != len(others):
            raise DamagedError("pairs have two parts")
        _check_order(numbers, self._size)
        return zip(map(StepNo, numbers), others, strict=True)

    def _check_refs(self, column: Iterable[int], *, none: bool = False) -> None:
        for ref in set(column):
            if not (-self._objects <= ref < self._atoms or (none and ref == NONE)):
                raise DamagedError("a reference to nothing")


def _distance(form: object) -> int:
    if type(form) is not int or form == 0:
        raise DamagedError("a distance is a number")
    return form


def _check_range(column: array[int] | list[int], first: int, end: int) -> None:
    if column and not first <= min(column) <= max(column) < end:
        raise DamagedError("a number is out of range")


def _check_order(column: array[int] | list[int], end: int) -> None:
    if any(later <= number for number, later in pairwise(column)):
        raise DamagedError("steps follow each other")
    _check_range(column, 0, end)
