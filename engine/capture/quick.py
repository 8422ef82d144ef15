"""The commonest instructions, carried out at once where nothing happened in their midst.

Each of these does what its operation in `engine.capture.operations` does and what
`engine.capture.makers` follows, for the plain case alone: no touch, no output, no exception, no
traced code inside. Whatever is not plain changes nothing and is left to the operation (False).
A recording decoded without them is the same (`tests/capture/test_quick.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MethodDescriptorType
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.capture.log import Block
from engine.capture.makers import used_of
from engine.capture.marks import MARK_IDS, NOTHING, NULL, InnerCell, Null
from engine.capture.opcodes import LOGGED, NULL_ON_TOP, PY311, Logging
from engine.trace.model import Bindings, PlaceKind, Ref, StepKind, StepNo, Time
from engine.trace.steps import NONE, PLACE_NUMBER

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import DecodedCode, Instruction

Quick: TypeAlias = "Callable[[Frame], bool]"
Add: TypeAlias = "Callable[[int, int, Sequence[int], Sequence[int], int], StepNo]"

_LOGS_RESULT: Final = frozenset(
    name for name, how in LOGGED.items() if how is Logging.TOP
) - frozenset(
    """
    TO_BOOL LOAD_DEREF LOAD_CLASSDEREF LOAD_FROM_DICT_OR_DEREF BUILD_LIST BUILD_SET BUILD_MAP
    CALL CALL_KW CALL_FUNCTION_EX SEND BEFORE_WITH BEFORE_ASYNC_WITH WITH_EXCEPT_START
    GET_LEN MATCH_CLASS MATCH_KEYS MATCH_MAPPING MATCH_SEQUENCE CHECK_EXC_MATCH GET_ANEXT
    PREP_RERAISE_STAR LOAD_FROM_DICT_OR_GLOBALS IMPORT_FROM
    """.split()
)
"""What takes operands and logs the one value that it pushes, and has no rule of its own."""

_NO_BLOCK_BEHIND: Final = frozenset(
    """
    LOAD_FAST LOAD_FAST_CHECK LOAD_CONST STORE_FAST PUSH_NULL COPY SWAP LOAD_GLOBAL LOAD_ATTR
    BINARY_OP BINARY_SUBSCR COMPARE_OP CONTAINS_OP IS_OP CALL
    """.split()
)
"""What neither jumps nor changes objects without logging a value: no Block mark follows it."""


def quick_of(decoder: Decoder, code: DecodedCode) -> list[Quick | None]:
    """For each instruction its quick form, or None."""
    if not decoder.quick:
        return [None] * len(code.instructions)
    targets = {item.target for item in code.instructions}
    maker = _Maker(decoder, code)
    made: list[Quick | None] = []
    for item in code.instructions:
        before = code.instructions[item.index - 1].name if item.index else ""
        found = maker.make(item)
        if found is not None and (item.index in targets or before not in _NO_BLOCK_BEHIND):
            found = maker.behind_block(item, found)
        made.append(found)
    return made


def _adder(decoder: Decoder) -> Add:
    """Adds a step that is done at once: `Steps.add`, with everything at hand."""
    steps = decoder.steps
    row_of, operands, uses = steps.row_of, steps.operands, steps.uses
    add_row, add_activation = row_of.append, steps.activations.append
    add_end, add_use_end = steps.operand_ends.append, steps.use_ends.append
    add_done, add_result = steps.dones.append, steps.results.append

    def add(
        row: int, activation: int, taken: Sequence[int], used: Sequence[int], result: int
    ) -> StepNo:
        number = len(row_of)
        add_row(row)
        add_activation(activation)
        if taken:
            operands.extend(taken)
        if used:
            uses.extend(used)
        add_end(len(operands))
        add_use_end(len(uses))
        add_done(number)
        add_result(result)
        return number  # type: ignore[return-value]  # a StepNo is an int; this runs for each step

    return add


class _Maker:
    """Makes the quick forms of one code object's instructions."""

    def __init__(self, decoder: Decoder, code: DecodedCode) -> None:
        self.decoder = decoder
        self.code = code
        self.add = _adder(decoder)

    def make(self, item: Instruction) -> Quick | None:  # one case for each form
        name = item.name
        if name in {"LOAD_FAST", "LOAD_FAST_CHECK"}:
            return self._load_fast(item)
        if name == "LOAD_CONST":
            return self._load_const(item)
        if name == "STORE_FAST" and item.kind is not None:
            return self._store_fast(item)
        if name == "FOR_ITER":
            return self._for_iter(item)
        if name.startswith("POP_JUMP_") and item.fused is None and not PY311:
            return self._branch(item)
        if name.startswith("JUMP_BACKWARD") and item.kind is None:
            return self._jump_backward(item)
        if name == "LOAD_GLOBAL":
            return self._load_global(item)
        if name == "LOAD_ATTR":
            return self._load_attr(item)
        if name == "CALL":
            return self._call(item)
        if name in _LOGS_RESULT and item.kind is not None and item.kind is not StepKind.MATCH:
            return self._logged(item)
        return None

    def behind_block(self, item: Instruction, found: Quick) -> Quick:
        """Where a Block mark may stand before it: take that, too."""
        decoder, log = self.decoder, self.decoder.log
        number, at_offset, index = self.code.id, self.code.at_offset, item.index
        if item.logs_before:
            return _never

        def run(frame: Frame) -> bool:
            entry = log[decoder.i]
            if type(entry) is not Block:
                return found(frame)
            if (
                entry.code_id != number
                or frame.open is not None
                or at_offset[entry.offset] != index
            ):
                return False
            decoder.i += 1
            if found(frame):
                return True
            decoder.i -= 1
            return False

        return run

    # -- names and constants ----------------------------------------------------------------------

    def _load_fast(self, item: Instruction) -> Quick:
        decoder, add, limit = self.decoder, self.add, self.decoder.max_steps
        refs, new, row_of = decoder.freezer.refs, decoder.freezer.add, decoder.steps.row_of
        name, row, following = item.argument, decoder.row_of(item), item.index + 1

        def run(frame: Frame) -> bool:
            thing = frame.fast.get(name, NOTHING)
            if thing is NOTHING or type(thing) is InnerCell or len(row_of) >= limit:
                return False
            ref = refs.get(id(thing))
            if ref is None:
                ref = new(thing)
            frame.stack.append(thing)
            number = add(row, frame.id, (), (), ref)
            frame.makers.append(number)
            frame.last = number
            frame.pos = following
            return True

        return run

    def _load_const(self, item: Instruction) -> Quick:
        decoder, add, limit = self.decoder, self.add, self.decoder.max_steps
        refs, new, row_of = decoder.freezer.refs, decoder.freezer.add, decoder.steps.row_of
        thing, row, following = item.argument, decoder.row_of(item), item.index + 1

        def run(frame: Frame) -> bool:
            if len(row_of) >= limit:
                return False
            ref = refs.get(id(thing))
            if ref is None:
                ref = new(thing)
            frame.stack.append(thing)
            number = add(row, frame.id, (), (), ref)
            frame.makers.append(number)
            frame.last = number
            frame.pos = following
            return True

        return run

    def _store_fast(self, item: Instruction) -> Quick:
        decoder, add, limit = self.decoder, self.add, self.decoder.max_steps
        refs, new, row_of = decoder.freezer.refs, decoder.freezer.add, decoder.steps.row_of
        name, row, following = item.argument, decoder.row_of(item), item.index + 1
        write, detail, hidden = decoder.steps.add_place, item.detail, item.hidden
        local = PLACE_NUMBER[PlaceKind.LOCAL]

        def run(frame: Frame) -> bool:
            thing = frame.stack[-1]
            if thing is NULL or type(thing) is InnerCell or len(row_of) >= limit:
                return False
            ref = refs.get(id(thing))
            if ref is None:
                ref = new(thing)
            frame.stack.pop()
            frame.fast[name] = thing
            number = add(row, frame.id, (ref,), used_of((frame.makers.pop(),)), NONE)
            write(number, local, detail, NONE, NONE, ref)
            if not hidden:
                history = frame.locals.get(name)
                if history is None:
                    history = frame.locals[name] = Bindings()
                history.since.append(Time(number))
                history.refs.append(Ref(ref))
            frame.last = number
            frame.pos = following
            return True

        return run

    # -- what logs a value ------------------------------------------------------------------------

    def _logged(self, item: Instruction) -> Quick:
        decoder, add, limit, log = self.decoder, self.add, self.decoder.max_steps, self.decoder.log
        freezer, row_of = decoder.freezer, decoder.steps.row_of
        refs, new = freezer.refs, freezer.add
        row, following, pops = decoder.row_of(item), item.index + 1, item.pops
        shadows = decoder.heap.shadows
        changes = item.name == "BINARY_SUBSCR" or (item.name == "BINARY_OP" and item.in_place)

        def run(frame: Frame) -> bool:
            entry = log[decoder.i]
            if (
                id(type(entry)) in MARK_IDS
                or frame.open is not None
                or frame.tested is not NOTHING
                or len(row_of) >= limit
            ):
                return False
            stack, makers = frame.stack, frame.makers
            taken: Sequence[int] = ()
            used: Sequence[int] = ()
            if pops:
                things = stack[-pops:]
                if changes and id(things[0]) in shadows:
                    return False  # it may change the container
                taken = [
                    new(each) if (ref := refs.get(id(each))) is None else ref
                    for each in things
                    if type(each) is not Null
                ]
                used = used_of(makers[-pops:])
                del stack[-pops:], makers[-pops:]
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i += 1
            stack.append(entry)
            number = add(row, frame.id, taken, used, ref)
            makers.append(number)
            frame.last = number
            frame.pos = following
            return True

        return run

    def _load_global(self, item: Instruction) -> Quick:
        decoder, add, limit, log = self.decoder, self.add, self.decoder.max_steps, self.decoder.log
        refs, new, row_of = decoder.freezer.refs, decoder.freezer.add, decoder.steps.row_of
        row, following, alone = decoder.row_of(item), item.index + 1, item.pushes == 1

        def run(frame: Frame) -> bool:
            entry = log[decoder.i]
            if (
                id(type(entry)) in MARK_IDS
                or frame.open is not None
                or frame.tested is not NOTHING
                or len(row_of) >= limit
            ):
                return False
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i += 1
            number = add(row, frame.id, (), (), ref)
            if alone:
                frame.stack.append(entry)
                frame.makers.append(number)
            else:
                frame.stack += (entry, NULL) if NULL_ON_TOP else (NULL, entry)
                frame.makers += (number, number)
            frame.last = number
            frame.pos = following
            return True

        return run

    def _load_attr(self, item: Instruction) -> Quick:
        decoder, add, limit, log = self.decoder, self.add, self.decoder.max_steps, self.decoder.log
        refs, new, row_of = decoder.freezer.refs, decoder.freezer.add, decoder.steps.row_of
        row, following, alone = decoder.row_of(item), item.index + 1, item.pushes == 1

        def run(frame: Frame) -> bool:
            entry = log[decoder.i]
            if (
                id(type(entry)) in MARK_IDS
                or frame.open is not None
                or frame.tested is not NOTHING
                or len(row_of) >= limit
            ):
                return False
            stack, makers = frame.stack, frame.makers
            owner = stack[-1]
            if not alone and not (
                # A method of the owner's own builtin type is always bound to it.
                NULL_ON_TOP
                and type(entry) is MethodDescriptorType
                and entry.__objclass__ is type(owner)
            ):
                return False
            of = refs.get(id(owner))
            if of is None:
                of = new(owner)
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i += 1
            used = used_of((makers[-1],))
            number = add(row, frame.id, (of,), used, ref)
            stack[-1] = entry
            makers[-1] = number
            if not alone:
                stack.append(owner)
                makers.append(number)
            frame.last = number
            frame.pos = following
            return True

        return run

    def _call(self, item: Instruction) -> Quick:
        decoder, add, limit, log = self.decoder, self.add, self.decoder.max_steps, self.decoder.log
        refs, new, row_of = decoder.freezer.refs, decoder.freezer.add, decoder.steps.row_of
        row, following, pops = decoder.row_of(item), item.index + 1, item.pops
        called = decoder.heap.called

        def run(frame: Frame) -> bool:
            entry = log[decoder.i]
            if (
                id(type(entry)) in MARK_IDS
                or frame.open is not None
                or frame.tested is not NOTHING
                or frame.keywords
                or len(row_of) >= limit
            ):
                return False
            stack, makers = frame.stack, frame.makers
            things = [each for each in stack[-pops:] if type(each) is not Null]
            taken = [new(each) if (ref := refs.get(id(each))) is None else ref for each in things]
            used = used_of(makers[-pops:])
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i += 1
            del stack[-pops:], makers[-pops:]
            stack.append(entry)
            number = add(row, frame.id, taken, used, ref)
            makers.append(number)
            called(things, entry, number, number)
            frame.last = number
            frame.pos = following
            return True

        return run

    # -- control ----------------------------------------------------------------------------------

    def _for_iter(self, item: Instruction) -> Quick:
        decoder, add, limit, log = self.decoder, self.add, self.decoder.max_steps, self.decoder.log
        refs, new, row_of = decoder.freezer.refs, decoder.freezer.add, decoder.steps.row_of
        row, following, truths = decoder.row_of(item), item.index + 1, decoder.steps.truths

        def run(frame: Frame) -> bool:
            entry = log[decoder.i]
            if (
                id(type(entry)) in MARK_IDS
                or frame.open is not None
                or frame.tested is not NOTHING
                or len(row_of) >= limit
            ):
                return False
            iterator = frame.stack[-1]
            of = refs.get(id(iterator))
            if of is None:
                of = new(iterator)
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i += 1
            number = add(row, frame.id, (of,), used_of((frame.makers[-1],)), ref)
            truths[number] = True
            frame.stack.append(entry)
            frame.makers.append(number)
            frame.last = number
            frame.pos = following
            return True

        return run

    def _jump_backward(self, item: Instruction) -> Quick:
        decoder, log, target = self.decoder, self.decoder.log, item.target

        def run(frame: Frame) -> bool:
            at = decoder.i
            if frame.last_jump == at or type(log[at]) is not Block or frame.open is not None:
                return False  # the end of the log, perhaps
            frame.last_jump = at
            frame.pos = target
            return True

        return run

    def _branch(self, item: Instruction) -> Quick:
        decoder, add, limit, log = self.decoder, self.add, self.decoder.max_steps, self.decoder.log
        refs, new, row_of = decoder.freezer.refs, decoder.freezer.add, decoder.steps.row_of
        row, following, truths = decoder.row_of(item), item.index + 1, decoder.steps.truths
        at_offset, target, code_id = self.code.at_offset, item.target, self.code.id
        if_true = "IF_TRUE" in item.name

        def run(frame: Frame) -> bool:
            entry = log[decoder.i]
            if (
                type(entry) is not Block
                or entry.code_id != code_id
                or frame.open is not None
                or len(row_of) >= limit
            ):
                return False
            place = at_offset[entry.offset]
            if place not in {target, following}:
                return False
            tested = frame.tested
            thing = frame.stack[-1] if tested is NOTHING else tested
            if type(thing) is Null:
                return False
            ref = refs.get(id(thing))
            if ref is None:
                ref = new(thing)
            frame.tested = NOTHING
            frame.stack.pop()
            number = add(row, frame.id, (ref,), used_of((frame.makers.pop(),)), NONE)
            truths[number] = (place == target) is if_true
            frame.last = number
            frame.pos = place
            return True

        return run


def _never(frame: Frame) -> bool:
    return False
