"""Rewrite the whole standard library of the running Python, and read every result anew.

    python -m tests.capture.stdlib_rewriting [--workers N] [MODULE …]

Every module is compiled, never imported or run. Left out are the packages of tests (`test`,
`tests`, `idlelib/idle_test` and so on): some of their files are no valid Python, by intent.
The reading here shares no code with `engine.capture.verify_rewrite`: instructions are decoded
from the bytes, exception tables by `dis`, and depths come from CPython's own `dis.stack_effect`.
Exit code 1 if a single original instruction lost its place, target, handler, depth, lasti flag
or position; what the rewriter refuses is listed, and no failure.
"""

from __future__ import annotations

import argparse
import dis
import multiprocessing
import platform
import sys
import sysconfig
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Final, NamedTuple

from engine.capture.instrument import CodeInfo, Registry, instrument
from engine.capture.log import Log
from engine.capture.rewrite_refused import RewriteRefused

_LEFT_OUT: Final = frozenset({"site-packages", "test", "tests", "idle_test", "__pycache__"})

_CACHE: Final = dis.opmap["CACHE"]
_EXTENDED_ARG: Final = dis.opmap["EXTENDED_ARG"]
_RELATIVE: Final = frozenset(dis.hasjrel)
_GENERATOR: Final = 0x20 | 0x80 | 0x200

_NO_SUCCESSOR: Final = frozenset(
    dis.opmap[name]
    for name in ("RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS", "RERAISE")
    if name in dis.opmap
)
_ALWAYS_JUMP: Final = frozenset(
    dis.opmap[name] for name in ("JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT")
)
_INSERTED: Final = frozenset(
    """LOAD_CONST COPY LIST_APPEND POP_TOP PUSH_NULL PRECALL CALL SWAP TO_BOOL IS_OP NOP
    POP_JUMP_FORWARD_IF_FALSE POP_JUMP_IF_FALSE POP_JUMP_FORWARD_IF_TRUE
    POP_JUMP_IF_TRUE JUMP_FORWARD LOAD_FAST LOAD_DEREF LOAD_CLOSURE LOAD_LOCALS""".split()
)
"""What probes may be made of: nothing that leaves the code, stores or raises by itself."""


class Unit(NamedTuple):
    """One instruction: the byte offsets of its first prefix, of itself, and behind its caches."""

    start: int
    offset: int
    end: int
    opcode: int
    argument: int

    @property
    def name(self) -> str:
        return dis.opname[self.opcode]

    @property
    def target(self) -> int:
        """The byte offset it jumps to, or -1. (3.11 to 3.13 have relative jumps only.)"""
        if self.opcode not in _RELATIVE:
            return -1
        sign = -1 if "BACKWARD" in self.name else 1
        return self.end + 2 * sign * self.argument


class Entry(NamedTuple):
    """Where an exception goes."""

    target: int
    depth: int
    lasti: bool


def decode(code: CodeType) -> list[Unit]:
    """The instructions of a code object, read from its bytes (caches are zeros there)."""
    raw = code.co_code
    units: list[Unit] = []
    start = offset = argument = 0
    while offset < len(raw):
        opcode, argument = raw[offset], argument << 8 | raw[offset + 1]
        if opcode != _EXTENDED_ARG:
            end = offset + 2
            while end < len(raw) and raw[end] == _CACHE:
                end += 2
            units.append(Unit(start, offset, end, opcode, argument))
            start, offset, argument = end, end, 0
        else:
            offset += 2
    return units


def handlers(code: CodeType) -> dict[int, Entry]:
    """The entry of the exception table for each byte offset that has one, as `dis` reads it."""
    found: dict[int, Entry] = {}
    for entry in dis._parse_exception_table(code):  # type: ignore[attr-defined]
        for offset in range(entry.start, entry.end, 2):
            found.setdefault(offset, Entry(entry.target, entry.depth, entry.lasti))
    return found


def depths(code: CodeType, units: list[Unit], table: dict[int, Entry]) -> dict[int, int]:
    """The stack's depth before each instruction that can be reached, by its own offset.

    Effects are `dis.stack_effect`'s. Raises `ValueError` where two ways disagree, and where
    one leads to no instruction."""
    at_start = {unit.start: number for number, unit in enumerate(units)}

    def place(target: int, unit: Unit) -> int:
        if target not in at_start:
            raise ValueError(f"{unit.name} at {unit.offset} leads into an instruction")
        return at_start[target]

    # 3.11's RETURN_GENERATOR has no effect of its own: the value that the POP_TOP behind it
    # drops is there from the beginning.
    made = "RETURN_GENERATOR" in dis.opmap and dis.stack_effect(dis.opmap["RETURN_GENERATOR"]) == 0
    first = 1 if made and code.co_flags & _GENERATOR else 0
    found: dict[int, int] = {}
    waiting = [(0, first)]
    while waiting:
        number, depth = waiting.pop()
        while number < len(units):
            unit = units[number]
            known = found.setdefault(unit.offset, depth)
            if known != depth:
                raise ValueError(f"depth {known} and {depth} at {unit.offset} ({unit.name})")
            entry = table.get(unit.offset)
            if entry is not None:
                into = place(entry.target, unit)
                if found.get(units[into].offset) != entry.depth + entry.lasti + 1:
                    waiting.append((into, entry.depth + entry.lasti + 1))
            argument = unit.argument if unit.opcode >= dis.HAVE_ARGUMENT else None
            if unit.target >= 0:
                into = place(unit.target, unit)
                after = depth + dis.stack_effect(unit.opcode, argument, jump=True)
                if found.get(units[into].offset) != after:
                    waiting.append((into, after))
            if unit.opcode in _NO_SUCCESSOR or unit.opcode in _ALWAYS_JUMP:
                break
            depth += dis.stack_effect(unit.opcode, argument, jump=False)
            number += 1
            if number < len(units) and found.get(units[number].offset) == depth:
                break
    return found


