"""Frames that an exception has left are as without a recorder (PEP 626)."""

from __future__ import annotations

import sys
from types import TracebackType

from engine.capture.instrument import Registry, instrument
from engine.capture.log import Log

_SOURCE = """
def g(n):
    if n:
        return (1 /
                0)
    yield n

def f(n):
    try:
        list(g(n))
    finally:
        n += 1
"""


def _lines(trace: TracebackType | None) -> list[tuple[str, int | None, int | None]]:
    found: list[tuple[str, int | None, int | None]] = []
    while trace is not None:
        frame = trace.tb_frame
        found.append((frame.f_code.co_name, trace.tb_lineno, frame.f_lineno))
        trace = trace.tb_next
    return found[1:]


def test_a_frame_is_left_at_the_line_that_raised() -> None:
    code = compile(_SOURCE, "<frames>", "exec")
    log = Log()
    seen = []
    for each in (code, instrument(code, log, Registry(log))):
        names: dict[str, object] = {}
        exec(each, names)
        try:
            names["f"](3)  # type: ignore[operator]
        except ZeroDivisionError:
            seen.append(_lines(sys.exc_info()[2]))
    assert seen[0] == seen[1]
    assert [name for name, *_ in seen[0]] == ["f", "g"]
    assert all(line is not None for *_, line in seen[0])
