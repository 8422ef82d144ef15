"""Instructions with labels → a code object, with the exception table made from the original's.

Everything is encoded here, because every original instruction has to be found again with
certainty. The exception table is built from the original's entries, so that the depths of
handlers are those of the compiler: a wrong depth crashes the interpreter.
"""

from __future__ import annotations

import dis
from types import CodeType
from typing import Final, NamedTuple

from engine.capture.layout import CACHES, Original, encode_exception_table, is_backward
from engine.capture.line_table import NOWHERE, Position, encode_positions

_EXTENDED_ARG: Final = dis.opmap["EXTENDED_ARG"]


class Line(NamedTuple):
    """One instruction of the code to be."""

    name: str
    arg: int
    label: int  #: where it jumps to; `NO_LABEL` when it does not jump
    owner: int  #: index of the original instruction that it is or serves; `EXIT` at the end
    original: bool


NO_LABEL: Final = -1
EXIT: Final = -1
"""Owner of the added handler, and target of what had no handler."""


class Assembled(NamedTuple):
    """The rewritten code, and where each original instruction (opcode proper) is in it."""

    code: CodeType
    to_rewritten: dict[int, int]  #: byte offset of an original opcode → byte offset
    to_original: dict[int, int]  #: byte offset of any opcode → original byte offset, or -1


class Assembly:
    """Lines in order. Labels 0 … n-1 stand before the n original instructions' own lines."""

    def __init__(self, instructions: list[Original]) -> None:
        self.instructions = instructions
        self.lines: list[Line] = []
        self.places: dict[int, int] = {}  #: label → index into `lines`
        self._next_label = len(instructions)

    def new_label(self) -> int:
        self._next_label += 1
        return self._next_label

    def place(self, label: int) -> None:
        """Let ``label`` stand before the next line."""
        self.places[label] = len(self.lines)

    def add(self, name: str, arg: int = 0, *, owner: int, label: int = NO_LABEL) -> None:
        """Append an instruction of ours, which belongs to original number ``owner``."""
        self.lines.append(Line(name, arg, label, owner, False))

    def add_original(self, number: int) -> None:
        instr = self.instructions[number]
        self.lines.append(Line(instr.name, instr.arg, instr.target, number, True))

    def offsets(self) -> tuple[list[int], list[int]]:
        """The unit at which each line begins (and the end), and each line's final argument."""
        lines = self.lines
        count = len(lines)
        arguments = [line.arg for line in lines]
        prefixes = [_prefixes(argument) for argument in arguments]
        behind = [CACHES[line.name] for line in lines]
        targets = [
            (index, self.places[line.label], is_backward(line.name))
            for index, line in enumerate(lines)
            if line.label != NO_LABEL
        ]
        starts = [0] * (count + 1)
        while True:
            unit = 0
            for index in range(count):
                starts[index] = unit
                unit += prefixes[index] + 1 + behind[index]
            starts[count] = unit
            stable = True
            for index, target, backward in targets:
                distance = starts[target] - starts[index + 1]
                argument = -distance if backward else distance
                if argument < 0:
                    raise ValueError(f"{lines[index].name} would jump the wrong way")
                arguments[index] = argument
                needed = _prefixes(argument)
                if needed > prefixes[index]:  # never shrink: so this ends
                    prefixes[index] = needed
                    stable = False
            if stable:
                self._prefixes = prefixes
                return starts, arguments

    def assemble(
        self, code: CodeType, constants: tuple[object, ...], stacksize: int, uncovered: int
    ) -> Assembled:
        """The code object. The first ``uncovered`` original instructions stay without the
        added handler, which begins at label `EXIT`."""
        starts, arguments = self.offsets()
        content = bytearray()
        positions: list[tuple[Position, int]] = []
        to_rewritten: dict[int, int] = {}
        to_original: dict[int, int] = {}
        for index, line in enumerate(self.lines):
            owner = self.instructions[line.owner] if line.owner != EXIT else None
            argument, prefixes, caches = arguments[index], self._prefixes[index], CACHES[line.name]
            for shift in range(8 * prefixes, 0, -8):
                content += bytes((_EXTENDED_ARG, argument >> shift & 0xFF))
            content += bytes((dis.opmap[line.name], argument & 0xFF))
            content += bytes(2 * caches)
            positions.append((NOWHERE if owner is None else owner.position, prefixes + 1 + caches))
            offset = 2 * (starts[index] + prefixes)
            to_original[offset] = owner.offset if owner is not None else -1
            if line.original and owner is not None:
                to_rewritten[owner.offset] = offset
        rewritten = code.replace(
            co_code=bytes(content),
            co_linetable=encode_positions(positions, code.co_firstlineno),
            co_exceptiontable=encode_exception_table(self._ranges(starts, uncovered)),
            co_consts=constants,
            co_stacksize=stacksize,
        )
        return Assembled(rewritten, to_rewritten, to_original)

    def _ranges(self, starts: list[int], uncovered: int) -> list[tuple[int, int, int, int, bool]]:
        """Exception table: each line has the handler of the original that it belongs to."""
        ranges: list[tuple[int, int, int, int, bool]] = []
        exit_entry = (2 * starts[self.places[EXIT]], 0, True)
        for index, line in enumerate(self.lines):
            if line.owner == EXIT:
                continue
            handler = self.instructions[line.owner].handler
            if handler is not None:
                target = 2 * starts[self.places[handler.target]]
                entry = (target, handler.depth, handler.lasti)
            elif line.owner >= uncovered:
                entry = exit_entry
            else:
                continue
            start, end = 2 * starts[index], 2 * starts[index + 1]
            if ranges and ranges[-1][1] == start and ranges[-1][2:] == entry:
                ranges[-1] = (ranges[-1][0], end, *entry)
            else:
                ranges.append((start, end, *entry))
        return ranges


def _prefixes(argument: int) -> int:
    count = 0
    while argument > 0xFF:
        argument >>= 8
        count += 1
    return count
