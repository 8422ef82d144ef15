"""Readings of how often, in which passes and in what order (semantics.md §5.66, §5.67)."""

from __future__ import annotations

from itertools import pairwise

from engine.claims import model
from engine.claims.model import Bound, LineOrder
from engine.claims.reading_base import BaseReading, Claims, MisreadError, Place
from engine.claims.syntax_tokens import Token
from engine.trace.model import LineNo
from engine.values import Value


class CountReading(BaseReading):
    """One method for each rule of the grammar's part on counts and order."""

    def first_before(self, place: Place, line: LineNo, *parts: LineNo | Token) -> Claims:
        ordinal = next(part for part in parts if isinstance(part, Token))
        other = next(LineNo(part) for part in parts if isinstance(part, int))
        if self._number(ordinal, 1, "times") != 1:
            raise MisreadError(ordinal.start, ordinal.end, "only the first time can be told so")
        return self._ordered(place, line, LineOrder.FIRST_BEFORE, other)

    def last_after(self, place: Place, line: LineNo, other: LineNo) -> Claims:
        return self._ordered(place, line, LineOrder.LAST_AFTER, other)

    def never_after(self, place: Place, line: LineNo, other: LineNo) -> Claims:
        return self._ordered(place, line, LineOrder.NEVER_AFTER, other)

    def _ordered(self, place: Place, line: LineNo, order: LineOrder, other: LineNo) -> Claims:
        return (model.RunsInOrder(line, order, other, surface=self._at(place)),)

    def only_on_range(
        self, place: Place, line: LineNo, first: Token, last: Token, loop: LineNo
    ) -> Claims:
        start, end = (self._number(each, 1, "passes") for each in (first, last))
        if end <= start:
            raise MisreadError(first.start, last.end, "a later pass stands after “to”")
        return (model.RunsOnlyOn(line, ((start, end),), loop, surface=self._at(place)),)

    def only_on_list(self, place: Place, line: LineNo, *parts: Token | LineNo) -> Claims:
        *tokens, loop = parts
        named = [token for token in tokens if isinstance(token, Token)]
        numbers = [self._number(token, 1, "passes") for token in named]
        if any(one >= other for one, other in pairwise(numbers)):
            reason = "several passes are named in order, each once"
            raise MisreadError(named[0].start, named[-1].end, reason)
        assert isinstance(loop, int)
        spans = tuple((number, number) for number in numbers)
        return (model.RunsOnlyOn(line, spans, LineNo(loop), surface=self._at(place)),)

    def at_least_times(self, _place: Place, times: int) -> tuple[Bound, int]:
        return Bound.AT_LEAST, times

    def at_most_times(self, _place: Place, times: int) -> tuple[Bound, int]:
        return Bound.AT_MOST, times

    def runs_bounded(self, place: Place, line: LineNo, bounded: tuple[Bound, int]) -> Claims:
        bound, times = bounded
        return (model.LineRunsBounded(line, bound, times, surface=self._at(place)),)

    def runs_in_total(self, place: Place, line: LineNo, times: int) -> Claims:
        return (model.LineRunsInTotal(line, times, surface=self._at(place)),)

    def called_bounded(self, place: Place, function: Token, bounded: tuple[Bound, int]) -> Claims:
        bound, times = bounded
        callee = self._dotted(function, "a function")
        return (model.CalledBounded(callee, bound, times, surface=self._at(place)),)

    def called_with(self, place: Place, function: Token, times: int, *values: Token) -> Claims:
        if times != len(values):
            first, last = values[0], values[-1]
            raise MisreadError(first.start, last.end, f"{times} calls have as many arguments")
        callee = self._dotted(function, "a function")
        given = tuple(self._value(value) for value in values)
        return (model.CalledWith(callee, given, surface=self._at(place)),)

    def between_changes(  # one for each part of the sentence
        self,
        place: Place,
        first: Token,
        second: Token,
        loop: LineNo,
        expr: Token,
        before: Token,
        after: Token,
    ) -> Claims:
        values = self._value(before), self._value(after)
        return self._between(place, (first, second), loop, expr, values)

    def between_stays(
        self, place: Place, first: Token, second: Token, loop: LineNo, expr: Token
    ) -> Claims:
        return self._between(place, (first, second), loop, expr, None)

    def _between(
        self,
        place: Place,
        passes: tuple[Token, Token],
        loop: LineNo,
        expr: Token,
        values: tuple[Value, Value] | None,
    ) -> Claims:
        start, end = (self._number(each, 1, "passes") for each in passes)
        if end <= start:
            raise MisreadError(passes[0].start, passes[1].end, "the later pass stands last")
        before, after = (None, None) if values is None else values
        claim = model.BetweenPasses(
            loop, start, end, self._expr(expr), before, after, surface=self._at(place)
        )
        return (claim,)
