"""The program's own module as an object (``import __main__``, ``sys.modules[__name__]``).

Loads of global names are derived from the statements that bind them. Who has the module as an
object can bind its names in other ways: `module.__setattr__(…)`, `functools.partial(setattr,
module, …)`, ``map(setattr, [module], …)``. Assignments to its attributes and `setattr` itself are
seen (`engine.capture.spaces`). Invariant: a recording in which the module was given to anything
else that could write to it is refused.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from engine.errors import CaptureError, ErrorCode
from engine.trace.model import Activation, HeapObject, Ref, Step, StepKind, StepNo, TraceData
from engine.values import Oid

_READERS: Final = frozenset(
    {"callable", "delattr", "dir", "getattr", "hasattr", "id", "isinstance", "print", "repr"}
    | {"setattr", "type", "vars"}
)
"""Builtins that may be given it: they write nothing, or are seen."""

_BUILTIN: Final = frozenset({"builtin_function_or_method", "type"})
_WRITERS: Final = frozenset(
    {"__class__", "__delattr__", "__getattribute__", "__init__", "__setattr__"}
    | {"__reduce__", "__reduce_ex__", "__setstate__"}
)
"""Attributes of it that write to it when they are called, or give what does."""


def refuse_own_module(data: TraceData, module: Ref, modules: Ref | None) -> None:
    """Raise where something could have written to the module, which was seen. Refs of it and of
    `sys.modules`, if that was seen, too."""
    holding = {each.oid for each in data.objects.values() if _holds(each, module)}
    if modules is not None and all(_only_looks_up(step, modules) for step in data.steps):
        holding.discard(Oid(-modules))
    held = bool(holding)
    begun = {(each.caller, _name(data, each)) for each in data.activations}
    if held or any(_gives_away(data, step, module, begun) for step in data.steps):
        raise CaptureError(
            ErrorCode.UNSUPPORTED,
            "The program hands its own module as an object to what could change its names",
            remedy="Write to the names themselves, or to attributes of the module.",
        )


def _holds(thing: HeapObject, module: Ref) -> bool:
    return any(module in content for content in thing.contents)


def _only_looks_up(step: Step, modules: Ref) -> bool:
    """Whether a step does nothing with `sys.modules` but to take a module out, if anything."""
    return modules not in step.operands or step.kind is StepKind.SUBSCRIPT


def _name(data: TraceData, activation: Activation) -> str:
    return data.codes[activation.code].qualname.replace(".<locals>", "")


def _gives_away(
    data: TraceData, step: Step, module: Ref, begun: AbstractSet[tuple[StepNo | None, str]]
) -> bool:
    if module not in step.operands:
        return False
    match step.kind:
        case StepKind.ATTRIBUTE:
            return step.detail in _WRITERS
        case StepKind.CALL:
            callee = step.operands[0]
            described = data.objects.get(Oid(-callee))
            if described is None or callee == module:
                return True
            if described.type == "function":  # of the program, whose steps are recorded?
                return (step.number, described.label) not in begun
            return described.type not in _BUILTIN or described.label not in _READERS
        case StepKind.BUILD | StepKind.STORE_ELEMENT | StepKind.YIELD:
            return True
        case _:
            return False
