"""Records one call under `sys.settrace`: a log of marks for each activation.

Moments are readings of one clock, which advances with every event; `Mark.state` and `Mark.copies`
are what the names held at that moment, as Values and as deep copies to evaluate expressions on.
"""

from __future__ import annotations

import contextlib
import copy
import dis
import inspect
import io
import itertools
import sys
import types
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .program import Function, Program
from .values import Snapshots, Value, equal

FILE = "<the recorded program>"
MODULE = "recorded_program"
EVENTS = 300_000  # more than that is no small program
DEPTH = 20  # of so many callers the states are kept
INLINE = ("<listcomp>", "<setcomp>", "<dictcomp>")  # activations of their own on 3.11 only
WAITING = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
SHARED = types.ModuleType | types.FunctionType | type


class TooLong(Exception):
    """The call has more events than the oracle is made for."""


@dataclass(frozen=True, slots=True, eq=False)
class Thrown:
    """An exception: the name of its exact type, and its arguments."""

    type: str
    args: Value
    oid: int


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The names of an activation and of its module, with their values, at one moment."""

    function: Function | None
    names: dict[str, Value]
    module: dict[str, Value]


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One event of an activation: `kind` is line, raise, yield or end."""

    kind: str
    clock: int
    number: int  # of the statement
    offset: int  # of the instruction
    state: State
    copies: dict[str, object] | None = None  # without the names that cannot be copied
    value: Value | None = None  # what is yielded or returned
    thrown: Thrown | None = None


@dataclass(eq=False)
class Activation:
    """One execution of a function; lambdas and generator expressions have no `function`."""

    function: Function | None
    parent: Activation | None
    start: int
    start_state: State
    end: int = -1
    end_state: State | None = None
    result: Value | None = None  # None where it raised or did not end
    thrown: Thrown | None = None
    log: list[Mark] = field(default_factory=list)
    callers_state: State | None = None  # the caller's, when it ends
    callers_start: State | None = None  # of a method: the caller's, when it begins
    entrys_start: State | None = None  # likewise, of the entry call
    waiting: bool = False  # a generator that was not finished, or closed and ran nothing more
    meanwhile: list[tuple[int, State | None]] = field(default_factory=list)
    """Its states at the ends of the visits of what it calls; None where it calls too deep."""

    @property
    def last(self) -> int:
        """When its last step was: nothing runs at the moment at which it returns or raises."""
        return self.end if self.waiting else max(self.start, self.end - 1)

    def leave_waiting(self) -> None:
        """Ends the activation at its last `yield`, where it is left waiting (§2)."""
        if self.end >= 0 and not (self.thrown and self.thrown.type == "GeneratorExit"):
            return
        last = max((i for i, m in enumerate(self.log) if m.kind == "yield"), default=-1)
        waits = self.log[last]
        if last < 0 or any(
            mark.kind == "line" and mark.number != waits.number for mark in self.log[last:]
        ):
            return
        self.waiting, self.thrown = True, None
        self.end, self.end_state = waits.clock, waits.state
        self.log[last + 1 :] = [Mark("end", waits.clock + 1, -1, -1, waits.state)]


