"""Instructions that choose, suspend and end: branches, loops, `yield from`, returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.capture.log import Block, Caught, Unwound
from engine.capture.marks import MARK_IDS, NOTHING, NULL, Nested
from engine.capture.opcodes import PY311
from engine.capture.operations.outcomes import choice, must_raise, operands_of
from engine.capture.operations.stack import loop_ended
from engine.trace.model import Ending, Ref, Span

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import Instruction


def branch(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    jumped = choice(decoder, frame, instruction)
    if jumped is None:
        return
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    frame.tested = NOTHING
    name = instruction.name
    if instruction.fused is not None:
        is_none = jumped is instruction.in_place
        wanted = instruction.detail == "is None"
        truth = is_none is wanted
        ref = decoder.freezer.ref
        decoder.emit_as(
            frame,
            instruction,
            (*operands, ref(None)),
            ref(truth),
            kind=instruction.fused,
            detail=instruction.detail.removesuffix(" None"),
            span=instruction.fused_span,
        )
    else:
        truth = jumped is ("IF_TRUE" in name)
    if not (jumped and name.startswith("JUMP_IF")):
        frame.stack.pop()
    span = _tested_span(decoder, frame) if PY311 else None
    if span is None:
        number = decoder.emit(frame, decoder.row_of(instruction), operands, None)
    else:
        number = decoder.emit_as(frame, instruction, operands, span=span)
    decoder.steps.decide(number, truth)
    frame.pos = instruction.target if jumped else frame.pos + 1


def _tested_span(decoder: Decoder, frame: Frame) -> Span | None:
    """The span of what is tested: of the step before, which computed it. CPython 3.12 gives it to
    the branch; 3.11 gives many the span of their statement, or of another part of the test."""
    if frame.last < 0:
        return None
    return decoder.steps.row_at(frame.last).span


def for_iter(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    entry = decoder.settle(frame, instruction)
    kind = type(entry)
    if kind is Nested:
        return
    if kind is Caught or kind is Unwound:
        decoder.raised(frame, instruction, entry)
        return
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    if kind is Block and frame.code.at_offset[entry.offset] == frame.pos + 1:
        decoder.i += 1
        entry = decoder.log[decoder.i]
        kind = type(entry)
    if kind is Block:
        number = decoder.emit(frame, decoder.row_of(instruction), operands, None)
        decoder.steps.decide(number, False)
        if PY311:
            frame.stack.pop()
        else:
            frame.stack.append(NULL)
        frame.pos = instruction.target
    else:
        decoder.i += 1
        frame.stack.append(entry)
        ref = decoder.freezer.ref(entry)
        number = decoder.emit(frame, decoder.row_of(instruction), operands, ref)
        decoder.steps.decide(number, True)
        frame.pos += 1


def send(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    entry = decoder.settle(frame, instruction)
    kind = type(entry)
    if kind is Nested:
        return
    if kind is Caught or kind is Unwound:
        decoder.raised(frame, instruction, entry)
        return
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    ended = kind is Block
    if ended:
        entry = decoder.log[decoder.i + 1]  # logged at the jump's target, behind its Block
        if id(type(entry)) in MARK_IDS:
            decoder.fail("the value of `yield from` is missing")
    else:
        decoder.i += 1
    if ended and PY311:
        frame.stack.pop()
    frame.stack[-1] = entry
    ref = decoder.freezer.ref(entry)
    number = decoder.emit(frame, decoder.row_of(instruction), operands, ref)
    decoder.steps.decide(number, not ended)
    frame.pos = instruction.target if ended else frame.pos + 1


def _left(decoder: Decoder, frame: Frame, instruction: Instruction) -> bool:
    """Whether the activation is left here; False: there was no room for the probe before it."""
    decoder.sightings(len(decoder.steps))
    entry = decoder.log[decoder.i]
    if (
        (type(entry) is Caught or type(entry) is Unwound)
        and entry.frame_id == frame.frame_id
        and entry.code_id == frame.code.id
        and frame.code.at_offset.get(entry.raised_at) == frame.pos
    ):
        decoder.raised(frame, instruction, entry)
        return False
    return True


def yield_value(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if not _left(decoder, frame, instruction):
        return
    thing = frame.stack.pop()
    ref = decoder.freezer.ref(thing)
    decoder.emit(frame, decoder.row_of(instruction), (ref,), None)
    frame.pos += 1
    decoder.suspend(frame)


def return_value(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    _finish(decoder, frame, instruction, frame.stack[-1])


def return_const(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    _finish(decoder, frame, instruction, instruction.argument)


def _finish(decoder: Decoder, frame: Frame, instruction: Instruction, thing: Any) -> None:
    if not _left(decoder, frame, instruction):
        return
    ref = decoder.freezer.ref(thing)
    decoder.emit(frame, decoder.row_of(instruction), (ref,), ref)
    decoder.ended(frame, Ending.RETURNED, ref)


def end_async_for(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if isinstance(frame.stack[-1], StopAsyncIteration):
        del frame.stack[-2:]
        frame.pos += 1
        loop_ended(decoder, frame, instruction, 1)
    else:
        must_raise(decoder, frame, instruction)


def cleanup_throw(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thrown = frame.stack[-1]
    if isinstance(thrown, StopIteration):
        result = StopIteration.__dict__["value"].__get__(thrown)
        del frame.stack[-3:]
        frame.stack += (None, result)
        frame.pos += 1
    else:
        must_raise(decoder, frame, instruction)
