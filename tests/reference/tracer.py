"""The reference recorder: `sys.settrace`, one event for every instruction of the unchanged code.

(3.13 begins opcode events of `sys.settrace` only at the next call or loop of a code object, so
that these come from `sys.monitoring` there.)

Each activation gets a log of what happened in it, in order: an instruction is about to run, a
line begins (with everything that the names hold), control leaves it. Comprehensions of 3.11,
lambdas, generators, coroutines and class bodies are activations like any other."""

from __future__ import annotations

import ast
import asyncio
import builtins
import contextlib
import dis
import gc
import inspect
import io
import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import CodeType, FrameType, ModuleType
from typing import Any, Final, NoReturn, TypeAlias

from tests.reference.snapshot import IncomparableValueError, Objects, Snapshot

FILE: Final = "<reference>"
MODULE: Final = "__main__"  # classes of the program are named by it
EVENTS: Final = 60_000
_BY_MONITORING: Final = sys.version_info >= (3, 13)
_TOOL: Final = 4  # no one's by convention
_IN_PLACE: Final = sys.version_info >= (3, 12)  # comprehensions run in their function's frame
_GENERATOR: Final = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_GENERATORS: Final = (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)
_monitoring: Final[Any] = vars(sys).get("monitoring")


class IncomparableError(BaseException):
    """Nothing can be said about the program: it runs longer than is worth comparing, holds what
    no two runs share, or came so near to the recursion limit that tracing ended there. It is no
    `Exception`: the program must not catch it."""


class Leaving(Enum):
    """How control leaves an activation."""

    RETURN = "return"
    YIELD = "yield"
    RAISE = "raise"


