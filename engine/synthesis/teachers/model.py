"""The interface of teachers: what they are asked, and what comes back after judgement.

A teacher is handed tasks in sequence, so that it can ask for many replies together, and gives one
outcome for each, in their order. Invariant: an `Accepted` text was ACCEPTED by the judge that
everybody's texts are judged by, at the level that the task asks for; what was not is `Dropped`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeAlias

from engine.claims.verdicts import Level
from engine.program import Program
from engine.search.answers import Answer
from engine.synthesis.concept import Concept
from engine.synthesis.problem import Difficulty, Problem
from engine.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class Wish:
    """A problem that is asked for. ``number`` tells wishes for one concept and difficulty apart."""

    concept: Concept
    difficulty: Difficulty
    number: int


@dataclass(frozen=True)
class ForwardTask:
    """A narration from the call to its answer that is asked for.

    ``trace`` is the recording of the call; None: it is recorded when the narration is judged. What
    a teacher sees of it is the teacher's affair: a blind one sees nothing."""

    program: Program
    level: Level = Level.GAPLESS
    seed: int = 0
    trace: Trace | None = None


@dataclass(frozen=True)
class BackwardTask:
    """A rationale from an answer back to an input that is asked for. The call of ``program`` is an
    input that gives the answer; a blind teacher does not see it, and proposes one itself."""

    program: Program
    answer: Answer
    seed: int = 0


class DropReason(Enum):
    """Why nothing came of a task: the first of these that held in the last round. Closed."""

    UNANSWERED = "unanswered"  #: the provider turned the request down, or its batches gave nothing
    REFUSED = "refused"  #: the model, or a filter of its provider, declined
    CUT_OFF = "cut-off"  #: the reply was longer than it may be
    ERROR = "error"  #: the program could not be recorded, or the text not be judged
    FORBIDDEN_TEXT = "forbidden-text"
    UNPARSED = "unparsed"
    NO_CANDIDATE = "no-candidate"
    SEVERAL_CANDIDATES = "several-candidates"
    CANDIDATE = "candidate"
    EMPTY = "empty"
    COUNTS_ALONE = "counts-alone"
    INVARIANTS_ALONE = "invariants-alone"
    REFUTED = "refuted"
    AMBIGUOUS = "ambiguous"
    UNDECIDED = "undecided"
    UNSUPPORTED = "unsupported"
    OUT_OF_ORDER = "out-of-order"
    NO_ANSWER = "no-answer"
    GAPS = "gaps"
    MALFORMED = "malformed"  #: of a problem: not what was asked for


@dataclass(frozen=True, slots=True)
class Accepted:
    """A text that was ACCEPTED. ``rounds`` counts replies: 1 where the first one was."""

    text: str
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Dropped:
    """A task of which nothing came. ``detail`` is one sentence on the last round."""

    reason: DropReason
    detail: str
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Proposed:
    """A problem, of the right form. ``left_out`` says what of it was not, and was left out."""

    problem: Problem
    left_out: tuple[str, ...] = ()


Outcome: TypeAlias = Accepted | Dropped
Proposal: TypeAlias = Proposed | Dropped


class Teacher(Protocol):
    """Writes problems and rationales.

    Each method gives one outcome for each task, in order, and raises `TeacherError` where nothing
    more can be asked at all (a budget is spent, nobody answers): what was given before stands, and
    what was paid for is kept. A teacher may hold processes: `close` ends them."""

    @property
    def name(self) -> str:
        """What records call it: with the model, and whether it is blind."""
        ...

    def problems(self, wishes: Sequence[Wish]) -> Iterator[Proposal]:
        """A problem for each wish."""
        ...

    def forward(self, tasks: Sequence[ForwardTask]) -> Iterator[Outcome]:
        """A narration for each task."""
        ...

    def backward(self, tasks: Sequence[BackwardTask]) -> Iterator[Outcome]:
        """A rationale for each task."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...
