"""What a recording leaves behind in the process that made it: nothing."""

from __future__ import annotations

import gc
import weakref

from engine.capture.instrument import Registry, instrument
from engine.capture.log import Log
from engine.capture.probes import Probes
from engine.capture.recorder import record_here, run_recorded
from engine.program import Program

SOURCE = """
def f(n):
    found = []
    for i in range(n):
        found.append(lambda: i)
    return sum(each() for each in found)
"""


def _probes() -> int:
    gc.collect()  # functions, whose code is freed with them
    gc.collect()  # what that code alone had held
    return sum(type(each) is Probes for each in gc.get_objects())


def test_code_and_probes_of_a_recording_are_freed() -> None:
    program = Program.from_text(SOURCE, "f", "3")
    before = _probes()
    for _ in range(3):
        record_here(program, max_steps=1000)
        run_recorded(program, max_steps=1000).decode()
    assert _probes() == before


def test_without_release_they_would_not_be() -> None:
    """The collector does not look into code: should that change, `release` can go."""
    registry = Registry(Log())
    instrument(compile(SOURCE, "<released>", "exec"), registry.log, registry)
    probes = weakref.ref(registry.probes)
    release = registry.probes.release
    del registry
    gc.collect()
    assert probes() is not None
    release()
    del release
    gc.collect()
    assert probes() is None
