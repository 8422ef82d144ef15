"""The search for what would have been true: single changes, each judged in its place.

Invariant: whatever is said here was verified: a repair is a sentence with which the narration, up
to that line, was judged again, and all of whose claims were VERIFIED and in order.

The search is bounded by counts, so that the same narration has the same explanations: `MAX_CLAIMS`
that failed, `MAX_JUDGED` claims in all that are judged again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from engine.claims.explain.edits import Edit, Extent, Source, edits, numbers, sentence_at
from engine.claims.explain.explanation import Change, Explanation, Variant
from engine.claims.judgement import ClaimReport, NarrationReport
from engine.claims.verdicts import ClaimVerdict

MAX_CLAIMS: Final = 20
"""So many claims that failed are explained; whoever wrote more has to read the first ones."""

MAX_JUDGED: Final = 10_000
"""Claims that are judged again, at most; a few seconds."""

_MAX_TRIALS: Final = 120
"""Changes that are tried for one claim."""

_MAX_NEARLY: Final = 8
"""Changes that nearly make it true, to which a second one is tried."""

_SECOND: Final = (Change.VALUE, Change.ORDER, Change.WHICH)

Verify: TypeAlias = Callable[[str], NarrationReport]

_TOLD: Final = (Change.PASS, Change.CALL, Change.LINE, Change.NAME, Change.MOMENT)
"""Kinds of changes that say when, where or of what the claim would have been true."""


def explained(report: NarrationReport, source: Source, verify: Verify) -> NarrationReport:
    """The report with an explanation for each claim that failed. ``verify`` judges a text as the
    report's was judged."""
    search = _Search(report, source, verify)
    claims = list(report.claims)
    wrong = [index for index, claim in enumerate(claims) if not _fine(claim)][:MAX_CLAIMS]
    for index in wrong:
        claims[index] = claims[index]._replace(explanation=search.explain(claims[index]))
    return replace(report, claims=tuple(claims))


def _fine(claim: ClaimReport) -> bool:
    return claim.verdict is ClaimVerdict.VERIFIED and not claim.out_of_order


@dataclass(frozen=True, slots=True)
class _Trial:
    """A narration up to a line, with that line changed, and its judgement."""

    line: str
    claims: tuple[ClaimReport, ...]


