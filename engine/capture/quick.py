"""The commonest instructions, carried out at once where nothing happened in their midst.

Each of these does what its operation in `engine.capture.operations` does and what
`engine.capture.makers` follows, for the plain case alone: no touch, no output, no exception, no
traced code inside. Whatever is not plain changes nothing and is left to the operation (`NOT_SO`).
A recording decoded without them is the same (`tests/capture/test_quick.py`).

Operands are not looked at: they are the results of steps that lie as far back as the last time
(see `engine.trace.steps.Form`), which is nearly always so, since code without jumps always makes
the same steps. Where they lie is the key of the form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MethodDescriptorType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.capture.log import Block
from engine.capture.makers import NOBODY, Several, used_of
from engine.capture.marks import NULL, InnerCell, Null
from engine.capture.opcodes import LOGGED, NULL_ON_TOP, PY311, Logging
from engine.trace.model import Bindings, Ending, PlaceKind, StepKind, StepNo
from engine.trace.steps import NONE, PLACE_NUMBER

if TYPE_CHECKING:
    from engine.capture.decode import Decoder, Frame
    from engine.capture.decoded_code import DecodedCode, Instruction

Quick: TypeAlias = "Callable[[Frame], int]"
"""Carries out an instruction; gives the position of the next one, `NOT_SO` or `LEFT`. A position
as much higher as there are instructions means: control came there by a jump whose Block mark is
taken already."""

NOT_SO: Final = -1
LEFT: Final = -2
"""The activation is over."""

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
    BINARY_OP BINARY_SUBSCR COMPARE_OP CONTAINS_OP IS_OP CALL TO_BOOL
    """.split()
)
"""What neither jumps nor changes objects without logging a value: no Block mark follows it."""


def quick_of(decoder: Decoder, code: DecodedCode) -> list[Quick]:
    """The quick form of each instruction: first as control comes to them in order, then as it
    comes by a jump."""
    size = len(code.instructions)
    if not decoder.quick:
        return [_never] * (2 * size)
    targets = {item.target for item in code.instructions}
    maker = _Maker(decoder, code)
    jumped: list[Quick] = []
    made: list[Quick] = []
    for item in code.instructions:
        before = code.instructions[item.index - 1].name if item.index else ""
        found = maker.make(item)
        jumped.append(_never if item.logs_before else found)
        if found is not _never and (item.index in targets or before not in _NO_BLOCK_BEHIND):
            found = maker.behind_block(item, found)
        made.append(found)
    return made + jumped


