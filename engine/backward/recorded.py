"""Recorded values beside things: a value taken from the recording, and the check that a thing is
what was recorded.

Invariant: an object of the recording and the mutable thing that stands for it belong together for
the whole replay: a thing that turns up in the place of another object is an error, so that
aliasing is checked like values.
"""

from __future__ import annotations

from engine.backward.inputs import value_of
from engine.backward.models.iterators import Iterator
from engine.backward.models.things import (
    BuiltinThing,
    DictThing,
    ExceptionThing,
    FunctionThing,
    ListThing,
    MethodThing,
    OpaqueThing,
    RangeThing,
    SetThing,
    SliceThing,
    TupleThing,
    ViewThing,
)
from engine.backward.run import Run
from engine.trace.model import Family, Ref, Time
from engine.trace.trace import Trace
from engine.values import Oid, to_literal

_UNSEEN = (
    Iterator, ViewThing, SliceThing, RangeThing, BuiltinThing, MethodThing, FunctionThing,
    OpaqueThing,
)  # fmt: skip
"""Things whose contents a recording does not have."""


class MismatchError(Exception):
    """A thing is not what was recorded: a defect of a model or of the replay."""


class Recorded:
    """Objects of one recording and their things."""

    def __init__(self, trace: Trace, run: Run) -> None:
        self._trace = trace
        self._run = run
        self._things: dict[Oid, object] = {}
        self._oids: dict[int, Oid] = {}

    def oid_of(self, thing: object) -> Oid | None:
        """The object that a mutable thing stands for, where that is known."""
        return self._oids.get(id(thing))

    def value(self, ref: Ref, at: Time) -> object:
        """The thing of a recorded value; a known object is the thing that stands for it."""
        if ref >= 0:
            return self._trace.data.atoms[ref].payload
        oid = Oid(-ref)
        known = self._things.get(oid)
        if known is not None:
            return known
        found = self._trace.data.objects[oid]
        match found.family, found.type:
            case (Family.SEQUENCE, "tuple"):
                return TupleThing(tuple(self.value(part, at) for part in self._contents(oid, at)))
            case (Family.SEQUENCE, "list"):
                made: object = ListThing()
            case (Family.SET, "set" | "frozenset" as kind):
                made = SetThing(frozen=kind == "frozenset")
            case (Family.MAPPING, "dict"):
                made = DictThing()
            case _:
                return OpaqueThing(oid, found.type)
        self.keep(oid, made)
        self.refresh(made, at)
        return made

    def refresh(self, thing: object, at: Time) -> None:
        """Give a container the contents that were recorded at a moment."""
        oid = self._oids[id(thing)]
        parts = [self.value(part, at) for part in self._contents(oid, at)]
        match thing:
            case ListThing() | SetThing():
                thing.items[:] = parts
            case DictThing():
                thing.keys[:], thing.values[:] = parts[::2], parts[1::2]
            case _:
                raise TypeError(type(thing).__name__)

    def _contents(self, oid: Oid, at: Time) -> tuple[Ref, ...]:
        return self._trace.contents(oid, at)

    def keep(self, oid: Oid, thing: object) -> None:
        """The thing stands for the object from now on."""
        self._things[oid] = thing
        self._oids[id(thing)] = oid

    def check(self, thing: object, ref: Ref, at: Time) -> None:
        """Raises `MismatchError` unless the thing is what was recorded."""
        self._check(thing, ref, at, set())

    def _check(self, thing: object, ref: Ref, at: Time, done: set[Oid]) -> None:
        if isinstance(thing, _UNSEEN):
            if ref >= 0:
                raise MismatchError(f"{thing} for {self._trace.data.atoms[ref].payload!r}")
            return
        if ref >= 0:
            self._check_atom(thing, ref)
            return
        oid = Oid(-ref)
        if oid in done:
            return
        done.add(oid)
        found = self._trace.data.objects[oid]
        if isinstance(thing, ListThing | SetThing | DictThing):
            if self._things.setdefault(oid, thing) is not thing:
                raise MismatchError("another object")
            if self._oids.setdefault(id(thing), oid) != oid:
                raise MismatchError("an object in the place of another")
        parts = self._contents(oid, at)
        match thing:
            case ListThing(items=items) if found.type == "list":
                ours = items
            case TupleThing(items=held) if found.type == "tuple":
                ours = list(held)
            case DictThing(keys=keys, values=values) if found.type == "dict":
                ours = [part for pair in zip(keys, values, strict=True) for part in pair]
            case SetThing() if found.type == ("frozenset" if thing.frozen else "set"):
                self._check_set(thing, parts, at)
                return
            case ExceptionThing() if found.type == thing.type:
                return
            case _:
                raise MismatchError(f"a {type(thing).__name__} for a {found.type}")
        if len(ours) != len(parts):
            raise MismatchError(f"{len(ours)} items for {len(parts)}")
        for part, recorded in zip(ours, parts, strict=True):
            self._check(part, recorded, at, done)

    def _check_atom(self, thing: object, ref: Ref) -> None:
        recorded = self._trace.data.atoms[ref]
        try:
            value = value_of(thing, self._run)
        except TypeError as error:
            raise MismatchError(f"{thing} for {recorded.payload!r}") from error
        if value != recorded:
            raise MismatchError(f"{to_literal(value)} for {to_literal(recorded)}")

    def _check_set(self, thing: SetThing, parts: tuple[Ref, ...], at: Time) -> None:
        recorded = {self._trace.value(part, at).structure for part in parts}
        if {value_of(item, self._run).structure for item in thing.items} != recorded:
            raise MismatchError("another set")
