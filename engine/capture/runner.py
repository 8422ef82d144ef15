"""The parent's side of a fork server: start it, run jobs in its children, end it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from typing import IO, Final, Self

from engine.capture.child import LENGTH
from engine.capture.confinement import Confinement
from engine.capture.limits import Limits
from engine.capture.outcomes import HEADER, LONGEST_FAILURE, Ended, answer_of
from engine.errors import CaptureError, ErrorCode

DEFAULT_LIMITS: Final = Limits()

GRACE: Final = 1.5
"""Seconds after a run's time limit that the server has to end it; then the server is ended."""

_START_SECONDS: Final = 60.0
_PIPE_BYTES: Final = 1 << 20

_BOOT: Final = (
    "import json, sys; a = json.loads(sys.argv[1]); sys.path[:] = a['path'];"
    "from engine.capture.child import serve; serve(a['handle'], a['folder'], a['preload'])"
)


class Runner:
    """A warm fork server and the jobs that run in its children, one at a time.

    Invariant: every run ends in its answer or in a `CaptureError`, at the latest `GRACE` seconds
    after its time limit, and no process of it is left; the server that ran it either is as good
    as new or is ended, and started again with the next run. Safe to share between threads.

    ``hash_seed`` is PYTHONHASHSEED of all runs; ``preload`` names the modules with the jobs."""

    def __init__(self, preload: tuple[str, ...], hash_seed: int = 0) -> None:
        self.hash_seed = hash_seed
        self._preload = preload
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._aborted = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def confinement(self) -> Confinement:
        """What holds the programs on this machine; starts the server."""
        with self._lock:
            return self._running().confinement

    def warm(self) -> None:
        """Start the server before it is needed. If it cannot be, the next run tells why."""
        with self._lock, contextlib.suppress(CaptureError, OSError):
            self._running()

    def run(
        self, job: str, arguments: Mapping[str, object], limits: Limits = DEFAULT_LIMITS
    ) -> bytes:
        """The answer of a job (``module:function``, see `engine.capture.child`) in a child.

        Raises the error that the job raised there, or the `CaptureError` that says how the
        child ended without an answer."""
        with self._lock:
            try:
                done = self._running().run(job, arguments, limits)
            except BaseException:
                self._end_server()  # interrupted half-way: its state is not known
                raise
        return answer_of(done, limits)

    def abort(self) -> None:
        """End what runs at this moment, from any thread, for good.

        A run that another thread waits for ends in a `CaptureError`, as does every later one."""
        self._aborted = True
        server = self._server
        if server is not None:
            server.kill()
        self.close()

    def close(self) -> None:
        """End the server and everything in it. The runner can be used again."""
        with self._lock:
            self._end_server()

    def _running(self) -> _Server:
        if self._aborted:
            raise CaptureError(ErrorCode.SANDBOX_FAILED, "The sandbox has been shut down")
        if self._server is not None and not self._server.alive():
            self._end_server()
        if self._server is None:
            self._server = _Server(self.hash_seed, self._preload)
        return self._server

    def _end_server(self) -> None:
        if self._server is not None:
            self._server.end()
            self._server = None


class _Server:
    """One fork server process, from its start to its end."""

    def __init__(self, hash_seed: int, preload: tuple[str, ...]) -> None:
        self.ended = False
        self._folder = tempfile.mkdtemp(prefix="stepwitness-")
        self._connection, theirs = socket.socketpair()
        boot = {
            "path": [os.path.abspath(place) for place in sys.path],
            "handle": theirs.fileno(),
            "folder": self._folder,
            "preload": preload,
        }
        try:
            self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the server
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, json.dumps(boot)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=[theirs.fileno()],
                env=_environment(hash_seed, self._folder),
                start_new_session=True,  # Ctrl-C is the parent's business
            )
        finally:
            theirs.close()
        self.confinement = self._greeting()

    def alive(self) -> bool:
        return not self.ended and self._process.poll() is None

    def run(self, job: str, arguments: Mapping[str, object], limits: Limits) -> Ended:
        """Run one job; raises `CaptureError` when the server itself fails."""
        number = secrets.token_bytes(16)
        request = json.dumps(
            {
                "job": job,
                "arguments": arguments,
                "limits": limits.to_json(),
                "number": number.hex(),
            }
        ).encode()
        reading, writing = os.pipe()
        try:
            with contextlib.suppress(OSError):  # a small pipe only is slower
                fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
            try:
                socket.send_fds(self._connection, [LENGTH.pack(len(request))], [writing])
                self._connection.sendall(request)
            except OSError as error:
                raise self._failure("the connection to it broke") from error
            finally:
                os.close(writing)
            return self._collect(number, reading, limits)
        finally:
            os.close(reading)

    def _collect(self, number: bytes, reading: int, limits: Limits) -> Ended:
        """Read the pipe to its end and the server's report, in whatever order they come."""
        longest = HEADER.size + max(limits.answer, LONGEST_FAILURE)
        deadline = time.monotonic() + limits.seconds + GRACE
        received, report, open_pipe = bytearray(), None, True
        poller = select.poll()
        poller.register(reading, select.POLLIN)
        poller.register(self._connection, select.POLLIN)
        while open_pipe or report is None:
            ready = poller.poll(max(0.0, deadline - time.monotonic()) * 1000)
            if not ready:
                self.end()
                return Ended(number, bytes(received), None, too_long=False)
            for handle, _ in ready:
                if handle != reading:
                    report = self._line()
                    poller.unregister(self._connection)
                    # Every process of the run has ended: what is left is in the pipe by now.
                    deadline = min(deadline, time.monotonic() + GRACE)
                    continue
                part = os.read(reading, _PIPE_BYTES)
                received += part
                if not part:
                    poller.unregister(reading)
                    open_pipe = False
                elif len(received) > longest:
                    self.end()
                    return Ended(number, b"", 0, too_long=True)
        status = report["status"]
        if status is not None and type(status) is not int:
            raise self._failure("it gave no report")
        return Ended(number, bytes(received), status, too_long=False)

    def end(self) -> None:
        """End the server; the kernel ends the rest of its PID namespace with it."""
        if self.ended:
            return
        self.ended = True
        self._connection.close()
        try:
            self._process.wait(0.05)  # it ends by itself when it is idle, and takes the rest along
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        self._errors.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """Kill the server's process, and with it (see `end`) what it runs."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _greeting(self) -> Confinement:
        self._connection.settimeout(_START_SECONDS)
        greeting = self._line()
        self._connection.settimeout(None)
        return Confinement.from_json(greeting)

    def _line(self) -> dict[str, object]:
        """One line of JSON from the server, which is trusted: it never runs a program."""
        line = bytearray()
        while not line.endswith(b"\n"):
            try:
                part = self._connection.recv(1 << 16)
            except OSError as error:
                raise self._failure(str(error)) from error
            if not part:
                raise self._failure("it ended")
            line += part
        message: dict[str, object] = json.loads(line)
        return message

    def _failure(self, what: str) -> CaptureError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        self.end()
        return CaptureError(
            ErrorCode.SANDBOX_FAILED,
            f"The sandbox's server failed: {': '.join([what, *said[-1:]])}",
            remedy="Check that Python can start and read its own files here.",
        )


def _environment(hash_seed: int, folder: str) -> dict[str, str]:
    """The whole environment of a run: nothing of the caller's, so nothing that could leak."""
    return {
        "HOME": folder,
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": str(hash_seed),
        "PYTHONUTF8": "1",
        "TMPDIR": folder,
        "TZ": "UTC",
    }
