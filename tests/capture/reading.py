"""Reads a recording for the tests: Values of refs at a time, names at a line."""

from __future__ import annotations

from engine.trace.model import Bindings, Ending, Family, Ref, Step, StepKind, TraceData
from engine.values import (
    Cycle,
    Instance,
    Mapping,
    Oid,
    Opaque,
    Sequence,
    SetValue,
    Value,
    to_literal,
)


def value(trace: TraceData, ref: int, time: int, above: tuple[int, ...] = ()) -> Value:
    """The Value of ``ref`` at ``time``."""
    if ref >= 0:
        return trace.atoms[ref]
    if ref in above:
        return Cycle(len(above) - above.index(ref))
    described = trace.objects[-ref]  # type: ignore[index]
    assert described.since
    assert described.since[0] <= time, (described, time)
    assert all(a < b for a, b in zip(described.since, described.since[1:], strict=False))
    position = max(i for i, since in enumerate(described.since) if since <= time)
    parts = [value(trace, part, time, (*above, ref)) for part in described.contents[position]]
    kind = described.type
    match described.family:
        case Family.SEQUENCE:
            return Sequence(kind, tuple(parts))
        case Family.CELL:
            return Sequence("cell", tuple(parts))
        case Family.SET:
            return SetValue(kind, tuple(parts))
        case Family.MAPPING:
            return Mapping(kind, tuple(zip(parts[::2], parts[1::2], strict=True)))
        case Family.INSTANCE:
            payload = parts.pop(0) if described.has_payload else None
            names = [name.payload for name in parts[::2]]  # type: ignore[union-attr]
            return Instance(kind, tuple(zip(names, parts[1::2], strict=True)), payload)  # type: ignore[arg-type]
        case Family.OPAQUE:
            return Opaque(kind, described.label)


def text(trace: TraceData, ref: int | None, time: int) -> str:
    """The literal of a ref at a time; "unbound" for None."""
    return "unbound" if ref is None else to_literal(value(trace, ref, time))


def at(history: Bindings, time: int) -> Ref | None:
    """What a name holds at ``time``."""
    found = None
    for since, ref in zip(history.since, history.refs, strict=True):
        if since <= time:
            found = ref
    return found


def names_at(trace: TraceData, activation: int, time: int) -> dict[str, str]:
    """The bound names of an activation at a time (its cells too), as literals."""
    found = {}
    for name, history in trace.locals[activation].items():
        ref = at(history, time)
        if ref is not None:
            found[name] = text(trace, ref, time)
    for name, cell in trace.cells[activation].items():
        described = trace.objects[-cell]  # type: ignore[index]
        position = [i for i, since in enumerate(described.since) if since <= time]
        if position and described.contents[position[-1]]:
            found[name] = text(trace, described.contents[position[-1]][0], time)
    return found


def steps_on(trace: TraceData, line: int, kind: StepKind | None = None) -> list[Step]:
    """The steps whose span begins on a line."""
    return [
        step
        for step in trace.steps
        if step.span is not None and step.span.line == line and kind in (None, step.kind)
    ]


def check_invariants(trace: TraceData) -> None:
    """What `engine.trace.model` promises of every recording."""
    last = len(trace.steps) - 1
    for number, step in enumerate(trace.steps):
        assert step.number == number <= step.done <= last
        assert step.truth is None or step.kind in (StepKind.BRANCH, StepKind.NEXT, StepKind.MATCH)
    for activation in trace.activations:
        first, final = trace.steps[activation.first], trace.steps[activation.last]
        assert first.kind is StepKind.ENTER
        if activation.ending is Ending.RETURNED:
            assert final.kind is StepKind.RETURN
            assert final.result == activation.result
        elif activation.ending is Ending.RAISED:
            assert final.kind is StepKind.UNWIND
            assert final.exception == activation.result
        if activation.caller is not None:
            caller = trace.steps[activation.caller]
            assert caller.activation == activation.parent
            assert caller.number < activation.first <= caller.done
    for described in trace.objects.values():
        assert len(described.since) == len(described.contents) > 0
        assert all(a < b for a, b in zip(described.since, described.since[1:], strict=False))
        for since, content in zip(described.since, described.contents, strict=True):
            for ref in content:
                assert ref >= 0 or trace.objects[Oid(-ref)].since[0] <= since
    for history in [
        *trace.globals.values(),
        *(h for names in trace.locals for h in names.values()),
    ]:
        assert all(a <= b for a, b in zip(history.since, history.since[1:], strict=False))
