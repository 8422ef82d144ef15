"""Which object of the recording an expression names at a moment: itself, not its value (§3.4)."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.check.readings import State
from engine.claims.evaluator import NoValue, Undecidable
from engine.claims.model import Expr
from engine.trace.model import ActivationId, Family, HeapObject, Ref, Time
from engine.trace.moments import Moments
from engine.trace.trace import Missing
from engine.values import NO_OID, Atom, Cycle, Oid, Value


class NoObject(Enum):
    """Why it is none. Closed."""

    NOTHING = "nothing"  #: the expression has no value there, or `None`
    NOT_TOLD = "not told"


Named: TypeAlias = HeapObject | NoObject


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects that expressions name by the names of one activation at one moment. They are
    looked up one in the other, and not taken out of values: what refers to itself has none."""

    moments: Moments
    activation: ActivationId
    time: Time

    def named(self, tree: ast.expr) -> Named:
        match tree:
            case ast.Name(id=name):
                return self.called(name)
            case ast.Attribute(value=owner, attr=name):
                whole = self.named(owner)
                return whole if isinstance(whole, NoObject) else self._attribute(whole, name)
            case ast.Subscript(value=owner, slice=index) if not isinstance(index, ast.Slice):
                whole = self.named(owner)
                return whole if isinstance(whole, NoObject) else self._element(whole, index)
            case _:
                return self._evaluated(tree)

    def called(self, name: str) -> Named:
        trace = self.moments.trace
        found = trace.binding(self.activation, trace.private_name(self.activation, name), self.time)
        if isinstance(found, Missing):
            return NoObject.NOTHING if found is Missing.UNBOUND else NoObject.NOT_TOLD
        return self._at(found)

    def attributes(self, whole: HeapObject) -> dict[str, Ref]:
        """What an instance holds itself, by name."""
        parts = self._contents(whole)[whole.has_payload :]
        atoms = self.moments.trace.data.atoms
        return dict(
            zip((str(atoms[each].payload) for each in parts[::2]), parts[1::2], strict=True)
        )

    def _attribute(self, whole: HeapObject, name: str) -> Named:
        if whole.family is not Family.INSTANCE:
            return NoObject.NOT_TOLD
        private = self.moments.trace.private_name(self.activation, name)
        found = self.attributes(whole).get(private)
        return NoObject.NOT_TOLD if found is None else self._at(found)  # it may be the class's

    def _element(self, whole: HeapObject, index: ast.expr) -> Named:
        key = State(self.moments, self.activation, self.time).evaluate_tree(index)
        parts = self._contents(whole)
        match key:
            case NoValue():
                return NoObject.NOTHING
            case Atom(payload=int(at)) if whole.type in {"list", "tuple"}:
                return self._at(parts[at]) if -len(parts) <= at < len(parts) else NoObject.NOTHING
            case Atom(payload=int() | str() as payload) if whole.type == "dict":
                atoms = self.moments.trace.data.atoms
                for each, value in zip(parts[::2], parts[1::2], strict=True):
                    if each >= 0 and atoms[each].payload == payload:
                        return self._at(value)
                return (
                    NoObject.NOTHING if all(each >= 0 for each in parts[::2]) else NoObject.NOT_TOLD
                )
            case _:
                return NoObject.NOT_TOLD

    def _evaluated(self, tree: ast.expr) -> Named:
        found: Value | NoValue | Undecidable = State(
            self.moments, self.activation, self.time
        ).evaluate_tree(tree)
        if isinstance(found, NoValue) or found == Atom(None):
            return NoObject.NOTHING
        if isinstance(found, Undecidable | Atom | Cycle) or found.oid == NO_OID:
            return NoObject.NOT_TOLD
        return self.moments.trace.data.objects[found.oid]

    def _at(self, ref: Ref) -> Named:
        data = self.moments.trace.data
        if ref < 0:
            return data.objects[Oid(-ref)]
        return NoObject.NOTHING if data.atoms[ref] == Atom(None) else NoObject.NOT_TOLD

    def _contents(self, whole: HeapObject) -> tuple[Ref, ...]:
        return self.moments.trace.contents(whole.oid, self.time)


def object_of(moments: Moments, activation: ActivationId, expr: Expr, time: Time) -> Oid | None:
    """Which object the expression is, if it is one."""
    found = Objects(moments, activation, time).named(expr.tree)
    return found.oid if isinstance(found, HeapObject) else None
