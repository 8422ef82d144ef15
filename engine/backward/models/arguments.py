"""Arguments of a builtin's call, by position and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from engine.backward.models.sequences import settled
from engine.backward.models.things import (
    UnmodelledError,
    chars_of,
    error_untold,
    int_term,
    is_bytes,
    is_int,
    is_str,
)
from engine.backward.run import Run
from engine.backward.terms import IntTerm

MISSING: Final = object()


class Arguments:
    """The arguments of one call. ``names`` are the parameters that may be given by name."""

    def __init__(
        self,
        args: Sequence[object],
        keywords: Mapping[str, object],
        names: Sequence[str] = (),
        *,
        least: int = 0,
        most: int | None = None,
    ) -> None:
        limit = len(names) if most is None else most
        if not least <= len(args) <= limit:
            raise error_untold("TypeError")
        self._found: dict[int | str, object] = dict(enumerate(args))
        for name, value in keywords.items():
            if name not in names:
                raise UnmodelledError(f"the keyword `{name}` here")
            place = names.index(name)
            if place < len(args):
                raise error_untold("TypeError")
            self._found[place] = value

    def get(self, place: int, default: object = None) -> object:
        """The argument at a place, or the default."""
        return self._found.get(place, default)

    def has(self, place: int) -> bool:
        return place in self._found

    def text(self, place: int, like: object = "") -> Sequence[IntTerm]:
        """The characters of an argument that must be a str, or bytes where ``like`` is."""
        return text_of(self.get(place), like)

    def number(self, place: int, default: int, run: Run) -> int:
        """An int that is the same in all that the run speaks of."""
        thing = self.get(place, default)
        if not is_int(thing):
            raise error_untold("TypeError")
        return settled(int_term(thing), run)


def text_of(thing: object, like: object) -> Sequence[IntTerm]:
    """The characters of what must be text of the same kind; raises `PythonError`."""
    if not (is_str(thing) if is_str(like) else is_bytes(thing)):
        raise error_untold("TypeError")
    return chars_of(thing)
