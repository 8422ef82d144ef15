"""The teacher that asks a language model, and believes nothing that it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from engine.claims.verdicts import Level, NarrationVerdict
from engine.errors import StepwitnessError
from engine.search.rationale import RationaleVerdict
from engine.synthesis.chat.exchange import Message, Request, Role
from engine.synthesis.teachers.explained import of_narration, of_rationale
from engine.synthesis.teachers.judging import Judging, reason_of
from engine.synthesis.teachers.model import (
    BackwardTask,
    Dropped,
    DropReason,
    ForwardTask,
    Outcome,
    Proposal,
    Wish,
)
from engine.synthesis.teachers.prompts import Kind, chosen, filled, numbered, prompt
from engine.synthesis.teachers.proposals import propose
from engine.synthesis.teachers.rounds import Asking, Judged, Rounds
from engine.synthesis.teachers.shown import shown

T = TypeVar("T")

_ORDERED: Final = " What does not matter for the answer may be left out."


@dataclass(frozen=True, slots=True)
class Lessons:
    """How a model is taught. ``rounds`` counts replies to one task; ``window`` tasks go through
    their rounds together (batches want many); ``max_tokens`` bounds one reply."""

    model: str
    blind: bool = False
    rounds: int = 3
    window: int = 64
    max_tokens: int = 8192
    temperature: float | None = None


class ModelTeacher:
    """As `Teacher`. What is accepted was judged like anybody's text: a model that lies, or does
    not know better, gets its mistakes back, and after the last round its task is dropped."""

    def __init__(self, lessons: Lessons, asking: Asking, judging: Judging | None = None) -> None:
        self.lessons: Final = lessons
        self._asking = asking
        self._judging = Judging() if judging is None else judging

    @property
    def name(self) -> str:
        """As `Teacher.name`."""
        return f"{self.lessons.model}, blind" if self.lessons.blind else self.lessons.model

    def close(self) -> None:
        self._judging.close()

    def problems(self, wishes: Sequence[Wish]) -> Iterator[Proposal]:
        """As `Teacher.problems`."""
        how = self.lessons
        yield from propose(
            wishes, self._asking, how.model, max_tokens=how.max_tokens, temperature=how.temperature
        )

    def forward(self, tasks: Sequence[ForwardTask]) -> Iterator[Outcome]:
        """As `Teacher.forward`."""
        yield from self._taught(Kind.FORWARD, tasks, self.forward_request, self._narrated)

    def backward(self, tasks: Sequence[BackwardTask]) -> Iterator[Outcome]:
        """As `Teacher.backward`."""
        yield from self._taught(Kind.BACKWARD, tasks, self.backward_request, self._argued)

    # -- requests ---------------------------------------------------------------------------------

    def forward_request(self, task: ForwardTask) -> Request:
        """The first request for a narration; raises `StepwitnessError` where the call cannot be
        recorded: nothing is paid for that could not be judged."""
        trace = self._judging.recording(task)
        run = "" if self.lessons.blind else filled("run_forward", recording=shown(trace))
        asked = filled(
            "task_forward",
            examples=_examples(Kind.FORWARD, task.program.source),
            program=numbered(task.program.source),
            call=task.program.call_text,
            run=run,
            level="" if task.level is Level.GAPLESS else _ORDERED,
        )
        return self._request(Kind.FORWARD, asked, task.seed)

    def backward_request(self, task: BackwardTask) -> Request:
        """The first request for a rationale; raises `StepwitnessError` as `forward_request`."""
        trace = self._judging.recording(ForwardTask(task.program))
        run = ""
        if not self.lessons.blind:
            run = filled("run_backward", call=task.program.call_text, recording=shown(trace))
        asked = filled(
            "task_backward",
            examples=_examples(Kind.BACKWARD, task.program.source),
            program=numbered(task.program.source),
            answer=task.answer.told(),
            run=run,
        )
        return self._request(Kind.BACKWARD, asked, task.seed)

    def _request(self, kind: Kind, asked: str, seed: int) -> Request:
        how = self.lessons
        turn = Message(Role.USER, asked)
        return Request(
            how.model, (turn,), shared=prompt(kind.value), max_tokens=how.max_tokens,
            temperature=how.temperature, sample=seed,
        )  # fmt: skip

    # -- rounds -----------------------------------------------------------------------------------

    def _taught(
        self,
        kind: Kind,
        tasks: Sequence[T],
        request: Callable[[T], Request],
        judge: Callable[[T, str], Judged],
    ) -> Iterator[Outcome]:
        rounds = Rounds(kind, self._asking, judge, self.lessons.rounds)
        for begin in range(0, len(tasks), self.lessons.window):
            asked: list[tuple[T, Request]] = []
            slots: list[Dropped | None] = []
            for task in tasks[begin : begin + self.lessons.window]:
                try:
                    asked.append((task, request(task)))
                    slots.append(None)
                except StepwitnessError as error:
                    slots.append(Dropped(DropReason.ERROR, str(error), 0))
            outcomes = rounds.outcomes(asked)
            for slot in slots:
                yield next(outcomes) if slot is None else slot

    def _narrated(self, task: ForwardTask, text: str) -> Judged:
        blind = self.lessons.blind
        try:
            report = self._judging.forward(task, text, explaining=not blind)
        except StepwitnessError as error:
            return Judged(False, DropReason.ERROR, str(error))
        if report.verdict is NarrationVerdict.ACCEPTED:
            return Judged(True)
        message = of_narration(report, blind=blind)
        return Judged(False, reason_of(report), report.summary(), message)

    def _argued(self, task: BackwardTask, text: str) -> Judged:
        try:
            report = self._judging.backward(task, text)
        except StepwitnessError as error:
            return Judged(False, DropReason.ERROR, str(error))
        if report.verdict is RationaleVerdict.ACCEPTED:
            return Judged(True)
        message = of_rationale(report, blind=self.lessons.blind)
        return Judged(False, reason_of(report), report.summary(), message)


def _examples(kind: Kind, source: str) -> str:
    return "\n".join(each.shown(kind) for each in chosen(kind, source))
