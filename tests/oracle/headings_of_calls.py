"""What holds behind a heading or a prefix that tells a call is of that call (semantics.md §3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .answers import Answer
from .contexts import Point, Told
from .record import Activation

RETURNS = ("next-value", "is-returned", "next-return", "what-raises")
"""Forms by which a call ends: they are of the call itself."""


def opened_as_in(after: Point, before: Point) -> Point:
    """The point behind a claim: what its prefixes have opened is open for it alone."""
    known = {(id(t.activation), t.depth) for t in before.told if t.opened}
    told = (replace(t, opened=(id(t.activation), t.depth) in known) for t in after.told)
    return replace(after, told=tuple(told))


def still_told(after: Point, before: Point, behind: Iterable[Activation], depth: int) -> Point:
    """The point behind a claim that is of no such call: it ends none, and tells none."""
    known = [t.activation for t in before.told]
    more = (Told(a, depth) for a in behind if a not in known)
    return replace(after, told=(*before.told, *more))


def of_opened(answer: Answer, form: str, calls: Iterable[Activation]) -> Answer:
    """The answer to a claim that stands behind what opens these calls."""
    if answer.verdict != "VERIFIED":
        return answer
    verdicts = {in_one(answer, form, call) for call in calls}
    for verdict in ("UNSUPPORTED", "UNDECIDED"):
        if verdict in verdicts:
            return replace(answer, verdict=verdict)
    return answer


def in_one(answer: Answer, form: str, call: Activation) -> str:
    """The verdict of what is true, with one such call."""
    if answer.about is not None and is_made_in(answer.about, call):
        return "VERIFIED"
    within = bool(answer.places) and all(
        call.start <= p.start and p.end <= call.end for p in answer.places
    )
    if not within:
        return "UNSUPPORTED"
    if form in RETURNS:
        return "VERIFIED"
    waits = call.function is not None and (call.function.generator or call.function.asynchronous)
    if waits:
        return "UNSUPPORTED"
    # Of the last step of a call lines do not show whether it is over.
    return "UNDECIDED" if any(p.end == call.end for p in answer.places) else "VERIFIED"


def is_made_in(inner: Activation, outer: Activation) -> bool:
    at: Activation | None = inner
    while at is not None and at is not outer:
        at = at.parent
    return at is outer


def open_calls(told: Iterable[Told]) -> list[Activation]:
    return [t.activation for t in told if t.opened]
