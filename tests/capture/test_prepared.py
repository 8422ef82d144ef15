"""What is kept of a program between its recordings changes none of them, and holds nothing."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.capture.prepared import KEPT, Kept
from engine.capture.recorder import record_here, run_recorded
from engine.errors import CaptureError
from engine.program import Program
from engine.trace import storage
from engine.trace.model import TraceData
from tests.capture.programs import PROGRAMS
from tests.capture.test_stretches import FULL_OF_CHOICES

WATCHED: list[weakref.ref[Any]] = []
HELD: list[Any] = []


@dataclass
class Inner:
    """What recordings within a recording gave, the innermost first."""

    source: str = ""
    found: list[bytes] = field(default_factory=list)


INNER = Inner()


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    KEPT.clear()
    yield
    KEPT.clear()
    for found in (WATCHED, HELD, INNER.found):
        found.clear()


def record(source: str, call: str, *, quick: bool = True) -> TraceData:
    return record_here(Program.from_text(source, "f", call), max_steps=100_000, quick=quick)


def stored(source: str, call: str) -> bytes:
    return storage.dump(record(source, call))


def answer(data: TraceData) -> object:
    ref = data.activations[0].result
    assert ref is not None
    return data.atoms[ref].payload


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_recording_is_the_same_again(name: str) -> None:
    case = PROGRAMS[name]
    first = stored(case.source, case.call)
    assert len(KEPT) == 1
    assert stored(case.source, case.call) == first
    run_recorded(Program.from_text(case.source, "f", case.call), max_steps=5).prepare()
    assert stored(case.source, case.call) == first


def test_whatever_was_recorded_before() -> None:
    alone = {}
    for call in map(str, range(7)):
        KEPT.clear()
        alone[call] = stored(FULL_OF_CHOICES, call)
    KEPT.clear()
    for call in ("3", "0", "6", "5", "1", "2", "4", "0", "6"):
        assert stored(FULL_OF_CHOICES, call) == alone[call]
        record(FULL_OF_CHOICES, call, quick=False)


FRESH = """
seen, calls = [], 0
class Box:
    items = []
def g(x, found=[], *, table={}):
    found.append(x)
    table[x] = len(found)
    return len(found) + len(table)
def f(n):
    global calls
    calls += 1
    seen.append(n)
    Box.items.append(n)
    Box.last = n
    g.count = getattr(g, "count", 0) + 1
    return [calls, len(seen), len(Box.items), g(n), g.count]
"""


def test_each_recording_begins_with_a_module_of_its_own() -> None:
    first = stored(FRESH, "1")
    record(FRESH, "2")
    assert stored(FRESH, "1") == first


def test_recordings_within_recordings() -> None:
    source = f"""
from {__name__} import record_inner
def f(n):
    total = n
    for i in range(3):
        total += i
    if n:
        record_inner(n - 1)
    return total + 10
"""
    INNER.source = source
    alone = stored(source, "0")
    data = record(source, "2")
    assert answer(data) == 15
    assert len(data.activations) == 1
    assert INNER.found[0] == alone
    assert len(INNER.found) == 2
    assert stored(source, "0") == alone


def record_inner(n: int) -> None:
    INNER.found.append(stored(INNER.source, str(n)))


def test_nothing_of_a_run_is_kept() -> None:
    source = f"""
import weakref
from {__name__} import WATCHED
def g(n):
    return {{n, 2}}
def f(n):
    things = [{{1, n}}, frozenset([n]), g(n)]
    inner = lambda: things
    for each in (*things, g, g.__code__, f, f.__code__, inner, inner.__code__):
        WATCHED.append(weakref.ref(each))
    return things[2], inner
"""
    for _ in range(3):
        data = record(source, "2")
        del data
    gc.collect()
    gc.collect()  # what code alone had held
    assert len(WATCHED) == 27
    assert [each() for each in WATCHED if each() is not None] == []
    assert len(KEPT) == 1


def test_what_is_left_of_an_earlier_run_is_not_recorded() -> None:
    source = f"""
from {__name__} import HELD
class Thing:
    def __del__(self):
        self.gone = True
        for i in range(3):
            len(str(i))
def f(n):
    HELD.clear()
    HELD.append(Thing())
    return n + 1
"""
    first = record(source, "1")
    assert len(first.activations) == 1
    second = record(source, "1")  # the first one's object ends in its midst
    assert answer(second) == 2
    assert len(second.activations) == 1
    assert len(second.steps) == len(first.steps)


def test_no_more_than_the_last_ones_are_kept() -> None:
    kept = Kept(most=2, text=100)

    def compiled(source: str) -> Any:
        return kept.get(source, lambda: compile(source, "p", "exec"), lambda: True)

    one = compiled("a = 1")
    assert compiled("a = 1") is one
    compiled("a = 2")
    compiled("a = 1")
    compiled("a = 3")
    assert len(kept) == 2
    assert compiled("a = 1") is one
    compiled("a = 4" + " " * 90)
    assert len(kept) == 2
    compiled("a = 5" + " " * 200)  # too long by itself
    assert len(kept) == 0


def test_a_program_that_cannot_be_compiled_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(SyntaxError):
            record_here(Program("def f(:\n", "f", ""), max_steps=100)
    assert len(KEPT) == 0


def test_the_limit_counts_each_time() -> None:
    source = "def f(n):\n    for i in range(n):\n        pass\n"
    whole = record(source, "20")
    for most in (1, 5, 30):
        program = Program.from_text(source, "f", "20")
        cut = record_here(program, max_steps=most)
        assert len(cut.steps) == most
        assert list(cut.steps) == list(whole.steps)[:most]
    endless = Program.from_text("while True:\n    pass\ndef f():\n    pass\n", "f", "")
    for _ in range(2):
        with pytest.raises(CaptureError):
            record_here(endless, max_steps=100)


WARNS = """
from engine.capture.prepared import KEPT
from engine.capture.recorder import record_and_observe
from engine.program import Program
program = Program("def f():\\n    return len('\\\\d')\\n", "f", "")
texts = [record_and_observe(program, max_steps=99)[1].stderr for _ in "ab"]
assert texts[0] == texts[1] and "Warning: invalid escape" in texts[0], texts
assert len(KEPT) == 0
"""


def test_a_warning_of_the_compiler_is_printed_each_time() -> None:
    command = [sys.executable, "-W", "always", "-c", WARNS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_names_of_the_module_have_their_own_times() -> None:
    source = (
        "a = b = 1\ndef f(n):\n    global a, __doc__\n    a = n\n    __doc__ = a\n    return b\n"
    )
    for _ in range(2):
        data = record(source, "5")
        times = {name: list(history.since) for name, history in data.globals.items()}
        assert times["b"] == times["f"] == times["__name__"] == [-1]
        assert len(times["a"]) == len(times["__doc__"]) == 2
        assert times["a"][1] < times["__doc__"][1]
