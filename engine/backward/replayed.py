"""What a replay gives, and how it can end."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from engine.backward.models.things import ExceptionThing
from engine.backward.run import Constraint
from engine.trace.model import StepNo


class Ending(Enum):
    """How a replay ended. Closed."""

    COMPLETE = "complete"  #: the entry call returned or raised as recorded
    OFF_PATH = "off-path"  #: the input leaves the recorded path (the last constraint says where)
    STOPPED = "stopped"  #: something that has no model, and could not be taken as recorded
    MISMATCH = "mismatch"  #: a model differs from the recording: a defect, never a verdict


@dataclass(frozen=True, slots=True)
class Concretisation:
    """A step whose result was taken as recorded: the inputs that could change it were pinned."""

    step: StepNo
    line: int
    what: str
    why: str


@dataclass(slots=True)
class Replayed:
    """What a replay found."""

    ending: Ending = Ending.COMPLETE
    why: str = ""  #: where it is not COMPLETE
    step: int = -1  #: the last one that was begun
    result: object = None  #: returned
    raised: ExceptionThing | None = None  #: or the exception that left
    constraints: list[Constraint] = field(default_factory=list)
    concretisations: list[Concretisation] = field(default_factory=list)
    checked: int = 0  #: results compared with the recording


class OffPathError(Exception):
    """The input does something else than what was recorded."""


class StoppedError(Exception):
    """The replay cannot go on; ``why`` for a reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
