"""Which steps made each value on a simulated stack: the `uses` of Steps.

Invariant: between two instructions ``frame.makers`` is as long as ``frame.stack`` and tells, for
each slot, how the value got there. A plain number is a step, and the value is its result; the one
exception is what a method is loaded from, which lies beside the method under the same number.
Whatever else made a value is `Several`. While an instruction runs, ``frame.makers`` still shows
the stack that the instruction found. What arranges the stack without a step of its own passes on
the makers of what it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Self

from engine.capture.opcodes import NULL_ON_TOP
from engine.trace.model import StepNo
from engine.trace.steps import NONE

if TYPE_CHECKING:
    from engine.capture.decode import Frame
    from engine.capture.decoded_code import Instruction
    from engine.trace.steps import Steps


class Several(int):
    """Steps that made a value which is not the result of one of them (a part of it, or of several).

    A number, so that it can lie among the others: one that is no step, and far from all steps."""

    steps: tuple[StepNo, ...]

    def __new__(cls, steps: Iterable[StepNo] = ()) -> Self:
        made = super().__new__(cls, -(1 << 60))
        made.steps = tuple(steps)
        return made


NOBODY: Final = Several()
"""Of a slot that no step filled."""

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


_PAIRS: Final = frozenset({"LOAD_ATTR", "LOAD_METHOD", "LOAD_SUPER_ATTR", "LOAD_GLOBAL"})
"""Opcodes that may push what they give together with what it is to be called with, or a NULL."""


def used_of(slots: Sequence[int]) -> tuple[StepNo, ...]:
    """The steps that made what lies in slots of the stack, each once, bottom first."""
    found: dict[int, None] = {}
    for slot in slots:
        if type(slot) is Several:
            found.update(dict.fromkeys(slot.steps))
        else:
            found[slot] = None
    return tuple(found)  # type: ignore[arg-type]  # plain ints, for speed


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
    return used_of(slots)


def follow(frame: Frame, instruction: Instruction, made: int | None, steps: Steps) -> None:
    """The instruction has run: bring ``frame.makers`` up to date with the stack. ``made`` is its
    step, if it left one."""
    makers, name, size = frame.makers, instruction.name, len(frame.stack)
    if name == "COPY":
        makers.append(makers[-instruction.arg])
    elif name == "SWAP":
        makers[-1], makers[-instruction.arg] = makers[-instruction.arg], makers[-1]
    elif name == "PUSH_EXC_INFO":
        makers.insert(-1, NOBODY)
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
        taken = makers[kept:]
        del makers[kept:]
        count = size - kept
        if count <= 0:
            return
        slot: int
        if made is None:
            slot = Several(used_of(taken))
        elif steps.results[made] != NONE and (count == 1 or name in _PAIRS):
            slot = made
        else:
            slot = Several((StepNo(made),))
        if name == "LOAD_GLOBAL" and count == 2:
            makers += (slot, NOBODY) if NULL_ON_TOP else (NOBODY, slot)
        else:
            makers += [slot] * count
