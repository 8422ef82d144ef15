"""Small programs whose inputs on a path can all be tried, and a plain oracle that tries them.

Imports nothing of the engine. A path is the sequence of instructions that run in the function, by
a tracer of opcodes; the inputs are those of a box that the program itself refuses to leave."""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

BOX = range(-2, 4)
LETTERS = "aB1 "

NUMBERS = [
    "a", "b", "1", "2", "-3", "a + b", "a - b", "a * b", "a // 2", "b % 3", "a & 3", "abs(b)",
    "max(a, b)", "len(range(a))",
]  # fmt: skip


def programs(count: int, seed: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Programs of two ints or of a str of three characters, each with a recorded input."""
    chance = random.Random(seed)
    for _ in range(count):
        if chance.randrange(2):
            yield _of_ints(chance), (chance.choice(BOX), chance.choice(BOX))
        else:
            yield _of_text(chance), ("".join(chance.choice(LETTERS) for _ in range(3)),)


def _of_ints(chance: random.Random) -> str:
    def number() -> str:
        return chance.choice(NUMBERS)

    test = f"{number()} {chance.choice(['<', '<=', '==', '!='])} {number()}"
    low, high = BOX.start, BOX.stop
    shown = chance.choice(["x", "x, b", "x, a", "[x, a, b]", "a == b, x", "sorted([a, b])"])
    lines = [
        "def f(a, b):",
        f"    if not ({low} <= a < {high} and {low} <= b < {high}):",
        "        return None",
        f"    x = {number()}",
        f"    if {test}:",
        f"        x = x {chance.choice('+-*')} {number()}",
        "    else:",
        f"        x = [{number()}, {number()}]",
        f"    for i in range({chance.choice(['a', 'b', '2'])}):",
        f"        {chance.choice(['x = x * 1', 'x = x * 2', 'b += 1', 'b += 1'])}",
        f"    return {shown}",
    ]
    return "\n".join(lines) + "\n"


def _of_text(chance: random.Random) -> str:
    part = chance.choice(["s", "s[1:]", "s[::-1]", "s.upper()", "s.strip()", "s.replace('a', '')",
                          "s.split()", "s.swapcase()", "sorted(s)", "s.lower() + s[0]",
                          "s.split('a')", "s.find('B'), s", "s.title()", "list(set(s))[:0]",
                          "s.count('a'), s.isdigit()"])  # fmt: skip
    test = chance.choice(["s[0] == 'a'", "'B' in s", "s.isalnum()", "s < 'a1'", "s[1].isdigit()",
                          "s.startswith('a')", "s == s[::-1]", "len(s.split()) > 1"])  # fmt: skip
    lines = [
        "def f(s):",
        f"    for c in s:\n        if c not in {LETTERS!r}:\n            return None",
        f"    if {test}:",
        f"        return {part}",
        f"    return {chance.choice(['s', '[s]', 's.lower()', 'len(s)', part])}",
    ]
    return "\n".join(lines) + "\n"


def box(args: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """All inputs of the box that are of the shape of ``args``."""
    for arg in args:
        if isinstance(arg, str):
            for letters in itertools.product(LETTERS, repeat=len(arg)):
                yield ("".join(letters),)
            return
    yield from itertools.product(BOX, repeat=len(args))


def run(source: str, args: tuple[Any, ...]) -> tuple[Any, list[tuple[str, int]]]:
    """What a call gives (or the class of its exception), and the instructions that ran."""
    space: dict[str, Any] = {}
    exec(compile(source, "<enumerated>", "exec"), space)
    function: Callable[..., Any] = space["f"]
    path: list[tuple[str, int]] = []

    def trace(frame: FrameType, event: str, _arg: object) -> Any:
        if frame.f_code.co_filename != "<enumerated>":
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            path.append((frame.f_code.co_name, frame.f_lasti))
        return trace

    before = sys.gettrace()
    # CPython 3.12 sends opcodes only where a frame has asked for them before `settrace`.
    sys._getframe().f_trace_opcodes = True
    sys.settrace(trace)
    try:
        found: Any = function(*args)
    except Exception as error:  # noqa: BLE001  # an answer like any other
        found = type(error)
    finally:
        sys.settrace(before)
    return found, path


def others(source: str, args: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """The other inputs on the path with the same answer."""
    answer, path = run(source, args)
    found = []
    for other in box(args):
        if repr(other) == repr(args):
            continue
        its, way = run(source, other)
        if way == path and type(its) is type(answer) and repr(its) == repr(answer):
            found.append(other)
    return found
