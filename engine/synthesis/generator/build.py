"""From a concept, a difficulty and a seed to a problem with solutions and calls."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Final

from engine.synthesis.concept import Concept
from engine.synthesis.generator.compose import Composed, compose
from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.layout import source_of
from engine.synthesis.generator.sketch import Template
from engine.synthesis.generator.styling import restyle
from engine.synthesis.generator.subjects import SUBJECTS
from engine.synthesis.problem import Difficulty, Problem
from engine.synthesis.structure import fingerprint

CALLS: Final = 20
"""Calls that are proposed: `engine.synthesis.meaning` chooses among them."""

_STYLES: Final = 3
"""Styles that are tried for a problem's solutions."""

_SOLUTIONS: Final = 2


@lru_cache(maxsize=1)
def templates() -> dict[str, Template]:
    """All templates by the slug of their concept, in the order of the catalogue."""
    found: dict[str, Template] = {}
    for subject in SUBJECTS:
        for template in subject.templates:
            slug = template.concept.slug
            if slug in found:
                raise ValueError(f"two concepts are called `{slug}`")
            found[slug] = template
    return found


def catalogue() -> tuple[Concept, ...]:
    """The concepts that programs can be generated for."""
    return tuple(template.concept for template in templates().values())


def generate(concept_slug: str, difficulty: Difficulty, seed: int) -> Problem:
    """A problem about a concept, the same for the same arguments whenever and wherever.

    Nothing is run. ``solutions`` do the same in different styles. ``tests`` are plain calls of
    the entry, without what they give: `engine.synthesis.meaning.meaningful` runs them, chooses
    those that tell most, and makes asserts of them. Raises `ValueError` for a slug that the
    catalogue does not have."""
    template = templates().get(concept_slug)
    if template is None:
        raise ValueError(f"the catalogue has no concept `{concept_slug}`")
    key = f"{concept_slug}/{difficulty.value}/{seed}"
    composed: Composed | None = None
    solutions: dict[str, str] = {}
    for style in range(_STYLES):
        draw = Draw(Random(f"{key}/meaning"), Random(f"{key}/style/{style}"), difficulty)
        one = compose(template.sketch(draw), draw)
        if composed is None:
            composed = one
        elif (one.instruction, one.returns) != (composed.instruction, composed.returns):
            raise ValueError(f"`{concept_slug}`: its style decides what it does")
        restyle(one.module, draw.manner)
        shape = fingerprint(one.module)
        if shape not in solutions:
            solutions[shape] = source_of(one.module)
        if len(solutions) == _SOLUTIONS:
            break
    assert composed is not None
    return Problem(
        concept=concept_slug,
        difficulty=difficulty,
        instruction=composed.instruction,
        signature=_signature(composed),
        entry=composed.entry,
        solutions=tuple(solutions.values()),
        tests=_calls(composed, Random(f"{key}/calls")),
    )


def _signature(composed: Composed) -> str:
    parameters = ", ".join(f"{each.name}: {each.type}" for each in composed.parameters)
    return f"def {composed.entry}({parameters}) -> {composed.returns}"


def _calls(composed: Composed, rng: Random) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number in range(2 * CALLS):
        drawn = composed.arguments(rng)
        if number == 1 and composed.refused is not None:
            drawn = (composed.refused, *drawn[1:])
        arguments = ", ".join(map(repr, drawn))
        found[f"{composed.entry}({arguments})"] = None
        if len(found) == CALLS:
            break
    return tuple(found)
