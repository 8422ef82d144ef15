"""The self-test: it passes here, and no lost event passes it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

import pytest

from engine.capture import recorder, selftest
from engine.capture.recorder import Decoding
from engine.capture.sandbox import Sandbox
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.trace.model import TraceData
from tests.capture.test_stretches import parts

STEPS = 10_000


def test_this_interpreter_loses_nothing() -> None:
    assert list(selftest.strangers()) == []
    assert list(selftest.lost_events(STEPS)) == []


def test_no_entry_of_the_log_that_matters_can_be_lost_unnoticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lengths = []
    lost: int | None = None
    held: list[list[object]] = []

    class Lossy(Decoding):
        def __init__(
            self, program: Program, run: Any, prepared: Any, log: Any, max_steps: int
        ) -> None:
            lengths.append(len(log))
            if lost is not None:
                del log[lost]
            super().__init__(program, run, prepared, log, max_steps)

        def decode(self) -> TraceData:
            trace = super().decode()
            held.append(parts(trace))
            return trace

    monkeypatch.setattr(recorder, "Decoding", Lossy)
    assert list(selftest.lost_events(STEPS)) == []
    assert lengths[0] > 50
    whole = held.pop()
    noticed = 0
    for lost in range(lengths[0]):
        held.clear()
        if list(selftest.lost_events(STEPS)):
            noticed += 1
        else:  # what the entry says is said by its neighbours, too
            assert held == [whole], f"entry {lost} of the log"
    assert noticed > lengths[0] // 2


@pytest.mark.parametrize(
    ("lost", "instead"),
    [
        ("            continue", "            pass"),
        ("items[1] = got", "items"),
        ("self.held = held", "self.held = 4"),
        ("raise KeyError(n)", "raise KeyError(1)"),
        ("done = True", "pass"),
        ("-m)", "+m)"),
        ("a, *b = out", "b = out[1:]"),
        ("down(1)", "down(0)"),
        ("[k + 1 for k in out if k]", "[k + 1 for k in out if k > 0 and k]"),
    ],
)
def test_another_run_is_not_taken_for_the_known_one(
    monkeypatch: pytest.MonkeyPatch, lost: str, instead: str
) -> None:
    source = selftest.PROGRAM.source
    assert source.count(lost) == 1
    other = replace(selftest.PROGRAM, source=source.replace(lost, instead))
    monkeypatch.setattr(selftest, "PROGRAM", other)
    assert list(selftest.lost_events(STEPS)) != []


def test_a_tracer_or_profiler_at_work_is_named() -> None:
    before = sys.gettrace(), sys.getprofile()
    try:
        sys.settrace(lambda *_: None)
        traced = list(selftest.strangers())
        sys.settrace(before[0])
        sys.setprofile(lambda *_: None)
        profiled = list(selftest.strangers())
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    assert any("sys.settrace" in fault for fault in traced)
    assert any("sys.setprofile" in fault for fault in profiled)


if sys.version_info >= (3, 12):

    def test_a_monitoring_tool_at_work_is_named() -> None:
        free = next(tool for tool in range(6) if sys.monitoring.get_tool(tool) is None)
        sys.monitoring.use_tool_id(free, "a debugger")
        try:
            idle = list(selftest.strangers())
            sys.monitoring.set_events(free, sys.monitoring.events.LINE)
            busy = list(selftest.strangers())
        finally:
            sys.monitoring.set_events(free, 0)
            sys.monitoring.free_tool_id(free)
        assert not any("a debugger" in fault for fault in idle)
        assert any("a debugger" in fault for fault in busy)


def test_faults_refuse_every_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def run(job: str, *_: object) -> bytes:
        asked.append(job)
        return json.dumps(["a function of `sys.settrace` is at work"]).encode()

    with Sandbox() as sandbox:
        monkeypatch.setattr(sandbox, "run", run)
        for _ in range(2):
            with pytest.raises(CaptureError) as caught:
                sandbox.record(Program(source="def f(n):\n    return n\n", entry="f", call="1"))
            assert caught.value.code is ErrorCode.EVENTS_LOST
            assert "sys.settrace" in caught.value.what
    assert asked == [selftest.JOB, selftest.JOB]


def test_the_self_test_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    with Sandbox() as sandbox:
        run = sandbox.run

        def listening(job: str, *rest: Any) -> bytes:
            asked.append(job)
            return run(job, *rest)

        monkeypatch.setattr(sandbox, "run", listening)
        for call in ("1", "2"):
            sandbox.record(Program(source="def f(n):\n    return n\n", entry="f", call=call))
    assert asked.count(selftest.JOB) == 1
    assert asked[0] == selftest.JOB
