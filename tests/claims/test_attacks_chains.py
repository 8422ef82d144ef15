"""Several branches of one `if` told one after the other, without a line (§5.76)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

ELSE = """\
def f(a):
    if a == 1:
        r = 2
    else:
        r = 3
    return r
"""

TWO = """\
def f(a, b):
    r = 0
    if a == 1:
        r = 1
    elif a == 2:
        r = 2
    if b == 1:
        r += 10
    elif b == 2:
        r += 20
    return r
"""

TWO_ELSES = """\
def f(a, b):
    if a == 1:
        r = 1
    else:
        r = 2
    if b == 1:
        r += 10
    else:
        r += 20
    return r
"""

MANY = """\
def f(a):
    x = 0
    if a == 1:
        x = 5
    elif a == 2:
        x = 6
    elif a == 3:
        x = 7
    return x
"""

LOOPED = """\
def f(ns):
    t = 0
    for n in ns:
        if n == 1:
            t += 1
        else:
            t += 2
    return t
"""

WITHIN = """\
def f(a):
    t = 0
    if a == 1:
        t = 1
    else:
        for n in range(2):
            t += n
    return t
"""

NESTED = """\
def f(a, b):
    r = 0
    if a == 1:
        if b == 1:
            r = 1
        else:
            r = 2
    else:
        r = 3
    return r
"""

BARE = """\
def f(a):
    r = 0
    if a == 1:
        r = 2
    return r
"""

THEN = """\
def f(a, b):
    r = 0
    if a == 1:
        r = 1
    if b == 1:
        r += 10
    elif b == 2:
        r += 20
    return r
"""

OTHER = """\
def f(a):
    if a == 1:
        r = 2
    else:
        r = 3
    for n in range(2):
        r += n
    else:
        r += 5
    return r
