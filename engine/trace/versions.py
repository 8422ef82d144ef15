"""The contents of one object over time: some in full, the others as what changed.

A loop that appends to a list a hundred thousand times makes as many versions of it. They are
kept as splices, with a full copy every now and then, so that all of them together take space
in proportion to the changes, and any one is built in time proportional to its own size.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from engine.trace.references import Ref

Content: TypeAlias = tuple[Ref, ...]


class Splice(NamedTuple):
    """``content[position : position + removed] = inserted``."""

    position: int
    removed: int
    inserted: Content


Edit: TypeAlias = tuple[Splice, ...]
"""What makes one version of the one before it: splices, in order."""

_SPARE: Final = 16
"""Splices that are always cheaper to redo than a full copy to keep."""


class Versions:
    """A sequence of contents. Invariant: version 0 is kept in full, and from any version back to
    the nearest that is, there are at most as many changes as a constant times its size."""

    __slots__ = ("_built", "_full", "_full_at", "_made", "_now", "_since_full")

    def __init__(self, *first: Content) -> None:
        """With a first version, or none yet."""
        self._made: list[Edit | None] = [None] * len(first)  # None: kept in full
        self._full: list[Content] = [*first]
        self._full_at: list[int] = [0] * len(first)  # the versions that `_full` holds
        self._now: list[Ref] | None = None  # the newest version, once it is changed
        self._since_full = 0
        self._built: tuple[int, Content] | None = None  # the version that was asked for last

    def __len__(self) -> int:
        return len(self._made)

    def __iter__(self) -> Iterator[Content]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> Content:
        count = len(self._made)
        if number < 0:
            number += count
        if not 0 <= number < count:
            raise IndexError(number)
        if self._built is not None and self._built[0] == number:
            return self._built[1]
        at = bisect_right(self._full_at, number) - 1
        start = self._full_at[at]
        if start == number:
            return self._full[at]
        content = list(self._full[at])
        for edit in self._made[start + 1 : number + 1]:
            if edit is not None:
                _apply(edit, content)
        built = tuple(content)
        self._built = (number, built)
        return built

    def edit_of(self, number: int) -> Edit | None:
        """The splices that make a version of the one before it; None where it stands alone."""
        return self._made[number]

    def is_now(self, content: Content) -> bool:
        """Whether the newest version is this content."""
        if self._now is None:
            return bool(self._made) and self._full[-1] == content
        return len(self._now) == len(content) and tuple(self._now) == content

    def changes(self, edit: Edit) -> bool:
        """Whether the splices would make a version that differs from the newest."""
        first = edit[0]
        if len(edit) == 1 and first.removed == len(first.inserted):
            end = first.position + first.removed
            return tuple(self._newest()[first.position : end]) != first.inserted
        return True

    def all_refs(self) -> Iterator[Ref]:
        """What any of the versions holds."""
        for number, edit in enumerate(self._made):
            if edit is None:
                yield from self[number]
            else:
                for splice in edit:
                    yield from splice.inserted

    def append(self, content: Content) -> None:
        """A version in full."""
        self._keep(content)
        self._made.append(None)

    def append_edit(self, edit: Edit) -> None:
        """A version as what changed."""
        if not self._made:
            raise ValueError("the first version is kept in full")
        now = self._newest()
        _apply(edit, now)
        self._since_full += sum(1 + len(splice.inserted) for splice in edit)
        self._made.append(edit)
        if self._since_full > len(now) // 2 + _SPARE:
            self._full.append(tuple(now))
            self._full_at.append(len(self._made) - 1)
            self._since_full = 0

    def replace_last(self, content: Content) -> None:
        """Let the newest version be this one."""
        self._forget_last()
        self.append(content)

    def amend(self, edit: Edit) -> None:
        """Change the newest version once more."""
        last, now = self._made[-1], self._newest()
        if last is None:
            content = list(now)
            _apply(edit, content)
            self.replace_last(tuple(content))
            return
        _apply(edit, now)
        self._since_full += sum(1 + len(splice.inserted) for splice in edit)
        self._made[-1] = (*last, *edit)
        if self._full_at[-1] == len(self._made) - 1:
            self._full[-1] = tuple(now)
        self._built = None

    def _newest(self) -> list[Ref]:
        """The newest version, to be changed."""
        if self._now is None:
            self._now = list(self._full[-1])
        return self._now

    def _keep(self, content: Content) -> None:
        self._now = None
        self._full.append(content)
        self._full_at.append(len(self._made))
        self._since_full = 0

    def _forget_last(self) -> None:
        self._made.pop()
        if self._full_at[-1] == len(self._made):
            self._full_at.pop()
            self._full.pop()
        self._built = None


def _apply(edit: Edit, content: list[Ref]) -> None:
    for position, removed, inserted in edit:
        content[position : position + removed] = inserted
