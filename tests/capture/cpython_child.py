"""Runs one of CPython's own test modules in this process, as it is or rewritten and recorded.

    python -m tests.capture.cpython_child MODULE HANDLE [--recorded] [--decode] [--only ID …]
                                          [--skip ID …]

The child of `tests.capture.cpython_suite`. What happens is written to the file handle at once,
one JSON object a line, so that the last line tells which test crashed the interpreter.

Recorded means: the code of the module (a package: of its modules) is rewritten before it runs,
and so is every example of its doctests. Each test is one recorded call, `entry(test)`, from
`setUp` to the last clean-up; the log is empty before it. The bare run makes the same calls.
"""

from __future__ import annotations

import argparse
import doctest
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import traceback
import unittest
from collections import Counter
from collections.abc import Callable, Sequence
from types import CodeType, ModuleType
from typing import Any, Final

from engine.capture.decode import Decoder
from engine.capture.decoded_code import DecodedCode, SourceFacts, decode_code
from engine.capture.instrument import Registry, instrument
from engine.capture.known_code import KnownCode
from engine.capture.log import TOUCH_IDS, Log
from engine.capture.marks import MARK_IDS
from engine.capture.operations import operation
from engine.capture.rewrite_refused import RewriteRefused
from engine.capture.touching import content_of, keep_out
from engine.errors import CaptureError, ErrorCode
from engine.trace.model import ActivationId, TraceData
from engine.trace.steps import Tables
from tests.capture.reading import check_invariants

MOST_ENTRIES: Final = 300_000
"""Longer logs are not decoded: a test that loops a million times shows nothing more."""

MOST_TOUCHES: Final = 2_000
"""Likewise one object seen before so many changes: the time that its versions take is quadratic."""

_MAX_STEPS: Final = 2_000_000

_ENTRY: Final = "def entry(call):\n    call()\n"


class Recording:
    """The one recording of this process: its log, its code objects and their sources."""

    def __init__(self) -> None:
        self.log = Log()
        self.registry = Registry(self.log)
        self._sources: list[tuple[range, str, list[SourceFacts]]] = []
        self._decoded: dict[int, DecodedCode] = {}
        self.tables = Tables()

    def rewritten(self, code: CodeType, source: str) -> CodeType:
        """``code`` (of ``source``) rewritten."""
        first = len(self.registry.infos)
        new = instrument(code, self.log, self.registry)
        self._sources.append((range(first, len(self.registry.infos)), source, []))
        return new

    def clear(self) -> None:
        """Empty the log; what that finalizes may log again, and must not do so later."""
        self.registry.begin()
        gc.collect()
        while self.log:
            self.log.clear()

    def code(self, number: int) -> DecodedCode:
        """A code object prepared for decoding, with the facts of its own source."""
        decoded = self._decoded.get(number)
        if decoded is None:
            for numbers, source, facts in self._sources:
                if number in numbers:
                    if not facts:
                        facts.append(SourceFacts.of(source))
                    original = self.registry.infos[number].original
                    decoded = decode_code(number, original, facts[0], operation)
                    self._decoded[number] = decoded
                    return decoded
            raise LookupError(number)
        return decoded

    def decode(self) -> dict[str, object]:
        """Decode the log as it is now; what came of it."""
        kept = list(self.log)
        if not kept:
            return {"decoded": "nothing"}
        touched = Counter(id(each.object) for each in kept if id(type(each)) in TOUCH_IDS)
        if len(kept) > MOST_ENTRIES or max(touched.values(), default=0) > MOST_TOUCHES:
            return {"decoded": "long", "entries": len(kept)}
        decoder = _Decoder(kept, self)
        try:
            decoder.run()
            if not decoder.truncated and decoder.i < len(kept):
                decoder.fail("entries are left over")
            done = [step.done for step in decoder.steps]
            objects = decoder.heap.finish(done, content_of)
            decoder.add_changes()
            check_invariants(
                TraceData(
                    "", "", "", "", decoder.steps, [], decoder.activations(), decoder.freezer.atoms,
                    objects, [frame.locals for frame in decoder.frames],
                    [decoder.cells_of(frame) for frame in decoder.frames], decoder.globals,
                    decoder.outputs, ActivationId(0), decoder.truncated,
                )
            )  # fmt: skip
        except CaptureError as error:
            decoded = "failed" if error.code is ErrorCode.DECODING_FAILED else "refused"
            return {"decoded": decoded, "why": str(error), "near": near(kept, decoder.i)}
        except Exception as error:  # noqa: BLE001  # any of the decoder's is a failure of it
            return {
                "decoded": "failed",
                "why": "".join(traceback.format_exception(error)[-6:]),
                "near": near(kept, decoder.i),
            }
        if decoder.truncated:
            return {"decoded": "long", "entries": len(kept)}
        return {"decoded": "yes", "entries": len(kept), "steps": len(decoder.steps)}


