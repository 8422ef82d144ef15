"""Readings of what a line does (semantics.md §5.6-5.12, 5.15, 5.16, 5.18, 5.19, 5.21, 5.22)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.claims import model
from engine.claims.model import Expected, Target
from engine.claims.reading_base import Claims, LoopWords, MisreadError, Place
from engine.claims.reading_reasons import Because, ReasonReading
from engine.claims.syntax_tokens import Token
from engine.trace.model import LineNo
from engine.values import Value


@dataclass(slots=True)
class _Setting:
    place: Place
    target: Target
    to: Expected | None


@dataclass(slots=True)
class _Consequence:
    place: Place
    kind: model.Consequence
    line: LineNo


class LineReading(ReasonReading):
    """One method for each rule of the grammar's parts on lines, assignments and conditions."""

    def becomes(self, place: Place, line: LineNo, *settings: _Setting) -> Claims:
        return self.sets(place, line, *settings)

    def sets(self, place: Place, line: LineNo, *settings: _Setting) -> Claims:
        several = len(settings) > 1
        if len({each.to is None for each in settings}) > 1:
            surface = self._at(place)  # of "`a` and `b` to `1`" one would read the `1` as both's
            raise MisreadError(
                surface.column - 1,
                surface.end_column - 1,
                "say of each name what it is set to, or of none",
            )
        return tuple(
            model.Sets(
                line, each.target, each.to, surface=self._at(each.place if several else place)
            )
            for each in settings
        )

    def set_anyhow(self, place: Place, target: Token) -> _Setting:
        return _Setting(place, self._target(target), None)

    def set_to(self, place: Place, target: Token, to: Expected) -> _Setting:
        return _Setting(place, self._target(target), to)

    def becoming(self, place: Place, target: Token, to: Expected) -> _Setting:
        return _Setting(place, self._target(target), to)

    def assign_to(self, place: Place, to: Expected, target: Token) -> _Setting:
        return _Setting(place, self._target(target), to)

    def exactly(self, _place: Place, value: Token) -> Expected:
        return model.Exactly(self._value(value))

    def of_type(self, _place: Place, name: Token) -> Expected:
        return model.OfType(self._dotted(name, "a type"))

    def changes(self, place: Place, line: LineNo, expr: Token, value: Token) -> Claims:
        expression, after = self._expr(expr), self._value(value)
        return (model.Changes(line, expression, after, surface=self._at(place)),)

    def changes_from(
        self, place: Place, line: LineNo, expr: Token, before: Token, value: Token
    ) -> Claims:
        expression, old, new = self._expr(expr), self._value(before), self._value(value)
        return (model.Changes(line, expression, new, old, surface=self._at(place)),)

    def leaves(self, place: Place, line: LineNo, expr: Token) -> Claims:
        return (model.LeavesUnchanged(line, self._expr(expr), surface=self._at(place)),)

    def deletes(self, place: Place, line: LineNo, target: Token) -> Claims:
        return (model.Deletes(line, self._target(target), surface=self._at(place)),)

    def evaluated(self, place: Place, line: LineNo, expr: Token, result: Expected) -> Claims:
        return (model.Evaluates(line, self._expr(expr), result, surface=self._at(place)),)

    def condition_on(self, place: Place, *parts: Token | int | Because | _Consequence) -> Claims:
        """A condition and its truth, with its reasons and what follows from it."""
        first, end = place.first, place.end
        because: Because | None = None
        consequence: _Consequence | None = None
        condition: Token | None = None
        truth: bool | None = None
        line: LineNo | None = None
        for part in parts:
            match part:
                case Token():
                    condition = part
                case bool():
                    truth = part
                case int():
                    line = LineNo(part)
                case Because():
                    because = part
                case _Consequence():
                    consequence = part
        assert condition is not None
        assert truth is not None
        assert line is not None
        # The condition's own words: before ", so", before or after "because …,".
        if consequence is not None:
            end = consequence.place.first - 2
        if because is not None and because.place.first == first:
            first = because.place.end + 1
        elif because is not None:
            end = because.place.first
        test = self._expr(condition)
        own = model.ConditionIs(line, test, truth, surface=self._at(Place(first, end)))
        claims: list[model.Claim] = [own]
        if because is not None:
            claims.append(
                model.ConditionBecause(
                    line, test, truth, because.facts, surface=self._at(because.place)
                )
            )
        if consequence is not None:
            claims.append(
                model.ConditionLeads(
                    line,
                    test,
                    truth,
                    consequence.kind,
                    consequence.line,
                    surface=self._at(consequence.place),
                )
            )
        return tuple(claims)

    def yes(self, _place: Place) -> bool:
        return True

    def no(self, _place: Place) -> bool:
        return False

    def so_runs(self, place: Place, line: LineNo) -> _Consequence:
        return _Consequence(place, model.Consequence.RUNS, line)

    def so_skipped(self, place: Place, line: LineNo) -> _Consequence:
        return _Consequence(place, model.Consequence.SKIPPED, line)

    # -- lines --------------------------------------------------------------------------------

    def runs(self, place: Place, line: LineNo) -> Claims:
        return (model.LineRuns(line, None, surface=self._at(place)),)

    def runs_times(self, place: Place, line: LineNo, times: int) -> Claims:
        return (model.LineRuns(line, times, surface=self._at(place)),)

    def runs_never(self, place: Place, line: LineNo) -> Claims:
        return (model.LineRuns(line, 0, surface=self._at(place)),)

    def breaks(self, place: Place, line: LineNo, loop: LoopWords) -> Claims:
        return (model.BreaksOut(line, self._lined(place, loop), surface=self._at(place)),)

    def continues(self, place: Place, line: LineNo, loop: LoopWords) -> Claims:
        return (model.ContinuesLoop(line, self._lined(place, loop), surface=self._at(place)),)

    def calls(
        self, place: Place, line: LineNo, function: Token, *arguments: tuple[Token, Value]
    ) -> Claims:
        named: dict[str, Value] = {}
        for token, value in arguments:
            name = self._name(token)
            if name in named:
                raise MisreadError(token.start, token.end, f"the parameter `{name}` is named twice")
            named[name] = value
        callee = self._dotted(function, "a function")
        return (model.Calls(line, callee, tuple(named.items()), surface=self._at(place)),)

    def argument(self, _place: Place, name: Token, value: Token) -> tuple[Token, Value]:
        return name, self._value(value)

    def line_raises(
        self, place: Place, line: LineNo, exception: Token, message: Token | None = None
    ) -> Claims:
        kind = self._dotted(exception, "an exception")
        text = None if message is None else self._value(message)
        return (model.LineRaises(line, kind, text, surface=self._at(place)),)

    def catches(self, place: Place, line: LineNo, exception: Token) -> Claims:
        kind = self._dotted(exception, "an exception")
        return (model.LineCatches(line, kind, surface=self._at(place)),)

    def line_returns(self, place: Place, line: LineNo, result: Expected) -> Claims:
        return (model.LineReturns(line, result, surface=self._at(place)),)

    def yields(self, place: Place, line: LineNo, value: Token) -> Claims:
        return (model.LineYields(line, self._value(value), surface=self._at(place)),)

    def line_prints(self, place: Place, line: LineNo, text: Token) -> Claims:
        return (model.LinePrints(line, self._text(text), surface=self._at(place)),)

    def line_prints_nothing(self, place: Place, line: LineNo) -> Claims:
        return (model.LinePrints(line, None, surface=self._at(place)),)

    def defines(self, place: Place, line: LineNo, name: Token) -> Claims:
        return (model.Defines(line, self._name(name), surface=self._at(place)),)

    def imports(self, place: Place, line: LineNo, name: Token) -> Claims:
        return (model.Imports(line, self._name(name), surface=self._at(place)),)

    def does_nothing(self, place: Place, line: LineNo) -> Claims:
        return (model.DoesNothing(line, surface=self._at(place)),)

    def enters_with(self, place: Place, line: LineNo, keyword: Token) -> Claims:
        if keyword.code != "with":
            raise MisreadError(keyword.start, keyword.end, "only `with` stands here")
        return (model.EntersWith(line, surface=self._at(place)),)

    def once(self, _place: Place) -> int:
        return 1

    def twice(self, _place: Place) -> int:
        return 2

    def none(self, _place: Place) -> int:
        return 0

    def plural(self, _place: Place, number: Token) -> int:
        return self._number(number, 0, "counts")

    def singular(self, _place: Place, number: Token) -> int:
        count = self._number(number, 0, "counts")
        if count != 1:
            raise MisreadError(number.start, number.end, "more than one needs the plural")
        return count
