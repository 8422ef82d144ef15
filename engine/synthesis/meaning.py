"""Whether a program means anything: its output depends on the input, all of it runs, tests tell it
from programs with a small mistake, and its solutions agree.

Everything is found out in one process of the sandbox: the calls of the problem are made on each
solution, and on mutants of the first; every statement notes that it is come to, which tells what
runs, and bounds what does not end. (A mutant that runs more than twice as long as the program
counts as told apart.)
"""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Protocol

from engine.capture.limits import Limits
from engine.capture.observation import Observation
from engine.errors import CaptureError
from engine.program import Program
from engine.search.answers import value_of
from engine.synthesis.mutants import changes
from engine.synthesis.problem import Problem
from engine.values import Atom, NotALiteral, parse_literal

MOST_CALLS: Final = 6
"""Calls that are kept for a program: its tests."""

MOST_MUTANTS: Final = 24
"""Mutants that are tried."""

MOST_SURVIVORS: Final = 0.3
"""Share of the mutants that may do the same as the program in all calls, but for one. Some always
do: they are equivalent (`>` for `>=` where a maximum is kept)."""

MOST_STATEMENTS: Final = 110
"""Statements that a kept call runs: a recording has some three steps for each."""

LIMITS: Final = Limits(seconds=20.0)
"""A net: what takes long is bounded by statements."""


class Why(Enum):
    """Why a program is dropped. Closed."""

    BROKEN = "broken"  #: it cannot be run in the sandbox, or gives what has no literal
    CONSTANT = "constant"  #: all of its calls of a sensible size give the same
    DEAD_CODE = "dead-code"  #: a statement is reached by none of its calls
    DISAGREE = "disagree"  #: a call on which its solutions differ
    UNTESTED = "untested"  #: more mutants than `MOST_SURVIVORS` do the same in all calls


@dataclass(frozen=True, slots=True)
class Drop:
    """The program means nothing."""

    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The program means something. ``problem`` has asserts as its tests, one for each of ``calls``
    (argument lists), in the order in which they tell most."""

    problem: Problem
    calls: tuple[str, ...]
    mutants: int
    survivors: int


class Observer(Protocol):
    """What runs a program; a `Sandbox`."""

    def observe(self, program: Program, limits: Limits = ...) -> Observation:
        """What a bare run shows; raises `CaptureError`."""


def meaningful(problem: Problem, sandbox: Observer) -> Drop | Kept:
    """Whether the first solution of a problem means anything; ``problem.tests`` are plain calls of
    the entry."""
    try:
        rows = _run(problem, sandbox)
    except (CaptureError, SyntaxError, ValueError) as error:
        return Drop(Why.BROKEN, str(error))
    first, others = rows.solutions[0], rows.solutions[1:]
    for number, call in enumerate(problem.tests):
        if any(other[number] != first[number] for other in others):
            return Drop(Why.DISAGREE, call)
    sized = [number for number, size in enumerate(rows.sizes)
             if 0 < size <= MOST_STATEMENTS]  # fmt: skip
    if len({first[number] for number in sized}) < 2:
        return Drop(Why.CONSTANT, first[sized[0]] if sized else "no call of a sensible size")
    reached = {place for number in sized for place in rows.reached[number]}
    dead = [line for place, line in rows.lines.items() if place not in reached]
    if dead:
        return Drop(Why.DEAD_CODE, f"line {min(dead)}")
    told: list[set[tuple[str, object]]] = [set() for _ in problem.tests]
    for number in sized:
        told[number] |= {("line", place) for place in rows.reached[number]}
        told[number] |= {("mutant", k) for k, row in enumerate(rows.mutants) if row[number]}
        told[number].add(("answer", first[number]))
    chosen = _chosen(told, sized)
    alive = sum(not any(row[number] for number in chosen) for row in rows.mutants)
    if alive > max(1, MOST_SURVIVORS * len(rows.mutants)):
        return Drop(Why.UNTESTED, f"{alive} of {len(rows.mutants)} mutants")
    try:
        tests = tuple(_assert(problem.tests[number], first[number]) for number in chosen)
    except NotALiteral as error:
        return Drop(Why.BROKEN, f"an answer has no literal: {error}")
    calls = tuple(_arguments(problem.tests[number], problem.entry) for number in chosen)
    return Kept(replace(problem, tests=tests), calls, len(rows.mutants), alive)


def _chosen(told: Sequence[set[tuple[str, object]]], among: Sequence[int]) -> list[int]:
    """Calls that tell most, the first ones first: each adds the most to those before it."""
    found: list[int] = []
    known: set[tuple[str, object]] = set()
    while len(found) < min(MOST_CALLS, len(among)):
        rest = [number for number in among if number not in found]
        best = max(rest, key=lambda number: (len(told[number] - known), -number))
        found.append(best)
        known |= told[best]
    return found


def _arguments(call: str, entry: str) -> str:
    return call[len(entry) + 1 : -1]


def _assert(call: str, outcome: str) -> str:
    """The test that a call has this outcome; raises `NotALiteral`."""
    kind, _, text = outcome.partition(":")
    if kind != "returned":
        return f"with pytest.raises({kind}):\n    {call}"
    parse_literal(text)
    if text in {"None", "True", "False"}:
        return f"assert {call} is {text}"
    return f"assert {call} == {text}"


# -- running ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the runs showed, for each call in order."""

    solutions: list[list[str]]  #: outcomes
    sizes: list[int]  #: statements that the first solution ran
    reached: list[list[int]]  #: its statements, by number
    lines: dict[int, int]  #: of each statement
    mutants: list[list[bool]]  #: whether the outcome is another


