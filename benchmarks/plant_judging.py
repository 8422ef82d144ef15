"""The work on one program: record it once, make true narrations of the recording, plant errors in
them, and judge each narration three times: by the engine, by the independent oracle of the tests,
and by the peer.

The oracle and the peer run the program in this process, without protection; it has been recorded
in the sandbox before, within that one's limits.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from types import FrameType
from typing import Any, Final

from benchmarks.dropped_steps import dropped
from benchmarks.entity_matching import matches
from benchmarks.line_trace import TraceLine, trace_lines
from benchmarks.planting import Plant, plants
from benchmarks.planting_kinds import Kind
from benchmarks.rephrasing import rephrasings
from benchmarks.told_facts import Fact, facts, steps, wrong_causes
from benchmarks.told_values import shown
from engine.capture.sandbox import Sandbox
from engine.claims.parser import parse_narration
from engine.claims.verdicts import Level, NarrationVerdict, Reason
from engine.claims.verify import Judge
from engine.errors import StepwitnessError
from engine.narration.writer import narrate
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle
from tests.oracle.record import TooLong

LONGEST_ANSWER: Final = 500
"""Characters of the answer's value, at most, where it stands behind single sentences."""

LEFT_OUT: Final = 0.5
"""How probable it is that a plentiful kind is not planted in a sentence."""

ROWS_OF_STEPS: Final = 2
"""Narrations of steps that follow each other, …"""

SWAPS: Final = 3
"""… and plants in each of them."""

_THIN: Final = {Reason.COUNTS_ALONE, Reason.INVARIANTS_ALONE}

MAX_SECONDS: Final = 300.0
"""A safety net: a program whose plants take longer to judge is left out, and named."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A program, and how much is made of it."""

    program: Program
    seed: int
    per_kind: Mapping[Kind, int]  #: plants of each kind, in the writer's narrations together
    plentiful: frozenset[Kind]  #: kinds that are planted in some sentences alone
    scarce: frozenset[Kind]  #: kinds of which more is told
    per_form: int  #: sentences of each form
    extra: int  #: sentences more of the forms that offer scarce kinds, and narrations more for them
    narrations: int  #: of the writer
    rephrasings: int  #: of each true narration
    whole: bool = True  #: all kinds are planted, and true narrations are judged by themselves


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

    @classmethod
    def from_json(cls, data: dict[str, int]) -> Tally:
        return cls(**data)


@dataclass(slots=True)
class SubjectResult:
    """What one program gave. ``unedited`` counts its true narrations, by where they come from."""

    name: str
    left_out: str = ""  #: why nothing was planted; "" where it was
    unedited: dict[str, Tally] = field(default_factory=dict)
    kinds: dict[Kind, Tally] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)  #: one sentence for each

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "left_out": self.left_out,
            "unedited": {name: tally.to_json() for name, tally in self.unedited.items()},
            "kinds": {kind.value: tally.to_json() for kind, tally in self.kinds.items()},
            "mistakes": self.mistakes,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> SubjectResult:
        return cls(
            data["name"],
            data["left_out"],
            {name: Tally.from_json(each) for name, each in data["unedited"].items()},
            {Kind(name): Tally.from_json(each) for name, each in data["kinds"].items()},
            data["mistakes"],
        )


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
            judges = _Judges(trace, program, result)
            judges.all(subject)
    except TooLong:
        return SubjectResult(program.name, "it is too long for the oracle")
    except Exception as error:
        error.add_note(f"while {program.name} was judged")
        raise
    except _TooLongError:
        return SubjectResult(program.name, f"it took more than {MAX_SECONDS:g} seconds")
    return result


