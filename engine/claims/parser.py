"""Reading a narration: text to `Narration`, with every problem of the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from engine.claims.again import marked
from engine.claims.anaphora import (
    NOTHING_BEFORE,
    WORDS_FOR_BEFORE,
    Antecedents,
    left_by,
    with_owner,
)
from engine.claims.examples import nearest
from engine.claims.line_plans import planned
from engine.claims.model import Block, Heading, Narration, Note, Sentence
from engine.claims.number_words import ordinal_of
from engine.claims.readable import Readable, readable
from engine.claims.reading import MisreadError, Reading
from engine.claims.scanner import Line, scan_line, too_long, written_lines
from engine.claims.structure import Outline, Piece, looks_like_heading, pieces
from engine.claims.syntax import (
    UNKNOWN,
    Derivation,
    Start,
    Stuck,
    derive,
    is_absolute,
    shape,
    spellings,
    terminals,
)
from engine.claims.syntax_errors import Problem, ProblemKind, quoted
from engine.claims.syntax_tokens import Cut, Token, TokenKind
from engine.claims.titles import is_remark
from engine.claims.wording import parted

MAX_PROBLEMS: Final = 100
"""After so many problems the rest of the text is not read; a last problem says so."""

_MAX_EXPECTED: Final = 8
"""More choices than these help nobody; the nearest example does."""


_MAX_EXAMPLE: Final = 200
"""Longest sentence of the text itself, in characters, that is shown as an example."""


@dataclass(frozen=True, slots=True)
class ParsedNarration:
    """What could be read, and every reason why the text is not a narration.

    Only without problems is ``narration`` the whole text. Sentences below a heading that could
    not be read are not in it: their context is not known."""

    narration: Narration
    problems: tuple[Problem, ...]


def parse_narration(text: str) -> ParsedNarration:
    """Read a narration. Pure; never raises, whatever the text."""
    problem = too_long(text)
    if problem is not None:
        return ParsedNarration(Narration(), (problem,))
    outline = Outline()
    problems: list[Problem] = []
    before = _Before([])
    for number, written in written_lines(text):
        if _read_planned(number, written, outline):
            before.planned(number, written)
        else:
            line = outline.begin_line(scan_line(number, written))
            problems.extend(_read_line(line, outline, before))
        before.lines.append(written)
        if len(problems) + len(outline.problems) >= MAX_PROBLEMS:
            reason = f"after {MAX_PROBLEMS} problems the rest is not read"
            problems.append(Problem.at(ProblemKind.UNPARSED, number, (0, 0), "", reason))
            break
    items = outline.finish()
    problems.extend(outline.problems)
    problems.sort(key=lambda problem: (problem.surface.line, problem.surface.column))
    return ParsedNarration(Narration(items), tuple(problems))


def parse_sentence(text: str) -> Sentence | Note | Block | Problem:
    """Read one sentence that stands alone on a line."""
    parsed = parse_narration(text)
    if parsed.problems:
        return parsed.problems[0]
    items = parsed.narration.items
    if len(items) == 1 and isinstance(items[0], Sentence | Note | Block):
        return items[0]
    reason = "one sentence is wanted"
    return Problem.at(ProblemKind.UNPARSED, 1, (0, 0), "", reason)


def _read_planned(number: int, written: str, outline: Outline) -> bool:
    """Read a line that is like one before; False where it is not, or something is wrong with it."""
    found = planned(number, written) if outline.below_title is None else None
    if found is None:
        return False
    line, sentences = found
    try:
        items = [_item(line, each.start, each.cut, each.derivation) for each in sentences]
    except MisreadError:
        return False
    outline.begin_line(line)
    for item in items:
        if isinstance(item, Heading):
            outline.open(line, item)
        else:
            outline.add(item)
    return True


def _item(
    line: Line, start: Start, cut: Cut, derivation: Derivation
) -> Sentence | Note | Block | Heading:
    reading = Reading(line, cut)
    if start is Start.HEADING:
        return reading.read_heading(derivation)
    return reading.read_sentence(derivation)


@dataclass(slots=True)
class _Before:
    """The lines that stand before one, and what the last sentence of them leaves to the next."""

    lines: list[str]
    _left: Antecedents | None = None  #: None: of a planned line, which is looked at if need be
    _number: int = 0
    _line: Line | None = None

    def planned(self, number: int, written: str) -> None:
        """Note a line that was read by its plan."""
        self._left, self._number, self._line = None, number, None

    def read(self, line: Line, left: Antecedents) -> None:
        """Note a line that was read."""
        self._left, self._number, self._line = left, line.number, line

    def left_to(self, line: Line) -> Antecedents:
        """What is left to the line, if it goes on in the same paragraph or list."""
        if not self.lines or self._number != line.number - 1 or not _asks_before(line):
            return NOTHING_BEFORE
        last = self._line or scan_line(self._number, self.lines[-1])
        if (last.indent, last.bulleted, last.level) != (line.indent, line.bulleted, 0):
            return NOTHING_BEFORE
        if self._left is not None:
            return self._left
        found = [each for each in pieces(last) if isinstance(each, Piece)]
        return left_by(found[-1], found[-1].tokens, NOTHING_BEFORE) if found else NOTHING_BEFORE


def _asks_before(line: Line) -> bool:
    return any(token.text.lower() in WORDS_FOR_BEFORE for token in line.tokens[:4])


def _read_line(line: Line, outline: Outline, before: _Before) -> Iterator[Problem]:
    """Read a line; ``before`` are those that stand before it."""
    if line.problem is not None:
        yield line.problem
        outline.unread()
        if looks_like_heading(line):
            outline.open(line, None)
        return
    unreadable = False
    left = before.left_to(line)
    for found in pieces(line):
        piece: Piece | Problem = found
        result: _Result
        if isinstance(found, Problem):
            result, left = found, NOTHING_BEFORE
        else:
            told = line.text[: found.tokens[0].start]
            piece = found._replace(tokens=with_owner(found.tokens, [*before.lines, told]))
            parts = _parts(piece)
            if parts:
                for part in marked(parts, found.tokens):
                    outline.add(part)
                left = left_by(piece, piece.tokens, left)
                continue
            result, read = _read(piece, left.of(piece.tokens))
            left = left_by(piece, read, left)
        if isinstance(piece, Piece) and isinstance(result, Problem) and is_remark(piece.tokens):
            continue
        if isinstance(found, Piece) and not isinstance(result, Problem):
            (result,) = marked((result,), found.tokens)
        match result:
            case Problem():
                yield result
                outline.unread()
                unreadable = True
            case Heading():
                outline.open(line, result)
            case Sentence() | Note() | Block():
                outline.add(result)
    before.read(line, left)
    if unreadable and looks_like_heading(line):
        outline.open(line, None)


_Result: TypeAlias = Sentence | Note | Block | Heading | Problem


def _read(piece: Piece, antecedent: Token | None) -> tuple[_Result, tuple[Token, ...]]:
    """What the piece says, and its tokens as they were read."""
    if not piece.stopped:
        found = readable(piece.tokens[:-1], Start.HEADING, antecedent)
        if found is not None:
            return _read_as(piece._replace(start=Start.HEADING), found), found[0]
    found = readable(piece.tokens, piece.start, antecedent)
    if found is None and piece.start is Start.HEADING:
        stopped = (*piece.tokens[:-1], piece.tokens[-1]._replace(text="."))
        found = readable(stopped, Start.SENTENCE, antecedent)
        if found is not None:
            return _read_as(piece._replace(start=Start.SENTENCE), found), found[0]
    if found is not None:
        return _read_as(piece, found), found[0]
    kinds = shape(piece.tokens)
    stuck = derive(piece.start, kinds)
    assert isinstance(stuck, Stuck)
    return _stuck(piece, kinds, stuck), piece.tokens


def _parts(piece: Piece) -> tuple[Sentence | Note | Block, ...]:
    """The sentences as which the piece can be read; none where one of them cannot."""
    if piece.start is not Start.SENTENCE:
        return ()
    if not isinstance(derive(piece.start, shape(piece.tokens)), Stuck):
        return ()
    found: list[Sentence | Note | Block] = []
    left = NOTHING_BEFORE
    for tokens in parted(piece.tokens):
        part = piece._replace(tokens=tokens, stopped=True)
        result, read = _read(part, left.of(tokens))
        left = left_by(part, read, left)
        if isinstance(result, Problem | Heading):
            return ()
        found.append(result)
    return tuple(found)


def _read_as(piece: Piece, found: Readable) -> _Result:
    tokens, derivation = found
    piece = piece._replace(tokens=tokens)
    try:
        return _item(piece.line, piece.start, Cut.of(piece.tokens), derivation)
    except MisreadError as error:
        return _problem(piece, error.start, error.end, error.reason)


def _problem(piece: Piece, start: int, end: int, reason: str) -> Problem:
    line = piece.line
    example = nearest(_text(piece))
    return Problem.at(ProblemKind.UNPARSED, line.number, (start, end), line.text, reason, example)


def _text(piece: Piece, first: int = 0) -> str:
    return piece.line.text[piece.tokens[first].start : piece.tokens[-1].end]


def _stuck(piece: Piece, kinds: tuple[str, ...], stuck: Stuck) -> Problem:
    tokens = piece.tokens
    token = tokens[min(stuck.index, len(tokens) - 1)]
    reason = _spelling(tokens, stuck.index) if kinds[stuck.index] == UNKNOWN else ""
    if token.start == token.end:
        reason = "the sentence ends too early"
    problem = _problem(piece, token.start, token.end, reason or f"read {quoted(token.text)}")
    alone = "" if reason else _absolute_after_prefix(piece, kinds, stuck.index)
    if alone:
        problem = replace(problem, example=alone if len(alone) <= _MAX_EXAMPLE else problem.example)
        reason = "a sentence that means the same in every context takes no prefix"
        return replace(problem, reason=reason)
    expected = tuple(sorted(spellings()[name] for name in stuck.expected if name in spellings()))
    return problem if len(expected) > _MAX_EXPECTED else replace(problem, expected=expected)


def _spelling(tokens: tuple[Token, ...], index: int) -> str:
    """Why no terminal stands for the token, where more can be said than that it is unknown."""
    token = tokens[index]
    read = quoted(token.text)
    if index and token.kind is not TokenKind.PUNCTUATION and tokens[index - 1].end == token.start:
        return f"a space is missing before {read}"
    if token.kind is not TokenKind.WORD:
        return ""
    lower = token.text.lower()
    if lower in terminals() or ordinal_of(lower) is not None:
        if index:
            return f"{read} is written in lower case here"
        return f"a sentence begins with a capital, not like {read}"
    if token.text[:1].isdigit():
        return f"{read} is not a number here (no leading zeros, at most nine digits, 2nd not 2th)"
    return f"{read} is no word of the language here"


def _absolute_after_prefix(piece: Piece, kinds: tuple[str, ...], index: int) -> str:
    """What follows the last comma before the ``index``-th token, if it is a sentence by itself."""
    comma = terminals()[","]
    if piece.start is not Start.SENTENCE or comma not in kinds[:index]:
        return ""
    first = index - kinds[:index][::-1].index(comma)
    rest = derive(Start.SENTENCE, kinds[first:])
    if isinstance(rest, Stuck) or not is_absolute(rest):
        return ""
    text = _text(piece, first)
    return text[0].upper() + text[1:]
