"""The original code as the rewriter sees it: instructions, handlers, blocks and pushers.

Offsets are in bytes, and an instruction's offset is that of its opcode proper, behind its
EXTENDED_ARG prefixes (as `frame.f_lasti` and `dis` have it). Facts about the versions that
the analysis relies on are the functions at the end, with their evidence.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType
from typing import Final, NamedTuple

from engine.capture.line_table import Position
from engine.capture.opcodes import PY311, PY312, PY313
from engine.capture.stack_effects import RUNNING


class Handler(NamedTuple):
    """Where an exception goes: an entry of the exception table without its range."""

    target: int  #: index of the handler's first instruction
    depth: int
    lasti: bool


class Original(NamedTuple):
    """One instruction of the original code, its prefixes and inline caches included."""

    name: str
    arg: int  #: with extended arguments; 0 where the opcode has none
    has_arg: bool
    start: int  #: byte offset of the first EXTENDED_ARG, or of the instruction
    offset: int
    caches: int  #: number of inline cache units behind it
    position: Position
    target: int  #: index of the instruction it jumps to, or -1
    handler: Handler | None


def exception_entries(table: bytes) -> Iterator[tuple[int, int, int, int, bool]]:
    """(start, end, target, depth, lasti) of each entry; byte offsets, ``end`` exclusive.

    The form is CPython's ``Objects/exception_handling_notes.txt``."""
    position = 0

    def number() -> int:
        nonlocal position
        byte = table[position]
        value = byte & 63
        while byte & 64:
            position += 1
            byte = table[position]
            value = value << 6 | byte & 63
        position += 1
        return value

    while position < len(table):
        start, length, target, info = number() * 2, number() * 2, number() * 2, number()
        yield start, start + length, target, info >> 1, bool(info & 1)


