"""Lies and truths about programs with comprehensions (docs/semantics.md §2), which CPython 3.11
compiles to code of their own: the verdicts are those of 3.13."""

from __future__ import annotations

import pytest

from tests.claims.test_attacks_not_done import verdicts
from tests.oracle.judge import Oracle

ADDS = """\
def f(b, s, d):
    [b.append(v) for v in (3, 4)]
    {s.add(v) for v in (5, 6)}
    [d.update({k: 1}) for k in 'xy']
    [[b.append(10 * v + w) for w in (1, 2)] for v in (3, 4)]
    return len(b)
"""

ADDS_BY_CALLS = """\
def put(b, v):
    b.append(v)
    [b.append(w) for w in (v + 1, v + 2)]
    return v

def f(b):
    [put(b, v) for v in (3, 13)]
    b.append(99)
    return len(b)
"""

ONE_LOOP = """\
def f(n):
    t = sum([i for i in range(n)])
    for i in range(2):
        t += 1
    return t
"""

SETS = """\
class Box:
    def __init__(self):
        self.n = 0

def f(box, out):
    [setattr(box, 'n', v) for v in (1, 2)]
    [out.__setitem__(v, 'z') for v in (0, 1)]
    [last := v for v in (7, 8)]
    return last
"""

CASES = [
    (ADDS, "[], set(), {}", "`3` is not appended to `b`.", "U"),
    (ADDS, "[], set(), {}", "`5` is not added to `s`.", "U"),
    (ADDS, "[], set(), {}", "`32` is not appended to `b`.", "U"),
    (ADDS, "[], set(), {}", "`42` is not appended to `b`.", "U"),
    (ADDS, "[], set(), {}", "`5` is not appended to `b`.", "V"),
    (ADDS, "[], set(), {}", "`3` is not added to `s`.", "V"),
    (ADDS, "[], set(), {}", "`3` is never in `b`.", "R"),
    (ADDS_BY_CALLS, "[]", "`3` is not appended to `b`.", "U"),
    (ADDS_BY_CALLS, "[]", "`4` is not appended to `b`.", "U"),
    (ADDS_BY_CALLS, "[]", "`15` is not appended to `b`.", "U"),
    (ADDS_BY_CALLS, "[]", "`16` is not appended to `b`.", "V"),
    (ADDS_BY_CALLS, "[]", "`99` is not appended to `b`.", "R"),
    (ADDS_BY_CALLS, "[]", "`put` is called twice.", "V"),
    (ADDS_BY_CALLS, "[]", "`put` is called 4 times.", "R"),
    (SETS, "Box(), ['', '']", "`box.n` is not set.", "U"),
    (SETS, "Box(), ['', '']", "`out[1]` is not set.", "U"),
    (SETS, "Box(), ['', '']", "`last` is not set.", "R"),
]

BEHIND_UNREAD = [
    # There is no other call whose loop may be meant.
    (ONE_LOOP, "3", "There be dragons. The loop ends. `t` becomes `4`.", "VR"),
    (ONE_LOOP, "3", "There be dragons. The loop ends. `t` is `5`.", "VV"),
    (ONE_LOOP, "3", "There be dragons. The loop ends. `t` is `4`.", "VR"),
]


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), [*CASES, *BEHIND_UNREAD])
def test_each_claim_gets_its_verdict(source: str, arguments: str, text: str, expected: str) -> None:
    assert verdicts(source, arguments, text) == expected


@pytest.mark.parametrize(("source", "arguments", "text", "expected"), CASES)
def test_the_oracle_does_not_say_otherwise(
    source: str, arguments: str, text: str, expected: str
) -> None:
    claims = Oracle(source, "f", arguments).judge(text).claims
    for (_, verdict), letter in zip(claims, expected, strict=True):
        assert verdict in {"UNDECIDED", "UNPARSED"} or verdict[0] == letter
