"""Finding out what a stretch of instructions does: its stack is simulated with symbols.

What lies on the stack is a *symbol*: NULL, a constant, a local name's object, a slot that was
there before, or the value of a log entry. Beside it lies its *maker*: n ≥ 0, step n of the stretch;
n < 0, whatever made the slot at that place before the stretch; None, nothing; ``(n,)``, step n, of
which it is no result (see `engine.capture.makers`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.capture.log import Block
from engine.capture.marks import NULL, Null
from engine.capture.opcodes import LOGGED, NULL_ON_TOP, PY311, Logging
from engine.capture.stretches import (
    ADDED,
    CALLED,
    COMPLETE,
    FILLED,
    FOUND,
    METHOD,
    OPERATED,
    SHOWN,
    STORED,
    Exit,
    Loose,
    Run,
    Stretch,
    never,
    runner,
)
from engine.trace.model import StepKind
from engine.trace.steps import Form, Tables

if TYPE_CHECKING:
    from engine.capture.decoded_code import DecodedCode, Instruction

_NULL, _CONSTANT, _LOCAL, _IN, _LOGGED = range(5)

Symbol: TypeAlias = tuple[int, int]
"""Its kind, and its number among those of its kind (slots of the stack from 1, the top)."""

Maker: TypeAlias = "int | tuple[int] | None"
Slot: TypeAlias = tuple[Symbol, Maker]

_EMPTY: Final[Slot] = ((_NULL, 0), None)

_LOGS_RESULT: Final = frozenset(
    name for name, how in LOGGED.items() if how is Logging.TOP
) - frozenset(
    """
    TO_BOOL LOAD_DEREF LOAD_CLASSDEREF LOAD_FROM_DICT_OR_DEREF
    CALL CALL_KW CALL_FUNCTION_EX SEND BEFORE_WITH BEFORE_ASYNC_WITH WITH_EXCEPT_START
    GET_LEN MATCH_CLASS MATCH_KEYS MATCH_MAPPING MATCH_SEQUENCE CHECK_EXC_MATCH GET_ANEXT
    PREP_RERAISE_STAR LOAD_FROM_DICT_OR_GLOBALS IMPORT_FROM
    """.split()
)
"""What takes operands and logs the one value that it pushes, and has no rule of its own."""

_CHANGING: Final = frozenset({"STORE_SUBSCR", "LIST_APPEND", "SET_ADD", "MAP_ADD"})
"""What logs nothing but may be in the way of the Block mark behind it."""


RowOf: TypeAlias = "Callable[[Instruction], int]"
"""Gives the row of an instruction's steps."""

Stretches: TypeAlias = "list[Run | None]"
"""By the position at which they begin."""


class Planner:
    """The stretches of one code object, made when they are first asked for. They are the same for
    all recordings of the program, which have these tables."""

    def __init__(
        self, tables: Tables, code: DecodedCode, blocks: Mapping[int, Block], row_of: RowOf
    ) -> None:
        self.tables = tables
        self.code = code
        self.row_of = row_of
        self._blocks = blocks
        self._places: dict[int, Block] | None = None
        self.whole: Stretches = [None] * (len(code.instructions) + 1)
        self._parts: dict[tuple[int, int], Run] = {}

    @property
    def places(self) -> dict[int, Block]:
        """Position → the Block mark that stands before it."""
        if self._places is None:
            at_offset = self.code.at_offset
            self._places = {at_offset[offset]: block for offset, block in self._blocks.items()}
        return self._places

    def prepare(self) -> None:
        """Make those that begin where control comes in always, or behind what has no rule."""
        instructions = self.code.instructions
        ends = [item.target for item in instructions if item.name == "FOR_ITER"]
        ends += [end + 1 for end in ends]  # where the end has to do more than to take what it finds
        waiting = [self.code.start, *self.places, *ends]
        while waiting:
            position = waiting.pop()
            if self.whole[position] is None and position < len(instructions):
                plan = _Plan(self, position, None, ())
                self.whole[position] = plan.made()
                if plan.ways is None and plan.returned is None:
                    waiting.append(plan.position + (plan.position == position))

    def at(self, position: int, stack: Sequence[object]) -> Run:
        """The stretch that begins at a position; ``stack`` is what lies on it there."""
        found = self.whole[position]
        if found is None:
            found = self.whole[position] = _Plan(self, position, None, stack).made()
        return found

    def part(self, start: int, stop: int, stack: Sequence[object]) -> Run:
        """The same up to another position."""
        found = self._parts.get((start, stop))
        if found is None:
            found = self._parts[start, stop] = _Plan(self, start, stop, stack).made()
        return found


