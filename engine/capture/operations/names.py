"""Instructions that read and bind names: constants, locals, cells, globals, class bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.capture.heap import UNBOUND_CELL
from engine.capture.marks import NOTHING, NULL, InnerCell
from engine.capture.opcodes import NULL_ON_TOP
from engine.capture.operations.outcomes import must_raise, outcome, ready
from engine.capture.operations.stack import nothing
from engine.trace.model import PlaceKind, Ref, Write

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import Instruction


def load_const(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = instruction.argument
    frame.stack.append(thing)
    decoder.emit(frame, decoder.row_of(instruction), (), decoder.freezer.ref(thing))
    frame.pos += 1


def load_fast(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    name = instruction.argument
    thing = frame.fast.get(name, NOTHING)
    if thing is NOTHING:
        if name not in frame.cell_of:
            must_raise(decoder, frame, instruction)
            return
        frame.stack.append(frame.cell_of[name])  # 3.13 loads closures so
    elif type(thing) is InnerCell:
        frame.stack.append(thing.cell)
    else:
        frame.stack.append(thing)
        ref = frame.refs[name] = decoder.freezer.ref(thing)
        decoder.emit(frame, decoder.row_of(instruction), (), ref)
    frame.pos += 1


def load_fast_and_clear(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.append(frame.drop_fast(instruction.argument))
    frame.pos += 1


def make_cell(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    cell = decoder.value(decoder.log[decoder.i])
    name = instruction.argument
    content = frame.drop_fast(name)
    content = UNBOUND_CELL if content is NULL else content
    decoder.heap.cell_holds(cell, len(decoder.steps) - 1, content)
    frame.fast[name] = InnerCell(cell)
    frame.pos += 1


def load_closure(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    name = instruction.argument
    frame.stack.append(_cell(frame, name))
    frame.pos += 1


def store_fast(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    name = instruction.argument
    thing = frame.stack.pop()
    frame.pos += 1
    frame.drop_fast(name)
    if thing is NULL:
        return
    frame.fast[name] = thing
    if instruction.kind is None or type(thing) is InnerCell:
        return  # the end of a comprehension gives the function its own variable back
    ref = frame.refs[name] = decoder.freezer.ref(thing)
    number = decoder.emit(frame, decoder.row_of(instruction), (ref,), None)
    decoder.steps.add_write(number, Write(PlaceKind.LOCAL, instruction.detail, value=ref))
    if not instruction.hidden:
        decoder.bind(frame, name, number, ref)


def delete_fast(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    name = instruction.argument
    if name not in frame.fast:
        must_raise(decoder, frame, instruction)
        return
    frame.drop_fast(name)
    frame.pos += 1
    number = decoder.emit(frame, decoder.row_of(instruction), (), None)
    decoder.steps.add_write(number, Write(PlaceKind.LOCAL, instruction.detail))
    if not instruction.hidden:
        decoder.bind(frame, name, number, None)


def _cell(frame: Frame, name: str) -> Any:
    held = frame.fast.get(name)
    return held.cell if type(held) is InnerCell else frame.cell_of[name]


def load_deref(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    if instruction.pops:
        frame.stack.pop()  # the namespace of a class body, looked in first
    elif instruction.name == "LOAD_DEREF":
        decoder.heap.cell_read(_cell(frame, instruction.argument), thing)
    frame.stack.append(thing)
    decoder.emit(frame, decoder.row_of(instruction), (), decoder.freezer.ref(thing))
    frame.pos += 1


def _write_cell(decoder: Decoder, frame: Frame, instruction: Instruction, content: Any) -> None:
    cell = _cell(frame, instruction.argument)
    value = None if content is UNBOUND_CELL else decoder.freezer.ref(content)
    container = decoder.freezer.ref(cell)
    write = Write(PlaceKind.CELL, instruction.detail, container, None, value)
    operands = () if value is None else (value,)
    number = decoder.emit(frame, decoder.row_of(instruction), operands, None)
    decoder.steps.add_write(number, write)
    decoder.heap.cell_holds(cell, number, content)


def store_deref(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = frame.stack.pop()
    frame.pos += 1
    _write_cell(decoder, frame, instruction, thing)


def delete_deref(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if ready(decoder, frame, instruction):
        frame.pos += 1
        _write_cell(decoder, frame, instruction, UNBOUND_CELL)


def load_global(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    decoder.emit(frame, decoder.row_of(instruction), (), decoder.freezer.ref(thing))
    push_callable(frame, instruction, thing)
    frame.pos += 1


def push_callable(frame: Frame, instruction: Instruction, thing: Any) -> None:
    if instruction.pushes == 1:
        frame.stack.append(thing)
    elif NULL_ON_TOP:
        frame.stack += (thing, NULL)
    else:
        frame.stack += (NULL, thing)


def store_name(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if not ready(decoder, frame, instruction):
        return
    thing = frame.stack[-1]
    ref = decoder.freezer.ref(thing)
    _bind_name(decoder, frame, instruction, ref, (ref,))
    frame.stack.pop()
    frame.pos += 1


def delete_name(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if ready(decoder, frame, instruction):
        _bind_name(decoder, frame, instruction, None, ())
        frame.pos += 1


def _bind_name(
    decoder: Decoder,
    frame: Frame,
    instruction: Instruction,
    ref: Ref | None,
    operands: tuple[Ref, ...],
) -> None:
    name = instruction.argument
    in_module = instruction.name.endswith("_GLOBAL") or frame.code.module
    place = PlaceKind.GLOBAL if in_module else PlaceKind.LOCAL
    number = decoder.emit(frame, decoder.row_of(instruction), operands, None)
    decoder.steps.add_write(number, Write(place, name, value=ref))
    namespace = decoder.namespace if in_module else frame.namespace
    content = NOTHING if ref is None else frame.stack[-1]
    decoder.heap.spaces.named(namespace, name, content, number, len(decoder.steps) - 1)
    if in_module:
        decoder.bind_global(name, number, ref)
    else:
        decoder.bind(frame, name, number, ref)


def setup_annotations(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    """Gives the namespace a dict `__annotations__`, where it has none."""
    if ready(decoder, frame, instruction):
        name, time = "__annotations__", len(decoder.steps) - 1
        namespace = decoder.namespace if frame.code.module else frame.namespace
        made = decoder.heap.spaces.annotated(namespace, time)
        if made is not NOTHING and frame.code.module:
            decoder.bind_global(name, time, decoder.freezer.ref(made))
        elif made is not NOTHING:
            decoder.bind(frame, name, time, decoder.freezer.ref(made))
        nothing(decoder, frame, instruction)
