"""Readings of how a line changes what is there (semantics.md §5.34-5.37)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from engine.claims import model
from engine.claims.model import AfterLine, Change, ChangeClaim, Claim, Expected, Expr, Kind, Unit
from engine.claims.reading_base import BaseReading, Claims, MisreadError, Place
from engine.claims.spans import NotReadableError, read_expr, read_target
from engine.claims.syntax_tokens import Token, TokenKind
from engine.trace.model import LineNo
from engine.values import Atom, Sequence, Value


@dataclass(frozen=True, slots=True)
class Altering:
    """A change: where it stands, what is changed, the claim of it for a line, and what that is
    afterwards, where the same words say so."""

    place: Place
    expr: Expr
    make: Callable[[LineNo], ChangeClaim]
    to: Value | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What is so after a change: of this expression, or of the one that is changed."""

    place: Place
    expr: Expr | None
    value: Value


@dataclass(frozen=True, slots=True)
class Sharing:
    """Another name for what is changed; without it what kind of object both are."""

    place: Place
    other: Expr | None
    kind: Kind


class ChangeReading(BaseReading):
    """One method for each rule of the grammar's part on changes."""

    def line_alters(
        self, place: Place, line: LineNo, altering: Altering, *more: Effect | Sharing
    ) -> Claims:
        surface = self._at(Place(place.first, altering.place.end))
        claim = replace(altering.make(line), surface=surface)
        return (claim, *self._effects(line, altering, more))

    def _effects(
        self, line: LineNo, altering: Altering, more: tuple[Effect | Sharing, ...]
    ) -> tuple[Claim, ...]:
        found: list[Claim] = []
        expr = altering.expr
        if altering.to is not None:
            more = (Effect(altering.place, None, altering.to), *more)
        for each in more:
            surface = self._at(each.place)
            match each:
                case Effect(expr=other, value=value):
                    what = other or expr
                    found.append(model.ValueIs(AfterLine(line), what, value, surface=surface))
                case Sharing(other=Expr() as name, kind=kind):
                    same = model.SameObject(AfterLine(line), expr, name, kind, surface=surface)
                    found.append(same)
                case Sharing(kind=kind):
                    last = found.pop() if found else None
                    if not isinstance(last, model.SameObject) or last.kind is not Kind.OBJECT:
                        start, end = surface.column - 1, surface.end_column - 1
                        raise MisreadError(start, end, "it does not say of what")
                    found += [last, replace(last, kind=kind, surface=surface)]
        return tuple(found)

    # -- without a line -----------------------------------------------------------------------

    def alters_now(self, place: Place, altering: Altering) -> Altering:
        return replace(altering, place=place)

    def follows(self, _place: Place, effect: Effect) -> Effect:
        return effect

    # -- what is done -------------------------------------------------------------------------

    def _alters(
        self,
        place: Place,
        change: Change,
        expr: Token,
        operand: Value | None = None,
        index: int | None = None,
    ) -> Altering:
        what = self._expr(expr)
        make = partial(model.Alters, change=change, expr=what, operand=operand, index=index)
        return Altering(place, what, make)

    def appends_to(self, place: Place, item: Token, expr: Token) -> Altering:
        return self._alters(place, Change.APPEND, expr, self._value(item))

    def adds_to(self, place: Place, item: Token, expr: Token) -> Altering:
        return self._alters(place, Change.ADD, expr, self._value(item))

    def extends(self, place: Place, expr: Token, items: Token) -> Altering:
        value = self._value(items)
        if value == Sequence("list", ()) or value == Sequence("tuple", ()) or value == Atom(""):
            reason = "what is extended by nothing is left unchanged: say that"
            raise MisreadError(items.start, items.end, reason)
        return self._alters(place, Change.EXTEND, expr, value)

    def was_extended(self, place: Place, expr: Token, items: Token) -> Altering:
        return self.extends(place, expr, items)

    def inserts_at(self, place: Place, item: Token, expr: Token, index: int) -> Altering:
        return self._alters(place, Change.INSERT, expr, self._value(item), index)

    def inserts_at_of(self, place: Place, item: Token, index: int, expr: Token) -> Altering:
        return self.inserts_at(place, item, expr, index)

    def inserts_first(self, place: Place, item: Token, expr: Token) -> Altering:
        return self._alters(place, Change.INSERT, expr, self._value(item), 0)

    def place_of(self, _place: Place, index: Token) -> int:
        if index.kind is not TokenKind.CODE:
            return self._number(index, 0, "indices")
        value = self._value(index)
        if isinstance(value, Atom) and type(value.payload) is int and value.payload >= 0:
            return value.payload
        reason = "the index is that after the change, counted from 0"
        raise MisreadError(index.start, index.end, reason)

    def removes_from(self, place: Place, item: Token, expr: Token) -> Altering:
        return self._alters(place, Change.REMOVE, expr, self._value(item))

    def removes_key(self, place: Place, key: Token, expr: Token) -> Altering:
        return self._alters(place, Change.REMOVE_KEY, expr, self._value(key))

    def removes_nth(self, place: Place, ordinal: Token, _unit: Unit, expr: Token) -> Altering:
        number = self._number(ordinal, 1, "elements")
        return self._alters(place, Change.REMOVE_AT, expr, None, number - 1)

    def removes_last(self, place: Place, _unit: Unit, expr: Token) -> Altering:
        return self._alters(place, Change.REMOVE_AT, expr, None, -1)

    def pops_from(self, place: Place, item: Token, expr: Token) -> Altering:
        return self._alters(place, Change.POP, expr, self._value(item))

    def clears(self, place: Place, expr: Token) -> Altering:
        return self._alters(place, Change.CLEAR, expr)

    def sorts(self, place: Place, expr: Token) -> Altering:
        return self._alters(place, Change.SORT, expr)

    def sorts_in_place(self, place: Place, expr: Token) -> Altering:
        return self._alters(place, Change.SORT_IN_PLACE, expr)

    def reverses(self, place: Place, expr: Token) -> Altering:
        return self._alters(place, Change.REVERSE, expr)

    def reverses_in_place(self, place: Place, expr: Token) -> Altering:
        return self._alters(place, Change.REVERSE_IN_PLACE, expr)

    def steps_up(self, place: Place, expr: Token) -> Altering:
        return self._alters(place, Change.INCREASE, expr, Atom(1))

    def increases(self, place: Place, expr: Token, by: Value) -> Altering:
        return self._alters(place, Change.INCREASE, expr, by)

    def steps_down(self, place: Place, expr: Token) -> Altering:
        return self._alters(place, Change.DECREASE, expr, Atom(1))

    def decreases(self, place: Place, expr: Token, by: Value) -> Altering:
        return self._alters(place, Change.DECREASE, expr, by)

    def steps_up_to(self, place: Place, expr: Token, to: Token) -> Altering:
        return replace(self.steps_up(place, expr), to=self._value(to))

    def increases_to(self, place: Place, expr: Token, by: Value, to: Token) -> Altering:
        return replace(self.increases(place, expr, by), to=self._value(to))

    def steps_down_to(self, place: Place, expr: Token, to: Token) -> Altering:
        return replace(self.steps_down(place, expr), to=self._value(to))

    def decreases_to(self, place: Place, expr: Token, by: Value, to: Token) -> Altering:
        return replace(self.decreases(place, expr, by), to=self._value(to))

    def subtracts(self, place: Place, amount: Token, expr: Token) -> Altering:
        return self._alters(place, Change.DECREASE, expr, self._value(amount))

    def multiplies(self, place: Place, expr: Token, by: Value) -> Altering:
        return self._alters(place, Change.MULTIPLY, expr, by)

    def doubles(self, place: Place, expr: Token) -> Altering:
        return self._alters(place, Change.MULTIPLY, expr, Atom(2))

    def divides(self, place: Place, expr: Token, by: Value) -> Altering:
        return self._alters(place, Change.DIVIDE, expr, by)

    def amount(self, _place: Place, amount: Token) -> Value:
        if amount.kind is not TokenKind.CODE:
            return Atom(self._number(amount, 0, "amounts"))
        return self._value(amount)

    def swaps(self, place: Place, left: Token, right: Token) -> Altering:
        first, second = self._place(left), self._place(right)
        return Altering(place, first, partial(model.Swaps, left=first, right=second))

    def _place(self, token: Token) -> Expr:
        """A place that can be written to, as an expression."""
        self._target(token)
        return self._expr(token)

    def stays(self, place: Place, expr: Token, value: Token) -> Altering:
        what = self._expr(expr)
        make = partial(model.Stays, expr=what, value=self._value(value))
        return Altering(place, what, make)

    # -- what is so then ----------------------------------------------------------------------

    def making_it(self, place: Place, value: Token) -> Effect:
        return Effect(place, None, self._value(value))

    def making(self, place: Place, expr: Token, value: Token) -> Effect:
        return Effect(place, self._expr(expr), self._value(value))

    def shared(self, place: Place, other: Token) -> Sharing:
        return Sharing(place, self._expr(other), Kind.OBJECT)

    def since_same(self, place: Place, kind: Kind) -> Sharing:
        return Sharing(place, None, kind)

    # -- other words for what is said elsewhere -----------------------------------------------

    def line_sets_key(
        self, place: Place, line: LineNo, key: Token, container: Token, to: Expected
    ) -> Claims:
        self._expr(container)
        self._expr(key)
        try:
            target = read_target(f"({container.code})[{key.code}]")
            read_expr(f"({container.code})[{key.code}]")
        except NotReadableError as error:
            raise self._misread(key, error, "a key") from error
        return (model.Sets(line, target, to, surface=self._at(place)),)

    def line_updates(self, place: Place, line: LineNo, target: Token, to: Expected) -> Claims:
        return (model.Sets(line, self._target(target), to, surface=self._at(place)),)

    def line_stores(self, place: Place, line: LineNo, to: Expected, target: Token) -> Claims:
        return (model.Sets(line, self._target(target), to, surface=self._at(place)),)

    def does_not_change(self, place: Place, line: LineNo, expr: Token) -> Claims:
        return (model.LeavesUnchanged(line, self._expr(expr), surface=self._at(place)),)

    def unchanged_by(self, place: Place, expr: Token, line: LineNo) -> Claims:
        return (model.LeavesUnchanged(line, self._expr(expr), surface=self._at(place)),)
