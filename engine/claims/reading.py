"""From a sentence's derivation to its claims.

`Reading` has one method for each rule and each named alternative of `narration.lark`, under the
same name. A method gets the place of its node, then what the node's children were read as. The
spans of code are read here, as what their place asks for.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any, Final, get_args

from engine.claims import model
from engine.claims.model import Chain, Context
from engine.claims.reading_base import Body, Claims, LoopWords, MisreadError, Place, StateAt
from engine.claims.reading_changes import ChangeReading
from engine.claims.reading_counts import CountReading
from engine.claims.reading_discourse import DiscourseReading
from engine.claims.reading_facts import FactReading
from engine.claims.reading_lines import LineReading
from engine.claims.reading_quantified import QuantifiedReading
from engine.claims.reading_states import StateReading
from engine.claims.reading_summaries import SummaryReading
from engine.claims.reading_wholes import WholeReading
from engine.claims.spans import is_literal_text
from engine.claims.syntax import Derivation
from engine.claims.syntax_tokens import Token

_CONTEXTS: Final = get_args(Context)

__all__ = ["MisreadError", "Reading"]


class Reading(
    StateReading,
    ChangeReading,
    FactReading,
    LineReading,
    WholeReading,
    SummaryReading,
    QuantifiedReading,
    DiscourseReading,
    CountReading,
):
    """The reading of one sentence or heading. Raises `MisreadError`."""

    def read_sentence(self, tree: Derivation) -> model.Sentence | model.Note | model.Block:
        result = self._read(tree)
        if isinstance(result, model.Heading):  # a context that is only named
            return model.Block(result, ())
        assert isinstance(result, model.Sentence | model.Note)
        return result

    def read_heading(self, tree: Derivation) -> model.Heading:
        result = self._read(tree)
        assert isinstance(result, model.Heading)
        return result

    def _read(self, node: Derivation) -> Any:
        form, place, children = node
        leaves = self._leaves
        read = [
            leaves[child] if isinstance(child, int) else self._read(child) for child in children
        ]
        return getattr(self, form)(place, *read)

    def sentence(self, place: Place, *parts: Body | model.Note | None) -> object:
        last = parts[-1]
        if isinstance(last, model.Note):
            return last
        return self._sentence(place, last, model.Relation.NOW)

    def opened(self, place: Place, context: Context, *states: StateAt) -> model.Heading:
        return self.heading(place, context, *states)

    def pass_where_heading(self, place: Place, *states: StateAt) -> model.PassWhere:
        return self.pass_where(place, *states)

    def item_label(self, place: Place, label: Token) -> model.Heading:
        """A value alone is the item of a pass, a call is that call."""
        expr = self._expr(label)
        if isinstance(expr.tree, ast.Call) and not is_literal_text(label.code):
            call = model.NamedCallContext(expr, self._at(place))
            return model.Heading(call, (), self._at(place))
        item = model.ItemPass(self._value(label), self._at(place))
        return model.Heading(item, (), self._at(place))

    def earlier(self, place: Place, body: Body) -> model.Sentence:
        return self._sentence(place, body, model.Relation.EARLIER)

    def later(self, place: Place, body: Body) -> model.Sentence:
        return self._sentence(place, body, model.Relation.LATER)

    def _sentence(
        self, place: Place, body: Body | None, relation: model.Relation
    ) -> model.Sentence:
        assert body is not None  # only a connective reads as nothing, and it is never last
        return model.Sentence(body.claims, body.prefix, relation, self._at(place))

    def connective(self, _place: Place, *_ordinal: Token) -> None:
        return None

    def body(self, place: Place, *parts: Context | Body | Claims) -> Body:
        *contexts, clause = parts
        if not contexts and isinstance(clause, tuple):
            return Body((), clause)
        prefix: Chain = tuple(part for part in contexts if isinstance(part, _CONTEXTS))
        if isinstance(clause, Body):
            return Body(prefix + clause.prefix, clause.claims)
        assert isinstance(clause, tuple)
        if prefix and any(isinstance(each, model.AbsoluteClaim) for each in clause):
            surface = self._at(place)
            raise MisreadError(
                surface.column - 1,
                surface.end_column - 1,
                "what means the same in every context takes no prefix",
            )
        if not prefix or not clause:
            return Body(prefix, clause)
        match prefix[-1]:
            case model.AfterTheLoop(loop=loop) if not isinstance(loop, model.LoopName):
                states = tuple(map(_as_state, clause))
                if all(map(_is_bare, states)):
                    return Body(prefix[:-1], _at_moment(states, model.AfterLoop(loop)))
                return Body(prefix, clause)
            case _:
                pass
        if not _is_bare(clause[0]):
            return Body(prefix, clause)
        # States before any event speak of the moments that the last context of the prefix names.
        match prefix[-1]:
            case (
                model.PassContext()
                | model.NamedPass()
                | model.SeveralPasses()
                | model.EveryPass()
                | model.EveryNamedPass()
            ):
                return Body(prefix, _at_moment(clause, model.ContextStartAndEnd()))
            case model.WholeLoop():
                surface = self._at(place)
                raise MisreadError(
                    surface.column - 1,
                    surface.end_column - 1,
                    "it does not say when: write “At the start,” or “At the end,” for instance",
                )
            case _:
                return Body(prefix, clause)

    def heading(self, place: Place, context: Context, *states: StateAt) -> model.Heading:
        claims = tuple(state(model.ContextStart()) for state in states)
        values = tuple(claim for claim in claims if isinstance(claim, model.ValueIs))
        if len(values) < len(claims):
            surface = self._at(place)
            raise MisreadError(
                surface.column - 1, surface.end_column - 1, "a heading gives values only"
            )
        return model.Heading(context, values, self._at(place))

    def nth_pass(self, place: Place, number: Token, loop: LoopWords) -> Context:
        count = self._number(number, 1, "passes")
        if isinstance(loop, model.LoopName):
            return model.NamedPass(count, loop, self._at(place))
        return model.PassContext(count, loop, self._at(place))

    def nth_call(self, place: Place, number: Token, function: Token) -> model.CallContext:
        return model.CallContext(
            self._number(number, 1, "calls"), self._dotted(function, "a function"), self._at(place)
        )


def _as_state(claim: model.Claim) -> model.Claim:
    """``E = V`` as the state that it is where a moment is given."""
    if not isinstance(claim, model.Shows):
        return claim
    return model.ValueIs(model.AtPoint(), claim.expr, claim.value, surface=claim.surface)


def _is_bare(claim: model.Claim) -> bool:
    return isinstance(claim, model.BaseState) and isinstance(claim.moment, model.AtPoint)


def _at_moment(claims: Claims, moment: model.Moment) -> Claims:
    """The states that stand before any other claim, at the moment."""
    moved: list[model.Claim] = []
    for claim in claims:
        if not isinstance(claim, model.BaseState):
            break
        moved.append(replace(claim, moment=moment))
    return (*moved, *claims[len(moved) :])
