"""Planted errors: how many false narrations are accepted and how many true ones rejected, next to
the peer's entity matching.

Run it as ``python benchmarks/planted_errors.py --data FILE``; see benchmarks/README.md for what
each figure means. The programs run in this script's own processes too, without any protection:
give it data that you trust. With ``--results FILE`` each program's counts are kept as they come:
a run that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any, Final, TextIO

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file

from benchmarks.binomial import upper_bound
from benchmarks.inputs import commit, give_up, provenance, rows_of
from benchmarks.plant_judging import Subject, SubjectResult, Tally, judge_subject
from benchmarks.planting_kinds import Kind
from engine.errors import StepwitnessError
from engine.program import Program, Row
from tests.case_files import BadCaseError, programs, read_header

PLENTIFUL: Final = frozenset(
    {
        Kind.OFF_BY_ONE, Kind.SIGN, Kind.TRUNCATED, Kind.LONGER, Kind.NUMBER_TYPE,
        Kind.SEQUENCE_TYPE, Kind.EXCHANGED, Kind.LETTER, Kind.VALUE_KIND, Kind.OTHER_NAME,
        Kind.WRONG_LINE, Kind.LOOP_LINE, Kind.WRONG_PASS, Kind.NO_SUCH_PASS, Kind.CALLEE,
        Kind.NEGATION, Kind.CALL_RESULT, Kind.CALL_NUMBER, Kind.NO_SUCH_CALL,
    }
)  # fmt: skip
"""Kinds that almost every sentence offers: they are planted in some sentences. What offers others
gives more of them."""

MANY: Final = 6
"""Plants of a kind that is not plentiful in one sentence."""

SCARCE: Final = frozenset(
    {
        Kind.KEPT, Kind.OPERAND_DECIDES, Kind.AT_LEAST, Kind.BRANCH_WORD, Kind.START_END,
        Kind.IDENTITY, Kind.DROPPED, Kind.CALL_COUNT, Kind.RETURNED, Kind.MESSAGE, Kind.SWAPPED,
    }
)  # fmt: skip
"""Kinds that few sentences offer: more of these are told, in which only these are planted."""

PLAIN: Final = frozenset({Kind.RETURNED, Kind.MESSAGE})
"""Of these, kinds of which one sentence offers many: it gets no more of them than of others."""

EXTRA: Final = 6
"""Sentences more of each form that offers such a kind, and narrations more for dropped steps."""

ALL: Final = frozenset(Kind)

CONFIDENCE: Final = 0.95

BAR: Final = 24
"""Characters of the progress bar."""


def subjects_of(
    rows: Sequence[Row], cases: Sequence[Program], seed: int, only: frozenset[Kind] = ALL
) -> list[Subject]:
    """The rows' programs, then those of tests/cases, each with how much to plant."""

    def subject(program: Program, plenty: int, per_form: int, narrations: int) -> Subject:
        per_kind = {
            kind: plenty
            * (1 if kind in PLENTIFUL else 3 * MANY if kind in SCARCE - PLAIN else MANY)
            for kind in only
        }
        return Subject(
            program, seed, per_kind, PLENTIFUL & only, SCARCE & only, per_form, EXTRA, narrations,
            plenty, whole=only == ALL,
        )  # fmt: skip

    found = [subject(row.program, 1, 1, 1) for row in rows]
    return found + [subject(program, 2, 4, 2) for program in cases]


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
    only: frozenset[Kind] = ALL  #: kinds that were planted
    programs: int = 0
    seconds: float = 0.0
    unedited: dict[str, Tally] = field(default_factory=dict)
    kinds: dict[Kind, Tally] = field(default_factory=lambda: {kind: Tally() for kind in Kind})
    left_out: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def add(self, result: SubjectResult) -> None:
        self.programs += 1
        for name, tally in result.unedited.items():
            self.unedited.setdefault(name, Tally()).add(tally)
        for kind, tally in result.kinds.items():
            self.kinds[kind].add(tally)
        if result.left_out:
            self.left_out.append(f"{result.name}: {result.left_out}")
        self.mistakes += result.mistakes

    def planted(self) -> Tally:
        """All plants together."""
        return _sum(self.kinds.values())

    def total(self) -> Tally:
        """All narrations together."""
        return _sum([*self.kinds.values(), *self.unedited.values()])

    def too_few(self) -> list[Kind]:
        """Kinds with fewer false plants than asked for."""
        few = (kind for kind in Kind if self.kinds[kind].planted_false < self.per_kind)
        return [kind for kind in few if kind in self.only]

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
            "upper_95": _bound(total),
            "upper_95_true": upper_bound(total.rejected_true, total.planted_true, CONFIDENCE),
            "kinds": {
                kind.value: {**tally.to_json(), "upper_95": _bound(tally)}
                for kind, tally in self.kinds.items()
                if kind in self.only
            },
            "unedited": {
                name: {**tally.to_json(), "upper_95": _bound(tally)}
                for name, tally in sorted(self.unedited.items())
            },
            "per_kind": self.per_kind,
            "too_few": [kind.value for kind in self.too_few()],
            "mistakes": self.mistakes,
            "passed": self.passed(),
            "seconds": round(self.seconds, 3),
        }


