"""Hostile programs: each ends in its documented error, in time, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.capture.confinement import Confinement, available
from engine.capture.limits import MIB, Limits
from engine.capture.runner import GRACE, Runner
from engine.errors import CaptureError, ErrorCode, UsageError
from tests.capture import jobs

LIMITS = Limits(seconds=1.0, memory=256 * MIB)
ROOM = 2.0  # seconds over the time limit within which every run has ended


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner((jobs.__name__,)) as made:
        yield made


def run(runner: Runner, source: str, limits: Limits = LIMITS) -> str:
    return runner.run(jobs.RUN, {"source": source}, limits).decode()


def descendants(pid: int) -> list[int]:
    """The processes below a process, from the kernel's list."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        found += [int(child), *descendants(int(child))]
    return found


HOSTILE = {
    "endless loop": ("def f():\n    while True: pass", ErrorCode.TIME_LIMIT),
    "endless loop in C": (
        "import itertools\ndef f(): return sum(itertools.repeat(1))", ErrorCode.TIME_LIMIT,
    ),
    "endless arithmetic in C": ("def f(): return 10 ** 10 ** 10", ErrorCode.TIME_LIMIT),
    "sleep": ("import time\ndef f(): time.sleep(3600)", ErrorCode.TIME_LIMIT),
    "blocked signals": (
        ("import signal\ndef f():\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\n"
        "    while True: pass"),
        ErrorCode.TIME_LIMIT,
    ),
    "stopped": (
        "import signal\ndef f(): signal.raise_signal(signal.SIGSTOP)", ErrorCode.TIME_LIMIT,
    ),
    "reader of a pipe nobody writes": (
        "import os\ndef f():\n    a, b = os.pipe()\n    os.read(a, 1)", ErrorCode.TIME_LIMIT,
    ),
    "ten gigabytes at once": ("def f(): return b'x' * 10**10", ErrorCode.MEMORY_LIMIT),
    "memory by and by": (
        "def f():\n    kept = []\n    while True: kept.append(str(len(kept)) * 100_000)",
        ErrorCode.MEMORY_LIMIT,
    ),
    "a large file": (
        ("def f():\n    with open('large', 'wb') as file:\n"
        "        while True: file.write(b'x' * 10**6)"),
        ErrorCode.OUTPUT_LIMIT,
    ),
    "os._exit": ("import os\ndef f(): os._exit(0)", ErrorCode.VANISHED),
    "closed handles": ("import os\ndef f(): os.closerange(0, 100)", ErrorCode.VANISHED),
    "abort": ("import os\ndef f(): os.abort()", ErrorCode.KILLED),
    "suicide": (
        "import signal\ndef f(): signal.raise_signal(signal.SIGKILL)", ErrorCode.KILLED,
    ),
    "garbage in the result pipe": (
        "import os\ndef f(): os.write(3, b'A' * 1000)", ErrorCode.TAMPERED,
    ),
    "garbage in the result pipe, then gone": (
        "import os\ndef f():\n    os.write(3, b'A' * 1000)\n    os._exit(0)", ErrorCode.TAMPERED,
    ),
    "half a header": (
        "import os\ndef f():\n    os.write(3, b'A')\n    os._exit(0)", ErrorCode.TAMPERED,
    ),
    "a flood in the result pipe": (
        "import os\ndef f():\n    while True: os.write(3, b'A' * 100_000)", ErrorCode.TAMPERED,
    ),
    "output past sys.stdout": ("import os\ndef f(): os.write(1, b'A')", ErrorCode.UNSUPPORTED),
    "fork bomb": ("import os\ndef f():\n    while True: os.fork()", ErrorCode.FORBIDDEN),
    "fork bomb that catches": (
        ("import os\ndef f():\n    while True:\n        try: os.fork()\n"
        "        except BaseException: pass"),
        ErrorCode.FORBIDDEN,
    ),
    "subprocess": ("import subprocess\ndef f(): subprocess.run(['ls'])", ErrorCode.FORBIDDEN),
    "exec": ("import os\ndef f(): os.execv('/bin/sh', ['sh'])", ErrorCode.FORBIDDEN),
    "system": ("import os\ndef f(): os.system('true')", ErrorCode.FORBIDDEN),
    "thread": (
        "import threading\ndef f(): threading.Thread(target=print).start()", ErrorCode.FORBIDDEN,
    ),
    "socket": ("import socket\ndef f(): socket.socket()", ErrorCode.FORBIDDEN),
    "local socket": (
        "import socket\ndef f(): socket.socket(socket.AF_UNIX)", ErrorCode.FORBIDDEN,
    ),
    "name look-up": (
        "import socket\ndef f(): socket.gethostbyname('localhost')", ErrorCode.FORBIDDEN,
    ),
    "kill the parent": ("import os\ndef f(): os.kill(os.getppid(), 9)", ErrorCode.FORBIDDEN),
    "raise the limits": (
        "import resource\ndef f(): resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        ErrorCode.FORBIDDEN,
    ),
    "write outside": ("def f(): open('/tmp/stepwitness-out', 'w')", ErrorCode.FORBIDDEN),
    "write outside by ..": ("def f(): open('../out', 'w')", ErrorCode.FORBIDDEN),
    "append outside": ("def f(): open('/etc/hosts', 'a')", ErrorCode.FORBIDDEN),
    "make a folder outside": ("import os\ndef f(): os.mkdir('/tmp/out')", ErrorCode.FORBIDDEN),
    "remove outside": ("import os\ndef f(): os.remove('/tmp/out')", ErrorCode.FORBIDDEN),
    "link": ("import os\ndef f(): os.symlink('/etc', 'etc')", ErrorCode.FORBIDDEN),
    "read a stranger's file": ("def f(): open('/etc/passwd')", ErrorCode.FORBIDDEN),
    "read a process's environment": (
        "def f(): open('/proc/self/environ')", ErrorCode.FORBIDDEN,
    ),
    "list a folder": ("import os\ndef f(): os.listdir('/')", ErrorCode.FORBIDDEN),
    "a fifo": ("import os\ndef f(): os.mkfifo('fifo')", ErrorCode.FORBIDDEN),
    "ctypes": ("import ctypes\ndef f(): ctypes.string_at(0)", ErrorCode.FORBIDDEN),
    "our own modules": ("def f(): import engine.capture.child", ErrorCode.FORBIDDEN),
    "frames": ("import sys\ndef f(): sys._getframe(1)", ErrorCode.FORBIDDEN),
    "frames through inspect": (
        "import inspect\ndef f(): inspect.currentframe()", ErrorCode.FORBIDDEN,
    ),
    "frames of an exception": (
        "def f():\n    try: 1 / 0\n    except Exception as e: e.__traceback__.tb_frame",
        ErrorCode.FORBIDDEN,
    ),
    "frames through traceback": (
        ("import traceback\ndef f():\n    try: 1 / 0\n"
        "    except Exception as e: return list(traceback.walk_tb(e.__traceback__))"),
        ErrorCode.FORBIDDEN,
    ),
    "frame of a generator": ("def f(): (x for x in ()).gi_frame", ErrorCode.FORBIDDEN),
    "all objects": ("import gc\ndef f(): gc.get_objects()", ErrorCode.FORBIDDEN),
    "referents": ("import gc\ndef f(): gc.get_referents(f)", ErrorCode.FORBIDDEN),
    "tracing": ("import sys\ndef f(): sys.settrace(print)", ErrorCode.FORBIDDEN),
    "callbacks of the garbage collector": (
        "import gc\ndef f(): gc.callbacks.append([].append)", ErrorCode.FORBIDDEN,
    ),
    "callbacks of the garbage collector, imported": (
        "def f():\n    from gc import callbacks", ErrorCode.FORBIDDEN,
    ),
    "handler of a signal": (
        "import signal\ndef f(): signal.signal(signal.SIGUSR1, lambda number, frame: 1)",
        ErrorCode.FORBIDDEN,
    ),
    "handler of a signal, past the module": (
        "import signal\ndef f(): signal.signal.__wrapped__(10, lambda number, frame: 1)",
        ErrorCode.FORBIDDEN,
    ),
    "handler of a signal, in C": (
        "import _signal\ndef f(): _signal.signal(10, [].__init__)", ErrorCode.FORBIDDEN,
    ),
    "another class": (
        "class A: pass\nclass B: pass\ndef f(): A().__class__ = B", ErrorCode.FORBIDDEN,
    ),
    "another class by a call": (
        "class A: pass\nclass B: pass\ndef f(): object.__setattr__(A(), '__class__', B)",
        ErrorCode.FORBIDDEN,
    ),
    "another name of a class": (
        "class A: pass\ndef f(): A.__qualname__ = 'B'", ErrorCode.FORBIDDEN,
    ),
    "code object": ("def f(): f.__code__", ErrorCode.FORBIDDEN),
    "code in another's name": (
        "import os\ndef f(): compile('1', os.__file__, 'eval')", ErrorCode.FORBIDDEN,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_program(runner: Runner, name: str) -> None:
    source, code = HOSTILE[name]
    started = time.monotonic()
    with pytest.raises(CaptureError) as caught:
        run(runner, source)
    assert caught.value.code is code
    assert time.monotonic() - started < LIMITS.seconds + ROOM
    assert run(runner, "import os\ndef f(): return os.listdir()") == "[]"


def test_nothing_of_the_hostile_is_left(runner: Runner) -> None:
    server = runner._running()
    before = descendants(server._process.pid)
    for source, _ in HOSTILE.values():
        if "signal" in source or "fork" in source:
            with pytest.raises(CaptureError):
                run(runner, source, replace(LIMITS, seconds=0.2))
    assert descendants(runner._running()._process.pid) == before
    assert runner._running() is server
    assert not Path("/tmp/stepwitness-out").exists()


@pytest.mark.parametrize("exponent", [6, 9])
def test_recursion_past_every_limit(runner: Runner, exponent: int) -> None:
    # Which limit is met first depends on the Python version; it is never an answer.
    source = f"import sys\ndef f():\n    sys.setrecursionlimit(10**{exponent})\n    return g(0)\n"
    source += "def g(x): return g(x + 1) + max([x], key=lambda _: g(x))"
    try:
        outcome = run(runner, source)
    except CaptureError as error:
        outcome = error.code.slug
    # (`Sandbox` refuses a SystemError as it does a MemoryError.)
    allowed = {"memory-limit", "killed", "time-limit", "raised RecursionError"}
    assert outcome in allowed | {"raised SystemError"}


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("def f(): return f()", "raised RecursionError"),
        ("import sys\ndef f(): sys.exit(3)", "raised SystemExit"),
        ("def f(): return input()", "raised EOFError"),
        ("def f(): return eval('1 + 1')", "2"),
        ("def f():\n    open('a', 'w').write('b')\n    return open('a').read()", "'b'"),
        ("import os\ndef f():\n    os.makedirs('a/b')\n    return os.listdir()", "['a']"),
        ("import tempfile\ndef f():\n    with tempfile.TemporaryFile() as t: return 1", "1"),
        ("def f():\n    try: open('none')\n    except FileNotFoundError: return 1", "1"),
        ("from collections import namedtuple\ndef f(): return namedtuple('P', 'a')(1)", "P(a=1)"),
        (
            (
                "import enum, dataclasses, typing, logging, json, decimal, random, uuid, hashlib\n"
                "import datetime, re, statistics, functools, zoneinfo, copy, string, csv, difflib\n"
                "class E(enum.Enum):\n    A = 1\n"
                "@dataclasses.dataclass\nclass D:\n    x: int = 0\n"
                "class N(typing.NamedTuple):\n    x: int = 0\n"
                "def f(): return E.A, D(), N(), zoneinfo.ZoneInfo('UTC').key"
            ),
            "(<E.A: 1>, D(x=0), N(x=0), 'UTC')",
        ),
        (
            "import asyncio\nasync def g(): return 5\ndef f(): return asyncio.run(g())",
            "5",
        ),
        (
            (
                "import traceback\ndef f():\n    try: 1 / 0\n"
                "    except Exception: return traceback.format_exc().split()[-1]"
            ),
            "'zero'",
        ),
        ("import os, sys\ndef f(): return [m for m in sys.modules if 'engine' in m]", "[]"),
        ("def f(): return hash('a') == hash('a')", "True"),
    ],
)
def test_honest_program(runner: Runner, source: str, answer: str) -> None:
    assert run(runner, source) == answer


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("fork", []),
        ("socket", [2, 1, 0]),
        ("socket", [1, 1, 0]),
        ("kill", [1, 9]),
        ("kill", [-1, 9]),
        ("ptrace", [0, 0, 0, 0]),
        ("mount", ["none", "/mnt", "tmpfs", 0, 0]),
        ("unshare", [0x10000000]),
        ("chroot", ["/"]),
        ("setuid", [0]),
        ("execv", ["/bin/true", 0]),
    ],
)
def test_kernel_ends_what_gets_past_the_hook(
    runner: Runner, function: str, arguments: list[object]
) -> None:
    if not runner.confinement.system_calls:
        pytest.fail("this machine has no seccomp: the sandbox's promises do not hold here")
    with pytest.raises(CaptureError) as caught:
        runner.run(jobs.SYSTEM_CALL, {"function": function, "arguments": arguments}, LIMITS)
    assert caught.value.code is ErrorCode.FORBIDDEN
    assert caught.value.data == {"signal": int(signal.SIGSYS)}


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("mkdir", ["/tmp/stepwitness-out", 0o700]),
        ("creat", ["/dev/shm/stepwitness-out", 0o600]),
        ("open", ["/proc/self/environ", os.O_RDONLY]),
        ("open", ["/etc/hosts", os.O_WRONLY]),
        ("unlink", [__file__]),
    ],
)
def test_kernel_keeps_files_shut(runner: Runner, function: str, arguments: list[object]) -> None:
    answer = runner.run(jobs.SYSTEM_CALL, {"function": function, "arguments": arguments}, LIMITS)
    result, _, code = answer.decode().partition(" ")
    assert result == "-1"
    assert code in {"EROFS", "EACCES", "EPERM"}


