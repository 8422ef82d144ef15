"""Text of what is told in passing, without a line (docs/semantics.md §5.90 to §5.95)."""

from __future__ import annotations

from typing import Final

from engine.claims.discourse_phrases import loop_phrasings
from engine.claims.model import (
    Aside,
    HasMoved,
    ItemOccurs,
    ItemsClaim,
    LastNotTaken,
    LoopName,
    LoopTest,
    MovesTo,
    NthTest,
    ReturnsAs,
    RunsOver,
    SetTo,
    Stored,
    TakenUp,
    Takes,
)
from engine.claims.phrases import (
    NoTextError,
    counted_times,
    expression,
    literal,
    numerals,
    ordinals,
    target,
)
from engine.claims.spans import is_literal_text


def aside_phrase(moment: Aside) -> str:
    return "at the end" if moment.end else "at the start"


def told_phrasings(
    claim: (HasMoved | MovesTo | SetTo | ReturnsAs | Stored | LoopTest | NthTest | ItemsClaim),
) -> tuple[str, ...]:
    """All ways to say the claim; raises `NoTextError`."""
    match claim:
        case HasMoved(expr=expr, up=up):
            return (f"{expression(expr)} has {'increased' if up else 'decreased'}",)
        case MovesTo(target=place, value=value):
            name, to = target(place), literal(value)
            return f"{name} is moved to {to}", f"{name} advances to {to}"
        case SetTo(target=place, expr=expr):
            if is_literal_text(expr.text):
                raise NoTextError("what is set to a literal becomes that value")
            return tuple(
                f"{target(place)} {verb} {expression(expr)}" for verb in ("becomes", "is set to")
            )
        case ReturnsAs(expr=expr):
            if is_literal_text(expr.text):
                raise NoTextError("what is returned is that value")
            return (f"{expression(expr)} is returned",)
        case Stored(target=place, value=value):
            return (f"{literal(value)} is stored in {target(place)}",)
        case LoopTest(loop=loop, truth=truth):
            said = "true" if truth else "false"
            return tuple(f"the condition of the {each} is {said}" for each in loop_phrasings(loop))
        case NthTest(number=number, truth=truth, of=of) if of is not None:
            said = "true" if truth else "false"
            return tuple(
                f"the {each} of the {all_of_them} conditions is {said}"
                for each in ordinals(number)
                for all_of_them in numerals(of)
            )
        case NthTest(number=number, skipped=True):
            return tuple(f"the {each} condition is skipped" for each in ordinals(number))
        case NthTest(number=number, truth=truth):
            said = "true" if truth else "false"
            return tuple(f"the {each} condition is {said}" for each in ordinals(number))
        case Takes() | RunsOver() | ItemOccurs() | TakenUp() | LastNotTaken():
            return _of_items(claim)


_TYPES: Final = {"list": "list", "str": "string", "dict": "dictionary"}
"""The types of what a loop is over, as they are said."""


def _of_items(claim: ItemsClaim) -> tuple[str, ...]:
    match claim:
        case Takes(expr=expr, values=values):
            return (f"{expression(expr)} takes the values {' & '.join(map(literal, values))}",)
        case ItemOccurs(value=value, times=times):
            return tuple(
                f"{literal(value)} {verb} {count}"
                for verb in ("occurs", "appears")
                for count in counted_times(times)
            )
        case TakenUp(taken=taken, of=of):
            return tuple(
                f"we have processed {first} of the {second} items"
                for first in numerals(taken)
                for second in numerals(of)
            )
        case LastNotTaken(value=value):
            return (f"{literal(value)} is last and not processed",)
        case RunsOver(of_type=of_type) if of_type is not None and of_type not in _TYPES:
            raise NoTextError("no word names this type")
        case RunsOver(loop=LoopName() as loop, expr=expr, value=value, of_type=of_type):
            also = "" if value is None else f" = {literal(value)}"
            if also and of_type is not None:
                raise NoTextError("a loop is said to be over a value or of a type")
            kind = "" if of_type is None else f"the {_TYPES[of_type]} "
            over = f"runs over {kind}{expression(expr)}{also}"
            return tuple(f"the {each} {over}" for each in loop_phrasings(loop))
        case RunsOver():
            raise NoTextError("what a loop with its line is over has no words")
