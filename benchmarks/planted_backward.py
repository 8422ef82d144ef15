"""Planted errors in backward rationales: one step of an accepted rationale is made false, and none
of what comes of it may be ACCEPTED.

    python -m benchmarks.planted_backward --data FILE [--rows N] [--per-row N] [--workers N]

That a planted step is false is known without the engine: it contradicts the candidate's own run
(whose value stood there before), the answer that was asked for, or an input of the same shape that
a plain interpreter ran. The programs run in this process: give it data that you trust.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import json
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.inputs import give_up, provenance, rows_of
from engine.capture.recorder import observe_here, record_here
from engine.errors import StepwitnessError
from engine.program import Program, Row
from engine.search.answers import Answer, observed, returned
from engine.search.rationale import RationaleJudge, RationaleVerdict
from engine.search.runs import Runs
from engine.search.writing import write_rationale

KINDS: Final = (
    "wrong candidate", "wrong necessity", "wrong direction", "a case left out",
    "only where there are two", "true conclusion from a false step", "a domain left out",
    "wrong answer", "another type",
)  # fmt: skip

MAX_STEPS: Final = 200_000
SECONDS: Final = 0.3
"""Processor time of one run: some ten times what `MAX_STEPS` take."""
"""For one run of a program: what takes longer gives no answer."""

_MUST: Final = re.compile(r"^(?P<before>.*`\w+` must be )`(?P<value>[^`]+)`\.$")
_LENGTH: Final = re.compile(r"^(?P<before>.* must have length )(?P<value>\d+)\.$")
_PASSES: Final = re.compile(r"^(?P<before>.* must make )(?P<value>\d+) pass(es)?\.$")
_TRUTH: Final = re.compile(r"^(?P<before>.*the condition .* must be )(?P<value>true|false)\.$")
_CONSIDER: Final = "Consider inputs of this shape on this path."
_SHAPE: Final = "Consider inputs of this shape."


@dataclass(frozen=True)
class Plant:
    """A rationale with a false step."""

    kind: str
    text: str


class _LateError(Exception):
    pass


def _late(_number: int, _frame: FrameType | None) -> None:
    raise _LateError


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, _late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


# -- what a plain interpreter says ----------------------------------------------------------------


def plain(source: str, args: list[Any]) -> str:
    """What a call gives, as text; "" where it cannot be told."""
    space: dict[str, Any] = {}
    try:
        with contextlib.redirect_stdout(io.StringIO()), _within(SECONDS):
            exec(compile(source, "<planted>", "exec"), space)
            found = space["f"](*ast.literal_eval(repr(args)))
        return canonical(found)
    except (_LateError, Exception) as error:  # noqa: BLE001  # an answer of its own kind
        return f"raised {type(error).__name__}"


def canonical(value: Any) -> str:
    """Text that two values share if they are the same, types counted, dicts and sets unordered."""
    match value:
        case dict():
            pairs = sorted(f"{canonical(k)}: {canonical(v)}" for k, v in value.items())
            return f"{type(value).__name__}{pairs}"
        case set() | frozenset():
            return f"{type(value).__name__}{sorted(map(canonical, value))}"
        case list() | tuple():
            return f"{type(value).__name__}{[canonical(each) for each in value]}"
        case _:
            return f"{type(value).__name__} {value!r}"


def neighbours(args: list[Any], chance: random.Random, count: int) -> Iterator[list[Any]]:
    """Inputs of the same shape that differ in one scalar or character."""
    for _ in range(count):
        at = chance.randrange(len(args)) if args else 0
        if not args:
            return
        changed = list(args)
        changed[at] = _changed(changed[at], chance)
        if repr(changed) != repr(args):
            yield changed


def _changed(value: Any, chance: random.Random) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + chance.choice([-1, 1, 2, 10])
        case str() if value:
            at = chance.randrange(len(value))
            return value[:at] + chance.choice("aZ0 .") + value[at + 1 :]
        case list() | tuple() if value:
            items = list(value)
            at = chance.randrange(len(items))
            items[at] = _changed(items[at], chance)
            return type(value)(items)
        case _:
            return value


# -- planting -------------------------------------------------------------------------------------


def plants(row: Row, text: str, chance: random.Random, count: int) -> Iterator[Plant]:
    """Rationales with one false step each, from an accepted one."""
    made: set[str] = {text}
    makers = [_wrong_value, _false_step, _wrong_answer, _other_type, _no_domain]
    try:
        args = list(ast.literal_eval(f"({row.program.call},)"))
    except (ValueError, SyntaxError, TypeError):
        args = None
    about = None if args is None else _About(row, args, chance)
    for turn in range(6 * count):
        if len(made) > count:
            return
        found = makers[turn % len(makers)](text, chance) if turn % 2 or about is None else (
            about.plant(text)
        )  # fmt: skip
        if found is not None and found.text not in made:
            made.add(found.text)
            yield found


def _replaced(text: str, at: int, line: str) -> str:
    lines = text.splitlines()
    lines[at] = line
    return "\n".join(lines) + "\n"


def _false_line(line: str, chance: random.Random) -> str | None:
    """The sentence, false of the candidate's own run."""
    found = _MUST.match(line)
    if found is not None:
        try:
            value = ast.literal_eval(found["value"])
        except (ValueError, SyntaxError):
            return None
        other = _another(value, chance)
        if other is None or repr(other) == repr(value) or "`" in repr(other):
            return None
        return f"{found['before']}`{other!r}`."
    for pattern in (_LENGTH, _PASSES):
        found = pattern.match(line)
        if found is not None:
            number = max(0, int(found["value"]) + chance.choice([-1, 1, 2]))
            if number == int(found["value"]):
                return None
            rest = "" if pattern is _LENGTH else " pass" if number == 1 else " passes"
            return f"{found['before']}{number}{rest}."
    found = _TRUTH.match(line)
    if found is not None:
        return f"{found['before']}{'false' if found['value'] == 'true' else 'true'}."
    return None


