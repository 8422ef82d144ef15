"""Text of claims about how a value comes about (semantics.md §5.40, §5.41)."""

from __future__ import annotations

from engine.claims.model import Arithmetic, DerivationClaim, Derives
from engine.claims.phrases import NoTextError, expression, literal
from engine.claims.spans import has_names, is_literal_text


def derivation_phrasings(claim: DerivationClaim) -> tuple[str, ...]:
    """All ways to say it."""
    match claim:
        case Arithmetic(expr=expr, value=value):
            if has_names(expr.tree) or is_literal_text(expr.text):
                raise NoTextError("that is no arithmetic")
            left, right = expression(expr), literal(value)
            return tuple(f"{left} {link} {right}" for link in ("is", "equals", "="))
        case Derives(line=line):
            chain = _chain(claim)
            return (
                f"on line {line}, {chain}",
                f"line {line} computes {chain}",
                f"line {line} sets {_chain(claim, 'to')}",
                f"on line {line}, {_chain(claim, 'is')}",
                f"on line {line}, {_chain(claim, 'becomes')}",
            )


def derivation_event_phrasings(claim: Derives) -> tuple[str, ...]:
    """All ways to say it without a line."""
    if not has_names(claim.parts[0].tree):
        raise NoTextError("a row of sums is arithmetic")
    return tuple(_chain(claim, link) for link in ("=", "is", "becomes"))


def _chain(claim: Derives, link: str = "=") -> str:
    first, *rest = [expression(part) for part in claim.parts]
    return f"{first} {link} {' = '.join((*rest, literal(claim.value)))}"
