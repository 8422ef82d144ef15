"""One claim, one verdict: dispatch over the closed union of claims (docs/semantics.md §4, §5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import TypeAlias

from engine.claims.check import (
    branches,
    causes,
    changes,
    control,
    counts,
    derivations,
    expressions,
    quantified,
    reasons,
    results,
    states,
    summaries,
    writes,
)
from engine.claims.check.context import Frame, entry_frames, narrowed
from engine.claims.check.points import Failure, Judged, Point, definite, every, universal
from engine.claims.model import (
    AbsoluteClaim,
    AnswerRaises,
    AnswerReturns,
    AssertionHolds,
    BaseState,
    BetweenPasses,
    BlockRuns,
    BreaksOut,
    CallBegins,
    CalledBounded,
    CalledTimes,
    CalledWith,
    CallRaises,
    CallReturns,
    Calls,
    CaseMatches,
    Chain,
    ChainTakes,
    ChangeClaim,
    Changes,
    Claim,
    ConditionIs,
    ConditionLeads,
    Context,
    ContextEnd,
    ContextStartAndEnd,
    ContinuesLoop,
    CountClaim,
    Defines,
    Deletes,
    DependsOn,
    DependsThrough,
    DerivationClaim,
    DoesNothing,
    EndOfEveryPass,
    EntersWith,
    Evaluates,
    EveryPass,
    Imports,
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
    MatchTakes,
    ProgramPrints,
    Quantified,
    QuantifiedClaim,
    ReasonClaim,
    Recurses,
    RunsInOrder,
    RunsOnlyOn,
    Sets,
    SeveralPasses,
    StartOfEveryPass,
    SummaryClaim,
    Unchanged,
    WayClaim,
    WholeLoop,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId
from engine.trace.moments import Moments
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval

Frames: TypeAlias = Callable[[], list[Frame]]
"""What the context of a claim names; raises `Failure`."""


def judge_heading(chain: Chain, found: Frames) -> Judged:
    """Whether the context of a heading exists: each part of it that it names is a point."""
    try:
        points = [Point(True, frame.interval) for frame in found()]
    except Failure as failure:
        return Judged(failure.verdict, (), failure.why)
    except UndeterminedError as undetermined:
        return Judged(ClaimVerdict.UNSUPPORTED, (), str(undetermined))
    several = any(isinstance(context, SeveralPasses | EveryPass) for context in chain)
    return universal(points, "") if several else definite(points, "")


def judge_claim(moments: Moments, chain: Chain, claim: Claim) -> Judged:
    """The verdict of one claim that needs nothing of what stands before it (no point, no loop
    without a line). Never raises for a claim that was read."""
    return _guarded(
        moments, chain, claim, lambda: _in_chain(moments, entry_frames(moments), chain, claim)
    )


def judge_placed(moments: Moments, chain: Chain, claim: Claim, found: Frames) -> Judged:
    """The verdict of one claim in the one context, or the several, that ``found`` gives."""

    def judged() -> Judged:
        frames = found()
        return _cited(moments, frames[0].activation, _in_context(moments, frames, claim))

    return _guarded(moments, chain, claim, judged)


def _guarded(moments: Moments, chain: Chain, claim: Claim, judged: Callable[[], Judged]) -> Judged:
    try:
        unended = _needs_the_end(claim) or any(map(_spans_the_end, chain))
        if moments.trace.data.truncated and unended:
            why = f"the recording stops early ({moments.trace.data.truncated})"
            return Judged(ClaimVerdict.UNSUPPORTED, (), why)
        if isinstance(claim, AbsoluteClaim):
            return _absolute(moments, claim)
        return judged()
    except Failure as failure:
        return Judged(failure.verdict, (), failure.why)
    except UndeterminedError as undetermined:
        return Judged(ClaimVerdict.UNSUPPORTED, (), str(undetermined))
    except RecursionError:
        return Judged(ClaimVerdict.UNSUPPORTED, (), "a value is nested too deeply")


def _in_chain(moments: Moments, found: list[Frame], chain: Chain, claim: Claim) -> Judged:
    """The claim in what the chain names; of several passes (§5.50), in each by itself."""
    for index, context in enumerate(chain):
        found = narrowed(moments, found, context)
        if isinstance(context, SeveralPasses | EveryPass):
            rest = chain[index + 1 :]
            return every([_in_one(moments, frame, rest, claim) for frame in found])
    return _cited(moments, found[0].activation, _in_context(moments, found, claim))


def _in_one(moments: Moments, frame: Frame, chain: Chain, claim: Claim) -> Judged:
    try:
        return _in_chain(moments, [frame], chain, claim)
    except Failure as failure:
        return Judged(failure.verdict, (), failure.why)


def _spans_the_end(context: Context) -> bool:
    return isinstance(context, SeveralPasses | EveryPass | WholeLoop)


def _cited(moments: Moments, activation: ActivationId, judged: Judged) -> Judged:
    """Let evidence begin with a step of the activation that the claim is about: a moment at the
    end of a line may be the last step of what the line called."""
    own = moments.trace.own_steps(activation)
    points = [
        Point(
            point.truth,
            point.interval,
            point.told,
            point.anchored,
            point.instead,
            own[max(bisect_right(own, point.interval.first) - 1, 0)],
            point.state,
        )
        for point in judged.points
    ]
    return Judged(judged.verdict, tuple(points), judged.why)


def _absolute(moments: Moments, claim: AbsoluteClaim) -> Judged:
    match claim:
        case CallReturns() | CallRaises():
            return results.judge_call_result(moments, claim)
        case CalledTimes():
            return results.judge_called(moments, claim)
        case AnswerReturns() | AnswerRaises():
            return results.judge_answer(moments, claim)
        case ProgramPrints():
            return results.judge_output(moments, claim)
        case Recurses() | LeavesUncaught():
            return branches.judge_call_path(moments, claim)
        case DependsOn() | DependsThrough():
            return causes.judge_cause(moments, claim)
        case LineRunsInTotal() | CalledBounded() | CalledWith():
            return counts.judge_total(moments, claim)


def _in_context(  # one case for each family
    moments: Moments, found: list[Frame], claim: Claim
) -> Judged:
    if isinstance(claim, SummaryClaim):
        return summaries.judge_summary(moments, found, claim)
    if isinstance(claim, QuantifiedClaim):
        return quantified.judge_quantified_claim(moments, found, claim)
    if isinstance(claim, ChangeClaim):
        return changes.judge_change(moments, found, claim)
    if isinstance(claim, DerivationClaim):
        return derivations.judge_derivation(moments, found, claim)
    if isinstance(claim, ReasonClaim):
        return reasons.judge_reason(moments, found, claim)
    if isinstance(claim, WayClaim):
        return branches.judge_way(moments, found, claim)
    if isinstance(claim, CountClaim):
        return counts.judge_count(moments, found, claim)
    if isinstance(claim, LineAffects):
        return causes.judge_effect(moments, found, claim)
    return _of_visits(moments, found, claim)


def _of_visits(moments: Moments, found: list[Frame], claim: Claim) -> Judged:
    match claim:
        case BaseState():
            return states.judge_state(moments, found, claim)
        case Quantified():
            return states.judge_quantified(moments, found, claim)
        case Unchanged():
            return states.judge_same_throughout(moments, found, claim)
        case CallBegins():
            return definite(
                [Point(True, Interval(each.interval.first, each.start)) for each in found], ""
            )
        case Sets():
            return writes.judge_sets(moments, found, claim)
        case Changes():
            return writes.judge_changes(moments, found, claim)
        case LeavesUnchanged():
            return writes.judge_unchanged(moments, found, claim)
        case Deletes():
            return writes.judge_deletes(moments, found, claim)
        case Defines() | Imports():
            return writes.judge_binding(moments, found, claim)
        case Evaluates():
            return expressions.judge_evaluates(moments, found, claim)
        case ConditionIs() | ConditionLeads():
            return expressions.judge_condition(moments, found, claim)
        case AssertionHolds():
            return expressions.judge_assertion(moments, found, claim)
        case CaseMatches():
            return expressions.judge_case(moments, found, claim)
        case _:
            return _of_lines(moments, found, claim)


def _of_lines(moments: Moments, found: list[Frame], claim: Claim) -> Judged:
    match claim:
        case LineRuns():
            return control.judge_runs(moments, found, claim)
        case LoopPasses():
            return control.judge_passes(moments, found, claim)
        case LoopEnds():
            return control.judge_ends(moments, found, claim)
        case LoopOver():
            return control.judge_over(moments, found, claim)
        case BreaksOut() | ContinuesLoop():
            return control.judge_jump(moments, found, claim)
        case Calls():
            return control.judge_calls(moments, found, claim)
        case DoesNothing():
            return control.judge_nothing(moments, found, claim)
        case EntersWith():
            return control.judge_with(moments, found, claim)
        case LineRaises():
            return results.judge_raises(moments, found, claim)
        case LineCatches():
            return results.judge_catches(moments, found, claim)
        case LineReturns():
            return results.judge_line_returns(moments, found, claim)
        case LineYields():
            return results.judge_yields(moments, found, claim)
        case LinePrints():
            return results.judge_prints(moments, found, claim)
        case _:
            raise TypeError(f"no form judges a {type(claim).__name__}")


def _needs_the_end(claim: Claim) -> bool:
    """Claims that speak of all of the execution, or of its end (§4)."""
    match claim:
        case BaseState(moment=moment):
            return isinstance(
                moment, ContextEnd | ContextStartAndEnd | StartOfEveryPass | EndOfEveryPass
            )
        case (
            Quantified() | LoopPasses() | LoopEnds() | LoopOver() | CalledTimes()
            | CallReturns() | CallRaises() | AnswerReturns() | AnswerRaises() | ProgramPrints()
        ):  # fmt: skip
            return True
        case LineRuns(times=number):
            return number is not None
        case (
            ChainTakes()
            | MatchTakes()
            | LoopEntered()
            | BlockRuns()
            | Recurses()
            | LeavesUncaught()
            | DependsOn()
            | DependsThrough()
            | LineAffects()
            | LineRunsInTotal()
            | CalledBounded()
            | CalledWith()
            | RunsInOrder()
            | RunsOnlyOn()
            | LineRunsBounded()
            | BetweenPasses()
        ):
            return True
        case _:
            return isinstance(claim, SummaryClaim | QuantifiedClaim)
