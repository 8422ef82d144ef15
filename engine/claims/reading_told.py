"""Readings of what is told in passing, without a line (semantics.md §5.90 to §5.92, §5.95)."""

from __future__ import annotations

import ast
from typing import Any, Final, TypeAlias

from engine.claims import model
from engine.claims.evaluator import NoValue, Undecidable, evaluate
from engine.claims.model import Comparing, Expr, Moment
from engine.claims.reading_base import BaseReading, Claims, LoopWords, MisreadError, Place
from engine.claims.spans import is_literal_text
from engine.claims.syntax_tokens import Token
from engine.trace.trace import Missing
from engine.values import Sequence, Value

_CONVERSIONS: Final = frozenset({"int", "str", "float", "list", "tuple", "set", "bool"})

Items: TypeAlias = tuple[Token, ...]


class ToldReading(BaseReading):
    """One method for each rule of the grammar's part on what is told in passing."""

    # -- at the end, at the start ---------------------------------------------------------------

    def is_at_end(self, place: Place, expr: Token, value: Token) -> Claims:
        return (self._aside(place, model.Aside(end=True), expr, value),)

    def is_at_start(self, place: Place, expr: Token, value: Token) -> Claims:
        return (self._aside(place, model.Aside(end=False), expr, value),)

    def is_not_at_end(self, place: Place, expr: Token, value: Token) -> Claims:
        return (self._aside(place, model.Aside(end=True), expr, value, negated=True),)

    def _aside(
        self, place: Place, moment: Moment, expr: Token, value: Token, *, negated: bool = False
    ) -> model.Claim:
        one, other, surface = self._expr(expr), self._value(value), self._at(place)
        return model.ValueIs(moment, one, other, negated=negated, surface=surface)

    def contains_at_end(self, place: Place, owner: Token, item: Token) -> Claims:
        return self.is_compared_at_end(place, item, model.Comparing.IN, owner)

    def is_compared_at_end(self, place: Place, left: Token, how: Comparing, right: Token) -> Claims:
        moment, surface = model.Aside(end=True), self._at(place)
        one, other = self._expr(left), self._expr(right)
        return (model.Compares(moment, one, how, other, surface=surface),)

    # -- how values move ------------------------------------------------------------------------

    def has_increased(self, place: Place, expr: Token) -> Claims:
        return (model.HasMoved(self._expr(expr), True, surface=self._at(place)),)

    def has_decreased(self, place: Place, expr: Token) -> Claims:
        return (model.HasMoved(self._expr(expr), False, surface=self._at(place)),)

    def moves_to(self, place: Place, target: Token, value: Token) -> Claims:
        to = self._value(value)
        return (model.MovesTo(self._target(target), to, surface=self._at(place)),)

    # -- values by other words ------------------------------------------------------------------

    def exactly_or_as(self, _place: Place, value: Token) -> model.Exactly | Expr:
        """A literal; or an expression, where it was written as one: a word of English is none."""
        if is_literal_text(value.code) or value.text[:1] not in {"`", "«"}:
            return model.Exactly(self._value(value))
        return self._expr(value)

    def converted(self, place: Place, expr: Token, value: Token) -> Claims:
        """``E is converted to V``: what the type of V makes of E is V."""
        wanted = self._value(value)
        kind = getattr(wanted, "type", "")
        if kind not in _CONVERSIONS:
            reason = f"nothing is converted to a value of type `{kind}`"
            raise MisreadError(value.start, value.end, reason)
        return (self._gives(place, f"{kind}({self._expr(expr).text})", expr, wanted),)

    def gives_values(self, place: Place, expr: Token, *values: Token) -> Claims:
        found = Sequence("list", tuple(self._values(values)))
        made = self._made(f"list({self._expr(expr).text})", expr)
        return (model.ValueIs(model.AtPoint(), made, found, surface=self._at(place)),)

    def gives_both(self, place: Place, expr: Token, *pairs: Token) -> Claims:
        """``divmod(7, 2)`` gives ``a = 3`` and ``b = 1``: it is the pair, and they become it."""
        first, one, second, other = pairs
        surface = self._at(place)
        values = (self._value(one), self._value(other))
        both = model.Exactly(Sequence("tuple", values))
        claims: list[model.Claim] = [model.Gives(self._expr(expr), both, surface=surface)]
        for target, value in zip((first, second), values, strict=True):
            sets = model.Sets(
                model.UNPLACED, self._target(target), model.Exactly(value), surface=surface
            )
            claims.append(model.NextEvent(sets, surface=surface))
        return tuple(claims)

    def stored_in(self, place: Place, value: Token, target: Token) -> Claims:
        stored = self._value(value)
        return (model.Stored(self._target(target), stored, surface=self._at(place)),)

    def divisible_by_none(self, place: Place, expr: Token, *values: Token) -> Claims:
        left, surface = self._expr(expr), self._at(place)
        return tuple(
            model.Compares(
                model.AtPoint(), left, Comparing.DIVISIBLE, right, negated=True, surface=surface
            )
            for right in self._each(values)
        )

    def _gives(self, place: Place, text: str, token: Token, value: Value) -> model.Claim:
        made = self._made(text, token)
        return model.Gives(made, model.Exactly(value), surface=self._at(place))

    def _each(self, tokens: Items) -> list[Expr]:
        """The expressions of a list; of one span alone, `2, 3, 4`, its parts."""
        if len(tokens) > 1:
            return [self._expr(each) for each in tokens]
        tree = self._expr(tokens[0]).tree
        if not isinstance(tree, ast.Tuple | ast.List) or not tree.elts:
            reason = "several values are wanted"
            raise MisreadError(tokens[0].start, tokens[0].end, reason)
        return [self._made(ast.unparse(each), tokens[0]) for each in tree.elts]

    def _values(self, tokens: Items) -> list[Value]:
        if len(tokens) > 1:
            return [self._value(each) for each in tokens]
        value = self._value(tokens[0])
        several = ast.parse(tokens[0].code.strip(), mode="eval").body
        bare = isinstance(several, ast.Tuple) and not tokens[0].code.strip().startswith("(")
        return list(value.items) if bare and isinstance(value, Sequence) else [value]

    # -- what loops take up ---------------------------------------------------------------------

    def takes(self, place: Place, expr: Token, *values: Token) -> Claims:
        name, surface = self._expr(expr), self._at(place)
        if not isinstance(name.tree, ast.Name):
            raise MisreadError(expr.start, expr.end, "a name takes values, one after the other")
        return (model.Takes(name, tuple(self._values(values)), surface=surface),)

    def item_occurs(self, place: Place, value: Token, times: int) -> Claims:
        return (model.ItemOccurs(self._value(value), times, surface=self._at(place)),)

    def taken_up(self, place: Place, taken: Token, of: Token) -> Claims:
        some, whole = self._number(taken, 0, "counts"), self._number(of, 0, "counts")
        return (model.TakenUp(some, whole, surface=self._at(place)),)

    def last_not_taken(self, place: Place, value: Token) -> Claims:
        return (model.LastNotTaken(self._value(value), surface=self._at(place)),)

    # -- what does not happen -------------------------------------------------------------------

    def jump_runs(self, place: Place, word: Token, times: int | None) -> Claims:
        try:
            jump = model.JumpWord(word.code)
        except ValueError:
            reason = "a `break` or a `continue` is wanted"
            raise MisreadError(word.start, word.end, reason) from None
        return (model.JumpRuns(jump, times, surface=self._at(place)),)

    def jump_not_run(self, place: Place, word: Token) -> Claims:
        return self.jump_runs(place, word, None)

    def not_set(self, place: Place, target: Token) -> Claims:
        surface = self._at(place)
        sets = model.Sets(model.UNPLACED, self._target(target), None, surface=surface)
        return (model.NotDone(sets, surface=surface),)

    def never_appended(self, place: Place, item: Token, whole: Token) -> Claims:
        return self._not_appended(place, item, whole, never=True)

    def not_appended(self, place: Place, item: Token, whole: Token) -> Claims:
        return self._not_appended(place, item, whole, never=False)

    def _not_appended(self, place: Place, item: Token, whole: Token, *, never: bool) -> Claims:
        surface, operand = self._at(place), self._value(item)
        appends = model.Alters(
            model.UNPLACED, model.Change.APPEND, self._expr(whole), operand, surface=surface
        )
        return (model.NotDone(appends, never, surface=surface),)

    def no_exception(self, place: Place) -> Claims:
        surface = self._at(place)
        raises = model.LineRaises(model.UNPLACED, "BaseException", surface=surface)
        return (model.NotDone(raises, surface=surface),)

    def yields_now(self, place: Place, expr: Token, value: Token) -> Claims:
        return (model.Yields(self._expr(expr), self._value(value), surface=self._at(place)),)

    def yields_some(self, place: Place, expr: Token, number: Token) -> Claims:
        count = self._number(number, 0, "counts")
        return (model.Yields(self._expr(expr), times=count, surface=self._at(place)),)

    def goes_through(self, place: Place, expr: Token, *values: Token) -> Claims:
        some = tuple(self._values(values))
        return (model.GoesThrough(self._expr(expr), some, surface=self._at(place)),)

    def computed_now(self, place: Place, expr: Token) -> Claims:
        return (model.Computed(self._expr(expr), surface=self._at(place)),)

    def item_skipped(self, place: Place) -> Claims:
        return (model.ItemSkipped(surface=self._at(place)),)

    def given_returns(self, place: Place, *parts: Any) -> Claims:
        """The arguments, and what is returned behind them."""
        arguments: tuple[tuple[Token, Value], ...] = parts[:-1]
        result: Token = parts[-1]
        given = tuple((self._name(name), value) for name, value in arguments)
        if len({name for name, _ in given}) < len(given):
            raise MisreadError(result.start, result.end, "each parameter is named once")
        return (model.GivenReturns(given, self._value(result), surface=self._at(place)),)

    def outermost_returns(self, place: Place, result: Token) -> Claims:
        return (model.GivenReturns((), self._value(result), surface=self._at(place)),)

    def placed_at(self, place: Place, value: Token, index: int) -> Claims:
        return (model.PlacedAt(self._value(value), index, surface=self._at(place)),)

    def moved_right(self, place: Place, value: Token, number: Token) -> Claims:
        return self._moved(place, value, number, 1)

    def moved_left(self, place: Place, value: Token, number: Token) -> Claims:
        return self._moved(place, value, number, -1)

    def _moved(self, place: Place, value: Token, number: Token, way: int) -> Claims:
        if self._number(number, 1, "positions") != 1:
            raise MisreadError(number.start, number.end, "one position is wanted")
        return (model.PlacedAt(self._value(value), moved=way, surface=self._at(place)),)

    def split_into(self, place: Place, expr: Token, *parts: Token) -> Claims:
        """A text or a list is what its parts are together."""
        whole = " + ".join(f"({each.code.strip()})" for each in parts)
        value = evaluate(self._made(whole, parts[0]).tree, lambda _: Missing.UNBOUND)
        if isinstance(value, NoValue | Undecidable) or len(self._values(parts)) < 2:
            raise MisreadError(parts[0].start, parts[0].end, "the parts do not make one thing")
        return (model.ValueIs(model.AtPoint(), self._expr(expr), value, surface=self._at(place)),)

    def both_sides(self, place: Place, condition: Token, value: Token) -> Claims:
        tree, is_so = self._expr(condition).tree, self._value(value)
        if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
            raise MisreadError(condition.start, condition.end, "a comparison has two sides")
        return tuple(
            model.ValueIs(
                model.AtPoint(),
                self._made(ast.unparse(each), condition),
                is_so,
                surface=self._at(place),
            )
            for each in (tree.left, tree.comparators[0])
        )

    def never_in(self, place: Place, item: Token, whole: Token) -> Claims:
        holds = self._made(f"({item.code.strip()}) in ({whole.code.strip()})", item)
        never = model.Quantifier.NEVER
        return (model.QuantifiedHolds(never, holds, surface=self._at(place)),)

    def runs_over_words(self, place: Place, loop: LoopWords, whole: Token) -> Claims:
        """``the loop runs over the words of `s` ``: over `s.split()`."""
        if not isinstance(loop, model.LoopName):
            raise MisreadError(whole.start, whole.end, "say “the loop”, without a line")
        over = self._made_of("@.split()", whole)
        return (model.RunsOver(loop, over, surface=self._at(place)),)

    def runs_over_first(
        self, place: Place, loop: LoopWords, first: Token, number: Token, whole: Token
    ) -> Claims:
        """``the loop runs over the first two elements of `x` ``: over `x[:2]`."""
        if self._number(first, 1, "elements") != 1:
            raise MisreadError(first.start, first.end, "the first ones are wanted")
        if not isinstance(loop, model.LoopName):
            raise MisreadError(whole.start, whole.end, "say “the loop”, without a line")
        count, name = self._number(number, 1, "elements"), self._expr(whole)
        over = self._made(f"({name.text})[:{count}]", whole)
        if isinstance(name.tree, ast.Name):
            over = self._made(f"{name.text.strip()}[:{count}]", whole)
        return (model.RunsOver(loop, over, surface=self._at(place)),)

    def runs_over_list(self, place: Place, loop: LoopWords, expr: Token) -> Claims:
        return self._runs_over_a(place, loop, expr, "list")

    def runs_over_string(self, place: Place, loop: LoopWords, expr: Token) -> Claims:
        return self._runs_over_a(place, loop, expr, "str")

    def runs_over_dictionary(self, place: Place, loop: LoopWords, expr: Token) -> Claims:
        return self._runs_over_a(place, loop, expr, "dict")

    def _runs_over_a(self, place: Place, loop: LoopWords, expr: Token, of_type: str) -> Claims:
        if not isinstance(loop, model.LoopName):
            raise MisreadError(expr.start, expr.end, "say “the loop”, without a line")
        over = self._expr(expr)
        return (model.RunsOver(loop, over, of_type=of_type, surface=self._at(place)),)

    def runs_over(
        self, place: Place, loop: LoopWords, expr: Token, value: Token | None = None
    ) -> Claims:
        if not isinstance(loop, model.LoopName):
            surface = self._at(place)
            reason = "say “the loop runs over”, without a line"
            raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
        comes_to = None if value is None else self._value(value)
        over = self._expr(expr)
        return (model.RunsOver(loop, over, comes_to, surface=self._at(place)),)
