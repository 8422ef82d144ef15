"""Runs of one program under many inputs, each run once and kept."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as SequenceOf
from dataclasses import replace
from typing import Final

from engine.backward.inputs import NoDomainError
from engine.backward.replay import Slot, slots_of
from engine.backward.told_of_runs import RunJudge
from engine.capture.limits import Limits
from engine.errors import ErrorCode, StepwitnessError
from engine.program import Program
from engine.search.answers import Answer
from engine.search.candidates import check_candidate, source_of
from engine.search.confirm import Confirmer
from engine.trace.model import START, TraceData
from engine.trace.trace import Trace
from engine.values import Sequence, Value

LIMITS: Final = frozenset(
    {ErrorCode.TIME_LIMIT, ErrorCode.STEP_LIMIT, ErrorCode.MEMORY_LIMIT, ErrorCode.TRACE_LIMIT}
)
"""Why a run is ended that might have gone on."""

Answering = Callable[[Program], Answer]
Recording = Callable[[Program], TraceData]
Glancing = Callable[[Program, SequenceOf[str]], "list[Answer | None]"]
"""What one run of each of these argument lists comes to, None where that is nothing."""


class Runs:
    """Runs a program's calls by ``answering`` and ``recording``, each of which may raise a
    `StepwitnessError`. ``glancing`` answers several calls by one run each, and ``sketching``
    records one run that no other confirmed; None: as the others do."""

    def __init__(
        self,
        program: Program,
        answering: Answering,
        recording: Recording,
        glancing: Glancing | None = None,
        sketching: Recording | None = None,
    ) -> None:
        self.program: Final = program
        self._glancing = glancing
        self._glanced: dict[str, Answer | None] = {}
        self._answering = answering
        self._recording = recording
        self._sketching = sketching
        self._sketches: dict[str, RunJudge | StepwitnessError] = {}
        self._answers: dict[str, Answer | StepwitnessError] = {}
        self._judges: dict[str, RunJudge | StepwitnessError] = {}
        self.count = 0  #: runs so far, recorded or not

    @classmethod
    def in_sandbox(cls, program: Program, confirmer: Confirmer, limits: Limits) -> Runs:
        """Runs in fresh processes."""
        return cls(
            program,
            lambda each: confirmer.answer(each, limits),
            lambda each: confirmer.recorder.record(each, limits),
            lambda each, calls: confirmer.glances(each, calls, limits),
            lambda each: confirmer.recorder.sketch(each, limits),
        )

    def of(self, call: str) -> Program:
        """The program with this argument list."""
        return replace(self.program, call=call)

    def answer(self, call: str) -> Answer:
        """What a call gives; raises `StepwitnessError`."""
        if call not in self._answers:
            self.count += 1
            try:
                check_candidate(self.of(call))
                self._answers[call] = self._answering(self.of(call))
            except StepwitnessError as error:
                self._answers[call] = error
        found = self._answers[call]
        if isinstance(found, StepwitnessError):
            raise found
        return found

    def is_endless(self, call: str) -> bool:
        """Whether a run of the call was begun and did not end within its limits."""
        errors = (self._answers.get(call), self._judges.get(call))
        return any(isinstance(each, StepwitnessError) and each.code in LIMITS for each in errors)

    def gives(self, call: str, answer: Answer) -> bool | None:
        """Whether one run of a call gives this answer; None where it comes to nothing."""
        if call in self._answers or self._glancing is None:
            try:
                return self.answer(call) == answer
            except StepwitnessError:
                return None
        self.glance([call])
        seen = self._glanced[call]
        return None if seen is None else seen == answer

    def glance(self, calls: SequenceOf[str]) -> None:
        """Run these calls once, for `gives`."""
        if self._glancing is None:
            return
        new: list[str] = []
        for call in dict.fromkeys(calls):
            if call in self._answers or call in self._glanced:
                continue
            self._glanced[call] = None
            try:
                check_candidate(self.of(call))
            except StepwitnessError:
                continue
            new.append(call)
        self.count += len(new)
        if new:
            self._glanced.update(zip(new, self._glancing(self.program, new), strict=True))

    def know(self, call: str, trace: Trace) -> None:
        """Take in a recording of a call that was made elsewhere, as this one makes them."""
        if not isinstance(self._judges.get(call), RunJudge):
            self._judges[call] = RunJudge(trace)

    def judge(self, call: str) -> RunJudge:
        """The recording of a call, to be judged; raises `StepwitnessError`."""
        return self._recorded(call, self._judges, self._recording)

    def sketch(self, call: str) -> RunJudge:
        """As `judge`, of one run that no other may have confirmed: it may show that something is
        wrong, and proves nothing."""
        if call in self._judges or self._sketching is None:
            return self.judge(call)
        return self._recorded(call, self._sketches, self._sketching)

    def _recorded(
        self, call: str, kept: dict[str, RunJudge | StepwitnessError], recording: Recording
    ) -> RunJudge:
        if call not in kept:
            self.count += 1
            try:
                check_candidate(self.of(call))
                kept[call] = RunJudge(Trace(recording(self.of(call))))
            except StepwitnessError as error:
                kept[call] = error
        found = kept[call]
        if isinstance(found, StepwitnessError):
            raise found
        return found


def call_of(slots: list[Slot], arguments: list[Value]) -> str:
    """The text of an argument list; raises `ValueError` for a value that has none."""
    parts: list[str] = []
    for slot, value in zip(slots, arguments, strict=True):
        if slot.star and isinstance(value, Sequence):
            parts += map(source_of, value.items)
        else:
            parts.append(f"{slot.parameter}={source_of(value)}" if slot.keyword
                         else source_of(value))  # fmt: skip
    return ", ".join(parts)


def arguments_of(trace: Trace, slots: list[Slot]) -> list[Value]:
    """The values that the recorded call gives its parameters; raises `NoDomainError`."""
    written = {
        write.name: write.value for write in trace.step(trace.entry.first).writes if write.name
    }
    found: list[Value] = []
    for slot in slots:
        ref = written.get(slot.parameter)
        if ref is None:
            raise NoDomainError(f"the parameter `{slot.parameter}` was not recorded")
        found.append(trace.value(ref, START))
    return found


__all__ = ["Runs", "arguments_of", "call_of", "slots_of"]
