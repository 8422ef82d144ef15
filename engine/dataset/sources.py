"""Where a build's problems come from: a teacher, or a file of problems; and who argues."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Final, Protocol

from engine.dataset.build_settings import BUILTIN, Settings
from engine.dataset.build_work import LIMITS, Task, reasoned_to_json
from engine.errors import ErrorCode, TeacherError, UsageError
from engine.program import decode, read_bytes
from engine.search.writing import BRIEF
from engine.synthesis.chat.budget import Ledger
from engine.synthesis.concept import Concept
from engine.synthesis.consensus import kept_from_json
from engine.synthesis.generator import catalogue, generate
from engine.synthesis.problem import Difficulty, Problem, problem_from_json
from engine.synthesis.rationales import Wanted, reason
from engine.synthesis.teachers.builtin import BuiltinTeacher
from engine.synthesis.teachers.judging import Judging
from engine.synthesis.teachers.model import Dropped, Teacher, Wish

BATCHED: Final = 500
"""Programs whose rationales are asked for together in batches of the provider; their recordings are
held meanwhile."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A problem, or why there is none."""

    problem: Problem | None
    why: str = ""
    left_out: tuple[str, ...] = ()


class Source(Protocol):
    """Gives problems by their numbers, the same one for the same number and settings."""

    def problems(self, first: int, count: int) -> Iterator[Offered]:
        """Problems from number ``first`` on, fewer than ``count`` only where there are no more."""
        ...

    def reasoned(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, dict[str, object]]]:
        """Stage C of programs, by the teacher."""
        ...

    @property
    def ledger(self) -> Ledger | None:
        """What was paid for in this run; None without a model."""
        ...


@dataclass
class FromTeacher:
    """Problems of a teacher, concept by concept in an order that the seed draws."""

    settings: Settings
    teacher: Teacher
    concepts: tuple[Concept, ...]
    judging: Judging
    ledger: Ledger | None = None  #: of a model

    def wish(self, number: int) -> Wish:
        """What is asked for under a number: each concept once, in another order each time, before
        one comes again."""
        turn, place = divmod(number, len(self.concepts))
        order = list(range(len(self.concepts)))
        Random(f"{self.settings.seed}\\0{turn}").shuffle(order)  # noqa: S311  # no secret
        concept = self.concepts[order[place]]
        difficulties = self.settings.difficulties
        difficulty = Difficulty(difficulties[(turn + order[place]) % len(difficulties)])
        if self.settings.teacher != BUILTIN:
            return Wish(concept, difficulty, turn)
        digest = sha256(f"{self.settings.seed}\\0{number}".encode()).digest()
        return Wish(concept, difficulty, int.from_bytes(digest[:6], "big"))

    def problems(self, first: int, count: int) -> Iterator[Offered]:
        """As `Source.problems`."""
        if not self.concepts:
            return
        wishes = [self.wish(number) for number in range(first, first + count)]
        if self.settings.generates:
            for wish in wishes:
                yield Offered(generate(wish.concept.slug, wish.difficulty, wish.number))
            return
        for each in self.teacher.problems(wishes):
            if isinstance(each, Dropped):
                yield Offered(None, each.reason.value)
            else:
                yield Offered(each.problem, "", each.left_out)

    def reasoned(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, dict[str, object]]]:
        """As `Source.reasoned`, a window of programs at a time: a large one where a batch is
        waited for in each round."""
        window = BATCHED if self.settings.batch else 64
        for begin in range(0, len(tasks), window):
            part = tasks[begin : begin + window]
            wanted = Wanted(self.settings.calls, self.settings.tries, self.settings.seed)
            kept = [kept_from_json(task.form) for task in part]
            found = reason(kept, self.teacher, self.judging, wanted)
            for task, each in zip(part, found, strict=True):
                yield task, reasoned_to_json(each)


@dataclass
class FromFile:
    """Problems of a JSONL file (`Problem.to_json`), argued about by a teacher."""

    path: Path
    by: FromTeacher
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        text = decode(read_bytes(self.path), str(self.path))
        self.lines = [line for line in text.split("\n") if line.strip()]

    def problems(self, first: int, count: int) -> Iterator[Offered]:
        """As `Source.problems`."""
        for number in range(first, min(first + count, len(self.lines))):
            try:
                problem = problem_from_json(json.loads(self.lines[number]))
            except ValueError as error:
                raise UsageError(
                    ErrorCode.BAD_ROW,
                    f"The row is no problem: {error}",
                    where=f"{self.path}, row {number + 1}",
                    remedy="docs/synthesis.md lists the fields of a problem.",
                ) from error
            yield Offered(problem)

    def reasoned(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, dict[str, object]]]:
        """As `Source.reasoned`."""
        return self.by.reasoned(tasks)

    @property
    def ledger(self) -> Ledger | None:
        """As `Source.ledger`."""
        return self.by.ledger


@contextmanager
def source_of(settings: Settings, out: Path) -> Iterator[Source]:
    """The source that the settings name; exchanges with a model are kept in the folder. Raises
    `UsageError`, `TeacherError`."""
    with ExitStack() as stack:
        judging = Judging(LIMITS, effort=BRIEF)
        stack.callback(judging.close)
        if settings.teacher == BUILTIN:
            teacher = BuiltinTeacher(judging)
            found = FromTeacher(settings, teacher, _chosen(settings, None), judging)
        else:
            found = _of_model(settings, out, judging)
        yield FromFile(Path(settings.problems), found) if settings.problems else found


def _of_model(settings: Settings, out: Path, judging: Judging) -> FromTeacher:
    """A language model; its packages are an extra, and imported here alone."""
    try:
        module = importlib.import_module("engine.dataset.model_source")
    except ModuleNotFoundError as error:
        raise TeacherError(
            ErrorCode.TEACHER_MISSING,
            f"The package `{error.name}` is not installed",
            remedy="Install it with `pip install 'stepwitness[teachers]'`.",
        ) from error
    teacher, drawn, ledger = module.model_teacher(settings, out, judging)
    return FromTeacher(settings, teacher, _chosen(settings, drawn), judging, ledger)


def _chosen(settings: Settings, drawn: tuple[Concept, ...] | None) -> tuple[Concept, ...]:
    """The concepts that problems are about; raises `UsageError` for a slug that there is not."""
    if settings.problems:
        return ()
    known = catalogue() if drawn is None else drawn
    if not settings.concepts:
        return known
    by_slug = {each.slug: each for each in known}
    for slug in settings.concepts:
        if slug not in by_slug:
            raise UsageError(
                ErrorCode.BAD_OPTION,
                f"There is no concept `{slug}`",
                remedy=f"These there are: {', '.join(sorted(by_slug))}.",
                data={"concept": slug},
            )
    return tuple(by_slug[slug] for slug in settings.concepts)
