"""Runs tests against mutants, each in a fork of one process that has everything imported.

pytest collects once. Each test is run once unchanged, which tells the lines that it runs and how
long it takes; then a fork per mutant runs the tests that run the changed lines, those first that
have killed neighbours, then the quickest, until one fails.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib
import os
import resource
import signal
import sys
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final, NoReturn

import pytest
from _pytest.runner import runtestprotocol

from benchmarks.inputs import ROOT, give_up
from benchmarks.mutants import Mutant, compiled, function_of

_PATIENCE: Final = 10
"""A test may take this many times as long as without the change, …"""

_LEAST: Final = 2.0
"""… and at least so many seconds of the processor."""

_HANGING: Final = 120.0
"""Seconds by the clock that no test may take: a changed one may wait instead of computing."""

_MEMORY: Final = 2 << 30
"""Bytes that a mutant may take beside what was there before."""

_TOOL: Final = 4
"""A number of `sys.monitoring` that is nobody's."""


class Outcome(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    """A test failed, or the process died."""

    TIMED_OUT = "timed out"
    """A test took much longer than without the change."""

    SURVIVED = "survived"
    """All tests that run the changed lines passed."""

    UNREACHED = "unreached"
    """No test runs the changed lines: that is survival, too."""


@dataclass(frozen=True, slots=True)
class Run:
    """A mutant's outcome. ``by`` is the test that killed it; seconds are by the clock."""

    id: str
    outcome: Outcome
    by: str
    tests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Test:
    """A test as it is without any change. ``lines`` are those that it runs of the files that are
    mutated; seconds are the processor's."""

    item: pytest.Item
    lines: frozenset[tuple[str, int]]
    seconds: float


class Tests:
    """The plugin that hands pytest's loop over: ``use`` gets all tests that passed, and the
    functions to change."""

    def __init__(
        self,
        sources: dict[str, Path],
        functions: Sequence[tuple[str, str]],
        slowest: float,
        use: Callable[[list[Test], dict[tuple[str, str], types.FunctionType]], None],
    ) -> None:
        self._sources, self._names, self._slowest, self._use = sources, functions, slowest, use
        self.left_out: list[str] = []
        self.problems: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longrepr}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.problems:
            return True
        functions = self._functions()
        tests = []
        with _watched(self._sources, functions) as (lines, restart):
            for item in session.items:
                if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
                    self.left_out.append(item.nodeid)  # it draws other examples each time
                    continue
                forget(functions)
                lines.clear()
                restart()
                begin = process_time()
                failed = _failed(item)
                seconds = process_time() - begin
                if failed:
                    self.problems.append(f"{item.nodeid} fails without any change: {failed}")
                elif seconds > self._slowest:
                    self.left_out.append(item.nodeid)
                else:
                    tests.append(Test(item, frozenset(lines), seconds))
        if not self.problems:
            forget(functions)
            self._use(tests, functions)
        return True

    def _functions(self) -> dict[tuple[str, str], types.FunctionType]:
        """The functions to change, by file and name."""
        loaded = {
            str(Path(path).resolve()): each
            for each in list(sys.modules.values())
            if isinstance(path := getattr(each, "__file__", None), str)
        }
        found = {}
        for file, name in self._names:
            module = loaded.get(str(self._sources[file]))
            if module is None:
                give_up(f"No test imports {file}.")
            found[file, name] = function_of(module, name)
        return found


def run_tests(tests: Sequence[str], plugin: Tests) -> None:
    """Collect the tests and run the plugin's loop; gives up where something is wrong with them."""
    options = [
        *("--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), "-o", "addopts="),
        *("-o", "timeout=0", "-s", "--tb=short"),
        *("-p", "no:cacheprovider", "-p", "no:xdist"),
    ]
    _keep_recordings()
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        code = pytest.main([*options, *tests], plugins=[plugin])
    if plugin.problems:
        give_up("\n".join(plugin.problems[:10]))
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.INTERRUPTED}:
        give_up(f"pytest ended with {code!r}: are there tests in {', '.join(tests)}?")


def _keep_recordings() -> None:
    """A program is recorded once for all forks: what is changed only reads recordings."""
    recorder: Any = importlib.import_module("engine.capture.recorder")
    record: Callable[..., object] = recorder.record_here
    kept: dict[object, object] = {}

    def record_here(program: object, **given: object) -> object:
        key = program, tuple(sorted(given.items()))
        if key not in kept:
            kept[key] = record(program, **given)
        return kept[key]

    recorder.record_here = record_here


def _failed(item: pytest.Item) -> str:
    """Run one test: what failed, or nothing."""
    reports = runtestprotocol(item, log=False, nextitem=None)
    return next((str(each.longrepr) for each in reports if each.failed), "")


def forget(functions: dict[tuple[str, str], types.FunctionType]) -> None:
    """Drop what tests and mutated modules keep: a kept verdict is none of the changed function."""
    mutated = {each.__module__ for each in functions.values()}
    for name, module in list(sys.modules.items()):
        if name in mutated or name.startswith(("tests.", "test_")):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear") and value.__module__ == name:
                    value.cache_clear()


