"""Text of all claims but state claims: the clause, without prefix, capital and full stop."""

from __future__ import annotations

from engine.claims.clauses_changes import change_phrasings
from engine.claims.clauses_counts import count_phrasings
from engine.claims.clauses_derivations import derivation_phrasings
from engine.claims.clauses_quantified import quantified_phrasings
from engine.claims.clauses_reasons import (
    givens_text,
    reason_phrasings,
)
from engine.claims.clauses_summaries import summary_phrasings
from engine.claims.discourse_phrases import (
    discourse_phrasings,
    loop_phrasings,
    of_loop_phrasings,
)
from engine.claims.model import (
    Alters,
    AltersUnnamed,
    AnswerRaises,
    AnswerReturns,
    Arithmetic,
    AssertionHolds,
    BaseState,
    BetweenPasses,
    BlockRuns,
    BodyRuns,
    Branches,
    BreaksOut,
    CallBegins,
    CalledBounded,
    CalledTimes,
    CalledWith,
    CallRaises,
    CallReturns,
    Calls,
    CaseMatches,
    ChainTakes,
    Changes,
    Claim,
    Computed,
    ConditionBecause,
    ConditionIs,
    ConditionLeads,
    Consequence,
    ContinuesLoop,
    Decides,
    Defines,
    Deletes,
    DependsOn,
    DependsThrough,
    Derives,
    DoesNothing,
    EachPass,
    EntersWith,
    Evaluates,
    Exactly,
    Excepts,
    Expected,
    Expr,
    Extreme,
    Filters,
    Given,
    GivenReturns,
    Gives,
    Goes,
    GoesThrough,
    Grows,
    HasMoved,
    Imports,
    ItemOccurs,
    ItemSkipped,
    JumpRuns,
    Jumps,
    LastNotTaken,
    LeavesUncaught,
    LeavesUnchanged,
    LineAffects,
    LineCatches,
    LinePrints,
    LineRaises,
    LineReturns,
    LineRuns,
    LineRunsBounded,
    LineRunsInTotal,
    LineYields,
    LoopEnds,
    LoopEntered,
    LoopOver,
    LoopPasses,
    LoopTest,
    MatchTakes,
    MovesTo,
    NextEvent,
    NotConverted,
    NotDone,
    NotEvaluated,
    NothingHappens,
    NowIs,
    NthTest,
    OfLoop,
    OfType,
    PlacedAt,
    ProgramPrints,
    Quantified,
    QuantifiedCompares,
    QuantifiedHolds,
    Quantifier,
    RaisedBy,
    Recurses,
    Returned,
    ReturnsAs,
    RunsInOrder,
    RunsOnlyOn,
    RunsOver,
    Sets,
    SetTo,
    Shows,
    Stays,
    Stored,
    Swaps,
    TakenUp,
    Takes,
    Trending,
    TruthOf,
    Unchanged,
    Yields,
)
from engine.claims.phrases import (
    NoTextError,
    call_references,
    code,
    counted_times,
    expected,
    expression,
    joined,
    literal,
    target,
)
from engine.claims.telling_phrases import telling_phrasings
from engine.claims.told_phrases import told_phrasings
from engine.claims.undone_phrases import undone_phrasings
from engine.values import Atom, Value


def clause_phrasings(  # noqa: C901, PLR0912  # one case for each family
    claim: Claim,
) -> tuple[str, ...]:
    """All ways to say the claim. A `ConditionLeads` is said together with its condition; state
    claims have a moment and are not said here (`NoTextError`)."""
    match claim:
        case BaseState():
            raise NoTextError("a state claim is said with its moment")
        case ConditionBecause(line=line, condition=condition, truth=truth, facts=facts):
            return _because(facts, _condition(line, condition, truth, ""), "")
        case Quantified() | ConditionIs() | ConditionLeads():
            return _of_truth(claim)
        case (
            CallReturns() | CallRaises() | CalledTimes()
            | AnswerReturns() | AnswerRaises() | ProgramPrints()
        ):  # fmt: skip
            return _absolute(claim)
        case LoopPasses() | LoopEnds() | AssertionHolds() | CaseMatches():
            return _of_statement(claim)
        case Sets() | Changes() | LeavesUnchanged() | Deletes() | Evaluates():
            return _of_objects(claim)
        case LineRuns() | BreaksOut() | ContinuesLoop() | Calls() | DoesNothing() | EntersWith():
            return _of_control(claim)
        case (
            LineRaises() | LineCatches() | LineReturns() | LineYields()
            | LinePrints() | Defines() | Imports()
        ):  # fmt: skip
            return _of_results(claim)
        case Goes() | Grows() | EachPass():
            return summary_phrasings(claim)
        case Alters() | Swaps() | Stays():
            return change_phrasings(claim)
        case Arithmetic() | Derives():
            return derivation_phrasings(claim)
        case (
            Decides() | NotEvaluated() | Recurses() | LeavesUncaught()
            | DependsOn() | DependsThrough() | LineAffects()
            | BodyRuns() | ChainTakes() | MatchTakes() | LoopEntered() | BlockRuns() | Filters()
        ):  # fmt: skip
            return reason_phrasings(claim)
        case (
            RunsInOrder() | RunsOnlyOn() | LineRunsBounded() | LineRunsInTotal()
            | CalledBounded() | CalledWith() | BetweenPasses()
        ):  # fmt: skip
            return count_phrasings(claim)
        case QuantifiedHolds() | QuantifiedCompares() | Extreme() | Trending():
            return quantified_phrasings(claim)
        case NextEvent() | OfLoop() | LoopOver() | TruthOf() | Gives() | NowIs():
            return discourse_phrasings(claim)
        case (
            Shows() | Branches() | Jumps() | Unchanged() | CallBegins() | Returned()
            | AltersUnnamed() | NothingHappens() | RaisedBy() | NotConverted() | Excepts()
        ):  # fmt: skip
            return telling_phrasings(claim)
        case (
            HasMoved() | MovesTo() | SetTo() | ReturnsAs() | Stored() | LoopTest() | NthTest()
            | Takes() | RunsOver() | ItemOccurs() | TakenUp() | LastNotTaken()
        ):  # fmt: skip
            return told_phrasings(claim)
        case (
            JumpRuns() | NotDone() | GivenReturns() | PlacedAt() | ItemSkipped() | Computed()
            | Yields() | GoesThrough()
        ):  # fmt: skip
            return undone_phrasings(claim)