def near(log: Sequence[object], place: int) -> list[str]:
    """The entries around a place, for whoever looks for the fault."""
    found = []
    for number in range(max(place - 6, 0), min(place + 4, len(log))):
        entry = log[number]
        parts = [type(entry).__name__]
        if id(type(entry)) in MARK_IDS:
            names = ("code_id", "offset", "handler_offset", "raised_at", "frame_id")
            parts += [f"{name}={getattr(entry, name)}" for name in names if hasattr(entry, name)]
        if type(entry) in (int, str, bool):
            parts.append(repr(entry)[:40])
        found.append(f"{number}{'*' if number == place else ''}: {' '.join(parts)}")
    return found


class _Decoder(Decoder):
    """Code objects are prepared once for all tests, each with the facts of its own source."""

    def __init__(self, log: list[Any], recording: Recording) -> None:
        super().__init__(log, _KnownCode(recording), _MAX_STEPS)


class _KnownCode(KnownCode):
    def __init__(self, recording: Recording) -> None:
        infos = recording.registry.infos
        codes = {number: info.original for number, info in infos.items()}
        super().__init__(codes, {number: info.blocks for number, info in infos.items()}, "")
        self.tables = recording.tables  # the code objects know their rows in these
        self._recording = recording

    def code(self, number: int) -> DecodedCode:
        return self._recording.code(number)


class _Loader(importlib.machinery.SourceFileLoader):
    """Compiles from source always, and rewrites where there is a recording."""

    def __init__(self, name: str, path: str, recording: Recording | None) -> None:
        super().__init__(name, path)
        # A method: objects that a test leads to are described, and what is in this one is not.
        self._rewritten = None if recording is None else recording.rewritten

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        data = self.get_data(path)
        code: CodeType = self.source_to_code(data, path)
        if self._rewritten is None:
            return code
        return self._rewritten(code, importlib.util.decode_source(data))


class _Finder(importlib.abc.MetaPathFinder):
    """Gives the module under test, and what is inside it, our loader."""

    def __init__(self, module: str, recording: Recording | None) -> None:
        self._module = module
        self._recording = recording

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._module and not fullname.startswith(self._module + "."):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = _Loader(fullname, spec.loader.path, self._recording)
        return spec


class _Result(unittest.TestResult):
    """Keeps the worst that each test came to."""

    _ORDER = ("pass", "skip", "expected failure", "unexpected success", "fail", "error")

    def __init__(self, tell: Callable[[dict[str, object]], None]) -> None:
        super().__init__()
        self.outcome = "pass"
        self.detail = ""
        self._tell = tell

    def _note(self, outcome: str, detail: str = "") -> None:
        if self._ORDER.index(outcome) > self._ORDER.index(self.outcome):
            self.outcome, self.detail = outcome, detail

    def addError(self, test: Any, err: Any) -> None:  # noqa: N802
        super().addError(test, err)
        detail = self.errors[-1][1]
        if isinstance(test, unittest.TestCase):
            self._note("error", detail)
        else:  # of a module or class: its tests do not run
            self._tell({"event": "end", "test": str(test), "outcome": "error", "detail": detail})

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802
        super().addFailure(test, err)
        self._note("fail", self.failures[-1][1])

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:  # noqa: N802
        super().addSkip(test, reason)
        self._note("skip", reason)

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802
        super().addExpectedFailure(test, err)
        self._note("expected failure")

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802
        super().addUnexpectedSuccess(test)
        self._note("unexpected success")

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:  # noqa: N802
        super().addSubTest(test, subtest, err)
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            self._note(
                "fail" if failed else "error", (self.failures if failed else self.errors)[-1][1]
            )


