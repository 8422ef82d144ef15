"""Readings of what is said of values in a state (semantics.md §5.30-5.33)."""

from __future__ import annotations

import ast
from functools import partial

from engine.claims import model
from engine.claims.model import Comparing, Kind, Property, Unit
from engine.claims.number_words import ordinal_of
from engine.claims.properties import PROPERTIES
from engine.claims.reading_base import BaseReading, MisreadError, Place, StateAt, named_by_kind
from engine.claims.spans import NotReadableError, read_expr
from engine.claims.syntax_tokens import Token, TokenKind
from engine.values import Atom


class FactReading(BaseReading):
    """One method for each rule of the grammar's part on what values are like."""

    # -- comparisons --------------------------------------------------------------------------

    def _related(
        self, place: Place, left: Token, how: Comparing, right: Token, *, negated: bool
    ) -> StateAt:
        return partial(
            model.Compares,
            left=self._expr(left),
            comparison=how,
            right=self._expr(right),
            negated=negated,
            surface=self._at(place),
        )

    def is_compared(self, place: Place, left: Token, how: Comparing, right: Token) -> StateAt:
        return self._related(place, left, how, right, negated=False)

    def is_not_compared(self, place: Place, left: Token, how: Comparing, right: Token) -> StateAt:
        return self._related(place, left, how, right, negated=True)

    def exceeds(self, place: Place, left: Token, right: Token) -> StateAt:
        return self._related(place, left, Comparing.GREATER, right, negated=False)

    def is_longer(self, place: Place, left: Token, right: Token) -> StateAt:
        return self._lengths(place, left, Comparing.GREATER, right, negated=False)

    def is_not_longer(self, place: Place, left: Token, right: Token) -> StateAt:
        return self._lengths(place, left, Comparing.GREATER, right, negated=True)

    def is_shorter(self, place: Place, left: Token, right: Token) -> StateAt:
        return self._lengths(place, left, Comparing.LESS, right, negated=False)

    def is_not_shorter(self, place: Place, left: Token, right: Token) -> StateAt:
        return self._lengths(place, left, Comparing.LESS, right, negated=True)

    def _lengths(
        self, place: Place, left: Token, how: Comparing, right: Token, *, negated: bool
    ) -> StateAt:
        return partial(
            model.Compares,
            left=self._length_of(left),
            comparison=how,
            right=self._length_of(right),
            negated=negated,
            surface=self._at(place),
        )

    def contains(self, place: Place, whole: Token, item: Token) -> StateAt:
        return self._related(place, item, Comparing.IN, whole, negated=False)

    def contains_not(self, place: Place, whole: Token, item: Token) -> StateAt:
        return self._related(place, item, Comparing.IN, whole, negated=True)

    def length_is_compared(
        self, place: Place, expr: Token, how: Comparing, right: Token
    ) -> StateAt:
        return partial(
            model.Compares,
            left=self._length_of(expr),
            comparison=how,
            right=self._expr(right),
            surface=self._at(place),
        )

    def _length_of(self, token: Token) -> model.Expr:
        return self._applied("len", token)

    def _applied(self, function: str, token: Token) -> model.Expr:
        expr = self._expr(token)
        if named_by_kind(token) is None and isinstance(expr.tree, ast.Name):
            return read_expr(f"{function}({expr.text})")
        return self._made_of(f"{function}@", token)

    def order_greater(self, _place: Place) -> Comparing:
        return Comparing.GREATER

    def order_less(self, _place: Place) -> Comparing:
        return Comparing.LESS

    def order_at_least(self, _place: Place) -> Comparing:
        return Comparing.AT_LEAST

    def order_at_most(self, _place: Place) -> Comparing:
        return Comparing.AT_MOST

    def within(self, _place: Place) -> Comparing:
        return Comparing.IN

    def divisible(self, _place: Place) -> Comparing:
        return Comparing.DIVISIBLE

    def starts(self, _place: Place) -> Comparing:
        return Comparing.STARTS_WITH

    def ends(self, _place: Place) -> Comparing:
        return Comparing.ENDS_WITH

    # -- identity -----------------------------------------------------------------------------

    def same(self, place: Place, left: Token, right: Token, kind: Kind) -> StateAt:
        return self._same(place, left, right, kind, negated=False)

    def different(self, place: Place, left: Token, right: Token, kind: Kind) -> StateAt:
        return self._same(place, left, right, kind, negated=True)

    def same_as(self, place: Place, left: Token, kind: Kind, right: Token) -> StateAt:
        return self._same(place, left, right, kind, negated=False)

    def _same(
        self, place: Place, left: Token, right: Token, kind: Kind, *, negated: bool
    ) -> StateAt:
        return partial(
            model.SameObject,
            left=self._expr(left),
            right=self._expr(right),
            kind=kind,
            negated=negated,
            surface=self._at(place),
        )

    def an_object(self, _place: Place) -> Kind:
        return Kind.OBJECT

    def a_list(self, _place: Place) -> Kind:
        return Kind.LIST

    def a_dict(self, _place: Place) -> Kind:
        return Kind.DICT

    def a_set(self, _place: Place) -> Kind:
        return Kind.SET

    # -- types and properties -----------------------------------------------------------------

    def of_kind(self, place: Place, expr: Token, name: str) -> StateAt:
        return partial(
            model.HasType, expr=self._expr(expr), type_name=name, surface=self._at(place)
        )

    def not_of_kind(self, place: Place, expr: Token, name: str) -> StateAt:
        return partial(
            model.HasType,
            expr=self._expr(expr),
            type_name=name,
            negated=True,
            surface=self._at(place),
        )

    def type_list(self, _place: Place) -> str:
        return "list"

    def type_dict(self, _place: Place) -> str:
        return "dict"

    def type_set(self, _place: Place) -> str:
        return "set"

    def type_tuple(self, _place: Place) -> str:
        return "tuple"

    def type_str(self, _place: Place) -> str:
        return "str"

    def type_int(self, _place: Place) -> str:
        return "int"

    def type_float(self, _place: Place) -> str:
        return "float"

    def has_property(self, place: Place, expr: Token, prop: Property) -> StateAt:
        return self._property(place, expr, prop, negated=False)

    def lacks_property(self, place: Place, expr: Token, prop: Property) -> StateAt:
        return self._property(place, expr, prop, negated=True)

    def _property(self, place: Place, expr: Token, prop: Property, *, negated: bool) -> StateAt:
        """Of a `range(…)`, which is no value to tell, of what it gives."""
        of = self._expr(expr)
        if isinstance(of.tree, ast.Call) and ast.unparse(of.tree.func) == "range":
            of = self._made_of("list@", expr)
        return partial(
            model.PropertyIs,
            expr=of,
            property=prop,
            negated=negated,
            surface=self._at(place),
        )

    def empty(self, _place: Place) -> Property:
        return Property.EMPTY

    def is_positive(self, _place: Place) -> Property:
        return Property.POSITIVE

    def is_negative(self, _place: Place) -> Property:
        return Property.NEGATIVE

    def even(self, _place: Place) -> Property:
        return Property.EVEN

    def odd(self, _place: Place) -> Property:
        return Property.ODD

    def truthy(self, _place: Place) -> Property:
        return Property.TRUTHY

    def falsy(self, _place: Place) -> Property:
        return Property.FALSY

    def uppercase(self, _place: Place) -> Property:
        return Property.UPPERCASE

    def lowercase(self, _place: Place) -> Property:
        return Property.LOWERCASE

    def alphabetic(self, _place: Place) -> Property:
        return Property.ALPHABETIC

    def alphanumeric(self, _place: Place) -> Property:
        return Property.ALPHANUMERIC

    def digit(self, _place: Place) -> Property:
        return Property.DIGIT

    def letter(self, _place: Place) -> Property:
        return Property.LETTER

    def vowel(self, _place: Place) -> Property:
        return Property.VOWEL

    def space(self, _place: Place) -> Property:
        return Property.SPACE

    def comma(self, _place: Place) -> Property:
        return Property.COMMA

    def bracket(self, _place: Place) -> Property:
        return Property.BRACKET

    def opening_bracket(self, _place: Place) -> Property:
        return Property.OPENING

    def closing_bracket(self, _place: Place) -> Property:
        return Property.CLOSING

    def in_order(self, _place: Place) -> Property:
        return Property.SORTED

    # -- lengths and parts --------------------------------------------------------------------

    def length_is(self, place: Place, expr: Token, length: int) -> StateAt:
        return self._length(place, expr, length, Unit.ELEMENT)

    def length_is_not(self, place: Place, expr: Token, length: int) -> StateAt:
        return self._length(place, expr, length, Unit.ELEMENT, negated=True)

    def has_some(self, place: Place, expr: Token, number: Token, unit: Unit) -> StateAt:
        return self._length(place, expr, self._number(number, 0, "counts"), unit)

    def union_has(
        self, place: Place, left: Token, right: Token, number: Token, unit: Unit
    ) -> StateAt:
        both = f"({left.code.strip()}) | ({right.code.strip()})"
        try:
            expr = read_expr(both)
        except NotReadableError as error:
            raise self._misread(left, error, "an expression") from error
        length = self._number(number, 0, "counts")
        return partial(model.LengthIs, expr=expr, length=length, unit=unit, surface=self._at(place))

    def reaches_end(self, place: Place, index: Token, whole: Token) -> StateAt:
        """An index that is the length: behind the last element."""
        left, right = self._expr(index), self._length_of(whole)
        return partial(model.Agrees, left=left, right=right, surface=self._at(place))

    def has_none(self, place: Place, expr: Token, unit: Unit) -> StateAt:
        return self._length(place, expr, 0, unit)

    def _length(
        self, place: Place, expr: Token, length: int, unit: Unit, *, negated: bool = False
    ) -> StateAt:
        return partial(
            model.LengthIs,
            expr=self._expr(expr),
            length=length,
            unit=unit,
            negated=negated,
            surface=self._at(place),
        )

    def length_number(self, _place: Place, number: Token) -> int:
        return self._number(number, 0, "lengths")

    def length_code(self, _place: Place, code: Token) -> int:
        value = self._value(code)
        if isinstance(value, Atom) and type(value.payload) is int and value.payload >= 0:
            return value.payload
        raise MisreadError(code.start, code.end, "a length is a number from 0")

    def elements(self, _place: Place) -> Unit:
        return Unit.ELEMENT

    def characters(self, _place: Place) -> Unit:
        return Unit.CHARACTER

    def keys(self, _place: Place) -> Unit:
        return Unit.KEY

    def part_is(
        self, place: Place, part: tuple[model.Expr, model.Expr, Unit], value: Token
    ) -> StateAt:
        return self._part_is(place, part, value, negated=False)

    def part_is_not(
        self, place: Place, part: tuple[model.Expr, model.Expr, Unit], value: Token
    ) -> StateAt:
        return self._part_is(place, part, value, negated=True)

    def _part_is(
        self,
        place: Place,
        part: tuple[model.Expr, model.Expr, Unit],
        value: Token,
        *,
        negated: bool,
    ) -> StateAt:
        expr, index, unit = part
        return partial(
            model.PartIs,
            expr=expr,
            index=index,
            value=self._value(value),
            unit=unit,
            negated=negated,
            surface=self._at(place),
        )

    def nth_part(
        self, _place: Place, ordinal: Token, unit: Unit, whole: Token
    ) -> tuple[model.Expr, model.Expr, Unit]:
        number = ordinal_of(ordinal.text)
        assert number is not None  # so says the terminal
        return self._expr(whole), read_expr(str(number - 1)), unit

    def last_part(
        self, _place: Place, unit: Unit, whole: Token
    ) -> tuple[model.Expr, model.Expr, Unit]:
        return self._expr(whole), read_expr("-1"), unit

    def part_at(
        self, _place: Place, unit: Unit, index: Token, whole: Token
    ) -> tuple[model.Expr, model.Expr, Unit]:
        return self._expr(whole), self._index(index), unit

    def _index(self, token: Token) -> model.Expr:
        if token.kind is TokenKind.CODE:
            return self._expr(token)
        return read_expr(str(self._number(token, 0, "indices")))

    def occurs(self, place: Place, item: Token, times: int, whole: Token) -> StateAt:
        return partial(
            model.Occurs,
            item=self._expr(item),
            whole=self._expr(whole),
            times=times,
            surface=self._at(place),
        )

    def occurs_never(self, place: Place, item: Token, whole: Token) -> StateAt:
        return self.occurs(place, item, 0, whole)

    # -- elements (§5.98) ---------------------------------------------------------------------

    def all_are(self, place: Place, unit: Unit, expr: Token, prop: Property) -> StateAt:
        each = f"all(({PROPERTIES[prop]}) for it in @)"
        return self._elements(place, expr, unit, f"len(@) > 0 and {each}")

    def none_is(self, place: Place, unit: Unit, expr: Token, prop: Property) -> StateAt:
        return self._elements(place, expr, unit, f"all(({PROPERTIES[prop]}) is False for it in @)")

    def some_are(
        self, place: Place, expr: Token, number: Token, unit: Unit, prop: Property
    ) -> StateAt:
        count = self._number(number, 0, "counts")
        those = f"[it for it in @ if ({PROPERTIES[prop]})]"
        return self._elements(place, expr, unit, f"len({those}) == {count}")

    def _elements(self, place: Place, expr: Token, unit: Unit, template: str) -> StateAt:
        """As what `holds` of a comprehension; of characters, of those of a string."""
        if unit is Unit.CHARACTER:
            template = f"isinstance(@, str) and {template}"
        return partial(model.Holds, expr=self._made_of(template, expr), surface=self._at(place))

    def aggregate_is(self, place: Place, function: str, expr: Token, value: Token) -> StateAt:
        return partial(
            model.ValueIs,
            expr=self._applied(function, expr),
            value=self._value(value),
            surface=self._at(place),
        )

    def sum_of(self, _place: Place) -> str:
        return "sum"

    def max_of(self, _place: Place, _unit: Unit | None = None) -> str:
        return "max"

    def min_of(self, _place: Place, _unit: Unit | None = None) -> str:
        return "min"

    def one_element(self, _place: Place) -> Unit:
        return Unit.ELEMENT

    def one_character(self, _place: Place) -> Unit:
        return Unit.CHARACTER
