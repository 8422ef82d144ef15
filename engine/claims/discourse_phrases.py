"""Text of what is said without a line (docs/semantics.md §3.1 to §3.3, §5.70 to §5.72)."""

from __future__ import annotations

from engine.claims.clauses_changes import event_phrasings
from engine.claims.clauses_derivations import derivation_event_phrasings
from engine.claims.model import (
    Alters,
    ConditionIs,
    Derives,
    Evaluates,
    Event,
    Gives,
    LineCatches,
    LineRaises,
    LineReturns,
    LoopDepth,
    LoopEnding,
    LoopEnds,
    LoopKind,
    LoopName,
    LoopOver,
    LoopPasses,
    NextEvent,
    NowIs,
    OfLoop,
    PassWhere,
    Sets,
    Swaps,
    TruthOf,
)
from engine.claims.phrases import (
    NoTextError,
    code,
    counted,
    counted_times,
    expected,
    expression,
    joined,
    literal,
    numerals,
    ordinals,
    target,
)
from engine.trace.model import LineNo

_SET = (
    "becomes",
    "starts at",
    "reaches",
    "is reset to",
    "is set to",
    "is initialized to",
    "is initialised to",
    "is updated to",
)
_WE_SET = ("we set", "set", "we initialize", "initialize", "we update", "update")
_PASS = ("iteration", "pass")
_ENDS = ("ends", "terminates", "finishes", "stops")


def discourse_phrasings(
    claim: NextEvent | OfLoop | LoopOver | TruthOf | Gives | NowIs,
) -> tuple[str, ...]:
    """All ways to say the claim; raises `NoTextError`."""
    match claim:
        case NextEvent(claim=event):
            return _next(event)
        case OfLoop(loop=loop, claim=of_loop):
            return of_loop_phrasings(of_loop, loop_phrasings(loop))
        case LoopOver():
            return of_loop_phrasings(claim, loop_phrasings(claim.loop))
        case TruthOf(expr=expr, truth=truth):
            return (f"{expression(expr)} is {_truth(truth)}",)
        case NowIs(expr=expr, value=now):
            left, right = expression(expr), literal(now)
            return f"{left} is now {right}", f"{left} is {right} now"
        case Gives(expr=expr, result=result):
            text, value = expression(expr), expected(result)
            return (
                f"{text} returns {value}",
                f"{text} evaluates to {value}",
                f"the call {text} returns {value}",
                f"the call to {text} returns {value}",
            )


def _truth(truth: bool) -> str:
    return "true" if truth else "false"


def _next(event: Event) -> tuple[str, ...]:
    match event:
        case Sets(target=place, to=to):
            if to is None:
                raise NoTextError("an assignment without a line says its value")
            name, value = target(place), expected(to)
            return (
                *(f"{name} {verb} {value}" for verb in _SET),
                *(f"{verb} {name} to {value}" for verb in _WE_SET),
            )
        case Alters() | Swaps():
            return event_phrasings(event)
        case Derives():
            return derivation_event_phrasings(event)
        case ConditionIs(condition=condition, truth=truth):
            test = f"the condition {expression(condition)}"
            return (
                f"{test} is {_truth(truth)}",
                f"{test} {'holds' if truth else 'fails'}",
                f"{test} evaluates to {code(str(truth))}",
            )
        case LineRaises(exception=kind, message=None):
            name = code(kind)
            return (
                f"{name} is raised",
                f"an exception {name} is raised",
                f"a {name} exception is raised",
            )
        case LineRaises(exception=kind, message=message) if message is not None:
            return (f"{code(kind)} is raised with the message {literal(message)}",)
        case LineRaises():
            raise NoTextError("no words say this")
        case LineReturns(result=result):
            return (f"we return {expected(result)}",)
        case LineCatches():
            raise NoTextError("what takes an exception without a line is said with `Excepts`")
        case Evaluates():
            raise NoTextError("an evaluation without a line is said with `Gives`")


# -- loops ----------------------------------------------------------------------------------------


def of_loop_phrasings(
    claim: LoopPasses | LoopEnds | LoopOver, loops: tuple[str, ...]
) -> tuple[str, ...]:
    """What is said of a loop, for each of its names."""
    return tuple(f"the {loop} {does}" for loop in loops for does in _does(claim))


def _does(claim: LoopPasses | LoopEnds | LoopOver) -> tuple[str, ...]:
    match claim:
        case LoopPasses(passes=passes, in_total=True):
            return (
                *(f"makes {count} in total" for count in counted(passes, "pass", "passes")),
                *(f"runs {count} in total" for count in counted_times(passes)),
            )
        case LoopPasses(passes=passes):
            return (
                *(("makes no passes",) if passes == 0 else ()),
                *(f"makes {count}" for count in counted(passes, "pass", "passes")),
                *(f"runs its body {count}" for count in counted_times(passes)),
                *(f"runs {count}" for count in counted_times(passes)),
                *(f"executes {count}" for count in counted_times(passes)),
            )
        case LoopEnds():
            return (f"ends because {_reason(claim)}",)
        case LoopOver():
            return _ENDS


def _reason(claim: LoopEnds) -> str:
    words: str = claim.ending.value
    match claim.ending:
        case LoopEnding.EXHAUSTED | LoopEnding.CONDITION_FALSE | LoopEnding.NO_BREAK:
            return words
        case LoopEnding.BREAK | LoopEnding.RETURN | LoopEnding.RAISE:
            return f"line {claim.by} {words}"


def loop_phrasings(loop: LoopName | LineNo) -> tuple[str, ...]:
    """``loop on line 3``, ```while` loop``, …: all names, without the article."""
    if not isinstance(loop, LoopName):
        return (f"loop on line {loop}",)
    match loop:
        case LoopName(kind=LoopKind.ANY, depth=LoopDepth.ANY, over=None, number=None):
            return ("loop",)
        case LoopName(kind=kind, depth=LoopDepth.ANY, over=None, number=None):
            return f"{kind.value} loop", f"{code(kind.value)} loop"
        case LoopName(kind=LoopKind.ANY, depth=LoopDepth.ANY, over=over, number=None) if over:
            return (f"loop over {expression(over)}",)
        case LoopName(kind=LoopKind.ANY, depth=depth, over=None, number=None):
            return (f"{depth.value} loop",)
        case LoopName(kind=LoopKind.ANY, depth=LoopDepth.ANY, over=None, number=number) if number:
            return tuple(f"{ordinal} loop" for ordinal in ordinals(number))
        case _:
            raise NoTextError("no words say all of this of a loop")


def pass_where_phrasings(context: PassWhere) -> tuple[str, ...]:
    """```i` = `3```; of two expressions at most."""
    if len(context.values) > 2:
        raise NoTextError("a pass is named by two values at most")
    return (joined([f"{expression(expr)} = {literal(value)}" for expr, value in context.values]),)


def named_pass_phrasings(number: int, loop: LoopName) -> tuple[str, ...]:
    """``iteration 2``, ``the 2nd pass of the while loop``, …"""
    of = tuple(f" of the {words}" for words in loop_phrasings(loop))
    if loop == LoopName():
        of = ("", *of)
    return (
        *(f"{word} {each}{tail}" for word in _PASS for each in numerals(number) for tail in of),
        *(f"the {each} {word}{tail}" for word in _PASS for each in ordinals(number) for tail in of),
    )
