"""A recording with its indexes: values at any moment, bindings of names, steps by activation.

Invariant: a `Trace` never changes and never runs anything; every answer is a look-up or a
bisection in the columns of its `TraceData`.
"""

from __future__ import annotations

import ast
import builtins
from array import array
from bisect import bisect_right
from collections.abc import Callable
from collections.abc import Sequence as SequenceOf
from enum import Enum
from functools import cached_property
from typing import Any, Final, TypeAlias, TypeVar, cast

from engine.trace.model import (
    Activation,
    ActivationId,
    Bindings,
    Code,
    CodeKind,
    Ending,
    Family,
    HeapObject,
    Ref,
    Step,
    StepKind,
    StepNo,
    Time,
    TraceData,
    Write,
)
from engine.trace.scopes import bound_names, is_private, private_name, released_names
from engine.trace.statements import ScopeNode, StatementMap, enclosing_scopes
from engine.trace.steps import Steps
from engine.values import (
    MAX_DEPTH,
    Atom,
    Cycle,
    Instance,
    Mapping,
    Oid,
    Opaque,
    Sequence,
    SetValue,
    Value,
    children,
)

BUILTIN_NAMES: Final = frozenset(dir(builtins))


class Missing(Enum):
    """Why a name has no value at a moment. Closed."""

    UNBOUND = "unbound"  #: the name has no value there
    UNKNOWN = "unknown"  #: the recording does not say (a name of a function around)
    BUILTIN = "builtin"  #: it is a builtin's name, and nothing of the program's


Lookup: TypeAlias = Ref | Missing
T = TypeVar("T")


class ObjectAbsentError(LookupError):
    """An object is asked about before it was first seen: a defect, never a verdict."""


