"""Instructions that log a result: operators, displays, calls, unpacking, `with`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.capture.marks import NOTHING, Null
from engine.capture.operations.outcomes import operands_of, outcome, ready
from engine.trace.model import PlaceKind, Ref, StepKind, Write

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import Instruction


def logged(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    stack, pops = frame.stack, instruction.pops
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    frame.tested = NOTHING
    truth = None
    if instruction.kind is StepKind.MATCH:
        truth = thing is not None and thing is not False
        if instruction.name == "GET_LEN":
            truth = None
    if pops:
        del stack[-pops:]
    stack.append(thing)
    if instruction.kind is not None:
        row = decoder.row_of(instruction)
        number = decoder.emit(frame, row, operands, decoder.freezer.ref(thing))
        if truth is not None:
            decoder.steps.decide(number, truth)
    frame.pos += 1


def call(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    keywords = frame.keywords
    if instruction.name == "CALL_KW":
        keywords = frame.stack[-1]
    frame.keywords = ()
    things = frame.stack[-instruction.pops :]
    del frame.stack[-instruction.pops :]
    frame.stack.append(thing)
    result = decoder.freezer.ref(thing)
    if keywords:
        number = decoder.emit_as(frame, instruction, operands, result, detail=",".join(keywords))
    else:
        number = decoder.emit(frame, decoder.row_of(instruction), operands, result)
    if not keywords and instruction.name == "CALL":
        things = [each for each in things if type(each) is not Null]
        decoder.heap.called(things, thing, number, len(decoder.steps) - 1)
    frame.pos += 1


def binary_op(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    left, position = frame.stack[-2], frame.pos
    logged(decoder, frame, instruction)
    if instruction.in_place and frame.pos != position:
        decoder.heap.operated(left, frame.last, len(decoder.steps) - 1)


def binary_subscr(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    container, key = frame.stack[-2:]
    position = frame.pos
    logged(decoder, frame, instruction)
    if frame.pos != position:
        result = frame.stack[-1]
        decoder.heap.found(container, key, result, frame.last, len(decoder.steps) - 1)


def kw_names(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.keywords = instruction.argument
    frame.pos += 1


def to_bool(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    """3.13 tests in two instructions; the step is one, that of the jump or `not` after it."""
    thing = outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    frame.tested = frame.stack[-1]
    frame.stack[-1] = thing
    frame.pos += 1


def build_container(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if instruction.kind is None:
        thing = decoder.log[decoder.i]
        assert instruction.span is not None
        frame.displays[id(thing)] = instruction.span
    logged(decoder, frame, instruction)


def into_container(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if not ready(decoder, frame, instruction):
        return
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    stack = frame.stack
    container = stack[-instruction.pops - instruction.arg]
    ref = decoder.freezer.ref(container)
    del stack[-instruction.pops :]
    in_comprehension = id(container) in frame.displays
    result = None if in_comprehension else ref
    number = decoder.emit(frame, decoder.row_of(instruction), operands, result)
    decoder.steps.add_write(number, Write(PlaceKind.CONTENTS, container=ref))
    frame.pos += 1


def unpack(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if instruction.pushes == 0:
        if not ready(decoder, frame, instruction):
            return
        values: list[Any] = []
    else:
        first = outcome(decoder, frame, instruction)
        if first is NOTHING:
            return
        values = [first]
        for _ in range(instruction.pushes - 1):
            values.append(decoder.value(decoder.log[decoder.i]))
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    del frame.stack[-instruction.pops :]
    frame.stack.extend(reversed(values))
    decoder.emit(frame, decoder.row_of(instruction), operands, None)
    frame.pos += 1


def before_with(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    # The slot of the bound `__exit__` holds the manager itself: that is what is called later.
    frame.stack.append(thing)
    decoder.emit(frame, decoder.row_of(instruction), operands, decoder.freezer.ref(thing))
    frame.pos += 1


def consume(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    """Pops without pushing or logging (IMPORT_STAR and PRINT_EXPR of 3.11)."""
    if ready(decoder, frame, instruction):
        decoder.emit(frame, decoder.row_of(instruction), (), None)
        del frame.stack[-instruction.pops :]
        frame.pos += 1


def set_function_attribute(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    del frame.stack[-2]
    frame.pos += 1
