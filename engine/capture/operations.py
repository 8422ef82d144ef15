"""How the decoder carries out each instruction: stack, names, log entries, the step it leaves.

An operation is called again after traced code that began in its midst has ended, so it
changes nothing before its outcome is known. Stack slots hold live objects or a `NULL`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from engine.capture.heap import UNBOUND_CELL
from engine.capture.log import Block, Caught, Unwound
from engine.capture.marks import MARK_IDS, NOTHING, NULL, InnerCell, Nested, Null
from engine.capture.opcodes import LOGGED, NULL_ON_TOP, PY311
from engine.capture.stack_effects import RUNNING
from engine.capture.touching import flags_of, mro_of, namespace_of
from engine.trace.model import Ending, PlaceKind, Ref, Span, StepKind, Write

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import Handler, Instruction


_PREVIOUS: Final = Null("the exception handled before")
_METHOD_DESCRIPTOR: Final = 1 << 17  # Py_TPFLAGS_METHOD_DESCRIPTOR


def _refs(decoder: Decoder, things: list[Any]) -> tuple[Ref, ...]:
    ref = decoder.freezer.ref
    return tuple([ref(thing) for thing in things if type(thing) is not Null])


_PEEKED: Final = {
    "GET_LEN": 1, "MATCH_MAPPING": 1, "MATCH_SEQUENCE": 1, "MATCH_KEYS": 2, "IMPORT_FROM": 1,
    "GET_ANEXT": 1, "FOR_ITER": 1, "SEND": 2, "CHECK_EXC_MATCH": 2,
}  # fmt: skip
"""Opcodes that look at more slots than they take."""

_NO_OPERANDS: Final = frozenset({"LOAD_FROM_DICT_OR_GLOBALS", "LOAD_FROM_DICT_OR_DEREF"})


def operands_of(decoder: Decoder, frame: Frame, instruction: Instruction) -> tuple[Ref, ...]:
    """The operands of an instruction that has not taken them yet, as refs."""
    name, stack = instruction.name, frame.stack
    if name in _INTO_CONTAINER:
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


# Outcomes.


def _ready(decoder: Decoder, frame: Frame, instruction: Instruction) -> bool:
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


def _outcome(decoder: Decoder, frame: Frame, instruction: Instruction) -> Any:
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


def _must_raise(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    entry = decoder.settle(frame, instruction)
    kind = type(entry)
    if kind is Caught or kind is Unwound:
        decoder.raised(frame, instruction, entry)
    elif kind is not Nested:
        decoder.fail("the instruction raises always, and nothing was raised")


def _choice(decoder: Decoder, frame: Frame, instruction: Instruction) -> bool | None:
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


# Arranging the stack.


def _nothing(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if instruction.kind is not None:
        decoder.emit(frame, decoder.row_of(instruction), (), None)
    frame.pos += 1


def _pop_top(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.pop()
    if instruction.kind is StepKind.OTHER:
        decoder.emit(frame, decoder.row_of(instruction), (), None)
    frame.pos += 1


def _push_null(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.append(NULL)
    frame.pos += 1


def _copy(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.append(frame.stack[-instruction.arg])
    frame.pos += 1


def _swap(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    stack, depth = frame.stack, -instruction.arg
    stack[-1], stack[depth] = stack[depth], stack[-1]
    frame.pos += 1


def _push_exc_info(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.insert(-1, _PREVIOUS)
    frame.pos += 1


def _jump(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if instruction.kind is not None:
        decoder.emit(frame, decoder.row_of(instruction), (), None)
    if instruction.target <= frame.pos:
        if frame.last_jump == decoder.i:
            decoder.settle(frame, instruction)  # the end of the log, perhaps
            decoder.fail("a loop that logs nothing")
        frame.last_jump = decoder.i
    frame.pos = instruction.target


def _end_for(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    del frame.stack[-instruction.pops :]
    frame.pos += 1
    # 3.12 leaves the container of an inlined comprehension on top, 3.13 under the iterator.
    _loop_ended(decoder, frame, instruction, 1 if instruction.pops == 2 else 2)


def _loop_ended(decoder: Decoder, frame: Frame, instruction: Instruction, slot: int) -> None:
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


def _end_send(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    del frame.stack[-2]
    frame.pos += 1


# Names.


def _load_const(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = instruction.argument
    frame.stack.append(thing)
    decoder.emit(frame, decoder.row_of(instruction), (), decoder.freezer.ref(thing))
    frame.pos += 1


def _load_fast(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    name = instruction.argument
    thing = frame.fast.get(name, NOTHING)
    if thing is NOTHING:
        if name not in frame.cell_of:
            _must_raise(decoder, frame, instruction)
            return
        frame.stack.append(frame.cell_of[name])  # 3.13 loads closures so
    elif type(thing) is InnerCell:
        frame.stack.append(thing.cell)
    else:
        frame.stack.append(thing)
        ref = frame.refs[name] = decoder.freezer.ref(thing)
        decoder.emit(frame, decoder.row_of(instruction), (), ref)
    frame.pos += 1


def _load_fast_and_clear(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.stack.append(frame.drop_fast(instruction.argument))
    frame.pos += 1


def _make_cell(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    cell = decoder.value(decoder.log[decoder.i])
    name = instruction.argument
    content = frame.drop_fast(name)
    content = UNBOUND_CELL if content is NULL else content
    decoder.heap.cell_holds(cell, len(decoder.steps) - 1, content)
    frame.fast[name] = InnerCell(cell)
    frame.pos += 1


def _load_closure(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    name = instruction.argument
    frame.stack.append(_cell(frame, name))
    frame.pos += 1


def _store_fast(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
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


def _delete_fast(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    name = instruction.argument
    if name not in frame.fast:
        _must_raise(decoder, frame, instruction)
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


def _load_deref(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = _outcome(decoder, frame, instruction)
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


def _store_deref(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = frame.stack.pop()
    frame.pos += 1
    _write_cell(decoder, frame, instruction, thing)


def _delete_deref(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if _ready(decoder, frame, instruction):
        frame.pos += 1
        _write_cell(decoder, frame, instruction, UNBOUND_CELL)


def _load_global(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = _outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    decoder.emit(frame, decoder.row_of(instruction), (), decoder.freezer.ref(thing))
    _push_callable(frame, instruction, thing)
    frame.pos += 1


def _push_callable(frame: Frame, instruction: Instruction, thing: Any) -> None:
    if instruction.pushes == 1:
        frame.stack.append(thing)
    elif NULL_ON_TOP:
        frame.stack += (thing, NULL)
    else:
        frame.stack += (NULL, thing)


def _store_name(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if not _ready(decoder, frame, instruction):
        return
    thing = frame.stack[-1]
    ref = decoder.freezer.ref(thing)
    _bind_name(decoder, frame, instruction, ref, (ref,))
    frame.stack.pop()
    frame.pos += 1


def _delete_name(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if _ready(decoder, frame, instruction):
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


def _setup_annotations(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    """Gives the namespace a dict `__annotations__`, where it has none."""
    if _ready(decoder, frame, instruction):
        name, time = "__annotations__", len(decoder.steps) - 1
        namespace = decoder.namespace if frame.code.module else frame.namespace
        made = decoder.heap.spaces.annotated(namespace, time)
        if made is not NOTHING and frame.code.module:
            decoder.bind_global(name, time, decoder.freezer.ref(made))
        elif made is not NOTHING:
            decoder.bind(frame, name, time, decoder.freezer.ref(made))
        _nothing(decoder, frame, instruction)


# Operators, displays, calls: what logs its result.


def _logged(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = _outcome(decoder, frame, instruction)
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


def _call(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = _outcome(decoder, frame, instruction)
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


def _binary_op(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    left, position = frame.stack[-2], frame.pos
    _logged(decoder, frame, instruction)
    if instruction.in_place and frame.pos != position:
        decoder.heap.operated(left, frame.last, len(decoder.steps) - 1)


def _binary_subscr(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    container, key = frame.stack[-2:]
    position = frame.pos
    _logged(decoder, frame, instruction)
    if frame.pos != position:
        result = frame.stack[-1]
        decoder.heap.found(container, key, result, frame.last, len(decoder.steps) - 1)


def _kw_names(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    frame.keywords = instruction.argument
    frame.pos += 1


def _to_bool(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    """3.13 tests in two instructions; the step is one, that of the jump or `not` after it."""
    thing = _outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    frame.tested = frame.stack[-1]
    frame.stack[-1] = thing
    frame.pos += 1


def _build_container(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if instruction.kind is None:
        thing = decoder.log[decoder.i]
        assert instruction.span is not None
        frame.displays[id(thing)] = instruction.span
    _logged(decoder, frame, instruction)


_INTO_CONTAINER: Final = frozenset(
    {"LIST_APPEND", "SET_ADD", "MAP_ADD"}
    | {"LIST_EXTEND", "SET_UPDATE", "DICT_UPDATE", "DICT_MERGE"}
)


def _into_container(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if not _ready(decoder, frame, instruction):
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


def _unpack(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if instruction.pushes == 0:
        if not _ready(decoder, frame, instruction):
            return
        values: list[Any] = []
    else:
        first = _outcome(decoder, frame, instruction)
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


def _before_with(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = _outcome(decoder, frame, instruction)
    if thing is NOTHING:
        return
    operands: tuple[Ref, ...] = ()
    if frame.open is None:
        operands = operands_of(decoder, frame, instruction)
    # The slot of the bound `__exit__` holds the manager itself: that is what is called later.
    frame.stack.append(thing)
    decoder.emit(frame, decoder.row_of(instruction), operands, decoder.freezer.ref(thing))
    frame.pos += 1


def _consume(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    """Pops without pushing or logging (IMPORT_STAR and PRINT_EXPR of 3.11)."""
    if _ready(decoder, frame, instruction):
        decoder.emit(frame, decoder.row_of(instruction), (), None)
        del frame.stack[-instruction.pops :]
        frame.pos += 1


def _set_function_attribute(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    del frame.stack[-2]
    frame.pos += 1


# Attributes and elements.


def _found_in_class(owner: Any, name: str) -> Any:
    for kind in mro_of(type(owner)):
        found = namespace_of(kind).get(name, NOTHING)
        if found is not NOTHING:
            return found
    return NOTHING


def _is_method(thing: Any) -> bool:
    return bool(flags_of(type(thing)) & _METHOD_DESCRIPTOR)


def _load_attr(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thing = _outcome(decoder, frame, instruction)
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
            _push_callable(frame, instruction, thing)
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


def _store_place(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    """Stores and deletions of elements, slices and attributes."""
    if not _ready(decoder, frame, instruction):
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


# Control.


def _branch(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    jumped = _choice(decoder, frame, instruction)
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


def _for_iter(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
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


def _send(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
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


def _yield_value(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if not _left(decoder, frame, instruction):
        return
    thing = frame.stack.pop()
    ref = decoder.freezer.ref(thing)
    decoder.emit(frame, decoder.row_of(instruction), (ref,), None)
    frame.pos += 1
    decoder.suspend(frame)


def _return_value(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    _finish(decoder, frame, instruction, frame.stack[-1])


def _return_const(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    _finish(decoder, frame, instruction, instruction.argument)


def _finish(decoder: Decoder, frame: Frame, instruction: Instruction, thing: Any) -> None:
    if not _left(decoder, frame, instruction):
        return
    ref = decoder.freezer.ref(thing)
    decoder.emit(frame, decoder.row_of(instruction), (ref,), ref)
    decoder.ended(frame, Ending.RETURNED, ref)


def _end_async_for(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    if isinstance(frame.stack[-1], StopAsyncIteration):
        del frame.stack[-2:]
        frame.pos += 1
        _loop_ended(decoder, frame, instruction, 1)
    else:
        _must_raise(decoder, frame, instruction)


def _cleanup_throw(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    thrown = frame.stack[-1]
    if isinstance(thrown, StopIteration):
        result = StopIteration.__dict__["value"].__get__(thrown)
        del frame.stack[-3:]
        frame.stack += (None, result)
        frame.pos += 1
    else:
        _must_raise(decoder, frame, instruction)


_PROLOGUE: Final = frozenset(
    {"RETURN_GENERATOR", "EXIT_INIT_CHECK"}
    | {"LOAD_FAST_LOAD_FAST", "STORE_FAST_LOAD_FAST", "STORE_FAST_STORE_FAST"}
)
"""Opcodes that the decoder never meets: prologue, interpreter stubs, what it splits in two."""


def _table() -> dict[str, Handler]:
    named: dict[str, Callable[[Decoder, Frame, Instruction], None]] = {
        "SETUP_ANNOTATIONS": _setup_annotations, "POP_TOP": _pop_top, "PUSH_NULL": _push_null,
        "COPY": _copy, "SWAP": _swap,
        "PUSH_EXC_INFO": _push_exc_info, "POP_EXCEPT": _pop_top, "END_FOR": _end_for,
        "END_SEND": _end_send, "LOAD_CONST": _load_const, "LOAD_FAST": _load_fast,
        "LOAD_FAST_CHECK": _load_fast, "LOAD_FAST_AND_CLEAR": _load_fast_and_clear,
        "MAKE_CELL": _make_cell, "LOAD_CLOSURE": _load_closure, "STORE_FAST": _store_fast,
        "DELETE_FAST": _delete_fast, "LOAD_DEREF": _load_deref, "LOAD_CLASSDEREF": _load_deref,
        "LOAD_FROM_DICT_OR_DEREF": _load_deref, "LOAD_FROM_DICT_OR_GLOBALS": _load_deref,
        "STORE_DEREF": _store_deref, "DELETE_DEREF": _delete_deref, "LOAD_GLOBAL": _load_global,
        "STORE_NAME": _store_name, "STORE_GLOBAL": _store_name, "DELETE_NAME": _delete_name,
        "DELETE_GLOBAL": _delete_name, "CALL": _call, "CALL_KW": _call, "KW_NAMES": _kw_names,
        "CALL_FUNCTION_EX": _call, "TO_BOOL": _to_bool,
        "BINARY_OP": _binary_op, "BINARY_SUBSCR": _binary_subscr,
        "BUILD_LIST": _build_container, "BUILD_SET": _build_container,
        "BUILD_MAP": _build_container, "UNPACK_SEQUENCE": _unpack, "UNPACK_EX": _unpack,
        "CHECK_EG_MATCH": _unpack, "BEFORE_WITH": _before_with,
        "BEFORE_ASYNC_WITH": _before_with,
        "IMPORT_STAR": _consume, "PRINT_EXPR": _consume,
        "SET_FUNCTION_ATTRIBUTE": _set_function_attribute, "LOAD_ATTR": _load_attr,
        "LOAD_METHOD": _load_attr, "LOAD_SUPER_ATTR": _load_attr, "STORE_SUBSCR": _store_place,
        "DELETE_SUBSCR": _store_place, "STORE_SLICE": _store_place, "STORE_ATTR": _store_place,
        "DELETE_ATTR": _store_place, "FOR_ITER": _for_iter, "SEND": _send,
        "YIELD_VALUE": _yield_value, "RETURN_VALUE": _return_value,
        "RETURN_CONST": _return_const, "RAISE_VARARGS": _must_raise, "RERAISE": _must_raise,
        "END_ASYNC_FOR": _end_async_for, "CLEANUP_THROW": _cleanup_throw,
        "JUMP_FORWARD": _jump, "JUMP_BACKWARD": _jump, "JUMP_BACKWARD_NO_INTERRUPT": _jump,
    }  # fmt: skip
    table: dict[str, Handler] = {}
    for name, effect in RUNNING.items():
        if name in _INTO_CONTAINER:
            table[name] = _into_container
        elif name in named:
            table[name] = named[name]
        elif effect.kind is StepKind.BRANCH:
            table[name] = _branch
        elif name in LOGGED:
            table[name] = _logged
        elif (effect.pops == 0 and effect.pushes == 0) or name in ("PRECALL", "INTERPRETER_EXIT"):
            table[name] = _nothing
        elif name not in _PROLOGUE:
            raise ImportError(f"the decoder does not know what {name} does")
    return table


_OPERATIONS: Final = _table()


def operation(name: str) -> Handler:
    """What carries out the opcode of this name."""
    return _OPERATIONS.get(name, _unreachable)


def _unreachable(decoder: Decoder, frame: Frame, instruction: Instruction) -> None:
    decoder.fail("this instruction is never decoded")