def because_phrasings(because: ConditionBecause, leads: ConditionLeads | None) -> tuple[str, ...]:
    """A condition with its reasons, and with what follows from it."""
    conditions = _condition(because.line, because.condition, because.truth, "")
    return _because(because.facts, conditions, "" if leads is None else _so(leads))


def _because(facts: tuple[Given, ...], conditions: tuple[str, ...], so: str) -> tuple[str, ...]:
    given = givens_text(facts)
    return (
        *(f"{condition} because {given}{so}" for condition in conditions),
        *(f"{word} {given}, {each}{so}" for word in ("because", "since") for each in conditions),
        *(f"{condition} since {given}{so}" for condition in conditions),
    )


def _of_truth(claim: Quantified | ConditionIs | ConditionLeads) -> tuple[str, ...]:
    match claim:
        case Quantified(quantifier=quantifier, expr=expr, value=value):
            return _quantified(quantifier, expression(expr), literal(value))
        case ConditionIs(line=line, condition=condition, truth=truth):
            return _condition(line, condition, truth, "")
        case ConditionLeads(line=line, condition=condition, truth=truth):
            return _condition(line, condition, truth, _so(claim))


def _quantified(quantifier: Quantifier, expr: str, value: str) -> tuple[str, ...]:
    match quantifier:
        case Quantifier.ALWAYS:
            return (f"{expr} is always {value}",)
        case Quantifier.NEVER:
            return (f"{expr} is never {value}",)
        case Quantifier.AT_SOME_POINT:
            return f"{expr} is {value} at some point", f"at some point, {expr} is {value}"


def _condition(line: int, condition: Expr, truth: bool, so: str) -> tuple[str, ...]:
    test, word = expression(condition), "true" if truth else "false"
    return (
        f"the condition {test} on line {line} is {word}{so}",
        f"on line {line}, the condition {test} is {word}{so}",
    )


def _so(claim: ConditionLeads) -> str:
    match claim.consequence:
        case Consequence.RUNS:
            return f", so line {claim.then_line} runs"
        case Consequence.SKIPPED:
            return f", so line {claim.then_line} is skipped"


def _of_objects(
    claim: Sets | Changes | LeavesUnchanged | Deletes | Evaluates,
) -> tuple[str, ...]:
    line = f"line {claim.line}"
    match claim:
        case Sets(target=place, to=to):
            return _set(line, target(place), to)
        case Changes(expr=expr, value=value, before=before):
            old = "" if before is None else f"from {literal(before)} "
            said = f"{line} changes {expression(expr)} {old}to {literal(value)}"
            if before is None:
                return (said,)
            return said, f"on {line}, {expression(expr)} changes {old}to {literal(value)}"
        case LeavesUnchanged(expr=expr):
            return (f"{line} leaves {expression(expr)} unchanged",)
        case Deletes(target=place):
            return (f"{line} deletes {target(place)}",)
        case Evaluates(expr=expr, result=outcome):
            left, result = expression(expr), expected(outcome)
            return (
                f"on {line}, {left} evaluates to {result}",
                f"{line} evaluates {left} to {result}",
            )


def _set(line: str, name: str, to: Expected | None) -> tuple[str, ...]:
    if to is None:
        return (f"{line} sets {name}",)
    result = expected(to)
    return (
        f"{line} sets {name} to {result}",
        f"{line} assigns {result} to {name}",
        f"{line} binds {name} to {result}",
        f"on {line}, {name} becomes {result}",
    )


