"""The built-in writer: from a recording a narration that is true of it, for any program."""

from __future__ import annotations

from random import Random
from typing import Final

from engine.claims.coverage.gaps import coverage
from engine.claims.model import (
    AnswerRaises,
    AnswerReturns,
    Claim,
    ContextStart,
    Item,
    Narration,
    Note,
    NoteKind,
    ProgramPrints,
    Sentence,
    ValueIs,
)
from engine.claims.phrases import has_text
from engine.claims.verdicts import Level
from engine.narration.control import exception
from engine.narration.narrator import Narrator
from engine.narration.recording import MAX_TEXT, Recording, expected, named
from engine.narration.settled import settled
from engine.narration.style import Style
from engine.narration.telling import tell
from engine.narration.visit_facts import parameters
from engine.trace.model import Ending, Time
from engine.trace.trace import Trace
from engine.values import Atom

NOTE: Final = 0.5
"""How likely a narration begins with a sentence without facts."""

ATTEMPTS: Final = 12
"""So often a gapless narration is written anew, each time with more of what was missing."""

START: Final = 0.5
"""How likely the parameters are told at the start."""

SILENCE: Final = 0.1
"""How likely it is said that nothing was printed."""


def narrate(trace: Trace, seed: int = 0, level: Level = Level.ORDERED) -> str:
    """A narration of the recording in the language of docs/semantics.md; ends with a line end.

    Pure: the same recording, seed and level give the same text. The narration of a whole recording
    is ACCEPTED by the checker; that of a truncated one states no answer, hence is not."""
    recording = Recording(trace)
    if level is not Level.GAPLESS:
        return _attempt(recording, seed)[0]
    recording.demands.gapless = True
    asked = trace.index(coverage)
    text, items = _attempt(recording, seed)
    for _ in range(ATTEMPTS):
        missing = asked.missing(Narration(tuple(items)).entries())
        if not recording.demands.ask(recording.moments, missing):
            break
        text, items = _attempt(recording, seed)
    return text


def _attempt(recording: Recording, seed: int) -> tuple[str, list[Item]]:
    """One narration, which tells what is demanded of it."""
    rng = Random(seed)  # noqa: S311 - choice of words, not a secret
    narrator = Narrator(recording)
    remarks = narrator.gather()
    items: list[Item] = []
    if rng.random() < NOTE:
        items.append(Note(rng.choice(list(NoteKind))))
    if rng.random() < START:
        items += _start(recording)
    items += tell(remarks, narrator.headings, rng)
    items = settled(recording.trace, items)
    items += _output(recording, rng, alone=not any(isinstance(i, Sentence) for i in items))
    items += _answer(recording)
    return Style(rng).text(items), items


def _start(recording: Recording) -> list[Item]:
    """The parameters of the entry call."""
    states: list[Claim] = []
    for name, value in parameters(recording, recording.trace.entry.id).items():
        expr = named(name)
        if expr is not None:
            states.append(ValueIs(ContextStart(), expr, value))
    return [Sentence(tuple(states))] if states else []


def _output(recording: Recording, rng: Random, *, alone: bool) -> list[Item]:
    text = recording.moments.all_output()
    silent = rng.random() < SILENCE
    if not text:
        return [Sentence((ProgramPrints(None),))] if silent or alone else []
    if len(text) > MAX_TEXT or not has_text(Atom(text)):
        return []
    return [Sentence((ProgramPrints(text),))]


def _answer(recording: Recording) -> list[Item]:
    entry = recording.trace.entry
    if recording.trace.data.truncated or entry.result is None:
        return []
    at = Time(entry.last)
    match entry.ending:
        case Ending.RETURNED:
            result = expected(recording.trace.value(entry.result, at))
            return [] if result is None else [Sentence((AnswerReturns(result),))]
        case Ending.RAISED:
            kind, message = exception(recording, entry.result, at)
            return [] if kind is None else [Sentence((AnswerRaises(kind, message),))]
        case Ending.UNFINISHED:
            return []