class _Search:
    """The explanations of one report."""

    def __init__(self, report: NarrationReport, source: Source, verify: Verify) -> None:
        self._report = report
        self._source = source
        self._verify = verify
        self._lines = report.text.replace("\r\n", "\n").split("\n")
        self._left = MAX_JUDGED
        self._repairs: dict[tuple[int, int], str] = {}  # by line, and where the sentence begins

    def explain(self, claim: ClaimReport) -> Explanation:
        number = claim.surface.line
        if not 1 <= number <= len(self._lines) or claim.verdict is ClaimVerdict.UNSUPPORTED:
            return Explanation()
        line = self._lines[number - 1]
        extent = sentence_at(line, claim.surface.column - 1)
        key = number, extent.start
        if key not in self._repairs:
            self._repairs[key] = self._repair(number, line, extent)
        return Explanation(self._repairs[key], tuple(self._variants(claim, number, line, extent)))

    # -- the nearest true sentence ----------------------------------------------------------------

    def _repair(self, number: int, line: str, extent: Extent) -> str:
        """The sentence, one change for each claim of it that fails; "" if that is not enough."""
        here = self._numbers(number, extent)
        trial = _Trial(line, self._report.claims)
        for index in here:
            claim = trial.claims[index]
            if _fine(claim):
                continue
            found = self._first(claim, number, trial.line)
            if found is None:
                return ""
            trial = found
        if not all(_fine(trial.claims[index]) for index in here):
            return ""
        end = sentence_at(trial.line, extent.start).end
        return trial.line[extent.start : end]

    def _numbers(self, number: int, extent: Extent) -> list[int]:
        """The indices of a sentence's claims."""
        return [
            index
            for index, claim in enumerate(self._report.claims)
            if claim.surface.line == number and extent.start < claim.surface.column <= extent.end
        ]

    def _first(self, claim: ClaimReport, number: int, line: str) -> _Trial | None:
        """The nearest change that makes the claim true; or two of them, the second of which says
        what is so instead, or which of several is meant."""
        extent = sentence_at(line, claim.surface.column - 1)
        nearly: list[_Trial] = []
        for tried, edit in enumerate(edits(claim, line, extent, self._source)):
            if tried >= _MAX_TRIALS:
                break
            trial = self._try(number, edit.applied(line))
            if trial is None:
                continue
            changed = trial.claims[claim.number - 1]
            if _fine(changed):
                return trial
            if changed.out_of_order or (
                edit.change is not Change.WHICH
                and (changed.instead or changed.verdict is ClaimVerdict.AMBIGUOUS)
            ):
                nearly.append(trial)
        for trial in nearly[:_MAX_NEARLY]:
            changed = trial.claims[claim.number - 1]
            extent = sentence_at(trial.line, changed.surface.column - 1)
            for tried, edit in enumerate(edits(changed, trial.line, extent, self._source)):
                if edit.change not in _SECOND or tried >= _MAX_TRIALS // 4:
                    break
                again = self._try(number, edit.applied(trial.line))
                if again is not None and _fine(again.claims[claim.number - 1]):
                    return again
        return None

    def _try(self, number: int, line: str) -> _Trial | None:
        """Judge the narration up to a line, which is changed; None where it cannot be read, or
        other claims come out of it."""
        before = sum(claim.surface.line <= number for claim in self._report.claims)
        if self._left < before:
            return None
        self._left -= before
        text = "\n".join((*self._lines[: number - 1], line))
        report = self._verify(text)
        if any(problem.surface.line >= number for problem in report.problems):
            return None
        return _Trial(line, report.claims) if len(report.claims) == before else None

    # -- when it would have been true -------------------------------------------------------------

    def _variants(
        self, claim: ClaimReport, number: int, line: str, extent: Extent
    ) -> list[Variant]:
        found: dict[Change, Variant] = {}
        tried: dict[Change, int] = {}
        for edit in edits(claim, line, extent, self._source):
            if edit.change not in _TOLD or edit.change in found:
                continue
            tried[edit.change] = tried.get(edit.change, 0) + 1
            if tried[edit.change] > _MAX_TRIALS // 2:
                continue
            trial = self._try(number, edit.applied(line))
            if trial is not None and _fine(trial.claims[claim.number - 1]):
                found[edit.change] = Variant(
                    edit.change, edit.note, self._whole(trial, number, extent)
                )
        if Change.PASS not in found:
            found.update(self._heading_variant(claim, number, line))
        return [found[change] for change in _TOLD if change in found]

    def _whole(self, trial: _Trial, number: int, extent: Extent) -> str:
        """The changed sentence, if nothing in it is wrong any more."""
        if not all(_fine(trial.claims[index]) for index in self._numbers(number, extent)):
            return ""
        return trial.line[extent.start : sentence_at(trial.line, extent.start).end]

    def _heading_variant(self, claim: ClaimReport, number: int, line: str) -> dict[Change, Variant]:
        """The pass or call under whose heading the claim would be true."""
        for above in self._headings(number, line):
            heading = self._lines[above - 1]
            whole = Extent(0, len(heading))
            for tried, edit in enumerate(numbers(heading, whole, self._source)):
                if tried > _MAX_TRIALS // 2:
                    break
                if edit.change in {Change.PASS, Change.CALL} and self._holds_below(
                    claim, number, above, edit
                ):
                    return {edit.change: Variant(edit.change, edit.note)}
        return {}

    def _headings(self, number: int, line: str) -> list[int]:
        """The lines of the headings around a line, the innermost first."""
        found: list[int] = []
        indent = len(line) - len(line.lstrip(" "))
        for above in range(number - 1, 0, -1):
            text = self._lines[above - 1]
            own = len(text) - len(text.lstrip(" "))
            if text.strip() and own < indent:
                if text.rstrip().endswith(":"):
                    found.append(above)
                indent = own
        return found

    def _holds_below(self, claim: ClaimReport, number: int, above: int, edit: Edit) -> bool:
        """Whether the claim is true below the changed heading, whatever else stands there."""
        before = sum(each.surface.line <= number for each in self._report.claims)
        if self._left < before:
            return False
        self._left -= before
        lines = [*self._lines[:number]]
        lines[above - 1] = edit.applied(lines[above - 1])
        claims = self._verify("\n".join(lines)).claims
        return len(claims) == before and claims[claim.number - 1].verdict is ClaimVerdict.VERIFIED
