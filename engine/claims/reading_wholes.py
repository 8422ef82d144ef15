"""Readings of what is said of loops, statements and calls as wholes, and of the answer
(semantics.md §5.13, 5.14, 5.17, 5.20, 5.21, 5.23, 5.24), and of notes."""

from __future__ import annotations

from engine.claims import model
from engine.claims.model import Expected
from engine.claims.reading_base import BaseReading, Claims, LoopWords, Place
from engine.claims.syntax_tokens import Token
from engine.trace.model import LineNo


class WholeReading(BaseReading):
    """One method for each rule of the grammar's parts on loops, statements, absolute claims and
    notes."""

    def makes_passes(self, place: Place, loop: LoopWords, passes: int) -> Claims:
        line = _line(loop)
        return self._of_loop(place, loop, model.LoopPasses(line, passes, surface=self._at(place)))

    def makes_passes_in_total(self, place: Place, loop: LoopWords, passes: int) -> Claims:
        line, surface = _line(loop), self._at(place)
        total = model.LoopPasses(line, passes, in_total=True, surface=surface)
        return self._of_loop(place, loop, total)

    def loop_ends(
        self, place: Place, loop: LoopWords, reason: tuple[model.LoopEnding, LineNo | None]
    ) -> Claims:
        ending, by = reason
        claim = model.LoopEnds(_line(loop), ending, by, surface=self._at(place))
        return self._of_loop(place, loop, claim)

    def loop_over(self, place: Place, loop: LoopWords) -> Claims:
        return self._of_loop(place, loop, model.LoopOver(_line(loop), surface=self._at(place)))

    def _of_loop(self, place: Place, loop: LoopWords, claim: model.LoopEvent) -> Claims:
        if isinstance(loop, model.LoopName):
            return (model.OfLoop(loop, claim, surface=self._at(place)),)
        return (claim,)

    def exhausted(self, _place: Place) -> tuple[model.LoopEnding, None]:
        return model.LoopEnding.EXHAUSTED, None

    def condition_false(self, _place: Place) -> tuple[model.LoopEnding, None]:
        return model.LoopEnding.CONDITION_FALSE, None

    def no_break(self, _place: Place) -> tuple[model.LoopEnding, None]:
        return model.LoopEnding.NO_BREAK, None

    def left_by_break(self, _place: Place, line: LineNo) -> tuple[model.LoopEnding, LineNo]:
        return model.LoopEnding.BREAK, line

    def left_by_return(self, _place: Place, line: LineNo) -> tuple[model.LoopEnding, LineNo]:
        return model.LoopEnding.RETURN, line

    def left_by_raise(self, _place: Place, line: LineNo) -> tuple[model.LoopEnding, LineNo]:
        return model.LoopEnding.RAISE, line

    def assertion_holds(self, place: Place, line: LineNo) -> Claims:
        return (model.AssertionHolds(line, True, surface=self._at(place)),)

    def assertion_fails(self, place: Place, line: LineNo) -> Claims:
        return (model.AssertionHolds(line, False, surface=self._at(place)),)

    def case_matches(self, place: Place, line: LineNo) -> Claims:
        return (model.CaseMatches(line, True, surface=self._at(place)),)

    def case_does_not_match(self, place: Place, line: LineNo) -> Claims:
        return (model.CaseMatches(line, False, surface=self._at(place)),)

    # -- absolute claims ----------------------------------------------------------------------

    def call_returns(self, place: Place, call: model.CallContext, result: Expected) -> Claims:
        return (model.CallReturns(call.number, call.function, result, surface=self._at(place)),)

    def call_raises(self, place: Place, call: model.CallContext, exception: Token) -> Claims:
        kind = self._dotted(exception, "an exception")
        return (model.CallRaises(call.number, call.function, kind, surface=self._at(place)),)

    def called_times(self, place: Place, function: Token, times: int) -> Claims:
        callee = self._dotted(function, "a function")
        return (model.CalledTimes(callee, times, surface=self._at(place)),)

    def returns_times(self, place: Place, function: Token, value: Token, times: int) -> Claims:
        callee, result = self._dotted(function, "a function"), self._value(value)
        return (model.CalledTimes(callee, times, result, surface=self._at(place)),)

    def called_never(self, place: Place, function: Token) -> Claims:
        return self.called_times(place, function, 0)

    def answer_is(self, place: Place, value: Token) -> Claims:
        result = model.Exactly(self._value(value))
        return (model.AnswerReturns(result, surface=self._at(place)),)

    def result_is(self, place: Place, value: Token) -> Claims:
        result = model.Exactly(self._value(value))
        return (model.AnswerReturns(result, model.Returning.RESULT, surface=self._at(place)),)

    def result_of(self, place: Place, call: Token, value: Token) -> Claims:
        named, result = self._expr(call), model.Exactly(self._value(value))
        of = model.Returning.NAMED
        return (model.AnswerReturns(result, of, named, surface=self._at(place)),)

    def answer_of_function(self, place: Place, result: Expected) -> Claims:
        of = model.Returning.FUNCTION
        return (model.AnswerReturns(result, of, surface=self._at(place)),)

    def answer_of_call(self, place: Place, value: Token) -> Claims:
        result = model.Exactly(self._value(value))
        of = model.Returning.CALL
        return (model.AnswerReturns(result, of, surface=self._at(place)),)

    def answer_raises(self, place: Place, exception: Token, message: Token | None = None) -> Claims:
        kind = self._dotted(exception, "an exception")
        text = None if message is None else self._value(message)
        return (model.AnswerRaises(kind, text, surface=self._at(place)),)

    def program_prints(self, place: Place, text: Token) -> Claims:
        return (model.ProgramPrints(self._text(text), surface=self._at(place)),)

    def program_prints_nothing(self, place: Place) -> Claims:
        return (model.ProgramPrints(None, surface=self._at(place)),)

    # -- notes --------------------------------------------------------------------------------

    def note_trace(self, place: Place) -> model.Note:
        return model.Note(model.NoteKind.TRACE, self._at(place))

    def note_follow(self, place: Place) -> model.Note:
        return model.Note(model.NoteKind.FOLLOW, self._at(place))

    def note_walk(self, place: Place) -> model.Note:
        return model.Note(model.NoteKind.WALK, self._at(place))

    def note_here(self, place: Place) -> model.Note:
        return model.Note(model.NoteKind.HERE, self._at(place))

    def note_here_steps(self, place: Place) -> model.Note:
        return model.Note(model.NoteKind.HERE_STEPS, self._at(place))


def _line(loop: LoopWords) -> LineNo:
    return model.UNPLACED if isinstance(loop, model.LoopName) else loop