class Trace:
    """One recording; see `engine.trace.model` for times and references."""

    def __init__(self, data: TraceData) -> None:
        self.data: Final = data
        self._values: dict[tuple[Oid, int], tuple[Value, Time]] = {}
        self._indexes: dict[Callable[[Trace], Any], Any] = {}

    def index(self, make: Callable[[Trace], T]) -> T:
        """What ``make`` builds of this recording, built once: judges of several narrations share
        their indexes."""
        if make not in self._indexes:
            self._indexes[make] = make(self)
        return cast("T", self._indexes[make])

    # -- what is determined (see `engine.trace.determined`) ---------------------------------------

    @property
    def plain(self) -> Trace:
        """The recording with all that it holds, determined or not."""
        return self

    @property
    def parting(self) -> StepNo | None:
        """The step after which nothing is told, for other runs go another way; None: none."""
        return None

    def settle(self, at: int) -> None:
        """Raises `UndeterminedError` where other runs may be elsewhere at a moment."""

    # -- the program ------------------------------------------------------------------------------

    @cached_property
    def statements(self) -> StatementMap:
        return StatementMap(self.data.source)

    @cached_property
    def _scopes(self) -> list[ScopeNode | None]:
        found = self.statements.scope_of
        return [found(code.first_line, code.name) for code in self.data.codes]

    def code_of(self, activation: ActivationId) -> Code:
        return self.data.codes[self.data.activations[activation].code]

    def scope_of(self, activation: ActivationId) -> ScopeNode | None:
        """The function of the source that the activation runs; None for expressions' code."""
        return self._scopes[self.data.activations[activation].code]

    def owner(self, activation: ActivationId) -> ActivationId:
        """The activation that a reader sees: comprehensions belong to the one around them."""
        while self.code_of(activation).kind is CodeKind.COMPREHENSION:
            parent = self.data.activations[activation].parent
            if parent is None:
                break
            activation = parent
        return activation

    # -- steps ------------------------------------------------------------------------------------

    def step(self, number: int) -> Step:
        return self.data.steps[number]

    def steps_of_kind(self, numbers: SequenceOf[StepNo], kind: StepKind) -> list[Step]:
        """Those of the steps that are of the kind."""
        columns = self.columns
        return [self.step(number) for number in numbers if columns.kind(number) is kind]

    def writes_of(self, number: int) -> tuple[Write, ...]:
        """The writes of a step, without making it."""
        return self.columns.writes_of(number)

    @cached_property
    def columns(self) -> Steps:
        """The steps in columns."""
        steps = self.data.steps
        return steps if isinstance(steps, Steps) else Steps.of(steps)

    @cached_property
    def _runs(self) -> dict[int, list[tuple[int, int, int]]]:
        owners = [self.owner(activation.id) for activation in self.data.activations]
        found: dict[int, list[tuple[int, int, int]]] = {}
        for run in self.columns.runs():
            found.setdefault(owners[run[0]], []).append(run)
        return found

    def own_runs(self, activation: ActivationId) -> SequenceOf[tuple[int, int, int]]:
        """Where the steps of an activation and its comprehensions follow each other: which of
        them it is, the first step, and the one behind the last."""
        return self._runs.get(activation, ())

    @cached_property
    def _own(self) -> dict[ActivationId, SequenceOf[StepNo]]:
        return {}

    def own_steps(self, activation: ActivationId) -> SequenceOf[StepNo]:
        """The numbers of the steps of an activation and its comprehensions, ascending."""
        own = self._own.get(activation)
        if own is None:
            runs = self.own_runs(activation)
            if len(runs) == 1:
                found: SequenceOf[int] = range(*runs[0][1:])
            else:
                found = array("i")
                for _, first, end in runs:
                    found.extend(range(first, end))
            own = self._own[activation] = cast("SequenceOf[StepNo]", found)
        return own

    def spanning_of(self, activation: ActivationId) -> SequenceOf[StepNo]:
        """The own steps of an activation within which others began, ascending."""
        return self._spanning.get(activation, ())

    @cached_property
    def _spanning(self) -> dict[int, list[StepNo]]:
        found: dict[int, list[StepNo]] = {}
        for number in sorted(self.columns.later):
            owner = self.owner(ActivationId(self.columns.activation_of(number)))
            found.setdefault(owner, []).append(StepNo(number))
        return found

    def exceptions_of(self, activation: ActivationId) -> SequenceOf[StepNo]:
        """The steps of an activation alone that raised or received an exception, ascending."""
        return self._exceptions.get(activation, ())

    @cached_property
    def _exceptions(self) -> dict[int, list[StepNo]]:
        found: dict[int, list[StepNo]] = {}
        for number in sorted(self.columns.exceptions):
            found.setdefault(self.columns.activation_of(number), []).append(StepNo(number))
        return found

    def waits_at(self, activation: ActivationId) -> StepNo | None:
        """The step by which a generator is left waiting: the last one that hands out a value, if
        nothing of its own runs after it (§2). Where it is closed there, CPython 3.13 drops its
        frame without a step; older versions let an exception come out of the `yield`."""
        if activation not in self._waits:
            self._waits[activation] = self._waiting_step(activation)
        return self._waits[activation]

    @cached_property
    def _waits(self) -> dict[ActivationId, StepNo | None]:
        return {}

    def _waiting_step(self, activation: ActivationId) -> StepNo | None:
        found = self.data.activations[activation]
        if found.ending is Ending.RETURNED or not self.code_of(activation).generator:
            return None
        if found.ending is Ending.RAISED and not self._is_generator_exit(found.result):
            return None
        for number in reversed(self.own_steps(activation)):
            step = self.step(number)
            if step.kind is StepKind.YIELD and step.activation == activation:
                return number
            if step.exception is None:
                return None
        return None

    def _is_generator_exit(self, ref: Ref | None) -> bool:
        return ref is not None and ref < 0 and self.data.objects[Oid(-ref)].type == "GeneratorExit"

    def last_step(self, activation: ActivationId) -> StepNo:
        """The last step of an activation; of a generator that is left waiting, the one at which
        it waits."""
        waits = self.waits_at(activation)
        return self.data.activations[activation].last if waits is None else waits

    def ending(self, activation: ActivationId) -> Ending:
        """How an activation ended; one that is left waiting did not."""
        if self.waits_at(activation) is not None:
            return Ending.UNFINISHED
        return self.data.activations[activation].ending

    @property
    def entry(self) -> Activation:
        return self.data.activations[self.data.entry]

    @property
    def last_time(self) -> Time:
        return Time(len(self.data.steps) - 1)

    def ended_with(self, activation: ActivationId) -> Ref | None:
        """What an activation returned, or the exception that left it."""
        return self.data.activations[activation].result

    def written(self, step: StepNo, text: str) -> str:
        """The text that a step wrote to standard output."""
        return text

    def answer(self) -> Value | None:
        """What the entry call returned; None where an exception left it (or it did not end)."""
        entry = self.entry
        if entry.ending is not Ending.RETURNED or entry.result is None:
            return None
        return self.value(entry.result, self.last_time)

    # -- names ------------------------------------------------------------------------------------

    def binding(self, activation: ActivationId, name: str, at: Time) -> Lookup:
        """What a name of the activation's function refers to at a moment: LOCAL, then CELL, then
        GLOBAL; a local or cell name never falls through."""
        local = self.data.locals[activation].get(name)
        cell = self.data.cells[activation].get(name)
        both = cell is not None and local is not None
        if both and self.code_of(activation).kind is CodeKind.CLASS:
            cell = None  # that of a function around: a comprehension in the body reads it (3.13)
        if cell is not None:
            content = self._contents(self.data.objects[Oid(-cell)], at)
            if content:
                return content[0]
            # Between the call and MAKE_CELL a parameter still stands in its local slot.
            return _bound(local, at) if local is not None else Missing.UNBOUND
        if local is not None:
            return _bound(local, at)
        if name in self._bound_names(activation):
            return Missing.UNBOUND
        if self._is_of_function_around(activation, name):
            return Missing.UNKNOWN
        known = self.data.globals.get(name)
        if known is None:
            return Missing.BUILTIN if name in BUILTIN_NAMES else Missing.UNBOUND
        found = _bound(known, at)
        return Missing.BUILTIN if found is Missing.UNBOUND and name in BUILTIN_NAMES else found

    def _is_of_function_around(self, activation: ActivationId, name: str) -> bool:
        """Whether the name, which the activation's function neither binds nor reads, is one of a
        function around it. (Which of that one's activations is meant was not recorded.)"""
        scope = self.scope_of(activation)
        if scope is None:
            return False
        if scope not in self._names_around:
            functions = [
                outer
                for outer in self._enclosing.get(scope, ())
                if not isinstance(outer, ast.ClassDef)
            ]
            names = frozenset[str]().union(*map(bound_names, functions))
            self._names_around[scope] = names - released_names(scope)
        return name in self._names_around[scope]

    @cached_property
    def _names_around(self) -> dict[ScopeNode, frozenset[str]]:
        return {}

    @cached_property
    def _enclosing(self) -> dict[ScopeNode, tuple[ScopeNode, ...]]:
        return enclosing_scopes(self.statements.tree)

    def private_name(self, activation: ActivationId, name: str) -> str:
        """What a name or an attribute's name is called where the activation's function stands:
        ``__name`` is another one inside of a class."""
        if not is_private(name):  # which spares most programs the look at their scopes
            return name
        scope = self.scope_of(activation)
        return name if scope is None else private_name(name, self._enclosing.get(scope, ()))

    def _bound_names(self, activation: ActivationId) -> frozenset[str]:
        """Names that the function binds somewhere, recorded or not in this activation."""
        scope = self.scope_of(activation)
        key = id(scope)
        if key not in self._names:
            self._names[key] = frozenset() if scope is None else bound_names(scope)
        return self._names[key]

    @cached_property
    def _names(self) -> dict[int, frozenset[str]]:
        return {}

    # -- values -----------------------------------------------------------------------------------

    def value(self, ref: Ref, at: Time) -> Value:
        """The Value of a reference at a moment."""
        return self._build(ref, at, ())[0]

    def _contents(self, thing: HeapObject, at: Time) -> tuple[Ref, ...]:
        index = bisect_right(thing.since, at) - 1
        # An object is asked about before it was first seen only where a step's operand was made
        # within that same step; its first contents are then the contents.
        return thing.contents[max(index, 0)] if thing.contents else ()

    def contents(self, oid: Oid, at: Time) -> tuple[Ref, ...]:
        return self._contents(self.data.objects[oid], at)

    def _build(self, ref: Ref, at: Time, above: tuple[Oid, ...]) -> tuple[Value, bool]:
        """The value, and whether it stands alone (refers to nothing above it)."""
        if ref >= 0:
            return self.data.atoms[ref], True
        oid = Oid(-ref)
        if oid in above:
            return Cycle(len(above) - above.index(oid), oid), False
        thing = self.data.objects[oid]
        if thing.family is Family.OPAQUE or thing.family is Family.CELL:
            return Opaque(thing.type, thing.label, oid), True
        if len(above) > MAX_DEPTH:
            raise RecursionError("a recorded value is nested too deeply")
        until = self._unchanged_until(oid, at)
        cached = self._values.get((oid, until))
        if cached is not None:
            return cached[0], True
        below = (*above, oid)
        parts = [self._build(part, at, below) for part in self._contents(thing, at)]
        made = _assemble(thing, [part for part, _ in parts])
        alone = all(each for _, each in parts) or _self_contained(made, 0)
        if alone:
            self._values[(oid, until)] = (made, at)
        return made, alone

    def _unchanged_until(self, oid: Oid, at: Time) -> int:
        """A key under which the object's whole value is the same: the newest change at or before
        the moment of anything that can be reached from it."""
        thing = self.data.objects[oid]
        index = max(bisect_right(thing.since, at) - 1, 0)
        newest = thing.since[index] if thing.since else -1
        contents = thing.contents[index] if thing.contents else ()
        waiting = [Oid(-part) for part in contents if part < 0]
        seen = {oid}
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            thing = self.data.objects[current]
            index = max(bisect_right(thing.since, at) - 1, 0)
            if thing.since:
                newest = max(newest, thing.since[index])
            if thing.contents:
                waiting.extend(Oid(-part) for part in thing.contents[index] if part < 0)
        return newest


