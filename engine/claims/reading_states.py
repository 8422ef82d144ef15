"""Readings of state claims: moments, and what is said of them (semantics.md §4, §5.1-5.5)."""

from __future__ import annotations

from functools import partial

from engine.claims import model, spans
from engine.claims.model import Context, Moment
from engine.claims.reading_base import BaseReading, Body, Claims, LoopWords, Place, StateAt, When
from engine.claims.syntax_tokens import Token
from engine.trace.model import LineNo


class StateReading(BaseReading):
    """One method for each rule of the grammar's part on state claims."""

    def states_at(self, place: Place, when: When, *states: StateAt) -> Body:
        chain, moment = when
        return Body(chain, self._states(place, moment, states))

    def states_on_line(self, place: Place, line: LineNo, *states: StateAt) -> Body:
        return Body((), self._states(place, model.OnLine(line), states))

    def _states(self, _place: Place, moment: Moment, states: tuple[StateAt, ...]) -> Claims:
        return tuple(state(moment) for state in states)

    def before_line(self, _place: Place, line: LineNo) -> When:
        return (), model.BeforeLine(line)

    def after_line(self, _place: Place, line: LineNo) -> When:
        return (), model.AfterLine(line)

    def at_start(self, _place: Place) -> When:
        return (), model.ContextStart()

    def at_end(self, _place: Place) -> When:
        return (), model.ContextEnd()

    def at_start_of_pass(self, _place: Place, context: Context) -> When:
        return (context,), model.ContextStart()

    def at_end_of_pass(self, _place: Place, context: Context) -> When:
        return (context,), model.ContextEnd()

    def after_this_pass(self, place: Place) -> When:
        return (model.ThisPass(surface=self._at(place)),), model.ContextEnd()

    def start_of_every_pass(self, place: Place, loop: LoopWords) -> When:
        return (), model.StartOfEveryPass(self._lined(place, loop))

    def end_of_every_pass(self, place: Place, loop: LoopWords) -> When:
        return (), model.EndOfEveryPass(self._lined(place, loop))

    def defined(self, place: Place, name: Token) -> StateAt:
        return partial(model.IsDefined, name=self._name(name), surface=self._at(place))

    def not_defined(self, place: Place, name: Token) -> StateAt:
        return partial(
            model.IsDefined, name=self._name(name), negated=True, surface=self._at(place)
        )

    def equal(self, place: Place, expr: Token, value: Token) -> StateAt:
        return partial(
            model.ValueIs, expr=self._expr(expr), value=self._value(value), surface=self._at(place)
        )

    def unequal(self, place: Place, expr: Token, value: Token) -> StateAt:
        return partial(
            model.ValueIs,
            expr=self._expr(expr),
            value=self._value(value),
            negated=True,
            surface=self._at(place),
        )

    def equals(self, place: Place, expr: Token, other: Token) -> StateAt:
        """A value, or another expression: what is a literal is a value."""
        if spans.is_literal_text(other.code):
            return self.equal(place, expr, other)
        left, right = self._expr(expr), self._expr(other)
        return partial(model.Agrees, left=left, right=right, surface=self._at(place))

    def does_not_equal(self, place: Place, expr: Token, other: Token) -> StateAt:
        if spans.is_literal_text(other.code):
            return self.unequal(place, expr, other)
        left, right = self._expr(expr), self._expr(other)
        return partial(model.Agrees, left=left, right=right, negated=True, surface=self._at(place))

    def holds(self, place: Place, expr: Token) -> StateAt:
        return partial(model.Holds, expr=self._expr(expr), surface=self._at(place))

    def does_not_hold(self, place: Place, expr: Token) -> StateAt:
        return partial(model.Holds, expr=self._expr(expr), negated=True, surface=self._at(place))

    def typing(self, place: Place, expr: Token, name: Token) -> StateAt:
        return partial(
            model.HasType,
            expr=self._expr(expr),
            type_name=self._dotted(name, "a type"),
            surface=self._at(place),
        )

    def not_of_type(self, place: Place, expr: Token, name: Token) -> StateAt:
        kind = self._dotted(name, "a type")
        return partial(
            model.HasType,
            expr=self._expr(expr),
            type_name=kind,
            negated=True,
            surface=self._at(place),
        )

    def always(self, place: Place, expr: Token, value: Token) -> Claims:
        return self._quantified(place, model.Quantifier.ALWAYS, expr, value)

    def never(self, place: Place, expr: Token, value: Token) -> Claims:
        return self._quantified(place, model.Quantifier.NEVER, expr, value)

    def at_some_point(self, place: Place, expr: Token, value: Token) -> Claims:
        return self._quantified(place, model.Quantifier.AT_SOME_POINT, expr, value)

    def _quantified(
        self, place: Place, quantifier: model.Quantifier, expr: Token, value: Token
    ) -> Claims:
        expression, wanted = self._expr(expr), self._value(value)
        return (model.Quantified(quantifier, expression, wanted, surface=self._at(place)),)