class _Maker:
    """Makes the quick forms of one code object's instructions."""

    def __init__(self, decoder: Decoder, code: DecodedCode) -> None:
        self.decoder = decoder
        self.code = code
        self.steps = decoder.steps
        self.size = len(code.instructions)
        self.blocks: dict[int, int] = {}  # the id of a Block mark that was met → where it stands
        self._by_name: dict[str, Callable[[Instruction], Quick]] = {
            "LOAD_FAST": self._load_fast, "LOAD_FAST_CHECK": self._load_fast,
            "LOAD_CONST": self._load_const, "STORE_FAST": self._store_fast,
            "LOAD_GLOBAL": self._load_global, "LOAD_ATTR": self._load_attr, "CALL": self._call,
            "POP_TOP": self._pop_top, "PUSH_NULL": self._push_null, "COPY": self._copy,
            "SWAP": self._swap, "FOR_ITER": self._for_iter, "END_FOR": self._end_for,
            "UNPACK_SEQUENCE": self._unpack, "STORE_SUBSCR": self._store_subscr,
            "LIST_APPEND": self._add, "SET_ADD": self._add, "MAP_ADD": self._add,
            "TO_BOOL": self._to_bool, "RETURN_VALUE": self._return_value,
            "JUMP_BACKWARD": self._jump, "JUMP_BACKWARD_NO_INTERRUPT": self._jump,
            "JUMP_FORWARD": self._jump,
        }  # fmt: skip

    def make(self, item: Instruction) -> Quick:
        """The quick form of an instruction; `_never`, where it has none."""
        made = self._by_name.get(item.name)
        if made is not None:
            return made(item)
        if item.name.startswith("POP_JUMP_") and item.fused is None and not PY311:
            return self._branch(item)
        logged = item.name in _LOGS_RESULT and item.kind not in {None, StepKind.MATCH}
        if logged and item.pops == 0:
            return self._logged_alone(item)
        return self._logged(item) if logged else _never

    # -- Block marks ------------------------------------------------------------------------------

    def block(self, entry: Any) -> int:
        """Where in this code the Block mark stands that an entry is; `NOT_SO`, if it is none."""
        if type(entry) is not Block or entry.code_id != self.code.id:
            return NOT_SO
        place = self.blocks[id(entry)] = self.code.at_offset[entry.offset]
        return place

    def behind_block(self, item: Instruction, found: Quick) -> Quick:
        """Where a Block mark may stand before it: take that, too."""
        decoder, log = self.decoder, self.decoder.log
        blocks, block, index = self.blocks, self.block, item.index
        if item.logs_before:
            return _never
        marks = decoder.marks

        def run(frame: Frame) -> int:
            at = decoder.i
            if not marks[at]:
                return found(frame)
            entry = log[at]
            place = blocks.get(id(entry))
            if place is None:
                place = block(entry)
                if place == NOT_SO:
                    return found(frame)
            if place != index:
                return found(frame)
            decoder.i = at + 1
            following = found(frame)
            if following == NOT_SO:
                decoder.i = at
            return following

        return run

    # -- operands ---------------------------------------------------------------------------------

    def _forms(
        self, item: Instruction, truth: bool | None = None, *, stores: bool = False
    ) -> Callable[[Sequence[int], Sequence[Any]], tuple[int, bool]]:
        """Finds the form of a step of this instruction, from the slots that it takes, and puts
        into the columns of what is far what cannot be found otherwise. Also tells whether it is
        the form of all steps whose slots lie as far back."""
        steps, ref = self.steps, self.decoder.freezer.ref
        row, may_pair = self.decoder.row_of(item), item.name == "CALL"

        def find(slots: Sequence[int], things: Sequence[Any]) -> tuple[int, bool]:
            number = len(steps.form_of)
            if Several not in map(type, slots):
                where = used = tuple([number - slot for slot in slots])
                if len(set(slots)) < len(slots):
                    used = tuple(dict.fromkeys(used))
                    if may_pair and slots[0] == slots[1]:  # the owner lies beside its method
                        where = (where[0], -where[1], *where[2:])
                form = steps.near(row, where, used, truth, stores=stores)
                if form is not None:
                    return form, True
            steps.keep(number, [ref(thing) for thing in things], used_of(slots))
            return steps.far_form(row, truth, stores=stores), False

        return find

    # -- names and constants ----------------------------------------------------------------------

    def _load_fast(self, item: Instruction) -> Quick:
        form_of, results = self.steps.form_of, self.steps.results
        form, name = self.steps.plain(self.decoder.row_of(item)), item.argument
        following = item.index + 1

        def run(frame: Frame) -> int:
            ref = frame.refs.get(name)
            if ref is None:
                return NOT_SO
            frame.makers.append(len(form_of))
            frame.stack.append(frame.fast[name])
            form_of.append(form)
            results.append(ref)
            return following

        return run

    def _load_const(self, item: Instruction) -> Quick:
        form_of, results = self.steps.form_of, self.steps.results
        form, thing = self.steps.plain(self.decoder.row_of(item)), item.argument
        following, find, ref = item.index + 1, self.decoder.freezer.ref, NONE

        def run(frame: Frame) -> int:
            nonlocal ref
            if ref == NONE:
                ref = find(thing)
            frame.makers.append(len(form_of))
            frame.stack.append(thing)
            form_of.append(form)
            results.append(ref)
            return following

        return run

    def _store_fast(self, item: Instruction) -> Quick:
        if item.kind is None:
            return _never
        form_of, results = self.steps.form_of, self.steps.results
        refs, find = self.decoder.freezer.ref, self._forms(item, stores=True)
        name, following, hidden = item.argument, item.index + 1, item.hidden
        forms: dict[int, int] = {}

        def run(frame: Frame) -> int:
            number, maker, thing = len(form_of), frame.makers[-1], frame.stack[-1]
            form = forms.get(number - maker)
            if form is not None:
                ref = results[maker]
            elif type(thing) is Null or type(thing) is InnerCell:
                return NOT_SO
            else:
                ref = refs(thing)
                form, always = find((maker,), (thing,))
                if always:
                    forms[number - maker] = form
            del frame.makers[-1], frame.stack[-1]
            frame.fast[name] = thing
            frame.refs[name] = ref  # type: ignore[assignment]  # a Ref is an int
            if not hidden:
                history = frame.locals.get(name)
                if history is None:
                    history = frame.locals[name] = Bindings()
                history.since.append(number)  # type: ignore[arg-type]  # likewise
                history.refs.append(ref)  # type: ignore[arg-type]
            form_of.append(form)
            results.append(NONE)
            return following

        return run

    # -- what logs a value ------------------------------------------------------------------------

    def _logged_alone(self, item: Instruction) -> Quick:
        return self._load(item, alone=True)

    def _load_global(self, item: Instruction) -> Quick:
        return self._load(item, alone=item.pushes == 1)

    def _load(self, item: Instruction, *, alone: bool) -> Quick:
        decoder, log = self.decoder, self.decoder.log
        marks, form_of, results = decoder.marks, self.steps.form_of, self.steps.results
        refs, new = decoder.freezer.refs, decoder.freezer.add
        form, following = self.steps.plain(decoder.row_of(item)), item.index + 1

        def run(frame: Frame) -> int:
            at = decoder.i
            if marks[at]:
                return NOT_SO
            entry = log[at]
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i = at + 1
            number = len(form_of)
            if alone:
                frame.stack.append(entry)
                frame.makers.append(number)
            else:
                frame.stack += (entry, NULL) if NULL_ON_TOP else (NULL, entry)
                frame.makers += (number, number)
            form_of.append(form)
            results.append(ref)
            return following

        return run

    def _logged(self, item: Instruction) -> Quick:
        decoder, log = self.decoder, self.decoder.log
        marks, form_of, results = decoder.marks, self.steps.form_of, self.steps.results
        refs, new, find = decoder.freezer.refs, decoder.freezer.add, self._forms(item)
        following, pops, shadows = item.index + 1, item.pops, decoder.heap.shadows
        changes = item.name == "BINARY_SUBSCR" or (item.name == "BINARY_OP" and item.in_place)
        forms: dict[int | tuple[int, ...], int] = {}
        others = pops - 1

        def run(frame: Frame) -> int:
            at = decoder.i
            if marks[at]:
                return NOT_SO
            makers, stack, number = frame.makers, frame.stack, len(form_of)
            key: int | tuple[int, ...]
            if pops == 2:
                key = (number - makers[-2], number - makers[-1])
            elif pops == 1:
                key = number - makers[-1]
            else:
                key = tuple([number - maker for maker in makers[-pops:]])
            if changes and id(stack[-pops]) in shadows:
                return NOT_SO  # it may change the container
            form = forms.get(key)
            if form is None:
                # In order of the operands, then the result: so are atoms and objects numbered.
                things = [each for each in stack[-pops:] if type(each) is not Null]
                form, always = find(makers[-pops:], things)
                if always:
                    forms[key] = form
            entry = log[at]
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i = at + 1
            if others:
                del stack[-others:], makers[-others:]
            stack[-1] = entry
            makers[-1] = number
            form_of.append(form)
            results.append(ref)
            return following

        return run

    def _load_attr(self, item: Instruction) -> Quick:
        decoder, log = self.decoder, self.decoder.log
        marks, form_of, results = decoder.marks, self.steps.form_of, self.steps.results
        refs, new, find = decoder.freezer.refs, decoder.freezer.add, self._forms(item)
        following, alone = item.index + 1, item.pushes == 1
        forms: dict[int, int] = {}

        def run(frame: Frame) -> int:
            at = decoder.i
            if marks[at]:
                return NOT_SO
            makers, stack, number, entry = frame.makers, frame.stack, len(form_of), log[at]
            owner = stack[-1]
            if not alone and not (
                # A method of the owner's own builtin type is always bound to it.
                NULL_ON_TOP
                and type(entry) is MethodDescriptorType
                and entry.__objclass__ is type(owner)
            ):
                return NOT_SO
            maker = makers[-1]
            form = forms.get(number - maker)
            if form is None:
                form, always = find((maker,), (owner,))
                if always:
                    forms[number - maker] = form
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i = at + 1
            stack[-1] = entry
            makers[-1] = number
            if not alone:
                stack.append(owner)
                makers.append(number)
            form_of.append(form)
            results.append(ref)
            return following

        return run

    def _call(self, item: Instruction) -> Quick:
        decoder, log = self.decoder, self.decoder.log
        marks, form_of, results = decoder.marks, self.steps.form_of, self.steps.results
        refs, new, find = decoder.freezer.refs, decoder.freezer.add, self._forms(item)
        following, pops, called = item.index + 1, item.pops, decoder.heap.called
        null_at = 1 if NULL_ON_TOP else 0
        forms: dict[tuple[int, ...], int] = {}

        def run(frame: Frame) -> int:
            at = decoder.i
            if marks[at]:
                return NOT_SO
            number = len(form_of)
            things, slots = frame.stack[-pops:], frame.makers[-pops:]
            if type(things[null_at]) is Null:
                del things[null_at], slots[null_at]
            key = tuple([number - slot for slot in slots])
            form = forms.get(key)
            if form is None:
                form, always = find(slots, things)
                if always:
                    forms[key] = form
            entry = log[at]
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i = at + 1
            del frame.stack[-pops:], frame.makers[-pops:]
            frame.stack.append(entry)
            frame.makers.append(number)
            form_of.append(form)
            results.append(ref)
            called(things, entry, number, number)
            return following

        return run

    def _unpack(self, item: Instruction) -> Quick:
        count, following = item.pushes, item.index + 1
        if count == 0:
            return _never
        decoder, log, marks = self.decoder, self.decoder.log, self.decoder.marks
        form_of, results, find = self.steps.form_of, self.steps.results, self._forms(item)
        forms: dict[int, int] = {}

        def run(frame: Frame) -> int:
            at, number, maker = decoder.i, len(form_of), frame.makers[-1]
            if marks.find(1, at, at + count) >= 0:
                return NOT_SO
            form = forms.get(number - maker)
            if form is None:
                form, always = find((maker,), frame.stack[-1:])
                if always:
                    forms[number - maker] = form
            frame.stack[-1:] = reversed(log[at : at + count])
            frame.makers[-1:] = [Several((StepNo(number),))] * count
            decoder.i = at + count
            form_of.append(form)
            results.append(NONE)
            return following

        return run

    # -- what changes objects ---------------------------------------------------------------------

    def _store_subscr(self, item: Instruction) -> Quick:
        decoder, log, marks = self.decoder, self.decoder.log, self.decoder.marks
        form_of, results, find = self.steps.form_of, self.steps.results, self._forms(item)
        ref, stored, write = decoder.freezer.ref, decoder.heap.stored, self.steps.add_place
        following, element = item.index + 1, PLACE_NUMBER[PlaceKind.ELEMENT]
        block = self.block

        def run(frame: Frame) -> int:
            if marks[decoder.i] and block(log[decoder.i]) == NOT_SO:
                return NOT_SO
            number, things, slots = len(form_of), frame.stack[-3:], frame.makers[-3:]
            form, _ = find(slots, things)
            value, container, key = things
            write(number, element, None, ref(container), ref(key), ref(value))
            del frame.stack[-3:], frame.makers[-3:]
            form_of.append(form)
            results.append(NONE)
            stored(container, key, value, number, number)
            return following

        return run

    def _add(self, item: Instruction) -> Quick:
        """What adds to a container that lies deeper on the stack."""
        decoder, log, marks = self.decoder, self.decoder.log, self.decoder.marks
        form_of, results, find = self.steps.form_of, self.steps.results, self._forms(item)
        refs, write, pops = decoder.freezer.ref, self.steps.add_place, item.pops
        place, following, block = -item.pops - item.arg, item.index + 1, self.block
        contents = PLACE_NUMBER[PlaceKind.CONTENTS]

        def run(frame: Frame) -> int:
            if marks[decoder.i] and block(log[decoder.i]) == NOT_SO:
                return NOT_SO
            stack, makers, number = frame.stack, frame.makers, len(form_of)
            container = stack[place]
            form, _ = find((makers[place], *makers[-pops:]), (container, *stack[-pops:]))
            ref = refs(container)
            write(number, contents, None, ref, NONE, NONE)
            del stack[-pops:], makers[-pops:]
            form_of.append(form)
            results.append(NONE if id(container) in frame.displays else ref)
            return following

        return run

    # -- arranging the stack ----------------------------------------------------------------------

    def _pop_top(self, item: Instruction) -> Quick:
        if item.kind is not None:
            return _never
        decoder, marks, log = self.decoder, self.decoder.marks, self.decoder.log
        following = item.index + 1

        def run(frame: Frame) -> int:
            if marks[decoder.i] and type(log[decoder.i]) is not Block:
                return NOT_SO
            del frame.stack[-1], frame.makers[-1]
            return following

        return run

    def _push_null(self, item: Instruction) -> Quick:
        following = item.index + 1

        def run(frame: Frame) -> int:
            frame.stack.append(NULL)
            frame.makers.append(NOBODY)
            return following

        return run

    def _copy(self, item: Instruction) -> Quick:
        following, depth = item.index + 1, -item.arg

        def run(frame: Frame) -> int:
            frame.stack.append(frame.stack[depth])
            frame.makers.append(frame.makers[depth])
            return following

        return run

    def _swap(self, item: Instruction) -> Quick:
        following, depth = item.index + 1, -item.arg

        def run(frame: Frame) -> int:
            stack, makers = frame.stack, frame.makers
            stack[-1], stack[depth] = stack[depth], stack[-1]
            makers[-1], makers[depth] = makers[depth], makers[-1]
            return following

        return run

    # -- control ----------------------------------------------------------------------------------

    def _for_iter(self, item: Instruction) -> Quick:
        decoder, log, steps = self.decoder, self.decoder.log, self.steps
        marks, form_of, results = decoder.marks, steps.form_of, steps.results
        refs, new, find = decoder.freezer.refs, decoder.freezer.add, self._forms(item, True)
        ends, row = self._forms(item, False), decoder.row_of(item)
        following, target, block = item.index + 1, item.target, self.block
        forms: dict[int, int] = {}
        far, keep = steps.far_form(row, True), steps.keep

        def run(frame: Frame) -> int:
            at, number, maker = decoder.i, len(form_of), frame.makers[-1]
            entry = log[at]
            if marks[at]:
                if block(entry) in {NOT_SO, following}:
                    return NOT_SO
                form, _ = ends((maker,), frame.stack[-1:])
                if PY311:
                    del frame.stack[-1], frame.makers[-1]
                else:
                    frame.stack.append(NULL)
                    frame.makers.append(Several((StepNo(number),)))
                form_of.append(form)
                results.append(NONE)
                return target
            known = forms.get(number - maker)
            if known is not None:
                form = known
            elif len(forms) == _ENOUGH and maker >= 0:
                form = far
                keep(number, (results[maker],), (maker,))
            else:
                form, always = find((maker,), frame.stack[-1:])
                if always:
                    forms[number - maker] = form
            ref = refs.get(id(entry))
            if ref is None:
                ref = new(entry)
            decoder.i = at + 1
            frame.stack.append(entry)
            frame.makers.append(number)
            form_of.append(form)
            results.append(ref)
            return following

        return run

    def _end_for(self, item: Instruction) -> Quick:
        pops, following = item.pops, item.index + 1

        def run(frame: Frame) -> int:
            if frame.displays:
                return NOT_SO  # it may end an inlined comprehension
            del frame.stack[-pops:], frame.makers[-pops:]
            return following

        return run

    def _jump(self, item: Instruction) -> Quick:
        if item.kind is not None:
            return _never
        decoder, log, begun = self.decoder, self.decoder.log, self.steps.form_of
        blocks, block, brink = self.blocks, self.block, self.decoder.brink
        target, jumped = item.target, self.size + item.target

        def run(frame: Frame) -> int:
            at = decoder.i
            entry = log[at]
            place = blocks.get(id(entry))
            if place is None:
                place = block(entry)
            if place != target or len(begun) >= brink:
                return NOT_SO
            decoder.i = at + 1
            return jumped

        return run

    def _to_bool(self, item: Instruction) -> Quick:
        """3.13 tests in two instructions; they are one step."""
        after = self.code.instructions[item.index + 1]
        if not after.name.startswith("POP_JUMP_") or after.fused is not None:
            return _never
        decoder, marks = self.decoder, self.decoder.marks
        branch = self._branch(after)

        def run(frame: Frame) -> int:
            at = decoder.i
            if marks[at]:
                return NOT_SO
            decoder.i = at + 1
            following = branch(frame)
            if following == NOT_SO:
                decoder.i = at
            return following

        return run

    def _branch(self, item: Instruction) -> Quick:
        decoder, log = self.decoder, self.decoder.log
        form_of, results = self.steps.form_of, self.steps.results
        blocks, block, size = self.blocks, self.block, self.size
        target, following, if_true = item.target, item.index + 1, "IF_TRUE" in item.name
        ways: dict[int, tuple[dict[int, int], Callable[..., tuple[int, bool]]]] = {
            place: ({}, self._forms(item, (place == target) is if_true))
            for place in (following, target)
        }

        def run(frame: Frame) -> int:
            at = decoder.i
            entry = log[at]
            place = blocks.get(id(entry))
            if place is None:
                place = block(entry)
            way = ways.get(place)
            if way is None:
                return NOT_SO
            forms, find = way
            number, maker = len(form_of), frame.makers[-1]
            form = forms.get(number - maker)
            if form is None:
                thing = frame.stack[-1]
                if type(thing) is Null:
                    return NOT_SO
                form, always = find((maker,), (thing,))
                if always:
                    forms[number - maker] = form
            decoder.i = at + 1
            del frame.stack[-1], frame.makers[-1]
            form_of.append(form)
            results.append(NONE)
            return size + place

        return run

    def _return_value(self, item: Instruction) -> Quick:
        decoder, marks = self.decoder, self.decoder.marks
        form_of, results, find = self.steps.form_of, self.steps.results, self._forms(item)
        refs = decoder.freezer.ref
        forms: dict[int, int] = {}

        def run(frame: Frame) -> int:
            if marks[decoder.i]:
                return NOT_SO  # something happened as the activation was left, perhaps
            number, maker, thing = len(form_of), frame.makers[-1], frame.stack[-1]
            form = forms.get(number - maker)
            if form is not None:
                ref = results[maker]
            else:
                ref = refs(thing)
                form, always = find((maker,), (thing,))
                if always:
                    forms[number - maker] = form
            form_of.append(form)
            results.append(ref)
            frame.last = number
            decoder.ended(frame, Ending.RETURNED, ref)
            return LEFT

        return run


_ENOUGH: Final = 2
"""So many times the iterator of a loop is looked for where it was the last time."""


def _never(frame: Frame) -> int:
    return NOT_SO
