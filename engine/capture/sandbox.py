"""The sandbox: untrusted programs run in forked children, and come back as recordings.

    with Sandbox() as sandbox:
        trace = sandbox.record(program)

The parent's side of the children is `engine.capture.runner`, theirs `engine.capture.child`; what
holds them is in `engine.capture.confinement` and `engine.capture.audit`, and what they do there
in `engine.capture.jobs`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Final

from engine.capture import jobs, selftest
from engine.capture.chance import may_differ
from engine.capture.limits import Limits
from engine.capture.observation import Observation
from engine.capture.outcomes import memory_error, output_error, step_error
from engine.capture.runner import DEFAULT_LIMITS, Runner
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.trace.comparison import compare, merged
from engine.trace.model import Differences, TraceData

_OF_THE_MACHINE: Final = frozenset({"MemoryError", "SystemError"})
"""Exceptions that the interpreter raises when memory is short. They say what this machine lent,
so they are no answer of the program, caught or not. (A program that raises one by itself is
refused as well.)"""


OTHERS: Final = 3
"""Other hash seeds that a program is recorded under where its states could depend on it. Two
elements of a set have the same order under one of two seeds, so that one other would not do."""

_SEEDS: Final = 1 << 32


class Sandbox(Runner):
    """Records programs. A recording is given out only when it is whole, and when a bare run in
    another process, under another hash seed, has shown the same result, output and exception.
    What is not the same in every run is marked in it (docs/determinism.md).

    Each hash seed has a server of its own, that is started when it is first needed."""

    def __init__(self, hash_seed: int = 0) -> None:
        super().__init__((jobs.__name__, selftest.__name__), hash_seed)
        self._tested = False
        self._others = tuple(
            Runner((jobs.__name__,), (hash_seed + number) % _SEEDS)
            for number in range(1, OTHERS + 1)
        )
        self._warming: threading.Thread | None = None

    def close(self) -> None:
        super().close()
        for runner in self._others:
            runner.close()

    def abort(self) -> None:
        super().abort()
        for runner in self._others:
            runner.abort()

    def record(self, program: Program, limits: Limits = DEFAULT_LIMITS) -> TraceData:
        """The recording of one run of ``program``, which a bare run confirmed.

        Raises `CaptureError`: a limit, a forbidden deed, a feature that is not recorded,
        ``undetermined``, ``recorded-run-differs``, or ``events-lost`` (the first time, where this
        interpreter cannot be trusted with recordings)."""
        self._warm()
        self._test()
        try:
            trace, recorded = self._confirmed(program, limits)
        except CaptureError as error:
            if error.code is not ErrorCode.DIFFERS:
                raise
            # The signal that watches the log's length may come just where the program's recursion
            # runs out of depth. A recording that a bare run confirms is right, whichever it is.
            trace, recorded = self._confirmed(program, limits)
        if may_differ(program, trace):
            trace.differs = merged(self._compared(trace, recorded, program, limits))
        return trace

    def sketch(self, program: Program, limits: Limits = DEFAULT_LIMITS) -> TraceData:
        """The recording of one run that no other run confirmed, and of which nothing is marked:
        for one who looks for trouble. Raises `CaptureError` as `record`."""
        self._test()
        return _record(self, program, limits)[0]

    def _test(self) -> None:
        if not self._tested:
            selftest.refuse_faults(self.run(selftest.JOB, {}))
            self._tested = True

    def _confirmed(self, program: Program, limits: Limits) -> tuple[TraceData, Observation]:
        """A recording that a bare run agrees with, and what its run showed."""
        trace, recorded = _record(self, program, limits)
        bare = _observe(self._others[0], program, limits)
        self._confirm(recorded, bare, trace, program, limits)
        return trace, recorded

    def _warm(self) -> None:
        """Start the server of the bare run beside that of the recorded one, the first time."""
        if self._warming is None:
            self._warming = threading.Thread(target=self._others[0].warm, daemon=True)
            self._warming.start()

    def observe(self, program: Program, limits: Limits = DEFAULT_LIMITS) -> Observation:
        """What a bare run of ``program`` shows to the outside; raises `CaptureError`."""
        return _observe(self, program, limits)

    def observe_each(
        self, program: Program, calls: Sequence[str], limits: Limits = DEFAULT_LIMITS
    ) -> list[Observation | None]:
        """What bare runs of ``program`` under these argument lists show, None of one that could not
        be begun; raises `CaptureError`.

        They share one process, the limits and what a run leaves behind in it: for programs that
        leave nothing."""
        arguments = {"program": jobs.arguments_of(program), "calls": list(calls)}
        found = jobs.read_observations(self.run(jobs.OBSERVE_EACH, arguments, limits), len(calls))
        for each in found:
            if each is not None:
                _within(each, limits)
        return found

    def _confirm(
        self,
        recorded: Observation,
        bare: Observation,
        trace: TraceData,
        program: Program,
        limits: Limits,
    ) -> None:
        """Raise unless recorded run, recording and bare run agree. If they do not, bare runs of
        the recorded run's own seed tell whether the program or the recorder is to blame."""
        found = _differences(recorded, bare, trace)
        if not found:
            return
        for again in (self.observe(program, limits), self.observe(program, limits)):
            differ = again.differences(bare)
            if differ:
                raise _undetermined(differ, program)
        raise CaptureError(
            ErrorCode.DIFFERS,
            f"The recorded run and a bare run of the program differ in: {', '.join(found)}",
            where=program.name,
            remedy="Bare runs agree, so that recording changed what the program does: it may look "
            "at its own frames, memory or time.",
            data={"differ": ", ".join(found)},
        )

    def _compared(
        self, trace: TraceData, recorded: Observation, program: Program, limits: Limits
    ) -> Iterator[Differences]:
        """Where recordings under other hash seeds differ from this one."""
        for runner in self._others:
            other, observed = _record(runner, program, limits)
            differ = recorded.differences(observed)
            if differ:
                raise _undetermined(differ, program)
            yield compare(trace, other)


