"""Which events have been named, by their subject (docs/semantics.md §3.2)."""

from __future__ import annotations

from collections.abc import Hashable


class Named(dict[Hashable, int]):
    """By subject, the first step of what was named last; and which of it the claim that is being
    read has named itself."""

    def __init__(self) -> None:
        super().__init__()
        self._own: set[Hashable] = set()

    def __setitem__(self, subject: Hashable, step: int) -> None:
        super().__setitem__(subject, step)
        self._own.add(subject)

    def begin(self) -> None:
        """Another claim is read."""
        self._own.clear()

    def forget(self) -> None:
        """The point goes back: all may be named again but what the claim has just named."""
        for subject in [each for each in self if each not in self._own]:
            del self[subject]

    def copy(self) -> Named:
        other = Named()
        other.update(self)
        other._own = set(self._own)
        return other
