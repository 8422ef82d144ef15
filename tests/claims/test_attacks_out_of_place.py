"""What is told without its pass or without what it is the result of: breaks, why a loop ends, `the
result` (§3.7, §5.20, §5.77)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

STOPS = """\
def f(nums):
    total = 0
    for n in nums:
        if n == 0:
            break
        total += n
    return total
"""

INNER = """\
def f(rows):
    found = 0
    for row in rows:
        for x in row:
            if x == 0:
                break
            found += x
    return found
"""

RESULT = """\
def f(x):
    result = []
    result.append(x)
    return len(result)
"""

CASES = (
    (STOPS, "[1, 0, 2]", "We break.", "A"),
    (STOPS, "[1, 2]", "We break.", "R"),
    (STOPS, "[1, 0, 2]", "In iteration 2, we break.", "V"),
    (STOPS, "[1, 0, 2]", "In iteration 1, we break.", "R"),
    (STOPS, "[1, 0, 2]", "The loop ends because `n == 0` is true.", "VA"),
    (STOPS, "[1, 0, 2]", "The loop ends because `n == 0` is false.", "VR"),
    (STOPS, "[1, 2]", "The loop ends because `n == 0` is true.", "VR"),
    (STOPS, "[1, 0, 2]", "The loop ends. `n == 0` is true.", "VR"),
    (INNER, "[[1, 0], [2]]", "In iteration 1 of the outer loop, we break.", "A"),
    (INNER, "[[1, 0], [2]]", "In iteration 2 of the outer loop, we break.", "R"),
    (INNER, "[[1, 0], [2]]", "We break.", "A"),
    (INNER, "[[1], [2]]", "We break.", "R"),
    # A result that is not the answer, but what was just made.
    (RESULT, "4", "`4` is appended to `result`. The result is `[4]`.", "VA"),
    (RESULT, "4", "`4` is appended to `result`. The result is `1`.", "VV"),
    (RESULT, "4", "`4` is appended to `result`. The result is `[]`.", "VR"),
    (RESULT, "4", "`4` is appended to `result`. The answer is `[4]`.", "VR"),
    (RESULT, "4", "`4` is appended to `result`. The function returns `[4]`.", "VR"),
    (RESULT, "4", "`result` becomes `[]`. The result is `[4]`.", "VR"),
    (STOPS, "[2, 3]", "Iteration 9:\n- The result is `7`.", "RR"),
    (STOPS, "[2, 3]", "Iteration 9:\n- The result is `5`.", "RV"),
)


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    judged = Oracle(source, "f", arguments).judge(text)
    assert "".join(verdict[0] for _, verdict in judged.claims) == expected