def faults(info: CodeInfo) -> list[str]:
    """What is wrong with one rewriting; nothing for a right one."""
    return list(_Reading(info).faults())


class _Reading:
    """One rewriting, read anew on both sides."""

    def __init__(self, info: CodeInfo) -> None:
        self._info = info
        self._old, self._new = decode(info.original), decode(info.rewritten)
        self._old_table, self._new_table = handlers(info.original), handlers(info.rewritten)
        self._at = {unit.offset: unit for unit in self._new}
        self._places = [info.to_rewritten.get(unit.offset, -1) for unit in self._old]

    def faults(self) -> Iterator[str]:
        missing = [
            f"{unit.name} at {unit.offset} is missing"
            for unit, place in zip(self._old, self._places, strict=True)
            if place not in self._at
        ]
        if missing or self._places != sorted(set(self._places)):
            yield from missing or ["instructions are out of order"]
            return
        # The gap before each original instruction: what was inserted there, and itself.
        ends = [0, *(self._at[place].end for place in self._places)]
        self._gaps = {
            unit.start: range(end, self._at[place].start + 1)
            for unit, place, end in zip(self._old, self._places, ends, strict=False)
        }
        self._behind = ends[-1]  # where the added handler begins
        for unit, place in zip(self._old, self._places, strict=True):
            yield from self._instruction(unit, self._at[place])
        yield from self._inserted()
        yield from self._constants()
        yield from self._stack()

    def _instruction(self, old: Unit, new: Unit) -> Iterator[str]:
        where = f"{old.name} at {old.offset}"
        if old.opcode != new.opcode or (old.target < 0 and old.argument != new.argument):
            yield f"{where} became {new.name} {new.argument}"
        if old.end - old.offset != new.end - new.offset:
            yield f"{where} has other caches"
        if old.target >= 0 and new.target not in self._gaps[old.target]:
            yield f"{where} jumps to {new.target}"
        wanted = self._old_table.get(old.offset)
        for offset in range(new.start, new.end, 2):
            if not self._same_handler(old, wanted, self._new_table.get(offset)):
                yield f"{where} has another handler: {wanted} became {self._new_table.get(offset)}"
                break

    def _same_handler(self, old: Unit, wanted: Entry | None, found: Entry | None) -> bool:
        if wanted is None:
            # The added handler, which re-raises; none where a generator is still being made.
            if found is None:
                return not self._has_begun(old)
            return found == Entry(self._behind, 0, True)
        return (
            found is not None
            and found.target in self._gaps[wanted.target]
            and (found.depth, found.lasti) == (wanted.depth, wanted.lasti)
        )

    def _has_begun(self, old: Unit) -> bool:
        """Whether the instruction comes after the first RESUME."""
        first = next((unit.offset for unit in self._old if unit.name == "RESUME"), -1)
        return old.offset > first

    def _inserted(self) -> Iterator[str]:
        """Probes stay in their gap, and are made of what cannot leave it."""
        mine = set(self._places)
        number = 0
        for unit in self._new:
            if unit.offset in mine:
                number += 1
                continue
            if unit.start >= self._behind:
                continue
            end = self._at[self._places[number]]
            if unit.name not in _INSERTED:
                yield f"{unit.name} was inserted at {unit.offset}"
            if unit.target >= 0 and not unit.end <= unit.target <= end.start:
                yield f"the inserted {unit.name} at {unit.offset} jumps to {unit.target}"
            around = {self._new_table.get(end.offset)}
            if number:
                around.add(self._new_table.get(self._places[number - 1]))
            around.add(Entry(self._behind, 0, True))
            if self._new_table.get(unit.offset) not in around:
                yield f"the inserted {unit.name} at {unit.offset} has a handler of its own"
        last = [unit.name for unit in self._new if unit.start >= self._behind]
        if not last or last[-1] != "RERAISE" or not {*last[:-1]} <= _INSERTED:
            yield f"the added handler is {last}"

    def _constants(self) -> Iterator[str]:
        original, rewritten = self._info.original, self._info.rewritten
        for name in (
            "co_flags", "co_names", "co_varnames", "co_cellvars", "co_freevars", "co_argcount",
            "co_posonlyargcount", "co_kwonlyargcount", "co_qualname", "co_firstlineno",
        ):  # fmt: skip
            if getattr(original, name) != getattr(rewritten, name):
                yield f"{name} changed"
        kept = rewritten.co_consts[: len(original.co_consts)]
        if len(kept) < len(original.co_consts) or any(
            old is not new and not (isinstance(old, CodeType) and isinstance(new, CodeType))
            for old, new in zip(original.co_consts, kept, strict=True)
        ):
            yield "a constant changed"
        old, new = list(original.co_positions()), list(rewritten.co_positions())
        for unit, place in zip(self._old, self._places, strict=True):
            if old[unit.offset // 2] != new[place // 2]:
                yield f"{unit.name} at {unit.offset} has another position"

    def _stack(self) -> Iterator[str]:
        original, rewritten = self._info.original, self._info.rewritten
        try:
            before = depths(original, self._old, self._old_table)
            after = depths(rewritten, self._new, self._new_table)
        except ValueError as error:
            yield f"the stack cannot be followed: {error}"
            return
        for unit, place in zip(self._old, self._places, strict=True):
            if before.get(unit.offset) != after.get(place):
                was, now = before.get(unit.offset), after.get(place)
                yield f"{unit.name} at {unit.offset} has depth {now} instead of {was}"
        if after.get(self._new[-1].offset, 2) != 2:
            yield "the added handler re-raises something else than the exception"
        if max(after.values()) > rewritten.co_stacksize:
            yield f"the stack of {rewritten.co_stacksize} is too small for {max(after.values())}"


@dataclass
class Outcome:
    """What came of some modules."""

    modules: int = 0
    codes: int = 0  #: code objects rewritten and read anew
    instructions: int = 0  #: original ones in these
    handled: int = 0  #: of which an exception handler covers
    invalid: list[str] = field(default_factory=list)  #: files that Python cannot compile
    refused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.modules += other.modules
        self.codes += other.codes
        self.instructions += other.instructions
        self.handled += other.handled
        self.invalid += other.invalid
        self.refused += other.refused
        self.wrong += other.wrong


def check_file(path: Path) -> Outcome:
    """Rewrite and read all code of one file."""
    outcome = Outcome(modules=1)
    name = str(path.relative_to(library()))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        outcome.invalid.append(f"{name}: {error}")
        return outcome
    _check(code, name, outcome)
    return outcome


def _check(code: CodeType, name: str, outcome: Outcome) -> None:
    log = Log()
    registry = Registry(log)
    try:
        instrument(code, log, registry)
    except RewriteRefused:
        # One refusal refuses the whole module: find whose it is, and check all others.
        for each in _all_code(code):
            _check_alone(each, name, outcome)
        return
    for info in registry.infos.values():
        _count(info, name, outcome)


def _check_alone(code: CodeType, name: str, outcome: Outcome) -> None:
    """One code object, with nothing in place of the code inside it."""
    nothing = compile("0", "<nothing>", "eval")
    constants = tuple(nothing if isinstance(c, CodeType) else c for c in code.co_consts)
    log = Log()
    registry = Registry(log)
    try:
        instrument(code.replace(co_consts=constants), log, registry)
    except RewriteRefused as error:
        outcome.refused.append(f"{name}: {error}")
        return
    _count(registry.infos[0], name, outcome)


def _count(info: CodeInfo, name: str, outcome: Outcome) -> None:
    units, table = decode(info.original), handlers(info.original)
    outcome.codes += 1
    outcome.instructions += len(units)
    outcome.handled += sum(unit.offset in table for unit in units)
    outcome.wrong += [f"{name}: {info.original.co_qualname}: {what}" for what in faults(info)]


def _all_code(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _all_code(constant)


def library() -> Path:
    return Path(sysconfig.get_path("stdlib"))


def modules() -> list[Path]:
    """All source files of the standard library but those of its tests, in order."""
    root = library()
    found = [
        path for path in root.rglob("*.py") if not _LEFT_OUT & {*path.parts[len(root.parts) :]}
    ]
    return sorted(found)


def check(paths: list[Path], workers: int) -> Outcome:
    outcome = Outcome()
    if workers < 2:
        for path in paths:
            outcome.add(check_file(path))
        return outcome
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for each in pool.imap(check_file, paths, chunksize=4):
            outcome.add(each)
    return outcome


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("modules", nargs="*", help="paths below the library; all without one")
    options = parser.parse_args()
    paths = [library() / name for name in options.modules] or modules()
    began = time.perf_counter()
    outcome = check(paths, options.workers)
    seconds = time.perf_counter() - began
    print(f"Python {platform.python_version()}, {seconds:.0f} s with {options.workers} workers")
    print(f"modules         {outcome.modules}")
    print(f"code objects    {outcome.codes}")
    print(f"instructions    {outcome.instructions}, {outcome.handled} of them with a handler")
    for title, lines in (
        ("not compiled", outcome.invalid), ("refused", outcome.refused), ("wrong", outcome.wrong),
    ):  # fmt: skip
        print(f"{title:<15} {len(lines)}")
        for line in lines:
            print(f"    {line}")
    return 1 if outcome.wrong or not outcome.codes else 0


if __name__ == "__main__":
    sys.exit(main())
