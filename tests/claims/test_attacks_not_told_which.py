"""What is said behind a loop or a call of which it is not told which one it is (§3.6, §5.94), and
an `except` clause of several types (§5.85)."""

from __future__ import annotations

import pytest

from engine.capture.recorder import record_here
from engine.claims.verdicts import Level
from engine.claims.verify import Judge
from engine.program import Program
from engine.trace.trace import Trace
from tests.oracle.judge import Oracle

LOOPS = """\
def f(n):
    i = 0
    while i < n:
        i += 1
    j = 0
    while j < n:
        j += 2
    return i, j
"""

ONE_LOOP = """\
def f(n):
    i = 0
    while i < n:
        i += 1
    return i
"""

CALLS = """\
def h(n):
    return n * 10
def g(n, k=1):
    m = h(k)
    return n + k
def f(n):
    x = g(n)
    y = g(n, 5)
    return x, y
"""

SEVERAL = """\
def f(s):
    try:
        n = int(s)
    except (ValueError, TypeError):
        n = 0
    return n
"""

ONE_TYPE = """\
def f(s):
    try:
        n = int(s)
    except ValueError as error:
        n = 0
    return n
"""

CASES = (
    (LOOPS, "3", "The loop ends with `i = 0`.", "AA"),
    (LOOPS, "3", "The loop ends with `j = 0`.", "AA"),
    (LOOPS, "3", "The loop ends with `i = 3`.", "AA"),
    (LOOPS, "3", "The loop ends and `i` is `0`.", "AA"),
    (LOOPS, "3", "The loop ends and `i` becomes `0`.", "AA"),
    (LOOPS, "3", "The loop ends, `i` is `0` and `i` is `3`.", "AAA"),
    (LOOPS, "3", "The loop runs 4 times and `i` is `0`.", "AA"),
    # What says its moment or comes before is not touched, nor is a loop that is told.
    (LOOPS, "3", "`i` is `0` and the loop ends.", "VA"),
    (LOOPS, "3", "The loop ends and `i` is `3` at the end.", "AV"),
    (LOOPS, "3", "The loop ends and the function returns `(3, 4)`.", "AV"),
    (LOOPS, "3", "The loop ends and the function returns `(0, 0)`.", "AR"),
    (LOOPS, "3", "The loop ends. `i` becomes `0`.", "AV"),
    (LOOPS, "3", "The loop ends. `i` is `0`.", "AA"),
    (LOOPS, "3", "The loop ends. `i` is `3`.", "AA"),
    (LOOPS, "3", "The loop ends. `i` is `0`. `i` is `3`.", "AAA"),
    (LOOPS, "3", "The loop ends. `i` is `3` at the end.", "AV"),
    (LOOPS, "3", "The loop ends. `i` becomes `0`. `i` is `0`.", "AVV"),
    (LOOPS, "3", "The loop ends. Line 5 sets `j` to `0`. `i` is `0`.", "AVR"),
    (LOOPS, "3", "The loop ends. Line 5 sets `j` to `0`. `i` is `3`.", "AVV"),
    (LOOPS, "3", "The loop ends. The function returns `(3, 4)`. `i` is `0`.", "AVA"),
    (LOOPS, "3", "The loop ends. On pass 1 of the loop on line 3, `n` is `3`.", "AV"),
    (LOOPS, "3", "The loop ends. On pass 1 of the loop on line 3, `n` is `2`.", "AR"),
    (
        LOOPS,
        "3",
        "The loop ends. On pass 1 of the loop on line 3, `i` becomes `1`. `i` is `1`.",
        "AVV",
    ),
    (LOOPS, "3", "The loop ends.\n\nOn pass 1 of the loop on line 3:\n\n- `n` is `3`.", "AVV"),
    (LOOPS, "3", "The loop runs 4 times. `i` is `0`.", "AV"),
    (LOOPS, "3", "The loop on line 3 ends. `i` is `3`.", "VV"),
    (LOOPS, "3", "The loop on line 3 ends. `i` is `0`.", "VR"),
    (ONE_LOOP, "3", "The loop ends. `i` is `3`.", "VV"),
    (ONE_LOOP, "3", "The loop ends. `i` is `0`.", "VR"),
    (LOOPS, "3", "The loop ends and `g(3)` is `3`.", "AU"),
    (LOOPS, "3", "The loop on line 3 ends and `i` is `3`.", "VV"),
    (LOOPS, "3", "The loop on line 3 ends and `i` is `0`.", "VR"),
    (ONE_LOOP, "3", "The loop ends with `i = 3`.", "VV"),
    (ONE_LOOP, "3", "The loop ends with `i = 0`.", "VR"),
    # A call that is another one than the next.
    (CALLS, "2", "`g` is called with `k` = `5`. It returns `3`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. It returns `7`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. The call returns `3`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. The call returns `7`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5` and returns `3`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5` and `3` is returned.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. `3` is returned.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. `g` returns `3`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. `k` is `1`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. `m` becomes `10`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. `m` becomes `50`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. On line 4, `m` becomes `10`.", "AA"),
    (CALLS, "2", "`g` is called with `k` = `5`. `h` is called. It returns `10`.", "AAA"),
    (CALLS, "2", "`g` is called with `k` = `5`. `x` becomes `3`.", "AV"),
    (CALLS, "2", "`g` is called with `k` = `5`. `x` becomes `7`.", "AR"),
    (CALLS, "2", "`g` is called with `k` = `5`. `g(2)` returns `3`.", "AV"),
    (CALLS, "2", "`g` is called with `k` = `5`. `g(2)` returns `7`.", "AR"),
    (CALLS, "2", "`g` is called with `k` = `5`. Call 1 of `g` returns `3`.", "AV"),
    (CALLS, "2", "`g` is called with `k` = `5`. In call 1 of `g`, `m` becomes `10`.", "AV"),
    (CALLS, "2", "`g` is called with `k` = `5`. In call 1 of `g`, `m` becomes `50`.", "AR"),
    (CALLS, "2", "`g` is called with `k` = `5`. The function returns `(3, 7)`.", "AV"),
    (CALLS, "2", "`g` is called with `k` = `1`. It returns `3`.", "VV"),
    (CALLS, "2", "`g` is called with `k` = `1`. It returns `7`.", "VR"),
    (CALLS, "2", "`g` is called with `k` = `8`. It returns `3`.", "RV"),
    (
        CALLS,
        "2",
        "`g` is called with `k` = `1`. It returns `3`. `g` is called. It returns `7`.",
        "VVVV",
    ),
    (CALLS, "2", "`g(2)` is called again and `3` is returned.", "AV"),
    (CALLS, "2", "`g(2)` is called again and `7` is returned.", "AR"),
    # A clause of several types.
    (SEVERAL, "'x'", "The `except ValueError` branch is taken.", "A"),
    (SEVERAL, "'x'", "The `except TypeError` branch is taken.", "A"),
    (SEVERAL, "None", "The `except ValueError` branch is taken.", "A"),
    (SEVERAL, "'x'", "The `except KeyError` branch is taken.", "R"),
    (SEVERAL, "'x'", "The `except (ValueError, TypeError)` branch is taken.", "V"),
    (SEVERAL, "'x'", "The `except` branch is taken.", "V"),
    (SEVERAL, "'1'", "The `except ValueError` branch is taken.", "R"),
    (ONE_TYPE, "'x'", "The `except ValueError` branch is taken.", "V"),
    (ONE_TYPE, "'x'", "The `except TypeError` branch is taken.", "R"),
    (ONE_TYPE, "'x'", "The `except (ValueError, TypeError)` branch is taken.", "R"),
    # The point is there, whichever of its types is meant.
    (SEVERAL, "'x'", "The `except ValueError` branch is taken. `n` becomes `0`.", "AV"),
    (SEVERAL, "'x'", "The `except ValueError` branch is taken. `n` becomes `1`.", "AR"),
)


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    program = Program.from_text(source, "f", f"f({arguments})")
    claims = Judge(Trace(record_here(program, max_steps=10_000))).verify(text, Level.CLAIMS).claims
    assert "".join(each.verdict.value[0].upper() for each in claims) == expected
    judged = Oracle(source, "f", arguments).judge(text).claims
    open_verdicts = {"UNDECIDED", "UNPARSED"}
    if len(judged) == len(expected):
        for (_, verdict), letter in zip(judged, expected, strict=True):
            assert verdict in open_verdicts or verdict[0] == letter
