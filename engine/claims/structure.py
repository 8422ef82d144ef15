"""From lines to sentences and headings, and from their indentation to the tree of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, TypeAlias

from engine.claims.model import (
    AnswerRaises,
    AnswerReturns,
    Block,
    CallContext,
    Claim,
    Heading,
    Item,
    Note,
    Returning,
    Sentence,
)
from engine.claims.readable import readable
from engine.claims.scanner import Line
from engine.claims.syntax import Start
from engine.claims.syntax_errors import Problem, ProblemKind
from engine.claims.syntax_tokens import Token, TokenKind
from engine.claims.titles import at_moment, is_title, moment_of, without_step

MAX_BLOCKS: Final = 20
"""Deepest nesting of headings; whoever follows a narration has to keep them all in mind."""

MAX_TOKENS: Final = 1_000
"""Longest sentence, in words, marks and spans."""


class Piece(NamedTuple):
    """The tokens of one sentence or heading, its last mark included."""

    line: Line
    tokens: tuple[Token, ...]
    start: Start
    stopped: bool = True  #: whether the full stop stands in the text


def pieces(line: Line) -> Iterator[Piece | Problem]:
    """The sentences of a line, or its heading. A sentence ends with a full stop, before a space
    or the line's end; a heading is a whole line and ends with a colon."""
    tokens = without_step(line.tokens)
    if is_title(tokens) or (tokens != line.tokens and not tokens):
        return
    tokens = _without_title(tokens)
    if tokens is not line.tokens:
        line = line._replace(tokens=tokens)
    first = 0
    labelled = _heading_on_the_line(tokens)
    if labelled is not None:
        heading, first = labelled
        if first < len(tokens) and tokens[first].text == ".":
            first += 1
        yield Piece(line, heading, Start.HEADING)
    for index, token in enumerate(line.tokens):
        if index >= first and token.kind is TokenKind.PUNCTUATION and token.text == ".":
            yield _sentence(line, line.tokens[first : index + 1])
            first = index + 1
    rest = line.tokens[first:]
    if not rest:
        return
    if rest[-1].text != ":":
        # A point of a list, or a short paragraph, often ends without one.
        end = rest[-1].end
        stop = Token(TokenKind.PUNCTUATION, ".", end, end)
        yield Piece(line, (*rest, stop), Start.SENTENCE, stopped=False)
    elif first and labelled is None:
        yield _problem(line, rest, "a heading stands on a line of its own")
    elif len(rest) > MAX_TOKENS:
        yield _problem(line, rest[:1], f"the heading has more than {MAX_TOKENS} words")
    else:
        yield Piece(line, rest, Start.HEADING)


_Headed: TypeAlias = tuple[tuple[Token, ...], int]
"""A heading's tokens, as they are read, and how many tokens of the line they stand for."""


def _heading_on_the_line(tokens: tuple[Token, ...]) -> _Headed | None:
    """The heading with which the line begins, where sentences follow it on the same line."""
    for index, token in enumerate(tokens[:-1]):
        if token.kind is not TokenKind.PUNCTUATION or token.text not in {":", "."}:
            continue
        if token.text == "." or index == 0:
            return None
        found = _with_states(tokens, index + 1)
        if found is not None:
            return found
        if index > 1 or tokens[0].kind is TokenKind.CODE:
            return _heading_tokens(tokens[: index + 1])
        return None
    return None


def _heading_tokens(tokens: tuple[Token, ...]) -> _Headed | None:
    found = readable(tokens, Start.HEADING)
    return None if found is None else (found[0], len(tokens))


def _with_states(tokens: tuple[Token, ...], colon: int) -> _Headed | None:
    """The heading with the values that stand behind it, up to a full stop or the line's end."""
    end = len(tokens)
    for index in range(colon, len(tokens)):
        if tokens[index].text == "." and tokens[index].kind is TokenKind.PUNCTUATION:
            end = index
            break
    values = tokens[colon:end]
    named = [after.text == "=" for after in values[1:]]  # a name, if without backticks
    if not all(
        each.kind is TokenKind.CODE
        or each.text in {"=", ",", "and"}
        or each.text.isdigit()
        or is_name
        for each, is_name in zip(values, [*named, False], strict=True)
    ):
        return None
    return _heading_tokens(tokens[:end]) if end > colon else None


