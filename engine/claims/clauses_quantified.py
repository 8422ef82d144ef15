"""Text of what is so in every state (docs/semantics.md §5.55 to §5.57)."""

from __future__ import annotations

from typing import Final

from engine.claims.model import (
    Comparison,
    Extreme,
    QuantifiedClaim,
    QuantifiedCompares,
    QuantifiedHolds,
    Quantifier,
    Trend,
    Trending,
)
from engine.claims.phrases import NoTextError, expression, literal
from engine.values import Atom

_WORDS: Final = {
    Comparison.ABOVE: ("greater than", "more than", "above"),
    Comparison.AT_LEAST: ("at least",),
    Comparison.BELOW: ("less than", "below"),
    Comparison.AT_MOST: ("at most",),
}
_OF_ZERO: Final = {Comparison.BELOW: "negative", Comparison.ABOVE: "positive"}
_TRENDS: Final = {
    Trend.ONLY_GROWS: ("only grows", "only increases"),
    Trend.NEVER_SHRINKS: ("never decreases", "never shrinks"),
    Trend.ONLY_SHRINKS: ("only shrinks", "only decreases"),
    Trend.NEVER_GROWS: ("never increases", "never grows"),
}


def quantified_phrasings(claim: QuantifiedClaim) -> tuple[str, ...]:
    """All ways to say it."""
    text = expression(claim.expr)
    match claim:
        case QuantifiedHolds(quantifier=quantifier):
            return _holds(quantifier, text)
        case QuantifiedCompares():
            return _compares(claim, text)
        case Extreme(value=value, least=least):
            words = ("smallest", "lowest") if least else ("largest", "highest")
            return tuple(
                f"the {word} value {that}{text} ever has is {literal(value)}"
                for word in words
                for that in ("", "that ")
            )
        case Trending(trend=trend):
            return tuple(f"{text} {words}" for words in _TRENDS[trend])


def _holds(quantifier: Quantifier, text: str) -> tuple[str, ...]:
    match quantifier:
        case Quantifier.ALWAYS:
            return f"{text} always holds", f"{text} holds at every point"
        case Quantifier.NEVER:
            return f"{text} never holds", f"at no point does {text} hold"
        case Quantifier.AT_SOME_POINT:
            return f"{text} holds at some point", f"at some point, {text} holds"


def _compares(claim: QuantifiedCompares, text: str) -> tuple[str, ...]:
    words = [f"{word} {literal(claim.bound)}" for word in _WORDS[claim.comparison]]
    if claim.bound == Atom(0) and claim.comparison in _OF_ZERO:
        words.insert(0, _OF_ZERO[claim.comparison])
    match claim.quantifier:
        case Quantifier.ALWAYS:
            return tuple(f"{text} is always {each}" for each in words)
        case Quantifier.NEVER:
            exceeds = (f"{text} never exceeds {literal(claim.bound)}",)
            return (
                *(exceeds if claim.comparison is Comparison.ABOVE else ()),
                *(f"{text} is never {each}" for each in words),
                *(f"at no point is {text} {each}" for each in words),
            )
        case Quantifier.AT_SOME_POINT:
            raise NoTextError("that it is so at some point is said with `holds`")
