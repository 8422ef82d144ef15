"""Statements about all inputs of finite domains: none PROVED is false, none REFUTED is true."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from engine.program import Program
from engine.search.answers import raised, returned
from engine.search.rationale import RationaleJudge, StepVerdict
from tests.search.in_process import runs_here
from tests.search.statements import Case, cases

PROGRAMS = int(os.environ.get("STATEMENT_PROGRAMS", "12"))
"""Programs that are enumerated; a change of the judge is worth more of them (tests/README.md)."""

SEED = int(os.environ.get("STATEMENT_SEED", "1"))

_DECIDED = frozenset({StepVerdict.PROVED, StepVerdict.PROVED_UP_TO, StepVerdict.REFUTED})


def verdicts(case: Case, *, enumerating: bool) -> list[tuple[StepVerdict, str]]:
    """Of each statement of the case, in one rationale."""
    text = [f"Consider inputs with {case.domain}.", *(said for said, _ in case.statements),
            f"So the input is `{case.candidate}`."]  # fmt: skip
    claimed = raised(case.answer) if case.raises else returned(case.answer)
    program = Program.from_text(case.source, "f", "")
    judge = RationaleJudge(runs_here(program), claimed, enumerating=enumerating)
    report = judge.judge("\n".join(text) + "\n")
    assert report.problems == (), (text, [each.message for each in report.problems])
    assert report.steps[0].verdict is StepVerdict.VERIFIED
    assert report.steps[-1].verdict is StepVerdict.CONFIRMED, report.steps[-1].why
    return [(step.verdict, step.why) for step in report.steps[1:-1]]


@pytest.mark.parametrize("enumerating", [False, True])
@pytest.mark.timeout(36_000)
def test_what_is_decided_is_so(enumerating: bool) -> None:
    count = PROGRAMS if not enumerating else max(5, PROGRAMS // 10)
    seen: Counter[str] = Counter()
    wrong: list[tuple[Case, str, StepVerdict, str]] = []
    for case in cases(count, SEED):
        said = zip(case.statements, verdicts(case, enumerating=enumerating), strict=True)
        for (text, truth), (verdict, why) in said:
            seen[f"{verdict.value} {truth}"] += 1
            if verdict in _DECIDED and (verdict is not StepVerdict.REFUTED) is not truth:
                wrong.append((case, text, verdict, why))
    print(count, "programs:", dict(seen))
    assert not wrong, "\n".join(
        f"{case.source}{case.domain}\n{case.candidate} → {case.answer}\n{text}\n{verdict} {why}\n"
        for case, text, verdict, why in wrong[:5]
    )
    decided = sum(number for word, number in seen.items() if not word.startswith("UN"))
    assert decided >= (0.6 if not enumerating else 0.95) * seen.total(), seen