def _another(value: Any, chance: random.Random) -> Any:
    """A value that is not equal to it, as Python has it."""
    if isinstance(value, list | str | tuple) and not value:
        return [0] if isinstance(value, list) else "x" if isinstance(value, str) else (0,)
    if isinstance(value, dict):
        return dict(list(value.items())[1:]) if value else {0: 0}
    if isinstance(value, list | str | tuple) and chance.randrange(3) == 0:
        return value[:-1]
    found = _changed(value, chance)
    return None if found == value else found


def _wrong_value(text: str, chance: random.Random) -> Plant | None:
    lines = text.splitlines()
    at = chance.randrange(len(lines))
    line = _false_line(lines[at], chance)
    return None if line is None else Plant("wrong necessity", _replaced(text, at, line))


def _false_step(text: str, chance: random.Random) -> Plant | None:
    lines = text.splitlines()
    at = chance.randrange(len(lines))
    line = _false_line(lines[at], chance)
    if line is None:
        return None
    lines.insert(at, line)  # what is true follows it as before
    return Plant("true conclusion from a false step", "\n".join(lines) + "\n")


def _wrong_answer(text: str, chance: random.Random) -> Plant | None:
    found = re.search(r"^(?:The answer is|To return) `([^`]+)`", text, re.MULTILINE)
    if found is None:
        return None
    try:
        value = ast.literal_eval(found[1])
    except (ValueError, SyntaxError):
        return None
    other = _another(value, chance)
    if other is None or "`" in repr(other):
        return None
    begin, end = found.span(1)
    return Plant("wrong answer", text[:begin] + repr(other) + text[end:])


def _other_type(text: str, chance: random.Random) -> Plant | None:
    lines = text.splitlines()
    at = chance.randrange(len(lines))
    found = _MUST.match(lines[at])
    if found is None:
        return None
    try:
        value = ast.literal_eval(found["value"])
    except (ValueError, SyntaxError):
        return None
    twin: Any
    match value:
        case bool():
            twin = int(value)
        case int():
            twin = bool(value) if value in {0, 1} else float(value)
        case list():
            twin = tuple(value)
        case tuple():
            twin = list(value)
        case _:
            return None
    return Plant("another type", _replaced(text, at, f"{found['before']}`{twin!r}`."))


def _no_domain(text: str, _chance: random.Random) -> Plant | None:
    if f"{_CONSIDER}\n" not in text or " must " not in text:
        return None
    return Plant("a domain left out", text.replace(f"{_CONSIDER}\n", ""))


class _About:
    """Plants that rest on other inputs, which a plain interpreter ran."""

    def __init__(self, row: Row, args: list[Any], chance: random.Random) -> None:
        self._chance = chance
        self._args = args
        source = row.program.source
        answer = plain(source, args)
        near = list(neighbours(args, chance, 60))
        said = [(each, plain(source, each)) for each in near]
        self._alike = [each for each, gives in said if gives == answer]
        self._unlike = [each for each, gives in said if gives != answer]
        tree = ast.parse(source)
        self._names = next(
            [arg.arg for arg in node.args.args]
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name == "f"
        )

    def plant(self, text: str) -> Plant | None:
        """One of them; None where there is none."""
        return self._chance.choice([self._candidate, self._direction, self._cases, self._only])(
            text
        )

    def _candidate(self, text: str) -> Plant | None:
        if not self._unlike:
            return None
        call = ", ".join(map(repr, self._chance.choice(self._unlike)))
        changed = re.sub(r"^So the input is `.*`\.$", lambda _: f"So the input is `f({call})`.",
                         text, flags=re.MULTILINE)  # fmt: skip
        return Plant("wrong candidate", changed) if changed != text and "`" not in call else None

    def _beside(self, text: str, said: str, kind: str) -> Plant | None:
        return None if said.count("`") % 2 else Plant(kind, f"{text}{_SHAPE}\n{said}\n")

    def _direction(self, text: str) -> Plant | None:
        """What is necessary is said to be enough."""
        other = self._chance.choice(self._unlike) if self._unlike else None
        if other is None:
            return None
        same = [
            f"{name} == {ours!r}"
            for name, ours, theirs in zip(self._names, self._args, other, strict=False)
            if repr(ours) == repr(theirs)
        ]
        sized = [
            f"len({name}) == {len(ours)}"
            for name, ours in zip(self._names, self._args, strict=False)
            if isinstance(ours, str | list | tuple | dict)
        ]
        if not same + sized:
            return None
        condition = self._chance.choice(same + sized)
        return self._beside(text, f"Any input with `{condition}` works.", "wrong direction")

    def _cases(self, text: str) -> Plant | None:
        """Cases that leave out the candidate, or another input that gives the answer."""
        at = self._chance.randrange(len(self._args)) if self._args else 0
        if not self._alike or at >= len(self._names):
            return None
        values = list(dict.fromkeys(repr(each[at]) for each in [self._args, *self._alike]))
        if len(values) < 3:
            return None
        self._chance.shuffle(values)
        kept = values[: self._chance.randrange(2, len(values))][:5]
        told = " or ".join(f"`{self._names[at]}` is `{value}`" for value in kept)
        return self._beside(text, f"Either {told}.", "a case left out")

    def _only(self, text: str) -> Plant | None:
        if not self._alike:
            return None
        some = self._chance.choice(self._alike)
        call = ", ".join(map(repr, self._args))
        said = self._chance.choice([
            "No other input of this shape gives it.",
            "No other input of this type gives it.",
            f"Exactly these inputs give it: `f({call})`.",
            f"Exactly these inputs give it: `f({', '.join(map(repr, some))})`.",
        ])  # fmt: skip
        return self._beside(text, said, "only where there are two")


