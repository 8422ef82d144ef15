"""Rewriting of code objects: which probe stands where.

Invariant: the original instructions stay, in order and unchanged, and only probes that keep
the stack are put between them; `engine.capture.verify_rewrite` reads every result anew and
refuses the program where this is not so. What probes log is described beside `Registry`.
"""

from __future__ import annotations

import opcode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Final

from engine.capture import layout
from engine.capture.assembly import EXIT, Assembly
from engine.capture.deltas import METHODS
from engine.capture.effects import (
    BY_NAME,
    CALLS_ARGUMENTS,
    CHANGING_NAMES,
    SUBSCRIPTING_METHODS,
    Effect,
    of_method,
)
from engine.capture.emission import Emission
from engine.capture.layout import NO_PUSHER, Original
from engine.capture.log import Block, Enter, Log
from engine.capture.opcodes import LOGGED, PY311, PY313, logged_slots
from engine.capture.open_calls import parameter_count
from engine.capture.own_things import LOG, Own, OwnProbes
from engine.capture.probes import MISSING, Mark, Probes
from engine.capture.rewrite_refused import RewriteRefused
from engine.capture.verify_rewrite import verify

_GENERATOR: Final = 0x20 | 0x80 | 0x200  # CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR


_OPTIMIZED: Final = 0x1  # CO_OPTIMIZED: its names are in slots


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """What the registry keeps of one rewritten code object. Offsets are bytes."""

    id: int
    original: CodeType
    rewritten: CodeType
    to_rewritten: dict[int, int]  #: original instruction → rewritten instruction
    to_original: dict[int, int]  #: any rewritten instruction → original one, or -1
    blocks: dict[int, Block]  #: original offset → the constant that is logged there


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A code object that is rewritten, for any recording: it cannot run like this."""

    info: CodeInfo
    nested: tuple[tuple[int, Rewriting], ...]  #: by their places among its constants
    own: tuple[tuple[int, Own], ...]  #: the same of what each recording has its own of

    def all_infos(self) -> Iterator[CodeInfo]:
        """What is known of it and of all code nested in it."""
        yield self.info
        for _, inner in self.nested:
            yield from inner.all_infos()


class Registry:
    """The code objects of one recording, numbered from 0, and its probes.

    ``paranoid`` makes every probe touch everything known so far (for tests)."""

    def __init__(self, log: Log, *, paranoid: bool = False) -> None:
        self.log = log
        self.infos: dict[int, CodeInfo] = {}
        self.probes = Probes(log, paranoid=paranoid)
        self._own: dict[Own, object] = {}
        self._next = 0

    def begin(self) -> None:
        """Begin the recording here: what was logged before is no part of it."""
        self.probes.begin()  # what that lets go may log its end
        self.log.clear()

    def release(self) -> None:
        """The recording is over, and what was rewritten for it may be freed."""
        self.infos.clear()
        self._own.clear()
        self.probes.release()

    def next_id(self) -> int:
        self._next += 1
        return self._next - 1

    def bind(self, rewriting: Rewriting) -> CodeType:
        """The code that tells this recording's log what it does. Nothing of it is shared with
        another recording, but for what nothing can change."""
        info, own = rewriting.info, self._own
        constants = list(info.rewritten.co_consts)
        for place, inner in rewriting.nested:
            constants[place] = self.bind(inner)
        for place, wanted in rewriting.own:
            thing = own.get(wanted)
            if thing is None:
                thing = own[wanted] = wanted.of(self.probes)
            constants[place] = thing
        code = info.rewritten.replace(co_consts=tuple(constants))
        self.infos[info.id] = CodeInfo(
            info.id, info.original, code, info.to_rewritten, info.to_original, info.blocks
        )
        self.probes.add_code(code, info.to_original)
        return code


def instrument(code: CodeType, log: Log, registry: Registry) -> CodeType:
    """``code`` rewritten so that running it appends to ``log``, its nested code likewise.

    Raises `RewriteRefused` where that cannot be done safely."""
    if registry.log is not log:
        raise ValueError("the registry belongs to another log")
    return registry.bind(rewrite(code, registry.next_id))


def rewrite(code: CodeType, next_id: Callable[[], int]) -> Rewriting:
    """``code`` and what is nested in it rewritten, to be recorded any number of times.

    Raises `RewriteRefused` where that cannot be done safely."""
    number = next_id()
    nested = tuple(
        [
            (place, rewrite(constant, next_id))
            for place, constant in enumerate(code.co_consts)
            if isinstance(constant, CodeType)
        ]
    )
    try:
        info = _Rewriter(code, number).rewrite()
    except ValueError as error:
        raise RewriteRefused(code, str(error)) from error
    first = len(code.co_consts)
    added = enumerate(info.rewritten.co_consts[first:], first)
    own = tuple([(place, thing) for place, thing in added if type(thing) is Own])
    return Rewriting(info, nested, own)


class _Rewriter:
    def __init__(self, code: CodeType, number: int) -> None:
        self.code = code
        self.number = number
        self.probes = OwnProbes()
        self.instructions = layout.read(code)
        self.assembly = Assembly(self.instructions)
        self.emit = Emission(self.assembly, code.co_consts, LOG)
        self.generator = bool(code.co_flags & _GENERATOR)
        self.prologue = layout.prologue_length(self.instructions)
        self.starts = layout.block_starts(self.instructions)
        self.handlers = layout.handler_targets(self.instructions)
        self.stacks = layout.pushers(self.instructions)
        self.send_targets = {instr.target for instr in self.instructions if instr.name == "SEND"}
        self.blocks: dict[int, Block] = {}
        self.to_original: dict[int, int] = {}
        self.probed_calls: set[int] = set()  #: after these an open operation may end

    def rewrite(self) -> CodeInfo:
        if self.prologue == 0:
            raise ValueError("there is no RESUME at its beginning")
        if self.handlers & self.starts:
            raise ValueError("a handler is the target of a jump")
        for number in range(len(self.instructions)):
            self.assembly.place(number)
            if number >= self.prologue:
                self._before(number)
            self.assembly.add_original(number)
            if number >= self.prologue:
                self._after(number)
            elif number == self.prologue - 1:
                self._enter(number)
        self._exit()
        emit = self.emit
        stacksize = max(self.code.co_stacksize, 1) + max(emit.extra, 5)
        made = self.assembly.assemble(self.code, tuple(emit.constants), stacksize, self.prologue)
        starts, _ = self.assembly.offsets()
        places = self.assembly.places
        verify(
            self.code,
            self.instructions,
            made.code,
            made.to_rewritten,
            2 * starts[places[EXIT]],
            self.prologue,
            [2 * starts[places[number]] for number in range(len(self.instructions))],
        )
        self.to_original.update(made.to_original)
        return CodeInfo(
            self.number, self.code, made.code, made.to_rewritten, self.to_original, self.blocks
        )

    # Around the original instructions.

    def _before(self, number: int) -> None:
        instr = self.instructions[number]
        if number in self.handlers:
            mark = Mark(self.number, instr.offset, self.generator, self.to_original)
            self.emit.call(self.probes.caught, (1,), (mark,), number)
        elif number in self.starts:
            self._block(number, number)
        if number in self.send_targets:
            self.emit.log_slots((1,), number)
        self._effects(number, instr)

    def _block(self, number: int, owner: int) -> None:
        offset = self.instructions[number].offset
        block = self.blocks.get(offset)
        if block is None:
            block = self.blocks[offset] = Block(self.number, offset)
        self.emit.log_constant(block, owner)

    def _after(self, number: int) -> None:
        instr = self.instructions[number]
        name = instr.name
        slots = logged_slots(name, instr.arg)
        called = number in self.probed_calls
        if called or (name == "BINARY_OP" and instr.arg >= _FIRST_IN_PLACE):
            label = self.emit.skip_unless(self.probes.open, number)
            self.emit.call(self.probes.close, (1,), (), number)
            self.assembly.place(label)
            called = True
        if slots:
            self.emit.log_slots(slots, number)
        if called:
            return
        unlogged = name in _UNLOGGED_EFFECTS or (name == "UNPACK_SEQUENCE" and instr.arg == 0)
        if unlogged and number + 1 < len(self.instructions):
            if number + 1 not in self.starts:
                self._block(number + 1, number)
        elif name == "MAKE_CELL":
            self.emit.log_loads(None, (_cell_load(instr.arg),), number)
        elif name == "RESUME" and instr.arg & 3:
            mark = Mark(self.number, instr.offset, True, self.to_original)
            self.emit.call(self.probes.resumed, (), (mark,), number)
            self.emit.log_slots((1,), number)
            self._begun(number)
        elif name == "SEND" and PY311:
            self._left(number + 1, 1)
            # `generator.throw` steps back from the YIELD_VALUE by one unit and reads there
            # the distance to where SEND ends; NOP ignores its argument, and has the same.
            self.assembly.add("NOP", owner=number, label=instr.target)

    def _begun(self, owner: int) -> None:
        label = self.emit.skip_unless(self.probes.open, owner)
        self.emit.call(self.probes.begun, (), (), owner)
        self.assembly.place(label)

    def _left(self, owner: int, slot: int) -> None:
        label = self.emit.skip_unless(self.probes.open, owner)
        slots, constants = ((slot,), ()) if slot else ((), (None,))
        self.emit.call(self.probes.left, slots, constants, owner)
        self.assembly.place(label)

    def _enter(self, owner: int) -> None:
        code = self.code
        names = code.co_varnames
        cells = set(code.co_cellvars)
        loads = [
            ("LOAD_DEREF" if names[index] in cells else "LOAD_FAST", index)
            for index in range(parameter_count(code))
        ]
        slots = {name: index for index, name in enumerate(names)}
        for name in code.co_cellvars:
            slots.setdefault(name, len(slots))
        # 3.13: a class body may have a local of the same name, of a comprehension inlined in it.
        free = range(len(slots), len(slots) + len(code.co_freevars))
        made = {
            instr.arg for instr in self.instructions[: self.prologue] if instr.name == "MAKE_CELL"
        }
        for name in code.co_cellvars:
            if slots[name] not in made:
                raise ValueError(f"the cell of `{name}` is not made at the beginning")
        loads += [_cell_load(slots[name]) for name in code.co_cellvars]
        loads += [_cell_load(index) for index in free]
        if self.generator:
            mark = Mark(self.number, 0, True, self.to_original)
            self.emit.call(self.probes.enter, (), (mark,), owner)
            if loads:
                self.emit.log_loads(None, loads, owner)
        else:
            self.emit.log_loads(Enter(self.number, 0), loads, owner)
        self._begun(owner)
        if not code.co_flags & _OPTIMIZED and code.co_name != "<module>":
            self.emit.call_with_locals(self.probes.class_begun, owner)

    def _exit(self) -> None:
        self.assembly.place(EXIT)
        mark = Mark(self.number, -1, self.generator, self.to_original)
        self.emit.call(self.probes.unwound, (1,), (mark,), EXIT)
        # With lasti, so that the frame is left at the line that raised, not in this handler.
        self.assembly.add("RERAISE", 1, owner=EXIT)

    # Before what may change objects.

    def _effects(self, number: int, instr: Original) -> None:
        name = instr.name
        emit, probes = self.emit, self.probes
        stack = self.stacks[number]
        if stack is None:
            return  # nothing reaches it
        if name == "LOAD_ATTR" and self._attribute(instr) == "__dict__":
            emit.call(probes.namespace, (1,), (), number)
        if self._takes_method(number, instr):
            emit.call(probes.taken, (3 if name == "MATCH_CLASS" else 1,), (), number)
        if name in _CALL_BEGINNINGS:
            self._before_call(number, stack)
        elif name == "CALL_FUNCTION_EX":
            keywords = instr.arg & 1
            callee = (3 if PY313 else 2) + keywords
            slots = (callee, 2, 1) if keywords else (callee, 1)
            emit.call(probes.before_call_ex, slots, (), number)
            self.probed_calls.add(number)
        elif name in ("STORE_SUBSCR", "DELETE_SUBSCR"):
            emit.call(probes.before_store, (2, 1), (), number)
        elif name == "STORE_SLICE":
            emit.call(probes.before_store_slice, (3, 4), (), number)
        elif name in ("STORE_ATTR", "DELETE_ATTR"):
            emit.call(probes.before_store_attr, (1,), (self.code.co_names[instr.arg],), number)
        elif name == "BINARY_OP" and instr.arg >= _FIRST_IN_PLACE:
            self._before_in_place(number, instr.arg, stack)
        elif name in _LEAVING:
            # A YIELD_VALUE of 3.11 behind a SEND has its neighbour, see `_after`.
            if not (PY311 and self.instructions[number - 1].name == "SEND"):
                self._left(number, 0 if name == "RETURN_CONST" else 1)
        elif name in _ALWAYS:
            emit.call(probes.before_operation, _ALWAYS[name], (), number)
        elif name in _GUARDED:
            self._guarded(number, instr)

    def _guarded(self, number: int, instr: Original) -> None:
        emit, probes, name = self.emit, self.probes, instr.name
        if name == "BINARY_OP" and instr.arg == _REMAINDER:
            self._before_remainder(number)
        changed = self._changed_by(instr)
        if changed is not None:
            emit.call(probes.before_change(changed), (1,), (), number)
        subscript = name == "BINARY_SUBSCR"
        label = emit.skip_unless(probes.defaults if subscript else probes.foreign, number)
        if name in ("LOAD_ATTR", "LOAD_METHOD"):
            emit.call(probes.before_attribute, (1,), (self._attribute(instr),), number)
        else:
            probe = probes.before_subscript if subscript else probes.before_operation
            emit.call(probe, _GUARDED[name], (), number)
        self.assembly.place(label)

    def _changed_by(self, instr: Original) -> str | None:
        """The name of a method whose changes are replayed, where the instruction loads one to call
        it."""
        name = None
        if instr.name == "LOAD_METHOD":
            name = self.code.co_names[instr.arg]
        elif not PY311 and instr.name == "LOAD_ATTR" and instr.arg & 1:
            name = self.code.co_names[instr.arg >> 1]
        return name if name in METHODS else None

    def _before_remainder(self, number: int) -> None:
        label = self.emit.skip_unless(self.probes.defaults, number)
        self.emit.call(self.probes.before_remainder, (2, 1), (), number)
        self.assembly.place(label)

    def _before_in_place(self, number: int, operator: int, stack: tuple[int, ...]) -> None:
        emit, probes = self.emit, self.probes
        if operator == _FIRST_IN_PLACE + _REMAINDER:
            self._before_remainder(number)
        right = self._constant(stack[-1])
        if operator != _IN_PLACE_MULTIPLY and type(right) in (int, float, complex):
            # No builtin container takes a number in place, but for repeating itself.
            label = emit.skip_unless(probes.foreign, number)
            emit.call(probes.before_in_place, (2, 1), (), number)
            self.assembly.place(label)
            return
        labels = emit.skip_if_type(probes.foreign, 2, (int, str, float), number)
        emit.call(probes.before_in_place, (2, 1), (), number)
        emit.end_skip_if_type(labels, number)

    def _constant(self, pusher: int) -> object:
        """The constant that a slot holds for certain, or None."""
        if not self._pushed_by(pusher, "LOAD_CONST"):
            return None
        return self.code.co_consts[self.instructions[pusher].arg]

    def _before_call(self, number: int, stack: tuple[int, ...]) -> None:
        call = number
        while self.instructions[call].name not in ("CALL", "CALL_KW"):
            call += 1
        if self.instructions[number - 1].name == "KW_NAMES":
            return  # probed before the KW_NAMES
        names_on_top = self.instructions[call].name == "CALL_KW"
        count = self.instructions[call].arg
        lower, upper = stack[-count - 2 - names_on_top], stack[-count - 1 - names_on_top]
        arguments = tuple(range(count + names_on_top, names_on_top, -1))
        beside = count + 1 + names_on_top  # the slot next to the arguments
        if self._pushed_by(lower, "MAKE_FUNCTION", "SET_FUNCTION_ATTRIBUTE") and not PY313:
            return  # a comprehension, whose code is rewritten as well
        self.probed_calls.add(call)
        null = self._is_null(upper if PY313 else lower, beside=lower)
        emit, probes = self.emit, self.probes
        named = names_on_top or self.instructions[number].name == "KW_NAMES"
        if null:
            callee = beside + 1 if PY313 else beside
            end = self._skip_known(lower if PY313 else upper, callee, named, number)
            emit.call(probes.before_call(named=named), (callee, *arguments), (), number)
            self.assembly.place(end)
        elif self._reads(lower):
            label = emit.skip_unless(probes.foreign, number)
            self._before_method(number, lower, count, beside, arguments, names_on_top)
            self.assembly.place(label)
        elif self._method_name(lower) in METHODS:
            # What it changes was looked at when the method was loaded (`Probes.before_change`);
            # what ran since then may have changed it, too, in a way that is not replayed.
            between = self.instructions[lower + 1 : number]
            quiet = all(each.name in _QUIET for each in between)
            label = emit.skip_unless(probes.foreign if quiet else probes.lost, number)
            self._before_method(number, lower, count, beside, arguments, names_on_top)
            self.assembly.place(label)
        elif self._certain(upper if PY313 else lower):
            slots = (beside + 1, beside, *arguments)
            emit.call(probes.before_call(named=named), slots, (), number)
        else:
            self._before_method(number, lower, count, beside, arguments, names_on_top)

    def _before_method(
        self,
        number: int,
        pusher: int,
        count: int,
        beside: int,
        arguments: tuple[int, ...],
        names_on_top: bool,
    ) -> None:
        emit, probes = self.emit, self.probes
        if PY313:
            probe = probes.before_call_with_self(count, named=names_on_top)
            emit.call_with_self(probe, MISSING, count, int(names_on_top), number)
        else:
            name = self._method_name(pusher)
            named = self.instructions[number].name == "KW_NAMES"
            probe = probes.before_method(named=named)
            emit.call(probe, (beside, *arguments), (name,), number)

    def _skip_known(self, pusher: int, callee: int, keywords: bool, number: int) -> int:
        """Begin lines that are passed over where the callee is harmless without a closer look: a
        builtin that goes by its own name, or a function of the program."""
        emit, probes = self.emit, self.probes
        known = None
        if self._pushed_by(pusher, "LOAD_GLOBAL", "LOAD_NAME"):
            index = self.instructions[pusher].arg
            if self.instructions[pusher].name == "LOAD_GLOBAL":
                index >>= 1
            known = BY_NAME.get(self.code.co_names[index])
        if known is not None and not (keywords and known in CALLS_ARGUMENTS):
            return emit.skip_if_is(probes.foreign, callee, known, number)
        return emit.skip_if(probes.is_ours, callee, number)

    def _reads(self, pusher: int) -> bool:
        """Whether a slot holds a method for certain that goes by a name of methods of builtins
        which change nothing. The method itself may be any: but what changes something under such
        a name has been seen before, when it was taken from its object (`Probes.taken`)."""
        name = self._method_name(pusher)
        if name is None or name == "__getitem__" or name in SUBSCRIPTING_METHODS:
            return False  # a defaultdict may add what it is asked for
        return of_method(name) is Effect.NOTHING

    def _pushed_by(self, pusher: int, *names: str) -> bool:
        return pusher != NO_PUSHER and self.instructions[pusher].name in names

    def _is_null(self, pusher: int, beside: int) -> bool:
        """Whether the slot holds NULL for certain (LOAD_GLOBAL pushes it with the callable)."""
        if self._pushed_by(pusher, "PUSH_NULL"):
            return True
        return pusher == beside and self._pushed_by(pusher, "LOAD_GLOBAL")

    def _certain(self, pusher: int) -> bool:
        """Whether the slot holds an object for certain."""
        if pusher == NO_PUSHER:
            return False
        instr = self.instructions[pusher]
        if layout.pushes_pair(instr) or instr.name == "LOAD_FAST_AND_CLEAR":
            return False
        return instr.name in LOGGED or instr.name in ("LOAD_FAST", "LOAD_CONST")

    def _method_name(self, pusher: int) -> str | None:
        if pusher == NO_PUSHER:
            return None
        instr = self.instructions[pusher]
        if instr.name == "LOAD_METHOD":
            return self.code.co_names[instr.arg]
        if not PY311 and instr.name == "LOAD_ATTR" and instr.arg & 1:
            return self.code.co_names[instr.arg >> 1]
        return None

    def _attribute(self, instr: Original) -> str:
        """The name that a LOAD_ATTR loads."""
        return self.code.co_names[instr.arg if PY311 else instr.arg >> 1]

    def _takes_method(self, number: int, instr: Original) -> bool:
        """Whether it may take a method that changes its object, to be called later."""
        if instr.name == "MATCH_CLASS":
            names = self._constant(number - 1)
            return isinstance(names, tuple) and not all(map(_is_harmless_name, names))
        if instr.name == "LOAD_ATTR":
            if not PY311 and instr.arg & 1:
                return False
            return not _is_harmless_name(self._attribute(instr))
        if instr.name == "LOAD_SUPER_ATTR":
            return not instr.arg & 1 and not _is_harmless_name(self.code.co_names[instr.arg >> 2])
        return False


def _is_harmless_name(name: str) -> bool:
    return name not in CHANGING_NAMES


def _cell_load(index: int) -> tuple[str, int]:
    return ("LOAD_FAST" if PY313 else "LOAD_CLOSURE", index)


_QUIET: Final = frozenset(
    """
    LOAD_FAST LOAD_FAST_CHECK LOAD_FAST_LOAD_FAST LOAD_CONST LOAD_GLOBAL LOAD_DEREF LOAD_NAME
    BUILD_LIST BUILD_TUPLE BUILD_MAP BUILD_SET LIST_EXTEND SET_UPDATE PRECALL NOP COPY
    """.split()
)
"""What runs no other code, in the place of an argument."""

_FIRST_IN_PLACE: Final = 13  # NB_INPLACE_ADD
_IN_PLACE_MULTIPLY: Final = 18  # NB_INPLACE_MULTIPLY
_REMAINDER: Final = 6  # NB_REMAINDER; NB_INPLACE_REMAINDER is as far from the first in place

_LEAVING: Final = frozenset(("RETURN_VALUE", "RETURN_CONST", "YIELD_VALUE"))

_CALL_BEGINNINGS: Final = frozenset(
    ("KW_NAMES", "PRECALL") if PY311 else ("KW_NAMES", "CALL", "CALL_KW")
)

_UNLOGGED_EFFECTS: Final = frozenset(
    """
    STORE_SUBSCR DELETE_SUBSCR STORE_SLICE STORE_ATTR DELETE_ATTR STORE_NAME DELETE_NAME
    STORE_GLOBAL DELETE_GLOBAL DELETE_DEREF
    LIST_EXTEND LIST_APPEND SET_ADD MAP_ADD SET_UPDATE DICT_UPDATE DICT_MERGE IMPORT_STAR
    PRINT_EXPR SETUP_ANNOTATIONS
    """.split()
) & set(opcode.opmap)
"""What can run code or follows a touch and logs no value: a Block mark shows its end."""

_ALWAYS: Final[dict[str, tuple[int, ...]]] = {
    "BEFORE_WITH": (1,),
    "BEFORE_ASYNC_WITH": (1,),
    "WITH_EXCEPT_START": (4,),
}
"""Probed always: these call methods that are mostly not of the program. Operand slots."""

_GUARDED: Final[dict[str, tuple[int, ...]]] = {
    name: slots
    for names, slots in (
        (
            """LOAD_ATTR LOAD_METHOD LOAD_SUPER_ATTR UNARY_NEGATIVE UNARY_POSITIVE UNARY_INVERT
            UNARY_NOT TO_BOOL FORMAT_VALUE FORMAT_SIMPLE CONVERT_VALUE GET_ITER FOR_ITER
            GET_YIELD_FROM_ITER GET_AWAITABLE GET_AITER GET_ANEXT UNPACK_SEQUENCE UNPACK_EX
            LIST_EXTEND SET_UPDATE DICT_UPDATE DICT_MERGE SET_ADD GET_LEN
            MATCH_MAPPING MATCH_SEQUENCE
            JUMP_IF_TRUE_OR_POP JUMP_IF_FALSE_OR_POP CALL_INTRINSIC_1 END_ASYNC_FOR""",
            (1,),
        ),
        (
            """BINARY_OP COMPARE_OP CONTAINS_OP SEND MATCH_KEYS MATCH_CLASS MAP_ADD
            FORMAT_WITH_SPEC CALL_INTRINSIC_2""",
            (2, 1),
        ),
        ("BINARY_SUBSCR", (2, 1)),
        ("BINARY_SLICE", (3,)),
    )
    for name in names.split()
}
"""Probed once the program has called something that is in no table. Operand slots."""

if not PY313:  # 3.13 tests the truth in TO_BOOL, and jumps on booleans alone
    _GUARDED.update(
        {
            name: (1,)
            for name in opcode.opmap
            if name.startswith("POP_JUMP_") and name.endswith(("_TRUE", "_FALSE"))
        }
    )
