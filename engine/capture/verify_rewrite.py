"""The safety check of a rewriting: whatever the rewriter did, this reads the result anew.

Invariant of an accepted code object: every original instruction is there once, in order, with
its argument, position and inline caches; its jump leads to the same original instruction;
and it has its original handler, stack depth and lasti flag, or the added exit handler where
it had none. Everything else of the code object is as it was.
"""

from __future__ import annotations

import dis
from types import CodeType
from typing import Final

from engine.capture.layout import (
    CACHES,
    Handler,
    Original,
    after_loop,
    exception_entries,
    is_backward,
    pushers,
    read,
)
from engine.capture.line_table import Position
from engine.capture.rewrite_refused import RewriteRefused

_SAME: Final = (
    "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_flags",
    "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_filename", "co_name",
    "co_qualname", "co_firstlineno",
)  # fmt: skip

_EXTENDED_ARG: Final = dis.opmap["EXTENDED_ARG"]
_CACHE: Final = dis.opmap["CACHE"]
_JUMPS: Final = frozenset(dis.hasjrel)

_Unit = tuple[str, int, int]  # opcode's name, full argument, byte offset of the first prefix


def _units(code: CodeType) -> dict[int, _Unit]:
    """The instructions of raw bytecode by the byte offset of their opcode proper."""
    raw = code.co_code
    units: dict[int, _Unit] = {}
    offset = start = argument = 0
    while offset < len(raw):
        opcode, argument = raw[offset], argument << 8 | raw[offset + 1]
        if opcode == _EXTENDED_ARG:
            offset += 2
            continue
        name = dis.opname[opcode]
        units[offset] = (name, argument, start)
        offset += 2 + 2 * CACHES[name]
        start, argument = offset, 0
    return units


def verify(  # noqa: C901, PLR0912  # one branch for each part of the invariant
    original: CodeType,
    instructions: list[Original],
    rewritten: CodeType,
    to_rewritten: dict[int, int],
    exit_offset: int,
    uncovered: int,
    begins: list[int],
) -> None:
    """Raise `RewriteRefused` unless ``rewritten`` keeps every original instruction as it was.

    ``exit_offset`` is where the added handler begins; ``begins`` has for each original
    instruction the byte offset at which what stands before it begins."""

    def refuse(why: str, offset: int = -1) -> None:
        raise RewriteRefused(original, why, offset)

    for attribute in _SAME:
        if getattr(original, attribute) != getattr(rewritten, attribute):
            refuse(f"{attribute} changed")
    if len(original.co_consts) > len(rewritten.co_consts):
        refuse("constants are missing")
    for old, new in zip(original.co_consts, rewritten.co_consts, strict=False):
        if old is not new and not (isinstance(old, CodeType) and isinstance(new, CodeType)):
            refuse("a constant changed")
    units = _units(rewritten)
    entries: dict[int, tuple[int, int, bool]] = {}
    last_end = 0
    for start, end, target, depth, lasti in exception_entries(rewritten.co_exceptiontable):
        if start < last_end or end <= start:
            refuse("the exception table is not sorted")
        last_end = end
        entries.update((offset, (target, depth, lasti)) for offset in range(start, end, 2))
    old_positions: list[Position] = list(original.co_positions())
    new_positions: list[Position] = list(rewritten.co_positions())
    at_index = [to_rewritten.get(instr.offset, -1) for instr in instructions]
    previous = -1
    landing = _landings(instructions, at_index, units)
    for number, instr in enumerate(instructions):
        place = at_index[number]
        if place <= previous:
            refuse("an instruction is missing or out of order", instr.offset)
        previous = place
        name, argument, start = units.get(place, ("nothing", 0, -1))
        if name != instr.name or (instr.target < 0 and argument != instr.arg):
            refuse(f"{instr.name} became {name}", instr.offset)
        for word in range(1 + instr.caches):
            old = old_positions[instr.offset // 2 + word]
            if new_positions[place // 2 + word] != old:
                refuse("a source position changed", instr.offset)
        if instr.target >= 0:
            delta = -argument if is_backward(name) else argument
            target = place + 2 + 2 * instr.caches + 2 * delta
            if target != begins[instr.target] or target not in landing[instr.target]:
                refuse(f"{instr.name} leads elsewhere", instr.offset)
            if name in ("FOR_ITER", "SEND") and argument > 0xFFFF - 8:
                refuse("a loop is too long", instr.offset)  # `return_offset` has 16 bits
        expected: tuple[int, int, bool] | None = None
        if instr.handler is not None:
            handler: Handler = instr.handler
            expected = (begins[handler.target], handler.depth, handler.lasti)
        elif number >= uncovered:
            expected = (exit_offset, 0, True)
        for offset in range(start, place + 2 + 2 * instr.caches, 2):
            if entries.get(offset) != expected:
                refuse("an exception handler changed", instr.offset)
    _check_pairs(original, instructions, at_index)
    _check_depths(original, instructions, rewritten, at_index)


def _landings(
    instructions: list[Original], at_index: list[int], units: dict[int, _Unit]
) -> list[range]:
    """For each original instruction the offsets at which a jump to it may land: its own probes'
    beginning (behind the last original instruction before it) to its own."""
    result = []
    for number, place in enumerate(at_index):
        before = -1 if number == 0 else at_index[number - 1]
        first = 0
        if before in units:
            first = before + 2 + 2 * CACHES[units[before][0]]
        result.append(range(first, units[place][2] + 2 if place in units else first))
    return result


def _check_pairs(original: CodeType, instructions: list[Original], at_index: list[int]) -> None:
    """Instructions that the interpreter expects side by side still are."""
    for number, instr in enumerate(instructions[:-1]):
        following = instructions[number + 1]
        adjacent = at_index[number + 1] == at_index[number] + 2 + 2 * instr.caches
        if (instr.name, following.name) in _ADJACENT and not adjacent:
            raise RewriteRefused(original, f"{instr.name} lost its neighbour", instr.offset)
        if instr.name == "FOR_ITER":
            first, last = instr.target, after_loop(instructions, instr.target)
            for index in range(first, last - 1):
                if at_index[index + 1] != at_index[index] + 2:
                    raise RewriteRefused(original, "the end of a loop is split", instr.offset)


def _check_depths(
    original: CodeType, instructions: list[Original], rewritten: CodeType, at_index: list[int]
) -> None:
    """Probes leave the stack as it was: both codes are simulated, and must agree."""
    found = read(rewritten)
    depths = {
        instr.offset: None if stack is None else len(stack)
        for instr, stack in zip(found, pushers(found), strict=True)
    }
    for number, stack in enumerate(pushers(instructions)):
        expected = None if stack is None else len(stack)
        if depths[at_index[number]] != expected:
            offset = instructions[number].offset
            raise RewriteRefused(original, "a probe changes the stack", offset)
    highest = max((depth for depth in depths.values() if depth is not None), default=0)
    if highest > rewritten.co_stacksize:
        raise RewriteRefused(original, "the stack is too small")


_ADJACENT: Final = frozenset(
    (
        ("KW_NAMES", "PRECALL"),
        ("KW_NAMES", "CALL"),
        ("PRECALL", "CALL"),
        ("YIELD_VALUE", "RESUME"),
        ("RETURN_GENERATOR", "POP_TOP"),
        ("POP_TOP", "RESUME"),
    )
)
