"""A liar among the teachers: a server behind the real SDKs that puts one subtle falsehood into each
reply. How many of its texts are accepted (none may be), forward and backward.

Run it as ``python benchmarks/planted_liar.py --data FILE``; rows need an ``output``. Each lie is
the built-in writer's own text with one error planted in it (`benchmarks.planting`,
`benchmarks.planted_backward`). A narration counts as a lie only where the independent oracle of the
tests finds a claim of it false; what it does not decide is not sent. When a lie goes back with what
is wrong in it, the liar comes up with another one. Now and then it tells the truth, so that it
shows that whatever is true passes. The programs run in this script's own processes too, without
protection: give it data that you trust.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # when run as a file

from benchmarks import planted_backward
from benchmarks.inputs import give_up, provenance, rows_of
from benchmarks.planting import Plant, plants
from benchmarks.planting_kinds import Kind
from engine.claims.verdicts import Level
from engine.program import Row
from engine.search.answers import returned
from engine.synthesis.chat.abilities import Abilities, AbilityTable
from engine.synthesis.chat.asking import Asker, Manners
from engine.synthesis.chat.budget import Budget, Ledger
from engine.synthesis.chat.bulk import Bulk
from engine.synthesis.chat.kept import Exchanges
from engine.synthesis.chat.providers import Provider, connect
from engine.synthesis.teachers.asked import Lessons, ModelTeacher
from engine.synthesis.teachers.builtin import BuiltinTeacher
from engine.synthesis.teachers.judging import Judging
from engine.synthesis.teachers.model import Accepted, BackwardTask, ForwardTask, Outcome
from tests.oracle.judge import Judgement, Oracle
from tests.oracle.record import TooLong
from tests.synthesis.servers import Action, Fail, Running, Say, serving

ROUNDS: Final = 3
SEEING: Final = 0.2
"""The part of the liars that see the run: what they are told takes longer to find."""

_OFTEN: Final = 20
"""Rows between two lines of progress."""

WAYS: Final = ("anthropic", "openai-compatible", "batches")
_TABLE: Final = AbilityTable([Abilities("liar", 1.0, 1.0)])


@dataclass(slots=True)
class Told:
    """What came of one row. ``lies`` were sent to a judge; ``accepted`` are those that passed."""

    line: int
    forward: int = 0
    backward: int = 0
    truths: int = 0  #: true texts that the liar told, and that were accepted
    truths_dropped: int = 0
    undecided: int = 0  #: planted narrations that the oracle does not decide, and true ones
    kinds: Counter[str] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)
    trouble: str = ""


class Liar:
    """The script of a server: each request gets the next of the texts that were given to it."""

    def __init__(self) -> None:
        self._texts: Iterator[str] = iter(())
        self.said = 0

    def tell(self, texts: list[str]) -> None:
        """What the next requests get."""
        self._texts = iter(texts)
        self.said = 0

    def __call__(self, _body: dict[str, Any]) -> Action:
        text = next(self._texts, None)
        if text is None:
            return Fail(400, "invalid_request_error", "the liar has run out of lies")
        self.said += 1
        return Say(f"So it must be.\n{text}")


class Court:
    """One process's judges and its liar, kept for all its rows."""

    def __init__(self) -> None:
        self.judging = Judging()
        self.liar = Liar()
        self._stack = ExitStack()
        self._server = self._stack.enter_context(serving(self.liar))
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._asking: dict[str, Asker | Bulk] = {}

    def teacher(self, way: str, *, blind: bool) -> ModelTeacher:
        """The liar as a teacher."""
        if way not in self._asking:
            self._asking[way] = _asking(way, self._server, self._folder / way)
        lessons = Lessons("liar", blind=blind, rounds=ROUNDS, window=1)
        return ModelTeacher(lessons, self._asking[way], self.judging)


def _asking(way: str, server: Running, folder: Path) -> Asker | Bulk:
    provider = Provider.OPENAI if way == Provider.OPENAI.value else Provider.ANTHROPIC
    base = f"{server.url}/v1" if provider is Provider.OPENAI else server.url
    model = connect(provider, _TABLE, api_key="k", base_url=base, timeout=60.0)
    exchanges, ledger = Exchanges(folder, model.protocol), Ledger(Budget(), _TABLE)
    manners = Manners(attempts=2, first_wait=0.1, parallel=1)
    if way == "batches":
        return Bulk(model, exchanges, ledger, manners, poll=0.01)  # type: ignore[arg-type]
    return Asker(model, exchanges, ledger, manners)


_court: Court | None = None


def _own_court() -> Court:
    global _court  # noqa: PLW0603  # one for each worker process
    if _court is None:
        _court = Court()
    return _court


def judge_row(task: tuple[Row, int, int, int]) -> Told:
    """Everything about one row: ``forward`` and ``backward`` are numbers of lies."""
    row, forward, backward, seed = task
    told = Told(row.line)
    if row.output is None:
        told.trouble = "it has no output"
        return told
    court = _own_court()
    chance = random.Random(f"{seed}/{row.line}")
    way = WAYS[row.line % len(WAYS)]
    blind = chance.random() >= SEEING
    try:
        _forward(row, forward, court, told, chance, way, blind=blind)
        _backward(row, backward, court, told, chance, way, blind=blind)
    except TooLong:
        told.trouble = "it is too long for the oracle"
    return told


