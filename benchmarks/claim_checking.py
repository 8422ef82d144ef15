"""How many claims are parsed and checked a second, next to the peer's matching of entities, and how
that grows with the recording and the narration.

Run it as ``python benchmarks/claim_checking.py --data FILE``; see benchmarks/README.md for what
each figure means.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from statistics import median
from time import process_time_ns
from typing import Any, Final

from matplotlib.figure import Figure

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file

from benchmarks.entity_matching import matches
from benchmarks.inputs import give_up, provenance, rows_of
from benchmarks.line_trace import TraceLine, trace_lines
from benchmarks.narrated_loops import SCALES, Scale, Unit
from benchmarks.recording_cost import quiet
from engine.capture.sandbox import Sandbox
from engine.claims.parser import ParsedNarration, parse_narration
from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import Judge
from engine.errors import StepwitnessError
from engine.narration.writer import narrate
from engine.program import Program
from engine.trace import storage
from engine.trace.trace import Trace

ROUNDS: Final = 3
"""Rounds over all rows; the median counts. Each begins without anything in the caches."""

WARM_UP: Final = 1
"""Rounds dropped: CPython specialises code after a few calls."""

SIZES: Final = (100, 400, 1_600)
"""Passes of the loops by which growth is measured."""

GROWTH_ROUNDS: Final = 3

FLAT: Final = 2.0
"""What costs twice as much a claim for a longer narration is not linear."""


class Part(Enum):
    """What is timed."""

    PARSE = "parse"  #: text → claims
    CHECK = "check"  #: claims → report, with all that is indexed of the recording
    FIRST = "first"  #: text → report: what `verify` does, with all that is indexed
    TOGETHER = "together"  #: the same by a judge that has the recording's indexes already
    PEER = "peer"  #: claims → yes or no, by matching entities in a window


@dataclass(frozen=True)
class Subject:
    """A recording, as it is stored, and its narration."""

    name: str
    stored: bytes
    text: str
    lines: list[TraceLine] = field(default_factory=list)  #: the trace that the peer reads

    def judge(self, level: Level) -> Judge:
        """A judge of the recording, which has judged this narration: the indexes are there."""
        judge = Judge(Trace(storage.load(self.stored)))
        judge.verify(self.text, level)
        return judge

    def time(self, part: Part, level: Level, judge: Judge) -> int:
        """Nanoseconds of the process that one part takes, with a recording just loaded but for
        what ``judge`` does."""
        trace = Trace(storage.load(self.stored))
        match part:
            case Part.PARSE:
                return taken(lambda: parse_narration(self.text))
            case Part.FIRST:
                return taken(lambda: Judge(trace).verify(self.text, level))
            case Part.TOGETHER:
                return taken(lambda: judge.verify(self.text, level))
            case Part.CHECK:
                parsed = self.parsed()
                return taken(lambda: Judge(trace).judge(self.text, parsed, level))
            case Part.PEER:
                narration = self.parsed().narration
                return taken(lambda: matches(narration, self.lines, blocking=False))

    def parsed(self) -> ParsedNarration:
        return parse_narration(self.text)

    def claims(self, level: Level) -> int:
        """The claims of the narration, headings among them; gives up if it is not ACCEPTED."""
        report = Judge(Trace(storage.load(self.stored))).verify(self.text, level)
        if report.verdict is not NarrationVerdict.ACCEPTED:
            give_up(f"The narration of {self.name} is not accepted: {report.summary()}")
        return len(report.claims)


def taken(work: Callable[[], object]) -> int:
    """Nanoseconds of this process that the work takes."""
    begin = process_time_ns()
    work()
    return process_time_ns() - begin


def forget() -> None:
    """Empty the caches of what was read before: of sentences, of code. The grammar stays."""
    for name, module in list(sys.modules.items()):
        if not name.startswith("engine."):
            continue
        for thing in list(vars(module).values()):
            bounded = getattr(thing, "cache_parameters", None)
            if bounded is not None and bounded()["maxsize"] != 1:
                thing.cache_clear()


@dataclass
class Measured:
    """Subjects narrated for one level: what all of them together took, the median of rounds."""

    level: Level
    claims: int
    seconds: dict[Part, float]

    def to_json(self) -> dict[str, Any]:
        """The level for the report."""
        seconds = {f"{part.value}_seconds": self.seconds[part] for part in Part}
        peer = self.seconds[Part.PARSE] + self.seconds[Part.PEER]
        return {
            "claims": self.claims,
            **seconds,
            "claims_per_second": self.claims / self.seconds[Part.TOGETHER],
            "first_claims_per_second": self.claims / self.seconds[Part.FIRST],
            "parsed_per_second": self.claims / self.seconds[Part.PARSE],
            "checked_per_second": self.claims / self.seconds[Part.CHECK],
            "peer_claims_per_second": self.claims / peer,
            "ratio_to_peer": self.seconds[Part.TOGETHER] / peer,
        }


def measure(subjects: Sequence[Subject], level: Level, rounds: int) -> Measured:
    """Time all parts; in each round one part after the other goes through all subjects."""
    claims = sum(subject.claims(level) for subject in subjects)
    judges = [subject.judge(level) for subject in subjects]
    found: dict[Part, list[float]] = {part: [] for part in Part}
    order = list(Part)
    for number in range(WARM_UP + rounds):
        order.append(order.pop(0))
        for part in order:
            forget()
            with quiet():
                total = sum(
                    subject.time(part, level, judge)
                    for subject, judge in zip(subjects, judges, strict=True)
                )
            if number >= WARM_UP:
                found[part].append(total / 1e9)
    print(f"level {level.value}: done", file=sys.stderr)
    return Measured(level, claims, {part: median(times) for part, times in found.items()})


@dataclass(frozen=True)
class Point:
    """One size of one scale."""

    scale: Scale
    size: int
    claims: int
    steps: int
    characters: int
    seconds: dict[Level, float]

    def cost(self, level: Level) -> float:
        """Microseconds a claim; a step, where the narration stays as long as it is."""
        count = self.claims if self.scale.unit is Unit.CLAIM else self.steps
        return self.seconds[level] / count * 1e6

    def to_json(self) -> dict[str, Any]:
        """The point for the report."""
        return {
            "size": self.size,
            "claims": self.claims,
            "steps": self.steps,
            "characters": self.characters,
            **{f"{level.value}_seconds": taken for level, taken in self.seconds.items()},
            **{
                f"{level.value}_us_per_{self.scale.unit.value}": self.cost(level)
                for level in self.seconds
            },
        }


def grow(scale: Scale, sizes: Sequence[int], sandbox: Sandbox) -> list[Point]:
    """A point for each size of one scale."""
    points: list[Point] = []
    for size in sizes:
        program = scale.program(size)
        data = sandbox.record(program)
        subject = Subject(program.name, storage.dump(data), scale.narration(size))
        claims = max(subject.claims(level) for level in scale.levels)  # every level counts the same
        seconds: dict[Level, float] = {}
        for level in scale.levels:
            judge = subject.judge(level)
            times = []
            for _ in range(GROWTH_ROUNDS):
                forget()
                with quiet():
                    times.append(subject.time(Part.FIRST, level, judge) / 1e9)
            seconds[level] = median(times)
        points.append(Point(scale, size, claims, len(data.steps), len(subject.text), seconds))
    print(f"{scale.name}: done", file=sys.stderr)
    return points


def growth_of(points: Sequence[Point], level: Level) -> float:
    """How much dearer than the cheapest size before it a size is at most."""
    costs = [point.cost(level) for point in points]
    return max(cost / min(costs[: index + 1]) for index, cost in enumerate(costs))


def subjects_of(
    programs: Sequence[Program], sandbox: Sandbox, refused: list[dict[str, str]]
) -> tuple[list[Subject], list[Subject]]:
    """The programs recorded and narrated, in order and without gaps."""
    ordered: list[Subject] = []
    gapless: list[Subject] = []
    for program in programs:
        try:
            data = sandbox.record(program)
        except StepwitnessError as error:
            refused.append({"name": program.name, "error": " ".join(str(error).split())})
            continue
        lines = trace_lines(program.source, program.entry or "", program.call)
        stored = storage.dump(data)
        for subjects, level in ((ordered, Level.ORDERED), (gapless, Level.GAPLESS)):
            text = narrate(Trace(data), level=level)
            subjects.append(Subject(program.name, stored, text, lines))
    return ordered, gapless


def report_of(
    programs: Sequence[Program], rounds: int, sizes: Sequence[int]
) -> tuple[dict[str, Any], dict[str, list[Point]]]:
    """The report as data, and the points of each scale."""
    refused: list[dict[str, str]] = []
    with Sandbox() as sandbox:
        ordered, gapless = subjects_of(programs, sandbox, refused)
        if not ordered:
            give_up("No row could be recorded.")
        levels = {
            level.value: measure(subjects, level, rounds).to_json()
            for level, subjects in (
                (Level.CLAIMS, ordered), (Level.ORDERED, ordered), (Level.GAPLESS, gapless),
            )
        }  # fmt: skip
        points = {scale.name: grow(scale, sizes, sandbox) for scale in SCALES}
    growth = {
        name: {level.value: growth_of(found, level) for level in found[0].seconds}
        for name, found in points.items()
    }
    report = {
        "benchmark": "claim_checking",
        **provenance(),
        "rows": len(ordered),
        "refused": refused,
        "claims_per_second": levels[Level.ORDERED.value]["claims_per_second"],
        "first_claims_per_second": levels[Level.ORDERED.value]["first_claims_per_second"],
        "levels": levels,
        "growth": growth,
        "linear": all(each < FLAT for found in growth.values() for each in found.values()),
        "points": {name: [each.to_json() for each in found] for name, found in points.items()},
    }
    return report, points


def as_text(report: dict[str, Any]) -> str:
    """The report for a reader."""
    lines = [
        f"{'level':10}{'claims':>10}"
        + "".join(
            f"{name:>12}" for name in ("parsed/s", "checked/s", "first/s", "both/s", "peer/s")
        )
    ]
    for name, level in report["levels"].items():
        keys = ("parsed", "checked", "first_claims")
        rates = [level[f"{key}_per_second"] for key in keys]
        rates += [level["claims_per_second"], level["peer_claims_per_second"]]
        row = "".join(f"{rate:12,.0f}" for rate in rates)
        lines.append(f"{name:10}{level['claims']:10,}{row}")
    lines.append(f"{report['rows']} rows, {len(report['refused'])} refused.")
    for name, found in report["growth"].items():
        told = ", ".join(f"{level} {growth:.2f}" for level, growth in found.items())
        lines.append(f"growth, {name}: {told}")
    verdict = "linear" if report["linear"] else "NOT linear"
    lines.append(f"Dearest size over the cheapest before it: {verdict} (limit {FLAT}).")
    return "\n".join(lines)


def plot(points: dict[str, list[Point]], path: Path) -> None:
    """Draw the costs over the size, both axes logarithmic: a claim's, and a step's."""
    figure = Figure(figsize=(11, 4.5), layout="constrained")
    for unit, axes in zip(Unit, figure.subplots(1, 2), strict=True):
        for name, found in points.items():
            if found[0].scale.unit is not unit:
                continue
            for level in found[0].seconds:
                costs = [point.cost(level) for point in found]
                label = f"{name} ({level.value})"
                axes.plot([point.size for point in found], costs, marker="o", label=label)
        axes.set(xscale="log", yscale="log", xlabel="passes of the loop")
        axes.set(ylabel=f"microseconds a {unit.value}", title=unit.title)
        low, high = axes.get_ylim()
        axes.set_ylim(low / 2, high * 2)  # so that what is flat looks flat
        axes.grid(visible=True, which="both", alpha=0.3)
        axes.legend(fontsize="small")
    figure.savefig(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse ``arguments``, measure, print."""
    parser = argparse.ArgumentParser(prog="claim_checking", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FILE", help="JSONL file of programs")
    parser.add_argument("--rows", type=int, metavar="N", help="take the first N rows alone")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds that are counted")
    parser.add_argument("--sizes", help="other numbers of passes, with commas between them")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write an SVG plot of the growth")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    rows = rows_of(options.data, options.rows)
    sizes: Sequence[int] = SIZES
    if options.sizes is not None:
        try:
            sizes = tuple(int(size) for size in options.sizes.split(","))
        except ValueError:
            give_up(f"--sizes takes numbers with commas between them, not `{options.sizes}`.")
    if min(sizes) < 1 or options.rounds < 1:
        give_up("--sizes and --rounds take numbers from 1 on.")
    parse_narration("Line 1 runs.")  # the grammar is built once for a process
    report, points = report_of([row.program for row in rows], options.rounds, sizes)
    if options.plot is not None:
        plot(points, options.plot)
    print(json.dumps(report, indent=2) if options.json else as_text(report))


if __name__ == "__main__":
    main()
