"""Steps that stand before or after the core of a program, and make another program of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from engine.synthesis.generator.draw import Draw
from engine.synthesis.generator.sketch import Parameter, Sketch


@dataclass(frozen=True, slots=True)
class Before:
    """What is done with the first parameter first. ``code`` binds ``fresh`` to what the core
    gets in its place; without ``fresh`` it only looks, and raises."""

    told: str  #: a sentence
    adjective: str  #: what is left, for the name of the entry: `distinct`
    code: str
    fresh: str = ""
    function: str = ""  #: a name for a function that does it
    parameter: Parameter | None = None
    refused: object = None  #: a first argument that it raises for


@dataclass(frozen=True, slots=True)
class After:
    """What is made of the core's result, which ``code`` finds under its name; it ends with a
    ``return``."""

    told: str  #: a sentence
    verb: str  #: for the name of the entry: `describe`
    code: str
    returns: str
    function: str = ""
    parameter: Parameter | None = None


MakeBefore: TypeAlias = Callable[[Draw, Sketch], Before | None]
MakeAfter: TypeAlias = Callable[[Draw, Sketch, str], After | None]
"""Takes the name of the result as well."""
