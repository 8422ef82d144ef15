"""What the independent oracle said of sentences is what the checker says (`agreed.jsonl`)."""

from __future__ import annotations

import pytest

from benchmarks.planted_errors import case_programs
from tests.claims.agreed import Agreed, judge_of, kept, worst_of

KEPT = kept()
PROGRAMS = {program.name: program for program in case_programs()}  # that this Python can run


@pytest.mark.parametrize("name", [name for name in KEPT if name in PROGRAMS])
def test_verdicts_of_the_oracle(name: str) -> None:
    judge = judge_of(PROGRAMS[name])
    found = [Agreed(name, one.text, worst_of(judge, one.text)) for one in KEPT[name]]
    assert found == KEPT[name]


def test_every_verdict_is_among_them() -> None:
    verdicts = [one.verdict for several in KEPT.values() for one in several]
    assert {verdict: verdicts.count(verdict) >= 100 for verdict in set(verdicts)} == {
        "VERIFIED": True,
        "REFUTED": True,
        "AMBIGUOUS": True,
        "UNSUPPORTED": True,
    }
