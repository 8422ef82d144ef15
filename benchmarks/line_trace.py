"""A trace as PySnooper prints it: for each event the line and the variables' values as text.

Made with `sys.settrace` alone, in this process and without any protection; nothing of the engine
takes part. Values are whole where PySnooper shortens them, which helps whoever reads the trace.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final

FILENAME: Final = "<traced>"

MAX_LINES: Final = 200_000
"""Longest trace; what runs on is traced no further."""


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One event. ``variables`` are those of the frame before the line runs (event ``line``), or
    as the frame is left; ``value`` is what an event ``return`` gives, or the type of the
    exception of an event ``exception``."""

    line: int
    event: str  #: ``call``, ``line``, ``return`` or ``exception``, as `sys.settrace` has them
    variables: dict[str, str]
    value: str = ""


def trace_lines(source: str, entry: str, call: str) -> list[TraceLine]:
    """Run ``entry(call)`` in a module made of ``source``; its lines and those of the functions of
    that module, in order. An exception that leaves it ends the trace."""
    lines: list[TraceLine] = []

    def local(frame: FrameType, event: str, given: Any) -> Callable[..., Any] | None:
        if len(lines) < MAX_LINES:
            value = ""
            if event == "return":
                value = shown(given)
            elif event == "exception":
                value = given[0].__name__
            variables = {name: shown(held) for name, held in frame.f_locals.items()}
            lines.append(TraceLine(frame.f_lineno, event, variables, value))
        return local

    def outer(frame: FrameType, event: str, given: Any) -> Callable[..., Any] | None:
        if frame.f_code.co_filename != FILENAME:
            return None
        return local(frame, event, given)

    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        exec(compile(source, FILENAME, "exec", dont_inherit=True), names)
        collect = f"(lambda *args, **keywords: (args, keywords))({call}\n)"
        args, keywords = eval(collect, names)
        before = sys.gettrace()
        sys.settrace(outer)
        try:
            names[entry](*args, **keywords)
        except Exception:  # noqa: BLE001  # the trace says what was raised
            pass
        finally:
            sys.settrace(before)
    return lines


def shown(thing: object) -> str:
    """The text of a value; where the program's own ``__repr__`` fails, PySnooper's words."""
    try:
        return repr(thing)
    except Exception:  # noqa: BLE001  # whatever the program raises
        return "REPR FAILED"
