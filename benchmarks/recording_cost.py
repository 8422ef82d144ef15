"""What a recording costs over a bare run, next to PySnooper, in one process and one run.

Run it as ``python benchmarks/recording_cost.py --data FILE``; see benchmarks/README.md for
what each figure means. The programs run in this process, without any protection: give it data
that you trust.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import os
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from time import perf_counter_ns
from types import CodeType, SimpleNamespace
from typing import Any, Final

import pysnooper

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file

from benchmarks.inputs import give_up, provenance, rows_of
from engine.capture.instrument import Registry, instrument
from engine.capture.log import Log
from engine.capture.prepared import KEPT
from engine.capture.recorder import Decoding, record_here, run_recorded
from engine.errors import StepwitnessError
from engine.program import Row
from engine.trace.model import TraceData

HASH_SEED: Final = "0"
MAX_STEPS: Final = 1_000_000

ROUNDS: Final = 15
"""Rounds of one row; in each, every variant runs, in an order that turns by one a round."""

WARM_UP: Final = 3
"""Rounds dropped: CPython specialises code after a few calls, and caches fill."""

REPEATS: Final = 5
"""Timed calls of a bare or recorded function in a round, and decodings. They take microseconds,
so that one alone is at the mercy of the clock; one call under PySnooper takes hundreds."""

OFTEN: Final = frozenset({"bare", "recorded", "decoding"})
"""What is timed `REPEATS` times back to back in a round."""


class Variant(Enum):
    """What runs the entry call."""

    BARE = "bare"  #: the function as Python compiled it
    RECORDED = "recorded"  #: the rewritten function, appending to its log
    PYSNOOPER = "pysnooper"  #: `pysnooper.snoop` around the bare function, writing to memory
    REWRITING = "rewriting"  #: making the rewritten code; no call
    PREPARING = "preparing"  #: reading the code objects for the decoder: once for a program
    DECODING = "decoding"  #: the log of one call → the recording; the rest of the decoder's work
    COLD_DECODING = "cold_decoding"  #: the same of a program's first recording, just prepared
    WHOLE = "whole"  #: from source text to a decoded recording, the first of the program
    AGAIN = "again"  #: the same once more: what is done once for a program was done before


Arguments = tuple[tuple[Any, ...], dict[str, Any]]


class Subject:
    """One row, ready to be run in each variant.

    Invariant: each timed call gets a module executed anew and arguments evaluated anew, outside
    of the timed region, since programs change both."""

    def __init__(self, row: Row) -> None:
        self.program: Final = row.program
        # PySnooper finds source by file and module name, and keeps what it found.
        self.filename: Final = f"<row {row.line}>"
        self.original: Final = self._compile(row.program.source, "exec")
        self.log: Final = Log()
        self._registry = self._last = Registry(self.log)
        self.rewritten: Final = instrument(self.original, self.log, self._registry)
        collect = f"(lambda *args, **keywords: (args, keywords))({row.program.call}\n)"
        self._arguments = self._compile(collect, "eval")
        self._loader = SimpleNamespace(get_source=lambda name: row.program.source)

    def _compile(self, text: str, mode: str) -> CodeType:
        code = compile(text, self.filename, mode, dont_inherit=True)
        if not isinstance(code, CodeType):
            raise TypeError("compile gave no code object")
        return code

    def ready(self, code: CodeType) -> tuple[Callable[..., object], Arguments]:
        """The entry function of ``code`` in a new module, and new arguments for it."""
        names: dict[str, Any] = {"__name__": "__main__", "__loader__": self._loader}
        exec(code, names)
        return names[self.program.entry or ""], eval(self._arguments, names)

    def time(self, variant: Variant) -> int:
        """Nanoseconds that ``variant`` takes once."""
        match variant:
            case Variant.BARE:
                return call_time(*self.ready(self.original))
            case Variant.RECORDED:
                entry, arguments = self.ready(self.rewritten)
                self.log.clear()
                return call_time(entry, arguments)
            case Variant.PYSNOOPER:
                entry, arguments = self.ready(self.original)
                snooped = pysnooper.snoop(io.StringIO(), color=False)(entry)
                return call_time(snooped, arguments)
            case Variant.REWRITING:
                taken = call_time(self._rewrite, ((), {}))
                self._last.release()
                return taken
            case Variant.PREPARING:
                return call_time(self.first_decoding().prepare, ((), {}))
            case Variant.DECODING:
                return self.decoding_times(1)[0]
            case Variant.COLD_DECODING:
                decoding = self.first_decoding()
                decoding.prepare()
                return call_time(decoding.decode, ((), {}))
            case Variant.WHOLE:
                KEPT.clear()
                return call_time(self.record, ((), {}))
            case Variant.AGAIN:
                self.decoding().prepare()
                return call_time(self.record, ((), {}))

    def times(self, variant: Variant) -> list[int]:
        """The same for each time that it is timed in a round."""
        if variant is Variant.DECODING:
            return self.decoding_times(REPEATS)
        return [self.time(variant) for _ in range(REPEATS if variant.value in OFTEN else 1)]

    def decoding_times(self, count: int) -> list[int]:
        """Nanoseconds of decodings that follow each other, of runs that were all made before."""
        ready = [self.decoding() for _ in range(count)]
        for each in ready:
            each.prepare()
        return [call_time(each.decode, ((), {})) for each in ready]

    def _rewrite(self) -> CodeType:
        log = Log()
        self._last = Registry(log)
        return instrument(self.original, log, self._last)

    def release(self) -> None:
        """Let go of the rewritten code."""
        self._registry.release()

    def decoding(self) -> Decoding:
        """A recorded run that is not decoded yet."""
        return run_recorded(self.program, max_steps=MAX_STEPS)

    def first_decoding(self) -> Decoding:
        """The same of a program that was never recorded."""
        KEPT.clear()
        return self.decoding()

    def record(self) -> TraceData:
        """The recording itself."""
        return record_here(self.program, max_steps=MAX_STEPS)


def call_time(function: Callable[..., object], arguments: Arguments) -> int:
    """Nanoseconds of one call; an exception that leaves it is an answer like another."""
    args, keywords = arguments
    begin = perf_counter_ns()
    try:
        function(*args, **keywords)
    except Exception:  # noqa: BLE001  # whatever the program raises
        return perf_counter_ns() - begin
    return perf_counter_ns() - begin


def clock_time() -> float:
    """Nanoseconds that timing nothing takes: taken off every bare and recorded call."""
    found = []
    for _ in range(10_000):
        begin = perf_counter_ns()
        found.append(perf_counter_ns() - begin)
    return statistics.median(found)


@dataclass(frozen=True)
class Cost:
    """Medians of one row, in seconds, and the sizes of its recording."""

    name: str
    seconds: dict[Variant, float]
    steps: int
    entries: int

    def to_json(self) -> dict[str, object]:
        """The row for the ``--json`` report."""
        seconds = {f"{variant.value}_seconds": self.seconds[variant] for variant in Variant}
        return {"name": self.name, "steps": self.steps, "entries": self.entries, **seconds}


def measure(row: Row, clock: float) -> Cost:
    """Time every variant of one row; raises `StepwitnessError` where it cannot be recorded."""
    subject = Subject(row)
    steps = len(subject.record().steps)
    found: dict[Variant, list[int]] = {variant: [] for variant in Variant}
    order = list(Variant)
    with quiet():
        for number in range(WARM_UP + ROUNDS):
            order.append(order.pop(0))
            for variant in order:
                taken = subject.times(variant)
                if number >= WARM_UP:
                    found[variant] += taken
    entries = len(subject.log)
    subject.release()
    seconds = {
        variant: max(statistics.median(times) - clock, 1.0) / 1e9
        for variant, times in found.items()
    }
    return Cost(row.program.name, seconds, steps, entries)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Output to memory, and no garbage collection inside a timed region."""
    gc.collect()
    gc.disable()
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        gc.enable()


