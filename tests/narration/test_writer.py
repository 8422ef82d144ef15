"""The built-in writer: what it tells of any program is true, decided, in order, and complete."""

from __future__ import annotations

import re
import sys
from functools import cache

import pytest

from engine.capture.recorder import record_here
from engine.claims.model import CallContext
from engine.claims.parser import parse_narration
from engine.claims.verify import Judge
from engine.narration.plan import ALL_PASSES
from engine.narration.writer import narrate
from engine.program import Program
from engine.trace.model import ActivationId
from engine.trace.moments import Moments
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


@cache
def narrations(name: str) -> tuple[str, ...]:
    return tuple(narrate(recording(name), seed) for seed in SEEDS)


@pytest.mark.parametrize("name", ALL)
def test_every_narration_is_accepted(name: str) -> None:
    judge = Judge(recording(name))
    for text in narrations(name):
        report = judge.verify(text)
        assert report.reasons == (), report.summary()


@pytest.mark.parametrize("name", ALL)
def test_every_line_that_runs_is_told(name: str) -> None:
    """Of the entry call and of the calls that are told from within: each line that runs outside of
    loops, and of the entry call's loops each that does not run in passes summed up alone."""
    moments = Moments(recording(name))
    entry = moments.trace.data.entry
    for text in narrations(name):
        told = {int(line) for line in re.findall(r"[Ll]ine (\d+)", text)}
        calls = {
            moments.calls(context.function)[context.number - 1]
            for claim in parse_narration(text).narration.entries()
            for context in claim.chain
            if isinstance(context, CallContext)
        }
        for activation in {entry, *calls}:
            for visit in moments.visits(activation).all:
                loops = visit.statements[0].loops()
                assert visit.line in told or (loops and _has_untold_passes(moments, activation))


def _has_untold_passes(moments: Moments, activation: ActivationId) -> bool:
    most = max(len(entry.passes) for entry in moments.loops(activation).all)
    return most > ALL_PASSES - 2 or activation != moments.trace.data.entry


@pytest.mark.parametrize("name", ALL)
def test_the_seed_decides_the_text(name: str) -> None:
    """And nothing else, such as what was asked of the same recording before."""
    fresh = Trace(recording(name).data)
    assert narrate(fresh, SEEDS[-1]) == narrations(name)[-1]


def test_seeds_tell_differently() -> None:
    alike = [name for name in ALL if len(set(narrations(name))) == 1]
    assert len(alike) <= 2  # of what does next to nothing there is one thing to say
