"""All solutions of a problem against all of its tests, in the sandbox.

Each test runs in a module of its own, made anew from the solution's text, so that what one test
leaves behind is not seen by another. They share a process where that goes well: all tests of all
solutions once in their order under one hash seed, once backward under another, so that what one of
them leaves behind in the process shows. Where the two say different things, or a limit ends one of
them, the tests of each solution share one; and where that does not go well either, each test gets
processes of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from engine.capture.limits import Limits
from engine.capture.sandbox import Sandbox
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.search.answers import value_of
from engine.search.confirm import Confirmer
from engine.synthesis.agreement import Outcome
from engine.synthesis.problem import Problem
from engine.values import Atom
from engine.values import Sequence as Values

ENTRY: Final = "_trial"

TOGETHER: Final = 3.0
"""Seconds for tests that share a process at most; where they do not do, fewer share one."""

ALONE: Final = Limits(seconds=5.0)
"""Limits of one test: thousands of times what such a test takes. Whoever reaches the time is out,
so that a busy machine must not decide."""

_UNFINISHED: Final = frozenset(
    {
        ErrorCode.TIME_LIMIT, ErrorCode.MEMORY_LIMIT, ErrorCode.OUTPUT_LIMIT, ErrorCode.STEP_LIMIT,
        ErrorCode.TRACE_LIMIT,
    }
)  # fmt: skip

_HARNESS: Final = '''
class _Raises:
    """Stands for `pytest.raises`: an exception of these classes has to leave the block."""

    def __init__(self, expected, match=None):
        self.expected, self.match = expected, match

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind is None:
            raise AssertionError("nothing was raised")
        if not issubclass(kind, self.expected):
            return False
        if self.match is not None:
            import re
            return re.search(self.match, str(value)) is not None
        return True


class _Near:
    """Stands for `pytest.approx`, of numbers and of lists, tuples and dicts of them."""

    def __init__(self, expected, rel=1e-6, abs=1e-12):
        self.expected, self.rel, self.abs = expected, rel, abs

    def __eq__(self, other):
        return self._near(self.expected, other)

    def _near(self, expected, other):
        if isinstance(expected, (list, tuple)):
            return len(expected) == len(other) and all(map(self._near, expected, other))
        if isinstance(expected, dict):
            return expected.keys() == other.keys() and all(
                self._near(expected[key], other[key]) for key in expected
            )
        size = expected if expected > 0 else -expected
        return expected == other or -max(self.abs, self.rel * size) <= other - expected <= max(
            self.abs, self.rel * size
        )


class _Pytest:
    raises, approx = _Raises, _Near


def _trial(order):
    codes = [compile(source, "<solution>", "exec") for source in _SOLUTIONS]
    tests = [compile(test, "<test>", "exec") for test in _TESTS]
    said = {}
    for solution, test in order:
        space = {"__name__": "solution"}
        try:
            exec(codes[solution], space)
            space["pytest"] = _Pytest
            exec(tests[test], space)
        except MemoryError:
            raise
        except BaseException:
            said[solution, test] = False
        else:
            said[solution, test] = True
    return [said[place] for place in sorted(said)]
'''


class Trials:
    """Runs tests in the two sandboxes of a `Confirmer`."""

    def __init__(self, confirmer: Confirmer, limits: Limits = ALONE) -> None:
        self._runners: Final[tuple[Sandbox, Sandbox]] = confirmer.sandboxes
        self._limits: Final = limits
        self._together: Final = replace(limits, seconds=min(TOGETHER, limits.seconds))

    def table(self, problem: Problem) -> list[list[Outcome]]:
        """The outcome of every test (the columns) for every solution (the rows)."""
        tests = [test for test in problem.tests if _is_python(test)]
        solutions = [each for each in problem.solutions if _is_python(each)]
        found = self._together_of(solutions, tests)
        if found is None:
            found = [self._of_sound(solution, tests) for solution in solutions]
        rows = iter(found)
        return [
            _spread(next(rows) if solution in solutions else [], problem.tests, tests)
            for solution in problem.solutions
        ]

    def outcomes(self, solution: str, tests: Sequence[str]) -> list[Outcome]:
        """The outcome of each test for one solution."""
        sound = [test for test in tests if _is_python(test)]
        return _spread(
            self._of_sound(solution, sound) if _is_python(solution) else [], tests, sound
        )

    def _of_sound(self, solution: str, tests: list[str]) -> list[Outcome]:
        found = self._together_of([solution], tests)
        return [self._alone(solution, test) for test in tests] if found is None else found[0]

    def _together_of(self, solutions: list[str], tests: list[str]) -> list[list[Outcome]] | None:
        """The outcomes of all tests for all solutions, in one process for each hash seed; None
        where that does not go well."""
        width = len(tests)
        order = [(solution, test) for solution in range(len(solutions)) for test in range(width)]
        if not order:
            return [[] for _ in solutions]
        try:
            first = self._run(0, solutions, tests, order, self._together)
            if first != self._run(1, solutions, tests, order[::-1], self._together):
                return None
        except CaptureError:
            return None
        outcomes = [_outcome(each) for each in first]
        return [outcomes[place : place + width] for place in range(0, len(outcomes), width)]

    def _alone(self, solution: str, test: str) -> Outcome:
        try:
            said = [
                self._run(which, [solution], [test], [(0, 0)], self._limits)[0] for which in (0, 1)
            ]
        except CaptureError as error:
            return Outcome.UNFINISHED if error.code in _UNFINISHED else Outcome.FORBIDDEN
        return _outcome(said[0]) if said[0] == said[1] else Outcome.FLAKY

    def _run(
        self, which: int, solutions: list[str], tests: list[str], order: list[tuple[int, int]],
        limits: Limits,
    ) -> list[bool]:  # fmt: skip
        source = f"_SOLUTIONS = {solutions!r}\n_TESTS = {tests!r}\n{_HARNESS}"
        program = Program(source, ENTRY, repr(order), name="trial")
        observed = self._runners[which].observe(program, limits)
        if observed.exception:
            raise CaptureError(ErrorCode.KILLED, "The tests could not be run", where=program.name)
        match value_of(observed.result):
            case Values(type="list", items=items) if len(items) == len(order):
                return [isinstance(item, Atom) and item.payload is True for item in items]
            case _:
                raise CaptureError(ErrorCode.TAMPERED, "The tests have no outcomes")


def _spread(outcomes: list[Outcome], tests: Sequence[str], sound: list[str]) -> list[Outcome]:
    """The outcomes of all tests: what is no Python fails."""
    found = iter(outcomes)
    return [next(found, Outcome.FAILED) if test in sound else Outcome.FAILED for test in tests]


def _outcome(passed: bool) -> Outcome:
    return Outcome.PASSED if passed else Outcome.FAILED


def _is_python(text: str) -> bool:
    try:
        compile(text, "<text>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
