"""What holds behind a heading or a prefix that tells a call is of that call (semantics.md §3.4)."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace

from .answers import Answer
from .contexts import Point, Told
from .history import History
from .record import Activation

SETS = ("sets", "next-set")
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


def of_opened(
    answer: Answer, form: str, calls: Iterable[Activation], histories: Mapping[Activation, History]
) -> Answer:
    """The answer to a claim that stands behind what opens these calls."""
    if answer.verdict != "VERIFIED":
        return answer
    verdicts = {in_one(answer, form, call, histories) for call in calls}
    for verdict in ("UNSUPPORTED", "UNDECIDED"):
        if verdict in verdicts:
            return replace(answer, verdict=verdict)
    return answer


def in_one(
    answer: Answer, form: str, call: Activation, histories: Mapping[Activation, History]
) -> str:
    """The verdict of what is true, with one such call."""
    if answer.about is not None and is_made_in(answer.about, call):
        return "VERIFIED"
    within = bool(answer.places) and all(
        call.start <= p.start and p.end <= call.end for p in answer.places
    )
    caller = None if call.parent is None else histories.get(call.parent)
    if form in SETS and caller is not None and follows(answer, call, caller):
        return "VERIFIED"
    if not within:
        return "UNSUPPORTED"
    if form in RETURNS:
        return "VERIFIED"
    if waits(call):
        return "UNSUPPORTED"
    # Of the last step of a call lines do not show whether it is over.
    return "UNDECIDED" if any(p.end == call.end for p in answer.places) else "VERIFIED"


def follows(answer: Answer, call: Activation, history: History) -> bool:
    """Whether the caller sets it by the statement that has made the call (no generator's), or at
    once in the block of an `if` or `while` whose test has."""
    if answer.about is not call.parent or waits(call) or len(answer.places) != 1:
        return False
    does = answer.places[0].visit
    found = [v for v in history.visits if v.start <= call.start <= v.end]
    if does is None or len(found) != 1:
        return False
    made = found[0]
    statements = {s.statement.number: s.statement for s in made.steps}
    if len(statements) != 1:
        return False
    [of] = statements.values()
    blocks = [*of.node.body, *of.node.orelse] if isinstance(of.node, ast.If | ast.While) else []
    if not does.of(ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For):
        return False  # it is changed in place
    inside = all(s.statement.node in blocks for s in does.steps)
    return does is made or (made.following is does and inside)


def waits(call: Activation) -> bool:
    return call.function is not None and (call.function.generator or call.function.asynchronous)


def is_made_in(inner: Activation, outer: Activation) -> bool:
    at: Activation | None = inner
    while at is not None and at is not outer:
        at = at.parent
    return at is outer


def open_calls(told: Iterable[Told]) -> list[Activation]:
    return [t.activation for t in told if t.opened]
