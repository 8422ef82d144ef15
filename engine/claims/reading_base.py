"""What all readings share: places, and spans of code read as what their place asks for."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from engine.claims import spans
from engine.claims.model import (
    KIND_OF_THING,
    Chain,
    Claim,
    Expr,
    LoopName,
    Moment,
    NameTarget,
    StateClaim,
    Surface,
    Target,
)
from engine.claims.number_words import number_of, ordinal_of
from engine.claims.scanner import Line
from engine.claims.syntax import Place as Place  # noqa: PLC0414  # readings take it from here
from engine.claims.syntax_errors import quoted
from engine.claims.syntax_tokens import Cut, Token
from engine.claims.things import with_thing
from engine.trace.model import LineNo
from engine.values import Value

Claims: TypeAlias = tuple[Claim, ...]
StateAt: TypeAlias = Callable[[Moment], StateClaim]
LoopWords: TypeAlias = LineNo | LoopName
"""A loop as it is named: by its line, or by what is said of it (§3.3)."""
When: TypeAlias = tuple[Chain, Moment]


_surface = partial(tuple.__new__, Surface)


class MisreadError(Exception):
    """The sentence has a form, but what stands in it is not what the form needs there."""

    def __init__(self, start: int, end: int, reason: str) -> None:
        super().__init__(reason)
        self.start = start  #: index in the line
        self.end = end
        self.reason = reason


@dataclass(slots=True)
class Body:
    """A sentence's contexts and claims."""

    prefix: Chain
    claims: Claims


def named_by_kind(token: Token) -> Expr | None:
    """``the list``: what is named by its type alone (§5.81), as the table puts it;
    no program has such a name."""
    if not token.code.startswith(KIND_OF_THING) or not token.text.startswith("«"):
        return None
    return Expr(f"(Name {token.code!r} )", token.code, ast.Name(token.code, ast.Load()))


class BaseReading:
    """The tokens of one sentence or heading, and how what stands in them is read."""

    def __init__(self, line: Line, cut: Cut) -> None:
        self._number_of_line = line.number
        self._text_of_line = line.text
        self._leaves, self._starts, self._ends, self._shifts = cut

    def _at(self, place: Place) -> Surface:
        first, end = place
        start, shift = self._starts[first]
        start += self._shifts[shift]
        end, shift = self._ends[end - 1]
        end += self._shifts[shift]
        number = self._number_of_line
        return _surface((number, start + 1, number, end + 1, self._text_of_line[start:end]))

    def _number(self, token: Token, minimum: int, what: str) -> int:
        word = token.text.lower()
        number = number_of(word)
        if number is None:
            number = ordinal_of(word)
        if number is None or number < minimum:
            raise MisreadError(token.start, token.end, f"{what} count from {minimum}")
        return number

    def _misread(self, token: Token, error: spans.NotReadableError, wanted: str) -> MisreadError:
        reason = f"{quoted(token.text)} is not {wanted}: {error}"
        return MisreadError(token.start, token.end, reason)

    def _expr(self, token: Token) -> Expr:
        noun = named_by_kind(token)
        if noun is not None:
            return noun
        try:
            return spans.read_expr(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "an expression") from error

    def _made(self, text: str, token: Token) -> Expr:
        try:
            return spans.read_expr(text)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "an expression") from error

    def _made_of(self, template: str, token: Token) -> Expr:
        """An expression with a span in it, ``max@``; of a thing that is named by a word, with
        its name in that place (no text of Python, until the thing is found)."""
        noun = named_by_kind(token)
        if noun is not None:
            return with_thing(template, token.code)
        self._expr(token)  # is one by itself
        try:
            return spans.read_expr(template.replace("@", f"({token.code.strip()})"))
        except spans.NotReadableError as error:
            raise self._misread(token, error, "an expression") from error

    def _value(self, token: Token) -> Value:
        try:
            return spans.read_literal(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "a literal") from error

    def _text(self, token: Token) -> str:
        try:
            return spans.read_string(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "a string") from error

    def _target(self, token: Token) -> Target:
        if named_by_kind(token) is not None:
            return NameTarget(token.code)
        try:
            return spans.read_target(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "a target of assignment") from error

    def _name(self, token: Token) -> str:
        try:
            return spans.read_name(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "a name") from error

    def _dotted(self, token: Token, what: str) -> str:
        try:
            return spans.read_dotted(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, f"the name of {what}") from error

    # -- lines and loops, as they are named everywhere ----------------------------------------

    def loop(self, _place: Place, line: LineNo) -> LoopWords:
        return line

    def _lined(self, place: Place, loop: LoopWords) -> LineNo:
        """The line of the loop, in a form that needs it."""
        if isinstance(loop, LoopName):
            surface = self._at(place)
            reason = "the loop's line is wanted: “the loop on line 3”"
            raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
        return loop

    def line(self, _place: Place, number: Token) -> LineNo:
        return LineNo(self._number(number, 1, "lines"))

    def on_line(self, _place: Place, line: LineNo) -> LineNo:
        return line
