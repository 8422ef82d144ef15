"""One claim, one verdict: dispatch over the closed union of claims (docs/semantics.md §4, §5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any, Final, TypeAlias, get_args

from engine.claims.check import (
    branches,
    causes,
    changes,
    control,
    counts,
    derivations,
    expressions,
    items,
    moves,
    quantified,
    reasons,
    results,
    states,
    stillness,
    summaries,
    writes,
)
from engine.claims.check.context import Frame, entry_frames, narrowed
from engine.claims.check.moves import given_point
from engine.claims.check.points import Failure, Judged, Point, definite, every, universal
from engine.claims.check.waiting_functions import NEVER_ASKED
from engine.claims.model import (
    AbsoluteClaim,
    AnswerRaises,
    AnswerReturns,
    Aside,
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
    GoesThrough,
    HasMoved,
    Imports,
    ItemsClaim,
    JumpRuns,
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
    NotDone,
    NothingHappens,
    ProgramPrints,
    Quantified,
    QuantifiedClaim,
    ReasonClaim,
    Recurses,
    ReturnsAs,
    RunsInOrder,
    RunsOnlyOn,
    Sets,
    SetTo,
    SeveralPasses,
    StartOfEveryPass,
    StateClaim,
    SummaryClaim,
    Unchanged,
    WayClaim,
    WholeLoop,
    Yields,
)
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import ActivationId, StepNo
from engine.trace.moments import Moments
from engine.trace.parting import UndeterminedError
from engine.trace.visits import Interval

Frames: TypeAlias = Callable[[], list[Frame]]
"""What the context of a claim names; raises `Failure`."""

_Judge: TypeAlias = Callable[[Moments, list[Frame], Any], Judged]

_ABSOLUTE: Final = get_args(AbsoluteClaim)


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
        truncated = moments.trace.data.truncated
        if truncated and (_needs_the_end(claim) or any(map(_spans_the_end, chain))):
            why = f"the recording stops early ({truncated})"
            return Judged(ClaimVerdict.UNSUPPORTED, (), why)
        if isinstance(claim, _ABSOLUTE):
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
    points: list[Point] = []
    for point in judged.points:
        first = point.interval.first
        if isinstance(own, range):
            cited = StepNo(min(max(first, own.start), own.stop - 1))
        else:
            cited = own[max(bisect_right(own, first) - 1, 0)]
        points.append(point if cited == first else point.citing(cited))
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


def _in_context(moments: Moments, found: list[Frame], claim: Claim) -> Judged:
    judge = _JUDGE_OF.get(type(claim))
    if judge is None:
        raise TypeError(f"no form judges a {type(claim).__name__}")
    return judge(moments, found, claim)


def _nothing_happens(moments: Moments, found: list[Frame], claim: NothingHappens) -> Judged:
    return stillness.judge_nothing_happens(moments, found, claim.but)


def _call_begins(moments: Moments, found: list[Frame], claim: CallBegins) -> Judged:
    points: list[Point] = []
    for frame in found:
        interval = Interval(frame.interval.first, frame.start)
        point = given_point(moments, frame.activation, claim.given, interval)
        code = moments.trace.code_of(frame.activation)
        named = {moments.trace.private_name(frame.activation, name) for name, _ in claim.given}
        if point is not None and code.generator and named <= set(code.parameters):
            point = Point(None, interval, NEVER_ASKED)
        points.append(point or Point(True, interval))
    return definite(points, "")


_JUDGES: Final[tuple[tuple[Any, _Judge], ...]] = (
    (SummaryClaim, summaries.judge_summary),
    (QuantifiedClaim, quantified.judge_quantified_claim),
    (ChangeClaim, changes.judge_change),
    (DerivationClaim, derivations.judge_derivation),
    (ReasonClaim, reasons.judge_reason),
    (WayClaim, branches.judge_way),
    (CountClaim, counts.judge_count),
    (LineAffects, causes.judge_effect),
    (StateClaim, states.judge_state),
    (Quantified, states.judge_quantified),
    (Unchanged, states.judge_same_throughout),
    (ItemsClaim, items.judge_items),
    (HasMoved, moves.judge_moved),
    (SetTo, moves.judge_set_to),
    (ReturnsAs, moves.judge_returns_as),
    (CallBegins, _call_begins),
    (NothingHappens, _nothing_happens),
    (NotDone, stillness.judge_not_done),
    (Yields, results.judge_told_yield),
    (GoesThrough, states.judge_goes_through),
    (Sets, writes.judge_sets),
    (Changes, writes.judge_changes),
    (LeavesUnchanged, writes.judge_unchanged),
    (Deletes, writes.judge_deletes),
    (Defines | Imports, writes.judge_binding),
    (Evaluates, expressions.judge_evaluates),
    (ConditionIs | ConditionLeads, expressions.judge_condition),
    (AssertionHolds, expressions.judge_assertion),
    (CaseMatches, expressions.judge_case),
    (LineRuns, control.judge_runs),
    (JumpRuns, control.judge_jump_runs),
    (LoopPasses, control.judge_passes),
    (LoopEnds, control.judge_ends),
    (LoopOver, control.judge_over),
    (BreaksOut | ContinuesLoop, control.judge_jump),
    (Calls, control.judge_calls),
    (DoesNothing, control.judge_nothing),
    (EntersWith, control.judge_with),
    (LineRaises, results.judge_raises),
    (LineCatches, results.judge_catches),
    (LineReturns, results.judge_line_returns),
    (LineYields, results.judge_yields),
    (LinePrints, results.judge_prints),
)
"""A family or a form, and what judges its claims; of a form that stands in several lines the
first counts."""

_JUDGE_OF: Final[dict[type[object], _Judge]] = {
    kind: judge for family, judge in reversed(_JUDGES) for kind in get_args(family) or (family,)
}


def _needs_the_end(claim: Claim) -> bool:
    """Claims that speak of all of the execution, or of its end (§4)."""
    match claim:
        case BaseState(moment=moment):
            return isinstance(
                moment, ContextEnd | ContextStartAndEnd | StartOfEveryPass | EndOfEveryPass
            ) or moment == Aside(end=True)
        case (
            Quantified() | LoopPasses() | LoopEnds() | LoopOver() | CalledTimes()
            | CallReturns() | CallRaises() | AnswerReturns() | AnswerRaises() | ProgramPrints()
        ):  # fmt: skip
            return True
        case LineRuns(times=number) | Yields(times=number):
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
            | JumpRuns()
            | NotDone()
            | GoesThrough()
            | Unchanged()
            | NothingHappens()
        ):
            return True
        case _:
            return isinstance(claim, SummaryClaim | QuantifiedClaim)
