"""Readings of what is said without a line (semantics.md §3.1 to §3.3, §5.70 to §5.72)."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TypeAlias

from engine.claims import model
from engine.claims.model import Expected, Expr
from engine.claims.reading_base import (
    Claims,
    LoopWords,
    MisreadError,
    Place,
    StateAt,
)
from engine.claims.reading_changes import Altering, Effect
from engine.claims.reading_derivations import Continued, DerivationReading
from engine.claims.reading_telling import Equation, Following, Reason, Remaining, TellingReading
from engine.claims.reading_told import ToldReading
from engine.claims.spans import has_names, is_literal_text
from engine.claims.syntax_tokens import Token
from engine.values import Atom, Value, from_python

Said: TypeAlias = Claims | StateAt | Altering | Effect | Continued | Reason | Following


class DiscourseReading(DerivationReading, TellingReading, ToldReading):
    """One method for each rule of the grammar's part on what is said without a line."""

    def free(self, _place: Place, *said: Said) -> Claims:
        claims: list[model.Claim] = []
        changed: Expr | None = None  # by the change that was told last, in this sentence
        follows = False
        for each in reasons_first(said):
            match each:
                case Following():
                    follows = True
                    continue
                case Altering():
                    claims.extend(self._altering(each))
                    changed = each.expr
                case Effect():
                    claims.append(self._effect(each, changed))
                case tuple():
                    claims.extend(each)
                    changed = None
                case Continued():
                    claims.append(self._continue(claims, each))
                case Equation() if not follows and _gives_arguments(claims):
                    claims[-1] = _given_too(claims[-1], each)
                case Equation() if has_names(each.expr.tree):
                    claims.append(each.shown(follows=follows))
                case Remaining():
                    claims.append(each.remains())
                case Reason():
                    continue
                case _:
                    claims.append(self._computed(each(model.AtPoint())))
            follows = False
        return tuple(claims)

    def _altering(self, altering: Altering) -> Claims:
        surface = self._at(altering.place)
        claim = replace(altering.make(model.UNPLACED), surface=surface)
        if isinstance(claim, model.Stays):
            reason = "it does not say when"
            raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
        event = model.NextEvent(claim, surface=surface)
        if altering.to is None:
            return (event,)
        to = Effect(altering.place, None, altering.to)
        return event, self._effect(to, altering.expr)

    def _effect(self, effect: Effect, changed: Expr | None) -> model.Claim:
        surface = self._at(effect.place)
        what = effect.expr or changed
        if what is None:
            reason = "it does not say of what"
            raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
        return model.ValueIs(model.AtPoint(), what, effect.value, surface=surface)

    def _next(self, place: Place, claim: model.Event) -> Claims:
        return (model.NextEvent(claim, surface=self._at(place)),)

    def set_now(self, place: Place, target: Token, to: Expected | Expr) -> Claims:
        surface = self._at(place)
        if isinstance(to, Expr):
            return (model.SetTo(self._target(target), to, surface=surface),)
        return self._next(
            place, model.Sets(model.UNPLACED, self._target(target), to, surface=surface)
        )

    def set_now_computed(self, place: Place, target: Token, expr: Token, value: Token) -> Claims:
        """The computation is written out: it comes to the value, and the target gets it."""
        result = model.Exactly(self._value(value))
        return (*self.gives(place, expr, result), *self.set_now(place, target, result))

    def both_set_now(
        self, place: Place, first: Token, second: Token, to: Expected | Expr
    ) -> Claims:
        return (*self.set_now(place, first, to), *self.set_now(place, second, to))

    def now_equal(self, place: Place, expr: Token, value: Token) -> Claims:
        return (model.NowIs(self._expr(expr), self._value(value), surface=self._at(place)),)

    def exactly_empty(self, _place: Place, value: object) -> Expected:
        return model.Exactly(from_python(value))

    def empty_list(self, _place: Place) -> list[object]:
        return []

    def empty_string(self, _place: Place) -> str:
        return ""

    def empty_dict(self, _place: Place) -> dict[object, object]:
        return {}

    def empty_set(self, _place: Place) -> set[object]:
        return set()

    def empty_tuple(self, _place: Place) -> tuple[()]:
        return ()

    def condition_now(self, place: Place, condition: Token, truth: bool = True) -> Claims:
        test, surface = self._expr(condition), self._at(place)
        return self._next(place, model.ConditionIs(model.UNPLACED, test, truth, surface=surface))

    def condition_fails(self, place: Place, condition: Token) -> Claims:
        return self.condition_now(place, condition, False)

    def condition_gives(self, place: Place, condition: Token, value: Token) -> Claims:
        match self._value(value):
            case Atom(payload=bool(truth)):
                return self.condition_now(place, condition, truth)
            case _:
                reason = "a condition evaluates to `True` or `False`"
                raise MisreadError(value.start, value.end, reason)

    def truth_of(self, place: Place, expr: Token, truth: bool) -> Claims:
        return (model.TruthOf(self._expr(expr), truth, surface=self._at(place)),)

    def gives(self, place: Place, expr: Token, result: Expected) -> Claims:
        return (model.Gives(self._expr(expr), result, surface=self._at(place)),)

    def raised(self, place: Place, exception: Token, message: Token | None = None) -> Claims:
        kind = self._dotted(exception, "an exception")
        said = None
        if message is not None:
            literal = is_literal_text(message.code)
            said = self._value(message) if literal else Atom(message.code)
        claim = model.LineRaises(model.UNPLACED, kind, said, surface=self._at(place))
        return self._next(place, claim)

    def we_return(self, place: Place, result: Expected) -> Claims:
        claim = model.LineReturns(model.UNPLACED, result, surface=self._at(place))
        return self._next(place, claim)

    # -- loops and passes without a line --------------------------------------------------------

    def nth_named_pass(self, place: Place, number: Token) -> model.NamedPass:
        count = self._number(number, 1, "passes")
        return model.NamedPass(count, model.LoopName(), self._at(place))

    def nth_outer_pass(self, place: Place, number: Token) -> model.NamedPass:
        return self._deep_pass(place, number, model.LoopDepth.OUTER)

    def nth_inner_pass(self, place: Place, number: Token) -> model.NamedPass:
        return self._deep_pass(place, number, model.LoopDepth.INNER)

    def _deep_pass(self, place: Place, number: Token, depth: model.LoopDepth) -> model.NamedPass:
        count = self._number(number, 1, "passes")
        return model.NamedPass(count, model.LoopName(depth=depth), self._at(place))

    def pass_where(self, place: Place, *states: StateAt) -> model.PassWhere:
        values: list[tuple[Expr, Value]] = []
        for state in states:
            claim = state(model.ContextStart())
            if not isinstance(claim, model.ValueIs) or claim.negated:
                surface = claim.surface
                reason = "a pass is named by what something is at its start"
                raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
            values.append((claim.expr, claim.value))
        return model.PassWhere(tuple(values), self._at(place))

    def label(self, place: Place, *states: StateAt) -> model.PassWhere:
        return self.pass_where(place, *states)

    def after_the_loop(self, place: Place, loop: LoopWords) -> model.AfterTheLoop:
        return model.AfterTheLoop(loop, self._at(place))

    def any_loop(self, _place: Place) -> model.LoopName:
        return model.LoopName()

    def keyword_loop(self, place: Place, keyword: Token) -> model.LoopName:
        match keyword.code:
            case "for":
                return self.for_loop(place)
            case "while":
                return self.while_loop(place)
            case _:
                reason = "a loop is a `for` loop or a `while` loop"
                raise MisreadError(keyword.start, keyword.end, reason)

    def for_loop(self, _place: Place) -> model.LoopName:
        return model.LoopName(model.LoopKind.FOR)

    def while_loop(self, _place: Place) -> model.LoopName:
        return model.LoopName(model.LoopKind.WHILE)

    def loop_over_items(self, _place: Place, items: Token) -> model.LoopName:
        return model.LoopName(over=self._expr(items))

    def outer_loop(self, _place: Place) -> model.LoopName:
        return model.LoopName(depth=model.LoopDepth.OUTER)

    def inner_loop(self, _place: Place) -> model.LoopName:
        return model.LoopName(depth=model.LoopDepth.INNER)

    def nth_loop(self, _place: Place, ordinal: Token) -> model.LoopName:
        return model.LoopName(number=self._number(ordinal, 1, "loops"))