@dataclass
class Report:
    """All rows together. A row that cannot be recorded is counted, and is in no sum."""

    costs: list[Cost] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def total(self, variant: Variant) -> float:
        """Sum of the rows' medians, in seconds."""
        return sum(cost.seconds[variant] for cost in self.costs)

    def steps(self) -> int:
        """Steps of all rows."""
        return sum(cost.steps for cost in self.costs)

    def by_step(self, *variants: Variant) -> float:
        """Microseconds that these take together, by the steps of the recordings."""
        return sum(map(self.total, variants)) / self.steps() * 1e6

    def to_json(self) -> dict[str, object]:
        """The report as data: ratios of sums over rows, counts, and where it was measured."""
        bare, recorded, peer = map(self.total, (Variant.BARE, Variant.RECORDED, Variant.PYSNOOPER))
        ratios = [
            cost.seconds[Variant.RECORDED] / cost.seconds[Variant.BARE] for cost in self.costs
        ]
        return {
            "benchmark": "recording_cost",
            **provenance(),
            "rows": len(self.costs),
            "refused": self.refused,
            "rounds": ROUNDS,
            "steps": self.steps(),
            "entries": sum(cost.entries for cost in self.costs),
            **{f"{variant.value}_seconds": self.total(variant) for variant in Variant},
            "ratio_to_bare": recorded / bare,
            "ratio_to_bare_median_of_rows": statistics.median(ratios),
            "decoding_us_per_step": self.by_step(Variant.DECODING),
            "cold_decoding_us_per_step": self.by_step(Variant.COLD_DECODING),
            "first_decoding_us_per_step": self.by_step(Variant.PREPARING, Variant.COLD_DECODING),
            "whole_ratio_to_bare": self.total(Variant.WHOLE) / bare,
            "pysnooper_ratio_to_bare": peer / bare,
            "pysnooper_ratio_to_recording": peer / recorded,
            "by_row": [cost.to_json() for cost in self.costs],
        }


