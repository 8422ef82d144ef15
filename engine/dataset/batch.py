"""Many programs through the whole path: record, narrate, verify; in parallel, in order.

The unit of work is one function of one row (`verify_row`), the same whoever schedules it.
Each worker process keeps its own sandbox warm, so that a row costs two forks and no start-up.

Invariant: results come in the order of the rows and hold no time, path or host; the same rows
and seed give the same results whatever the number of workers.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from engine.capture.limits import Limits
from engine.capture.sandbox import Sandbox
from engine.claims.verdicts import NarrationVerdict
from engine.claims.verify import verify
from engine.errors import StepwitnessError
from engine.narration.writer import narrate
from engine.program import Program, Row
from engine.trace.trace import Trace
from engine.values import NotALiteral, parse_literal


class RowOutcome(Enum):
    """What became of one row. Closed; `accepted` + `rejected` + `errors` are all rows."""

    ACCEPTED = "accepted"  #: recorded, expected output (where given) met, narration accepted
    REJECTED = "rejected"  #: recorded with the expected output, narration rejected
    ERROR = "error"  #: not recorded, or the output is not the one that the row expects


@dataclass(frozen=True, slots=True)
class RowResult:
    """The result of one row. ``detail`` says in one sentence why it was not accepted."""

    line: int
    name: str
    outcome: RowOutcome
    detail: str = ""
    code: str = ""  #: error code or the first reason of a rejection
    claims: int = 0
    steps: int = 0
    narration: str = ""

    def to_json(self) -> dict[str, object]:
        return {
            "line": self.line,
            "name": self.name,
            "outcome": self.outcome.value,
            "code": self.code,
            "detail": self.detail,
            "claims": self.claims,
            "steps": self.steps,
        }


@dataclass(frozen=True, slots=True)
class Work:
    """What is asked of each row."""

    limits: Limits
    seed: int = 0


_sandbox: Sandbox | None = None


def _start_worker() -> None:
    # The parent alone answers Ctrl-C: it ends the workers, which would otherwise each print.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _own_sandbox() -> Sandbox:
    global _sandbox
    if _sandbox is None:
        _sandbox = Sandbox()
    return _sandbox


def verify_row(row: Row, work: Work) -> RowResult:
    """Record one row in this process's sandbox, narrate the recording, verify the narration."""
    try:
        trace = Trace(_own_sandbox().record(row.program, work.limits))
    except StepwitnessError as error:
        return RowResult(row.line, row.program.name, RowOutcome.ERROR, str(error), error.code.slug)
    return judge_row(row, trace, work.seed)


def judge_row(row: Row, trace: Trace, seed: int) -> RowResult:
    """The part of `verify_row` that runs nothing: expected output, narration, verdict."""
    steps = len(trace.data.steps)
    wrong = _unexpected(row, trace)
    if wrong:
        return RowResult(
            row.line, row.program.name, RowOutcome.ERROR, wrong, "unexpected-output", steps=steps
        )
    text = narrate(trace, seed=seed)
    report = verify(trace, text)
    accepted = report.verdict is NarrationVerdict.ACCEPTED
    return RowResult(
        row.line,
        row.program.name,
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


def verify_rows(rows: Iterable[Row], work: Work, workers: int | None = None) -> Iterator[RowResult]:
    """`verify_row` for all rows on ``workers`` processes (default: one a core), in row order.

    A bounded number of rows is under way at a time, so that any number of rows can be fed."""
    count = workers if workers is not None else os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    source = iter(rows)
    with ProcessPoolExecutor(count, mp_context=context, initializer=_start_worker) as pool:
        waiting: list[Future[RowResult]] = []
        try:
            for row in islice(source, 4 * count):
                waiting.append(pool.submit(verify_row, row, work))
            while waiting:
                done = waiting.pop(0)
                yield done.result()
                for row in islice(source, 1):
                    waiting.append(pool.submit(verify_row, row, work))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