@dataclass(frozen=True, slots=True)
class Ran:
    """An instruction is about to run."""

    offset: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line is about to run; ``state`` holds the activation's names and the module's.

    ``hidden`` are names that belong to a comprehension which runs in place just now, and say
    nothing about the variables of the function."""

    number: int
    state: Snapshot
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class Left:
    """Control left, with a value or an exception (``it``, where that is known)."""

    how: Leaving
    state: Snapshot


Event: TypeAlias = Ran | Line | Left


@dataclass(eq=False, slots=True)
class Activation:
    """One execution of one code object."""

    code: CodeType
    parent: Activation | None
    parent_at: int  #: number of instructions that the parent had begun
    events: list[Event] = field(default_factory=list)
    count: int = 0  #: instructions begun
    error: BaseException | None = None  #: raised since the last of them
    namespace: Mapping[str, object] | None = None  #: of a class body


@dataclass(frozen=True, slots=True)
class Written:
    """Text that an instruction of an activation wrote."""

    stream: str
    text: str
    activation: Activation | None
    at: int  #: number of instructions that it had begun


@dataclass(slots=True)
class Recording:
    """Everything that the reference saw of one call."""

    activations: list[Activation] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    result: Snapshot | None = None  #: under the name ``it``
    error: Snapshot | None = None
    #: ``asyncio`` closed several asynchronous generators at its end: in the order of a set of
    #: addresses, which is another in each run
    unordered: bool = False

    def text(self, stream: str) -> str:
        return "".join(part.text for part in self.written if part.stream == stream)


class _Stream(io.TextIOBase):
    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, tracer: _Tracer) -> None:
        self.name = name
        self._tracer = tracer

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        plain = str.__str__(text)
        if plain:
            self._tracer.wrote(self.name, plain)
        return len(plain)


_Inlined: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp


def _with_those_within(node: _Inlined) -> Iterator[_Inlined]:
    """A comprehension and those that it evaluates, which its first iterable is none of."""
    outside = set(map(id, ast.walk(node.generators[0].iter)))
    for each in ast.walk(node):
        if isinstance(each, _Inlined) and id(each) not in outside:
            yield each


class _Comprehensions:
    """Names that live in a comprehension alone, by where an instruction stands in the source.

    Up from 3.12 list, set and dict comprehensions run in the frame of their function, which
    shows their variables among its own while they run."""

    def __init__(self, source: str) -> None:
        self._found: list[tuple[tuple[int, int], tuple[int, int], frozenset[str]]] = []
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp):
                assert node.end_lineno is not None
                assert node.end_col_offset is not None
                # While it runs, the variables of those within it are out of sight as well.
                names = frozenset(
                    name.id
                    for inner in _with_those_within(node)
                    for generator in inner.generators
                    for name in ast.walk(generator.target)
                    if isinstance(name, ast.Name)
                )
                start = (node.lineno, node.col_offset)
                self._found.append((start, (node.end_lineno, node.end_col_offset), names))
        self._places: dict[CodeType, dict[int, frozenset[str]]] = {}

    def hidden(self, code: CodeType, offset: int) -> frozenset[str]:
        if not _IN_PLACE or not self._found:
            return frozenset()
        places = self._places.get(code)
        if places is None:
            places = self._places[code] = {
                instr.offset: self._names_at(instr.positions)
                for instr in dis.get_instructions(code)
            }
        return places.get(offset, frozenset())

    def _names_at(self, place: dis.Positions | None) -> frozenset[str]:
        if place is None or place.lineno is None or place.col_offset is None:
            return frozenset()
        here = (place.lineno, place.col_offset)
        inside = [names for start, end, names in self._found if start <= here < end]
        return frozenset().union(*inside)


class _Tracer:
    def __init__(self, source: str, module: ModuleType, recording: Recording) -> None:
        self.recording = recording
        self.objects = Objects()
        self.watching = False
        self.keep_alive = True
        self.kept: list[Any] = []  #: generators, which would end where they are dropped
        self._module = module
        self._hidden = _Comprehensions(source)
        self._by_frame: dict[FrameType, Activation] = {}
        self._running: list[Activation] = []
        self._events = 0
        self.incomparable = False
        self.failure: Exception | None = None

    def wrote(self, stream: str, text: str) -> None:
        if self.watching:
            running = self._running[-1] if self._running else None
            at = running.count if running is not None else 0
            self.recording.written.append(Written(stream, text, running, at))

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename != FILE:
            return None
        self._events += 1
        if self._events > EVENTS:
            self._give_up()
        activation = self._by_frame.get(frame) or self._begin(frame)
        if not self._running or self._running[-1] is not activation:
            # Called or resumed; 3.12 has no event of its own for an exception thrown in.
            self._running.append(activation)
        try:
            self._happened(frame, event, arg, activation)
        except (
            IncomparableValueError,
            RecursionError,
        ):  # or no depth is left for the tracer itself
            self._give_up()
        except Exception as error:
            self.failure = error  # the program must not take our own mistakes for its exceptions
            raise
        return self

    def _give_up(self) -> NoReturn:
        self.incomparable = True
        raise IncomparableError

    def _happened(self, frame: FrameType, event: str, arg: Any, activation: Activation) -> None:
        if event == "opcode":
            activation.count += 1
            activation.events.append(Ran(frame.f_lasti))
            activation.error = None
        elif event == "line":
            hidden = self._hidden.hidden(frame.f_code, frame.f_lasti)
            activation.events.append(
                Line(frame.f_lineno, self._state(frame, activation, hidden), hidden)
            )
        elif event == "exception":
            activation.error = arg[1]
        elif event == "return":
            self._left(activation, arg)

    def instruction(self, code: CodeType, offset: int) -> Any:
        """The event of `sys.monitoring`, in place of "opcode"."""
        if code.co_filename != FILE:
            return _monitoring.DISABLE
        if self.watching:
            self(sys._getframe(1), "opcode", None)
        return None

    def _begin(self, frame: FrameType) -> Activation:
        frame.f_trace_opcodes = not _BY_MONITORING
        parent = self._running[-1] if self._running else None
        parent_at = parent.count if parent is not None else 0
        activation = self._by_frame[frame] = Activation(frame.f_code, parent, parent_at)
        self.recording.activations.append(activation)
        if not frame.f_code.co_flags & inspect.CO_OPTIMIZED:
            # Once: while a comprehension runs in a class body it shows another namespace, and
            # 3.12 changes what the program does when it is asked for then.
            own = frame.f_locals
            activation.namespace = None if own is self._module.__dict__ else own
        if self.keep_alive and frame.f_code.co_flags & _GENERATOR:
            self.kept += [one for one in gc.get_referrers(frame) if type(one) in _GENERATORS]
        return activation

    def _left(self, activation: Activation, arg: object) -> None:
        # Not `f_lasti`: a RERAISE sets that back to where the exception came from.
        last = next((e.offset for e in reversed(activation.events) if isinstance(e, Ran)), None)
        name = "" if last is None else dis.opname[activation.code.co_code[last]]
        if activation.error is None and name in {"RETURN_VALUE", "RETURN_CONST"}:
            how = Leaving.RETURN
        elif activation.error is None and name == "YIELD_VALUE":
            how = Leaving.YIELD
        else:
            how = Leaving.RAISE
        # An exception that goes on after `finally` has no event: it is not known here.
        known: dict[str, object] = {"it": arg}
        if how is Leaving.RAISE:
            known = {} if activation.error is None else {"it": activation.error}
        activation.events.append(Left(how, self.objects.snapshot(known)))
        activation.error = None
        self._running.pop()

    def _state(self, frame: FrameType, activation: Activation, hidden: frozenset[str]) -> Snapshot:
        names: dict[str, object] = {
            f"global {name}": thing
            for name, thing in self._module.__dict__.items()
            if not name.startswith("__")
        }
        code = frame.f_code
        if code.co_flags & inspect.CO_OPTIMIZED:
            own = frame.f_locals
            # One by one: 3.13.0 crashes over a hidden name that is a cell in another comprehension.
            for name in {*code.co_varnames, *code.co_cellvars, *code.co_freevars} - hidden:
                if name in own:  # an exception within this very call would end 3.13's events
                    names[name] = own[name]
        elif activation.namespace is not None:
            names |= activation.namespace
        return self.objects.snapshot(names)


def trace(
    source: str, entry: str, call: str, stdin: str = "", *, keep_alive: bool = True
) -> Recording:
    """Run the program's top level, then record the call. Raises `IncomparableError`.

    ``keep_alive``: no generator is dropped before the end, as in a recording of the engine,
    which holds every object that it has seen. So none runs its `finally` in the midst."""
    module = ModuleType(MODULE)
    names = module.__dict__
    names["__builtins__"] = builtins
    recording = Recording()
    tracer = _Tracer(source, module, recording)
    tracer.keep_alive = keep_alive
    with _surroundings(module, stdin, tracer), _closing(recording):
        exec(compile(source, FILE, "exec", dont_inherit=True), names)
        args, keywords = eval(f"(lambda *a, **k: (a, k))({call}\n)", names)
        gc.freeze()  # what there is now refers to no frame of the call: it is not searched
        try:
            _call(names[entry], args, keywords, tracer)
        finally:
            gc.unfreeze()
            for generator in tracer.kept:
                with contextlib.suppress(BaseException):
                    generator.close()
    return recording


@contextlib.contextmanager
def _closing(recording: Recording) -> Iterator[None]:
    """Notes whether an event loop ends with several asynchronous generators left."""
    shutdown = asyncio.BaseEventLoop.shutdown_asyncgens

    async def noted(self: Any) -> None:
        recording.unordered |= len(self._asyncgens) > 1
        await shutdown(self)

    asyncio.BaseEventLoop.shutdown_asyncgens = noted  # type: ignore[method-assign]
    try:
        yield
    finally:
        asyncio.BaseEventLoop.shutdown_asyncgens = shutdown  # type: ignore[method-assign]


def _call(entry: Any, args: Any, keywords: Any, tracer: _Tracer) -> None:
    recording, objects = tracer.recording, tracer.objects
    before = sys.gettrace()
    # 3.12 asks once, when tracing begins, whether any frame wants opcodes.
    sys._getframe().f_trace_opcodes = not _BY_MONITORING
    tracer.watching = True
    raised: BaseException | None = None
    result: Any = None
    try:
        with _instructions(tracer):
            sys.settrace(tracer)
            try:
                result = entry(*args, **keywords)
            finally:
                # Where no depth is left for the tracer's own call, the interpreter ends tracing.
                tracer.incomparable |= sys.gettrace() is not tracer
                sys.settrace(before)
                tracer.watching = False
    except BaseException as error:  # noqa: BLE001  # whatever the program raises is its answer
        raised = error
    if tracer.failure is not None:
        raise RuntimeError("the reference recorder failed") from tracer.failure
    if tracer.incomparable:  # whatever the program made of our exception
        raise IncomparableError
    try:
        if raised is None:
            recording.result = objects.snapshot({"it": result})
        else:
            recording.error = objects.snapshot({"it": raised})
    except IncomparableValueError:
        raise IncomparableError from None


@contextlib.contextmanager
def _instructions(tracer: _Tracer) -> Iterator[None]:
    if not _BY_MONITORING:
        yield
        return
    monitoring = _monitoring
    monitoring.use_tool_id(_TOOL, "tests.reference")
    monitoring.register_callback(_TOOL, monitoring.events.INSTRUCTION, tracer.instruction)
    monitoring.set_events(_TOOL, monitoring.events.INSTRUCTION)
    try:
        yield
    finally:
        monitoring.set_events(_TOOL, monitoring.events.NO_EVENTS)
        monitoring.register_callback(_TOOL, monitoring.events.INSTRUCTION, None)
        monitoring.free_tool_id(_TOOL)


class _surroundings:  # noqa: N801  # used like a function
    """The program's streams and main module in place of ours."""

    def __init__(self, module: ModuleType, stdin: str, tracer: _Tracer) -> None:
        self._module = module
        self._stdin = stdin
        self._tracer = tracer

    def __enter__(self) -> None:
        self._saved = sys.stdin, sys.stdout, sys.stderr
        self._main = sys.modules[MODULE]
        sys.stdin = io.StringIO(self._stdin)
        sys.stdout = _Stream("stdout", self._tracer)
        sys.stderr = _Stream("stderr", self._tracer)
        sys.modules[MODULE] = self._module

    def __exit__(self, *_: object) -> None:
        sys.stdin, sys.stdout, sys.stderr = self._saved
        sys.modules[MODULE] = self._main
