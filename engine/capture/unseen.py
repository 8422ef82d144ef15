"""Objects that were changed by what the program did not call with them.

A library may keep an object of the program in its own variables, and change it in a call that
leads nowhere near it; the interpreter calls what was registered with it. What unknown code could
reach is looked at when it is over, so such a change is seen at the next look: but not when it was.
Invariant: a recording that shows such an object is refused. What only the library itself has (the
table of a cache) is in no recording.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from engine.errors import CaptureError, ErrorCode
from engine.trace.model import PlaceKind, Ref, TraceData
from engine.values import Oid


def refuse_unseen(data: TraceData, unseen: AbstractSet[Oid]) -> None:
    """Raise where the recording shows one of these objects."""
    if not unseen:
        return
    pending = [ref for ref in _shown(data) if ref is not None and ref < 0]
    met: set[Oid] = set()
    while pending:
        oid = Oid(-pending.pop())
        if oid in met:
            continue
        met.add(oid)
        described = data.objects[oid]
        if oid in unseen:
            raise CaptureError(
                ErrorCode.UNSUPPORTED,
                f"A {described.type} was changed by something that was not called with it: when, "
                "is not known",
                remedy="Give the object to what changes it, or do not look at it.",
            )
        pending += [ref for ref in described.contents.all_refs() if ref < 0]


def _shown(data: TraceData) -> Iterator[Ref | None]:
    """What steps, names and activations refer to."""
    for step in data.steps:
        yield from step.operands
        yield step.result
        yield step.exception
        for write in step.writes:
            if write.kind is PlaceKind.CONTENTS:
                continue  # of all that C code was seen to change, shown or not
            yield from (write.container, write.key, write.value)
    for names in (*data.locals, data.globals):
        for history in names.values():
            yield from history.refs
    for cells in data.cells:
        yield from cells.values()
    for activation in data.activations:
        yield activation.result
