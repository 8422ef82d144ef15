"""From a sentence's derivation to its claims.

`Reading` has one method for each rule and each named alternative of `narration.lark`, under the
same name. A method gets the place of its node, then what the node's children were read as. The
spans of code are read here, as what their place asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from lark import Tree

from engine.claims import model, spans
from engine.claims.model import (
    Chain,
    Claim,
    Context,
    Expected,
    Expr,
    Moment,
    StateClaim,
    Surface,
    Target,
)
from engine.claims.scanner import Line, Token
from engine.claims.syntax import Derivation, number_of, ordinal_of
from engine.claims.syntax_errors import quoted
from engine.trace.model import LineNo
from engine.values import Value

Claims: TypeAlias = tuple[Claim, ...]
StateAt: TypeAlias = Callable[[Moment], StateClaim]
When: TypeAlias = tuple[Chain, Moment]


class Place(NamedTuple):
    """A run of the sentence's tokens: from, up to (exclusive)."""

    first: int
    end: int


class MisreadError(Exception):
    """The sentence has a form, but what stands in it is not what the form needs there."""

    def __init__(self, start: int, end: int, reason: str) -> None:
        super().__init__(reason)
        self.start = start  #: index in the line
        self.end = end
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Body:
    """A sentence's contexts and claims."""

    prefix: Chain
    claims: Claims


@dataclass(frozen=True, slots=True)
class _Setting:
    place: Place
    target: Target
    to: Expected | None


@dataclass(frozen=True, slots=True)
class _Consequence:
    place: Place
    kind: model.Consequence
    line: LineNo


