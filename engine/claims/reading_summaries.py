"""Readings of several passes, and of what a loop does in all (semantics.md §5.50-5.53)."""

from __future__ import annotations

from itertools import pairwise

from engine.claims import model
from engine.claims.model import Expr
from engine.claims.reading_base import BaseReading, Claims, LoopWords, MisreadError, Place
from engine.claims.syntax_tokens import Token
from engine.values import Atom, Value


class SummaryReading(BaseReading):
    """One method for each rule of the grammar's parts on several passes and on whole loops."""

    # -- contexts -----------------------------------------------------------------------------

    def pass_range(
        self, place: Place, first: Token, last: Token, loop: LoopWords
    ) -> model.SeveralPasses:
        start, end = (self._number(each, 1, "passes") for each in (first, last))
        if end <= start:
            raise MisreadError(first.start, last.end, "a later pass stands after “to”")
        return model.SeveralPasses(((start, end),), self._lined(place, loop), self._at(place))

    def pass_list(self, place: Place, *parts: Token | LoopWords) -> model.SeveralPasses:
        *tokens, loop = parts
        named = [token for token in tokens if isinstance(token, Token)]
        numbers = [self._number(token, 1, "passes") for token in named]
        if len(numbers) < 2 or any(one >= other for one, other in pairwise(numbers)):
            reason = "several passes are named in order, each once"
            raise MisreadError(named[0].start, named[-1].end, reason)
        assert not isinstance(loop, Token)
        return model.SeveralPasses(
            tuple((number, number) for number in numbers), self._lined(place, loop), self._at(place)
        )

    def every_ref(self, place: Place, loop: LoopWords) -> model.EveryPass:
        return model.EveryPass(self._lined(place, loop), self._at(place))

    def over_loop(self, place: Place, loop: LoopWords) -> model.WholeLoop:
        return model.WholeLoop(self._lined(place, loop), None, self._at(place))

    def over_passes(self, place: Place, passes: int, loop: LoopWords) -> model.WholeLoop:
        return model.WholeLoop(self._lined(place, loop), passes, self._at(place))

    # -- claims -------------------------------------------------------------------------------

    def goes(self, place: Place, *goings: tuple[Place, Expr, Value, Value]) -> Claims:
        several = len(goings) > 1
        return tuple(
            model.Goes(expr, before, after, surface=self._at(own if several else place))
            for own, expr, before, after in goings
        )

    def going(
        self, place: Place, expr: Token, before: Token, after: Token
    ) -> tuple[Place, Expr, Value, Value]:
        return place, self._expr(expr), self._value(before), self._value(after)

    def grows(self, place: Place, expr: Token, by: Value | int) -> Claims:
        return (self._grown(place, expr, by, shrinks=False),)

    def shrinks(self, place: Place, expr: Token, by: Value | int) -> Claims:
        return (self._grown(place, expr, by, shrinks=True),)

    def _grown(self, place: Place, expr: Token, by: Value | int, *, shrinks: bool) -> model.Grows:
        elements = isinstance(by, int)
        amount: Value = Atom(by) if isinstance(by, int) else by
        return model.Grows(self._expr(expr), amount, elements, shrinks, surface=self._at(place))

    def by_value(self, _place: Place, value: Token) -> Value:
        return self._value(value)

    def each_pass(
        self, place: Place, loop: LoopWords, step: tuple[model.PassStep, Expr | None, Expr]
    ) -> Claims:
        how, what, where = step
        return (
            model.EachPass(self._lined(place, loop), how, where, what, surface=self._at(place)),
        )

    def appends(
        self, _place: Place, what: Token, where: Token
    ) -> tuple[model.PassStep, Expr | None, Expr]:
        return model.PassStep.APPENDS, self._expr(what), self._expr(where)

    def appends_item(self, _place: Place, where: Token) -> tuple[model.PassStep, None, Expr]:
        return model.PassStep.APPENDS, None, self._expr(where)

    def adds(
        self, _place: Place, what: Token, where: Token
    ) -> tuple[model.PassStep, Expr | None, Expr]:
        return model.PassStep.ADDS, self._expr(what), self._expr(where)

    def adds_item(self, _place: Place, where: Token) -> tuple[model.PassStep, None, Expr]:
        return model.PassStep.ADDS, None, self._expr(where)
