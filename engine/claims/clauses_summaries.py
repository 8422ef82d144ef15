"""Text of what a loop does in all (docs/semantics.md §5.51 to §5.53)."""

from __future__ import annotations

from engine.claims.model import EachPass, Goes, Grows, SummaryClaim
from engine.claims.phrases import NoTextError, counted, expression, literal
from engine.values import Atom


def summary_phrasings(claim: SummaryClaim) -> tuple[str, ...]:
    """All ways to say it."""
    match claim:
        case Goes():
            return (going(claim),)
        case Grows(expr=expr, by=by, elements=elements, shrinks=shrinks):
            verb = "shrinks" if shrinks else "grows"
            if not elements:
                return (f"{expression(expr)} {verb} by {literal(by)}",)
            if not isinstance(by, Atom) or type(by.payload) is not int or by.payload < 0:
                raise NoTextError("elements are counted in whole numbers")
            extents = counted(by.payload, "element", "elements")
            return tuple(f"{expression(expr)} {verb} by {extent}" for extent in extents)
        case EachPass(loop=loop, step=step, place=place, what=what):
            thing = "its item" if what is None else expression(what)
            done = f"pass of the loop on line {loop} {step.value} {thing} to {expression(place)}"
            return f"each {done}", f"every {done}"


def going(claim: Goes) -> str:
    """``total goes from 0 to 6``, with ticks."""
    text = expression(claim.expr)
    return f"{text} goes from {literal(claim.before)} to {literal(claim.after)}"
