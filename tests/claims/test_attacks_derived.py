"""Derivations and expressions, part by part (§5.10, §5.41). Lies stand beside the truths that they
would replace."""

from __future__ import annotations

import pytest

from tests.claims.test_discourse import SUM, verdicts

THIRD = "On pass 3 of the loop on line 3, on line 5, "


@pytest.mark.parametrize(
    ("source", "call", "text", "expected"),
    [
        # The writer's own derivation within a part that has names, too.
        (SUM, "[3, 1, 2]", f"{THIRD}`total` = `total + (1 + 1)` = `5`.", "V"),
        (SUM, "[3, 1, 2]", f"{THIRD}`total` = `total + (1 + 1)` = `3 + 2` = `5`.", "V"),
        (SUM, "[3, 1, 2]", f"{THIRD}`total` = `total + (1 + 2)` = `5`.", "R"),
        (SUM, "[3, 1, 2]", f"{THIRD}`total` = `total + (1 + 1)` = `6`.", "R"),
    ],
)
def test_each_claim_gets_its_verdict(source: str, call: str, text: str, expected: str) -> None:
    assert verdicts(source, call, text) == expected