def as_text(report: dict[str, Any]) -> str:
    """The report for a reader."""
    rows, refused, steps = report["rows"], len(report["refused"]), report["steps"]
    where = f"Python {report['python']}, {report['machine']['cores']} cores"
    times = {variant: f"{report[f'{variant.value}_seconds'] * 1e3:12.3f} ms" for variant in Variant}
    recorded, peer = report["ratio_to_bare"], report["pysnooper_ratio_to_bare"]
    over = report["pysnooper_ratio_to_recording"]
    by_step = {
        which: f"{report[f'{which}decoding_us_per_step']:8.2f} us a step"
        for which in ("", "cold_", "first_")
    }
    lines = [
        f"{rows} rows, {refused} refused, {steps} steps, {where}; sums of medians:",
        f"  bare calls           {times[Variant.BARE]}",
        f"  recorded calls       {times[Variant.RECORDED]}  {recorded:8.2f} x bare",
        f"  under PySnooper      {times[Variant.PYSNOOPER]}  {peer:8.2f} x bare",
        f"  PySnooper over recorded {over:27.2f} x",
        "apart from the call:",
        f"  rewriting            {times[Variant.REWRITING]}",
        f"  decoding             {times[Variant.DECODING]}  {by_step['']}",
        f"  - of a first recording {times[Variant.COLD_DECODING][2:]}  {by_step['cold_']}",
        f"  - and preparing it   {times[Variant.PREPARING]}  {by_step['first_']}, both",
        f"  source to recording  {times[Variant.WHOLE]}  (compile, rewrite, call, decode)",
        f"  - once more          {times[Variant.AGAIN]}  (call, decode)",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse ``arguments``, measure, print."""
    parser = argparse.ArgumentParser(prog="recording_cost", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FILE", help="JSONL file of programs")
    parser.add_argument("--rows", type=int, help="measure the first ROWS rows alone")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    rows = rows_of(options.data, options.rows)
    if os.environ.get("PYTHONHASHSEED") != HASH_SEED:
        # The order of sets, and so the work that programs do, must be that of every other run.
        os.execve(sys.executable, sys.orig_argv, {**os.environ, "PYTHONHASHSEED": HASH_SEED})
    clock = clock_time()
    report = Report()
    for row in rows:
        try:
            report.costs.append(measure(row, clock))
        except StepwitnessError as error:
            report.refused.append(f"{row.program.name}: {error.code.slug}")
    if not report.costs:
        give_up(f"None of the {len(rows)} rows can be recorded.")
    found = report.to_json()
    print(json.dumps(found, indent=2) if options.json else as_text(found))


if __name__ == "__main__":
    main()
