"""What a run showed to the outside: the part in which recorded and bare run must agree.

Values are written as nested JSON lists, so that two processes can compare them: objects by
type and contents, opaque ones by type and label, sets and dicts without their order (an
OrderedDict with it), floats by bit pattern but for NaN.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.capture.freeze import Freezer
from engine.capture.heap import Heap
from engine.errors import CaptureError, ErrorCode
from engine.trace.model import Family, HeapObject
from engine.values import MAX_DEPTH, Atom, Oid

Form: TypeAlias = "list[Form] | str | int | None"
"""A value as JSON."""

LARGEST: int = 1_000_000
"""Objects met while one answer is written: a bound for what shares its parts many times."""


@dataclass(frozen=True, slots=True)
class Observation:
    """The outcome of a run. ``result`` is None when an exception left the program."""

    result: Form
    exception: str  #: type name, or "" when the entry function returned
    arguments: Form  #: the exception's args
    line: int | None  #: of the program, where it was raised
    stdout: str
    stderr: str

    def to_json(self) -> dict[str, object]:
        """The observation as JSON data."""
        return {
            "result": self.result,
            "exception": self.exception,
            "arguments": self.arguments,
            "line": self.line,
            "stdout": self.stdout,
            "stderr": self.stderr,
        }

    def differences(self, other: Observation) -> list[str]:
        """The names of the fields in which two runs differ; empty when they agree."""
        mine, theirs = self.to_json(), other.to_json()
        return [name for name in mine if mine[name] != theirs[name]]


def observe(
    result: object,
    error: BaseException | None,
    line: int | None,
    stdout: str,
    stderr: str,
    final: Callable[[object], Sequence[object]],
) -> Observation:
    """The observation of a finished run; ``final`` reads an object shallowly."""
    freezer = Freezer()
    heap = Heap(freezer)
    root: object = result if error is None else BaseException.__dict__["args"].__get__(error)
    ref = freezer.ref(root)
    objects = heap.finish([], final)
    heap.release()
    form = _Writer(freezer.atoms, objects).form(ref, ())
    if error is None:
        return Observation(form, "", None, None, stdout, stderr)
    name = freezer.shape(type(error)).name
    return Observation(None, name, form, line, stdout, stderr)


class _Writer:
    def __init__(self, atoms: Sequence[Atom], objects: dict[Oid, HeapObject]) -> None:
        self._atoms = atoms
        self._objects = objects
        self._count = 0

    def form(self, ref: int, above: tuple[int, ...]) -> Form:
        """The JSON form of a ref; ``above`` are the objects that enclose it, outermost first."""
        if ref >= 0:
            return _atom_form(self._atoms[ref])
        if ref in above:
            return ["cycle", len(above) - above.index(ref)]
        self._count += 1
        if len(above) > MAX_DEPTH or self._count > LARGEST:
            raise CaptureError(
                ErrorCode.UNSUPPORTED,
                "The answer is nested too deeply or too large to be compared",
                remedy="Run the program on a smaller input.",
            )
        described = self._objects[Oid(-ref)]
        inside = (*above, ref)
        parts: list[Form] = [self.form(part, inside) for part in described.contents[-1]]
        return [described.family.value, described.type, self._shaped(described, parts)]

    @staticmethod
    def _shaped(described: HeapObject, parts: list[Form]) -> Form:
        match described.family:
            case Family.SEQUENCE | Family.CELL:
                return parts
            case Family.SET:
                return _sorted(parts)
            case Family.MAPPING:
                pairs: list[Form] = [
                    list(pair) for pair in zip(parts[::2], parts[1::2], strict=True)
                ]
                return pairs if described.type == "collections.OrderedDict" else _sorted(pairs)
            case Family.INSTANCE:
                head = parts[:1] if described.has_payload else []
                rest = parts[len(head) :]
                named: list[Form] = [list(pair) for pair in zip(rest[::2], rest[1::2], strict=True)]
                return [head, _sorted(named)]
            case Family.OPAQUE:
                return described.label


def _sorted(forms: list[Form]) -> list[Form]:
    return sorted(forms, key=json.dumps)


def _atom_form(atom: Atom) -> Form:
    payload = atom.payload
    if isinstance(payload, float):
        return ["float", "nan" if math.isnan(payload) else payload.hex()]
    if isinstance(payload, complex):
        parts = [_atom_form(Atom(part)) for part in (payload.real, payload.imag)]
        return ["complex", *parts]
    if isinstance(payload, str):
        # Lone surrogates have no UTF-8: JSON's escapes keep them.
        return ["str", payload]
    if isinstance(payload, int) and not isinstance(payload, bool):
        return ["int", hex(payload)]  # decimal text of huge ints is refused by Python
    return [atom.type, repr(payload)]
