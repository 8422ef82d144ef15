"""Planted errors: narrations that differ from an accepted one by one edit.

Edits are made on the typed claims, never on text, and rendered again, so that a planted
narration is as readable as the one that it is made of. An edit may happen to leave the narration
true (a value that another step has too): which ones, an independent oracle decides.

Deterministic: the same narration, source and seed give the same plants on every Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Final

from benchmarks import planted_flow, planted_values
from benchmarks.narration_edits import Edit
from benchmarks.source_facts import SourceFacts, facts_of
from engine.claims.model import Heading, Narration, Sentence
from engine.claims.renderer import NoTextError, render_heading, render_narration, render_sentence


class Kind(Enum):
    """What is wrong. Closed; the value is the kind's name in reports."""

    OFF_BY_ONE = "value off by one"
    TRUNCATED = "truncated value"
    OTHER_STEP = "value at another step"
    OTHER_VARIABLE = "another variable's value"
    SWAPPED = "dependent steps swapped"
    NEGATED = "condition negated"
    PASSES = "wrong number of passes"
    NO_SUCH_PASS = "a pass that never was"
    WRONG_LINE = "wrong line"
    SKIPPED_RUNS = "skipped line said to run"
    ARGUMENT = "wrong argument"
    ANSWER = "wrong answer"
    EXCEPTION = "wrong exception"
    NUMBER_TYPE = "1 for True"
    SEQUENCE_TYPE = "tuple for list"


@dataclass(frozen=True, slots=True)
class Plant:
    """A planted narration. ``told`` is the sentence or heading that was edited or added (of two
    swapped ones, the one that now comes too early)."""

    kind: Kind
    text: str
    told: str
    narration: Narration


def rendered(narration: Narration, seed: str) -> str:
    """The narration's text, with phrasings picked by the seed; raises `NoTextError`."""
    picks = Random(f"{seed}/phrasing")  # for variety, not for secrets
    return render_narration(narration, picks.randrange)


def plants(
    narration: Narration, source: str, seed: str, at_most: dict[Kind, int] | int
) -> Iterator[Plant]:
    """Up to ``at_most`` different plants of each kind, all with another text than the narration
    itself, in the order of `Kind`."""
    facts = facts_of(source)
    unedited = rendered(narration, seed)
    for kind in Kind:
        wanted = at_most if isinstance(at_most, int) else at_most.get(kind, 0)
        if wanted > 0:
            yield from _plants(narration, facts, unedited, seed, kind, wanted)


def _plants(
    narration: Narration, facts: SourceFacts, unedited: str, seed: str, kind: Kind, wanted: int
) -> Iterator[Plant]:
    edits = list(_EDITS[kind](narration, facts))
    Random(f"{seed}/{kind.name}").shuffle(edits)
    seen = {unedited}
    for edit in edits:
        planted = edit.apply(narration)
        if planted == narration:
            continue
        try:
            text = rendered(planted, seed)
            told = _told(edit.told)
        except NoTextError:
            continue  # a value that has no literal: nothing to plant
        if text in seen:
            continue
        seen.add(text)
        yield Plant(kind, text, told, planted)
        if len(seen) > wanted:
            return


def _told(told: Sentence | Heading) -> str:
    return render_sentence(told) if isinstance(told, Sentence) else render_heading(told)


_EDITS: Final[Mapping[Kind, Callable[[Narration, SourceFacts], Iterator[Edit]]]] = {
    Kind.OFF_BY_ONE: lambda narration, _: planted_values.off_by_one(narration),
    Kind.TRUNCATED: lambda narration, _: planted_values.truncated(narration),
    Kind.OTHER_STEP: lambda narration, _: planted_values.of_another_step(narration),
    Kind.OTHER_VARIABLE: lambda narration, _: planted_values.of_another_variable(narration),
    Kind.SWAPPED: planted_flow.swapped,
    Kind.NEGATED: lambda narration, _: planted_flow.negated(narration),
    Kind.PASSES: lambda narration, _: planted_flow.wrong_passes(narration),
    Kind.NO_SUCH_PASS: lambda narration, _: planted_flow.no_such_pass(narration),
    Kind.WRONG_LINE: planted_flow.wrong_line,
    Kind.SKIPPED_RUNS: planted_flow.skipped_runs,
    Kind.ARGUMENT: lambda narration, _: planted_values.wrong_argument(narration),
    Kind.ANSWER: lambda narration, _: planted_values.wrong_answer(narration),
    Kind.EXCEPTION: lambda narration, _: planted_values.wrong_exception(narration),
    Kind.NUMBER_TYPE: lambda narration, _: planted_values.other_number_type(narration),
    Kind.SEQUENCE_TYPE: lambda narration, _: planted_values.other_sequence_type(narration),
}