def _bound(history: Bindings, at: Time) -> Lookup:
    index = bisect_right(history.since, at) - 1
    ref = history.refs[index] if index >= 0 else None
    return Missing.UNBOUND if ref is None else ref


def _self_contained(value: Value, depth: int) -> bool:
    """Whether no cycle inside ``value`` leads above it."""
    if isinstance(value, Cycle):
        return value.up <= depth
    return all(_self_contained(child, depth + 1) for child in children(value))


def _assemble(thing: HeapObject, parts: list[Value]) -> Value:
    match thing.family:
        case Family.SEQUENCE:
            return Sequence(thing.type, tuple(parts), thing.oid)
        case Family.SET:
            return SetValue(thing.type, tuple(parts), thing.oid)
        case Family.MAPPING:
            pairs = tuple(zip(parts[::2], parts[1::2], strict=True))
            return Mapping(thing.type, pairs, thing.oid)
        case Family.INSTANCE:
            payload = parts.pop(0) if thing.has_payload else None
            names = [_name(part) for part in parts[::2]]
            attributes = tuple(zip(names, parts[1::2], strict=True))
            return Instance(thing.type, attributes, payload, thing.class_oid, thing.oid)
        case Family.CELL | Family.OPAQUE:
            return Opaque(thing.type, thing.label, thing.oid)


def _name(value: Value) -> str:
    if isinstance(value, Atom) and isinstance(value.payload, str):
        return value.payload
    raise TypeError("an attribute's name is a str atom")
