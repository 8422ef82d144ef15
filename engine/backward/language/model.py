"""The statements of a backward rationale (docs/backward.md gives their meaning, by letter)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from engine.backward.domains import Domain, Integers, Lists
from engine.claims.model import NOWHERE, Expr, Narration, Surface


@dataclass(frozen=True, slots=True)
class RunFact:
    """What is said of an input's run: a sentence of the narration language, in the indicative."""

    text: str
    narration: Narration = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseStatement:
    """What all statements have: where they stand in the text."""

    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Considering(BaseStatement):
    """(D) What follows is about the inputs of this domain."""

    domain: Domain


@dataclass(frozen=True, slots=True)
class Goal:
    """(N) ``To return `9`,``: the answer that is asked for, as a claim of its own."""

    text: str
    raises: bool


@dataclass(frozen=True, slots=True)
class Necessary(BaseStatement):
    """(N) Of every input of the domain that gives the answer, all facts hold."""

    goal: Goal | None
    facts: tuple[RunFact, ...]


@dataclass(frozen=True, slots=True)
class OneOfCases(BaseStatement):
    """(E) Of every input of the domain that gives the answer, one of the facts holds at least."""

    cases: tuple[RunFact, ...]


@dataclass(frozen=True, slots=True)
class Implies(BaseStatement):
    """(I) Of every input of the domain of which all premises hold, all conclusions hold."""

    premises: tuple[RunFact, ...]
    conclusions: tuple[RunFact, ...]


@dataclass(frozen=True, slots=True)
class Enough(BaseStatement):
    """(F) Every input of the domain of which the fact holds gives the answer; ``exactly``: and no
    other one does. ``fact`` is None where every input is meant."""

    fact: RunFact | None
    exactly: bool = False


@dataclass(frozen=True, slots=True)
class AnySum(BaseStatement):
    """(F) ``Any list of three integers that sum to `9` works``: a domain of its own."""

    lists: Lists
    fact: RunFact
    total: Expr

    def parameters(self) -> Integers:
        return self.lists.of


@dataclass(frozen=True, slots=True)
class Unimportant(BaseStatement):
    """(X) Inputs of the domain that differ in the parameter alone give the answer together."""

    parameter: str


@dataclass(frozen=True, slots=True)
class Only(BaseStatement):
    """(U) No input of the domain but the candidate gives the answer. ``domain`` is None where it
    is the one that is being considered."""

    domain: Domain | None = None


@dataclass(frozen=True, slots=True)
class These(BaseStatement):
    """(U) The inputs of the domain that give the answer are these calls."""

    calls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneGives(BaseStatement):
    """(U) No input of the domain gives this answer."""

    answer: Goal


@dataclass(frozen=True, slots=True)
class Another(BaseStatement):
    """(U) This call, which is not the candidate, gives the answer as well."""

    call: str
    on_path: bool


@dataclass(frozen=True, slots=True)
class TheAnswer(BaseStatement):
    """(A) The answer that is asked for."""

    answer: Goal


@dataclass(frozen=True, slots=True)
class TheInput(BaseStatement):
    """(C) The candidate, as a call of the entry function."""

    call: str


@dataclass(frozen=True, slots=True)
class OfThisInput(BaseStatement):
    """(R) What the candidate's own run does."""

    fact: RunFact


@dataclass(frozen=True, slots=True)
class Checked(BaseStatement):
    """(R) ``Check:`` and a narration of the candidate's run, to the end of the text."""

    text: str  #: with a line for each line before it, so that places are those of the rationale


Statement: TypeAlias = (
    Considering
    | Necessary
    | OneOfCases
    | Implies
    | Enough
    | AnySum
    | Unimportant
    | Only
    | These
    | NoneGives
    | Another
    | TheAnswer
    | TheInput
    | OfThisInput
    | Checked
)

Universal: TypeAlias = (
    Necessary | OneOfCases | Implies | Enough | AnySum | Unimportant | Only | These | NoneGives
)
"""Statements about all inputs of a domain."""
