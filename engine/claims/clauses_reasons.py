"""Text of why, and of which way control went (docs/semantics.md §5.58 to §5.65)."""

from __future__ import annotations

from engine.claims.model import (
    BlockRuns,
    BodyRuns,
    CallPathClaim,
    CauseClaim,
    ChainTakes,
    Decides,
    DependsOn,
    DependsThrough,
    Filters,
    Given,
    LeavesUncaught,
    LineAffects,
    LoopEntered,
    MatchTakes,
    NoArm,
    NotEvaluated,
    Recurses,
    WayClaim,
)
from engine.claims.phrases import code, expression, literal, numerals


def givens_text(facts: tuple[Given, ...]) -> str:
    """``n is 3 and 3 % 2 is 1``, with ticks."""
    return " and ".join(f"{expression(fact.expr)} is {literal(fact.value)}" for fact in facts)


def _cause_phrasings(claim: CauseClaim | LineAffects) -> tuple[str, ...]:
    """All ways to say it."""
    match claim:
        case DependsOn(expr=expr, depends=True):
            text = expression(expr)
            return f"the answer depends on {text}", f"{text} influences the answer"
        case DependsOn(expr=expr):
            text = expression(expr)
            return (
                f"the answer does not depend on {text}",
                f"{text} never influences the answer",
                f"{text} does not influence the answer",
            )
        case DependsThrough(expr=expr, line=line):
            return (f"the answer depends on {expression(expr)} only through line {line}",)
        case LineAffects(line=line, affects=True):
            return f"line {line} has an effect on the answer", f"line {line} affects the answer"
        case LineAffects(line=line):
            return (
                f"line {line} has no effect on the answer",
                f"line {line} does not affect the answer",
            )


def reason_phrasings(
    claim: Decides | NotEvaluated | CallPathClaim | CauseClaim | LineAffects | WayClaim,
) -> tuple[str, ...]:
    """All ways to say it."""
    match claim:
        case BodyRuns() | ChainTakes() | MatchTakes() | LoopEntered() | BlockRuns() | Filters():
            return _way_phrasings(claim)
        case DependsOn() | DependsThrough() | LineAffects():
            return _cause_phrasings(claim)
        case Decides(line=line, condition=condition, part=part):
            whole = expression(condition)
            return (f"{expression(part)} decides the condition {whole} on line {line}",)
        case NotEvaluated(line=line, expr=expr):
            text = expression(expr)
            return (
                f"on line {line}, {text} is not evaluated",
                f"line {line} does not evaluate {text}",
            )
        case Recurses(function=function, depth=depth):
            start = f"the recursion of {code(function)} reaches depth"
            return tuple(f"{start} {numeral}" for numeral in (*numerals(depth), f"`{depth}`"))
        case LeavesUncaught(exception=exception, function=function):
            return (
                f"{code(exception)} leaves {code(function)} uncaught",
                f"{code(exception)} propagates out of {code(function)}",
            )


def _way_phrasings(claim: WayClaim) -> tuple[str, ...]:
    """All ways to say it."""
    match claim:
        case BodyRuns(line=line, keyword=keyword, runs=runs):
            body = f"the body of the `{keyword.value}` on line {line}"
            branch = f"the `{keyword.value}` branch on line {line}"
            if runs:
                return f"{branch} is taken", f"{body} runs"
            return f"{branch} is not taken", f"{body} is skipped"
        case ChainTakes():
            return _chain(claim)
        case MatchTakes(line=line, case=case):
            taken = "no case" if case is None else f"the case on line {case}"
            return (f"the `match` on line {line} takes {taken}",)
        case LoopEntered(loop=loop, entered=entered):
            return (f"the loop on line {loop} is {'' if entered else 'not '}entered",)
        case BlockRuns(line=line, block=block, runs=runs):
            words = ("runs",) if runs else ("is skipped", "does not run")
            return tuple(f"the {block.value} on line {line} {word}" for word in words)
        case Filters():
            return _filters(claim)


def _chain(claim: ChainTakes) -> tuple[str, ...]:
    chain = f"the `{claim.keyword.value}` on line {claim.line}"
    match claim.arm:
        case NoArm.ELSE:
            return f"{chain} takes the `else` branch", f"{chain} falls through to the `else` branch"
        case NoArm.NOTHING:
            return (f"{chain} takes no branch",)
        case arm:
            return (f"{chain} takes the `elif` branch on line {arm}",)


def _filters(claim: Filters) -> tuple[str, ...]:
    verb, number = ("keeps", claim.kept) if claim.kept is not None else ("drops", claim.dropped)
    texts = []
    for numeral in (*numerals(number or 0), f"`{number or 0}`"):
        of = "" if claim.of is None else f" of {claim.of}"
        counted = number if claim.of is None else claim.of
        for one, many in (("value", "values"), ("item", "items")):
            noun = one if counted == 1 else many
            texts.append(f"the comprehension on line {claim.line} {verb} {numeral}{of} {noun}")
    return tuple(texts)
