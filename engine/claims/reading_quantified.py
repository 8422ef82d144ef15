"""Readings of what is so in every state (semantics.md §5.55-5.57)."""

from __future__ import annotations

from typing import Final

from engine.claims import model
from engine.claims.model import Comparison, Quantifier, Trend
from engine.claims.reading_base import BaseReading, Claims, Place
from engine.claims.syntax_tokens import Token
from engine.values import Atom, Value

_ZERO: Final = Atom(0)


class QuantifiedReading(BaseReading):
    """One method for each rule of the grammar's part on every state."""

    def always_holds(self, place: Place, expr: Token) -> Claims:
        return self._holds(place, Quantifier.ALWAYS, expr)

    def never_holds(self, place: Place, expr: Token) -> Claims:
        return self._holds(place, Quantifier.NEVER, expr)

    def holds_at_some_point(self, place: Place, expr: Token) -> Claims:
        return self._holds(place, Quantifier.AT_SOME_POINT, expr)

    def _holds(self, place: Place, quantifier: Quantifier, expr: Token) -> Claims:
        return (model.QuantifiedHolds(quantifier, self._expr(expr), surface=self._at(place)),)

    def always_compares(self, place: Place, expr: Token, how: tuple[Comparison, Value]) -> Claims:
        return self._compares(place, Quantifier.ALWAYS, expr, how)

    def never_compares(self, place: Place, expr: Token, how: tuple[Comparison, Value]) -> Claims:
        return self._compares(place, Quantifier.NEVER, expr, how)

    def never_exceeds(self, place: Place, expr: Token, bound: Token) -> Claims:
        how = Comparison.ABOVE, self._value(bound)
        return self._compares(place, Quantifier.NEVER, expr, how)

    def _compares(
        self, place: Place, quantifier: Quantifier, expr: Token, how: tuple[Comparison, Value]
    ) -> Claims:
        comparison, bound = how
        return (
            model.QuantifiedCompares(
                quantifier, self._expr(expr), comparison, bound, surface=self._at(place)
            ),
        )

    def above(self, _place: Place, bound: Token) -> tuple[Comparison, Value]:
        return Comparison.ABOVE, self._value(bound)

    def below(self, _place: Place, bound: Token) -> tuple[Comparison, Value]:
        return Comparison.BELOW, self._value(bound)

    def at_least(self, _place: Place, bound: Token) -> tuple[Comparison, Value]:
        return Comparison.AT_LEAST, self._value(bound)

    def at_most(self, _place: Place, bound: Token) -> tuple[Comparison, Value]:
        return Comparison.AT_MOST, self._value(bound)

    def negative(self, _place: Place) -> tuple[Comparison, Value]:
        return Comparison.BELOW, _ZERO

    def positive(self, _place: Place) -> tuple[Comparison, Value]:
        return Comparison.ABOVE, _ZERO

    def largest(self, place: Place, expr: Token, value: Token) -> Claims:
        return self._extreme(place, expr, value, least=False)

    def smallest(self, place: Place, expr: Token, value: Token) -> Claims:
        return self._extreme(place, expr, value, least=True)

    def _extreme(self, place: Place, expr: Token, value: Token, *, least: bool) -> Claims:
        found = model.Extreme(self._expr(expr), self._value(value), least, surface=self._at(place))
        return (found,)

    def only_grows(self, place: Place, expr: Token) -> Claims:
        return self._trending(place, expr, Trend.ONLY_GROWS)

    def never_shrinks(self, place: Place, expr: Token) -> Claims:
        return self._trending(place, expr, Trend.NEVER_SHRINKS)

    def only_shrinks(self, place: Place, expr: Token) -> Claims:
        return self._trending(place, expr, Trend.ONLY_SHRINKS)

    def never_grows(self, place: Place, expr: Token) -> Claims:
        return self._trending(place, expr, Trend.NEVER_GROWS)

    def _trending(self, place: Place, expr: Token, trend: Trend) -> Claims:
        return (model.Trending(self._expr(expr), trend, surface=self._at(place)),)