class _Plan:
    """One stretch while it is found out."""

    def __init__(
        self,
        planner: Planner,
        start: int,
        stop: int | None,
        known: Sequence[object],
    ) -> None:
        """``known`` is what lies on the stack at ``start``, as far as it is known."""
        self.planner = planner
        self.code = planner.code
        self.start = start
        self.known = known
        self.stack: list[Slot] = []
        self.depth = 0
        self.pattern = bytearray()
        self.owners: list[int] = []
        self.touching: list[int] = []
        self.marked: list[tuple[int, Block]] = []
        self.tested = 0  # whether the last entry is only a truth
        self.constants: list[object] = [NULL]
        self.names: list[tuple[str, int]] = []
        self.locals: dict[str, Symbol] = {}
        self.kept: dict[Symbol, int] = {}
        self.orders: dict[Symbol, tuple[int, bool]] = {}
        self.rows: list[tuple[int, tuple[Slot, ...], bool | None, bool, bool]] = []
        self.results: list[Symbol | None] = []
        self.checks: list[tuple[int, int, Symbol, Any]] = []
        self.bound: list[tuple[int, Symbol, str, bool]] = []
        self.actions: list[tuple[Any, ...]] = []
        self.returned: Symbol | None = None
        self.ways: dict[int, tuple[bool | None, int]] | None = None  # by id of the Block mark
        self.branch = -1  # the step whose way is told by what is behind
        self.way_out: Run | None = None
        self.ends: frozenset[int] = frozenset()
        self.position = start
        self._read(stop)

    # -- reading ----------------------------------------------------------------------------------

    def _read(self, stop: int | None) -> None:
        instructions, places = self.code.instructions, self.planner.places
        while self.position != stop and self.position < len(instructions):
            item = instructions[self.position]
            size = len(self.pattern)
            if self.position in places:
                if item.logs_before:
                    break
                self._expect(places[self.position], self._owner())
            following = self._take(item)
            if following is None:
                del self.pattern[size:], self.owners[size:], self.touching[size:]
                self.marked = [each for each in self.marked if each[0] < size]
                break
            self.position = following
            if self.ways is not None or self.returned is not None:
                return
        if self.position != self.start and self.position in places:
            # The next one takes the mark; that it is there shows that nothing happened before.
            self.ways = {id(places[self.position]): (None, self.position)}
            self.owners.append(self._owner(peeked=True))

    def _owner(self, *, peeked: bool = False) -> int:
        """Which instruction is carried out alone where the mark before the next one is missing."""
        before = self.position - 1
        if self.position > self.start and (
            peeked or self.code.instructions[before].name in _CHANGING
        ):
            return before
        return self.position

    def _expect(self, block: Block, owner: int) -> None:
        self.marked.append((len(self.pattern), block))
        self.pattern.append(1)
        self.owners.append(owner)
        # Behind an instruction that changes objects, it is the end of that one.
        self.touching.append(len(self.rows) - 1 if owner < self.position else -1)

    def _log(self, item: Instruction) -> Symbol:
        """The next value that is logged."""
        self.pattern.append(0)
        self.owners.append(item.index)
        self.touching.append(len(self.rows) if item.kind is not None else -1)
        return _LOGGED, len(self.pattern) - 1

    def _slots(self, count: int) -> list[Slot]:
        """The topmost slots, the lowest first; they stay."""
        while len(self.stack) < count:
            self.depth += 1
            self.stack.insert(0, ((_IN, self.depth), -self.depth))
        return self.stack[len(self.stack) - count :]

    def _pop(self, count: int) -> list[Slot]:
        slots = self._slots(count)
        del self.stack[len(self.stack) - count :]
        return slots

    def _need(self, symbol: Symbol, step: int, item: Instruction, *, own: bool) -> None:
        """The reference of an object is needed for a step, which gives it or uses it."""
        if symbol[0] in (_CONSTANT, _IN, _LOGGED):
            self.orders.setdefault(symbol, (step, own))
            if symbol[0] == _IN:
                self.kept.setdefault(symbol, item.index)

    def _step(
        self,
        item: Instruction,
        slots: Sequence[Slot] = (),
        result: Symbol | None = None,
        truth: bool | None = None,
        *,
        stores: bool = False,
    ) -> int:
        """The instruction leaves a step; give its number in the stretch."""
        number = len(self.rows)
        for symbol, _ in slots:
            self._need(symbol, number, item, own=False)
        if result is not None:
            self._need(result, number, item, own=True)
        row = self.planner.row_of(item)
        self.rows.append((row, tuple(slots), truth, stores, item.name == "CALL"))
        self.results.append(result)
        return number

    def _take(self, item: Instruction) -> int | None:
        """Go on over an instruction: give the position of the next one; None: it has no rule."""
        rule = _RULES.get(item.name)
        if rule is not None:
            return rule(self, item)
        if item.name in _LOGS_RESULT and item.kind not in {None, StepKind.MATCH}:
            return self._logged(item)
        if item.name.startswith("POP_JUMP_") and item.fused is None and not PY311:
            return self._branch(item)
        return None

    # -- names and constants ----------------------------------------------------------------------

    def _load_fast(self, item: Instruction) -> int:
        name = item.argument
        symbol = self.locals.get(name)
        if symbol is None:
            symbol = self.locals[name] = (_LOCAL, len(self.names))
            self.names.append((name, item.index))
        self.stack.append((symbol, self._step(item, result=symbol)))
        return item.index + 1

    def _load_const(self, item: Instruction) -> int:
        symbol = (_CONSTANT, len(self.constants))
        self.constants.append(item.argument)
        self.stack.append((symbol, self._step(item, result=symbol)))
        return item.index + 1

    def _store_fast(self, item: Instruction) -> int | None:
        if item.kind is None:
            return None
        (slot,) = self._slots(1)
        symbol = slot[0]
        if symbol[0] == _NULL:
            return None
        self._pop(1)
        number = self._step(item, (slot,), stores=True)
        self.locals[item.argument] = symbol
        self.bound.append((number, symbol, item.argument, item.hidden))
        return item.index + 1

    def _load_global(self, item: Instruction) -> int:
        symbol = self._log(item)
        number = self._step(item, result=symbol)
        if item.pushes == 1:
            self.stack.append((symbol, number))
        else:
            self.stack += ((symbol, number), _EMPTY) if NULL_ON_TOP else (_EMPTY, (symbol, number))
        return item.index + 1

    # -- what logs a value ------------------------------------------------------------------------

    def _logged(self, item: Instruction) -> int:
        slots = self._pop(item.pops)
        symbol = self._log(item)
        number = self._step(item, slots, symbol)
        self.stack.append((symbol, number))
        if item.name == "BINARY_OP" and item.in_place:
            self.actions.append((OPERATED, number, slots[0][0]))
        elif item.name == "BINARY_SUBSCR":
            self.actions.append((FOUND, number, symbol, slots[0][0], slots[1][0]))
        return item.index + 1

    def _check(self, kind: int, item: Instruction, symbol: Symbol, other: object = None) -> None:
        self.checks.append((kind, item.index, symbol, other))

    def _display(self, item: Instruction) -> int | None:
        if item.kind is not None:
            return self._logged(item)
        if item.pops or item.span is None:
            return None
        symbol = self._log(item)  # of an inlined comprehension: no step yet
        self.stack.append((symbol, None))
        self.actions.append((SHOWN, 0, symbol, item.span))
        return item.index + 1

    def _load_attr(self, item: Instruction) -> int:
        (slot,) = self._pop(1)
        symbol = self._log(item)
        if item.pushes == 1:
            self.stack.append((symbol, self._step(item, (slot,), symbol)))
            return item.index + 1
        self._check(METHOD, item, symbol, (slot[0], item.argument))
        number = self._step(item, (slot,), symbol)
        self.stack += ((symbol, number), (slot[0], number))
        return item.index + 1

    def _call(self, item: Instruction) -> int | None:
        slots = self._slots(item.pops)
        place = 1 if NULL_ON_TOP else 0
        symbol = slots[place][0]
        empty = symbol[0] == _NULL
        if symbol[0] == _IN:
            if len(self.known) < symbol[1]:
                return None
            empty = type(self.known[-symbol[1]]) is Null
            self._check(FILLED, item, symbol, not empty)
        self._pop(item.pops)
        if empty:
            del slots[place]
        symbol = self._log(item)
        number = self._step(item, slots, symbol)
        self.stack.append((symbol, number))
        self.actions.append((CALLED, number, symbol, [slot[0] for slot in slots]))
        return item.index + 1

    def _unpack(self, item: Instruction) -> int | None:
        if item.pushes == 0:
            return None
        slots = self._pop(1)
        symbols = [self._log(item) for _ in range(item.pushes)]
        number = self._step(item, slots)
        self.stack += [(symbol, (number,)) for symbol in reversed(symbols)]
        return item.index + 1

    # -- what changes objects ---------------------------------------------------------------------

    def _store_subscr(self, item: Instruction) -> int:
        slots = self._pop(3)
        (value, _), (container, _), (key, _) = slots
        number = self._step(item, slots)
        self.actions.append((STORED, number, value, container, key))
        return item.index + 1

    def _add(self, item: Instruction) -> int:
        """What adds to a container that lies deeper on the stack."""
        slots = self._slots(item.pops + item.arg)
        container = slots[0]
        items = self._pop(item.pops)
        number = self._step(item, (container, *items))
        self.actions.append((ADDED, number, container[0]))
        return item.index + 1

    # -- arranging the stack ----------------------------------------------------------------------

    def _pop_top(self, item: Instruction) -> int | None:
        if item.kind is not None:
            return None
        self._pop(1)
        return item.index + 1

    def _push_null(self, item: Instruction) -> int:
        self.stack.append(_EMPTY)
        return item.index + 1

    def _copy(self, item: Instruction) -> int:
        self.stack.append(self._slots(item.arg)[0])
        return item.index + 1

    def _swap(self, item: Instruction) -> int:
        self._slots(item.arg)
        stack, depth = self.stack, -item.arg
        stack[-1], stack[depth] = stack[depth], stack[-1]
        return item.index + 1

    # -- control ----------------------------------------------------------------------------------

    def _for_iter(self, item: Instruction) -> int | None:
        """A stretch may begin with the request for an item, which may end the loop."""
        if item.index != self.start:
            return None
        following = item.index + 1
        way_out = _WayOut(self, item)
        self.way_out, self.ends = way_out.made(), frozenset(way_out.ways or ())
        (iterator,) = self._slots(1)
        symbol = self._log(item)
        self.stack.append((symbol, self._step(item, (iterator,), symbol, True)))
        return following

    def _end_for(self, item: Instruction) -> int:
        self._check(COMPLETE, item, (_NULL, 0))
        self._pop(item.pops)
        return item.index + 1

    def _jump(self, item: Instruction) -> int | None:
        block = self.planner.places.get(item.target)
        if item.kind is not None or block is None:
            return None
        self.ways = {id(block): (None, item.target)}
        self.owners.append(item.index)
        return item.target

    def _to_bool(self, item: Instruction) -> int | None:
        """3.13 tests in two instructions; they are one step."""
        after = self.code.instructions[item.index + 1]
        if not after.name.startswith("POP_JUMP_") or after.fused is not None:
            return None
        if after.index in self.planner.places or not self._can_branch(after):
            return None
        self._log(item)
        self.tested = 1
        self._branch(after)
        self.owners[-1] = item.index
        return after.index

    def _can_branch(self, item: Instruction) -> bool:
        """Whether Block marks tell which way a branch goes."""
        places, following = self.planner.places, item.index + 1
        return item.target in places and following in places and item.target != following

    def _branch(self, item: Instruction) -> int | None:
        if not self._can_branch(item):
            return None
        places = self.planner.places
        if_true = "IF_TRUE" in item.name
        self.branch = self._step(item, self._pop(1))
        self.ways = {
            id(places[position]): ((position == item.target) is if_true, position)
            for position in (item.index + 1, item.target)
        }
        self.owners.append(item.index)
        return item.index

    def _return_value(self, item: Instruction) -> int | None:
        (slot,) = self._slots(1)
        return None if slot[0][0] == _NULL else self._return(item, slot)

    def _return_const(self, item: Instruction) -> int:
        symbol = (_CONSTANT, len(self.constants))
        self.constants.append(item.argument)
        return self._return(item, (symbol, None))

    def _return(self, item: Instruction, slot: Slot) -> int:
        self._step(item, (slot,), slot[0])
        self.returned = slot[0]
        self.owners.append(item.index)
        return item.index

    # -- making -----------------------------------------------------------------------------------

    def made(self) -> Run:
        """What carries the stretch out."""
        if self.position == self.start and self.ways is None and self.returned is None:
            return never(self.start)
        first_local = len(self.constants)
        first_in = first_local + len(self.names)
        firsts = (0, 0, first_local, first_in - 1, first_in + self.depth)

        def value(symbol: Symbol) -> int:
            return firsts[symbol[0]] + symbol[1]

        forms: tuple[int, ...] = ()
        loose: tuple[tuple[int, Loose], ...] = ()
        exits: dict[int, Exit] | None = None
        if self.ways is None:
            forms, loose = self._forms(value, None)
        else:
            found = {
                truth: self._forms(value, truth)
                for truth in {truth for truth, _ in self.ways.values()}
            }
            exits = {
                block: (*found[truth], position) for block, (truth, position) in self.ways.items()
            }
        same = 0  # so many slots stay as they are, of those that were there
        for slot, place in zip(self.stack, range(self.depth, 0, -1), strict=False):
            if slot != ((_IN, place), -place):
                break
            same += 1
        stretch = Stretch(
            self.start,
            self.position,
            bytes(self.pattern),
            self.owners,
            self.touching,
            self.marked,
            self.tested,
            self.names,
            self.depth,
            [(value(symbol), position) for symbol, position in self.kept.items()],
            self.constants,
            [(value(symbol), *order) for symbol, order in self.orders.items()],
            forms,
            loose,
            _picker([0 if symbol is None else value(symbol) for symbol in self.results]),
            [
                (
                    kind,
                    position,
                    value(symbol),
                    (value(other[0]), other[1]) if kind == METHOD else other,
                )
                for kind, position, symbol, other in self.checks
            ],
            [(step, value(symbol), name, hidden) for step, symbol, name, hidden in self.bound],
            [self._action(action, value) for action in self.actions],
            self.depth - same,
            [value(symbol) for symbol, _ in self.stack[same:]],
            [maker for _, maker in self.stack[same:]],
            exits,
            -1 if self.returned is None else value(self.returned),
            self.way_out,
            self.ends,
        )
        return runner(stretch)

    @staticmethod
    def _action(action: tuple[Any, ...], value: Callable[[Symbol], int]) -> tuple[Any, ...]:
        kind, step, symbol, *rest = action
        if kind == CALLED:
            return kind, step, value(symbol), [value(each) for each in rest[0]]
        if kind in (STORED, FOUND):
            return kind, step, value(symbol), tuple(map(value, rest))
        return kind, step, value(symbol), rest[0] if rest else None

    def _forms(
        self, value: Callable[[Symbol], int], truth: bool | None
    ) -> tuple[tuple[int, ...], tuple[tuple[int, Loose], ...]]:
        """The forms of all steps, and which have to be looked for; ``truth`` is of the branch."""
        tables = self.planner.tables
        forms: list[int] = []
        loose: list[tuple[int, Loose]] = []
        for number, (row, slots, known, stores, pair) in enumerate(self.rows):
            way = truth if number == self.branch else known
            if not slots and way is None:
                forms.append(tables.plain(row))
                continue
            makers = tuple([maker for _, maker in slots])
            if all(type(maker) is int and maker >= 0 for maker in makers):
                where = used = tuple([number - maker for maker in makers])  # type: ignore[operator]
                if len(set(where)) < len(where):
                    used = tuple(dict.fromkeys(where))
                    if pair and where[0] == where[1]:  # the owner lies beside its method
                        where = (where[0], -where[1], *where[2:])
                forms.append(tables.form(Form(row, where, used, way, stores)))
                continue
            forms.append(0)
            values = tuple([value(symbol) for symbol, _ in slots])
            only = makers[0] if len(makers) == 1 and type(makers[0]) is int else 0
            each = Loose(number, row, makers, only, values, way, stores, pair, {})
            loose.append((number, each))
        return tuple(forms), tuple(loose)