class Reading:
    """The reading of one sentence or heading. Raises `MisreadError`."""

    def __init__(self, line: Line, tokens: Sequence[Token]) -> None:
        self._line = line
        self._tokens = tokens

    def read_sentence(self, tree: Derivation) -> model.Sentence | model.Note:
        result = self._read(tree)
        assert isinstance(result, model.Sentence | model.Note)
        return result

    def read_heading(self, tree: Derivation) -> model.Heading:
        result = self._read(tree)
        assert isinstance(result, model.Heading)
        return result

    def _read(self, node: Derivation) -> Any:
        children = [
            self._read(child) if isinstance(child, Tree) else self._tokens[int(child)]
            for child in node.children
        ]
        place = Place(node.meta.start_pos, node.meta.end_pos)
        return getattr(self, node.data)(place, *children)

    def _at(self, place: Place) -> Surface:
        start = self._tokens[place.first].start
        end = self._tokens[place.end - 1].end
        number = self._line.number
        return Surface(number, start + 1, number, end + 1, self._line.text[start:end])

    # -- what stands in a place ---------------------------------------------------------------

    def _number(self, token: Token, minimum: int, what: str) -> int:
        number = number_of(token.text)
        if number is None:
            number = ordinal_of(token.text)
        if number is None or number < minimum:
            raise MisreadError(token.start, token.end, f"{what} count from {minimum}")
        return number

    def _misread(self, token: Token, error: spans.NotReadableError, wanted: str) -> MisreadError:
        reason = f"{quoted(token.text)} is not {wanted}: {error}"
        return MisreadError(token.start, token.end, reason)

    def _expr(self, token: Token) -> Expr:
        try:
            return spans.read_expr(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "an expression") from error

    def _value(self, token: Token) -> Value:
        try:
            return spans.read_literal(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "a literal") from error

    def _text(self, token: Token) -> str:
        try:
            return spans.read_string(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "a string") from error

    def _target(self, token: Token) -> Target:
        try:
            return spans.read_target(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "a target of assignment") from error

    def _name(self, token: Token) -> str:
        try:
            return spans.read_name(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, "a name") from error

    def _dotted(self, token: Token, what: str) -> str:
        try:
            return spans.read_dotted(token.code)
        except spans.NotReadableError as error:
            raise self._misread(token, error, f"the name of {what}") from error

    # -- sentences, headings, contexts --------------------------------------------------------

    def sentence(self, place: Place, *parts: _Body | model.Note | None) -> object:
        last = parts[-1]
        if isinstance(last, model.Note):
            return last
        return self._sentence(place, last, model.Relation.NOW)

    def earlier(self, place: Place, body: _Body) -> model.Sentence:
        return self._sentence(place, body, model.Relation.EARLIER)

    def later(self, place: Place, body: _Body) -> model.Sentence:
        return self._sentence(place, body, model.Relation.LATER)

    def _sentence(
        self, place: Place, body: _Body | None, relation: model.Relation
    ) -> model.Sentence:
        assert body is not None  # only a connective reads as nothing, and it is never last
        return model.Sentence(body.claims, body.prefix, relation, self._at(place))

    def connective(self, _place: Place) -> None:
        return None

    def body(self, place: Place, *parts: Context | _Body | Claims) -> _Body:
        *contexts, clause = parts
        prefix: Chain = tuple(
            part for part in contexts if isinstance(part, model.PassContext | model.CallContext)
        )
        if isinstance(clause, _Body):
            return _Body(prefix + clause.prefix, clause.claims)
        assert isinstance(clause, tuple)
        if _has_bare_moment(clause) and not (prefix and isinstance(prefix[-1], model.PassContext)):
            surface = self._at(place)
            raise MisreadError(
                surface.column - 1,
                surface.end_column - 1,
                "it does not say when: write “At the start,” or “Before line 2,” for instance",
            )
        return _Body(prefix, clause)

    def heading(self, place: Place, context: Context, *states: StateAt) -> model.Heading:
        claims = tuple(state(model.ContextStart()) for state in states)
        values = tuple(claim for claim in claims if isinstance(claim, model.ValueIs))
        return model.Heading(context, values, self._at(place))

    def nth_pass(self, place: Place, number: Token, loop: LineNo) -> model.PassContext:
        return model.PassContext(self._number(number, 1, "passes"), loop, self._at(place))

    def nth_call(self, place: Place, number: Token, function: Token) -> model.CallContext:
        return model.CallContext(
            self._number(number, 1, "calls"), self._dotted(function, "a function"), self._at(place)
        )

    def loop(self, _place: Place, line: LineNo) -> LineNo:
        return line

    def line(self, _place: Place, number: Token) -> LineNo:
        return LineNo(self._number(number, 1, "lines"))

    def on_line(self, _place: Place, line: LineNo) -> LineNo:
        return line

    # -- states -------------------------------------------------------------------------------

    def bare_states(self, _place: Place, *states: StateAt) -> Claims:
        return tuple(state(model.ContextStartAndEnd()) for state in states)

    def states_at(self, place: Place, when: When, *states: StateAt) -> _Body:
        chain, moment = when
        return _Body(chain, self._states(place, moment, states))

    def states_on_line(self, place: Place, line: LineNo, *states: StateAt) -> _Body:
        return _Body((), self._states(place, model.OnLine(line), states))

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

    def at_start_of_pass(self, _place: Place, context: model.PassContext) -> When:
        return (context,), model.ContextStart()

    def at_end_of_pass(self, _place: Place, context: model.PassContext) -> When:
        return (context,), model.ContextEnd()

    def after_loop(self, _place: Place, loop: LineNo) -> When:
        return (), model.AfterLoop(loop)

    def start_of_every_pass(self, _place: Place, loop: LineNo) -> When:
        return (), model.StartOfEveryPass(loop)

    def end_of_every_pass(self, _place: Place, loop: LineNo) -> When:
        return (), model.EndOfEveryPass(loop)

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

    def typing(self, place: Place, expr: Token, name: Token) -> StateAt:
        return partial(
            model.HasType,
            expr=self._expr(expr),
            type_name=self._dotted(name, "a type"),
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

    # -- assignments, evaluations, conditions -------------------------------------------------

    def becomes(self, place: Place, line: LineNo, *settings: _Setting) -> Claims:
        return self.sets(place, line, *settings)

    def sets(self, place: Place, line: LineNo, *settings: _Setting) -> Claims:
        several = len(settings) > 1
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

    def condition_on(
        self,
        place: Place,
        condition: Token,
        line: LineNo,
        truth: bool,
        consequence: _Consequence | None = None,
    ) -> Claims:
        test = self._expr(condition)
        if consequence is None:
            return (model.ConditionIs(line, test, truth, surface=self._at(place)),)
        # The first claim ends before ", so".
        own = Place(place.first, consequence.place.first - 2)
        return (
            model.ConditionIs(line, test, truth, surface=self._at(own)),
            model.ConditionLeads(
                line,
                test,
                truth,
                consequence.kind,
                consequence.line,
                surface=self._at(consequence.place),
            ),
        )

    def on_line_condition(
        self,
        place: Place,
        line: LineNo,
        condition: Token,
        truth: bool,
        consequence: _Consequence | None = None,
    ) -> Claims:
        return self.condition_on(place, condition, line, truth, consequence)

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

    def breaks(self, place: Place, line: LineNo, loop: LineNo) -> Claims:
        return (model.BreaksOut(line, loop, surface=self._at(place)),)

    def continues(self, place: Place, line: LineNo, loop: LineNo) -> Claims:
        return (model.ContinuesLoop(line, loop, surface=self._at(place)),)

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

    # -- loops and statements -----------------------------------------------------------------

    def makes_passes(self, place: Place, loop: LineNo, passes: int) -> Claims:
        return (model.LoopPasses(loop, passes, surface=self._at(place)),)

    def loop_ends(
        self, place: Place, loop: LineNo, reason: tuple[model.LoopEnding, LineNo | None]
    ) -> Claims:
        ending, by = reason
        return (model.LoopEnds(loop, ending, by, surface=self._at(place)),)

    def exhausted(self, _place: Place) -> tuple[model.LoopEnding, None]:
        return model.LoopEnding.EXHAUSTED, None

    def condition_false(self, _place: Place) -> tuple[model.LoopEnding, None]:
        return model.LoopEnding.CONDITION_FALSE, None

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

    def called_never(self, place: Place, function: Token) -> Claims:
        return self.called_times(place, function, 0)

    def answer(self, place: Place, result: Expected) -> Claims:
        return (model.AnswerReturns(result, surface=self._at(place)),)

    def answer_is(self, place: Place, value: Token) -> Claims:
        return self.answer(place, model.Exactly(self._value(value)))

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


def _has_bare_moment(claims: Claims) -> bool:
    return any(
        isinstance(claim, model.ValueIs | model.IsDefined | model.HasType)
        and isinstance(claim.moment, model.ContextStartAndEnd)
        for claim in claims
    )
