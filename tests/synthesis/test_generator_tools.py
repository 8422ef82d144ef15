"""Generated programs go through the whole path: filtered, recorded, narrated, verified."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.capture.sandbox import Sandbox
from engine.claims.verdicts import Level, NarrationVerdict
from engine.claims.verify import verify
from engine.narration.writer import narrate
from engine.program import Program
from engine.synthesis.generator import generate
from engine.synthesis.meaning import Kept, meaningful
from engine.synthesis.problem import Difficulty
from engine.trace.trace import Trace

SLUGS = (
    "bank-account",
    "generator-functions",
    "finally-and-cleanup",
    "graph-search",
    "permutations",
)
MOST_STEPS = 900


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.mark.parametrize("slug", SLUGS)
def test_a_kept_program_has_an_accepted_narration_without_gaps(slug: str, sandbox: Sandbox) -> None:
    kept = 0
    for seed in range(3):
        problem = generate(slug, Difficulty.HARD, seed)
        found = meaningful(problem, sandbox)
        if not isinstance(found, Kept):
            continue
        kept += 1
        for call in found.calls[:1]:
            program = Program.from_text(problem.solutions[0], problem.entry, call)
            trace = Trace(sandbox.record(program))
            assert len(trace.data.steps) <= MOST_STEPS
            report = verify(trace, narrate(trace, level=Level.GAPLESS), Level.GAPLESS)
            assert report.verdict is NarrationVerdict.ACCEPTED, report.summary()
    assert kept
