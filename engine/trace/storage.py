"""Recordings as bytes: versioned JSON, exact, and safe to read from anybody.

`dump` writes, `load` reads. The bytes may come from a process that ran an untrusted program:
`load` builds nothing but the data model, checks every number and name that it reads, and ends
in one error (`bad-trace`) for whatever is not a recording. The format is described in
docs/trace.md; `FORMAT` changes whenever a reader of the old one could go wrong.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, Final, TypeVar

from engine.errors import ErrorCode, UsageError
from engine.trace.model import (
    MODULE_NAMES,
    Activation,
    ActivationId,
    Bindings,
    Code,
    CodeId,
    CodeKind,
    Differences,
    Ending,
    Family,
    FlowNode,
    HeapObject,
    LineNo,
    Output,
    PlaceKind,
    Ref,
    Span,
    StepKind,
    StepNo,
    Time,
    TraceData,
    Write,
)
from engine.trace.steps import NONE, Steps
from engine.trace.versions import Splice, Versions
from engine.values import Atom, Oid

FORMAT: Final = "stepwitness.trace/5"

T = TypeVar("T")

_KINDS: Final = list(StepKind)
_PLACES: Final = list(PlaceKind)


class _DamagedError(ValueError):
    """Something in the bytes is not what it has to be."""


# -- writing ------------------------------------------------------------------------------------


def dump(trace: TraceData) -> bytes:
    """The recording as bytes: the same recording gives the same bytes."""
    form = {
        "format": FORMAT,
        "source": trace.source,
        "entry_name": trace.entry_name,
        "call": trace.call,
        "python": trace.python,
        "entry": trace.entry,
        "truncated": trace.truncated,
        "differs": _differences_form(trace.differs),
        "codes": [
            [
                c.kind.value, c.name, c.qualname, c.first_line, list(c.parameters), c.generator,
                [_flow_row(node) for node in c.flow],
            ]
            for c in trace.codes
        ],
        "activations": [
            [a.code, a.parent, a.caller, a.first, a.last, a.ending.value, a.result]
            for a in trace.activations
        ],
        "atoms": [_atom_row(atom) for atom in trace.atoms],
        "objects": [
            [
                o.oid, o.family.value, o.type, o.label, o.class_oid, o.has_payload,
                o.since, _versions_row(o.contents),
            ]
            for o in trace.objects.values()
        ],
        "locals": [_bindings_row(names) for names in trace.locals],
        "cells": trace.cells,
        "globals": _bindings_row(trace.globals),
        "outputs": [[o.step, o.stream, o.text] for o in trace.outputs],
        "steps": _steps_form(trace),
    }  # fmt: skip
    return json.dumps(form, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _differences_form(found: Differences) -> dict[str, object]:
    return {
        "since": found.since,
        "results": sorted(found.results),
        "others": sorted(found.others),
        "outputs": sorted(found.outputs),
        "versions": sorted(found.versions),
        "names": sorted(found.names),
    }


def _versions_row(versions: Versions) -> list[list[object]]:
    """A version in full is a row of one: its contents; another one a row of splices."""
    rows: list[list[object]] = []
    for number in range(len(versions)):
        edit = versions.edit_of(number)
        if edit is None:
            rows.append([list(versions[number])])
        else:
            rows.append([[s.position, s.removed, list(s.inserted)] for s in edit] + [None])
    return rows


def _flow_row(node: FlowNode) -> list[object]:
    span = node.span
    return [
        node.offset,
        None if node.kind is None else _KIND_NUMBER[node.kind],
        node.detail,
        None if span is None else [span.line, span.column, span.end_line, span.end_column],
        list(node.next),
        node.handler,
        None if node.place is None else _PLACES.index(node.place),
    ]


def _steps_form(trace: TraceData) -> dict[str, object]:
    steps = trace.steps if isinstance(trace.steps, Steps) else Steps.of(trace.steps)
    spans: dict[Span, int] = {}
    rows = [
        [
            row.offset,
            _KIND_NUMBER[row.kind],
            row.detail,
            None if row.span is None else spans.setdefault(row.span, len(spans)),
        ]
        for row in steps.rows
    ]
    return {
        "spans": [[s.line, s.column, s.end_line, s.end_column] for s in spans],
        "rows": rows,
        "row": list(steps.row_of),
        "activation": list(steps.activations),
        "done": list(steps.dones),
        "operands": list(steps.operands),
        "operand_ends": list(steps.operand_ends),
        "uses": list(steps.uses),
        "use_ends": list(steps.use_ends),
        "result": [None if result == NONE else result for result in steps.results],
        "truth": [[number, truth] for number, truth in sorted(steps.truths.items())],
        "exception": [[number, ref] for number, ref in sorted(steps.exceptions.items())],
        "writes": [
            [number, _PLACES.index(w.kind), w.name, w.container, w.key, w.value]
            for number, w in steps.written()
        ],
    }


_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(_KINDS)}


def _bindings_row(names: dict[str, Bindings]) -> dict[str, list[object]]:
    return {name: [bindings.since, bindings.refs] for name, bindings in names.items()}


def _atom_row(atom: Atom) -> list[object]:
    payload = atom.payload
    match payload:
        case None:
            return ["none"]
        case bool():
            return ["bool", payload]
        case int():
            return ["int", hex(payload)]  # JSON readers stop at 4300 decimal digits or at 2**53
        case float():
            return ["float", struct.pack(">d", payload).hex()]
        case complex():
            return ["complex", struct.pack(">dd", payload.real, payload.imag).hex()]
        case str():
            return ["str", payload]
        case bytes():
            return ["bytes", payload.hex()]
        case _:
            return ["ellipsis" if payload is Ellipsis else "notimplemented"]


# -- reading ------------------------------------------------------------------------------------


def load(data: bytes) -> TraceData:
    """The recording that `dump` wrote; raises `UsageError` (`bad-trace`) for anything else."""
    try:
        form = json.loads(data)
        return _Reader(form).read()
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as error:
        raise UsageError(
            ErrorCode.BAD_TRACE,
            "The stored recording is damaged or of another version",
            remedy=f"Record the program again ({FORMAT} is what this version reads).",
            data={"detail": str(error)[:200]},
        ) from error
    except struct.error as error:
        raise UsageError(
            ErrorCode.BAD_TRACE,
            "The stored recording is damaged: a number has the wrong length",
            remedy="Record the program again.",
        ) from error


class _Reader:
    """Reads one recording. Every reference, step and activation that it lets through exists."""

    def __init__(self, form: object) -> None:
        self._form = _record(form)
        if self._form.get("format") != FORMAT:
            raise _DamagedError("not a recording of this format")

    def read(self) -> TraceData:
        form = self._form
        self._atoms = [_atom(row) for row in _list(form["atoms"])]
        rows = [_row(row, 8) for row in _list(form["objects"])]
        self._oids = {_natural(row[0]) for row in rows}
        if len(self._oids) != len(rows) or 0 in self._oids:
            raise _DamagedError("objects are numbered from 1, each once")
        self._steps = len(_list(_record(form["steps"])["row"]))
        codes = [self._code(CodeId(n), row) for n, row in enumerate(_list(form["codes"]))]
        activation_rows = _list(form["activations"])
        self._activations, self._codes = len(activation_rows), len(codes)
        trace = TraceData(
            source=_text(form["source"]),
            entry_name=_text(form["entry_name"]),
            call=_text(form["call"]),
            python=_text(form["python"]),
            steps=self._columns(_record(form["steps"])),
            codes=codes,
            activations=[
                self._activation(ActivationId(n), row) for n, row in enumerate(activation_rows)
            ],
            atoms=self._atoms,
            objects={(thing := self._object(row)).oid: thing for row in rows},
            locals=[self._bindings(each) for each in _list(form["locals"])],
            cells=[self._cells(each) for each in _list(form["cells"])],
            globals=self._bindings(form["globals"]),
            outputs=[self._output(row) for row in _list(form["outputs"])],
            entry=ActivationId(_below(form["entry"], self._activations)),
            truncated=_text(form["truncated"]),
            differs=self._differences(_record(form["differs"])),
        )
        if not len(trace.locals) == len(trace.cells) == self._activations:
            raise _DamagedError("each activation has its names")
        return trace

    def _differences(self, form: dict[str, Any]) -> Differences:
        results, others, outputs = (
            frozenset(self._number(each) for each in _list(form[name]))
            for name in ("results", "others", "outputs")
        )
        return Differences(
            _optional(self._number, form["since"]),
            results,
            others,
            outputs,
            frozenset(map(self._marked_version, _list(form["versions"]))),
            frozenset(map(self._marked_name, _list(form["names"]))),
        )

    def _marked_version(self, row: object) -> tuple[Oid, int]:
        oid, number = _row(row, 2)
        if oid not in self._oids:
            raise _DamagedError("a version of no object")
        return Oid(_natural(oid)), _natural(number)

    def _marked_name(self, row: object) -> tuple[int, str, int]:
        activation, name, number = _row(row, 3)
        if type(activation) is not int or not MODULE_NAMES <= activation < self._activations:
            raise _DamagedError("a name of no activation")
        if type(number) is not int or number < -1:
            raise _DamagedError("a binding of no number")
        return activation, _text(name), number

    def _ref(self, number: object) -> Ref:
        if type(number) is not int:
            raise _DamagedError("a reference is an int")
        if number >= 0:
            return Ref(_below(number, len(self._atoms)))
        if -number not in self._oids:
            raise _DamagedError("a reference to no object")
        return Ref(number)

    def _refs(self, row: object) -> tuple[Ref, ...]:
        return tuple(self._ref(each) for each in _list(row))

    def _time(self, number: object) -> Time:
        if type(number) is not int or not -1 <= number < max(self._steps, 1):
            raise _DamagedError("a time outside of the recording")
        return Time(number)

    def _number(self, number: object) -> StepNo:
        return StepNo(_below(number, self._steps))

    def _columns(self, form: dict[str, Any]) -> Steps:
        """The steps; each ends at or after its beginning, and refers to what is there."""
        steps = Steps()
        spans = [_span(row) for row in _list(form["spans"])]
        rows = [self._row(steps, _row(row, 4), spans) for row in _list(form["rows"])]
        operands, uses = self._refs(form["operands"]), _list(form["uses"])
        start = first = 0
        names = ("row", "activation", "done", "operand_ends", "use_ends", "result")
        columns = [form[name] for name in names]
        for number, values in enumerate(zip(*map(_list, columns), strict=True)):
            row, activation, done, end, last, result = values
            if type(end) is not int or not start <= end <= len(operands):
                raise _DamagedError("the operands of steps follow each other")
            if type(done) is not int or not number <= done < self._steps:
                raise _DamagedError("a step ends at or after its beginning")
            of = _below(activation, self._activations)
            if type(last) is not int or not first <= last <= len(uses):
                raise _DamagedError("what steps used follows each other")
            used = [_below(each, number) for each in uses[first:last]]
            steps.begin(rows[_below(row, len(rows))], of, operands[start:end], used)
            steps.dones[number] = done
            if result is not None:
                steps.results[number] = self._ref(result)
            start, first = end, last
        if start != len(operands) or first != len(uses):
            raise _DamagedError("operands of no step")
        for number, truth in (_row(each, 2) for each in _list(form["truth"])):
            steps.truths[self._number(number)] = _truth(truth)
        for number, ref in (_row(each, 2) for each in _list(form["exception"])):
            steps.exceptions[self._number(number)] = self._ref(ref)
        for row in _list(form["writes"]):
            number, *write = _row(row, 6)
            steps.add_write(self._number(number), self._write(write))
        return steps

    @staticmethod
    def _row(steps: Steps, row: list[Any], spans: list[Span]) -> int:
        offset, kind, detail, span = row
        return steps.row(
            _natural(offset),
            _KINDS[_below(kind, len(_KINDS))],
            _text(detail),
            None if span is None else spans[_below(span, len(spans))],
        )

    def _write(self, row: object) -> Write:
        kind, name, container, key, value = _row(row, 5)
        return Write(
            _PLACES[_below(kind, len(_PLACES))],
            _optional(_text, name),
            _optional(self._ref, container),
            _optional(self._ref, key),
            _optional(self._ref, value),
        )

    @staticmethod
    def _code(number: CodeId, row: object) -> Code:
        kind, name, qualname, first_line, parameters, generator, flow = _row(row, 7)
        names = tuple(_text(each) for each in _list(parameters))
        return Code(
            number,
            CodeKind(kind),
            _text(name),
            _text(qualname),
            LineNo(_natural(first_line)),
            names,
            _truth(generator),
            _flow(flow),
        )

    def _activation(self, number: ActivationId, row: object) -> Activation:
        code, parent, caller, first, last, ending, result = _row(row, 7)
        # A parent begins before its children, so that following parents always ends.
        above = None if parent is None else ActivationId(_below(parent, number))
        return Activation(
            number,
            CodeId(_below(code, self._codes)),
            above,
            _optional(self._number, caller),
            self._number(first),
            self._number(last),
            Ending(ending),
            _optional(self._ref, result),
        )

    def _object(self, row: list[object]) -> HeapObject:
        oid, family, kind, label, class_oid, has_payload, since, contents = row
        times = [self._time(each) for each in _list(since)]
        if any(later <= earlier for earlier, later in pairwise(times)):
            raise _DamagedError("versions follow each other in time")
        held = self._versions(contents)
        if len(held) != len(times):
            raise _DamagedError("each version has its contents")
        made = HeapObject(
            Oid(_natural(oid)),
            Family(family),
            _text(kind),
            _text(label),
            Oid(_natural(class_oid)),
            _truth(has_payload),
            times,
            held,
        )
        self._check_shape(made)
        return made

    def _versions(self, form: object) -> Versions:
        versions = Versions()
        for row in map(_list, _list(form)):
            if len(row) == 1:
                versions.append(self._refs(row[0]))
                continue
            if not row or row.pop() is not None or not versions:
                raise _DamagedError("a version is in full, or made of the one before it")
            versions.append_edit(tuple(map(self._splice, row)))
        return versions

    def _splice(self, row: object) -> Splice:
        position, removed, inserted = _row(row, 3)
        return Splice(_natural(position), _natural(removed), self._refs(inserted))

    def _check_shape(self, thing: HeapObject) -> None:
        """Contents have the form that their family gives them."""
        for content in thing.contents:
            size = len(content)
            if thing.family is Family.MAPPING and size % 2:
                raise _DamagedError("a mapping holds pairs")
            if thing.family is Family.CELL and size > 1:
                raise _DamagedError("a cell holds one thing")
            if thing.family is Family.INSTANCE:
                start = 1 if thing.has_payload else 0
                names = content[start::2]
                if size < start or (size - start) % 2 or not all(map(self._is_name, names)):
                    raise _DamagedError("an instance holds names and values")

    def _is_name(self, ref: Ref) -> bool:
        return ref >= 0 and isinstance(self._atoms[ref].payload, str)

    def _bindings(self, form: object) -> dict[str, Bindings]:
        found = {}
        for name, row in _record(form).items():
            since, refs = _row(row, 2)
            times = [self._time(each) for each in _list(since)]
            bound = [_optional(self._ref, each) for each in _list(refs)]
            if len(times) != len(bound) or times != sorted(times):
                raise _DamagedError("bindings follow each other in time")
            found[name] = Bindings(times, bound)
        return found

    def _cells(self, form: object) -> dict[str, Ref]:
        cells = {name: self._ref(each) for name, each in _record(form).items()}
        if any(ref >= 0 for ref in cells.values()):
            raise _DamagedError("a cell is an object")
        return cells

    def _output(self, row: object) -> Output:
        step, stream, text = _row(row, 3)
        return Output(self._number(step), _text(stream), _text(text))


def _record(form: object) -> dict[str, Any]:
    if not isinstance(form, dict):
        raise _DamagedError("an object is wanted")
    return form


def _list(form: object) -> list[Any]:
    if not isinstance(form, list):
        raise _DamagedError("a list is wanted")
    return form


def _row(form: object, size: int) -> list[Any]:
    row = _list(form)
    if len(row) != size:
        raise _DamagedError(f"a row of {size} is wanted")
    return row


def _text(form: object) -> str:
    if not isinstance(form, str):
        raise _DamagedError("text is wanted")
    return form


def _truth(form: object) -> bool:
    if not isinstance(form, bool):
        raise _DamagedError("true or false is wanted")
    return form


def _natural(form: object) -> int:
    if type(form) is not int or form < 0:
        raise _DamagedError("a number from 0 is wanted")
    return form


def _below(form: object, size: int) -> int:
    number = _natural(form)
    if number >= size:
        raise _DamagedError("a number is out of range")
    return number


def _optional(read: Callable[[object], T], form: object) -> T | None:
    return None if form is None else read(form)


def _span(form: object) -> Span:
    line, column, end_line, end_column = (_natural(each) for each in _row(form, 4))
    return Span(LineNo(line), column, LineNo(end_line), end_column)


def _atom(form: object) -> Atom:
    match form:
        case ["none"]:
            return Atom(None)
        case ["bool", bool(payload)]:
            return Atom(payload)
        case ["int", str(text)]:
            return Atom(int(text, 16))
        case ["float", str(text)]:
            return Atom(_one(struct.unpack(">d", bytes.fromhex(text))))
        case ["complex", str(text)]:
            real, imaginary = struct.unpack(">dd", bytes.fromhex(text))
            return Atom(complex(real, imaginary))
        case ["str", str(text)]:
            return Atom(text)
        case ["bytes", str(text)]:
            return Atom(bytes.fromhex(text))
        case ["ellipsis"]:
            return Atom(...)
        case ["notimplemented"]:
            return Atom(NotImplemented)
        case _:
            raise _DamagedError("no atom is written like this")


def _one(numbers: Iterable[float]) -> float:
    (number,) = numbers
    return number


def _flow(form: object) -> tuple[FlowNode, ...]:
    """The instructions of a code object: every position that one leads to exists."""
    rows = _list(form)
    return tuple(
        FlowNode(
            _natural(offset),
            None if kind is None else _KINDS[_below(kind, len(_KINDS))],
            _text(detail),
            None if span is None else _span(span),
            tuple(_below(each, len(rows)) for each in _list(following)),
            None if handler is None else _below(handler, len(rows)),
            None if place is None else _PLACES[_below(place, len(_PLACES))],
        )
        for offset, kind, detail, span, following, handler, place in (_row(row, 7) for row in rows)
    )
