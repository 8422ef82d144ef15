"""Whether a call of no function of the program was told last (docs/semantics.md §5.79, §5.86)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.claims.model import AnswerReturns, Claim, Returned, Returning, ReturnsAs

NOT_TOLD: Final = "what the call returns that was told last is not told by this: name it"


@dataclass(slots=True)
class OtherCalls:
    """One for a narration: its parts share it. Invariant: it follows the words and the source
    alone, so that a claim may be read again without harm."""

    told_last: bool = False
    begun_last: bool = False  #: whether the last claim was that a call is made, of whatever
    line: int = 0  #: on which line of the text that claim stands
    blocks: int = 0  #: headings of calls, `g(3)`, below which one stands

    def are_left_by(self, claim: AnswerReturns) -> bool:
        """Whether `the result` is said in one breath with what stands before it: on its line,
        behind a call that is made, or below the heading of one."""
        return self.begun_last or self.blocks > 0 or claim.surface.line == self.line


def is_result_without_a_call(claim: Claim) -> bool:
    """Whether the claim says what is returned, and not of which call."""
    if isinstance(claim, AnswerReturns):
        return claim.of in {Returning.CALL, Returning.RESULT}
    return isinstance(claim, Returned | ReturnsAs)
