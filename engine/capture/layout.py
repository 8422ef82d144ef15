"""The original code as the rewriter sees it: instructions, handlers, blocks and pushers.

Offsets are in bytes, and an instruction's offset is that of its opcode proper, behind its
EXTENDED_ARG prefixes (as `frame.f_lasti` and `dis` have it). Facts about the versions that
the analysis relies on are the functions at the end, with their evidence.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Final, NamedTuple, TypeAlias

from bytecode import ConcreteBytecode, ConcreteInstr
from bytecode.instr import InstrLocation

from engine.capture.opcodes import PY311, PY312, PY313
from engine.capture.stack_effects import RUNNING

Position: TypeAlias = tuple[int | None, int | None, int | None, int | None]


class Handler(NamedTuple):
    """Where an exception goes: an entry of the exception table without its range."""

    target: int  #: index of the handler's first instruction
    depth: int
    lasti: bool


@dataclass(frozen=True, slots=True)
class Original:
    """One instruction of the original code, its prefixes and inline caches included."""

    name: str
    arg: int  #: with extended arguments; 0 where the opcode has none
    has_arg: bool
    start: int  #: byte offset of the first EXTENDED_ARG, or of the instruction
    offset: int
    caches: int  #: number of inline cache units behind it
    location: InstrLocation
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


def read(code: CodeType) -> list[Original]:
    """The instructions of ``code`` in order, with their jumps and handlers resolved."""
    units: list[tuple[ConcreteInstr, int, int]] = []
    position = 0
    for instr in ConcreteBytecode.from_code(code):
        assert isinstance(instr, ConcreteInstr)
        size = instr.size
        if instr.name != "CACHE":
            units.append((instr, position, position + size - 2))
        position += size
    index = {start: number for number, (_, start, _) in enumerate(units)}
    handlers: dict[int, Handler] = {}
    for start, end, target, depth, lasti in exception_entries(code.co_exceptiontable):
        handler = Handler(index[target], depth, lasti)
        for offset in range(start, end, 2):
            handlers[offset] = handler
    result = []
    for instr, start, offset in units:
        name = instr.name
        has_arg = isinstance(instr.arg, int)
        arg = instr.arg if has_arg else 0
        caches = CACHES[name]
        target = -1
        if instr.opcode in _JUMPS:
            delta = -arg if is_backward(name) else arg
            target = index[offset + 2 + 2 * caches + 2 * delta]
        location = instr.location
        assert location is not None
        result.append(
            Original(
                name, arg, has_arg, start, offset, caches, location, target, handlers.get(offset)
            )
        )
    return result


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
    effect = RUNNING[instr.name]
    kept = max(len(stack) - effect.popped(instr.arg, jump=jump), 0)
    return stack[:kept] + (number,) * effect.pushed(instr.arg, jump=jump)


def pushes_pair(instr: Original) -> bool:
    """Whether it pushes a callable and the slot beside it that may be NULL."""
    if instr.name == "LOAD_METHOD":
        return True
    if instr.name == "LOAD_GLOBAL":
        return bool(instr.arg & 1)
    return not PY311 and instr.name in ("LOAD_ATTR", "LOAD_SUPER_ATTR") and bool(instr.arg & 1)
