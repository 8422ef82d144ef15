"""What one visit of a line did, as claims that are true of it.

A fact is true of the visit alone; whether it can be said in a context that has other visits of
the line is decided in `engine.narration.remarks`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from engine.claims.model import Claim

Claims: TypeAlias = tuple[Claim, ...]


class Stage(Enum):
    """Where a fact stands among those of its visit, and whether it has to be told. Closed."""

    BEGIN = "begin"  #: what the visit begins with: calls, values handed out
    DETAIL = "detail"  #: a result on the way; told now and then
    EFFECT = "effect"  #: what the visit does
    EXTRA = "extra"  #: the same seen from elsewhere; told now and then
    SPARE = "spare"  #: told where nothing else is


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence, in several ways: each variant is the claims of a sentence."""

    stage: Stage
    variants: tuple[Claims, ...]


def fact(stage: Stage, *claims: Claim) -> Fact:
    """A fact with one way to say it."""
    return Fact(stage, (claims,))


def common(first: Iterable[Fact], others: Iterable[list[Fact]]) -> list[Fact]:
    """The facts that hold of all the visits."""
    rest = list(others)
    return [each for each in first if all(each in facts for facts in rest)]
