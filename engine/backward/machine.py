"""The machine of a replay: which step comes next, what names refer to, what calls run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from engine.backward.instructions import CLOSURE, INTO_DISPLAY, OPERATIONS, comprehension
from engine.backward.models import builtin_calls
from engine.backward.models.iterators import ExhaustedError, Iterator, Resumed
from engine.backward.models.things import (
    BoolThing,
    BuiltinThing,
    BytesThing,
    DictThing,
    ExceptionThing,
    FloatThing,
    FunctionThing,
    IntThing,
    ListThing,
    MethodThing,
    OpaqueThing,
    PythonError,
    SetThing,
    SliceThing,
    StrThing,
    TupleThing,
    UnmodelledError,
    ViewThing,
)
from engine.backward.recorded import Recorded
from engine.backward.replayed import Concretisation, OffPathError, StoppedError
from engine.backward.run import Role, Run
from engine.backward.source_places import SourcePlaces
from engine.backward.terms import Constant, FloatTerm, Term, eq, float_same, iff
from engine.trace.model import (
    START,
    ActivationId,
    CodeKind,
    PlaceKind,
    Ref,
    Step,
    StepKind,
    StepNo,
    Time,
)
from engine.trace.trace import Missing, Trace
from engine.values import Oid

_CONSTANTS: Final = frozenset({"tuple", "frozenset", "bytes", "complex", "ellipsis"})
"""Types of what an instruction may hand out that takes nothing from the stack (RETURN_CONST)."""

_FILLED: Final = frozenset({"list", "set", "dict", "extend", "update", "merge"})

MISSING: Final = object()
"""The result of a step that has none."""


class Event(Enum):
    """Why an activation is left for now. Closed."""

    RETURNED = "returned"
    YIELDED = "yielded"


class Unpacked:
    """What an unpacking left on the stack: taken one after the other."""

    def __init__(self, items: Sequence[object]) -> None:
        self._items = list(items)

    def take(self) -> object:
        """The next one."""
        if not self._items:
            raise StoppedError("more is taken from an unpacking than it gave")
        return self._items.pop(0)


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody who looks at the state at a moment of the replay, by `Machine.variable`."""

    time: Time
    look: Callable[[Machine], None]