class _WayOut(_Plan):
    """The request for an item that ends its loop."""

    def __init__(self, plan: _Plan, item: Instruction) -> None:
        self._item = item
        super().__init__(plan.planner, item.index, item.index, ())

    def _read(self, stop: int | None) -> None:
        item, places = self._item, self.planner.places
        if item.index in places:
            self._expect(places[item.index], item.index)
        (iterator,) = self._slots(1)
        self.branch = number = self._step(item, (iterator,))
        if PY311:
            self._pop(1)
        else:
            self.stack.append(((_NULL, 0), (number,)))
        self.ways = {
            id(block): (False, item.target)
            for position, block in places.items()
            if position != item.index + 1
        }
        self.owners.append(item.index)


def _picker(values: list[int]) -> Callable[[list[int]], Any]:
    """What gives the results of the steps, from the references of all values."""
    if not values:
        return _nothing
    if len(values) == 1:
        (only,) = values
        return lambda pool: (pool[only],)
    return itemgetter(*values)


def _nothing(_: list[int]) -> tuple[int, ...]:
    return ()


_RULES: Final[dict[str, Callable[[_Plan, Instruction], int | None]]] = {
    "LOAD_FAST": _Plan._load_fast, "LOAD_FAST_CHECK": _Plan._load_fast,
    "LOAD_CONST": _Plan._load_const, "STORE_FAST": _Plan._store_fast,
    "LOAD_GLOBAL": _Plan._load_global, "LOAD_ATTR": _Plan._load_attr,
    "LOAD_METHOD": _Plan._load_attr, "CALL": _Plan._call,
    "BUILD_LIST": _Plan._display, "BUILD_SET": _Plan._display, "BUILD_MAP": _Plan._display,
    "UNPACK_SEQUENCE": _Plan._unpack, "STORE_SUBSCR": _Plan._store_subscr,
    "LIST_APPEND": _Plan._add, "SET_ADD": _Plan._add, "MAP_ADD": _Plan._add,
    "POP_TOP": _Plan._pop_top, "PUSH_NULL": _Plan._push_null, "COPY": _Plan._copy,
    "SWAP": _Plan._swap, "FOR_ITER": _Plan._for_iter, "END_FOR": _Plan._end_for,
    "TO_BOOL": _Plan._to_bool, "RETURN_VALUE": _Plan._return_value,
    "RETURN_CONST": _Plan._return_const,
    "JUMP_BACKWARD": _Plan._jump, "JUMP_BACKWARD_NO_INTERRUPT": _Plan._jump,
    "JUMP_FORWARD": _Plan._jump,
}  # fmt: skip
