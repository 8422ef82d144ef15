"""Run a program in this very process, and record what it does.

`record_here` and `observe_here` run untrusted code without any protection: only the child of
the sandbox calls them. The top level runs first, unrecorded but already rewritten; then the
arguments are evaluated in the module's namespace; the recording is the entry call alone. A
script (no entry) is recorded whole, from its first line.

Stopping. Nothing that runs at C speed can look at the log's length. A timer signal does,
every 10 ms of processor time: over the limit it raises a private BaseException in the
program, which makes it end soon. What counts is decided afterwards and the same on every
machine: the log is cut after a fixed number of entries, and decoding stops at exactly
``max_steps`` steps.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import platform
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import CellType, CodeType, FrameType, FunctionType, ModuleType, TracebackType
from typing import Any, Final

from engine.capture.decode import Decoder
from engine.capture.dropped import all_are_held, refuse_dropped, waits_in_handler
from engine.capture.heap import UNBOUND_CELL, UnseenChangeError
from engine.capture.instrument import Registry
from engine.capture.log import LOOK_IDS, TOUCH_IDS, Log, Wrote
from engine.capture.observation import Observation, observe
from engine.capture.own_module import refuse_own_module
from engine.capture.prepared import KEPT, Prepared
from engine.capture.reach import same_content
from engine.capture.touching import content_of, keep_out
from engine.capture.unseen import refuse_unseen
from engine.errors import CaptureError, ErrorCode
from engine.program import Program
from engine.trace.model import START, ActivationId, HeapObject, TraceData
from engine.values import Oid

FILENAME: Final = "<program>"
"""Under which the program's source is compiled."""

MODULE: Final = "__main__"

ENTRIES_PER_STEP: Final = 4
"""The log is cut after so many entries for each step of the limit. Ordinary programs log
fewer entries than they have steps; touches of large objects may log more."""

_CHECK_SECONDS: Final = 0.01

_PYTHON: Final = platform.python_version()


_UNSEEN: Final = frozenset({"__builtins__", "__warningregistry__"})
"""Names that the interpreter puts into a module by itself."""


class _Stop(BaseException):
    """Raised in the program when its recording has grown over the limit."""


@dataclass(slots=True)
class _Run:
    """What is left when the program has run."""

    module: ModuleType
    before: dict[str, Any] = field(default_factory=dict)
    namespace: Sequence[object] = ()  #: what the module's dict held then
    cells: list[tuple[object, object]] = field(default_factory=list)
    roots: list[object] = field(default_factory=list)  #: those of `before` come first
    result: Any = None
    error: BaseException | None = None
    began: bool = False  #: whether the entry call (or the script) was come to


class TooMuchOutputError(Exception):
    """The program was stopped, for it had printed more than it may."""


class _Allowance:
    """How many characters the program may still print, to either stream; None: any number."""

    def __init__(self, characters: int | None) -> None:
        self.left = characters

    def take(self, count: int) -> None:
        """Raises `_Stop` in the program where it is more than is left."""
        if self.left is not None:
            self.left -= count
            if self.left < 0:
                raise _Stop

    @property
    def exceeded(self) -> bool:
        return self.left is not None and self.left < 0


class _Stream(io.TextIOBase):
    """Standard output or error of the program: keeps the text, and tells the log."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, log: Log | None, allowance: _Allowance) -> None:
        self.name = name
        self.parts: list[str] = []
        self._log = log
        self._allowance = allowance

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        plain = str.__str__(text)
        self._allowance.take(len(plain))
        self.parts.append(plain)
        if self._log is not None and plain:
            self._log.append(Wrote(self.name, plain))
        return len(plain)


keep_out(_Stream)
keep_out(_Allowance)


@contextlib.contextmanager
def _surroundings(
    module: ModuleType, program: Program, log: Log | None, allowance: _Allowance
) -> Iterator[tuple[_Stream, _Stream]]:
    """The program's streams and main module in place of ours."""
    out, err = _Stream("stdout", log, allowance), _Stream("stderr", log, allowance)
    saved = sys.stdin, sys.stdout, sys.stderr
    main = sys.modules.get(MODULE)
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(program.stdin), out, err
    sys.modules[MODULE] = module
    try:
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = saved
        if main is None:
            sys.modules.pop(MODULE, None)
        else:
            sys.modules[MODULE] = main


