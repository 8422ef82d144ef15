"""What a verification says: of each claim, and of the narration as a whole.

`NarrationReport.to_json` is the schema ``stepwitness.verify/1`` of docs/verify-json.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from engine.claims.coverage.gap import Gap
from engine.claims.explain.explanation import Explanation
from engine.claims.model import NOWHERE, Surface
from engine.claims.syntax_errors import Problem
from engine.claims.verdicts import ClaimVerdict, Level, NarrationVerdict, Reason
from engine.trace.determined import Undetermined

SCHEMA: Final = "stepwitness.verify/1"


class Evidence(NamedTuple):
    """One point of the execution on which a claim was judged.

    Steps ``first`` to ``last`` of the recording; ``truth`` is None where the claim could not be
    decided there; ``told`` says in words what is so there ("" where the claim says it all)."""

    first: int
    last: int
    truth: bool | None
    told: str


class ClaimReport(NamedTuple):
    """The judgement of one claim, or of one heading (``form`` is then "Heading").

    ``surface`` is where the claim's words stand in the narration, ``wrong`` the part of them
    that is not so (`NOWHERE` when the claim is VERIFIED and in order), ``instead`` what is true
    in its place, in the same notation ("" where no short text says it)."""

    number: int  #: from 1, in the order of the text
    form: str  #: name of the claim's class in `engine.claims.model`
    surface: Surface
    verdict: ClaimVerdict
    why: str = ""  #: why it is not VERIFIED
    wrong: Surface = NOWHERE
    instead: str = ""
    evidence: tuple[Evidence, ...] = ()
    out_of_order: str = ""  #: why it does not follow the execution; "" where it does
    explanation: Explanation | None = None  #: where one was asked for and the claim failed

    def to_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "form": self.form,
            "text": self.surface.text,
            "place": _place(self.surface),
            "verdict": self.verdict.value,
            "why": self.why,
            "wrong": None if self.wrong is NOWHERE else _place(self.wrong),
            "instead": self.instead,
            "out_of_order": self.out_of_order,
            "evidence": [
                {"first": each.first, "last": each.last, "truth": each.truth, "told": each.told}
                for each in self.evidence
            ],
            "explanation": None if self.explanation is None else self.explanation.to_json(),
        }


@dataclass(frozen=True, slots=True)
class NarrationReport:
    """The judgement of a narration. ``reasons`` is empty exactly when it is ACCEPTED."""

    text: str
    level: Level
    verdict: NarrationVerdict
    reasons: tuple[Reason, ...]
    claims: tuple[ClaimReport, ...]
    problems: tuple[Problem, ...]
    undetermined: Undetermined | None = None  #: what the recording holds that other runs do not
    gaps: tuple[Gap, ...] = ()  #: what was skipped; asked for at level `gapless` only

    def summary(self) -> str:
        """One sentence: the verdict and, if REJECTED, the first thing that is wrong."""
        if not self.reasons:
            return f"ACCEPTED: all {len(self.claims)} claims are verified."
        return f"REJECTED ({', '.join(reason.value for reason in self.reasons)}): {self._first()}"

    def _first(self) -> str:
        for problem in self.problems:
            return problem.message
        for claim in self.claims:
            if claim.verdict is not ClaimVerdict.VERIFIED or claim.out_of_order:
                why = claim.out_of_order if claim.verdict is ClaimVerdict.VERIFIED else claim.why
                return f"line {claim.surface.line}, “{claim.surface.text}”: {why}."
        if Reason.EMPTY in self.reasons:
            return "the narration makes no claim besides the answer."
        if Reason.COUNTS_ALONE in self.reasons:
            return "the narration only counts, and tells nothing that happened."
        if Reason.INVARIANTS_ALONE in self.reasons:
            return "the narration only says what holds throughout, and tells nothing that happened."
        if Reason.NO_ANSWER not in self.reasons:
            more = f", and {len(self.gaps) - 1:,} more" if len(self.gaps) > 1 else ""
            return f"nothing says what {self.gaps[0].text}{more}."
        return "the narration does not state what the call returned or raised."

    def to_json(self) -> dict[str, object]:
        return {
            "schema": SCHEMA,
            "level": self.level.value,
            "verdict": self.verdict.value,
            "reasons": [reason.value for reason in self.reasons],
            "summary": self.summary(),
            "undetermined": None if self.undetermined is None else self.undetermined.to_json(),
            "claims": [claim.to_json() for claim in self.claims],
            "problems": [
                {
                    "kind": problem.kind.value,
                    "place": _place(problem.surface),
                    "message": problem.message,
                }
                for problem in self.problems
            ],
            "gaps": [gap.to_json() for gap in self.gaps],
        }


def _place(surface: Surface) -> dict[str, int]:
    return {
        "line": surface.line,
        "column": surface.column,
        "end_line": surface.end_line,
        "end_column": surface.end_column,
    }
