"""The work on one program: record it, narrate the recording, plant errors, and judge each plant
three times: by the engine, by the independent oracle of the tests, and by the peer.

The oracle and the peer run the program in this process, without protection; it has been recorded
in the sandbox before, within that one's limits.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from benchmarks.entity_matching import matches
from benchmarks.line_trace import TraceLine, trace_lines
from benchmarks.planting import Kind, Plant, plants, rendered
from engine.capture.sandbox import Sandbox
from engine.claims.model import Narration
from engine.claims.parser import parse_narration
from engine.claims.verdicts import NarrationVerdict
from engine.claims.verify import Judge
from engine.errors import StepwitnessError
from engine.narration.writer import narrate
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

MAX_SECONDS: Final = 300.0
"""A safety net: a program whose plants take longer to judge is left out, and named."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A program, and how many plants are made of it."""

    program: Program
    per_kind: dict[Kind, int]  #: plants of each kind, of each narration
    seeds: tuple[int, ...]  #: of its narrations


@dataclass(slots=True)
class Tally:
    """Counts of one kind. ``false`` and ``true`` are the oracle's word; what it does not decide
    is in no other count."""

    planted_false: int = 0
    accepted_false: int = 0
    planted_true: int = 0
    rejected_true: int = 0
    undecided: int = 0
    peer_accepted_false: int = 0
    peer_rejected_true: int = 0
    peer_blocking_accepted_false: int = 0
    peer_blocking_rejected_true: int = 0

    def add(self, other: Tally) -> None:
        for name in Tally.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def to_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in Tally.__slots__}


@dataclass(slots=True)
class SubjectResult:
    """What one program gave. ``unedited`` counts its narrations as they are, rendered again."""

    name: str
    left_out: str = ""  #: why nothing was planted; "" where it was
    unedited: Tally = field(default_factory=Tally)
    kinds: dict[Kind, Tally] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)  #: one sentence for each


class _TooLongError(BaseException):
    """Not an `Exception`: programs may catch these."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_sandbox: Sandbox | None = None


def _own_sandbox() -> Sandbox:
    """The sandbox of this process, kept warm."""
    global _sandbox  # noqa: PLW0603  # one for each worker process
    if _sandbox is None:
        _sandbox = Sandbox()
    return _sandbox


def judge_subject(subject: Subject) -> SubjectResult:
    """Plant in all narrations of one program, and judge the plants."""
    program = subject.program
    result = SubjectResult(program.name)
    try:
        trace = Trace(_own_sandbox().record(program))
    except StepwitnessError as error:
        result.left_out = " ".join(str(error).split())
        return result
    try:
        with _time_limit(MAX_SECONDS):
            judges = _Judges(trace, program)
            for seed in subject.seeds:
                _judge_narration(judges, subject, seed, result)
    except Exception as error:
        error.add_note(f"while {program.name} was judged")
        raise
    except _TooLongError:
        result = SubjectResult(program.name, f"it took more than {MAX_SECONDS:g} seconds")
    return result


class _Judges:
    """The three of them, for one program."""

    def __init__(self, trace: Trace, program: Program) -> None:
        self.trace: Final = trace
        self._engine: Final = Judge(trace)
        entry = program.entry or ""
        self._oracle: Final = Oracle(program.source, entry, program.call)
        self._lines: Final[list[TraceLine]] = trace_lines(program.source, entry, program.call)

    def count(self, text: str, narration: Narration, tally: Tally) -> str:
        """Count one narration; what the engine got wrong, or ""."""
        truth = self._oracle.judge(text).verdict
        if truth not in {"ACCEPTED", "REJECTED"}:
            tally.undecided += 1
            return ""
        report = self._engine.verify(text)
        accepted = report.verdict is NarrationVerdict.ACCEPTED
        logging = matches(narration, self._lines, blocking=False)
        blocking = matches(narration, self._lines, blocking=True)
        if truth == "ACCEPTED":
            tally.planted_true += 1
            tally.rejected_true += not accepted
            tally.peer_rejected_true += not logging
            tally.peer_blocking_rejected_true += not blocking
            return "" if accepted else f"true, but {report.summary()}"
        tally.planted_false += 1
        tally.accepted_false += accepted
        tally.peer_accepted_false += logging
        tally.peer_blocking_accepted_false += blocking
        return "false, but ACCEPTED" if accepted else ""


def _judge_narration(judges: _Judges, subject: Subject, seed: int, result: SubjectResult) -> None:
    name = subject.program.name
    parsed = parse_narration(narrate(judges.trace, seed))
    if parsed.problems:
        result.mistakes.append(
            f"{name}: its narration does not parse: {parsed.problems[0].message}"
        )
        result.unedited.rejected_true += 1
        return
    narration = parsed.narration
    phrasing = f"{name}/{seed}"
    wrong = judges.count(rendered(narration, phrasing), narration, result.unedited)
    if wrong:
        result.mistakes.append(f"{name} [unedited, seed {seed}]: {wrong}")
        return  # plants of it would say the same again
    for plant in plants(narration, subject.program.source, phrasing, subject.per_kind):
        tally = result.kinds.setdefault(plant.kind, Tally())
        wrong = judges.count(plant.text, plant.narration, tally)
        if wrong:
            result.mistakes.append(_mistake(name, seed, plant, wrong))


def _mistake(name: str, seed: int, plant: Plant, wrong: str) -> str:
    return f"{name} [{plant.kind.value}, seed {seed}]: {plant.told} — {wrong}"