@contextlib.contextmanager
def _limited(log: Log, entries: int) -> Iterator[None]:
    """Raise `_Stop` in the program soon after the log has more than ``entries``."""

    def check(number: int, frame: FrameType | None) -> None:
        if len(log) > entries:
            raise _Stop

    before = signal.signal(signal.SIGVTALRM, check)
    signal.setitimer(signal.ITIMER_VIRTUAL, _CHECK_SECONDS, _CHECK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _new_module() -> ModuleType:
    module = ModuleType(MODULE)
    module.__dict__["__builtins__"] = builtins
    return module


def _compile(program: Program) -> CodeType:
    return compile(program.source, FILENAME, "exec", dont_inherit=True)


def _execute(program: Program, code: CodeType, registry: Registry | None, run: _Run) -> None:
    """Run top level, arguments and entry call; ``run`` and the log tell what happened.

    One function for recorded and bare runs, so that both call the program equally deep."""
    names = run.module.__dict__
    if program.entry is None:
        run.namespace = content_of(names)
        run.began = True
        try:
            exec(code, names)
        except BaseException as error:  # noqa: BLE001  # whatever it raises is its answer
            run.error = error
        return
    try:
        exec(code, names)
    except _Stop:
        raise
    except BaseException as error:  # noqa: BLE001  # told, whatever it is
        raise _top_level_raised(error) from None
    collect = f"(lambda *args, **keywords: (args, keywords))({program.call}\n)"
    try:
        args, keywords = eval(  # noqa: S307  # running the program is what capture is for
            compile(collect, "<call>", "eval", dont_inherit=True), names
        )
    except _Stop:
        raise
    except BaseException as error:  # noqa: BLE001  # told, whatever it is
        raise _bad_arguments(program, error) from None
    if program.entry not in names:
        raise CaptureError(
            ErrorCode.TOP_LEVEL_RAISED,
            f"The top level ran without leaving a function `{program.entry}`",
            remedy="Define it where the top level always comes.",
        )
    entry = names[program.entry]
    run.before = {name: thing for name, thing in names.items() if name not in _UNSEEN}
    run.namespace = content_of(names)
    run.cells = [] if registry is None else _known_cells(run.before, registry.probes.is_ours)
    run.roots = [*run.before.values(), *args, *keywords.values()]
    if registry is not None:
        registry.probes.adopt([*args, *keywords.values()])  # no probe has seen them made
        registry.begin()
    run.began = True
    try:
        run.result = entry(*args, **keywords)
    except BaseException as error:  # noqa: BLE001  # whatever it raises is its answer
        run.error = error


def _top_level_raised(error: BaseException) -> CaptureError:
    kind = type(error).__name__
    return CaptureError(
        ErrorCode.TOP_LEVEL_RAISED,
        f"The program's top level raised {kind} before the entry function was called",
        where=_place(error),
        remedy="Run the program with Python first.",
        data={"exception": kind, "line": line_of(error)},
    )


def _bad_arguments(program: Program, error: BaseException) -> CaptureError:
    kind = type(error).__name__
    return CaptureError(
        ErrorCode.BAD_ARGUMENTS,
        f"The call `{program.call_text}` raised {kind} before the function began",
        remedy="Give arguments that the function takes.",
        data={"exception": kind},
    )


def _place(error: BaseException) -> str:
    line = line_of(error)
    return "" if line is None else f"line {line}"


def line_of(error: BaseException) -> int | None:
    """The line of the program in which an exception was raised (the innermost one)."""
    line = None
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        # A probe that ran out of stack as its frame was left has no line.
        if trace.tb_frame.f_code.co_filename == FILENAME and trace.tb_lineno is not None:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _known_cells(
    names: Mapping[str, Any], is_ours: Callable[[object], bool]
) -> list[tuple[object, object]]:
    """The cells of the program's closures that the module's names lead to, with their contents
    now. ``is_ours`` tells the functions of the program from others, which may wrap them."""
    found: list[tuple[object, object]] = []
    variables: set[int] = set()
    seen: set[int] = set()
    pending: list[Any] = list(names.values())
    while pending:
        thing = pending.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if type(thing) is FunctionType:
            closure = thing.__closure__ or ()
            pending.extend(closure)
            if is_ours(thing):
                names_of = zip(thing.__code__.co_freevars, closure, strict=True)
                variables.update(id(cell) for name, cell in names_of if name != "__class__")
        elif type(thing) is CellType:
            try:
                content = thing.cell_contents
            except ValueError:
                content = UNBOUND_CELL
            found.append((thing, content))
            pending.append(content)
        elif isinstance(thing, type) and type(thing) is type:
            pending.extend(thing.__dict__.values())
        elif type(thing) in (staticmethod, classmethod):
            pending.append(thing.__func__)
        elif type(thing) in (list, tuple):
            pending.extend(thing)
        elif type(thing) is dict:
            pending.extend(thing.values())
    return [(cell, content) for cell, content in found if id(cell) in variables]


def record_here(
    program: Program, *, max_steps: int, paranoid: bool = False, quick: bool = True
) -> TraceData:
    """Run ``program`` in this process and record it; at most ``max_steps`` steps.

    ``paranoid``: take every object's contents before every call, whatever the table of effects
    says (for tests of that table). Not ``quick``: decode one instruction at a time (for tests of
    `engine.capture.stretches`). Raises `CaptureError`; the program's own exceptions are answers."""
    found, _ = record_and_observe(program, max_steps=max_steps, paranoid=paranoid, quick=quick)
    return found


def record_and_observe(
    program: Program,
    *,
    max_steps: int,
    max_output: int | None = None,
    paranoid: bool = False,
    quick: bool = True,
) -> tuple[TraceData, Observation]:
    """The recording, and what the recorded run showed to the outside (see `observe_here`).

    ``max_output``: characters that it may print; raises `TooMuchOutputError` beyond."""
    run = _Run(_new_module())
    allowance = _Allowance(max_output)
    registry = Registry(Log(), paranoid=paranoid)
    with _surroundings(run.module, program, registry.log, allowance) as (out, err):
        try:
            prepared = _prepared(program, err)
            _run_limited(program, run, prepared, registry, max_steps)
            if allowance.exceeded:
                raise TooMuchOutputError
            decoding = Decoding(program, run, prepared, registry.log, max_steps, quick=quick)
            return decoding.decode(), _observation(run, out, err)
        finally:
            registry.release()


def run_recorded(program: Program, *, max_steps: int) -> Decoding:
    """Run ``program`` in this process and record it; what is left is to decode."""
    run = _Run(_new_module())
    registry = Registry(Log())
    with _surroundings(run.module, program, registry.log, _Allowance(None)) as (_, err):
        try:
            prepared = _prepared(program, err)
            _run_limited(program, run, prepared, registry, max_steps)
            return Decoding(program, run, prepared, registry.log, max_steps)
        finally:
            registry.release()


def _prepared(program: Program, err: _Stream) -> Prepared:
    """The program compiled and rewritten, unless it was before."""
    return KEPT.get(program.source, lambda: _compile(program), lambda: not err.parts)


def _run_limited(
    program: Program, run: _Run, prepared: Prepared, registry: Registry, max_steps: int
) -> None:
    code = registry.bind(prepared.rewriting)
    with _limited(registry.log, max_steps * ENTRIES_PER_STEP + 1000):
        try:  # noqa: SIM105  # nothing is called between the program and here
            _execute(program, code, registry, run)
        except _Stop:
            pass


class Decoding:
    """From the log of a run to its recording; made when the run is over, before its objects change.

    ``prepare`` does what is done once for a program, however often and long it runs; ``decode`` the
    rest."""

    def __init__(
        self,
        program: Program,
        run: _Run,
        prepared: Prepared,
        log: Log,
        max_steps: int,
        *,
        quick: bool = True,
    ) -> None:
        if not run.began:
            raise CaptureError(
                ErrorCode.STEP_LIMIT,
                f"The program's top level took more than {max_steps:,} steps",
                remedy="It may loop for ever; or raise the step limit.",
                data={"limit": max_steps},
            )
        self._program = program
        self._run = run
        self._later: dict[int, Sequence[object]] = {}
        entries = max_steps * ENTRIES_PER_STEP + 1000
        kept = list(log)
        self._truncated = ""
        if len(kept) > entries:
            self._truncated = "the recording grew over its limit"
            self._later = _contents_at(kept, entries)
            del kept[entries:]
        if not kept:
            raise _nothing_ran(program, run)
        self._log = kept
        self._prepared = prepared
        self._max_steps = max_steps
        self._quick = quick
        self._decoder: Decoder | None = None

    def prepare(self) -> None:
        """Read the program's code objects and plan how they are decoded, unless that was done for
        an earlier recording of it; make what decodes this one."""
        known = self._prepared.known
        known.described()
        known.plan()  # however it is decoded: instructions have the rows that they have in plans
        self._decoder = Decoder(self._log, known, self._max_steps, quick=self._quick)

    def decode(self) -> TraceData:
        """The recording; raises `CaptureError`."""
        if self._decoder is None or self._decoder.frames:
            self.prepare()
        decoder = self._decoder
        assert decoder is not None  # made just now
        try:
            return self._decoded(decoder)
        finally:
            decoder.heap.release()

    def _decoded(self, decoder: Decoder) -> TraceData:
        run, entries = self._run, len(self._log)
        decoder.truncated = self._truncated
        cut = bool(decoder.truncated)
        decoder.begin_globals(run.before)
        for root in run.roots[len(run.before) :]:
            decoder.new(root)
        for cell, content in run.cells:
            decoder.heap.cell_holds(cell, START, content)
        decoder.namespace = run.module.__dict__
        decoder.heap.spaces.follow(decoder.namespace, run.namespace, START)
        decoder.run()
        if not decoder.truncated and decoder.i < entries:
            decoder.fail("entries are left over")
        if not cut:
            _check_globals(decoder, run)
            _check_dropped(decoder, run)
        objects = self._objects(decoder)
        decoder.add_changes()
        decoder.steps.seal()
        data = TraceData(
            self._program.source,
            self._program.entry or "",
            self._program.call,
            _PYTHON,
            decoder.steps,
            self._prepared.known.described(),
            decoder.activations(),
            decoder.freezer.atoms,
            objects,
            [frame.locals for frame in decoder.frames],
            [decoder.cells_of(frame) if frame.cell_of else {} for frame in decoder.frames],
            decoder.globals,
            decoder.outputs,
            ActivationId(0),
            decoder.truncated,
        )
        refuse_unseen(data, decoder.heap.unseen)
        own = decoder.freezer.known(run.module)
        if own is not None:
            refuse_own_module(data, own, decoder.freezer.known(sys.modules))
        return data

    def _objects(self, decoder: Decoder) -> dict[Oid, HeapObject]:

        def final(thing: object) -> Sequence[object]:
            content = self._later.get(id(thing))
            return content_of(thing) if content is None else content

        try:
            return decoder.heap.finish(decoder.dones, final, cut=bool(decoder.truncated))
        except UnseenChangeError as error:
            decoder.fail(f"a change was not seen ({error})")


def _contents_at(log: Sequence[Any], place: int) -> dict[int, Sequence[object]]:
    """What objects (by id) held at a place of the log, as far as what follows it tells. Where
    that is a look at a group, they hold what the log said of them last."""
    said: dict[int, Sequence[object]] = {}
    groups: dict[int, list[int]] = {}
    later: dict[int, Sequence[object]] = {}
    for index, entry in enumerate(log):
        if id(type(entry)) in TOUCH_IDS:
            said[id(entry.object)] = entry.content
            if index >= place:
                later.setdefault(id(entry.object), entry.content)
        elif id(type(entry)) in LOOK_IDS:
            group = groups.setdefault(id(entry.group), [])
            group += map(id, entry.joined)
            if index >= place:
                for number in group:
                    later.setdefault(number, said[number])
    return later


def _nothing_ran(program: Program, run: _Run) -> CaptureError:
    if isinstance(run.error, TypeError):
        return _bad_arguments(program, run.error)
    return CaptureError(
        ErrorCode.UNSUPPORTED,
        f"The call `{program.call_text}` runs no code of the program",
        remedy="A generator or coroutine function runs only when it is iterated or awaited: "
        "record a function that does so.",
    )


def _check_globals(decoder: Decoder, run: _Run) -> None:
    """The module's names must be what the decoded writes make them."""
    names = run.module.__dict__
    if not decoder.bound_globals and same_content(run.namespace, content_of(names)):
        return
    for name, thing in names.items():
        history = decoder.globals.get(name)
        known = None if history is None else history.refs[-1]
        if name not in _UNSEEN and known != decoder.freezer.ref(thing):
            raise CaptureError(
                ErrorCode.UNSUPPORTED,
                f"The program changes its global `{name}` by other means than a statement",
                remedy="Write to the name itself, not through `globals()` or the module.",
                data={"name": name},
            )


def _check_dropped(decoder: Decoder, run: _Run) -> None:
    """No generator may have been dropped where it had something left to do."""
    if not decoder.suspended:
        return
    waiting = {
        frame.frame_id
        for frame in decoder.suspended.values()
        if waits_in_handler(frame.code.code, frame.code.instructions[frame.pos - 1].offset)
    }
    if not waiting:
        return
    entry = decoder.frames[0]
    held = [run.result, run.error, run.module.__dict__, *run.roots]
    held += entry.cell_of.values()
    for history in entry.locals.values():
        ref = history.refs[-1]
        if ref is not None and ref < 0:
            held.append(decoder.freezer.live[-ref])
    if not all_are_held(waiting, held):
        refuse_dropped()


def _observation(run: _Run, out: _Stream, err: _Stream) -> Observation:
    line = None if run.error is None else line_of(run.error)
    return observe(run.result, run.error, line, "".join(out.parts), "".join(err.parts), content_of)


def observe_here(program: Program, *, max_output: int | None = None) -> Observation:
    """Run ``program`` in this process, not rewritten, and tell what it showed.

    Raises `CaptureError` as `record_here` does where the entry call never began, and
    `TooMuchOutputError`."""
    run = _Run(_new_module())
    allowance = _Allowance(max_output)
    with _surroundings(run.module, program, None, allowance) as (out, err):
        try:  # noqa: SIM105  # nothing is called between the program and here
            _execute(program, _compile(program), None, run)
        except _Stop:
            pass
        if allowance.exceeded:
            raise TooMuchOutputError
        return _observation(run, out, err)
