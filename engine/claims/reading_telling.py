"""Readings of what is told as it happens, without a line (semantics.md §5.75 to §5.79)."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from engine.claims import model
from engine.claims.model import Change, Context, Expected, Expr, Moment, StateClaim, Surface
from engine.claims.reading_base import BaseReading, Claims, LoopWords, MisreadError, Place, StateAt
from engine.claims.spans import is_literal_text, read_expr
from engine.claims.syntax_tokens import Token
from engine.values import Value


@dataclass(frozen=True, slots=True)
class Equation:
    """``E = V``: a state where a moment stands before it, else what is shown next."""

    expr: Expr
    value: Value
    surface: Surface

    def __call__(self, moment: Moment) -> StateClaim:
        return model.ValueIs(moment, self.expr, self.value, surface=self.surface)

    def shown(self, *, follows: bool) -> model.Claim:
        """As a claim of its own; what follows from something else is so from then on."""
        if follows:
            return model.NowIs(self.expr, self.value, surface=self.surface)
        return model.Shows(self.expr, self.value, surface=self.surface)


@dataclass(frozen=True, slots=True)
class Remaining:
    """``E stays V``: a state where a moment stands before it, else what is so to the pass's end."""

    expr: Expr
    value: Value
    surface: Surface

    def __call__(self, moment: Moment) -> StateClaim:
        return model.ValueIs(moment, self.expr, self.value, surface=self.surface)

    def remains(self) -> model.Unchanged:
        return model.Unchanged(self.expr, self.value, surface=self.surface)


