"""Sentences on which the checker and the independent oracle agree, for the programs of tests/cases.

    python -m tests.claims.agreed [seed]

makes ``agreed.jsonl`` anew: true sentences of every form and planted errors of every kind, as the
laboratory of planted errors makes them (benchmarks/README.md), each with the verdict that the
oracle gives it from docs/semantics.md alone: the worst of its claims. Sentences that the oracle
leaves open are left out, and where the two differ, the sentence is printed and left out: one of
them is wrong. `test_agreed` asks the checker again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from benchmarks.planted_errors import case_programs
from benchmarks.planting import plants
from benchmarks.planting_kinds import Kind
from benchmarks.told_facts import facts
from engine.capture.recorder import record_here
from engine.claims.verdicts import ClaimVerdict
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle
from tests.oracle.record import TooLong

KEPT: Final = Path(__file__).with_suffix(".jsonl")

MAX_STEPS: Final = 100_000

MOST: Final = 70
"""Sentences of one program, at most."""

RARE: Final = 30
"""Of these, that are neither VERIFIED nor REFUTED, at most."""

DECIDED: Final = frozenset(verdict.value for verdict in ClaimVerdict)

WORST_FIRST: Final = (
    ClaimVerdict.REFUTED,
    ClaimVerdict.UNSUPPORTED,
    ClaimVerdict.AMBIGUOUS,
    ClaimVerdict.VERIFIED,
)


class Agreed(NamedTuple):
    """One text about one program; ``verdict`` is the worst of its claims."""

    program: str
    text: str
    verdict: str


def kept() -> dict[str, list[Agreed]]:
    """What was kept, by program."""
    found: dict[str, list[Agreed]] = {}
    for line in KEPT.read_text(encoding="utf-8").splitlines():
        one = Agreed(*json.loads(line))
        found.setdefault(one.program, []).append(one)
    return found


def judge_of(program: Program) -> Judge:
    return Judge(Trace(record_here(program, max_steps=MAX_STEPS)))


def worst_of(judge: Judge, text: str) -> str:
    """The worst verdict of the checker on a text; "" where a part of it is not read."""
    report = judge.verify(text)
    found = {claim.verdict for claim in report.claims}
    if report.problems or not found:
        return ""
    worst = next(each for each in WORST_FIRST if each in found)
    return str(worst.value)


def _texts(program: Program, oracle: Oracle, seed: str) -> Iterator[tuple[str, str]]:
    """Texts, each with what it is an example of."""
    wanted = dict.fromkeys(Kind, 1)
    entry = program.entry or "f"
    for index, fact in enumerate(facts(oracle, seed, 2)):
        yield f"{fact.text}\n", fact.form
        for plant in plants(f"{fact.text}\n", program.source, f"{seed}/{index}", wanted, entry):
            yield plant.text, f"{fact.form}, {plant.kind.value}"


def _of_program(program: Program, seed: int) -> list[Agreed]:
    """Sentences of one program, as many kinds of them as there are."""
    picks = Random(f"{program.name}/{seed}")
    oracle = Oracle(program.source, program.entry or "f", program.call)
    judge = judge_of(program)
    found: dict[tuple[str, str], Agreed] = {}
    for text, example in _texts(program, oracle, f"{program.name}/{seed}"):
        verdict = oracle.claim(text)
        if verdict not in DECIDED or (example, verdict) in found:
            continue
        mine = worst_of(judge, text)
        if mine == verdict:
            found[example, verdict] = Agreed(program.name, text, verdict)
        elif mine:
            print(f"{program.name}: {text!r}: {mine}, but {verdict}")
    rare = [each for each in found.values() if each.verdict not in {"VERIFIED", "REFUTED"}]
    common = [each for each in found.values() if each.verdict in {"VERIFIED", "REFUTED"}]
    chosen = picks.sample(rare, min(RARE, len(rare)))
    return chosen + picks.sample(common, min(MOST - len(chosen), len(common)))


def main() -> None:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    made: list[Agreed] = []
    for program in case_programs():
        try:
            made += _of_program(program, seed)
        except TooLong:
            continue
    lines = [json.dumps(each, ensure_ascii=False) for each in made]
    KEPT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(made)} sentences about {len({each.program for each in made})} programs")


if __name__ == "__main__":
    main()
