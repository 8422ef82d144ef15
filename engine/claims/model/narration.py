"""Sentences, headings and the narration as a tree (docs/semantics.md §3, §5.27, §6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, TypeAlias

from engine.claims.model.claim import Claim
from engine.claims.model.contexts import Chain, Context
from engine.claims.model.states import ValueIs
from engine.claims.model.text import NOWHERE, Surface


class Relation(Enum):
    """Where a sentence's moments lie in the order of the narration. Closed."""

    NOW = "now"  #: in sequence
    EARLIER = "earlier"  #: `Earlier, …`: begins at or before the last chosen point
    LATER = "later"  #: `Later, …`: ends at or after it


class NoteKind(Enum):
    """§5.27: the closed list of sentences without facts; the value is the sentence."""

    TRACE = "Let us trace the call step by step."
    FOLLOW = "Let us follow the call step by step."
    WALK = "Let us walk through the execution."
    HERE = "Here is what happens."
    HERE_STEPS = "Here is what happens, step by step."


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence without facts."""

    kind: NoteKind
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``prefix`` are the contexts that hold for this sentence alone.
    ``after_unread``: what stands between it and the sentence before it could not be read.
    ``again``: of which of the claims, by their numbers, it is said that they are so again."""

    claims: tuple[Claim, ...]
    prefix: Chain = ()
    relation: Relation = Relation.NOW
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)
    after_unread: bool = field(default=False, compare=False, repr=False)
    again: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a context, and itself a claim (§3): that this context exists.

    ``states`` stand in its parentheses; their moment is the `ContextStart` of the heading's own
    context. ``after_unread`` and ``again`` (of the states) as of a `Sentence`."""

    context: Context
    states: tuple[ValueIs, ...] = ()
    surface: Surface = field(default=NOWHERE, compare=False, repr=False)
    after_unread: bool = field(default=False, compare=False, repr=False)
    again: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and what is indented below it."""

    heading: Heading
    items: tuple[Item, ...]


Item: TypeAlias = Sentence | Note | Block


class PlacedClaim(NamedTuple):
    """A claim with all that its meaning needs: headings' contexts, then the sentence's own."""

    claim: Claim
    chain: Chain
    relation: Relation = Relation.NOW


class PlacedHeading(NamedTuple):
    """A heading with its full chain, its own context last. It claims that this context exists, and
    has its place in the order of the narration."""

    heading: Heading
    chain: Chain


@dataclass(frozen=True, slots=True)
class Narration:
    """A narration as a tree. Equality leaves places out."""

    items: tuple[Item, ...] = ()

    def entries(self) -> Iterator[PlacedHeading | PlacedClaim]:
        """Headings and claims in the order of the text; a heading's own claims follow it."""
        return _entries(self.items, ())

    def claims(self) -> Iterator[PlacedClaim]:
        """All claims in the order of the text, those in the headings' parentheses included."""
        return (entry for entry in self.entries() if isinstance(entry, PlacedClaim))


def _entries(items: tuple[Item, ...], chain: Chain) -> Iterator[PlacedHeading | PlacedClaim]:
    for item in items:
        match item:
            case Note():
                pass
            case Sentence(claims=claims, prefix=prefix, relation=relation):
                for claim in claims:
                    yield PlacedClaim(claim, chain + prefix, relation)
            case Block(heading=heading, items=inner):
                inside = (*chain, heading.context)
                yield PlacedHeading(heading, inside)
                for state in heading.states:
                    yield PlacedClaim(state, inside)
                yield from _entries(inner, inside)
