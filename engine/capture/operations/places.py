"""Instructions that read attributes, and that store into or delete attributes and elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.capture.marks import NOTHING
from engine.capture.opcodes import NULL_ON_TOP
from engine.capture.operations.names import push_callable
from engine.capture.operations.outcomes import operands_of, outcome, ready
from engine.capture.touching import flags_of, mro_of, namespace_of
from engine.trace.model import PlaceKind, Ref, Write

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import Instruction


_METHOD_DESCRIPTOR: Final = 1 << 17  # Py_TPFLAGS_METHOD_DESCRIPTOR


def _found_in_class(owner: Any, name: str) -> Any:
    for kind in mro_of(type(owner)):
        found = namespace_of(kind).get(name, NOTHING)
        if found is not NOTHING:
            return found
    return NOTHING


def _is_method(thing: Any) -> bool:
    return bool(flags_of(type(thing)) & _METHOD_DESCRIPTOR)


def load_attr(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    owner = frame.stack[-1]
    above = frame.stack[-2] if instruction.name == "LOAD_SUPER_ATTR" else None
    del frame.stack[-instruction.pops :]
    if instruction.pushes == 1:
        frame.stack.append(thing)
    else:
        name = instruction.argument
        if above is None:
            method = _found_in_class(owner, name)
        else:
            method = _found_above(owner, above, name)
        bound = thing is method if NULL_ON_TOP else thing is owner
        if bound and method is not NOTHING and _is_method(method):
            frame.stack += (method, owner)
            thing = method
        else:
            push_callable(frame, instruction, thing)
    decoder.emit(frame, decoder.row_of(instruction), operands, decoder.freezer.ref(thing))
    frame.pos += 1


def _found_above(owner: Any, above: Any, name: str) -> Any:
    """What ``super(above, owner).name`` finds in the classes after ``above``."""
    after = False
    for kind in mro_of(type(owner)):
        if after:
            found = namespace_of(kind).get(name, NOTHING)
            if found is not NOTHING:
                return found
        after = after or kind is above
    return NOTHING


def store_place(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    """Stores and deletions of elements, slices and attributes."""
    if not ready(decoder, frame, instruction):
        return
    ref = decoder.freezer.ref
    name, stack = instruction.name, frame.stack
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    if name == "STORE_SUBSCR":
        write = Write(PlaceKind.ELEMENT, None, ref(stack[-2]), ref(stack[-1]), ref(stack[-3]))
    elif name == "DELETE_SUBSCR":
        write = Write(PlaceKind.ELEMENT, None, ref(stack[-2]), ref(stack[-1]))
    elif name == "STORE_SLICE":
        key = ref(slice(stack[-2], stack[-1]))
        write = Write(PlaceKind.ELEMENT, None, ref(stack[-3]), key, ref(stack[-4]))
    elif name == "STORE_ATTR":
        write = Write(
            PlaceKind.ATTRIBUTE, instruction.argument, ref(stack[-1]), None, ref(stack[-2])
        )
    else:
        write = Write(PlaceKind.ATTRIBUTE, instruction.argument, ref(stack[-1]))
    if name.endswith("_ATTR"):
        decoder.heap.spaces.module_written(stack[-1])
    number = decoder.emit(frame, decoder.row_of(instruction), operands, None)
    decoder.steps.add_write(number, write)
    done = len(decoder.steps) - 1
    if name == "STORE_SUBSCR":
        decoder.heap.stored(stack[-2], stack[-1], stack[-3], number, done)
    elif name == "DELETE_SUBSCR":
        decoder.heap.deleted(stack[-2], stack[-1], number, done)
    del stack[-instruction.pops :]
    frame.pos += 1
