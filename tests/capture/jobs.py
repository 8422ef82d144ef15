"""Jobs for `test_runner.py`: run any source in a child, and say what it returned."""

from __future__ import annotations

import ctypes
import errno
import signal
import time
from collections.abc import Mapping
from typing import Any

from engine.capture.limits import Limits
from engine.errors import CaptureError, ErrorCode

RUN = f"{__name__}:run"
FAIL = f"{__name__}:fail"
SYSTEM_CALL = f"{__name__}:system_call"
LINGER = f"{__name__}:linger"

# Bound before the hook is there, which forbids all of ctypes.
_libc = ctypes.CDLL(None)
_errno_location = _libc.__errno_location
_errno_location.restype = ctypes.POINTER(ctypes.c_int)
_FUNCTIONS = {
    name: getattr(_libc, name)
    for name in (
        "chroot creat execv fork kill mkdir mount open ptrace setuid socket unlink unshare".split()
    )
}


def run(arguments: Mapping[str, Any], limits: Limits) -> bytes:
    """Execute ``source`` and return the repr of what its function ``f`` returns or raises."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(arguments["source"], "<program>", "exec"), names)
    try:
        return repr(names["f"]()).encode()
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001  # whatever the program raises is its answer
        return f"raised {type(error).__name__}".encode()


def fail(arguments: Mapping[str, Any], limits: Limits) -> bytes:
    """Refuse the program, as a recorder does."""
    raise CaptureError(ErrorCode.UNSUPPORTED, "No such thing", data={"asked": arguments["what"]})


def system_call(arguments: Mapping[str, Any], limits: Limits) -> bytes:
    """Call a function of the C library, past Python and its audit hook: its result and errno."""
    parts = [part.encode() if isinstance(part, str) else part for part in arguments["arguments"]]
    result = _FUNCTIONS[arguments["function"]](*parts)
    return f"{result} {errno.errorcode[_errno_location()[0]]}".encode()


def linger(arguments: Mapping[str, Any], limits: Limits) -> bytes:
    """Do nothing for long, deaf to all signals that can be blocked."""
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    time.sleep(3600)
    return b""
