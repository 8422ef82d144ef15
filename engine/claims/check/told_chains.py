"""Of which `if` or `elif` a branch is told without a line, and of which visit (§5.76)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from engine.claims.check.branches import arm_taken, keyword_of
from engine.claims.check.context import Frame
from engine.claims.check.points import Failure
from engine.claims.check.telling import (
    choice,
    elifs_of,
    leads_to_else,
    next_choice,
    of_branch,
    over_visit,
)
from engine.claims.model import Branches, BranchWord, ChainTakes, Claim, Keyword, NoArm, Span
from engine.claims.verdicts import ClaimVerdict
from engine.trace.model import LineNo, StepNo, Time
from engine.trace.moments import Moments
from engine.trace.statements import Statement, contains, span_of
from engine.trace.visits import Interval, Visit


class Said(NamedTuple):
    """What of the context's call has been told of branches: the first step of the last visit; by
    word, that of the first test of the chain of which it was said last; and the point."""

    last: int
    words: Mapping[BranchWord, int]
    time: Time


class Found(NamedTuple):
    """The claim with its line, the part of the context that it is about, and the first step of
    the first test of its chain there. ``again``: of a chain that is being told already."""

    claim: Claim
    span: Span
    run: int
    again: bool = False


class _Run(NamedTuple):
    """One run of a chain: its `if`, and the visit that tests it."""

    head: Statement
    visit: Visit


def branch(
    moments: Moments, frame: Frame, claim: Branches, floor: int, said: Said, here: Visit | None
) -> Found:
    """The branch of the `if` that the visit ``here`` tests, which is being told, or of the chain
    that is, or of the next one."""
    chosen = None if here is None or here.first < frame.interval.first else choice(here)
    if chosen is not None and here is not None and here.first > said.last:
        return _found(moments, frame, of_branch(moments, claim, chosen), chosen, here)
    told = _told(moments, frame, claim, said)
    try:
        chosen, visit = next_choice(moments, frame, claim, floor, said.last)
    except Failure as failure:
        if told is None or failure.verdict is not ClaimVerdict.REFUTED:
            raise
        return _again(moments, claim, told)
    if told is None or _run_of(moments, frame, chosen, visit) == told:
        of_any = _of_elifs(moments, frame, claim, chosen, visit)
        return _found(moments, frame, of_any, chosen, visit)
    if _takes(moments, frame, claim, chosen, visit) is not _takes(moments, frame, claim, *told):
        why = f"of the `if` on line {told.head.line}, or of line {chosen.line}?"
        raise Failure(ClaimVerdict.AMBIGUOUS, why)
    return _again(moments, claim, told)


def _found(moments: Moments, frame: Frame, claim: Claim, chosen: Statement, visit: Visit) -> Found:
    run = _run_of(moments, frame, chosen, visit)
    return Found(claim, over_visit(visit), run.visit.first)


def _again(moments: Moments, claim: Branches, told: _Run) -> Found:
    found = of_branch(moments, claim, told.head)
    return Found(found, over_visit(told.visit), told.visit.first, again=True)


def _told(moments: Moments, frame: Frame, claim: Branches, said: Said) -> _Run | None:
    """The run of a chain that is being told, if it has such a branch, of which nothing has been
    said yet: of it the last claim was, and in its blocks alone, if at all, has been told since."""
    visits = moments.visits(frame.activation)
    last, now = visits.at(said.last), visits.at(said.time)
    if last is None or now is None or (tested := choice(last)) is None:
        return None
    if claim.taken and now != last:  # what is told goes on
        return None
    run = _run_of(moments, frame, tested, last)
    if run.visit.first < frame.interval.first or said.words[claim.word] == run.visit.first:
        return None
    chain = span_of(run.head.node)
    if not any(contains(chain, span_of(each.node)) for each in now.statements):
        return None
    if _latest(moments, frame, run.head, now) != run.visit:
        return None
    match claim.word:
        case BranchWord.ELIF if not elifs_of(moments, run.head):
            return None
        case BranchWord.ELSE if not leads_to_else(moments, run.head):
            return None
        case _:
            return run


def _run_of(moments: Moments, frame: Frame, tested: Statement, visit: Visit) -> _Run:
    head = _head(moments, tested)
    return _Run(head, _latest(moments, frame, head, visit))


def _head(moments: Moments, tested: Statement) -> Statement:
    """The `if` with which the chain begins."""
    head = tested
    while head.parent is not None and keyword_of(moments, head) is Keyword.ELIF:
        head = head.parent
    return head


def _latest(moments: Moments, frame: Frame, head: Statement, visit: Visit) -> Visit:
    """The last visit, not after this one, that tests the `if`."""
    until = Interval(StepNo(0), visit.last)
    before = moments.visits(frame.activation).of_line(head.line, until)
    return before[-1]


def _takes(
    moments: Moments, frame: Frame, claim: Branches, chosen: Statement, visit: Visit
) -> bool:
    """Whether such a branch is taken there, from the test on."""
    arm = arm_taken(moments, frame, chosen, visit)
    match claim.word:
        case BranchWord.ELSE:
            return arm is NoArm.ELSE
        case BranchWord.ELIF:
            return arm in _all_elifs(moments, chosen)
        case _:
            return arm == chosen.line


def _all_elifs(moments: Moments, chosen: Statement) -> list[LineNo]:
    return elifs_of(moments, _head(moments, chosen))


def _of_elifs(
    moments: Moments, frame: Frame, claim: Branches, chosen: Statement, visit: Visit
) -> Claim:
    """`The elif`, of a chain with several: any of them is taken, or none is."""
    if claim.word is BranchWord.ELIF and len(_all_elifs(moments, chosen)) > 1:
        arm = arm_taken(moments, frame, chosen, visit)
        if arm in _all_elifs(moments, chosen):
            if not claim.taken:
                why = "one `elif` is taken, and another is not: say of which"
                raise Failure(ClaimVerdict.AMBIGUOUS, why)
            return ChainTakes(chosen.line, Keyword.ELIF, arm, surface=claim.surface)
    return of_branch(moments, claim, chosen)
