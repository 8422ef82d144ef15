"""Readings of how a value comes about (semantics.md §5.40, §5.41)."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from engine.claims import model
from engine.claims.model import Expr
from engine.claims.reading_base import BaseReading, Claims, MisreadError, Place
from engine.claims.spans import NotReadableError, has_names, is_literal_text, read_expr
from engine.claims.syntax_tokens import Token
from engine.trace.model import LineNo
from engine.values import Value, to_literal


@dataclass(frozen=True, slots=True)
class Continued:
    """``plus 5 is 17``: with the value that was told last."""

    place: Place
    operator: str
    operand: Token
    value: Value


class DerivationReading(BaseReading):
    """One method for each rule of the grammar's part on derivations."""

    def chain(self, place: Place, *codes: Token) -> model.Derives:
        *parts, last = codes
        exprs = tuple(self._expr(each) for each in parts)
        value = self._value(last)
        return model.Derives(model.UNPLACED, exprs, value, surface=self._at(place))

    def derives_now(self, place: Place, derives: model.Derives) -> Claims:
        first = derives.parts[0]
        if not has_names(first.tree):
            # A row of sums by themselves: each is recomputed.
            whole = replace(derives, surface=self._at(place))
            return tuple(
                model.Arithmetic(part, whole.value, surface=whole.surface)
                for part in whole.parts
                if not is_literal_text(part.text)
            ) or self._nothing(place)
        return (model.NextEvent(derives, surface=self._at(place)),)

    def _nothing(self, place: Place) -> Claims:
        surface = self._at(place)
        reason = "there is nothing to compute"
        raise MisreadError(surface.column - 1, surface.end_column - 1, reason)

    def derives_on_line(self, place: Place, line: LineNo, derives: model.Derives) -> Claims:
        return (replace(derives, line=line, surface=self._at(place)),)

    def computes(self, place: Place, line: LineNo, *codes: Token) -> Claims:
        return self.derives_on_line(place, line, self.chain(place, *codes))

    def continued(self, place: Place, operator: str, operand: Token, value: Token) -> Continued:
        self._expr(operand)
        return Continued(place, operator, operand, self._value(value))

    def plus(self, _place: Place) -> str:
        return "+"

    def minus(self, _place: Place) -> str:
        return "-"

    def multiplied(self, _place: Place) -> str:
        return "*"

    def divided(self, _place: Place) -> str:
        return "/"

    def _computed(self, claim: model.Claim) -> model.Claim:
        """A state at the point whose expression holds no names is arithmetic."""
        match claim:
            case model.ValueIs(
                moment=model.AtPoint(), expr=expr, value=value, negated=False, surface=surface
            ) if not has_names(expr.tree) and not is_literal_text(expr.text):
                return model.Arithmetic(expr, value, surface=surface)
            case _:
                return claim

    def _continue(self, claims: list[model.Claim], told: Continued) -> model.Claim:
        surface = self._at(told.place)
        before = _value_of(claims[-1]) if claims else None
        if before is None:
            reason = "it does not say with what"
            raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
        operand = self._expr(told.operand)
        simple = isinstance(operand.tree, ast.Name | ast.Constant)
        right = operand.text if simple else f"({operand.text})"
        left = to_literal(before)
        try:
            if not isinstance(read_expr(left).tree, ast.Constant):
                left = f"({left})"
            expr: Expr = read_expr(f"{left} {told.operator} {right}")
        except NotReadableError as error:
            raise self._misread(told.operand, error, "an expression") from error
        state = model.ValueIs(model.AtPoint(), expr, told.value, surface=surface)
        return self._computed(state)


def _value_of(claim: model.Claim) -> Value | None:
    match claim:
        case model.Arithmetic(value=value) | model.ValueIs(value=value, negated=False):
            return value
        case model.NextEvent(claim=model.Derives(value=value)):
            return value
        case _:
            return None
