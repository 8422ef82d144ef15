"""When two recordings of one program are of one path."""

from __future__ import annotations

from engine.trace.model import TraceData


def same_path(left: TraceData, right: TraceData) -> bool:
    """Whether the same instructions ran, one after the other, in the same activations."""
    if (
        left.source != right.source
        or left.entry_name != right.entry_name
        or len(left.steps) != len(right.steps)
        or len(left.activations) != len(right.activations)
    ):
        return False
    for one, other in zip(left.activations, right.activations, strict=True):
        ours, theirs = left.codes[one.code], right.codes[other.code]
        if (ours.qualname, ours.first_line, ours.kind, one.ending) != (
            theirs.qualname, theirs.first_line, theirs.kind, other.ending,
        ):  # fmt: skip
            return False
    return all(
        (one.offset, one.kind, one.activation, one.truth, one.exception is None)
        == (other.offset, other.kind, other.activation, other.truth, other.exception is None)
        for one, other in zip(left.steps, right.steps, strict=True)
    )