def test_errors_of_a_job_arrive(runner: Runner) -> None:
    with pytest.raises(CaptureError, match="No such thing") as caught:
        runner.run(jobs.FAIL, {"what": "é\ud800"}, LIMITS)
    assert caught.value.code is ErrorCode.UNSUPPORTED
    assert caught.value.data == {"asked": "é\ud800"}


def test_large_answers_are_bounded(runner: Runner) -> None:
    source = "def f(): return 'x' * 5_000_000"
    assert len(run(runner, source)) == 5_000_002
    with pytest.raises(CaptureError) as caught:
        run(runner, source, replace(LIMITS, trace=1_000_000))
    assert caught.value.code is ErrorCode.TRACE_LIMIT


def test_hash_seed(runner: Runner) -> None:
    source = "def f(): return hash('stepwitness'), list({'a', 'b', 'c', 'd', 'e', 'f'})"
    first = run(runner, source)
    assert run(runner, source) == first
    with Runner((jobs.__name__,)) as again, Runner((jobs.__name__,), hash_seed=1) as other:
        assert run(again, source) == first
        assert run(other, source) != first


def test_runs_are_forked_from_one_prepared_process() -> None:
    with Runner((jobs.__name__,)) as runner:
        run(runner, "def f(): return 1")
        prepared = descendants(os.getpid())
        for _ in range(5):
            run(runner, "def f(): return 1")
        assert prepared
        assert descendants(os.getpid()) == prepared