class _Judges:
    """The three of them, for one program: it is recorded once for each."""

    def __init__(self, trace: Trace, program: Program, result: SubjectResult) -> None:
        self.trace: Final = trace
        self.program: Final = program
        self.result: Final = result
        self._engine: Final = Judge(trace)
        self._entry: Final = program.entry or "f"
        self._oracle: Final = Oracle(program.source, self._entry, program.call)
        self._lines: Final[list[TraceLine]] = trace_lines(program.source, self._entry, program.call)

    def all(self, subject: Subject) -> None:
        """All narrations of the program, and the plants in them."""
        seed = f"{self.program.name}/{subject.seed}"
        for number in range(subject.narrations):
            for level in (Level.ORDERED, Level.GAPLESS):
                text = narrate(self.trace, subject.seed + number, level)
                self.narration(subject, text, level, f"{seed}/{number}/{level.value}")
        if Kind.DROPPED in subject.scarce:
            for number in range(subject.narrations, subject.narrations + subject.extra):
                text = narrate(self.trace, subject.seed + number, Level.GAPLESS)
                self.all_dropped(subject, text, f"{seed}/{number}")
        answer = self.answer()
        if answer is None:
            return
        if Kind.CAUSE in subject.per_kind:
            for plant in wrong_causes(self._oracle, answer):
                self.planted(plant)
        told = facts(self._oracle, seed, subject.per_form, subject.extra)
        for index, fact in enumerate(told):
            self.fact(subject, fact, answer, f"{seed}/{index}")
        self.joined(subject, [fact for fact in told if not fact.extra], answer, seed)
        if Kind.SWAPPED in subject.scarce:
            self.steps(subject, answer, seed)

    def answer(self) -> str | None:
        """A sentence about the answer; None where none has a literal."""
        entry = self._oracle.entry
        if entry.thrown is not None:
            return f"The function raises `{entry.thrown.type}`."
        text = shown(entry.result, LONGEST_ANSWER)
        return None if text is None else f"The function returns `{text}`."

    def narration(self, subject: Subject, text: str, level: Level, seed: str) -> None:
        """One of the writer's narrations."""
        if subject.whole:
            wrong = self.count(text, self.tally("writer"), level)
            if wrong:
                self.mistake(f"writer, {level.value}", text.split("\n", maxsplit=1)[0], wrong)
                return
            for other in rephrasings(text, seed, subject.rephrasings):
                self.said_otherwise(other, "writer, rephrased", Level.ORDERED)
        if level is Level.GAPLESS:
            self.all_dropped(subject, text, seed)
            return
        for plant in plants(text, self.program.source, seed, subject.per_kind, self._entry):
            self.planted(plant)

    def fact(self, subject: Subject, fact: Fact, answer: str, seed: str) -> None:
        """One true sentence and the answer."""
        text = f"{fact.text}\n{answer}\n"
        if subject.whole:
            wrong = self.count(text, self.tally(f"form: {fact.form}"), Level.ORDERED)
            if wrong:
                self.mistake("true sentence", fact.text, wrong)
                return
        if fact.extra:
            wanted = {kind: subject.per_kind[kind] for kind in subject.scarce}
        else:
            for other in rephrasings(text, seed, subject.rephrasings) if subject.whole else ():
                self.said_otherwise(other, "sentence, rephrased", Level.ORDERED)
            picks = Random(f"{seed}/kinds")
            wanted = {
                kind: 0 if kind in subject.plentiful and picks.random() < LEFT_OUT else count
                for kind, count in subject.per_kind.items()
            }
        for plant in plants(text, self.program.source, seed, wanted, self._entry):
            if plant.kind not in (Kind.ANSWER, Kind.SKIPPED_RUNS) or fact.form in ("is", "runs"):
                self.planted(plant)

    def joined(self, subject: Subject, told: list[Fact], answer: str, seed: str) -> None:
        """Several true sentences in the order of what they tell."""
        picks = Random(f"{seed}/joined")
        for number in range(subject.rephrasings * 4):
            some = picks.sample(told, min(len(told), picks.randint(2, 5)))
            some.sort(key=lambda fact: fact.start)
            text = "".join(f"- {fact.text}\n" for fact in some) + f"- {answer}\n"
            if subject.whole:
                self.said_otherwise(text, "sentences, joined", Level.ORDERED)
            wanted = {
                Kind.SWAPPED: 3,
                Kind.OTHER_STEP: 2,
                Kind.OTHER_VARIABLE: 2,
                Kind.WRONG_LINE: 2,
            }
            wanted = {kind: n for kind, n in wanted.items() if kind in subject.per_kind}
            for plant in plants(text, self.program.source, f"{seed}/{number}", wanted, self._entry):
                self.planted(plant)

    def steps(self, subject: Subject, answer: str, seed: str) -> None:
        """Steps that follow each other, and two of which the one depends on the other swapped."""
        wanted = {Kind.SWAPPED: SWAPS}
        for number, row in enumerate(steps(self._oracle, seed, ROWS_OF_STEPS)):
            text = "".join(f"- {fact.text}\n" for fact in row) + f"- {answer}\n"
            if subject.whole:
                self.said_otherwise(text, "steps in a row", Level.ORDERED)
            for plant in plants(text, self.program.source, f"{seed}/{number}", wanted, self._entry):
                self.planted(plant)

    def tally(self, name: str) -> Tally:
        return self.result.unedited.setdefault(name, Tally())

    def said_otherwise(self, text: str, name: str, level: Level) -> None:
        wrong = self.count(text, self.tally(name), level)
        if wrong:
            self.mistake(name, " / ".join(text.strip().split("\n")[:4]), wrong)

    def planted(self, plant: Plant) -> None:
        tally = self.result.kinds.setdefault(plant.kind, Tally())
        wrong = self.count(plant.text, tally, Level.ORDERED)
        if wrong:
            self.mistake(plant.kind.value, plant.told, wrong)

    def all_dropped(self, subject: Subject, text: str, seed: str) -> None:
        """Each step that can be left out of a narration at level ``gapless``."""
        for plant in dropped(self._oracle, text, seed, subject.per_kind.get(Kind.DROPPED, 0)):
            self.dropped(plant)

    def dropped(self, plant: Plant) -> None:
        """A step that is known to matter is left out: false at level ``gapless``."""
        tally = self.result.kinds.setdefault(plant.kind, Tally())
        tally.planted_false += 1
        report = self._engine.verify(plant.text, Level.GAPLESS)
        accepted = report.verdict is NarrationVerdict.ACCEPTED
        tally.accepted_false += accepted
        narration = parse_narration(plant.text).narration
        tally.peer_accepted_false += matches(narration, self._lines, blocking=False)
        tally.peer_blocking_accepted_false += matches(narration, self._lines, blocking=True)
        if accepted:
            self.mistake(plant.kind.value, plant.told, "false, but ACCEPTED")

    def mistake(self, what: str, told: str, wrong: str) -> None:
        self.result.mistakes.append(f"{self.program.name} [{what}]: {told} — {wrong}")

    def count(self, text: str, tally: Tally, level: Level) -> str:
        """Count one narration; what the engine got wrong, or ""."""
        truth = self._oracle.judge(text).verdict
        if truth not in {"ACCEPTED", "REJECTED"}:
            tally.undecided += 1
            return ""
        report = self._engine.verify(text, level)
        accepted = report.verdict is NarrationVerdict.ACCEPTED
        narration = parse_narration(text).narration
        logging = matches(narration, self._lines, blocking=False)
        blocking = matches(narration, self._lines, blocking=True)
        if truth == "ACCEPTED":
            tally.planted_true += 1
            accepted = accepted or set(report.reasons) <= _THIN  # true, if not enough
            tally.rejected_true += not accepted
            tally.peer_rejected_true += not logging
            tally.peer_blocking_rejected_true += not blocking
            return "" if accepted else f"true, but {report.summary()}"
        tally.planted_false += 1
        tally.accepted_false += accepted
        tally.peer_accepted_false += logging
        tally.peer_blocking_accepted_false += blocking
        return "false, but ACCEPTED" if accepted else ""
