"""Every narration in tests/cases gets exactly the verdicts that stand beside it."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest

from engine.capture.recorder import record_here
from engine.claims.judgement import ClaimReport, NarrationReport
from engine.claims.verdicts import ClaimVerdict, Level
from engine.claims.verify import verify
from engine.program import Program
from engine.trace.model import StepNo
from engine.trace.moments import Moments
from engine.trace.trace import Trace
from tests.case_files import CASES, FREEHAND, Case, cases, problems, read_header

MAX_STEPS = 200_000
PYTHON = sys.version_info[:2]


@cache
def recording(path: Path) -> tuple[Trace, Moments]:
    header = read_header(path)
    program = Program.from_text(
        path.read_text(encoding="utf-8"),
        header.entry,
        header.call,
        stdin=header.stdin,
        name=path.name,
    )
    trace = Trace(record_here(program, max_steps=MAX_STEPS))
    return trace, Moments(trace)


def place(moments: Moments, number: int) -> str:
    """The source line of a step and which visit of that line in its activation it belongs to; the
    function where it belongs to none. Neither depends on the version of Python."""
    trace = moments.trace
    activation = trace.owner(trace.step(number).activation)
    visits = moments.visits(activation)
    visit = visits.at(number)
    if visit is None:
        return f"[{trace.code_of(activation).name}]"
    whole = moments.whole(activation)
    index = visits.of_line(visit.line, whole).index(visit) + 1
    return f"[line {visit.line} visit {index}]"


def line_of(claim: ClaimReport, moments: Moments) -> str:
    parts = [str(claim.surface.line), claim.verdict.value]
    wrong = [each for each in claim.evidence if each.truth is not True]
    cited = wrong if claim.verdict is not ClaimVerdict.VERIFIED else claim.evidence
    if cited:
        parts.append(place(moments, StepNo(cited[0].first)))
    if claim.out_of_order:
        parts.append("out-of-order")
    if claim.instead:
        parts.append(f"instead {claim.instead}")
    return f"{' '.join(parts)} # {claim.surface.text}"


def verdicts(report: NarrationReport, moments: Moments) -> str:
    """The report in the form of a `.verdict` file."""
    lines = [line_of(claim, moments) for claim in report.claims]
    lines += [f"{each.surface.line} {each.kind.value} # {each.message}" for each in report.problems]
    reasons = " ".join(reason.value for reason in report.reasons)
    lines.append(f"NARRATION {report.verdict.value} {reasons}".rstrip())
    return "\n".join(lines) + "\n"


def test_the_files_of_the_cases_are_whole(update_cases: bool) -> None:
    assert problems(updating=update_cases) == []


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.id)
def test_case(case: Case, update_cases: bool) -> None:
    header = read_header(case.program)
    if header.requires > PYTHON:
        return  # its syntax is younger than this Python, which the header says
    trace, moments = recording(case.program)
    narration = case.narration.read_text(encoding="utf-8")
    found = verdicts(verify(trace, narration, Level(header.level)), moments)
    if update_cases:
        case.verdict.write_text(found, encoding="utf-8")
    assert found == case.verdict.read_text(encoding="utf-8")


def test_there_are_cases_of_every_topic() -> None:
    topics = {case.narration.parent.name for case in cases()}
    assert topics | {FREEHAND} == {path.name for path in CASES.iterdir() if path.is_dir()}
    assert len(topics) >= 8
