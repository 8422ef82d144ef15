"""Sentences on which the checker and the independent oracle agree, for the programs of tests/cases.

    python -m tests.claims.agreed [seed]

makes ``agreed.jsonl`` anew: true sentences of every form and planted errors of every kind, as the
laboratory of planted errors makes them (benchmarks/README.md), alone and several in a row, each
line with the verdict that the oracle gives it from docs/semantics.md alone: the worst of its
claims. What the oracle leaves open is left out, and where the two differ, the text is printed and
left out: one of them is wrong. `test_agreed` asks the checker again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from benchmarks.planted_errors import case_programs
from benchmarks.planting import plants
from benchmarks.planting_kinds import Kind
from benchmarks.told_facts import Fact, facts
from engine.capture.recorder import record_here
from engine.claims.verdicts import ClaimVerdict
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.claims.test_semantics_cases import PROGRAMS
from tests.oracle.judge import Oracle
from tests.oracle.record import TooLong

KEPT: Final = Path(__file__).with_suffix(".jsonl")

MAX_STEPS: Final = 100_000

MOST: Final = 60
"""Single sentences about one program, at most."""

RARE: Final = 30
"""Of these, that are neither VERIFIED nor REFUTED, at most."""

ROWS: Final = 30
"""Texts of several sentences about one program."""

IN_ORDER, CHANGED = 0.8, 0.5
"""How probable it is that they are told in their order, and that one of them is changed."""

DECIDED: Final = frozenset(verdict.value for verdict in ClaimVerdict)

WORST_FIRST: Final = (
    ClaimVerdict.REFUTED,
    ClaimVerdict.UNSUPPORTED,
    ClaimVerdict.AMBIGUOUS,
    ClaimVerdict.VERIFIED,
)


class Agreed(NamedTuple):
    """One text about one program; ``verdicts``: of each line the worst of its claims, by its first
    letter."""

    program: str
    text: str
    verdicts: str


def kept() -> dict[str, list[Agreed]]:
    """What was kept, by program."""
    found: dict[str, list[Agreed]] = {}
    for line in KEPT.read_text(encoding="utf-8").splitlines():
        one = Agreed(*json.loads(line))
        found.setdefault(one.program, []).append(one)
    return found


def judge_of(program: Program) -> Judge:
    return Judge(Trace(record_here(program, max_steps=MAX_STEPS)))


def verdicts_of(judge: Judge, text: str) -> str:
    """The checker's verdicts on the lines of a text; "" where a part of it is not read."""
    report = judge.verify(text)
    if report.problems:
        return ""
    return _by_line(text, [(claim.surface.line, claim.verdict.value) for claim in report.claims])


def _verdicts_of_the_oracle(oracle: Oracle, text: str) -> str:
    """The verdicts of the oracle on the lines of a text; none where it leaves one open."""
    lines = text.splitlines()
    found: list[tuple[int, str]] = []
    at = 0
    for sentence, verdict in oracle.judge(text).claims:
        if verdict not in DECIDED:
            return ""
        at = next((each for each in range(at, len(lines)) if sentence in lines[each]), -1)
        if at < 0:
            return ""
        found.append((at + 1, verdict))
    return _by_line(text, found)


def _by_line(text: str, verdicts: list[tuple[int, str]]) -> str:
    """The worst verdict of each line; "" where a line has none."""
    letters = ""
    for number, _ in enumerate(text.splitlines(), start=1):
        on_line = {verdict for line, verdict in verdicts if line == number}
        if not on_line:
            return ""
        letters += next(each.value for each in WORST_FIRST if each.value in on_line)[0]
    return letters


def _alone(program: Program, told: Sequence[Fact], seed: str) -> Iterator[tuple[str, str]]:
    """Texts of one sentence, each with what it is an example of."""
    wanted = dict.fromkeys(Kind, 1)
    entry = program.entry or "f"
    for index, fact in enumerate(told):
        yield f"{fact.text}\n", fact.form
        for plant in plants(f"{fact.text}\n", program.source, f"{seed}/{index}", wanted, entry):
            yield plant.text, f"{fact.form}, {plant.kind.value}"


def _in_a_row(program: Program, told: Sequence[Fact], picks: Random) -> Iterator[tuple[str, str]]:
    """Texts of several sentences, most of them in the order of what they tell, half of them with an
    error in one."""
    entry = program.entry or "f"
    for number in range(ROWS):
        some = picks.sample(told, min(len(told), picks.randint(2, 6)))
        if picks.random() < IN_ORDER:
            some.sort(key=lambda fact: fact.start)
        text = "".join(f"- {fact.text}\n" for fact in some)
        wrong = list(plants(text, program.source, f"{program.name}/{number}", 1, entry))
        changed = picks.choice(wrong).text if wrong and picks.random() < CHANGED else text
        yield changed, f"row {number}"


def _of_program(program: Program, seed: int) -> list[Agreed]:
    """Texts about one program, as many kinds of them as there are."""
    picks = Random(f"{program.name}/{seed}")
    oracle = Oracle(program.source, program.entry or "f", program.call)
    judge = judge_of(program)
    told = facts(oracle, f"{program.name}/{seed}", 2)
    texts = list(_alone(program, told, f"{program.name}/{seed}"))
    alone: dict[tuple[str, str], Agreed] = {}
    rows: list[Agreed] = []
    for text, example in [*texts, *_in_a_row(program, told, picks)]:
        verdicts = _verdicts_of_the_oracle(oracle, text)
        if not verdicts or (example, verdicts) in alone:
            continue
        mine = verdicts_of(judge, text)
        if mine == verdicts:
            one = Agreed(program.name, text, verdicts)
            if example.startswith("row"):
                rows.append(one)
            else:
                alone[example, verdicts] = one
        elif mine:
            print(f"{program.name}: {text!r}: {mine}, but {verdicts}", flush=True)
    rare = [each for each in alone.values() if each.verdicts not in {"V", "R"}]
    common = [each for each in alone.values() if each.verdicts in {"V", "R"}]
    chosen = picks.sample(rare, min(RARE, len(rare)))
    chosen += picks.sample(common, min(MOST - len(chosen), len(common)))
    return chosen + rows


def _programs() -> list[Program]:
    """Those of tests/cases and those of docs/semantics.md."""
    page = [
        replace(Program.from_text(source, "f", call), name=name)
        for name, (source, call) in PROGRAMS.items()
    ]
    return [*case_programs(), *page]


def known() -> dict[str, Program]:
    """The programs that this Python can run, by name."""
    return {program.name: program for program in _programs()}


def main() -> None:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    made: list[Agreed] = []
    for program in _programs():
        try:
            made += _of_program(program, seed)
        except TooLong:
            continue
    lines = [json.dumps(each, ensure_ascii=False) for each in made]
    KEPT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(made)} texts about {len({each.program for each in made})} programs")


if __name__ == "__main__":
    main()