@contextlib.contextmanager
def _watched(
    sources: dict[str, Path], functions: dict[tuple[str, str], types.FunctionType]
) -> Iterator[tuple[set[tuple[str, int]], Callable[[], None]]]:
    """The lines of the functions that have run, each noted once until the function beside them is
    called."""
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]  # since 3.12
    files = {str(path): file for file, path in sources.items()}
    lines: set[tuple[str, int]] = set()

    def ran(code: types.CodeType, line: int) -> Any:
        lines.add((files[str(Path(code.co_filename).resolve())], line))
        return monitoring.DISABLE

    monitoring.use_tool_id(_TOOL, "mutation")
    monitoring.register_callback(_TOOL, monitoring.events.LINE, ran)
    for function in functions.values():
        for code in _codes(function.__code__):
            monitoring.set_local_events(_TOOL, code, monitoring.events.LINE)
    try:
        yield lines, monitoring.restart_events
    finally:
        for function in functions.values():
            for code in _codes(function.__code__):
                monitoring.set_local_events(_TOOL, code, 0)
        monitoring.free_tool_id(_TOOL)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from _codes(each)


# -- forks ----------------------------------------------------------------------------------------


class Runner:
    """Runs mutants, ``jobs`` at a time.

    Invariant: this process never runs changed code."""

    def __init__(
        self,
        tests: Sequence[Test],
        functions: dict[tuple[str, str], types.FunctionType],
        jobs: int,
        per_path: int,
    ) -> None:
        self._tests, self._functions, self._jobs = tests, functions, jobs
        self._per_path = per_path
        self._chosen: dict[tuple[str, str], set[int]] = {}
        self._of_line: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number, test in enumerate(tests):
            for line in test.lines:
                self._of_line[line].append(number)
        self._kills: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)

    def run(self, mutants: Sequence[Mutant]) -> Iterator[Run]:
        """The outcomes as they come."""
        gc.collect()
        gc.freeze()  # so that no fork copies what is there for a look at its references
        waiting = list(reversed(mutants))
        running: dict[int, tuple[Mutant, list[int], int, float]] = {}
        try:
            while waiting or running:
                while waiting and len(running) < self._jobs:
                    mutant = waiting.pop()
                    order = self._order(mutant)
                    if not order:
                        yield Run(mutant.id, Outcome.UNREACHED, "", 0, 0.0)
                        continue
                    begin = perf_counter()
                    pid, pipe = self._fork(mutant, order)
                    running[pid] = mutant, order, pipe, begin
                if running:
                    pid, status = os.wait()
                    if pid in running:
                        yield self._ended(status, *running.pop(pid))
        finally:
            for pid in running:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

    def _order(self, mutant: Mutant) -> list[int]:
        """The tests that run the changed lines, the likeliest to kill first."""
        lines = range(mutant.first, mutant.last + 1)
        found = {test for line in lines for test in self._of_line.get((mutant.file, line), ())}
        kills = self._kills[mutant.file, mutant.function]
        if self._per_path:
            found &= self._some(mutant.file, mutant.function)
        return sorted(found, key=lambda each: (-kills[each], self._tests[each].seconds, each))

    def _some(self, file: str, function: str) -> set[int]:
        """Of the tests that run the same lines of a function ``per_path`` at most: the same ones in
        each run."""
        if (file, function) not in self._chosen:
            code = self._functions[file, function].__code__
            own = {(file, line) for each in _codes(code) for *_, line in each.co_lines() if line}
            paths: dict[frozenset[tuple[str, int]], list[int]] = defaultdict(list)
            for number in sorted(
                {each for line in own for each in self._of_line.get(line, ())},
                key=lambda each: hashlib.sha256(self._tests[each].item.nodeid.encode()).digest(),
            ):
                paths[self._tests[number].lines & own].append(number)
            some = {each for alike in paths.values() for each in alike[: self._per_path]}
            self._chosen[file, function] = some
        return self._chosen[file, function]

    def _fork(self, mutant: Mutant, order: list[int]) -> tuple[int, int]:
        """The child's number, and the pipe through which it tells which test failed."""
        out, into = os.pipe()
        pid = os.fork()
        if not pid:
            self._be_mutant(mutant, order, into)
        os.close(into)
        return pid, out

    def _be_mutant(self, mutant: Mutant, order: list[int], into: int) -> NoReturn:
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for each in (0, 1, 2):
                os.dup2(nowhere, each)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent alone answers Ctrl-C
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            limit = pages * resource.getpagesize() + _MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
            self._functions[mutant.file, mutant.function].__code__ = compiled(mutant)
            failed = next((each for each in order if self._kills_it(each)), None)
            os.write(into, b"" if failed is None else str(failed).encode())
            os._exit(0)
        finally:
            os._exit(1)

    def _kills_it(self, number: int) -> bool:
        test = self._tests[number]
        signal.setitimer(signal.ITIMER_PROF, max(_LEAST, _PATIENCE * test.seconds))
        signal.setitimer(signal.ITIMER_REAL, _HANGING)
        failed = bool(_failed(test.item))
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        return failed

    def _ended(self, status: int, mutant: Mutant, order: list[int], pipe: int, begin: float) -> Run:
        with os.fdopen(pipe, "rb") as told:
            text = told.read().decode()
        seconds = round(perf_counter() - begin, 3)
        signalled = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if signalled in {signal.SIGPROF, signal.SIGALRM}:
            return Run(mutant.id, Outcome.TIMED_OUT, "", len(order), seconds)
        if text:
            killer = int(text)
            self._kills[mutant.file, mutant.function][killer] += 1
            by = self._tests[killer].item.nodeid
            return Run(mutant.id, Outcome.KILLED, by, len(order), seconds)
        outcome = Outcome.KILLED if status else Outcome.SURVIVED
        return Run(mutant.id, outcome, "", len(order), seconds)
