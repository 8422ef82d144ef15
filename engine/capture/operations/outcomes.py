"""What the log says of an instruction: its outcome, its choice, its operands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.capture.log import Block, Caught, Unwound
from engine.capture.marks import MARK_IDS, NOTHING, Nested, Null
from engine.trace.model import Ref

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import Instruction


def _refs(decoder: Decoder, things: list[Any]) -> tuple[Ref, ...]:
    ref = decoder.freezer.ref
    return tuple([ref(thing) for thing in things if type(thing) is not Null])


_PEEKED: Final = {
    "GET_LEN": 1, "MATCH_MAPPING": 1, "MATCH_SEQUENCE": 1, "MATCH_KEYS": 2, "IMPORT_FROM": 1,
    "GET_ANEXT": 1, "FOR_ITER": 1, "SEND": 2, "CHECK_EXC_MATCH": 2,
}  # fmt: skip
"""Opcodes that look at more slots than they take."""


_NO_OPERANDS: Final = frozenset({"LOAD_FROM_DICT_OR_GLOBALS", "LOAD_FROM_DICT_OR_DEREF"})


INTO_CONTAINER: Final = frozenset(
    {"LIST_APPEND", "SET_ADD", "MAP_ADD"}
    | {"LIST_EXTEND", "SET_UPDATE", "DICT_UPDATE", "DICT_MERGE"}
)


def operands_of(decoder: Decoder, frame: Frame, instruction: Instruction) -> tuple[Ref, ...]:
    """The operands of an instruction that has not taken them yet, as refs."""
    name, stack = instruction.name, frame.stack
    if name in INTO_CONTAINER:
        items = stack[-instruction.pops :]
        return _refs(decoder, [stack[-instruction.pops - instruction.arg], *items])
    if name == "WITH_EXCEPT_START":
        return _refs(decoder, [stack[-4], stack[-1]])
    if name in _NO_OPERANDS:
        return ()
    count = _PEEKED.get(name, instruction.pops)
    things = stack[-count:] if count else []
    if frame.tested is not NOTHING and things:
        things = [frame.tested]
    return _refs(decoder, things)


def ready(decoder: Decoder, frame: Frame, instruction: Instruction) -> bool:
    """Whether an instruction that logs nothing has run; False: not yet, or it raised."""
    if id(type(decoder.log[decoder.i])) not in MARK_IDS:
        return True
    entry = decoder.settle(frame, instruction)
    kind = type(entry)
    if kind is Caught or kind is Unwound:
        if frame.code.at_offset.get(entry.raised_at, frame.pos) == frame.pos:
            decoder.raised(frame, instruction, entry)
            return False
        return True
    return kind is not Nested


def outcome(decoder: Decoder, frame: Frame, instruction: Instruction) -> Any:
    """The raw value that the instruction logged; `NOTHING` when it has none yet, or raised."""
    entry = decoder.log[decoder.i]
    if id(type(entry)) in MARK_IDS:
        entry = decoder.settle(frame, instruction)
        kind = type(entry)
        if kind is Nested:
            return NOTHING
        if kind is Caught or kind is Unwound:
            decoder.raised(frame, instruction, entry)
            return NOTHING
        if kind is Block:
            decoder.fail("a value was expected, not a block")
    decoder.i += 1
    return entry


def must_raise(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    entry = decoder.settle(frame, instruction)
    kind = type(entry)
    if kind is Caught or kind is Unwound:
        decoder.raised(frame, instruction, entry)
    elif kind is not Nested:
        decoder.fail("the instruction raises always, and nothing was raised")


def choice(decoder: Decoder, frame: Frame, instruction: Instruction) -> bool | None:
    """Which way a conditional jump went: whether it jumped; None: not yet, or it raised."""
    entry = decoder.settle(frame, instruction)
    kind = type(entry)
    if kind is Block:
        place = frame.code.at_offset[entry.offset]
        if place == instruction.target:
            return True
        if place == frame.pos + 1:
            return False
        decoder.fail(f"a conditional jump led to offset {entry.offset}")
    if kind is Caught or kind is Unwound:
        decoder.raised(frame, instruction, entry)
    elif kind is not Nested:
        decoder.fail("a conditional jump led nowhere")
    return None
