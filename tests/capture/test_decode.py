"""Recordings against what the programs say of themselves, and against a line tracer."""

from __future__ import annotations

import ast
import re

import pytest

from engine.capture.recorder import record_here
from engine.program import Program
from engine.trace.model import Ending, TraceData
from tests.capture.line_tracer import trace_lines
from tests.capture.programs import PROGRAMS
from tests.capture.reading import check_invariants, names_at, text

_MAX_STEPS = 100_000


def record(source: str, call: str = "", *, paranoid: bool = False) -> TraceData:
    """The recording of ``f(call)``."""
    program = Program.from_text(source.strip("\n"), "f", call)
    return record_here(program, max_steps=_MAX_STEPS, paranoid=paranoid)


def answer(trace: TraceData) -> str:
    """The entry's answer as a literal, or ``raises X``."""
    entry = trace.activations[trace.entry]
    assert entry.result is not None
    if entry.ending is Ending.RAISED:
        return f"raises {trace.objects[-entry.result].type}"  # type: ignore[index]
    return text(trace, entry.result, len(trace.steps) - 1)


def line_runs(trace: TraceData, activation: int) -> list[tuple[int, int]]:
    """Each uninterrupted run of steps of one line: the line, and the time just before it."""
    runs: list[tuple[int, int]] = []
    for step in trace.steps:
        if step.activation != activation or step.span is None:
            continue
        if not runs or runs[-1][0] != step.span.line:
            runs.append((step.span.line, step.number - 1))
    return runs


def same(left: str, right: str) -> bool:
    """Whether two texts of values agree, sets in any order."""
    return left == right or normal(left) == normal(right)


def normal(literal: str) -> str:
    """A literal with the elements of each set sorted."""

    def braces(match: re.Match[str]) -> str:
        inner = match.group(1)
        if ":" in inner or "<" in inner:
            return match.group(0)
        return "{" + ", ".join(sorted(inner.split(", "))) + "}"

    return re.sub(r"\{([^{}]*)\}", braces, literal)


_EXPECTATION = re.compile(r"#: (.*)$")


@pytest.mark.parametrize("name", PROGRAMS)
def test_answer(name: str) -> None:
    case = PROGRAMS[name]
    trace = record(case.source, case.call)
    wanted = case.answer
    if not wanted.startswith("raises"):
        wanted = text_of(wanted)
    assert same(answer(trace), wanted)
    assert trace.truncated == ""


def text_of(literal: str) -> str:
    """The literal in the spelling of `to_literal`."""
    try:
        return repr(ast.literal_eval(literal))
    except (ValueError, SyntaxError):
        return repr(eval(literal))  # set(), bytearray(…)


@pytest.mark.parametrize("name", [name for name in PROGRAMS if "#:" in PROGRAMS[name].source])
def test_expectations_in_the_source(name: str) -> None:
    case = PROGRAMS[name]
    trace = record(case.source, case.call)
    checked = 0
    for number, line in enumerate(case.source.strip("\n").split("\n"), start=1):
        found = _EXPECTATION.search(line)
        if found is None:
            continue
        moments = [
            (time, activation.id)
            for activation in trace.activations
            for at_line, time in line_runs(trace, activation.id)
            if at_line == number
        ]
        seen = [names_at(trace, number, time) for time, number in sorted(moments, reverse=True)]
        for part in found.group(1).split("; "):
            variable, _, wanted = part.partition(" == ")
            # A lambda of the line runs on it as well, and has other names.
            names = next((names for names in seen if variable in names), {})
            assert same(names.get(variable, "unbound"), wanted), (number, variable)
            checked += 1
    assert checked


@pytest.mark.parametrize("name", PROGRAMS)
def test_agrees_with_a_line_tracer(name: str) -> None:
    case = PROGRAMS[name]
    agree_with_line_tracer(case.source, case.call)


def agree_with_line_tracer(source: str, call: str) -> None:
    """All names at the beginning of each run of a line, in every activation."""
    trace = record(source, call)
    tracer, _ = trace_lines(source.strip("\n"), "f", call)
    # 3.11 calls the tracer for a generator that is thrown into before it began.
    began = [events for events in tracer.events if events]
    assert len(began) == len(trace.activations)
    for activation, events in zip(trace.activations, began, strict=True):
        runs = line_runs(trace, activation.id)
        silent = {line for line, _ in events} - {line for line, _ in runs}
        for line in silent:
            assert re.match(
                r"\s*(try:|while True:|else|finally|case _:)",
                source.strip("\n").split("\n")[line - 1],
            )
        position = 0
        previous = None
        for line, wanted in events:
            if line in silent or line == previous:
                continue
            previous = line
            while position < len(runs) and runs[position][0] != line:
                position += 1
            assert position < len(runs), f"line {line} of activation {activation.id} is missing"
            found = names_at(trace, activation.id, runs[position][1])
            position += 1
            for name in found.keys() | wanted.keys():
                ours, theirs = found.get(name, "unbound"), wanted.get(name, "unbound")
                assert same(ours, theirs), (activation.id, line, name)


@pytest.mark.parametrize("name", PROGRAMS)
def test_paranoid_recording_is_the_same(name: str) -> None:
    case = PROGRAMS[name]
    usual, paranoid = record(case.source, case.call), record(case.source, case.call, paranoid=True)
    assert [step.kind for step in usual.steps] == [step.kind for step in paranoid.steps]
    for activation in usual.activations:
        for _, time in line_runs(usual, activation.id):
            left, right = (
                names_at(usual, activation.id, time),
                names_at(paranoid, activation.id, time),
            )
            assert left.keys() == right.keys()
            for variable in left:
                assert same(left[variable], right[variable]), (activation.id, time, variable)


@pytest.mark.parametrize("name", PROGRAMS)
def test_model_invariants(name: str) -> None:
    case = PROGRAMS[name]
    trace = record(case.source, case.call)
    check_invariants(trace)
