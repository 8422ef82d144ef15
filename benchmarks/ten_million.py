"""Ten million steps: what recording and indexing them costs, and one question about pass 4,000,000.

Run it as ``python benchmarks/ten_million.py [--steps N]``; see benchmarks/README.md for what each
figure means. The work is done in a child, whose memory is what is measured.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file

from benchmarks.inputs import give_up, provenance
from engine.capture.recorder import run_recorded
from engine.program import Program
from engine.trace.model import LineNo
from engine.trace.moments import Moments
from engine.trace.trace import Trace
from engine.values import Atom

SOURCE: Final = """\
def f(n):
    x = 0
    for i in range(n):
        x = -i
    return x
"""

LOOP: Final = LineNo(3)
STEPS_OF_PASS: Final = 5
"""Of the body and of the request for the next item."""

ASKED: Final = 4_000_000
"""The pass that is asked about; the program makes so many at least (fewer with few steps)."""

REPEATS: Final = 5

T = TypeVar("T")


def passes_for(steps: int) -> int:
    """How often the loop has to run for a recording of so many steps."""
    return max(-(-steps // STEPS_OF_PASS), min(ASKED, steps))


def expected(number: int) -> int:
    """The value of ``x`` at the end of a pass."""
    return -(number - 1)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the seconds that it takes."""
    begin = perf_counter()
    found = work()
    return found, perf_counter() - begin


def value_on(moments: Moments, number: int) -> object:
    """``x`` at the end of a pass of the loop, asked as a claim about it asks."""
    trace = moments.trace
    entry = trace.data.entry
    (loop,) = (each for each in moments.statements(entry, LOOP) if each.is_loop)
    loops = moments.loops(entry)
    (entered,) = loops.entries(loop, moments.whole(entry))
    one = loops.pass_of(entered, number)
    if one is None:
        raise LookupError(f"there is no pass {number:,}")
    ref = trace.binding(entry, "x", one.last)
    if not isinstance(ref, int):
        raise TypeError(f"`x` is {ref.value} on pass {number:,}")
    value = trace.value(ref, one.last)
    if not isinstance(value, Atom):
        raise TypeError("`x` is a number")
    return value.payload


def measure(steps: int) -> dict[str, Any]:
    """Record, decode, index and ask in this process; raises `AssertionError` where it is wrong."""
    passes = passes_for(steps)
    program = Program.from_text(SOURCE, call=str(passes), name="ten million")
    limit = passes * STEPS_OF_PASS * 2 + 1000
    decoding, recording = timed(lambda: run_recorded(program, max_steps=limit))
    data, decoded = timed(decoding.decode)
    del decoding
    if data.truncated:
        raise AssertionError(f"the recording is cut: {data.truncated}")
    count = len(data.steps)
    moments, _ = timed(lambda: Moments(Trace(data)))
    number = min(ASKED, passes)
    value, indexing = timed(lambda: value_on(moments, number))
    if value != expected(number):
        raise AssertionError(f"`x` on pass {number:,} is {expected(number)}, not {value}")
    answering = 0.0
    for asked in range(number - REPEATS, number):
        again, seconds = timed(partial(value_on, moments, asked))
        if again != expected(asked):
            raise AssertionError(f"`x` on pass {asked:,} is {expected(asked)}, not {again}")
        answering = max(answering, seconds)
    return {
        "benchmark": "ten_million",
        **provenance(),
        "steps": count,
        "passes": passes,
        "asked": number,
        "value": value,
        "recording_seconds": recording,
        "decoding_seconds": decoded,
        "indexing_seconds": indexing,
        "answering_seconds": answering,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def as_text(report: dict[str, Any]) -> str:
    """The report for a reader."""
    lines = [f"{report['steps']:,} steps, {report['passes']:,} passes; Python {report['python']}:"]
    for name in ("recording", "decoding", "indexing"):
        seconds = report[f"{name}_seconds"]
        lines.append(
            f"  {name:<16}{seconds:12.3f} s{seconds / report['steps'] * 1e6:9.3f} us a step"
        )
    answer = f"`x` on pass {report['asked']:,} is {report['value']}"
    lines.append(f"  {answer}: {report['answering_seconds'] * 1e3:.3f} ms")
    lines.append(f"  memory at its peak {report['peak_bytes'] / 2**30:.2f} GiB")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse ``arguments``, measure in a child, print."""
    parser = argparse.ArgumentParser(prog="ten_million", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000_000, help="record so many at least")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.steps < 1000:
        give_up("--steps takes a number from 1000 on.")
    if options.here:
        print(json.dumps(measure(options.steps)))
        return
    child = [sys.executable, str(Path(__file__).resolve()), "--here", "--steps", str(options.steps)]
    done = subprocess.run(child, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        give_up(f"The measurement ended with exit code {done.returncode}.")
    report = json.loads(done.stdout)
    print(json.dumps(report, indent=2) if options.json else as_text(report))


if __name__ == "__main__":
    main()
