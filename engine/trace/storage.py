"""Recordings as bytes: versioned JSON, exact, and safe to read from anybody.

`dump` writes, `load` reads. The bytes may come from a process that ran an untrusted program:
`load` builds nothing but the data model, checks every number and name that it reads, and ends
in one error (`bad-trace`) for whatever is not a recording. The format is described in
docs/trace.md; `FORMAT` changes whenever a reader of the old one could go wrong.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, MutableSequence, Sequence
from itertools import pairwise
from typing import Any, Final, cast

from engine.errors import ErrorCode, UsageError
from engine.trace.atoms import Atoms
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
    StepKind,
    StepNo,
    Time,
    TraceData,
)
from engine.trace.steps import NONE, Steps
from engine.trace.stored_parts import (
    DamagedError,
    packed,
    read_below,
    read_list,
    read_natural,
    read_optional,
    read_record,
    read_row,
    read_span,
    read_text,
    read_truth,
    unpacked,
)
from engine.trace.stored_steps import StepsReader, steps_form
from engine.trace.versions import Splice, Versions
from engine.values import Atom, AtomPayload, Oid

FORMAT: Final = "stepwitness.trace/6"

_KINDS: Final = list(StepKind)
_PLACES: Final = list(PlaceKind)


# -- writing ------------------------------------------------------------------------------------


def dump(trace: TraceData) -> bytes:
    """The recording as bytes: the same recording gives the same bytes."""
    steps = trace.steps if isinstance(trace.steps, Steps) else Steps.of(trace.steps)
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
        "atoms": [_atom_row(payload) for payload in _payloads(trace.atoms)],
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
        "steps": steps_form(steps),
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


_KIND_NUMBER: Final = {kind: number for number, kind in enumerate(_KINDS)}


def _bindings_row(names: dict[str, Bindings]) -> dict[str, list[object]]:
    return {
        name: [
            packed(bindings.since),
            packed(NONE if ref is None else ref for ref in bindings.refs),
        ]
        for name, bindings in names.items()
    }


def _payloads(atoms: Sequence[Atom]) -> Iterable[AtomPayload]:
    return atoms.payloads if isinstance(atoms, Atoms) else (atom.payload for atom in atoms)


def _atom_row(payload: AtomPayload) -> list[object]:
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
        self._form = read_record(form)
        if self._form.get("format") != FORMAT:
            raise DamagedError("not a recording of this format")

    def read(self) -> TraceData:
        form = self._form
        self._atoms = Atoms(_atom(row) for row in read_list(form["atoms"]))
        rows = [read_row(row, 8) for row in read_list(form["objects"])]
        if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
            raise DamagedError("objects are numbered from 1 on")
        self._objects = len(rows)
        codes = [self._code(CodeId(n), row) for n, row in enumerate(read_list(form["codes"]))]
        activation_rows = read_list(form["activations"])
        self._activations, self._codes = len(activation_rows), len(codes)
        steps = StepsReader(
            read_record(form["steps"]), len(self._atoms), len(rows), self._activations
        ).read()
        self._steps = len(steps)
        trace = TraceData(
            source=read_text(form["source"]),
            entry_name=read_text(form["entry_name"]),
            call=read_text(form["call"]),
            python=read_text(form["python"]),
            steps=steps,
            codes=codes,
            activations=[
                self._activation(ActivationId(n), row) for n, row in enumerate(activation_rows)
            ],
            atoms=self._atoms,
            objects={(thing := self._object(row)).oid: thing for row in rows},
            locals=[self._bindings(each) for each in read_list(form["locals"])],
            cells=[self._cells(each) for each in read_list(form["cells"])],
            globals=self._bindings(form["globals"]),
            outputs=[self._output(row) for row in read_list(form["outputs"])],
            entry=ActivationId(read_below(form["entry"], self._activations)),
            truncated=read_text(form["truncated"]),
            differs=self._differences(read_record(form["differs"])),
        )
        if not len(trace.locals) == len(trace.cells) == self._activations:
            raise DamagedError("each activation has its names")
        return trace

    def _differences(self, form: dict[str, Any]) -> Differences:
        results, others, outputs = (
            frozenset(self._number(each) for each in read_list(form[name]))
            for name in ("results", "others", "outputs")
        )
        return Differences(
            read_optional(self._number, form["since"]),
            results,
            others,
            outputs,
            frozenset(map(self._marked_version, read_list(form["versions"]))),
            frozenset(map(self._marked_name, read_list(form["names"]))),
        )

    def _marked_version(self, row: object) -> tuple[Oid, int]:
        oid, number = read_row(row, 2)
        if read_natural(oid) not in range(1, self._objects + 1):
            raise DamagedError("a version of no object")
        return Oid(oid), read_natural(number)

    def _marked_name(self, row: object) -> tuple[int, str, int]:
        activation, name, number = read_row(row, 3)
        if type(activation) is not int or not MODULE_NAMES <= activation < self._activations:
            raise DamagedError("a name of no activation")
        if type(number) is not int or number < -1:
            raise DamagedError("a binding of no number")
        return activation, read_text(name), number

    def _ref(self, number: object) -> Ref:
        if type(number) is not int:
            raise DamagedError("a reference is an int")
        if number >= 0:
            return Ref(read_below(number, len(self._atoms)))
        if -number > self._objects:
            raise DamagedError("a reference to no object")
        return Ref(number)

    def _refs(self, row: object) -> tuple[Ref, ...]:
        return tuple(self._ref(each) for each in read_list(row))

    def _time(self, number: object) -> Time:
        if type(number) is not int or not -1 <= number < max(self._steps, 1):
            raise DamagedError("a time outside of the recording")
        return Time(number)

    def _number(self, number: object) -> StepNo:
        return StepNo(read_below(number, self._steps))

    @staticmethod
    def _code(number: CodeId, row: object) -> Code:
        kind, name, qualname, first_line, parameters, generator, flow = read_row(row, 7)
        names = tuple(read_text(each) for each in read_list(parameters))
        return Code(
            number,
            CodeKind(kind),
            read_text(name),
            read_text(qualname),
            LineNo(read_natural(first_line)),
            names,
            read_truth(generator),
            _flow(flow),
        )

    def _activation(self, number: ActivationId, row: object) -> Activation:
        code, parent, caller, first, last, ending, result = read_row(row, 7)
        # A parent begins before its children, so that following parents always ends.
        above = None if parent is None else ActivationId(read_below(parent, number))
        return Activation(
            number,
            CodeId(read_below(code, self._codes)),
            above,
            read_optional(self._number, caller),
            self._number(first),
            self._number(last),
            Ending(ending),
            read_optional(self._ref, result),
        )

    def _object(self, row: list[object]) -> HeapObject:
        oid, family, kind, label, class_oid, has_payload, since, contents = row
        times = [self._time(each) for each in read_list(since)]
        if any(later <= earlier for earlier, later in pairwise(times)):
            raise DamagedError("versions follow each other in time")
        held = self._versions(contents)
        if len(held) != len(times):
            raise DamagedError("each version has its contents")
        made = HeapObject(
            Oid(read_natural(oid)),
            Family(family),
            read_text(kind),
            read_text(label),
            Oid(read_natural(class_oid)),
            read_truth(has_payload),
            times,
            held,
        )
        self._check_shape(made)
        return made

    def _versions(self, form: object) -> Versions:
        versions = Versions()
        for row in map(read_list, read_list(form)):
            if len(row) == 1:
                versions.append(self._refs(row[0]))
                continue
            if not row or row.pop() is not None or not versions:
                raise DamagedError("a version is in full, or made of the one before it")
            versions.append_edit(tuple(map(self._splice, row)))
        return versions

    def _splice(self, row: object) -> Splice:
        position, removed, inserted = read_row(row, 3)
        return Splice(read_natural(position), read_natural(removed), self._refs(inserted))

    def _check_shape(self, thing: HeapObject) -> None:
        """Contents have the form that their family gives them."""
        for content in thing.contents:
            size = len(content)
            if thing.family is Family.MAPPING and size % 2:
                raise DamagedError("a mapping holds pairs")
            if thing.family is Family.CELL and size > 1:
                raise DamagedError("a cell holds one thing")
            if thing.family is Family.INSTANCE:
                start = 1 if thing.has_payload else 0
                names = content[start::2]
                if size < start or (size - start) % 2 or not all(map(self._is_name, names)):
                    raise DamagedError("an instance holds names and values")

    def _is_name(self, ref: Ref) -> bool:
        return ref >= 0 and isinstance(self._atoms.payloads[ref], str)

    def _bindings(self, form: object) -> dict[str, Bindings]:
        found = {}
        for name, row in read_record(form).items():
            since, refs = read_row(row, 2)
            times, column = unpacked(since), unpacked(refs)
            if len(times) != len(column) or any(later < time for time, later in pairwise(times)):
                raise DamagedError("bindings follow each other in time")
            for time in times[:1] + times[-1:]:
                self._time(time)
            known = {ref: None if ref == NONE else self._ref(ref) for ref in set(column)}
            found[name] = Bindings(
                cast(MutableSequence[Time], times), [known[ref] for ref in column]
            )
        return found

    def _cells(self, form: object) -> dict[str, Ref]:
        cells = {name: self._ref(each) for name, each in read_record(form).items()}
        if any(ref >= 0 for ref in cells.values()):
            raise DamagedError("a cell is an object")
        return cells

    def _output(self, row: object) -> Output:
        step, stream, text = read_row(row, 3)
        return Output(self._number(step), read_text(stream), read_text(text))


def _atom(form: object) -> AtomPayload:
    match form:
        case ["none"]:
            return None
        case ["bool", bool(payload)]:
            return payload
        case ["int", str(text)]:
            return int(text, 16)
        case ["float", str(text)]:
            return _one(struct.unpack(">d", bytes.fromhex(text)))
        case ["complex", str(text)]:
            real, imaginary = struct.unpack(">dd", bytes.fromhex(text))
            return complex(real, imaginary)
        case ["str", str(text)]:
            return text
        case ["bytes", str(text)]:
            return bytes.fromhex(text)
        case ["ellipsis"]:
            return ...
        case ["notimplemented"]:
            return cast(AtomPayload, NotImplemented)  # of type Any, as typeshed has it
        case _:
            raise DamagedError("no atom is written like this")


def _one(numbers: Iterable[float]) -> float:
    (number,) = numbers
    return number


def _flow(form: object) -> tuple[FlowNode, ...]:
    """The instructions of a code object: every position that one leads to exists."""
    rows = read_list(form)
    return tuple(
        FlowNode(
            read_natural(offset),
            None if kind is None else _KINDS[read_below(kind, len(_KINDS))],
            read_text(detail),
            None if span is None else read_span(span),
            tuple(read_below(each, len(rows)) for each in read_list(following)),
            None if handler is None else read_below(handler, len(rows)),
            None if place is None else _PLACES[read_below(place, len(_PLACES))],
        )
        for offset, kind, detail, span, following, handler, place in (
            read_row(row, 7) for row in rows
        )
    )
