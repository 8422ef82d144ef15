"""The scalars of a recording by number, made into `Atom` when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, overload

from engine.values import Atom, AtomPayload


class Atoms(Sequence[Atom]):
    """A table of atoms, kept as what they are of. A loop that counts to a million has as many, of
    which a question needs a few."""

    __slots__ = ("_made", "payloads")

    def __init__(self, payloads: Iterable[AtomPayload] = ()) -> None:
        self.payloads: Final[list[AtomPayload]] = list(payloads)
        self._made: dict[int, Atom] = {}

    def __len__(self) -> int:
        return len(self.payloads)

    @overload
    def __getitem__(self, number: int) -> Atom: ...
    @overload
    def __getitem__(self, number: slice) -> list[Atom]: ...
    def __getitem__(self, number: int | slice) -> Atom | list[Atom]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        made = self._made.get(number)
        if made is None:
            made = Atom(self.payloads[number])
            self._made[number] = made
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it grows
