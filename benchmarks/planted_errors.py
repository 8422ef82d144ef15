"""Planted errors: how many false narrations are accepted, next to the peer's entity matching.

Run it as ``python benchmarks/planted_errors.py --data FILE``; see benchmarks/README.md for what
each figure means. The programs run in this script's own processes too, without any protection:
give it data that you trust.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file

from benchmarks.binomial import upper_bound
from benchmarks.inputs import give_up, provenance, rows_of
from benchmarks.plant_judging import Subject, SubjectResult, Tally, judge_subject
from benchmarks.planting import Kind
from engine.errors import StepwitnessError
from engine.program import Program, Row
from tests.case_files import BadCaseError, programs, read_header

PER_ROW: Final = 4
"""Plants of each kind in the narration of a row."""

PER_ROW_OF_RARE: Final = 24
"""The same for what few rows offer (`RARE`)."""

RARE: Final = frozenset({Kind.ARGUMENT, Kind.EXCEPTION})

PER_CASE: Final = 12
"""Plants of each kind in one narration of a program of tests/cases: these hold what the rows
lack, and there are few of them."""

PER_CASE_OF_RARE: Final = 60

NARRATIONS_OF_CASE: Final = 3

CONFIDENCE: Final = 0.95


def subjects_of(rows: Sequence[Row], cases: Sequence[Program], seed: int) -> list[Subject]:
    """The rows' programs, then those of tests/cases, each with how much to plant."""
    per_row = {kind: PER_ROW_OF_RARE if kind in RARE else PER_ROW for kind in Kind}
    per_case = {kind: PER_CASE_OF_RARE if kind in RARE else PER_CASE for kind in Kind}
    found = [Subject(row.program, per_row, (seed,)) for row in rows]
    seeds = tuple(range(seed, seed + NARRATIONS_OF_CASE))
    return found + [Subject(program, per_case, seeds) for program in cases]


def case_programs() -> Iterator[Program]:
    """The programs of tests/cases that this Python can run, without input: neither the oracle nor
    the peer reads any."""
    for path in programs():
        header = read_header(path)
        if sys.version_info[:2] < header.requires or header.stdin:
            continue
        program = Program.from_file(path, header.entry, header.call)
        yield replace(program, name=f"{path.parent.name}/{path.stem}")


@dataclass
class Report:
    """All programs together."""

    per_kind: int
    programs: int = 0
    seconds: float = 0.0
    unedited: Tally = field(default_factory=Tally)
    kinds: dict[Kind, Tally] = field(default_factory=lambda: {kind: Tally() for kind in Kind})
    left_out: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def add(self, result: SubjectResult) -> None:
        self.programs += 1
        self.unedited.add(result.unedited)
        for kind, tally in result.kinds.items():
            self.kinds[kind].add(tally)
        if result.left_out:
            self.left_out.append(f"{result.name}: {result.left_out}")
        self.mistakes += result.mistakes

    def total(self) -> Tally:
        total = Tally()
        for tally in self.kinds.values():
            total.add(tally)
        return total

    def too_few(self) -> list[Kind]:
        """Kinds with fewer false plants than asked for."""
        return [kind for kind in Kind if self.kinds[kind].planted_false < self.per_kind]

    def passed(self) -> bool:
        return not self.mistakes and not self.too_few()

    def to_json(self) -> dict[str, Any]:
        """The report as data."""
        total = self.total()
        return {
            "benchmark": "planted_errors",
            **provenance(),
            "programs": self.programs,
            "left_out": self.left_out,
            **total.to_json(),
            "upper_95": upper_bound(total.accepted_false, total.planted_false, CONFIDENCE),
            "unedited": self.unedited.to_json(),
            "kinds": {
                kind.value: {
                    **self.kinds[kind].to_json(),
                    "upper_95": upper_bound(
                        self.kinds[kind].accepted_false, self.kinds[kind].planted_false, CONFIDENCE
                    ),
                }
                for kind in Kind
            },
            "per_kind": self.per_kind,
            "too_few": [kind.value for kind in self.too_few()],
            "mistakes": self.mistakes,
            "passed": self.passed(),
            "seconds": round(self.seconds, 3),
        }