_NOTE: Final = "_stepwitness_note"

_HARNESS: Final = f'''
class _TooLong(BaseException):
    pass


def _outcomes(source, most):
    """The outcome of each call, with the statements that it came to; ``most`` for each."""
    limit = 0
    reached = []

    def note(place):
        reached.append(place)
        if len(reached) > limit:
            raise _TooLong

    space = {{"__name__": "solution", "{_NOTE}": note}}
    found = []
    exec(compile(source, "<solution>", "exec"), space)
    for call, limit in zip(_COMPILED, most):
        reached.clear()
        try:
            outcome = "returned:" + repr(eval(call, space))
        except _TooLong:
            outcome = "too long"
        except Exception as error:
            outcome = type(error).__name__ + ":" + repr(error.args)
        found.append((outcome, reached[:]))
    return found


_COMPILED = [compile(call, "<call>", "eval") for call in _CALLS]


def _meaning():
    import json
    first = _outcomes(_SOLUTIONS[0], [_MOST] * len(_CALLS))
    said = [outcome for outcome, _ in first]
    rows = [said]
    for source in _SOLUTIONS[1:]:
        rows.append([outcome for outcome, _ in _outcomes(source, [4 * _MOST] * len(_CALLS))])
    most = [2 * len(reached) + 20 for _, reached in first]
    told = []
    for source in _MUTANTS:
        told.append([one != other for (one, _), other in zip(_outcomes(source, most), said)])
    sizes = [len(reached) for _, reached in first]
    return json.dumps([rows, sizes, [sorted(set(reached)) for _, reached in first], told])
'''


def _run(problem: Problem, sandbox: Observer) -> _Rows:
    tree = ast.parse(problem.solutions[0])
    found = changes(tree, MOST_MUTANTS)  # before there are notes, which are not to be changed
    noting = _Noting()
    noting.visit(tree)
    solutions = [ast.unparse(tree)]
    changed = []
    for change in found:
        change.make()
        changed.append(ast.unparse(tree))
        change.unmake()
    solutions += [ast.unparse(_Noting().visit(ast.parse(each))) for each in problem.solutions[1:]]
    text = (
        f"_SOLUTIONS = {solutions!r}\n_MUTANTS = {changed!r}\n_CALLS = {list(problem.tests)!r}\n"
        f"_MOST = {4 * MOST_STATEMENTS}\n{_HARNESS}"
    )
    observed = sandbox.observe(Program(text, "_meaning", "", name="meaning"), LIMITS)
    if observed.exception:
        raise ValueError(f"{observed.exception} left the runs")
    answer = value_of(observed.result)
    told = answer.payload if isinstance(answer, Atom) else None
    rows, sizes, reached, killed = json.loads(told if isinstance(told, str) else "")
    return _Rows(rows, sizes, reached, noting.lines, killed)


class _Noting(ast.NodeTransformer):
    """Puts a note before each statement of a function."""

    def __init__(self) -> None:
        self.lines: dict[int, int] = {}
        self._inside = False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        outside, self._inside = self._inside, True
        self._blocks(node)
        self._inside = outside
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        self._blocks(node)
        return node

    def _blocks(self, node: ast.AST) -> None:
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            block = getattr(node, field, None)
            if not isinstance(block, list):
                continue
            noted: list[ast.AST] = []
            for each in block:
                if self._inside and isinstance(each, ast.stmt):
                    noted.append(self._note(each))
                self.visit(each)
                noted.append(each)
            setattr(node, field, noted)

    def _note(self, statement: ast.stmt) -> ast.stmt:
        place = len(self.lines)
        self.lines[place] = statement.lineno
        return ast.parse(f"{_NOTE}({place})").body[0]
