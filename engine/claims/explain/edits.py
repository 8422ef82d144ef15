"""Changes of one part of a sentence: the candidates among which a true one is looked for.

An edit is text for text, and knows nothing of what a sentence means: the judge reads the changed
narration as it would any other. So a form of the language needs nothing here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.claims.explain.explanation import Change
from engine.claims.judgement import ClaimReport
from engine.claims.model import NOWHERE
from engine.claims.number_words import number_of, ordinal_of, ordinal_suffix
from engine.claims.verdicts import ClaimVerdict

_TOKEN: Final = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)|[A-Za-z0-9_']+"
)
_AROUND: Final = 12
"""Numbers of passes and calls that are tried on either side of the one that is given."""

_MOMENTS: Final = (
    (r"\bbefore(?= line)", "after"), (r"\bafter(?= line)", "before"),
    (r"\bBefore(?= line)", "After"), (r"\bAfter(?= line)", "Before"),
    (r"\bon(?= line [0-9a-z]+,)", "after"), (r"\bOn(?= line [0-9a-z]+,)", "After"),
    (r"\bat the start\b", "at the end"), (r"\bat the end\b", "at the start"),
    (r"\bAt the start\b", "At the end"), (r"\bAt the end\b", "At the start"),
)  # fmt: skip
_WORDS: Final = (
    (r"\bis not\b", "is"), (r"\bis(?! not\b)", "is not"), (r"\bis never\b", "is always"),
    (r"\bnever runs\b", "runs"), (r"\bdoes not run\b", "runs"), (r"\bis skipped\b", "runs"),
    (r"\bruns(?=[.,])", "does not run"), (r"\bdoes not match\b", "matches"),
    (r"\bonly grows\b", "only shrinks"), (r"\bonly shrinks\b", "only grows"),
    (r"\bgrows\b", "shrinks"), (r"\bshrinks\b", "grows"),
    (r"\bonly grows\b", "never shrinks"), (r"\bdepends\b", "does not depend"),
    (r"\bdoes not depend\b", "depends"), (r"\bholds\b", "does not hold"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """What the candidates are taken from: lines with statements and with loops, names, functions
    of the program, each in the order of the text."""

    lines: tuple[int, ...]
    loops: tuple[int, ...]
    names: tuple[str, ...]
    functions: tuple[str, ...]


def source_of(tree: ast.Module) -> Source:
    """The candidates that a program offers."""
    lines: set[int] = set()
    loops: list[int] = []
    names: dict[str, None] = {}
    functions: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.ExceptHandler):
            lines.add(node.lineno)
        match node:
            case ast.For() | ast.While():
                loops.append(node.lineno)
            case ast.FunctionDef():
                functions.append(node.name)
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                names[name] = None
            case _:
                pass
    return Source(tuple(sorted(lines)), tuple(sorted(loops)), tuple(names), tuple(functions))


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters ``start`` to ``end`` of a line, from 0, become ``new``."""

    change: Change
    start: int
    end: int
    new: str
    note: str

    def applied(self, line: str) -> str:
        return line[: self.start] + self.new + line[self.end :]


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a sentence stands in its line: characters from 0."""

    start: int
    end: int


def sentence_at(line: str, column: int) -> Extent:
    """The sentence around a character: from after the last full stop, or the bullet, to its own."""
    hidden = _TOKEN.sub(lambda found: "x" * len(found.group()), line)
    bullet = re.match(r" *(?:(?:[-*]|[0-9]+\.) +)?", line)
    start = bullet.end() if bullet else 0
    for stop in re.finditer(r"\.(?= |$)", hidden):
        if stop.start() < start:
            continue
        if stop.end() > column:
            return Extent(start, stop.end())
        start = stop.end()
        while start < len(line) and line[start] == " ":
            start += 1
    return Extent(start, len(line))


def edits(claim: ClaimReport, line: str, extent: Extent, source: Source) -> Iterator[Edit]:
    """All single changes of a sentence that could make the claim true, the nearest kinds first."""
    if claim.verdict is ClaimVerdict.VERIFIED:
        yield _prefixed(line, extent, Change.ORDER, "Earlier, ", "this happens earlier")
        return
    yield from _values(claim)
    if claim.verdict is ClaimVerdict.AMBIGUOUS:
        yield from _which(line, extent, source)
    text = line[extent.start : extent.end]
    yield from _swaps(text, extent, Change.MOMENT, _MOMENTS)
    yield from numbers(line, extent, source)
    yield from _names(line, claim, source)
    yield from _swaps(text, extent, Change.WORD, _WORDS)
    if claim.verdict is ClaimVerdict.REFUTED:
        yield from _which(line, extent, source)


def _values(claim: ClaimReport) -> Iterator[Edit]:
    if claim.instead and claim.wrong is not NOWHERE:
        start, end = claim.wrong.column - 1, claim.wrong.end_column - 1
        yield Edit(Change.VALUE, start, end, claim.instead, f"so is {claim.instead}")


def _which(line: str, extent: Extent, source: Source) -> Iterator[Edit]:
    for loop in source.loops:
        for number in range(1, _AROUND + 1):
            of = f"pass {number} of the loop on line {loop}"
            yield _prefixed(line, extent, Change.WHICH, f"On {of}, ", f"this is so on {of}")
    for function in dict.fromkeys(source.functions):
        for number in range(1, _AROUND + 1):
            of = f"call {number} of `{function}`"
            yield _prefixed(line, extent, Change.WHICH, f"In {of}, ", f"this is so in {of}")


def _prefixed(line: str, extent: Extent, change: Change, prefix: str, note: str) -> Edit:
    first = line[extent.start : extent.start + 1]
    return Edit(change, extent.start, extent.start + 1, prefix + first.lower(), note)


def _swaps(
    text: str, extent: Extent, change: Change, table: tuple[tuple[str, str], ...]
) -> Iterator[Edit]:
    hidden = _TOKEN.sub(
        lambda found: "\0" * len(found.group()) if found["code"] else found.group(), text
    )
    for pattern, new in table:
        for found in re.finditer(pattern, hidden):
            start, end = extent.start + found.start(), extent.start + found.end()
            note = f"so it is with “{new.lower()}”, not “{found.group().lower()}”"
            yield Edit(change, start, end, new, note)


def numbers(line: str, extent: Extent, source: Source) -> Iterator[Edit]:
    """Other numbers of lines, passes and calls, the nearest first."""
    tokens = list(_TOKEN.finditer(line, extent.start, extent.end))
    for index, token in enumerate(tokens):
        before = tokens[index - 1].group().lower() if index else ""
        after = tokens[index + 1].group().lower() if index + 1 < len(tokens) else ""
        number = number_of(token.group().lower())
        if number is not None and before == "line":
            yield from _lines(token, number, source)
        elif number is not None and before in {"pass", "iteration", "call"}:
            yield from _around(token, number, before, ordinal=False)
        nth = ordinal_of(token.group().lower())
        if nth is not None and after in {"pass", "iteration", "call"}:
            yield from _around(token, nth, after, ordinal=True)


def _lines(token: re.Match[str], number: int, source: Source) -> Iterator[Edit]:
    for other in sorted(source.lines, key=lambda each: (abs(each - number), each)):
        if other != number:
            note = f"this is so of line {other}, not line {number}"
            yield Edit(Change.LINE, token.start(), token.end(), str(other), note)


def _around(token: re.Match[str], number: int, what: str, *, ordinal: bool) -> Iterator[Edit]:
    change = Change.CALL if what == "call" else Change.PASS
    at = "in call" if what == "call" else f"on {what}"
    for distance in range(1, _AROUND + 1):
        for other in (number - distance, number + distance):
            if other < 1:
                continue
            new = f"{other}{ordinal_suffix(other)}" if ordinal else str(other)
            note = f"this is so {at} {other}, not {number}"
            yield Edit(change, token.start(), token.end(), new, note)


def _names(line: str, claim: ClaimReport, source: Source) -> Iterator[Edit]:
    start, end = claim.surface.column - 1, claim.surface.end_column - 1
    for token in _TOKEN.finditer(line, start, end):
        code = (token["code"] or "").strip(" ")
        others = source.names if code in source.names else source.functions
        if code not in source.names and not code.isidentifier():
            continue
        for other in others:
            if other != code:
                note = f"this is so of `{other}`, not `{code}`"
                yield Edit(Change.NAME, token.start(), token.end(), f"`{other}`", note)
