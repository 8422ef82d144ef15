"""What a model can do and what it costs: one table, looked up once for each model."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Final

from engine.errors import ErrorCode, UsageError
from engine.program import decode, read_bytes
from engine.synthesis.chat.exchange import Reply, Usage

_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Abilities:
    """One model. Prices are dollars for a million tokens; the factors are relative to them."""

    prefix: str = ""
    input: float | None = None  #: None: not known
    output: float | None = None
    cache_read: float = 0.1  #: of the price of input
    cache_write: float = 1.25  #: of the price of input
    batch: float = 0.5  #: of all prices, for bulk work
    structured: bool = False  #: whether it takes a JSON Schema for its reply
    temperature: bool = False  #: whether it takes a temperature
    source: str = ""  #: where the prices stand
    as_of: str = ""  #: the year and month in which somebody looked there

    @property
    def priced(self) -> bool:
        return self.input is not None and self.output is not None

    def cost(self, usage: Usage, *, batched: bool = False) -> float:
        """Dollars; 0 where the price is not known."""
        if self.input is None or self.output is None:
            return 0.0
        entered = usage.input + self.cache_read * usage.cache_read
        entered += self.cache_write * usage.cache_write
        whole = (entered * self.input + usage.output * self.output) / _MILLION
        return whole * self.batch if batched else whole

    def cost_of(self, reply: Reply) -> float:
        return self.cost(reply.usage, batched=reply.batched)


class AbilityTable:
    """Rows of `Abilities`, those of the user before ours."""

    def __init__(self, rows: Iterable[Abilities]) -> None:
        self._rows = tuple(rows)
        self._found: dict[str, Abilities] = {}

    def of(self, model: str) -> Abilities:
        """The row with the longest prefix of the model's name; the first of several."""
        if model not in self._found:
            fitting = [row for row in self._rows if model.startswith(row.prefix)]
            longest = max(fitting, key=lambda row: len(row.prefix), default=Abilities())
            self._found[model] = longest
        return self._found[model]


def ability_table(own: Path | None = None) -> AbilityTable:
    """The built-in table, with a user's TOML file before it; raises `UsageError`."""
    text = resources.files(__package__).joinpath("models.toml").read_text(encoding="utf-8")
    ours = _rows(text, "models.toml")
    if own is None:
        return AbilityTable(ours)
    theirs = _rows(decode(read_bytes(own), str(own)), str(own))
    known = {row.prefix for row in theirs}
    return AbilityTable([*theirs, *(row for row in ours if row.prefix not in known)])


_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "prefix": (str,),
    "source": (str,),
    "as_of": (str,),
    "structured": (bool,),
    "temperature": (bool,),
}


def _rows(text: str, where: str) -> list[Abilities]:
    try:
        form = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(where, f"it is not TOML ({error})") from error
    rows = form.get("model")
    if set(form) != {"model"} or not isinstance(rows, list):
        raise _bad(where, "it holds something else than [[model]] tables")
    found: list[Abilities] = []
    names = {field.name for field in fields(Abilities)}
    for row in rows:
        unknown = set(row) - names
        if unknown or not row.get("prefix"):
            told = f"unknown keys {sorted(unknown)}" if unknown else "no `prefix`"
            raise _bad(where, f"a model has {told}")
        for name, value in row.items():
            kinds = _KINDS.get(name, (int, float))
            if type(value) not in kinds or (kinds == (int, float) and value < 0):
                raise _bad(where, f"`{name}` of {row['prefix']} cannot be {value!r}")
        found.append(Abilities(**row))
    return found


def _bad(where: str, what: str) -> UsageError:
    remedy = "See engine/synthesis/chat/models.toml for the form."
    return UsageError(
        ErrorCode.BAD_OPTION, f"The table of models cannot be read: {what}", where=where,
        remedy=remedy,
    )  # fmt: skip
