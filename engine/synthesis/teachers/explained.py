"""What a teacher is told of a text that was rejected.

Seeing teachers are told what the judge found: what is so instead, the nearest true sentence, what
is missing. Blind ones are told of each sentence only that it cannot be read (which hangs on the
text alone) or that it does not hold, and of the whole that something is left out: nothing that
the recording knows, no value, line or verdict of another kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engine.claims.judgement import ClaimReport, NarrationReport
from engine.claims.syntax_errors import Problem
from engine.claims.verdicts import ClaimVerdict, Reason
from engine.search.rationale import RationaleReason, RationaleReport, StepReport, StepVerdict
from engine.synthesis.teachers.prompts import Kind, filled

_MOST: Final = 12
"""Findings of one kind that are told; who made more mistakes has to read the first ones."""

_NO_HOLD: Final = "this does not hold where it stands"

_OF_THE_WHOLE: Final = {
    Reason.EMPTY: "it says nothing of what happened",
    Reason.COUNTS_ALONE: "it only counts, and tells nothing that happened",
    Reason.INVARIANTS_ALONE: "it only says what holds throughout, and tells nothing that happened",
    Reason.NO_ANSWER: "it does not state what the function returns or raises",
}
_OF_THE_ARGUMENT: Final = {
    RationaleReason.NO_CANDIDATE: "no sentence names the input: ``So the input is `f(…)`.``",
    RationaleReason.SEVERAL_CANDIDATES: "it names several inputs; one has to be named, once",
    RationaleReason.EMPTY: "there is no step besides the answer and the input",
}

_LEFT_OUT: Final = "something that the answer depends on is left out"
_UNFOUND: Final = "there is no text between `<{tag}>` and `</{tag}>`"


def unfound(kind: Kind) -> str:
    """What is told of a reply that holds no text of the kind."""
    return _message(kind, [_UNFOUND.format(tag=kind.tag)], blind=False)


def of_narration(report: NarrationReport, *, blind: bool) -> str:
    """The message about a rejected narration; a seeing teacher's report has explanations."""
    found = [*_unread(report.problems)]
    wrong = [claim for claim in report.claims if not _is_fine(claim)]
    telling = (_blindly(each.surface.text) for each in wrong) if blind else map(_told, wrong)
    found += _first(list(telling))
    found += [_OF_THE_WHOLE[each] for each in report.reasons if each in _OF_THE_WHOLE]
    if Reason.GAPS in report.reasons:
        if blind:
            found.append(_LEFT_OUT)
        else:
            found += _first([f"left out, and needed: {gap.text}" for gap in report.gaps])
    return _message(Kind.FORWARD, found, blind=blind)


def of_rationale(report: RationaleReport, *, blind: bool) -> str:
    """The message about a rejected rationale."""
    found = [*_unread(report.problems)]
    if report.candidate and RationaleReason.CANDIDATE in report.reasons:
        # No other step is judged then.
        steps = [step for step in report.steps if step.verdict in _OF_CANDIDATES]
    else:
        steps = [step for step in report.steps if step.verdict in _BAD]
    if len(_inputs(report)) == 1:
        telling = (_blindly(each.surface.text) for each in steps) if blind else map(_argued, steps)
        found += _first(list(telling))
    found += [_OF_THE_ARGUMENT[each] for each in report.reasons if each in _OF_THE_ARGUMENT]
    return _message(Kind.BACKWARD, found, blind=blind)


_BAD: Final = frozenset(
    {StepVerdict.REFUTED, StepVerdict.AMBIGUOUS, StepVerdict.UNDECIDED, StepVerdict.UNSUPPORTED}
)
_OF_CANDIDATES: Final = frozenset({StepVerdict.REFUTED, StepVerdict.ERROR})


def _inputs(report: RationaleReport) -> list[StepReport]:
    return [step for step in report.steps if step.form == "TheInput"]


def _message(kind: Kind, found: Sequence[str], *, blind: bool) -> str:
    listed = "\n".join(f"- {each}" for each in found)
    return filled("repair_blind" if blind else "repair", tag=kind.tag, found=listed)


def _first(found: Sequence[str]) -> Iterator[str]:
    yield from found[:_MOST]
    if len(found) > _MOST:
        yield f"and {len(found) - _MOST} more of this kind"


def _unread(problems: Sequence[Problem]) -> Iterator[str]:
    told = [f"cannot be read: “{each.surface.text}”: {each.message}" for each in problems]
    yield from _first(told)


def _blindly(text: str) -> str:
    return f"“{text}”: {_NO_HOLD}"


def _is_fine(claim: ClaimReport) -> bool:
    return claim.verdict is ClaimVerdict.VERIFIED and not claim.out_of_order


def _told(claim: ClaimReport) -> str:
    parts = [f"“{claim.surface.text}”: {_trouble(claim)}"]
    explanation = claim.explanation
    if explanation is not None and explanation.repair:
        parts.append(f"True in its place: {explanation.repair}")
    elif explanation is not None:
        parts += [each.note for each in explanation.variants[:2]]
    return ". ".join(parts)


def _trouble(claim: ClaimReport) -> str:
    match claim.verdict:
        case ClaimVerdict.VERIFIED:
            return f"true, but out of order: {claim.out_of_order}"
        case ClaimVerdict.REFUTED:
            return f"false: {claim.why}"
        case ClaimVerdict.AMBIGUOUS:
            return f"true of some moments that it names, and false of others: {claim.why}"
        case ClaimVerdict.UNSUPPORTED:
            return f"cannot be decided: {claim.why}; leave it out, or say it otherwise"


def _argued(step: StepReport) -> str:
    parts = [f"“{step.surface.text}”: {step.verdict.value.lower()}: {step.why}"]
    if step.decided is not None and step.decided.contrary:
        parts.append(f"An input to the contrary: `{step.decided.contrary}`")
    if step.verdict in {StepVerdict.UNDECIDED, StepVerdict.UNSUPPORTED}:
        parts.append("Say “With this input, …” instead, or leave it out")
    return ". ".join(parts)
