"""Readings of why, and of which way control went (semantics.md §5.58-5.65)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.claims import model
from engine.claims.model import Given, Keyword
from engine.claims.reading_base import BaseReading, Claims, MisreadError, Place
from engine.claims.syntax_tokens import Token
from engine.trace.model import LineNo
from engine.values import Atom


@dataclass(frozen=True, slots=True)
class Because:
    """The reasons of a condition, and where they stand."""

    place: Place
    facts: tuple[Given, ...]


class ReasonReading(BaseReading):
    """One method for each rule of the grammar's parts on reasons and branches."""

    def because(self, place: Place, *facts: Given) -> Because:
        dumps = [fact.expr.dump for fact in facts]
        if len(set(dumps)) < len(dumps):
            surface = self._at(place)
            raise MisreadError(
                surface.column - 1, surface.end_column - 1, "two values are given for one thing"
            )
        return Because(place, facts)

    def fact(self, _place: Place, expr: Token, value: Token) -> Given:
        return Given(self._expr(expr), self._value(value))

    # -- and, or ------------------------------------------------------------------------------

    def decides(self, place: Place, part: Token, condition: Token, line: LineNo) -> Claims:
        surface = self._at(place)
        return (model.Decides(line, self._expr(condition), self._expr(part), surface=surface),)

    def not_evaluated(self, place: Place, line: LineNo, expr: Token) -> Claims:
        return (model.NotEvaluated(line, self._expr(expr), surface=self._at(place)),)

    # -- branches -----------------------------------------------------------------------------

    def _keyword(self, token: Token) -> Keyword:
        for keyword in Keyword:
            if token.code == keyword.value:
                return keyword
        raise MisreadError(token.start, token.end, "only `if` and `elif` stand here")

    def _only(self, token: Token, word: str) -> None:
        if token.code != word:
            raise MisreadError(token.start, token.end, f"only `{word}` stands here")

    def branch_taken(self, place: Place, keyword: Token, line: LineNo) -> Claims:
        return self._body(place, keyword, line, runs=True)

    def branch_not_taken(self, place: Place, keyword: Token, line: LineNo) -> Claims:
        return self._body(place, keyword, line, runs=False)

    def _body(self, place: Place, keyword: Token, line: LineNo, *, runs: bool) -> Claims:
        claim = model.BodyRuns(line, self._keyword(keyword), runs, surface=self._at(place))
        return (claim,)

    def takes_else(self, place: Place, keyword: Token, line: LineNo, other: Token) -> Claims:
        self._only(other, "else")
        return self._chain(place, keyword, line, model.NoArm.ELSE)

    def takes_elif(
        self, place: Place, keyword: Token, line: LineNo, other: Token, arm: LineNo
    ) -> Claims:
        self._only(other, "elif")
        return self._chain(place, keyword, line, arm)

    def takes_nothing(self, place: Place, keyword: Token, line: LineNo) -> Claims:
        return self._chain(place, keyword, line, model.NoArm.NOTHING)

    def _chain(
        self, place: Place, keyword: Token, line: LineNo, arm: LineNo | model.NoArm
    ) -> Claims:
        claim = model.ChainTakes(line, self._keyword(keyword), arm, surface=self._at(place))
        return (claim,)

    def takes_case(self, place: Place, keyword: Token, line: LineNo, case: LineNo) -> Claims:
        self._only(keyword, "match")
        return (model.MatchTakes(line, case, surface=self._at(place)),)

    def takes_no_case(self, place: Place, keyword: Token, line: LineNo) -> Claims:
        self._only(keyword, "match")
        return (model.MatchTakes(line, None, surface=self._at(place)),)

    # -- loops, blocks, comprehensions --------------------------------------------------------

    def entered(self, place: Place, loop: LineNo) -> Claims:
        return (model.LoopEntered(loop, True, surface=self._at(place)),)

    def not_entered(self, place: Place, loop: LineNo) -> Claims:
        return (model.LoopEntered(loop, False, surface=self._at(place)),)

    def loop_else(self, place: Place, word: Token, loop: LineNo, runs: bool) -> Claims:
        self._only(word, "else")
        return (model.BlockRuns(loop, model.BlockOf.LOOP_ELSE, runs, surface=self._at(place)),)

    def try_block(
        self, place: Place, word: Token, owner: Token, line: LineNo, runs: bool
    ) -> Claims:
        self._only(owner, "try")
        blocks = {"else": model.BlockOf.TRY_ELSE, "finally": model.BlockOf.TRY_FINALLY}
        if word.code not in blocks:
            raise MisreadError(word.start, word.end, "only `else` and `finally` stand here")
        return (model.BlockRuns(line, blocks[word.code], runs, surface=self._at(place)),)

    def block_runs(self, _place: Place) -> bool:
        return True

    def block_skipped(self, _place: Place) -> bool:
        return False

    def keeps(self, place: Place, line: LineNo, kept: int) -> Claims:
        return (model.Filters(line, kept=kept, surface=self._at(place)),)

    def keeps_of(self, place: Place, line: LineNo, kept: int, of: int) -> Claims:
        return (model.Filters(line, kept=kept, of=of, surface=self._at(place)),)

    def drops(self, place: Place, line: LineNo, dropped: int) -> Claims:
        return (model.Filters(line, dropped=dropped, surface=self._at(place)),)

    def drops_of(self, place: Place, line: LineNo, dropped: int, of: int) -> Claims:
        return (model.Filters(line, dropped=dropped, of=of, surface=self._at(place)),)

    def how_many(self, _place: Place, number: Token) -> int:
        """A number in words, in digits or in backticks."""
        if not number.code:
            return self._number(number, 0, "counts")
        value = self._value(number)
        if isinstance(value, Atom) and type(value.payload) is int and value.payload >= 0:
            return value.payload
        raise MisreadError(number.start, number.end, "it is no number of things")

    # -- calls --------------------------------------------------------------------------------

    def recurses(self, place: Place, function: Token, depth: int) -> Claims:
        callee = self._dotted(function, "a function")
        return (model.Recurses(callee, depth, surface=self._at(place)),)

    # -- causes -------------------------------------------------------------------------------

    def depends_on(self, place: Place, expr: Token) -> Claims:
        return (model.DependsOn(self._expr(expr), True, surface=self._at(place)),)

    def does_not_depend_on(self, place: Place, expr: Token) -> Claims:
        return (model.DependsOn(self._expr(expr), False, surface=self._at(place)),)

    def depends_through(self, place: Place, expr: Token, line: LineNo) -> Claims:
        return (model.DependsThrough(self._expr(expr), line, surface=self._at(place)),)

    def has_effect(self, place: Place, line: LineNo) -> Claims:
        return (model.LineAffects(line, True, surface=self._at(place)),)

    def has_no_effect(self, place: Place, line: LineNo) -> Claims:
        return (model.LineAffects(line, False, surface=self._at(place)),)

    def leaves_uncaught(self, place: Place, exception: Token, function: Token) -> Claims:
        kind = self._dotted(exception, "an exception")
        callee = self._dotted(function, "a function")
        return (model.LeavesUncaught(kind, callee, surface=self._at(place)),)