def reasons_first(said: tuple[Said, ...]) -> list[Said]:
    """What is said; the reasons, and what goes on from them, before what they are the reason for.
    The end of a loop is told before its reason, which is so then."""
    first = next((index for index, each in enumerate(said) if isinstance(each, Reason)), None)
    if first is None or first == 0:
        return [each for each in said if not isinstance(each, Reason)]
    effect = said[first - 1]
    reasons = [each for each in said[first:] if not isinstance(each, Reason)]
    if _ends_a_loop(effect):
        return [*said[:first], *reasons]
    return [*said[: first - 1], *reasons, effect]


def _ends_a_loop(said: Said) -> bool:
    return isinstance(said, tuple) and any(
        isinstance(claim, model.OfLoop | model.LoopOver) for claim in said
    )


def _gives_arguments(claims: list[model.Claim]) -> bool:
    """Whether an equation that comes next is one more argument of a call."""
    return bool(claims) and isinstance(claims[-1], model.CallBegins) and bool(claims[-1].given)


def _given_too(call: model.Claim, equation: Equation) -> model.Claim:
    assert isinstance(call, model.CallBegins)
    name = equation.expr.text.strip()
    surface = equation.surface
    start, end = surface.column - 1, surface.end_column - 1
    if not isinstance(equation.expr.tree, ast.Name):
        raise MisreadError(start, end, "a parameter is a name")
    if any(name == other for other, _ in call.given):
        raise MisreadError(start, end, f"the parameter `{name}` is named twice")
    return replace(call, given=(*call.given, (name, equation.value)))
