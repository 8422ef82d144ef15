"""Text of what does not happen, of calls by what they are given, and the like (§5.100-5.105)."""

from __future__ import annotations

from engine.claims.model import (
    Alters,
    Change,
    Computed,
    GivenReturns,
    GoesThrough,
    ItemSkipped,
    JumpRuns,
    LineRaises,
    NotDone,
    PlacedAt,
    Sets,
    UndoneClaim,
    Yields,
)
from engine.claims.phrases import (
    NoTextError,
    code,
    counted_times,
    expression,
    literal,
    numerals,
    target,
)


def undone_phrasings(claim: UndoneClaim) -> tuple[str, ...]:
    """All ways to say the claim; raises `NoTextError`."""
    match claim:
        case JumpRuns(word=word, times=None):
            return (f"the {code(word.value)} statement is not executed",)
        case JumpRuns(word=word, times=times) if times is not None:
            runs = f"the {code(word.value)} statement occurs"
            return tuple(f"{runs} {count}" for count in counted_times(times))
        case NotDone():
            return (_not_done(claim),)
        case GivenReturns(given=(), result=result):
            return (f"the outermost call returns {literal(result)}",)
        case GivenReturns(given=given, result=result):
            with_them = " & ".join(f"{code(name)} = {literal(value)}" for name, value in given)
            return (f"the call with {with_them} returns {literal(result)}",)
        case PlacedAt(value=value, index=index, moved=None) if index is not None:
            return tuple(f"{literal(value)} is written to index {each}" for each in numerals(index))
        case PlacedAt(value=value, index=None, moved=moved) if moved is not None:
            way = "right" if moved > 0 else "left"
            return (f"{literal(value)} is moved one position to the {way}",)
        case Computed(expr=expr):
            return (f"{expression(expr)} is computed",)
        case ItemSkipped():
            return ("the item is skipped",)
        case Yields() | GoesThrough():
            return _one_after_the_other(claim)
        case _:
            raise NoTextError("no words say this")


def _not_done(claim: NotDone) -> str:
    match claim.claim:
        case Sets(target=place, to=None):
            return f"{target(place)} is not set"
        case Alters(change=Change.APPEND, expr=expr, operand=operand) if operand is not None:
            often = "never" if claim.never else "not"
            return f"{literal(operand)} is {often} appended to {expression(expr)}"
        case LineRaises():
            return "no exception is raised"
        case _:
            raise NoTextError("no words say this")


def _one_after_the_other(claim: Yields | GoesThrough) -> tuple[str, ...]:
    match claim:
        case Yields(expr=expr, value=value, times=None, call=None) if value is not None:
            return (f"{expression(expr)} hands out {literal(value)}",)
        case Yields(expr=expr, value=None, times=times, call=None) if times is not None:
            return tuple(f"{expression(expr)} hands out {each} values" for each in numerals(times))
        case GoesThrough(expr=expr, values=values):
            return (f"{expression(expr)} goes through {' & '.join(map(literal, values))}",)
        case _:
            raise NoTextError("no words say this")
