"""The log → Steps: each activation's stack is simulated over the original instructions.

The log holds only what cannot be derived. The decoder walks it with a stack of activations;
each executes its original code, instruction after instruction: derived instructions move
simulated values, logged ones take theirs from the log, conditional jumps read the next Block.
Traced code that begins in the midst of an instruction (a call, an operator with a Python
``__add__``, a ``for`` over a generator) leaves that instruction's step open, and ``done`` is
known when it closes. Numbering and time are those of `engine.trace.model`.

Whatever does not fit is an error, never a guess: a wrong recording would be a wrong verdict.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from inspect import CO_ASYNC_GENERATOR
from itertools import repeat
from typing import Any, Final, NoReturn

from engine.capture import operations
from engine.capture.decoded_code import DecodedCode, Instruction
from engine.capture.dropped import all_of_code_are_held, refuse_dropped, waits_in_handler
from engine.capture.freeze import Freezer
from engine.capture.heap import SETTLED, UNBOUND_CELL, Heap, UnseenChangeError, cell_content
from engine.capture.known_code import KnownCode
from engine.capture.log import (
    Block,
    Caught,
    Enter,
    Given,
    Known,
    Look,
    Relook,
    Resumed,
    Retouch,
    Settled,
    SettledLook,
    Space,
    Touch,
    Unwound,
    Wrote,
)
from engine.capture.makers import NOBODY, Several, follow, uses_of
from engine.capture.marks import MARK_IDS, NESTED, NOTHING, NULL, End, OutOfLog
from engine.capture.opcodes import PY311
from engine.capture.shadow import ShadowError
from engine.capture.spaces import names_in
from engine.capture.stretches import LEFT, Run
from engine.errors import CaptureError, ErrorCode
from engine.trace.model import (
    START,
    Activation,
    Bindings,
    Ending,
    Output,
    PlaceKind,
    Ref,
    Span,
    StepKind,
    StepNo,
    Time,
    Write,
)
from engine.trace.steps import NONE, PLACE_NUMBER, Dones, Steps

_LOCAL: Final = PLACE_NUMBER[PlaceKind.LOCAL]
_CONTENTS: Final = PLACE_NUMBER[PlaceKind.CONTENTS]
_CELL: Final = PLACE_NUMBER[PlaceKind.CELL]

_TOLD: Final = frozenset(map(id, (Touch, Known, Look, Settled, SettledLook, Given, Wrote)))
"""Ids of the types of entries that belong to the step in whose midst they are."""


class OpenStep:
    """A step that has begun."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class Frame:
    """One activation while it is decoded."""

    __slots__ = (
        "caller",
        "cell_of",
        "code",
        "displays",
        "ending",
        "fast",
        "first",
        "frame_id",
        "id",
        "keywords",
        "last",
        "last_jump",
        "locals",
        "makers",
        "namespace",
        "open",
        "parent",
        "pos",
        "refs",
        "result",
        "stack",
        "tested",
        "turn",
    )  # fmt: skip

    def __init__(self, code: DecodedCode, number: int, frame_id: int) -> None:
        self.code = code
        self.id = number
        self.frame_id = frame_id
        self.pos = code.start
        self.stack: list[Any] = []
        self.makers: list[int] = []  #: of the stack (see `engine.capture.makers`)
        self.fast: dict[str, Any] = {}
        self.refs: dict[str, Ref] = {}  #: of those in `fast` that a load finds there
        self.cell_of: dict[str, Any] = {}
        self.locals: dict[str, Bindings] = {}
        self.open: OpenStep | None = None
        self.parent: int | None = None
        self.caller: int | None = None
        self.first = self.last = -1
        self.ending = Ending.UNFINISHED
        self.result: int | None = None
        self.keywords: tuple[str, ...] = ()
        self.last_jump = -1
        self.tested: Any = NOTHING
        self.displays: dict[int, Span] = {}
        self.namespace: object = None  #: of a class body
        self.turn = 0  #: of the event loop in which it ended or was left waiting

    def set_fast(self, name: str, thing: object, ref: Ref) -> None:
        """A local slot holds an object of the program."""
        self.fast[name] = thing
        self.refs[name] = ref

    def drop_fast(self, name: str) -> Any:
        """A local slot holds no object of the program any more; what it held, or `NULL`."""
        self.refs.pop(name, None)
        return self.fast.pop(name, NULL)