def _without_title(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The line without a title and a colon before it, or with what the title says in words."""
    for index, token in enumerate(tokens[:-1]):
        if token.text == ":" and token.kind is TokenKind.PUNCTUATION:
            alone = index == len(tokens) - 2 and tokens[-1].kind is TokenKind.CODE
            if index > 0 and is_title(tokens[:index]) and not alone:
                return at_moment(moment_of(tokens[:index]), tokens[index + 1 :])
            return tokens
    return tokens


def _sentence(line: Line, tokens: tuple[Token, ...]) -> Piece | Problem:
    end = tokens[-1].end
    if len(tokens) > MAX_TOKENS:
        return _problem(line, tokens[:1], f"the sentence has more than {MAX_TOKENS} words")
    if line.text[end : end + 1] not in {"", " ", "*"}:
        return _problem(line, tokens[-1:], "after a full stop, a space or the line's end is wanted")
    return Piece(line, tokens, Start.SENTENCE)


def _text(line: Line, tokens: tuple[Token, ...]) -> str:
    return line.text[tokens[0].start : tokens[-1].end]


def _problem(line: Line, tokens: tuple[Token, ...], reason: str) -> Problem:
    part = tokens[0].start, tokens[-1].end
    return Problem.at(ProblemKind.UNPARSED, line.number, part, line.text, reason)


def looks_like_heading(line: Line) -> bool:
    """Whether the line, unreadable as it is, was meant to open a block."""
    return line.text.rstrip(" ").endswith(":")


@dataclass(slots=True)
class _Open:
    """A block whose lines are being read. Without a heading (it could not be read) its items
    are dropped: their context is not known."""

    line: Line  #: of the heading
    heading: Heading | None
    items: list[Item] = field(default_factory=list)

    def holds(self, line: Line) -> bool:
        """Whether a line that follows belongs to the block."""
        own = self.line
        if self.heading is None:
            return line.indent > own.indent
        if own.level:
            return not 0 < line.level <= own.level
        if line.level:
            return False
        if line.indent > own.indent:
            return True
        return line.indent == own.indent and line.bulleted and not own.bulleted


@dataclass(slots=True)
class _Below(_Open):
    """The lines below a title that says when a state is."""

    words: tuple[str, ...] = ()
    lines: int = 0  #: the first one is below it wherever it stands

    def holds(self, line: Line) -> bool:
        own = self.line
        return (line.indent > own.indent and not line.level) or (
            not line.level and line.bulleted and not own.bulleted
        ) or (own.level > 0 and not 0 < line.level <= own.level)  # fmt: skip


class Outline:
    """Builds the tree from items in the order of the text.

    Invariant: an item belongs to the innermost block whose heading holds the item's line and all
    lines between. A Markdown heading holds all lines up to the next one of its level or a higher
    one; a heading that is a point of a list holds what is indented deeper; any other one also the
    points that follow it at its own indentation."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._open: list[_Open] = []
        self._unread = False
        self.below_title: _Below | None = None
        self.problems: list[Problem] = []  #: what is wrong with the structure itself

    def begin_line(self, line: Line) -> Line:
        """Close the blocks that end before the line. The line as it is to be read: below a title
        that says when a state is, it says that itself."""
        for depth, each in enumerate(self._open):
            if not each.holds(line):
                while len(self._open) > depth:
                    self._close()
                break
        title, self.below_title = self.below_title, None
        if title is not None and (title.holds(line) or not title.lines):
            title.lines += 1
            self.below_title = title
            line = line._replace(tokens=at_moment(title.words, line.tokens))
        words = moment_of(line.tokens)
        if words:
            self.below_title = _Below(line, None, words=words)
        return line

    def add(self, item: Sentence | Note | Block) -> None:
        if self._open and isinstance(item, Sentence):
            problem = self._misplaced(item)
            if problem is not None:
                self.problems.append(problem)
                self._unread = True
                return
        if self._is_marked():
            match item:
                case Sentence():
                    item = replace(item, after_unread=True)
                case Block(heading=heading):
                    item = replace(item, heading=replace(heading, after_unread=True))
                case Note():
                    self._unread = True
        self._into().append(item)

    def unread(self) -> None:
        """Something that stands here could not be read; the next item knows of it."""
        self._unread = True

    def _is_marked(self) -> bool:
        """Whether the item that comes next is the first one after something that was not read;
        what is dropped is none."""
        if not self._unread or any(each.heading is None for each in self._open):
            return False
        self._unread = False
        return True

    def open(self, line: Line, heading: Heading | None) -> None:
        """Open a block; ``heading`` is None where it could not be read."""
        if heading is not None and len(self._open) >= MAX_BLOCKS:
            reason = f"headings are nested deeper than {MAX_BLOCKS} levels"
            self.problems.append(Problem(ProblemKind.UNPARSED, heading.surface, reason))
            heading = None
            self._unread = True
        if heading is not None and self._is_marked():
            heading = replace(heading, after_unread=True)
        self._open.append(_Open(line, heading))

    def finish(self) -> tuple[Item, ...]:
        while self._open:
            self._close()
        return tuple(self._items)

    def _into(self) -> list[Item]:
        return self._open[-1].items if self._open else self._items

    def _close(self) -> None:
        block = self._open.pop()
        if block.heading is not None:
            self._into().append(Block(block.heading, tuple(block.items)))

    def _misplaced(self, sentence: Sentence) -> Problem | None:
        """A reader would take "the function returns", said of a call, for that call's result."""
        if not any(map(_is_the_answer, sentence.claims)):
            return None
        for block in self._open:
            if block.heading and isinstance(block.heading.context, CallContext):
                call = block.heading.context
                return Problem(
                    ProblemKind.UNPARSED,
                    sentence.surface,
                    "the answer is stated below the heading of a call, which it is not about",
                    example=f"Call {call.number} of `{call.function}` returns `1`.",
                )
        return None


def _is_the_answer(claim: Claim) -> bool:
    """Whether it can be about nothing but the entry call, though its words fit another."""
    if isinstance(claim, AnswerReturns):
        return claim.of is not Returning.CALL
    return isinstance(claim, AnswerRaises)
