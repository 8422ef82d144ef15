"""The fork server, and the child that it forks for each run.

The server is a small process that has imported everything once and confined itself
(`engine.capture.confinement`). It never runs a program: for each request it forks a child,
waits, and ends whatever the run has left. The child limits itself, runs one *job* (a function
named as ``module:function`` which takes the request's arguments and returns bytes) and sends
the bytes through a pipe that belongs to this run alone.

From the moment that a job runs a program the child is untrusted. So its answer is framed by a
number that only this run knows, is bounded, and holds JSON or bytes that are parsed, never
pickles; the server's own connection is closed in the child.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final, NoReturn, TypeAlias

from engine.capture import audit, confinement, landlock, seccomp
from engine.capture.limits import Limits, address_space, apply_resource_limits
from engine.capture.outcomes import ANSWER, FAILURE, HEADER, memory_error, trace_error
from engine.errors import CaptureError, ErrorCode, StepwitnessError

Job: TypeAlias = Callable[[Mapping[str, object], Limits], bytes]

LENGTH: Final = struct.Struct("<Q")
"""Precedes each request on the server's connection; the answer's pipe comes with it."""

_RESULT_FD: Final = 3
_ALL_FILES: Final = 1 << 16


def serve(connection_fd: int, folder: str, preload: list[str]) -> NoReturn:
    """Run the fork server on a connected socket until the other end closes it.

    ``folder`` is an empty folder, the only one that children may write in; ``preload`` names
    the modules with jobs. Says one line of JSON, its `Confinement`, when it is ready."""
    sys.argv = [""]
    for module in preload:
        importlib.import_module(module)
    sys.path[:] = landlock.import_path()
    held = confinement.confine(folder)
    os.chdir(folder)
    if held.system_calls:
        seccomp.prepare()
    gc.collect()
    gc.freeze()  # the children share these objects' pages as long as nobody traverses them
    server = _Server(socket.socket(fileno=connection_fd), folder, held)
    server.say(held.to_json())
    server.run()
    os._exit(0)


class _Server:
    """One run at a time. Invariant: between two runs no process of the last one is alive and
    the folder is empty."""

    def __init__(
        self, connection: socket.socket, folder: str, held: confinement.Confinement
    ) -> None:
        self._connection = connection
        self._folder = folder
        self._held = held
        self._idle_bytes = address_space()
        self._woken, wake = os.pipe()
        for end in (self._woken, wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def say(self, message: Mapping[str, object]) -> None:
        self._connection.sendall(json.dumps(message).encode() + b"\n")

    def run(self) -> None:
        """Serve requests until the parent hangs up."""
        while True:
            header, handles, _, _ = socket.recv_fds(self._connection, LENGTH.size, 1)
            if len(header) != LENGTH.size or len(handles) != 1:
                return
            request = json.loads(_read_exactly(self._connection, LENGTH.unpack(header)[0]))
            self.say(self._run_one(request, handles[0]))

    def _run_one(self, request: dict[str, object], result_fd: int) -> dict[str, object]:
        limits = Limits(**request["limits"])  # type: ignore[arg-type]  # from our own parent
        job = _find_job(str(request["job"]))
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            _run_child(job, request, limits, result_fd, self._idle_bytes, self._held)
        os.close(result_fd)
        status = self._wait(child, started + limits.seconds)
        self._end_all(child)
        self._empty_folder()
        return {"status": status, "seconds": time.monotonic() - started}

    def _wait(self, child: int, deadline: float) -> int | None:
        """The child's exit code (negative: its signal); None if it had to be ended."""
        poller = select.poll()
        poller.register(self._woken, select.POLLIN)
        poller.register(self._connection, 0)  # hang-up only
        while True:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            left = deadline - time.monotonic()
            events = poller.poll(max(left, 0) * 1000)
            if any(handle == self._connection.fileno() for handle, _ in events):
                self._end_all(child)
                os._exit(0)  # the parent is gone
            if left <= 0:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return None
            with contextlib.suppress(BlockingIOError):
                os.read(self._woken, 512)

    def _end_all(self, child: int) -> None:
        """End every process that the run has left, and reap them."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._held.processes:
                os.kill(-1, signal.SIGKILL)  # as process 1: all of this namespace, no other
            else:
                os.killpg(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, 0 if self._held.processes else os.WNOHANG)[0]:
                pass

    def _empty_folder(self) -> None:
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    os.unlink(entry.path)


def _find_job(name: str) -> Job:
    module, _, function = name.partition(":")
    job: Job = getattr(importlib.import_module(module), function)
    return job


def _read_exactly(connection: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            os._exit(0)  # the parent is gone
        parts += part
    return bytes(parts)


class Channel:
    """The way back to the parent. Exactly one frame is sent, and the process ends with it."""

    def __init__(self, handle: int, number: bytes, longest: int) -> None:
        self._handle = handle
        self._number = number
        self._longest = longest

    def answer(self, payload: bytes) -> NoReturn:
        if len(payload) > self._longest:
            self.fail(trace_error(len(payload), self._longest))
        self.send(self._frame(ANSWER, payload))

    def fail(self, error: StepwitnessError) -> NoReturn:
        self.send(self.failure(error))

    def failure(self, error: StepwitnessError) -> bytes:
        """The frame of an error, to be made while there still is memory for it."""
        return self._frame(FAILURE, json.dumps(error.to_json()).encode())

    def send(self, frame: bytes) -> NoReturn:
        """Write one frame and end the process."""
        try:
            rest = memoryview(frame)
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            os._exit(0)
        finally:
            os._exit(1)

    def _frame(self, kind: bytes, payload: bytes) -> bytes:
        return HEADER.pack(self._number, kind, len(payload)) + payload


def _run_child(
    job: Job,
    request: Mapping[str, object],
    limits: Limits,
    result_fd: int,
    idle_bytes: int,
    held: confinement.Confinement,
) -> NoReturn:
    """The life of a child. It never returns into the server's code."""
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # Python ignores it, and a failed write would become the program's answer.
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        confinement.die_with_parent()
        os.dup2(result_fd, _RESULT_FD)
        os.closerange(_RESULT_FD + 1, _ALL_FILES)
        _catch_raw_output()
        channel = Channel(_RESULT_FD, bytes.fromhex(str(request["number"])), limits.answer)
        arguments = request["arguments"]
        if not isinstance(arguments, dict):
            raise TypeError("a job's arguments are a JSON object")
        _work(job, arguments, limits, channel, idle_bytes, held)
    finally:
        os._exit(1)  # nothing of the server's may run on in a child


