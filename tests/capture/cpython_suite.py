"""CPython's own language tests, run as they are and again rewritten and recorded.

    python -m tests.capture.cpython_suite [--module test_patma …] [--python PATH …] [--json]

Of each module all tests have to come to the same in both runs: pass, fail, skip. A test may
differ only where `cpython_exceptions.toml`, beside this file, gives the reason; an exception
that is not needed (any more) is a failure as well. After each test its log is decoded, and the
recording has to be a sound one. Exit code 1 if anything differs, crashes, does not run or does
not decode. `--python` names other interpreters that have the project (of other versions): each
runs the same, and one table shows them side by side.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

MODULES: Final = tuple(
    """
    test_grammar test_generators test_patma test_scope test_exceptions test_exception_group
    test_except_star test_with test_unpack test_unpack_ex test_named_expressions test_listcomps
    test_dictcomps test_setcomps test_genexps test_coroutines test_asyncgen test_class test_super
    test_descr test_decorators test_extcall test_keywordonlyarg test_positional_only_arg
    test_fstring test_compare test_richcmp test_iter test_raise test_dataclasses test_functools
    test_heapq test_bisect test_collections
    """.split()
)

NOT_RUN: Final = "size"
"""The reason of the exceptions that are not even run recorded."""

BY_CHANCE: Final = frozenset({"threads"})
"""The reasons of exceptions that are needed in some runs and not in others."""

VERSIONS: Final = ("3.11", "3.12", "3.13")

SECONDS: Final = 600.0
"""For one run of one module."""

_MEMORY: Final = 4 << 30
_MOST_CRASHES: Final = 5  # of one module; then the rest of it stays unknown
_ROOT: Final = Path(__file__).resolve().parents[2]
_EXCEPTIONS: Final = Path(__file__).with_name("cpython_exceptions.toml")


@dataclass
class Ran:
    """What came of one test in one run."""

    outcome: str
    detail: str = ""
    decoded: str = ""  #: yes, no entries ("nothing"), too "long", "refused", "failed"; or not tried
    why: str = ""
    near: list[str] = field(default_factory=list)
    steps: int = 0
    open: int = 0  #: calls that the probes believe to go on when the test is over


@dataclass
class Module:
    """Both runs of one test module, compared."""

    name: str
    tests: int = 0
    same: int = 0
    decoded: int = 0
    steps: int = 0
    not_decoded: dict[str, int] = field(default_factory=dict)
    excused: dict[str, str] = field(default_factory=dict)  #: test → reason
    differing: dict[str, str] = field(default_factory=dict)
    undecoded: dict[str, str] = field(default_factory=dict)
    unknown: int = 0  #: tests that the recorded run did not come to
    unneeded: list[str] = field(default_factory=list)  #: exceptions that are of no use
    seconds: tuple[float, float] = (0.0, 0.0)

    @property
    def good(self) -> bool:
        return not (self.differing or self.undecoded or self.unneeded or self.unknown)


def has(module: str) -> bool:
    """Whether this Python comes with the test module."""
    try:
        return importlib.util.find_spec(f"test.{module}") is not None
    except ModuleNotFoundError:
        return False


def exceptions(version: str, path: Path = _EXCEPTIONS) -> dict[str, str]:
    """The tests that may differ on this version ("3.13"), with the word for the reason."""
    found: dict[str, str] = {}
    for reason, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for key, tests in table.items():
            if key == "why":
                continue
            if key != "tests" and key not in VERSIONS:
                raise ValueError(f"{path}: `{key}` is no version of Python")
            for test in tests:
                if key in {"tests", version} and found.setdefault(test, reason) != reason:
                    raise ValueError(f"{path}: {test} is excused twice")
    return found


def run(
    module: str, *, recorded: bool, decode: bool, seconds: float, leave: Sequence[str] = ()
) -> dict[str, Ran]:
    """Run all tests of a module but ``leave`` in a child, and in another where one crashed,
    without it."""
    found: dict[str, Ran] = {}
    deadline = time.monotonic() + seconds
    for _ in range(_MOST_CRASHES):
        options = ["--recorded"] * recorded + ["--decode"] * (recorded and decode)
        skip = [*found, *leave]
        lines, ended = _child([module, *options, "--skip", *skip], deadline)
        running = ""
        for line in lines:
            match line["event"]:
                case "start":
                    running = line["test"]
                case "end":
                    running = ""
                    if line["test"] in found:
                        continue  # of the import, which every child repeats
                    ran = Ran(line["outcome"], line["detail"])
                    for name in ("decoded", "why", "near", "steps", "open"):
                        if name in line:
                            setattr(ran, name, line[name])
                    found[line["test"]] = ran
                case "finished":
                    return found
                case _:
                    raise ValueError(f"the child says {line}")
        if not running:
            found[f"{module} (end)"] = Ran("crash", ended)
            return found
        found[running] = Ran("crash", ended)
        if time.monotonic() > deadline:
            return found
    return found


def _child(arguments: list[str], deadline: float) -> tuple[list[dict[str, Any]], str]:
    """The lines that a child wrote until it ended, and how it did."""
    module, *options = arguments
    environment = {
        **{name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ},
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(_ROOT),
    }
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as results:
        handle = results.fileno()
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                [
                    sys.executable, "-X", "faulthandler", "-m", "tests.capture.cpython_child",
                    module, str(handle), *options,
                ],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                pass_fds=[handle],
                start_new_session=True,
                preexec_fn=_limit,  # noqa: PLW1509  # no threads here
            )  # fmt: skip
            try:
                process.wait(max(deadline - time.monotonic(), 1.0))
                ended = f"exit code {process.returncode}"
            except subprocess.TimeoutExpired:
                ended = "out of time"
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace")
        results.seek(0)
        lines = [json.loads(line) for line in results.read().splitlines()]
        return lines, f"{ended}\n{said[-3000:]}"


def _limit() -> None:
    import resource  # noqa: PLC0415  # in the child alone

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def excused(module: str) -> dict[str, str]:
    """The tests of a module that may differ on the running Python, with the reason."""
    version = ".".join(platform.python_version_tuple()[:2])
    known = exceptions(version)
    return {test: why for test, why in known.items() if test.startswith(f"test.{module}.")}


def compare(name: str, bare: dict[str, Ran], recorded: dict[str, Ran]) -> Module:
    """Both runs of a module, test by test."""
    module = Module(name)
    allowed = excused(name)
    for test in {**bare, **recorded}:
        module.tests += 1
        if allowed.get(test) == NOT_RUN:
            module.excused[test] = NOT_RUN
            continue
        if recorded and test not in recorded and list(recorded.values())[-1].outcome == "crash":
            module.unknown += 1  # the recorded run ended before it
            continue
        left = bare.get(test, Ran("nothing"))
        right = recorded.get(test, Ran("nothing"))
        same = left.outcome == right.outcome != "crash"
        module.same += same
        if right.decoded == "yes":
            module.decoded += 1
            module.steps += right.steps
        elif right.decoded:
            module.not_decoded[right.decoded] = module.not_decoded.get(right.decoded, 0) + 1
        if test in allowed:
            if same and right.decoded == "yes" and allowed[test] not in BY_CHANCE:
                module.unneeded.append(test)
            else:
                module.excused[test] = allowed[test]
            continue
        if not same:
            module.differing[test] = (
                f"{left.outcome} became {right.outcome}\n{right.detail or left.detail}"
            )
        if right.decoded == "failed":
            module.undecoded[test] = "\n".join([right.why, *right.near])
    return module


def check(name: str, *, decode: bool = True, seconds: float = SECONDS) -> Module:
    """Run a module both ways and compare."""
    began = time.perf_counter()
    bare = run(name, recorded=False, decode=False, seconds=seconds)
    between = time.perf_counter()
    leave = [test for test, why in excused(name).items() if why == NOT_RUN]
    recorded = run(name, recorded=True, decode=decode, seconds=seconds, leave=leave)
    module = compare(name, bare, recorded)
    module.seconds = (between - began, time.perf_counter() - between)
    return module


def _print(module: Module, width: int) -> None:
    print(
        f"{module.name:<{width}} {module.tests:>5} {module.same:>5} {len(module.excused):>7}"
        f" {len(module.differing):>9} {module.decoded:>7} {len(module.undecoded):>6}"
        f"  {module.not_decoded or ''}",
        f" {module.seconds[0]:.0f} s, {module.seconds[1]:.0f} s",
        flush=True,
    )
    for title, tests in (("differs", module.differing), ("not decoded", module.undecoded)):
        for test, why in tests.items():
            print(f"  {title}: {test}")
            print("    " + "\n    ".join(why.strip().splitlines()[-16:]))
    if module.unknown:
        print(f"  {module.unknown} tests more were not run")
    for test in module.unneeded:
        print(f"  exception that is not needed: {test}")


def _totals(modules: Sequence[Module]) -> dict[str, int]:
    return {
        "modules": len(modules),
        **{
            part: sum(getattr(module, part) for module in modules)
            for part in ("tests", "same", "unknown", "decoded", "steps")
        },
        **{
            part: sum(len(getattr(module, part)) for module in modules)
            for part in ("excused", "differing", "undecoded", "unneeded")
        },
    }


def table(reports: dict[str, list[Module]]) -> str:
    """Modules against versions of Python, as Markdown: of how many tests come to the same, how many
    are excused, and what is wrong where something is."""

    def cell(modules: Sequence[Module]) -> str:
        if not modules:
            return "-"
        total = _totals(modules)
        text = f"{total['same']} of {total['tests']}"
        if total["excused"]:
            text += f", {total['excused']} excused"
        wrong = [f"{total[part]} {part}" for part in _WRONG if total[part]]
        return f"**{text}, {', '.join(wrong)}**" if wrong else text

    names = list(dict.fromkeys(each.name for modules in reports.values() for each in modules))
    rows = [["module", *reports], ["---"] * (len(reports) + 1)]
    for name in names:
        found = ([m for m in modules if m.name == name] for modules in reports.values())
        rows.append([f"`{name}`", *map(cell, found)])
    rows.append(["all", *map(cell, reports.values())])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


_WRONG: Final = ("differing", "undecoded", "unneeded", "unknown")


def _of(report: dict[str, Any]) -> list[Module]:
    return [Module(**row) for row in report["modules"]]


def _elsewhere(pythons: Sequence[str], options: argparse.Namespace) -> dict[str, list[Module]]:
    """The reports of other interpreters, which run at the same time."""
    arguments = ["--json", "--seconds", str(options.seconds), "--module", *options.module]
    arguments += ["--no-decode"] * options.no_decode
    runs = [
        subprocess.Popen(
            [python, "-m", "tests.capture.cpython_suite", *arguments],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for python in pythons
    ]
    reports: dict[str, list[Module]] = {}
    for python, run in zip(pythons, runs, strict=True):
        said, _ = run.communicate()
        if not said:
            raise RuntimeError(f"{python} gave no report")
        report = json.loads(said)
        reports[report["python"]] = _of(report)
    return reports


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--module", nargs="+", default=list(MODULES), metavar="NAME")
    parser.add_argument("--no-decode", action="store_true", help="compare the outcomes alone")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for one run of one module")
    parser.add_argument("--python", nargs="+", default=[], metavar="PATH")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.python:
        reports = _elsewhere(options.python, options)
        for version, modules in reports.items():
            print(f"Python {version}")
            for module in modules:
                if not module.good:
                    _print(module, max(map(len, options.module)))
        print(table(reports))
        every = [module for modules in reports.values() for module in modules]
        return 0 if every and all(module.good for module in every) else 1
    names = [name for name in options.module if has(name)]
    width = max(map(len, names), default=0)
    if not options.json:
        print(f"Python {platform.python_version()}")
        print(f"{'':<{width}} tests  same excused differing decoded failed")
    modules = []
    for name in names:
        module = check(name, decode=not options.no_decode, seconds=options.seconds)
        modules.append(module)
        if not options.json:
            _print(module, width)
    if options.json:
        rows = [asdict(module) for module in modules]
        print(json.dumps({"python": platform.python_version(), "modules": rows}))
    else:
        print(", ".join(f"{part}: {count}" for part, count in _totals(modules).items()))
    return 0 if modules and all(module.good for module in modules) else 1


if __name__ == "__main__":
    sys.exit(main())
