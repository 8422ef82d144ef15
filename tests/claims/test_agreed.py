"""What the independent oracle said of sentences is what the checker says (`agreed.jsonl`)."""

from __future__ import annotations

import pytest

from tests.claims.agreed import Agreed, judge_of, kept, known, verdicts_of

KEPT = kept()
PROGRAMS = known()


@pytest.mark.parametrize("name", [name for name in KEPT if name in PROGRAMS])
def test_verdicts_of_the_oracle(name: str) -> None:
    judge = judge_of(PROGRAMS[name])
    found = [Agreed(name, one.text, verdicts_of(judge, one.text)) for one in KEPT[name]]
    assert found == KEPT[name]


def test_every_verdict_is_among_them() -> None:
    verdicts = "".join(one.verdicts for several in KEPT.values() for one in several)
    assert {letter: verdicts.count(letter) >= 100 for letter in set(verdicts)} == {
        "V": True,
        "R": True,
        "A": True,
        "U": True,
    }
