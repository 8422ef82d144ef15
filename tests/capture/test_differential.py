"""The recorder against the reference of `tests.reference`: no difference is allowed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.capture.recorder import record_here
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.trace.model import Family, Ref, StepKind, TraceData
from engine.trace.steps import Steps
from engine.trace.versions import Versions
from tests.capture.programs import PROGRAMS
from tests.case_files import CASES, read_header
from tests.reference import tracer
from tests.reference.differential import Outcome, compare, compare_program
from tests.reference.found import CELLS, DROPPED, FOUND, HELD, OWN_MODULE, REFUSED, UNSEEN

ROOT = Path(__file__).resolve().parents[2]
CASE_FILES = sorted(CASES.rglob("*.py"))


def agree(outcome: Outcome) -> None:
    """The engine made a recording, and it is the reference's."""
    assert not outcome.incomparable
    assert outcome.refusal == ""
    assert [str(difference) for difference in outcome.differences] == []
    assert outcome.instructions > 0


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name: str) -> None:
    case = PROGRAMS[name]
    agree(compare_program(case.source.strip("\n"), "f", case.call))


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_cases(path: Path) -> None:
    header = read_header(path)
    if header.requires > sys.version_info[:2]:
        return  # its syntax is younger than this Python, which the header says
    source = path.read_text(encoding="utf-8")
    agree(compare_program(source, header.entry, header.call, header.stdin))


@pytest.mark.parametrize("seed", range(15))
def test_generated_programs(seed: int) -> None:
    """A sample, the same in every run; the command's long form compares more.

    In a process of its own: Hypothesis draws from the constants of whatever modules of the
    project are loaded, and how deep the stack is matters to programs that exhaust it."""
    command = [sys.executable, "-m", "tests.reference.differential"]
    command += ["--programs", "10", "--seed", str(seed), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    report = json.loads(done.stdout)
    assert report["different"] == []
    assert report["counts"]["compared"] >= 5


# 3.12 says so of a comprehension's variable where a class body's names are asked for.
@pytest.mark.filterwarnings("ignore:assigning None to unbound local:RuntimeWarning")
@pytest.mark.parametrize("name", FOUND)
def test_found(name: str) -> None:
    agree(compare_program(FOUND[name].lstrip("\n"), "f", ""))


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    outcome = compare_program(REFUSED[name].lstrip("\n"), "f", "")
    assert outcome.refusal.startswith("unsupported: The program changes a namespace")


@pytest.mark.filterwarnings("ignore")  # coroutines that are never awaited, as the programs do
@pytest.mark.parametrize("name", DROPPED)
def test_dropped(name: str) -> None:
    outcome = compare_program(DROPPED[name].lstrip("\n"), "f", "", keep_alive=False)
    assert outcome.refusal.startswith("unsupported: The program drops a generator or coroutine")


@pytest.mark.parametrize("name", OWN_MODULE)
def test_own_module(name: str) -> None:
    outcome = compare_program(OWN_MODULE[name].lstrip("\n"), "f", "")
    assert outcome.refusal.startswith("unsupported: The program hands its own module")


@pytest.mark.parametrize("name", HELD)
def test_held(name: str) -> None:
    agree(compare_program(HELD[name].lstrip("\n"), "f", "", keep_alive=False))


@pytest.mark.parametrize("name", CELLS)
def test_cells(name: str) -> None:
    outcome = compare_program(CELLS[name].lstrip("\n"), "f", "")
    assert outcome.refusal.startswith("unsupported: The program has the variable of a closure")


@pytest.mark.parametrize("name", UNSEEN)
def test_unseen(name: str) -> None:
    program = Program.from_text(UNSEEN[name].lstrip("\n"), "f")
    with pytest.raises(CaptureError) as caught:
        record_here(program, max_steps=10_000)
    assert caught.value.code in {ErrorCode.UNSUPPORTED, ErrorCode.DECODING_FAILED}
    assert "a change was not seen" in str(caught.value) or "was not called with it" in str(
        caught.value
    )


# The comparison itself: whatever is wrong in a recording must be seen.

_SAMPLE = """
def g(x, out):
    out.append(x)
    print(x)
    return out


def f():
    a = [1]
    b = [1]
    s = {(1, 2), 'x'}
    for i in range(2):
        a = g(i, a)
        c = a
    return a, b, c, s, {'k': b}
"""


def _replace_step(data: TraceData, position: int, **changes: Any) -> None:
    steps = list(data.steps)
    steps[position] = replace(steps[position], **changes)
    data.steps = Steps.of(steps)


def _another_kind(data: TraceData) -> None:
    position = next(k for k, step in enumerate(data.steps) if step.kind is StepKind.LOAD)
    _replace_step(data, position, kind=StepKind.STORE)


def _another_offset(data: TraceData) -> None:
    position = next(k for k, step in enumerate(data.steps) if step.kind is StepKind.CALL)
    _replace_step(data, position, offset=0)


def _another_value(data: TraceData) -> None:
    history = data.locals[0]["i"]
    history.refs[-1] = history.refs[0]


def _another_object(data: TraceData) -> None:
    data.locals[0]["c"].refs[-1] = data.locals[0]["b"].refs[-1]


def _an_equal_object(data: TraceData) -> None:
    made = [
        oid
        for oid, thing in data.objects.items()
        if thing.type == "list" and thing.contents[0] == thing.contents[-1]
    ]
    data.locals[0]["a"].refs[0] = Ref(-made[0])


def versions_of(contents: list[tuple[Ref, ...]]) -> Versions:
    versions = Versions()
    for content in contents:
        versions.append(content)
    return versions


def _later_contents(data: TraceData) -> None:
    changed = next(
        thing for thing in data.objects.values() if thing.type == "list" and len(thing.since) > 1
    )
    changed.contents = versions_of([changed.contents[0]] * len(changed.contents))


def _unbound(data: TraceData) -> None:
    data.locals[0]["b"].refs[-1] = None


def _another_set(data: TraceData) -> None:
    found = next(thing for thing in data.objects.values() if thing.family is Family.SET)
    found.contents = versions_of([found.contents[0][:1] * 2, *list(found.contents)[1:]])


def _less_output(data: TraceData) -> None:
    data.outputs.pop()


def _output_of_another_step(data: TraceData) -> None:
    data.outputs[0] = replace(data.outputs[0], step=data.steps[1].number)


def _another_answer(data: TraceData) -> None:
    data.activations[0] = replace(data.activations[0], result=data.locals[0]["a"].refs[-1])


def _another_parent(data: TraceData) -> None:
    data.activations[2] = replace(data.activations[2], parent=data.activations[1].id)


@pytest.mark.parametrize(
    "spoil",
    [
        _another_kind,
        _another_offset,
        _another_value,
        _another_object,
        _an_equal_object,
        _later_contents,
        _unbound,
        _another_set,
        _less_output,
        _output_of_another_step,
        _another_answer,
        _another_parent,
    ],
    ids=lambda spoil: spoil.__name__,
)
def test_what_is_wrong_is_seen(spoil: Callable[[TraceData], None]) -> None:
    program = Program.from_text(_SAMPLE, "f")
    data = record_here(program, max_steps=10_000)
    recording = tracer.trace(program.source, "f", "")
    assert compare(recording, data) == []
    recording = tracer.trace(program.source, "f", "")
    spoil(data)
    assert compare(recording, data) != []
