"""A build: problems, agreement, rationales, output; each stage goes on where it ended.

Invariant: the records depend on the settings alone. Problems are numbered; what becomes of one
depends on it and the settings; and the data set is made of the first programs, in the order of
their numbers, that have both rationales. How many processes worked, in which portions, and how
often the run was killed on the way, does not show.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Final, Protocol, Self, TypeVar

from engine.capture.pool import processors
from engine.dataset.build_settings import BUILTIN, STAGES, Settings
from engine.dataset.build_work import Task, agreed_of, both_of, reasoned_from_json, reasoned_of
from engine.dataset.exports import Form, exported
from engine.dataset.journal import Journal, unwritable, write_whole
from engine.dataset.sources import Source, source_of
from engine.dataset.workers import Died, in_order
from engine.errors import ErrorCode, UsageError
from engine.synthesis.near import Admission
from engine.synthesis.problem import Problem, problem_from_json
from engine.synthesis.rationales import PYTHON, Reasoned
from engine.synthesis.record import Record

RECORDS: Final = "rationales.jsonl"
REPORT: Final = "report.json"

_SPARE: Final = 1.08
"""Problems that are asked for beyond those that should do."""

_YIELD: Final = 0.75
"""Programs to a problem, before anything is known."""

_MOST: Final = 12
"""Problems for each program that is wanted, after which it is given up."""

T = TypeVar("T")


class Watch(Protocol):
    """Passes results through and shows how far they are: of how many, and what is done."""

    def __call__(self, results: Iterable[T], total: int, word: str) -> Iterable[T]: ...


def unwatched(results: Iterable[T], total: int, word: str) -> Iterable[T]:
    """Shows nothing."""
    return results


@dataclass(frozen=True, slots=True)
class Used:
    """A problem that was looked at, with all that is known of it."""

    number: int
    proposal: dict[str, object]
    settled: dict[str, object] | None
    reasoned: Reasoned | None

    @property
    def records(self) -> list[Record]:
        return [] if self.reasoned is None else self.reasoned.records


class Build:
    """A folder with what is done so far. One process at a time works in it.

    Raises `UsageError` where the folder holds a build with other settings, or is in use."""

    def __init__(self, settings: Settings, out: Path, watch: Watch = unwatched) -> None:
        self.settings: Final = settings
        self.out: Final = out
        self._watch = watch
        self._stack = ExitStack()
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._lock: IO[bytes] = self._stack.enter_context((out / ".lock").open("ab"))
        except OSError as error:
            raise unwritable(out, error) from error
        with self._stack:
            self._claim()
            self._proposed, self._agreed, self._reasoned = (
                self._stack.enter_context(Journal(out / f"{name}.journal")) for name in STAGES[:3]
            )
            self.source: Source = self._stack.enter_context(source_of(settings, out))
            self._stack = self._stack.pop_all()
        self._admission: Admission | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _claim(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise _refused(self.out, "another process works in it", "Wait for it.") from error
        path = self.out / "build.json"
        wanted = {**self.settings.identity(), "python": PYTHON, "stepwitness": _version()}
        if not path.exists():
            try:
                write_whole(path, json.dumps(wanted, indent=1).encode() + b"\n")
            except OSError as error:
                raise unwritable(path, error) from error
            return
        try:
            there = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise _refused(self.out, "its `build.json` cannot be read", "Give another.") from error
        begun = there.get("stepwitness") if isinstance(there, dict) else None
        if begun != wanted["stepwitness"] or set(there) != set(wanted):
            raise _refused(
                self.out,
                f"it was begun by stepwitness {begun or 'of an older version'}, and this is "
                f"{wanted['stepwitness']}: not all of it would be the same",
                "Give another folder, or go on with the version that it was begun by.",
            )
        for name in sorted(wanted):
            if there.get(name) != wanted.get(name):
                raise _refused(
                    self.out,
                    f"it holds a build with `{name}` = {there.get(name)!r}, not "
                    f"{wanted.get(name)!r}",
                    "Give another folder.",
                )

    # -- stages -----------------------------------------------------------------------------------

    def run(self) -> bool:
        """All stages, until there are enough programs, and the output; whether there are enough.
        Raises `TeacherError` where nothing more can be asked; what was done stays."""
        while not self.enough() and not self._given_up():
            before = len(self._proposed.entries)
            if self.settings.generates:
                self.agree_and_reason(self._missing())
            else:
                self.propose(self._missing())
                if self.settings.teacher == BUILTIN:
                    self.agree_and_reason()
            if self.enough():
                break
            # What is left: where a teacher argues, or a run was ended between two stages.
            self.agree()
            self.reason()
            if len(self._proposed.entries) == before:
                break  # there are no more problems
        self.write()
        return self.enough()

    def run_stage(self, stage: str) -> bool:
        """One stage for all that the stage before it has given; whether there are enough programs
        (of the stages before the rationales: problems or agreements)."""
        match stage:
            case "problems":
                most = int(self.settings.programs * _SPARE * 1.5) + 8
                self.propose(max(0, most - len(self._proposed.entries)))
                return True
            case "agreement":
                self.agree()
                return True
            case "rationales":
                self.reason()
            case _:
                self.write()
        return self.enough()

    @property
    def why_too_few(self) -> str:
        """Why there are fewer programs than were wanted after all stages, as a sentence."""
        tried = len(self._proposed.entries)
        if self._given_up():
            return f"Too few problems gave a program: it was given up after {tried:,} of them."
        return f"There were not enough problems: {tried:,}."

    def enough(self) -> bool:
        return len(self._with_records()) >= self.settings.programs

    def _given_up(self) -> bool:
        return len(self._proposed.entries) >= _MOST * self.settings.programs + 50

    def _missing(self) -> int:
        """How many more problems are asked for, by the yield so far."""
        good, done = len(self._with_records()), len(self._proposed.entries)
        missing = self.settings.programs - good
        share = good / done if done > 20 and good else _YIELD
        return int(missing / max(share, 0.1) * _SPARE) + 2

    def propose(self, count: int) -> None:
        """Stage A: ``count`` more problems, those left out that are like earlier ones."""
        for _ in self._watch(self._proposing(count), count, "problems"):
            pass

    def _proposing(self, count: int) -> Iterator[tuple[int, dict[str, object]]]:
        """``count`` more problems, each asked for when it is drawn, with its number."""
        admission = self._admitted()
        first = len(self._proposed.entries)
        for number, each in enumerate(self.source.problems(first, count), first):
            item: dict[str, object] = {"problem": None, "why": each.why, "left_out": each.left_out}
            if each.problem is not None:
                why = _refusal(admission, each.problem)
                item = {**item, "problem": each.problem.to_json(), "why": why}
            self._proposed.add(str(number), item)
            yield number, item

    def _admitted(self) -> Admission:
        """What was let in so far."""
        if self._admission is None:
            self._admission = Admission()
            for _, item in self._proposals():
                if item["problem"] is not None and item["why"] in {"", *_ALIKE}:
                    _refusal(self._admission, problem_from_json(item["problem"]))
        return self._admission

    def _proposals(self) -> Iterator[tuple[int, dict[str, object]]]:
        number = 0
        while str(number) in self._proposed.entries:
            item = self._proposed.entries[str(number)]
            assert isinstance(item, dict)
            yield number, item
            number += 1

    def agree(self) -> None:
        """Stage B for all problems that it was not done for."""
        work = partial(agreed_of, settings=self.settings)
        self._work(work, list(self._unsettled(self._proposals())), self._agreed, "agreement")

    def _unsettled(self, among: Iterable[tuple[int, dict[str, object]]]) -> Iterator[Task]:
        """The problems that stage B was not done for."""
        for number, item in among:
            if item["problem"] is None or item["why"]:
                continue
            key = _key(item["problem"], self.settings.scoring)
            if key not in self._agreed.entries:
                yield Task(key, item["problem"], self.settings.seed + number)

    def agree_and_reason(self, more: int = 0) -> None:
        """Stages B and C together, in the same processes, for problems without both, in their
        order, until there are enough programs; then for up to ``more`` new problems, which are
        made while the processes are at work."""
        work = partial(both_of, settings=self.settings)
        good = len(self._with_records())
        there = list(self._unsettled(self._proposals()))
        tasks = chain(there, self._unsettled(self._proposing(more)))
        found = self._in_order(work, tasks, "problems argued", len(there) + more)
        with closing(found) as results:
            for task, item in results:
                if isinstance(item, Died):
                    continue  # done again by the stages
                settled, reasoned = item["agreement"], item["rationales"]
                if reasoned is not None:
                    assert isinstance(settled, dict)
                    assert isinstance(reasoned, dict)
                    self._reasoned.add(_key(settled["kept"], task.seed), reasoned)
                    good += bool(reasoned.get("records"))
                self._agreed.add(task.key, settled)
                if good >= self.settings.programs:
                    return

    def reason(self) -> None:
        """Stage C for all programs that it was not done for."""
        tasks: list[Task] = []
        for number, item in self._proposals():
            settled = self._settled(item)
            if settled is None or settled["kept"] is None:
                continue
            key = _key(settled["kept"], self.settings.seed + number)
            if key not in self._reasoned.entries:
                tasks.append(Task(key, settled["kept"], self.settings.seed + number))
        if self.settings.teacher == BUILTIN:
            work = partial(reasoned_of, settings=self.settings)
            self._work(work, tasks, self._reasoned, "rationales")
            return
        for task, item in self._watch(self.source.reasoned(tasks), len(tasks), "rationales"):
            self._reasoned.add(task.key, item)

    def _work(
        self, work: Callable[[Task], dict[str, object]], tasks: list[Task], into: Journal, word: str
    ) -> None:
        died: list[Task] = []
        for task, item in self._in_order(work, tasks, word, len(tasks)):
            if isinstance(item, Died):
                died.append(task)
            else:
                into.add(task.key, item)
        # A process that was killed (no memory) may be so for what else the machine did: once more.
        for task, item in self._in_order(work, died, word, len(died)):
            into.add(task.key, {"defect": "worker-died"} if isinstance(item, Died) else item)

    def _in_order(
        self,
        work: Callable[[Task], dict[str, object]],
        tasks: Iterable[Task],
        word: str,
        most: int,
    ) -> Generator[tuple[Task, dict[str, object] | Died], None, None]:
        """``most``: how many tasks there are at most."""
        count = min(self.settings.workers or processors(), most)
        if not count:
            return
        with closing(in_order(work, tasks, count)) as results:
            yield from self._watch(results, most, word)

    def _settled(self, item: dict[str, object]) -> dict[str, object] | None:
        if item["problem"] is None or item["why"]:
            return None
        found = self._agreed.entries.get(_key(item["problem"], self.settings.scoring))
        if not isinstance(found, dict) or "defect" in found:
            return None
        return found

    # -- what is there ----------------------------------------------------------------------------

    def all(self) -> Iterator[Used]:
        """All problems so far, in their order, as far as they were taken."""
        for number, item in self._proposals():
            settled = self._settled(item)
            reasoned = None
            if settled is not None and settled["kept"] is not None:
                found = self._reasoned.entries.get(
                    _key(settled["kept"], self.settings.seed + number)
                )
                if isinstance(found, dict) and "defect" not in found:
                    reasoned = reasoned_from_json(found)
            yield Used(number, item, settled, reasoned)

    def _with_records(self) -> list[str]:
        """Keys of the programs that have records."""
        found: list[str] = []
        for number, item in self._proposals():
            settled = self._settled(item)
            if settled is None or settled["kept"] is None:
                continue
            key = _key(settled["kept"], self.settings.seed + number)
            entry = self._reasoned.entries.get(key)
            if isinstance(entry, dict) and entry.get("records"):
                found.append(key)
        return found

    def used(self) -> list[Used]:
        """Those that the data set is made from: up to the last program that is wanted."""
        found: list[Used] = []
        programs = 0
        for each in self.all():
            if programs >= self.settings.programs:
                break
            found.append(each)
            programs += bool(each.records)
        return found

    @property
    def spent(self) -> dict[str, object] | None:
        """What a model cost in this run; None without one."""
        ledger = self.source.ledger
        return None if ledger is None else ledger.spent.to_json()

    @property
    def damaged(self) -> int:
        """Lines of the journals that were damaged, and done again."""
        return self._proposed.damaged + self._agreed.damaged + self._reasoned.damaged

    # -- output -----------------------------------------------------------------------------------

    def write(self) -> None:
        """Write the records, the exports that are asked for, and the report."""
        used = self.used()
        records = [record for each in used for record in each.records]
        self._write(RECORDS, [record.line() for record in records])
        for name in self.settings.exports:
            form = Form(name)
            lines = [json.dumps(exported(each, form), ensure_ascii=False) for each in records]
            self._write(f"{name}.jsonl", lines)
        report = {"schema": "stepwitness.build-report/1", **report_of(used)}
        self._write(REPORT, [json.dumps(report, indent=1)])

    def _write(self, name: str, lines: list[str]) -> None:
        path = self.out / name
        try:
            write_whole(path, "".join(f"{line}\n" for line in lines).encode())
        except OSError as error:
            raise unwritable(path, error) from error


_ALIKE: Final = ("same-structure", "near-duplicate")


def _refusal(admission: Admission, problem: Problem) -> str:
    if not problem.solutions:
        return "no-solution"
    return admission.refusal(problem.solutions[0], problem.instruction)


def _key(*parts: object) -> str:
    """A digest of what a result depends on."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _version() -> str:
    try:
        return importlib.metadata.version("stepwitness")
    except importlib.metadata.PackageNotFoundError:
        return "without a version"