def _record(runner: Runner, program: Program, limits: Limits) -> tuple[TraceData, Observation]:
    arguments = jobs.arguments_of(program)
    trace, recorded = jobs.read_recording(runner.run(jobs.RECORD, arguments, limits))
    if sum(len(output.text) for output in trace.outputs) > limits.output:
        raise output_error(limits)
    if any(thing.type in _OF_THE_MACHINE for thing in trace.objects.values()):
        raise memory_error(limits)
    if trace.truncated:
        raise step_error(limits)
    return trace, recorded


def _observe(runner: Runner, program: Program, limits: Limits) -> Observation:
    answer = runner.run(jobs.OBSERVE, jobs.arguments_of(program), limits)
    observation = jobs.read_observation(answer)
    _within(observation, limits)
    return observation


def _within(observation: Observation, limits: Limits) -> None:
    """Raise where a run printed more than it may, or this machine's memory decided."""
    if len(observation.stdout) + len(observation.stderr) > limits.output:
        raise output_error(limits)
    if observation.exception in _OF_THE_MACHINE:
        raise memory_error(limits)


def _differences(recorded: Observation, bare: Observation, trace: TraceData) -> list[str]:
    found = recorded.differences(bare)
    for stream, text in (("stdout", bare.stdout), ("stderr", bare.stderr)):
        written = "".join(output.text for output in trace.outputs if output.stream == stream)
        if written != text and stream not in found:
            found.append(stream)
    return found


def _undetermined(differ: list[str], program: Program) -> CaptureError:
    words = ", ".join(differ)
    return CaptureError(
        ErrorCode.UNDETERMINED,
        f"Two runs of the program differ in: {words}",
        where=program.name,
        remedy="Its answer depends on the hash seed (the order of a set, `hash`), on addresses "
        "(`id`, a `repr`), on the time, on chance or on its surroundings.",
        data={"differ": words},
    )
