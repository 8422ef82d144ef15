"""How the cost of a recording grows with what is alive: a loop that appends to a list, next to
PySnooper, in one process and one run.

Run it as ``python benchmarks/recording_growth.py [--plot FILE.svg]``; see benchmarks/README.md for
what each figure means.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from matplotlib.figure import Figure

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file

from benchmarks.inputs import give_up, provenance
from benchmarks.recording_cost import Subject, Variant, quiet
from engine.program import Program, Row

SOURCE: Final = """\
def f(n):
    out = []
    for i in range(n):
        out.append(i)
    return len(out)
"""

SIZES: Final = (1_000, 3_000, 10_000, 30_000, 100_000)

ROUNDS: Final = 5
"""Timed calls of each size and variant; the median counts."""

STEPS_OF_PASS: Final = 6

PEER_SECONDS: Final = 30.0
"""The peer is not asked for a larger size when a call took so long: it grows with the square."""


@dataclass(frozen=True)
class Point:
    """What one call of one size cost, in seconds; None where the peer was not asked."""

    size: int
    bare: float
    recorded: float
    peer: float | None

    def to_json(self) -> dict[str, object]:
        """The point as data; the costs of a step are in microseconds."""
        steps = self.size * STEPS_OF_PASS
        return {
            "size": self.size,
            "steps": steps,
            "bare_seconds": self.bare,
            "recorded_seconds": self.recorded,
            "pysnooper_seconds": self.peer,
            "recorded_us_per_step": self.recorded / steps * 1e6,
            "pysnooper_us_per_step": None if self.peer is None else self.peer / steps * 1e6,
        }


def measure(sizes: Sequence[int]) -> list[Point]:
    """A point for each size."""
    points: list[Point] = []
    ask_peer = True
    for size in sizes:
        program = Program.from_text(SOURCE, call=str(size), name="growth")
        subject = Subject(Row(1, program, None, {}))
        with quiet():
            times = {
                variant: median(subject.time(variant) for _ in range(ROUNDS)) / 1e9
                for variant in (Variant.BARE, Variant.RECORDED)
            }
            peer = subject.time(Variant.PYSNOOPER) / 1e9 if ask_peer else None
        ask_peer = peer is not None and peer < PEER_SECONDS
        points.append(Point(size, times[Variant.BARE], times[Variant.RECORDED], peer))
        print(f"n = {size}: done", file=sys.stderr)
    return points


def report_of(points: list[Point]) -> dict[str, Any]:
    """The report as data: how much dearer the dearest step is than the cheapest."""
    rows = [point.to_json() for point in points]
    costs = [point.recorded / point.size for point in points]
    peers = [point.peer / point.size for point in points if point.peer is not None]
    return {
        "benchmark": "recording_growth",
        **provenance(),
        "points": rows,
        "growth": max(costs) / min(costs),
        "pysnooper_growth": max(peers) / min(peers),
    }


def as_text(report: dict[str, Any]) -> str:
    """The report for a reader."""
    lines = [f"{'n':>9}{'recorded':>20}{'PySnooper':>20}"]
    for point in report["points"]:
        peer = point["pysnooper_us_per_step"]
        told = "not asked" if peer is None else f"{peer:.3f} us a step"
        mine = f"{point['recorded_us_per_step']:.3f} us a step"
        lines.append(f"{point['size']:9}{mine:>20}{told:>20}")
    lines.append(f"dearest over cheapest step: {report['growth']:.2f}, ")
    lines[-1] += f"PySnooper {report['pysnooper_growth']:.2f}"
    return "\n".join(lines)


def plot(report: dict[str, Any], path: Path) -> None:
    """Draw the costs of a step over the size, both axes logarithmic."""
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.add_subplot()
    for key, label in (("recorded", "stepwitness"), ("pysnooper", "PySnooper")):
        points = [p for p in report["points"] if p[f"{key}_us_per_step"] is not None]
        costs = [point[f"{key}_us_per_step"] for point in points]
        axes.plot([point["size"] for point in points], costs, marker="o", label=label)
    axes.set(xscale="log", yscale="log", xlabel="n: passes of the loop, and items in the list")
    axes.set(ylabel="microseconds a step", title="A loop that appends to a list")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse ``arguments``, measure, print."""
    parser = argparse.ArgumentParser(prog="recording_growth", description=__doc__)
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write an SVG plot")
    parser.add_argument("--sizes", help="other sizes, with commas between them")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    sizes: Sequence[int] = SIZES
    if options.sizes is not None:
        try:
            sizes = tuple(int(size) for size in options.sizes.split(","))
        except ValueError:
            give_up(f"--sizes takes numbers with commas between them, not `{options.sizes}`.")
        if min(sizes) < 1:
            give_up("--sizes takes numbers from 1 on.")
    report = report_of(measure(sizes))
    if options.plot is not None:
        plot(report, options.plot)
    print(json.dumps(report, indent=2) if options.json else as_text(report))


if __name__ == "__main__":
    main()
