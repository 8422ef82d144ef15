"""Path conditions of recorded rows, as SMT-LIB 2 text, put to Z3 and cvc5: the same sat or unsat.

    python -m benchmarks.solver_agreement --data FILE [--rows N] [--json]

Two questions a row: can the path be taken at all (it was), and by another input of the recorded
shape with the same answer? The exit code is 1 where the solvers disagree about one, where the first
is unsat, or where (all rows asked) fewer than `WANTED` rows are decided by both.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Final

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.inputs import provenance, rows_of
from engine.backward import second_solver
from engine.backward.answers import NoAnswerError, is_answer
from engine.backward.export import path_condition
from engine.backward.inputs import NoDomainError
from engine.backward.replay import inputs_of, replay
from engine.backward.replayed import Ending
from engine.backward.solver import Answer, SolverTimeError, Work, solve
from engine.capture.recorder import record_here
from engine.errors import StepwitnessError
from engine.program import Row
from engine.trace.trace import Trace

WANTED: Final = 200
RLIMIT: Final = 300_000
SECONDS: Final = 20
"""What a question may take; what takes longer is one that a solver does not decide."""

_OFTEN: Final = 20
"""Rows between two lines of progress."""


def asked(row: Row) -> list[tuple[str, Answer, Answer]] | str:
    """The questions of a row with both answers, or why there are none."""
    try:
        trace = Trace(record_here(row.program, max_steps=200_000))
        inputs = inputs_of(trace)
        replayed = replay(trace, inputs)
        if replayed.ending is not Ending.COMPLETE:
            return replayed.why
        answer = is_answer(replayed, trace)
    except StepwitnessError as error:
        return error.code.slug
    except (NoDomainError, NoAnswerError) as error:
        return error.why
    questions = {"path": (), "another": (answer, inputs.others(inputs.values))}
    found = []
    for name, more in questions.items():
        if any(each is False for each in more):
            continue
        conditions = [*inputs.conditions, *(each.term for each in replayed.constraints), *more]
        first = solve(conditions, inputs.variables, Work(), RLIMIT).answer
        text = path_condition(trace, replayed, inputs, *more)
        try:
            second = second_solver.check(text, RLIMIT, SECONDS)
        except SolverTimeError:
            second = Answer.UNKNOWN
        found.append((name, first, second))
    return found


def main() -> int:
    """The benchmark as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FILE", help="JSONL rows")
    parser.add_argument("--rows", type=int, help="the first rows only")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = rows_of(options.data, options.rows)
    counts: Counter[str] = Counter()
    disagreements: list[list[object]] = []
    left_out: list[list[object]] = []
    decided = 0
    begun = perf_counter()
    for number, row in enumerate(rows):
        if number % _OFTEN == 0 and number:
            left = (perf_counter() - begun) / number * (len(rows) - number)
            told = f"{number} of {len(rows)} rows, {decided} decided by both, {left:.0f} s left"
            print(told, file=sys.stderr, flush=True)
        found = asked(row)
        if isinstance(found, str):
            left_out.append([row.line, found])
            continue
        both = [each for each in found if Answer.UNKNOWN not in each[1:]]
        decided += len(both) == len(found)
        for name, first, second in found:
            counts[f"{name}: {first.value}, {second.value}"] += 1
            impossible = name == "path" and Answer.UNSAT in {first, second}
            if impossible or {first, second} == {Answer.SAT, Answer.UNSAT}:
                disagreements.append([row.line, name, first.value, second.value])
    report = {
        **provenance(),
        "rows": len(rows),
        "rows_decided_by_both": decided,
        "questions": dict(sorted(counts.items())),
        "disagreements": disagreements,
        "rows_left_out": left_out,
    }
    if options.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name}: {value}")
    few = options.rows is None and decided < WANTED
    return 1 if disagreements or few else 0


if __name__ == "__main__":
    raise SystemExit(main())
