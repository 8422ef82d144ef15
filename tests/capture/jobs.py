"""Jobs for `test_runner.py`: run any source in a child, and say what it returned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.capture.limits import Limits
from engine.errors import CaptureError, ErrorCode

RUN = f"{__name__}:run"
FAIL = f"{__name__}:fail"


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
