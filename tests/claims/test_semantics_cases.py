"""Every case of docs/semantics.md gets the verdict that stands there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import ClaimVerdict, Level, Reason
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "semantics.md").read_text(encoding="utf-8")
PROGRAMS = {
    name: (source, call)
    for name, call, source in re.findall(
        r"^### (P\d+): `f\(([^\n]*)\)`\n```python\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL
    )
}
CASES = re.findall(r"^- (P\d+) ([A-Z]+): (.*)$", PAGE, re.MULTILINE)
GAPLESS = re.findall(r"^- (P\d+) gap(?:less|s on ([\d, ]+)): (.*)$", PAGE, re.MULTILINE)
SECTION = re.compile(r"^### (5\.\d+) ", re.MULTILINE)

WORST_FIRST = (
    ClaimVerdict.REFUTED,
    ClaimVerdict.UNSUPPORTED,
    ClaimVerdict.AMBIGUOUS,
    ClaimVerdict.VERIFIED,
)


@cache
def judge(name: str) -> Judge:
    source, call = PROGRAMS[name]
    return Judge(Trace(record_here(Program.from_text(source, "f", call), max_steps=10_000)))


@pytest.mark.parametrize(("name", "verdict", "sentence"), CASES)
def test_case_of_the_page(name: str, verdict: str, sentence: str) -> None:
    report = judge(name).verify(sentence)
    assert report.problems == ()
    found = {claim.verdict for claim in report.claims}
    assert next(each for each in WORST_FIRST if each in found) is ClaimVerdict(verdict)


@pytest.mark.parametrize(("name", "lines", "text"), GAPLESS)
def test_gaps_of_the_page(name: str, lines: str, text: str) -> None:
    report = judge(name).verify(text, Level.GAPLESS)
    assert report.problems == ()
    assert {claim.verdict for claim in report.claims} == {ClaimVerdict.VERIFIED}
    assert sorted({gap.line for gap in report.gaps}) == [
        int(line) for line in lines.split(",") if line
    ]
    assert (Reason.GAPS in report.reasons) is bool(lines)


def test_every_form_has_four_cases() -> None:
    starts = [(found[1], found.start()) for found in SECTION.finditer(PAGE)]
    ends = [start for _, start in starts[1:]] + [PAGE.index("\n## 6.")]
    counts = {
        number: len(re.findall(r"^- P\d+ [A-Z]+: ", PAGE[start:end], re.MULTILINE))
        for (number, start), end in zip(starts, ends, strict=True)
    }
    assert len(counts) == 98
    assert {number for number, count in counts.items() if count < 4} == {
        "5.27",
        "5.73",
    }  # notes: no facts
