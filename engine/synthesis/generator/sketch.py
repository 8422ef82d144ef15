"""A program before it is composed and styled: what a template of the catalogue gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from engine.synthesis.concept import Concept
from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.inputs import Values


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the entry function; ``told`` introduces it: ``a list of daily
    temperatures``."""

    name: str
    type: str
    told: str
    values: Values


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a template gives.

    ``body`` are the statements of the function ``name``, ``before`` what stands above it
    (imports, helper functions, classes). ``gives`` is what is returned, as a noun phrase, that
    begins with an article. The plainest way to write it is best: `styling` finds others."""

    name: str
    parameters: tuple[Parameter, ...]
    gives: str
    returns: str  #: a type
    body: str
    before: str = ""
    notes: tuple[str, ...] = ()  #: sentences about ties, empty inputs and the like
    result: str = "result"  #: a name for what is returned, where it is gone on with
    unit: str = ""  #: of a number: what is counted, in singular
    one: str = "item"  #: a name for an element of the first parameter
    narrows: bool = True  #: whether steps may come before that leave out or change elements
    goes_on: bool = True  #: whether steps may come after
    together: Callable[[Random], tuple[object, ...]] | None = None
    """Draws all arguments, where they depend on each other."""

    def arguments(self, rng: Random) -> tuple[object, ...]:
        """Arguments for one call."""
        if self.together is not None:
            return self.together(rng)
        return tuple(each.values(rng) for each in self.parameters)


Sketcher: TypeAlias = Callable[[Draw], Sketch]


@dataclass(frozen=True, slots=True)
class Template:
    """One concept of the catalogue with what makes its programs."""

    concept: Concept
    sketch: Sketcher


class Subject:
    """The templates of one subject, in the order in which they are written down."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.templates: list[Template] = []

    def concept(self, slug: str, title: str, about: str) -> Callable[[Sketcher], Sketcher]:
        """Enter the function below as the template of a concept."""

        def enter(sketcher: Sketcher) -> Sketcher:
            self.templates.append(Template(Concept(slug, title, about), sketcher))
            return sketcher

        return enter
