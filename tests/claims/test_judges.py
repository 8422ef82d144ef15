"""Every claim of the language has a judge, or is one that the discourse finds a line for."""

from __future__ import annotations

from typing import get_args

from engine.claims.check.discourse_base import UNPLACED_CLAIMS
from engine.claims.check.judge import _JUDGE_OF
from engine.claims.model import AbsoluteClaim, CallBegins, Claim, Unchanged


def test_every_claim_has_a_judge() -> None:
    as_they_are = {Unchanged, CallBegins}
    found_a_line_for = set(UNPLACED_CLAIMS) - as_they_are
    wanted = set(get_args(Claim)) - set(get_args(AbsoluteClaim)) - found_a_line_for
    assert wanted <= set(_JUDGE_OF)
