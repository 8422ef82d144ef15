"""Candidates, right and wrong: verdicts of `stepwitness confirm` against a plain interpreter.

Each row's own input is a right candidate. Wrong ones are made of it by changing one value in it
(another number, another type, a character or an item more or less), or by taking another row's
output; whether they are wrong says a plain interpreter, in a process without any of the engine."""

from __future__ import annotations

import argparse
import ast
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.inputs import give_up, provenance, rows_of
from engine.capture.limits import Limits
from engine.dataset.confirming import ConfirmWork, confirm_lines
from engine.dataset.rows import Line
from engine.program import Row
from engine.search.confirm import CandidateVerdict

PLAIN: Final = """
import io, json, signal, struct, sys
told, sys.stdout = sys.stdout, io.StringIO()  # programs print as well
class Late(BaseException):
    pass
def late(*_):
    raise Late
signal.signal(signal.SIGALRM, late)
def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return (a != a and b != b) or struct.pack('d', a) == struct.pack('d', b)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, (set, frozenset)):
        return len(a) == len(b) and all(any(same(x, y) for y in b) for x in a)
    if isinstance(a, dict):
        return len(a) == len(b) and all(
            any(same(k, m) and same(v, w) for m, w in b.items()) for k, v in a.items())
    return a == b
for line in sys.stdin:
    row = json.loads(line)
    space = {'__name__': 'plain'}
    signal.alarm(5)
    try:
        exec(row['code'], space)
        found = eval('f(' + row['candidate'] + ')', space)
        right = int(same(found, eval(row['output'])))
    except Late:
        right = -1
    except BaseException:
        right = 0
    signal.alarm(0)
    print(right, file=told, flush=True)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--wrong", type=int, default=5000, help="candidates that have to be wrong")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = rows_of(options.data, options.rows)
    right = [_form(row, row.program.call) for row in rows]
    made = list(_mutants(rows, random.Random(options.seed), options.wrong))
    forms = right + made
    said = _plain(forms)
    lines = [Line(number, json.dumps(form)) for number, form in enumerate(forms, start=1)]
    work = ConfirmWork(Limits())
    verdicts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    mistakes: list[dict[str, object]] = []
    for form, plain, result in zip(
        forms, said, confirm_lines(lines, work, options.workers), strict=True
    ):
        verdicts[result.verdict.value] += 1
        if plain is None:
            continue
        if not plain:
            wrong[result.verdict.value] += 1
        if (result.verdict is CandidateVerdict.CONFIRMED) is not plain:
            mistakes.append({**form, "verdict": result.verdict.value, "detail": result.detail})
    report = {
        **provenance(),
        "rows": len(rows),
        "own_inputs_right": said[: len(rows)].count(True),
        "candidates": len(forms),
        "right": said.count(True),
        "wrong": said.count(False),
        "without_an_end": said.count(None),
        "verdicts": dict(verdicts),
        "verdicts_of_wrong": dict(wrong),
        "mistakes": mistakes[:20],
        "mistakes_count": len(mistakes),
    }
    enough = said.count(False) >= options.wrong or options.rows is not None
    if options.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name}: {value}")
    return 0 if enough and not mistakes else 1


def _form(row: Row, candidate: str) -> dict[str, str]:
    if row.output is None:
        give_up(f"Line {row.line} has no output.")
    return {"code": row.program.source, "input": row.program.call, "output": row.output,
            "candidate": candidate}  # fmt: skip


def _mutants(rows: list[Row], chance: random.Random, wanted: int) -> Iterator[dict[str, str]]:
    """Changed inputs, row by row, until there are a tenth more than are wanted."""
    literal = []
    for row in rows:
        try:
            literal.append((row, list(ast.literal_eval(f"({row.program.call},)"))))
        except (ValueError, SyntaxError):
            continue  # an expression: only its own input is tried
    if not literal:
        return
    count, seen = 0, set[tuple[int, str]]()
    for _ in range(20 * wanted):
        row, args = literal[chance.randrange(len(literal))]
        changed = list(args)
        if not changed:
            continue
        at = chance.randrange(len(changed))
        changed[at] = _changed(changed[at], chance)
        candidate = ", ".join(map(repr, changed))
        if (row.line, candidate) in seen or candidate == ", ".join(map(repr, args)):
            continue
        seen.add((row.line, candidate))
        yield _form(row, candidate)
        count += 1
        if count >= 2 * wanted:
            return


def _changed(value: Any, chance: random.Random) -> Any:
    match value:
        case bool():
            return chance.choice([not value, int(value), None])
        case int():
            return chance.choice(
                [value + 1, value - 1, -value, float(value), bool(value), value * 7]
            )
        case float():
            return chance.choice([value + 1.0, -value, int(value)])
        case str() if value:
            at = chance.randrange(len(value))
            other = chance.choice("aZ0 .é")
            return chance.choice(
                [value[:at] + value[at + 1 :], value[:at] + other + value[at + 1 :],
                 value[:at] + other + value[at:], value.swapcase(), list(value)]
            )  # fmt: skip
        case list() | tuple() if value:
            items = list(value)
            at = chance.randrange(len(items))
            way = chance.randrange(4)
            if way == 0:
                del items[at]
            elif way == 1:
                items.insert(at, items[at])
            elif way == 2:
                return tuple(value) if isinstance(value, list) else list(value)
            else:
                items[at] = _changed(items[at], chance)
            return type(value)(items)
        case dict() if value:
            key = chance.choice(list(value))
            return {k: _changed(v, chance) if k == key else v for k, v in value.items()}
        case _:
            return chance.choice([0, "", [], None, "x", [0]])


def _plain(forms: list[dict[str, str]]) -> list[bool | None]:
    """What a plain interpreter says of each; None: nothing within five seconds."""
    given = "".join(f"{json.dumps(form)}\n" for form in forms)
    done = subprocess.run(
        [sys.executable, "-I", "-c", PLAIN], input=given, stdout=subprocess.PIPE, text=True,
        check=False,
    )  # fmt: skip
    words = {"1": True, "0": False, "-1": None}
    said = [words[line] for line in done.stdout.splitlines() if line in words]
    if len(said) != len(forms):
        give_up(f"The plain interpreter ended at candidate {len(said) + 1}.")
    return said


if __name__ == "__main__":
    raise SystemExit(main())
