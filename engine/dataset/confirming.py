"""Many candidates: each row's input is run and compared with the row's answer, in parallel, in
order.

A row is as in `engine.dataset.batch`, with ``candidate`` in the place of ``input`` where it has
one, and its answer in ``output`` (a literal) or ``raises`` (an exception). A ``rationale`` that it
has is judged. Invariant: as there.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Final

from engine.capture.limits import Limits
from engine.dataset.batch import RowTrouble
from engine.dataset.results import Kind
from engine.dataset.rows import Line, row_of
from engine.dataset.workers import Died, in_order
from engine.errors import ErrorCode, StepwitnessError, UsageError
from engine.program import Program, Row, argument_list
from engine.search.answers import Answer, raised, returned
from engine.search.confirm import CandidateVerdict, Confirmer, Judged
from engine.search.only import only_input
from engine.search.rationale import RationaleJudge, RationaleVerdict
from engine.search.runs import Runs
from engine.search.writing import write_rationale


@dataclass(frozen=True, slots=True)
class ConfirmResult:
    """The verdict on one row's candidate. ``detail`` says what it gives, or why it is an ERROR."""

    line: int
    name: str
    verdict: CandidateVerdict
    detail: str = ""
    code: str = ""  #: of an ERROR: an `ErrorCode` or `RowTrouble`
    candidate: str = ""
    only: str = ""  #: an `OnlyVerdict`, of a CONFIRMED candidate where it was asked for
    only_detail: str = ""  #: that verdict as a sentence
    domain: str = ""  #: that it speaks of
    rationale: str = ""  #: a `RationaleVerdict`, of the row's rationale or of one that was written
    rationale_detail: str = ""  #: that verdict as a sentence
    rationale_text: str = ""  #: the one that was written

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "verdict": self.verdict.value}


@dataclass(frozen=True, slots=True)
class ConfirmWork:
    """What is asked of each row."""

    limits: Limits
    only: bool = False  #: whether each is the only input of its size on its path
    rationales: bool = False  #: whether a rationale is written where the row has none

    def key(self, line: Line) -> str:
        """A full digest of everything that a result depends on."""
        parts = ["confirm", line.digest, self.limits.to_json(), self.only, self.rationales]
        asked = json.dumps(parts, sort_keys=True)
        return hashlib.sha256(asked.encode()).hexdigest()


_confirmer: Confirmer | None = None


def _own_confirmer() -> Confirmer:
    """The processes of this worker; they go when the worker goes."""
    global _confirmer  # noqa: PLW0603  # one for each process, made at its first row
    if _confirmer is None:
        _confirmer = Confirmer()
        atexit.register(_confirmer.close)
    return _confirmer


def claimed_of(row: Row) -> Answer:
    """The answer that a row claims; raises `UsageError`."""
    raises = row.fields.get("raises")
    if isinstance(raises, str):
        return raised(raises)
    if row.output is None:
        raise UsageError(
            ErrorCode.BAD_ROW,
            "The row has no answer",
            where=row.program.name,
            remedy='Give it "output", a literal, or "raises", an exception, as text.',
        )
    return returned(row.output)


def candidate_of(row: Row) -> Program:
    """The program with the row's candidate as its call; raises `UsageError`."""
    candidate = row.fields.get("candidate")
    if not isinstance(candidate, str) or row.program.entry is None:
        return row.program
    return replace(row.program, call=argument_list(candidate, row.program.entry))


def confirm_line(line: Line, work: ConfirmWork) -> ConfirmResult:
    """Read one row, run its candidate, and compare."""
    name = f"line {line.number}"
    try:
        row = row_of(line)
        name = row.program.name
        judged = _own_confirmer().judge(candidate_of(row), claimed_of(row), work.limits)
        only = None
        if work.only and judged.verdict is CandidateVerdict.CONFIRMED:
            only = only_input(judged.program, _own_confirmer(), work.limits)
        argued = _argued(row, judged, work)
    except StepwitnessError as error:
        return _error(line, name, str(error), error.code.slug)
    except Exception as error:  # noqa: BLE001  # told as the row's result; the others go on
        told = f"stepwitness failed on this row: {type(error).__name__}: {error}"
        return _error(line, name, told, RowTrouble.DEFECT.value)
    code = "" if judged.error is None else judged.error.code.slug
    result = ConfirmResult(
        line.number, name, judged.verdict, judged.detail, code, judged.program.call
    )
    if argued is not None:
        verdict, detail, text = argued
        result = replace(
            result, rationale=verdict.value, rationale_detail=detail, rationale_text=text
        )
    if only is None:
        return result
    return replace(result, only=only.verdict.value, only_detail=only.told(), domain=only.domain)


def _argued(
    row: Row, judged: Judged, work: ConfirmWork
) -> tuple[RationaleVerdict, str, str] | None:
    """The verdict on the row's rationale, as a sentence too; where it has none, and one is asked
    for, on one that is written, with its text. One that cannot be judged is not accepted; the
    candidate's own verdict stays what it is."""
    text = row.fields.get("rationale")
    runs = Runs.in_sandbox(row.program, _own_confirmer(), work.limits)
    written = ""
    try:
        if not isinstance(text, str):
            if not work.rationales or judged.verdict is not CandidateVerdict.CONFIRMED:
                return None
            text = written = write_rationale(runs, judged.claimed, judged.program.call)
        report = RationaleJudge(runs, judged.claimed).judge(text)
    except StepwitnessError as error:
        return RationaleVerdict.REJECTED, str(error), written
    return report.verdict, report.summary(), written


def _error(line: Line, name: str, told: str, code: str) -> ConfirmResult:
    return ConfirmResult(line.number, name, CandidateVerdict.ERROR, told, code)


def confirm_lines(
    lines: Iterable[Line], work: ConfirmWork, workers: int | None = None
) -> Generator[ConfirmResult, None, None]:
    """`confirm_line` for all lines on ``workers`` processes (default: one a core), in order.

    However the iteration ends, all processes end with it."""
    count = workers if workers is not None else os.cpu_count() or 1
    with closing(in_order(partial(confirm_line, work=work), lines, count)) as results:
        for line, result in results:
            if isinstance(result, Died):
                told = (
                    "The process that judged this row was killed, for want of memory most likely."
                )
                yield _error(line, f"line {line.number}", told, RowTrouble.WORKER_DIED.value)
            else:
                yield result


_FIELDS: Final = {field.name for field in fields(ConfirmResult)}


def _read(form: dict[str, object]) -> ConfirmResult | None:
    line = form.get("line")
    if set(form) != _FIELDS or not isinstance(line, int):
        return None
    texts = {name: form[name] for name in _FIELDS - {"line", "verdict"}}
    words = {name: text for name, text in texts.items() if isinstance(text, str)}
    if len(words) != len(texts):
        return None
    try:
        return ConfirmResult(line=line, verdict=CandidateVerdict(form["verdict"]), **words)
    except ValueError:
        return None


CANDIDATES: Final = Kind("stepwitness.confirm-row/1", _read)
"""Results of `confirm --all`."""
