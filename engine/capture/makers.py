"""Which steps made each value on a simulated stack: the `uses` of Steps.

Invariant: between two instructions ``frame.makers`` is as long as ``frame.stack`` and names, for
each slot, the steps whose results are there. While an instruction runs, it still shows the stack
that the instruction found. What arranges the stack without a step of its own passes on the makers
of what it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.trace.model import StepNo

Makers: TypeAlias = StepNo | tuple[StepNo, ...]
"""The step that made a value, or all of several."""

if TYPE_CHECKING:
    from engine.capture.decode import Frame
    from engine.capture.decoded_code import Instruction

_PEEKED: Final = {
    "GET_LEN": 1, "MATCH_MAPPING": 1, "MATCH_SEQUENCE": 1, "MATCH_KEYS": 2, "IMPORT_FROM": 1,
    "GET_ANEXT": 1, "FOR_ITER": 1, "SEND": 2, "CHECK_EXC_MATCH": 2,
}  # fmt: skip
"""Opcodes that look at more slots than they take."""

_INTO_CONTAINER: Final = frozenset(
    {"LIST_APPEND", "SET_ADD", "MAP_ADD"}
    | {"LIST_EXTEND", "SET_UPDATE", "DICT_UPDATE", "DICT_MERGE"}
)

_LOOP_ENDS: Final = frozenset({"END_FOR", "END_ASYNC_FOR"})


def used_of(slots: Sequence[Makers]) -> Sequence[StepNo]:
    """The steps that made what lies in slots of the stack, each once, bottom first."""
    if len(slots) == 1:
        only = slots[0]
        return only if type(only) is tuple else (only,)  # type: ignore[return-value]  # an int
    found: dict[StepNo, None] = {}
    for slot in slots:
        if type(slot) is tuple:
            found.update(dict.fromkeys(slot))
        else:
            found[slot] = None  # type: ignore[index]  # likewise
    return list(found)


def uses_of(frame: Frame, instruction: Instruction) -> tuple[StepNo, ...]:
    """The steps that made what the instruction takes or looks at, each once, from the bottom of
    the stack upwards: so the callee of a call comes first."""
    makers, name = frame.makers, instruction.name
    if name in _INTO_CONTAINER:
        slots = [makers[-instruction.pops - instruction.arg], *makers[-instruction.pops :]]
    elif name == "WITH_EXCEPT_START":
        slots = [makers[-4], makers[-1]]
    else:
        count = _PEEKED.get(name, instruction.pops)
        if not count:
            return ()
        slots = makers[-count:]
    return tuple(used_of(slots))


def follow(frame: Frame, instruction: Instruction, made: StepNo | None) -> None:
    """The instruction has run: bring ``frame.makers`` up to date with the stack. ``made`` is its
    step, if it left one."""
    makers, name, size = frame.makers, instruction.name, len(frame.stack)
    if name == "COPY":
        makers.append(makers[-instruction.arg])
    elif name == "SWAP":
        makers[-1], makers[-instruction.arg] = makers[-instruction.arg], makers[-1]
    elif name == "PUSH_EXC_INFO":
        makers.insert(-1, ())
    elif name == "END_SEND":
        del makers[-2]
    elif name in _LOOP_ENDS and made is not None:  # an inlined comprehension is complete
        del makers[size:]
        makers[-1 if instruction.pops == 2 else -2] = made
    elif name.startswith("JUMP_IF"):  # the value stays where the jump is taken
        del makers[size:]
    else:
        # A SEND that ends takes the iterator as well (3.11).
        kept = size - 1 if name == "SEND" else min(len(makers) - instruction.pops, size)
        slot: Makers = tuple(used_of(makers[kept:])) if made is None else made
        del makers[kept:]
        while len(makers) < size:
            makers.append(slot)
