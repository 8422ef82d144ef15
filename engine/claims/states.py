"""Text of state claims without their moment: ```n` is `3```."""

from __future__ import annotations

from engine.claims import spans
from engine.claims.model import Agrees, HasType, Holds, IsDefined, StateClaim, ValueIs
from engine.claims.phrases import NoTextError, code, expression, literal


def state_phrasings(claim: StateClaim) -> tuple[str, ...]:
    """All ways to say it."""
    match claim:
        case ValueIs(expr=expr, value=value, negated=negated):
            left, right = expression(expr), literal(value)
            links: tuple[str, ...] = (
                ("is not", "does not equal", "is not equal to")
                if negated
                else ("is", "equals", "is equal to")
            )
            return tuple(f"{left} {link} {right}" for link in links)
        case IsDefined(name=name, negated=negated):
            return (f"{code(name)} is {'not ' if negated else ''}defined",)
        case Agrees(left=one, right=other, negated=negated):
            if spans.is_literal_text(other.text):
                raise NoTextError("what equals a literal is that value")
            links = ("does not equal", "is not equal to") if negated else ("equals", "is equal to")
            return tuple(f"{expression(one)} {link} {expression(other)}" for link in links)
        case Holds(expr=expr, negated=negated):
            return (f"{expression(expr)} {'does not hold' if negated else 'holds'}",)
        case HasType(expr=expr, type_name=name):
            left = expression(expr)
            return f"{left} has type {code(name)}", f"{left} is of type {code(name)}"
