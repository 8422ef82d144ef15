"""From text to lines of tokens: bullets, indentation, words, punctuation and spans of code.

What a token means is not known here; the grammar's readers decide. Invariant: every character
of the text that is not a space, a line end, or a bullet lies in exactly one token of its line, or
the line is refused: nothing is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from engine.claims.bare import bare_code, equation
from engine.claims.spans import character_name, foreign_character
from engine.claims.syntax_errors import Problem, ProblemKind
from engine.claims.syntax_tokens import Token, TokenKind

MAX_TEXT: Final = 1_000_000
"""Longest narration, in characters: 10,000 sentences are less."""

MAX_LINE: Final = 50_000
"""Longest line, in characters: a sentence with two values of the largest size still fits."""


class Line(NamedTuple):
    """One line of the narration that is not blank; with a ``problem`` it has no tokens."""

    number: int  #: from 1
    text: str  #: the whole line
    indent: int  #: spaces at its beginning, before the bullet
    tokens: tuple[Token, ...] = ()
    bulleted: bool = False
    level: int = 0  #: of a Markdown heading, 1 to 6; 0 for any other line
    problem: Problem | None = None


BULLET: Final = re.compile(
    r"(?P<indent> *)(?:(?P<level>#{1,6}) +|(?P<bullet>(?:[-*+]|[0-9]{1,6}[.)]) +)?)"
)
_THINK: Final = re.compile(r" *</?think> *")
"""A tag that sets reasoning apart: structure without a meaning of its own."""

_DASHES: Final = frozenset({"\u2013", "\u2014"})
"""Dashes that are written with spaces around them; they say what ``-`` says."""

_EMPHASIS: Final = frozenset({"*", "**", "***"})
_TOKEN: Final = re.compile(
    r"(?P<word>[A-Za-z0-9_']+)"
    r"|`(?!`)(?P<code>[^`]++)`(?!`)"
    r"|(?P<ticks>`+)"
    r"|(?P<arrow>-+>|=>|\u2192|\u21d2)"
    r"|(?P<markup>(?P<mark>[^ ])(?P=mark)*)"
)
"""Every character that is no space is in one of these. ``code`` is the common case of a span: one
backtick, and the next run of backticks is one again."""

_MAYBE_CODE: Final = re.compile(
    r"(?=[-0-9'\"\[({]|[A-Za-z_][A-Za-z0-9_]*(?:[\[(.]| [-<>=!%+*/]| in | not in )"
    r"|(?:True|False|None)\b)"
)
"""How code without backticks begins, if there is some. A look-ahead: it finds all such places."""

_new_token: Final = partial(tuple.__new__, Token)
"""Makes a token of a tuple of all its fields; what the class does in a call of its own."""

_TICKS: Final = re.compile(r"`+")
_LONGEST_FENCE: Final = 2


class _RefusedError(Exception):
    """The line cannot be cut into tokens; carries what is to be reported about it."""

    def __init__(self, start: int, end: int, reason: str, kind: ProblemKind) -> None:
        super().__init__(reason)
        self.start = start
        self.end = end
        self.reason = reason
        self.kind = kind


def scan(text: str) -> Iterator[Line]:
    """The lines that are not blank, in order."""
    problem = too_long(text)
    if problem is not None:
        yield Line(1, "", 0, problem=problem)
        return
    for number, line in written_lines(text):
        yield scan_line(number, line)


def too_long(text: str) -> Problem | None:
    """The problem of a narration that is too long to be read."""
    if len(text) <= MAX_TEXT:
        return None
    reason = f"the narration is longer than {MAX_TEXT:,} characters"
    return Problem.at(ProblemKind.UNPARSED, 1, (0, 0), "", reason)


def written_lines(text: str) -> Iterator[tuple[int, str]]:
    """The number and the text of each line that is not blank."""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if line.strip(" ") and _THINK.fullmatch(line) is None:
            yield number, line


def scan_line(number: int, line: str) -> Line:
    """One line that is not blank, cut into its tokens."""
    bullet = BULLET.match(line)
    assert bullet is not None  # every part of the pattern may be empty
    indent = bullet.end("indent")
    bulleted, level = bullet["bullet"] is not None, len(bullet["level"] or "")
    try:
        tokens = _without_emphasis(_tokens(line, bullet.end()))
        return Line(number, line, indent, tokens, bulleted=bulleted, level=level)
    except _RefusedError as refused:
        problem = Problem.at(
            refused.kind, number, (refused.start, refused.end), line, refused.reason
        )
        return Line(number, line, indent, bulleted=bulleted, level=level, problem=problem)


def _tokens(line: str, start: int) -> list[Token]:
    if len(line) > MAX_LINE:
        reason = f"the line is longer than {MAX_LINE:,} characters"
        raise _RefusedError(0, 0, reason, ProblemKind.UNPARSED)
    if not line[start:].strip(" "):
        raise _RefusedError(0, len(line), "the item is empty", ProblemKind.UNPARSED)
    tokens: list[Token] = []
    add = tokens.append
    fences: dict[int, list[int]] | None = None
    maybe_code = {found.start() for found in _MAYBE_CODE.finditer(line, start)}
    at = start
    while at >= 0:
        resume = -1
        for found in _TOKEN.finditer(line, at):
            first, end = found.span()
            kind = found.lastgroup
            bare = first
            if first in maybe_code and kind not in {"code", "ticks"}:
                bare = bare_code(line, first)
            if bare > first:
                code = line[first:bare]
                add(Token(TokenKind.CODE, code, first, bare, code))
                resume = bare
                break
            if kind == "word":
                add(_new_token((TokenKind.WORD, found[0], first, end, "")))
            elif kind == "code":
                tokens.extend(equation(_code(line, first, end, 1)))
            elif kind == "ticks":
                if fences is None:
                    fences = _fences(line)
                span = _span(line, first, end, fences)
                tokens.extend(equation(span))
                resume = span.end
                break
            elif kind == "arrow":
                add(Token(TokenKind.PUNCTUATION, "->", first, end))
            elif found[0] in _DASHES:
                add(Token(TokenKind.PUNCTUATION, "-", first, end))
            elif " " < line[first] <= "~":
                add(_new_token((TokenKind.PUNCTUATION, found[0], first, end, "")))
            else:
                reason = f"{character_name(line[first])} may not stand in a narration"
                raise _RefusedError(first, first + 1, reason, ProblemKind.FORBIDDEN_TEXT)
        at = resume
    return tokens


def _without_emphasis(tokens: list[Token]) -> tuple[Token, ...]:
    """The tokens without the marks of emphasis, which have to be paired: bold and italic text
    says what it would say without."""
    marks = [token.text for token in tokens if token.text in _EMPHASIS]
    if not marks:
        return tuple(tokens)
    paired = frozenset(mark for mark in marks if marks.count(mark) % 2 == 0)
    if not paired:
        return tuple(tokens)
    return tuple(
        token
        for token in tokens
        if token.kind is not TokenKind.PUNCTUATION or token.text not in paired
    )


def _fences(line: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length, last first (so that it can be popped)."""
    found: dict[int, list[int]] = {}
    for run in _TICKS.finditer(line):
        found.setdefault(run.end() - run.start(), []).append(run.start())
    for starts in found.values():
        starts.reverse()
    return found


