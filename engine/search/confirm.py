"""Candidates are confirmed by running them: in fresh processes, with exact equality.

with Confirmer() as confirmer:
judged = confirmer.judge(program, returned("[1, 2]"))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Self

from engine.capture.limits import Limits
from engine.capture.sandbox import Sandbox
from engine.errors import CaptureError, ErrorCode, ExitCode, StepwitnessError
from engine.program import Program
from engine.search.answers import Answer, observed
from engine.search.candidates import check_candidate
from engine.search.leaving import leaves_nothing

_SEEDS: Final = (0, 1)
"""Hash seeds of the two runs: an answer that hangs on the order of a set differs."""


MOST_LONG: Final = 3
"""Of the calls that are glanced at together, how many may take too long before the rest is left."""


class CandidateVerdict(Enum):
    """What becomes of a candidate. Closed."""

    CONFIRMED = "CONFIRMED"  #: its call gives exactly the claimed answer
    REFUTED = "REFUTED"  #: its call gives another answer, which is told
    ERROR = "ERROR"  #: it could not be run, or its answer is not determined; the code says why


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one candidate."""

    program: Program  #: with the candidate as its call
    claimed: Answer
    verdict: CandidateVerdict
    gives: Answer | None = None  #: what the call came to; None: ERROR
    error: StepwitnessError | None = None  #: of an ERROR alone

    @property
    def detail(self) -> str:
        """One sentence: what the candidate gives, or why it could not be run."""
        if self.error is not None:
            return str(self.error)
        assert self.gives is not None
        told = f"`{self.program.call_text}` {self.gives.told()}"
        if self.verdict is CandidateVerdict.CONFIRMED:
            return f"{told}."
        return f"{told}, and was to give another answer: it {self.claimed.told()}."

    def to_json(self) -> dict[str, object]:
        """The schema ``stepwitness.confirm/1`` of docs/cli.md, without its name."""
        return {
            "program": self.program.name,
            "candidate": self.program.call,
            "verdict": self.verdict.value,
            "claimed": self.claimed.told(),
            "gives": None if self.gives is None else self.gives.told(),
            "code": "" if self.error is None else self.error.code.slug,
            "detail": self.detail,
        }


class Confirmer:
    """Runs candidates. Each run is a process of its own; a candidate is run under two hash seeds,
    and what the runs do not agree in is no answer."""

    def __init__(self) -> None:
        self._sandboxes = (Sandbox(_SEEDS[0]), Sandbox(_SEEDS[1]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that wait for programs."""
        for sandbox in self._sandboxes:
            sandbox.close()

    @property
    def sandboxes(self) -> tuple[Sandbox, Sandbox]:
        """One for each hash seed."""
        return self._sandboxes

    @property
    def recorder(self) -> Sandbox:
        """The sandbox that records."""
        return self._sandboxes[0]

    def judge(self, program: Program, claimed: Answer, limits: Limits | None = None) -> Judged:
        """The verdict on the call of ``program`` as a candidate for the claimed answer."""
        try:
            gives = self.answer(program, limits)
        except StepwitnessError as error:
            return Judged(program, claimed, CandidateVerdict.ERROR, error=error)
        right = gives == claimed
        verdict = CandidateVerdict.CONFIRMED if right else CandidateVerdict.REFUTED
        return Judged(program, claimed, verdict, gives)

    def glances(
        self, program: Program, calls: Sequence[str], limits: Limits
    ) -> list[Answer | None]:
        """What one run of each call comes to, None where that is nothing, or takes long
        (`Limits.glance`), or comes after `MOST_LONG` that did. It is no answer yet: another run may
        come to something else. Runs share a process where they leave nothing in it, and it goes
        well."""
        limits = limits.glance()
        if len(calls) > 1 and leaves_nothing(program.source):
            try:
                found = self.recorder.observe_each(program, calls, limits)
            except CaptureError:
                pass
            else:
                return [None if each is None else observed(each) for each in found]
        answers: list[Answer | None] = []
        long = 0
        for call in calls:
            answer = None
            if long < MOST_LONG:
                try:
                    answer = observed(self.recorder.observe(replace(program, call=call), limits))
                except CaptureError as error:
                    long += error.code is ErrorCode.TIME_LIMIT
            answers.append(answer)
        return answers

    def answer(self, program: Program, limits: Limits | None = None) -> Answer:
        """What the call comes to; raises `UsageError` for a candidate that is more than data, and
        `CaptureError` where it cannot be run or has no determined answer."""
        check_candidate(program)
        used = Limits() if limits is None else limits
        runs = [sandbox.observe(program, used) for sandbox in self._sandboxes]
        for other in runs[1:]:
            if (runs[0].result, runs[0].exception, runs[0].arguments) != (
                other.result, other.exception, other.arguments,
            ):  # fmt: skip
                raise CaptureError(
                    ErrorCode.UNDETERMINED,
                    "Two runs of the candidate have different answers",
                    where=program.name,
                    remedy="Its answer depends on the hash seed, on time or on chance.",
                )
        return observed(runs[0])


def exit_code_of(judged: Sequence[Judged]) -> ExitCode:
    """0 where all are CONFIRMED, 1 where one is REFUTED, else that of the first ERROR."""
    if any(each.verdict is CandidateVerdict.REFUTED for each in judged):
        return ExitCode.REJECTED
    for each in judged:
        if each.error is not None:
            return each.error.exit_code
    return ExitCode.ACCEPTED