class Machine:
    """One replay. ``checking``: under the recorded input, each result compared with the recorded
    one; what has no model is taken as recorded then.

    Invariant: `cursor` is the step that comes next; it moves only by `_take`."""

    def __init__(self, trace: Trace, run: Run, places: SourcePlaces, *, checking: bool) -> None:
        self.trace = trace
        self.run = run
        self.places = places
        self.checking = checking
        self.recorded = Recorded(trace, run)
        self.results: dict[StepNo, object] = {}
        self.locals: list[dict[str, object]] = [{} for _ in trace.data.activations]
        self.cells: dict[Oid, object] = {}
        self.globals: dict[str, object] = {}
        self.displays: dict[int, object] = {}  #: of comprehensions, by their object
        self.raised: dict[ActivationId, ExceptionThing] = {}
        self.functions_made: set[int] = set()
        self.concretisations: list[Concretisation] = []
        self.checked = 0
        self.cursor = StepNo(trace.entry.first)
        self.watches: list[Watch] = []  #: by time, the last one first
        self._open: list[Step] = []
        self._flow: dict[tuple[int, int, str], PlaceKind | None] = {}
        run.call = lambda function, args: self.call(function, args, {})

    # -- steps ------------------------------------------------------------------------------------

    def peek(self) -> Step | None:
        """The step that comes next."""
        steps = self.trace.data.steps
        return steps[self.cursor] if self.cursor < len(steps) else None

    def _take(self) -> Step:
        step = self.peek()
        if step is None:
            raise StoppedError("the recording ends here")
        self.look(Time(step.number - 1))
        self.cursor = StepNo(self.cursor + 1)
        self.run.step = step.number
        return step

    def look(self, now: Time) -> None:
        """Let those look that watch for a moment up to now: the state is that of theirs."""
        while self.watches and self.watches[-1].time <= now:
            self.watches.pop().look(self)

    def variable(self, activation: ActivationId, name: str, at: Time) -> object:
        """What a name of an activation refers to now, which is the moment ``at``; `MISSING` where
        it is not bound, a `BuiltinThing` where it is a builtin's. (Which of these depends on the
        path alone.) Raises `UnmodelledError`."""
        ref = self.trace.binding(activation, name, at)
        if ref is Missing.UNBOUND:
            return MISSING
        if ref is Missing.BUILTIN:
            return BuiltinThing(name)
        if isinstance(ref, Missing):
            raise UnmodelledError(f"`{name}`, which is no variable of the function")
        cell = self.trace.data.cells[activation].get(name)
        if cell is not None:
            found = self.cells.get(Oid(-cell), MISSING)
        elif name in self.trace.data.locals[activation]:
            found = self.locals[activation].get(name, MISSING)
        elif ref >= 0:
            found = self.globals.get(name, self.recorded.value(ref, at))
        else:
            found = self.globals.get(name, MISSING)
        if found is MISSING:
            raise UnmodelledError(f"the value of `{name}`")
        return found

    def advance(self, activation: ActivationId) -> tuple[Event, object]:
        """Go on with an activation until it returns or yields; raises `PythonError` where an
        exception leaves it."""
        while True:
            step = self._take()
            if step.activation != activation:
                raise StoppedError("code of the program runs where none is known to")
            match step.kind:
                case StepKind.RETURN:
                    return Event.RETURNED, self._handed_out(step)
                case StepKind.YIELD:
                    return Event.YIELDED, self._handed_out(step)
                case StepKind.UNWIND:
                    raise PythonError(self._in_flight(step))
                case StepKind.CATCH:
                    self.results[step.number] = self._in_flight(step)
                case _:
                    self._perform(step)

    def _handed_out(self, step: Step) -> object:
        if step.uses:
            return self.operands(step)[0]
        ref = step.operands[0]
        if self.trace.code_of(step.activation).kind is CodeKind.COMPREHENSION:
            return comprehension(self, ref)  # a call of its own up to CPython 3.11
        if ref < 0 and self.trace.data.objects[Oid(-ref)].type not in _CONSTANTS:
            raise StoppedError("what is handed out is of unknown origin")
        return self.recorded.value(ref, START)

    def _in_flight(self, step: Step) -> ExceptionThing:
        thing = self.raised.get(step.activation)
        if thing is None:
            raise StoppedError("an exception of unknown origin")
        return thing

    def _perform(self, step: Step) -> None:
        self._open.append(step)
        try:
            result = self._result_of(step)
        except PythonError as raised:
            if step.exception is None:
                raise OffPathError(f"{raised.thing.type} is raised") from raised
            self._check_exception(step, raised.thing)
            self.raised[step.activation] = raised.thing
            return
        finally:
            self._open.pop()
        if step.exception is not None:
            raise OffPathError("nothing is raised")
        if self.cursor != step.done + 1:
            if not self.checking:
                raise OffPathError("less code of the program runs")
            raise StoppedError("an operation runs code of the program")
        self.results[step.number] = result
        if self.checking and step.result is not None and result not in (MISSING, CLOSURE):
            self._check_result(step, step.result, result)

    def _check_result(self, step: Step, ref: Ref, result: object) -> None:
        if step.kind is StepKind.BUILD and step.detail in _FILLED:
            # A display that is filled by the next steps is recorded as it is in the end.
            self.recorded.keep(Oid(-ref), result)
            return
        self.recorded.check(result, ref, Time(step.done))
        self.checked += 1

    def _result_of(self, step: Step) -> object:
        try:
            return OPERATIONS[step.kind](self, step)
        except UnmodelledError as unmodelled:
            return self._as_recorded(step, unmodelled.why)

    def _check_exception(self, step: Step, thing: ExceptionThing) -> None:
        if step.exception is None or step.exception >= 0:
            raise StoppedError("an exception of unknown class")
        recorded = self.trace.data.objects[Oid(-step.exception)].type
        if recorded != thing.type:
            raise OffPathError(f"{thing.type} is raised instead of {recorded}")

    # -- operands ---------------------------------------------------------------------------------

    def operands(self, step: Step) -> list[object]:
        """What the step found on the stack, the lowest first."""
        found = []
        for use in step.uses:
            if use not in self.results:
                raise StoppedError("an operand of unknown origin")
            thing = self.results[use]
            if isinstance(thing, Unpacked):
                thing = thing.take()
            if thing is MISSING:
                raise StoppedError("an operand of unknown origin")
            if thing is not CLOSURE:  # it came with the function that it belongs to
                found.append(thing)
        if not self._is_counted(step, found):
            raise StoppedError("operands of unknown number")
        if self.checking:
            self._check_operands(step, found)
        return found

    @staticmethod
    def _is_counted(step: Step, found: Sequence[object]) -> bool:
        """Whether these are all operands, and no more."""
        missing = len(step.operands) - len(found)
        if missing == 1:
            return (
                (bool(found) and isinstance(found[0], MethodThing))  # it brings its object
                or (step.kind is StepKind.BUILD and step.detail in INTO_DISPLAY)
                or (
                    step.kind is StepKind.COMPARE and step.detail.startswith("is")
                )  # fused with its branch: None is no operand
            )
        return missing == 0

    def _check_operands(self, step: Step, found: Sequence[object]) -> None:
        if not found or (step.kind is StepKind.BUILD and step.detail in INTO_DISPLAY):
            return
        things = list(found)
        if len(step.operands) == len(things) + 1 and isinstance(things[0], MethodThing):
            things[0:1] = [things[0], things[0].owner]
        if len(step.operands) != len(things):
            return
        for thing, ref in zip(things, step.operands, strict=True):
            self.recorded.check(thing, ref, Time(step.number - 1))

    # -- names ------------------------------------------------------------------------------------

    def place_of(self, step: Step) -> PlaceKind | None:
        """Where the name that a step speaks of lives."""
        code = self.trace.code_of(step.activation)
        if (code.id, -1, "") not in self._flow:
            self._flow[code.id, -1, ""] = None
            for node in code.flow:
                if node.place is not None:
                    self._flow[code.id, node.offset, node.detail] = node.place
        return self._flow.get((code.id, step.offset, step.detail))

    def cell_of(self, step: Step) -> Oid:
        ref = self.trace.data.cells[step.activation].get(step.detail)
        if ref is None:
            raise StoppedError(f"the variable `{step.detail}` of a function around")
        return Oid(-ref)

    # -- calls ------------------------------------------------------------------------------------

    def call(
        self, callee: object, args: Sequence[object], keywords: Mapping[str, object]
    ) -> object:
        """A call of anything; raises `PythonError`, `UnmodelledError`."""
        if not isinstance(callee, FunctionThing):
            return builtin_calls.call(callee, args, keywords, self.run)
        activation = self._entered()
        self._bind(callee, activation, args, keywords)
        event, result = self.advance(activation)
        if event is not Event.RETURNED:
            raise StoppedError("a generator that is made where none is known to be")
        return result

    def _entered(self) -> ActivationId:
        """The activation that begins here, within the running step."""
        step = self.peek()
        if (
            step is None
            or step.kind is not StepKind.ENTER
            or (self._open and step.number > self._open[-1].done)
        ):
            raise OffPathError("a function is called")
        return step.activation

    def generator(
        self, function: FunctionThing, args: Sequence[object], keywords: Mapping[str, object]
    ) -> Iterator:
        """A generator: its code runs when it is asked for an item."""
        begun: list[ActivationId] = []
        ended: list[bool] = []

        def resume() -> object:
            if ended:
                raise ExhaustedError
            if not begun:
                begun.append(self._entered())
                self._bind(function, begun[0], args, keywords)
            else:
                step = self._take()
                if step.activation != begun[0] or step.kind is not StepKind.RESUME:
                    raise OffPathError("a generator goes on")
                self.results[step.number] = None
            try:
                event, thing = self.advance(begun[0])
            except PythonError:
                ended.append(True)
                raise
            if event is Event.YIELDED:
                return thing
            ended.append(True)
            raise ExhaustedError

        return Resumed(resume)

    def _bind(
        self,
        function: FunctionThing,
        activation: ActivationId,
        args: Sequence[object],
        keywords: Mapping[str, object],
    ) -> None:
        """Bind the parameters of an activation that begins: its ENTER step is taken."""
        step = self._take()
        bound = self._bound(function, activation, args, keywords, step)
        self.enter(activation, step, bound)

    def enter(self, activation: ActivationId, step: Step, bound: Mapping[str, object]) -> None:
        """Let an activation begin with these values of its parameters."""
        names = self.locals[activation]
        for write in step.writes:
            name = write.name or ""
            if name not in bound or write.value is None:
                raise StoppedError(f"the parameter `{name}`")
            names[name] = bound[name]
            cell = self.trace.data.cells[activation].get(name)
            if cell is not None:
                self.cells[Oid(-cell)] = bound[name]
            if self.checking:
                self.recorded.check(bound[name], write.value, Time(step.number))
        self.results[step.number] = MISSING

    def take_enter(self) -> Step:
        """The ENTER step of the entry call."""
        return self._take()

    def _bound(
        self,
        function: FunctionThing,
        activation: ActivationId,
        args: Sequence[object],
        keywords: Mapping[str, object],
        step: Step,
    ) -> dict[str, object]:
        code = self.trace.code_of(activation)
        node = self.trace.scope_of(activation) if code.kind is CodeKind.FUNCTION else None
        if not isinstance(node, ast.FunctionDef):
            if keywords or len(args) != len(code.parameters):
                raise StoppedError("a call with defaults or keywords")
            return dict(zip(code.parameters, args, strict=True))
        declared = node.args
        plain = [arg.arg for arg in (*declared.posonlyargs, *declared.args)]
        found = dict(zip(plain, args, strict=False))
        rest = args[len(plain) :]
        if rest and declared.vararg is None:
            raise StoppedError("a call with too many arguments")
        if declared.vararg is not None:
            found[declared.vararg.arg] = TupleThing(tuple(rest))
        named = {*plain, *(arg.arg for arg in declared.kwonlyargs)}
        others = DictThing()
        for name, value in keywords.items():
            if name in named and name not in found:
                found[name] = value
            elif declared.kwarg is not None and name not in named:
                others.keys.append(name)
                others.values.append(value)
            else:
                raise StoppedError(f"the argument `{name}`")
        if declared.kwarg is not None:
            found[declared.kwarg.arg] = others
        for write in step.writes:
            if write.name is not None and write.name not in found and write.value is not None:
                if function.oid in self.functions_made:
                    raise StoppedError("the default of a function made on the path")
                found[write.name] = self.recorded.value(write.value, START)
        return found

    # -- what has no model ------------------------------------------------------------------------

    def _as_recorded(self, step: Step, why: str) -> object:
        """The recorded result of a step that has no model, under the recorded input alone: every
        term that goes into it is pinned to its value."""
        if not self.checking:
            raise StoppedError(why)
        if step.done != step.number:
            raise StoppedError(f"{why}, while code of the program runs in it")
        if any(isinstance(self.results[use], Unpacked) for use in step.uses):
            raise StoppedError(why)
        pinner = _Pinner(self, why)
        for use in step.uses:
            pinner.pin(self.results[use])
        self.concretisations.append(
            Concretisation(
                step.number,
                0 if step.span is None else step.span.line,
                f"{step.kind.value} {step.detail}".strip(),
                why,
            )
        )
        done = Time(step.done)
        for container in pinner.containers:
            self.recorded.refresh(container, done)
        if step.exception is not None:
            oid = Oid(-step.exception)
            raise PythonError(ExceptionThing(self.trace.data.objects[oid].type, None))
        if step.kind in {StepKind.NEXT, StepKind.MATCH, StepKind.BRANCH, StepKind.UNPACK}:
            raise StoppedError(why)
        if step.result is None:
            return MISSING
        result = self.recorded.value(step.result, done)
        if isinstance(result, OpaqueThing) and pinner.containers:
            raise StoppedError(why)
        return result