@dataclass(frozen=True, slots=True)
class Following:
    """``so``: what comes next follows from what stands before it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """``because``: what follows is told before what it is the reason for."""


class TellingReading(BaseReading):
    """One method for each rule of the grammar's part on what is told as it happens."""

    def equation(self, place: Place, expr: Token, value: Token) -> StateAt:
        return Equation(self._expr(expr), self._value(value), self._at(place))

    def remaining(self, place: Place, expr: Token, value: Token) -> StateAt:
        return Remaining(self._expr(expr), self._value(value), self._at(place))

    def following(self, _place: Place) -> Following:
        return Following()

    def reason_of(self, _place: Place) -> Reason:
        return Reason()

    # -- branches, jumps, what stays ------------------------------------------------------------

    def branch_taken_now(self, place: Place, word: Token) -> Claims:
        if word.code == "except" or word.code.startswith("except "):
            kind = word.code.removeprefix("except").strip()
            clause = self._made(kind, word) if kind else None
            return (model.Excepts(clause, surface=self._at(place)),)
        return self._branch(place, word, taken=True)

    def branch_not_taken_now(self, place: Place, word: Token) -> Claims:
        return self._branch(place, word, taken=False)

    def test_is_now(self, place: Place, truth: bool) -> Claims:
        branch = model.Branches(model.BranchWord.ANY, truth, surface=self._at(place))
        return (branch,)

    def _branch(self, place: Place, word: Token, *, taken: bool) -> Claims:
        try:
            named = model.BranchWord(word.code or "?")
        except ValueError:
            reason = "a branch is that of an `if`, an `elif` or an `else`"
            raise MisreadError(word.start, word.end, reason) from None
        return (model.Branches(named, taken, surface=self._at(place)),)

    def nth_test_is_now(self, place: Place, number: Token, truth: bool) -> Claims:
        count = self._number(number, 1, "conditions")
        return (model.NthTest(count, truth, surface=self._at(place)),)

    def nth_test_skipped(self, place: Place, number: Token) -> Claims:
        count = self._number(number, 1, "conditions")
        return (model.NthTest(count, truth=False, skipped=True, surface=self._at(place)),)

    def nth_of_tests_is_now(self, place: Place, number: Token, of: Token, truth: bool) -> Claims:
        count, all_of_them = (
            self._number(number, 1, "conditions"),
            self._number(of, 1, "conditions"),
        )
        return (model.NthTest(count, truth, all_of_them, surface=self._at(place)),)

    def loop_test_is_now(self, place: Place, loop: LoopWords, truth: bool) -> Claims:
        if not isinstance(loop, model.LoopName):
            surface = self._at(place)
            reason = "say “the condition of the loop”, without a line"
            raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
        return (model.LoopTest(loop, truth, surface=self._at(place)),)

    def break_now(self, place: Place) -> Claims:
        return (model.Jumps(model.Jump.BREAK, surface=self._at(place)),)

    def continue_now(self, place: Place) -> Claims:
        return (model.Jumps(model.Jump.CONTINUE, surface=self._at(place)),)

    def goes_on(self, place: Place, loop: LoopWords) -> Claims:
        if not isinstance(loop, model.LoopName):
            surface = self._at(place)
            reason = "say “the loop goes on”, without a line"
            raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
        return (model.Jumps(model.Jump.ON, loop, surface=self._at(place)),)

    def returns_now(self, place: Place) -> Claims:
        return (model.Jumps(model.Jump.RETURN, surface=self._at(place)),)

    def nothing_happens(self, place: Place) -> Claims:
        return (model.NothingHappens(surface=self._at(place)),)

    def added_to_nothing_else(self, place: Place, name: Token) -> Claims:
        if not name.code.strip().isidentifier():
            raise MisreadError(name.start, name.end, "a variable is wanted")
        return (model.NothingHappens(name.code.strip(), surface=self._at(place)),)

    def unchanged_now(self, place: Place, expr: Token) -> Claims:
        return (model.Unchanged(self._expr(expr), surface=self._at(place)),)

    # -- calls ----------------------------------------------------------------------------------

    def called_now(self, place: Place, call: Token) -> Claims:
        return (model.CallBegins(self._expr(call), surface=self._at(place)),)

    def calls_now(self, place: Place, by: Token, call: Token) -> Claims:
        caller = self._expr(by)
        called = _called_by(caller) if call.text == "itself" else self._expr(call)
        return (model.CallBegins(called, caller, surface=self._at(place)),)

    def called_with_now(self, place: Place, call: Token, *arguments: tuple[Token, Value]) -> Claims:
        given = tuple((self._name(token), value) for token, value in arguments)
        if len({name for name, _ in given}) < len(given):
            surface = self._at(place)
            reason = "each parameter is named once"
            raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
        expr = self._expr(call)
        return (model.CallBegins(expr, given=given, surface=self._at(place)),)

    def called_nth_now(self, place: Place, call: Token, number: Token) -> Claims:
        count = self._number(number, 1, "calls")
        return (model.CallBegins(self._expr(call), nth=count, surface=self._at(place)),)

    def returned_now(self, place: Place, value: Token) -> Claims:
        is_word = value.code.isidentifier() and value.text[:1] not in {"`", "«"}
        if not is_literal_text(value.code) and not is_word:
            return (model.ReturnsAs(self._expr(value), surface=self._at(place)),)
        result: Expected = model.Exactly(self._value(value))
        return (model.Returned(result, surface=self._at(place)),)

    def named_call_context(self, place: Place, call: Token) -> model.NamedCallContext:
        return model.NamedCallContext(self._expr(call), self._at(place))

    def raised_by(self, place: Place, expr: Token, exception: Token) -> Claims:
        kind = self._dotted(exception, "an exception")
        return (model.RaisedBy(self._expr(expr), kind, surface=self._at(place)),)

    def not_converted(self, place: Place, expr: Token) -> Claims:
        return (model.NotConverted(self._expr(expr), surface=self._at(place)),)

    def not_to_an_int(self, place: Place, expr: Token) -> Claims:
        return (model.NotConverted(self._expr(expr), "int", surface=self._at(place)),)

    def not_to_a_float(self, place: Place, expr: Token) -> Claims:
        return (model.NotConverted(self._expr(expr), "float", surface=self._at(place)),)

    def this_pass(self, place: Place) -> Context:
        return model.ThisPass(surface=self._at(place))

    def next_pass(self, place: Place) -> Context:
        return model.ThisPass(following=True, surface=self._at(place))

    def every_named_pass(self, place: Place, loop: LoopWords | None = None) -> Context:
        if loop is None:
            return model.EveryNamedPass(model.LoopName(), self._at(place))
        if not isinstance(loop, model.LoopName):
            surface = self._at(place)
            reason = "say “on every pass of the loop on line 3”"
            raise MisreadError(surface.column - 1, surface.end_column - 1, reason)
        return model.EveryNamedPass(loop, self._at(place))

    # -- passes by their items and numbers ------------------------------------------------------

    def item_pass(self, place: Place, value: Token) -> Context:
        return model.ItemPass(self._value(value), self._at(place))

    def labelled_pass(self, place: Place, word: model.LabelWord, number: Token) -> Context:
        count = self._number(number, 0, "indices")
        return model.LabelledPass(word, count, self._at(place))

    def label_word(self, _place: Place, word: Token) -> model.LabelWord:
        return model.LabelWord(word.text.lower())

    # -- changes whose object is not named ------------------------------------------------------

    def appends_somewhere(self, place: Place, item: Token) -> Claims:
        return self._somewhere(place, Change.APPEND, item)

    def pops_somewhere(self, place: Place, item: Token) -> Claims:
        return self._somewhere(place, Change.POP, item)

    def removes_somewhere(self, place: Place, item: Token) -> Claims:
        return self._somewhere(place, Change.REMOVE, item)

    def appends_at_key(self, place: Place, item: Token, key: Token) -> Claims:
        operand, where = self._value(item), self._value(key)
        return (model.AltersUnnamed(Change.APPEND, operand, where, surface=self._at(place)),)

    def _somewhere(self, place: Place, change: Change, item: Token) -> Claims:
        claim = model.AltersUnnamed(change, self._value(item), surface=self._at(place))
        return (claim,)


def _called_by(caller: Expr) -> Expr:
    """The name of the function of a call, or that the name is of: that alone, without an object."""
    tree = caller.tree.func if isinstance(caller.tree, ast.Call) else caller.tree
    return read_expr(ast.unparse(tree).rpartition(".")[2])
