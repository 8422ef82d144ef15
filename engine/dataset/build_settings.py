"""What `stepwitness build` is asked for: flags, or a TOML file with the same names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from engine.dataset.exports import Form
from engine.errors import ErrorCode, UsageError
from engine.program import decode, read_bytes
from engine.synthesis.agreement import Scoring
from engine.synthesis.problem import Difficulty

BUILTIN: Final = "builtin"
TEACHERS: Final = (BUILTIN, "anthropic", "openai-compatible")
STAGES: Final = ("problems", "agreement", "rationales", "output")

_FREE: Final = frozenset({"programs", "exports", "workers", "dollars", "tokens", "models"})
"""Settings that a folder may be gone on with under another value: they change no record."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One build. Names are those of the TOML file; `UsageError` for values that cannot be."""

    programs: int = 100  #: with both rationales
    seed: int = 0
    teacher: str = BUILTIN
    problems: str = ""  #: a JSONL file of problems in the place of stage A
    concepts: tuple[str, ...] = ()  #: slugs; (): all
    texts: tuple[str, ...] = ()  #: seed texts, of which a model draws concepts
    difficulties: tuple[str, ...] = tuple(each.value for each in Difficulty)
    scoring: str = Scoring.LINEAR.value
    calls: int = 1  #: of each program that are asked about
    tries: int = 3  #: calls that are tried for them
    exports: tuple[str, ...] = ()  #: `Form`s
    workers: int = 0  #: processes; 0: one a processor
    model: str = ""
    base_url: str = ""
    models: str = ""  #: a TOML file of what models can do and cost, before the built-in table
    blind: bool = False
    rounds: int = 3
    batch: bool = False
    max_tokens: int = 8192
    dollars: float = 0.0  #: budget; 0: none
    tokens: int = 0  #: budget; 0: none

    def __post_init__(self) -> None:
        closed = {
            "teacher": ((self.teacher,), TEACHERS),
            "scoring": ((self.scoring,), tuple(each.value for each in Scoring)),
            "difficulties": (self.difficulties, tuple(each.value for each in Difficulty)),
            "exports": (self.exports, tuple(each.value for each in Form)),
        }
        for name, (given, possible) in closed.items():
            for each in given:
                if each not in possible:
                    raise _bad(name, each, f"one of {', '.join(possible)}")
        for name, least in (("programs", 1), ("calls", 1), ("tries", 1), ("rounds", 1),
                            ("workers", 0), ("tokens", 0), ("max_tokens", 1)):  # fmt: skip
            if getattr(self, name) < least:
                raise _bad(name, getattr(self, name), f"at least {least}")
        if self.dollars < 0:
            raise _bad("dollars", self.dollars, "at least 0")
        if not self.difficulties:
            raise _bad("difficulties", "[]", "at least one")
        if self.teacher != BUILTIN and not self.model:
            raise _bad("model", "", f"the name of a model, for the teacher {self.teacher}")
        if self.texts and self.teacher == BUILTIN:
            raise _bad("texts", ", ".join(self.texts), "empty: no model is there to read them")

    @property
    def generates(self) -> bool:
        """Whether the problems come from the built-in generator."""
        return self.teacher == BUILTIN and not self.problems

    def identity(self) -> dict[str, object]:
        """What has to be the same for a folder to be gone on with."""
        return {name: value for name, value in self.to_json().items() if name not in _FREE}

    def to_json(self) -> dict[str, object]:
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }


_OF_TYPE: Final[Mapping[str, type | tuple[type, ...]]] = {
    "int": int, "str": str, "bool": bool, "float": (float, int), "tuple[str, ...]": tuple,
}  # fmt: skip

# Annotations are texts here.
_KINDS: Final = {field.name: _OF_TYPE[str(field.type)] for field in fields(Settings)}


def settings_from(given: Mapping[str, object], where: str = "") -> Settings:
    """The settings that a mapping gives, the others by default; raises `UsageError`."""
    values: dict[str, object] = {}
    for name, value in given.items():
        kind = _KINDS.get(name)
        if kind is None:
            raise _bad(name, value, f"one of {', '.join(_KINDS)}", where)
        if kind is tuple:
            if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
                raise _bad(name, value, "a list of texts", where)
            values[name] = tuple(value)
        elif not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise _bad(name, value, "of another type", where)
        else:
            values[name] = value
    return Settings(**values)  # type: ignore[arg-type]  # each of its field's type


def settings_file(path: Path) -> dict[str, object]:
    """The settings of a TOML file; raises `UsageError`."""
    try:
        return tomllib.loads(decode(read_bytes(path), str(path)))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            ErrorCode.BAD_OPTION,
            f"The settings are not TOML: {error}",
            where=str(path),
            remedy="docs/synthesis.md lists them.",
        ) from error


def _bad(name: str, value: object, wanted: str, where: str = "") -> UsageError:
    return UsageError(
        ErrorCode.BAD_OPTION,
        f"`{name}` is `{value}`, and has to be {wanted}",
        where=where,
        remedy="docs/synthesis.md lists the settings of a build.",
        data={"setting": name},
    )
