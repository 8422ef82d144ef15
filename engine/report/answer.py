"""What a call returned or raised, and recorded values, in words for a reader."""

from __future__ import annotations

from engine.trace.model import Ending, Ref, Time
from engine.trace.trace import Trace
from engine.values import Instance, Sequence, Value, to_literal


def answer_text(trace: Trace) -> str:
    """``returned `2` `` or ``raised `ValueError('bad')` `` of the entry call."""
    entry = trace.entry
    if entry.ending is Ending.UNFINISHED or entry.result is None:
        return "did not end"
    shown = value_text(trace, entry.result, trace.last_time)
    return f"{entry.ending.value} `{shown}`"


def value_text(trace: Trace, ref: Ref, at: Time) -> str:
    """A recorded value as source text, or as near to it as there is one."""
    return text_of(trace.value(ref, at))


def text_of(value: Value) -> str:
    """As `to_literal`, but an exception is written as its call: ``ValueError('bad')``."""
    if isinstance(value, Instance) and not value.attributes:
        payload = value.payload
        if isinstance(payload, Sequence) and payload.type == "tuple":
            return f"{value.type}({', '.join(map(to_literal, payload.items))})"
    return to_literal(value)
