"""The text of a narration, with its code cut out, so that errors can be planted in words or code.

Nothing of the engine takes part: what a plant says is read back from text by whoever judges it.
"""

# Conditions are nested where they are two questions.
# ruff: noqa: SIM102

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

CODE: Final = re.compile(r"``(?!`)(.+?)``|`([^`]+)`")
_LEAD: Final = re.compile(r"( *(?:[-*+] |\d+[.)] |#{1,6} )?)(.*)")
_SENTENCES: Final = re.compile(r"(?<=\.) (?=[A-Z@])")

NUMBERS: Final = "one two three four five six seven eight nine ten eleven twelve".split()
ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence or heading: its words, in which ``@0``, ``@1``, … stand for pieces of code."""

    words: str
    codes: tuple[str, ...]

    def text(self) -> str:
        return re.sub(r"@(\d+)", lambda m: _quoted(self.codes[int(m[1])]), self.words)

    def with_code(self, index: int, code: str) -> Told:
        return replace(self, codes=(*self.codes[:index], code, *self.codes[index + 1 :]))

    def with_words(self, words: str) -> Told:
        return replace(self, words=words)

    @property
    def is_heading(self) -> bool:
        return self.words.endswith(":")


def _quoted(code: str) -> str:
    if "`" in code:
        return f"`` {code} ``"
    return f"`{code}`"


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its bullet and indentation, and what it says."""

    lead: str
    told: tuple[Told, ...]

    def text(self) -> str:
        return self.lead + " ".join(told.text() for told in self.told)


@dataclass(frozen=True, slots=True)
class Text:
    """A narration as lines."""

    lines: tuple[Line, ...]

    def text(self) -> str:
        return "".join(line.text() + "\n" for line in self.lines)

    def places(self) -> Iterator[tuple[int, int, Told]]:
        """All sentences and headings, each with its line and its place in the line."""
        for number, line in enumerate(self.lines):
            for index, told in enumerate(line.told):
                yield number, index, told

    def with_told(self, number: int, index: int, told: Told) -> Text:
        line = self.lines[number]
        new = replace(line, told=(*line.told[:index], told, *line.told[index + 1 :]))
        return self.with_lines(number, number + 1, (new,))

    def with_lines(self, start: int, stop: int, lines: tuple[Line, ...]) -> Text:
        return Text((*self.lines[:start], *lines, *self.lines[stop:]))


def told_of(sentence: str) -> Told:
    """A sentence or heading from its text."""
    codes: list[str] = []

    def cut(match: re.Match[str]) -> str:
        codes.append((match[1] if match[1] is not None else match[2]).strip(" "))
        return f"@{len(codes) - 1}"

    return Told(CODE.sub(cut, sentence), tuple(codes))


def read_text(narration: str) -> Text:
    """The lines of a narration; empty ones are dropped."""
    lines: list[Line] = []
    for raw in narration.split("\n"):
        match = _LEAD.fullmatch(raw)
        if match is None or not match[2]:
            continue
        whole = told_of(match[2])
        told: list[Told] = []
        for part in _SENTENCES.split(whole.words):
            numbers = [int(n) for n in re.findall(r"@(\d+)", part)]
            first = numbers[0] if numbers else 0
            words = re.sub(r"@(\d+)", lambda m, first=first: f"@{int(m[1]) - first}", part)
            told.append(Told(words, tuple(whole.codes[n] for n in numbers)))
        lines.append(Line(match[1], tuple(told)))
    return Text(tuple(lines))


def number_of(word: str) -> int | None:
    """The number that a word or digits say."""
    small = word.lower()
    for names in (NUMBERS, ORDINALS):
        if small in names:
            return names.index(small) + 1
    digits = re.match(r"\d+", small)
    return int(digits[0]) if digits else None


def number_like(word: str, number: int) -> str:
    """The number as it would stand in the place of a word or digits."""
    small = word.lower()
    if small in ORDINALS or re.fullmatch(r"\d+(?:st|nd|rd|th)", small):
        if small in ORDINALS and 1 <= number <= len(ORDINALS):
            return ORDINALS[number - 1]
        ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(
            number % 10, "th"
        )  # fmt: skip
        return f"{number}{ending}"
    return str(number)


@dataclass(frozen=True, slots=True)
class Source:
    """What the text of the program offers to whoever plants errors in what is told of it."""

    entry: str
    lines: tuple[int, ...]  #: on which statements start
    loops: tuple[int, ...]
    names: tuple[str, ...]  #: variables
    functions: tuple[str, ...]
    tests: tuple[str, ...]  #: of `if`, `while` and `assert`
    writes: dict[int, frozenset[str]] = field(default_factory=dict)
    reads: dict[int, frozenset[str]] = field(default_factory=dict)


@functools.lru_cache(maxsize=64)
def source_of(text: str, entry: str) -> Source:
    """The facts about a program."""
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    writes: dict[int, set[str]] = {}
    reads: dict[int, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Name):
            held = reads if isinstance(node.ctx, ast.Load) else writes
            held.setdefault(node.lineno, set()).add(node.id)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # A method may change what it is called on.
            if isinstance(node.func.value, ast.Name):
                writes.setdefault(node.lineno, set()).add(node.func.value.id)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                writes.setdefault(node.lineno, set()).add(node.value.id)
    functions = [n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    arguments = {n.arg for n in nodes if isinstance(n, ast.arg)}
    return Source(
        entry,
        tuple(sorted({n.lineno for n in nodes if isinstance(n, ast.stmt)})),
        tuple(sorted({n.lineno for n in nodes if isinstance(n, ast.For | ast.While)})),
        tuple(sorted(stored | arguments)),
        tuple(dict.fromkeys(functions)),
        tuple(
            dict.fromkeys(
                ast.unparse(n.test) for n in nodes if isinstance(n, ast.If | ast.While | ast.Assert)
            )
        ),
        {line: frozenset(names) for line, names in writes.items()},
        {line: frozenset(names) for line, names in reads.items()},
    )


_SPECIAL: Final = {"set()": set(), "frozenset()": frozenset(), "nan": float("nan")}


def literal(code: str) -> Any:
    """The Python value of a literal; raises `ValueError` for what is none."""
    if code in _SPECIAL:
        return _SPECIAL[code]
    try:
        return ast.literal_eval(code)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise ValueError(code) from error


@functools.lru_cache(maxsize=100_000)
def is_literal(code: str) -> bool:
    try:
        literal(code)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Edit:
    """A narration with an error in it. ``told`` is the sentence to look at."""

    text: Text
    told: str


@dataclass(frozen=True, slots=True)
class Narrated:
    """A narration in which errors are planted."""

    text: Text
    source: Source
    values: Mapping[str, tuple[str, ...]]  #: of each variable, those that are told

    def rewritten(
        self, edits: Callable[[Told], Iterator[Told]], *, headings: bool = True
    ) -> Iterator[Edit]:
        for number, index, told in self.text.places():
            if told.is_heading and not headings:
                continue
            for made in edits(told):
                if made != told:
                    yield Edit(self.text.with_told(number, index, made), made.text())


Edits = Callable[[Narrated], Iterator[Edit]]
"""All edits of one kind that a narration offers."""
