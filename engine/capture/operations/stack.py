"""Instructions that arrange the stack, and jumps that decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.capture.marks import NULL, Null
from engine.trace.model import StepKind

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import Instruction


_PREVIOUS: Final = Null("the exception handled before")


def nothing(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if instruction.kind is not None:
        decoder.emit(frame, decoder.row_of(instruction), (), None)
    frame.pos += 1


def pop_top(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.pop()
    if instruction.kind is StepKind.OTHER:
        decoder.emit(frame, decoder.row_of(instruction), (), None)
    frame.pos += 1


def push_null(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.append(NULL)
    frame.pos += 1


def copy(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.append(frame.stack[-instruction.arg])
    frame.pos += 1


def swap(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    stack, depth = frame.stack, -instruction.arg
    stack[-1], stack[depth] = stack[depth], stack[-1]
    frame.pos += 1


def push_exc_info(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.insert(-1, _PREVIOUS)
    frame.pos += 1


def jump(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if instruction.kind is not None:
        decoder.emit(frame, decoder.row_of(instruction), (), None)
    if instruction.target <= frame.pos:
        if frame.last_jump == decoder.i:
            decoder.settle(frame, instruction)  # the end of the log, perhaps
            decoder.fail("a loop that logs nothing")
        frame.last_jump = decoder.i
    frame.pos = instruction.target


def end_for(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    del frame.stack[-instruction.pops :]
    frame.pos += 1
    # 3.12 leaves the container of an inlined comprehension on top, 3.13 under the iterator.
    loop_ended(decoder, frame, instruction, 1 if instruction.pops == 2 else 2)


def loop_ended(decoder: Decoder, frame: Frame, instruction: Instruction, slot: int) -> None:
    """Where the loop was that of an inlined comprehension, its container is in this slot."""
    if frame.displays and len(frame.stack) >= slot:
        made = frame.stack[-slot]
        span = frame.displays.pop(id(made), None)
        if span is not None:
            decoder.emit_as(
                frame,
                instruction,
                result=decoder.freezer.ref(made),
                kind=StepKind.BUILD,
                detail="comprehension",
                span=span,
            )


def end_send(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    del frame.stack[-2]
    frame.pos += 1
