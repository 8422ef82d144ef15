"""What is said of a loop as a whole: its passes that are not told, its end, what it leaves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.claims.model import (
    AfterLoop,
    Chain,
    Claim,
    ContextEnd,
    HasType,
    LineRuns,
    LoopEnding,
    LoopEnds,
    LoopPasses,
    Moment,
    PassContext,
    ValueIs,
)
from engine.narration.bindings import bound_by
from engine.narration.facts import Claims
from engine.narration.plan import Passes, Place
from engine.narration.recording import Recording, named, sayable, type_name
from engine.trace.loops import LoopEnd, LoopEntry
from engine.trace.model import ActivationId, LineNo, Time
from engine.trace.statements import Statement
from engine.values import is_literal


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about a loop, when it is said, and how likely."""

    at: int
    claims: Claims
    chance: float = 1.0
    prefix: Chain = ()


MAX_NAMES: Final = 3
"""So many names are told of what a loop leaves."""

AFTER: Final = 0.3
"""How likely it is said what a loop left whose passes are all told."""

COUNT: Final = 0.25
"""How likely the number of passes is said, where all are told."""

_ENDINGS: Final = {
    LoopEnd.EXHAUSTED: LoopEnding.EXHAUSTED,
    LoopEnd.FALSE: LoopEnding.CONDITION_FALSE,
    LoopEnd.BREAK: LoopEnding.BREAK,
    LoopEnd.RETURN: LoopEnding.RETURN,
    LoopEnd.RAISE: LoopEnding.RAISE,
}


def remarks(recording: Recording, passes: Passes, entry: LoopEntry, place: Place) -> Iterator[Said]:
    """The sentences about one entry of a loop, in the context around the loop."""
    if not passes.by_passes(entry.loop, place.interval, place.activation):
        return
    if entry.end is LoopEnd.UNFINISHED or recording.trace.data.truncated:
        return
    line, count = entry.loop.line, len(entry.passes)
    told = passes.told(entry, place.passes)
    summed_up = len(told) < count
    at = entry.last
    counted = LoopPasses(line, count)
    if summed_up:
        yield from _middle(recording, entry, place, told, counted)
    else:
        yield Said(at, (counted,), COUNT if count else 1.0)
    ending = _ENDINGS[entry.end]
    if entry.end in {LoopEnd.BREAK, LoopEnd.RETURN, LoopEnd.RAISE}:
        if entry.by is not None:
            yield Said(at, (LoopEnds(line, ending, entry.by),))
    else:
        yield Said(at, (LoopEnds(line, ending),))
    if entry.left_normally and count:
        states = _states(recording, entry, place.activation, entry.left, AfterLoop(line))
        if summed_up and recording.demands.gapless:
            for state in _all_states(recording, entry, place.activation):
                yield Said(at, (state,))
        else:
            yield Said(at, states, 1.0 if summed_up else AFTER)


def _middle(
    recording: Recording,
    entry: LoopEntry,
    place: Place,
    told: frozenset[int],
    counted: LoopPasses,
) -> Iterator[Said]:
    """The sentences in the place of the passes that are not told."""
    count = len(entry.passes)
    before = [number for number in told if number < count]
    at = entry.passes[max(before) - 1].last if before else entry.last
    yield Said(at, (counted,))
    if before and len(told) > len(before):
        # The state before the last pass, for the reader who follows it.
        context = PassContext(count - 1, entry.loop.line)
        end = entry.passes[-2].last
        states = _states(recording, entry, place.activation, end, ContextEnd())
        yield Said(at, states, prefix=(context,))
    for line, times in _untold_lines(recording, entry, place, told):
        yield Said(at, (LineRuns(line, times),))


def _untold_lines(
    recording: Recording, entry: LoopEntry, place: Place, told: frozenset[int]
) -> Iterator[tuple[LineNo, int]]:
    """Lines that run in no pass that is told, and how often they run in the context."""
    visits = recording.moments.visits(place.activation)
    seen = {
        visit.line for number in told for visit in visits.inside(entry.passes[number - 1].interval)
    }
    for part in entry.passes:
        for visit in visits.inside(part.interval):
            if visit.line not in seen:
                seen.add(visit.line)
                yield visit.line, len(visits.of_line(visit.line, place.interval))


def _states(
    recording: Recording, entry: LoopEntry, activation: ActivationId, at: Time, moment: Moment
) -> Claims:
    """The values of the names that the loop binds, at a moment."""
    found: list[Claim] = []
    for name in loop_names(entry.loop):
        value = recording.name(activation, name, at)
        expr = named(name)
        if value is not None and expr is not None and sayable(value):
            found.append(ValueIs(moment, expr, value))
    return tuple(found[:MAX_NAMES])


def _all_states(
    recording: Recording, entry: LoopEntry, activation: ActivationId
) -> Iterator[Claim]:
    """All that a loop leaves, or could have changed: every value that anything after it uses."""
    names = dict.fromkeys(loop_names(entry.loop))
    before = Time(entry.first - 1)
    for name in (*recording.trace.data.locals[activation], *recording.trace.data.cells[activation]):
        was, is_now = (recording.name(activation, name, at) for at in (before, entry.left))
        if was is not None and is_now is not None and was != is_now:
            names.setdefault(name)
    for name in names:
        value, expr = recording.name(activation, name, entry.left), named(name)
        if value is None or expr is None:
            continue
        kind = type_name(value)
        if sayable(value):
            yield ValueIs(AfterLoop(entry.loop.line), expr, value)
        elif not is_literal(value) and kind is not None:
            yield HasType(AfterLoop(entry.loop.line), expr, kind)


def loop_names(loop: Statement) -> list[str]:
    """Names that the loop's body binds or whose objects it may change, then its own target."""
    found: dict[str, None] = {}
    for statement in _below(loop):
        for node in bound_by(statement):
            root = node
            while isinstance(root, ast.Subscript | ast.Attribute):
                root = root.value
            if isinstance(root, ast.Name):
                found.setdefault(root.id)
        match statement.node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
                found.setdefault(name)
            case _:
                pass
    for node in bound_by(loop):
        if isinstance(node, ast.Name):
            found.setdefault(node.id)
    return list(found)


def _below(statement: Statement) -> Iterator[Statement]:
    for child in statement.children:
        yield child
        if not isinstance(child.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _below(child)