def _sum(tallies: Any) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _bound(tally: Tally) -> float:
    return upper_bound(tally.accepted_false, tally.planted_false, CONFIDENCE)


# -- running --------------------------------------------------------------------------------------


def judge_all(subjects: Sequence[Subject], jobs: int) -> Iterator[SubjectResult]:
    """The results as they come, from as many processes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker) as pool:
        waiting = [pool.submit(judge_subject, subject) for subject in subjects]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _start_worker() -> None:
    # The parent alone answers Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    """A parent that was killed leaves no worker behind, which would go on for minutes."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


class Results:
    """The results of single programs in a file to which lines are only added.

    The first line says what was measured and how; a file of something else is refused."""

    def __init__(self, path: Path | None, settings: dict[str, Any]) -> None:
        self._file: TextIO | None = None
        self.known: list[SubjectResult] = []
        if path is None:
            return
        header = json.dumps(settings, sort_keys=True)
        if path.exists() and path.stat().st_size:
            first, *rest = path.read_text(encoding="utf-8").splitlines()
            if first != header:
                give_up(f"{path} holds the results of another run: {first}")
            self.known = [
                SubjectResult.from_json(json.loads(line)) for line in rest if _whole(line)
            ]
        cut = path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
        self._file = path.open("a", encoding="utf-8")
        if cut:
            self._write("")  # what was cut off stays a line of its own
        if not path.stat().st_size:
            self._write(header)

    def add(self, result: SubjectResult) -> None:
        self._write(json.dumps(result.to_json()))

    def _write(self, line: str) -> None:
        if self._file is not None:
            self._file.write(line + "\n")
            self._file.flush()


def _whole(line: str) -> bool:
    """Whether a line was written to its end."""
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def measure(
    subjects: Sequence[Subject], per_kind: int, only: frozenset[Kind], jobs: int, results: Results
) -> Report:
    """Judge all that has no result yet; progress and mistakes go to standard error."""
    report = Report(per_kind, only)
    known = {result.name for result in results.known}
    names = {subject.program.name for subject in subjects}
    for result in results.known:
        if result.name in names:
            report.add(result)
    left = [subject for subject in subjects if subject.program.name not in known]
    begin, judged = perf_counter(), 0
    progress = Progress(len(subjects), report.programs)
    try:
        for result in judge_all(left, jobs):
            results.add(result)
            report.add(result)
            judged += 1
            report.seconds = perf_counter() - begin
            progress.clear()
            for line in result.mistakes:
                print(line, file=sys.stderr)
            if result.left_out:
                print(f"{result.name} is left out: {result.left_out}", file=sys.stderr)
            progress.show(report, judged)
    except KeyboardInterrupt:
        print("\nInterrupted: with the same --results it goes on.", file=sys.stderr)
    progress.clear()
    return report