def _refused(out: Path, why: str, remedy: str) -> UsageError:
    return UsageError(
        ErrorCode.BAD_OPTION,
        f"The folder `{out}` cannot be used: {why}",
        remedy=remedy,
        data={"path": str(out)},
    )


def report_of(used: Iterable[Used]) -> dict[str, object]:
    """What each stage gave, and why the rest was dropped: of these problems alone, so that the same
    data set has the same report."""
    count = Counter[str]()
    dropped = {stage: Counter[str]() for stage in STAGES[:3]}
    out = Counter[str]()
    rounds = Counter[int]()
    kinds, levels, concepts = Counter[str](), Counter[str](), Counter[str]()
    for each in used:
        count["proposed"] += 1
        if each.proposal["problem"] is None or each.proposal["why"]:
            dropped["problems"][str(each.proposal["why"])] += 1
            continue
        count["admitted"] += 1
        if each.settled is None or each.settled["kept"] is None:
            why = "defect" if each.settled is None else str(each.settled["why"])
            dropped["agreement"][why] += 1
            continue
        count["agreed"] += 1
        out.update(each.settled["out"])  # type: ignore[call-overload]  # of its JSON form
        if each.reasoned is None:
            dropped["rationales"]["defect"] += 1
        else:
            dropped["rationales"].update(each.reasoned.dropped)
            rounds.update(each.reasoned.rounds)
        if not each.records:
            continue
        count["programs"] += 1
        count["records"] += len(each.records)
        kinds.update(record.assertion for record in each.records)
        levels.update(record.difficulty for record in each.records[:1])
        concepts.update(record.concept for record in each.records[:1])
    return {
        **{name: count[name] for name in ("proposed", "admitted", "agreed", "programs", "records")},
        "dropped": {stage: _sorted(each) for stage, each in dropped.items()},
        "solutions_out": _sorted(out),
        "rounds": {str(key): rounds[key] for key in sorted(rounds)},
        "assertions": _sorted(kinds),
        "difficulties": _sorted(levels),
        "concepts": len(concepts),
    }


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