def _work(
    job: Job,
    arguments: Mapping[str, object],
    limits: Limits,
    channel: Channel,
    idle_bytes: int,
    held: confinement.Confinement,
) -> NoReturn:
    out_of_memory = channel.failure(memory_error(limits))
    try:
        apply_resource_limits(limits, idle_bytes)
        if held.system_calls:
            seccomp.forbid_system_calls()
        audit.hide_engine()
        audit.guard_callbacks()
        audit.guard_signals()
        audit.install(channel.fail, os.getcwd())
        payload = job(arguments, limits)
        _refuse_raw_output()
    except StepwitnessError as error:
        channel.fail(error)
    except MemoryError:
        channel.send(out_of_memory)
    except BaseException as error:  # noqa: BLE001  # told, whatever it is: a child has no other way
        channel.fail(
            CaptureError(
                ErrorCode.SANDBOX_FAILED,
                f"The recorder failed with {type(error).__name__}: {_place(error)}",
                remedy="This is a defect of stepwitness; please report it with the program.",
            )
        )
    channel.answer(payload)


def _catch_raw_output() -> None:
    """Let handles 1 and 2 lead to a file of this run. Its size says whether anything wrote to
    them past `sys.stdout` and `sys.stderr`, where no recording sees it."""
    if hasattr(os, "memfd_create"):
        caught = os.memfd_create("raw output")
        os.dup2(caught, 1)
        os.dup2(caught, 2)
        os.close(caught)


def _refuse_raw_output() -> None:
    if any(os.fstat(handle).st_size for handle in (1, 2)):
        raise CaptureError(
            ErrorCode.UNSUPPORTED,
            "The program wrote to a file handle of standard output, past `sys.stdout`",
            remedy="Print, or write to `sys.stdout`: only that is recorded.",
        )


def _place(error: BaseException) -> str:
    """The error's text and where it was raised, without asking the program's classes."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" ({trace.tb_frame.f_code.co_name}, line {trace.tb_lineno})"
    text = error.args[0] if error.args and type(error.args[0]) is str else ""
    return f"{text[:500]}{where}"
