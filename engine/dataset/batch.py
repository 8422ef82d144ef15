"""Many programs through the whole path: record, narrate, verify; in parallel, in order.

The unit of work is one function of one line (`verify_line`), the same whoever schedules it.
Each worker process keeps its own sandbox warm, so that a row costs two forks and no start-up.

Invariant: results come in the order of the lines and hold no time, path or host; the same lines
and work give the same results whatever the number of workers.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from enum import Enum
from functools import partial

from engine.capture.limits import Limits
from engine.capture.sandbox import Sandbox
from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import verify
from engine.dataset.rows import Line, row_of
from engine.dataset.workers import Died, in_order
from engine.errors import StepwitnessError
from engine.narration.writer import narrate
from engine.program import Row
from engine.trace.trace import Trace
from engine.values import NotALiteral, parse_literal


class RowOutcome(Enum):
    """What became of one row. Closed; `accepted` + `rejected` + `errors` are all rows."""

    ACCEPTED = "accepted"  #: recorded, expected output (where given) met, narration accepted
    REJECTED = "rejected"  #: recorded with the expected output, narration rejected
    ERROR = "error"  #: not read, not recorded, or the output is not the one that the row expects


class RowTrouble(Enum):
    """Codes of a row's ERROR that are not an `ErrorCode`. Closed."""

    UNEXPECTED_OUTPUT = "unexpected-output"  #: the call's answer is not the row's "output"
    WORKER_DIED = "worker-died"  #: the process that judged it was killed (no memory, mostly)
    DEFECT = "defect"  #: stepwitness itself failed on it; nothing is said about the row


@dataclass(frozen=True, slots=True)
class RowResult:
    """The result of one row. ``detail`` says in one sentence why it was not accepted."""

    line: int
    name: str
    outcome: RowOutcome
    detail: str = ""
    code: str = ""  #: an `ErrorCode` or `RowTrouble`, or the first `Reason` of a rejection
    claims: int = 0
    steps: int = 0
    narration: str = ""

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "outcome": self.outcome.value}


@dataclass(frozen=True, slots=True)
class Work:
    """What is asked of each row."""

    limits: Limits
    seed: int = 0
    level: Level = Level.ORDERED

    def key(self, line: Line) -> str:
        """A full digest of everything that a result depends on: line, seed and limits."""
        parts = [line.digest, self.seed, self.limits.to_json()]
        if self.level is not Level.ORDERED:  # keys of results that are there stay what they are
            parts.append(self.level.value)
        asked = json.dumps(parts, sort_keys=True)
        return hashlib.sha256(asked.encode()).hexdigest()


_sandbox: Sandbox | None = None


def _own_sandbox() -> Sandbox:
    """The sandbox of this worker; its process and folder go when the worker goes."""
    global _sandbox  # noqa: PLW0603  # one for each process, made at its first row
    if _sandbox is None:
        _sandbox = Sandbox()
        atexit.register(_sandbox.close)
    return _sandbox


def verify_line(line: Line, work: Work) -> RowResult:
    """Read one row, record it in this process's sandbox, narrate the recording, and verify."""
    name = f"line {line.number}"
    try:
        row = row_of(line)
        name = row.program.name
        trace = Trace(_own_sandbox().record(row.program, work.limits))
        return judge_row(row, trace, work.seed, work.level)
    except StepwitnessError as error:
        return RowResult(line.number, name, RowOutcome.ERROR, str(error), error.code.slug)
    except Exception as error:  # noqa: BLE001  # told as the row's result; the others go on
        told = f"stepwitness failed on this row: {type(error).__name__}: {error}"
        return RowResult(line.number, name, RowOutcome.ERROR, told, RowTrouble.DEFECT.value)


def judge_row(row: Row, trace: Trace, seed: int, level: Level = Level.ORDERED) -> RowResult:
    """The part of `verify_line` that runs nothing: expected output, narration, verdict."""
    steps = len(trace.data.steps)
    name = row.program.name
    wrong = _unexpected(row, trace)
    if wrong:
        trouble = RowTrouble.UNEXPECTED_OUTPUT.value
        return RowResult(row.line, name, RowOutcome.ERROR, wrong, trouble, steps=steps)
    text = narrate(trace, seed=seed, level=level)
    report = verify(trace, text, level)
    accepted = report.verdict is NarrationVerdict.ACCEPTED
    return RowResult(
        row.line,
        name,
        RowOutcome.ACCEPTED if accepted else RowOutcome.REJECTED,
        "" if accepted else report.summary(),
        "" if accepted else report.reasons[0].value,
        len(report.claims),
        steps,
        text,
    )


def _unexpected(row: Row, trace: Trace) -> str:
    """Why the recorded answer is not the row's ``output``; "" where it is, or none is given."""
    if row.output is None:
        return ""
    try:
        expected = parse_literal(row.output)
    except NotALiteral as error:
        return f"The row's output cannot be compared: {error}."
    answer = trace.answer()
    if answer is None:
        return f"The function raised an exception where the row expects `{row.output}`."
    if answer != expected:
        return f"The function returned another value than the row's `{row.output}`."
    return ""


def verify_lines(
    lines: Iterable[Line], work: Work, workers: int | None = None
) -> Generator[RowResult, None, None]:
    """`verify_line` for all lines on ``workers`` processes (default: one a core), in order.

    A bounded number of lines is under way at a time, so that any number of them can be fed.
    However the iteration ends, all processes end with it."""
    count = workers if workers is not None else os.cpu_count() or 1
    with closing(in_order(partial(verify_line, work=work), lines, count)) as results:
        for line, result in results:
            yield _died(line) if isinstance(result, Died) else result


def _died(line: Line) -> RowResult:
    told = "The process that judged this row was killed, for want of memory most likely."
    trouble = RowTrouble.WORKER_DIED.value
    return RowResult(line.number, f"line {line.number}", RowOutcome.ERROR, told, trouble)
