"""Runs of one program under many inputs, each run once and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from engine.backward.inputs import NoDomainError
from engine.backward.replay import Slot, slots_of
from engine.backward.told_of_runs import RunJudge
from engine.capture.limits import Limits
from engine.errors import StepwitnessError
from engine.program import Program
from engine.search.answers import Answer
from engine.search.candidates import check_candidate, source_of
from engine.search.confirm import Confirmer
from engine.trace.model import START, TraceData
from engine.trace.trace import Trace
from engine.values import Sequence, Value

Answering = Callable[[Program], Answer]
Recording = Callable[[Program], TraceData]


class Runs:
    """Runs a program's calls by ``answering`` and ``recording``, each of which may raise a
    `StepwitnessError`; ``glancing`` answers by one run alone."""

    def __init__(
        self,
        program: Program,
        answering: Answering,
        recording: Recording,
        glancing: Answering | None = None,
    ) -> None:
        self.program: Final = program
        self._glancing = glancing
        self._glanced: dict[str, Answer | None] = {}
        self._answering = answering
        self._recording = recording
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
            lambda each: confirmer.glance(each, limits),
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

    def may_give(self, call: str, answer: Answer) -> bool:
        """Whether a call may give this answer: False where one run of it, under one hash seed, does
        something else. (So the answer of all its runs is not this one.)"""
        if call in self._answers or self._glancing is None:
            return True
        if call not in self._glanced:
            self.count += 1
            try:
                check_candidate(self.of(call))
                self._glanced[call] = self._glancing(self.of(call))
            except StepwitnessError:
                self._glanced[call] = None
        return self._glanced[call] == answer

    def judge(self, call: str) -> RunJudge:
        """The recording of a call, to be judged; raises `StepwitnessError`."""
        if call not in self._judges:
            self.count += 1
            try:
                check_candidate(self.of(call))
                self._judges[call] = RunJudge(Trace(self._recording(self.of(call))))
            except StepwitnessError as error:
                self._judges[call] = error
        found = self._judges[call]
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