class Progress:
    """A bar on standard error: how many programs and narrations, how many a second, time left."""

    def __init__(self, programs: int, before: int) -> None:
        self._programs, self._before = programs, before
        self._narrations = 0
        self._terminal = sys.stderr.isatty()
        self._last = 0.0

    def clear(self) -> None:
        if self._terminal:
            print("\r\x1b[K", end="", file=sys.stderr)

    def show(self, report: Report, judged: int) -> None:
        now = perf_counter()
        last = report.programs == self._programs
        if not self._terminal and now - self._last < 20 and not last:
            return
        self._last = now
        total = report.total()
        narrations = total.planted_false + total.planted_true + total.undecided
        if not self._narrations:
            self._narrations = narrations if self._before == 0 else 0
        rate = judged / max(report.seconds, 1e-9)
        left = (self._programs - report.programs) / rate
        full = BAR * report.programs // self._programs
        bar = "#" * full + "." * (BAR - full)
        text = (
            f"[{bar}] {report.programs}/{self._programs} programs, "
            f"{total.planted_false} false, {total.planted_true} true, "
            f"{total.undecided} undecided, {rate:.1f} programs/s, {left:.0f} s left"
        )
        print(text, end="" if self._terminal and not last else "\n", file=sys.stderr, flush=True)


# -- printing -------------------------------------------------------------------------------------


COLUMNS: Final = (
    ("false", "planted_false"),
    ("accepted", "accepted_false"),
    ("bound", "upper_95"),
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
    rows = {**report["kinds"], **report["unedited"], "in all": report}
    width = max(map(len, rows))
    lines = [" " * width + "".join(f"{title:>10}" for title, _ in COLUMNS)]
    for name, tally in rows.items():
        cells = "".join(
            f"{tally[key]:>10.3%}" if key == "upper_95" else f"{tally[key]:>10}"
            for _, key in COLUMNS
        )
        lines.append(f"{name:{width}}{cells}")
    out, seconds = len(report["left_out"]), f"{report['seconds']:.0f} s"
    whole = report["planted_false"] + report["planted_true"] + report["undecided"]
    lines.append(
        f"False narrations accepted: at most {report['upper_95']:.4%}, true ones rejected: at "
        f"most {report['upper_95_true']:.4%} (upper 95 % bounds, Clopper-Pearson)."
    )
    lines.append(f"Undecided by the oracle: {report['undecided'] / max(1, whole):.1%}.")
    lines.append(
        f"{report['programs']} programs, {out} left out, {seconds}, Python {report['python']}."
    )
    if report["too_few"]:
        lines.append(f"Fewer than {report['per_kind']} false: {', '.join(report['too_few'])}.")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse ``arguments``, measure, print; 1 where an error went through or too few were made."""
    parser = argparse.ArgumentParser(prog="planted_errors", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FILE", help="JSONL file of programs")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--per-kind", type=int, default=1000, help="false plants that are a must")
    parser.add_argument(
        "--kinds", nargs="+", metavar="KIND", choices=[kind.name for kind in Kind],
        help="plant these kinds alone (names of `Kind`), and count nothing else",
    )  # fmt: skip
    parser.add_argument("--rows", type=int, metavar="N", help="take the first N rows alone")
    parser.add_argument("--rows-only", action="store_true", help="leave tests/cases out")
    parser.add_argument("--seed", type=int, default=0, help="of narrations and plants")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes")
    parser.add_argument("--results", type=Path, metavar="FILE", help="kept results of programs")
    given = parser.parse_args(arguments)
    rows = rows_of(given.data, given.rows)
    try:
        cases = [] if given.rows_only else list(case_programs())
    except (StepwitnessError, BadCaseError) as error:
        give_up(" ".join(str(error).split()))
    only = frozenset(Kind[name] for name in given.kinds) if given.kinds else ALL
    settings = {"commit": commit(), "seed": given.seed, "python": sys.version.split()[0]}
    if given.kinds:
        settings["kinds"] = sorted(given.kinds)
    results = Results(given.results, settings)
    subjects = subjects_of(rows, cases, given.seed, only)
    report = measure(subjects, given.per_kind, only, given.jobs, results)
    data = report.to_json()
    if given.json:
        print(json.dumps(data))
    else:
        print(as_text(data))
    return 0 if report.passed() else 1


if __name__ == "__main__":
    raise SystemExit(main())
