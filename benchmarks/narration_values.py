"""The values that a narration states: where each stands, whose it is, how to put another there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any, Final

from benchmarks.narration_edits import Edit, Spot, changed, scope_of, spots, with_claim
from engine.claims.model import (
    AnswerRaises,
    AnswerReturns,
    AttributeTarget,
    Block,
    CallContext,
    CallReturns,
    Calls,
    Chain,
    Changes,
    Claim,
    ContextStart,
    ElementTarget,
    Evaluates,
    Exactly,
    Expr,
    LinePrints,
    LineRaises,
    LineReturns,
    LineYields,
    NameTarget,
    Narration,
    Note,
    ProgramPrints,
    Quantified,
    Sentence,
    Sets,
    ValueIs,
)
from engine.claims.spans import read_expr
from engine.values import Atom, Cycle, Instance, Mapping, Opaque, Sequence, SetValue, Value


class Role(Enum):
    """What a value in a claim is for. Closed."""

    PLAIN = "plain"  #: of a variable or an expression, or what a line or call gives
    ARGUMENT = "argument"  #: of a call, the entry call included
    ANSWER = "answer"  #: the result of the entry call
    TEXT = "text"  #: what an exception says or a line prints


@dataclass(frozen=True, slots=True)
class Slot:
    """A value in a claim, and how to put another in its place."""

    role: Role
    scope: str  #: the function that the subject belongs to; "" for the entry function
    subject: str  #: the variable or expression whose value it is; "" where there is none
    value: Value
    fill: Callable[[Value], Edit]


HELD: Final[dict[type, tuple[Role, tuple[str, ...]]]] = {
    ValueIs: (Role.PLAIN, ("value",)),
    Quantified: (Role.PLAIN, ("value",)),
    Sets: (Role.PLAIN, ("to",)),
    Changes: (Role.PLAIN, ("value", "before")),
    Evaluates: (Role.PLAIN, ("result",)),
    CallReturns: (Role.PLAIN, ("result",)),
    LineReturns: (Role.PLAIN, ("result",)),
    LineYields: (Role.PLAIN, ("value",)),
    AnswerReturns: (Role.ANSWER, ("result",)),
    LineRaises: (Role.TEXT, ("message",)),
    AnswerRaises: (Role.TEXT, ("message",)),
    LinePrints: (Role.TEXT, ("text",)),
    ProgramPrints: (Role.TEXT, ("text",)),
}
"""The fields of claims that hold values. Arguments of calls are apart: there may be many."""


def slots(narration: Narration) -> list[Slot]:
    """All values in all claims and headings, in the order of the text."""
    return [slot for spot in spots(narration) for slot in _slots(spot)]


def _slots(spot: Spot) -> Iterator[Slot]:
    match spot.item:
        case Note():
            return
        case Sentence(claims=claims, prefix=prefix):
            for index, claim in enumerate(claims):
                yield from _slots_of_claim(spot, spot.item, index, claim, spot.chain + prefix)
        case Block(heading=heading):
            scope = scope_of((*spot.chain, heading.context))
            of_call = isinstance(heading.context, CallContext)
            role = Role.ARGUMENT if of_call else Role.PLAIN
            for index, state in enumerate(heading.states):
                fill = partial(_fill_heading, spot, spot.item, index)
                yield Slot(role, scope, state.expr.dump, state.value, fill)


def _fill_heading(spot: Spot, block: Block, index: int, new: Value) -> Edit:
    states = block.heading.states
    state = replace(states[index], value=new)
    told = replace(block.heading, states=(*states[:index], state, *states[index + 1 :]))
    return Edit(spot.path, (replace(block, heading=told),), told)


def _slots_of_claim(
    spot: Spot, sentence: Sentence, index: int, claim: Claim, chain: Chain
) -> Iterator[Slot]:
    scope = scope_of(chain)
    if isinstance(claim, Calls):
        for position, (name, value) in enumerate(claim.arguments):
            pass_other = partial(_fill_argument, spot, sentence, index, claim, position)
            yield Slot(Role.ARGUMENT, claim.function, read_expr(name).dump, value, pass_other)
        return
    if type(claim) not in HELD:
        return
    role, names = HELD[type(claim)]
    if isinstance(claim, ValueIs) and _is_passed(claim, chain):
        role = Role.ARGUMENT
    for name in names:
        held = _value(getattr(claim, name))
        if held is not None:
            fill = partial(_fill, spot, sentence, index, claim, name)
            yield Slot(role, scope, _subject(claim), held, fill)


def _is_passed(claim: ValueIs, chain: Chain) -> bool:
    """Whether the state is one in which an activation begins: what it was given."""
    begins = not chain or isinstance(chain[-1], CallContext)
    return begins and isinstance(claim.moment, ContextStart)


def _value(held: object) -> Value | None:
    match held:
        case Exactly(value=value):
            return value
        case str():
            return Atom(held)
        case Atom() | Sequence() | SetValue() | Mapping() | Instance() | Opaque() | Cycle():
            return held
        case _:
            return None  # a type alone, or nothing stated


def _fill(spot: Spot, sentence: Sentence, index: int, claim: Claim, name: str, new: Value) -> Edit:
    held: Any = new
    match getattr(claim, name):
        case Exactly():
            held = Exactly(new)
        case str():
            if not (isinstance(new, Atom) and isinstance(new.payload, str)):
                raise TypeError("what is printed is a text")
            held = new.payload
        case _:
            pass
    return spot.edit(with_claim(sentence, index, changed(claim, **{name: held})))


def _fill_argument(
    spot: Spot, sentence: Sentence, index: int, claim: Calls, position: int, new: Value
) -> Edit:
    old = claim.arguments
    given = (*old[:position], (old[position][0], new), *old[position + 1 :])
    return spot.edit(with_claim(sentence, index, changed(claim, arguments=given)))


def _subject(claim: Claim) -> str:
    match claim:
        case Sets(target=NameTarget(name=name)):
            return read_expr(name).dump
        case Sets(target=ElementTarget(whole=whole) | AttributeTarget(whole=whole)):
            return whole.dump
        case _:
            expr = getattr(claim, "expr", None)
            return expr.dump if isinstance(expr, Expr) else ""