class _Runner:
    """Runs each test of a module as one call of `entry`."""

    def __init__(
        self, tell: Callable[[dict[str, object]], None], recording: Recording | None, decode: bool
    ) -> None:
        self._tell = tell
        self._recording = recording
        self._decode = decode
        self._running = False
        self._seen: Counter[str] = Counter()
        self.only: frozenset[str] = frozenset()
        self.skip: frozenset[str] = frozenset()
        code = compile(_ENTRY, "<entry>", "exec")
        names: dict[str, Any] = {}
        exec(code if recording is None else recording.rewritten(code, _ENTRY), names)
        self._entry = names["entry"]

    def call(self, name: str, call: Callable[[], object], outcome: Callable[[], Any]) -> None:
        """Make one recorded call and tell what came of it."""
        recording = self._recording
        self._tell({"event": "start", "test": name})
        if recording is not None:
            recording.clear()
        limit = sys.getrecursionlimit()
        escaped = ""
        try:
            self._entry(call)
        except Exception as error:  # noqa: BLE001  # where unittest itself ran out of frames
            sys.setrecursionlimit(limit)
            escaped = "".join(traceback.format_exception(error))
        sys.setrecursionlimit(limit)
        told: dict[str, object] = {}
        if recording is not None:
            told = {"open": len(recording.registry.probes.open)}
            if self._decode:
                told |= recording.decode()
            del recording.registry.probes.open[:]
            recording.log.clear()
        found, detail = ("error", escaped) if escaped else outcome()
        told |= {"event": "end", "test": name, "outcome": found, "detail": detail}
        self._tell(told)

    def install(self) -> None:
        """Put ourselves around `unittest.TestCase.run` (doctests are such cases, too)."""
        original = unittest.TestCase.run

        def run(case: unittest.TestCase, result: unittest.TestResult | None = None) -> object:
            if self._running or not isinstance(result, _Result):
                return original(case, result)
            name = case.id()
            self._seen[name] += 1
            if self._seen[name] > 1:
                name = f"{name}#{self._seen[name]}"
            if name in self.skip or (self.only and name not in self.only):
                return result
            result.outcome, result.detail = "pass", ""
            self._running = True
            try:
                self.call(
                    name,
                    lambda: original(case, result),
                    lambda: (result.outcome, result.detail),
                )
            finally:
                self._running = False
            return result

        unittest.TestCase.run = run  # type: ignore[method-assign,assignment]


keep_out(Recording, _Runner)


def _rewrite_doctests(recording: Recording) -> None:
    """Let the examples of doctests be rewritten: doctest compiles them one by one."""

    def rewriting(source: str, filename: str, *arguments: Any) -> CodeType:
        code: CodeType = compile(source, filename, *arguments)
        return recording.rewritten(code, source)

    doctest.compile = rewriting  # type: ignore[attr-defined]


def run(module: str, handle: int, options: argparse.Namespace) -> None:
    """Import and run ``test.<module>``."""

    def tell(what: dict[str, object]) -> None:
        os.write(handle, json.dumps(what).encode() + b"\n")

    recording = Recording() if options.recorded else None
    runner = _Runner(tell, recording, options.decode)
    runner.only, runner.skip = frozenset(options.only), frozenset(options.skip)
    if recording is not None:
        _rewrite_doctests(recording)
    name = f"test.{module}"
    sys.meta_path.insert(0, _Finder(name, recording))
    failure: list[BaseException] = []

    def load() -> None:
        try:
            importlib.import_module(name)
        except (Exception, unittest.SkipTest) as error:  # noqa: BLE001  # told, whatever it is
            failure.append(error)

    def outcome() -> tuple[str, str]:
        if not failure:
            return "pass", ""
        if isinstance(failure[0], RewriteRefused):
            return "refused", str(failure[0])
        kind = "skip" if isinstance(failure[0], unittest.SkipTest) else "error"
        return kind, "".join(traceback.format_exception(failure[0]))

    runner.call(f"{name} (import)", load, outcome)
    if not failure:
        suite = unittest.defaultTestLoader.loadTestsFromName(name)
        gc.freeze()  # what `Recording.clear` does before each test is cheap then
        runner.install()
        suite.run(_Result(tell))
        del suite
        gc.collect()
    tell({"event": "finished"})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("module")
    parser.add_argument("handle", type=int)
    parser.add_argument("--recorded", action="store_true")
    parser.add_argument("--decode", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--skip", nargs="*", default=[])
    options = parser.parse_args()
    sys.argv[1:] = []
    # A job in the background inherits an ignored SIGINT: tests that raise it show nothing then.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    run(options.module, options.handle, options)


if __name__ == "__main__":
    main()