def _span(line: str, at: int, inner: int, fences: dict[int, list[int]]) -> Token:
    """The code span whose fence stands from ``at`` to ``inner`` (CommonMark 0.31, 6.1: a run of
    backticks is closed by the next run of the same length; one space inside either end belongs to
    the fence)."""
    length = inner - at
    if length > _LONGEST_FENCE:
        reason = "code is delimited by one backtick or two"
        raise _RefusedError(at, inner, reason, ProblemKind.UNPARSED)
    starts = fences.get(length, [])
    while starts and starts[-1] < inner:
        starts.pop()
    if not starts:
        reason = f"nothing closes the {'backtick' if length == 1 else 'two backticks'}"
        raise _RefusedError(at, len(line), reason, ProblemKind.UNPARSED)
    return _code(line, at, starts[-1] + length, length)


def _code(line: str, at: int, end: int, length: int) -> Token:
    """The code span from ``at`` to ``end``, with fences of ``length`` backticks."""
    inner = at + length
    code = line[inner : end - length]
    index = foreign_character(code)
    if index is not None:
        where = inner + index
        reason = f"{character_name(code[index])} may not stand in code"
        if code[index].isprintable():
            reason += " outside of a string"
        raise _RefusedError(where, where + 1, reason, ProblemKind.FORBIDDEN_TEXT)
    if code.startswith(" ") and code.endswith(" ") and code.strip(" "):
        code = code[1:-1]
    return Token(TokenKind.CODE, line[at:end], at, end, code)
