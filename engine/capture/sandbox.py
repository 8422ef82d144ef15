"""The sandbox: untrusted programs run in forked children, and come back as recordings.

    with Sandbox() as sandbox:
        trace = sandbox.record(program)

The parent's side of the children is `engine.capture.runner`, theirs `engine.capture.child`; what
holds them is in `engine.capture.confinement` and `engine.capture.audit`, and what they do there
in `engine.capture.jobs`.
"""

from __future__ import annotations

from typing import Final

from engine.capture import jobs
from engine.capture.limits import Limits
from engine.capture.observation import Observation
from engine.capture.outcomes import memory_error, output_error, step_error
from engine.capture.runner import DEFAULT_LIMITS, Runner
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.trace.model import TraceData

_OF_THE_MACHINE: Final = frozenset({"MemoryError", "SystemError"})
"""Exceptions that the interpreter raises when memory is short. They say what this machine lent,
so they are no answer of the program, caught or not. (A program that raises one by itself is
refused as well.)"""


class Sandbox(Runner):
    """Records programs. A recording is given out only when it is whole, and when a bare run in
    a process of its own has shown the same result, output and exception."""

    def __init__(self, hash_seed: int = 0) -> None:
        super().__init__((jobs.__name__,), hash_seed)

    def record(self, program: Program, limits: Limits = DEFAULT_LIMITS) -> TraceData:
        """The recording of one run of ``program``, which a bare run confirmed.

        Raises `CaptureError`: a limit, a forbidden deed, a feature that is not recorded, or
        ``recorded-run-differs``."""
        arguments = jobs.arguments_of(program)
        trace, recorded = jobs.read_recording(self.run(jobs.RECORD, arguments, limits))
        if sum(len(output.text) for output in trace.outputs) > limits.output:
            raise output_error(limits)
        if any(thing.type in _OF_THE_MACHINE for thing in trace.objects.values()):
            raise memory_error(limits)
        if trace.truncated:
            raise step_error(limits)
        _compare(recorded, self.observe(program, limits), trace, program)
        return trace

    def observe(self, program: Program, limits: Limits = DEFAULT_LIMITS) -> Observation:
        """What a bare run of ``program`` shows to the outside; raises `CaptureError`."""
        answer = self.run(jobs.OBSERVE, jobs.arguments_of(program), limits)
        observation = jobs.read_observation(answer)
        if len(observation.stdout) + len(observation.stderr) > limits.output:
            raise output_error(limits)
        if observation.exception in _OF_THE_MACHINE:
            raise memory_error(limits)
        return observation


def _compare(recorded: Observation, bare: Observation, trace: TraceData, program: Program) -> None:
    """Raise unless the recorded run, the recording and the bare run agree."""
    found = recorded.differences(bare)
    for stream, text in (("stdout", bare.stdout), ("stderr", bare.stderr)):
        written = "".join(output.text for output in trace.outputs if output.stream == stream)
        if written != text and stream not in found:
            found.append(stream)
    if found:
        raise CaptureError(
            ErrorCode.DIFFERS,
            f"The recorded run and a bare run of the program differ in: {', '.join(found)}",
            where=program.name,
            remedy="A program that depends on time, chance or addresses cannot be recorded.",
            data={"differ": ", ".join(found)},
        )