class Recorder(io.TextIOBase):
    """Runs a program and one call of it; it is the call's standard output as well."""

    def __init__(self, source: str, entry: str, call: str) -> None:
        self.program = Program(source)
        self.snapshots = Snapshots(MODULE)
        self.clock = 0
        self.output: list[tuple[int, str]] = []
        self.activations: list[Activation] = []
        self.live: dict[types.FrameType, Activation] = {}
        self.silent = True
        module = types.ModuleType(MODULE)
        self.module = module.__dict__
        sys.modules[MODULE] = module
        before = sys.stdin
        sys.stdin = io.StringIO("")
        try:
            with contextlib.redirect_stdout(self):
                exec(compile(self.program.tree, FILE, "exec"), self.module)
                taken = eval(f"(lambda *a, **k: (a, k))({call})", self.module)
                self.run(self.module[entry], *taken)
        finally:
            sys.stdin = before
            del sys.modules[MODULE]
        for activation in self.activations:
            activation.leave_waiting()
            if activation.end < 0:
                activation.end, activation.end_state = self.clock, activation.log[-1].state
                activation.log.append(Mark("end", self.clock + 1, -1, -1, activation.end_state))

    def run(self, function: object, args: tuple[object, ...], keys: dict[str, object]) -> None:
        assert callable(function)
        outer = sys.gettrace()
        self.silent = False
        sys.settrace(self.trace)
        try:
            function(*args, **keys)
        except TooLong:
            raise
        except BaseException as error:  # noqa: BLE001 (it is the answer)
            self.answer_text = repr(error)
        else:
            self.answer_text = ""
        finally:
            sys.settrace(outer)
            self.silent = True
        entry = self.activations[0]
        if entry.result is not None:
            self.answer_text = self.last_repr

    def write(self, text: str) -> int:
        if not self.silent:
            self.output.append((self.clock, text))
        return len(text)

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        """Output is swallowed within, and deprecations (of copying iterators) are no news."""
        before, self.silent = self.silent, True
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                yield
        finally:
            self.silent = before

    def trace(self, frame: types.FrameType, event: str, arg: object) -> Any:
        code = frame.f_code
        if code.co_filename != FILE or code.co_name in INLINE:
            return None
        if not code.co_flags & 2:  # CO_NEWLOCALS: the body of a class has it not
            return None
        self.clock += 1
        if self.clock > EVENTS:
            raise TooLong
        if event == "call":
            if frame not in self.live:
                self.begin(frame)
        elif event == "line":
            activation = self.live[frame]
            state = self.state(frame, activation.function)
            mark = self.mark("line", frame, state, copies=self.copies(frame))
            if any(m.kind == "line" for m in activation.log):
                self.keep_callers(frame)
            activation.log.append(mark)
        elif event == "exception":
            assert isinstance(arg, tuple)
            self.live[frame].log.append(self.raised(frame, arg[1]))
        elif event == "return":
            self.keep_callers(frame)
            self.left(frame, arg)
        return self.trace

    def keep_callers(self, frame: types.FrameType) -> None:
        """Keeps the states of all that wait for a function, at the end of a visit of it."""
        around, depth = frame.f_back, 0
        while around is not None:
            caller = self.live.get(around)
            if caller is not None:
                depth += 1
                state = self.state(around, caller.function) if depth <= DEPTH else None
                caller.meanwhile.append((self.clock, state))
            around = around.f_back

    def mark(
        self,
        kind: str,
        frame: types.FrameType,
        state: State,
        *,
        copies: dict[str, object] | None = None,
        value: Value | None = None,
        thrown: Thrown | None = None,
    ) -> Mark:
        number = (frame.f_lineno or 0) - 1  # the tree is relocated
        return Mark(kind, self.clock, number, frame.f_lasti, state, copies, value, thrown)

    def begin(self, frame: types.FrameType) -> None:
        function = self.program.functions.get(frame.f_code.co_firstlineno - 1)
        if function is None or frame.f_code.co_name != function.name:
            function = None
        above = frame.f_back
        while above is not None and above not in self.live:
            above = above.f_back
        parent = self.live[above] if above is not None else None
        made = Activation(function, parent, self.clock, self.state(frame, function))
        if function is not None and function.owner and above is not None and parent is not None:
            made.callers_start = self.state(above, parent.function)
            entry = next(iter(self.live))
            made.entrys_start = self.state(entry, self.live[entry].function)
        self.activations.append(made)
        self.live[frame] = made

    def raised(self, frame: types.FrameType, error: BaseException) -> Mark:
        with self.quiet():
            args = self.snapshots.take(error.args)
        self.snapshots.alive[id(error)] = error
        thrown = Thrown(self.snapshots.name(type(error)), args, id(error))
        state = self.state(frame, self.live[frame].function)
        return self.mark("raise", frame, state, thrown=thrown)

    def left(self, frame: types.FrameType, arg: object) -> None:
        activation = self.live[frame]
        opcode = dis.opname[frame.f_code.co_code[frame.f_lasti]]
        thrown = [m.thrown for m in activation.log if m.thrown]
        just = bool(activation.log) and activation.log[-1].kind == "raise"
        closed = just and thrown[-1].type == "GeneratorExit" and arg is None
        state = self.state(frame, activation.function)
        with self.quiet():
            value = self.snapshots.take(arg)
        if (opcode.startswith("YIELD") and not closed) or (opcode == "RESUME" and not just):
            activation.log.append(self.mark("yield", frame, state, value=value))
            return
        del self.live[frame]
        activation.end, activation.end_state = self.clock, state
        above = frame.f_back
        if activation.parent and above and self.live.get(above) is activation.parent:
            activation.callers_state = self.state(above, activation.parent.function)
        if opcode.startswith("RETURN"):
            activation.result = value
            if activation.parent is None:
                with self.quiet():
                    self.last_repr = repr(arg)
        elif thrown:
            activation.thrown = as_leaving(thrown[-1], frame.f_code.co_flags)
        activation.log.append(self.mark("end", frame, state, value=activation.result))

    def state(self, frame: types.FrameType, function: Function | None) -> State:
        take = self.snapshots.take
        with self.quiet():
            names = {name: take(value) for name, value in frame.f_locals.items()}
            module = {
                name: take(value)
                for name, value in self.module.items()
                if not name.startswith("__")
            }
        return State(function, names, module)

    def copies(self, frame: types.FrameType) -> dict[str, object]:
        """Deep copies of what the names hold, with their sharing."""
        memo: dict[int, object] = {}
        copied: dict[str, object] = {}
        with self.quiet():
            for name, value in itertools.chain(self.module.items(), frame.f_locals.items()):
                copied.pop(name, None)
                if isinstance(value, SHARED) or name.startswith("__"):
                    copied[name] = value
                    continue
                with contextlib.suppress(Exception):  # what cannot be copied is left out
                    one = copy.deepcopy(value, memo)
                    same = equal_or_shared(self.snapshots.take(value), self.snapshots.take(one))
                    if same:
                        copied[name] = one
        return copied


def as_leaving(thrown: Thrown, flags: int) -> Thrown:
    """What leaves an activation: of a generator or coroutine no StopIteration (PEP 479)."""
    stops = {"StopIteration": WAITING, "StopAsyncIteration": inspect.CO_ASYNC_GENERATOR}
    if flags & stops.get(thrown.type, 0):
        return replace(thrown, type="RuntimeError")
    return thrown


def equal_or_shared(one: Value, other: Value) -> bool:
    """Whether a copy is faithful; iterators and the like have no structure to compare."""
    return one.kind == "opaque" == other.kind or equal(one, other)
