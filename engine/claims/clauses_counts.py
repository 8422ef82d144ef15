"""Text of how often, in which passes and in what order (docs/semantics.md §5.66, §5.67)."""

from __future__ import annotations

from engine.claims.model import (
    BetweenPasses,
    CalledBounded,
    CalledWith,
    CountClaim,
    LineOrder,
    LineRunsBounded,
    LineRunsInTotal,
    RunsInOrder,
    RunsOnlyOn,
    TotalClaim,
)
from engine.claims.phrases import NoTextError, code, counted, expression, joined, literal


def count_phrasings(claim: CountClaim | TotalClaim) -> tuple[str, ...]:
    """All ways to say it."""
    match claim:
        case RunsInOrder(line=line, order=order, other=other):
            return _ordered(line, order, other)
        case RunsOnlyOn():
            return _only_on(claim)
        case LineRunsBounded(line=line, bound=bound, times=times):
            return tuple(f"line {line} runs {bound.value} {each}" for each in times_text(times))
        case LineRunsInTotal(line=line, times=times):
            return tuple(f"line {line} runs {each} in total" for each in times_text(times))
        case CalledBounded(function=function, bound=bound, times=times):
            start = f"{code(function)} is called {bound.value}"
            return tuple(f"{start} {each}" for each in times_text(times))
        case CalledWith(function=function, values=values):
            given = joined([literal(value) for value in values])
            counts = times_text(len(values))
            return tuple(f"{code(function)} is called {each}, with {given}" for each in counts)
        case BetweenPasses():
            return (_between(claim),)


def times_text(times: int) -> tuple[str, ...]:
    """``3 times``, ``twice``; 0 in digits."""
    words = {1: ("once",), 2: ("twice",)}.get(times, ())
    return (*words, *counted(times, "time", "times"))


def _ordered(line: int, order: LineOrder, other: int) -> tuple[str, ...]:
    match order:
        case LineOrder.FIRST_BEFORE:
            return (
                f"line {line} runs for the first time before line {other} does",
                f"line {line} runs before line {other} for the first time",
            )
        case LineOrder.LAST_AFTER:
            return (
                f"line {line} runs for the last time after line {other} does",
                f"line {line} runs after line {other} for the last time",
            )
        case LineOrder.NEVER_AFTER:
            return (f"line {line} never runs after line {other}",)


def _only_on(claim: RunsOnlyOn) -> tuple[str, ...]:
    of = f"of the loop on line {claim.loop} only"
    if len(claim.spans) == 1:
        first, last = claim.spans[0]
        passes = f"pass {first}" if first == last else f"passes {first} to {last}"
        return (f"line {claim.line} runs on {passes} {of}",)
    if any(first != last for first, last in claim.spans):
        raise NoTextError("of several passes either one run is named, or single ones")
    passes = joined([str(first) for first, _ in claim.spans])
    return (f"line {claim.line} runs on passes {passes} {of}",)


def _between(claim: BetweenPasses) -> str:
    start = (
        f"between pass {claim.first} and pass {claim.second} of the loop on line {claim.loop}, "
        f"{expression(claim.expr)}"
    )
    if claim.before is None or claim.after is None:
        return f"{start} does not change"
    return f"{start} changes from {literal(claim.before)} to {literal(claim.after)}"
