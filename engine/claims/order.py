"""The order of a narration (docs/semantics.md §6): whether it tells things as they happened.

One point is chosen for every claim that names moments, as early as can be: the earliest choice
leaves most room to what follows, so that greedy is exact. Linear in the claims and their moments.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.claims.model import Relation
from engine.trace.visits import Interval


class Sequencer:
    """Reads the claims of one narration in the order of the text."""

    def __init__(self) -> None:
        self._point = 0  # the last chosen point, a step number

    def place(self, anchors: Sequence[Interval], relation: Relation) -> str:
        """Take the next claim's moments; returns why it is out of order, or "" where it is not."""
        if not anchors:
            return ""
        match relation:
            case Relation.NOW:
                return self._now(anchors)
            case Relation.EARLIER:
                if any(each.first <= self._point for each in anchors):
                    return ""
                return "it says “earlier”, and is about a later time"
            case Relation.LATER:
                if any(each.last >= self._point for each in anchors):
                    return ""
                return "it says “later”, and is about an earlier time"

    def _now(self, anchors: Sequence[Interval]) -> str:
        choices = [max(each.first, self._point) for each in anchors if each.last >= self._point]
        if not choices:
            return "it is about an earlier time than what stands before it"
        self._point = min(choices)
        return ""