def judge_all(subjects: Sequence[Subject], workers: int) -> Iterator[SubjectResult]:
    """The results in the order of the subjects, whatever the number of processes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker) as pool:
        yield from pool.map(judge_subject, subjects, chunksize=4)


def _start_worker() -> None:
    # The parent alone answers Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def measure(subjects: Sequence[Subject], per_kind: int, workers: int) -> Report:
    """Judge all; progress and mistakes go to standard error as they come."""
    report = Report(per_kind)
    begin = perf_counter()
    step = max(1, len(subjects) // 20)
    for result in judge_all(subjects, workers):
        report.add(result)
        report.seconds = perf_counter() - begin
        for line in result.mistakes:
            print(line, file=sys.stderr)
        if result.left_out:
            print(f"{result.name} is left out: {result.left_out}", file=sys.stderr)
        if report.programs % step == 0 or report.programs == len(subjects):
            planted = report.total().planted_false
            done = f"{report.programs} of {len(subjects)} programs, {planted} false plants"
            print(f"{done}, {report.seconds:.0f} s", file=sys.stderr)
    return report


COLUMNS: Final = (
    ("false", "planted_false"),
    ("accepted", "accepted_false"),
    ("peer", "peer_accepted_false"),
    ("blocking", "peer_blocking_accepted_false"),
    ("true", "planted_true"),
    ("rejected", "rejected_true"),
    ("peer", "peer_rejected_true"),
    ("blocking", "peer_blocking_rejected_true"),
    ("undecided", "undecided"),
)


def as_text(report: dict[str, Any]) -> str:
    """The report for a reader."""
    width = max(len(kind.value) for kind in Kind)
    lines = [" " * width + "".join(f"{title:>10}" for title, _ in COLUMNS)]
    rows = {**report["kinds"], "in all": report, "unedited": report["unedited"]}
    for name, tally in rows.items():
        lines.append(f"{name:{width}}" + "".join(f"{tally[key]:10}" for _, key in COLUMNS))
    bound = f"{report['upper_95']:.4%}"
    out, seconds = len(report["left_out"]), f"{report['seconds']:.0f} s"
    lines += [
        f"False narrations accepted: at most {bound} (upper 95 % bound, Clopper-Pearson).",
        f"{report['programs']} programs, {out} left out, {seconds}, Python {report['python']}.",
    ]
    if report["too_few"]:
        lines.append(f"Fewer than {report['per_kind']} false: {', '.join(report['too_few'])}.")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse ``arguments``, measure, print; 1 where an error went through or too few were made."""
    parser = argparse.ArgumentParser(prog="planted_errors", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FILE", help="JSONL file of programs")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--per-kind", type=int, default=500, help="false plants that are a must")
    parser.add_argument("--limit", type=int, help="take the first LIMIT rows alone")
    parser.add_argument("--rows-only", action="store_true", help="leave tests/cases out")
    parser.add_argument("--seed", type=int, default=0, help="of narrations and plants")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    options = parser.parse_args(arguments)
    rows = rows_of(options.data, options.limit)
    if options.workers < 1:
        give_up("--workers is 1 or more.")
    try:
        cases = [] if options.rows_only else list(case_programs())
    except (BadCaseError, StepwitnessError) as error:
        give_up(" ".join(str(error).split()))
    subjects = subjects_of(rows, cases, options.seed)
    report = measure(subjects, options.per_kind, options.workers)
    found = report.to_json()
    print(json.dumps(found, indent=2) if options.json else as_text(found))
    return 0 if report.passed() else 1


if __name__ == "__main__":
    raise SystemExit(main())