def test_runner_can_be_used_after_close() -> None:
    runner = Runner((jobs.__name__,))
    assert run(runner, "def f(): return 1") == "1"
    server = runner._running()
    runner.close()
    assert not server.alive()
    assert not Path(server._folder).exists()
    assert run(runner, "def f(): return 2") == "2"
    runner.abort()
    with pytest.raises(CaptureError) as caught:
        run(runner, "def f(): return 3")
    assert caught.value.code is ErrorCode.SANDBOX_FAILED


def test_server_that_died_is_replaced(runner: Runner) -> None:
    server = runner._running()
    os.kill(server._process.pid, signal.SIGKILL)
    server._process.wait()
    assert run(runner, "def f(): return 1") == "1"
    assert runner._running() is not server


def test_server_that_cannot_start_is_told() -> None:
    with pytest.raises(CaptureError, match="no_such_module") as caught:
        Runner(("no_such_module",)).run(jobs.RUN, {})
    assert caught.value.code is ErrorCode.SANDBOX_FAILED


def test_server_ends_with_a_parent_that_is_killed() -> None:
    script = (
        "from engine.capture.limits import Limits\n"
        "from engine.capture.runner import Runner\n"
        "from tests.capture import jobs\n"
        "runner = Runner((jobs.__name__,))\n"
        "runner.confinement\n"
        "print(runner._server._process.pid, runner._server._folder, flush=True)\n"
        "runner.run(jobs.LINGER, {}, Limits(seconds=60))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as it:
        assert it.stdout is not None
        pid, folder = it.stdout.readline().split()
        time.sleep(0.2)
        assert descendants(int(pid))
        it.kill()
    deadline = time.monotonic() + GRACE
    while Path(f"/proc/{pid}").exists() and _state(pid) != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    Path(folder).rmdir()  # nobody is left to remove it


def _state(pid: str) -> str:
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]


def test_what_is_not_held_is_said() -> None:
    assert available().missing() == ()
    assert len(Confinement().missing()) == 4
    assert Confinement(system_calls=True, landlock=1, processes=True).missing() == ()


def test_limits_are_positive() -> None:
    with pytest.raises(UsageError, match="`seconds`"):
        Limits(seconds=0)
