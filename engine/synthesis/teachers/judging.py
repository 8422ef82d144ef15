"""The judge of what teachers write: it records, confirms and verifies, whoever the teacher is."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from engine.capture.limits import Limits
from engine.claims.judgement import NarrationReport
from engine.claims.verify import verify, verify_and_explain
from engine.program import Program
from engine.search.answers import Answer
from engine.search.confirm import Confirmer
from engine.search.rationale import RationaleJudge, RationaleReport
from engine.search.runs import Runs
from engine.search.writing import THOROUGH, Effort, write_rationale
from engine.synthesis.teachers.model import BackwardTask, DropReason, ForwardTask
from engine.trace.trace import Trace

_KEPT: Final = 64
"""Recordings and backward judges that are kept: a window of tasks has several rounds."""


class Judging:
    """Judges narrations and rationales.

    Invariant: nothing that is kept decides a verdict: recordings are of the task's own program,
    and each statement has a budget of its own. ``confirmer`` may be one that the caller holds;
    without it one is started when it is needed, and ended by `close`. ``effort`` is that of the
    built-in writer; what is proved within its budget is proved within the usual one as well."""

    def __init__(
        self,
        limits: Limits | None = None,
        confirmer: Confirmer | None = None,
        effort: Effort = THOROUGH,
    ) -> None:
        self._effort = effort
        self.limits: Final = Limits() if limits is None else limits
        self._given = confirmer
        self._own: Confirmer | None = None
        self._traces: OrderedDict[tuple[str, str | None, str, str], Trace] = OrderedDict()
        self._runs: OrderedDict[tuple[str, str | None, str], Runs] = OrderedDict()
        self._judges: OrderedDict[tuple[str, str | None, str, Answer], RationaleJudge] = (
            OrderedDict()
        )

    def close(self) -> None:
        """End the processes that were started here."""
        if self._own is not None:
            self._own.close()
            self._own = None

    @property
    def confirmer(self) -> Confirmer:
        """What runs programs."""
        if self._given is not None:
            return self._given
        if self._own is None:
            self._own = Confirmer()
        return self._own

    def recording(self, task: ForwardTask) -> Trace:
        """The recording of the task's call; raises `StepwitnessError`."""
        if task.trace is not None:
            return task.trace
        program = task.program
        key = program.source, program.entry, program.call, program.stdin
        if key not in self._traces:
            found = Trace(self.confirmer.recorder.record(program, self.limits))
            self._traces[key] = found
            if len(self._traces) > _KEPT:
                self._traces.popitem(last=False)
        self._traces.move_to_end(key)
        return self._traces[key]

    def answer(self, program: Program) -> Answer:
        """What a call comes to, run in fresh processes; raises `StepwitnessError`."""
        return self._runs_of(program).answer(program.call)

    def forward(self, task: ForwardTask, text: str, *, explaining: bool = False) -> NarrationReport:
        """The verdict on a narration, with explanations where they are asked for; raises
        `StepwitnessError` where the call cannot be recorded."""
        judged = verify_and_explain if explaining else verify
        return judged(self.recording(task), text, task.level)

    def backward(self, task: BackwardTask, text: str) -> RationaleReport:
        """The verdict on a rationale; raises `StepwitnessError` where it cannot be judged."""
        return self._judge(task).judge(text)

    def argued(self, task: BackwardTask) -> str:
        """What the built-in writer argues for the task's own call; raises `StepwitnessError`."""
        judge = self._judge(task)
        return write_rationale(judge.runs, task.answer, task.program.call, judge, self._effort)

    def _judge(self, task: BackwardTask) -> RationaleJudge:
        program = task.program
        key = program.source, program.entry, program.stdin, task.answer
        if key not in self._judges:
            runs = self._runs_of(program)
            self._judges[key] = RationaleJudge(runs, task.answer, budget=self._effort.budget)
            if len(self._judges) > _KEPT:
                self._judges.popitem(last=False)
        self._judges.move_to_end(key)
        judge = self._judges[key]
        recorded = self._traces.get((program.source, program.entry, program.call, program.stdin))
        if recorded is not None:
            judge.runs.know(program.call, recorded)
        return judge

    def _runs_of(self, program: Program) -> Runs:
        key = program.source, program.entry, program.stdin
        if key not in self._runs:
            self._runs[key] = Runs.in_sandbox(program, self.confirmer, self.limits)
            if len(self._runs) > _KEPT:
                self._runs.popitem(last=False)
        self._runs.move_to_end(key)
        return self._runs[key]


def reason_of(report: NarrationReport | RationaleReport) -> DropReason:
    """The first reason for which a text was rejected, under the name it has for teachers."""
    return DropReason(report.reasons[0].value)
