"""A recording as a teacher is shown it: what each line did, one line of text for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.claims.model import Sentence
from engine.claims.phrases import NoTextError
from engine.claims.renderer import render_sentence
from engine.narration.facts import Stage
from engine.narration.recording import Recording
from engine.narration.visit_facts import facts_of
from engine.trace.model import ActivationId
from engine.trace.trace import Trace
from engine.trace.visits import Visit

ROOM: Final = 7_000
"""Bytes; of a longer recording the middle is left out."""

_MOST: Final = 2_000
"""Visits that are looked at."""

_LEFT: Final = 0.7
"""The part of the room that is for the beginning."""


def shown(trace: Trace, room: int = ROOM) -> str:
    """The recording in words, in the order in which lines began to run: of each its effects as the
    language of narrations says them. A text for models to read; no narration itself."""
    recording = Recording(trace)
    visits = [
        visit
        for activation in trace.data.activations
        for visit in recording.moments.visits(activation.id).all[:_MOST]
    ]
    visits.sort(key=lambda visit: visit.first)
    begun = set[ActivationId]()
    lines: list[str] = []
    last = trace.entry.id
    for visit in visits[:_MOST]:
        now = visit.activation
        indent = "  " * _depth(trace, now)
        again = now in begun
        if not again or (now != last and trace.code_of(now).generator):
            goes_on = " goes on" if again else ""
            lines += [f"{indent[2:]}[{call}{goes_on}]" for call in _call(recording, now)]
        begun.add(now)
        last = now
        lines.append(indent + _line(recording, visit))
    if len(visits) > _MOST:
        lines.append(f"… {len(visits) - _MOST} more")
    return _within(lines, room)


def _depth(trace: Trace, activation: ActivationId) -> int:
    depth = 0
    caller = trace.data.activations[activation].caller
    while caller is not None:
        depth += 1
        caller = trace.data.activations[trace.step(caller).activation].caller
    return depth


def _call(recording: Recording, activation: ActivationId) -> Iterator[str]:
    name = recording.moments.call_name(activation)
    if name is not None and activation != recording.trace.entry.id:
        number = recording.moments.calls(name).index(activation) + 1
        yield f"call {number} of {name}"


def _line(recording: Recording, visit: Visit) -> str:
    pass_of = ""
    if visit.statements[0].is_loop:
        for entry in recording.moments.loops(visit.activation).all:
            if entry.loop is visit.statements[0] and entry.first <= visit.first <= entry.last:
                part = entry.passes.at(visit.first)
                pass_of = " (no more passes)" if part is None else f" (pass {part.number})"
    lead = f"Line {visit.line} "
    told: list[str] = []
    for fact in facts_of(recording, visit):
        if fact.stage not in {Stage.BEGIN, Stage.EFFECT}:
            continue
        try:
            said = render_sentence(Sentence(fact.variants[0]))
        except NoTextError:
            continue
        told.append(said.removeprefix(lead).removesuffix("."))
    does = "; ".join(told) or "runs"
    return f"line {visit.line}{pass_of}: {does}"


def _within(lines: list[str], room: int) -> str:
    whole = "\n".join(lines)
    if len(whole.encode()) <= room:
        return whole
    first, last = _taken(lines, int(room * _LEFT)), _taken(lines[::-1], int(room * (1 - _LEFT)))
    left_out = len(lines) - len(first) - len(last)
    return "\n".join([*first, f"… {left_out} lines are left out here …", *reversed(last)])


def _taken(lines: list[str], room: int) -> list[str]:
    found: list[str] = []
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        found.append(line)
    return found
