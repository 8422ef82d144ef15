"""What an explanation says (docs/cli.md: the field ``explanation`` of a claim)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Change(Enum):
    """What is changed in a sentence to make it true; the value is its name in JSON. Closed."""

    VALUE = "value"  #: what the claim says is so: a value, a number, a name, a word
    ORDER = "order"  #: it says that it speaks of an earlier time
    WHICH = "which"  #: of several it says which one is meant
    MOMENT = "moment"  #: before instead of after, the start instead of the end
    LINE = "line"  #: the number of a line
    PASS = "pass"  # noqa: S105  #: the number of a pass (no secret)
    CALL = "call"  #: the number of a call
    NAME = "name"  #: a variable
    WORD = "word"  #: `is` instead of `is not`, `always` instead of `never`


@dataclass(frozen=True, slots=True)
class Variant:
    """A change of one part that makes the claim true where it stands.

    ``note`` says it in words; ``sentence`` is the whole sentence with the change, "" where more in
    it would have to change, or where the change is in a heading."""

    change: Change
    note: str
    sentence: str = ""

    def to_json(self) -> dict[str, str]:
        return {"change": self.change.value, "note": self.note, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Of one claim that failed. ``repair`` is the nearest true sentence: put in the place of the
    claim's own sentence, each of its claims is VERIFIED and in order; "" where none was found."""

    repair: str = ""
    variants: tuple[Variant, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {"repair": self.repair, "variants": [each.to_json() for each in self.variants]}