def _of_control(
    claim: LineRuns | BreaksOut | ContinuesLoop | Calls | DoesNothing | EntersWith,
) -> tuple[str, ...]:
    line = f"line {claim.line}"
    match claim:
        case LineRuns(times=None):
            return (f"{line} runs",)
        case LineRuns(times=0):
            words = ("never runs", "does not run", "is skipped", "runs 0 times")
            return tuple(f"{line} {word}" for word in words)
        case LineRuns(times=times):
            return tuple(f"{line} runs {count}" for count in counted_times(times or 0))
        case BreaksOut(loop=loop):
            return (f"{line} breaks out of the loop on line {loop}",)
        case ContinuesLoop(loop=loop):
            return (f"{line} continues with the next pass of the loop on line {loop}",)
        case Calls(function=function, arguments=()):
            return (f"{line} calls {code(function)}",)
        case Calls(function=function, arguments=arguments):
            given = joined([f"{code(name)} = {literal(value)}" for name, value in arguments])
            return (f"{line} calls {code(function)} with {given}",)
        case DoesNothing():
            return (f"{line} does nothing",)
        case EntersWith():
            return (f"{line} enters a `with` block",)


def _of_results(
    claim: LineRaises | LineCatches | LineReturns | LineYields | LinePrints | Defines | Imports,
) -> tuple[str, ...]:
    line = f"line {claim.line}"
    match claim:
        case LineRaises(exception=kind, message=message):
            return (f"{line} raises {code(kind)}{_message(message)}",)
        case LineCatches(exception=kind):
            return (f"{line} catches {code(kind)}",)
        case LineReturns(result=result):
            return (f"{line} returns {expected(result)}",)
        case LineYields(value=value):
            return (f"{line} yields {literal(value)}",)
        case LinePrints(text=text):
            return (f"{line} prints {_text(text)}",)
        case Defines(name=name):
            return (f"{line} defines {code(name)}",)
        case Imports(name=name):
            return (f"{line} imports {code(name)}",)


def _message(message: Value | None) -> str:
    return "" if message is None else f" with the message {literal(message)}"


def _text(text: str | None) -> str:
    return "nothing" if text is None else literal(Atom(text))


def _of_statement(
    claim: LoopPasses | LoopEnds | AssertionHolds | CaseMatches,
) -> tuple[str, ...]:
    match claim:
        case LoopPasses(loop=loop) | LoopEnds(loop=loop):
            return of_loop_phrasings(claim, loop_phrasings(loop))
        case AssertionHolds(line=line, holds=holds):
            return (f"the assertion on line {line} {'holds' if holds else 'fails'}",)
        case CaseMatches(line=line, matches=matches):
            return (f"the case on line {line} {'matches' if matches else 'does not match'}",)


def _absolute(
    claim: CallReturns | CallRaises | CalledTimes | AnswerReturns | AnswerRaises | ProgramPrints,
) -> tuple[str, ...]:
    match claim:
        case CallReturns() | CallRaises() | CalledTimes():
            return _of_calls(claim)
        case AnswerReturns() | AnswerRaises() | ProgramPrints():
            return _of_the_whole(claim)


def _of_calls(claim: CallReturns | CallRaises | CalledTimes) -> tuple[str, ...]:
    match claim:
        case CallReturns(number=number, function=function, result=result):
            return _call(number, function, f"returns {expected(result)}")
        case CallRaises(number=number, function=function, exception=kind):
            return _call(number, function, f"raises {code(kind)}")
        case CalledTimes(function=function, times=times, returning=value) if value is not None:
            does = f"{code(function)} returns {literal(value)}"
            return tuple(f"{does} {count} in total" for count in counted_times(times))
        case CalledTimes(function=function, times=0):
            words = ("is never called", "is not called", "is called 0 times")
            return tuple(f"{code(function)} {word}" for word in words)
        case CalledTimes(function=function, times=times):
            return tuple(f"{code(function)} is called {count}" for count in counted_times(times))


def _call(number: int, function: str, does: str) -> tuple[str, ...]:
    return tuple(f"{call} {does}" for call in call_references(number, function))


def _of_the_whole(claim: AnswerReturns | AnswerRaises | ProgramPrints) -> tuple[str, ...]:
    match claim:
        case AnswerReturns(result=result, call=Expr(text=call)):
            return (f"the result of {code(call)} is {expected(result)}",)
        case AnswerReturns(result=result):
            return _answer(result)
        case AnswerRaises(exception=kind, message=message):
            return (f"the function raises {code(kind)}{_message(message)}",)
        case ProgramPrints(text=None):
            return ("the program prints nothing",)
        case ProgramPrints(text=text):
            return (f"the program prints {_text(text)} in total",)


def _answer(result: Expected) -> tuple[str, ...]:
    match result:
        case OfType():
            return (f"the function returns {expected(result)}",)
        case Exactly():
            value = expected(result)
            subjects = ("the function returns", "the answer is", "the result is")
            return tuple(f"{subject} {value}" for subject in (*subjects, "the call returns"))
