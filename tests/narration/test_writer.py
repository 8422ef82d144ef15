"""The built-in writer: what it tells of any program is true, decided, in order, and complete."""

from __future__ import annotations

import sys
from functools import cache

import pytest

from engine.capture.recorder import record_here
from engine.claims.verify import Judge
from engine.narration.writer import narrate
from engine.program import Program
from engine.trace.trace import Trace
from tests.capture.programs import PROGRAMS
from tests.case_files import programs, read_header

MAX_STEPS = 200_000
SEEDS = range(5)


def _of_cases() -> dict[str, Program]:
    found: dict[str, Program] = {}
    for path in programs():
        header = read_header(path)
        if header.requires <= sys.version_info[:2]:
            text = path.read_text(encoding="utf-8")
            found[f"{path.parent.name}/{path.stem}"] = Program.from_text(
                text, header.entry, header.call, stdin=header.stdin, name=path.name
            )
    return found


def _of_the_recorder() -> dict[str, Program]:
    return {
        name: Program.from_text(case.source.lstrip("\n"), "f", case.call)
        for name, case in PROGRAMS.items()
    }


ALL = {**_of_cases(), **_of_the_recorder()}


@cache
def recording(name: str) -> Trace:
    return Trace(record_here(ALL[name], max_steps=MAX_STEPS))


@pytest.mark.parametrize("name", ALL)
def test_every_narration_is_accepted(name: str) -> None:
    trace = recording(name)
    judge = Judge(trace)
    texts = [narrate(trace, seed) for seed in SEEDS]
    for text in texts:
        report = judge.verify(text)
        assert report.reasons == (), report.summary()


def test_the_seed_decides_the_text() -> None:
    differing = 0
    for name in ALL:
        trace = recording(name)
        texts = [narrate(trace, seed) for seed in SEEDS]
        assert texts == [narrate(Trace(trace.data), seed) for seed in SEEDS]
        differing += len(set(texts)) > 1
    assert differing >= len(ALL) - 2  # of what does next to nothing there is one thing to say
