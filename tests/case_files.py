"""Reading tests/cases/: which files there are, what their headers say, what is amiss.

The harness is stern: a file that belongs to nothing, or misses its partner, is a failure that
says what to do; a misspelt file name can thus never turn a test off.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CASES: Final = Path(__file__).parent / "cases"

FREEHAND: Final = "freehand"
"""The topic of free narrations, which have files of their own kind (`tests.claims.freehand`)."""

HEADER_KEYS: Final = frozenset({"call", "entry", "stdin", "level", "requires"})
LEVELS: Final = frozenset({"claims", "ordered", "gapless"})

_HEADER_LINE: Final = re.compile(r"# (\w+): ?(.*)")
_UPDATE: Final = "python -m pytest tests/test_cases.py --update-cases"


class BadCaseError(Exception):
    """A case's files cannot be used; the message says which, why, and what to do."""


@dataclass(frozen=True)
class Header:
    """What the first lines of a program say."""

    call: str
    entry: str | None = None
    stdin: str = ""
    level: str = "ordered"
    requires: tuple[int, int] = (3, 11)


@dataclass(frozen=True)
class Case:
    """One narration of one program."""

    program: Path
    narration: Path

    @property
    def verdict(self) -> Path:
        """Where the expected verdicts are."""
        return self.narration.with_suffix(".verdict")

    @property
    def id(self) -> str:
        """``topic/behaviour.variant``: the narration's path within the cases."""
        return f"{self.narration.parent.name}/{self.narration.stem}"


def read_header(program: Path) -> Header:
    """The header of a program; raises `BadCaseError`."""
    fields: dict[str, str] = {}
    for number, line in enumerate(program.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.startswith("#"):
            break
        found = _HEADER_LINE.fullmatch(line)
        if found is None:
            continue
        key, value = found.groups()
        where = f"{program}, line {number}"
        if key not in HEADER_KEYS:
            raise BadCaseError(f"{where}: no key `{key}`; there are {sorted(HEADER_KEYS)}")
        if key in fields:
            raise BadCaseError(f"{where}: the key `{key}` stands there twice")
        fields[key] = value.strip()
    if "call" not in fields:
        raise BadCaseError(f"{program}: begin it with the call to record: `# call: f(1, 2)`")
    level = fields.get("level", "ordered")
    if level not in LEVELS:
        raise BadCaseError(f"{program}: no level `{level}`; there are {sorted(LEVELS)}")
    return Header(
        call=fields["call"],
        entry=fields.get("entry"),
        stdin=_stdin(program, fields.get("stdin", "''")),
        level=level,
        requires=_version(program, fields.get("requires", "3.11")),
    )


def _stdin(program: Path, text: str) -> str:
    try:
        stdin = ast.literal_eval(text)
    except (SyntaxError, ValueError) as error:
        raise BadCaseError(f"{program}: `stdin` is a string literal, not `{text}`") from error
    if not isinstance(stdin, str):
        raise BadCaseError(f"{program}: `stdin` is a string literal, not `{text}`")
    return stdin


def _version(program: Path, text: str) -> tuple[int, int]:
    found = re.fullmatch(r"3\.(1[123])", text)
    if found is None:
        raise BadCaseError(f"{program}: `requires` is 3.11, 3.12 or 3.13, not `{text}`")
    return 3, int(found[1])


def programs(root: Path = CASES) -> Iterator[Path]:
    """The programs of the cases, in the order of their paths."""
    yield from (path for path in sorted(root.glob("*/*.py")) if path.parent.name != FREEHAND)


def cases(root: Path = CASES) -> Iterator[Case]:
    """The cases, in the order of their paths; orphans are left to `problems`."""
    for narration in sorted(root.glob("*/*.narration")):
        program = program_of(narration)
        if program.exists():
            yield Case(program, narration)


def program_of(path: Path) -> Path:
    """The program that a narration or verdict belongs to, by its name."""
    return path.with_name(path.name.split(".")[0] + ".py")


def problems(root: Path = CASES, *, updating: bool = False) -> list[str]:
    """What is amiss with the files, each with what to do; verdicts may miss while updating."""
    return [
        problem
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
        for problem in _problems_of(path, root, updating)
    ]


def _problems_of(path: Path, root: Path, updating: bool) -> Iterator[str]:
    name = path.relative_to(root)
    if len(name.parts) != 2:
        yield f"{name}: a case lies in a topic: tests/cases/<topic>/<behaviour>.py"
        return
    if name.parts[0] == FREEHAND:
        yield from _problems_of_freehand(path, name)
        return
    match path.suffix:
        case ".py":
            yield from _problems_of_program(path, name, updating)
        case ".narration":
            if not program_of(path).exists():
                yield f"{name}: it narrates no program; write {program_of(name)} or rename it"
            if not path.with_suffix(".verdict").exists() and not updating:
                yield f"{name}: its verdicts are missing; write them with `{_UPDATE}`"
        case ".verdict":
            if not path.with_suffix(".narration").exists():
                wanted = path.with_suffix(".narration").name
                yield f"{name}: there is no {wanted}; delete or rename it"
        case _:
            yield f"{name}: cases are made of .py, .narration and .verdict files; move it away"


def _problems_of_freehand(path: Path, name: Path) -> Iterator[str]:
    """A program, and for each of its narrations a text (``.md``) and the truth of its sentences."""
    partner = {".md": ".truth", ".truth": ".md"}.get(path.suffix)
    if partner is not None:
        if not path.with_suffix(partner).exists():
            yield f"{name}: there is no {path.with_suffix(partner).name} beside it"
        if not program_of(path).exists():
            yield f"{name}: it narrates no program; write {program_of(name)} or rename it"
    elif path.suffix != ".py":
        yield f"{name}: free narrations are made of .py, .md and .truth files; move it away"
    elif not any(path.parent.glob(f"{path.stem}.*.md")):
        yield f"{name}: nothing narrates it; write {name.with_suffix('.a.md')}"


def _problems_of_program(path: Path, name: Path, updating: bool) -> Iterator[str]:
    if path.name.count(".") > 1:
        yield f"{name}: a behaviour's name has no full stop; variants are of narrations"
        return
    try:
        read_header(path)
    except BadCaseError as error:
        yield str(error)
    narrations = [case for case in cases(path.parents[1]) if case.program == path]
    if not narrations:
        yield f"{name}: nothing narrates it; write {name.with_suffix('.narration')}"
        return
    if updating:
        return
    verdicts = [
        case.verdict.read_text(encoding="utf-8") for case in narrations if case.verdict.exists()
    ]
    for wanted, what in (("ACCEPTED", "true narration"), ("REJECTED", "falsified twin")):
        if not any(f"\nNARRATION {wanted}" in f"\n{text}" for text in verdicts):
            yield f"{name}: it has no {what} that is {wanted}; write one"