def encode_exception_table(entries: list[tuple[int, int, int, int, bool]]) -> bytes:
    """The inverse of `exception_entries`; ranges must be sorted and disjoint."""
    table = bytearray()
    for start, end, target, depth, lasti in entries:
        first = len(table)
        for value in (start // 2, (end - start) // 2, target // 2, depth << 1 | lasti):
            shift = max(value.bit_length() - 1, 0) // 6 * 6
            while shift >= 0:
                more = 64 if shift else 0
                table.append(value >> shift & 63 | more)
                shift -= 6
        table[first] |= 128
    return bytes(table)


_EXTENDED_ARG: Final = dis.opmap["EXTENDED_ARG"]
_JUMPS: Final = frozenset(dis.hasjrel)
CONDITIONAL: Final = frozenset(
    name
    for name in dis.opmap
    if name.startswith(("POP_JUMP_", "JUMP_IF_")) or name in ("FOR_ITER", "SEND")
)


def is_backward(name: str) -> bool:
    return "JUMP_BACKWARD" in name


def cache_units(name: str) -> int:
    """How many inline cache units follow an instruction."""
    if PY313:
        return int(dis._inline_cache_entries.get(name, 0))  # type: ignore[attr-defined]
    return int(dis._inline_cache_entries[dis.opmap[name]])  # type: ignore[attr-defined]


CACHES: Final = {name: cache_units(name) for name in dis.opmap if dis.opmap[name] < 256}


class Unit(NamedTuple):
    """One instruction of raw bytecode with its prefixes and inline caches. Offsets are bytes."""

    name: str
    opcode: int
    arg: int  #: with extended arguments; 0 where the opcode has none
    start: int  #: of the first EXTENDED_ARG, or of the instruction
    offset: int
    caches: int
    target: int  #: the offset that it jumps to, or -1
    position: Position


def units(code: CodeType) -> Iterator[Unit]:
    """The instructions of ``code``, as `dis.get_instructions` has them."""
    raw, positions = code.co_code, list(code.co_positions())
    names, size = dis.opname, len(raw)
    offset = start = arg = 0
    while offset < size:
        opcode = raw[offset]
        arg = arg << 8 | raw[offset + 1]
        if opcode == _EXTENDED_ARG:
            offset += 2
            continue
        name = names[opcode]
        caches = CACHES[name]
        behind = offset + 2 + 2 * caches
        target = -1
        if opcode in _JUMPS:
            target = behind - 2 * arg if is_backward(name) else behind + 2 * arg
        if opcode < dis.HAVE_ARGUMENT:
            arg = 0
        yield Unit(name, opcode, arg, start, offset, caches, target, positions[offset // 2])
        offset = start = behind
        arg = 0


def read(code: CodeType) -> list[Original]:
    """The instructions of ``code`` in order, with their jumps and handlers resolved."""
    found = list(units(code))
    index = {unit.start: number for number, unit in enumerate(found)}
    handlers: dict[int, Handler] = {}
    for start, end, target, depth, lasti in exception_entries(code.co_exceptiontable):
        handler = Handler(index[target], depth, lasti)
        for offset in range(start, end, 2):
            handlers[offset] = handler
    return [
        Original(
            unit.name,
            unit.arg,
            unit.opcode >= dis.HAVE_ARGUMENT,
            unit.start,
            unit.offset,
            unit.caches,
            unit.position,
            index[unit.target] if unit.target >= 0 else -1,
            handlers.get(unit.offset),
        )
        for unit in found
    ]


def prologue_length(instructions: list[Original]) -> int:
    """Number of instructions up to and including the first RESUME (3.11 to 3.13 have
    MAKE_CELL, COPY_FREE_VARS, RETURN_GENERATOR and POP_TOP before it)."""
    for number, instr in enumerate(instructions):
        if instr.name == "RESUME":
            return number + 1
    return 0


def after_loop(instructions: list[Original], target: int) -> int:
    """The instruction at which control goes on when a FOR_ITER that jumps to ``target`` ends.

    3.12's FOR_ITER drops the iterator and jumps over the END_FOR at its target, 3.13's over
    END_FOR and POP_TOP; only the form specialised for generators runs them. So nothing may
    be inserted before or between them. 3.11's jumps to the target itself."""
    if PY311:
        return target
    if instructions[target].name != "END_FOR":
        raise ValueError("FOR_ITER jumps to no END_FOR")
    if PY312:
        return target + 1
    if instructions[target + 1].name != "POP_TOP":
        raise ValueError("END_FOR is not followed by POP_TOP")
    return target + 2


def handler_targets(instructions: list[Original]) -> set[int]:
    return {instr.handler.target for instr in instructions if instr.handler is not None}


def block_starts(instructions: list[Original]) -> set[int]:
    """Instructions that get a Block mark: targets of jumps, and what follows a conditional jump.

    What follows a SEND gets none: on 3.11 ``generator.throw`` steps back from the YIELD_VALUE
    to the unit before it and expects the SEND there."""
    starts = set()
    for number, instr in enumerate(instructions):
        if instr.target >= 0:
            target = instr.target
            if instr.name == "FOR_ITER":
                target = after_loop(instructions, target)
            starts.add(target)
        if instr.name in CONDITIONAL and instr.name != "SEND":
            starts.add(number + 1)
    return starts


NO_PUSHER: Final = -1


def pushers(instructions: list[Original]) -> list[tuple[int, ...] | None]:
    """For each instruction the stack before it, as the indices of the instructions that
    pushed each slot (bottom first); `NO_PUSHER` where paths disagree or nobody knows;
    None for code that nothing reaches."""
    stacks: list[tuple[int, ...] | None] = [None] * len(instructions)
    pending: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    while pending:
        number, stack = pending.pop()
        while number < len(instructions):
            known = stacks[number]
            if known is not None:
                if known == stack or len(known) != len(stack):
                    break
                merged = tuple(
                    left if left == right else NO_PUSHER
                    for left, right in zip(known, stack, strict=True)
                )
                if merged == known:
                    break
                stack = merged
            stacks[number] = stack
            instr = instructions[number]
            if instr.handler is not None:
                depth = instr.handler.depth
                below = (stack + (NO_PUSHER,) * depth)[:depth]
                above = (NO_PUSHER,) * (1 + instr.handler.lasti)
                pending.append((instr.handler.target, below + above))
            if instr.target >= 0:
                pending.append((instr.target, _after(instr, number, stack, True)))
            if instr.name in _ENDS or (instr.target >= 0 and instr.name not in CONDITIONAL):
                break
            stack = _after(instr, number, stack, False)
            number += 1
    return stacks


_ENDS: Final = frozenset(("RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS", "RERAISE"))


def _after(instr: Original, number: int, stack: tuple[int, ...], jump: bool) -> tuple[int, ...]:
    if instr.name == "SWAP":
        items = list(stack)
        items[-1], items[-instr.arg] = items[-instr.arg], items[-1]
        return tuple(items)
    if instr.name == "COPY":
        return (*stack, stack[-instr.arg])
    pops, pushes = _moved(instr.name, instr.arg, jump)
    return stack[: max(len(stack) - pops, 0)] + (number,) * pushes


@lru_cache(maxsize=10_000)
def _moved(name: str, arg: int, jump: bool) -> tuple[int, int]:
    """How many slots an instruction takes, and how many it fills then."""
    effect = RUNNING[name]
    return effect.popped(arg, jump=jump), effect.pushed(arg, jump=jump)


def pushes_pair(instr: Original) -> bool:
    """Whether it pushes a callable and the slot beside it that may be NULL."""
    if instr.name == "LOAD_METHOD":
        return True
    if instr.name == "LOAD_GLOBAL":
        return bool(instr.arg & 1)
    return not PY311 and instr.name in ("LOAD_ATTR", "LOAD_SUPER_ATTR") and bool(instr.arg & 1)