class _Pinner:
    """Pins all terms that a thing holds, and finds the containers in it."""

    def __init__(self, machine: Machine, why: str) -> None:
        self._machine = machine
        self._why = why
        self.containers: list[object] = []

    def pin(self, thing: object) -> None:
        """Raises `StoppedError` for what has a state that is not recorded."""
        match thing:
            case IntThing(term=term) | BoolThing(term=term) | FloatThing(term=term):
                self._pin_term(term)
            case StrThing(chars=chars) | BytesThing(chars=chars):
                for char in chars:
                    if isinstance(char, Term):
                        self._pin_term(char)
            case TupleThing(items=held):
                for item in held:
                    self.pin(item)
            case ListThing(items=items) | SetThing(items=items):
                self._enter(thing, items)
            case DictThing(keys=keys, values=values):
                self._enter(thing, [*keys, *values])
            case MethodThing(owner=owner):
                self.pin(owner)
            case SliceThing(start=start, stop=stop, step=step):
                for bound in (start, stop, step):
                    self.pin(bound)
            case ExceptionThing(args=args):
                for arg in args or ():
                    self.pin(arg)
            case Iterator() | ViewThing() | FunctionThing():
                raise StoppedError(self._why)
            case _:
                return

    def _enter(self, thing: object, parts: Sequence[object]) -> None:
        if any(thing is each for each in self.containers):
            return
        if self._machine.recorded.oid_of(thing) is None:
            raise StoppedError(self._why)
        self.containers.append(thing)
        for part in parts:
            self.pin(part)

    def _pin_term(self, term: Term) -> None:
        run = self._machine.run
        value: Constant = run.value(term)
        if isinstance(value, bool):
            run.assume(iff(term, value), Role.PIN)
        elif isinstance(value, int):
            run.assume(eq(term, value), Role.PIN)
        else:
            number: FloatTerm = value
            run.assume(float_same(term, number), Role.PIN)