class Decoder:
    """Decodes one log of a program whose code is known. Not ``quick``: one instruction at a
    time."""

    def __init__(
        self, log: list[Any], known: KnownCode, max_steps: int, *, quick: bool = True
    ) -> None:
        self.log = log
        self.i = 0
        self.marks = bytearray()  #: for each entry, whether it is no raw value
        self.steps = Steps(known.tables)
        self.freezer = Freezer()
        # For the stretches, which ask for these more often than for anything else.
        self.refs, self.new = self.freezer.refs, self.freezer.add
        self.form_of, self.results = self.steps.form_of, self.steps.results
        begun = self.form_of
        self.freezer.now = lambda: len(begun) - 1
        self.heap = Heap(self.freezer)
        self.frames: list[Frame] = []
        self.active: list[Frame] = []
        self.suspended: dict[int, Frame] = {}
        self.turns = 0  #: how often an event loop gave control to the program
        self.globals: dict[str, Bindings] = {}
        self._at_start: Any = array("i", (START,))
        self.bound_globals = False  #: whether a statement bound one
        self.namespace: object = None  #: of the module
        self.outputs: list[Output] = []
        self.max_steps = max_steps
        self.truncated = ""
        self._known = known
        self.row_of = known.row_of
        # So near the limit every step asks for it; a run without a jump has as many at most.
        self._brink = max_steps - known.longest if quick else 0
        self.running: Instruction  #: what is being executed

    # The walk.

    def run(self) -> None:
        """Decode the whole log; afterwards the tables are filled."""
        log = self.log
        log.append(End())
        kinds = MARK_IDS
        self.marks[:] = [id(type(entry)) in kinds for entry in log]
        try:
            self._begin(self._take(Enter))
            while self.active:
                self._run_frame(self.active[-1])
        except OutOfLog:
            self.truncated = self.truncated or "the recording stopped"
        except (UnseenChangeError, ShadowError) as error:
            self.fail(f"a change was not seen ({error})")
        log.pop()
        for frame in self.active:
            self._saw_last(frame)
        self._close_unfinished()

    def _saw_last(self, frame: Frame) -> None:
        """Bring up to date which step is the frame's last one."""
        last = self.steps.begun_in(frame.id)
        if last is not None:
            frame.last = last

    def _run_frame(self, frame: Frame) -> None:
        """Execute instructions of ``frame`` until another activation is the running one."""
        active, begun, brink = self.active, self.form_of, self._brink
        longest = self._known.longest
        code = frame.code
        instructions = code.instructions
        planner = self._known.planner(code.id) if brink > 0 else None
        while True:
            if (
                planner is not None
                and frame.open is None
                and frame.tested is NOTHING
                and not frame.keywords
            ):
                self.steps.turn(frame.id)  # others may have run in the midst of an instruction
                position = following = frame.pos
                stretches = planner.whole
                # None has more steps than the longest code has bytes: they end before the brink.
                for _ in repeat(None, (brink - len(begun)) // longest):
                    run = stretches[position] or planner.at(position, frame.stack)
                    following = run(self, frame)
                    if following < 0:
                        break
                    position = following
                else:
                    frame.pos = position
                if following == LEFT:
                    return
            self._run_plainly(frame, instructions[frame.pos])
            if not active or active[-1] is not frame:
                return

    def _run_plainly(self, frame: Frame, instruction: Instruction) -> None:
        """Execute one instruction, whatever happened in its midst."""
        self.running = instruction
        code, active = frame.code, self.active
        entry = self.log[self.i]
        if self.marks[self.i]:
            kind = type(entry)
            if (
                kind is Block
                and entry.code_id == code.id
                and frame.open is None
                and code.at_offset[entry.offset] == frame.pos
            ):
                self.i += 1
                if instruction.logs_before:
                    self.value(self.log[self.i])  # the top of the stack, known already
                entry = self.log[self.i]
                kind = type(entry)
            if (
                (kind is Caught or kind is Unwound)
                and not 0 < entry.depth < len(active)
                and entry.frame_id == frame.frame_id
                and entry.code_id == code.id
                and code.at_offset.get(entry.raised_at) == frame.pos
            ):
                self.raised(frame, instruction, entry)
                return
        position = frame.pos
        self._saw_last(frame)
        last = frame.last
        instruction.run(self, frame, instruction)
        if frame.pos != position:
            made = None if frame.last == last else frame.last
            if made is None or self.steps.kind(made) is not StepKind.CATCH:
                follow(frame, instruction, made, self.steps)

    def part(self, start: int, stop: int, frame: Frame) -> Run:
        """A stretch of the frame's code from one position up to another."""
        return self._known.planner(frame.code.id).part(start, stop, frame.stack)

    def settle(self, frame: Frame, instruction: Instruction) -> Any:
        """Pass over what belongs to ``instruction`` before its outcome; give the next entry.

        `NESTED`: traced code began, its frame runs first. Touches and outputs open the step,
        since they belong to its number."""
        while True:
            entry = self.log[self.i]
            kind = type(entry)
            if id(kind) not in MARK_IDS:
                return entry
            if kind is Block:
                if PY311 and entry.code_id != frame.code.id and self._goes_on(entry):
                    frame.open = frame.open or self.begin_step(frame, instruction)
                    self._return_into(entry)
                    return NESTED
                return entry
            if id(kind) in _TOLD:
                opened = frame.open or self.begin_step(frame, instruction)
                self._told(kind, entry, opened.number)
                self.i += 1
            elif kind is Enter:
                frame.open = frame.open or self.begin_step(frame, instruction)
                self._begin(entry)
                return NESTED
            elif kind is Resumed:
                frame.open = frame.open or self.begin_step(frame, instruction)
                self._resume(entry)
                return NESTED
            elif kind is End:
                raise OutOfLog
            elif kind is Retouch or kind is Relook:
                self.fail("code of the program ran between two probes of one instruction")
            else:
                found = self._exception(frame, instruction, entry)
                if found is not None:
                    return found

    def _told(self, kind: type, entry: Any, number: int) -> None:
        """What the log says in the midst of the step of this number."""
        heap = self.heap
        if kind is Touch or kind is Known:
            heap.touch(entry.object, entry.content, number, known=kind is Known)
        elif kind is Look:
            heap.look(entry.group, entry.joined, number)
        elif kind is Settled:
            heap.touch(entry.object, entry.content, number, maker=SETTLED)
        elif kind is SettledLook:
            heap.look(entry.group, entry.joined, number, maker=SETTLED)
        elif kind is Given:
            heap.give(entry.items, number)
        else:
            self.outputs.append(Output(StepNo(number), entry.stream, entry.text))

    def _exception(self, frame: Frame, instruction: Instruction, entry: Caught | Unwound) -> Any:
        """An exception arrived somewhere: the entry where that is in ``frame``, `NESTED` where
        another activation runs first; None where it is of no concern."""
        if 0 < entry.depth < len(self.active):
            self._lose(frame, instruction, entry)
            return NESTED
        if entry.frame_id == frame.frame_id and entry.code_id == frame.code.id:
            return entry
        if entry.frame_id in self.suspended:
            frame.open = frame.open or self.begin_step(frame, instruction)
            self._throw(entry)
            return NESTED
        if type(entry) is Caught or not self._known.code(entry.code_id).generator:
            self.fail(f"an exception of code {entry.code_id} that is not running")
        self.i += 1  # a generator that was closed or thrown into before it began
        return None

    def fail(self, what: str) -> NoReturn:
        """The log does not fit the program."""
        place = ""
        if self.active:
            frame = self.active[-1]
            instruction = frame.code.instructions[frame.pos]
            place = (
                f" in `{frame.code.code.co_qualname}` at offset {instruction.offset}"
                f" ({instruction.name})"
            )
        raise CaptureError(
            ErrorCode.DECODING_FAILED,
            f"The log does not fit the program: {what}{place}, entry {self.i}",
            data={"entry": self.i},
        )

    def value(self, entry: Any) -> Any:
        """``entry``, which must be a raw value, taken from the log."""
        if id(type(entry)) in MARK_IDS:
            self.fail(f"a value was expected, not {type(entry).__name__}")
        self.i += 1
        return entry

    # Steps.

    def begin_step(self, frame: Frame, instruction: Instruction) -> OpenStep:
        """Number the step of ``instruction`` now, with the operands that it finds."""
        self._check_limit()
        operands = operations.operands_of(self, frame, instruction)
        uses = uses_of(frame, instruction)
        number = self.steps.begin(self.row_of(instruction), frame.id, operands, uses)
        opened = frame.open = OpenStep(number)
        return opened

    def _check_limit(self) -> None:
        if len(self.steps) >= self.max_steps:
            self.truncated = f"the limit of {self.max_steps} steps was reached"
            raise OutOfLog

    def emit(self, frame: Frame, row: int, operands: Sequence[int], result: int | None) -> int:
        """Finish the step of the running instruction (begun before, or only now) as one of this
        row; give its number."""
        steps = self.steps
        opened = frame.open
        if opened is not None:
            frame.open = None
            number = opened.number
            steps.end(number, row, result)
        else:
            if len(steps.form_of) >= self.max_steps:
                self._check_limit()
            number = steps.add(row, frame.id, operands, result, uses_of(frame, self.running))
        frame.last = number
        return number

    def emit_as(
        self,
        frame: Frame,
        instruction: Instruction,
        operands: Sequence[int] = (),
        result: int | None = None,
        *,
        kind: StepKind | None = None,
        detail: str | None = None,
        span: Span | None = None,
    ) -> int:
        """The same for a step that differs from the others of its instruction."""
        row = self.steps.tables.row(
            instruction.offset,
            kind or instruction.kind or StepKind.OTHER,
            instruction.detail if detail is None else detail,
            span or instruction.span,
        )
        return self.emit(frame, row, operands, result)

    def _close_unfinished(self) -> None:
        """Finish the steps during which the recording stopped, the outermost first."""
        for frame in self.frames:
            if frame.open is not None:
                self.emit(frame, self.row_of(frame.code.instructions[frame.pos]), (), None)

    def bind(self, frame: Frame, name: str, time: int, ref: int | None) -> None:
        """A name of the activation holds ``ref`` from ``time`` on (None: unbound)."""
        history = frame.locals.get(name)
        if history is None:
            history = frame.locals[name] = Bindings()
        history.since.append(Time(time))
        history.refs.append(ref)  # type: ignore[arg-type]

    def begin_globals(self, names: Mapping[str, object]) -> None:
        """What the names of the module hold before the first step."""
        known, since, histories = self.refs, self._at_start, self.globals
        for name, thing in names.items():
            ref: Any = known.get(id(thing))
            if ref is None:
                ref = self.new(thing)
            histories[name] = Bindings(since, [ref])

    def bind_global(self, name: str, time: int, ref: int | None) -> None:
        """The same for a name of the module."""
        self.bound_globals = True
        history = self.globals.get(name)
        if history is None:
            history = self.globals[name] = Bindings()
        elif history.since is self._at_start:  # those that nothing binds have it in common
            history.since = self._at_start[:]
        history.since.append(Time(time))
        history.refs.append(ref)  # type: ignore[arg-type]

    # Activations.

    def _take(self, wanted: type) -> Any:
        entry = self.log[self.i]
        if type(entry) is End:
            raise OutOfLog
        if type(entry) is not wanted:
            self.fail(f"{wanted.__name__} was expected, not {type(entry).__name__}")
        return entry

    def _next_raw(self) -> Any:
        """The next raw value; probes may touch open objects before it."""
        entry = self.log[self.i]
        if type(entry) is Retouch:
            self.sightings(len(self.steps))
            entry = self.log[self.i]
        if type(entry) is End:
            raise OutOfLog
        return self.value(entry)

    def sightings(self, step: int) -> None:
        """Pass over what was looked at where an activation begins or is left, with this step. What
        called it changes these objects: the step that the activation below has open."""
        log = self.log
        entry = log[self.i]
        if type(entry) is not Retouch and type(entry) is not Relook:
            return
        below = self.active[-2].open if len(self.active) > 1 else None
        maker = step if below is None else below.number
        while True:
            if type(entry) is Retouch:
                self.heap.touch(entry.object, entry.content, step, nested=True, maker=maker)
            elif type(entry) is Relook:
                self.heap.look(entry.group, entry.joined, step, nested=True, maker=maker)
            else:
                return
            self.i += 1
            entry = log[self.i]

    def _begin(self, entry: Enter) -> None:
        """An activation begins: its ENTER step binds the parameters."""
        if len(self.form_of) >= self.max_steps:
            self._check_limit()
        self.i += 1
        code = self._known.code(entry.code_id)
        if code.twice:
            _refuse_two_of_a_name(code)
        frame = Frame(code, len(self.frames), entry.frame_id)
        if self.active:
            running = self.active[-1]
            frame.parent = running.id
            frame.caller = running.open.number if running.open is not None else None
            if code.asynchronous:
                self._count_turn(running)
        self.frames.append(frame)
        self.active.append(frame)
        count, at, steps = code.logged_at_entry, self.i, self.steps
        if self.marks.find(1, at, at + count) < 0:
            entries = self.log[at : at + count]
            self.i = at + count
        else:
            entries = [self._next_raw() for _ in range(count)]
        number = len(steps.form_of)
        space = self.log[self.i]
        if type(space) is Retouch or type(space) is Relook:
            self.sightings(number)
            space = self.log[self.i]
        if type(space) is Space:
            self.i += 1
            frame.namespace = space.mapping
            self.heap.spaces.follow(space.mapping, space.content, number, own=space.own)
            for name, thing in names_in(space.mapping, space.content):
                self.bind(frame, name, number, self.freezer.ref(thing))
        operands = self._bind_parameters(frame, code, entries) if code.cells else []
        if not operands:
            fast, refs, histories = frame.fast, frame.refs, frame.locals
            known, new = self.refs, self.new
            for name, argument in zip(code.parameters, entries, strict=False):
                found: Any = known.get(id(argument))
                if found is None:
                    found = new(argument)
                fast[name], refs[name] = argument, found
                operands.append(found)
                steps.add_place(number, _LOCAL, name, NONE, NONE, found)
                histories[name] = Bindings(array("i", (number,)), [found])  # type: ignore[arg-type]
        steps.enter(self._known.enter_row(code), frame.id, operands)
        frame.first = frame.last = number

    def _bind_parameters(self, frame: Frame, code: DecodedCode, entries: list[Any]) -> list[int]:
        """Bind the parameters of an activation that has cells; give their references."""
        steps, heap, ref = self.steps, self.heap, self.freezer.ref
        number = len(steps.form_of)
        cells = entries[len(code.parameters) :]
        cell_of = frame.cell_of = dict(zip(code.cells, cells, strict=True))
        operands: list[int] = []
        for name, argument in zip(code.parameters, entries, strict=False):
            if name in cell_of:
                cell = ref(cell_of[name])
                operands.append(ref(argument))
                steps.add_place(number, _CELL, name, cell, NONE, operands[-1])
                heap.cell_holds(cell_of[name], number, argument)
            else:
                found = ref(argument)
                operands.append(found)
                frame.set_fast(name, argument, found)
                steps.add_place(number, _LOCAL, name, NONE, NONE, found)
                self.bind(frame, name, number, found)
        for name in code.code.co_cellvars:
            if name not in code.parameters:
                heap.cell_holds(cell_of[name], number, UNBOUND_CELL)
                if name == "__class__":
                    heap.of_classes.add(id(cell_of[name]))
        if "__class__" in code.code.co_freevars:
            # Filled once, by C code, when the class statement was over.
            cell = cell_of["__class__"]
            heap.of_classes.add(id(cell))
            known = heap.cell_content(cell)
            if known is None or known is UNBOUND_CELL:
                heap.cell_holds(cell, number, cell_content(cell))
        return operands

    def _plain_step(
        self,
        frame: Frame,
        kind: StepKind,
        position: int,
        operands: tuple[Ref, ...] = (),
        *,
        writes: tuple[Write, ...] = (),
        result: int | None = None,
        exception: int | None = None,
        detail: str = "",
        span: Span | None = None,
    ) -> int:
        """A step that stands for an event, at the instruction at ``position``."""
        self._check_limit()
        row = self.steps.tables.row(frame.code.instructions[position].offset, kind, detail, span)
        number = self.steps.add(row, frame.id, operands, result)
        for write in writes:
            self.steps.add_write(number, write)
        if exception is not None:
            self.steps.exceptions[number] = Ref(exception)
        frame.last = number
        return number

    def _resume(self, entry: Resumed) -> None:
        """A generator goes on: the value sent is the result of its RESUME step."""
        self._check_limit()
        self.i += 1
        frame = self.suspended.pop(entry.frame_id, None)
        if frame is None:
            self.fail("a generator that is not suspended was resumed")
        if frame.code.asynchronous and self.active:
            self._count_turn(self.active[-1])
        self.active.append(frame)
        sent = self._next_raw()
        number = len(self.steps)
        self.sightings(number)
        frame.stack.append(sent)
        frame.makers.append(number)
        position = frame.pos - 1
        span = frame.code.instructions[position].span
        self._plain_step(frame, StepKind.RESUME, position, result=self.freezer.ref(sent), span=span)

    def _throw(self, entry: Caught | Unwound) -> None:
        """An exception is thrown into a suspended generator."""
        frame = self.suspended.pop(entry.frame_id)
        position = frame.pos - 1
        if frame.code.asynchronous and self.active:
            by_loop = self._count_turn(self.active[-1])
            if by_loop and self.turns > frame.turn + 1 and type(entry.exception) is GeneratorExit:
                self._check_held(frame)
        self.active.append(frame)
        exception = self.freezer.ref(entry.exception)
        frame.stack.append(None)  # what `throw` sends beside the exception
        frame.makers.append(NOBODY)
        number = self._plain_step(
            frame,
            StepKind.RESUME,
            position,
            exception=exception,
            span=frame.code.instructions[position].span,
        )
        self._leave_instruction(frame, entry, number)

    def _count_turn(self, running: Frame) -> bool:
        """Asynchronous code gets control: whether from an event loop, not from its like."""
        by_loop = not running.code.asynchronous
        self.turns += by_loop
        return by_loop

    def _check_held(self, closed: Frame) -> None:
        """The event loop closes an asynchronous generator, turns after that came to wait: what ran
        in the turn before this one must have kept it until then."""
        code = closed.code.code
        offset = closed.code.instructions[closed.pos - 1].offset
        if not code.co_flags & CO_ASYNC_GENERATOR or not waits_in_handler(code, offset):
            return
        roots = [self.namespace]
        for frame in self.frames:
            if frame.turn == self.turns - 1 or frame.ending is Ending.UNFINISHED:
                last = [history.refs[-1] for history in frame.locals.values()]
                roots += [self.freezer.live[-ref] for ref in last if ref is not None and ref < 0]
                roots += frame.cell_of.values()
        begun = sum(frame.code is closed.code for frame in self.frames)
        if not all_of_code_are_held(code, begun, self.freezer.live, roots):
            refuse_dropped()

    def _goes_on(self, entry: Block) -> list[tuple[Frame, int]]:
        """The suspended frames, with the index of their SEND, that 3.11 may go on with at a Block.

        An exception thrown into them reached what they await, which ended by returning: 3.11 goes
        on behind the SEND without a RESUME, 3.12 and later throw StopIteration into them."""
        code = self._known.code(entry.code_id)
        target = code.at_offset[entry.offset]
        return [
            (frame, item.index)
            for frame in self.suspended.values()
            if frame.code is code
            for item in code.instructions
            if item.name == "SEND" and item.target == target and item.index < frame.pos <= target
        ]

    def _return_into(self, entry: Block) -> None:
        """What a suspended frame awaits has returned, when an exception was thrown into it."""
        found = self._goes_on(entry)
        if len(found) > 1:
            self.fail("one of several generators went on")
        frame, send = found[0]
        del self.suspended[frame.frame_id]
        self.active.append(frame)
        none = self.freezer.ref(None)
        span = frame.code.instructions[send].span
        self._plain_step(frame, StepKind.RESUME, frame.pos - 1, result=none, span=span)
        frame.stack.append(None)
        frame.pos = send

    def suspend(self, frame: Frame) -> None:
        """The generator waits after a yield."""
        self.active.pop()
        frame.turn = self.turns
        self.suspended[frame.frame_id] = frame

    def ended(self, frame: Frame, ending: Ending, result: int) -> None:
        """The activation is over; the one below it goes on."""
        frame.ending = ending
        frame.turn = self.turns
        frame.result = result
        if frame.namespace is not None:
            self.heap.spaces.close(frame.namespace)
        self.active.pop()
        frame.stack, frame.makers, frame.fast, frame.refs = [], [], {}, {}  # it needs no room

    def raised(self, frame: Frame, instruction: Instruction, entry: Caught | Unwound) -> None:
        """``instruction`` raised; control goes to the handler, or leaves the activation."""
        operands = (
            () if frame.open is not None else operations.operands_of(self, frame, instruction)
        )
        number = self.emit(frame, self.row_of(instruction), operands, None)
        self.steps.exceptions[number] = self.freezer.ref(entry.exception)
        self._leave_instruction(frame, entry)

    def _lose(self, frame: Frame, instruction: Instruction, entry: Caught | Unwound) -> None:
        """A RecursionError ended the activation where there was no room for a probe to tell."""
        operands = (
            () if frame.open is not None else operations.operands_of(self, frame, instruction)
        )
        number = self.emit(frame, self.row_of(instruction), operands, None)
        exception = self.freezer.ref(entry.exception)
        self.steps.exceptions[number] = exception
        name = self.freezer.shape(type(entry.exception)).name
        self._plain_step(frame, StepKind.UNWIND, frame.pos, exception=exception, detail=name)
        self.ended(frame, Ending.RAISED, exception)

    def _leave_instruction(
        self, frame: Frame, entry: Caught | Unwound, resumed: int | None = None
    ) -> None:
        """An exception goes to a handler, or out of the activation. Where it was thrown in, what
        the thrower did before is dated at the step that ``resumed`` the activation."""
        self._check_limit()
        self.i += 1
        since = len(self.steps) if resumed is None else resumed
        exception = self.freezer.ref(entry.exception)
        name = self.freezer.shape(type(entry.exception)).name
        frame.tested = NOTHING
        frame.keywords = ()
        if isinstance(entry, Unwound):
            self.sightings(since)
            self._plain_step(frame, StepKind.UNWIND, frame.pos, exception=exception, detail=name)
            self.ended(frame, Ending.RAISED, exception)
            return
        code = frame.code
        depth, keeps_lasti = code.handlers[entry.handler_offset]
        if len(frame.stack) < depth:
            self.fail("the handler expects a deeper stack")
        del frame.stack[depth:]
        del frame.makers[depth:]
        if keeps_lasti:
            frame.stack.append(entry.raised_at)
            frame.makers.append(NOBODY)
        frame.stack.append(entry.exception)
        frame.pos = code.at_offset[entry.handler_offset]
        spans = (item.span for item in code.instructions[frame.pos : frame.pos + 3])
        self.sightings(since)
        frame.makers.append(Several((StepNo(len(self.steps)),)))
        self._plain_step(
            frame,
            StepKind.CATCH,
            frame.pos,
            exception=exception,
            detail=name,
            span=next((span for span in spans if span is not None), None),
        )

    # What the trace keeps.

    def activations(self) -> list[Activation]:
        """The activations in the order in which they began."""
        made: Any = Activation  # of plain numbers
        return [
            made(
                frame.id,
                frame.code.id,
                frame.parent,
                frame.caller,
                frame.first,
                frame.last,
                frame.ending,
                frame.result,
            )
            for frame in self.frames
        ]

    @property
    def dones(self) -> Dones:
        """For each step the last one that began within it."""
        return Dones(self.steps)

    def cells_of(self, frame: Frame) -> dict[str, Ref]:
        """The activation's cells by name."""
        return {name: self.freezer.ref(cell) for name, cell in frame.cell_of.items()}

    def add_changes(self) -> None:
        """Give the steps that ran C code a CONTENTS write for each object that it changed."""
        if not self.heap.changes:
            return
        seen = self.steps.changed_containers()
        for number, ref in self.heap.changes:
            if (number, ref) not in seen:
                seen.add((number, ref))
                self.steps.add_place(number, _CONTENTS, None, ref, NONE, NONE)


def _refuse_two_of_a_name(decoded: DecodedCode) -> None:
    """A comprehension that runs in place may give its function a second closure variable of a
    name that comes from around it (3.12 and 3.13): the interpreter itself takes one for the other
    then, and which one an instruction means cannot be told by its name."""
    code, name = decoded.code, decoded.twice
    raise CaptureError(
        ErrorCode.UNSUPPORTED,
        f"`{code.co_qualname}` has two variables `{name}` that functions within it can see: "
        "its own or one around it, and that of a comprehension, which this Python mixes up",
        where=f"line {code.co_firstlineno}",
        remedy="Give the comprehension's variable another name.",
        data={"function": code.co_qualname, "name": name},
    )