"""

CASES = (
    # The other branch of the same `if`.
    (ELSE, "1", "The `if` branch is taken, so the `else` branch is skipped.", "VV"),
    (ELSE, "1", "The `if` branch is taken and the `else` branch is not taken.", "VV"),
    (ELSE, "1", "The `if` branch is taken, so the `else` branch is taken.", "VR"),
    (ELSE, "1", "The `else` branch is skipped and the `if` branch is taken.", "VV"),
    (ELSE, "1", "The `else` branch is skipped and the `if` branch is not taken.", "VR"),
    (ELSE, "2", "The `if` branch is not taken, so the `else` branch is taken.", "VV"),
    (ELSE, "2", "The `if` branch is not taken and the `else` branch is not taken.", "VR"),
    (ELSE, "2", "The `if` branch is taken, so the `else` branch is skipped.", "RR"),
    (ELSE, "2", "The `else` branch is taken and the `if` branch is taken.", "VR"),
    # What is done in the branch lies between; the point stays there.
    (ELSE, "1", "The `if` branch is taken. `r` becomes `2`. The `else` branch is skipped.", "VVV"),
    (
        ELSE,
        "1",
        "The `if` branch is taken. `r` becomes `2`. The `else` branch is skipped. `r` is `2`.",
        "VVVV",
    ),
    (
        ELSE,
        "1",
        "The `if` branch is taken. `r` becomes `2`. The `else` branch is skipped. `r` becomes `2`.",
        "VVVR",
    ),
    (ELSE, "2", "The `else` branch is taken. `r` becomes `3`. The `if` branch is skipped.", "VVV"),
    (ELSE, "1", "The `if` branch is taken. `r` becomes `2`. The `else` branch is taken.", "VVR"),
    # Each branch of a run is told once; and not after the run is over.
    (ELSE, "1", "The `if` branch is taken. The `if` branch is taken.", "VR"),
    (ELSE, "1", "The `if` branch is taken. We return `2`. The `else` branch is skipped.", "VVR"),
    (
        ELSE,
        "1",
        "The `if` branch is taken. The `else` branch is skipped. The `else` branch is skipped.",
        "VVR",
    ),
    # There is no such branch.
    (BARE, "1", "The `if` branch is taken, so the `else` branch is not taken.", "VR"),
    (BARE, "1", "The `if` branch is taken, so the `elif` branch is not taken.", "VR"),
    (THEN, "1, 2", "The `if` branch is taken. The `elif` branch is taken.", "VV"),
    (THEN, "1, 3", "The `if` branch is taken. The `elif` branch is taken.", "VR"),
    # The `else` of a loop may be meant as well.
    (OTHER, "1", "The `if` branch is taken, so the `else` branch is skipped.", "VA"),
    # The next `if` may be meant as well.
    (TWO, "1, 2", "`a == 1` is true, so the `if` branch is taken and the `elif` branch is taken.",
     "VVA"),
    (TWO, "1, 1", "The `if` branch is taken and the `elif` branch is taken.", "VR"),
    (TWO, "1, 2", "The `if` branch is taken. The `elif` branch is skipped.", "VA"),
    (TWO, "1, 2", "The `if` branch is taken. The `if` branch is not taken.", "VV"),
    (TWO, "2, 2", "The `elif` branch is taken. The `if` branch is not taken.", "VV"),
    (TWO, "2, 2", "The `elif` branch is taken. The `if` branch is taken.", "VR"),
    (TWO, "2, 1", "The `elif` branch is taken. The `if` branch is taken.", "VA"),
    (TWO, "2, 1", "The `elif` branch is taken. The `if` branch is not taken.", "VA"),
    (TWO, "2, 1", "The `elif` branch is taken. `r` becomes `2`. The `if` branch is taken.", "VVV"),
    (
        TWO,
        "2, 2",
        (
            "The `if` branch is not taken. The `elif` branch is taken. "
            "The `if` branch is not taken. The `elif` branch is taken."
        ),
        "VVVV",
    ),
    (TWO_ELSES, "1, 1", "The `if` branch is taken, so the `else` branch is skipped.", "VV"),
    (TWO_ELSES, "1, 1", "The `if` branch is taken, so the `else` branch is taken.", "VR"),
    (TWO_ELSES, "1, 2", "The `if` branch is taken, so the `else` branch is skipped.", "VA"),
    (TWO_ELSES, "1, 2", "The `if` branch is taken, so the `else` branch is taken.", "VA"),
    (
        TWO_ELSES,
        "1, 2",
        "The `if` branch is taken. `r` becomes `1`. The `else` branch is taken. `r` becomes `21`.",
        "VVVV",
    ),
    (
        TWO_ELSES,
        "1, 1",
        (
            "The `if` branch is taken. The `else` branch is skipped. "
            "The `if` branch is taken. The `else` branch is skipped."
        ),
        "VVVV",
    ),
    (
        TWO_ELSES,
        "1, 1",
        "The `if` branch is taken. The `else` branch is skipped. `r` becomes `1`.",
        "VVV",
    ),
    (NESTED, "1, 2", "The `if` branch is taken, so the `else` branch is skipped.", "VA"),
    (NESTED, "1, 1", "The `if` branch is taken, so the `else` branch is skipped.", "VV"),
    (NESTED, "1, 1", "The `if` branch is taken, so the `else` branch is taken.", "VR"),
    # In a loop, each pass has a run of its own.
    (LOOPED, "[1, 2]", "In iteration 1, the `if` branch is taken, so the `else` branch is skipped.",
     "VV"),
    (LOOPED, "[1, 2]", "In iteration 1, the `if` branch is taken, so the `else` branch is taken.",
     "VR"),
    (LOOPED, "[1, 2]", "The `if` branch is taken, so the `else` branch is taken.", "VA"),
    (
        LOOPED,
        "[1, 1]",
        "In iteration 1, the `if` branch is taken. In iteration 2, the `else` branch is skipped.",
        "VV",
    ),
    (
        LOOPED,
        "[1, 2]",
        "In iteration 1, the `if` branch is taken. In iteration 2, the `else` branch is skipped.",
        "VR",
    ),
    (WITHIN, "2", "The `else` branch is taken. In iteration 1, the `if` branch is skipped.", "VR"),
    (
        LOOPED,
        "[2, 1]",
        "In iteration 2, the `if` branch is taken, so the `else` branch is skipped.",
        "VV",
    ),
    (
        LOOPED,
        "[1, 2]",
        "The `if` branch is taken. `t` becomes `1`. `t` becomes `3`. The `else` branch is skipped.",
        "VVVR",
    ),
    # What is told once more of a run does not open it again.
    (
        TWO,
        "2, 3",
        "The `elif` branch is taken. The `if` branch is not taken. The `elif` branch is taken.",
        "VVR",
    ),
    # Several `elif`s.
    (MANY, "3", "The `if` branch is taken.", "R"),
    (MANY, "1", "The `elif` branch is taken.", "R"),
    (MANY, "2", "The `elif` branch is taken.", "V"),
    (MANY, "3", "The `elif` branch is taken.", "V"),
    (MANY, "4", "The `elif` branch is taken.", "R"),
    (MANY, "1", "The `elif` branch is not taken.", "A"),
    (MANY, "2", "The `elif` branch is not taken.", "A"),
    (MANY, "3", "The `elif` branch is skipped.", "A"),
    (MANY, "4", "The `elif` branch is skipped.", "V"),
    (MANY, "3", "`a == 2` is false, so the `elif` branch is not taken.", "VV"),
    (MANY, "3", "`a == 2` is false, so the `elif` branch is taken.", "VR"),
    (MANY, "1", "The `if` branch is taken, so the `elif` branch is taken.", "VA"),
    (MANY, "3", "The `if` branch is not taken. The `elif` branch is taken.", "VV"),
    (MANY, "3", "The `elif` branch is taken. The `if` branch is not taken.", "VV"),
    (MANY, "3", "The `elif` branch is taken. The `if` branch is taken.", "VR"),
)  # fmt: skip


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    judged = Oracle(source, "f", arguments).judge(text)
    assert "".join(verdict[0] for _, verdict in judged.claims) == expected
