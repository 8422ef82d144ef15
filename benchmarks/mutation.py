"""Mutation testing of the checker: small changes in its functions, one at a time, and whether a
test fails for each.

Run it as ``python benchmarks/mutation.py``; see benchmarks/README.md for what each figure means. A
change that no test notices is either a missing test, or listed and explained in
``tests/claims/surviving_mutants.toml``. Some operators are left out unless ``--operators all`` asks
for them, with the reasons that `benchmarks.mutants.LEFT_OUT` gives.

With ``--results FILE`` each outcome is kept as it comes: a run that was interrupted goes on where
it stopped. ``--survivors-of FILE`` runs only what survived in such a file, after tests were added.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from time import perf_counter
from types import FunctionType
from typing import Any, Final, TextIO

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file

from benchmarks.inputs import ROOT, give_up, provenance
from benchmarks.mutants import LEFT_OUT, OPERATORS, Mutant, mutants_of
from benchmarks.mutation_runs import Outcome, Run, Runner, Test, Tests, run_tests

SOURCES: Final = "engine/claims/check"
LISTED: Final = ROOT / "tests" / "claims" / "surviving_mutants.toml"

TESTS: Final = [
    "tests/claims/test_semantics_cases.py",
    *sorted(str(each.relative_to(ROOT)) for each in ROOT.glob("tests/claims/test_attacks*.py")),
    *(
        f"tests/claims/test_{name}.py"
        for name in (
            "verify", "discourse", "gapless", "explanations", "fail_closed", "ends_of_passes",
            "order_of_ends", "judges", "spans", "structure", "line_plans", "freehand", "agreed",
        )
    ),
    "tests/test_cases.py",
]  # fmt: skip
"""What judges sentences by given verdicts. Of these, tests that draw examples and slow ones are
left out."""

MATTERS: Final = ("engine", "tests/claims", "tests/cases", "docs")
"""Where files decide what becomes of a mutant."""

BAR: Final = 24
"""Characters of the progress bar."""

SURVIVAL: Final = frozenset({Outcome.SURVIVED, Outcome.UNREACHED})


# -- what is listed -------------------------------------------------------------------------------


def listed_in(path: Path) -> dict[str, str]:
    """Mutants that are known to survive, each with why; gives up on a file of another form."""
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        give_up(f"{path} is no TOML: {error}")
    for group in data.get("group", []):
        why, mutants = group.get("why", ""), group.get("mutants", [])
        if not why.strip() or not mutants:
            give_up(f"{path}: each [[group]] has `why` and `mutants`, and neither is empty.")
        for each in mutants:
            if each in found:
                give_up(f"{path} lists a mutant twice: {each}")
            found[each] = why
    return found


# -- results --------------------------------------------------------------------------------------


@dataclass
class Report:
    """All outcomes together. ``made`` are the mutants by their ids."""

    made: dict[str, Mutant]
    listed: dict[str, str]
    runs: dict[str, Run] = field(default_factory=dict)
    tests: int = 0
    tests_left_out: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def survivors(self) -> list[Mutant]:
        return [
            mutant
            for mutant in self.made.values()
            if mutant.id in self.runs and self.runs[mutant.id].outcome in SURVIVAL
        ]

    def unlisted(self) -> list[Mutant]:
        """Survivors that nobody has explained."""
        return [each for each in self.survivors() if each.id not in self.listed]

    def stale(self, files: Iterable[str]) -> list[str]:
        """Listed mutants of these files that are killed, or that are no mutants any more."""
        among = set(files)
        return [
            each
            for each in self.listed
            if each.partition(" ")[0] in among
            and (
                each not in self.made
                or (each in self.runs and self.runs[each].outcome not in SURVIVAL)
            )
        ]

    def counts(self, key: str) -> dict[str, dict[str, int]]:
        """Numbers of outcomes by the file or operator."""
        found: dict[str, Counter[str]] = {}
        for mutant in self.made.values():
            if mutant.id in self.runs:
                counter = found.setdefault(getattr(mutant, key), Counter())
                counter[self.runs[mutant.id].outcome.value] += 1
                counter["listed"] += mutant.id in self.listed
        names = [*(each.value for each in Outcome), "listed"]
        return {
            name: {"mutants": sum(counter[each.value] for each in Outcome)}
            | {each: counter[each] for each in names}
            for name, counter in found.items()
        }

    def to_json(self, files: Iterable[str]) -> dict[str, Any]:
        """The report as data."""
        outcomes = Counter(run.outcome for run in self.runs.values())
        unlisted = self.unlisted()
        return {
            "benchmark": "mutation",
            **provenance(),
            "tests": self.tests,
            "tests_left_out": self.tests_left_out,
            "mutants": len(self.made),
            "run": len(self.runs),
            **{each.value.replace(" ", "_"): outcomes[each] for each in Outcome},
            "listed": len(self.survivors()) - len(unlisted),
            "files": self.counts("file"),
            "operators": self.counts("operator"),
            "unlisted": [each.id for each in unlisted],
            "stale": self.stale(files),
            "seconds": round(self.seconds, 1),
            "passed": not unlisted and len(self.runs) == len(self.made),
        }


class Results:
    """The outcomes in a file to which lines are only added.

    The first line says of which sources and tests; a file of others is refused."""

    def __init__(self, path: Path | None, settings: dict[str, Any]) -> None:
        self._file: TextIO | None = None
        self.known: list[Run] = []
        if path is None:
            return
        header = json.dumps(settings, sort_keys=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if text:
            first, *rest = text.splitlines()
            if first != header:
                give_up(f"{path} holds the results of another run: {first}")
            self.known = runs_in(rest)
        self._file = path.open("a", encoding="utf-8")
        if not text:
            self._write(header)
        elif not text.endswith("\n"):
            self._write("")  # what was cut off stays a line of its own

    def add(self, run: Run) -> None:
        self._write(json.dumps(asdict(run) | {"outcome": run.outcome.value}))

    def _write(self, line: str) -> None:
        if self._file is not None:
            self._file.write(line + "\n")
            self._file.flush()


def runs_in(lines: Iterable[str]) -> list[Run]:
    """The outcomes in lines of a file of results; one that was cut off is none."""
    found = []
    for line in lines:
        try:
            data = json.loads(line)
        except ValueError:
            continue
        if "outcome" in data:
            found.append(Run(**data | {"outcome": Outcome(data["outcome"])}))
    return found


# -- running --------------------------------------------------------------------------------------


def measure(
    report: Report, sources: dict[str, Path], given: argparse.Namespace, results: Results
) -> None:
    """Run all that has no outcome yet; progress goes to standard error."""
    report.runs |= {run.id: run for run in results.known if run.id in report.made}
    left = [each for each in report.made.values() if each.id not in report.runs]
    if not left:
        return

    def use(tests: list[Test], functions: dict[tuple[str, str], FunctionType]) -> None:
        report.tests = len(tests)
        print(f"{len(tests)} tests, {len(plugin.left_out)} left out.", file=sys.stderr)
        begin = perf_counter()
        progress = Progress(len(report.made), len(report.runs))
        try:
            for run in Runner(tests, functions, given.jobs, given.per_path).run(left):
                results.add(run)
                report.runs[run.id] = run
                report.seconds = perf_counter() - begin
                progress.show(report)
        except KeyboardInterrupt:
            print("\nInterrupted: with the same --results it goes on.", file=sys.stderr)
        progress.clear()

    functions = list(dict.fromkeys((each.file, each.function) for each in left))
    plugin = Tests(sources, functions, given.slowest, use)
    run_tests(given.tests or TESTS, plugin)
    report.tests_left_out = plugin.left_out


class Progress:
    """A bar on standard error: how many mutants, how many a second, time left."""

    def __init__(self, mutants: int, before: int) -> None:
        self._mutants, self._before = mutants, before
        self._terminal = sys.stderr.isatty()
        self._last = 0.0

    def clear(self) -> None:
        if self._terminal:
            print("\r\x1b[K", end="", file=sys.stderr)

    def show(self, report: Report) -> None:
        now, done = perf_counter(), len(report.runs)
        last = done == self._mutants
        if now - self._last < (0.2 if self._terminal else 20) and not last:
            return
        self._last = now
        rate = (done - self._before) / max(report.seconds, 1e-9)
        left = (self._mutants - done) / max(rate, 1e-9)
        full = BAR * done // self._mutants
        bar = "#" * full + "." * (BAR - full)
        text = (
            f"[{bar}] {done}/{self._mutants} mutants, {len(report.survivors())} survived, "
            f"{len(report.unlisted())} of them not listed, {rate:.1f} mutants/s, {left:.0f} s left"
        )
        self.clear()
        print(text, end="" if self._terminal and not last else "\n", file=sys.stderr, flush=True)


# -- printing -------------------------------------------------------------------------------------


COLUMNS: Final = ("mutants", *(each.value for each in Outcome), "listed")


def as_text(report: Report, data: dict[str, Any]) -> str:
    """The report for a reader: what is not explained, what is not needed, and numbers by file."""
    lines: list[str] = []
    for mutant in report.unlisted():
        outcome = report.runs[mutant.id].outcome.value
        lines += [f"{mutant.file}:{mutant.first} {mutant.function} ({outcome})"]
        lines += [f"  - {mutant.was}", f"  + {mutant.now}", f"  {json.dumps(mutant.id)},", ""]
    lines += [f"Listed, but killed or gone: {each}" for each in data["stale"]]
    rows = {**data["files"], "in all": _sum(data["files"].values())}
    width = max(map(len, rows))
    lines.append(" " * width + "".join(f"{title:>11}" for title in COLUMNS))
    for name, row in rows.items():
        lines.append(f"{name:{width}}" + "".join(f"{row[each]:>11}" for each in COLUMNS))
    lines.append(
        f"{data['tests']} tests, {len(data['tests_left_out'])} left out, {data['seconds']:.0f} s, "
        f"Python {data['python']}."
    )
    if data["unlisted"]:
        lines.append(f"{len(data['unlisted'])} survivors are not listed.")
    return "\n".join(lines)


def _sum(rows: Iterable[dict[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter(dict.fromkeys(COLUMNS, 0))
    for row in rows:
        total.update(row)
    return total


def _operators(given: str) -> list[str]:
    if given == "all":
        return list(OPERATORS)
    if given == "default":
        return [each for each in OPERATORS if each not in LEFT_OUT]
    names = given.split(",")
    for each in names:
        if each not in OPERATORS:
            give_up(f"There is no operator {each}; there are: all, {', '.join(OPERATORS)}.")
    return names


def _digest(paths: Iterable[Path]) -> str:
    """What the sources and tests were."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse ``arguments``, run, print; 1 where a mutant survived that is not listed."""
    parser = argparse.ArgumentParser(prog="mutation", description=__doc__)
    parser.add_argument("--sources", type=Path, default=ROOT / SOURCES, help="folder to mutate")
    parser.add_argument(
        "--files", nargs="+", default=["*.py"], metavar="PATTERN", help="files of that folder"
    )
    parser.add_argument(
        "--operators", default="default", metavar="NAMES", help="with commas between, or all"
    )
    parser.add_argument("--tests", nargs="+", metavar="PATH", help="other tests than the usual")
    parser.add_argument(
        "--slowest", type=float, default=1.0, metavar="SECONDS", help="slower tests are left out"
    )
    parser.add_argument(
        "--per-path", type=int, default=0, metavar="N", help="tests that run the same lines"
    )
    parser.add_argument(
        "--listed", type=Path, default=LISTED, metavar="FILE", help="survivors that are explained"
    )
    parser.add_argument("--survivors-of", type=Path, metavar="FILE", help="run only these again")
    parser.add_argument("--results", type=Path, metavar="FILE", help="kept outcomes of mutants")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    if not hasattr(sys, "monitoring"):
        give_up("Which lines a test runs is found with `sys.monitoring`: Python 3.12 or later.")
    paths = sorted(
        path.resolve()
        for path in given.sources.glob("*.py")
        if any(fnmatch(path.name, pattern) for pattern in given.files)
    )
    if not paths:
        give_up(f"There is no {' or '.join(given.files)} in {given.sources}.")
    operators = _operators(given.operators)
    sources = {path.name: path for path in paths}
    listed = listed_in(given.listed)
    print("Making mutants …", file=sys.stderr)
    made = [each for file, path in sources.items() for each in mutants_of(path, file, operators)]
    if given.survivors_of is not None:
        text = given.survivors_of.read_text(encoding="utf-8")
        again = {run.id for run in runs_in(text.splitlines()) if run.outcome in SURVIVAL}
        made = [each for each in made if each.id in again]
    if not made:
        give_up("There is nothing to change.")
    tests = [path for folder in MATTERS for path in _files(ROOT / folder)]
    results = Results(
        given.results,
        {"digest": _digest([*tests, *paths]), "tests": given.tests, "slowest": given.slowest},
    )
    report = Report({each.id: each for each in made}, listed)
    measure(report, sources, given, results)
    data = report.to_json(sources)
    print(json.dumps(data) if given.json else as_text(report, data))
    return 0 if data["passed"] else 1


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in {".py", ".md", ".narration", ".verdict"}
    ]


if __name__ == "__main__":
    raise SystemExit(main())
