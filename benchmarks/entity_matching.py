"""The peer: sliding-window entity matching, as the paper "Think Like You Execute: Verifiable
Chain of Thought from Program Traces" (arXiv 2512.00127) describes it.

Each sentence of a narration is looked for among the next `LOOKAHEAD` lines of a trace of lines,
from a pointer that only moves forward: it matches where the trace's event is the one that the
sentence speaks of (*event match*), or where the variables that it names have the values that it
gives them (*state consistency*). Beside that, every value that it gives a variable must be one
that the variable has within the window (*entity check*): the published code only logs what this
finds; made blocking, it rejects.

What the paper does with patterns over free prose, finding lines, variables and values, is done
here from the typed claims: perfect extraction, which is the best that could be hoped for. The
answer is compared with what the trace's last event gives, in both variants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from benchmarks.line_trace import TraceLine
from engine.claims.model import (
    AfterTheLoop,
    AnswerRaises,
    AnswerReturns,
    Block,
    CallContext,
    Calls,
    Changes,
    Claim,
    Evaluates,
    EveryNamedPass,
    EveryPass,
    Exactly,
    Expr,
    Heading,
    Item,
    ItemPass,
    LabelledPass,
    NamedCallContext,
    NamedPass,
    NameTarget,
    Narration,
    Note,
    Parts,
    PassContext,
    PassWhere,
    Sentence,
    Sets,
    SeveralPasses,
    Span,
    ThisPass,
    ValueIs,
    WholeLoop,
)
from engine.values import Value, to_literal

LOOKAHEAD: Final = 15
"""Trace lines that are looked at for one sentence (the paper's K)."""


@dataclass(frozen=True, slots=True)
class Entities:
    """What a sentence names: a line, and variables with the texts of their values."""

    line: int | None
    values: tuple[tuple[str, str], ...]


def matches(narration: Narration, lines: list[TraceLine], *, blocking: bool) -> bool:
    """Whether the narration passes. ``blocking``: a failed entity check rejects."""
    at = 0
    for entities in _entities(narration.items):
        window = lines[at : at + LOOKAHEAD]
        found = next((i for i, each in enumerate(window) if _fits(entities, each)), None)
        if found is None:
            return False
        if blocking and not all(_seen(name, value, window) for name, value in entities.values):
            return False
        at += found
    return all(_answered(claim, lines) for claim in _answers(narration))


def _fits(entities: Entities, at: TraceLine) -> bool:
    if entities.line is not None and at.event == "line" and at.line == entities.line:
        return True
    return bool(entities.values) and all(
        at.variables.get(name) == value for name, value in entities.values
    )


def _seen(name: str, value: str, window: list[TraceLine]) -> bool:
    return any(each.variables.get(name) == value for each in window)


# -- entities -------------------------------------------------------------------------------------


def _entities(items: tuple[Item, ...]) -> Iterator[Entities]:
    """The entities of each sentence and heading that names some, in the order of the text."""
    for item in items:
        match item:
            case Note():
                pass
            case Sentence(claims=claims):
                values = tuple(pair for claim in claims for pair in _pairs(claim))
                line = _line(claims[0])
                if line is not None or values:
                    yield Entities(line, values)
            case Block(heading=heading, items=inner):
                yield from _entities_of_heading(heading)
                yield from _entities(inner)


def _entities_of_heading(heading: Heading) -> Iterator[Entities]:
    values = tuple(pair for state in heading.states for pair in _pairs(state))
    match heading.context:
        case PassContext(loop=loop) | SeveralPasses(loop=loop) | EveryPass(loop=loop):
            yield Entities(loop, values)
        case WholeLoop(loop=loop):
            yield Entities(loop, values)
        case (
            CallContext() | NamedPass() | AfterTheLoop() | PassWhere() | ItemPass()
            | LabelledPass() | NamedCallContext() | ThisPass() | EveryNamedPass()
            | Span() | Parts()
        ):  # fmt: skip
            if values:
                yield Entities(None, values)


def _line(claim: Claim) -> int | None:
    """The line that the claim speaks of, if it is one line."""
    for owner in (claim, getattr(claim, "moment", None)):
        for name in ("line", "loop"):
            line = getattr(owner, name, None)
            if isinstance(line, int):
                return line
    return None


def _pairs(claim: Claim) -> Iterator[tuple[str, str]]:
    """Variables of the claim with their values; what is no plain variable has no place in a trace
    of variables, and is not held against the narration."""
    match claim:
        case ValueIs(expr=expr, value=value, negated=False) | Changes(expr=expr, value=value):
            yield from _pair(expr, value)
        case Evaluates(expr=expr, result=Exactly(value=value)):
            yield from _pair(expr, value)
        case Sets(target=NameTarget(name=name), to=Exactly(value=value)):
            yield name, to_literal(value)
        case Calls(arguments=arguments):
            yield from ((name, to_literal(value)) for name, value in arguments)
        case _:
            return


def _pair(expr: Expr, value: Value) -> Iterator[tuple[str, str]]:
    if expr.text.isidentifier():
        yield expr.text, to_literal(value)


# -- the answer -----------------------------------------------------------------------------------


def _answers(narration: Narration) -> Iterator[AnswerReturns | AnswerRaises]:
    for placed in narration.claims():
        if isinstance(placed.claim, AnswerReturns | AnswerRaises):
            yield placed.claim


def _answered(claim: AnswerReturns | AnswerRaises, lines: list[TraceLine]) -> bool:
    if not lines:
        return False
    match claim:
        case AnswerReturns(result=Exactly(value=value)):
            return lines[-1].event == "return" and lines[-1].value == to_literal(value)
        case AnswerReturns():
            return True  # a type alone is no value to look for
        case AnswerRaises(exception=exception):
            raised = [each.value for each in lines if each.event == "exception"]
            return bool(raised) and raised[-1] == exception.rsplit(".", 1)[-1]