# -- judging --------------------------------------------------------------------------------------


@dataclass
class RowResult:
    """What came of one row's plants."""

    line: int
    trouble: str = ""  #: why there are none
    kinds: dict[str, int] | None = None
    accepted: tuple[Plant, ...] = ()
    defects: tuple[str, ...] = ()  #: exceptions of the engine's own, each with the text it was over


def runs_of(program: Program) -> Runs:
    """Runs in this process."""

    def answer(each: Program) -> Answer:
        # The alarm is an exception of the program's: nothing that anybody asks for.
        with _within(SECONDS):
            return observed(observe_here(each))

    return Runs(program, answer, lambda each: record_here(each, max_steps=MAX_STEPS))


def judge_row(task: tuple[Row, int, int]) -> RowResult:
    """Write a rationale for the row, and judge what is planted in it."""
    row, count, seed = task
    found = RowResult(row.line)
    if row.output is None:
        found.trouble = "it has no output"
        return found
    claimed = returned(row.output)
    runs = runs_of(row.program)
    judge = RationaleJudge(runs, claimed)
    try:
        text = write_rationale(runs, claimed, row.program.call)
        if judge.judge(text).verdict is not RationaleVerdict.ACCEPTED:
            found.trouble = "its own rationale is not accepted"
            return found
    except StepwitnessError as error:
        found.trouble = f"no rationale: {error.code.slug}"
        return found
    kinds: Counter[str] = Counter()
    accepted: list[Plant] = []
    defects: list[str] = []
    for plant in plants(row, text, random.Random(f"{seed}/{row.line}"), count):
        kinds[plant.kind] += 1
        try:
            report = judge.judge(plant.text)
        except StepwitnessError:
            continue  # given up, and so not accepted
        except Exception as error:  # noqa: BLE001  # one of lark's own cannot be sent to our parent
            defects.append(f"{type(error).__name__}: {error}: {plant.text}")
            continue
        if report.verdict is RationaleVerdict.ACCEPTED:
            accepted.append(plant)
    found.kinds, found.accepted, found.defects = dict(kinds), tuple(accepted), tuple(defects)
    return found


def main() -> int:
    """The benchmark as a program: exit code 1 where an error was accepted, or the engine failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FILE", help="JSONL rows with outputs")
    parser.add_argument("--rows", type=int, help="the first rows only")
    parser.add_argument("--skip", type=int, default=0, help="rows that are left out before them")
    parser.add_argument("--per-row", type=int, default=40)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    count = None if options.rows is None else options.skip + options.rows
    rows = rows_of(options.data, count)[options.skip :]
    if not rows:
        give_up(f"There is no row behind the first {options.skip}.")
    tasks = [(row, options.per_row, options.seed) for row in rows]
    with ProcessPoolExecutor(options.workers) as pool:
        results = list(pool.map(judge_row, tasks))
    kinds: Counter[str] = Counter()
    for each in results:
        kinds.update(each.kinds or {})
    defects = [[each.line, told] for each in results for told in each.defects]
    accepted = [(each.line, plant) for each in results for plant in each.accepted]
    report = {
        **provenance(),
        "rows": len(rows),
        "rows_left_out": [[each.line, each.trouble] for each in results if each.trouble],
        "planted": kinds.total(),
        "kinds": {kind: kinds[kind] for kind in KINDS},
        "accepted": len(accepted),
        "defects": len(defects),
        "first_defects": defects[:5],
        "first_accepted": [[line, plant.kind, plant.text] for line, plant in accepted[:5]],
    }
    if options.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name}: {value}")
    return 1 if accepted or defects else 0


if __name__ == "__main__":
    raise SystemExit(main())
