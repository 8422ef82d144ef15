"""Recorded values as text, for what leaves the engine: graphs and JSON."""

from __future__ import annotations

from engine.trace.model import ActivationId, PlaceKind, Ref, Time, Write
from engine.trace.trace import Missing, Trace
from engine.values import Cycle, Oid, Value, to_literal


class Texts:
    """Texts of one recording's values at their moments. Each version of an object is rendered
    once; keep one of these for as long as texts are wanted.

    Objects have the numbers of the recording, which depend on the version of Python; with
    ``renumbered`` they are numbered from 1 in the order in which they are asked for."""

    def __init__(self, trace: Trace, *, renumbered: bool = False) -> None:
        self._trace = trace
        self._numbers: dict[Ref, int] | None = {} if renumbered else None
        # The value is kept beside its text: an id is only good while its object lives.
        self._known: dict[int, tuple[Value, str]] = {}

    def of(self, ref: Ref, at: Time) -> str:
        """The value of a reference at a moment, whole, as `engine.values.to_literal` has it."""
        value = self._trace.value(ref, at)
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = (value, _literal(value))
        return known[1]

    def object(self, ref: Ref) -> str:
        """A mutable object as a place that is written to: its type and number, `list#3`."""
        if ref >= 0:
            return type(self._trace.data.atoms[ref].payload).__name__
        number = -ref
        if self._numbers is not None:
            number = self._numbers.setdefault(ref, len(self._numbers) + 1)
        return f"{self._trace.data.objects[Oid(-ref)].type}#{number}"

    def write(self, write: Write, at: Time) -> str:
        """One write: `x = 1`, `del x`, `list#3[0] = 1`, `Box#4.v = 1`, `list#3 becomes [1]`."""
        place = self._place(write, at)
        if write.kind is PlaceKind.CONTENTS:
            shown = "?" if write.container is None else self.of(write.container, at)
            return f"{place} becomes {shown}"
        if write.value is None:
            return f"del {place}"
        return f"{place} = {self.of(write.value, at)}"

    def _place(self, write: Write, at: Time) -> str:
        container = "?" if write.container is None else self.object(write.container)
        match write.kind:
            case PlaceKind.LOCAL | PlaceKind.CELL | PlaceKind.GLOBAL:
                return write.name if write.name is not None else "?"
            case PlaceKind.ELEMENT:
                return f"{container}[{'?' if write.key is None else self.of(write.key, at)}]"
            case PlaceKind.ATTRIBUTE:
                return f"{container}.{write.name}"
            case PlaceKind.CONTENTS:
                return container

    def arguments(self, activation: ActivationId) -> dict[str, str]:
        """The parameters of an activation that are bound when it begins, in the order of the
        function's signature (`*args` and `**kwargs` last)."""
        begin = Time(self._trace.data.activations[activation].first)
        found: dict[str, str] = {}
        for name in self._trace.code_of(activation).parameters:
            ref = self._trace.binding(activation, name, begin)
            if not isinstance(ref, Missing):
                found[name] = self.of(ref, begin)
        return found


def _literal(value: Value) -> str:
    try:
        return to_literal(value)
    except ValueError:
        # CPython refuses to write ints of more than 4300 digits in decimal (CVE-2020-10735).
        name = "value" if isinstance(value, Cycle) else value.type
        return f"<{name} with an int too long to write>"