def _forward(
    row: Row, count: int, court: Court, told: Told, chance: random.Random, way: str, *, blind: bool
) -> None:
    task = ForwardTask(row.program, Level.GAPLESS, row.line)
    (truth,) = BuiltinTeacher(court.judging).forward([task])
    if not isinstance(truth, Accepted):
        told.trouble = truth.detail
        return
    oracle = Oracle(row.program.source, row.program.entry or "f", row.program.call)
    seed = f"{row.line}/{chance.random()}"
    planted = list(plants(truth.text, row.program.source, seed, 2, row.program.entry or "f"))
    chance.shuffle(planted)
    lies: list[str] = []
    for plant in planted:
        if len(lies) == count:
            break
        if not _is_lie(plant, oracle.judge(plant.text)):
            told.undecided += 1
            continue
        lies.append(_marked(plant.text, "narration"))
        told.kinds[plant.kind.value] += 1
    teacher = court.teacher(way, blind=blind)

    def asked(count: int) -> Iterator[Outcome]:
        # Of another number each: else the requests were equal, and sent once.
        return teacher.forward([replace(task, seed=number) for number in range(count)])

    told.forward += _judged(court, told, lies, _marked(truth.text, "narration"), asked)


def _is_lie(plant: Plant, judged: Judgement) -> bool:
    """Whether the oracle finds a claim false. Where each is true by itself and only the order is
    not right, it is a lie where the order was what was changed."""
    if judged.verdict != "REJECTED":
        return False
    return plant.kind is Kind.SWAPPED or any(verdict != "VERIFIED" for _, verdict in judged.claims)


def _backward(
    row: Row, count: int, court: Court, told: Told, chance: random.Random, way: str, *, blind: bool
) -> None:
    if not count or row.output is None:
        return
    task = BackwardTask(row.program, returned(row.output), row.line)
    (truth,) = BuiltinTeacher(court.judging).backward([task])
    if not isinstance(truth, Accepted):
        told.trouble = truth.detail
        return
    lies: list[str] = []
    for plant in islice(planted_backward.plants(row, truth.text, chance, 3 * count), count):
        lies.append(_marked(plant.text, "rationale"))
        told.kinds[f"backward: {plant.kind}"] += 1
    teacher = court.teacher(way, blind=blind)

    def asked(count: int) -> Iterator[Outcome]:
        return teacher.backward([replace(task, seed=number) for number in range(count)])

    told.backward += _judged(court, told, lies, _marked(truth.text, "rationale"), asked)


def _marked(text: str, tag: str) -> str:
    return f"<{tag}>\n{text}</{tag}>\n"


def _judged(
    court: Court,
    told: Told,
    lies: list[str],
    truth: str,
    asked: Callable[[int], Iterator[Outcome]],
) -> int:
    """Have the lies judged, `ROUNDS` for each task, and the truth as another one; gives the number
    of lies that a judge saw. ``asked`` gives the outcomes of so many tasks."""
    parts = len(lies) // ROUNDS
    court.liar.tell([*lies[: parts * ROUNDS], truth])
    *lied, honest = list(asked(parts + 1))
    told.accepted += [each.text for each in lied if isinstance(each, Accepted)]
    if isinstance(honest, Accepted) and f"\n{honest.text}<" in truth:
        told.truths += 1
    else:
        told.truths_dropped += 1
    seen = sum(each.rounds for each in lied)
    if court.liar.said != seen + honest.rounds:
        told.trouble = "a reply was lost"
    return seen


def main() -> int:
    """The benchmark as a program: exit code 1 where a lie was accepted, or a truth was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FILE", help="JSONL rows with outputs")
    parser.add_argument("--rows", type=int, help="the first rows only")
    parser.add_argument("--skip", type=int, default=0, help="rows that are left out before them")
    parser.add_argument("--forward", type=int, default=12, help="false narrations of each row")
    parser.add_argument("--backward", type=int, default=3, help="false rationales of each row")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    count = None if options.rows is None else options.skip + options.rows
    rows = rows_of(options.data, count)[options.skip :]
    if not rows:
        give_up(f"There is no row behind the first {options.skip}.")
    tasks = [(row, options.forward, options.backward, options.seed) for row in rows]
    with ProcessPoolExecutor(options.workers) as pool:
        results: list[Told] = []
        for told in pool.map(judge_row, tasks):
            results.append(told)
            if len(results) % _OFTEN == 0:
                lies = sum(each.forward + each.backward for each in results)
                print(f"{len(results)} of {len(tasks)} rows, {lies} lies", file=sys.stderr)
    report = report_of(results)
    if options.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name}: {value}")
    return 1 if report["accepted"] or report["truths_dropped"] else 0


def report_of(results: list[Told]) -> dict[str, Any]:
    """The figures of all rows."""
    kinds: Counter[str] = Counter()
    for each in results:
        kinds.update(each.kinds)
    accepted = [[each.line, text] for each in results for text in each.accepted]
    return {
        **provenance(),
        "rows": len(results),
        "rows_left_out": [[each.line, each.trouble] for each in results if each.trouble],
        "lies": sum(each.forward + each.backward for each in results),
        "forward": sum(each.forward for each in results),
        "backward": sum(each.backward for each in results),
        "accepted": len(accepted),
        "truths": sum(each.truths for each in results),
        "truths_dropped": sum(each.truths_dropped for each in results),
        "not_sent": sum(each.undecided for each in results),
        "kinds": dict(sorted(kinds.items())),
        "first_accepted": accepted[:5],
    }


if __name__ == "__main__":
    raise SystemExit(main())
