"""Where the names and the contents of objects that a recording holds were written.

Built in one pass. Steps of a list are in order, so that what was written between two steps is a
range of it, found by bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable
from typing import Final, TypeAlias

from engine.trace.control import NO_STEP, Control
from engine.trace.model import (
    START,
    ActivationId,
    Family,
    PlaceKind,
    Ref,
    Step,
    StepKind,
    StepNo,
    Time,
    Write,
)
from engine.trace.reading import (
    CHANGING_METHODS,
    READING_FUNCTIONS,
    READING_METHODS,
    STATELESS,
    STORING_METHODS,
    VIEWS,
)
from engine.trace.trace import Missing, Trace
from engine.values import Oid

Key: TypeAlias = Hashable
Steps: TypeAlias = list[StepNo]

_MUTABLE: Final = frozenset({Family.SEQUENCE, Family.SET, Family.MAPPING, Family.INSTANCE})
_DEFAULTING: Final = "collections.defaultdict"
_FUNCTION_TYPES: Final = frozenset({"function", "method"})


def between(steps: Steps, after: int, before: int) -> tuple[int, int]:
    """The part of a list of steps that lies strictly between two."""
    return bisect_right(steps, after), bisect_left(steps, before)


class Definitions:
    """Writers of names, changes of objects, and what branches left unwritten."""

    def __init__(self, trace: Trace, control: Control) -> None:
        self._trace = trace
        self._data = trace.data
        self._control = control
        self._steps = trace.data.steps
        self.source: Final[dict[StepNo, StepNo]] = {}
        """By LOAD: the step that wrote what it reads."""
        self.maker: Final[dict[Ref, StepNo]] = {}
        """By object: the first step that had it as its result."""
        self.changes: Final[dict[Oid, Steps]] = defaultdict(list)
        """Whatever changed, or could have changed, an object."""
        self.whole: Final[dict[Oid, Steps]] = defaultdict(list)
        """Those that could have changed any part of it."""
        self.appends: Final[dict[Oid, Steps]] = defaultdict(list)
        self.sizes: Final[dict[Oid, Steps]] = defaultdict(list)
        """Those that could have changed how many parts it has, without appends."""
        self.parts: Final[dict[tuple[Oid, Key], Steps]] = defaultdict(list)
        """Those that wrote one element or attribute."""
        self.computed: Final[dict[Oid, Steps]] = defaultdict(list)
        """Those whose key was computed, so that it could have been another."""
        self.chosen: Final[dict[str, Steps]] = defaultdict(list)
        """By type: those whose object was chosen, so that it could have been another one."""
        self.chosen_attributes: Final[dict[str, Steps]] = defaultdict(list)
        self.class_attributes: Final[dict[str, Steps]] = defaultdict(list)
        self.operations: Final[dict[Oid, Steps]] = defaultdict(list)
        """Steps that used an opaque object that holds a state."""
        self.possible: Final[dict[Key, Steps]] = defaultdict(list)
        """Branches that left a name or an object unwritten."""
        self._current: dict[Key, StepNo] = {}
        self._fixed = bytearray(len(self._steps))
        self._stores: dict[tuple[int, str], int] = {}
        self._attribute_stores: dict[str, int] = {}
        self._count_stores()
        for step in self._steps:
            self._read(step)
        self._read_undone()
        self._current.clear()

    def _count_stores(self) -> None:
        for code in self._data.codes:
            for node in code.flow:
                if node.kind in {StepKind.STORE, StepKind.DELETE}:
                    key = (code.id, node.detail)
                    self._stores[key] = self._stores.get(key, 0) + 1
                elif node.kind in {StepKind.STORE_ATTRIBUTE, StepKind.DELETE_ATTRIBUTE}:
                    name = node.detail
                    self._attribute_stores[name] = self._attribute_stores.get(name, 0) + 1

    # -- names ------------------------------------------------------------------------------------

    def _name_key(self, activation: ActivationId, name: str) -> Key:
        cell = self._data.cells[activation].get(name)
        if cell is not None:
            return ("cell", cell)
        return ("local", activation, name)

    def key_of_name(self, activation: ActivationId, name: str) -> Key:
        """The key of a name: a cell, a local name, or else a global one."""
        key = self._name_key(activation, name)
        local = isinstance(key, tuple) and key[0] == "local"
        if local and name not in self._data.locals[activation]:
            return ("global", name)
        return key

    def _load(self, step: Step) -> None:
        key = self._name_key(step.activation, step.detail)
        writer = self._current.get(key)
        if writer is None:
            key = ("global", step.detail)
            writer = self._current.get(key, NO_STEP)
        self.source[step.number] = writer
        self._fixed[step.number] = self._is_fixed_name(step, writer)

    def possible_keys(self, step: Step) -> list[Key]:
        """Under which keys of `possible` there are branches that left a name unwritten."""
        key = self._name_key(step.activation, step.detail)
        keys = [key]
        if isinstance(key, tuple) and key[0] == "cell":
            keys.append(("cell name", step.detail))
        elif step.detail not in self._data.locals[step.activation]:
            keys.append(("global", step.detail))
        return keys

    def _is_fixed_name(self, step: Step, writer: StepNo) -> bool:
        if writer == NO_STEP:
            return True
        made = self._steps[writer]
        if made.kind is StepKind.ENTER:
            passed = self.passed(made, step.result)
            return passed is not None and all(self._fixed[each] for each in passed)
        code = self._data.activations[made.activation].code
        if made.kind is not StepKind.STORE or self._stores.get((code, made.detail), 2) != 1:
            return False
        parent = self._control.parent
        return bool(made.uses) and all(
            self._fixed[each] and parent[each] == parent[writer] for each in made.uses
        )

    def passed(self, entering: Step, ref: Ref | None) -> list[StepNo] | None:
        """The steps that made an argument which became a parameter as it is; None: not known."""
        around = self._control.enclosing[entering.number]
        if around == NO_STEP:
            return []  # the arguments of the recorded call
        call = self._steps[around]
        if ref is not None and ref == call.result and self.constructs(call):
            return []  # what a constructor makes
        found = [each for each in call.uses if self._steps[each].result == ref]
        if call.kind is StepKind.CALL and call.uses:
            callee = self._steps[call.uses[0]]
            if callee.kind is StepKind.ATTRIBUTE and callee.operands[-1:] == (ref,):
                found.append(callee.number)
        return found or None

    def born(self, ref: Ref) -> Time:
        """When an object was first there."""
        since = self._data.objects[Oid(-ref)].since
        return since[0] if since else START

    # -- the pass ---------------------------------------------------------------------------------

    def _read(self, step: Step) -> None:
        number = step.number
        if step.kind is StepKind.LOAD:
            self._load(step)
        elif step.kind in {StepKind.BUILD, StepKind.FUNCTION}:
            self._fixed[number] = True
        elif step.kind is StepKind.CALL:
            made = step.result is not None and step.result < 0 and self.born(step.result) >= number
            self._fixed[number] = made and (not self.runs_program(step) or self.constructs(step))
        elif step.kind is StepKind.ATTRIBUTE:
            self._fixed[number] = self._is_fixed_attribute(step)
        if step.result is not None and step.result < 0 and step.kind is not StepKind.LOAD:
            self.maker.setdefault(step.result, number)
        for write in step.writes:
            self._write(step, write)
        self._possible_changes(step)

    def _is_fixed_attribute(self, step: Step) -> bool:
        if not step.uses or not all(self._fixed[each] for each in step.uses):
            return False
        owner = step.operands[-1] if step.operands else 0
        if owner >= 0 or self._data.objects[Oid(-owner)].family is not Family.INSTANCE:
            return True  # a builtin's method, on a fixed object
        writers = self.parts.get((Oid(-owner), ("attribute", step.detail)), [])
        if not writers:
            return True  # a method
        if self._attribute_stores.get(step.detail, 2) != 1 or len(writers) != 1:
            return False
        made = [
            each for each in self._steps[writers[0]].uses if self._steps[each].result == step.result
        ]
        return bool(made) and all(self._fixed[each] for each in made)

    def _write(self, step: Step, write: Write) -> None:
        number = step.number
        match write.kind:
            case PlaceKind.LOCAL:
                self._current["local", step.activation, write.name] = number
            case PlaceKind.GLOBAL:
                self._current["global", write.name] = number
            case PlaceKind.CELL:
                self._current["cell", write.container] = number
                self._current["local", step.activation, write.name] = number
            case PlaceKind.ATTRIBUTE:
                self._write_attribute(step, write)
            case PlaceKind.ELEMENT:
                self._write_element(step, write)
            case PlaceKind.CONTENTS:
                if write.container is not None and write.container < 0:
                    self._change(step, Oid(-write.container))

    def _write_attribute(self, step: Step, write: Write) -> None:
        if write.container is None or write.container >= 0 or write.name is None:
            return
        oid, number = Oid(-write.container), step.number
        self.changes[oid].append(number)
        self.parts[oid, ("attribute", write.name)].append(number)
        if self._data.objects[oid].family is Family.OPAQUE:
            self.class_attributes[write.name].append(number)
        if not self._fixed_operand(step, write.container):
            self.chosen_attributes[write.name].append(number)

    def _write_element(self, step: Step, write: Write) -> None:
        if write.container is None or write.container >= 0 or write.key is None:
            return
        oid, number = Oid(-write.container), step.number
        thing = self._data.objects[oid]
        key = self.key_of(oid, write.key, Time(number - 1))
        if key is None or (write.value is None and thing.family is Family.SEQUENCE):
            self._change(step, oid)
            return
        self.changes[oid].append(number)
        self.parts[oid, key].append(number)
        if thing.family is not Family.SEQUENCE:
            self.sizes[oid].append(number)
        if not self._is_constant(step, write.key):
            self.computed[oid].append(number)
        if not self._fixed_operand(step, write.container):
            self.chosen[thing.type].append(number)

    def _change(self, step: Step, oid: Oid) -> None:
        """The step changed the object's contents, or could have."""
        if self.changes[oid] and self.changes[oid][-1] == step.number:
            return
        thing = self._data.objects[oid]
        self.changes[oid].append(step.number)
        if self._is_append(step, oid):
            size = len(self._trace.contents(oid, Time(step.number - 1)))
            self.parts[oid, ("item", size)].append(step.number)
            self.appends[oid].append(step.number)
        else:
            self.whole[oid].append(step.number)
            self.sizes[oid].append(step.number)
        if step.kind is not StepKind.BUILD and not self._fixed_operand(step, Ref(-oid)):
            self.chosen[thing.type].append(step.number)

    def _is_append(self, step: Step, oid: Oid) -> bool:
        if self._data.objects[oid].type != "list" or step.done != step.number:
            return False
        if step.kind is StepKind.BUILD:
            return step.detail == "append"
        return step.kind is StepKind.CALL and self.method_of(step) == "append"

    def key_of(self, oid: Oid, key: Ref, at: Time) -> Key | None:
        """An element's place that stays the same until the contents change as a whole; None:
        there is none."""
        thing = self._data.objects[oid]
        if thing.family is Family.SEQUENCE:
            payload = self._data.atoms[key].payload if key >= 0 else None
            if not isinstance(payload, int) or payload < 0:
                return None
            return ("item", int(payload))
        if thing.family is Family.MAPPING:
            found = self._hashable(key, at, 8)
            return None if found is None else ("key", found)
        return None

    def _hashable(self, ref: Ref, at: Time, depth: int) -> Key | None:
        if ref >= 0:
            payload = self._data.atoms[ref].payload
            return None if payload != payload else ("atom", payload)  # noqa: PLR0124  # a NaN
        thing = self._data.objects[Oid(-ref)]
        if thing.type != "tuple" or depth == 0:
            return None
        parts = [
            self._hashable(part, at, depth - 1) for part in self._trace.contents(Oid(-ref), at)
        ]
        return None if None in parts else ("tuple", *parts)

    def _is_constant(self, step: Step, key: Ref) -> bool:
        made = [each for each in step.uses if self._steps[each].result == key]
        return bool(made) and all(self._steps[each].kind is StepKind.CONSTANT for each in made)

    def _fixed_operand(self, step: Step, ref: Ref) -> bool:
        """Whether the step could have worked on no other object than this one (see docs)."""
        made = [each for each in step.uses if self._steps[each].result == ref]
        if not made and step.kind is StepKind.CALL and step.uses:
            callee = self._steps[step.uses[0]]
            if callee.kind is StepKind.ATTRIBUTE and ref in callee.operands:
                made = list(callee.uses)
        return bool(made) and all(self._fixed[each] for each in made)

    # -- what calls may do ------------------------------------------------------------------------

    def method_of(self, step: Step) -> str | None:
        """The name under which a call found the builtin method that it calls."""
        if not step.uses:
            return None
        callee = self._steps[step.uses[0]]
        if callee.kind is not StepKind.ATTRIBUTE:
            return None
        return callee.detail

    def function_of(self, step: Step) -> str | None:
        """The name of the builtin function or class that a step calls."""
        if not step.operands or step.operands[0] >= 0:
            return None
        callee = self._data.objects[Oid(-step.operands[0])]
        if callee.type in {"builtin_function_or_method", "type"}:
            return callee.label
        return None

    def runs_program(self, step: Step) -> bool:
        """Whether a call is of a function of the program, and of nothing else."""
        if not step.operands or step.operands[0] >= 0:
            return False
        callee = self._data.objects[Oid(-step.operands[0])]
        if callee.type not in _FUNCTION_TYPES:
            return self.constructs(step)
        leaving = self._control.leaving.get(step.number, ())
        return len(leaving) == 1 and self._steps[leaving[0]].kind in {
            StepKind.RETURN, StepKind.UNWIND,
        }  # fmt: skip

    def constructs(self, step: Step) -> bool:
        """Whether a call makes an instance of a class of the program that holds what `__init__`
        puts into it, and nothing else."""
        if not step.operands or step.operands[0] >= 0 or step.result is None or step.result >= 0:
            return False
        made = self._data.objects[Oid(-step.result)]
        leaving = self._control.leaving.get(step.number, ())
        return (
            self._data.objects[Oid(-step.operands[0])].type == "type"
            and made.family is Family.INSTANCE
            and not made.has_payload
            and len(leaving) == 1
            and self._trace.code_of(self._steps[leaving[0]].activation).name == "__init__"
        )

    def _possible_changes(self, step: Step) -> None:
        """What a step could have changed, given other arguments, and what it moved on."""
        if step.kind is StepKind.CALL:
            if not self.runs_program(step):
                self._called(step)
        elif step.kind is StepKind.BINARY and step.detail.endswith("="):
            for ref in step.operands[:1]:
                self._could_change(step, ref)
        elif step.kind is StepKind.SUBSCRIPT:
            self._looked_up(step)
        elif step.kind in {StepKind.NEXT, StepKind.UNPACK, StepKind.BUILD, StepKind.COMPARE}:
            for ref in step.operands:
                self._operate(step, ref)

    def _looked_up(self, step: Step) -> None:
        """A defaultdict takes up a key that it has not: another one, had it been asked for."""
        if len(step.operands) != 2 or step.operands[0] >= 0:
            return
        oid = Oid(-step.operands[0])
        if self._data.objects[oid].type == _DEFAULTING and not (
            self._is_constant(step, step.operands[1]) or step.number in self.changes[oid][-1:]
        ):
            for steps in (self.changes[oid], self.sizes[oid], self.computed[oid]):
                steps.append(step.number)

    def _called(self, step: Step) -> None:
        method, function = self.method_of(step), self.function_of(step)
        for ref in step.operands[1:]:
            self._operate(step, ref)
        if method is not None:
            if method in READING_METHODS or method in VIEWS:
                return
            owner = self._steps[step.uses[0]].operands[-1:]
            for ref in owner:
                self._could_change(step, ref)
                self._operate(step, ref)
            if method in CHANGING_METHODS:
                return
        elif function is not None and function in READING_FUNCTIONS:
            return
        for ref in step.operands:
            self._could_change(step, ref)

    def _could_change(self, step: Step, ref: Ref) -> None:
        if ref >= 0:
            return
        thing = self._data.objects[Oid(-ref)]
        if thing.family in _MUTABLE and thing.type not in {"tuple", "frozenset"}:
            self._change(step, Oid(-ref))

    def _operate(self, step: Step, ref: Ref) -> None:
        if ref >= 0:
            return
        thing = self._data.objects[Oid(-ref)]
        if thing.family is Family.OPAQUE and thing.type not in STATELESS:
            steps = self.operations[Oid(-ref)]
            if not steps or steps[-1] != step.number:
                steps.append(step.number)

    # -- branches ---------------------------------------------------------------------------------

    def _read_undone(self) -> None:
        possible = self.possible
        for undone in self._control.undone:
            effects, number, activation = undone.effects, undone.step, undone.activation
            keys: list[Key] = [("local", activation, name) for name in effects.locals]
            cells = self._data.cells[activation]
            for name in effects.cells:
                keys.append(("cell", cells[name]) if name in cells else ("cell name", name))
                keys.append(("local", activation, name))
            keys.extend(("cell name", name) for name in effects.outer_cells)
            keys.extend(("global", name) for name in effects.globals)
            keys.extend(("attribute", name) for name in effects.attributes)
            contents = effects.contents
            for name in effects.roots:
                found = self._trace.binding(activation, name, Time(number))
                if isinstance(found, Missing) or name in effects.rebound:
                    contents = True
                elif found < 0:
                    keys.append(("object", Oid(-found)))
            if contents:
                keys.append("contents")
            if effects.unknown:
                keys.append("anything")
            if effects.collects:
                keys.append(("collects", activation))
            if effects.yields:
                keys.append(("yields", activation))
            if effects.consumes:
                keys.append("consumes")
            for key in dict.fromkeys(keys):
                possible[key].append(number)


__all__ = ["STORING_METHODS", "Definitions", "Key", "Steps", "between"]
