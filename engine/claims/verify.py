"""The strict verdict: a narration against one recording (docs/semantics.md §6).

    report = verify(trace, text)

Invariant: a pure function of the recording, the text and the level; it never runs the program
and never raises for what a text or a program holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final, get_args

from engine.claims.check.discourse import Discourse
from engine.claims.check.discourse_base import Told
from engine.claims.check.points import Judged
from engine.claims.coverage.gap import Gap
from engine.claims.coverage.gaps import Coverage, coverage
from engine.claims.explain.edits import source_of
from engine.claims.explain.explaining import explained
from engine.claims.judgement import ClaimReport, Evidence, NarrationReport
from engine.claims.model import (
    NOWHERE,
    AnswerRaises,
    AnswerReturns,
    Arithmetic,
    CalledBounded,
    CalledTimes,
    Claim,
    EveryPass,
    Exactly,
    GoesThrough,
    JumpRuns,
    LastNotTaken,
    LineRuns,
    LineRunsBounded,
    LineRunsInTotal,
    LoopPasses,
    NotDone,
    PlacedClaim,
    PlacedHeading,
    Quantified,
    QuantifiedClaim,
    Relation,
    RunsOnlyOn,
    Surface,
    TakenUp,
)
from engine.claims.order import Sequencer
from engine.claims.parser import ParsedNarration, parse_narration
from engine.claims.syntax_errors import ProblemKind
from engine.claims.verdicts import ClaimVerdict, Level, NarrationVerdict, Reason
from engine.claims.wrong_words import wrong_words
from engine.trace.determined import determined, undetermined
from engine.trace.moments import Moments
from engine.trace.trace import Trace
from engine.values import is_literal

_MAX_EVIDENCE: Final = 20
"""Points that are reported for one claim; all are judged."""

# Tuples: a union in a test of a claim's type would be made anew for each claim.
_ANSWERS: Final = (AnswerReturns, AnswerRaises)
_NO_TELLING: Final = (AnswerReturns, AnswerRaises, Arithmetic)
_COUNTS: Final = (
    LoopPasses, CalledTimes, CalledBounded, LineRunsInTotal, LineRunsBounded, RunsOnlyOn,
    JumpRuns, TakenUp, LastNotTaken,
)  # fmt: skip
_INVARIANTS: Final = (Quantified, NotDone, GoesThrough, *get_args(QuantifiedClaim))

_REASONS: Final = {
    ClaimVerdict.REFUTED: Reason.REFUTED,
    ClaimVerdict.AMBIGUOUS: Reason.AMBIGUOUS,
    ClaimVerdict.UNSUPPORTED: Reason.UNSUPPORTED,
}


def verify(trace: Trace, text: str, level: Level = Level.ORDERED) -> NarrationReport:
    """The verdict on one narration. For several narrations of one recording keep a `Judge`."""
    return Judge(trace).verify(text, level)


def verify_and_explain(trace: Trace, text: str, level: Level = Level.ORDERED) -> NarrationReport:
    """The same, and for each claim that failed what would have been true."""
    return Judge(trace).verify_and_explain(text, level)


class Judge:
    """Verifies narrations of one recording, keeping what was found about its moments."""

    def __init__(self, trace: Trace) -> None:
        self.trace: Final = trace
        self._moments = determined(trace).index(Moments)

    def verify(self, text: str, level: Level = Level.ORDERED) -> NarrationReport:
        """The verdict on one narration."""
        return self.judge(text, parse_narration(text), level)

    def judge(self, text: str, parsed: ParsedNarration, level: Level) -> NarrationReport:
        """The verdict on what ``text`` was read as."""
        told = tuple(Discourse(self._moments).read(parsed.narration))
        claims = tuple(self._reports(told, level))
        gaps = self._gaps(told) if level is Level.GAPLESS else ()
        reasons = self._reasons(parsed, told, claims, gaps)
        if level is not Level.GAPLESS or gaps:  # what leaves nothing out is told, however
            every = {*reasons, *_thin(told)}
            reasons = tuple(each for each in Reason if each in every)
        verdict = NarrationVerdict.REJECTED if reasons else NarrationVerdict.ACCEPTED
        differs = undetermined(self.trace.data)
        return NarrationReport(
            text, level, verdict, reasons, claims, parsed.problems, differs, gaps
        )

    def verify_and_explain(self, text: str, level: Level = Level.ORDERED) -> NarrationReport:
        """The verdict, with an `Explanation` for each claim that failed."""
        report = self.verify(text, level)
        if all(each.verdict is ClaimVerdict.VERIFIED for each in report.claims) and not any(
            each.out_of_order for each in report.claims
        ):
            return report
        # What a changed sentence leaves out is no question of whether it is true.
        again = Level.ORDERED if level is Level.GAPLESS else level
        source = source_of(self.trace.statements.tree)
        return explained(report, source, lambda changed: self.verify(changed, again))

    @cached_property
    def coverage(self) -> Coverage:
        """What the recording asks of a gapless narration."""
        # What depends on what is read off the whole recording, other runs or not.
        return self.trace.index(coverage)

    def _gaps(self, told: tuple[Told, ...]) -> tuple[Gap, ...]:
        return self.coverage.gaps(
            each.placed
            for each in told
            if each.judged.verdict is ClaimVerdict.VERIFIED and each.placed is not None
        )

    def _reports(self, told: tuple[Told, ...], level: Level) -> Iterator[ClaimReport]:
        sequencer = Sequencer()
        for number, each in enumerate(told, start=1):
            entry, judged = each.placed or each.entry, each.judged
            late = ""
            # The order is that of what happened: a claim that is not true has no place in it.
            if level is not Level.CLAIMS and judged.verdict is ClaimVerdict.VERIFIED:
                relation = entry.relation if isinstance(entry, PlacedClaim) else Relation.NOW
                late = sequencer.place(judged.anchors, relation)
            yield _report(number, entry, judged, late)

    def _reasons(
        self,
        parsed: ParsedNarration,
        told: tuple[Told, ...],
        claims: tuple[ClaimReport, ...],
        gaps: tuple[Gap, ...],
    ) -> tuple[Reason, ...]:
        """Every reason that holds, in the order of `Reason`."""
        verified = ClaimVerdict.VERIFIED
        found = {_REASONS[each.verdict] for each in claims if each.verdict is not verified}
        kinds = {problem.kind for problem in parsed.problems}
        if ProblemKind.FORBIDDEN_TEXT in kinds:
            found.add(Reason.FORBIDDEN_TEXT)
        if ProblemKind.UNPARSED in kinds:
            found.add(Reason.UNPARSED)
        if any(each.out_of_order for each in claims):
            found.add(Reason.OUT_OF_ORDER)
        said = [each.entry.claim for each in told if isinstance(each.entry, PlacedClaim)]
        answers = list(_answers(told))
        sums = sum(isinstance(claim, Arithmetic) for claim in said)
        if len(claims) == len(answers) + sums:
            found.add(Reason.EMPTY)
        if not any(map(self._states_the_answer, answers)):
            found.add(Reason.NO_ANSWER)
        if gaps:
            found.add(Reason.GAPS)
        return tuple(reason for reason in Reason if reason in found)

    def _states_the_answer(self, claim: AnswerReturns | AnswerRaises) -> bool:
        """A type alone is an answer only where the language has no words for the value."""
        if isinstance(claim, AnswerRaises) or isinstance(claim.result, Exactly):
            return True
        answer = self.trace.answer()
        return answer is None or not is_literal(answer)


def _thin(told: tuple[Told, ...]) -> set[Reason]:
    """Why a narration whose claims are all true tells nothing (semantics.md §6); none: it does."""
    counts: list[bool] = []
    for each in told:
        entry = each.entry
        if not isinstance(entry, PlacedClaim) or isinstance(entry.claim, _NO_TELLING):
            continue
        count = _is_count(entry.claim)
        if not (count or _is_invariant(entry)):
            return set()
        counts.append(count)
    if not counts:
        return set()
    return {Reason.COUNTS_ALONE} if all(counts) else {Reason.INVARIANTS_ALONE}


def _is_count(claim: Claim) -> bool:
    if isinstance(claim, LineRuns):
        return claim.times is not None
    return isinstance(claim, _COUNTS)


def _is_invariant(entry: PlacedClaim) -> bool:
    """Whether the claim is about every state, or about every pass."""
    return isinstance(entry.claim, _INVARIANTS) or any(
        isinstance(context, EveryPass) for context in entry.chain
    )


def _report(
    number: int, entry: PlacedHeading | PlacedClaim, judged: Judged, late: str
) -> ClaimReport:
    subject: Claim | None
    form: str
    surface: Surface
    match entry:
        case PlacedHeading(heading=heading):
            subject, form, surface = None, "Heading", heading.surface
        case PlacedClaim(claim=claim):
            subject, form, surface = claim, type(claim).__name__, claim.surface
    wrong, instead = NOWHERE, ""
    if late:
        wrong = surface
    elif judged.verdict is not ClaimVerdict.VERIFIED:
        instead = judged.instead
        wrong = surface if subject is None else wrong_words(subject, instead)
    evidence = tuple(
        [
            Evidence(point.first, point.interval.last, point.truth, point.told)
            for point in judged.points[:_MAX_EVIDENCE]
        ]
    )
    return ClaimReport(
        number, form, surface, judged.verdict, judged.why, wrong, instead, evidence, late
    )


def _answers(told: tuple[Told, ...]) -> Iterator[AnswerReturns | AnswerRaises]:
    """Claims about the answer; not those that turned out to be about a call that was told."""
    for each in told:
        if isinstance(each.entry, PlacedClaim) and isinstance(each.entry.claim, _ANSWERS):
            about = each.placed if isinstance(each.placed, PlacedClaim) else each.entry
            claim = each.entry.claim  # what names a call is placed where that is the entry call
            if each.placed is None and isinstance(claim, AnswerReturns) and claim.call is not None:
                continue
            if isinstance(about.claim, _ANSWERS):
                yield each.entry.claim
