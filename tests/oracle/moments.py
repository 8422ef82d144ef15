"""What an expression is at the ends of visits in what is called (semantics.md 5.88)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .history import Visit
from .record import Activation, State
from .values import Value

if TYPE_CHECKING:
    from .asked import Asked


def parts(value: Value) -> Iterator[Value]:
    """A value and all that it holds."""
    yield value
    for _, held in value.attributes:
        yield from parts(held)
    data: Any = value.data
    if value.kind != "scalar" and isinstance(data, tuple):
        for one in data:
            for held in one if isinstance(one, tuple) else (one,):
                if isinstance(held, Value):
                    yield from parts(held)


def seen_in(state: State) -> dict[int, Value]:
    """The objects that the names of a state lead to."""
    roots = (*state.module.values(), *state.names.values())
    return {v.oid: v for root in roots for v in parts(root) if v.oid and v.kind != "cycle"}


def renewed(value: Value, seen: dict[int, Value]) -> Value:
    """A value with the objects in it as they are seen elsewhere."""
    if value.oid in seen and value.kind not in ("scalar", "cycle"):
        return seen[value.oid]
    data: Any = value.data
    if value.kind != "scalar" and isinstance(data, tuple):
        data = tuple(
            tuple(renewed(held, seen) for held in one)
            if isinstance(one, tuple)
            else renewed(one, seen)
            if isinstance(one, Value)
            else one
            for one in data
        )
    attributes = tuple((name, renewed(held, seen)) for name, held in value.attributes)
    return replace(value, data=data, attributes=attributes)


def meanwhile(state: State, other: State) -> State:
    """The state of a caller, at a moment of what it has called."""
    seen = seen_in(other)
    names = {name: renewed(value, seen) for name, value in state.names.items()}
    return State(state.function, names, other.module)


def inside(asked: Asked, visit: Visit) -> list[tuple[Activation, Visit]]:
    """The visits that end during one of the context's: in what is called, and of generators that
    go on. In the context of a generator: in what that calls alone."""
    waits = waits_in(asked.activation, visit)
    found = [
        (a, w)
        for a in asked.oracle.recorder.activations
        if a is not asked.activation and (not waits or begun_by(a, asked.activation))
        for w in asked.oracle.histories[a].visits
        if visit.start <= w.end <= visit.end
    ]
    return sorted(found, key=lambda pair: pair[1].end)


def waits_in(activation: Activation, visit: Visit) -> bool:
    """Whether a generator waits in a visit of it."""
    return any(m.kind == "yield" and visit.start <= m.clock <= visit.end for m in activation.log)


def begun_by(a: Activation, caller: Activation) -> bool:
    at = a.parent
    while at is not None and at is not caller:
        at = at.parent
    return at is caller
