"""The teacher without a model: the writers of `engine.narration` and `engine.search`.

Deterministic, and without a network. What it writes is judged like anybody's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.claims.verdicts import NarrationVerdict
from engine.errors import StepwitnessError
from engine.narration.writer import narrate
from engine.search.rationale import RationaleVerdict
from engine.synthesis.generator import generate
from engine.synthesis.teachers.judging import Judging, reason_of
from engine.synthesis.teachers.model import (
    Accepted,
    BackwardTask,
    Dropped,
    DropReason,
    ForwardTask,
    Outcome,
    Proposal,
    Proposed,
    Wish,
)


class BuiltinTeacher:
    """As `Teacher`. The same task gives the same outcome."""

    name = "builtin"

    def __init__(self, judging: Judging | None = None) -> None:
        self._judging = Judging() if judging is None else judging

    def close(self) -> None:
        self._judging.close()

    def problems(self, wishes: Sequence[Wish]) -> Iterator[Proposal]:
        """As `Teacher.problems`: of the generator's catalogue. Tests are plain calls, of which
        `engine.synthesis.meaning` makes asserts."""
        for wish in wishes:
            try:
                yield Proposed(generate(wish.concept.slug, wish.difficulty, wish.number))
            except ValueError as error:
                yield Dropped(DropReason.MALFORMED, str(error))

    def forward(self, tasks: Sequence[ForwardTask]) -> Iterator[Outcome]:
        """As `Teacher.forward`."""
        for task in tasks:
            try:
                text = narrate(self._judging.recording(task), task.seed, task.level)
                report = self._judging.forward(task, text)
            except StepwitnessError as error:
                yield Dropped(DropReason.ERROR, str(error))
                continue
            if report.verdict is NarrationVerdict.ACCEPTED:
                yield Accepted(text)
            else:
                yield Dropped(reason_of(report), report.summary())

    def backward(self, tasks: Sequence[BackwardTask]) -> Iterator[Outcome]:
        """As `Teacher.backward`."""
        for task in tasks:
            try:
                text = self._judging.argued(task)
                report = self._judging.backward(task, text)
            except StepwitnessError as error:
                yield Dropped(DropReason.ERROR, str(error))
                continue
            if report.verdict is RationaleVerdict.ACCEPTED:
                yield Accepted(text)
            else:
                yield Dropped(reason_of(report), report.summary())
