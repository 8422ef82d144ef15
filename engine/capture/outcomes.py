"""How a run ended: the frame of an answer, and the errors for runs without one."""

from __future__ import annotations

import json
import signal
import struct
from dataclasses import dataclass
from typing import Final

from engine.capture import seccomp
from engine.capture.limits import MIB, SCRATCH_BYTES, Limits
from engine.errors import CaptureError, ErrorCode, error_from_json

HEADER: Final = struct.Struct("<16scQ")
"""An answer's frame: the run's number, what follows, and how many bytes of it."""

ANSWER, FAILURE = b"A", b"F"

LONGEST_FAILURE: Final = 1 << 16


@dataclass(frozen=True)
class Ended:
    """What came back from one run through its pipe, nothing of it believed yet."""

    number: bytes
    received: bytes
    status: int | None  #: exit code, negative for a signal; None: over time
    too_long: bool  #: more came than may


def answer_of(done: Ended, limits: Limits) -> bytes:
    """The answer in what came back, or the error that says why there is none."""
    if done.status is None:
        raise time_error(limits.seconds)
    if done.too_long:
        raise tampered("it sent more than it may")
    if not done.received or done.status != 0:
        raise _ended(done.status, limits)
    if len(done.received) < HEADER.size:
        raise tampered("it is cut short")
    number, kind, length = HEADER.unpack_from(done.received)
    payload = done.received[HEADER.size :]
    if number != done.number or len(payload) != length:
        raise tampered("it is not framed as agreed")
    if kind == ANSWER and length <= limits.answer:
        return payload
    if kind != FAILURE or length > LONGEST_FAILURE:
        raise tampered("it is of no known kind")
    try:
        error = error_from_json(json.loads(payload))
    except (ValueError, RecursionError) as fault:
        raise tampered("its error cannot be read") from fault
    if not isinstance(error, CaptureError):
        raise tampered("its error is not one of a run")
    raise error


def tampered(why: str) -> CaptureError:
    """The refusal of an answer that our own code in the child cannot have sent."""
    return CaptureError(
        ErrorCode.TAMPERED,
        f"What came back from the process is no recording: {why}",
        remedy="Something in the program wrote to a file handle that it had not opened.",
    )


def _ended(status: int, limits: Limits) -> CaptureError:
    """The error for a child that ended without an answer."""
    if status >= 0:
        return CaptureError(
            ErrorCode.VANISHED,
            f"The process ended by itself (exit code {status}) before the program was done",
            remedy="Leave the function by returning or raising: no `os._exit`, no closed handles.",
            data={"exit": status},
        )
    number = -status
    if seccomp.killed_by_filter(number):
        return CaptureError(
            ErrorCode.FORBIDDEN,
            "The program made a system call that a recorded program may not make",
            remedy="Record a program that starts no processes or threads and opens no sockets.",
            data={"signal": number},
        )
    if number == signal.SIGXCPU:
        return time_error(limits.processor or limits.seconds)
    if number == signal.SIGXFSZ:
        return CaptureError(
            ErrorCode.OUTPUT_LIMIT,
            f"The program wrote a file of more than {SCRATCH_BYTES // MIB} MiB",
            remedy="Record a program that writes less.",
            data={"limit": SCRATCH_BYTES},
        )
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    return CaptureError(
        ErrorCode.KILLED,
        f"The process was killed by {name} before the program was done",
        remedy="The interpreter crashed or ran out of its stack, or something ended the process.",
        data={"signal": number},
    )


def memory_error(limits: Limits) -> CaptureError:
    """The refusal of a run that got a MemoryError: it says how much this machine lent, not
    what the program does."""
    return CaptureError(
        ErrorCode.MEMORY_LIMIT,
        f"The program and its recording needed more than {limits.memory // MIB:,} MiB",
        remedy="Record a smaller call, or raise the memory limit.",
        data={"limit": limits.memory},
    )


def time_error(seconds: float) -> CaptureError:
    """The refusal of a run that was ended after so many seconds."""
    return CaptureError(
        ErrorCode.TIME_LIMIT,
        f"The program and its recording took longer than {seconds:g} s",
        remedy="It may loop for ever; or record a smaller call, or raise the time limit.",
        data={"limit": seconds},
    )


def trace_error(size: int, longest: int) -> CaptureError:
    """The refusal of a recording that is too large to be sent."""
    return CaptureError(
        ErrorCode.TRACE_LIMIT,
        f"The recording takes {size:,} bytes of {longest:,} allowed",
        remedy="Record a smaller call, or raise the limit.",
        data={"bytes": size, "limit": longest},
    )


def output_error(limits: Limits) -> CaptureError:
    """The refusal of a run that printed too much."""
    return CaptureError(
        ErrorCode.OUTPUT_LIMIT,
        f"The program printed more than {limits.output:,} characters",
        remedy="It may print for ever; or record a smaller call, or raise the output limit.",
        data={"limit": limits.output},
    )


def step_error(limits: Limits) -> CaptureError:
    """The refusal of a run that was cut short at its step limit."""
    return CaptureError(
        ErrorCode.STEP_LIMIT,
        f"The program took more than {limits.steps:,} steps",
        remedy="It may loop for ever; or record a smaller call, or raise the step limit.",
        data={"limit": limits.steps},
    )
